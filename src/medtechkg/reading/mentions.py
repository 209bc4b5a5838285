"""Which spans of a document name something, and what.

Known names come from the lexicon, others from their shape (`names`), from brackets that define an
abbreviation, and from shorter forms of a name the document has given in full. The result is one
list of marks for each passage, in order and without overlaps: the longest name wins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from medtechkg.language import abbreviations, names, people
from medtechkg.language.lexicon import Hit, Lexicon, Sense
from medtechkg.language.masks import NESTED, Mark
from medtechkg.model import Entity, Passage
from medtechkg.reading.forms import (
    Forms,
    agreed,
    in_series,
    listed,
    places_in_lists,
    told_next,
)
from medtechkg.reading.kinds import lending
from medtechkg.reading.recurring import again
from medtechkg.reading.series import GROUP, named

__all__ = ["find"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_PLACES = ("Region",)
_FIELDS = ("Sector", "SubSector")
_FAINT = ("list", "verb", "phrase", "capitals", "given")
_RUNNING = re.compile(r"[a-z,] $")
_BEARING_END = re.compile(r"(?: (?:North|South|East|West|Central))+$")
_SIDE = re.compile(
    r"(?<![\w-])(?:Greater|North|South|East|West|Mid|Central)(?:[ -](?:East|West))? $"
)
#: The end of a constituency, and whoever stands for one.
_BEHIND = re.compile(r" (?:North|South|East|West|Mid|Central)(?: (?:East|West))?\b(?! [A-Z])")
_MEMBER = re.compile(r"\b(?:MPs?|MSPs?|MSs?|AMs?|MLAs?|TDs?|[Mm]ember of \w+) for $")
_BEARING = re.compile(r"(?:greater|north|south|east|west|central|mid)\b", re.IGNORECASE)
_SITE = re.compile(
    r" (?:airport|freeport|(?:science|business|technology|research|innovation|industrial) park"
    r"|enterprise zone|innovation district|railway station)\b(?!-)"
)
_TO_CAMPUS = re.compile(r" (?:\([A-Z][A-Za-z]{1,5}\) )?")
_LEVELS = re.compile(r"\b[Ll]evels? \d(?:(?:, | and |/| to | or |, and | & |[-–])\d\b)+")
#: A firm rather than a field follows.
_ACTS = re.compile(r"(?:^|[.!?] |\b(?:by|with|from|met|to|that|while|when) |[’']s )$")
_DIGIT = re.compile(r"\d")
_JOINED = re.compile(r" (?:and|&) ")
_SHARED = re.compile(r" (?:skills|staff|workers|employees|sectors|industries)\b")


def find(
    passages: Sequence[Passage], lexicon: Lexicon, rules: names.Rules
) -> tuple[dict[int, list[Mark]], tuple[Mark, ...]]:
    """Find the marks of every passage, by its index; and the names that nothing classes."""
    among = {passage.index: _among(passage, lexicon, rules) for passage in passages}
    found = agreed(among, passages)
    full = Forms(mark for marks in found.values() for mark in marks)
    brackets = _abbreviations(passages, found)
    marks = {
        passage.index: _longest(
            [full.resolve(mark, passage) for mark in found[passage.index]]
            + _abbreviated(passage, brackets)
        )
        for passage in passages
    }
    repeated = again(passages, marks, lexicon, rules)
    marks = {index: _longest([*marks[index], *repeated.get(index, ())]) for index in marks}
    marks = {p.index: named(marks[p.index], p, rules) for p in passages}
    _name_as_written(marks, passages, rules)
    unlinked = tuple(mark for index in marks for mark in marks[index] if not mark.senses)
    kept = {index: [mark for mark in marks[index] if mark.senses] for index in marks}
    return lending(kept, rules), unlinked


def _untitled(mark: Mark, rules: names.Rules) -> Mark:
    """Call a person by the name alone, so that one with and one without a title are the same."""
    if not any(sense.cls == "Person" and not sense.entity.iri for sense in mark.senses):
        return mark
    renamed = (
        replace(each, entity=replace(each.entity, name=people.untitled(each.entity.name, rules)))
        if each.cls == "Person"
        else each
        for each in mark.senses
    )
    return replace(mark, senses=tuple(renamed))


def _among(passage: Passage, lexicon: Lexicon, rules: names.Rules) -> list[Mark]:
    """The names of one passage, classed by each other where nothing else says what they are."""
    known = _known(passage, lexicon)
    shaped = [
        _after_its_field(mark, known, passage.text) for mark in _shaped(passage, rules, lexicon)
    ]
    marks = places_in_lists(_longest(known + shaped), passage)
    told = told_next(in_series(list(listed(marks, passage)), passage), passage, rules)
    return [_untitled(mark, rules) for mark in told]


def _after_its_field(mark: Mark, known: Sequence[Mark], text: str) -> Mark:
    """Class a name that ends in a field as a firm: "by Calder Woundcare".

    Where fields may be meant ("in Kiln Science", or in a list) it stays open.
    """
    if not _ACTS.search(text, 0, mark.start):
        return mark
    fields = (each for each in known if each.end == mark.end and each.start > mark.start)
    if mark.senses or not any(each.senses[0].cls in _FIELDS for each in fields):
        return mark
    sense = Sense(Entity("Business", text[mark.start : mark.end]))
    return replace(mark, senses=(sense,), rule="name:field")


def _known(passage: Passage, lexicon: Lexicon) -> list[Mark]:
    marks = [
        Mark(passage.index, hit.start, hit.end, hit.senses, _rule(passage.text, hit))
        for hit in lexicon.find(passage.text)
        if not _shares_head(passage.text, hit.start, hit.end)
        and not _is_pair(passage.text[hit.start : hit.end], hit.senses, lexicon)
    ]
    reach = {mark.start: mark.end for mark in sorted(marks, key=lambda m: m.end)}
    marks = [mark for mark in marks if not _cuts_short(mark, reach, passage.text)]
    return marks + _wider(passage, marks) + _campuses(passage, marks) + _levels(passage, lexicon)


def _rule(text: str, hit: Hit) -> str:
    return GROUP if _is_group(text, hit) else "lexicon"


def _is_group(text: str, hit: Hit) -> bool:
    """Whether capitals make a group of an occupation: "a register of Lens Grinders"."""
    words = text[hit.start : hit.end].split()
    return (
        hit.senses[0].cls == "OccupationGroup"
        and len(words) > 1
        and words[-1].endswith("s")
        and all(word[0].isupper() and not word.isupper() for word in words)
        and bool(_RUNNING.search(text, 0, hit.start))
    )


def _cuts_short(mark: Mark, reach: Mapping[int, int], text: str) -> bool:
    """Whether its second half goes on: "life sciences and healthcare" before "technologies"."""
    joint = _JOINED.search(text, mark.start, mark.end)
    return bool(joint) and reach.get(joint.end() if joint else -1, 0) > mark.end


def _wider(passage: Passage, marks: Sequence[Mark]) -> list[Mark]:
    """Join a part of a country to its country: "Greater South East" and "England".

    Of what a member of parliament stands for, the part comes last: "MP for Holt North".
    """
    places = [mark for mark in marks if _is_place(mark)]
    longest = sorted(places, key=lambda mark: -mark.start)
    ends = {mark.end: mark for mark in longest if _BEARING.match(passage.text, mark.start)}
    spans = [
        (part.start, whole.end)
        for whole in places
        if (part := ends.get(whole.start - 1)) and passage.text[part.end] == " "
    ]
    spans += [
        (before.start(), whole.end)
        for whole in places
        if (before := _SIDE.search(passage.text, 0, whole.start)) and whole.rule == "lexicon"
    ]
    spans += [
        (seat.start, bearing.end())
        for seat in places
        if (bearing := _BEHIND.match(passage.text, seat.end))
        and _MEMBER.search(passage.text, 0, seat.start)
    ]
    wider = [Mark(passage.index, *span, (_place(passage, span),), "wider-place") for span in spans]
    return wider + list(_sites(passage, places))


def _sites(passage: Passage, places: Sequence[Mark]) -> Iterator[Mark]:
    """Join a place to the one thing there that is called after it: "Norwich airport"."""
    for place in places:
        site = _SITE.match(passage.text, place.end) if place.rule == "lexicon" else None
        if site:
            written = passage.text[place.start : site.end()]
            sense = Sense(Entity("Facility", written))
            yield Mark(passage.index, place.start, site.end(), (sense,), "name:beside")


def _campuses(passage: Passage, marks: Sequence[Mark]) -> list[Mark]:
    """Join a university to the place of its campus: "Northmoor Technological University Fife"."""
    text = passage.text
    places = {m.start: m.end for m in marks if any(sense.cls in _PLACES for sense in m.senses)}
    found = []
    for mark in marks:
        gap = _TO_CAMPUS.match(text, mark.end)
        if not gap or gap.end() not in places:
            continue
        if not mark.strong or mark.senses[0].cls != "University":
            continue
        end = places[gap.end()]
        if not text[: mark.end].endswith(text[gap.end() : end]):
            sense = Sense(Entity("University", text[mark.start : end]))
            found.append(Mark(passage.index, mark.start, end, (sense,), "campus"))
    return found


def _place(passage: Passage, span: tuple[int, int]) -> Sense:
    return Sense(Entity("Region", passage.text[slice(*span)]))


def _levels(passage: Passage, lexicon: Lexicon) -> list[Mark]:
    """Read the levels that share a word: "Levels 4 and 5"."""
    marks: list[Mark] = []
    for match in _LEVELS.finditer(passage.text):
        for digit in _DIGIT.finditer(passage.text, *match.span()):
            start = digit.start() if marks and marks[-1].start >= match.start() else match.start()
            senses = lexicon.look_up(f"Level {digit[0]}")
            if senses:
                marks.append(Mark(passage.index, start, digit.end(), senses, "levels"))
    return marks


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


def _name_as_written(
    marks: dict[int, list[Mark]], passages: Sequence[Passage], rules: names.Rules
) -> None:
    """Call each known thing by the fullest name its document uses, a field by its usual one.

    A place of which only the adjective is written goes by its name: Scotland, not "Scottish".
    """
    forms: dict[Entity, Counter[str]] = defaultdict(Counter)
    texts = {passage.index: passage.text for passage in passages}
    for mark in (mark for index in sorted(marks) for mark in marks[index]):
        written = _ARTICLE.sub("", texts[mark.passage][mark.start : mark.end])
        for sense in mark.senses:
            known = sense.entity.iri and mark.rule != "levels"
            adjective = sense.cls in _PLACES and rules.has("nationalities", written.lower())
            if known and not adjective and not (sense.weak and mark.strong):
                forms[sense.entity][written] += 1
    chosen = {entity: _usual(entity, counts) for entity, counts in forms.items()}
    for index, found in marks.items():
        marks[index] = [replace(mark, senses=_renamed(mark.senses, chosen)) for mark in found]


def _usual(entity: Entity, counts: Counter[str]) -> str:
    """The form of a field that is written most often; of anything else the longest."""
    if entity.cls in _FIELDS:
        return max(counts, key=lambda form: (counts[form], len(form)))
    return max(counts, key=len)


def _renamed(senses: Iterable[Sense], fullest: Mapping[Entity, str]) -> tuple[Sense, ...]:
    return tuple(
        replace(sense, entity=replace(sense.entity, name=fullest[sense.entity]))
        if sense.entity in fullest
        else sense
        for sense in senses
    )


def _shaped(passage: Passage, rules: names.Rules, lexicon: Lexicon) -> list[Mark]:
    spans = _spans(passage, lexicon)
    places = {span for span, cls in spans.items() if cls in _PLACES}
    return [
        Mark(
            passage.index,
            candidate.start,
            candidate.end,
            _senses(candidate, lexicon),
            f"name:{candidate.rule}",
        )
        for candidate in names.scan(passage.text, rules, spans, places)
        if not (candidate.rule in _FAINT and _tiled(candidate, spans, passage.text))
    ]


def _tiled(candidate: names.Candidate, spans: Iterable[tuple[int, int]], text: str) -> bool:
    """Whether a run of capitals is only known names side by side."""
    inside = sorted(span for span in spans if candidate.start <= span[0] < candidate.end)
    at = candidate.start
    for start, end in inside:
        if text[at:start].strip():
            continue
        at = end
    return at == candidate.end and len(inside) > 1


def _spans(passage: Passage, lexicon: Lexicon) -> dict[tuple[int, int], str]:
    """Where known things are named, and of what class they are."""
    return {
        (hit.start, hit.end): hit.senses[0].cls
        for hit in lexicon.find(passage.text)
        if any(not sense.weak and _is_thing(sense.entity) for sense in hit.senses)
    }


def _is_thing(entity: Entity) -> bool:
    """Whether it is a named thing rather than a concept, which any longer name may hold."""
    return "/id/" in (entity.iri or "")


def _senses(candidate: names.Candidate, lexicon: Lexicon) -> tuple[Sense, ...]:
    """A name by shape, unless the lexicon knows it under another class."""
    senses = lexicon.look_up(candidate.name)
    known = tuple(sense for sense in senses if not sense.weak)
    if known or (senses and candidate.rule == "apposition" and not any(map(_is_named, senses))):
        return known  # a common word, such as a skill, takes no class from what explains it
    if candidate.cls == "Region" and candidate.rule == "tail":
        known = lexicon.look_up(_BEARING_END.sub("", candidate.name))
        bodies = [sense.cls for sense in known if _is_asked(sense, "Organisation")]
        if bodies:
            return (Sense(Entity(bodies[0], candidate.name)),)
    asked = [sense for sense in senses if _is_asked(sense, candidate.cls)]
    if len(asked) == 1:
        return (replace(asked[0], weak=False),)
    if candidate.cls is None:
        return ()
    return (Sense(Entity(candidate.cls, candidate.name)),)


def _is_named(sense: Sense) -> bool:
    return _is_thing(sense.entity)


def _is_asked(sense: Sense, cls: str | None) -> bool:
    body = cls == "Organisation" and "/id/organisation/" in (sense.entity.iri or "")
    return _is_thing(sense.entity) and (body or sense.cls == cls)


def _longest(marks: Iterable[Mark]) -> list[Mark]:
    """Keep the longest of overlapping marks; of equals, a classed one, a known one first."""
    kept: list[Mark] = []
    nested: list[Mark] = []
    order = sorted(
        _apart(list(marks)),
        key=lambda m: (not m.senses, m.start - m.end, not m.strong, _rank(m.rule), m.start),
    )
    taken: set[int] = set()
    inside: set[int] = set()
    for mark in order:
        span = range(mark.start, mark.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mark)
        elif (_is_place(mark) or _is_level(mark)) and inside.isdisjoint(span):
            inside.update(span)
            nested.append(mark)
    return [_with_places(mark, nested) for mark in sorted(kept, key=lambda m: m.start)]


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Leave out common words that begin inside a name: "University researcher" after "Holt"."""
    named = [mark for mark in marks if mark.strong and mark.senses and not _is_concept(mark)]
    for mark in marks:
        inside = (one.start < mark.start < one.end < mark.end for one in named)
        if mark.strong or not mark.senses or not any(inside):
            yield mark


