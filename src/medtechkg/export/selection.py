"""What of the network goes into a file, with its place, size and colour."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from medtechkg import networks
from medtechkg.charts import period
from medtechkg.errors import QueryError
from medtechkg.export import colours, layout
from medtechkg.export.colours import Family
from medtechkg.networks import Edge, Node

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["SEPARATOR", "Picture", "Vertex", "chosen", "days", "drawn", "span", "words"]

#: Stands between the titles of documents where a format has room for one text only.
SEPARATOR = " | "

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node as it is drawn: ``degree`` is the number of its facts, ``size`` its radius."""

    id: str
    label: str
    cls: str
    family: Family
    degree: int
    size: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A network that is placed and ready to be written.

    ``edges`` gives the facts between its nodes, anew at each call, so that nobody has to hold them;
    ``count`` is their number. ``documents`` are the titles they rest on. ``left_out`` counts the
    nodes and facts of the view that were not chosen.
    """

    view: str
    nodes: tuple[Vertex, ...]
    edges: Callable[[], Iterator[Edge]]
    count: int
    documents: tuple[str, ...]
    left_out: tuple[int, int] = (0, 0)

    @property
    def title(self) -> str:
        """What it shows, in a few words."""
        return (
            "What is said, as a network" if self.view == "everything" else f"Network of {self.view}"
        )

    @property
    def summary(self) -> str:
        """How much it shows, and how much it leaves out."""
        told = (
            f"{_counted(len(self.nodes), 'thing')}, {_counted(self.count, 'fact')}, "
            f"from {_counted(len(self.documents), 'document')}"
        )
        nodes, facts = self.left_out
        if not nodes and not facts:
            return told
        return f"{told}; {_counted(nodes, 'thing')} and {_counted(facts, 'fact')} were left out"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def words(name: str) -> str:
    """Write the local name of a class or property as words.

    >>> words("collaboratesWith"), words("SubSector")
    ('collaborates with', 'sub sector')
    """
    return _CAMEL.sub(" ", name).lower()


def chosen(
    store: Store,
    view: str = "everything",
    classes: Collection[str] = (),
    limit: int | None = None,
) -> Picture:
    """Choose the nodes of a view and place them.

    ``classes`` keeps the members of these classes, and of narrower ones, and the facts between
    them; ``limit`` keeps so many nodes, those with the most facts.

    Raises:
        QueryError: if there is no such view or class.
    """
    known = colours.classes(store)
    wanted = frozenset(_class(name, known) for name in classes)

    def fits(node: Node) -> bool:
        return not wanted or not wanted.isdisjoint(known.get(node.cls, {node.cls}))

    every = tuple(networks.nodes(store, view))
    found = drawn(
        (node for node in every if fits(node)),
        lambda: networks.edges(store, view),
        view=view,
        limit=limit,
        known=known,
    )
    missing = len(every) - len(found.nodes)
    return replace(found, left_out=(missing, found.left_out[1]))


def _class(name: str, known: Mapping[str, frozenset[str]]) -> str:
    """The class called so, in any case, with or without spaces."""
    told = {each.lower(): each for each in known}
    key = name.replace(" ", "").replace("-", "").lower()
    if key in told:
        return told[key]
    near = get_close_matches(key, told, 3, 0.6)
    hint = (
        f"did you mean {' or '.join(told[each] for each in near)}?"
        if near
        else ("the ontology lists the classes")
    )
    raise QueryError(f"there is no class “{name}”; {hint}")


def drawn(
    nodes: Iterable[Node],
    edges: Callable[[], Iterable[Edge]],
    *,
    view: str = "everything",
    limit: int | None = None,
    known: Mapping[str, frozenset[str]] | None = None,
) -> Picture:
    """Place nodes and say how they are drawn; edges to nodes that are not among them are left out.

    ``known`` has the wider classes of each class, for the colours.
    """
    given = {node.id: node for node in nodes}
    degrees, total = _degrees(edges(), given)
    kept = sorted(given, key=lambda iri: (-degrees[iri], iri))[:limit]
    index = {iri: at for at, iri in enumerate(sorted(kept))}
    pairs: dict[tuple[int, int], float] = {}
    titles: dict[str, None] = {}
    count = 0
    for edge in edges():
        one, other = index.get(edge.source), index.get(edge.target)
        if one is None or other is None:
            continue
        count += 1
        titles.update(dict.fromkeys(edge.documents))
        key = (one, other) if one < other else (other, one)
        pairs[key] = pairs.get(key, 0.0) + 1.0
    vertices = _placed([given[iri] for iri in index], degrees, pairs, known or {})

    def between() -> Iterator[Edge]:
        return (edge for edge in edges() if edge.source in index and edge.target in index)

    left_out = len(given) - len(index), total - count
    return Picture(view, vertices, between, count, tuple(sorted(titles)), left_out)


def _degrees(edges: Iterable[Edge], nodes: Collection[str]) -> tuple[Counter[str], int]:
    degrees: Counter[str] = Counter()
    total = 0
    for edge in edges:
        total += 1
        if edge.source in nodes and edge.target in nodes:
            degrees[edge.source] += 1
            degrees[edge.target] += edge.target != edge.source
    return degrees, total


def _placed(
    nodes: Iterable[Node],
    degrees: Mapping[str, int],
    pairs: Mapping[tuple[int, int], float],
    known: Mapping[str, frozenset[str]],
) -> tuple[Vertex, ...]:
    told = list(nodes)
    sizes = [round(4 + 2.2 * math.sqrt(degrees[node.id]), 2) for node in told]
    places = layout.positions(sizes, pairs)
    families = {cls: colours.family(cls, known) for cls in {node.cls for node in told}}
    return tuple(
        Vertex(n.id, n.label, n.cls, families[n.cls], degrees[n.id], size, x, y)
        for n, size, (x, y) in zip(told, sizes, places, strict=True)
    )


def _day(text: str, last: bool) -> str:
    """The first or the last day of a date that may be a year or a month; nothing if it is none.

    >>> _day("2021", last=True), _day("2021-02", last=True), _day("2021-02-03", last=False)
    ('2021-12-31', '2021-02-28', '2021-02-03')
    """
    days = period(text)
    return days[last].isoformat() if days else ""


def span(edge: Edge) -> tuple[str, str]:
    """From which day to which a fact is told to hold; see `days`."""
    return days(edge.start, edge.end, edge.first, edge.last)


def days(start: str, end: str, first: str, last: str) -> tuple[str, str]:
    """The first and the last day of a fact; empty where that is open.

    What the documents say of it (``start``, ``end``) counts; if they say nothing, their own dates
    do (``first``, ``last``).
    """
    one, other = (start, end) if start or end else (first, last)
    begin, stop = _day(one, last=False), _day(other, last=True)
    return (stop, begin) if begin and stop and begin > stop else (begin, stop)
