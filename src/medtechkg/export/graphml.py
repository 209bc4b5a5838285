"""The network as GraphML, for networkx, igraph, yEd and Cytoscape, with a type for each value.

http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

from collections.abc import Iterator

from medtechkg.export.selection import SEPARATOR, Picture, Vertex, span, words
from medtechkg.markup import escaped
from medtechkg.networks import Edge

__all__ = ["lines"]

# Gephi takes x, y, size and r, g, b for how a node is drawn.
_KEYS = {
    "node": (
        *(("label", "string"), ("class", "string"), ("family", "string"), ("facts", "int")),
        *(("x", "double"), ("y", "double"), ("size", "double")),
        *(("r", "int"), ("g", "int"), ("b", "int")),
    ),
    "edge": (
        *(("label", "string"), ("predicate", "string"), ("modality", "string"), ("weight", "int")),
        *(("evidence", "int"), ("sources", "string"), ("start", "string"), ("end", "string")),
    ),
}


def lines(picture: Picture) -> Iterator[str]:
    """Write a picture, a node or an edge a line."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
        'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
    )
    for kind, keys in _KEYS.items():
        for name, typ in keys:
            yield (f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{typ}"/>\n')
    yield '<graph id="medtechkg" edgedefault="directed">\n'
    yield f"<desc>{escaped(f'{picture.title}. {picture.summary}.')}</desc>\n"
    for node in picture.nodes:
        yield f'<node id="{escaped(node.id)}">{_data("node", _values(node))}</node>\n'
    for edge in picture.edges():
        yield (
            f'<edge id="{escaped(edge.id)}" source="{escaped(edge.source)}" '
            f'target="{escaped(edge.target)}">{_data("edge", _facts(edge))}</edge>\n'
        )
    yield "</graph>\n</graphml>\n"


def _data(kind: str, values: tuple[object, ...]) -> str:
    return "".join(
        f'<data key="{kind}-{name}">{escaped(str(value))}</data>'
        for (name, _), value in zip(_KEYS[kind], values, strict=True)
        if value != ""
    )


def _values(node: Vertex) -> tuple[object, ...]:
    drawn = node.x, -node.y, node.size, *node.family.rgb
    return node.label, node.cls, node.family.name, node.degree, *drawn


def _facts(edge: Edge) -> tuple[object, ...]:
    told = words(edge.predicate), edge.predicate, edge.modality, edge.weight
    return *told, len(edge.evidence), SEPARATOR.join(edge.documents), *span(edge)
