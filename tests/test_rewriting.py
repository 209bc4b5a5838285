from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Variable

from medtechkg import rewriting

HARD = (
    "PREFIX a: <http://x#{> SELECT (EXISTS { ?a ?b ?c } AS ?z) ?x FROM <x:y> "
    'WHERE { ?s a:graph "GRAPH {" . { SELECT * { ?x ?y ?z } ORDER BY ?x } } LIMIT 3'
)


def test_outlines() -> None:
    found = rewriting.outline(HARD.replace("{>", ">"))
    assert (found.verb, found.dataset, found.graphs, found.sliced) == ("SELECT", True, False, True)
    assert found.order is None
    text = "CONSTRUCT { ?s a:b <x:#> } WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s LIMIT 5"
    found = rewriting.outline(text)
    assert found.template is not None
    assert text[slice(*found.template)] == "{ ?s a:b <x:#> }"
    assert found.order is not None
    assert text[slice(*found.order)].strip() == "ORDER BY ?s"
    assert text[found.pattern :].startswith(" GRAPH ?g")
    assert found.graphs
    found = rewriting.outline("# SELECT {\nDESCRIBE <a:b>")
    assert (found.verb, found.pattern) == ("DESCRIBE", -1)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?v { ?s <a:p> ?v }",
        "SELECT ?s ?v { { SELECT ?s ?v { ?s <a:p> ?v } } }",
        "SELECT ?s ?v { SELECT ?s ?v { ?s <a:p> ?v } } ORDER BY ?s",
        "SELECT ?s ?v WHERE { ?s <a:p> ?o FILTER(COALESCE(?o = ?v, true)) }",
        "SELECT ?s ?v WHERE { ?s ?p ?o FILTER EXISTS { ?s <a:p> ?v } }",
    ],
)
def test_a_bound_query_gives_what_substitution_gives(text: str) -> None:
    store = pyoxigraph.Store()
    for name, value in (("1", "x"), ("2", 'y"} #'), ("3", "z")):
        store.add(pyoxigraph.Quad(NamedNode(f"a:{name}"), NamedNode("a:p"), Literal(value)))
    given = {Variable("v"): Literal('y"} #')}
    asked = rewriting.bound(text, rewriting.outline(text), given)
    found = {str(row["s"]) for row in store.query(asked)}  # type: ignore[union-attr]
    whole = store.query(text, substitutions=given)  # type: ignore[arg-type]
    assert found == {str(row["s"]) for row in whole} == {"<a:2>"}  # type: ignore[union-attr]


def test_pages_and_counts_parse() -> None:
    for text in ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 9"):
        found = rewriting.outline(text)
        pyoxigraph.Store().query(rewriting.page(text, found, ("a",), 5, 10))
        pyoxigraph.Store().query(rewriting.counted(text, found))
