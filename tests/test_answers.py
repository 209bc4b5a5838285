from __future__ import annotations

from decimal import Decimal

import pytest

from medtechkg import answers, store
from medtechkg.errors import QueryError


def test_values_are_plain(graph: store.Store) -> None:
    text = """SELECT ?a ?b ?c ?d ?e ?f {
      VALUES (?a ?b ?c ?d ?e ?f) { (1 2.50 true "x"@en <http://example.org/> UNDEF) } }"""
    (row,) = answers.rows(graph, text)
    assert dict(row) == {
        "a": 1,
        "b": Decimal("2.50"),
        "c": True,
        "d": "x",
        "e": "http://example.org/",
        "f": None,
    }
    assert isinstance(row["b"], Decimal)


def test_ill_typed_literal_is_shown_as_written(graph: store.Store) -> None:
    (row,) = answers.rows(graph, 'SELECT ?a { VALUES ?a { "many"^^xsd:integer } }')
    assert row["a"] == "many"


def test_ask_has_one_row(graph: store.Store) -> None:
    assert answers.rows(graph, "ASK { ?x a mtk:University }").rows == ({"answer": True},)


def test_triples_are_no_rows(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="triples, not rows"):
        answers.rows(graph, "CONSTRUCT WHERE { ?s a mtk:University }")


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("SELECT ?x { ?x a mtk:University", "line 1, column", "it ends too early"),
        ("SELECT ?x\nWHERE { ?x a a mtk:University }", "line 2, column", "“"),
        ("\n\nSELEKT ?x {}", "line 3, column 10", "“{}”"),
    ],
)
def test_malformed_query_is_explained(graph: store.Store, text: str, place: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        answers.rows(graph, text)
    assert place in str(caught.value)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:c> }",
        "# a comment\nPREFIX ex: <http://example.org/>\ndelete where { ?s ?p ?o }",
        "CLEAR ALL",
    ],
)
def test_only_reading_is_allowed(graph: store.Embedded, text: str) -> None:
    before = len(graph.inner)
    with pytest.raises(QueryError, match="only reading is allowed"):
        answers.query(graph, text)
    assert len(graph.inner) == before


def test_unprojected_variable_cannot_be_bound(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="check the variables"):
        answers.rows(graph, "SELECT ?s { ?s a ?c }", {"c": answers.iri("http://example.org/")})


@pytest.mark.parametrize(
    ("text", "datatype"), [("soon", "gYear"), ("1,5", "decimal"), ("1.5", "integer"), ("5", "date")]
)
def test_literals_have_the_form_of_their_datatype(text: str, datatype: str) -> None:
    with pytest.raises(QueryError, match="give one"):
        answers.literal(text, datatype)


def test_an_iri_is_an_iri() -> None:
    with pytest.raises(QueryError, match="is not an IRI"):
        answers.iri("not an IRI")
