"""What invented reports say: things, of the registers and invented, and sentences about them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from pyoxigraph import Quad

from medtechkg.facts import Said
from medtechkg.iris import Base, digest
from medtechkg.model import (
    Claim,
    Entity,
    Event,
    Evidence,
    Figure,
    Modality,
    Polarity,
    Statement,
    Vocabulary,
)

__all__ = ["BASE", "KINDS", "Cast", "Sentence", "cast"]

BASE = Base()
#: What is taken from the registers, and how many at most.
_REGISTERED = {
    "University": 160,
    "HealthcareProvider": 150,
    "College": 200,
    "PublicBody": 60,
    "Skill": 400,
    "SubSector": 150,
    "Sector": 40,
    "OccupationGroup": 80,
    "Policy": 60,
    "TrainingRoute": 20,
}
#: What is invented, and how many a document.
_INVENTED = {
    "Business": 5.0,
    "Facility": 0.6,
    "Project": 0.8,
    "Partnership": 0.5,
    "Person": 1.5,
    "Qualification": 0.5,
}
_TRADES = ("Optics", "Splints", "Imaging", "Implants", "Sensors", "Dressings", "Robotics", "Gait")


class Sentence(NamedTuple):
    """A sentence, the things it names, and what it says, but for the quote."""

    text: str
    names: tuple[Entity, ...]
    said: tuple[Callable[[tuple[Evidence, ...]], Said], ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """The things reports may name, by class; where each is, and what it belongs to."""

    things: Mapping[str, tuple[Entity, ...]]
    former: Mapping[str | None, str]
    homes: Mapping[Entity, Entity]
    seats: Mapping[Entity, Entity]
    owners: Mapping[Entity, Entity]
    fields: Mapping[Entity, Entity]
    chance: random.Random

    def one(self, cls: str) -> Entity:
        """Take a thing of the class: the first ones often, the last ones seldom."""
        return _skewed(self.things[cls], self.chance)

    def home(self, thing: Entity) -> Entity:
        """Tell where a thing is; an invented one is always in the same place."""
        return self.homes.get(thing) or self.one("Region")


def cast(documents: int, known: Vocabulary, reference: Iterable[Quad]) -> Cast:
    """Make the things that so many reports name."""
    chance = random.Random(20310305)
    places = _objects(reference, "locatedIn")
    regions = _regions(known, _objects(reference, "partOf"))
    things = {cls: _registered(known, cls, chance) for cls in _REGISTERED}
    inside = {region.iri for region in regions}
    things["University"] = [
        each for each in things["University"] if places.get(each.iri, set()) & inside
    ]
    for cls, rate in _INVENTED.items():
        number = max(8, int(documents * rate))
        things[cls] = [Entity(cls, _name(cls, at)) for at in range(number)]
    taken = {cls: tuple(found[: _REGISTERED.get(cls)]) for cls, found in things.items()}
    seats = {
        each: next(region for region in regions if region.iri in places[each.iri])
        for each in taken["University"]
    }
    towns = tuple(seats.values())
    return Cast(
        things={**taken, "Region": regions},
        former={term.iri: old.text for term in known.terms for old in term.labels if old.former},
        homes={
            each: chance.choice(towns if chance.random() < 0.5 else regions)
            for each in (*taken["Business"], *taken["Facility"])
        },
        seats=seats,
        owners={each: chance.choice(taken["University"]) for each in taken["Facility"]},
        fields={
            each: _skewed(taken["SubSector"], chance)
            for each in (*taken["Business"], *taken["University"])
        },
        chance=chance,
    )


def _skewed(found: Sequence[Entity], chance: random.Random) -> Entity:
    """Take one: the first often, the last seldom."""
    return found[int(len(found) * chance.random() ** 2)]


def _registered(known: Vocabulary, cls: str, chance: random.Random) -> list[Entity]:
    found = [Entity(term.cls, term.name, term.iri) for term in known.terms if term.cls == cls]
    chance.shuffle(found)
    return found


def _objects(reference: Iterable[Quad], property_: str) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for quad in reference:
        if quad.predicate.value == BASE.term(property_):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    return found


def _regions(known: Vocabulary, wholes: Mapping[str | None, set[str]]) -> tuple[Entity, ...]:
    """The regions of the registers that are parts of the United Kingdom, large ones first."""
    names = {term.iri: term.name for term in known.terms if term.cls == "Region"}
    depths = {iri: _depth(iri, wholes) for iri in names}
    inside = sorted((depth, iri) for iri, depth in depths.items() if 0 < depth < 9)
    return tuple(Entity("Region", names[iri], iri) for _, iri in inside)


def _depth(iri: str, wholes: Mapping[str | None, set[str]]) -> int:
    """How many steps a region is below the United Kingdom; 9 if it is not in it."""
    level, depth = {iri}, 0
    while level and depth < 9:
        if any(each.endswith("/united-kingdom") for each in level):
            return depth
        level = set().union(*(wholes.get(each, set()) for each in level))
        depth += 1
    return 9


def _name(cls: str, at: int) -> str:
    trade = _TRADES[at % len(_TRADES)]
    return {
        "Business": f"Northmoor {trade} {at} Ltd",
        "Facility": f"{trade} Laboratory {at}",
        "Project": f"{trade} Project {at}",
        "Partnership": f"{trade} Partnership {at}",
        "Person": f"Dr Ada Marsh {at}",
        "Qualification": f"Level {at % 6 + 2} Diploma in {trade} {at}",
    }[cls]


# -- sentences -----------------------------------------------------------------------------


def _related(cast: Cast, one: Entity, property_: str, other: Entity, words: str) -> Sentence:
    """Say that a relation holds; now and then denied, in doubt or in someone's mouth."""
    chance = cast.chance
    modality = chance.choices((Modality.ASSERTED, Modality.HEDGED, Modality.PLANNED), (92, 5, 3))[0]
    polarity = Polarity.NEGATED if chance.random() < 0.03 else Polarity.AFFIRMED
    said = partial(
        Statement, one, property_, other, modality=modality, polarity=polarity, **_voice(cast)
    )
    return Sentence(f"{one.name} {words} {other.name}.", (one, other), (said,))


