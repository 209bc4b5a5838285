"""Which of the names read so far weighs most, and which were named together.

Subjects weigh more than objects, what stands near and is named often more than what was named
once. Where two weigh about the same neither is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Passage
from medtechkg.reading.prominence import Entry, position

__all__ = ["either", "heaviest", "joined_with", "named_together", "several"]

#: Whether a name may be one of those meant.
Fits = Callable[[Entry], bool]
#: Of one kind are those that are named together.
_KINDS = ("Agent", "Facility", "Initiative", "Technology", "Qualification", "Region")
_AND = re.compile(r",? (?:and|&) (?:the |its )?|, (?:and )?(?:the )?|,? as well as (?:the )?")
_DECAY, _LEADS, _TOPIC, _MARGIN = 0.55, 0.5, 0.25, 1.25


def heaviest(
    fitting: Sequence[Entry], sentence: int, rank: Callable[[Entry], float] = lambda entry: 1.0
) -> Entry | None:
    """The last mention of what weighs most, if nothing else weighs about as much."""
    weights: defaultdict[Entity, float] = defaultdict(float)
    nearest = max((entry.sentence for entry in fitting), default=0)
    topic = min((e.sentence for e in fitting if e.leads), default=0)
    for entry in fitting:
        weight = entry.weight * _DECAY ** (sentence + 1 - entry.sentence)
        if entry.leads and entry.sentence == nearest:
            weight += _LEADS
        if entry.leads and entry.sentence == topic:
            weight += _TOPIC
        weights[entry.entity] += weight * rank(entry)
    best = sorted(weights.items(), key=lambda each: -each[1])[:2]
    if not best or (len(best) > 1 and best[0][1] < best[1][1] * _MARGIN):
        return None
    return next(e for e in sorted(fitting, key=position, reverse=True) if e.entity == best[0][0])


def several(
    entries: Sequence[Entry], sentence: int, fits: Fits, count: int, parties: Sequence[Entry]
) -> Sequence[Entry]:
    """Take "the two firms" for those that were the subject, or were listed, together."""
    for entry in reversed(entries):
        if entry.sentence < sentence:
            break
        all_ = (entry, *entry.together)
        if len(all_) > 1 and all(fits(one) for one in all_):
            return all_ if count in (0, len(all_)) else ()
    if not count:
        return ()
    here = [e for e in entries if e.sentence >= sentence and not e.nested]
    named = {e.entity: e for e in here if fits(e)}
    if len(named) == count:
        return list(named.values())
    fit = all(fits(entry) for entry in parties)
    return parties if fit and len(parties) == count else ()


def named_together(
    entries: Sequence[Entry], sentence: int, fits: Fits, count: int, parties: Sequence[Entry]
) -> Sequence[Entry]:
    """Those that were named together just before: "all three", "the pair"."""
    for entry in reversed(entries):
        if entry.sentence < sentence:
            break
        all_ = (entry, *entry.together)
        if entry.together and fits(entry):
            return all_ if count in (0, len(all_)) else ()
    return parties if count and count == len(parties) else ()


def either(entries: Sequence[Entry], sentence: int, noun: str) -> Sequence[Entry]:
    """Of the two that were named together just before the first or the last."""
    for entry in reversed(entries):
        if entry.sentence < sentence:
            break
        if len(entry.together) == 1:
            return entry.together if noun == "latter" else (entry,)
    return ()


def joined_with(
    marks: Sequence[Mark], passage: Passage, fits: Callable[[str, Iterable[str]], bool]
) -> Iterator[Mark]:
    """The names that are listed with the first: "A, B and C"."""
    run: list[Mark] = []
    closed = False
    for before, mark in pairwise(marks):
        between = passage.text[before.end : mark.start]
        kind = [cls for cls in _KINDS if fits(marks[0].senses[0].cls, (cls,))]
        if closed or not _AND.fullmatch(between) or not fits(mark.senses[0].cls, kind):
            break
        run.append(mark)
        closed = not between.startswith(", ") or "and" in between
    yield from run if closed else ()
