"""The lines of pages into one text: headings, paragraphs, items and rows, page after page.

What is repeated at the edge of pages is left out, with page numbers and tables of contents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from medtechkg.formats.columns import Line, Word, lines, rows

__all__ = ["text"]

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[1-9]\d{0,3}")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
_GLYPH = re.compile(r"[•▪◦●■○□‣⁃∙➢➤►✓✔·*–—-]$|[\uf000-\uf0ff]$")
_GLUED = re.compile(r"[•▪◦●■‣⁃∙➢➤►\uf0a7\uf0b7\uf0d8](?=\w)")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]$")
_ENDED = re.compile(r"[.!?;:…][\"”’'»)\]]*$")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_CUT = re.compile(r"([A-Za-zÀ-ÿ]+)-$")
_COMPOUNDS = frozenset(
    "all anti co cross ex full half high in inter long low mid multi non off on out over part post"
    " pre pro real self semi short sub third two three up well world".split()
)

_EDGE_LINES = 3
_LARGER = 1.1
_OTHER_SIZE = 0.15
_GAP = 1.4  # of the distance of lines: more room than that divides paragraphs
_LONGEST_HEADING = 160
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class _Style:
    """How a document is set: the size of its text, those of its headings, and its words."""

    body: float
    leading: Mapping[float, float]
    levels: Mapping[float, int]
    words: Mapping[str, int]

    def apart(self, before: Line, line: Line) -> bool:
        """Whether more room than between two lines is left above a line."""
        usual = self.leading.get(line.size, 1.25 * line.size)
        return line.bottom - before.bottom > _GAP * usual or line.bottom < before.top

    def level(self, line: Line) -> int:
        """How deep a heading a line is by its letters; 0 if it is none."""
        if line.size >= _LARGER * self.body:
            return self.levels.get(line.size, _DEEPEST)
        return _DEEPEST + 1 if line.bold and line.size >= 0.95 * self.body else 0


def text(pages: Sequence[Sequence[Word]]) -> str:
    """Set the words of pages in one text; each page ends with a form feed."""
    found = [lines(page) for page in _unrepeated(pages)]
    style = _style(found)
    return "".join(f"{_page(page, style)}\f" for page in found)


def _style(pages: Sequence[Sequence[Line]]) -> _Style:
    every = [line for page in pages for line in page]
    sizes, words = Counter[float](), Counter[str]()
    for line in every:
        sizes[line.size] += len(line.text)
        words.update(word.lower() for word in _WORD.findall(line.text))
    body = max(sorted(sizes), key=lambda size: sizes[size], default=0.0)
    larger = sorted({size for size in sizes if size >= _LARGER * body}, reverse=True)
    levels = {size: min(number, _DEEPEST) for number, size in enumerate(larger, 1)}
    return _Style(body, _leading(pages), levels, words)


def _leading(pages: Sequence[Sequence[Line]]) -> dict[float, float]:
    """Learn how far apart the lines of a paragraph stand, for each size of letters."""
    gaps: dict[float, list[float]] = {}
    for page in pages:
        for before, line in pairwise(page):
            gap = line.bottom - before.bottom
            if (
                before.column == line.column
                and before.size == line.size
                and 0 < gap < 3 * line.size
            ):
                gaps.setdefault(line.size, []).append(round(gap, 1))
    return {size: _lower(found) for size, found in gaps.items()}


def _lower(gaps: Sequence[float]) -> float:
    """Take the lower of the usual gaps: more stand inside paragraphs than between them."""
    return sorted(gaps)[(len(gaps) - 1) * 2 // 5]


# -- what is repeated -------------------------------------------------------------------------


def _unrepeated(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Leave out running heads and feet, and the numbers of pages."""
    edges = [_edges(page) for page in pages]
    seen, ahead = Counter[tuple[str, int]](), Counter[int]()
    for number, edge in enumerate(edges):
        seen.update({key for row in edge for key in _keys(row, number)})
        ahead.update({n - number for row in edge[:1] + edge[-1:] for n in _numbers(row)})
    fewest = 2 if len(pages) <= 3 else 3
    first = {first for first, count in ahead.items() if count >= max(fewest, len(pages) / 2)}
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        repeated = [r for r in edge if any(seen[key] >= fewest for key in _keys(r, number))]
        numbered = {number + each for each in first}
        repeated += [row for row in edge[:1] + edge[-1:] if numbered & _numbers(row)]
        left_out = {id(word) for row in repeated for word in row}
        kept.append([word for word in page if id(word) not in left_out])
    return kept


def _numbers(row: Sequence[Word]) -> set[int]:
    """The numbers at the ends of a row that could be that of its page."""
    return {int(word.text) for word in (row[0], row[-1]) if _PAGE_NUMBER.fullmatch(word.text)}


