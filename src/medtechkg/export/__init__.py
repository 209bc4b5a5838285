"""The graph, taken elsewhere: in any RDF syntax, or its network as a file other programs read.

`Format` has the RDF syntaxes, `Network` the forms of the network. All are the same to the byte for
the same graph.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from medtechkg import networks
from medtechkg.errors import QueryError
from medtechkg.export.files import put, stream, writing
from medtechkg.export.rdf import Format, serialized, turtle

if TYPE_CHECKING:
    from medtechkg.export.selection import Picture
    from medtechkg.store import Store

__all__ = [
    "Format",
    "Network",
    "Options",
    "guess",
    "names",
    "of",
    "picture",
    "put",
    "save",
    "turtle",
    "write",
]

Target = Path | str | IO[bytes] | None


class Network(Enum):
    """A form of the network: its name on the command line, media type and label.

    ``most`` is how many nodes it takes unless more are asked for: more, nobody could look at.
    """

    GEXF = ("gexf", "application/gexf+xml", "GEXF 1.3", None)
    GRAPHML = ("graphml", "application/graphml+xml", "GraphML", None)
    CSV = ("csv", "text/csv", "CSV, a table of nodes and one of edges", None)
    JSON = ("json", "application/json", "node-link JSON", None)
    DOT = ("dot", "text/vnd.graphviz", "Graphviz DOT", None)
    HTML = ("html", "text/html", "an interactive page", 10_000)
    SVG = ("svg", "image/svg+xml", "a picture", 1_000)

    def __init__(self, key: str, media_type: str, label: str, most: int | None) -> None:
        self.key = key
        self.media_type = media_type
        self.label = label
        self.most = most

    @property
    def suffix(self) -> str:
        """The usual end of a file's name."""
        return f".{self.key}"


@dataclass(frozen=True, slots=True)
class Options:
    """What of the network is written; see `selection.chosen`. RDF is always all of the graph."""

    view: str = "everything"
    classes: Collection[str] = field(default=())
    limit: int | None = None


_EVERY: tuple[Format | Network, ...] = (*Format, *Network)
_ALSO = {".ttl": "ttl", ".zip": "csv", ".gv": "dot", ".htm": "html", ".rdf": "rdfxml"}


def names() -> list[str]:
    """The keys of all formats, RDF first."""
    return [known.key for known in _EVERY]


def of(name: str) -> Format | Network:
    """The format called so, by key, suffix or media type.

    Raises:
        QueryError: if there is none.
    """
    for known in _EVERY:
        if name.lower() in (known.key, known.suffix, known.suffix[1:], known.media_type):
            return known
    raise QueryError(f"there is no format “{name}”; the formats are {', '.join(names())}")


def guess(path: Path) -> Format | Network:
    """The format a file is in, by how its name ends.

    Raises:
        QueryError: if that tells nothing.
    """
    suffix = path.suffix.lower()
    if suffix in _ALSO or suffix in {known.suffix for known in _EVERY}:
        return of(_ALSO.get(suffix, suffix))
    raise QueryError(f"{path}: its name does not tell the format; give one of {', '.join(names())}")


def write(
    store: Store,
    format: Format | Network,
    target: Target = None,
    graph: str | None = None,
    options: Options | None = None,
) -> bytes | None:
    """Write the graph or its network to a file or a stream; without one, return it.

    ``graph`` names one graph of an RDF syntax; ``options`` say what of the network is meant.

    Raises:
        NotFoundError: if there is no graph of that name.
        QueryError: if there is no such view or class.
        GraphError: if the file cannot be written.
    """
    if isinstance(format, Network):
        return save(store, format, picture(store, format, options), target)
    content = serialized(store, format, graph)
    return _to(target, lambda out: _all(out, content))


def picture(store: Store, format: Network, options: Options | None = None) -> Picture:
    """Choose what of the network is written, and place it; see `selection.chosen`.

    What is left out, its ``summary`` says.

    Raises:
        QueryError: if there is no such view or class.
    """
    from medtechkg.export import selection

    wanted = options or Options()
    return selection.chosen(store, wanted.view, wanted.classes, wanted.limit or format.most)


def save(store: Store, format: Network, picture: Picture, target: Target = None) -> bytes | None:
    """Write a picture of the network of a graph.

    CSV goes to two files, ``NAME-nodes.csv`` and ``NAME-edges.csv``, or as ``nodes.csv`` and
    ``edges.csv`` into one that is called ``NAME.zip``; a stream gets the table of edges, which has
    the names of both ends and the quotes.

    Raises:
        GraphError: if the file cannot be written, or the page was not built.
    """
    if format is Network.CSV and isinstance(target, (str, Path)):
        _tables(store, picture, Path(target))
        return None
    pieces = _PIECES[format]
    return _to(target, lambda out: stream(pieces(store, picture), out))


def _to(target: Target, fill: Callable[[IO[bytes]], object]) -> bytes | None:
    if isinstance(target, (str, Path)):
        with writing(Path(target)) as file:
            fill(file)
        return None
    out = io.BytesIO() if target is None else target
    fill(out)
    return out.getvalue() if isinstance(out, io.BytesIO) and target is None else None


def _all(out: IO[bytes], content: bytes) -> None:
    """Write all of it, also where a write may take a part, as on a pipe."""
    view = memoryview(content)
    while view:
        view = view[out.write(view) :]


def _tables(store: Store, picture: Picture, path: Path) -> None:
    from medtechkg.export import tabular

    words = networks.quotations(store)
    tables: dict[str, Callable[[], Iterable[str]]] = {
        "nodes": partial(tabular.nodes, picture),
        "edges": partial(tabular.edges, picture, words),
    }
    if path.suffix.lower() == ".zip":
        named = {f"{name}.csv": lines for name, lines in tables.items()}
        _to(path, lambda out: tabular.archive(named, out))
        return
    for name, lines in tables.items():
        with writing(path.with_name(f"{path.stem}-{name}{path.suffix or '.csv'}")) as file:
            stream(lines(), file)


# -- each imported only when it is asked for ------------------------------------------------------


def _gexf(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import gexf

    return gexf.lines(picture)


def _graphml(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import graphml

    return graphml.lines(picture)


def _edge_table(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import tabular

    return tabular.edges(picture, networks.quotations(store))


def _json(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import tabular

    return tabular.node_link(picture, networks.quotations(store))


def _dot(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import dot

    return dot.lines(picture)


def _html(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import pages

    return pages.page(store, picture)


def _svg(store: Store, picture: Picture) -> Iterable[str]:
    from medtechkg.export import drawings

    return [drawings.drawing(picture)]


_PIECES: dict[Network, Callable[[Store, Picture], Iterable[str]]] = {
    Network.GEXF: _gexf,
    Network.GRAPHML: _graphml,
    Network.CSV: _edge_table,
    Network.JSON: _json,
    Network.DOT: _dot,
    Network.HTML: _html,
    Network.SVG: _svg,
}
