"""How the lines of a document are set, read before white space is collapsed.

Layout tells what the words do not: which lines belong together, what is a bullet or a table row,
where a list stands whose bullets were lost. Nothing here knows what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from medtechkg.model import PassageKind

__all__ = [
    "ENDED",
    "LEADS",
    "QUOTE_END",
    "STOPPED",
    "Block",
    "Line",
    "blocks",
    "capitals",
    "credited",
    "headed",
    "titled",
]

_LINE = re.compile(r"[^\n\f]+|\n|\f")

# Marks of layout at the start of a line. A dash or a number also begins lines that are not bullets,
# so `_marked` looks at the lines around as well.
_BULLET = re.compile(r"(?:[•·▪◦●○■□‣⁃∙➢➤►✓✔\uf0a7\uf0b7\uf0d8*+]|[-–](?=\s)|o(?=\s+[A-Z\d“‘]))\s+")
_GLUED = re.compile(r"[•·▪◦●■‣⁃\uf0a7\uf0b7\uf0d8]")
_LONE = re.compile(r"(?:[•·▪◦●■‣⁃\uf0a7\uf0b7\uf0d8]|\d{1,2}[.)])$")
_FRONT = re.compile(r"---\n(?:[\w-]+:.*\n|[ \t-].*\n)+---\n")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|\d{1,2}\.)\s+(?=\S)")
_SECTION = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[A-Z])")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"(=|-)\1{2,}$")
_RULE = re.compile(r"(?:[-*_=–—]\s*){3,}$|(?=.*-)(?=.*\|)[|:\-+\s]+$")
_PAGE = re.compile(r"(?:[-–]\s*)?(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?(?:\s*[-–])?$", re.I)
_NAMED_PAGE = re.compile(r"(?:page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s+of\s+\d{1,4})$", re.I)

# Marks at the end of a line: of any kind, of a sentence, of what introduces a list, of an item.
ENDED = re.compile(r"[.!?;:…][\"”’'»)\]]*$")
STOPPED = re.compile(r"[.!?…][\"”’'»)\]]*$")
LEADS = re.compile(r"(?::|…|\.{3}|\. \. \.)$")
_ITEM_END = re.compile(r";(?:\s+(?:and|or))?$")
_DANGLING = re.compile(
    r"(?:^|\s)(?:the|a|an|of|and|or|with|by|from|between|their|its|our|as|than|that|which|&)$"
)
QUOTE_END = re.compile(r"[”’\"']$")
_WIDE_GAP = re.compile(r"\S\s{3,}\S")

# What keeps a short line from being a heading, or lets a question be one.
_QUESTION = re.compile(
    r"(?:what|which|who|whom|whose|why|how|when|where|is|are|do|does|did|can|could|should|will|has"
    r"|have)\b",
    re.I,
)
_CREDIT = re.compile(
    r"(?:sources?|image|photo|picture|credit|contact)s?\s*[:\[(]|©|copyright\b|[-–* ]*ends[-–* ]*$",
    re.I,
)
_DATE = re.compile(
    r"(?:\w+day,?\s+)?(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}"
    r"|[A-Z][a-z]+\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$"
)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")
_INNER_END = re.compile(r"[.!?…][\"”’')\]]* [\"“‘(]*[A-Z]")

_LONGEST_HEADING = 120
_LONGEST_ELLIPSIS = 80
_LONGEST_ITEM = 80
_LONGEST_CLAUSE = 15  # lines of an item of a list
_NARROWEST = 30  # no text is wrapped to lines shorter than this
_WRAPPED = 0.85  # share of the width at which a line counts as full: letters differ in width


@dataclass(slots=True)
class Line:
    """A line that is not blank: its span without its mark, and what stands before it."""

    start: int
    end: int
    text: str
    width: int
    indent: int
    gap: int
    page: int
    turned: bool
    mark: str = ""
    level: int = 0
    apart: bool = False

    @property
    def first_word(self) -> int:
        """The length of the first word, which did not fit on the line before."""
        return len(self.text.split(maxsplit=1)[0])


@dataclass(slots=True)
class Block:
    """Lines that belong together, what they are and how deep a heading is."""

    lines: list[Line]
    kind: PassageKind | None = None
    level: int = 0
    aside: bool = False
    text: str = field(default="")

    @property
    def gap(self) -> int:
        """How many blank lines stand above."""
        return self.lines[0].gap


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a document are set.

    ``width`` is what they are wrapped to, 0 if they are not; ``spacing`` is how many blank lines
    may stand inside a paragraph.
    """

    width: int
    spacing: int

    def full(self, line: Line, following: Line, share: float = _WRAPPED) -> bool:
        """Whether the next word would not have fitted on the line."""
        return bool(self.width) and line.width + 1 + following.first_word >= share * self.width

    def near(self, line: Line) -> bool:
        """Whether the line may continue the paragraph of the one before."""
        return line.gap <= self.spacing or line.turned


