"""The words around two names, as the features of a linear model.

A feature is written as a person would tell it, S for the subject and O for the object: "S based in
O" is all that stands between them, "S … with … O" a word of it, "by [O … S]" the word before both,
"S:Organisation … O:Region" their kinds and their order. What is left between them without the
other members of their lists stands between tildes ("S ~ base in ~ O"), and a verb has its voice
("fund (by)"). A name carried over from what stands before a unit is in brackets ("(S) … O").
Other names between them stand as their kind, figures as "#", words with a capital as "^". Of the
two names themselves the first word and the last of the noun stand in quotation marks ("S is “…
centre”"): what learns from features keeps only those that are common words (`plain`), so that no
name and no figure is ever weighed.

Words between two names are what relation extraction has long been weighed by: S. Zhou et al.,
"Exploring various knowledge in relation extraction", ACL 2005.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from medtechkg.language.masks import DETERMINERS, STOP, Mark, Masked
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES, lemma
from medtechkg.model import Passage

__all__ = ["CARRIED", "Ends", "Setting", "called", "features", "plain", "setting"]

#: Where a name stands that a unit does not hold, but what comes before it does.
CARRIED = -1
#: How many words are told as a whole, and how many count before and after the two names.
_WHOLE, _AROUND = 6, 3
#: Of what is left between two names without their lists; and how far a verb may stand from them.
_BARE, _BEFORE, _AFTER = 8, 12, 7
#: What joins the members of a list, and how long an explanation in brackets may be.
_JOINTS = frozenset(
    ", and or & ; plus both the a an also including : alongside then as well".split()
)
_BRACKET = 8
#: Verbs that only help others, so are never told for themselves.
_HELPING = frozenset(("be", "have", "will", "do"))
_FIGURE = re.compile(r"\d|^[£$€]")
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile("“([^”]*)”")
#: Where the noun of a name ends.
_TAIL = re.compile(r"\s(?:of|for|at|in|and)\s|,|\(")
_COUNTS = ("no", "one", "two", "more")
#: Words that are no part of a name even where they begin a sentence.
_VERBS = BASES | FINITE | PARTICIPLES | GERUNDS
_COMMON = DETERMINERS | STOP | _VERBS
_BE = dict.fromkeys(("am", "are", "were"), "be")


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
    names: tuple[str, str]
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
    return _BE.get(word) or lemma(word) if word.isascii() else "^"


def features(where: Setting, ends: Ends, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield the features of two names; some may come twice."""
    if CARRIED in (ends.first, ends.second):
        yield from _carried(where, ends, kinds)
        return
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
    yield from _bared(where, low, high, (one, two), (told[0], told[1]))
    if where.listed:
        lead = f"{one}:{told[0]} … {two}:{told[1]}"
        yield from ("in a list", f"in a list: {lead}")
        for word in dict.fromkeys(where.tokens[: max(low, 1)]):
            yield f"in a list after {word}"
    yield "in a clause" if where.masked.part else "in a sentence"
    yield from ends.roles
    yield from called(ends, kinds)


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


