"""Small networks made up in a line: a thing is named by its class and a letter, ``Business b``."""

from __future__ import annotations

from medtechkg.connections.webs import Web
from medtechkg.networks import Edge, Node, Quotation

#: What each class is besides; those left out are nothing else.
_WIDER = {
    **dict.fromkeys(
        ("University", "Business", "ResearchCentre", "PublicBody", "SectorBody"), "Organisation"
    ),
    **dict.fromkeys(("Project", "Programme", "Partnership"), "Initiative"),
}


def fact(source: str, predicate: str, target: str, modality: str = "asserted") -> Edge:
    """A fact one document says."""
    name = f"{source} {predicate} {target}"
    return Edge(name.replace(" ", "-"), source, target, predicate, modality, (name,), ("a report",))


def web(*facts: Edge, confidence: float = 1.0) -> Web:
    """The network of some facts, each with its own words."""
    around: dict[str, dict[str, list[Edge]]] = {}
    for edge in facts:
        around.setdefault(edge.source, {}).setdefault(edge.target, []).append(edge)
        around.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    return Web(
        things={name: Node(name, name, name.split()[0]) for name in around},
        classes={name: _classes(name.split()[0]) for name in around},
        around={
            one: {other: tuple(edges) for other, edges in sorted(others.items())}
            for one, others in sorted(around.items())
        },
        verbs={},
        both=frozenset(("collaboratesWith",)),
        confidence={edge.evidence[0]: confidence for edge in facts},
        speakers={},
        words={edge.evidence[0]: Quotation(edge.evidence[0], "a report") for edge in facts},
    )


def _classes(cls: str) -> frozenset[str]:
    return frozenset((cls, *filter(None, [_WIDER.get(cls)])))
