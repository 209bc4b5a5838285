"""The second stage: a document falls into passages, a passage into sentences.

Layout is read before white space is collapsed, because it tells what the words do not: which line
is a heading, where a paragraph ends, what belongs to a list. Lines become blocks (`_blocks`),
blocks are told apart (`_kinds`), and each becomes a passage with its place in the outline. A
passage quotes the document verbatim but for white space; marks of layout (bullets, underlines,
heading marks, page numbers) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from medtechkg.model import Document, Passage, PassageKind, Sentence

__all__ = ["sentences", "split"]

_LINE = re.compile(r"[^\n\f]+|\n|\f")
_RUN = re.compile(r"\S+(?: \S+)*")
_CELL = re.compile(r"\S+(?: \S+)*|\t")

# Marks of layout at the start of a line. A dash or a number also begins lines that are not bullets,
# so `_marked` looks at the line before as well.
_BULLET = re.compile(r"(?:[•·▪◦●○■□‣⁃∙➢➤►✓✔\uf0a7\uf0b7\uf0d8*+]|[-–](?=\s)|o(?=\s+[A-Z\d“‘]))\s+")
_GLUED = re.compile(r"[•·▪◦●■‣⁃\uf0a7\uf0b7\uf0d8]")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|\d{1,2}\.)\s+(?=\S)")
_SECTION = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[A-Z])")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"(=|-)\1{2,}$")
_RULE = re.compile(r"(?:[-*_=–—]\s*){3,}$|[|:\-+\s]*-[|:\-+\s]*\|[|:\-+\s]*$")
_PAGE = re.compile(r"(?:[-–]\s*)?(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?(?:\s*[-–])?$", re.I)
_NAMED_PAGE = re.compile(r"(?:page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s+of\s+\d{1,4})$", re.I)

# Marks at the end of a line.
_ENDED = re.compile(r"[.!?;:…][\"”’'»)\]]*$")
_STOPPED = re.compile(r"[.!?…][\"”’'»)\]]*$")
_LEADS = re.compile(r"(?::|…|\.{3}|\. \. \.)$")
_ITEM_END = re.compile(r";(?:\s+(?:and|or))?$")
_DANGLING = re.compile(
    r"(?:^|\s)(?:the|a|an|of|and|or|with|by|from|between|their|its|our|as|than|that|which|&)$"
)
_QUOTE_END = re.compile(r"[”’\"']$")
_QUOTE_START = re.compile(r"[“‘\"']")
_WIDE_GAP = re.compile(r"\S\s{3,}\S")

# What a line says of itself.
_QUESTION = re.compile(
    r"(?:what|which|who|whom|whose|why|how|when|where|is|are|do|does|did|can|could|should|will|has"
    r"|have)\b",
    re.I,
)
_CREDIT = re.compile(
    r"(?:sources?|image|photo|picture|credit|contact)s?\s*[:\[(]|©|copyright\b", re.I
)
_DATED = re.compile(r"\b(?:19|20)\d\d\)?$")
_DATE = re.compile(
    r"(?:\w+day,?\s+)?(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}"
    r"|[A-Z][a-z]+\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$"
)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")

_LONGEST_HEADING = 120
_LONGEST_ELLIPSIS = 80
_LONGEST_ITEM = 80
_LONGEST_SIGNATURE = 160
_NARROWEST = 30  # no text is wrapped to lines shorter than this
_WRAPPED = 0.85  # share of the width at which a line counts as full: letters differ in width


@dataclass(slots=True)
class _Line:
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

    @property
    def first_word(self) -> int:
        """The length of the first word, which did not fit on the line before."""
        return len(self.text.split(maxsplit=1)[0])


@dataclass(slots=True)
class _Block:
    """Lines that belong together, what they are and how deep a heading is."""

    lines: list[_Line]
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
    """How the lines of a document are set: the width they are wrapped to (0: they are not), and the
    number of blank lines that may stand inside a paragraph."""

    width: int
    spacing: int

    def full(self, line: _Line, following: _Line, share: float = _WRAPPED) -> bool:
        """Whether the next word would not have fitted on the line."""
        return bool(self.width) and line.width + 1 + following.first_word >= share * self.width

    def near(self, line: _Line) -> bool:
        """Whether the line may continue the paragraph of the one before."""
        return line.gap <= self.spacing or line.turned


def split(document: Document) -> tuple[Passage, ...]:
    """Split a document into its passages, in order.

    They cover all of its text but marks of layout and page numbers, and never overlap.
    """
    lines = _lines(document.text)
    blocks = _kinds(_blocks(lines, _layout(lines)))
    return tuple(_passages(document, blocks))


# -- lines ------------------------------------------------------------------------------------


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, with marks taken off and page numbers left out."""
    lines: list[_Line] = []
    gap, page, turned = 0, 1, False
    ended = True
    for match in _LINE.finditer(text):
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
                _Line(start, start + len(bare), bare, indent + len(bare), indent, gap, page, turned)
            )
            gap, turned, ended = 0, False, False
    return _marked(_without_page_numbers(lines, "\f" in text))


