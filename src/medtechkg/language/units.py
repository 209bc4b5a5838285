"""What is read as one sentence: a sentence, a list with its lead-in, a term with its description.

A sentence that tells who takes part, but not in what ("A is on board, as is B"), is read together
with the joint work or event that the document, or the sentence before, is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medtechkg.language.masks import Mark, Piece
from medtechkg.language.rulebooks import read_words
from medtechkg.model import Passage, PassageKind, Sentence

__all__ = ["TOPIC", "JointWork", "load", "units"]

#: What stands before the name of what a sentence leaves unsaid.
TOPIC = ": ."
#: Where the head of a list item ends: what follows only describes it.
_HEAD_END = re.compile(
    r"\s[–—-]\s|:\s|\s\(|,? (?:for example|for instance|such as|including|e\.g\.|eg)\s"
    r"|, (?:which|who|where|with|from|a|an|the)\s|[;.]$|\.\s"
)
_PART = re.compile(r"[^;,.]+")
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|have|will|can)\b")
_FEWEST_TERMS = 3
#: The title and what stands below it; how often a document names what it is about.
_OPENING, _OFTEN = 5, 2


@dataclass(frozen=True, slots=True)
class JointWork:
    """What several take part in: its classes, and the words that tell of taking part."""

    classes: frozenset[str]
    cues: re.Pattern[str]

    def named_by(self, mark: Mark) -> bool:
        """Whether a mark is the name of such a thing, rather than a word that stands for it."""
        return mark.strong and mark.senses[0].cls in self.classes and not mark.context


def load(path: Path) -> JointWork:
    """Read ``joint work`` and ``taking part`` of the lists of words."""
    lists = read_words(path)
    classes, cues = (lists[name].split("|") for name in ("joint work", "taking part"))
    longest = sorted(map(re.escape, cues), key=len, reverse=True)
    return JointWork(frozenset(classes), re.compile(rf"\b(?:{'|'.join(longest)})\b", re.IGNORECASE))


def units(
    passages: Mapping[int, Passage],
    sentences: Sequence[Sentence],
    marks: Mapping[int, Sequence[Mark]],
    joint: JointWork,
) -> Iterator[list[Piece]]:
    """What is read as one sentence, in order."""
    items = _items(passages.values())
    terms = _terms(list(passages.values()), marks)
    last: dict[int, Sentence] = {s.passage: s for s in sentences}
    about = _About(passages, marks, joint)
    for sentence in sentences:
        passage = passages[sentence.passage]
        piece = Piece(passage, sentence.start, sentence.end)
        yield [piece]
        whole = [piece]
        if sentence == last[passage.index]:
            if passage.index in items:
                whole = [piece, *(_head(item) for item in items[passage.index])]
                yield whole
            yield from terms.get(passage.index, ())
        topic = about.read(piece)
        if topic is not None:
            yield [*whole, topic]


class _About:
    """The joint work or event that a document, or the sentence before, is about.

    "A is on board, as are B and C. They are joined by D": in what, is said only once.
    """

    def __init__(
        self,
        passages: Mapping[int, Passage],
        marks: Mapping[int, Sequence[Mark]],
        work: JointWork,
    ) -> None:
        self._passages, self._marks, self._work = passages, marks, work
        opening = sorted(passages)[:_OPENING]
        named: dict[object, list[Mark]] = {}
        for index in sorted(marks):
            for mark in marks[index]:
                if mark.strong and mark.senses[0].cls in work.classes:
                    named.setdefault(mark.senses[0].entity, []).append(mark)
        best = max(named.values(), key=len, default=[])
        self._topic = next((m for m in best if m.passage in opening and not m.context), None)
        if len(best) < _OFTEN:
            self._topic = None
        self._last: Mark | None = None

    def read(self, piece: Piece) -> Piece | None:
        """What a sentence that tells who takes part leaves unsaid, if it is clear."""
        here = [
            mark
            for mark in self._marks.get(piece.passage.index, ())
            if piece.start <= mark.start < piece.end and mark.strong
        ]
        joint = [mark for mark in here if self._work.named_by(mark)]
        told, self._last = self._last, joint[0] if len(joint) == 1 else None
        if not self._work.cues.search(piece.passage.text, piece.start, piece.end):
            return None
        near = told is not None and not joint and told.passage == piece.passage.index
        topic = told if near else self._topic
        if topic is None or any(mark.senses[0] == topic.senses[0] for mark in joint):
            return None
        return Piece(self._passages[topic.passage], topic.start, topic.end, TOPIC)


def _items(passages: Iterable[Passage]) -> dict[int, list[Passage]]:
    """The items of each list, by the passage that introduces it: its lead-in, or the heading."""
    items: dict[int, list[Passage]] = {}
    above: Passage | None = None
    for passage in passages:
        lead = passage.lead_in
        if passage.kind is not PassageKind.BULLET:
            above = passage
        elif lead is None and above is not None and above.kind is PassageKind.HEADING:
            lead = above.index
        if lead is not None:
            items.setdefault(lead, []).append(passage)
    return items


def _head(item: Passage) -> Piece:
    """The beginning of a list item that says what it is about."""
    found = _HEAD_END.search(item.text, 2)
    return Piece(item, 0, found.start() if found else len(item.text))


def _terms(
    passages: Sequence[Passage], marks: Mapping[int, Sequence[Mark]]
) -> dict[int, list[list[Piece]]]:
    """Headings that are names and have a line each below them, by heading.

    A few of them in a row are a list of terms; each is a unit, and so is each part of its line.
    """
    found: dict[int, list[list[Piece]]] = {}
    run: list[tuple[Passage, Passage]] = []
    for heading, below, after in zip(passages, passages[1:], [*passages[2:], None], strict=False):
        named = any(m.end - m.start == len(heading.text) for m in marks.get(heading.index, ()))
        if heading.kind is PassageKind.HEADING and below.kind is PassageKind.PARAGRAPH and named:
            run.append((heading, below))
        ends = below.kind is PassageKind.PARAGRAPH and not (
            after is not None and after.kind is PassageKind.HEADING
        )
        if ends or after is None:
            if len(run) >= _FEWEST_TERMS:
                found.update((term.index, _described(term, line)) for term, line in run)
            run = []
    return found


def _described(term: Passage, line: Passage) -> list[list[Piece]]:
    whole = Piece(term, 0, len(term.text))
    listed = () if _CLAUSE.search(line.text) else _PART.finditer(line.text)
    parts = [Piece(line, *part.span(), ": :") for part in listed]
    return [[Piece(term, 0, len(term.text), ": ;")], *([whole, part] for part in parts)]
