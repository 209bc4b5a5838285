"""What a document says, as facts: statements, figures, claims and events, each with its evidence.

A fact is a node named after what it means, so that two sentences, or two documents, that say the
same share one node. Where the ontology keeps a property as a node (a collaboration, a skill need),
the statements of one sentence make one node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import TypeVar

from pyoxigraph import Literal

from medtechkg import terms
from medtechkg.iris import PREFIXES, kebab
from medtechkg.model import (
    Claim,
    Event,
    Evidence,
    Figure,
    Modality,
    Polarity,
    Property,
    Statement,
)
from medtechkg.terms import Fact, Scope

__all__ = ["Said", "claims", "events", "figures", "quoted", "statements"]

#: From this confidence on, a fact counts as accepted; below, it is proposed for review.
_ACCEPTED_FROM = 0.5
#: How a source speaks of what it takes for a fact; all else is a hedge, a plan or a wish.
_ASSERTING = frozenset((Modality.ASSERTED, Modality.PURPOSE))
#: Qualifiers of a statement that are not plain text.
_AMOUNTS = frozenset(("amount",))
_MOMENTS = frozenset(("onDate", "asOf", "horizon", "startDate", "endDate"))
_RDF = PREFIXES["rdf"]

Said = Statement | Figure | Claim | Event
T = TypeVar("T", Statement, Figure, Claim, Event)


def statements(scope: Scope, found: Iterable[Statement]) -> Iterator[Fact]:
    """State each relation: as a statement node and a plain triple, or as the node it is kept as."""
    lifted: list[Statement] = []
    binary: list[Statement] = []
    for statement in found:
        known = scope.vocabulary.properties.get(statement.predicate)
        (lifted if known and known.lifted_to else binary).append(statement)
    for group in _alike(scope, binary, _statement_key):
        yield from _binary(scope, group)
    for cluster in _clusters(scope, lifted):
        yield from _relation(scope, cluster)


def figures(scope: Scope, found: Iterable[Figure]) -> Iterator[Fact]:
    """State each figure."""
    for group in _alike(scope, found, _figure_key):
        yield from _figure(scope, group)


def claims(scope: Scope, found: Iterable[Claim]) -> Iterator[Fact]:
    """State each claim."""
    for group in _alike(scope, found, _claim_key):
        yield from _claim(scope, group)


def events(scope: Scope, found: Iterable[Event]) -> Iterator[Fact]:
    """State each event."""
    for group in _alike(scope, found, _event_key):
        yield from _event(scope, group)


def quoted(scope: Scope, node: str, evidence: Iterable[Evidence]) -> Iterator[Fact]:
    """Tie a node to the words it comes from."""
    for found in evidence:
        yield node, scope.base.term("evidencedBy"), scope.evidence(found)


# -- what every fact carries ------------------------------------------------------------------


def _alike(
    scope: Scope, found: Iterable[T], key: Callable[[Scope, T], tuple[str, ...]]
) -> Iterable[list[T]]:
    """Group what means the same."""
    groups: dict[tuple[str, ...], list[T]] = {}
    for item in found:
        groups.setdefault(key(scope, item), []).append(item)
    return groups.values()


def _status(group: Iterable[Said]) -> str:
    best = max(Evidence.surest(said.evidence) for said in group)
    return "accepted" if best >= _ACCEPTED_FROM else "proposed"


def _node(scope: Scope, kind: str, key: Sequence[str], group: Sequence[Said]) -> str:
    """Mint a node from what it means; what is only proposed is never merged with a fact."""
    status = _status(group)
    return scope.base.hashed(kind, *key, *(() if status == "accepted" else (status,)))


def _assessed(scope: Scope, node: str, cls: str, group: Sequence[Said]) -> Iterator[Fact]:
    """State what every fact carries: its class, how far it holds, who says it and where."""
    first = group[0]
    yield node, _RDF + "type", scope.base.term(cls)
    yield from scope.facts(
        node,
        status=scope.code("status", _status(group)),
        modality=scope.code("modality", first.modality),
    )
    if not isinstance(first, Event):
        yield from scope.facts(
            node,
            polarity=scope.code("polarity", first.polarity),
            statedBy=scope.optional(first.speaker),
        )
    for said in group:
        yield from quoted(scope, node, said.evidence)


def _qualifiers(scope: Scope, node: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    for name, value in pairs:
        yield from scope.facts(node, **{name: _qualifier(scope, name, value)})


def _qualifier(scope: Scope, name: str, value: str) -> str | Literal | None:
    if value in scope.vocabulary.codes.get(kebab(name), {}):
        return scope.code(kebab(name), value)
    if value.startswith(scope.base.root):
        return value
    if name in _MOMENTS:
        return terms.moment(value)
    return terms.amount(value) if name in _AMOUNTS else terms.text(value)


def _meaning(scope: Scope, said: Statement | Figure | Claim) -> tuple[str, ...]:
    return (said.modality, said.polarity, scope.optional(said.speaker))


def _pairs(qualifiers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in sorted(qualifiers))


# -- statements -------------------------------------------------------------------------------


def _statement_key(scope: Scope, statement: Statement) -> tuple[str, ...]:
    ends = (scope.entity(statement.subject), scope.entity(statement.object))
    known = scope.vocabulary.properties.get(statement.predicate)
    subject, object_ = sorted(ends) if known and known.symmetric else ends
    meaning = _meaning(scope, statement)
    return (subject, statement.predicate, object_, *meaning, *_pairs(statement.qualifiers))


def _binary(scope: Scope, group: list[Statement]) -> Iterator[Fact]:
    """State a relation as a node, and the plain triple where the source stands behind it."""
    first, key = group[0], _statement_key(scope, group[0])
    subject, predicate, object_ = key[0], scope.base.term(first.predicate), key[2]
    node = _node(scope, "statement", key, group)
    yield from _assessed(scope, node, "Statement", group)
    yield node, _RDF + "subject", subject
    yield node, _RDF + "predicate", predicate
    yield node, _RDF + "object", object_
    yield from _qualifiers(scope, node, first.qualifiers)
    affirmed = first.polarity is Polarity.AFFIRMED and first.modality in _ASSERTING
    if affirmed and _status(group) == "accepted":
        yield subject, predicate, object_


def _clusters(scope: Scope, statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Put together what makes one node: a group, unless together it says more than apart."""
    alone = [statement for statement in statements if statement.group is None]
    grouped = [statement for statement in statements if statement.group is not None]
    yield from _alike(scope, alone, _statement_key)
    for cluster in _alike(scope, grouped, _group_key):
        if _says_no_more(scope, cluster):
            yield cluster
        else:
            yield from ([statement] for statement in cluster)