def blocks(text: str) -> list[Block]:
    """Split a text into blocks of lines that belong together.

    A block has a kind where a mark of layout says it; headings and paragraphs without a mark are
    told apart by what stands around them, which is not done here.
    """
    lines = _lines(text)
    return _blocks(lines, _layout(lines))


def headed(text: str) -> bool:
    """Whether words could be a heading."""
    if len(text) > _LONGEST_HEADING or text[0].islower() or credited(text):
        return False
    if _ADDRESS.search(text) or not any(map(str.isalpha, text)):
        return False
    if text.endswith("?"):
        return bool(_QUESTION.match(text)) and not _INNER_END.search(text)
    if text.endswith(("…", "...")):
        return len(text) <= _LONGEST_ELLIPSIS
    return not ENDED.search(text) and not text.endswith((",", "–", "-"))


def titled(text: str) -> bool:
    """Whether words are short enough for a heading and have no end mark."""
    return len(text) <= _LONGEST_HEADING and not ENDED.search(text)


def capitals(text: str) -> bool:
    """Whether words stand in capitals throughout."""
    return text.isupper() and sum(map(str.isalpha, text)) > 5


def credited(text: str) -> bool:
    """Whether a line gives only a source or a date."""
    return bool(_CREDIT.match(text) or _DATE.match(text))


# -- lines ------------------------------------------------------------------------------------


def _lines(text: str) -> list[Line]:
    """Find the lines that are not blank, with marks taken off.

    Page numbers and a header of keys and values between rules are left out.
    """
    lines: list[Line] = []
    gap, page, turned = 0, 1, False
    ended = True
    front = _FRONT.match(text)
    for match in _LINE.finditer(text, front.end() if front else 0):
        raw = match[0]
        if raw == "\n":
            gap += ended
            ended = True
        elif raw == "\f":
            page, turned, ended = page + 1, True, True
        elif not raw.isspace():
            bare = raw.strip()
            start = match.start() + len(raw) - len(raw.lstrip())
            indent = start - match.start()
            lines.append(
                Line(start, start + len(bare), bare, indent + len(bare), indent, gap, page, turned)
            )
            gap, turned, ended = 0, False, False
    return _marked(_without_page_numbers(lines, "\f" in text))


def _without_page_numbers(lines: list[Line], paged: bool) -> list[Line]:
    kept: list[Line] = []
    turned, gap = False, 0
    for at, line in enumerate(lines):
        edge = line.turned or at + 1 == len(lines) or lines[at + 1].turned
        if _NAMED_PAGE.match(line.text) or (paged and edge and _PAGE.match(line.text)):
            turned, gap = True, gap + line.gap + 1
            continue
        line.turned, line.gap = line.turned or turned, line.gap + gap
        turned, gap = False, 0
        kept.append(line)
    return kept


def _marked(lines: list[Line]) -> list[Line]:
    """Take the marks of headings and bullets off the lines, and drop lines that are only marks."""
    kept: list[Line] = []
    for at, line in enumerate(lines):
        before = kept[-1] if kept else None
        underline = _UNDERLINE.match(line.text)
        if underline and before and not line.gap and before.mark in ("", "#"):
            before.mark, before.level = "#", 1 if underline[1] == "=" else 2
        elif _LONE.match(line.text) and at + 1 < len(lines):
            lines[at + 1].mark = "1" if line.text[0].isdigit() else "-"
        elif not _RULE.match(line.text):
            _take_mark(line, before, lines[at + 1] if at + 1 < len(lines) else None)
            kept.append(line)
            continue
        if at + 1 < len(lines):
            lines[at + 1].gap += line.gap + 1
            lines[at + 1].apart = True
    return kept


