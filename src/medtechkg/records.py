"""What was read in a document as flat records, one JSON object each.

The form in which findings are printed, compared with annotations and taken into other tools: see
`medtechkg.evaluation`. Numbers are JSON numbers, white space in quotes is collapsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from medtechkg.model import (
    Claim,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Mention,
    Passage,
    Reading,
    Statement,
)

__all__ = ["STATISTICS", "Iri", "Record", "of"]

Record = dict[str, object]
Iri = Callable[[Entity], str | None]

#: The indicators that are properties of their own; any other is an ``otherStatistic``.
STATISTICS = frozenset(
    (
        "additionalJobsNeeded",
        "connectedCompanyCount",
        "employeeCount",
        "firmCount",
        "fundingAmount",
        "replacementJobsNeeded",
        "reportingBusinessCount",
        "researcherCount",
        "shareOfEmployment",
        "shortageCount",
        "turnover",
        "vacancyCount",
    )
)

#: Classes of no named things: a row only where something is stated of them.
_GENERIC = frozenset(("Cohort", "Role"))
_PLURALS = {
    "person": "people",
    "square-foot": "square feet",
    "square-metre": "square metres",
    "multiple": "times",
}
#: Codes for a kind of things, under which a source counts airports, doses or networks.
_BROAD = frozenset(("item", "site", "centre", "product", "event", "patient", "student"))
_UNCOUNTED = frozenset(("percent", "percentage", "people", "staff"))


def of(reading: Reading, iri: Iri = lambda entity: entity.iri) -> Iterator[Record]:
    """List what was read: entities, relations, statistics, claims and events, in that order.

    ``iri`` gives the IRI of an entity; without it only what a register knows has one.
    """
    yield from _entities(reading, iri)
    for statement in _distinct(reading.statements):
        yield _relation(statement, iri)
    for figure in reading.figures:
        yield from _statistics(figure, iri)
    for claim in reading.claims:
        yield _claim(claim, iri)
    for event in reading.events:
        yield _event(event, iri)


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Leave out what another row says in full: a role held at an organisation names the role."""
    known = tuple(statements)
    placed = {(one.subject, one.group) for one in known if one.group and one.object.cls != "Role"}
    titles: dict[tuple[Entity, Entity], list[str]] = {}
    where: set[tuple[Entity, int]] = set()
    for one in known:
        if one.predicate == "hasRole" and one.object.cls != "Role":
            titles.setdefault((one.subject, one.object), []).append(_held(one))
            where.add((one.subject, one.evidence[0].start))
    held = {(who, title) for (who, _), all_ in titles.items() for title in all_}
    for one in known:
        if one.object.cls == "Role":
            named = (one.subject, one.object.name.lower()) in held
            at = (one.subject, one.evidence[0].start) in where
            if named or at or (one.subject, one.group) in placed:
                continue
        elif one.predicate == "hasRole":
            others = titles[one.subject, one.object]
            if any(_held(one) != title and _held(one) in title for title in others):
                continue
        yield one


def _held(statement: Statement) -> str:
    """The role that an affiliation names."""
    return dict(statement.qualifiers).get("roleTitle", "").lower()


# -- entities ---------------------------------------------------------------------------------


def _entities(reading: Reading, iri: Iri) -> Iterator[Record]:
    """One row a distinct entity, in the order of first mention, those never named last."""
    named: dict[Entity, list[Mention]] = {}
    for mention in reading.mentions:
        named.setdefault(mention.entity, []).append(mention)
    for entity in _others(reading):
        named.setdefault(entity, [])
    related = {end for one in _distinct(reading.statements) for end in (one.subject, one.object)}
    for entity, mentions in named.items():
        if entity.cls not in _GENERIC or entity in related:
            yield _entity(reading, entity, mentions, iri)


def _others(reading: Reading) -> Iterator[Entity]:
    for statement in reading.statements:
        yield from (statement.subject, statement.object)
    yield from (figure.subject for figure in reading.figures)
    yield from (claim.subject for claim in reading.claims)
    for event in reading.events:
        yield from (*event.agents, *event.objects)


def _entity(reading: Reading, entity: Entity, mentions: list[Mention], iri: Iri) -> Record:
    record: Record = {"kind": "entity", **_end("subject", entity)}
    forms = list(dict.fromkeys(mention.text for mention in mentions))
    if forms:
        first = mentions[0]
        start, end = _passage(reading, first).span(first.start, first.end)
        record["mention"] = forms[0]
        record["aliases"] = [form for form in forms[1:] if form != entity.name]
        record |= {"quote": _flat(reading.document, start, end), "start": start, "end": end}
        record |= {"rule": first.rule, "because": first.because}
    return _compact(record | {"iri": iri(entity)})


def _passage(reading: Reading, mention: Mention) -> Passage:
    return reading.passages[mention.passage]


def _flat(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())


# -- what is said -----------------------------------------------------------------------------


