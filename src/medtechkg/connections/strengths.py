"""How strongly one thing is tied to another, as a number between 0 and 1.

The strength of a fact is what its property weighs, times how it is said, times its support: one
less half the confidence of its best quote, multiplied over the documents that say it, taken from
one. So a certain document gives 1/2, two give 3/4, three 7/8. Facts between the same two things
add up as independent grounds do. The strength of a path is the product over its steps, and over
the things in between of ``1 / log2(ties)``: what ties only two discounts nothing, a hub of 1,024
ties leaves a tenth. (The discount is the idea of Adamic and Adar, "Friends and neighbors on the
Web", Social Networks 25, 2003.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2, prod

from medtechkg.networks import Edge

__all__ = ["HEDGES", "OTHER", "WEIGHTS", "fact", "hub", "step"]

#: What a property weighs as a tie of two parties. Those left out here weigh `OTHER` in a path, and
#: are no ties where collaborations are looked for.
WEIGHTS: Mapping[str, float] = {
    "collaboratesWith": 1.0,
    "partOf": 1.0,
    "participatesIn": 0.9,
    "leads": 0.9,
    "memberOf": 0.8,
    "develops": 0.8,
    "spunOutOf": 0.8,
    "hasRole": 0.8,
    "funds": 0.7,
    "hosts": 0.7,
    "commissions": 0.7,
    "acquires": 0.6,
    "sourcesTraining": 0.6,
    "supports": 0.5,
    "awardedBy": 0.5,
    "reliesOn": 0.5,
    "locatedIn": 0.4,
}
OTHER = 0.3
#: What is left of a fact by the way it is said.
HEDGES: Mapping[str, float] = {
    "asserted": 1.0,
    "purpose": 0.8,
    "planned": 0.6,
    "expected": 0.5,
    "hedged": 0.5,
    "recommended": 0.3,
}


def fact(edge: Edge, confidence: Mapping[str, float]) -> float:
    """How strongly one fact ties its ends; ``confidence`` is that of each piece of evidence."""
    best = max((confidence.get(each, 1.0) for each in edge.evidence), default=1.0)
    support = 1 - (1 - best / 2) ** max(1, edge.weight)
    return WEIGHTS.get(edge.predicate, OTHER) * HEDGES.get(edge.modality, 0.5) * support


def step(edges: Iterable[Edge], confidence: Mapping[str, float]) -> float:
    """How strongly all the facts between two things tie them."""
    return 1 - prod(1 - fact(edge, confidence) for edge in edges)


def hub(ties: int) -> float:
    """What a thing in between leaves of a path, by the number of things it is tied to."""
    return 1 / log2(max(2, ties))
