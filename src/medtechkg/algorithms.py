"""Graph algorithms that a question may rest on, where SPARQL alone cannot answer it.

The query of such a question returns the edges of a network, one a row, each with its quote. The
algorithm adds columns to the rows, puts them into its order and leaves out those that do not
answer. So an answer still has a quote on every row, and the question is still one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from medtechkg.answers import Answer, Row, Value

__all__ = ["ALGORITHMS", "Algorithm", "Step", "apply"]

Edges: TypeAlias = "Iterable[tuple[Value, Value]]"
#: What an algorithm says of a node: the values of the columns it adds.
Scores: TypeAlias = Mapping[Value, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A graph algorithm: the columns it adds, and how it comes by their values.

    ``score`` takes the edges of an undirected network, from the thing that is looked at to what
    it is tied to. It returns the values for each node that answers the question, best first; the
    edges that begin at any other node are left out. ``note`` says of the same edges what has to be
    known of the values, or nothing.
    """

    adds: tuple[str, ...]
    score: Callable[[Edges], Scores]
    note: Callable[[Edges], str]


@dataclass(frozen=True, slots=True)
class Step:
    """What a question asks of an algorithm: its name, and the two columns that hold an edge."""

    name: str
    source: str
    target: str


def apply(step: Step, edges: Answer, limit: int | None = None) -> Answer:
    """Run the algorithm over all rows of an answer, and keep no more than ``limit`` of the result.

    ``edges`` has to be complete: an algorithm over a part of a network says nothing of the whole.
    """
    algorithm = ALGORITHMS[step.name]
    pairs = [(row[step.source], row[step.target]) for row in edges]
    scores, note = algorithm.score(pairs), algorithm.note(pairs)
    places = {node: place for place, node in enumerate(scores)}
    found: list[Row] = [
        {**row, **dict(zip(algorithm.adds, scores[row[step.source]], strict=True))}
        for row in sorted(
            (row for row in edges if row[step.source] in scores),
            key=lambda row: places[row[step.source]],
        )
    ]
    return replace(
        edges,
        columns=(*edges.columns, *algorithm.adds),
        rows=tuple(found[:limit]),
        complete=limit is None or len(found) <= limit,
        limit=limit,
        known=(note,) if note else (),
    )


def _betweenness(edges: Edges) -> Scores:
    """Find who stands between others.

    The nodes looked at are those at which an edge begins. ``betweenness`` is the share, from 0 to
    1, of the pairs of other such nodes whose shortest paths lead through the node (where there are
    several, the part of them that do; estimated from some of the nodes where there are thousands);
    ``parts`` is the number of pieces its piece of the network falls into without it, 1 if it stays
    whole. Nodes with a betweenness of 0 are left out.
    """
    from medtechkg.networks import groups

    return groups.between(edges)


def _estimate(edges: Edges) -> str:
    from medtechkg.networks import groups, measures

    ends = {one for one, _ in edges}
    return groups.estimate(len(measures.sample(ends)), len(ends))


ALGORITHMS: Mapping[str, Algorithm] = {
    "betweenness": Algorithm(adds=("betweenness", "parts"), score=_betweenness, note=_estimate),
}
