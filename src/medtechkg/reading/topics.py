"""A document as it is read, and what it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise

from medtechkg.iris import local_name
from medtechkg.language.masks import STOP, Mark
from medtechkg.language.verbs import FINITE, GERUNDS, PARTICIPLES
from medtechkg.model import Document, Entity, Evidence, Passage, PassageKind, Sentence
from medtechkg.reading.anaphors import Anaphora
from medtechkg.reading.prominence import OBJECT, weigh

__all__ = ["WE", "Scope", "Text", "all_marks", "area_of", "part_about", "scope", "subject_of"]

#: How many words make a passage one of prose, and where a document still opens.
_PROSE = 12
_OPENING = 6
#: What it weighs to stand in the title, in the first paragraph, and what repetition adds at most.
_TITLE, _DESCRIBED, _LEAD, _FIRST, _MOST = 4.0, 3.0, 2.0, 1.0, 6
#: What the subject of a document must weigh, and how far above the next.
_ENOUGH, _AHEAD = 5.0, 1.25
_PART_OF = {
    "sector": (("Sector", "SubSector"),),
    "topic": (("Sector", "SubSector"), ("Region",)),
}
_PROVIDERS = ("University", "College", "School", "AwardingOrganisation")
#: What a page of a course is about.
_COURSES = ("Qualification", "TrainingRoute")
_IN = re.compile(r"\b(?:in|across|for) (?:the )?$")
_WORD = re.compile(r" ([a-z][\w-]*)")
#: A page that speaks of "us" is about whom it names most.
WE = re.compile(r"(?<![“‘\"\w])(?:[Ww]e|[Oo]ur|us)\b(?![^“”]*”)")
_OWN, _OFTEN = 2, 4
_NOT_NOUNS = STOP | FINITE | PARTICIPLES | GERUNDS


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its passages, sentences and final marks."""

    document: Document
    passages: Mapping[int, Passage]
    sentences: tuple[Sentence, ...]
    marks: Mapping[int, Sequence[Mark]]
    _of: dict[int, list[Sentence]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_passage: dict[int, list[Sentence]] = defaultdict(list)
        for each in self.sentences:
            by_passage[each.passage].append(each)
        object.__setattr__(self, "_of", dict(by_passage))

    def sentences_of(self, passage: int) -> Sequence[Sentence]:
        """The sentences of a passage, in order."""
        return self._of.get(passage, ())

    def sentence_at(self, passage: int, position: int) -> Sentence | None:
        """The sentence of a passage in which a position lies."""
        return next((s for s in self.sentences_of(passage) if s.start <= position < s.end), None)

    def evidence(
        self, passage: int, position: int, rule: str, role: str, confidence: float
    ) -> Evidence:
        """The sentence at a position of a passage, as evidence."""
        where = self.passages[passage]
        said = self.sentence_at(passage, position)
        start, end = (said.start, said.end) if said else (0, len(where.text))
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
    school whose courses it tells of, ``course`` the one course it tells of.
    """

    sector: Mark | None = None
    area: Mark | None = None
    topic: Mark | None = None
    subject: Mark | None = None
    provider: Mark | None = None
    course: Mark | None = None

    def get(self, name: str) -> Mark | None:
        """The mark of ``sector``, ``area``, ``topic``, ``subject``, ``provider`` or ``course``."""
        marks: dict[str, Mark | None] = {
            each.name: getattr(self, each.name) for each in fields(self)
        }
        return marks[name]


@dataclass(slots=True)
class _Named:
    """How a document names one thing: where first, how often, and where it counts most."""

    first: Mark
    count: int = 0
    titled: bool = False
    placed: bool = False
    described: bool = False
    leads: bool = False
    opens: bool = False

    @property
    def weight(self) -> float:
        """Title before first paragraph before what is only said often."""
        at = _TITLE * self.titled + _DESCRIBED * self.described
        return at + _LEAD * self.leads + _FIRST * self.opens + min(self.count, _MOST)


def scope(text: Text, table: Anaphora, themes: Collection[str] = ()) -> Scope:
    """The sector, area and body that a document is about.

    ``themes`` are the classes its subject may be of. A name must be given twice, or stand in the
    opening, to set the scope.
    """
    length = max(1, len(text.document.text))
    chosen: dict[str, Mark] = {}
    named: dict[str, float] = {}
    for key, classes in {"sector": ("Sector",), "provider": _PROVIDERS}.items():
        weights: Counter[Entity] = Counter()
        first: dict[Entity, Mark] = {}
        for mark in all_marks(text):
            entity = mark.senses[0].entity
            if entity.cls in classes and mark.strong:
                offset = text.passages[mark.passage].offset(mark.start)
                weights[entity] += 3 if offset * 10 < length else 1
                first.setdefault(entity, mark)
        if weights:
            best = max(weights, key=lambda e: (weights[e], -_order(first[e]), e.name))
            if weights[best] > 1 or (key == "provider" and len(weights) == 1):
                chosen[key], named[key] = first[best], weights[best]
    area = _area(text.passages, text.marks, table)
    if area is not None:
        chosen["area"] = area.first
        named["area"] = area.count + 2 * (area.titled + area.leads)
    topics = [key for key in ("sector", "area") if key in chosen]
    if topics:
        chosen["topic"] = chosen[max(topics, key=lambda key: named[key])]
    course = _course_of(text)
    if course is not None:
        chosen["course"] = course
    return Scope(**chosen, subject=subject_of(text.passages, text.marks, table, themes))


def part_about(text: Text, index: int, position: int, key: str) -> Mark | None:
    """The sector, place or course that the part of a document is about to which a passage belongs.

    It stands in the sentence at ``position``, if that introduces a list, else in the nearest
    heading above. ``key`` is that of the scope: for a ``topic`` a sector goes before a place. A
    ``course`` may also be named before, under the same heading, if it is the only one there.
    """
    if key == "course":
        return _course_before(text, index, position)
    begun = [s.start for s in text.sentences_of(index) if s.start <= position]
    start = max(begun, default=0)
    for classes in _PART_OF.get(key, ()):
        for passage, begin in _above(text, index, start):
            for mark in text.marks.get(passage.index, ()):
                if mark.strong and mark.start >= begin and mark.senses[0].cls in classes:
                    return mark
    return None


def _above(text: Text, index: int, start: int) -> Iterator[tuple[Passage, int]]:
    """What introduces a passage: itself, and the headings it stands under."""
    here = text.passages[index]
    waiting = list(here.headings)
    after = text.passages.get(index + 1)
    introduces = after is not None and after.kind is PassageKind.BULLET
    if introduces and here.kind is not PassageKind.BULLET:
        yield here, start
    for at in range(index - 1, -1, -1):
        above = text.passages.get(at)
        if waiting and above and above.kind is PassageKind.HEADING and above.text == waiting[-1]:
            waiting.pop()
            yield above, 0


def _course_of(text: Text) -> Mark | None:
    """The course a document is about: that of its title, else the only one, if it opens with it."""
    title, _ = _opening(text.passages)
    titled = _course(text.marks.get(title, ())) if title is not None else None
    if titled is not None:
        return titled
    only = _course([mark for index in sorted(text.marks) for mark in text.marks[index]])
    opens = sorted(text.passages)[:_OPENING]
    return only if only is not None and only.passage in opens else None


def _course_before(text: Text, index: int, position: int) -> Mark | None:
    """The course last named before a place of a passage, in its section or in a heading above."""
    here = text.passages[index]
    near = [mark for mark in text.marks.get(index, ()) if mark.start < position]
    waiting = list(here.headings)
    for at in range(index, -1, -1):
        passage = text.passages.get(at)
        if passage is None:
            continue
        if at != index:
            above = passage.kind is PassageKind.HEADING and passage.text in waiting
            if not above and passage.headings != here.headings:
                continue
            near = list(text.marks.get(at, ()))
        named = [mark for mark in near if _is_course(mark)]
        if named:
            return _course(near)
    return None


def _course(marks: Sequence[Mark]) -> Mark | None:
    """The one course that marks name, if they name no other."""
    named = {mark.senses[0].entity: mark for mark in reversed(marks) if _is_course(mark)}
    return next(iter(named.values())) if len(named) == 1 else None


def _is_course(mark: Mark) -> bool:
    """Whether a course is named: "MSc" alone, which a register holds, is a kind of award."""
    entity = mark.senses[0].entity
    return mark.strong and entity.cls in _COURSES and entity.iri is None


def area_of(
    passages: Mapping[int, Passage], marks: Mapping[int, Sequence[Mark]], table: Anaphora
) -> Mark | None:
    """Where the place a document is about is first named."""
    area = _area(passages, marks, table)
    return area.first if area else None


def _area(
    passages: Mapping[int, Passage], marks: Mapping[int, Sequence[Mark]], table: Anaphora
) -> _Named | None:
    """The place a document is about: that of its title, else of its opening.

    A town that a page on a nation names ever so often is not its area. A nation is it where no
    place within it is, what is wider still ("the UK") only where no nation is.
    """
    found = _census(passages, marks, ("Region",))
    titled = [e for e in found if found[e].titled]
    narrow = [e for e in found if local_name(e.iri or "") not in table.too_wide]
    within = [e for e in found if local_name(e.iri or "") not in table.widest]
    tiers = (
        [e for e in titled if e in narrow],
        [e for e in titled if e in within],
        [e for e in narrow if found[e].leads and found[e].count > 1],
        [e for e in titled if found[e].placed],
        [e for e in narrow if found[e].count > 1],
        titled,
        [e for e in within if found[e].count > 1],
        [e for e in found if found[e].count > 1],
        [e for e in within if found[e].leads and e not in narrow],
    )
    of = next((tier for tier in tiers if tier), None)
    return found[_heaviest(found, of)] if of else None


def subject_of(
    passages: Mapping[int, Passage],
    marks: Mapping[int, Sequence[Mark]],
    table: Anaphora,
    classes: Collection[str],
) -> Mark | None:
    """The one body or undertaking a document is about: that of its title, else of its opening.

    Where a title names a place and none of these, the document is about what holds there, unless
    it speaks of one body more often than of the place.
    """
    census = _census(passages, marks, classes, table, parts=False)
    found = {e: n for e, n in census.items() if not _is_general(e.name, table)}
    own = sum(len(WE.findall(p.text)) for p in passages.values()) >= _OWN
    able = [
        e
        for e, n in found.items()
        if n.count > 1 and (n.titled or n.leads or n.described or (own and n.count >= _OFTEN))
    ]
    if not able:
        return None
    best = _heaviest(found, able)
    one = found[best]
    others = [found[e].weight for e in found if e != best]
    ahead = _AHEAD if not one.opens else 1.0
    if one.weight < _ENOUGH or not (one.titled or one.weight >= ahead * max(others, default=0)):
        return None
    if not (one.titled or one.described):
        places = _census(passages, marks, ("Region",))
        if any(n.titled and n.count >= one.count for n in places.values()):
            return None
    return one.first


def _census(
    passages: Mapping[int, Passage],
    marks: Mapping[int, Sequence[Mark]],
    classes: Collection[str],
    table: Anaphora | None = None,
    *,
    parts: bool = True,
) -> dict[Entity, _Named]:
    """How each thing of some classes is named; with a table, also what the title calls it."""
    title, prose = _opening(passages)
    called = _called(passages[title].text, table) if table and title is not None else None
    found: dict[Entity, _Named] = {}
    opened = False
    for index in sorted(marks):
        leads = index in prose and not opened
        spoken = False
        for mark in marks[index]:
            for each in (mark, *(mark.parts() if parts else ())):
                entity = each.senses[0].entity
                if entity.cls not in classes or not each.strong:
                    continue
                named = found.setdefault(entity, _Named(each))
                named.count += 1
                if index == title:
                    named.titled |= _stands(passages[index].text, each)
                    named.placed |= bool(_IN.search(passages[index].text[: each.start]))
                main = leads and (parts or _is_main(passages[index], each))
                named.leads |= main
                named.opens |= main and not spoken
                spoken = True
        opened |= leads and spoken
    if table and called:
        held = [n for e, n in found.items() if e.name.lower().split()[-1] == called]
        same = [n for e, n in found.items() if e.cls == table.nouns[called][0] and n.count > 1]
        for named in (*held, *(same if len(same) == 1 else ())):
            named.described = True
    return found


def _is_general(name: str, table: Anaphora) -> bool:
    return re.sub(r"\s*\([^)]*\)", "", name).lower() in table.general


def _stands(text: str, mark: Mark) -> bool:
    """Whether a title is about a name, which does not only tell which thing it is about.

    "Wins Fenland accreditation" is not about Fenland, nor is "lasers at Fenland".
    """
    if mark.senses[0].cls == "Region":
        return not text[: mark.start].endswith(" at ")
    after = _WORD.match(text, mark.end)
    if after is None or after[1] in _NOT_NOUNS:
        return True
    return not mark.start and after[1].endswith(("s", "ed"))


def _is_main(passage: Passage, mark: Mark) -> bool:
    """Whether a paragraph says something of a name, not only by, in or from it."""
    return weigh(passage, None, mark, None) >= OBJECT


def _called(title: str, table: Anaphora) -> str | None:
    """What a title calls its subject where it does not name it: "New centre for lasers opens"."""
    words: list[str] = [*re.findall(r"[\w-]+(?:[’'][\w]*)?", title.lower()), ""]
    for word, after in pairwise(words):
        if word in table.nouns and not {after, *re.split("[’']|s$", after)} & {*table.nouns}:
            return word
    return None


def _opening(passages: Mapping[int, Passage]) -> tuple[int | None, Sequence[int]]:
    """The title of a document and its first paragraphs."""
    first = sorted(passages)[:_OPENING]
    title = first[0] if first else None
    if title is not None and passages[title].kind != PassageKind.HEADING and len(first) > 1:
        title = title if len(passages[title].text.split()) < 2 * _PROSE else None
    rest = [at for at in first if at != title and len(passages[at].text.split()) >= _PROSE]
    return title, rest[:3]


def _heaviest(found: Mapping[Entity, _Named], of: Collection[Entity]) -> Entity:
    return max(of, key=lambda e: (found[e].weight, -_order(found[e].first), e.name))


def all_marks(text: Text) -> Iterator[Mark]:
    """All names of a document in order, and those inside them."""
    for index in sorted(text.marks):
        for mark in text.marks[index]:
            yield mark
            yield from mark.parts()


def _order(mark: Mark) -> int:
    return mark.passage * 1_000_000 + mark.start
