"""A small network of invented things, with all that a format may stumble over."""

from __future__ import annotations

from collections.abc import Iterable

from medtechkg.export import selection
from medtechkg.export.selection import Picture
from medtechkg.networks import Edge, Node, Quotation

BASE = "https://w3id.org/medtechkg/id/"
#: Markup, quotes, a backslash, an end of page, an end of line, letters far out.
NASTY = '</script><b onclick="x">"R&D"\\N of\x0cOrt\nopædie 義肢 🦿'

UNIVERSITY, FIRM, SKILL, TOWN, CLINIC = (
    f"{BASE}{name}" for name in ("org/university", "org/firm", "skill/odd", "town", "org/clinic")
)
NODES = (
    Node(UNIVERSITY, "University of Eastvale", "University"),
    Node(FIRM, "Brightlimb & Sons", "Business"),
    Node(SKILL, NASTY, "Skill"),
    Node(TOWN, "Eastvale", "Region"),
    Node(CLINIC, "Northmoor Clinic", "HealthcareProvider"),
)
KNOWN = {
    "University": frozenset({"University", "Organisation", "Agent"}),
    "Business": frozenset({"Business", "Organisation", "Agent"}),
    "HealthcareProvider": frozenset({"HealthcareProvider", "Organisation", "Agent"}),
    "Region": frozenset({"Region", "Place"}),
    "Skill": frozenset({"Skill"}),
}


def edge(number: int, source: str, predicate: str, target: str, **more: object) -> Edge:
    given = {
        "modality": "asserted",
        "evidence": (f"{BASE}evidence/{number}",),
        "documents": ("Eastvale review",),
        **more,
    }
    said = f"{BASE}statement/{number}"
    return Edge(f"{said} {predicate}", source, target, predicate, **given)  # type: ignore[arg-type]


EDGES = (
    edge(1, FIRM, "collaboratesWith", UNIVERSITY, start="2021"),
    edge(2, FIRM, "lacksSkill", SKILL, first="2021-02", last="2022"),
    edge(3, FIRM, "locatedIn", TOWN),
    edge(4, UNIVERSITY, "locatedIn", TOWN, end="2023-06-30", modality="expected"),
    edge(5, FIRM, "funds", UNIVERSITY, documents=("Eastvale review", NASTY), first="2020-02-30"),
    edge(6, CLINIC, "partOf", CLINIC, evidence=(f"{BASE}evidence/6", f"{BASE}evidence/7")),
)
QUOTES = {
    f"{BASE}evidence/{number}": Quotation(f"Words {number}: {NASTY}", "Eastvale review")
    for number in range(1, 8)
}


def picture(
    edges: Iterable[Edge] = EDGES, nodes: Iterable[Node] = NODES, limit: int | None = None
) -> Picture:
    held = tuple(edges)
    return selection.drawn(nodes, lambda: iter(held), limit=limit, known=KNOWN)
