"""Words that are weighed: whether they name something, and what kind of thing.

Three sorts of words are weighed. Names with capitals whose class only their shape or the words
beside them told, or nothing did, before anything is read of them. Then common words of the
schemes, and phrases of plain words, sentence by sentence. All that a document calls by the same
words is of one class.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from medtechkg.language import nounphrases, traits
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Mark
from medtechkg.language.naming import Naming
from medtechkg.language.nounphrases import Line
from medtechkg.language.verbs import lemma
from medtechkg.language.weights import share
from medtechkg.model import Entity, Passage, Sentence
from medtechkg.reading.kinds import retaken

__all__ = ["LEARNT", "Candidate", "common", "named", "settle_common", "settle_names"]

#: What the rules of marks begin with that the weights have made.
LEARNT = "learnt:"
_SHAPED = "name:"
#: Names that their shape shows for what they are.
_PEOPLE = frozenset(f"name:{rule}" for rule in ("title", "person", "title-surname", "role"))
_CONCEPTS = frozenset(("lexicon", "group", "levels", "field"))
#: What plain words name: a body is named by its name, and "the government" is none.
_PLAIN = frozenset(
    "Sector SubSector Technology Skill SkillNeed OccupationGroup Role TrainingRoute Qualification "
    "QualificationType QualificationLevel".split()
)
#: Classes of which the same words may be, as the sentence tells; others a scheme knows better.
_BY_CONTEXT = frozenset(("Sector", "SubSector", "Technology", "Skill", "OccupationGroup"))
_LEAD = 3

Marks = Mapping[int, Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name something, and what shows it. ``mark`` is what rules made of them."""

    passage: int
    start: int
    end: int
    name: str
    sort: str
    features: tuple[str, ...]
    mark: Mark | None = None


# -- what is weighed --------------------------------------------------------------------------


def named(
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    marks: Marks,
    unlinked: Sequence[Mark],
) -> list[Candidate]:
    """The names with capitals that no register holds, as far as rules do not settle them."""
    loose: dict[int, list[Mark]] = defaultdict(list)
    for mark in unlinked:
        loose[mark.passage].append(mark)
    by_index = {passage.index: passage for passage in passages}
    found = []
    for sentence in sentences:
        here = _within(sentence, marks)
        open_ = [mark for mark in here if _is_open(mark)]
        open_ += _within(sentence, loose)
        if open_:
            place = _placed(by_index, sentence, here)
            found += [_name(place, mark) for mark in open_]
    return found


def common(
    passages: Sequence[Passage], sentences: Sequence[Sentence], marks: Marks
) -> list[Candidate]:
    """The concepts and the phrases of plain words."""
    by_index = {passage.index: passage for passage in passages}
    found = []
    for sentence in sentences:
        here = _within(sentence, marks)
        place = _placed(by_index, sentence, here)
        starts, ends = place.line.starts, place.line.ends
        spans = {
            (starts[first], ends[stop - 1]): (first, stop)
            for first, stop in nounphrases.phrases(place.line)
        }
        concepts = {(m.start, m.end): m for m in here if _is_concept(m)}
        found += [
            _phrase(place, first, stop)
            for span, (first, stop) in spans.items()
            if span not in concepts
        ]
        found += [_concept(place, mark) for mark in concepts.values()]
    return found


def _within(sentence: Sentence, marks: Marks) -> list[Mark]:
    return [m for m in marks.get(sentence.passage, ()) if sentence.start <= m.start < sentence.end]


def _is_open(mark: Mark) -> bool:
    entity = mark.senses[0].entity
    return mark.rule.startswith(_SHAPED) and mark.rule not in _PEOPLE and not entity.iri


def _is_concept(mark: Mark) -> bool:
    """Whether a mark is a common word rather than the name of one thing."""
    if mark.rule not in _CONCEPTS:
        return False
    iri = mark.senses[0].entity.iri
    return mark.rule == "field" or (bool(iri) and "/id/" not in (iri or ""))


