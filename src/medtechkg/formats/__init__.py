"""What kind of file a document is, and the reader of each kind.

Content goes before what was declared: a page saved as ``.pdf`` is read as the page it is. What
cannot be read is named, with a way out. Each reader gives the text that offsets refer to, in the
conventions of `medtechkg.reading.layout`, and what the file says of itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from medtechkg.errors import SourceError
from medtechkg.formats import office, pdfs, webpages
from medtechkg.locations import LIMIT, Content, address

__all__ = ["REFUSED", "SUPPORTED", "media_type", "read"]

TEXT, MARKDOWN, HTML = "text/plain", "text/markdown", "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SUFFIXES: Mapping[str, str] = {
    ".docx": DOCX,
    ".htm": HTML,
    ".html": HTML,
    ".markdown": MARKDOWN,
    ".md": MARKDOWN,
    ".pdf": PDF,
    ".text": TEXT,
    ".txt": TEXT,
    ".xhtml": HTML,
}

#: The suffixes that can be read.
SUPPORTED = tuple(sorted(_SUFFIXES))

_OFFICE = "save it as .docx or PDF"
_UNPACK = "unpack it and give the documents in it"
_KINDS = "Word files (.docx), PDF, HTML, Markdown and plain text can"

#: Kinds of documents that cannot be read, by suffix: what they are, and what to do.
REFUSED: Mapping[str, tuple[str, str]] = {
    ".7z": ("an archive", _UNPACK),
    ".doc": ("an old Word file", _OFFICE),
    ".epub": ("an e-book", "save it as HTML or PDF"),
    ".gz": ("an archive", _UNPACK),
    ".odp": ("an OpenDocument presentation", "save it as PDF"),
    ".ods": ("an OpenDocument spreadsheet", "save it as PDF"),
    ".odt": ("an OpenDocument text", _OFFICE),
    ".ppt": ("an old PowerPoint file", "save it as PDF"),
    ".pptx": ("a PowerPoint file", "save it as PDF"),
    ".rar": ("an archive", _UNPACK),
    ".rtf": ("an RTF file", _OFFICE),
    ".tar": ("an archive", _UNPACK),
    ".tgz": ("an archive", _UNPACK),
    ".xls": ("an old Excel file", "save it as PDF"),
    ".xlsx": ("an Excel file", "save it as PDF"),
    ".zip": ("an archive", _UNPACK),
}

# How files of other kinds begin.
_BEGIN = (
    (b"\x1f\x8b", REFUSED[".gz"]),
    (b"BZh", REFUSED[".gz"]),
    (b"\xfd7zXZ", REFUSED[".gz"]),
    (b"7z\xbc\xaf", REFUSED[".7z"]),
    (b"Rar!", REFUSED[".rar"]),
    (b"{\\rtf", REFUSED[".rtf"]),
    (b"\x89PNG", ("a picture", "give its text, read by OCR")),
    (b"\xff\xd8\xff", ("a picture", "give its text, read by OCR")),
    (
        b"\xd0\xcf\x11\xe0",
        (
            "an old Office file, or a Word file with a password",
            f"{_OFFICE}, without a password",
        ),
    ),
)
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_PACKED = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
    ("META-INF/container.xml", ".epub"),
)


def read(content: Content) -> tuple[str, str, dict[str, str]]:
    """Turn bytes into a text: its media type, the text, and what the file says of itself.

    Raises:
        SourceError: if it is of another kind, broken, protected or empty.
    """
    kind = media_type(content)
    try:
        text, known = _READERS[kind](content)
    except ImportError as error:
        problem = f"reading {_NAMES[kind]} needs the package {error.name}"
        remedy = "run `pip install 'medtechkg[documents]'`"
        raise SourceError(content.location, problem, remedy) from error
    if not text.strip():
        raise SourceError(content.location, "the document is empty", "give one that has text")
    return kind, text, known


def media_type(content: Content) -> str:
    """Tell the kind of a document: from its first bytes, else as declared, else by its suffix.

    Raises:
        SourceError: if it is of a kind that cannot be read.
    """
    data, suffix = content.data, _suffix(content.location)
    sure = _begins(content)
    if sure:
        return sure
    told = _SUFFIXES.get(suffix) or _declared(content, suffix)
    if told in (PDF, DOCX):
        problem = f"it is not a {_NAMES[told]} though it is said to be"
        remedy = "open it to see what it is" if data else "give one that has text"
        raise SourceError(content.location, problem if data else "the document is empty", remedy)
    return told


def _suffix(location: str) -> str:
    path = unquote(urlsplit(location).path) if address(location) else location
    return PurePosixPath(path).suffix.lower()


def _declared(content: Content, suffix: str) -> str:
    """Take what a server says, else the kind of any text; a path has to have a suffix we know."""
    kind = content.media_type.replace("application/xhtml+xml", HTML)
    if kind in _READERS:
        return kind
    if suffix in REFUSED:
        raise _refused(content.location, *REFUSED[suffix])
    if kind:
        raise _refused(content.location, kind, _KINDS)
    if content.location == "-" or address(content.location):
        return TEXT
    problem = f"files of the kind {suffix or '(no suffix)'} cannot be read"
    raise SourceError(content.location, problem, _KINDS)


def _refused(location: str, what: str, remedy: str) -> SourceError:
    return SourceError(location, f"{what} cannot be read", remedy)


def _begins(content: Content) -> str:
    """Know a kind by its first bytes, where they are unmistakable."""
    data = content.data
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _packed(content)
    for mark, kind in _BEGIN:
        if data.startswith(mark):
            raise _refused(content.location, *kind)
    if data[257:262] == b"ustar":
        raise _refused(content.location, *REFUSED[".tar"])
    return HTML if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) else ""


def _packed(content: Content) -> str:
    """Look into a ZIP file: Word files are some, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as packed:
            names = set(packed.namelist())
            size = sum(each.file_size for each in packed.infolist())
            kind = packed.read("mimetype")[:60] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        problem = f"the file is damaged ({error})"
        raise SourceError(content.location, problem, "fetch or save it again") from error
    found = next((what for name, what in _PACKED if name in names), ".zip")
    if b"opendocument" in kind:
        found = {b"text": ".odt", b"spre": ".ods"}.get(kind.rpartition(b".")[2][:4], ".odp")
    if found != DOCX:
        raise _refused(content.location, *REFUSED[found])
    if size > LIMIT:
        raise SourceError(content.location, "unpacked it is too large", "split it")
    return DOCX


