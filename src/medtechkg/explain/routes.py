"""How a property path leads from one end to the other: the triples along each way.

Ways are searched from the shortest, never through one node twice, and no more steps are tried than
a budget allows; a node on a cycle adds nothing to what supports a row.
See https://www.w3.org/TR/sparql11-query/#propertypaths.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

import pyoxigraph

from medtechkg.explain.paths import Alternative, Inverse, Link, Negated, Path, Repeat, Sequence

__all__ = ["Budget", "Fetch", "Node", "Premise", "Way", "turned", "ways"]

Node: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


class Premise(NamedTuple):
    """A triple that something rests on; ``graph`` is given if that is what was asked for."""

    subject: Node
    predicate: Node
    object: Node
    graph: Node | None = None


Way: TypeAlias = frozenset[Premise]
#: Finds the triples of a subject, a property and an object, each of which may be left open.
Fetch: TypeAlias = Callable[[Node | None, Node | None, Node | None], Iterable[Premise]]
Resolve: TypeAlias = Callable[[str], Node]
_Leg: TypeAlias = tuple[Node, Way]
_NOTHING: Way = frozenset()


class Budget:
    """How many steps may still be tried; ``spent`` if there were not enough."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    @property
    def spent(self) -> bool:
        """Whether a step was wanted and there was none left."""
        return self.left < 0

    def step(self) -> bool:
        """Take one step, if there is one left."""
        self.left -= 1
        return self.left >= 0


class _Walker:
    def __init__(self, fetch: Fetch, resolve: Resolve, budget: Budget) -> None:
        self.fetch = fetch
        self.resolve = resolve
        self.budget = budget

    def legs(self, path: Path, start: Node, goal: Node | None) -> Iterator[_Leg]:
        """Where a path leads, and by which triples; only to ``goal`` if there is one."""
        match path:
            case Link(iri):
                yield from self.along(start, self.resolve(iri), goal)
            case Inverse(inner):
                yield from self.back(inner, start, goal)
            case Sequence(parts):
                yield from self.through(parts, start, goal)
            case Alternative(parts):
                for part in parts:
                    yield from self.legs(part, start, goal)
            case Repeat(inner, sign):
                yield from self.again(inner, sign, start, goal)
            case Negated(forward, backward):
                yield from self.other(forward, backward, start, goal)

    def along(self, start: Node, predicate: Node | None, goal: Node | None) -> Iterator[_Leg]:
        if not isinstance(start, pyoxigraph.Literal):
            for premise in self.fetch(start, predicate, goal):
                yield premise.object, frozenset((premise,))

    def against(self, start: Node, predicate: Node | None, goal: Node | None) -> Iterator[_Leg]:
        if not isinstance(goal, pyoxigraph.Literal):
            for premise in self.fetch(goal, predicate, start):
                yield premise.subject, frozenset((premise,))

    def back(self, path: Path, start: Node, goal: Node | None) -> Iterator[_Leg]:
        match path:
            case Link(iri):
                yield from self.against(start, self.resolve(iri), goal)
            case _:
                yield from self.legs(turned(path), start, goal)

    def through(self, parts: tuple[Path, ...], start: Node, goal: Node | None) -> Iterator[_Leg]:
        if len(parts) == 1:
            yield from self.legs(parts[0], start, goal)
            return
        for middle, way in self.legs(parts[0], start, None):
            for end, rest in self.through(parts[1:], middle, goal):
                yield end, way | rest

    def again(self, path: Path, sign: str, start: Node, goal: Node | None) -> Iterator[_Leg]:
        if sign != "+" and goal in (None, start):
            yield start, _NOTHING
        if sign == "?":
            yield from self.legs(path, start, goal)
            return
        queue: deque[tuple[Node, Way, frozenset[Node]]] = deque([(start, _NOTHING, frozenset())])
        while queue:
            at, way, seen = queue.popleft()
            for end, leg in self.legs(path, at, None):
                if end in seen or not self.budget.step():
                    continue
                if goal in (None, end):
                    yield end, way | leg
                if end != goal:
                    queue.append((end, way | leg, seen | {end}))

    def other(
        self, forward: tuple[str, ...], backward: tuple[str, ...], start: Node, goal: Node | None
    ) -> Iterator[_Leg]:
        for barred, find in ((forward, self.along), (backward, self.against)):
            named = {self.resolve(each) for each in barred}
            for end, way in find(start, None, goal) if barred else ():
                if not any(premise.predicate in named for premise in way):
                    yield end, way


def turned(path: Path) -> Path:
    """The same path from its other end."""
    match path:
        case Link():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Sequence(parts):
            return Sequence(tuple(turned(part) for part in reversed(parts)))
        case Alternative(parts):
            return Alternative(tuple(turned(part) for part in parts))
        case Repeat(inner, sign):
            return Repeat(turned(inner), sign)
        case Negated(forward, backward):
            return Negated(backward, forward)


def ways(
    path: Path, start: Node, end: Node, fetch: Fetch, resolve: Resolve, budget: Budget
) -> Iterator[Way]:
    """Find the ways of a path between two nodes, shortest first; one comes whatever the budget."""
    walker = _Walker(fetch, resolve, budget)
    found = False
    for _, way in walker.legs(path, start, end):
        found = True
        yield way
    if not found and budget.spent:
        yield from _shortest(path, start, end, fetch, resolve)


def _shortest(path: Path, start: Node, end: Node, fetch: Fetch, resolve: Resolve) -> Iterator[Way]:
    """Search breadth first, each node once: that finds one way, however large the graph."""
    if not isinstance(path, Repeat):
        return
    walker = _Walker(fetch, resolve, Budget(1 << 60))
    queue: deque[_Leg] = deque([(start, _NOTHING)])
    seen: set[Node] = set()
    while queue:
        at, way = queue.popleft()
        for node, leg in walker.legs(path.path, at, None):
            if node == end:
                yield way | leg
                return
            if node not in seen:
                seen.add(node)
                queue.append((node, way | leg))