def _without_page_numbers(lines: list[_Line], paged: bool) -> list[_Line]:
    kept: list[_Line] = []
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


def _marked(lines: list[_Line]) -> list[_Line]:
    """Take the marks of headings and bullets off the lines, and drop lines that are only marks."""
    kept: list[_Line] = []
    for at, line in enumerate(lines):
        before = kept[-1] if kept else None
        underline = _UNDERLINE.match(line.text)
        if underline and before and not line.gap and before.mark in ("", "#"):
            before.mark, before.level = "#", 1 if underline[1] == "=" else 2
        elif not _RULE.match(line.text):
            _take_mark(line, before, lines[at + 1] if at + 1 < len(lines) else None)
            kept.append(line)
            continue
        if at + 1 < len(lines):
            lines[at + 1].gap += line.gap + 1
    return kept


def _take_mark(line: _Line, before: _Line | None, after: _Line | None) -> None:
    """Set ``mark`` to ``#`` for a heading, ``-`` for a bullet, ``|`` for a table row."""
    text = line.text
    first = text[0]
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
    if not line.mark and _WIDE_GAP.search(text) and after and _WIDE_GAP.search(after.text):
        line.mark = "|" if not after.gap else ""


def _take_number(line: _Line, before: _Line | None, after: _Line | None) -> None:
    if (found := _SECTION.match(line.text)) and _titled(line.text):
        _strip(line, found.end(), "#", 1 + len(found[1].split(".")))
    elif (found := _NUMBERED.match(line.text)) and not _mid_sentence(line, before, after):
        _strip(line, found.end(), "1")


