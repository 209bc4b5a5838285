"""The first stage: files become documents, with what is known of each.

A document's id is the SHA-256 of its bytes, so the same file has the same id on every machine and
a changed file is another document. What is known of a document (title, publisher, date ...) stands
in a ``documents.toml`` beside it or in the folder above; nothing is guessed.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from medtechkg import resources
from medtechkg.errors import SeedError, SourceError
from medtechkg.model import Document, Source

__all__ = ["MANIFEST", "METADATA", "SUPPORTED", "read", "sources"]

#: The name of the file that says what is known of the documents around it.
MANIFEST = "documents.toml"

#: The keys a document may have there, besides ``file``.
METADATA = (
    "title",
    "publisher",
    "issued",
    "url",
    "region",
    "licence",
    "language",
    "not-after",
    "not-after-because",
    "not-after-quotes",
)

_DATES = ("issued", "not-after")
_BASIS = ("not-after-because", "not-after-quotes")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_TOML_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_HEADER = re.compile(r"^[ \t]*\[\[\s*document\s*\]\]", re.MULTILINE)
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_REMEDY = "save it as plain UTF-8 text"


def sources(paths: Iterable[str | Path] = (), manifest: Path | None = None) -> tuple[Source, ...]:
    """Find the documents at the paths, with what is known of each; the seeds if none is given.

    A folder stands for every text and Markdown file under it. ``manifest`` takes the place of the
    ``documents.toml`` beside a document or in the folder above.

    Raises:
        SourceError: if a path is missing, of an unsupported kind or a folder without documents.
        SeedError: if a ``documents.toml`` is malformed or names a missing file.

    """
    roots = [Path(path) for path in paths] or [resources.seeds() / "documents"]
    files = sorted({file for root in roots for file in _files(root)})
    known: dict[Path, dict[Path, dict[str, str]]] = {}
    return tuple(Source(str(file), _metadata(file, manifest, known)) for file in files)


def read(sources: Iterable[Source]) -> Iterator[Document]:
    """Read each source once, in the order of the documents' ids.

    Of several sources with the same bytes the one with the most metadata is kept.

    Raises:
        SourceError: if a source is not a readable, non-empty text in UTF-8.

    """
    chosen: dict[str, Source] = {}
    for source in sorted(sources, key=lambda each: (-len(each.metadata), each.location)):
        chosen.setdefault(hashlib.sha256(_bytes(source.location)).hexdigest(), source)
    for _, source in sorted(chosen.items()):
        yield _document(source)


# -- finding ----------------------------------------------------------------------------------


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise SourceError(path, "there is no such file or folder", "check the path")
    if path.suffix.lower() not in _READERS:
        problem = f"files of the kind {path.suffix or '(no suffix)'} cannot be read"
        raise SourceError(path, problem, f"give one of {', '.join(SUPPORTED)}")
    return [path]


def _folder(folder: Path) -> list[Path]:
    found = [
        Path(top) / name
        for top, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
        if Path(name).suffix.lower() in _READERS and not name.startswith(".")
    ]
    if not found:
        kinds = " or ".join(SUPPORTED)
        raise SourceError(folder, f"the folder has no {kinds} file", "put a document there")
    return found


def _unreadable(error: OSError) -> None:
    place = error.filename or "folder"
    raise SourceError(place, f"cannot be read ({error.strerror})", "check the permissions")


# -- what is known ----------------------------------------------------------------------------


def _metadata(
    file: Path, manifest: Path | None, known: dict[Path, dict[Path, dict[str, str]]]
) -> Mapping[str, str]:
    places = [manifest] if manifest else [file.parent / MANIFEST, file.parent.parent / MANIFEST]
    for place in places:
        if place not in known:
            known[place] = _manifest(place) if manifest or place.is_file() else {}
        if file.resolve() in known[place]:
            return known[place][file.resolve()]
    return {}


def _manifest(path: Path) -> dict[Path, dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        problem = f"not TOML: {_TOML_PLACE.sub('', str(error))}"
        raise SeedError(path, problem, "mend that line", line) from error
    except UnicodeDecodeError as error:
        raise SeedError(path, "not UTF-8", _REMEDY) from error
    except OSError as error:
        raise SeedError(path, f"cannot be read ({error.strerror})", "check the path") from error
    rows = table.pop("document", [])
    if table or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        odd = ", ".join(sorted(table)) or "document"
        raise SeedError(path, f"unexpected key: {odd}", "write one [[document]] for each document")
    return dict(_entry(path, text, at, row) for at, row in enumerate(rows))


def _entry(path: Path, text: str, at: int, row: dict[str, object]) -> tuple[Path, dict[str, str]]:
    """Check one ``[[document]]`` and turn its values into strings."""
    name = row.pop("file", None)
    if not isinstance(name, str):
        raise SeedError(path, "a document without file", "add file = ...", _line(text, at, ""))
    file = (path.parent / name).resolve()
    if not file.is_file():
        problem = f"there is no file {name}"
        raise SeedError(path, problem, "correct the name or remove it", _line(text, at, "file"))
    entry = {key: _value(path, text, at, key, value) for key, value in row.items()}
    if "not-after" in entry and not all(entry.get(key) for key in _BASIS):
        remedy = f"add {' and '.join(_BASIS)}, what the inference rests on"
        raise SeedError(path, "not-after without its basis", remedy, _line(text, at, "not-after"))
    return file, entry


def _value(path: Path, text: str, at: int, key: str, value: object) -> str:
    line = _line(text, at, key)
    if key not in METADATA:
        raise SeedError(path, f"unknown key {key}", f"use {', '.join(METADATA)}", line)
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, list) and key == "not-after-quotes":
        value = "\n".join(str(each) for each in value)
    if not isinstance(value, str) or not value.strip():
        raise SeedError(path, f"{key} is not a text", "put it in quotes", line)
    if key in _DATES and not _is_date(value):
        remedy = "write a year, a month or a day: 2025, 2025-12 or 2025-12-31"
        raise SeedError(path, f"{key} is not a date: {value}", remedy, line)
    return value


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _line(text: str, at: int, key: str) -> int | None:
    """Find the line of a key of the ``at``-th document; of its header if the key is not found."""
    headers = [match.start() for match in _HEADER.finditer(text)]
    if at >= len(headers):
        return None
    stop = headers[at + 1] if at + 1 < len(headers) else len(text)
    found = re.compile(rf"^\s*\"?{re.escape(key)}\"?\s*=", re.MULTILINE).search(
        text, headers[at], stop
    )
    place = found.end() if key and found else headers[at]
    return text.count("\n", 0, place) + 1


# -- reading ----------------------------------------------------------------------------------


def _document(source: Source) -> Document:
    data = _bytes(source.location)
    media_type, reader = _READERS[Path(source.location).suffix.lower()]
    text = reader(source.location, data)
    if not text.strip():
        raise SourceError(source.location, "the document is empty", "give one that has text")
    _check_quotes(source, text)
    name = Path(source.location).stem
    return Document(hashlib.sha256(data).hexdigest(), name, text, media_type, source.metadata)


def _check_quotes(source: Source, text: str) -> None:
    flat = " ".join(text.split())
    for quote in source.metadata.get("not-after-quotes", "").splitlines():
        if " ".join(quote.split()) not in flat:
            problem = f"not-after-quotes has words the document has not: {quote}"
            raise SourceError(source.location, problem, "copy the exact words")


def _bytes(location: str) -> bytes:
    if Path(location).suffix.lower() not in _READERS:
        _files(Path(location))
    try:
        return Path(location).read_bytes()
    except FileNotFoundError as error:
        raise SourceError(location, "there is no such file", "check the path") from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise SourceError(location, problem, "check the permissions") from error


def _plain(location: str, data: bytes) -> str:
    """Decode UTF-8 without its mark, with one kind of line end; form feeds stay as page breaks."""
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(data: bytes, offset: int) -> str:
    line = 1 + len(re.findall(rb"\r\n|\r|\n", data[:offset]))
    return f"at byte {offset}, line {line}"


#: How each kind of file becomes text: its media type and its reader, by suffix.
_READERS: Mapping[str, tuple[str, Callable[[str, bytes], str]]] = {
    ".md": ("text/markdown", _plain),
    ".txt": ("text/plain", _plain),
}

#: The suffixes that can be read.
SUPPORTED = tuple(sorted(_READERS))