def _take_mark(line: Line, before: Line | None, after: Line | None) -> None:
    """Set ``mark`` to ``#`` for a heading, ``-`` for a bullet, ``|`` for a table row."""
    text = line.text
    first = text[0]
    if line.mark:  # the bullet stood alone on the line above
        return
    if found := _HASHES.match(text):
        _strip(line, found.end(), "#", len(found[1]))
        line.text = line.text.rstrip("#").rstrip()
        line.end = line.start + len(line.text)
    elif not first.isalnum() and (found := _BULLET.match(text) or _GLUED.match(text)):
        sure = first not in "-–*+"
        if found.end() < len(text) and (sure or not _mid_sentence(line, before, after)):
            _strip(line, found.end(), "-")
    elif text.startswith("|") or text.count("|") > 1 or "\t" in text:
        line.mark = "|"
    elif first == "o" and (found := _BULLET.match(text)):
        _strip(line, found.end(), "-")
    elif first.isdigit() or first == "(" or text[1:2] == ")" or text[1:2] in "ivx":
        _take_number(line, before, after)
    if not line.mark and _WIDE_GAP.search(text) and _in_columns(line, before, after):
        line.mark = "|"


def _in_columns(line: Line, before: Line | None, after: Line | None) -> bool:
    """Whether the line above or below a line with a wide gap has one too."""
    if before is not None and not line.gap and before.mark == "|":
        return True
    return after is not None and not after.gap and bool(_WIDE_GAP.search(after.text))


def _take_number(line: Line, before: Line | None, after: Line | None) -> None:
    if (found := _SECTION.match(line.text)) and titled(line.text):
        _strip(line, found.end(), "#", 1 + len(found[1].split(".")))
    elif (found := _NUMBERED.match(line.text)) and not _mid_sentence(line, before, after):
        _strip(line, found.end(), "1")


def _mid_sentence(line: Line, before: Line | None, after: Line | None) -> bool:
    """Whether what looks like a mark goes on with a sentence, or signs a quotation."""
    if before is None or before.mark in ("-", "1"):
        return False
    if after is not None and after.text[0] == line.text[0]:
        return False
    if line.text[0] in "–-" and (before.text[0] in '“‘"' or QUOTE_END.search(before.text)):
        return True
    wrapped = not line.gap and before.mark != "#" and before.width >= _NARROWEST
    return wrapped and not ENDED.search(before.text)


def _strip(line: Line, length: int, mark: str, level: int = 0) -> None:
    line.start += length
    line.text = line.text[length:]
    line.mark, line.level = mark, level


def _layout(lines: Sequence[Line]) -> _Layout:
    """Learn the width and the spacing from lines that surely continue the one before."""
    pairs = [
        (before, line)
        for before, line in pairwise(lines)
        if line.mark == ""
        and _goes_on(line.text)
        and before.mark in ("", "-", "1")
        and before.width >= _NARROWEST
        and not ENDED.search(before.text)
    ]
    if not pairs:
        return _Layout(0, 0)
    middle = median(before.width for before, _ in pairs)
    width = max(before.width for before, _ in pairs if before.width <= 1.5 * middle)
    spaced = sum(1 for line in lines[1:] if line.gap) >= 0.9 * (len(lines) - 1)
    if not spaced or len(pairs) < max(2, 0.1 * len(lines)):
        return _Layout(width, 0)
    return _Layout(width, int(median(line.gap for _, line in pairs)))


# -- blocks -----------------------------------------------------------------------------------


def _blocks(lines: Sequence[Line], layout: _Layout) -> list[Block]:
    """Join lines that belong together; a list whose bullets were lost is found here."""
    blocks: list[Block] = []
    items = -1
    for at, line in enumerate(lines):
        if items <= at and at and LEADS.search(lines[at - 1].text):
            items = _lost_items(lines, at, layout)
        listed = at < items
        if blocks and at != items and _joins(lines, at, layout, listed, blocks[-1]):
            blocks[-1].lines.append(line)
        else:
            kind = _KINDS.get("-" if listed else line.mark)
            blocks.append(Block([line], kind, line.level))
    for block in blocks:
        block.text = " ".join(line.text for line in block.lines)
    return blocks


