"""What a store is, wherever it is: the seam between the graph and all that is asked of it.

`medtechkg.store.Embedded` is one on this machine, `medtechkg.endpoints.Endpoint` one behind a
SPARQL 1.1 endpoint. Nothing else of the package knows which it has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from medtechkg import __version__

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    from pyoxigraph import NamedNode, Quad, Triple

__all__ = ["FORMAT", "Manifest", "Results", "Store", "Substitutions", "Term", "dataset"]

#: The layout of a graph; a reader takes no other.
FORMAT = 1

Term: TypeAlias = "pyoxigraph.NamedNode | pyoxigraph.Literal"
Results: TypeAlias = "pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples"
Substitutions: TypeAlias = "Mapping[pyoxigraph.Variable, Term]"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph was made of; it holds no date, so that equal builds have equal manifests."""

    base: str
    sha256: str = ""
    documents: tuple[Mapping[str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    min_confidence: float = 0.0
    format: int = FORMAT
    version: str = __version__

    def serialize(self) -> bytes:
        """Write it as JSON, in one order."""
        return (json.dumps(asdict(self), indent=2, sort_keys=True) + "\n").encode()


class Store(Protocol):
    """A graph to read: named graphs, one a document, and the union of them.

    Terms and results are those of pyoxigraph, wherever the store is.
    """

    @property
    def manifest(self) -> Manifest:
        """What the graph was made of."""

    @property
    def exact(self) -> bool:
        """Whether any pattern means there what the standard says."""

    def query(self, text: str, substitutions: Substitutions | None = None) -> Results:
        """Run a SPARQL query over the union of all graphs; ``GRAPH`` sees the named ones.

        ``substitutions`` stand for variables of the projection, in the outermost group.

        Raises:
            SyntaxError: if it does not parse.
            EndpointError: if the store is elsewhere and does not answer as it should.
            LimitError: if it took longer than it may.
        """

    def quads_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Find quads of the named graphs by any of their terms."""

    def triples_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[Triple]:
        """Find triples of the union of all graphs by any of their terms, each once."""

    def graph_names(self) -> tuple[str, ...]:
        """Name the graphs, in order."""

    def dataset(self) -> rdflib.Dataset:
        """Open the same graph in rdflib, without copying it."""


def dataset(store: rdflib.store.Store) -> rdflib.Dataset:
    """Open a store of rdflib as a dataset."""
    from rdflib import Dataset, Graph

    class Quiet(Dataset):
        """Its own `query` asks for the default graph by a name that rdflib has deprecated."""

        @property  # type: ignore[misc]  # nobody sets it
        def default_context(self) -> Graph:
            return self._default_context

    return Quiet(store=store)
