"""A reading laid over its text: all that was found, numbered, and where in the text it stands.

The text is cut where evidence begins or ends; what lies between two cuts is a *stretch*. So every
piece of evidence is a run of stretches, however evidence overlaps, and `medtechkg.highlights` can
point at it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from medtechkg.iris import kebab
from medtechkg.model import (
    Claim,
    Entity,
    Event,
    Evidence,
    Figure,
    Modality,
    Passage,
    Polarity,
    Reading,
    Statement,
)

__all__ = ["Fact", "Findings", "Part", "words"]

#: A part of what a finding says: an entity, or words and what they are.
Part = Entity | tuple[str, str]

#: A character of the text: the number of its passage and the position in it.
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, figure, claim or event, in the form in which a person is told of it.

    ``others`` take part without being named in ``said``; ``verbatim`` are the words of a figure.
    """

    kind: str
    said: tuple[Part, ...]
    evidence: tuple[Evidence, ...]
    modality: Modality
    polarity: Polarity = Polarity.AFFIRMED
    speaker: Entity | None = None
    notes: tuple[tuple[str, str | None], ...] = ()
    others: tuple[Entity | None, ...] = ()
    verbatim: str = ""

    @property
    def entities(self) -> Iterator[Entity]:
        """All that take part, some perhaps twice."""
        parts = (*self.said, *self.others, self.speaker)
        return (part for part in parts if isinstance(part, Entity))

    @property
    def confidence(self) -> float:
        """That of the surest rule it rests on."""
        return Evidence.surest(self.evidence, 1.0)


def words(code: str) -> str:
    """Spell a name of the ontology, or a code, as words.

    >>> words("collaboratesWith")
    'collaborates with'
    """
    return kebab(code).replace("-", " ")


class Findings:
    """All that a reading holds, numbered in the order of the text or of the reading."""

    def __init__(self, reading: Reading) -> None:
        self.passages = reading.passages
        self.names = (*reading.mentions, *reading.unlinked)
        self.facts = tuple(_facts(reading))
        self._starts = [passage.start for passage in reading.passages]

    @cached_property
    def entities(self) -> dict[Entity, int]:
        """Number the entities that are named or take part in something."""
        named = (mention.entity for mention in self.names)
        ends = (entity for fact in self.facts for entity in fact.entities)
        return {entity: at for at, entity in enumerate(dict.fromkeys((*named, *ends)))}

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The stretches that are evidence of something."""
        reaches = map(self.reach, self._evidence)
        return frozenset(at for first, last in reaches for at in range(first, last + 1))

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Go through the stretches in order: the passage of each, where it begins and ends."""
        ends = [*self._cuts, (len(self.passages), 0)]
        for (passage, start), (follows, end) in pairwise(ends):
            whole = len(self.passages[passage].text)
            yield passage, start, end if follows == passage else whole

    def stretch(self, passage: int, position: int) -> int:
        """Find the stretch in which a character stands."""
        return bisect_right(self._cuts, (passage, position)) - 1

    def reach(self, evidence: Evidence) -> tuple[int, int]:
        """Find the first and the last stretch of a piece of evidence."""
        first, last = self._at(evidence.start), self._at(evidence.end - 1)
        return self.stretch(*first), self.stretch(*last)

    def numbers(self) -> Iterator[tuple[int, int, int, int]]:
        """Find the words of each figure: number of the fact, passage, where they begin and end.

        What stands twice in the evidence of two figures is the one, then the other.
        """
        taken: set[_Place] = set()
        for at, fact in enumerate(self.facts):
            places = [place for each in fact.evidence for place in self._verbatim(fact, each)]
            for passage, start in [each for each in places if each not in taken][:1] or places[:1]:
                taken.add((passage, start))
                yield at, passage, start, start + len(_spaced(fact.verbatim))

    @property
    def _evidence(self) -> frozenset[Evidence]:
        return frozenset(each for fact in self.facts for each in fact.evidence)

    @cached_property
    def _cuts(self) -> list[_Place]:
        cuts = {(passage, 0) for passage in range(len(self.passages))}
        for evidence in self._evidence:
            last, position = self._at(evidence.end - 1)
            cuts |= {self._at(evidence.start), (last, position + 1)}
        return sorted(cut for cut in cuts if cut[1] < len(self.passages[cut[0]].text))

    def _at(self, offset: int) -> _Place:
        passage = max(bisect_right(self._starts, offset) - 1, 0)
        return passage, _position(self.passages[passage], offset)

    def _verbatim(self, fact: Fact, evidence: Evidence) -> Iterator[_Place]:
        if fact.verbatim and evidence.role == "statement":
            (passage, start), (last, end) = self._at(evidence.start), self._at(evidence.end - 1)
            text = self.passages[passage].text
            number = re.compile(rf"(?<!\w){re.escape(_spaced(fact.verbatim))}(?!\w)")
            for found in number.finditer(text, start, end + 1 if last == passage else len(text)):
                yield passage, found.start()