# -- what shows it ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence as features see it; ``told`` is what its passage shows of all that it holds."""

    passage: Passage
    line: Line
    told: tuple[str, ...]
    starting: Mapping[int, str]
    ending: Mapping[int, str]


def _placed(passages: Mapping[int, Passage], sentence: Sentence, here: Sequence[Mark]) -> _Place:
    passage = passages[sentence.passage]
    things = [(m.start, m.end, m.senses[0].cls) for m in here if m.strong and not _is_concept(m)]
    line = nounphrases.line(passage.text, sentence.start, sentence.end, things)
    told = tuple(_told(passage, passages))
    return _Place(
        passage,
        line,
        told,
        {m.start: m.senses[0].cls for m in here},
        {m.end: m.senses[0].cls for m in here},
    )


def _told(passage: Passage, passages: Mapping[int, Passage]) -> Iterator[str]:
    yield f"in a {passage.kind.value}"
    if passage.lead_in is not None:
        for word in passages[passage.lead_in].text.lower().rstrip(":").split()[-_LEAD:]:
            yield f"below … {lemma(word)}:"
    elif passage.headings:
        for word in passage.headings[-1].lower().split()[-_LEAD:]:
            yield f"heading … {lemma(word)}"


def _name(place: _Place, mark: Mark) -> Candidate:
    written = place.passage.text[mark.start : mark.end]
    first, stop = _words(place.line, mark.start, mark.end)
    cls = mark.senses[0].cls if mark.senses else "nothing"
    told = [*traits.capitalised(written), f"^ read as {cls}", f"^ read by {mark.rule}"]
    told.append(f"^ read as {cls} by {mark.rule}")
    name = mark.senses[0].entity.name if mark.senses else written
    return _candidate(place, mark.start, mark.end, name, "name", (first, stop), told, mark)


def _concept(place: _Place, mark: Mark) -> Candidate:
    first, stop = _words(place.line, mark.start, mark.end)
    told = list(traits.inside(place.line, first, stop)) if stop > first else []
    told += [f"may be {s.cls}, weak" if s.weak else f"may be {s.cls}" for s in mark.senses]
    firm = "firm" if mark.strong else "faint"
    told += [f"read by {mark.rule}", f"read by {mark.rule}, {firm}, as {mark.senses[0].cls}"]
    name = place.passage.text[mark.start : mark.end]
    return _candidate(place, mark.start, mark.end, name, "concept", (first, stop), told, mark)


def _phrase(place: _Place, first: int, stop: int) -> Candidate:
    start, end = place.line.starts[first], place.line.ends[stop - 1]
    told = traits.inside(place.line, first, stop)
    name = place.passage.text[start:end]
    return _candidate(place, start, end, name, "phrase", (first, stop), told, None)


def _words(line: Line, start: int, end: int) -> tuple[int, int]:
    """The words that a span covers."""
    return bisect_left(line.starts, start), bisect_left(line.starts, end)


def _candidate(
    place: _Place,
    start: int,
    end: int,
    name: str,
    sort: str,
    words: tuple[int, int],
    told: Iterable[str],
    mark: Mark | None,
) -> Candidate:
    text = place.passage.text
    features = [f"a {sort}", *told, *traits.around(place.line, *words), *_beside(place, *words)]
    features += [f"a {sort} {each}" for each in place.told]
    if not start:
        features.append("opens the passage")
        if end >= len(text.rstrip(".")):
            features.append("is the passage")
    return Candidate(
        place.passage.index, start, end, name, sort, tuple(dict.fromkeys(features)), mark
    )


def _beside(place: _Place, first: int, stop: int) -> Iterator[str]:
    """The classes of the items before and after in a list."""
    line, words = place.line, place.line.words
    at = first - 1
    while at >= 0 and words[at] in traits.LIST:
        at -= 1
    if -1 < at < first - 1 and line.ends[at] in place.ending:
        yield f"<{place.ending[line.ends[at]]}> [and] _"
    at = stop
    while at < len(words) and words[at] in traits.LIST:
        at += 1
    if stop < at < len(words) and line.starts[at] in place.starting:
        yield f"_ [and] <{place.starting[line.starts[at]]}>"