def _group_key(scope: Scope, statement: Statement) -> tuple[str, ...]:
    """What makes one node: one match, in one place; items of a list are places of their own."""
    cls = scope.vocabulary.properties[statement.predicate].lifted_to
    where = statement.evidence[0]
    place = (str(where.start), str(where.end))
    return (str(statement.group), str(cls), *place, *_meaning(scope, statement))


def _says_no_more(scope: Scope, cluster: Sequence[Statement]) -> bool:
    """Tell whether one node of all subjects, objects and qualifiers implies only what was said."""
    qualifiers = {pair for statement in cluster for pair in statement.qualifiers}
    if len({name for name, _ in qualifiers}) < len(qualifiers):
        return False
    if scope.vocabulary.properties[cluster[0].predicate].symmetric:
        return True
    said = {(statement.subject, statement.object) for statement in cluster}
    subjects, objects = ({pair[end] for pair in said} for end in (0, 1))
    return set(product(subjects, objects)) == said


def _relation(scope: Scope, cluster: Sequence[Statement]) -> Iterator[Fact]:
    """Make a node of the class a property is lifted to, with everyone who takes part in it."""
    cls = str(scope.vocabulary.properties[cluster[0].predicate].lifted_to)
    roles = sorted({role for statement in cluster for role in _roles(scope, statement)})
    qualifiers = sorted({pair for statement in cluster for pair in statement.qualifiers})
    key = (cls, *(f"{role}={end}" for role, end in roles), *_meaning(scope, cluster[0]))
    node = _node(scope, kebab(cls), (*key, *_pairs(qualifiers)), cluster)
    yield from _assessed(scope, node, cls, cluster)
    yield from ((node, scope.base.term(role), end) for role, end in roles)
    yield from _qualifiers(scope, node, qualifiers)


def _roles(scope: Scope, statement: Statement) -> Iterator[tuple[str, str]]:
    known = scope.vocabulary.properties[statement.predicate]
    yield str(known.subject_role), scope.entity(statement.subject)
    yield _object_role(scope, known, statement.object.cls), scope.entity(statement.object)