def _voice(cast: Cast) -> dict[str, Any]:
    """Who says it, where that is not the document itself."""
    drawn = cast.chance.random()
    if drawn < 0.1:
        return {"speaker": cast.one("Person")}
    return {"speaker": Entity("Cohort", "one business", local=True)} if drawn < 0.2 else {}


def _partners(cast: Cast) -> Sentence:
    one = cast.one("University")
    other = cast.one(cast.chance.choices(("Business", "HealthcareProvider"), (3, 1))[0])
    said: list[tuple[str, str]] = []
    words = "works with"
    if cast.chance.random() < 0.3:
        year = cast.chance.randrange(2005, 2030)
        words = f"has worked since {year} with"
        said = [("startDate", str(year))] if year % 2 else []
    statement = partial(Statement, one, "collaboratesWith", other, qualifiers=tuple(said))
    return Sentence(f"{one.name} {words} {other.name}.", (one, other), (statement,))


def _unnamed_partners(cast: Cast) -> Sentence:
    one = cast.one(cast.chance.choice(("University", "Facility")))
    other = Entity("Cohort", cast.chance.choice(("firms nearby", "two hospitals")), local=True)
    statement = partial(Statement, one, "collaboratesWith", other)
    return Sentence(f"{one.name} works with {other.name}.", (one, other), (statement,))


def _joint(cast: Cast) -> Sentence:
    cls = cast.chance.choices(("University", "Business", "HealthcareProvider"), (4, 5, 1))[0]
    joint = cast.one(cast.chance.choice(("Project", "Partnership")))
    verb = cast.chance.choices(("participatesIn", "leads", "memberOf"), (7, 1, 2))[0]
    return _related(cast, cast.one(cls), verb, joint, "takes part in")


def _need(cast: Cast) -> Sentence:
    one, skill = cast.one("OccupationGroup"), cast.one("Skill")
    kind = cast.chance.choice(("shortage", "gap", "recruitment-difficulty"))
    polarity = Polarity.NEGATED if cast.chance.random() < 0.08 else Polarity.AFFIRMED
    speaker = Entity("Cohort", cast.chance.choice(("one business", "all firms asked")), local=True)
    lacks = partial(
        Statement,
        one,
        "lacksSkill",
        skill,
        polarity=polarity,
        speaker=speaker,
        qualifiers=(("needKind", kind),),
    )
    many = cast.chance.randrange(1, 40)
    count = partial(_figure, speaker, "reportingBusinessCount", "business", many, topic=skill)
    said = (lacks, count) if cast.chance.random() < 0.2 else (lacks,)
    text = f"{many} firms tell of a {kind} of {skill.name} among {one.name}."
    return Sentence(text, (one, skill), said)


