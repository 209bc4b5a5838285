"""What a pattern matched, and the conditions under which a match counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pcre2

from medtechkg.iris import local_name
from medtechkg.language.grammar import Pattern
from medtechkg.language.masks import DETERMINERS, Mark, Masked
from medtechkg.language.verbs import PARTICIPLES

__all__ = ["Item", "Match", "as_asked", "excluded", "is_barred", "is_relative", "is_singular"]

_PREPOSITIONS = frozenset(
    "in within of for to by with on into across between outside beyond than unlike despite".split()
)
_RELATIVE = frozenset("which that who".split())


@dataclass(frozen=True, slots=True)
class Item:
    """What filled a slot: a mark read in the sense of ``cls``, a bare noun phrase, or a word.

    A word has no class.
    """

    passage: int
    start: int
    end: int
    cls: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a masked sentence; ``first`` and ``last`` are its tokens.

    ``known`` are all the names inside it, whether or not they filled a slot.
    """

    pattern: Pattern
    first: int
    last: int
    slots: Mapping[str, tuple[Item, ...]]
    trigger: tuple[int, int, int]
    known: tuple[Mark, ...] = ()


def is_relative(pattern: Pattern, masked: Masked, found: pcre2.Match) -> bool:
    """Whether a subject is taken up by "which": then it may be the end of what goes before.

    So it may before a participle: "it is told in the report, published by the council".
    """
    after = masked.tokens(found.end(next(iter(pattern.slots))), found.end())
    words = [masked.word(at) for at in after[:4]]
    told = words[:1] == [","] and any(word in PARTICIPLES for word in words[1:3])
    return told or any(word in _RELATIVE for word in words[:2])


def is_singular(pattern: Pattern, masked: Masked, found: pcre2.Match) -> bool:
    """Whether the verb after "which" has one subject: the last of those named before it."""
    after = masked.tokens(found.end(next(iter(pattern.slots))), found.end())
    words = [masked.word(at) for at in after[:4]]
    verb = next((w for w in words if w not in (",", *_RELATIVE)), "")
    return verb in ("was", "has", "is") or (verb.endswith("s") and not verb.endswith("ss"))


def as_asked(pattern: Pattern, slots: Mapping[str, tuple[Item, ...]]) -> bool:
    """Whether the names in slots end in words that a rule wants there (``where``)."""
    for slot, words in pattern.rule.options.get("where", {}).items():
        for item in slots.get(slot, ()):
            named = (
                next((s for s in item.mark.senses if s.cls == item.cls), None)
                if item.mark
                else None
            )
            if named is None or named.entity.name.lower().rpartition(" ")[2] not in words:
                return False
    return True


def excluded(pattern: Pattern, masked: Masked, run: range, *, relative: bool) -> bool:
    """Whether the match is ruled out: by ``except`` or ``not after``, or as no subject.

    A name after "in" or "of" belongs to the noun before it and is not the subject of the verb.
    ``#`` stands for any number.
    """
    rule = pattern.rule
    before = masked.word(run.start - 1) if run.start else ""
    if pattern.clausal and not relative and before_subject(masked, run) in _PREPOSITIONS:
        return True
    barred = rule.options.get("not after", ())
    if before in barred or ("#" in barred and before[:1].isdigit()):
        return True
    excepted = rule.options.get("except", ())
    if not excepted:
        return False
    said = [masked.word(at) for at in run]
    words = {*said, *("#" for word in said if word[:1].isdigit())}
    whole = f" {' '.join(said)} "
    return any(f" {each} " in whole if " " in each else each in words for each in excepted)


def is_barred(pattern: Pattern, items: Iterable[Item]) -> bool:
    """Whether what fills a slot is one of the things that ``except`` names by their IRI."""
    excepted = pattern.rule.options.get("except", ())
    known = (sense.entity.iri for item in items if item.mark for sense in item.mark.senses)
    return bool(excepted) and any(local_name(iri) in excepted for iri in known if iri)


def before_subject(masked: Masked, run: range) -> str:
    """The word before a subject, its determiners and whatever it is joined to by "and"."""
    at = run.start
    joined = any(masked.word(at) in ("and", "&") for at in run[1:3])
    while at:
        at -= 1
        word = masked.word(at)
        named = at in masked.marks or not word
        joined = joined or word in ("and", "&")
        if not (word in DETERMINERS or word in ("and", "&") or (joined and (named or word == ","))):
            return word
    return ""
