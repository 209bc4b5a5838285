"""What an asserted triple rests on: who says it, how firmly, and in which words of which document.

A triple is said by the statements (``mtk:Statement``) that have it as their subject, predicate and
object; a triple about a node that carries evidence (a figure, a need, a thing named) by that node;
one about a piece of evidence is that evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import islice

from pyoxigraph import Literal, NamedNode

from medtechkg import answers
from medtechkg.explain.excerpts import ahead
from medtechkg.explain.routes import Node, Premise
from medtechkg.iris import PREFIXES, Base, local_name
from medtechkg.store import Store

__all__ = ["Evidence", "Said", "Sources"]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
#: A thing may be named a thousand times: so many of its quotes are shown, of so many looked up.
_MOST_QUOTES = 3
_MOST_LOOKED_AT = 10

_STATEMENTS = """
SELECT ?subject ?predicate ?object ?node WHERE {
  VALUES (?subject ?predicate ?object) { %s }
  ?node rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
}
"""
_NODES = """
SELECT ?node ?class ?status ?modality ?polarity ?speaker WHERE {
  VALUES ?node { %s }
  ?node mtk:status/skos:notation ?status ; a ?class .
  FILTER NOT EXISTS { ?node a ?narrower . ?narrower rdfs:subClassOf ?class }
  OPTIONAL { ?node mtk:modality/skos:notation ?modality }
  OPTIONAL { ?node mtk:polarity/skos:notation ?polarity }
  OPTIONAL { ?node mtk:statedBy/skos:prefLabel ?speaker }
} ORDER BY ?node ?class ?status ?modality ?polarity ?speaker
"""
_QUOTES = """
SELECT ?evidence ?quote ?start ?end ?page ?rule ?confidence ?title ?document WHERE {
  VALUES ?evidence { %s }
  ?evidence oa:hasSelector/oa:exact ?quote ; oa:hasSelector ?position ; mtk:byRule ?rule ;
            mtk:confidence ?confidence ; oa:hasSource/mtk:snapshotOf ?document .
  ?position oa:start ?start ; oa:end ?end .
  ?document dcterms:title ?title .
  OPTIONAL { ?evidence mtk:page ?page }
} ORDER BY ?title ?start ?evidence ?end ?rule
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote and its place: offsets count Unicode code points of the text, ``end`` excluded.

    ``confidence`` lies between 0 and 1; ``rule`` is what read it. ``page`` counts from 1.
    """

    quote: str
    title: str
    start: int
    end: int
    rule: str
    confidence: float
    page: int | None = None
    document: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A node that says a triple, and how; there are at least ``more`` quotes besides."""

    iri: str
    cls: str = ""
    status: str = ""
    modality: str = ""
    polarity: str = ""
    speaker: str = ""
    evidence: tuple[Evidence, ...] = ()
    more: int = 0