def _sought(cast: Cast) -> Sentence:
    cls = cast.chance.choice(("OccupationGroup", "Business"))
    other = cast.one("Qualification")
    return _related(cast, cast.one(cls), "seeksQualification", other, "asks for a")


def _made(cast: Cast) -> Sentence:
    cls = cast.chance.choice(("University", "Business", "PublicBody"))
    verb = cast.chance.choices(("develops", "announces", "supports", "funds"), (6, 2, 1, 1))[0]
    return _related(cast, cast.one(cls), verb, cast.one("Qualification"), "helped to develop the")


def _offered(cast: Cast) -> Sentence:
    year = cast.chance.randrange(2015, 2032)
    words = f"has offered since {year} the"
    return _related(cast, cast.one("College"), "offers", cast.one("Qualification"), words)


def _taught(cast: Cast) -> Sentence:
    return _related(cast, cast.one("Qualification"), "requiresSkill", cast.one("Skill"), "teaches")


def _seat(cast: Cast) -> Sentence:
    thing = cast.one(cast.chance.choices(("Business", "Facility"), (3, 1))[0])
    return _related(cast, thing, "locatedIn", cast.home(thing), "is based in")


def _trade(cast: Cast) -> Sentence:
    one = cast.one(cast.chance.choices(("Business", "University"), (3, 1))[0])
    verb = "inSubSector" if one.cls == "Business" else "hasSectorStrength"
    return _related(cast, one, verb, cast.fields[one], "works in")


def _owner(cast: Cast) -> Sentence:
    one = cast.one("Facility")
    return _related(cast, one, "partOf", cast.owners[one], "is part of")


def _money(cast: Cast) -> Sentence:
    giver, taker = cast.one("PublicBody"), cast.one(cast.chance.choice(("Facility", "Project")))
    amount = cast.chance.randrange(1, 90) * 100_000
    given = (("amount", str(amount)), ("period", "over three years"))
    funds = partial(Statement, giver, "funds", taker, qualifiers=given)
    figure = partial(_figure, taker, "fundingAmount", "GBP", amount)
    said = funds if cast.chance.random() < 0.7 else figure
    return Sentence(f"{giver.name} gave {taker.name} £{amount:,}.", (giver, taker), (said,))


def _parts(cast: Cast) -> Sentence:
    one = cast.one(cast.chance.choices(("Sector", "Region"), (3, 1))[0])
    return _related(cast, one, "hasSubSector", cast.one("SubSector"), "comprises")


def _overlap(cast: Cast) -> Sentence:
    return _related(cast, cast.one("Sector"), "overlapsWith", cast.one("Sector"), "overlaps with")


def _office(cast: Cast) -> Sentence:
    one, body = cast.one("Person"), cast.one(cast.chance.choice(("Business", "University")))
    said = partial(Statement, one, "hasRole", body, qualifiers=(("roleTitle", "director"),))
    return Sentence(f"{one.name} is a director of {body.name}.", (one, body), (said,))


def _policy(cast: Cast) -> Sentence:
    cls = cast.chance.choice(("Project", "Qualification"))
    return _related(cast, cast.one(cls), "supports", cast.one("Policy"), "supports the")


def _figure(
    subject: Entity,
    indicator: str,
    unit: str,
    value: int,
    quote: tuple[Evidence, ...],
    **more: Any,
) -> Figure:
    number = Decimal(value)
    return Figure(subject, indicator, unit, quote, f"{value:,}", number, **more)


def _staff(cast: Cast) -> Sentence:
    """Give the jobs of a firm: mostly one figure for one firm, now and then another."""
    firm = cast.one("Business")
    usual = 10 + int(digest(firm.name)[:4], 16) % 900
    value = usual if cast.chance.random() < 0.9 else usual * 2
    said = partial(_figure, firm, "employeeCount", "employee", value, **_voice(cast))
    return Sentence(f"{firm.name} employs {value:,} people.", (firm,), (said,))


