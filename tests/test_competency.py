"""Every competency question: well formed, and its answer over the invented documents as expected.

The expected answers are in tests/golden; ``pytest --update`` rewrites them, to be read in the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medtechkg import algorithms, questions, resources, store, tables
from medtechkg.questions import Question

GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = questions.catalogue()
every_question = pytest.mark.parametrize("asked", CATALOGUE, ids=lambda asked: asked.name)


def test_each_of_the_36_questions_is_there() -> None:
    assert [found.number for found in CATALOGUE] == list(range(1, 37))


@every_question
def test_answer_is_as_expected(
    asked: Question, graph: store.Store, request: pytest.FixtureRequest
) -> None:
    answer = questions.ask(graph, asked.name)
    path = GOLDEN / f"{asked.name}.csv"
    if request.config.getoption("--update"):
        path.write_text(tables.csv(answer), encoding="utf-8")
    assert tables.csv(answer) == path.read_text(encoding="utf-8")
    assert answer.rows, "the invented documents give every question something to find"


@every_question
def test_rows_come_with_their_quote_and_document(asked: Question, graph: store.Store) -> None:
    for row in questions.ask(graph, asked.name):
        assert row["quote"]
        assert row.get("document") or row.get("rests_on")


@every_question
def test_quotes_are_the_words_of_a_document(asked: Question, graph: store.Store) -> None:
    texts = [row["text"] for row in _rows(graph, "SELECT ?text { ?snapshot mtk:text ?text }")]
    for row in questions.ask(graph, asked.name):
        assert any(str(row["quote"]) in str(text) for text in texts)


@every_question
def test_projection_is_columns_and_parameters(asked: Question, graph: store.Store) -> None:
    projected = set(_columns(graph, asked.text))
    parameters = {parameter.name for parameter in asked.parameters}
    if asked.algorithm:
        assert {asked.algorithm.source, asked.algorithm.target} <= projected
        projected |= set(algorithms.ALGORITHMS[asked.algorithm.name].adds)
    assert projected == {*asked.columns, *parameters}
    assert not parameters & set(asked.columns)


@every_question
def test_rows_are_in_an_order_that_leaves_no_tie(asked: Question) -> None:
    ordered = asked.text.split("ORDER BY")[1].split()
    assert {"?quote", "?document"} & set(ordered) or "?rests_on" in ordered


@every_question
def test_parameter_classes_are_declared(asked: Question) -> None:
    declared = "".join(p.read_text() for p in sorted(resources.ontology().glob("*.ttl")))
    for cls in asked.about:
        assert re.search(rf"^mtk:{cls}$", declared, re.MULTILINE), cls
    for parameter in asked.parameters:
        known = parameter.cls == "Thing" or parameter.cls.startswith("xsd:")
        assert known or re.search(rf"^mtk:{parameter.cls}$", declared, re.MULTILINE)


@every_question
def test_terms_are_declared(asked: Question) -> None:
    declared = "".join(p.read_text() for p in sorted(resources.ontology().glob("*.ttl")))
    for term in sorted(set(re.findall(r"\bmtk:\w+", asked.text))):
        assert re.search(rf"^{term}$", declared, re.MULTILINE), term


@every_question
def test_any_engine_reads_it(asked: Question) -> None:
    from rdflib.plugins.sparql import prepareQuery

    assert prepareQuery(asked.text).algebra.name == "SelectQuery"


@every_question
def test_codes_are_in_their_scheme(asked: Question) -> None:
    prefixes = dict(re.findall(r"PREFIX ([\w-]+): <[^>]*/scheme/([\w-]+)/>", asked.text))
    body = asked.text.split("\n\n", 1)[1]
    for prefix, scheme in prefixes.items():
        text = (resources.ontology() / "schemes" / f"{scheme}.ttl").read_text()
        for code in sorted(set(re.findall(rf"\b{prefix}:([\w-]+)", body))):
            assert re.search(rf"^{scheme}:{code}$|/{scheme}/{code}>", text, re.MULTILINE), code


def _rows(graph: store.Store, text: str) -> list[dict[str, object]]:
    from medtechkg import answers

    return [dict(row) for row in answers.rows(graph, text)]


def _columns(graph: store.Store, text: str) -> tuple[str, ...]:
    from medtechkg import answers

    return answers.rows(graph, text, limit=1).columns


#: What two documents cannot have: a contradiction, a total that is not the sum of its parts, a need
#: told twice, a provider, a business at home, a dated collaboration, or one between others.
NOTHING_TO_REPORT = {5, 8, 14, 16, 17, 25, 27}


@every_question
def test_seeds_alone_answer_it(asked: Question, seeds_folder: Path) -> None:
    answer = questions.ask(store.open(seeds_folder), asked.name)
    assert answer.rows or asked.number in NOTHING_TO_REPORT
    assert len(answer.coverage) == 2
