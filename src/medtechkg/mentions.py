"""Which spans of a document name something, and what.

Known names come from the lexicon, others from their shape (`names`), from brackets that define an
abbreviation, and from shorter forms of a name the document has given in full. The result is one
list of marks for each passage, in order and without overlaps: the longest name wins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from medtechkg import names
from medtechkg.lexicon import Lexicon, Sense, fold
from medtechkg.masks import NESTED, Mark
from medtechkg.model import Entity, Passage

__all__ = ["find"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:professor|prof|dr|sir|dame|lord|lady|baroness|baron|mr|mrs|ms|miss|cllr|councillor|"
    r"the|rt|hon)\.? )+",
    re.IGNORECASE,
)
_PLACES = ("Region",)
_JOINED = re.compile(r" (?:and|&) ")
_SHARED = re.compile(r" (?:skills|staff|workers|employees|sectors|industries)\b")


def find(
    passages: Sequence[Passage], lexicon: Lexicon, rules: names.Rules
) -> tuple[dict[int, list[Mark]], tuple[Mark, ...]]:
    """Find the marks of every passage, by its index; and the names that nothing classes."""
    found = {
        passage.index: _longest(_known(passage, lexicon) + _shaped(passage, rules, lexicon))
        for passage in passages
    }
    full = _Forms(mark for marks in found.values() for mark in marks)
    brackets = _abbreviations(passages, found)
    marks = {
        passage.index: _longest(
            [full.resolve(mark, passage) for mark in found[passage.index]]
            + _abbreviated(passage, brackets)
        )
        for passage in passages
    }
    _name_as_written(marks, passages)
    unlinked = tuple(mark for index in marks for mark in marks[index] if not mark.senses)
    return {index: [m for m in marks[index] if m.senses] for index in marks}, unlinked


def _known(passage: Passage, lexicon: Lexicon) -> list[Mark]:
    return [
        Mark(passage.index, hit.start, hit.end, hit.senses, "lexicon")
        for hit in lexicon.find(passage.text)
        if not _shares_head(passage.text, hit.start, hit.end)
        and not _is_pair(passage.text[hit.start : hit.end], hit.senses, lexicon)
    ]


def _is_pair(written: str, senses: Iterable[Sense], lexicon: Lexicon) -> bool:
    """Whether it is two common names joined ("costing and pricing"), each known by itself."""
    parts = _JOINED.split(written)
    common = all(sense.weak for sense in senses)
    return len(parts) == 2 and common and all(lexicon.look_up(part) for part in parts)


def _shares_head(text: str, start: int, end: int) -> bool:
    """Whether what looks like one name is two that share the noun after them.

    "Engineering and manufacturing" is a sector, but not in "engineering and manufacturing skills".
    """
    return bool(_JOINED.search(text, start, end)) and bool(_SHARED.match(text, end))


def _name_as_written(marks: dict[int, list[Mark]], passages: Sequence[Passage]) -> None:
    """Call each known thing by the fullest name its document uses."""
    fullest: dict[Entity, str] = {}
    texts = {passage.index: passage.text for passage in passages}
    for mark in (mark for index in sorted(marks) for mark in marks[index]):
        written = _ARTICLE.sub("", texts[mark.passage][mark.start : mark.end])
        for sense in mark.senses:
            known = fullest.get(sense.entity, "")
            if sense.entity.iri and not (sense.weak and mark.strong) and len(written) > len(known):
                fullest[sense.entity] = written
    for index, found in marks.items():
        marks[index] = [replace(mark, senses=_renamed(mark.senses, fullest)) for mark in found]


def _renamed(senses: Iterable[Sense], fullest: Mapping[Entity, str]) -> tuple[Sense, ...]:
    return tuple(
        replace(sense, entity=replace(sense.entity, name=fullest[sense.entity]))
        if sense.entity in fullest
        else sense
        for sense in senses
    )


def _shaped(passage: Passage, rules: names.Rules, lexicon: Lexicon) -> list[Mark]:
    return [
        Mark(
            passage.index,
            candidate.start,
            candidate.end,
            _senses(candidate, lexicon),
            f"name:{candidate.rule}",
        )
        for candidate in names.scan(passage.text, rules, _spans(passage, lexicon))
    ]


def _spans(passage: Passage, lexicon: Lexicon) -> set[tuple[int, int]]:
    return {
        (hit.start, hit.end)
        for hit in lexicon.find(passage.text)
        if any(not sense.weak and _is_thing(sense.entity) for sense in hit.senses)
    }


def _is_thing(entity: Entity) -> bool:
    """Whether it is a named thing rather than a concept, which any longer name may hold."""
    return "/id/" in (entity.iri or "")


def _senses(candidate: names.Candidate, lexicon: Lexicon) -> tuple[Sense, ...]:
    """A name by shape, unless the lexicon knows it under another class."""
    known = tuple(sense for sense in lexicon.look_up(candidate.name) if not sense.weak)
    if known:
        return known
    if candidate.cls is None:
        return ()
    return (Sense(Entity(candidate.cls, candidate.name)),)


def _longest(marks: Iterable[Mark]) -> list[Mark]:
    """Keep the longest of overlapping marks; of equals, a classed one, a known one first."""
    kept: list[Mark] = []
    nested: list[Mark] = []
    order = sorted(
        marks,
        key=lambda m: (not m.senses, m.start - m.end, not m.strong, m.rule != "lexicon", m.start),
    )
    taken: set[int] = set()
    inside: set[int] = set()
    for mark in order:
        span = range(mark.start, mark.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mark)
        elif _is_place(mark) and inside.isdisjoint(span):
            inside.update(span)
            nested.append(mark)
    return [_with_places(mark, nested) for mark in sorted(kept, key=lambda m: m.start)]


def _is_place(mark: Mark) -> bool:
    return mark.strong and bool(mark.senses) and mark.senses[0].cls in _PLACES


def _with_places(mark: Mark, nested: Iterable[Mark]) -> Mark:
    """Keep the place in a longer name: "that region" may return to it."""
    inside = tuple(
        (NESTED, place) for place in nested if mark.start <= place.start and place.end <= mark.end
    )
    return replace(mark, inner=mark.inner + inside) if inside else mark


class _Forms:
    """The shorter forms under which a document returns to what it has named in full."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._forms: dict[str, set[Sense]] = defaultdict(set)
        for mark in marks:
            if mark.strong and mark.senses and mark.senses[0].cls not in _PLACES:
                for form in _short_forms(mark.senses[0].entity):
                    self._forms[form].add(mark.senses[0])

    def resolve(self, mark: Mark, passage: Passage) -> Mark:
        """Read a short form as the name it is short for, if only one will do."""
        person = bool(mark.senses) and mark.senses[0].cls == "Person"
        if mark.senses and not person:
            return mark
        written = fold(_TITLE.sub("", passage.text[mark.start : mark.end]))
        fuller = {
            sense for sense in self._forms.get(written, ()) if (sense.cls == "Person") == person
        }
        fuller -= set(mark.senses)
        entities = {sense.entity for sense in fuller}
        if len(entities) != 1:
            return mark
        best = min(fuller, key=lambda sense: sense.weak)
        return replace(mark, senses=(best,), rule="short-form")


