from __future__ import annotations

import pytest

from medtechkg import networks, store
from medtechkg.errors import QueryError
from medtechkg.export import selection
from network import CLINIC, EDGES, FIRM, NODES, SKILL, TOWN, UNIVERSITY, edge, picture


def test_everything_is_there(graph: store.Store) -> None:
    found = selection.chosen(graph)
    assert [node.id for node in found.nodes] == [node.id for node in networks.nodes(graph)]
    assert list(found.edges()) == list(networks.edges(graph))
    assert found.count == len(list(networks.edges(graph)))
    assert found.left_out == (0, 0)
    assert set(found.documents) == {t for e in found.edges() for t in e.documents}


def test_a_class_keeps_narrower_ones_and_what_is_between(graph: store.Store) -> None:
    found = selection.chosen(graph, classes=["organisation"])
    assert {node.cls for node in found.nodes} >= {"University", "Business"}
    assert "Region" not in {node.cls for node in found.nodes}
    kept = {node.id for node in found.nodes}
    every = list(networks.edges(graph))
    assert list(found.edges()) == [e for e in every if e.source in kept and e.target in kept]
    assert found.left_out == (
        len(list(networks.nodes(graph))) - len(kept),
        len(every) - found.count,
    )


def test_a_class_by_its_words(graph: store.Store) -> None:
    found = selection.chosen(graph, classes=["sub-sector", "Training Route"])
    assert {node.cls for node in found.nodes} <= {"SubSector", "TrainingRoute"}


def test_a_class_that_is_none(graph: store.Store) -> None:
    with pytest.raises(QueryError, match=r"“universitty”; did you mean University\?"):
        selection.chosen(graph, classes=["universitty"])
    with pytest.raises(QueryError, match="the ontology lists the classes"):
        selection.chosen(graph, classes=["xyz"])


def test_a_view(graph: store.Store) -> None:
    found = selection.chosen(graph, "skills")
    assert {e.predicate for e in found.edges()} <= networks.VIEWS["skills"]
    with pytest.raises(QueryError, match="there is no view “none”"):
        selection.chosen(graph, "none")


def test_a_limit_keeps_the_best_connected_and_says_so() -> None:
    found = picture(limit=2)
    assert {node.id for node in found.nodes} == {FIRM, UNIVERSITY}
    assert [e.predicate for e in found.edges()] == ["collaboratesWith", "funds"]
    assert found.left_out == (3, 4)
    assert found.summary.endswith("; 3 things and 4 facts were left out")
    assert "left out" not in picture().summary


def test_degree_is_the_number_of_facts_and_gives_the_size() -> None:
    found = {node.id: node for node in picture().nodes}
    degrees = {FIRM: 4, UNIVERSITY: 3, TOWN: 2, SKILL: 1, CLINIC: 1}
    assert {iri: node.degree for iri, node in found.items()} == degrees
    assert found[FIRM].size > found[UNIVERSITY].size > found[TOWN].size > found[SKILL].size


def test_families_follow_the_classes() -> None:
    found = {node.id: node.family.name for node in picture().nodes}
    assert found[UNIVERSITY] == "Education"
    assert found[CLINIC] == "Health care"
    assert found[TOWN] == "Places"


def test_edges_are_asked_for_anew_each_time() -> None:
    found = picture()
    assert list(found.edges()) == list(found.edges()) == list(EDGES)


def test_order_of_input_does_not_matter() -> None:
    one, other = picture(), picture(reversed(EDGES), reversed(NODES))
    assert one.nodes == other.nodes
    assert one.documents == other.documents


@pytest.mark.parametrize(
    ("dates", "span"),
    [
        ({}, ("", "")),
        ({"start": "2021"}, ("2021-01-01", "")),
        ({"end": "2021-02"}, ("", "2021-02-28")),
        ({"start": "2021", "end": "2021"}, ("2021-01-01", "2021-12-31")),
        ({"first": "2020-05-04"}, ("2020-05-04", "")),
        ({"first": "2020", "last": "2022-04"}, ("2020-01-01", "2022-04-30")),
        ({"start": "2019", "first": "2020", "last": "2020"}, ("2019-01-01", "")),
        ({"start": "2023", "end": "2021-05-01"}, ("2021-05-01", "2023-01-01")),
        ({"start": "in spring"}, ("", "")),
    ],
)
def test_spans(dates: dict[str, str], span: tuple[str, str]) -> None:
    assert selection.span(edge(1, FIRM, "funds", TOWN, **dates)) == span