def _titled(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not _ENDED.search(text)


def _mid_sentence(line: _Line, before: _Line | None, after: _Line | None) -> bool:
    """Whether what looks like a mark stands in a sentence that the line before began, or signs a
    quotation."""
    if before is None or before.mark in ("-", "1"):
        return False
    if after is not None and after.text[0] == line.text[0]:
        return False
    if line.text[0] in "–-" and _QUOTE_END.search(before.text):
        return True
    if line.gap:
        return False
    return before.mark != "#" and before.width >= _NARROWEST and not _ENDED.search(before.text)


def _strip(line: _Line, length: int, mark: str, level: int = 0) -> None:
    line.start += length
    line.text = line.text[length:]
    line.mark, line.level = mark, level


def _layout(lines: Sequence[_Line]) -> _Layout:
    """Learn the width and the spacing from lines that surely continue the one before."""
    pairs = [
        (before, line)
        for before, line in zip(lines, lines[1:], strict=False)
        if line.text[0].islower()
        and line.mark == ""
        and before.mark in ("", "-", "1")
        and before.width >= _NARROWEST
        and not _ENDED.search(before.text)
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


def _blocks(lines: Sequence[_Line], layout: _Layout) -> list[_Block]:
    """Join lines that belong together; a list whose bullets were lost is found here."""
    blocks: list[_Block] = []
    items = -1
    for at, line in enumerate(lines):
        if items <= at and at and _LEADS.search(lines[at - 1].text):
            items = _lost_items(lines, at, layout)
        listed = at < items
        if blocks and at != items and _joins(lines, at, layout, listed, blocks[-1]):
            blocks[-1].lines.append(line)
        else:
            kind = _KINDS.get("-" if listed else line.mark)
            blocks.append(_Block([line], kind, line.level))
    for block in blocks:
        block.text = " ".join(line.text for line in block.lines)
    return blocks


_KINDS = {
    "#": PassageKind.HEADING,
    "-": PassageKind.BULLET,
    "1": PassageKind.BULLET,
    "|": PassageKind.ROW,
}


def _joins(lines: Sequence[_Line], at: int, layout: _Layout, listed: bool, block: _Block) -> bool:
    """Whether a line continues the block of the line before."""
    before, line = lines[at - 1], lines[at]
    if line.mark or before.mark in ("#", "|"):
        return False
    if listed and (_ITEM_END.search(before.text) or block.kind is not PassageKind.BULLET):
        return False
    if _capitals(line.text) != _capitals(before.text):
        return False
    if not _ENDED.search(before.text):
        if _DANGLING.search(before.text):
            return True
        if line.text[0].islower():
            return not layout.width or before.width >= 0.5 * layout.width
        # a name or a number that the break of a page or an indented line cuts off
        if block.kind is PassageKind.BULLET and not line.gap and line.indent > before.indent:
            return True
    if not layout.near(line) or not layout.full(before, line):
        return False
    return not _stands_out(lines, at, layout)


def _stands_out(lines: Sequence[_Line], at: int, layout: _Layout) -> bool:
    """Whether a line below a full one is a heading all the same."""
    before, line = lines[at - 1], lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or not _ENDED.search(before.text) or layout.full(line, after):
        return False
    return _headed(line.text) and (after.mark != "" or not after.text[0].islower())


def _lost_items(lines: Sequence[_Line], at: int, layout: _Layout) -> int:
    """Where the list ends that a lead-in before line ``at`` begins and whose bullets were lost."""
    if lines[at].mark:
        return 0
    end = _semicolon_items(lines, at, layout)
    return end or _short_items(lines, at, layout)


def _semicolon_items(lines: Sequence[_Line], at: int, layout: _Layout) -> int:
    """Items that end in a semicolon, the last in a full stop."""
    found = False
    for end in range(at, len(lines)):
        line = lines[end]
        if line.mark and end > at:
            return end if found else 0
        if _ITEM_END.search(line.text):
            found = True
        elif _ENDED.search(line.text) and not _LEADS.search(line.text):
            after = lines[end + 1] if end + 1 < len(lines) else None
            goes_on = after is not None and layout.near(after) and layout.full(line, after, 0.95)
            if not goes_on or _stands_out(lines, end + 1, layout):
                return end + 1 if found else 0
    return len(lines) if found else 0


def _short_items(lines: Sequence[_Line], at: int, layout: _Layout) -> int:
    """Short lines without an end mark, the last perhaps with one; at least two."""
    end = at
    while end < len(lines) and _short_item(lines, end, at):
        end += 1
        if _STOPPED.search(lines[end - 1].text):
            break
    if end - at < 2 or any(layout.full(lines[n], lines[n + 1]) for n in range(at, end - 1)):
        return 0
    below = lines[end] if end < len(lines) else None
    spaced = below is not None and below.gap and lines[end - 1].gap == below.gap
    if spaced and not _STOPPED.search(lines[end - 1].text):
        end -= 1  # the last short line is the heading of what follows
    return end if end - at >= 2 else 0


def _short_item(lines: Sequence[_Line], at: int, first: int) -> bool:
    line = lines[at]
    if line.mark or len(line.text) > _LONGEST_ITEM or _LEADS.search(line.text):
        return False
    return at <= first + 1 or line.gap == lines[first + 1].gap


def _capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) > 5


# -- kinds ------------------------------------------------------------------------------------


def _kinds(blocks: list[_Block]) -> list[_Block]:
    """Say of each block what it is; only blocks without a mark are in doubt."""
    _settle_numbered(blocks)
    described = _described(blocks)
    quoted = False
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        signs = before is not None and _signs(block, before, quoted)
        if block.kind is None:
            block.aside = signs or _credits(blocks, at)
            heads = not block.aside and at not in described and _heads(blocks, at)
            block.kind = PassageKind.HEADING if heads else PassageKind.PARAGRAPH
            quoted = signs or _quotation(block.text, quoted)
        else:
            quoted = False
    return blocks


def _settle_numbered(blocks: list[_Block]) -> None:
    """A number without a neighbour that has one is no list: it numbers a section."""
    for at, block in enumerate(blocks):
        if block.lines[0].mark != "1" or not _titled(block.text) or len(block.lines) > 1:
            continue
        around = blocks[max(0, at - 1) : at] + blocks[at + 1 : at + 2]
        if at + 1 < len(blocks) and all(each.lines[0].mark not in ("1", "-") for each in around):
            block.kind, block.level = PassageKind.HEADING, 2


def _headed(text: str) -> bool:
    """Whether words could be a heading."""
    if len(text) > _LONGEST_HEADING or text[0].islower() or _DATE.match(text):
        return False
    if _ADDRESS.search(text) or _CREDIT.match(text) or not any(map(str.isalpha, text)):
        return False
    if text.endswith("?"):
        return bool(_QUESTION.match(text)) and not _BOUNDARY.search(text)
    if text.endswith(("…", "...")):
        return len(text) <= _LONGEST_ELLIPSIS
    return not _ENDED.search(text) and not text.endswith((",", "–", "-"))


def _heads(blocks: Sequence[_Block], at: int) -> bool:
    """Whether a block is the heading of the next one."""
    if at + 1 >= len(blocks) or not _headed(blocks[at].text):
        return False
    below = blocks[at + 1]
    if blocks[at].text.endswith(("…", "...")) and below.kind is not None:
        return False
    return below.kind is not None or not below.text[0].islower()


def _described(blocks: Sequence[_Block]) -> set[int]:
    """Descriptions in a list of terms, each on a line, each with its description below it."""
    found: set[int] = set()
    at = 0
    while at < len(blocks):
        end = at
        while end + 1 < len(blocks) and _pair(blocks[end], blocks[end + 1]):
            end += 2
        pairs = [(blocks[n].text, blocks[n + 1].text) for n in range(at, end, 2)]
        if len(pairs) > 2 and 2 * sum(len(t) for t, _ in pairs) < sum(len(d) for _, d in pairs):
            found.update(range(at + 1, end, 2))
            at = end
        else:
            at += 1
    return found


def _pair(term: _Block, description: _Block) -> bool:
    if term.kind is not None or description.kind is not None:
        return False
    short = _headed(term.text) and len(term.text.split()) <= 5
    return short and len(description.text) <= 200 and not _BOUNDARY.search(description.text)


def _quotation(text: str, quoted: bool) -> bool:
    """Whether a paragraph is one of a quotation set apart, to which a signature may follow."""
    return bool(_QUOTE_START.match(text) or _QUOTE_END.search(text)) or (
        quoted and len(text) > _LONGEST_SIGNATURE and not _QUOTE_END.search(text)
    )


def _signs(block: _Block, before: _Block, quoted: bool) -> bool:
    """Whether a block names the speaker of the quotation above it."""
    text = block.text
    if not quoted or len(text) > _LONGEST_SIGNATURE or _ENDED.search(text):
        return False
    if before.aside:
        return not block.gap
    return "," in text or text[0] in "—–-" or len(text.split()) <= 4


def _credits(blocks: Sequence[_Block], at: int) -> bool:
    """Whether a block gives a source or a date: it heads nothing."""
    text = blocks[at].text
    if _CREDIT.match(text) or _DATE.match(text):
        return True
    if not at or not _DATED.search(text) or not _titled(text) or at + 1 == len(blocks):
        return False
    below = blocks[at + 1]
    return below.kind is not None or _headed(below.text)


# -- passages ---------------------------------------------------------------------------------


def _passages(document: Document, blocks: Sequence[_Block]) -> Iterator[Passage]:
    paged = "\f" in document.text
    plain = 7 if any(block.level for block in blocks) else 3
    outline: list[tuple[int, str]] = []
    leads: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        kind = block.kind or PassageKind.PARAGRAPH
        text, breaks = _collapsed(document.text, block)
        if kind is PassageKind.HEADING:
            below = index > 0 and blocks[index - 1].kind is PassageKind.HEADING
            level = block.level or _level(text, plain, index, outline if below else [])
            outline = [each for each in outline if each[0] < level]
        if kind is PassageKind.BULLET:
            leads = _leads(blocks, index, leads)
        elif not block.aside:
            leads = []
        yield Passage(
            index=index,
            kind=kind,
            start=breaks[0][1],
            end=block.lines[-1].end,
            text=text,
            breaks=breaks,
            headings=tuple(each for _, each in outline),
            lead_in=_lead(leads) if kind is PassageKind.BULLET else None,
            page=block.lines[0].page if paged else None,
        )
        if kind is PassageKind.HEADING:
            outline.append((level, text))


def _collapsed(text: str, block: _Block) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a block with single spaces, and where each verbatim run of it stands.

    A word hyphenated at the end of a line is joined again; a table row keeps one tab between cells.
    """
    runs = _CELL if block.kind is PassageKind.ROW else _RUN
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    position, last = 0, ""
    for line in block.lines:
        hyphenated = bool(_HYPHENATED.search(last)) and not _AND.match(line.text)
        for match in runs.finditer(text, line.start, line.end):
            part = match[0]
            if part == last == "\t":
                continue
            if parts and not hyphenated and "\t" not in (part, last):
                parts.append(" ")
                position += 1
            hyphenated = False
            parts.append(part)
            breaks.append((position, match.start()))
            position += len(part)
            last = part
    return "".join(parts), tuple(breaks)


def _level(text: str, plain: int, index: int, above: Sequence[tuple[int, str]]) -> int:
    """How deep a heading without a mark is: the title, capitals, the rest; deeper below another."""
    if index == 0 and not text.endswith("?"):
        return 1
    level = plain - 1 if _capitals(text) else plain
    return max(level, above[-1][0] + 1) if above and above[-1][0] >= plain else level


def _leads(
    blocks: Sequence[_Block], at: int, leads: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The indents of the lists a bullet is in, each with the index of its lead-in or -1."""
    indent, before = blocks[at].lines[0].indent, blocks[at - 1] if at else None
    if before is None or before.kind is not PassageKind.BULLET:
        if before is not None and before.aside and leads:
            return leads
        leading = before is not None and _introduces(before)
        return [(indent, at - 1 if leading else -1)]
    if indent > leads[-1][0] and _LEADS.search(before.text):
        return [*leads, (indent, at - 1)]
    while len(leads) > 1 and leads[-1][0] > indent:
        leads = leads[:-1]
    return leads


def _introduces(block: _Block) -> bool:
    if block.kind is not PassageKind.PARAGRAPH:
        return False
    return (
        bool(_LEADS.search(block.text))
        or not _STOPPED.search(block.text)
        or bool(_FOLLOWING.search(block.text))
    )


def _lead(leads: Sequence[tuple[int, int]]) -> int | None:
    return leads[-1][1] if leads and leads[-1][1] >= 0 else None


# -- sentences --------------------------------------------------------------------------------


def sentences(passage: Passage) -> tuple[Sentence, ...]:
    """Split a passage into its sentences, also inside quotations; a table row is one.

    A full stop ends no sentence after a title, an initial or a number's "No.", and after "Ltd" and
    the like only where the next word begins one.
    """
    text, start, found = passage.text, 0, []
    if passage.kind is not PassageKind.ROW:
        for match in _BOUNDARY.finditer(text):
            if _ends(text, match):
                found.append(Sentence(passage.index, start, match.end(1)))
                start = match.end()
    if start < len(text):
        found.append(Sentence(passage.index, start, len(text)))
    return tuple(found)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a mark followed by a space ends a sentence."""
    mark = match[2]
    word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()].lstrip("“‘\"'([«")
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    if following["word"][0].islower():
        return mark[-1] == "." and bool(_BRAND.match(following["word"]))
    if match.end() == match.end(1):  # no space after the full stop
        return not _ADDRESS.search(word) and "/" not in word
    if mark != "." or match[3]:
        return True
    return not _abbreviated(word, following, match.start() <= 3)


def _abbreviated(word: str, following: re.Match[str], first: bool) -> bool:
    """Whether the full stop after ``word`` belongs to it and not to the sentence."""
    if word.lower() in _BEFORE_NAMES:
        return True
    if word.lower() in _BEFORE_NUMBERS:
        return following["word"][0].isdigit()
    if first and (word.isdigit() or len(word) == 1):
        return True
    if word in _CLIPPED or _INITIALS.match(word):
        return not _STARTERS.match(following["word"]) or following["dot"] == "."
    return False


_HYPHENATED = re.compile(r"\w[-\u2010\u00ad]$")
_AND = re.compile(r"(?:and|or|to)\b")
_FOLLOWING = re.compile(r"\b(?:following|below|as follows)\b", re.I)

# The end of a sentence: (mark and what closes after it), or a full stop that lost its space.
_BOUNDARY = re.compile(
    r"(([.!?…]+)([\"”’'»)\]]*)(?:\[\d{1,3}\])*) (?=[\"“‘'«(\[]*[\w£€$#@])"
    r"|(?<=[a-z]{3})((\.)())(?=[A-Z][a-z]+ [a-z])"
)
_NEXT = re.compile(r"[\"“‘'«(\[]*(?P<word>[£€$#@]?[\w’'-]+|[£€$#@])(?P<dot>\.?)")
_BRAND = re.compile(r"[a-z]+[A-Z0-9]")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]$|(?:[a-z]\.)+[a-z]$")
_BEFORE_NAMES = frozenset(
    "dr prof mr mrs ms mx messrs rev revd hon rt sir st mt gen col lt capt sgt cllr supt insp e.g eg"
    " i.e ie cf vs v viz al approx ca incl excl esp resp nr".split()
)
_BEFORE_NUMBERS = frozenset(
    "no nos fig figs p pp para paras sec vol ch art reg tel ext ref".split()
)
_CLIPPED = frozenset(
    "Ltd ltd Inc Co Corp Plc plc Bros Jr Sr Univ Dept Inst Assn Assoc Intl Govt etc Ph.D Jan Feb Mar"
    " Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ave Rd Ed eds"
    " est min max hrs yrs dept".split()
)
_STARTERS = re.compile(
    r"(?:The|This|That|These|Those|It|Its|They|Their|He|She|His|Her|We|Our|You|Your|I|A|An|In|On|At"
    r"|By|For|From|With|Within|Under|Over|After|Before|Since|During|As|If|When|While|Where|There"
    r"|Here|But|And|Or|So|Yet|However|Also|Both|Each|All|Many|Most|Some|Several|Other|Another"
    r"|Further|Together|Through|To|Today|Now|Then|Last|Next|One|Two|Three|More|No|Not)$"
)
