"""What a sentence says that a name is: "Calder Instruments, a laser firm", "a firm called Calder".

Who was said to be a laser firm is "the firm" afterwards, whatever its class. A thing that was only
told of and never named ("a sensor") is what "the sensor" stands for, so no name is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from medtechkg.language.masks import Mark

__all__ = ["descriptions", "introduced"]

_WORDS = r"(?:[\w’'&-]+ ){0,5}?"
#: "A, a laser firm", "A is the laser firm"; "a firm called A", "the laser firm A".
_AFTER = re.compile(
    r"(?: ?\([^()]{1,20}\))?(?:, | is | was | became | has become | [–-] )(?:also |now |still )?"
    rf"(?:an?|the|one of (?:the|its|their|our)) (?P<told>{_WORDS}[\w-]+)"
)
_BEFORE = re.compile(
    rf"\b(?:(?:[Aa]n?|[Oo]ne|[Ii]ts|[Oo]ur) (?P<told>{_WORDS}[\w-]+)"
    r"(?:, (?:the )?| (?:called|named|known as|dubbed) (?:the )?)"
    rf"|(?:[Tt]he|[Ii]ts|[Oo]ur) (?P<kind>{_WORDS}[\w-]+) )$"
)
_LISTED = re.compile(r",? (?:and|or|as well as) |, [A-Z]")
_NAMED = re.compile(r"(?:,| called| named| known as| dubbed)* (?:the )?[A-Z“‘]")
_NEW = r"\b(?:an?|another|each|every|any|some|no|first|such an?) (?:[\w’'&%-]+ ){{0,4}}{noun}s?\b"
_FOLLOWING = frozenset("of for that which who whose in at with to by from behind based on".split())


def descriptions(nouns: Collection[str], text: str, mark: Mark) -> Iterator[str]:
    """The nouns that a name is said to be by what stands beside it."""
    after = _AFTER.match(text, mark.end)
    if after:
        words = text[after.start("told") : mark.end + 120].split(" ")[:7]
        yield from _head(nouns, words)
    before = _BEFORE.search(text, max(0, mark.start - 90), mark.start)
    if before and not _LISTED.match(text, mark.end):
        noun = (before["told"] or before["kind"]).split()[-1].lower()
        if noun in nouns:
            yield noun


def _head(nouns: Collection[str], words: list[str]) -> Iterator[str]:
    """The head of a phrase, if a noun of the table: the last word before what follows it."""
    for word, after in pairwise([*words, "of"]):
        bare = re.sub(r"[.,;:)].*|[’'].*", "", word).lower()
        if bare != word.lower() or after.lower() in _FOLLOWING:
            yield from [bare] if bare in nouns else []
            return


def introduced(noun: str, text: str) -> bool:
    """Whether something unnamed of the kind was told of just before: "a sensor … the sensor"."""
    recent = text[-400:]
    found = list(re.finditer(_NEW.format(noun=re.escape(noun)), recent, re.IGNORECASE))
    return bool(found) and not _NAMED.match(recent, found[-1].end())
