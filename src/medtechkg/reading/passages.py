"""The second stage: a document falls into passages, a passage into sentences.

Blocks of lines (`medtechkg.reading.layout`) are told apart by what stands around them, and each
becomes a passage with its place in the outline. A passage quotes the document verbatim but for
white space; marks of layout (bullets, underlines, heading marks, page numbers) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from medtechkg.model import Document, Passage, PassageKind, Sentence
from medtechkg.reading import layout
from medtechkg.reading.layout import ENDED, LEADS, QUOTE_END, STOPPED

__all__ = ["sentences", "split"]

_RUN = re.compile(r"\S+(?: \S+)*")
_CELL = re.compile(r"\S+(?: \S+)*|\t")
_HYPHENATED = re.compile(r"\w[-\u2010\u00ad]$")
_AND = re.compile(r"(?:and|or|to)\b")
_FOLLOWING = re.compile(r"\b(?:following|below|as follows)\b", re.I)

_DATED = re.compile(r"\b(?:19|20)\d\d\)?$")
_QUOTE_START = re.compile(r"[“‘\"']")
_LONGEST_SIGNATURE = 160
_MOST_TERMS = 200
_MOST_HEADINGS = 3


def split(document: Document) -> tuple[Passage, ...]:
    """Split a document into its passages, in order.

    They cover all of its text but marks of layout and page numbers, and never overlap.
    """
    return tuple(_passages(document, _kinds(layout.blocks(document.text))))


# -- kinds ------------------------------------------------------------------------------------


def _kinds(blocks: list[layout.Block]) -> list[layout.Block]:
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
    _settle_runs(blocks)
    return blocks


def _settle_runs(blocks: Sequence[layout.Block]) -> None:
    """Keep of a long run of headings the first and the last: what stands between is a list."""
    start = 0
    for at in range(len(blocks) + 1):
        if at < len(blocks) and blocks[at].kind is PassageKind.HEADING and not blocks[at].level:
            continue
        if at - start > _MOST_HEADINGS:
            for block in blocks[start + 1 : at - 1]:
                block.kind = PassageKind.PARAGRAPH
        start = at + 1


def _settle_numbered(blocks: list[layout.Block]) -> None:
    """Take a number without a neighbour that has one for the number of a section."""
    for at, block in enumerate(blocks):
        if block.lines[0].mark != "1" or not layout.titled(block.text) or len(block.lines) > 1:
            continue
        around = blocks[max(0, at - 1) : at] + blocks[at + 1 : at + 2]
        if at + 1 < len(blocks) and all(each.lines[0].mark not in ("1", "-") for each in around):
            block.kind, block.level = PassageKind.HEADING, 2


def _heads(blocks: Sequence[layout.Block], at: int) -> bool:
    """Whether a block is the heading of the next one."""
    if at + 1 >= len(blocks) or not layout.headed(blocks[at].text):
        return False
    below = blocks[at + 1]
    if blocks[at].text.endswith(("…", "...")) and below.kind is not None:
        return False
    return below.kind is not None or not below.text[0].islower()


def _described(blocks: Sequence[layout.Block]) -> set[int]:
    """Descriptions in a list of terms, each on a line, each with its description below it."""
    found: set[int] = set()
    paired = [_pair(term, description) for term, description in pairwise(blocks)]
    at = 0
    while at < len(paired):
        end = at
        while end < min(len(paired), at + _MOST_TERMS) and paired[end]:
            end += 2
        pairs = [(blocks[n].text, blocks[n + 1].text) for n in range(at, end, 2)]
        if len(pairs) > 2 and 2 * sum(len(t) for t, _ in pairs) < sum(len(d) for _, d in pairs):
            found.update(range(at + 1, end, 2))
            at = end
        else:
            at += 1
    return found


def _pair(term: layout.Block, description: layout.Block) -> bool:
    if term.kind is not None or description.kind is not None:
        return False
    short = layout.headed(term.text) and len(term.text.split()) <= 5
    return short and len(description.text) <= 200 and not _BOUNDARY.search(description.text)


def _quotation(text: str, quoted: bool) -> bool:
    """Whether a paragraph is one of a quotation set apart, to which a signature may follow."""
    return bool(_QUOTE_START.match(text) or QUOTE_END.search(text)) or (
        quoted and len(text) > _LONGEST_SIGNATURE and not QUOTE_END.search(text)
    )


def _signs(block: layout.Block, before: layout.Block, quoted: bool) -> bool:
    """Whether a block names the speaker of the quotation above it."""
    text = block.text
    if not quoted or len(text) > _LONGEST_SIGNATURE or ENDED.search(text):
        return False
    if before.aside:
        return not block.gap
    return "," in text or text[0] in "—–-" or len(text.split()) <= 4


def _credits(blocks: Sequence[layout.Block], at: int) -> bool:
    """Whether a block gives a source or a date: it heads nothing."""
    text = blocks[at].text
    if layout.credited(text):
        return True
    if not at or not _DATED.search(text) or not layout.titled(text) or at + 1 == len(blocks):
        return False
    below = blocks[at + 1]
    return below.kind is not None or layout.headed(below.text)


# -- passages ---------------------------------------------------------------------------------


def _passages(document: Document, blocks: Sequence[layout.Block]) -> Iterator[Passage]:
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


def _collapsed(text: str, block: layout.Block) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Collapse a block to single spaces, and say where each verbatim run of it stands.

    What a line end cut off from a word is joined again; a table row keeps a tab between cells.
    """
    runs = _CELL if block.kind is PassageKind.ROW else _RUN
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    position, last = 0, ""
    for line in block.lines:
        glued = line.text[0] in ".,;:)’" or (
            _HYPHENATED.search(last) is not None and not _AND.match(line.text)
        )
        for match in runs.finditer(text, line.start, line.end):
            part = match[0]
            if part == last == "\t":
                continue
            if parts and not glued and "\t" not in (part, last):
                parts.append(" ")
                position += 1
            glued = False
            parts.append(part)
            breaks.append((position, match.start()))
            position += len(part)
            last = part
    return "".join(parts), tuple(breaks)