def _edges(page: Sequence[Word]) -> list[list[Word]]:
    """The rows at the top and the bottom of a page."""
    found = rows(page)
    return found[:_EDGE_LINES] + found[_EDGE_LINES:][-_EDGE_LINES:]


def _keys(row: Sequence[Word], page: int) -> set[tuple[str, int]]:
    """What a row would be on every page, were it repeated: as it is, or with the page's number."""
    said = " ".join(word.text for word in row).casefold()
    forms = {said}
    for number in _NUMBER.finditer(said):
        counted = f"{{{int(number[0]) - page}}}"
        forms.add(f"{said[: number.start()]}{counted}{said[number.end() :]}")
    height = round(row[0].bottom / 8)
    return {(form, place) for form in forms for place in (height, height + 1)}


# -- a page -----------------------------------------------------------------------------------


def _page(page: Sequence[Line], style: _Style) -> str:
    blocks = list(_blocks([line for line in page if not _LEADER.search(line.text)], style))
    made: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        both = before is not None and len(before[-1].cells) > 1 and len(block[0].cells) > 1
        made += [] if both or not made else [""]
        made.append(_written(block, style))
    return "\n".join(made) + "\n" if made else ""


def _blocks(page: Sequence[Line], style: _Style) -> Iterator[list[Line]]:
    """Join the lines of each paragraph, item or heading; a row of a table stands alone."""
    block: list[Line] = []
    for line in page:
        if block and not _continues(block, line, style):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _continues(block: Sequence[Line], line: Line, style: _Style) -> bool:
    before = block[-1]
    if len(line.cells) > 1 or len(before.cells) > 1 or _marked(line):
        return False
    if abs(line.size - before.size) > _OTHER_SIZE * before.size:
        return False
    unended = not _ENDED.search(before.text)
    goes_on = unended and line.text[0].islower()
    if line.column != before.column:
        return goes_on
    if style.apart(before, line) or style.level(line) != style.level(before):
        return False
    if goes_on or (unended and style.level(line)) or _CUT.search(before.text):
        return True
    if _marked(block[0]) and line.left < block[0].left + 0.3 * line.size:
        return False
    return not (_short(before, line) or _indented(before, line))


def _short(before: Line, line: Line) -> bool:
    """Whether the first word of a line would have fitted on the line before."""
    first = line.cells[0][0]
    room = before.edge - before.right
    return room > (first.right - first.left) + 0.8 * line.size


def _indented(before: Line, line: Line) -> bool:
    deep = line.left - line.start > 0.8 * line.size
    return (
        deep and before.left - before.start < 0.3 * line.size and bool(_ENDED.search(before.text))
    )


def _marked(line: Line) -> bool:
    """Whether a line begins with the mark of an item."""
    first = line.cells[0][0].text
    alone = len(line.words) == 1
    return bool(
        _GLYPH.match(first) or _GLUED.match(first) or (_NUMBERED.match(first) and not alone)
    )


def _written(block: Sequence[Line], style: _Style) -> str:
    said = _joined([line.text for line in block], style.words)
    first = block[0].cells[0][0].text
    if _GLYPH.match(first) or _GLUED.match(first):
        said = said[len(first) if _GLYPH.match(first) else 1 :].strip()
        deep = max(0, round((block[0].left - block[0].start) / (1.5 * block[0].size)))
        return f"{'  ' * min(deep, 3)}• {said}"
    level = style.level(block[0])
    if level and len(block[0].cells) == 1 and _heads(said):
        return f"{'#' * level} {said}"
    return said


def _heads(said: str) -> bool:
    if len(said) > _LONGEST_HEADING or not any(map(str.isalpha, said)) or said[0].islower():
        return False
    return not re.search(r"[.;:,][\"”’')\]]*$", said) and said[0] not in "“‘\"'"


def _joined(said: Iterable[str], words: Mapping[str, int]) -> str:
    """Put lines together; a word cut by a hyphen is made whole."""
    whole = ""
    for line in said:
        cut = _CUT.search(whole)
        following = _WORD.match(line)
        if not whole:
            whole = line
        elif cut and following:
            keeps = _keeps_hyphen(cut[1], following[0], words)
            whole = (whole if keeps else whole[:-1]) + line
        else:
            whole += f" {line}"
    return whole


def _keeps_hyphen(left: str, right: str, words: Mapping[str, int]) -> bool:
    """Whether a hyphen at a line end belongs to the word."""
    joined, compound = f"{left}{right}".lower(), f"{left}-{right}".lower()
    if words.get(joined) or words.get(compound):
        return words.get(compound, 0) > words.get(joined, 0)
    return right[0].isupper() or left.lower() in _COMPOUNDS