class Sources:
    """Finds what is said for triples, for many at a time and each once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.base = Base(store.manifest.base)
        self._evidenced = NamedNode(self.base.term("evidencedBy"))

    def said(self, triples: Mapping[Premise, Collection[str]]) -> dict[Premise, tuple[Said, ...]]:
        """Find what says each triple, given the named graphs that hold it."""
        nodes: dict[Premise, list[Node]] = {}
        self._ahead(each.subject for each in triples)
        for premise, node in self._statements(triples):
            nodes.setdefault(premise, []).append(node)
        for premise, graphs in triples.items():
            if premise not in nodes:
                nodes[premise] = self._nodes(premise, graphs)
        self._ahead(each for found in nodes.values() for each in found)
        shown: dict[tuple[Premise, Node], list[Node]] = {}
        for premise, found in nodes.items():
            for node in found:
                shown[premise, node] = self._evidence(node, triples[premise])
        quotes = self._quotes({each for found in shown.values() for each in found})
        told = self._told({node for _, node in shown})
        return {
            premise: tuple(
                _with(told[node], shown[premise, node], quotes) for node in dict.fromkeys(found)
            )
            for premise, found in nodes.items()
        }

    def _statements(self, triples: Iterable[Premise]) -> Iterator[tuple[Premise, Node]]:
        by_ends = {(each.subject, each.predicate, each.object): each for each in triples}
        listed = [ends for ends in by_ends if isinstance(ends[2], NamedNode)]
        rows = " ".join(f"({' '.join(map(str, ends))})" for ends in listed)
        for row in self._ask(_STATEMENTS, rows) if rows else ():
            yield by_ends[row["subject"], row["predicate"], row["object"]], row["node"]

    def _nodes(self, premise: Premise, graphs: Collection[str]) -> list[Node]:
        """The node a triple is about, if it carries evidence there or is a piece of it."""
        subject = premise.subject
        if self._is_document(subject) and not self._dates(premise):
            return []
        if any(True for graph in graphs for _ in self._evidenced_in(subject, graph)):
            return [subject]
        evidence = _whole(subject)
        return [evidence] if self._is_evidence(evidence) else []

    def _ahead(self, nodes: Iterable[Node]) -> None:
        """Fetch at once what is looked up of nodes one by one, if the store is elsewhere."""
        found = {each for node in nodes for each in (node, _whole(node))}
        looked_up = (_TYPE, self._evidenced, NamedNode(self.base.term("byRule")))
        ahead(self.store, found, looked_up)

    def _is_document(self, node: Node) -> bool:
        kinds = self._quads(node, _TYPE)
        return NamedNode(self.base.term("Document")) in kinds

    def _dates(self, premise: Premise) -> bool:
        """Tell whether a triple about a document was read in it: only how late it may be is."""
        return local_name(_iri(premise.predicate)).startswith("notAfter")

    def _evidenced_in(self, node: Node, graph: str) -> Iterator[Node]:
        return self._quads(node, self._evidenced, NamedNode(graph))

    def _is_evidence(self, node: Node) -> bool:
        return any(True for _ in self._quads(node, NamedNode(self.base.term("byRule"))))

    def _quads(
        self, subject: Node, predicate: NamedNode, graph: NamedNode | None = None
    ) -> Iterator[Node]:
        if not isinstance(subject, Literal):
            found = self.store.quads_for_pattern(subject, predicate, None, graph)  # type: ignore[arg-type]
            yield from (quad.object for quad in found)  # type: ignore[misc]

    def _evidence(self, node: Node, graphs: Collection[str]) -> list[Node]:
        """The evidence of a node in the documents that hold the triple, or in any."""
        if self._is_evidence(node):
            return [node]
        near = (
            each for graph in graphs for each in sorted(self._evidenced_in(node, graph), key=str)
        )
        found = list(islice(near, _MOST_LOOKED_AT))
        return found or nsmallest(_MOST_LOOKED_AT, self._quads(node, self._evidenced), key=str)

    def _quotes(self, evidence: Collection[Node]) -> dict[str, Evidence]:
        listed = " ".join(sorted(str(each) for each in evidence))
        found: dict[str, Evidence] = {}
        for row in answers.rows(self.store, _QUOTES % listed) if listed else ():
            found[str(row["evidence"])] = Evidence(
                quote=str(row["quote"]),
                title=str(row["title"]),
                start=int(str(row["start"])),
                end=int(str(row["end"])),
                rule=str(row["rule"]),
                confidence=float(str(row["confidence"])),
                page=None if row["page"] is None else int(str(row["page"])),
                document=str(row["document"]),
                iri=str(row["evidence"]),
            )
        return found

    def _told(self, nodes: Collection[Node]) -> dict[Node, Said]:
        found = {node: Said(_iri(node)) for node in nodes}
        by_iri = {_iri(node): node for node in nodes}
        listed = " ".join(sorted(str(node) for node in nodes))
        for row in answers.rows(self.store, _NODES % listed) if listed else ():
            status, modality, polarity, speaker = (
                str(row[name] or "") for name in ("status", "modality", "polarity", "speaker")
            )
            iri, cls = str(row["node"]), local_name(str(row["class"]))
            found[by_iri[iri]] = Said(iri, cls, status, modality, polarity, speaker)
        return found

    def _ask(self, text: str, rows: str) -> Iterator[Mapping[str, Node]]:
        found = answers.query(self.store, text % rows)
        names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
        for row in found:  # type: ignore[union-attr]
            yield dict(zip(names, row, strict=True))


def _whole(node: Node) -> Node:
    """The piece of evidence that a quote or a place belongs to; any other node as it is."""
    plain = _iri(node).removesuffix("/quote").removesuffix("/position")
    return NamedNode(plain) if isinstance(node, NamedNode) else node


def _iri(node: Node) -> str:
    return str(getattr(node, "value", node))


def _with(said: Said, evidence: Iterable[Node], quotes: Mapping[str, Evidence]) -> Said:
    known = (quotes[_iri(each)] for each in dict.fromkeys(evidence) if _iri(each) in quotes)
    found = sorted(known, key=lambda each: (each.title, each.start, each.end, each.iri))
    return replace(
        said, evidence=tuple(found[:_MOST_QUOTES]), more=max(0, len(found) - _MOST_QUOTES)
    )