def _position(passage: Passage, offset: int) -> int:
    """Find a character of the document in a passage; if it was left out, the one before it."""
    run = max(bisect_right(passage.breaks, offset, key=lambda pair: pair[1]) - 1, 0)
    at, origin = passage.breaks[run]
    ends = [begin for begin, _ in passage.breaks[run + 1 :][:1]] or [len(passage.text)]
    return max(min(at + offset - origin, ends[0] - 1), at)


def _spaced(text: str) -> str:
    return " ".join(text.split())


# -- what is told of each ---------------------------------------------------------------------


def _facts(reading: Reading) -> Iterator[Fact]:
    yield from map(_relation, reading.statements)
    yield from map(_figure, reading.figures)
    yield from map(_claim, reading.claims)
    yield from map(_event, reading.events)


def _relation(one: Statement) -> Fact:
    said = (one.subject, ("does", words(one.predicate)), one.object)
    notes = tuple((words(name), value) for name, value in one.qualifiers)
    return Fact("relation", said, one.evidence, one.modality, one.polarity, one.speaker, notes)


def _figure(one: Figure) -> Fact:
    number = ("number", f"{one.verbatim} {one.counted}".rstrip())
    around = {"area": one.area, "sector": one.sector, "topic": one.topic}
    notes = (
        ("value", f"{_value(one)} {one.unit}".rstrip()),
        *((name, _named(entity)) for name, entity in around.items()),
        ("as of", _dated(one.as_of, one.as_of_basis)),
        ("horizon", one.horizon),
        ("period", one.period),
        ("base", one.base),
        ("method", one.method),
    )
    return Fact(
        "figure",
        (one.subject, ("does", words(one.indicator)), number),
        one.evidence,
        one.modality,
        one.polarity,
        one.speaker,
        notes,
        tuple(around.values()),
        one.verbatim,
    )


def _value(one: Figure) -> str:
    hedge = "" if one.qualifier == "exact" else f"{words(one.qualifier)} "
    ends = (one.value,) if one.value is not None else (one.low, one.high)
    return hedge + " to ".join("?" if end is None else f"{end:,f}" for end in ends)


def _claim(one: Claim) -> Fact:
    said = (one.subject, ("does", words(one.kind)), ("words", one.text))
    qualifiers = tuple((words(name), value) for name, value in one.qualifiers)
    notes = (("quantifier", one.quantifier), *qualifiers)
    return Fact("claim", said, one.evidence, one.modality, one.polarity, one.speaker, notes)


def _event(one: Event) -> Fact:
    notes = (
        ("who", ", ".join(entity.name for entity in one.agents)),
        ("what", ", ".join(entity.name for entity in one.objects)),
        ("where", _named(one.place)),
        ("when", _dated(one.date, one.date_basis)),
    )
    said = (("does", words(one.kind)), ("words", one.name))
    others = (*one.agents, *one.objects, one.place)
    return Fact("event", said, one.evidence, one.modality, notes=notes, others=others)


def _named(entity: Entity | None) -> str | None:
    return None if entity is None else entity.name


def _dated(date: str | None, basis: str | None) -> str | None:
    return f"{date} ({words(basis)})" if date and basis else date