_KINDS = {
    "#": PassageKind.HEADING,
    "-": PassageKind.BULLET,
    "1": PassageKind.BULLET,
    "|": PassageKind.ROW,
}


def _joins(lines: Sequence[Line], at: int, layout: _Layout, listed: bool, block: Block) -> bool:
    """Whether a line continues the block of the line before."""
    before, line = lines[at - 1], lines[at]
    if line.mark or line.apart or before.mark in ("#", "|"):
        return False
    if listed and (_ITEM_END.search(before.text) or block.kind is not PassageKind.BULLET):
        return False
    if capitals(line.text) != capitals(before.text):
        return False
    if not ENDED.search(before.text):
        if _DANGLING.search(before.text):
            return True
        if _goes_on(line.text) or before.text.endswith("-"):
            return _unbroken(block, before, line, layout, listed)
        # a name or a number that the break of a page or an indented line cuts off
        if block.kind is PassageKind.BULLET and not line.gap and line.indent > before.indent:
            return True
    if not layout.near(line) or not layout.full(before, line):
        return False
    return not _stands_out(lines, at, layout)


def _unbroken(block: Block, before: Line, line: Line, layout: _Layout, listed: bool) -> bool:
    """Whether words in the middle of a sentence go on with the line before.

    They do next to it. Over a blank line, and in a list whose bullets were lost, it has to be long.
    """
    if before.text.endswith((",", "-")) or (layout.near(line) and not listed):
        return True
    if listed:
        return before.width >= 0.5 * layout.width
    return line.start - block.lines[0].start >= _NARROWEST


def _goes_on(text: str) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return (
        text[0].islower()
        or text[0] in ".,;:)’"
        or (text[0] in "–—-&" and (len(text) == 1 or (text[1] == " " and text[2].islower())))
    )


def _stands_out(lines: Sequence[Line], at: int, layout: _Layout) -> bool:
    """Whether a line below a full one is a heading all the same."""
    before, line = lines[at - 1], lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or not ENDED.search(before.text) or layout.full(line, after):
        return False
    return headed(line.text) and (after.mark != "" or not after.text[0].islower())


def _lost_items(lines: Sequence[Line], at: int, layout: _Layout) -> int:
    """Where the list ends that a lead-in before line ``at`` begins and whose bullets were lost."""
    if lines[at].mark:
        return 0
    return _semicolon_items(lines, at, layout) or _short_items(lines, at, layout)


def _semicolon_items(lines: Sequence[Line], at: int, layout: _Layout) -> int:
    """Items that end in a semicolon, the last in a full stop."""
    found = False
    for end in range(at, len(lines)):
        line = lines[end]
        if not found and end - at > _LONGEST_CLAUSE:
            return 0
        if line.mark and end > at:
            return end if found else 0
        if _ITEM_END.search(line.text):
            found = True
        elif ENDED.search(line.text) and not LEADS.search(line.text):
            after = lines[end + 1] if end + 1 < len(lines) else None
            goes_on = after is not None and layout.near(after) and layout.full(line, after, 0.95)
            if not goes_on or _stands_out(lines, end + 1, layout):
                return end + 1 if found else 0
    return len(lines) if found else 0


def _short_items(lines: Sequence[Line], at: int, layout: _Layout) -> int:
    """Short lines without an end mark, the last perhaps with one; at least two."""
    end = at
    while end < len(lines) and _short_item(lines, end, at):
        if STOPPED.search(lines[end].text):
            end += not lines[end].gap  # the last item, or a sentence below the list
            break
        end += 1
    if end - at < 2 or any(layout.full(lines[n], lines[n + 1]) for n in range(at, end - 1)):
        return 0
    below = lines[end] if end < len(lines) else None
    if below is not None and 0 < below.gap == lines[end - 1].gap and not headed(below.text):
        end -= not STOPPED.search(lines[end - 1].text)  # the heading of what follows
    return end if end - at >= 2 else 0


def _short_item(lines: Sequence[Line], at: int, first: int) -> bool:
    line = lines[at]
    if line.mark or len(line.text) > _LONGEST_ITEM or capitals(line.text):
        return False
    if LEADS.search(line.text) or line.text.endswith("?"):
        return False
    return at <= first + 1 or line.gap == lines[first + 1].gap
