"""A graph as a Python user meets it: one object to ask, and to hand to other tools."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from medtechkg import (
    answers,
    coverage,
    endpoints,
    export,
    networks,
    protocol,
    questions,
    store,
    things,
)
from medtechkg import explain as explaining
from medtechkg.connections import (
    comparisons,
    conflicts,
    gaps,
    links,
    paths,
    suggestions,
    timelines,
)
from medtechkg.endpoints import Endpoint
from medtechkg.limits import LIMIT, Limits
from medtechkg.store import Embedded

if TYPE_CHECKING:
    import networkx
    import rdflib

    from medtechkg.answers import Answer, Value
    from medtechkg.explain import Explanation
    from medtechkg.networks.kernels import Ties
    from medtechkg.stores import Store
    from medtechkg.things import Thing

__all__ = ["Graph", "open"]

_T = TypeVar("_T")


class Graph:
    """A built graph, read-only. Each method is one call of the module that does the work.

    What may take long takes a ``timeout``, in seconds; it is ended then. A graph on disk is asked
    in a second process for that, which is kept for the next question; with None it is asked in this
    one, for as long as it takes, as a graph in memory always is.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._limits = None
        if isinstance(store, Embedded) and store.folder is not None:
            self._limits = Limits(store)

    def ask(
        self,
        question: str,
        /,
        *,
        limit: int | None = None,
        timeout: float | None = LIMIT,
        **parameters: str,
    ) -> Answer:
        """Answer a competency question: rows, each with the quote it rests on."""
        return self._call(timeout, questions.ask, question, limit=limit, **parameters)

    def query(
        self, sparql: str, /, *, limit: int | None = None, timeout: float | None = LIMIT
    ) -> Answer:
        """Run a SPARQL SELECT or ASK of your own; the usual prefixes are declared."""
        return self._call(timeout, _query, sparql, limit)

    def explain(
        self,
        asked: str,
        /,
        row: int | Mapping[str, Value] | None = None,
        limit: int | None = explaining.ROWS,
        timeout: float | None = LIMIT,
        **parameters: str,
    ) -> Explanation:
        """Tell why the rows of a question or a SELECT are there: triples, rules and quotes."""
        return self._call(
            timeout,
            explaining.explain,
            asked,
            row,
            limit,
            supports=explaining.SUPPORTS,
            **parameters,
        )

    def _call(
        self,
        timeout: float | None,
        function: Callable[..., _T],
        /,
        *arguments: object,
        **named: object,
    ) -> _T:
        if timeout is not None and self._limits is not None:
            return self._limits.call(timeout, function, *arguments, **named)
        if isinstance(self.store, Endpoint):
            return function(self.store.within(timeout), *arguments, **named)
        return function(self.store, *arguments, **named)

    def find(self, name: str, /, *, cls: str | None = None) -> str:
        """Return the IRI of the thing called so."""
        return things.find(self.store, name, cls)

    def describe(self, name: str, /) -> Thing:
        """Gather everything that is said about a thing, with its quotes."""
        return things.describe(self.store, things.find(self.store, name))

    def dataset(self) -> rdflib.Dataset:
        """Open the same store in rdflib, without copying it."""
        return self.store.dataset()

    def network(self, view: str = "everything") -> networkx.MultiDiGraph[str]:
        """Build a networkx graph of what is said; each edge has its evidence.

        The views are ``everything``, ``collaboration``, ``skills`` and ``qualifications``. A node
        is an IRI with ``label`` and ``cls``; an edge has ``predicate``, ``modality``, ``evidence``,
        ``documents``, ``start``, ``end``, ``first``, ``last`` and ``weight``, the number of its
        documents. `networks.network` tells more of each.
        """
        return networks.network(self.store, view)

    def ties(self, view: str = "everything") -> Ties[str]:
        """Lay the network of a view out for `medtechkg.networks.measures`, at once.

        It needs scipy and is the same as ``measures.ties(graph.network(view))``, without networkx.
        """
        return networks.ties(self.store, view)

    def links(
        self,
        source: str = "University",
        target: str = "Business",
        *,
        region: str = "",
        kind: str = "",
        steps: int = links.STEPS,
        limit: int | None = None,
    ) -> Answer:
        """Find who works with whom, directly or by what both have a part in."""
        return links.links(
            self.store, source, target, region=region, kind=kind, steps=steps, limit=limit
        )

    def path(
        self,
        one: str,
        other: str,
        /,
        *,
        most: int = paths.MOST,
        all_ways: bool = False,
        limit: int | None = paths.LIMIT,
    ) -> Answer:
        """Find how two things are connected; each step has its quote."""
        return paths.path(self.store, one, other, most=most, all_ways=all_ways, limit=limit)

    def neighbours(
        self, thing: str, /, *, depth: int = 1, view: str = "everything", limit: int | None = None
    ) -> Answer:
        """List the facts around a thing."""
        return paths.neighbours(self.store, thing, depth=depth, view=view, limit=limit)

    def gaps(self, region: str = "", *, limit: int | None = None) -> Answer:
        """List the needs that no known qualification or provision answers."""
        return gaps.gaps(self.store, region, limit=limit)

    def compare(self, *regions: str, limit: int | None = None) -> Answer:
        """Gather what is said of two to four regions, figure by figure."""
        return comparisons.compare(self.store, regions, limit=limit)

    def conflicts(self, about: str = "", *, limit: int | None = None) -> Answer:
        """List what contradicts itself, and what only seems to."""
        return conflicts.conflicts(self.store, about, limit=limit)

    def timeline(self, about: str = "", region: str = "", *, limit: int | None = None) -> Answer:
        """List what happened when."""
        return timelines.timeline(self.store, about, region, limit=limit)

    def suggest(
        self,
        thing: str = "",
        /,
        source: str = "University",
        target: str = "",
        *,
        limit: int | None = suggestions.LIMIT,
    ) -> Answer:
        """Suggest who might work together though nobody says so."""
        return suggestions.suggest(self.store, thing, source, target, limit=limit)

    def communities(self, view: str = "collaboration") -> tuple[networks.Group, ...]:
        """Find the groups of a view, the largest first: members, what they are about, evidence."""
        return networks.communities(self.store, view)

    def brokers(self, view: str = "collaboration") -> tuple[networks.Broker, ...]:
        """Find the organisations of a view that stand between others, with what they join."""
        return networks.brokers(self.store, view)

    def export(
        self,
        format: str,
        target: Path | str | IO[bytes] | None = None,
        *,
        view: str = "everything",
        classes: Collection[str] = (),
        limit: int | None = None,
    ) -> bytes | None:
        """Write the graph as RDF (``ttl``, ``trig``, ``nq``, ``nt``, ``jsonld``, ``rdfxml``).

        Or write its network (``gexf``, ``graphml``, ``csv``, ``json``, ``dot``, ``html``, ``svg``):
        of a view, of some classes and what is narrower, with at most so many nodes.
        """
        chosen = export.Options(view, classes, limit)
        return export.write(self.store, export.of(format), target, options=chosen)


def open(folder: Path | str | None = None, *, endpoint: str | None = None) -> Graph:
    """Open the graph in a folder: as given, else ``$MEDTECHKG_GRAPH``, else ``./graph``.

    Or, given the address of a SPARQL 1.1 endpoint, or with one in ``$MEDTECHKG_ENDPOINT`` and no
    folder given, the graph that was pushed there.

    Raises:
        GraphError: if there is none; ``medtechkg build`` makes one.
        EndpointError: if the endpoint does not answer, or holds none.
    """
    if endpoint is None and folder is None:
        endpoint = protocol.locate()
    return Graph(store.open(folder) if endpoint is None else endpoints.open(endpoint))


def _query(graph: Store, sparql: str, limit: int | None) -> Answer:
    found = answers.rows(graph, sparql, limit=limit)
    return coverage.explain_query(graph, found, sparql)
