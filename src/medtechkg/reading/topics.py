"""A document as it is read, and what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from medtechkg.iris import local_name
from medtechkg.language.masks import Mark
from medtechkg.model import Document, Entity, Evidence, Passage, Sentence

__all__ = ["Scope", "Text", "all_marks", "scope"]

#: The title and what stands below it; how often a document names what it is about, title twice.
_OPENING = 2
_OFTEN = 4
_TITLED = 3
_PROVIDERS = ("University", "College", "School", "AwardingOrganisation")


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its passages, sentences and final marks."""

    document: Document
    passages: Mapping[int, Passage]
    sentences: tuple[Sentence, ...]
    marks: Mapping[int, Sequence[Mark]]

    def evidence(
        self, passage: int, position: int, rule: str, role: str, confidence: float
    ) -> Evidence:
        """The sentence at a position of a passage, as evidence."""
        where = self.passages[passage]
        start, end = next(
            (
                (s.start, s.end)
                for s in self.sentences
                if s.passage == passage and s.start <= position < s.end
            ),
            (0, len(where.text)),
        )
        return Evidence.of(
            self.document,
            *where.span(start, end),
            rule,
            role=role,
            confidence=confidence,
            page=where.page,
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What a document is about, with where each is first named.

    ``topic`` is the one of sector and area that it names more, ``subject`` the one body or
    undertaking that its title and its text name most, ``provider`` the university, college or
    school whose courses it tells of.
    """

    sector: Mark | None = None
    area: Mark | None = None
    topic: Mark | None = None
    subject: Mark | None = None
    provider: Mark | None = None

    def get(self, name: str) -> Mark | None:
        """The mark of ``sector``, ``area``, ``topic``, ``subject`` or ``provider``."""
        about = {"sector": self.sector, "area": self.area, "topic": self.topic}
        return {**about, "subject": self.subject, "provider": self.provider}[name]


def scope(text: Text, too_wide: Collection[str] = (), themes: Collection[str] = ()) -> Scope:
    """The sector and area that a document names most; its opening counts three times.

    ``themes`` are the classes its subject may be of.

    A name must be given twice, or stand in the opening, to set the scope. Places that are too
    wide ("England"; by the last part of the IRI) set it only where no other place does.
    """
    length = max(1, len(text.document.text))
    chosen: dict[str, Mark] = {}
    named: dict[str, int] = {}
    kinds = {"sector": ("Sector",), "area": ("Region",), "provider": _PROVIDERS}
    for key, classes in kinds.items():
        weights: Counter[Entity] = Counter()
        first: dict[Entity, Mark] = {}
        for mark in all_marks(text):
            entity = mark.senses[0].entity
            if entity.cls in classes and mark.strong:
                offset = text.passages[mark.passage].offset(mark.start)
                weights[entity] += 3 if offset * 10 < length else 1
                first.setdefault(entity, mark)
        narrow = {e for e in weights if local_name(e.iri or "") not in too_wide and weights[e] > 1}
        if weights:
            of = narrow or set(weights)
            best = max(of, key=lambda e: (weights[e], -_order(first[e]), e.name))
            if weights[best] > 1 or (key == "provider" and len(weights) == 1):
                chosen[key], named[key] = first[best], weights[best]
    topics = [key for key in ("sector", "area") if key in chosen]
    if topics:
        chosen["topic"] = chosen[max(topics, key=lambda key: named[key])]
    return Scope(**chosen, subject=_subject(text, themes))


def _subject(text: Text, classes: Collection[str]) -> Mark | None:
    """What the document names most of these classes, if its opening does; its title counts more."""
    opening = sorted(text.passages)[:_OPENING]
    weights: Counter[Entity] = Counter()
    first: dict[Entity, Mark] = {}
    for mark in all_marks(text):
        entity = mark.senses[0].entity
        if entity.cls in classes and mark.strong:
            weights[entity] += 1 if entity in first or mark.passage not in opening[:1] else _TITLED
            first.setdefault(entity, mark)
    best = max(first, key=lambda e: (weights[e], -_order(first[e]), e.name), default=None)
    if best is None or first[best].passage not in opening or weights[best] < _OFTEN:
        return None
    return first[best]


def all_marks(text: Text) -> Iterator[Mark]:
    """All names of a document in order, and those inside them."""
    for index in sorted(text.marks):
        for mark in text.marks[index]:
            yield mark
            yield from mark.parts()


def _order(mark: Mark) -> int:
    return mark.passage * 1_000_000 + mark.start
