"""Stretches of a masked sentence: the words in them, and the items of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medtechkg.language.masks import Masked
from medtechkg.language.verbs import FINITE

__all__ = [
    "before_verb",
    "by_passage",
    "heads",
    "items_of",
    "untailed",
    "width_at",
    "without_brackets",
    "without_use",
]

#: What joins the items of a list besides a single word or sign.
_JOINTS = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("but", "also"))
#: Words within a name, though no noun phrase begins or ends with them.
_WITHIN = frozenset("of for in and or the a an on".split())


def untailed(masked: Masked, run: range) -> range:
    """An item without what is told of it: "engineers *who know robots*"."""
    for at in run[1:]:
        code, word = masked.text[masked.starts[at]], masked.word(at)
        if code in "\x02\x03" and word not in _WITHIN:
            return range(run.start, at)
    return run


def before_verb(masked: Masked, parts: Sequence[range]) -> Iterator[range]:
    """The items of a list up to where the sentence goes on: "in lasers, and employs 40 people"."""
    for number, part in enumerate(parts):
        if number and len(part) > 1 and masked.word(part.start) in FINITE:
            code, word = masked.text[masked.starts[part.start + 1]], masked.word(part.start + 1)
            if code in "\x02\x03" or word.isdigit():
                return
        yield part


def width_at(masked: Masked, at: int) -> int:
    """How many tokens the mark that begins at ``at`` covers."""
    end = masked.marks[at].end
    width = 1
    while at + width < len(masked.origins):
        passage, start, _ = masked.origins[at + width]
        if passage != masked.origins[at][0] or start >= end:
            break
        width += 1
    return width


def items_of(masked: Masked, run: range) -> Iterator[range]:
    """Cut a list into its items at commas, semicolons and conjunctions."""
    if masked.origins[run.start][0] != masked.origins[run.stop - 1][0]:
        yield from by_passage(masked, run)
        return
    first, depth, at = run.start, 0, run.start
    while at < run.stop:
        word = masked.word(at)
        depth += (word == "(") - (word == ")")
        width = 1 if word in (",", ";", "and", "or", "&", "plus", "alongside") else 0
        for joint in _JOINTS:
            words = tuple(map(masked.word, range(at, min(at + len(joint), run.stop))))
            if words == joint[: len(words)]:
                width = len(words)
        if width and not depth:
            if at > first:
                yield range(first, at)
            at, first = at + width, at + width
            continue
        at += width_at(masked, at) if at in masked.marks else 1
    if run.stop > first:
        yield range(first, run.stop)


def by_passage(masked: Masked, run: range) -> Iterator[range]:
    """The items of a list that runs over several passages: one for each passage."""
    first = run.start
    for at in range(run.start + 1, run.stop + 1):
        if at == run.stop or masked.origins[at][0] != masked.origins[first][0]:
            stop = at
            while stop > first and masked.word(stop - 1) in (";", ",", ".", "and", "or"):
                stop -= 1
            while first < stop and masked.word(first) == ";":
                first += 1
            if stop > first:
                yield range(first, stop)
            first = at


def heads(masked: Masked, run: range) -> Iterator[range]:
    """The name at the head of each item: of a list below its lead-in, or after a colon."""
    if masked.origins[run.start][0] != masked.origins[run.stop - 1][0]:
        yield from (_head(masked, part) for part in by_passage(masked, run))
        return
    for part in items_of(masked, run):
        head = _head(masked, part)
        before = range(part.start, head.start)
        if head and not any(masked.text[masked.starts[at]] == "\x02" for at in before):
            yield head  # "A, a part of B": B is told of A


def _head(masked: Masked, part: range) -> range:
    """The name that heads a list item: of names side by side ("A/B project") the last."""
    named = [at for at in part if at in masked.marks and masked.marks[at].strong]
    if not named:
        return part[:0]
    head = named[0]
    for at in named[1:]:
        if any(masked.word(between) != "/" for between in range(head + 1, at)):
            break
        head = at
    return range(head, head + 1)


def without_brackets(masked: Masked, run: range) -> range:
    """A phrase without what it has in brackets at its end."""
    if run and masked.word(run[-1]) == ")":
        for at in run:
            if masked.word(at) == "(":
                return range(run.start, at)
    return run


def without_use(masked: Masked, run: range) -> range:
    """A phrase without what its thing is used for: "pumps used in surgery"."""
    for at in run[1:]:
        if masked.word(at) in ("used", "for"):
            return range(run.start, at)
    return run
