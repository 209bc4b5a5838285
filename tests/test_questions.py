from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import questions, store
from medtechkg.errors import NotFoundError, QueryError, SeedError

GOOD = """#+ question: Which firms are there?
#+ group: anyone
#+ about: [Business]
#+ columns: [firm]
#+ empty: None is known.
SELECT ?firm { ?firm a mtk:Business }
"""


def load(folder: Path, text: str, name: str = "cq-99-firms.rq") -> questions.Question:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return questions.load(path)


def ask(graph: store.Store, name: str, given: dict[str, str]) -> questions.Answer:
    return questions.ask(graph, name, limit=None, **given)


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
        ("Westmarch", 3),
        ("westmarch", 3),
        ("the West March", 3),
        ("https://w3id.org/medtechkg/id/region/westmarch", 3),
        ("Sundland", 3),  # the region around it
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
def test_a_parameter_is_a_term_never_text(graph: store.Embedded, text: str) -> None:
    before = len(graph.inner)
    assert questions.ask(graph, "6", year=text).rows == ()
    for name, parameter in (("5", "lowest"), ("17", "since")):
        with pytest.raises(QueryError, match="is not a"):
            ask(graph, name, {parameter: text})
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
    assert (whole.state, whole.limit) == ("complete", None)
    assert whole.extent == f"Complete: {len(whole)} rows."
    assert (part.state, part.limit) == ("truncated", 2)
    assert part.extent == "The first 2 rows; there are more (limit 2)."
    assert part.rows == whole.rows[:2]
    assert questions.ask(graph, "4", limit=len(whole)).complete


def test_empty_answer_says_what_it_means_and_what_it_covers(graph: store.Store) -> None:
    answer = questions.ask(graph, "1", region="Eastvale")
    assert (answer.state, answer.extent) == ("not known", "No rows.")
    assert answer.empty.startswith("No document read")
    assert answer.known == (
        "The graph knows 4 skill needs, none with what is asked.",
        "1 document read is about Eastvale; 2 more name it or something there.",
    )
    assert answer.coverage == (
        "A diploma for orthotics technicians (2031-03-05)",
        "Orthotics in Westmarch, six years on (2034-05-12)",
        "Orthotics in the West March (undated, not after 2028)",
        "The Sundland mobility bulletin (2033-07-01)",
    )


def test_an_answer_with_rows_needs_no_excuse(graph: store.Store) -> None:
    answer = questions.ask(graph, "1", region="Westmarch")
    assert (answer.known, len(answer.coverage)) == ((), 4)


# -- the questions that take parameters of their own --------------------------------------------


@pytest.mark.parametrize(
    ("given", "providers"),
    [
        ({}, ["Eastvale College", "Westmarch College"]),
        ({"region": "Westmarch"}, ["Westmarch College"]),
        ({"region": "Fenmoor"}, []),
        ({"lowest": "5"}, ["Westmarch College"]),
        ({"highest": "4"}, ["Eastvale College"]),
        ({"lowest": "6", "highest": "8"}, []),
        ({"sub_sector": "Orthotics"}, ["Eastvale College", "Westmarch College"]),
        ({"sub_sector": "Prosthetics"}, []),
    ],
)
def test_provision_by_level(
    graph: store.Store, given: dict[str, str], providers: list[str]
) -> None:
    assert [row["provider"] for row in ask(graph, "5", given)] == providers


def test_needs_of_two_years_in_one_region(graph: store.Store) -> None:
    assert len(questions.ask(graph, "8", region="Sundland")) == 1
    assert not questions.ask(graph, "8", region="Eastvale").rows


def test_a_level_planned_is_not_yet_provided(graph: store.Store) -> None:
    """The certificate of Eastvale College is announced; the diploma in Westmarch is taught."""
    for region in ("Westmarch", "Sundland"):
        (row,) = questions.ask(graph, "9", region=region)
        assert (row["occupation"], row["level"]) == ("Machinists", 4)
    assert not questions.ask(graph, "9", region="Eastvale").rows


def test_possible_partners(graph: store.Store) -> None:
    (row,) = questions.ask(graph, "14", university="UWM")
    assert row["business"] == "Harebell Gait Ltd"
    assert len(questions.ask(graph, "14", university="UWM", region="Sundland")) == 1
    assert not questions.ask(graph, "14", university="UWM", region="Eastvale").rows
    assert not questions.ask(graph, "14", university="University of Eastvale").rows


def test_brokers_are_found_in_the_whole_network_whatever_the_limit(graph: store.Store) -> None:
    whole = questions.ask(graph, "16")
    part = questions.ask(graph, "16", limit=1)
    assert part.rows == whole.rows[:1]
    assert (part.state, part.limit, whole.state) == ("truncated", 1, "complete")
    assert [row["organisation"] for row in whole][::4] == [
        "University of Westmarch",
        "Brightlimb Ltd",
        "Stride Works Ltd",
    ]


@pytest.mark.parametrize(
    ("given", "dates"),
    [
        ({"since": "2033-01-01"}, ["2033", "2033"]),
        ({"until": "2031-02-02"}, ["2030", "2031-02-02"]),
        ({"until": "2031-02-01"}, ["2030"]),
        ({"since": "2032-03-31", "until": "2032-12-31"}, ["2032", "2032-03"]),
        ({"since": "2032-04-01", "until": "2032-12-31"}, ["2032"]),
        ({"since": "2034-01-01"}, []),
    ],
)
def test_changes_between_two_dates(
    graph: store.Store, given: dict[str, str], dates: list[str]
) -> None:
    assert [row["date"] for row in ask(graph, "17", given)] == dates


def test_things_near_one_event(graph: store.Store) -> None:
    answer = questions.ask(graph, "22", event="Brightlimb Ltd opens the Gait Hall")
    found = [(row["hops"], row["thing"]) for row in answer]
    assert found == [(1, "Brightlimb Ltd"), (1, "Gait Hall"), (2, "Level 5 Diploma in Orthotics")]


def test_definitions_and_identifiers_of_one_thing(graph: store.Store) -> None:
    assert len(questions.ask(graph, "32", sector="Orthotics")) == 6
    assert not questions.ask(graph, "32", sector="Prosthetics").rows
    assert {row["identifier"] for row in questions.ask(graph, "34", entity="UWM")} == {"0abcde123"}
    assert not questions.ask(graph, "34", entity="Brightlimb Ltd").rows


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
        (GOOD.replace("[Business]", "Business"), 1, "about is not a list"),
        (GOOD.replace("#+ group", "#+ algorithm: magic\n#+ group"), 1, "algorithm lacks name"),
        (
            GOOD.replace("#+ group", "#+ algorithm: {name: magic, from: a, to: b}\n#+ group"),
            1,
            "the algorithms are betweenness",
        ),
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