def _short_forms(entity: Entity) -> Iterator[str]:
    if entity.cls == "Person":
        words = fold(_TITLE.sub("", entity.name)).split()
        if len(words) > 1:
            yield words[-1]
            if _TITLE.match(entity.name):
                yield " ".join(words)
        return
    words = fold(_ARTICLE.sub("", entity.name)).split()
    for length in range(1, len(words) + 1):
        form = " ".join(words[:length])
        if len(form) > 2:
            yield form


def _abbreviations(
    passages: Sequence[Passage], found: Mapping[int, Sequence[Mark]]
) -> dict[str, Sense]:
    """What each abbreviation defined in brackets stands for."""
    brackets: dict[str, Sense] = {}
    for passage in passages:
        for start, end, first, last in names.scan_abbreviations(passage.text):
            ending = [m for m in found[passage.index] if m.end == end and m.start >= start]
            named = [mark for mark in ending if mark.senses]
            if named:
                short = passage.text[first:last]
                brackets.setdefault(short.removesuffix("s") or short, named[0].senses[0])
    return brackets


def _abbreviated(passage: Passage, brackets: Mapping[str, Sense]) -> list[Mark]:
    return [
        Mark(passage.index, at.start(), at.end(), (sense,), "abbreviation")
        for short, sense in sorted(brackets.items())
        if short in passage.text
        for at in re.finditer(rf"(?<!\w){re.escape(short)}s?(?!\w)", passage.text)
    ]
