"""The graph in any RDF syntax, deterministic to the byte."""

from __future__ import annotations

import io
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from medtechkg.errors import NotFoundError
from medtechkg.iris import Base, prefixes

if TYPE_CHECKING:
    import pyoxigraph

    from medtechkg.store import Store

__all__ = ["Format", "serialized", "turtle"]


class Format(Enum):
    """An RDF syntax: its name on the command line, media type, file suffix and label."""

    TURTLE = ("ttl", "text/turtle", "Turtle", False)
    TRIG = ("trig", "application/trig", "TriG", True)
    N_QUADS = ("nq", "application/n-quads", "N-Quads", True)
    N_TRIPLES = ("nt", "application/n-triples", "N-Triples", False)
    JSON_LD = ("jsonld", "application/ld+json", "JSON-LD", True)
    RDF_XML = ("rdfxml", "application/rdf+xml", "RDF/XML", False)

    def __init__(self, key: str, media_type: str, label: str, named_graphs: bool) -> None:
        self.key = key
        self.media_type = media_type
        self.label = label
        self.named_graphs = named_graphs

    @property
    def suffix(self) -> str:
        """The usual end of a file's name."""
        return ".rdf" if self is Format.RDF_XML else f".{self.key}"


def serialized(store: Store, format: Format, graph: str | None = None) -> bytes:
    """Write the graph, or one of its named graphs; without named graphs, the union of them.

    Raises:
        NotFoundError: if there is no graph of that name.
    """
    from pyoxigraph import NamedNode

    if graph is not None and graph not in store.graph_names():
        raise NotFoundError(f"there is no graph {graph}; the graphs are {_listed(store)}")
    found = store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)
    return _serialised(found, format, Base(store.manifest.base))


def turtle(triples: Iterable[pyoxigraph.Triple], base: Base) -> str:
    """Write triples, such as the result of a CONSTRUCT, as Turtle in a fixed order."""
    from pyoxigraph import Quad

    quads = (Quad(t.subject, t.predicate, t.object) for t in triples)
    return _serialised(quads, Format.TURTLE, base).decode()


def _listed(store: Store) -> str:
    return ", ".join(store.graph_names()) or "none"


def _serialised(found: Iterable[pyoxigraph.Quad], format: Format, base: Base) -> bytes:
    from pyoxigraph import serialize

    ordered = sorted(found, key=_place)
    items = ordered if format.named_graphs else dict.fromkeys(q.triple for q in _by_triple(ordered))
    buffer = io.BytesIO()
    serialize(items, buffer, _syntax(format), prefixes=prefixes(base))
    content = buffer.getvalue()
    return content.translate(_NO_XML) if format is Format.RDF_XML else content


#: XML cannot say the end of a page; an end of line in its place keeps all offsets.
_NO_XML = bytes.maketrans(b"\x0b\x0c", b"\n\n")


def _place(quad: pyoxigraph.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _by_triple(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    return sorted(quads, key=lambda quad: _place(quad)[1:])


def _syntax(format: Format) -> pyoxigraph.RdfFormat:
    from pyoxigraph import RdfFormat

    syntax: pyoxigraph.RdfFormat = getattr(RdfFormat, format.name)
    return syntax
