"""The network as GEXF 1.3, for Gephi, Gephi Lite and graphology.

Written as it is read, so that the memory it takes does not grow with the edges. Colours, sizes and
places are in the file; the time of a fact is a spell, for Gephi's timeline. All edges are directed,
because networkx reads no mixture.

The schema is https://gexf.net/schema.html, in RELAX NG. The one in XML Schema puts colours, sizes
and places into another namespace than that in which all programs look for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medtechkg.export.selection import SEPARATOR, Picture, Vertex, span, words
from medtechkg.markup import escaped
from medtechkg.networks import Edge

__all__ = ["lines"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>medtechkg</creator><description>{description}</description></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" \
timerepresentation="interval" idtype="string">
<attributes class="node">
<attribute id="class" title="class" type="string"/>
<attribute id="family" title="family" type="string"/>
<attribute id="facts" title="facts" type="integer"/>
<attribute id="iri" title="IRI" type="anyURI"/>
</attributes>
<attributes class="edge">
<attribute id="predicate" title="predicate" type="string"/>
<attribute id="modality" title="modality" type="string"/>
<attribute id="evidence" title="evidence" type="integer"/>
<attribute id="sources" title="sources" type="string"/>
<attribute id="dated" title="dated" type="string"/>
<attribute id="iri" title="IRI" type="anyURI"/>
</attributes>
<nodes count="{nodes}">
"""


def lines(picture: Picture) -> Iterator[str]:
    """Write a picture, a node or an edge a line."""
    description = escaped(f"{picture.title}. {picture.summary}.")
    yield _HEAD.format(description=description, nodes=len(picture.nodes))
    yield from map(_node, picture.nodes)
    yield f'</nodes>\n<edges count="{picture.count}">\n'
    yield from _edges(picture.edges())
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(node: Vertex) -> str:
    iri = escaped(node.id)
    red, green, blue = node.family.rgb
    return (
        f'<node id="{iri}" label="{escaped(node.label)}"><attvalues>'
        f'<attvalue for="class" value="{escaped(node.cls)}"/>'
        f'<attvalue for="family" value="{escaped(node.family.name)}"/>'
        f'<attvalue for="facts" value="{node.degree}"/><attvalue for="iri" value="{iri}"/>'
        f'</attvalues><viz:color r="{red}" g="{green}" b="{blue}"/>'
        f'<viz:position x="{node.x}" y="{-node.y}" z="0"/><viz:size value="{node.size}"/></node>\n'
    )


def _edges(edges: Iterable[Edge]) -> Iterator[str]:
    named: dict[str, str] = {}
    for edge in edges:
        predicate = edge.predicate
        label = named.get(predicate)
        if label is None:
            label = named[predicate] = escaped(words(predicate))
        yield (
            f'<edge id="{escaped(edge.id)}" source="{escaped(edge.source)}" '
            f'target="{escaped(edge.target)}" label="{label}" weight="{edge.weight}"><attvalues>'
            f'<attvalue for="predicate" value="{escaped(predicate)}"/>'
            f'<attvalue for="modality" value="{escaped(edge.modality)}"/>'
            f'<attvalue for="evidence" value="{len(edge.evidence)}"/>'
            f'<attvalue for="sources" value="{escaped(SEPARATOR.join(edge.documents))}"/>'
            f'<attvalue for="iri" value="{escaped(edge.id.partition(" ")[0])}"/>'
            f"{_time(edge)}</edge>\n"
        )


def _time(edge: Edge) -> str:
    """Close the values of an edge, and give its spell: none is said of what is always there."""
    if not (edge.start or edge.end or edge.first or edge.last):
        return "</attvalues>"
    first, last = span(edge)
    if not first and not last:
        return "</attvalues>"
    dated = "stated" if edge.start or edge.end else "documents"
    start = f' start="{first}"' if first else ""
    stop = f' end="{last}"' if last else ""
    value = f'<attvalue for="dated" value="{dated}"/>'
    return f"{value}</attvalues><spells><spell{start}{stop}/></spells>"