# -- plain text -------------------------------------------------------------------------------

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_REMEDY = "save it as plain UTF-8 text"


def _plain(content: Content) -> tuple[str, dict[str, str]]:
    """Decode UTF-8 without its mark, with one kind of line end; form feeds stay as page breaks."""
    location, data = content.location, content.data
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            raise SourceError(location, f"the text is {encoding}, not UTF-8", _REMEDY)
    control = _CONTROL.search(data)
    if control:
        where = f"control character 0x{data[control.start()]:02x} {_place(data, control.start())}"
        raise SourceError(location, f"not a text: {where}", _REMEDY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(location, f"not UTF-8 {_place(data, error.start)}", _REMEDY) from error
    known = {"url": content.url} if content.url else {}
    return text.replace("\r\n", "\n").replace("\r", "\n"), known


def _place(data: bytes, offset: int) -> str:
    line = 1 + len(re.findall(rb"\r\n|\r|\n", data[:offset]))
    return f"at byte {offset}, line {line}"


_READERS: Mapping[str, Callable[[Content], tuple[str, dict[str, str]]]] = {
    TEXT: _plain,
    MARKDOWN: _plain,
    HTML: webpages.read,
    PDF: pdfs.read,
    DOCX: office.read,
}
_NAMES = {TEXT: "text", MARKDOWN: "Markdown", HTML: "HTML", PDF: "PDF", DOCX: "Word file"}
