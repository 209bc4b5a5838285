"""Made-up readings, for tests of what becomes of them: short texts, named in one breath."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from medtechkg import rdf
from medtechkg.iris import Base
from medtechkg.model import (
    Document,
    Entity,
    Evidence,
    Figure,
    Label,
    Mention,
    Passage,
    PassageKind,
    Property,
    Reading,
    Statement,
    Term,
    Vocabulary,
)

BASE = Base()


def _property(name: str, *ends: tuple[str, ...], **more: Any) -> Property:
    domain, range_ = ends or ((), ())
    return Property(name, BASE.term(name), domain, range_, **more)


WORDS = Vocabulary(
    ancestors={
        "University": frozenset(("University", "Organisation", "Agent")),
        "Business": frozenset(("Business", "Organisation", "Agent")),
        "Cohort": frozenset(("Cohort", "Agent")),
        "ResearchCentre": frozenset(("ResearchCentre", "Organisation", "Agent")),
    },
    properties={
        found.name: found
        for found in (
            _property("locatedIn"),
            _property("overlapsWith", symmetric=True),
            _property(
                "collaboratesWith",
                symmetric=True,
                lifted_to="Collaboration",
                subject_role="participant",
                object_role=("participant",),
            ),
            _property(
                "hasRole",
                lifted_to="Affiliation",
                subject_role="affiliate",
                object_role=("affiliatedWith", "heldRole"),
            ),
            _property("affiliatedWith", ("Affiliation",), ("Organisation",)),
            _property("heldRole", ("Affiliation",), ("Role",)),
            _property(
                "lacksSkill",
                lifted_to="SkillNeed",
                subject_role="needOf",
                object_role=("needed",),
            ),
            _property("funds", lifted_to="Funding", subject_role="funder", object_role=("funded",)),
        )
    },
    terms=(
        Term(BASE.thing("region", "westmarch"), "Region", "Westmarch", (Label("the West March"),)),
    ),
    codes={
        "unit": {"job": BASE.code("unit", "job")},
        "indicator": {"employeeCount": BASE.code("indicator", "employee-count")},
        "need-kind": {"gap": BASE.code("need-kind", "gap")},
    },
)

NORTHMOOR = Entity("University", "Northmoor University")
CALDER = Entity("Business", "Calder Ltd")
TARN = Entity("Business", "Tarn Ltd")
WESTMARCH = Entity("Region", "Westmarch", BASE.thing("region", "westmarch"))


def document(text: str, name: str = "made-up", **metadata: str) -> Document:
    """Make a document of a text."""
    return Document(sha256(text.encode()).hexdigest(), name, text, metadata=metadata)


def said(found: Document, quote: str, **more: Any) -> tuple[Evidence, ...]:
    """Quote a document, where the words first stand."""
    start = found.text.index(quote)
    return (Evidence.of(found, start, start + len(quote), "by-hand", **more),)


def whole(found: Document) -> Passage:
    """Take all of a document for one passage."""
    return Passage(
        0, PassageKind.PARAGRAPH, 0, len(found.text), " ".join(found.text.split()), ((0, 0),)
    )


def mention(found: Document, entity: Entity, form: str) -> Mention:
    """Mention an entity where a form of its name first stands."""
    start = found.text.index(form)
    return Mention(0, start, start + len(form), form, entity, "by-hand")


def reading(found: Document, **more: Any) -> Reading:
    """Read a document; mentions and facts are given."""
    more.setdefault("mentions", ())
    return Reading(found, (whole(found),), **more)


def states(
    found: Document, subject: Entity, predicate: str, object_: Entity, **more: Any
) -> Statement:
    """State something, with the whole text as its quote."""
    quoted = said(found, found.text, confidence=more.pop("confidence", 1.0))
    return Statement(subject, predicate, object_, quoted, **more)


def counts(
    found: Document, subject: Entity, value: Decimal | None, verbatim: str, **more: Any
) -> Figure:
    """Count employees, with the whole text as the quote."""
    more.setdefault("indicator", "employeeCount")
    more.setdefault("evidence", said(found, found.text))
    return Figure(subject=subject, unit="job", verbatim=verbatim, value=value, **more)


LOCATED = document("Calder Ltd is based in Westmarch.")


def located(**more: object) -> Reading:
    """Read that text; the statement may be hedged, denied, or have another say it."""
    return reading(LOCATED, statements=(states(LOCATED, CALDER, "locatedIn", WESTMARCH, **more),))


def graph(*readings: Reading) -> set[tuple[str, str, str]]:
    """What the readings say, as triples of plain strings, each IRI cut down to its end."""
    return {triple(quad) for found in readings for quad in rdf.quads(found, WORDS, BASE)}


def of_class(found: set[tuple[str, str, str]], cls: str) -> list[str]:
    """Which things of a graph are of a class."""
    return sorted(s for s, p, o in found if p == "type" and o == cls)


def values(found: set[tuple[str, str, str]], subject: str, predicate: str) -> list[str]:
    """What a graph says of a thing by a property."""
    return sorted(o for s, p, o in found if (s, p) == (subject, predicate))


def triple(quad: Quad) -> tuple[str, str, str]:
    """Cut a quad down to what a person would say of it."""
    subject, predicate, object_ = (_short(term) for term in list(quad)[:3])
    return subject, predicate, object_


def _short(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    if isinstance(term, Literal):
        return term.value
    for root in (BASE.term(""), f"{BASE.root}id/", f"{BASE.root}scheme/"):
        if term.value.startswith(root):
            return term.value.removeprefix(root)
    return term.value.rpartition("#")[2].rpartition("/")[2]
