"""The graph as a network: things are nodes, what is said of them edges, with quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medtechkg import answers
from medtechkg.errors import QueryError
from medtechkg.iris import local_name

if TYPE_CHECKING:
    import networkx

    from medtechkg.store import Store

__all__ = ["VIEWS", "network"]

# Each view is the properties whose edges it keeps; none keeps all.
VIEWS: dict[str, frozenset[str]] = {
    "everything": frozenset(),
    "collaboration": frozenset(
        ("collaboratesWith", "participatesIn", "memberOf", "develops", "funds", "partOf")
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
}

_EDGES = """
SELECT DISTINCT ?from ?from_name ?property ?to ?to_name ?said ?modality ?quote ?document
WHERE {
  {
    ?said a mtk:Statement ; rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
    ?from skos:prefLabel ?from_name . ?to skos:prefLabel ?to_name .
  } UNION {
    ?predicate mtk:liftedTo ?lifted ; mtk:subjectRole ?one ; mtk:objectRole ?other .
    ?said a ?lifted ; ?one ?from ; ?other ?to .
    ?from skos:prefLabel ?from_name . ?to skos:prefLabel ?to_name .
    FILTER(?from != ?to && (?one != ?other || STR(?from) < STR(?to)))
  }
  ?said mtk:polarity/skos:notation "affirmed" ; mtk:status/skos:notation "accepted" ;
        mtk:modality/skos:notation ?modality ; mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf/dcterms:title ?document .
  BIND(REPLACE(STR(?predicate), "^.*[/#]", "") AS ?property)
}
ORDER BY ?from ?property ?to ?said ?document ?quote
"""
_CLASSES = """
SELECT DISTINCT ?thing ?class WHERE {
  ?thing mtk:fullName ?name ; a ?class .
  FILTER NOT EXISTS { ?thing a ?narrower . ?narrower rdfs:subClassOf+ ?class }
}
ORDER BY ?thing ?class
"""


def network(store: Store, view: str = "everything") -> networkx.MultiDiGraph[str]:
    """Build a ``networkx.MultiDiGraph`` of what is said and stands.

    Nodes are IRIs with ``label`` and ``cls``; an edge is one fact, keyed by its IRI, with
    ``predicate``, ``modality``, and the ``quotes`` and ``documents`` it rests on.

    Raises:
        QueryError: if there is no such view.
    """
    import networkx

    if view not in VIEWS:
        raise QueryError(f"there is no view “{view}”; the views are {', '.join(VIEWS)}")
    classes = {row["thing"]: local_name(str(row["class"])) for row in answers.rows(store, _CLASSES)}
    found = networkx.MultiDiGraph(view=view)
    for row in answers.rows(store, _EDGES):
        if not VIEWS[view] or row["property"] in VIEWS[view]:
            _add(found, row, classes)
    return found


def _add(
    found: networkx.MultiDiGraph[str], row: answers.Row, classes: Mapping[answers.Value, str]
) -> None:
    for end in ("from", "to"):
        found.add_node(row[end], label=row[f"{end}_name"], cls=classes.get(row[end], ""))
    ends = (row["from"], row["to"], f"{row['said']} {row['property']}")
    if not found.has_edge(*ends):
        found.add_edge(
            *ends, predicate=row["property"], modality=row["modality"], quotes=(), documents=()
        )
    edge = found.edges[ends]
    for name, value in (("quotes", row["quote"]), ("documents", row["document"])):
        edge[name] = (*edge[name], value) if value not in edge[name] else edge[name]
