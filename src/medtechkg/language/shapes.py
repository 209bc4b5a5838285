"""What the words of a name say by themselves: the class its last, first or middle words show."""

from __future__ import annotations

import re

from medtechkg.language import parts
from medtechkg.language.cues import Rules
from medtechkg.language.neighbours import ordinary

__all__ = ["Cue", "cue", "fused"]

Cue = tuple[str, bool, str]  # class, whether for certain, the kind of cue

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What a word written together may name by its second half: "LensPark", "OptiCampus".
_FUSED = ("Facility", "Partnership", "Programme", "Cluster", "HealthcareProvider")


def fused(word: str, rules: Rules) -> Cue | None:
    """Find the class that the second half of a word written together shows."""
    halves = _CAMEL.split(word)
    tail = rules.tails.get(halves[-1].lower()) if len(halves) > 1 else None
    return (tail[0], False, "tail") if tail and tail[1] and tail[0] in _FUSED else None


def cue(words: list[str], rules: Rules) -> Cue | None:
    """Find the class the words of a name show, whether for certain, and the kind of cue."""
    tail = parts.ending(words, rules)
    if tail and words[-1] in rules.words["legal"]:
        return (*tail, "tail")
    cut = next((at for at, word in enumerate(words) if at and word in ("of", "for", "in", "on")), 0)
    if tail and tail[0] == "Business" and (ordinary(words, rules) or (cut and not tail[1])):
        tail = None  # "Medical Devices" is a field, "Calder Medical Devices" a firm
    if words[-1] == "group" and len(words) > 2 and tail is None:
        tail = ("Organisation", False)
    directed = _directed(words, rules)
    if directed and not tail:
        return (*directed, "inner")
    head = _head(words, cut, rules) if cut else None
    if head and not (tail and tail[1] and not _object(words[cut:], tail[0], head, rules)):
        return head, True, "head"
    if tail and tail[1]:
        return (*tail, "tail")
    inner = parts.ending(words[:cut], rules) if cut else (None if tail else _inner(words, rules))
    if (
        inner
        and inner[0] != "Business"
        and (inner[0] != "Region" or parts.plain(words[:cut], rules))
    ):
        return inner[0], inner[1] and bool(cut), "inner"
    if tail:
        return (*tail, "tail")
    first = rules.firsts.get(words[0]) if len(words) > 1 else None
    if first:
        return first, False, "head"
    return _branch(words, rules)


def _branch(words: list[str], rules: Rules) -> Cue | None:
    """Read "Bray UK" as a firm, "Technologists Wales" as a body of the profession."""
    if len(words) < 2 or not rules.has("nations", words[-1]):
        return None
    own = [word for word in words[:-1] if word not in parts.LINKS and word != "uk"]
    if len(own) == 1 and own[0].endswith("s") and rules.has("roles", own[0][:-1]):
        return "SectorBody", False, "inner"
    usual = any(ordinary([word], rules) or rules.has("names", word) for word in own)
    return None if usual or not own else ("Business", False, "inner")


def _head(words: list[str], cut: int, rules: Rules) -> str | None:
    for size in range(min(3, cut), 0, -1):
        for reach in (cut + 2, cut + 1):
            hit = rules.heads.get(" ".join(words[cut - size : reach]))
            if hit:
                return hit
    return None


_OF_A_PLACE = frozenset(
    {"University", "College", "School", "HealthcareProvider", "ResearchCentre", "Charity"}
)
_BEARINGS = ("north", "south", "east", "west", "central")
_OUTRANK = frozenset({"Programme", "Policy", "Project", "Event", "Publication", "Facility"})


def _object(words: list[str], cls: str, head: str, rules: Rules) -> bool:
    """Whether a tail is only what the head is of: "Institute of Cancer Research"."""
    outranked = cls not in _OUTRANK or head == "PublicBody"
    return cls == "Business" or (outranked and parts.plain(words, rules))


def _directed(words: list[str], rules: Rules) -> tuple[str, bool] | None:
    """Find the tail before a part of a country: "Calder Skills Council North East"."""
    last = len(words)
    while last and words[last - 1] in _BEARINGS:
        last -= 1
    tail = parts.ending(words[:last], rules) if 1 < last < len(words) else None
    return tail if tail and tail[1] and tail[0] != "Region" else None


def _inner(words: list[str], rules: Rules) -> tuple[str, bool] | None:
    """Find the tail before a trailing place: "Northmoor College London"."""
    for size in (1, 2):
        tail = parts.ending(words[:-size], rules) if len(words) > size + 1 else None
        if tail and tail[1] and tail[0] in _OF_A_PLACE:
            return tail
    return None
