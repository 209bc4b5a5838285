"""SHACL over the graph: pySHACL, fed with just what the shapes need to see.

pySHACL is slow over a SPARQL store and wrong over Oxigraph's typed strings, so the data are copied
into a plain rdflib graph: what was read and derived, and of the registers only the terms in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from medtechkg.errors import SeedError
from medtechkg.findings import Severity
from medtechkg.iris import PREFIXES, Base
from medtechkg.vocabulary import parse

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["Result", "run"]

_SH = PREFIXES["sh"]
_STRING = PREFIXES["xsd"] + "string"
_SEVERITIES = {
    _SH + "Violation": Severity.VIOLATION,
    _SH + "Warning": Severity.WARNING,
    _SH + "Info": Severity.INFO,
}


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """What one shape says of one node."""

    severity: Severity
    focus: str
    message: str
    shape: str


def run(store: pyoxigraph.Store, folder: Path, base: Base) -> Iterator[Result]:
    """Validate the graph against the shapes of the folder ``ontology/``; no shapes, no results.

    Raises:
        SeedError: if a shape is not Turtle, or is no valid SHACL.
    """
    paths = sorted((folder / "shapes").glob("*.ttl"))
    if not paths:
        return
    import rdflib
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError

    shapes = _graph(rdflib.Graph(), (quad for path in paths for quad in parse(path, base)))
    data = _graph(rdflib.Graph(), _in_use(store, base))
    try:
        _, report, _ = validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    except ReportableRuntimeError as error:
        problem = " ".join(str(error).split())
        raise SeedError(folder / "shapes", f"not SHACL: {problem}", "mend the shapes") from error
    yield from _results(report, shapes)


# -- data -------------------------------------------------------------------------------------


def _in_use(store: pyoxigraph.Store, base: Base) -> Iterator[Quad]:
    """Choose what is validated: what was read, the conflicts found, and whatever these lead to."""
    kind, conflict = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(base.term("ConflictSet"))
    found = chain(
        *(
            store.quads_for_pattern(None, None, None, graph)
            for graph in store.named_graphs()
            if str(graph).startswith(f"<{base.graph('source/')}")
        ),
        store.quads_for_pattern(None, kind, conflict),
    )
    pending: list[object] = [quad.subject for quad in found]
    reached: set[object] = set()
    while pending:
        term = pending.pop()
        if term in reached or not isinstance(term, NamedNode):
            continue
        reached.add(term)
        for quad in store.quads_for_pattern(term, None, None, DefaultGraph()):
            yield quad
            pending += (quad.predicate, quad.object)


def _graph(graph: rdflib.Graph, quads: Iterable[Quad]) -> rdflib.Graph:
    """Copy quads into rdflib; each term is made once."""
    from rdflib import BNode, Literal, URIRef

    made: dict[object, Node] = {}

    def term(found: object) -> Node:
        node = made.get(found)
        if node is None:
            node = made[found] = convert(found)
        return node

    def convert(found: object) -> Node:
        if isinstance(found, NamedNode):
            return URIRef(found.value)
        if isinstance(found, pyoxigraph.Literal):
            if found.language:
                return Literal(found.value, lang=found.language)
            datatype = found.datatype.value
            return Literal(
                found.value,
                datatype=None if datatype == _STRING else URIRef(datatype),
                normalize=False,
            )
        assert isinstance(found, pyoxigraph.BlankNode)
        return BNode(found.value)

    add = graph.store.add
    for quad in quads:
        add((term(quad.subject), term(quad.predicate), term(quad.object)), graph)
    return graph


# -- results ----------------------------------------------------------------------------------


def _results(report: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Result]:
    from rdflib import URIRef

    def one(node: Node, name: str) -> Node | str:
        return min(report.objects(node, URIRef(_SH + name)), default="", key=str)

    for result in report.objects(None, URIRef(_SH + "result")):
        yield Result(
            _SEVERITIES.get(str(one(result, "resultSeverity")), Severity.VIOLATION),
            str(one(result, "focusNode")),
            " ".join(str(one(result, "resultMessage")).split()),
            _named(one(result, "sourceShape"), shapes),
        )


def _named(shape: Node | str, shapes: rdflib.Graph) -> str:
    """Climb from an anonymous shape to the one that has a name."""
    from rdflib import BNode

    while isinstance(shape, BNode):
        shape = min(shapes.subjects(None, shape), key=str)
    return str(shape)