def _level(text: str, plain: int, index: int, above: Sequence[tuple[int, str]]) -> int:
    """How deep a heading without a mark is: the title, capitals, the rest; deeper below another."""
    if index == 0 and not text.endswith("?"):
        return 1
    level = plain - 1 if layout.capitals(text) else plain
    return plain + 1 if above and above[-1][0] >= plain else level


def _leads(
    blocks: Sequence[layout.Block], at: int, leads: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give the indents of the lists a bullet is in, each with the index of its lead-in or -1."""
    indent, before = blocks[at].lines[0].indent, blocks[at - 1] if at else None
    if before is None or before.kind is not PassageKind.BULLET:
        if before is not None and before.aside and leads:
            return leads
        leading = before is not None and _introduces(before)
        return [(indent, at - 1 if leading else -1)]
    if indent > leads[-1][0] + 1:
        return [*leads, (indent, at - 1)]
    while len(leads) > 1 and leads[-1][0] > indent:
        leads = leads[:-1]
    return leads


def _introduces(block: layout.Block) -> bool:
    if block.kind is not PassageKind.PARAGRAPH:
        return False
    return (
        bool(LEADS.search(block.text))
        or not STOPPED.search(block.text)
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
    return (*found, Sentence(passage.index, start, len(text)))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a mark followed by a space ends a sentence."""
    mark, following = match["mark"], match["word"]
    word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()].lstrip("“‘\"'([«")
    if following[0].islower():
        return mark[-1] == "." and bool(_BRAND.match(following))
    if match.end() == match.end(1):  # no space after the full stop
        return not _ADDRESS.search(word)
    if mark != "." or match["close"]:
        return True
    if match.start() <= 3 and (word.isdigit() or len(word) == 1):
        return False
    return not _abbreviated(word, following, match["dot"])


def _abbreviated(word: str, following: str, dot: str) -> bool:
    """Whether the full stop after ``word`` belongs to it and not to the sentence."""
    if _BEFORE_NAMES.match(word):
        return True
    if _BEFORE_NUMBERS.match(word):
        return following[0].isdigit()
    if _CLIPPED.match(word) or _INITIALS.match(word):
        return bool(dot) or not _STARTERS.match(following)
    return False


# The end of a sentence: a mark, what closes after it, and a space unless that was lost.
_BOUNDARY = re.compile(
    r"(?<![.!?…])((?P<mark>[.!?…]+)(?P<close>[\"”’'»)\]]*)(?:\[\d{1,3}\])*)"
    r"(?: |(?<=[a-z]{3}\.)(?=[A-Z][a-z]+ [a-z]))"
    r"(?=[\"“‘'«(\[]*(?P<word>[£€$#@]?[\w’'-]+|[£€$#@])(?P<dot>\.?))"
)
_ADDRESS = re.compile(r"www\.|[/@]")
_BRAND = re.compile(r"[a-z]+[A-Z0-9]")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]$|(?:[a-z]\.)+[a-z]$")
_BEFORE_NAMES = re.compile(
    r"(?:dr|prof|mr|mrs|ms|mx|messrs|revd?|hon|rt|sir|st|mt|gen|col|lt|capt|sgt|cllr|supt|insp"
    r"|e\.?g|i\.?e|cf|vs?|viz|al|approx|ca|incl|excl|esp|resp)$",
    re.I,
)
_BEFORE_NUMBERS = re.compile(r"(?:nos?|figs?|pp?|paras?|sec|vol|ch|art|reg|tel|ext|ref)$", re.I)
_CLIPPED = re.compile(
    r"(?:[Ll]td|Inc|Co|Corp|[Pp]lc|Bros|[JS]r|Univ|[Dd]ept|Inst|Ass[no]c?|Intl|Govt|etc|Ph\.D"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
    r"|Ave|Rd|[Ee]ds?|est|min|max|hrs|yrs)$"
)
_STARTERS = re.compile(
    r"(?:The|This|That|These|Those|It|Its|They|Their|He|She|His|Her|We|Our|You|Your|I|A|An|In|On|At"
    r"|By|For|From|With|Within|Under|Over|After|Before|Since|During|As|If|When|While|Where|There"
    r"|Here|But|And|Or|So|Yet|However|Also|Both|Each|All|Many|Most|Some|Several|Other|Another"
    r"|Further|Together|Through|To|Today|Now|Then|Last|Next|One|Two|Three|More|No|Not)$"
)
