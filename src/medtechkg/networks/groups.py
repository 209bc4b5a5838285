"""Who stands between others in a network, and which groups it falls into, with evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import TYPE_CHECKING, TypeVar

from medtechkg.networks import measures, triples
from medtechkg.networks.records import Edge, Node, Quotation

if TYPE_CHECKING:
    import networkx

    from medtechkg.store import Store

__all__ = ["BRIDGING", "Broker", "Group", "Tie", "between", "brokers", "communities"]

N = TypeVar("N", bound=Hashable)

#: What makes one who stands between others of the view collaboration: to work with somebody, or to
#: take part in something or develop it. A whole is no broker between its parts, nor a funder
#: between those it pays. Of another view every property counts.
BRIDGING = frozenset(("collaboratesWith", "develops", "leads", "memberOf", "participatesIn"))
#: Only what a source stands behind, as in the question ``brokers``.
_MEANT = frozenset(("asserted", "purpose"))
#: What a thing is about, or where it is: the properties that lead there.
_ABOUT = frozenset(("hasSectorStrength", "hasSubSector", "inSector", "inSubSector", "locatedIn"))
#: How many times more frequent a trait must be in a group than in the whole to stand out, and how
#: many of its members must have it.
_LIFT, _LEAST = 1.5, 2


@dataclass(frozen=True, slots=True)
class Tie:
    """A thing one is tied to, the group it is in, and the words that say so."""

    partner: Node
    predicate: str
    group: int
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Broker:
    """One who stands between others.

    ``betweenness`` is the share, from 0 to 1, of the pairs of others whose shortest paths lead
    through it; ``parts`` the number of pieces its piece of the network falls into without it;
    ``ties`` one for each group it joins, the best attested. ``followed`` and ``ends`` count the
    nodes the paths were followed from and all that they may begin at: fewer make an estimate.
    """

    node: Node
    betweenness: float
    parts: int
    ties: tuple[Tie, ...]
    followed: int
    ends: int


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are tied to each other more than to the rest.

    ``members`` are all of them, the most central in the whole network first (PageRank). ``about``
    are the traits that stand out: classes, fields and places that at least two members have, half
    as often again as the whole network, each with how many have it. ``tie`` is the best attested
    edge within, ``quotation`` its words.
    """

    number: int
    members: tuple[Node, ...]
    about: tuple[tuple[str, int], ...]
    tie: Edge
    quotation: Quotation
    modularity: float
    engine: str

    @property
    def size(self) -> int:
        """The number of members."""
        return len(self.members)


def between(ties: Iterable[tuple[N, N]]) -> dict[N, tuple[float, int]]:
    """Find who stands between others: betweenness and parts of each, best first.

    A tie leads from a node that is looked at to whatever it is tied to: these nodes alone are ends
    of paths, and what only one of them is tied to is left out. ``betweenness`` is as in
    `measures.betweenness`, to four digits, estimated where `measures.sample` takes not all;
    ``parts`` as in `Broker`. Nodes that no path leads through are left out.
    """
    import networkx

    pairs = list(ties)
    ranked = {one for one, _ in pairs}
    network = networkx.Graph(pair for pair in pairs if pair[0] != pair[1])
    loose = [node for node, degree in network.degree() if degree < 2 and node not in ranked]
    network.remove_nodes_from(loose)
    network.add_nodes_from(ranked)
    sources = measures.sample(ranked)
    through = measures.betweenness(network, among=ranked, sources=sources)
    blocks = networkx.biconnected_components(network)
    parts = Counter(node for block in blocks for node in block)
    shares = {node: round(through[node], 4) for node in ranked if through[node] > 0}
    best = sorted(shares, key=lambda node: (-shares[node], str(node)))
    return {node: (shares[node], parts[node]) for node in best}


def estimate(followed: int, ends: int) -> str:
    """Say that betweenness is an estimate, if paths were followed from some of their ends only."""
    if followed == ends:
        return ""
    return (
        f"Betweenness is an estimate: from the paths of {followed:,} of {ends:,} "
        "organisations, chosen at random, always the same."
    )


def brokers(store: Store, network: networkx.MultiDiGraph[str]) -> tuple[Broker, ...]:
    """Find the organisations of a network that stand between others, best first.

    It is worked out as the answer to the question ``brokers`` is, over the edges of a view; of the
    view ``collaboration`` over those that `BRIDGING` names. Groups are those of `communities`.
    """
    organisations = _of_class(store, network, "Organisation")
    edges = _bridges(store, network, organisations)
    ends = {source for source, _ in edges}
    found = between(edges)
    groups = measures.communities(network)
    followed = len(measures.sample(ends))
    return tuple(
        Broker(
            _node(network, thing),
            share,
            parts,
            tuple(_joined(store, network, edges, thing, groups)),
            followed,
            len(ends),
        )
        for thing, (share, parts) in found.items()
    )


_Bridges = dict[tuple[str, str], Edge]


