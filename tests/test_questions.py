from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import questions, store
from medtechkg.errors import NotFoundError, QueryError, SeedError

GOOD = """#+ question: Which firms are there?
#+ group: anyone
#+ columns: [firm]
#+ empty: None is known.
SELECT ?firm { ?firm a mtk:Business }
"""


def load(folder: Path, text: str, name: str = "cq-99-firms.rq") -> questions.Question:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return questions.load(path)


@pytest.mark.parametrize(
    "name", ["cq-01-skill-shortages", "skill-shortages", "cq-01", "1", "01", "CQ-01", "cq-1"]
)
def test_a_question_has_several_names(name: str) -> None:
    assert questions.question(name).number == 1


def test_unknown_question_suggests_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean cq-01-skill-shortages"):
        questions.question("skils-shortages")
    with pytest.raises(NotFoundError, match="medtechkg questions"):
        questions.question("zzzzzz")


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("Westmarch", 2),
        ("westmarch", 2),
        ("the West March", 2),
        ("https://w3id.org/medtechkg/id/region/westmarch", 2),
        ("Sundland", 2),  # the region around it
        ("Eastvale", 0),
    ],
)
def test_region_by_any_name(graph: store.Store, region: str, found: int) -> None:
    assert len(questions.ask(graph, "1", region=region)) == found


def test_second_region_widens_the_comparison(graph: store.Store) -> None:
    alone = questions.ask(graph, "4", region="Eastvale")
    both = questions.ask(graph, "4", region="Eastvale", other="Westmarch")
    assert {row["area"] for row in alone} == {"Eastvale"}
    assert {row["area"] for row in both} == {"Eastvale", "Westmarch"}


def test_literal_parameter_and_its_default(graph: store.Store) -> None:
    assert questions.ask(graph, "6", year="2040").rows
    assert not questions.ask(graph, "6", year="2041").rows
    assert questions.ask(graph, "35").parameters == {"below": "0.7"}
    assert not questions.ask(graph, "35", below="0.3").rows
    with pytest.raises(QueryError, match="'low' is not a number"):
        questions.ask(graph, "35", below="low")


@pytest.mark.parametrize(
    "text",
    [
        '2040" } } ; DROP ALL #',
        '2040" . ?s ?p ?o . FILTER("',
        "\\u0022 } UNION { ?a ?b ?c",
        "'''",
    ],
)
def test_a_parameter_is_a_term_never_text(graph: store.Store, text: str) -> None:
    before = len(graph.inner)
    assert questions.ask(graph, "6", year=text).rows == ()
    assert len(graph.inner) == before
    with pytest.raises(NotFoundError):
        questions.ask(graph, "1", region=text)


def test_misnamed_parameter(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="did you mean region"):
        questions.ask(graph, "1", regio="Westmarch")
    with pytest.raises(QueryError, match="it has no parameters"):
        questions.ask(graph, "3", region="Westmarch")


def test_unknown_and_ambiguous_things(graph: store.Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean “Westmarch”"):
        questions.ask(graph, "1", region="Westmarsh")


def test_limit_is_told(graph: store.Store) -> None:
    whole = questions.ask(graph, "4")
    part = questions.ask(graph, "4", limit=2)
    assert (whole.state, part.state) == ("complete", "truncated")
    assert part.rows == whole.rows[:2]
    assert questions.ask(graph, "4", limit=len(whole)).complete


def test_empty_answer_says_what_it_means_and_what_it_covers(graph: store.Store) -> None:
    answer = questions.ask(graph, "1", region="Eastvale")
    assert answer.state == "not known"
    assert answer.empty.startswith("No document read")
    assert answer.coverage == (
        "A diploma for orthotics technicians (2031-03-05)",
        "Orthotics in the West March (undated, not after 2028)",
    )


def test_front_matter_is_read(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    assert found.question == "Which firms are there?"
    assert (found.name, found.number, found.columns) == ("cq-99-firms", 99, ("firm",))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("SELECT * {}", 1, "it has no front matter"),
        (GOOD.replace("#+ group: anyone", "#+ group: [anyone"), 3, "is not YAML"),
        (GOOD.replace("#+ empty: None is known.\n", ""), 1, "lacks empty"),
        (GOOD.replace("#+ group", "#+ colour: red\n#+ group"), 1, "colour is no key"),
        (GOOD.replace("[firm]", "firm"), 1, "columns is not a list"),
        (GOOD.replace("#+ group", "#+ parameters: [{name: a}]\n#+ group"), 1, "a parameter lacks"),
    ],
)
def test_malformed_front_matter(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(SeedError, match=problem) as caught:
        load(tmp_path, text)
    assert caught.value.line == line


def test_malformed_name(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="rename it"):
        load(tmp_path, GOOD, "firms.rq")
