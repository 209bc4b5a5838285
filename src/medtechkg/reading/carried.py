"""Names that a sentence does not repeat because what comes before it has given them.

"The hub opened in May. Funding came from the council": the hub is an end of the second sentence
though only the first names it. Which of the names before a unit it may take up is little and fixed:
what the document is about, and what its paragraph, or the one before, has just named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medtechkg.language.masks import Mark, Piece
from medtechkg.model import Entity
from medtechkg.reading.topics import Scope, Text

__all__ = ["Before"]

#: How many names of the sentence before are told apart.
_MOST = 3
_ABOUT = "what the document is about"
_PLACES = ("named first in the sentence before", "named next in the sentence before")
_EARLIER = "named first two sentences before"
_ABOVE = "named first in the paragraph before"


@dataclass(frozen=True, slots=True)
class Before:
    """What a document names before each of its sentences.

    ``taken`` are the entities that a sentence gave another class.
    """

    text: Text
    about: Scope
    taken: Mapping[Entity, Entity]
    _order: dict[tuple[int, int], int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = {(s.passage, s.start): at for at, s in enumerate(self.text.sentences)}
        object.__setattr__(self, "_order", starts)

    def names(self, pieces: Sequence[Piece]) -> dict[Entity, tuple[Mark, list[str]]]:
        """The names that a unit may take up, and where each was given."""
        found: dict[Entity, tuple[Mark, list[str]]] = {}
        for mark, role in self._given(pieces):
            entity = mark.senses[0].entity
            found.setdefault(self.taken.get(entity, entity), (mark, []))[1].append(role)
        return found

    def _given(self, pieces: Sequence[Piece]) -> Iterator[tuple[Mark, str]]:
        if self.about.subject is not None:
            yield self.about.subject, _ABOUT
        at = self._order.get((pieces[0].passage.index, pieces[0].start), 0)
        if len(pieces) > 1 or not at:
            return
        here, before = self.text.sentences[at], self.text.sentences[at - 1]
        if before.passage != here.passage:
            yield from ((mark, _ABOVE) for mark in self._named(at - 1)[:1])
            return
        for rank, mark in enumerate(self._named(at - 1)[:_MOST]):
            yield mark, _PLACES[bool(rank)]
        if at > 1 and self.text.sentences[at - 2].passage == here.passage:
            yield from ((mark, _EARLIER) for mark in self._named(at - 2)[:1])

    def _named(self, at: int) -> list[Mark]:
        sentence = self.text.sentences[at]
        marks = self.text.marks.get(sentence.passage, ())
        return [m for m in marks if m.strong and sentence.start <= m.start < sentence.end]
