"""Noun phrases, found without a grammar: what may be the name of a field, a skill or an occupation.

A stretch of plain words begins after a word that no noun phrase goes on over (a preposition, a
determiner, a number) and ends before one. What stands at the end of a stretch ("modern wound
care", "wound care", "care") may be a name; so may what stands before a word that can be a verb
("wound care" in "wound care needs"). Which of them is one is weighed (`naming`), not told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from medtechkg.language.masks import DETERMINERS, STOP
from medtechkg.language.verbs import FINITE, GERUNDS, PARTICIPLES

__all__ = ["ADVERB", "Line", "line", "phrases"]

#: Where a named thing stands, and how features call it.
Named = tuple[int, int, str]
_TOKEN = re.compile(r"['’]s\b|[^\W_]+(?:[-/.'’&](?!s\b)[^\W_]+)*|[^\w\s]")
#: Words that belong to no name, besides determiners and those that `masks` stops at.
_OUT = (
    STOP
    | DETERMINERS
    | frozenset(
        "of 's it's each either neither whether once twice ago yet still already just only even "
        "ever never always however too very quite rather really well much few fewer less least "
        "same others first second third last next one two three four five six seven eight nine "
        "ten eleven twelve dozen dozens hundreds thousands million billion now today tomorrow "
        "yesterday again back away out off up down without per like unlike amid beyond behind "
        "below above beside besides despite given thanks upon he's she's that's they're we're "
        "he she him her them us me my mine anyone everyone someone anything everything something "
        "nothing nobody somebody getting going coming am pm etc".split()
    )
) - {"support"}
#: A word in -ly that tells how.
ADVERB = re.compile(r"(?<!assemb)(?<!supp)(?<!fami)ly$")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as words, and where they stand in the passage.

    ``words`` are as features call them: in lower case, a figure as "#", a named thing as its class
    ("<Region>"), any other word with a capital as "^". ``plain`` says which of them a phrase may
    hold.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    plain: list[bool] = field(default_factory=list)

    def add(self, start: int, end: int, word: str, *, plain: bool = False) -> None:
        """Put a word at the end."""
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)
        self.plain.append(plain)


def line(text: str, start: int, end: int, named: Iterable[Named]) -> Line:
    """Take a sentence apart; named things, in order, are one word each."""
    made, at = Line(), start
    for first, last, kind in named:
        if first >= at:
            _add_words(made, text, at, first, start)
            made.add(first, last, f"<{kind}>")
            at = last
    _add_words(made, text, at, end, start)
    return made


def _add_words(made: Line, text: str, start: int, end: int, opening: int) -> None:
    for found in _TOKEN.finditer(text, start, end):
        written = found.group()
        word = written.lower()
        if word[0].isdigit():
            made.add(found.start(), found.end(), "#")
        elif word != written and found.start() != opening:
            made.add(found.start(), found.end(), "^")
        else:
            made.add(found.start(), found.end(), word, plain=_plain(word))


def _plain(word: str) -> bool:
    """Whether a phrase may hold a word."""
    return len(word) > 1 and word[0].isalpha() and word not in _OUT and not ADVERB.search(word)


def phrases(sentence: Line) -> Iterator[tuple[int, int]]:
    """Yield each phrase: the number of its first word, and that of the word after its last."""
    plain, starts, ends = sentence.plain, sentence.starts, sentence.ends
    at, count = 0, len(plain)
    while at < count:
        if not plain[at]:
            at += 1
            continue
        stop = at + 1
        while stop < count and plain[stop] and starts[stop] - ends[stop - 1] <= 1:
            stop += 1
        yield from _ending(sentence.words, at, stop)
        at = stop


def _ending(words: Sequence[str], first: int, stop: int) -> Iterator[tuple[int, int]]:
    """The phrases in a stretch that end with it, or before what can be a verb."""
    for last in range(stop, first, -1):
        if words[last - 1] in PARTICIPLES or (last < stop and not _verbal(words[last])):
            continue
        for start in range(max(first, last - _LONGEST), last):
            opens = start == first and last - start > 1  # with a verb: "improve wound care"
            if not (opens and words[start] in FINITE):
                yield start, last


def _verbal(word: str) -> bool:
    return word in FINITE or word in PARTICIPLES or word in GERUNDS
