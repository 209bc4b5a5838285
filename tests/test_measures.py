from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from math import log
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg.errors import MedtechkgError
from medtechkg.networks import measures
from medtechkg.networks.measures import Engine

Graph = Any
ENGINES: tuple[Engine, ...] = ("networkx", "fast")


@pytest.fixture(autouse=True)
def _both_engines() -> None:
    for name in ("scipy", "networkit"):
        pytest.importorskip(name, reason="the fast engine is not installed")


def random_graph(seed: int, nodes: int = 40, ties: int = 80) -> Graph:
    """A graph with parallel edges and edges of a node to itself, of any of the four kinds."""
    chance = random.Random(seed)
    kinds = (networkx.Graph, networkx.DiGraph, networkx.MultiGraph, networkx.MultiDiGraph)
    graph = kinds[seed % 4]()
    names = [f"n{at}" for at in range(nodes)]
    chance.shuffle(names)
    graph.add_nodes_from(names)
    for _ in range(ties):
        data = {"weight": chance.randrange(1, 5)} if chance.random() < 0.8 else {}
        graph.add_edge(chance.choice(names), chance.choice(names), **data)
    return graph


def planted(groups: int, size: int, seed: int = 7) -> Graph:
    return networkx.planted_partition_graph(groups, size, 0.3, 0.01, seed=seed)


graphs = st.builds(random_graph, st.integers(0, 10_000), st.integers(1, 30), st.integers(0, 60))


@given(graphs)
@settings(max_examples=40)
def test_pagerank_agrees_with_networkx(graph: Graph) -> None:
    plain = measures.simple(graph)
    expected = networkx.pagerank(plain, tol=1e-6 / len(plain) / 1e5, max_iter=1000)
    for engine in ENGINES:
        found = measures.pagerank(graph, engine=engine)
        assert found == pytest.approx(expected, abs=1e-9)
        assert sum(found.values()) == pytest.approx(1)


@given(graphs)
@settings(max_examples=40)
def test_betweenness_agrees_with_networkx(graph: Graph) -> None:
    expected = networkx.betweenness_centrality(measures.simple(graph))
    for engine in ENGINES:
        found = measures.betweenness(graph, engine=engine)
        assert found == pytest.approx(expected, abs=1e-12)


@given(graphs, st.integers(0, 100))
@settings(max_examples=40)
def test_betweenness_of_some_from_some_is_the_same_in_both(graph: Graph, seed: int) -> None:
    chance = random.Random(seed)
    nodes = sorted(graph)
    among = chance.sample(nodes, chance.randrange(len(nodes) + 1))
    sources = chance.sample(among, chance.randrange(len(among) + 1))
    one, other = (
        measures.betweenness(graph, among=among, sources=sources, engine=engine)
        for engine in ENGINES
    )
    assert one == pytest.approx(other, abs=1e-12)


@given(graphs)
@settings(max_examples=40)
def test_adamic_adar_agrees_with_networkx(graph: Graph) -> None:
    plain = measures.simple(graph)
    expected = {
        tuple(sorted(pair)): pytest.approx(score, abs=1e-9)
        for *pair, score in networkx.adamic_adar_index(plain, list(combinations(sorted(plain), 2)))
        if score and not plain.has_edge(*pair)
    }
    one, other = (measures.adamic_adar(graph, engine=engine) for engine in ENGINES)
    assert one == expected
    assert list(one.items()) == list(other.items())
    cut = (measures.adamic_adar(graph, limit=5, engine=engine) for engine in ENGINES)
    assert [list(each) for each in cut] == [list(one)[:5]] * 2