def _bridges(
    store: Store, network: networkx.MultiDiGraph[str], looked_at: frozenset[str]
) -> _Bridges:
    """The ties of those looked at, from them to others, each with its best attested edge."""
    either = triples.symmetric(store)
    kept = BRIDGING if network.graph.get("view") == "collaboration" else None
    found: _Bridges = {}
    for edge in _edges(network):
        if edge.modality not in _MEANT or (kept and edge.predicate not in kept):
            continue
        ends = [(edge.source, edge.target)]
        if edge.predicate in either:
            ends.append((edge.target, edge.source))
        for pair in ends:
            if pair[0] in looked_at and _rank(edge) > _rank(found.get(pair)):
                found[pair] = edge
    return found


def _rank(edge: Edge | None) -> int:
    return edge.weight if edge else 0


def _joined(
    store: Store,
    network: networkx.MultiDiGraph[str],
    edges: _Bridges,
    thing: str,
    groups: Mapping[str, int],
) -> Iterable[Tie]:
    """The best attested tie into each group, the largest group first."""
    best: dict[int, tuple[str, Edge]] = {}
    around = sorted({*network.successors(thing), *network.predecessors(thing)})
    for partner in around:
        edge, group = edges.get((thing, partner)), groups[partner]
        if edge is not None and (group not in best or edge.weight > best[group][1].weight):
            best[group] = (partner, edge)
    for group, (partner, edge) in sorted(best.items()):
        words = triples.quotation(store, edge.evidence[0])
        yield Tie(_node(network, partner), edge.predicate, group, words)


# -- communities ------------------------------------------------------------------------------


def communities(
    store: Store, network: networkx.MultiDiGraph[str], rows: Iterable[Edge]
) -> tuple[Group, ...]:
    """Find the groups of a network, the largest first.

    ``rows`` are the edges of the whole graph, which tell what the members are about. The groups are
    those of `measures.communities`.
    """
    engine = measures.engine_for(network)
    measured = measures.ties(network) if engine == "fast" else network  # laid out once for all
    numbers = measures.communities(measured)
    ranks, quality = measures.pagerank(measured), measures.modularity(measured, numbers)
    members: dict[int, list[str]] = {}
    for thing in sorted(network, key=lambda thing: (-round(ranks[thing], 9), thing)):
        members.setdefault(numbers[thing], []).append(thing)
    best: dict[int, Edge] = {}
    for edge in _edges(network):
        number = numbers[edge.source]
        if number == numbers[edge.target] and edge.weight > _rank(best.get(number)):
            best[number] = edge
    traits = _traits(network, rows, triples.labels(store))
    whole = Counter(trait for each in traits.values() for trait in each)
    return tuple(
        Group(
            number,
            tuple(_node(network, thing) for thing in members[number]),
            tuple(_standing_out(members[number], traits, whole)),
            best[number],
            triples.quotation(store, best[number].evidence[0]),
            quality,
            engine,
        )
        for number in sorted(members)
    )


def _traits(
    network: networkx.MultiDiGraph[str], rows: Iterable[Edge], labels: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """What each thing is, is about and where it is, in words."""
    found = {thing: {cls} for thing, cls in network.nodes(data="cls")}
    names: dict[str, set[str]] = {}
    for edge in rows:
        if edge.predicate in _ABOUT and edge.source in found:
            names.setdefault(edge.target, set()).add(edge.source)
    for target, sources in names.items():
        for source in sources:
            found[source].add(labels[target])
    return {thing: frozenset(each) for thing, each in found.items()}


def _standing_out(
    members: list[str], traits: Mapping[str, frozenset[str]], whole: Counter[str]
) -> Iterable[tuple[str, int]]:
    """The three traits that most set a group apart: by how many have it, and how much oftener."""
    counts = Counter(trait for thing in members for trait in traits[thing])
    lifts = {
        trait: number / len(members) * len(traits) / whole[trait]
        for trait, number in counts.items()
    }
    apart = [trait for trait in counts if counts[trait] >= _LEAST and lifts[trait] >= _LIFT]
    apart.sort(key=lambda trait: (-counts[trait] * log(lifts[trait]), trait))
    return ((trait, counts[trait]) for trait in islice(apart, 3))


# -- out of a network -------------------------------------------------------------------------


def _node(network: networkx.MultiDiGraph[str], thing: str) -> Node:
    return Node(thing, network.nodes[thing]["label"], network.nodes[thing]["cls"])


def _edges(network: networkx.MultiDiGraph[str]) -> Iterable[Edge]:
    for source, target, id, data in network.edges(keys=True, data=True):
        yield Edge(id, source, target, **{k: v for k, v in data.items() if k != "weight"})


def _of_class(store: Store, network: networkx.MultiDiGraph[str], cls: str) -> frozenset[str]:
    above = triples.above(store)
    return frozenset(
        thing for thing, own in network.nodes(data="cls") if own == cls or cls in above.get(own, ())
    )
