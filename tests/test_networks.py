from __future__ import annotations

import pytest

from medtechkg import networks, store
from medtechkg.errors import QueryError

BASE = "https://w3id.org/medtechkg/id/"
LABORATORY, EASTVALE = f"{BASE}facility/limb-laboratory", f"{BASE}region/eastvale"


def test_nodes_are_labelled_and_classed(graph: store.Store) -> None:
    found = networks.network(graph)
    assert found.nodes[LABORATORY] == {"label": "Limb Laboratory", "cls": "Facility"}
    assert all(data["label"] and data["cls"] for _, data in found.nodes(data=True))


def test_every_edge_has_its_quote(graph: store.Store) -> None:
    edges = list(networks.network(graph).edges(data=True))
    assert edges
    words = networks.quotations(graph)
    assert all(data["evidence"] and data["documents"] for _, _, data in edges)
    assert all(words[each].text for _, _, data in edges for each in data["evidence"])
    told = [data for one, other, data in edges if (one, other) == (LABORATORY, EASTVALE)]
    assert [(data["predicate"], [words[e].text for e in data["evidence"]]) for data in told] == [
        ("locatedIn", ["It lies in Eastvale."])
    ]


def test_one_fact_of_two_documents_is_one_edge(graph: store.Store) -> None:
    edges = networks.network(graph).edges(data=True)
    parts = [data for _, _, data in edges if data["predicate"] == "hasSubSector"]
    assert sorted(len(data["documents"]) for data in parts) == [1, 2, 3]


def test_what_is_symmetric_is_one_edge(graph: store.Store) -> None:
    edges = networks.network(graph, "collaboration").edges(data=True)
    assert sum(data["predicate"] == "collaboratesWith" for _, _, data in edges) == 5


def test_what_is_denied_or_doubted_is_no_edge(graph: store.Store) -> None:
    names = {data["label"] for _, data in networks.network(graph).nodes(data=True)}
    assert "Technicians" in names
    assert "Engineers" not in names


def test_a_view_keeps_its_properties(graph: store.Store) -> None:
    edges = networks.network(graph, "skills").edges(data=True)
    found = {data["predicate"] for _, _, data in edges}
    assert found == {
        *("gainsSkill", "lacksSkill", "offers", "requiresSkill", "seeksQualification"),
    }


def test_unknown_view(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="the views are everything, collaboration, skills"):
        networks.network(graph, "nothing")


def test_order_is_fixed(graph: store.Store) -> None:
    one, other = networks.network(graph), networks.network(graph)
    assert list(one.edges(keys=True)) == list(other.edges(keys=True))
