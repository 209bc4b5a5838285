from __future__ import annotations

import csv
import io
import json

import pytest

from commandline import Run, folder, run
from medtechkg import networks, store
from medtechkg.cli import networks as commands
from medtechkg.networks import measures

__all__ = ["folder", "run"]


def test_brokers_are_shown_with_what_they_join_and_the_words(run: Run) -> None:
    found = run("brokers")
    assert found.code == 0
    head, row, quote, *_ = found.out.splitlines()[2:]
    assert head.split()[:4] == ["broker", "class", "betweenness", "parts"]
    assert row.startswith("University of Westmarch")
    assert "0.7333" in row
    assert quote.startswith("    │ ")
    assert "The groups are those of `medtechkg communities`" in found.err


def test_brokers_as_csv_are_those_of_the_library(run: Run, graph: store.Store) -> None:
    rows = list(csv.DictReader(io.StringIO(run("brokers", "--format", "csv").out)))
    told = [(row["broker_iri"], float(row["betweenness"]), row["through_iri"]) for row in rows]
    assert told == [
        (broker.node.id, broker.betweenness, tie.partner.id)
        for broker in networks.brokers(graph)
        for tie in broker.ties
    ]
    assert all(row["quote"] and row["document"] for row in rows)


def test_groups_as_json_are_those_of_the_library(run: Run, graph: store.Store) -> None:
    told = json.loads(run("communities", "--view", "everything", "--format", "json").out)
    found = networks.communities(graph, "everything")
    assert told["state"] == "complete"
    assert [row["members_iri"].split() for row in told["rows"]] == [
        [node.id for node in group.members] for group in found
    ]
    assert [row["size"] for row in told["rows"]] == [group.size for group in found]
    assert all(row["quote"] and row["document"] for row in told["rows"])


def test_a_large_group_names_the_most_central(run: Run) -> None:
    found = run("communities", "--format", "md").out.splitlines()
    assert found[0] == "| group | size | members | about | quote | document |"
    assert "; and 1 more |" in found[2]


def test_a_limit_is_told(run: Run) -> None:
    for command in ("brokers", "communities"):
        found = run(command, "--limit", "1")
        assert "The first 1 rows; there are more (limit 1)." in found.err


def test_an_estimate_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures.sample, "__defaults__", (3, 2))
    for command in (("brokers",), ("ask", "brokers")):
        found = run(*command).err
        assert "an estimate: from the paths of 3 of 7 organisations" in found


def test_no_broker_is_told(run: Run) -> None:
    found = run("brokers", "--view", "skills")
    assert (found.code, "No organisation stands between others" in found.err) == (0, True)


def test_views_are_those_of_the_library() -> None:
    assert {str(view) for view in commands.View} == set(networks.VIEWS)


def test_an_unknown_view_is_one_line(run: Run) -> None:
    found = run("communities", "--view", "nothing")
    assert found.code == 1
    assert found.err.count("\n") == 1