def _relation(statement: Statement, iri: Iri) -> Record:
    qualifiers = dict(statement.qualifiers)
    role = qualifiers.pop("role", None) or qualifiers.pop("roleTitle", None)
    return _compact(
        {
            "kind": "relation",
            **_end("subject", statement.subject),
            "predicate": statement.predicate,
            **_end("object", statement.object),
            "value": role if statement.predicate == "hasRole" else None,
            "as_of": qualifiers.pop("date", None) or qualifiers.pop("onDate", None),
            "period": qualifiers.pop("period", None),
            "qualifiers": qualifiers,
            **_said(statement),
            **_evidenced(statement.evidence),
            "subject_iri": iri(statement.subject),
            "object_iri": iri(statement.object),
        }
    )


def _statistics(figure: Figure, iri: Iri) -> Iterator[Record]:
    """One row a number; a range has two, the lower bound and the upper one."""
    if figure.value is not None:
        yield _statistic(figure, figure.value, figure.qualifier, iri)
        return
    if figure.low is not None:
        yield _statistic(figure, figure.low, "at-least", iri)
    if figure.high is not None:
        yield _statistic(figure, figure.high, "at-most", iri)


def _statistic(figure: Figure, value: Decimal, qualifier: str, iri: Iri) -> Record:
    known = figure.indicator in STATISTICS
    other = figure.indicator if figure.indicator != "otherStatistic" else figure.counted
    return _compact(
        {
            "kind": "statistic",
            **_end("subject", figure.subject),
            "predicate": figure.indicator if known else "otherStatistic",
            "value": _number(value),
            "unit": _unit(figure),
            "qualifier": None if qualifier == "exact" else qualifier.replace("-", " "),
            "indicator": None if known else other,
            "as_of": figure.horizon or figure.as_of,
            "as_of_basis": "stated" if figure.horizon else figure.as_of_basis,
            "period": figure.period,
            "place": figure.area and figure.area.name,
            "sector": figure.sector and figure.sector.name,
            "topic": figure.topic and figure.topic.name,
            **_said(figure),
            **_evidenced(figure.evidence),
            "subject_iri": iri(figure.subject),
        }
    )


def _claim(claim: Claim, iri: Iri) -> Record:
    return _compact(
        {
            "kind": "claim",
            **_end("subject", claim.subject),
            "predicate": "claims",
            "object": claim.text,
            "object_type": "Statement",
            "claim_kind": claim.kind,
            "quantifier": claim.quantifier,
            "qualifiers": dict(claim.qualifiers),
            **_said(claim),
            **_evidenced(claim.evidence),
            "subject_iri": iri(claim.subject),
        }
    )


def _event(event: Event, iri: Iri) -> Record:
    """Make a row of who did it and to what; where nobody did, of what it happened to and where."""
    ends = [*event.agents[:1], *event.objects[:1]]
    if len(ends) < 2 and event.place:
        ends.append(event.place)
    subject, object_ = ends[0] if ends else None, ends[1] if len(ends) > 1 else None
    return _compact(
        {
            "kind": "event",
            **(_end("subject", subject) if subject else {"subject": event.name}),
            "predicate": event.kind,
            **(_end("object", object_) if object_ else {}),
            "as_of": event.date,
            "as_of_basis": event.date_basis,
            "place": event.place and event.place.name,
            "agents": [entity.name for entity in event.agents],
            "objects": [entity.name for entity in event.objects],
            "modality": event.modality.value,
            **_evidenced(event.evidence),
            "subject_iri": iri(subject) if subject else None,
            "object_iri": iri(object_) if object_ else None,
        }
    )


# -- parts of a record ------------------------------------------------------------------------


def _end(role: str, entity: Entity) -> Record:
    return {role: entity.name, f"{role}_type": entity.cls}


def _said(fact: Statement | Figure | Claim) -> Record:
    return {
        "attributed_to": fact.speaker and fact.speaker.name,
        "modality": fact.modality.value,
        "polarity": fact.polarity.value,
    }


def _evidenced(evidence: tuple[Evidence, ...]) -> Record:
    """Take the evidence that states it, else the first there is."""
    if not evidence:
        return {}
    main = next((each for each in evidence if each.role == "statement"), evidence[0])
    return {
        "quote": " ".join(main.quote.split()),
        "start": main.start,
        "end": main.end,
        "confidence": Evidence.surest(evidence),
        "rule": main.rule,
        "because": main.because,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _unit(figure: Figure) -> str:
    """The unit in words; what only its kind has a code for goes by the noun it is counted by."""
    noun = figure.counted.split()[-1:]
    if figure.unit in _BROAD and noun:
        return noun[0].lower()
    return _plural(figure.unit)


def _plural(unit: str) -> str:
    """Put a unit in words: codes are singular, currencies are in capitals."""
    if not unit or unit.isupper() or unit in _UNCOUNTED or "/" in unit:
        return unit
    if unit in _PLURALS:
        return _PLURALS[unit]
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "ch", "sh", "x")) else "s")


def _compact(record: Record) -> Record:
    """Leave out what is not known."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}
