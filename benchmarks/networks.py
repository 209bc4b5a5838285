"""From a store to networkx, and what is measured there, beside plain networkx.

    python benchmarks/networks.py [EDGES [SECONDS]]

First an invented graph of the shape of ours, of so many facts (500,000), is turned into networkx:
from the folder of a built graph, and from the triples of a store in memory. Then an invented
network of a fifth as many nodes is measured with both engines. Plain networkx gets at most SECONDS
(300) a measure; what takes longer is stopped and shown as more than it took by then.

Times are CPU seconds of one run, which other work on the machine changes less. ``fast`` measures
what is laid out already, as `Ties`, which serves all measures; ``with layout`` counts the making of
these from the networkx graph as well, ``from store`` the way from a built graph: to networkx
there, to `Ties` here.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

import networkx
import pyoxigraph

from medtechkg import networks, store
from medtechkg.iris import PREFIXES, Base, digest
from medtechkg.networks import files, kernels, measures

T = TypeVar("T")

BASE = Base()
#: Of each node's edges, how many stay in its own group of so many.
INSIDE, GROUP = 0.8, 100
#: How many sources the shortest paths are followed from.
SOURCES = 10

_TYPE = PREFIXES["rdf"] + "type"
_OF = ("participatesIn", "memberOf", "develops", "locatedIn", "requiresSkill", "partOf", "offers")
_CLASSES = ("University", "Business", "Skill", "Qualification", "Facility")


def pairs(nodes: int, edges: int) -> Iterator[tuple[int, int]]:
    """Ends of edges, most of them within groups."""
    chance = random.Random(20310305)
    while edges:
        one = chance.randrange(nodes)
        near = chance.random() < INSIDE
        other = one // GROUP * GROUP + chance.randrange(GROUP) if near else chance.randrange(nodes)
        if one != other and other < nodes:
            edges -= 1
            yield one, other


# -- a graph of our shape ---------------------------------------------------------------------


def lines(nodes: int, edges: int) -> Iterator[str]:
    """The triples a network is made of, as N-Triples: things, facts, evidence, documents.

    Without the words of the evidence and without mentions, which a network does not look at.
    """
    things = [BASE.thing("organisation", f"Organisation of Northmoor {at}") for at in range(nodes)]
    documents = max(1, edges // 40)
    for at, thing in enumerate(things):
        yield _line(thing, _TYPE, BASE.term(_CLASSES[at % 5]))
        yield _said(thing, PREFIXES["skos"] + "prefLabel", f"Organisation of Northmoor {at}")
    for at in range(documents):
        document, snapshot = BASE.thing("document", str(at)), BASE.thing("snapshot", str(at))
        yield _said(document, PREFIXES["dcterms"] + "title", f"Report {at}")
        yield _said(document, PREFIXES["dcterms"] + "issued", f"20{at % 30 + 10}-03-05")
        yield _line(snapshot, BASE.term("snapshotOf"), document)
    for at, (one, other) in enumerate(pairs(nodes, edges)):
        yield from _fact(at, things[one], things[other], documents)
    yield _said(BASE.code("modality", "asserted"), PREFIXES["skos"] + "notation", "asserted")
    lifted, participant = BASE.term("collaboratesWith"), BASE.term("participant")
    yield _line(lifted, BASE.term("liftedTo"), BASE.term("Collaboration"))
    yield _line(lifted, BASE.term("subjectRole"), participant)
    yield _line(lifted, BASE.term("objectRole"), participant)


def _fact(at: int, one: str, other: str, documents: int) -> Iterator[str]:
    kind = "statement" if at % 4 else "collaboration"
    fact, evidence = (BASE.hashed(each, str(at)) for each in (kind, "evidence"))
    snapshot = BASE.thing("snapshot", str(int(digest(str(at))[:8], 16) % documents))
    yield _line(fact, _TYPE, BASE.term(kind.capitalize()))
    if at % 4:
        rdf = PREFIXES["rdf"]
        yield _line(fact, f"{rdf}subject", one)
        yield _line(fact, f"{rdf}predicate", BASE.term(_OF[at % len(_OF)]))
        yield _line(fact, f"{rdf}object", other)
    else:
        yield _line(fact, BASE.term("participant"), one)
        yield _line(fact, BASE.term("participant"), other)
    codes = {"status": "accepted", "polarity": "affirmed", "modality": "asserted"}
    for name, code in codes.items():
        yield _line(fact, BASE.term(name), BASE.code(name, code))
    yield _line(fact, BASE.term("evidencedBy"), evidence)
    yield _line(evidence, BASE.term("evidenceRole"), BASE.code("evidence-role", "statement"))
    yield _line(evidence, PREFIXES["oa"] + "hasSource", snapshot)


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> <{value}> .\n"


def _said(subject: str, predicate: str, text: str) -> str:
    return f'<{subject}> <{predicate}> "{text}" .\n'


def held(nodes: int, edges: int) -> store.Store:
    """The graph in memory; the union of its graphs alone, which is what queries see."""
    inner, found = pyoxigraph.Store(), lines(nodes, edges)
    while text := "".join(islice(found, 500_000)):
        inner.load(text, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store.Embedded(store.Manifest(BASE.root), inner)


def conversions(edges: int) -> tuple[float, float]:
    """Time the ways out of a store, in fresh processes, with the memory they take.

    Gives the seconds to networkx, and to `Ties`, from a built graph.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        _alone(_lay_down, path, edges)
        told = [("from a built graph, cold", _alone(_from_file, path, edges))]
        told += [("its edges, one at a time", _alone(_streamed, path, edges))]
        told += [("laid out for the fast engine", _alone(_laid_out, path, edges))]
        told += [("from triples in memory", _alone(_from_triples, path, edges))]
    print(f"{'store to networkx':34} {'edges':>9} {'CPU s':>7} {'us/edge':>8} {'peak MB':>8}")
    for name, (number, seconds, memory) in told:
        each = seconds / max(1, number) * 1e6
        print(f"{name:34} {number:9,} {seconds:7.2f} {each:8.2f} {memory:8,.0f}")
    return told[0][1][1], told[2][1][1]


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _lay_down(folder: Path, edges: int) -> None:
    """Lay the network of the invented graph where that of a built graph lies."""
    graph = held(edges // 5, edges)
    path = files.place(folder, graph.manifest)
    path.parent.mkdir(parents=True)
    for name, content in networks.packed(graph).items():
        path.with_name(name).write_bytes(content)


def _timed(run: Callable[[], int]) -> tuple[int, float, float]:
    begin = process_time()
    number = run()
    return number, process_time() - begin, _peak()


def _built(folder: Path) -> store.Store:
    return store.Embedded(store.Manifest(BASE.root), pyoxigraph.Store(), folder)


def _from_file(folder: Path, edges: int) -> tuple[int, float, float]:
    return _timed(lambda: networks.network(_built(folder)).number_of_edges())


def _streamed(folder: Path, edges: int) -> tuple[int, float, float]:
    return _timed(lambda: sum(1 for _ in networks.edges(_built(folder))))


def _laid_out(folder: Path, edges: int) -> tuple[int, float, float]:
    measures.ties(networkx.path_graph(3))  # loads the library
    return _timed(lambda: networks.ties(_built(folder)).weights.nnz // 2)


def _from_triples(folder: Path, edges: int) -> tuple[int, float, float]:
    graph = held(edges // 5, edges)
    return _timed(lambda: networks.network(graph).number_of_edges())


# -- measures ---------------------------------------------------------------------------------

_NETWORK: Any = None


def _graph(nodes: int, edges: int) -> networkx.Graph[str]:
    found, names = networkx.Graph(), [f"n{at:06}" for at in range(nodes)]
    found.add_nodes_from(names)
    found.add_edges_from(
        (names[one], names[other], {"weight": 1}) for one, other in pairs(nodes, edges)
    )
    return found


def comparison(nodes: int, edges: int, most: float, ways: tuple[float, float]) -> None:
    """Time each measure with plain networkx and with the fast engine."""
    global _NETWORK
    _NETWORK = graph = _graph(nodes, edges)
    begin = process_time()
    laid: kernels.Ties[str] = measures.ties(graph)
    layout = process_time() - begin
    print(
        f"\n{nodes:,} nodes, {graph.number_of_edges():,} edges; "
        f"layout for the fast engine {layout:.1f} s"
    )
    print(
        f"{'':28} {'networkx':>9} {'fast':>7} {'times':>7} {'with layout':>12} {'from store':>11}"
    )
    measures.communities(measures.ties(networkx.path_graph(3)))  # loads the libraries
    for name, (plain, fast) in _MEASURES.items():
        begin = process_time()
        fast(laid)
        seconds = process_time() - begin
        slow, whole = _capped(plain, most)
        more = "" if whole else ">"
        print(
            f"{name:28} {more + format(slow, '.2f'):>9} {seconds:7.2f} "
            f"{more + format(slow / seconds, '.0f'):>7} "
            f"{more + format(slow / (seconds + layout), '.1f'):>12} "
            f"{more + format((slow + ways[0]) / (seconds + ways[1]), '.0f'):>11}",
            flush=True,
        )


def _sources(graph: networkx.Graph[str] | kernels.Ties[str]) -> list[str]:
    return sorted(graph.nodes)[:: max(1, len(graph) // SOURCES)][:SOURCES]


def _linked_twice(graph: networkx.Graph[str]) -> None:
    """The scores of all pairs two steps apart, by networkx's function for given pairs."""
    around = {node: set(each) for node, each in graph.adjacency()}
    for node in graph:
        near = {far for other in around[node] for far in around[other] if far > node}
        list(networkx.adamic_adar_index(graph, [(node, far) for far in near - around[node]]))


_MEASURES: dict[str, tuple[Callable[[Any], object], Callable[[Any], object]]] = {
    "components": (lambda g: list(networkx.connected_components(g)), measures.components),
    "PageRank, to 1e-12": (
        lambda g: networkx.pagerank(g, tol=1e-12 / len(g), max_iter=1000),
        measures.pagerank,
    ),
    "PageRank, to 1e-6 in all": (
        lambda g: networkx.pagerank(g, tol=1e-6 / len(g), max_iter=1000),
        lambda laid: measures.pagerank(laid, tolerance=1e-6),
    ),
    f"betweenness, {SOURCES} sources": (
        lambda g: networkx.betweenness_centrality_subset(g, _sources(g), list(g)),
        lambda laid: measures.betweenness(laid, sources=_sources(laid)),
    ),
    "communities": (
        lambda g: networkx.community.louvain_communities(g, seed=1),
        measures.communities,
    ),
    "Adamic-Adar, best 10,000": (
        _linked_twice,
        lambda laid: measures.adamic_adar(laid, limit=10_000),
    ),
}


def _capped(run: Callable[[Any], object], most: float) -> tuple[float, bool]:
    """Run a measure in a process of its own; tell the seconds, and whether it came to its end."""
    context = multiprocessing.get_context("fork")
    found = context.SimpleQueue()

    def work() -> None:
        begin = process_time()
        run(_NETWORK)
        found.put(process_time() - begin)

    before = _spent()
    process = context.Process(target=work)
    process.start()
    process.join(most)
    if process.is_alive():
        process.kill()
        process.join()
        return _spent() - before, False
    return found.get(), True


def _spent() -> float:
    """CPU seconds of the processes that have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _alone(run: Callable[[Path, int], T], folder: Path, edges: int) -> T:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (folder, edges))


def main(edges: int = 500_000, most: float = 300) -> None:
    ways = conversions(edges)
    comparison(edges // 5, edges, most, ways)


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, float), sys.argv[1:], strict=False)))
