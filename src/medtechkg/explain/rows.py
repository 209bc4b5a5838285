"""Rows, solutions, and the witnesses that give them: sets of triples, and of absences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar

import pyoxigraph

from medtechkg.explain import writing
from medtechkg.explain.routes import Node, Premise

__all__ = [
    "NOTHING",
    "Absence",
    "Found",
    "Row",
    "Solution",
    "Witness",
    "narrowed",
    "settled",
    "smallest",
    "union",
]

_T = TypeVar("_T", bound=Iterable[object])

Solution: TypeAlias = Mapping[str, Node]
Row: TypeAlias = tuple[Node | None, ...]

#: So many of what an engine finds are put in order.
_MOST_ORDERED = 100
#: A pattern is narrowed to so many rows at most.
_MOST_ROWS = 1_000


class Absence(NamedTuple):
    """That something is not in the graph: ``kind`` is the operator, ``pattern`` what was sought."""

    kind: str
    pattern: str


class Witness(NamedTuple):
    """Triples that together give a row, and what must not be there besides."""

    premises: frozenset[Premise]
    absences: frozenset[Absence] = frozenset()

    def and_(self, other: Witness) -> Witness:
        """Both."""
        return Witness(self.premises | other.premises, self.absences | other.absences)


NOTHING = Witness(frozenset())


@dataclass(slots=True)
class Found:
    """The witnesses of one row; ``complete`` unless a bound cut the search short.

    Those of one group of an aggregate belong together: ``groups`` has one list for each.
    """

    witnesses: dict[Witness, None]
    groups: list[list[Witness]]
    complete: bool = True


def smallest(found: Iterable[frozenset[Premise]]) -> list[frozenset[Premise]]:
    """Those sets that hold no other: of the witnesses of a row, the minimal ones.

    What a named graph holds is in the graph of all as well.
    """
    kept: list[frozenset[Premise]] = []
    for each in sorted(dict.fromkeys(found), key=lambda one: (len(one), _placed(one))):
        whole = each | {premise._replace(graph=None) for premise in each} if _placed(each) else each
        if not any(less <= whole for less in kept):
            kept.append(each)
    return kept


def _placed(premises: frozenset[Premise]) -> int:
    """How many are asked for in a graph by name."""
    return sum(premise.graph is not None for premise in premises)


def union(witnesses: Iterable[Witness]) -> Witness:
    """All of them together: what a group of solutions rests on."""
    found = list(witnesses)
    return Witness(
        frozenset().union(*(each.premises for each in found)),
        frozenset().union(*(each.absences for each in found)),
    )


def narrowed(
    columns: Sequence[str], wanted: Collection[Row], allowed: frozenset[str]
) -> writing.Restriction | None:
    """Narrow a pattern to the values of rows, unless there are so many that it is no help."""
    at = [number for number, name in enumerate(columns) if name in allowed]
    if not at or len(wanted) > _MOST_ROWS:
        return None
    cut = dict.fromkeys(tuple(row[number] for number in at) for row in wanted)
    if any(isinstance(term, pyoxigraph.BlankNode) for row in cut for term in row):
        return None
    rows = tuple(tuple("UNDEF" if term is None else str(term) for term in row) for row in cut)
    return tuple(columns[number] for number in at), rows


def settled(found: Iterable[_T]) -> Iterator[_T]:
    """Put in order what an engine finds in an order of its own, unless it is much.

    Where a bound leaves some out, it leaves out the same whichever engine found them.
    """
    rest = iter(found)
    first = list(islice(rest, _MOST_ORDERED + 1))
    if len(first) <= _MOST_ORDERED:
        first.sort(key=lambda each: tuple(map(str, each)))
    yield from first
    yield from rest
