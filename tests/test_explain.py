"""Explanations: supports, rules unfolded, quotes, absences and their coverage, on the documents."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import NamedNode, Quad

import corpus
from medtechkg import questions, store
from medtechkg.errors import NotFoundError, QueryError
from medtechkg.explain import Explanation, Proof, explain, reports, sparql
from medtechkg.explain.coverage import Coverage
from medtechkg.explain.writing import select_text
from medtechkg.iris import Base

PARTNERS = "SELECT ?one ?other { ?one mtk:collaboratesWith ?other } ORDER BY ?one ?other"
FIRMS = """SELECT ?name { ?firm a mtk:Business ; skos:prefLabel ?name
FILTER NOT EXISTS { ?firm mtk:funds ?what } }"""


def _text(found: Explanation, width: int | None = None) -> str:
    return "\n".join(line for _, line in reports.lines(found, width))


def _all(proof: Proof) -> list[Proof]:
    return [proof, *(each for way in proof.ways for inner in way for each in _all(inner))]


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_every_row_of_every_question_has_its_quote(
    asked: questions.Question, graph: store.Store
) -> None:
    found = explain(graph, asked.name, limit=3)
    for reason, row in zip(found, questions.ask(graph, asked.name).rows, strict=False):
        assert reason.row == row
        assert reason.supports
        proofs = [each for one in reason.supports for proof in one.proofs for each in _all(proof)]
        quotes = {each.quote for one in proofs for said in one.said for each in said.evidence}
        assert row["quote"] in quotes
        assert all(proof.ways for proof in proofs if proof.rule), "each derived triple is traced"


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_a_query_written_again_means_the_same(
    asked: questions.Question, graph: store.Store
) -> None:
    read = sparql.select(asked.text)
    again = f"{read.prologue} {select_text(read.select)}"
    columns = [name[1:] for name in read.select.columns]
    rows = [
        sorted(str([row[name] for name in columns]) for row in graph.query(text))  # type: ignore[union-attr]
        for text in (asked.text, again)
    ]
    assert rows[0] == rows[1]


def test_a_derived_triple_is_unfolded_to_what_is_said(graph: store.Store) -> None:
    (proof,) = explain(graph, PARTNERS, 0).reasons[0].supports[0].proofs
    assert proof.rule == "collaborations"
    assert proof.summary.startswith("The parties to an accepted collaboration")
    ((way),) = proof.ways
    said = {each for inner in way for each in inner.said}
    assert {each.cls for each in said} == {"Collaboration"}
    (evidence,) = {quote for each in said for quote in each.evidence}
    texts = {document.title: document.text for document in (corpus.release, corpus.report)}
    assert texts[evidence.title][evidence.start : evidence.end] == evidence.quote
    assert evidence.confidence == 1.0


def test_without_the_asserted_triples_the_row_is_gone(graph: store.Store) -> None:
    found = explain(graph, PARTNERS, limit=None)
    for reason in found:
        asserted = {each for one in reason.supports for p in one.proofs for each in p.asserted()}
        gone = {(each.subject, each.predicate, each.object) for each in asserted}
        inferred = Base().graph("inferred/")
        kept = (
            quad
            for quad in graph.quads_for_pattern()
            if not str(quad.graph_name).startswith(f"<{inferred}")
            and (quad.subject, quad.predicate, quad.object) not in gone
        )
        left = store.memory(kept)
        from medtechkg import inference, resources

        inference.infer(left.inner, inference.load(resources.ontology(), Base()), Base())
        again = explain(left, PARTNERS, limit=None)
        assert reason.row not in [each.row for each in again]


def test_absence_is_told_with_what_was_looked_at(graph: store.Store) -> None:
    found = explain(graph, FIRMS)
    absences = {a for reason in found for support in reason.supports for a in support.absences}
    firms = ("brightlimb", "harebell-gait", "stride-works")
    barred = [f"<{Base().thing('organisation', firm)}> mtk:funds ?what" for firm in firms]
    assert {(absence.kind, absence.pattern) for absence in absences} == {
        ("NOT EXISTS", f"NOT EXISTS {{ {pattern} }}") for pattern in barred
    }
    places = ("Eastvale", "Sundland", "Westmarch")
    assert found.coverage == Coverage(4, 1, "2031-03-05", "2034-05-12", places)
    assert "looked at: 4 documents, of 2031-03-05 to 2034-05-12, 1 undated" in _text(found)


def test_presence_needs_no_coverage(graph: store.Store) -> None:
    assert explain(graph, PARTNERS).coverage is None


def test_an_empty_column_rests_on_absence(graph: store.Store) -> None:
    text = "SELECT ?one ?n { ?one a mtk:Business OPTIONAL { ?one mtk:value ?n } }"
    assert {a.kind for r in explain(graph, text) for s in r.supports for a in s.absences} == {
        "OPTIONAL"
    }


def test_minus_rests_on_absence(graph: store.Store) -> None:
    text = "SELECT ?one { ?one a mtk:Business MINUS { ?one mtk:funds ?what } }"
    assert {a.kind for r in explain(graph, text) for s in r.supports for a in s.absences} == {
        "MINUS"
    }


def test_parameters_narrow_an_explanation(graph: store.Store) -> None:
    asked = explain(graph, "skill-shortages", region="Westmarch")
    assert [reason.row["area"] for reason in asked] == ["Westmarch"] * len(asked)
    assert len(asked) == len(questions.ask(graph, "skill-shortages", region="Westmarch"))
    assert all(reason.supports for reason in asked)


def test_a_row_is_picked_by_number_or_by_value(graph: store.Store) -> None:
    every = explain(graph, PARTNERS, limit=None)
    assert explain(graph, PARTNERS, 1).reasons == every.reasons[1:2]
    assert explain(graph, PARTNERS, dict(every.reasons[1].row)).reasons == every.reasons[1:2]
    assert not explain(graph, PARTNERS, limit=1).complete


def test_a_group_rests_on_its_members(graph: store.Store) -> None:
    text = "SELECT ?one (COUNT(?other) AS ?n) { ?one mtk:collaboratesWith ?other } GROUP BY ?one"
    for reason in explain(graph, text):
        (support,) = reason.supports
        assert len(support.triples) == reason.row["n"]


def test_a_large_group_is_not_tried_triple_by_triple() -> None:
    predicate, place = NamedNode("https://example.org/p"), NamedNode("https://example.org/g")
    ends = [NamedNode(f"https://example.org/{number}") for number in range(70)]
    held = store.memory(Quad(ends[0], predicate, end, place) for end in ends)
    text = "SELECT (COUNT(*) AS ?n) { ?one <https://example.org/p> ?other }"
    (reason,) = explain(held, text)
    assert not reason.minimal
    assert "Perhaps not all of this is needed" in _text(explain(held, text))


def test_alternatives_are_bounded_and_that_is_said() -> None:
    predicate, place = NamedNode("https://example.org/p"), NamedNode("https://example.org/g")
    ends = [NamedNode(f"https://example.org/{number}") for number in range(70)]
    held = store.memory(Quad(ends[0], predicate, end, place) for end in ends)
    text = "SELECT DISTINCT ?one { ?one <https://example.org/p> ?other }"
    (reason,) = explain(held, text, supports=3)
    assert (len(reason.supports), reason.complete) == (3, False)
    assert "There may be other supports" in _text(explain(held, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK { ?s ?p ?o }", "ASK has no rows that could be explained; write SELECT"),
        ("DESCRIBE mtk:Region {}", "DESCRIBE has no rows"),
        ("SELECT * { ?s ?p }", "does not parse at line 1, column 19"),
        ("DROP GRAPH <x> {", "DROP would change the graph"),
    ],
)
def test_what_cannot_be_explained(text: str, message: str, graph: store.Store) -> None:
    with pytest.raises(QueryError, match=message):
        explain(graph, text)


def test_rows_and_parameters_that_are_not_there(graph: store.Store) -> None:
    with pytest.raises(NotFoundError, match="no row number 99; rows are counted from 0"):
        explain(graph, PARTNERS, 99)
    with pytest.raises(NotFoundError, match="no row with"):
        explain(graph, PARTNERS, {"one": "nobody"})
    with pytest.raises(QueryError, match="has no parameter “region”"):
        explain(graph, PARTNERS, region="Eastvale")


def test_text_keeps_to_the_width(graph: store.Store) -> None:
    told = _text(explain(graph, "skill-shortages"), 70)
    assert all(len(line) <= 70 for line in told.splitlines())
    assert "by the rule label: Whatever no register names" in " ".join(told.split())


def test_json_has_everything(graph: store.Store) -> None:
    told = json.loads(reports.json(explain(graph, PARTNERS)))
    (triple,) = told["rows"][0]["supports"][0]["triples"]
    assert triple["rule"] == "collaborations"
    evidence = triple["from"][0][0]["said"][0]["evidence"][0]
    assert {"quote", "title", "start", "end", "rule", "confidence", "page"} <= set(evidence)


def test_a_rule_that_is_gone_is_said_to_be() -> None:
    one, other = (NamedNode(f"https://example.org/{name}") for name in "ab")
    gone = NamedNode(Base().graph("inferred/gone"))
    held = store.memory([Quad(one, NamedNode("https://example.org/p"), other, gone)])
    told = _text(explain(held, "SELECT * { ?s ?p ?o }"))
    assert "by the rule gone: a rule that is no longer there" in told
    assert "could not be traced" in told


def test_a_sample_rests_on_a_member_of_its_group(graph: store.Store) -> None:
    text = "SELECT (SAMPLE(?one) AS ?some) { ?one a mtk:Business } GROUP BY ?nothing"
    for reason in explain(graph, text):
        assert all(support.triples for support in reason.supports)
        assert reason.supports