# -- what is made of it -----------------------------------------------------------------------


#: Classes that a name itself says, whatever stands around it.
_SAID = ("University", "College", "School", "HealthcareProvider")
#: How much likelier another class must be than the one rules have read, on the scale of odds.
_CLEARLY = 1.0
#: The odds of a class that the model has not heard of: as unlikely as any sum gets.
_UNHEARD = -9.0


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate, how likely it names something, and of which class."""

    candidate: Candidate
    sure: float
    cls: str = ""
    because: str = ""


def settle_names(
    marks: Marks, unlinked: Sequence[Mark], candidates: Sequence[Candidate], model: Naming
) -> tuple[dict[int, list[Mark]], tuple[Mark, ...]]:
    """Class the names that rules left open, and leave those to review that name nothing."""
    taken: dict[Entity, tuple[Entity, str]] = {}
    dropped: set[Entity] = set()
    classed: dict[tuple[int, int], Mark] = {}
    for name, same in _by_name(candidates).items():
        likely = share(sum(model.total(one.features) for one in same) / len(same))
        cls = _class(same, model)
        because = model.reasons(same[0].features, cls)
        for mark in (one.mark for one in same if one.mark is not None):
            entity = mark.senses[0].entity if mark.senses else None
            if entity is None and likely >= model.least["name"]:
                sense = Sense(Entity(cls, name))
                made = replace(mark, senses=(sense,), rule=f"{LEARNT}name", because=because)
                classed[mark.passage, mark.start] = made
            elif entity is not None and entity.cls not in _SAID and likely < model.drop["name"]:
                dropped.add(entity)
            elif (
                entity is not None and entity.cls not in (cls, *_SAID) and _other(same, cls, model)
            ):
                taken[entity] = replace(entity, cls=cls), because
    more: dict[int, list[Mark]] = defaultdict(list)
    for mark in classed.values():
        more[mark.passage].append(mark)
    kept = {
        index: sorted(
            [*_reclassed(marks[index], taken, dropped), *more.get(index, ())],
            key=lambda mark: mark.start,
        )
        for index in marks
    }
    gone = (m for index in sorted(marks) for m in marks[index] if _first(m) in dropped)
    open_ = [mark for mark in unlinked if (mark.passage, mark.start) not in classed]
    return kept, (*open_, *(replace(mark, senses=()) for mark in gone))


def _by_name(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        found[one.name].append(one)
    return found


def _class(same: Sequence[Candidate], model: Naming) -> str:
    """The class that all that a document says of a name speaks for."""
    sums: dict[str, float] = defaultdict(float)
    for one in same:
        for cls, total in model.totals(one.features).items():
            sums[cls] += total
    return max(sorted(sums), key=lambda cls: sums[cls])


def _other(same: Sequence[Candidate], cls: str, model: Naming) -> bool:
    """Whether a class is clearly likelier than the one that rules have read."""
    sums = [model.totals(one.features) for one in same]
    read = [_first(one.mark).cls for one in same if one.mark is not None and one.mark.senses]
    gain = sum(each[cls] - each.get(was, _UNHEARD) for each in sums for was in read[:1]) / len(sums)
    return gain >= _CLEARLY


def _first(mark: Mark) -> Entity:
    return mark.senses[0].entity


def _reclassed(
    marks: Iterable[Mark], taken: Mapping[Entity, tuple[Entity, str]], dropped: Collection[Entity]
) -> Iterator[Mark]:
    """The marks as what they were found to be, the short forms of a name as well."""
    others = {entity: other for entity, (other, _) in taken.items()}
    for mark in marks:
        entity = _first(mark)
        if entity in taken:
            because = taken[entity][1]
            yield replace(retaken([mark], others)[0], rule=f"{LEARNT}name", because=because)
        elif entity not in dropped:
            yield mark


def settle_common(
    marks: Marks, candidates: Sequence[Candidate], model: Naming
) -> dict[int, list[Mark]]:
    """Take up the common words that name something here, each as what it names."""
    low = min(*model.drop.values(), *model.least.values())
    likely = [
        _Weighed(one, sure)
        for one in candidates
        if (sure := share(model.total(one.features))) >= low or one.mark is not None
    ]
    chosen = list(_chosen(likely, model))
    classes = {
        name: _class([each.candidate for each in same], model)
        for name, same in _grouped(chosen).items()
    }
    made: dict[int, list[Mark]] = defaultdict(list)
    for each in chosen:
        cls = classes[each.candidate.name.lower()]
        if each.candidate.mark is not None or cls in _PLAIN:
            made[each.candidate.passage].append(_made(each, cls, model))
    faded = {
        each.candidate.mark: _faded(each.candidate.mark)
        for each in likely
        if each.candidate.mark and each.sure < model.drop["concept"]
    }
    return {index: _put(marks[index], made.get(index, ()), faded) for index in marks}


def _grouped(chosen: Iterable[_Weighed]) -> dict[str, list[_Weighed]]:
    found: dict[str, list[_Weighed]] = defaultdict(list)
    for each in chosen:
        found[each.candidate.name.lower()].append(each)
    return found


def _chosen(likely: Iterable[_Weighed], model: Naming) -> Iterator[_Weighed]:
    """Of words that overlap those that are likeliest to name something."""
    taken: dict[int, set[int]] = defaultdict(set)
    order = sorted(likely, key=lambda w: (-w.sure, w.candidate.passage, w.candidate.start))
    for each in order:
        one = each.candidate
        strong = one.mark is not None and one.mark.strong
        least = model.drop["concept"] if strong else model.least[one.sort]
        span = range(one.start, one.end)
        if each.sure >= least and taken[one.passage].isdisjoint(span):
            taken[one.passage].update(span)
            yield each


def _made(each: _Weighed, cls: str, model: Naming) -> Mark:
    one = each.candidate
    because = model.reasons(one.features, cls)
    if one.mark is None:
        sense = Sense(Entity(cls, one.name), weak=True)
        rule = f"{LEARNT}phrase"
        return Mark(one.passage, one.start, one.end, (sense,), rule, because=because)
    known = {sense.cls for sense in one.mark.senses}
    if cls not in known and not {cls, one.mark.senses[0].cls} <= _BY_CONTEXT:
        cls = one.mark.senses[0].cls
    first = next((s for s in one.mark.senses if s.cls == cls), None)
    if first is one.mark.senses[0] and one.mark.strong:
        return one.mark
    first = first or Sense(Entity(cls, one.name), weak=not one.mark.strong)
    others = tuple(s for s in one.mark.senses if s.cls != cls)
    if one.mark.strong:
        first, others = replace(first, weak=False), tuple(replace(s, weak=True) for s in others)
    return replace(one.mark, senses=(first, *others), rule=f"{LEARNT}concept", because=because)


def _faded(mark: Mark) -> Mark:
    """A concept that names nothing unless a sentence asks for it."""
    rule = "lexicon" if mark.rule == "group" else mark.rule
    return replace(mark, senses=tuple(replace(s, weak=True) for s in mark.senses), rule=rule)


def _put(here: Sequence[Mark], made: Sequence[Mark], faded: Mapping[Mark, Mark]) -> list[Mark]:
    if not made and not faded:
        return list(here)
    taken = {at for mark in made for at in range(mark.start, mark.end)}
    kept = [
        faded.get(mark, mark)
        for mark in here
        if not (_is_concept(mark) and not taken.isdisjoint(range(mark.start, mark.end)))
    ]
    return sorted([*kept, *made], key=lambda m: m.start)
