"""Ways between things: as expected of the invented documents, and as networkx finds them."""

from __future__ import annotations

from itertools import pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byweb import fact, web
from medtechkg import networks, store
from medtechkg.connections import paths, webs
from medtechkg.connections.webs import Web
from medtechkg.errors import NotFoundError, QueryError

NAMES = [f"Business {letter}" for letter in "abcdefg"]
facts = st.builds(
    fact,
    st.sampled_from(NAMES),
    st.sampled_from(["collaboratesWith", "partOf", "funds", "overlapsWith"]),
    st.sampled_from(NAMES),
    st.sampled_from(["asserted", "hedged"]),
).filter(lambda edge: edge.source != edge.target)
nets = st.lists(facts, min_size=1, max_size=14, unique_by=lambda edge: edge.id).map(
    lambda found: web(*found)
)
ends = st.permutations(NAMES).map(lambda names: (names[0], names[1]))


def _graph(found: Web) -> networkx.Graph[str]:
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(NAMES)
    graph.add_edges_from((one, each) for one, others in found.around.items() for each in others)
    return graph


@given(nets, ends, st.integers(1, 4))
def test_there_is_a_way_if_networkx_finds_one(found: Web, pair: tuple[str, str], most: int) -> None:
    graph = _graph(found)
    reach = networkx.single_source_shortest_path_length(graph, pair[0], cutoff=most)
    ways = paths.shortest(found, *pair, most)
    assert bool(ways) == (pair[1] in reach)
    if ways:
        assert sorted(ways) == sorted(map(tuple, networkx.all_shortest_paths(graph, *pair)))


@given(nets, ends, st.integers(1, 4))
def test_all_ways_are_those_of_networkx(found: Web, pair: tuple[str, str], most: int) -> None:
    ways = list(paths.every(found, *pair, most))
    known = networkx.all_simple_paths(_graph(found), *pair, cutoff=most)
    assert sorted(ways) == sorted(map(tuple, known))
    assert [len(way) for way in ways] == sorted(len(way) for way in ways)


@given(nets, ends, st.integers(1, 4))
def test_the_strongest_is_as_strong_as_any(found: Web, pair: tuple[str, str], most: int) -> None:
    best = paths.strongest(found, *pair, most)
    ways = list(paths.every(found, *pair, most))
    assert (best is None) == (not ways)
    if best:
        assert best in ways
        assert found.strength(best) == pytest.approx(max(map(found.strength, ways)))


@given(nets, ends)
def test_every_step_is_a_fact_with_evidence(found: Web, pair: tuple[str, str]) -> None:
    for way in paths.between(found, *pair, 4):
        for one, other in pairwise(way):
            assert all(edge.evidence for edge in found.around[one][other])


def test_a_way_and_its_steps(connected: store.Store) -> None:
    found = paths.path(connected, "Moss Robotics Ltd", "Tarn Devices Ltd")
    assert found.state == "complete"
    assert [(row["from"], row["relation"], row["to"], row["reached"]) for row in found] == [
        ("Dr Ivo Fell", "has role", "Moss Robotics Ltd", "Dr Ivo Fell"),
        ("Dr Ivo Fell", "has role", "University of Eastvale", "University of Eastvale"),
        ("University of Eastvale", "participates in", "Splint Project", "Splint Project"),
        ("Tarn Devices Ltd", "participates in", "Splint Project", "Tarn Devices Ltd"),
    ]
    assert all(row["quote"] and row["document"] and row["evidence_iri"] for row in found)
    assert {row["steps"] for row in found} == {4}


def test_a_way_in_words(connected: store.Store) -> None:
    found = paths.path(connected, "Gait Institute", "Calder Braces Ltd")
    assert list(paths.told(found, None)) == [
        ("head", "1. Gait Institute – Calder Braces Ltd"),
        ("row", "   1 step, strength 0.5"),
        ("row", "   Gait Institute — collaborates with — Calder Braces Ltd"),
        ("quote", "    │ It works with Calder Braces Ltd. — Working together in Eastvale"),
    ]


def test_no_way_says_what_is_known_of_either(connected: store.Store) -> None:
    found = paths.path(connected, "Gait Institute", "Machinists", most=2)
    assert not found.rows
    assert found.empty == "There is no path from Gait Institute to Machinists within 2 steps."
    assert "1 document read names Machinists." in found.known
    assert "Gait Institute is tied to 2 things in all." in found.known


def test_ways_beyond_the_limit_are_told(connected: store.Store) -> None:
    ends_ = ("University of Westmarch", "Stride Works Ltd")
    every = paths.path(connected, *ends_, all_ways=True, limit=None)
    cut = paths.path(connected, *ends_, all_ways=True, limit=1)
    assert len({row["way"] for row in every}) > 1
    assert {row["way"] for row in cut} == {1}
    assert (every.complete, cut.complete) == (True, False)


def test_names_that_will_not_do(connected: store.Store) -> None:
    with pytest.raises(NotFoundError, match="nothing is called"):
        paths.path(connected, "Nobody at all", "Machinists")
    with pytest.raises(QueryError, match="are the same thing"):
        paths.path(connected, "UWM", "University of Westmarch")


def test_what_surrounds_a_thing(connected: store.Store) -> None:
    found = paths.neighbours(connected, "Gait Institute")
    assert [(row["distance"], row["relation"], row["reached"]) for row in found] == [
        (1, "collaborates with", "Calder Braces Ltd"),
        (1, "part of", "University of Eastvale"),
    ]
    lines = [line for _, line in paths.surroundings(found, None)]
    assert lines[0] == "collaborates with"
    assert lines[1] == "  Gait Institute — collaborates with — Calder Braces Ltd"


def test_farther_away_and_of_one_view(connected: store.Store) -> None:
    found = paths.neighbours(connected, "Gait Institute", depth=2, view="collaboration")
    assert {row["distance"] for row in found} == {1, 2}
    kept = networks.VIEWS["collaboration"]
    web_ = webs.load(connected, "collaboration")
    verbs = {web_.verbs[name] for name in kept}
    assert {row["relation"] for row in found} <= verbs
    assert len({row["evidence_iri"] for row in found}) > 2
    with pytest.raises(QueryError, match="there is no view"):
        paths.neighbours(connected, "Gait Institute", view="nothing")


def test_what_no_fact_ties(connected: store.Store) -> None:
    found = paths.neighbours(connected, "Fenmoor")
    assert not found.rows
    assert found.empty == "No fact that stands ties Fenmoor to anything."
