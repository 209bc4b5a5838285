"""The network as tables and as JSON.

The tables have the columns Gephi looks for: ``Id`` and ``Label`` of nodes; ``Source``, ``Target``,
``Type``, ``Id``, ``Label`` and ``Weight`` of edges. The JSON is the node-link form of
``networkx.node_link_graph``, which d3 and graphology can take as well.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import IO

from medtechkg.export.selection import SEPARATOR, Picture, Vertex, span, words
from medtechkg.networks import Edge, Quotation

__all__ = ["archive", "edges", "node_link", "nodes"]

Words = Mapping[str, Quotation]

_NODES = ("Id", "Label", "Class", "Family", "Facts")
_EDGES = (
    *("Source", "Target", "Type", "Id", "Label", "Weight", "Source Label", "Target Label"),
    *("Predicate", "Modality", "Evidence", "Sources", "Start", "End", "Quotes"),
)


def nodes(picture: Picture) -> Iterator[str]:
    """Write the table of nodes as CSV, a row a line."""
    rows = ((n.id, n.label, n.cls, n.family.name, n.degree) for n in picture.nodes)
    return _csv(_NODES, rows)


def edges(picture: Picture, quotations: Words) -> Iterator[str]:
    """Write the table of edges as CSV; the names of both ends and the quotes are in it."""
    names = {node.id: node.label for node in picture.nodes}
    rows = (
        (
            *(edge.source, edge.target, "Directed", edge.id, words(edge.predicate), edge.weight),
            *(names[edge.source], names[edge.target], edge.predicate, edge.modality),
            *(len(edge.evidence), SEPARATOR.join(edge.documents), *span(edge)),
            SEPARATOR.join(quote for quote, _ in _quotes(edge, quotations)),
        )
        for edge in picture.edges()
    )
    return _csv(_EDGES, rows)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row in chain([columns], rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue()


def archive(tables: Mapping[str, Callable[[], Iterable[str]]], target: IO[bytes]) -> None:
    """Write texts as the files of a ZIP archive that is the same whenever it is made."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, lines in tables.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.open(entry, "w", force_zip64=True) as table:
                for line in lines():
                    table.write(line.encode())


def _quotes(edge: Edge, quotations: Words) -> list[tuple[str, str]]:
    """The words of its evidence with their documents, each once; line ends are spaces."""
    found = (quotations[each] for each in edge.evidence if each in quotations)
    return list(dict.fromkeys((" ".join(q.text.split()), q.document) for q in found))


def node_link(picture: Picture, quotations: Words) -> Iterator[str]:
    """Write node-link JSON: ``nodes`` and ``edges``, each with all that is known of it."""
    about = {"view": picture.view, "documents": picture.documents, "summary": picture.summary}
    yield f'{{"directed": true, "multigraph": true, "graph": {_json(about)},\n"nodes": [\n'
    yield from _listed(map(_node, picture.nodes))
    yield '],\n"edges": [\n'
    yield from _listed(_edge(edge, quotations) for edge in picture.edges())
    yield "]}\n"


def _listed(values: Iterable[Mapping[str, object]]) -> Iterator[str]:
    before = ""
    for value in values:
        yield f"{before}{_json(value)}"
        before = ",\n"
    yield "\n" if before else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(node: Vertex) -> dict[str, object]:
    told = {"id": node.id, "label": node.label, "cls": node.cls, "family": node.family.name}
    drawn = {"x": node.x, "y": node.y, "size": node.size, "color": node.family.light}
    return {**told, "facts": node.degree, **drawn}


def _edge(edge: Edge, quotations: Words) -> dict[str, object]:
    start, stop = span(edge)
    return {
        "source": edge.source,
        "target": edge.target,
        "key": edge.id,
        "label": words(edge.predicate),
        "predicate": edge.predicate,
        "modality": edge.modality,
        "weight": edge.weight,
        "documents": edge.documents,
        "start": start,
        "end": stop,
        "evidence": edge.evidence,
        "quotes": [
            {"text": text, "document": document} for text, document in _quotes(edge, quotations)
        ],
    }
