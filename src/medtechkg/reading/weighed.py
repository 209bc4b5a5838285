"""What the words between two names tell where no rule reads them, and what they say of the rules.

Every two names of a unit that some property may join are weighed (`language.weights`). What is
likely enough and said by no rule becomes a statement like any other, with its evidence and its
stance. What a rule reads is weighed too, with the confidence of the rule. Confidence is the share
of such readings that was right on pages no rule was written on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from medtechkg.language import contexts, weights
from medtechkg.language.contexts import CARRIED, Ends, Setting
from medtechkg.language.grammar import Pattern, Slot
from medtechkg.language.masks import EACH, Mark, Masked
from medtechkg.language.patterns import Item, Match
from medtechkg.language.rulebooks import Rule
from medtechkg.language.weights import Trust, Weights
from medtechkg.model import Entity, Evidence, Statement, Vocabulary
from medtechkg.reading.carried import Before
from medtechkg.reading.kinds import retaken
from medtechkg.reading.statements import Found, Scope, Text, merge

__all__ = ["AGAINST", "APART", "Fits", "Pair", "fitting", "judged", "pairs"]

#: Which properties may join two classes, in this order.
Fits = Callable[[str, str], tuple[str, ...]]
#: How a match in a masked unit becomes statements.
Tell = Callable[[Match, Masked], Found]
#: The stretches of a unit: passage, start and end of each.
Spot = tuple[tuple[int, int, int], ...]
#: Subject, property, object.
_Triple = tuple[Entity, str, Entity]
#: What a rule says of one thing in one place: subject, property, rule, start and end of the quote.
_Said = tuple[Entity, str, str, int, int]
#: What is told of a reading that the words speak against.
AGAINST = "the words around the two names weigh against it"
APART = "no sentence or item has both names"
#: From here a statement is asserted, not only proposed; from here words alone do not prevent that.
_EVEN, _FIRM = 0.5, 0.7
_SUBJECT, _AREA = "{} is what the document is about", "{} is where the document is about"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a unit names, the properties that may join them, and what it is weighed by.

    ``spot`` has the stretches of the unit: passage, start and end of each. One of the two may be
    carried over from what stands before it.
    """

    subject: Entity
    object: Entity
    properties: tuple[str, ...]
    ends: Ends
    where: Setting
    spot: Spot
    features: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether the unit itself names but one of the two."""
        return CARRIED in (self.ends.first, self.ends.second)


def fitting(properties: Iterable[str], vocabulary: Vocabulary) -> Fits:
    """Tell which of some properties have a domain and a range that two classes are within."""
    known = {name: vocabulary.properties[name] for name in sorted(properties)}

    def within(cls: str, wanted: Sequence[str]) -> bool:
        return not wanted or any(vocabulary.is_a(cls, want) for want in wanted)

    @cache
    def fits(one: str, other: str) -> tuple[str, ...]:
        return tuple(
            name
            for name, each in known.items()
            if within(one, each.domain) and within(other, each.range)
        )

    return fits


# -- the pairs --------------------------------------------------------------------------------


def pairs(
    found: Found,
    text: Text,
    about: Scope,
    taken: Mapping[Entity, Entity],
    kinds: Mapping[str, str],
    fits: Fits,
) -> list[Pair]:
    """Pair the names of each unit; of the ways in which it puts two, where they stand nearest.

    Two names that meet in no unit are paired where one may be carried over into the other's.
    """
    nearest: dict[tuple[Entity, Entity, Spot], tuple[Masked, Ends]] = {}
    for pieces, ways in found.said:
        spot = tuple((each.passage.index, each.start, each.end) for each in pieces)
        for masked in ways:
            for subject, object_, ends in _paired(_names(masked, taken), fits):
                known = nearest.get((subject, object_, spot))
                if known is None or _apart(ends) < _apart(known[1]):
                    nearest[subject, object_, spot] = masked, ends
    met = {(subject.name, object_.name) for subject, object_, _ in nearest}
    before = Before(text, about, taken)
    for pieces, ways in found.said:
        spot = tuple((each.passage.index, each.start, each.end) for each in pieces)
        for subject, object_, ends in _carried(_names(ways[0], taken), before.names(pieces), fits):
            if (subject.name, object_.name) not in met:
                nearest.setdefault((subject, object_, spot), (ways[0], ends))
    known_as = _roles(about, taken)
    settings: dict[int, Setting] = {}
    made = []
    for (subject, object_, spot), (masked, bare) in nearest.items():
        if id(masked) not in settings:
            listed = len(spot) > 1
            settings[id(masked)] = contexts.setting(masked, text.passages, kinds, listed=listed)
        where = settings[id(masked)]
        roles = (*_told(known_as, subject, "S"), *_told(known_as, object_, "O"))
        ends = replace(bare, roles=roles) if roles and not bare.roles else bare
        told = tuple(dict.fromkeys(contexts.features(where, ends, kinds)))
        fit = fits(subject.cls, object_.cls)
        made.append(Pair(subject, object_, fit, ends, where, spot, told))
    return made


def _names(masked: Masked, taken: Mapping[Entity, Entity]) -> list[tuple[int, Mark, Entity]]:
    """The names of a masked unit, each of a group by itself, and at which token they stand."""
    return [
        (at, mark, taken.get(mark.senses[0].entity, mark.senses[0].entity))
        for at in sorted(masked.marks)
        for mark in _each(masked.marks[at])
    ]


def _carried(
    named: Sequence[tuple[int, Mark, Entity]],
    before: Mapping[Entity, tuple[Mark, Sequence[str]]],
    fits: Fits,
) -> Iterator[tuple[Entity, Entity, Ends]]:
    """Every name of a unit with each that it may take up, in both orders."""
    here = {entity.name for _, _, entity in named}
    for entity, (carried, roles) in before.items():
        if entity.name in here:
            continue
        for at, mark, other in named:
            for subject, object_ in ((entity, other), (other, entity)):
                if fits(subject.cls, object_.cls):
                    first, second = (CARRIED, at) if subject is entity else (at, CARRIED)
                    marks = (carried, mark) if subject is entity else (mark, carried)
                    classes = subject.cls, object_.cls
                    names = subject.name, object_.name
                    ends = Ends(first, second, marks, classes, names, tuple(roles))
                    yield subject, object_, ends


def _paired(
    named: Sequence[tuple[int, Mark, Entity]], fits: Fits
) -> Iterator[tuple[Entity, Entity, Ends]]:
    """Every two names of a unit, in both orders, that a property may join."""
    for first, one, subject in named:
        for second, other, object_ in named:
            if first == second or subject.name == object_.name:
                continue
            if fits(subject.cls, object_.cls):
                classes = subject.cls, object_.cls
                names = subject.name, object_.name
                yield subject, object_, Ends(first, second, (one, other), classes, names)


def _each(mark: Mark) -> Sequence[Mark]:
    return [one for slot, one in mark.inner if slot == EACH] or [mark]


def _apart(ends: Ends) -> int:
    return abs(ends.first - ends.second)


def _roles(about: Scope, taken: Mapping[Entity, Entity]) -> dict[Entity, list[str]]:
    """What a document is about, and where, as features tell it."""
    found: dict[Entity, list[str]] = {}
    for mark, words in ((about.subject, _SUBJECT), (about.area, _AREA)):
        if mark is not None:
            entity = mark.senses[0].entity
            found.setdefault(taken.get(entity, entity), []).append(words)
    return found


def _told(known: Mapping[Entity, list[str]], entity: Entity, end: str) -> list[str]:
    return [words.format(end) for words in known.get(entity, ())]


# -- what they weigh --------------------------------------------------------------------------


def judged(
    told: Sequence[Statement],
    found: Sequence[Pair],
    model: Weights,
    vocabulary: Vocabulary,
    tell: Tell,
    taken: Mapping[Entity, Entity],
) -> tuple[list[Statement], list[Mark]]:
    """Weigh what rules have told, and add what the words alone tell, with the marks it rests on."""
    symmetric = {name for name, each in vocabulary.properties.items() if each.symmetric}
    best = _best(found, model, symmetric)
    own = {one: _own(one, best) for one in told}
    most = _most(own)
    kept = [each for one in told for each in _trusted(one, own[one], most, model)]
    linked = {frozenset((one.subject, one.object)) for one in told}
    added: list[Statement] = []
    bound: list[Mark] = []
    for (_, name, _), (total, pair) in _likeliest(best, linked, model):
        match = _match(pair, name, taken)
        said = tell(match, replace(pair.where.masked, part=False))  # its stance is the sentence's
        sure = round(model.weighed.weighed(total), 2)
        reasons = model.reasons(pair.features, name)
        for one in said.statements:
            evidence = tuple(replace(e, confidence=sure, because=reasons) for e in one.evidence)
            added.append(replace(one, evidence=evidence))
        bound += said.bound
    return merge([*kept, *added]), bound


def _best(
    found: Iterable[Pair], model: Weights, symmetric: Iterable[str]
) -> dict[_Triple, tuple[float, Pair]]:
    """The unit in which each statement weighs most; of a symmetric one the order that does."""
    best: dict[_Triple, tuple[float, Pair]] = {}
    for pair in found:
        for name, total in model.totals(pair.features, pair.properties).items():
            key = pair.subject, name, pair.object
            other = pair.object, name, pair.subject
            if name in symmetric and other in best:
                if best[other][0] >= total:
                    continue
                del best[other]
            if key not in best or best[key][0] < total:
                best[key] = total, pair
    return best


def _own(statement: Statement, best: Mapping[_Triple, tuple[float, Pair]]) -> float | None:
    """What the words weigh for a statement, if any unit has both its ends."""
    one, name, other = statement.subject, statement.predicate, statement.object
    weighed = best.get((one, name, other)) or best.get((other, name, one))
    return weighed[0] if weighed else None


def _most(own: Mapping[Statement, float | None]) -> dict[_Said, float]:
    """The most that words weigh for anything that a rule says of one thing in one place.

    The members of a list are right together, and so are a post and its body, of which pages are
    annotated with but one.
    """
    most: dict[_Said, float] = {}
    for statement, total in own.items():
        if total is not None:
            for said in _said(statement):
                most[said] = max(total, most.get(said, total))
    return most


def _said(statement: Statement) -> Iterator[_Said]:
    for each in statement.evidence:
        if each.role == "statement":
            yield statement.subject, statement.predicate, each.rule, each.start, each.end


def _trusted(
    statement: Statement, own: float | None, most: Mapping[_Said, float], model: Weights
) -> Iterator[Statement]:
    """A statement of a rule, as sure as its rule and the words make it, or not at all."""
    if statement.predicate not in model.biases:
        yield statement
        return
    totals = {own, *(most[said] for said in _said(statement) if said in most)}
    unnamed = statement.subject.local or statement.object.local
    evidence = tuple(_judged(each, totals, model.read, unnamed) for each in statement.evidence)
    if Evidence.surest(evidence) >= model.read.least:
        yield replace(statement, evidence=evidence)


def _judged(
    evidence: Evidence, totals: Collection[float | None], trust: Trust, unnamed: bool
) -> Evidence:
    """How sure evidence is by its rule and by the words that speak most for it.

    Words alone do not make a firm rule unlikely, nor less sure of an unnamed party, which the pages
    that taught them are not annotated with.
    """
    confidence = evidence.confidence
    sure = max(trust.read(confidence, total) for total in totals)
    if confidence >= _FIRM:
        sure = max(sure, confidence if unnamed else _EVEN)
    doubt = APART if totals == {None} else AGAINST
    return replace(evidence, confidence=round(sure, 2), because=doubt if sure <= _EVEN else "")


def _likeliest(
    best: Mapping[_Triple, tuple[float, Pair]], linked: Iterable[frozenset[Entity]], model: Weights
) -> Iterator[tuple[_Triple, tuple[float, Pair]]]:
    """Of all that the words tell of two things which no rule has joined, what is likeliest."""
    joined = set(linked)
    least, share = model.weighed.least, model.weighed.weighed
    likely = [each for each in best.items() if share(each[1][0]) >= least]
    for triple, (total, pair) in sorted(likely, key=lambda each: (-each[1][0], each[0][1])):
        two = frozenset((triple[0], triple[2]))
        if two not in joined:
            joined.add(two)
            yield triple, (total, pair)


def _match(pair: Pair, property_: str, taken: Mapping[Entity, Entity]) -> Match:
    """Two names as if a rule had matched them and all that stands between."""
    low, high = sorted((pair.ends.first, pair.ends.second))
    trigger = pair.where.masked.origins[high if pair.carried else low]
    if pair.carried:  # what the whole unit says is said of the name before it
        low, high = 0, len(pair.where.masked.plain) - 1
    options = {"property": property_, "group": False}
    rule = Rule(Path(), 0, weights.name(property_), (), options)
    marks = retaken(pair.ends.marks, taken)
    items = [Item(m.passage, m.start, m.end, m.senses[0].cls, m) for m in marks]
    slots = {end: Slot(end, (item.cls,)) for end, item in zip("so", items, strict=True)}
    pattern = Pattern(rule, "", False, slots, frozenset())
    filled = {end: (item,) for end, item in zip("so", items, strict=True)}
    return Match(pattern, low, high + 1, filled, trigger)
