"""How far a clause is meant: its modality and its polarity, with the cue that shows them.

The words are data: ``ontology/patterns/discourse.yaml``, read here once for all of `discourse`.
A cue counts inside the clause the span stands in, from the last break before it to its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language.rulebooks import read_tables
from medtechkg.model import Modality, Polarity

__all__ = ["Cues", "Stance", "cues", "load", "over", "stance"]

_ORDER = ("recommended", "planned", "expected", "hedged", "purpose")
_KEYS = [
    "speakers",
    "says",
    "reports",
    "stance",
    "over",
    "claims",
    "scopes",
    "events",
    "undated",
    "places",
]
_BREAK = re.compile(
    r"[.!?;:] (?=[“\"‘(]?[A-Z])|; | [–—] |,? but |, (?:although|though|whereas|which|who|where)\b"
    r"| and (?=(?:has|have|had|is|are|was|were|will)\b)| after (?=(?:an?|the)\b)"
)
#: What is told of something on the way, which does not bear on what is said of it.
_ASIDE = re.compile(r", (?:which|who|whose|where)\b[^,;()]*,|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is meant. ``cue`` is the word that says so, or nothing."""

    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Over:
    """What says of some properties that a thing is no longer so, before its end or after it."""

    properties: frozenset[str]
    words: re.Pattern[str]
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The tables of ``discourse.yaml``, with the regular expressions of stance compiled."""

    modalities: tuple[tuple[Modality, re.Pattern[str]], ...]
    negation: re.Pattern[str]
    forward: re.Pattern[str]
    over: tuple[Over, ...]
    data: Mapping[str, Any]


def load(path: Path) -> Cues:
    """Read the cue tables.

    Raises:
        SeedError: if the file is not YAML, lacks a table or holds a malformed expression.

    """
    data = read_tables(path)
    missing = [key for key in _KEYS if key not in data]
    if missing:
        raise SeedError(path, f"has no {', '.join(missing)}", "add the tables", 1)
    stances = data["stance"]
    return Cues(
        modalities=tuple((Modality(key), _any(path, stances[key])) for key in _ORDER),
        negation=_any(path, stances["negation"]),
        forward=_any(path, stances["forward"]),
        over=tuple(_over(path, entry) for entry in data["over"]),
        data=data,
    )


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The tables the package comes with."""
    return load(resources.ontology() / "patterns" / "discourse.yaml")


def stance(text: str, start: int, end: int, words: Cues | None = None) -> Stance:
    """Say how ``text[start:end]`` is meant, from the cues of its clause.

    >>> stance("None of the firms had problems.", 12, 30).polarity.value
    'negated'
    """
    words = words or cues()
    left = _clause_start(text, start)
    clause = _ASIDE.sub(" ", text[left:end])
    negated = words.negation.search(clause) or words.forward.search(text[left:start])
    polarity = Polarity.NEGATED if negated else Polarity.AFFIRMED
    for modality, pattern in words.modalities:
        found = pattern.search(clause)
        if found:
            return Stance(modality, polarity, found[0])
    return Stance(polarity=polarity, cue=negated[0] if negated else "")


def over(predicate: str, text: str, start: int, end: int, words: Cues | None = None) -> bool:
    """Whether ``text[start:end]`` tells of something that is no longer so.

    >>> over("locatedIn", "Acme Ltd was based in Fife until 2019.", 0, 26)
    True
    """
    left = _clause_start(text, start)
    clause = _ASIDE.sub(" ", text[left:end])
    return any(
        known.words.search(clause) or (known.after is not None and known.after.match(text, end))
        for known in (words or cues()).over
        if predicate in known.properties
    )


def _clause_start(text: str, start: int) -> int:
    left = max(0, start - 250)
    for match in _BREAK.finditer(text, left, start):
        left = match.end()
    return left


def _over(path: Path, entry: Mapping[str, Any]) -> Over:
    after = entry.get("after")
    return Over(
        frozenset(entry["properties"]),
        _any(path, entry["words"]),
        re.compile("|".join(after)) if after else None,
    )


def _any(path: Path, patterns: list[str]) -> re.Pattern[str]:
    # No IGNORECASE: "May" is a month. A first letter may be a capital in any other word.
    try:
        parts = [_either_case(pattern) for pattern in patterns]
        return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts)})(?!\w)")
    except (re.error, TypeError) as error:
        raise SeedError(path, f"a malformed expression: {error}", "mend it", None) from error


def _either_case(pattern: str) -> str:
    first = pattern[0]
    if not first.isalpha() or pattern.startswith("may"):
        return pattern
    return f"[{first.upper()}{first}]{pattern[1:]}"
