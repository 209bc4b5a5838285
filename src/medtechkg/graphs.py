"""A graph as a Python user meets it: one object to ask, and to hand to other tools."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from medtechkg import answers, coverage, export, networks, questions, store, things
from medtechkg import explain as explaining

if TYPE_CHECKING:
    import networkx
    import rdflib

    from medtechkg.answers import Answer, Value
    from medtechkg.explain import Explanation
    from medtechkg.store import Store
    from medtechkg.things import Thing

__all__ = ["Graph", "open"]


class Graph:
    """A built graph, read-only. Each method is one call of the module that does the work."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ask(self, question: str, /, *, limit: int | None = None, **parameters: str) -> Answer:
        """Answer a competency question: rows, each with the quote it rests on."""
        return questions.ask(self.store, question, limit=limit, **parameters)

    def query(self, sparql: str, /, *, limit: int | None = None) -> Answer:
        """Run a SPARQL SELECT or ASK of your own; the usual prefixes are declared."""
        found = answers.rows(self.store, sparql, limit=limit)
        return coverage.explain_query(self.store, found, sparql)

    def explain(
        self,
        asked: str,
        /,
        row: int | Mapping[str, Value] | None = None,
        limit: int | None = explaining.ROWS,
        **parameters: str,
    ) -> Explanation:
        """Tell why the rows of a question or a SELECT are there: triples, rules and quotes."""
        return explaining.explain(
            self.store, asked, row, limit, supports=explaining.SUPPORTS, **parameters
        )

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


def open(folder: Path | str | None = None) -> Graph:
    """Open the graph in a folder: as given, else ``$MEDTECHKG_GRAPH``, else ``./graph``.

    Raises:
        GraphError: if there is none; ``medtechkg build`` makes one.
    """
    return Graph(store.open(folder))