def _object_role(scope: Scope, known: Property, cls: str) -> str:
    """Choose the role whose range the object fits; the first where none says."""
    for role in known.object_role:
        declared = scope.vocabulary.properties.get(role)
        if declared and any(scope.vocabulary.is_a(cls, other) for other in declared.range):
            return role
    return known.object_role[0]


# -- figures, claims and events ---------------------------------------------------------------


def _figure_key(scope: Scope, figure: Figure) -> tuple[str, ...]:
    """Tell what a figure says from its wording, which differs where the figure is the same."""
    numbers = (figure.value, figure.low, figure.high)
    things = (figure.subject, figure.area, figure.sector, figure.topic)
    words = (figure.as_of, figure.as_of_basis, figure.horizon, figure.period, figure.base)
    return (
        figure.indicator,
        figure.unit,
        figure.qualifier,
        *("" if number is None else terms.plain(number) for number in numbers),
        *(scope.optional(thing) for thing in things),
        *(word or "" for word in (*words, figure.method, figure.counted)),
        *_meaning(scope, figure),
    )


def _figure(scope: Scope, group: Sequence[Figure]) -> Iterator[Fact]:
    first = group[0]
    codes = scope.vocabulary.codes.get("indicator", {})
    known = first.indicator if first.indicator in codes else "otherStatistic"
    node = _node(scope, "figure", _figure_key(scope, first), group)
    yield from _assessed(scope, node, "StatisticalObservation", group)
    yield from scope.facts(
        node,
        about=scope.entity(first.subject),
        indicator=scope.code("indicator", known),
        indicatorName=None if known == first.indicator else Literal(first.indicator),
        unit=scope.code("unit", first.unit),
        qualifier=scope.code("qualifier", first.qualifier),
        value=terms.decimal(first.value),
        minValue=terms.decimal(first.low),
        maxValue=terms.decimal(first.high),
        counted=terms.text(first.counted),
        refArea=scope.optional(first.area),
        sector=scope.optional(first.sector),
        topic=scope.optional(first.topic),
        asOf=terms.moment(first.as_of),
        asOfBasis=terms.text(first.as_of_basis),
        horizon=terms.moment(first.horizon),
        period=terms.text(first.period),
        base=terms.text(first.base),
        method=terms.text(first.method),
    )
    for figure in group:
        verbatim, hedge = terms.text(figure.verbatim), terms.text(figure.qualifier_text)
        yield from scope.facts(node, verbatimValue=verbatim, qualifierText=hedge)


def _claim_key(scope: Scope, claim: Claim) -> tuple[str, ...]:
    subject = scope.entity(claim.subject)
    words = (claim.kind, claim.text, claim.quantifier or "")
    return (subject, *words, *_meaning(scope, claim), *_pairs(claim.qualifiers))


def _claim(scope: Scope, group: Sequence[Claim]) -> Iterator[Fact]:
    first = group[0]
    node = _node(scope, "claim", _claim_key(scope, first), group)
    yield from _assessed(scope, node, "Claim", group)
    yield from scope.facts(
        node,
        about=scope.entity(first.subject),
        claimKind=scope.code("claim-kind", first.kind),
        claimText=terms.text(first.text),
        quantifier=terms.text(first.quantifier),
    )
    yield from _qualifiers(scope, node, first.qualifiers)


def _event_key(scope: Scope, event: Event) -> tuple[str, ...]:
    agents = (f"agent={scope.entity(agent)}" for agent in event.agents)
    things = (f"concerns={scope.entity(thing)}" for thing in event.objects)
    where, when = scope.optional(event.place), (event.date or "", event.date_basis or "")
    return (event.kind, event.name, where, *when, event.modality, *sorted((*agents, *things)))


def _event(scope: Scope, group: Sequence[Event]) -> Iterator[Fact]:
    first = group[0]
    node = _node(scope, "event", _event_key(scope, first), group)
    yield from _assessed(scope, node, "Event", group)
    yield from scope.facts(
        node,
        eventKind=scope.code("event-kind", first.kind),
        fullName=terms.english(first.name),
        place=scope.optional(first.place),
        onDate=terms.moment(first.date),
        dateBasis=terms.text(first.date_basis),
    )
    for agent in first.agents:
        yield from scope.facts(node, agent=scope.entity(agent))
    for thing in first.objects:
        yield from scope.facts(node, concerns=scope.entity(thing))