@given(graphs, st.integers(0, 100))
@settings(max_examples=40)
def test_projection_agrees_with_networkx(graph: Graph, seed: int) -> None:
    side = random.Random(seed).sample(sorted(graph), len(graph) // 2)
    across = measures.simple(graph)
    across.remove_edges_from(
        [edge for edge in across.edges if (edge[0] in side) == (edge[1] in side)]
    )
    projected = networkx.bipartite.weighted_projected_graph(across, side)
    expected = {tuple(sorted(pair)): weight for *pair, weight in projected.edges(data="weight")}
    one, other = (measures.projection(graph, side, engine=engine) for engine in ENGINES)
    assert one == expected
    assert list(one.items()) == list(other.items())


@given(graphs)
@settings(max_examples=40)
def test_components_and_degrees_agree(graph: Graph) -> None:
    one, other = (measures.components(graph, engine=engine) for engine in ENGINES)
    assert one == other
    plain = measures.simple(graph)
    pieces = list(networkx.connected_components(plain))
    assert len(set(one.values())) == len(pieces)
    assert all(len({one[node] for node in piece}) == 1 for piece in pieces)
    for weighted in (False, True):
        found = measures.degrees(graph, weighted=weighted)
        assert found == dict(plain.degree(weight="weight" if weighted else None))
        assert measures.degrees(measures.ties(graph), weighted=weighted) == found


@given(graphs, st.integers(0, 100))
@settings(max_examples=40)
def test_modularity_agrees_with_networkx(graph: Graph, seed: int) -> None:
    plain, chance = measures.simple(graph), random.Random(seed)
    groups = {node: chance.randrange(3) for node in sorted(plain)}
    sets = [{node for node in groups if groups[node] == at} for at in range(3)]
    found = measures.modularity(graph, groups)
    if plain.number_of_edges():
        expected = networkx.community.modularity(plain, sets, weight="weight")
        assert found == pytest.approx(expected, abs=1e-12)
    assert measures.modularity(measures.ties(graph), groups) == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize(("groups", "size"), [(4, 25), (10, 30), (5, 80)])
def test_communities_are_as_good_and_the_same_again(groups: int, size: int) -> None:
    graph = planted(groups, size)
    quality = []
    for engine in ENGINES:
        found = measures.communities(graph, engine=engine)
        assert found == measures.communities(graph, engine=engine)
        assert len(set(found.values())) == groups
        quality.append(measures.modularity(graph, found))
    assert quality[0] == pytest.approx(quality[1], rel=0.01)


@pytest.mark.parametrize("engine", ENGINES)
def test_communities_do_not_depend_on_the_order_of_the_graph(engine: Engine) -> None:
    graph, other = planted(6, 20), networkx.Graph()
    edges = list(graph.edges)
    random.Random(1).shuffle(edges)
    other.add_edges_from((v, u) if u % 2 else (u, v) for u, v in edges)
    other.add_nodes_from(graph)
    one = measures.communities(graph, engine=engine)
    assert measures.communities(other, engine=engine) == one


@given(graphs)
@settings(max_examples=30)
def test_no_community_reaches_over_two_pieces(graph: Graph) -> None:
    piece = measures.components(graph)
    for engine in ENGINES:
        groups = measures.communities(graph, engine=engine)
        assert set(groups) == set(graph)
        within = {
            group: {piece[n] for n in groups if groups[n] == group} for group in groups.values()
        }
        assert all(len(pieces) == 1 for pieces in within.values())


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_are_numbered_by_size_and_name(engine: Engine) -> None:
    graph = networkx.Graph(["ab", "cd", "ef", "fg", "eg"])
    expected = {"e": 0, "f": 0, "g": 0, "a": 1, "b": 1, "c": 2, "d": 2}
    assert measures.components(graph, engine=engine) == expected
    assert measures.communities(graph, engine=engine) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_weight_counts(engine: Engine) -> None:
    """The two heavy pairs are the groups, however they are chained."""
    graph = networkx.MultiGraph()
    graph.add_edges_from([("a", "b"), ("a", "b"), ("b", "c"), ("c", "d"), ("c", "d")], weight=3)
    groups = measures.communities(graph, engine=engine)
    assert groups == {"a": 0, "b": 0, "c": 1, "d": 1}
    ranks = measures.pagerank(graph, engine=engine)
    assert ranks["b"] == pytest.approx(ranks["c"])
    assert ranks["b"] > ranks["a"]


@pytest.mark.parametrize("engine", ENGINES)
def test_by_hand(engine: Engine) -> None:
    chain = networkx.path_graph(4)
    assert measures.betweenness(chain, engine=engine) == pytest.approx(
        {0: 0.0, 1: 2 / 3, 2: 2 / 3, 3: 0.0}
    )
    scores = measures.adamic_adar(chain, engine=engine)
    assert scores == {(0, 2): round(1 / log(2), 12), (1, 3): round(1 / log(2), 12)}
    assert measures.projection(networkx.Graph(["aX", "bX", "bY", "aY", "cY"]), "abc") == {
        ("a", "b"): 2,
        ("a", "c"): 1,
        ("b", "c"): 1,
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "measure",
    [
        measures.communities,
        measures.components,
        measures.pagerank,
        measures.betweenness,
        measures.adamic_adar,
    ],
)
def test_nothing_measured_of_nothing(measure: Callable[..., Any], engine: Engine) -> None:
    assert measure(networkx.Graph(), engine=engine) == {}
    lonely = measure(networkx.empty_graph(1), engine=engine)
    assert lonely in ({}, {0: 0}, {0: 0.0}, {0: 1.0})


def test_an_estimate_comes_near() -> None:
    graph = networkx.barabasi_albert_graph(300, 3, seed=1)
    exact = measures.betweenness(graph)
    sources = measures.sample(graph, most=150, exact_to=0)
    found = measures.betweenness(graph, sources=sources)
    best = sorted(exact, key=exact.__getitem__)[-5:]
    assert {node: found[node] for node in best} == pytest.approx(
        {node: exact[node] for node in best}, rel=0.25
    )


def test_sample_is_all_of_few_and_always_the_same() -> None:
    assert measures.sample("cab") == ["a", "b", "c"]
    many = range(measures.EXACT_TO + 1)
    assert len(measures.sample(many)) == measures.SAMPLES
    assert measures.sample(many) == measures.sample(reversed(many))


def test_many_sources_are_followed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    from medtechkg.networks import kernels

    graph = random_graph(4)
    one = measures.betweenness(graph, engine="fast")
    scores = measures.adamic_adar(graph, engine="fast")
    monkeypatch.setattr(kernels, "_CELLS", 3 * len(graph))
    assert measures.betweenness(graph, engine="fast") == pytest.approx(one, abs=1e-12)
    assert measures.adamic_adar(graph, engine="fast") == scores


def test_the_engine_follows_from_the_size() -> None:
    small, large = networkx.path_graph(10), networkx.path_graph(measures.FAST_FROM + 1)
    assert measures.engine_for(small) == "networkx"
    assert measures.engine_for(large) == "fast"
    assert measures.engine_for(large, "networkx") == "networkx"
    assert measures.engine_for(measures.ties(small)) == "fast"


def test_without_the_fast_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_installed", lambda *names: "networkit" not in names)
    large = networkx.path_graph(measures.FAST_FROM + 1)
    assert measures.engine_for(large) == "networkx"
    with pytest.raises(MedtechkgError, match=r"needs networkit: pip install 'medtechkg\[fast\]'"):
        measures.communities(large, engine="fast")


def test_ties_are_not_for_networkx() -> None:
    with pytest.raises(MedtechkgError, match="give networkx the graph itself"):
        measures.pagerank(measures.ties(networkx.path_graph(3)), engine="networkx")
