"""PDF into text: its pages, without what is repeated on each, in the order a person reads them.

Each page ends with a form feed, so that evidence keeps its page. Headings are told by the size and
weight of their letters, paragraphs by the room between lines, words cut at line ends are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

from medtechkg.errors import SourceError
from medtechkg.formats import typeset
from medtechkg.formats.columns import Word
from medtechkg.formats.metatags import day
from medtechkg.locations import Content

if TYPE_CHECKING:
    from types import ModuleType

    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

__all__ = ["read"]

_OCR = "make it searchable first, for example with `ocrmypdf`"
_PASSWORD = 4  # of PDFium's errors
_FEWEST_LETTERS = 20
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_MOST_UNKNOWN = 0.2
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.I)
_FILE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\s*-|untitled|slide \d|.*\.\w{2,5}$)", re.I
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u00a0": " "}
)


def read(content: Content) -> tuple[str, dict[str, str]]:
    """Read a PDF: its text, page by page, and what its information says.

    Raises:
        SourceError: if it is protected, damaged, or shows pictures of text.
    """
    pdf = _opened(content)
    try:
        pages = [_words(pdf[number]) for number in range(len(pdf))]
        known = _known(pdf.get_metadata_dict(skip_empty=True))
    finally:
        pdf.close()
    _refuse_pictures(content.location, pages)
    if content.url:
        known["url"] = content.url
    return typeset.text(pages), known


def _opened(content: Content) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            problem, remedy = "the PDF is encrypted", "save a copy without a password"
        else:
            problem, remedy = "the PDF is damaged", "fetch it again, or open it and save a copy"
        raise SourceError(content.location, problem, remedy) from error


def _refuse_pictures(location: str, pages: Sequence[Sequence[Word]]) -> None:
    letters = "".join(word.text for page in pages for word in page)
    if len(letters) < _FEWEST_LETTERS:
        problem = "the PDF has no text, only pictures of it: it looks scanned"
        raise SourceError(location, problem, _OCR)
    if len(_UNKNOWN.findall(letters)) > _MOST_UNKNOWN * len(letters):
        problem = "the fonts of the PDF do not tell which letters they show"
        raise SourceError(location, problem, _OCR)


# -- what is known ----------------------------------------------------------------------------


def _known(information: dict[str, str]) -> dict[str, str]:
    """Take the title, and the date the file was last saved: its text is no younger.

    The date of a file is not that of the publication, so it bounds it only.
    """
    found = {}
    title = " ".join(information.get("Title", "").split())
    if len(title) > 3 and not _FILE.match(title):
        found["title"] = title
    saved = _day(information.get("ModDate") or information.get("CreationDate") or "")
    if saved:
        found["not-after"] = saved
        found["not-after-because"] = f"The PDF file says that it was saved on {saved}."
    return found


def _day(stamp: str) -> str:
    found = _DATE.match(stamp)
    return day("-".join(part for part in found.groups() if part)) if found else ""


# -- words ------------------------------------------------------------------------------------

_HYPHEN = "\u00ad"
_BUFFER_LENGTH = 128


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a page: what it is, its number there, and its box from the top left."""

    text: str
    at: int
    left: float
    top: float
    right: float
    bottom: float


def _words(page: PdfPage) -> list[Word]:
    """Gather the letters of a page into words."""
    text = page.get_textpage()
    try:
        return [_word(text, letters) for letters in _cut(_letters(text))]
    finally:
        text.close()
        page.close()


def _letters(text: PdfTextPage) -> Iterator[_Letter | None]:
    """Give the letters of a page that stand upright, and nothing for white space.

    What most letters do is upright, however the page is turned: stamps and axes are left out.
    """
    from pypdfium2 import raw

    written = [(at, _letter(raw, text, at)) for at in range(text.count_chars())]
    angles = {at: _angle(raw, text, at) for at, letter in written if letter.strip()}
    upright = Counter(angles.values()).most_common(1)[0][0] if angles else 0
    box = raw.FS_RECTF()
    for at, letter in written:
        if letter == " " or not raw.FPDFText_GetLooseCharBox(text, at, box):
            yield None
        elif letter and angles[at] == upright:
            low, high = sorted((box.bottom, box.top))
            yield _Letter(letter, at, *_turned((box.left, low, box.right, high), upright))


def _angle(raw: ModuleType, text: PdfTextPage, at: int) -> int:
    """Tell how far a letter is turned clockwise: 0, 90, 180 or 270 degrees."""
    return int(90 * (round(raw.FPDFText_GetCharAngle(text, at) * 2 / pi) % 4))


def _letter(raw: ModuleType, text: PdfTextPage, at: int) -> str:
    code = raw.FPDFText_GetUnicode(text, at)
    if code in (0x02, 0xAD, 0xFFFE) or raw.FPDFText_IsHyphen(text, at) == 1:
        return _HYPHEN
    if code < 0x20 or 0x7F <= code < 0xA0 or chr(code).isspace():
        return " "
    if 0xD800 <= code < 0xE000 or code in (0x200B, 0xFEFF):
        return ""
    return chr(code).translate(_LIGATURES)


def _turned(box: tuple[float, float, float, float], angle: int) -> tuple[float, ...]:
    """Turn a box so that its letter is upright, and measure it downwards."""
    left, bottom, right, top = box
    return {
        0: (left, -top, right, -bottom),
        90: (-top, -right, -bottom, -left),
        180: (-right, bottom, -left, top),
        270: (bottom, left, top, right),
    }[angle]


def _cut(letters: Iterable[_Letter | None]) -> Iterator[list[_Letter]]:
    """Cut letters into words: at white space, after a hyphen at a line end, and at a jump."""
    word: list[_Letter] = []
    for letter in letters:
        if word and (letter is None or _jumps(word[-1], letter)):
            yield word
            word = []
        if letter is not None:
            word.append(letter)
    if word:
        yield word


def _jumps(before: _Letter, letter: _Letter) -> bool:
    if before.text == _HYPHEN:
        return True
    height = max(before.bottom - before.top, letter.bottom - letter.top, 1.0)
    apart = letter.left - before.right
    return apart > 0.4 * height or apart < -height or abs(letter.bottom - before.bottom) > height


def _word(text: PdfTextPage, letters: list[_Letter]) -> Word:
    from pypdfium2 import raw

    left, top = min(each.left for each in letters), min(each.top for each in letters)
    right, bottom = max(each.right for each in letters), max(each.bottom for each in letters)
    first = letters[0].at
    size = raw.FPDFText_GetFontSize(text, first)
    if not 0.4 * (bottom - top) < size < 2 * (bottom - top):  # letters scaled by a matrix
        size = 0.8 * (bottom - top)
    written = "".join(each.text for each in letters).replace(_HYPHEN, "-")
    return Word(written, left, top, right, bottom, round(size * 2) / 2, _bold(raw, text, first))


def _bold(raw: ModuleType, text: PdfTextPage, at: int) -> bool:
    from ctypes import create_string_buffer

    if raw.FPDFText_GetFontWeight(text, at) >= 600:
        return True
    name = create_string_buffer(_BUFFER_LENGTH)
    raw.FPDFText_GetFontInfo(text, at, name, _BUFFER_LENGTH, None)
    return bool(_BOLD.search(name.value.decode("utf-8", "replace")))
