"""The network as DOT, for Graphviz: ``dot -Tsvg``, or ``neato -n -Tsvg`` to keep the places.

https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medtechkg.export.selection import Picture, words

__all__ = ["lines"]

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
_POINTS = 72.0


def lines(picture: Picture) -> Iterator[str]:
    """Write a picture, a node or an edge a line."""
    yield "digraph medtechkg {\n"
    yield f"  graph [label={_quoted(picture.summary)}, outputorder=edgesfirst];\n"
    yield '  node [shape=circle, style=filled, fixedsize=true, penwidth=0, fontname="Helvetica"];\n'
    yield '  edge [color="#9aa0a8", fontsize=8, fontname="Helvetica"];\n'
    for node in picture.nodes:
        yield (
            f"  {_quoted(node.id)} [xlabel={_quoted(node.label)}, label={_quoted('')}, "
            f'fillcolor="{node.family.light}", width={2 * node.size / _POINTS:.3f}, '
            f'pos="{node.x},{-node.y}", URL={_quoted(node.id)}, '
            f"tooltip={_quoted(f'{node.label} ({words(node.cls)})')}];\n"
        )
    for edge in picture.edges():
        told = f"{words(edge.predicate)}: {'; '.join(edge.documents)}"
        yield (
            f"  {_quoted(edge.source)} -> {_quoted(edge.target)} "
            f"[label={_quoted(words(edge.predicate))}, weight={edge.weight}, "
            f"tooltip={_quoted(told)}];\n"
        )
    yield "}\n"


def _quoted(text: str) -> str:
    r"""Write a text in double quotes; a backslash stands for itself.

    >>> print(_quoted('the "\\N" of it'))
    "the \"\\N\" of it"
    """
    plain = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
