"""What can be measured of a network: groups, centrality, nearness, pieces.

Each function takes any networkx graph and returns a plain dictionary. The graph is looked at as
undirected: edges between the same two nodes are one tie, whose weight is the sum of theirs (1 where
an edge has none); a node's edges to itself count for nothing.

``engine`` says what does the work: ``networkx``, which is always there, or ``fast``: scipy, and
networkit for the communities, from ``pip install 'medtechkg[fast]'``. ``auto`` takes ``fast``
where it is installed and there are enough ties for it to pay. The results are the same, to
rounding; only communities have no one right answer, so there the two agree in how good their groups
are. What is asked more than one thing is better made a `Ties` first, by `ties`, or by
`medtechkg.networks.ties` straight from a graph.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from medtechkg.errors import MedtechkgError

if TYPE_CHECKING:
    import networkx

    from medtechkg.networks.kernels import Ties

__all__ = [
    "EXACT_TO",
    "FAST_FROM",
    "SAMPLES",
    "Engine",
    "adamic_adar",
    "betweenness",
    "communities",
    "components",
    "degrees",
    "engine_for",
    "modularity",
    "pagerank",
    "projection",
    "require_layout",
    "sample",
    "simple",
    "ties",
]

Engine = Literal["auto", "networkx", "fast"]
N = TypeVar("N")
Network: TypeAlias = "networkx.Graph[N] | Ties[N]"
Pair: TypeAlias = tuple[N, N]

#: From how many ties on ``auto`` takes the fast engine, if it is installed.
FAST_FROM = 2_000
#: Up to how many nodes `sample` takes all of them.
EXACT_TO = 5_000
#: How many nodes `sample` takes of more.
SAMPLES = 512
#: Digits to which scores of pairs are given, so that what is equal is equal in either engine.
_DIGITS = 12
_SEED = 20310305


def ties(graph: networkx.Graph[N]) -> Ties[N]:
    """Lay a graph out for the fast engine, once for all measures.

    Raises:
        MedtechkgError: if scipy is not installed.
    """
    require_layout()
    from medtechkg.networks import kernels

    return kernels.ties(graph)


def require_layout() -> None:
    """Make sure that a graph can be laid out.

    Raises:
        MedtechkgError: if scipy is not installed.
    """
    _require("scipy", "numpy")


def simple(graph: networkx.Graph[N]) -> networkx.Graph[N]:
    """Make the undirected graph that is measured: one edge a tie, its ``weight`` the sum."""
    import networkx

    found: networkx.Graph[N] = networkx.Graph()
    found.add_nodes_from(graph)
    for one, other, weight in graph.edges(data="weight", default=1):
        if one != other:
            before = found.get_edge_data(one, other, {"weight": 0})["weight"]
            found.add_edge(one, other, weight=before + weight)
    return found


def engine_for(graph: Network[N], engine: Engine = "auto") -> Literal["networkx", "fast"]:
    """Tell which engine does the work.

    Raises:
        MedtechkgError: if ``fast`` is asked for and not installed.
    """
    if engine == "fast":
        _require("scipy", "numpy", "networkit")
    if engine != "auto":
        return engine
    if not _is_graph(graph):
        return "fast"
    enough = graph.number_of_edges() >= FAST_FROM  # type: ignore[union-attr]
    return "fast" if enough and _installed("scipy", "numpy", "networkit") else "networkx"


# -- groups -----------------------------------------------------------------------------------


def communities(graph: Network[N], *, seed: int = _SEED, engine: Engine = "auto") -> dict[N, int]:
    """Find groups whose members are tied to each other more than to the rest (Louvain).

    Each node gets the number of its group, the largest group 0, of equals the one with the first
    node. The same seed gives the same groups. Blondel et al. 2008; the fast engine refines the
    groups at each level (networkit's PLM).
    """
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return kernels.communities(_laid(graph), seed)
    import networkx

    found = _ordered(_plain(graph))
    groups = networkx.community.louvain_communities(found, weight="weight", seed=seed)
    return _numbered({node: at for at, group in enumerate(groups) for node in group})


def components(graph: Network[N], *, engine: Engine = "auto") -> dict[N, int]:
    """Find the pieces between which there is no tie; numbered as `communities` are."""
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return kernels.components(_laid(graph))
    import networkx

    pieces = networkx.connected_components(_plain(graph))
    return _numbered({node: at for at, piece in enumerate(pieces) for node in piece})


def modularity(graph: Network[N], groups: Mapping[N, int]) -> float:
    """Tell how much more weight lies within groups than chance would put there, up to 1.

    Newman 2004, with weights; 0 for a graph without ties.
    """
    strength = degrees(graph, weighted=True)
    total = sum(strength.values())
    if not total:
        return 0.0
    sums: dict[int, float] = {}
    for node, weight in strength.items():
        sums[groups[node]] = sums.get(groups[node], 0.0) + weight
    within = sum(2 * weight for one, other, weight in _each(graph) if groups[one] == groups[other])
    return float(within / total - sum((each / total) ** 2 for each in sums.values()))


def _numbered(groups: Mapping[N, object]) -> dict[N, int]:
    members: dict[object, list[N]] = {}
    for node in sorted(groups, key=str):
        members.setdefault(groups[node], []).append(node)
    ranked = sorted(members.values(), key=lambda nodes: (-len(nodes), str(nodes[0])))
    number = {node: at for at, nodes in enumerate(ranked) for node in nodes}
    return {node: number[node] for node in groups}


# -- centrality -------------------------------------------------------------------------------


def degrees(graph: Network[N], *, weighted: bool = False) -> dict[N, float]:
    """Count the ties of each node, or sum their weights."""
    if not _is_graph(graph):
        from medtechkg.networks import kernels

        return kernels.degrees(graph, weighted)
    found = _plain(graph)
    return dict(found.degree(weight="weight" if weighted else None))


def pagerank(
    graph: Network[N],
    *,
    damping: float = 0.85,
    tolerance: float = 1e-12,
    engine: Engine = "auto",
) -> dict[N, float]:
    """Find where a walker along the ties is most of the time; the values sum to 1.

    Each step follows a tie, by weight, or with the chance ``1 - damping`` starts anywhere anew, as
    it does where there is no tie. It is worked out until one more step of the walk would change the
    values by no more than ``tolerance`` in all. networkx stops at its ``tol`` times the number of
    nodes: pass it ``tol=1e-12 / len(graph)`` for the same. Brin and Page 1998.

    Raises:
        MedtechkgError: if ``damping`` is not between 0 and 1.
    """
    if not 0 <= damping < 1:
        raise MedtechkgError(f"the damping of PageRank is {damping}; give one from 0 to below 1")
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return kernels.pagerank(_laid(graph), damping, tolerance)
    # networkx.pagerank is itself scipy's; this is the same iteration without it.
    found = _plain(graph)
    strength = degrees(graph, weighted=True)
    ranks = dict.fromkeys(found, 1 / max(1, len(found)))
    for _ in range(1000):
        loose = sum(ranks[node] for node in found if not strength[node])
        fresh = dict.fromkeys(found, (damping * loose + 1 - damping) / max(1, len(found)))
        for node, around in found.adjacency():
            for other, data in around.items():
                fresh[other] += damping * ranks[node] * data["weight"] / strength[node]
        change = sum(abs(fresh[node] - ranks[node]) for node in found)
        ranks = fresh
        if change <= tolerance:
            break
    return ranks


def betweenness(
    graph: Network[N],
    *,
    among: Collection[N] | None = None,
    sources: Collection[N] | None = None,
    engine: Engine = "auto",
) -> dict[N, float]:
    """Find how many shortest paths between others lead through each node.

    The value is a share from 0 to 1: of the pairs of other nodes, those whose shortest paths lead
    through it; of several shortest paths between two, the part that does. Weights do not count.
    ``among`` are the nodes that are ends of paths, all if not given. With ``sources``, some of
    these, only the paths from them are followed, and the share is an estimate: `sample` chooses
    them. Freeman 1977, Brandes 2001, 2008 (of subsets).
    """
    sources = among if sources is None else sources
    ends, starts = (len(graph) if some is None else len(set(some)) for some in (among, sources))
    pairs = (ends - 1) * (ends - 2) * starts / max(1, ends)
    if pairs <= 0:
        return dict.fromkeys(graph.nodes, 0.0)
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return kernels.betweenness(_laid(graph), sources, among, pairs)
    import networkx

    # networkx halves the sum, since each pair counts from either end.
    first, last = (
        sorted(set(graph.nodes if some is None else some), key=str) for some in (sources, among)
    )
    through = networkx.betweenness_centrality_subset(_plain(graph), first, last)
    return {node: 2 * share / pairs for node, share in through.items()}


def sample(nodes: Iterable[N], most: int = SAMPLES, exact_to: int = EXACT_TO) -> list[N]:
    """Choose nodes to follow paths from: all up to ``exact_to``, of more the same few each time."""
    found = sorted(nodes, key=str)
    if len(found) <= exact_to:
        return found
    return sorted(random.Random(_SEED).sample(found, min(most, len(found))), key=str)


# -- nearness ---------------------------------------------------------------------------------


def adamic_adar(
    graph: Network[N], *, limit: int | None = None, engine: Engine = "auto"
) -> dict[Pair[N], float]:
    """Score the pairs that have no tie but somebody in common, best first.

    The score is the sum, over whom both are tied to, of one over the logarithm of how many ties
    these have: to share a partner of few says more. ``limit`` keeps the best. The first of a pair
    is the one whose name is first. Adamic and Adar 2003.
    """
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return _best(kernels.adamic_adar(_laid(graph), limit, _DIGITS), limit)
    found = _plain(graph)
    scores: dict[Pair[N], float] = {}
    for _, around in found.adjacency():
        share = 1 / log(len(around)) if len(around) > 1 else 0.0
        for pair in combinations(sorted(around, key=str), 2):
            if not found.has_edge(*pair):
                scores[pair] = scores.get(pair, 0.0) + share
    return _best(((pair, round(score, _DIGITS)) for pair, score in scores.items()), limit)


def projection(
    graph: Network[N], onto: Collection[N], *, engine: Engine = "auto"
) -> dict[Pair[N], int]:
    """Tie the nodes of one side of a network of two sides to each other.

    Gives each pair of ``onto`` that is tied to the same nodes of the other side, with how many
    these are: organisations by the programmes both take part in, say. Ties within ``onto`` do not
    count. The first of a pair is the one whose name is first.
    """
    side = sorted(set(onto), key=str)
    if engine_for(graph, engine) == "fast":
        from medtechkg.networks import kernels

        return dict(kernels.projection(_laid(graph), side))
    found, counts, inside = _plain(graph), dict[Pair[N], int](), set(side)
    for node, around in found.adjacency():
        if node not in inside:
            for pair in combinations(sorted(inside.intersection(around), key=str), 2):
                counts[pair] = counts.get(pair, 0) + 1
    return {pair: counts[pair] for pair in sorted(counts, key=lambda pair: tuple(map(str, pair)))}


def _best(scores: Iterable[tuple[Pair[N], float]], limit: int | None) -> dict[Pair[N], float]:
    from heapq import nsmallest

    def order(scored: tuple[Pair[N], float]) -> tuple[float, str, str]:
        (one, other), score = scored
        return (-score, str(one), str(other))

    return dict(sorted(scores, key=order) if limit is None else nsmallest(limit, scores, key=order))


# -- engines ----------------------------------------------------------------------------------


def _is_graph(graph: Network[N]) -> bool:
    return hasattr(graph, "number_of_edges")


def _plain(graph: Network[N]) -> networkx.Graph[N]:
    """The graph that networkx is to measure."""
    if not _is_graph(graph):
        raise MedtechkgError("ties are for the fast engine; give networkx the graph itself")
    return simple(graph)


def _laid(graph: Network[N]) -> Ties[N]:
    return ties(graph) if _is_graph(graph) else graph


def _ordered(graph: networkx.Graph[N]) -> networkx.Graph[N]:
    """The same graph, its nodes and edges in order, which the result may depend on."""
    import networkx

    found: networkx.Graph[N] = networkx.Graph()
    found.add_nodes_from(sorted(graph, key=str))
    edges = (tuple(sorted(edge[:2], key=str)) + edge[2:] for edge in graph.edges(data=True))
    found.add_edges_from(sorted(edges, key=lambda edge: (str(edge[0]), str(edge[1]))))
    return found


def _each(graph: Network[N]) -> Iterator[tuple[N, N, float]]:
    if _is_graph(graph):
        yield from _plain(graph).edges(data="weight")
    else:
        from medtechkg.networks import kernels

        yield from kernels.each(graph)


def _installed(*names: str) -> bool:
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in names)


def _require(*names: str) -> None:
    missing: Sequence[str] = [name for name in names if not _installed(name)]
    if missing:
        raise MedtechkgError(
            f"the fast engine needs {' and '.join(missing)}: pip install 'medtechkg[fast]', or ask "
            "for the engine networkx"
        )