def _region_figure(cast: Cast) -> Sentence:
    area, field = cast.one("Region"), cast.one("Sector")
    indicator, unit = cast.chance.choice(
        (("firmCount", "business"), ("turnover", "GBP"), ("employeeCount", "job"))
    )
    value = cast.chance.randrange(10, 9_000)
    more: dict[str, Any] = {}
    if cast.chance.random() < 0.5:
        more |= {"as_of": "2026", "as_of_basis": "stated"}
    if value % 3 == 0:
        more |= {"qualifier": "about", "qualifier_text": "about"}
    more |= _voice(cast)
    said = partial(_figure, field, indicator, unit, value, area=area, **more)
    text = f"{field.name} has a {indicator} of about {value:,} in {area.name}."
    return Sentence(text, (field, area), (said,))


def _projection(cast: Cast) -> Sentence:
    field, chance = cast.one("SubSector"), cast.chance
    more, again = chance.randrange(2, 90) * 100, chance.randrange(2, 90) * 100
    total = more + again + (chance.random() < 0.4) * 100
    names = (
        ("additionalJobsNeeded", more),
        ("replacementJobsNeeded", again),
        ("shortageCount", total),
    )
    said = tuple(
        partial(_figure, field, name, "job", value, horizon="2035", **_voice(cast))
        for name, value in names
    )
    text = f"{field.name} needs {more:,} more jobs and {again:,} again: {total:,} by 2035."
    return Sentence(text, (field,), said)


def _size(cast: Cast) -> Sentence:
    one = cast.one("Facility")
    staff, firms = cast.chance.randrange(10, 300), cast.chance.randrange(10, 300)
    said = (
        partial(_figure, one, "researcherCount", "researcher", staff),
        partial(_figure, one, "connectedCompanyCount", "business", firms),
    )
    return Sentence(f"{one.name} has {staff} researchers and {firms} partners.", (one,), said)


def _opinion(cast: Cast) -> Sentence:
    chance = cast.chance
    kind, cls, words = chance.choice(
        (
            ("praise", "TrainingRoute", "serves us well"),
            ("criticism", "College", "is too far away"),
            ("benefit", "Business", "finds graduates in joint projects with universities"),
            ("superlative", "Region", "has the largest cluster of the country"),
            ("prediction", "Sector", "will grow; it is defined as all who make devices"),
        )
    )
    one = cast.one(cls)
    counted: dict[str, Any] = (
        {"quantifier": chance.choice(("all", "one", "several"))} if kind != "benefit" else {}
    )
    said = partial(Claim, one, kind, words, **counted, **_voice(cast))
    return Sentence(f"{one.name} {words}.", (one,), (said,))


def _happening(cast: Cast) -> Sentence:
    chance = cast.chance
    kind, agent, about = chance.choice(
        (
            ("visit", "Person", "Facility"),
            ("opening", "Business", "Facility"),
            ("announcement", "PublicBody", "Qualification"),
            ("start-of-teaching", "College", "Qualification"),
            ("foundation", "University", "Partnership"),
            ("renaming", "PublicBody", "Partnership"),
            ("closure", "PublicBody", "Project"),
        )
    )
    one, other = cast.one(agent), cast.one(about)
    day = f"20{chance.randrange(10, 32)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    text = f"On {day}, {one.name} was at the {kind} of {other.name}."
    said = partial(Event, kind, text[:-1], (one,), (other,), date=day, date_basis="stated")
    return Sentence(text, (one, other), (said,))


#: What reports say, and how often.
KINDS: Mapping[Callable[[Cast], Sentence], int] = {
    _partners: 14,
    _unnamed_partners: 2,
    _joint: 9,
    _need: 12,
    _sought: 6,
    _made: 6,
    _offered: 4,
    _taught: 4,
    _seat: 6,
    _trade: 6,
    _owner: 3,
    _money: 5,
    _parts: 3,
    _overlap: 1,
    _office: 3,
    _policy: 2,
    _staff: 7,
    _region_figure: 6,
    _projection: 2,
    _size: 2,
    _opinion: 6,
    _happening: 5,
}