def _is_concept(mark: Mark) -> bool:
    entity = mark.senses[0].entity
    return bool(entity.iri) and not _is_thing(entity)


def _rank(rule: str) -> int:
    return ("abbreviation", "levels", "lexicon", GROUP, rule).index(rule)


def _is_place(mark: Mark) -> bool:
    return mark.strong and bool(mark.senses) and mark.senses[0].cls in _PLACES


def _is_level(mark: Mark) -> bool:
    return mark.strong and bool(mark.senses) and mark.senses[0].cls == "QualificationLevel"


def _with_places(mark: Mark, nested: Iterable[Mark]) -> Mark:
    """Keep the place in a longer name: "that region" may return to it; and the level of a route."""
    route = bool(mark.senses) and mark.senses[0].cls == "TrainingRoute"
    inside = tuple(
        (NESTED if _is_place(part) else "level", part)
        for part in nested
        if mark.start <= part.start and part.end <= mark.end and (route or _is_place(part))
    )
    return replace(mark, inner=mark.inner + inside) if inside else mark


def _abbreviations(
    passages: Sequence[Passage], found: Mapping[int, Sequence[Mark]]
) -> dict[str, Sense]:
    """What each abbreviation defined in brackets stands for."""
    brackets: dict[str, Sense] = {}
    for passage in passages:
        text = passage.text
        spelled = {(end, first) for _, end, first, _ in abbreviations.scan(text)}
        pairs = [(end, first, last) for _, end, first, last in abbreviations.scan(text)]
        pairs += [one for one in abbreviations.brackets(text) if one[:2] not in spelled]
        for end, first, last in pairs:
            short = text[first:last]
            named = [
                m
                for m in found[passage.index]
                if m.senses
                and (m.end == end or (m.start < end < last < m.end and m.rule != "campus"))
            ]
            fits = (end, first) in spelled or (
                named and abbreviations.fits(text[named[0].start : end], short)
            )
            if named and fits and named[0].strong:
                brackets.setdefault(short.removesuffix("s") or short, named[0].senses[0])
    return brackets


def _abbreviated(passage: Passage, brackets: Mapping[str, Sense]) -> list[Mark]:
    return [
        Mark(passage.index, at.start(), at.end(), (sense,), "abbreviation")
        for short, sense in sorted(brackets.items())
        if short in passage.text
        for at in re.finditer(rf"(?<!\w){re.escape(short)}s?(?!\w)", passage.text)
    ]