def called(ends: Ends, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield what the names say of themselves: the last word of the noun, and the first."""
    order = "S … O" if ends.first < ends.second else "O … S"
    heads = [_head(name) for name in ends.names]
    for end, other, at in (("S", "O", 0), ("O", "S", 1)):
        first, last = heads[at]
        kind = f"{other}:{kinds.get(ends.classes[1 - at], ends.classes[1 - at])}"
        yield f"{end} is “… {last}”"
        yield f"{end} is “… {last}”, {kind}"
        yield f"{order}: {end} is “… {last}”, {kind}"
        if first != last:
            yield f"{end} is “{first} …”"
    yield f"S is “… {heads[0][1]}”, O is “… {heads[1][1]}”"


@lru_cache(maxsize=4096)
def _head(name: str) -> tuple[str, str]:
    """The first word of a name, and the last before a preposition: centre, of a centre of care."""
    words = [lemma(word) for word in _WORD.findall(name.lower())] or [""]
    noun = [lemma(word) for word in _WORD.findall(_TAIL.split(name, maxsplit=1)[0].lower())]
    return words[0], (noun or words)[-1]


def plain(feature: str, common: Container[str]) -> bool:
    """Whether the words that a feature has of names are all common ones."""
    return all(word in common for said in _QUOTED.findall(feature) for word in _WORD.findall(said))


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


# -- without lists, and by verbs --------------------------------------------------------------


def _bared(
    where: Setting, low: int, high: int, ends: tuple[str, str], told: tuple[str, str]
) -> Iterator[str]:
    """What is left between two names without the lists they are in, and the verbs there."""
    tokens = where.tokens
    begin = _past(tokens, low + 1, high, told[0])
    end = _back(tokens, high - 1, begin - 1, told[1]) + 1
    bare = tokens[begin:end]
    verbs = [at for at in range(begin, end) if _is_verb(where, at)]
    before = next((at for at in _downwards(low - 1, low - _BEFORE) if _is_verb(where, at)), None)
    upwards = range(high + 1, min(len(tokens), high + _AFTER))
    after = next((at for at in upwards if _is_verb(where, at)), None)
    kinds = tuple(f"{end}:{kind}" for end, kind in zip(ends, told, strict=True))
    for left, right in (ends, kinds):
        if len(bare) <= _BARE:
            yield " ".join((left, "~", *bare, "~", right))
        for few in (1, 2)[: len(bare)]:
            yield f"{left} ~ {' '.join(bare[:few])} … {right}"
            yield f"{left} … {' '.join(bare[-few:])} ~ {right}"
        if verbs:
            last = _voiced(where, verbs[-1])
            yield f"{left} … {last} … {right}"
            yield f"{left} … {last} … {bare[-1]} ~ {right}"
            yield f"{left} ~ {_voiced(where, verbs[0])} … {right}"
        else:
            yield f"{left} ~ no verb ~ {right}"
        if before is not None:
            yield f"{_voiced(where, before)} … [{left} … {right}]"
        if after is not None:
            yield f"[{left} … {right}] … {_voiced(where, after)}"


def _past(tokens: Sequence[str], at: int, end: int, kind: str) -> int:
    """Where the list ends whose member of a kind stands before a token."""
    while True:
        to = _closed(tokens, at, end)
        joint = to
        while joint < end and tokens[joint] in _JOINTS:
            joint += 1
        if joint == to or joint >= end:
            return at
        if tokens[joint] == f"<{kind}>":
            at = joint + 1
        elif tokens[joint] == "^":
            while joint < end and tokens[joint] == "^":
                joint += 1
            at = joint
        else:
            return at


def _closed(tokens: Sequence[str], at: int, end: int) -> int:
    """What follows brackets that open at a token, if they are short."""
    if at < end and tokens[at] == "(":
        for to in range(at + 1, min(end, at + _BRACKET)):
            if tokens[to] == ")":
                return to + 1
    return at


def _back(tokens: Sequence[str], at: int, start: int, kind: str) -> int:
    """Before which token the list begins whose member of a kind stands after a token."""
    while True:
        joint = at
        while joint > start and tokens[joint] in _JOINTS:
            joint -= 1
        if joint == at or joint <= start:
            return at
        joint = _opened(tokens, joint, start)
        if joint > start and tokens[joint] == f"<{kind}>":
            at = joint - 1
        elif joint > start and tokens[joint] == "^":
            while joint > start and tokens[joint] == "^":
                joint -= 1
            at = joint
        else:
            return at


def _opened(tokens: Sequence[str], at: int, start: int) -> int:
    """What stands before brackets that close at a token, if they are short."""
    if tokens[at] == ")":
        for to in range(at - 1, max(start, at - _BRACKET), -1):
            if tokens[to] == "(":
                return to - 1
    return at


def _downwards(first: int, last: int) -> range:
    return range(first, max(last, 0) - 1, -1)


def _is_verb(where: Setting, at: int) -> bool:
    return where.masked.plain[at] in _VERBS and where.tokens[at] not in _HELPING


def _voiced(where: Setting, at: int) -> str:
    """A verb with the way it is put: "fund (by)", "fund (ing)", "fund (ed)", or "fund"."""
    word, tokens = where.masked.plain[at], where.tokens
    before = tokens[max(0, at - 2) : at]
    if word in GERUNDS:
        return f"{tokens[at]} (ing)"
    if word in PARTICIPLES and (tokens[at + 1 : at + 2] == ["by"] or "be" in before):
        return f"{tokens[at]} (by)"
    if word in PARTICIPLES and "have" not in before:
        return f"{tokens[at]} (ed)"
    return tokens[at]


# -- a name carried over ----------------------------------------------------------------------


def _carried(where: Setting, ends: Ends, kinds: Mapping[str, str]) -> Iterator[str]:
    """The features of a name of a unit and of one that only what comes before it holds."""
    told = [kinds.get(cls, cls) for cls in ends.classes]
    at = max(ends.first, ends.second)
    subject, object_ = ("(S)", "O") if ends.first == CARRIED else ("S", "(O)")
    left, right = (subject, object_) if ends.first == CARRIED else (object_, subject)
    kind = told if ends.first == CARRIED else told[::-1]
    tokens = where.tokens
    before, after = tokens[:at], tokens[at + 1 : at + 1 + _AROUND]
    like = tokens.count(f"<{kind[0]}>")
    yield f"{subject} is a {ends.classes[0]}, {object_} is a {ends.classes[1]}"
    for one, two in ((left, right), (f"{left}:{kind[0]}", f"{right}:{kind[1]}")):
        yield f"{one} … {two}"
        yield f"{one} … {two} in a list" if where.listed else f"{one} … {two} in a sentence"
        yield f"{one} … {_COUNTS[min(like, len(_COUNTS) - 1)]} other like {one} … {two}"
        for role in ends.roles:
            yield f"{one} … {two}: {role}"
        if len(before) <= _WHOLE:
            yield " ".join((one, "|", *before, two))
        for word in dict.fromkeys(before):
            yield f"{one} … {word} … {two}"
        for few in (1, 2)[: len(before)]:
            yield f"{one} | {' '.join(before[:few])} … {two}"
            yield f"{one} … {' '.join(before[-few:])} {two}"
        for word in dict.fromkeys(after):
            yield f"{one} … {two} … {word}"
        for few in (1, 2)[: len(after)]:
            yield f"{one} … {two} {' '.join(after[:few])}"
    for pair in dict.fromkeys(pairwise(before)):
        yield f"{left} … {' '.join(pair)} … {right}"
    yield from called(ends, kinds)
