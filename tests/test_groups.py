from __future__ import annotations

import doctest
from collections import Counter
from pathlib import Path

import pytest

from medtechkg import graphs, networks, questions, store
from medtechkg.errors import QueryError
from medtechkg.networks import groups, measures


def test_brokers_say_what_the_question_says(graph: store.Store) -> None:
    """The command and the question rest on one measure, over the same ties."""
    asked = questions.ask(graph, "brokers")
    scores = {row["organisation_iri"]: (row["betweenness"], row["parts"]) for row in asked}
    found = networks.brokers(graph)
    assert {each.node.id: (each.betweenness, each.parts) for each in found} == scores != {}
    assert [each.node.id for each in found] == list(scores)
    quotes = {(row["organisation_iri"], row["quote"]) for row in asked}
    told = {(each.node.id, tie.quotation.text) for each in found for tie in each.ties}
    assert told <= quotes


def test_a_broker_joins_each_group_once(graph: store.Store) -> None:
    numbers = measures.communities(networks.network(graph, "collaboration"))
    for broker in networks.brokers(graph):
        joined = [tie.group for tie in broker.ties]
        assert joined == sorted(set(joined))
        assert [numbers[tie.partner.id] for tie in broker.ties] == joined
        assert (broker.followed, broker.ends) == (7, 7)


def test_only_what_bridges_makes_a_broker_of_collaboration(graph: store.Store) -> None:
    predicates = {tie.predicate for each in networks.brokers(graph) for tie in each.ties}
    assert predicates
    assert predicates <= groups.BRIDGING < networks.VIEWS["collaboration"]


def test_an_estimate_is_told(graph: store.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures.sample, "__defaults__", (3, 2))
    assert {(each.followed, each.ends) for each in networks.brokers(graph)} == {(3, 7)}


def test_groups_hold_every_node_once(graph: store.Store) -> None:
    for view in networks.VIEWS:
        found = networks.communities(graph, view)
        members = [node.id for group in found for node in group.members]
        assert sorted(members) == list(networks.network(graph, view))
        assert [group.number for group in found] == list(range(len(found)))
        assert [group.size for group in found] == sorted((g.size for g in found), reverse=True)


def test_a_group_has_its_best_attested_tie(graph: store.Store) -> None:
    words = networks.quotations(graph)
    for group in networks.communities(graph):
        ids = {node.id for node in group.members}
        assert {group.tie.source, group.tie.target} <= ids
        within = [e for e in networks.edges(graph, "collaboration") if {e.source, e.target} <= ids]
        assert group.tie.weight == max(edge.weight for edge in within)
        assert group.quotation == words[group.tie.evidence[0]]


def test_what_stands_out_is_more_frequent_than_in_the_whole(graph: store.Store) -> None:
    found = networks.communities(graph)
    classes = Counter(node.cls for group in found for node in group.members)
    told = [(*trait, group) for group in found for trait in group.about]
    kinds = [
        (number, classes[name], name, group) for name, number, group in told if name in classes
    ]
    assert kinds
    for number, whole, name, group in kinds:
        assert number == sum(node.cls == name for node in group.members) >= 2
        assert number / group.size >= 1.5 * whole / classes.total()
    assert ("Gait analysis", 2) in found[0].about


def test_the_most_central_comes_first(graph: store.Store) -> None:
    ranks = measures.pagerank(networks.network(graph, "collaboration"))
    for group in networks.communities(graph):
        values = [round(ranks[node.id], 9) for node in group.members]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("ask", [networks.brokers, networks.communities])
def test_unknown_view(graph: store.Store, ask: object) -> None:
    with pytest.raises(QueryError, match="the views are everything"):
        ask(graph, "nothing")  # type: ignore[operator]


def test_the_worked_example_is_true(graph: store.Store) -> None:
    page = Path(__file__).parents[1] / "docs" / "networks.md"
    names = {"graph": graphs.Graph(graph)}
    found = doctest.testfile(str(page), module_relative=False, globs=names)
    assert found.attempted > 5
    assert found.failed == 0
