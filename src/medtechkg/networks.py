"""The graph as a network: things are nodes, what is said of them edges, with their evidence.

`nodes` and `edges` give the network as plain records, one at a time and in a fixed order, for what
writes or counts it; `network` gives the same as a ``networkx.MultiDiGraph``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from medtechkg import answers
from medtechkg.errors import QueryError
from medtechkg.iris import local_name

if TYPE_CHECKING:
    import networkx

    from medtechkg.store import Store

__all__ = ["VIEWS", "Edge", "Node", "Quotation", "edges", "network", "nodes", "quotations"]

# Each view is the properties whose edges it keeps; none keeps all.
VIEWS: dict[str, frozenset[str]] = {
    "everything": frozenset(),
    "collaboration": frozenset(
        (
            "collaboratesWith",
            "participatesIn",
            "memberOf",
            "leads",
            "develops",
            "funds",
            "supports",
            "hosts",
            "partOf",
        )
    ),
    "skills": frozenset(
        (
            "lacksSkill",
            "requiresSkill",
            "developsSkill",
            "gainsSkill",
            "seeksQualification",
            "offers",
        )
    ),
    "qualifications": frozenset(
        (
            "offers",
            "develops",
            "seeksQualification",
            "requiresSkill",
            "developsSkill",
            "awardedBy",
            "addresses",
            "sourcesTraining",
            "trains",
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, its name and the most particular of its classes, such as ``University``."""

    id: str
    label: str
    cls: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact that stands, from one thing to another.

    ``id`` is the IRI of the fact, a space and ``predicate``, the local name of the property: a fact
    of several parts may give edges of several properties. ``evidence`` holds the IRIs of its
    evidence (`quotations` has their words), ``documents`` the titles of the documents that say it,
    ``weight`` their number. ``start`` and ``end`` are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or
    empty: when it began and ended, if that is said; ``first`` and ``last`` are the earliest and the
    latest date of these documents, as far as these have dates.
    """

    id: str
    source: str
    target: str
    predicate: str
    modality: str
    evidence: tuple[str, ...]
    documents: tuple[str, ...]
    start: str = ""
    end: str = ""
    first: str = ""
    last: str = ""

    @property
    def weight(self) -> int:
        """The number of documents that say it."""
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words a piece of evidence holds, and the title of the document they stand in."""

    text: str
    document: str


_EDGES = """
SELECT DISTINCT ?from ?property ?to ?said ?modality ?evidence ?document ?issued ?start ?end
WHERE {
  {
    ?said a mtk:Statement ; rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
  } UNION {
    ?predicate mtk:liftedTo ?lifted ; mtk:subjectRole ?one ; mtk:objectRole ?other .
    ?said a ?lifted ; ?one ?from ; ?other ?to .
    FILTER(?from != ?to && (?one != ?other || STR(?from) < STR(?to)))
  }
  ?from skos:prefLabel ?from_name . ?to skos:prefLabel ?to_name .
  ?said mtk:polarity/skos:notation "affirmed" ; mtk:status/skos:notation "accepted" ;
        mtk:modality/skos:notation ?modality ; mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSource/mtk:snapshotOf ?source .
  ?source dcterms:title ?document .
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?said mtk:startDate ?start }
  OPTIONAL { ?said mtk:endDate ?end }
  BIND(REPLACE(STR(?predicate), "^.*[/#]", "") AS ?property)
}
ORDER BY ?from ?property ?to ?said ?document ?evidence
"""
_NODES = """
SELECT DISTINCT ?thing ?name ?class WHERE {
  ?thing mtk:fullName ?full ; skos:prefLabel ?name ; a ?class .
  FILTER NOT EXISTS { ?thing a ?narrower . ?narrower rdfs:subClassOf+ ?class }
}
ORDER BY ?thing ?class
"""
_QUOTATIONS = """
SELECT DISTINCT ?evidence ?quote ?document WHERE {
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf/dcterms:title ?document .
}
ORDER BY ?evidence ?document
"""


def edges(store: Store, view: str = "everything") -> Iterator[Edge]:
    """Give the facts that stand, in the order of their ends.

    Raises:
        QueryError: if there is no such view.
    """
    if view not in VIEWS:
        raise QueryError(f"there is no view “{view}”; the views are {', '.join(VIEWS)}")
    found = answers.rows(store, _EDGES)
    kept = (row for row in found if not VIEWS[view] or row["property"] in VIEWS[view])
    for _, rows in groupby(kept, lambda row: tuple(map(row.__getitem__, _KEY))):
        yield _edge(list(rows))


_KEY = ("from", "property", "to", "said")


def _edge(rows: list[answers.Row]) -> Edge:
    row, dates = rows[0], _values(rows, "issued")
    return Edge(
        id=f"{row['said']} {row['property']}",
        source=str(row["from"]),
        target=str(row["to"]),
        predicate=str(row["property"]),
        modality=str(row["modality"]),
        evidence=_values(rows, "evidence"),
        documents=_values(rows, "document"),
        start=min(_values(rows, "start"), default=""),
        end=max(_values(rows, "end"), default=""),
        first=min(dates, default=""),
        last=max(dates, default=""),
    )


def _values(rows: Iterable[answers.Row], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[column]) for row in rows if row[column] is not None))


def nodes(store: Store, view: str = "everything") -> Iterator[Node]:
    """Give the things at the ends of the facts of a view, in the order of their IRIs.

    Raises:
        QueryError: if there is no such view.
    """
    ends = {end for edge in edges(store, view) for end in (edge.source, edge.target)}
    for thing, rows in groupby(answers.rows(store, _NODES), lambda row: str(row["thing"])):
        if thing in ends:
            row = list(rows)[-1]
            yield Node(thing, str(row["name"]), local_name(str(row["class"])))


def quotations(store: Store) -> Mapping[str, Quotation]:
    """Give the words of each piece of evidence, by its IRI."""
    return {
        str(row["evidence"]): Quotation(str(row["quote"]), str(row["document"]))
        for row in answers.rows(store, _QUOTATIONS)
    }


def network(store: Store, view: str = "everything") -> networkx.MultiDiGraph[str]:
    """Build a ``networkx.MultiDiGraph`` of what is said and stands.

    Nodes are IRIs with ``label`` and ``cls``, as in `Node`; an edge is one fact, its key the ``id``
    of an `Edge`, whose other fields and ``weight`` are its data.

    Raises:
        QueryError: if there is no such view.
    """
    import networkx

    found = networkx.MultiDiGraph(view=view)
    found.add_nodes_from(
        (node.id, {"label": node.label, "cls": node.cls}) for node in nodes(store, view)
    )
    for edge in edges(store, view):
        data = asdict(edge)
        ends = [data.pop(name) for name in ("source", "target", "id")]
        found.add_edge(*ends, **data, weight=edge.weight)
    return found
