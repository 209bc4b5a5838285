"""The network as GEXF 1.3, for Gephi, Gephi Lite and graphology.

Written as it is read, so that the memory it takes does not grow with the edges. Colours, sizes and
places are in the file; the time of a fact is a spell, for Gephi's timeline. All edges are directed,
because networkx reads no mixture.

The schema is https://gexf.net/schema.html, in RELAX NG. The one in XML Schema puts colours, sizes
and places into another namespace than that in which all programs look for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from medtechkg.export.selection import SEPARATOR, Picture, Vertex, days, words
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
    for edge in edges:
        key = escaped(edge.id)
        yield (
            f'<edge id="{key}" source="{escaped(edge.source)}" target="{escaped(edge.target)}" '
            f'weight="{len(edge.documents)}"{_kind(edge.predicate, edge.modality)}'
            f'<attvalue for="evidence" value="{len(edge.evidence)}"/>'
            f'<attvalue for="sources" value="{_sources(edge.documents)}"/>'
            f'<attvalue for="iri" value="{key.partition(" ")[0]}"/>'
            f"{_time(edge.start, edge.end, edge.first, edge.last)}</edge>\n"
        )


# What many edges share is written once and kept, as much as these caches hold.


@lru_cache(maxsize=1024)
def _kind(predicate: str, modality: str) -> str:
    return (
        f' label="{escaped(words(predicate))}"><attvalues>'
        f'<attvalue for="predicate" value="{escaped(predicate)}"/>'
        f'<attvalue for="modality" value="{escaped(modality)}"/>'
    )


@lru_cache(maxsize=4096)
def _sources(documents: tuple[str, ...]) -> str:
    return escaped(SEPARATOR.join(documents))


@lru_cache(maxsize=4096)
def _time(start: str, end: str, first: str, last: str) -> str:
    """Close the values of an edge, and give its spell: none is said of what is always there."""
    begin, stop = days(start, end, first, last)
    if not begin and not stop:
        return "</attvalues>"
    dated = "stated" if start or end else "documents"
    ends = "".join(f' {name}="{day}"' for name, day in (("start", begin), ("end", stop)) if day)
    value = f'<attvalue for="dated" value="{dated}"/>'
    return f"{value}</attvalues><spells><spell{ends}/></spells>"
