"""The words around two names, as the features of a linear model.

A feature is written as a person would tell it, S for the subject and O for the object: "S based in
O" is all that stands between them, "S … with … O" a word of it, "by [O … S]" the word before both,
"S:Organisation … O:Region" their kinds and their order. Other names between them stand as their
kind, figures as "#", words with a capital as "^": no name and no figure is ever a feature.

Words between two names are what relation extraction has long been weighed by: S. Zhou et al.,
"Exploring various knowledge in relation extraction", ACL 2005.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from medtechkg.language.masks import DETERMINERS, STOP, Mark, Masked
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES, forms
from medtechkg.model import Passage

__all__ = ["Ends", "Setting", "features", "setting"]

#: How many words are told as a whole, and how many count before and after the two names.
_WHOLE, _AROUND = 6, 3
_FIGURE = re.compile(r"\d|^[£$€]")
_COUNTS = ("no", "one", "two", "more")
#: Words that are no part of a name even where they begin a sentence.
_COMMON = DETERMINERS | STOP | BASES | FINITE | PARTICIPLES | GERUNDS
_LEMMAS = {form: base for base in sorted(BASES) for form in sorted(forms(base).all())}


@dataclass(frozen=True, slots=True)
class Setting:
    """A masked unit with its tokens as features name them; ``listed`` if it is a list."""

    masked: Masked
    tokens: Sequence[str]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """Two names of a unit: at which tokens they stand, which they are, and their classes.

    ``roles`` says of each by what it is known besides: "the subject of the document".
    """

    first: int
    second: int
    marks: tuple[Mark, Mark]
    classes: tuple[str, str]
    roles: tuple[str, ...] = ()


def setting(
    masked: Masked,
    passages: Mapping[int, Passage],
    kinds: Mapping[str, str],
    *,
    listed: bool = False,
) -> Setting:
    """Name the tokens of a unit: words by their lemma, names by their kind."""
    tokens = [_token(masked, at, passages, kinds) for at in range(len(masked.plain))]
    return Setting(masked, tokens, listed)


def _token(
    masked: Masked, at: int, passages: Mapping[int, Passage], kinds: Mapping[str, str]
) -> str:
    mark, word = masked.marks.get(at), masked.plain[at]
    if mark is not None and mark.strong:
        return f"<{kinds.get(mark.senses[0].cls, mark.senses[0].cls)}>"
    if not word:
        return "-"
    if _FIGURE.search(word):
        return "#"
    passage, start, end = masked.origins[at]
    written = passages[passage].text[start:end]
    if written != written.lower() and word not in _COMMON:
        return "^"
    return _lemma(word) if word.isascii() else "^"


def _lemma(word: str) -> str:
    """The base of a common verb, the singular of what looks like a plural."""
    if word in _LEMMAS:
        return _LEMMAS[word]
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4:
        return word[:-1]
    return word


def features(where: Setting, ends: Ends, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield the features of two names; some may come twice."""
    low, high = sorted((ends.first, ends.second))
    one, two = ("S", "O") if ends.first < ends.second else ("O", "S")
    told = [kinds.get(cls, cls) for cls in ends.classes]
    if one == "O":
        told.reverse()
    between = where.tokens[low + 1 : high]
    yield from _named(ends, one, two)
    for left, right in ((one, two), (f"{one}:{told[0]}", f"{two}:{told[1]}")):
        yield f"{left} … {right}"
        for word in dict.fromkeys(between):
            yield f"{left} … {word} … {right}"
        if len(between) <= _WHOLE:
            yield " ".join((left, *between, right))
        for end, kind in ((left, told[0]), (right, told[1])):
            number = _COUNTS[min(between.count(f"<{kind}>"), len(_COUNTS) - 1)]
            yield f"{left} … {number} other like {end} … {right}"
    yield from _phrased(between, one, two)
    yield from _around(where.tokens, low, high, f"[{one} … {two}]")
    if where.listed:
        lead = f"{one}:{told[0]} … {two}:{told[1]}"
        yield from ("in a list", f"in a list: {lead}")
        for word in dict.fromkeys(where.tokens[: max(low, 1)]):
            yield f"in a list after {word}"
    yield "in a clause" if where.masked.part else "in a sentence"
    yield from ends.roles


def _named(ends: Ends, one: str, two: str) -> Iterator[str]:
    """Of what class the ends are, and how they are told of."""
    subject, object_ = ends.classes
    yield f"S is a {subject}"
    yield f"O is a {object_}"
    classes = {"S": subject, "O": object_}
    yield f"{one} is a {classes[one]}, then {two} is a {classes[two]}"
    for end, mark in zip("SO", ends.marks, strict=True):
        if not mark.strong:
            yield f"{end} is a common word"
        if mark.rule.startswith("anaphor"):
            yield f"{end} is a pronoun"


def _phrased(between: Sequence[str], one: str, two: str) -> Iterator[str]:
    """The pairs of words between two names, the first word and the last."""
    for pair in dict.fromkeys(pairwise(between)):
        yield f"{one} … {' '.join(pair)} … {two}"
    if between:
        yield f"{one} {between[0]} … {two}"
        yield f"{one} … {between[-1]} {two}"


def _around(tokens: Sequence[str], low: int, high: int, names: str) -> Iterator[str]:
    """The words before and after two names."""
    before, after = tokens[max(0, low - _AROUND) : low], tokens[high + 1 : high + 1 + _AROUND]
    if before:
        yield f"{before[-1]} {names}"
    if after:
        yield f"{names} {after[0]}"
    for word in dict.fromkeys(before):
        yield f"{word} … {names}"
    for word in dict.fromkeys(after):
        yield f"{names} … {word}"
