"""A part of a store elsewhere, held here: what some queries need of it, and no more.

A server may understand patterns its own way, and each look-up is a request. So triples are fetched
by the plainest patterns there are, many at a time, each with all the named graphs that hold it;
what a query means is then worked out here, by the same engine as for a graph on disk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from medtechkg.explain.gathering import Gathering, findable
from medtechkg.explain.routes import Node
from medtechkg.iris import PREFIXES
from medtechkg.store import Embedded
from medtechkg.stores import Manifest, Results, Store, Substitutions, Term

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Triple

__all__ = ["Excerpt", "ahead"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
#: So many terms are looked up by one request.
_BATCH = 400


def ahead(store: Store, subjects: Iterable[Node], predicates: Iterable[NamedNode]) -> None:
    """Fetch at once what is going to be looked up one by one, if the store is elsewhere."""
    if isinstance(store, Excerpt):
        found = frozenset(subjects)
        for predicate in predicates:
            store.fetch(found, predicate, None)


class Excerpt:
    """What has been fetched of a store; all that is asked of it is fetched first.

    It holds only triples that the store has, and each with every graph that has it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.inner = pyoxigraph.Store()
        self._held = Embedded(store.manifest, self.inner)
        self._subjects: dict[Node | None, set[Node]] = {}
        self._objects: dict[Node | None, set[Node]] = {}
        self._predicates: set[Node] = set()
        self._whole = False
        self._sizes: dict[tuple[Node | None, frozenset[Node] | None], int] = {}

    @property
    def manifest(self) -> Manifest:
        """What the graph was made of."""
        return self.store.manifest

    @property
    def exact(self) -> bool:
        """Any pattern means here what the standard says."""
        return True

    def query(self, text: str, substitutions: Substitutions | None = None) -> Results:
        """Run a SELECT over what it needs of the store."""
        given = {
            f"?{name.value}": frozenset((term,)) for name, term in (substitutions or {}).items()
        }
        Gathering(self, text).gather(given)
        return self.inner.query(text, substitutions=dict(substitutions) if substitutions else None)

    def quads_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Find quads of the named graphs by any of their terms."""
        if graph is not None and subject is None and predicate is None and object is None:
            yield from self.store.quads_for_pattern(graph=graph)
            return
        self._ready(subject, predicate, object)
        yield from self._held.quads_for_pattern(subject, predicate, object, graph)

    def triples_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[Triple]:
        """Find triples of the union of all graphs by any of their terms, each once."""
        self._ready(subject, predicate, object)
        yield from self._held.triples_for_pattern(subject, predicate, object)

    def graph_names(self) -> tuple[str, ...]:
        """Name the graphs, in order."""
        return self.store.graph_names()

    def dataset(self) -> rdflib.Dataset:
        """Open the same graph in rdflib."""
        return self.store.dataset()

    # -- fetching

    def fetch(
        self,
        subjects: Collection[Node] | None,
        predicate: Node | None,
        objects: Collection[Node] | None,
    ) -> None:
        """Fetch the triples of subjects or else of objects; with neither, all of a property.

        Of what is fetched, all is: of a subject every object, too. With none of the three, that is
        the whole graph.
        """
        if self._whole or predicate in self._predicates:
            return
        if subjects is not None:
            things = {each for each in subjects if not isinstance(each, Literal)}
            self._fetch_by("s", self._subjects, things, predicate)
        elif objects is not None:
            self._fetch_by("o", self._objects, objects, predicate)
        elif predicate is not None:
            self._take(f"GRAPH ?g {{ ?s {predicate} ?o }}", predicate)
            self._predicates.add(predicate)
        else:
            self._add(self.store.quads_for_pattern())
            self._whole = True

    def present(self, nodes: Iterable[Node]) -> None:
        """Fetch something of each node, if there is anything: a path of no length wants that."""
        left = {node for node in nodes if not self._holds(node)}
        for predicate in (_TYPE, None):
            self.fetch(left, predicate, None)
            left = {node for node in left if not self._holds(node)}
        if left:
            self.fetch(None, None, left if findable(left) else None)

    def name_graphs(self) -> None:
        """Give every named graph its place, empty or not."""
        for name in self.store.graph_names():
            self.inner.add_graph(NamedNode(name))

    def size(self, predicate: Node | None, objects: Collection[Node] | None) -> int:
        """How many triples a property has, with some objects if any are given."""
        key = (predicate, None if objects is None else frozenset(objects))
        if key not in self._sizes:
            told = f"?s {_written(predicate, 'p')} ?o"
            if key[1] is None:
                self._sizes[key] = self._count(told)
            else:
                parts = _parts(key[1])
                self._sizes[key] = sum(self._count(_listed("o", part) + told) for part in parts)
        return self._sizes[key]

    def _count(self, where: str) -> int:
        (row,) = self._asked(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
        return int(row["n"].value)

    def _ready(
        self, subject: NamedNode | None, predicate: NamedNode | None, object_: Term | None
    ) -> None:
        """Fetch what a pattern may match, unless it is here by any of its terms."""
        by_subject = None if subject is None else {subject}
        by_object = {object_} if object_ is not None and findable((object_,)) else None
        known = (by_subject or set()) & self._of(self._subjects, predicate)
        if not known and not (by_object or set()) & self._of(self._objects, predicate):
            self.fetch(by_subject, predicate, by_object)

    def _of(self, known: Mapping[Node | None, set[Node]], predicate: Node | None) -> set[Node]:
        return known.get(predicate, set()) | known.get(None, set())

    def _fetch_by(
        self,
        end: str,
        known: dict[Node | None, set[Node]],
        values: Iterable[Node],
        predicate: Node | None,
    ) -> None:
        left = set(values) - self._of(known, predicate)
        for part in _parts(left):
            pattern = f"GRAPH ?g {{ ?s {_written(predicate, 'p')} ?o }}"
            self._take(_listed(end, part) + pattern, predicate)
        known.setdefault(predicate, set()).update(left)

    def _take(self, where: str, predicate: Node | None) -> None:
        names = "?s ?o ?g" if predicate is not None else "?s ?p ?o ?g"
        rows = self._asked(f"SELECT {names} WHERE {{ {where} }}")
        self._add(
            Quad(row["s"], row["p"] if predicate is None else predicate, row["o"], row["g"])  # type: ignore[arg-type]
            for row in rows
        )

    def _asked(self, text: str) -> pyoxigraph.QuerySolutions:
        found = self.store.query(text)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found

    def _add(self, quads: Iterable[Quad]) -> None:
        found = tuple(quads)
        self.inner.extend(found)
        self.inner.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)

    def _holds(self, node: Node) -> bool:
        ends = [(None, None, node)]
        if not isinstance(node, Literal):
            ends.append((node, None, None))  # type: ignore[arg-type]
        return any(True for each in ends for _ in self.inner.quads_for_pattern(*each))


def _parts(terms: Iterable[Node]) -> Iterator[Sequence[Node]]:
    """Terms in one order, as many at a time as one request may name."""
    ordered = sorted(terms, key=str)
    return (ordered[at : at + _BATCH] for at in range(0, len(ordered), _BATCH))


def _listed(name: str, terms: Iterable[Node]) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, terms))} }} "


def _written(term: Node | None, name: str) -> str:
    return f"?{name}" if term is None else str(term)
