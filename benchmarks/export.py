"""What writing GEXF costs beside ``networkx.write_gexf``, on an invented network of any size.

    python benchmarks/export.py [NODES [EDGES]]

Both write the same nodes and edges with the same attributes, in processes of their own; memory is
what writing adds to the peak of a process that holds the network already; time is that of the
processor. The places of the nodes
are worked out before, and timed apart: networkx has none to write.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from medtechkg.export import gexf, layout
from medtechkg.export.colours import FAMILIES
from medtechkg.export.files import stream, writing
from medtechkg.export.selection import Picture, Vertex
from medtechkg.networks import Edge

BASE = "https://w3id.org/medtechkg/id"
PREDICATES = ("collaboratesWith", "develops", "lacksSkill", "locatedIn", "partOf", "requiresSkill")


def ends(nodes: int, edges: int) -> Iterator[tuple[int, int]]:
    """Edges of a hundred communities, some nodes far better connected than others."""
    chance = random.Random(1)
    for _ in range(edges):
        one = int(nodes * chance.random() ** 2)
        near = (one + 100 * int(nodes / 100 * chance.random() ** 2)) % nodes
        yield one, near if chance.random() < 0.9 else int(nodes * chance.random())


def facts(nodes: int, edges: int) -> Iterator[Edge]:
    for at, (one, other) in enumerate(ends(nodes, edges)):
        predicate = PREDICATES[at % 6]
        yield Edge(
            f"{BASE}/statement/{at:020x} {predicate}",
            f"{BASE}/organisation/northmoor-works-{one}",
            f"{BASE}/organisation/northmoor-works-{other}",
            predicate,
            "asserted",
            (f"{BASE}/evidence/{at:020x}",),
            (f"Survey of the sector {at % 997}",),
            first=f"20{at % 30:02}",
            last=f"20{at % 30:02}",
        )


def label(at: int) -> str:
    return f"Northmoor Works & Sons {at}"


def places(nodes: int, edges: int) -> list[tuple[float, float]]:
    return layout.positions([6.0] * nodes, dict.fromkeys(ends(nodes, edges), 1.0))


def held(nodes: int, edges: int) -> Callable[[Path], object]:
    """With all records made before, as networkx has its graph."""
    every = list(facts(nodes, edges))
    return ours(nodes, edges, lambda: iter(every))


def ours(
    nodes: int, edges: int, given: Callable[[], Iterator[Edge]] | None = None
) -> Callable[[Path], object]:
    """With records that come while they are written, as from a store."""
    spots = random.Random(2)
    vertices = tuple(
        Vertex(
            f"{BASE}/organisation/northmoor-works-{at}",
            *(label(at), "Business", FAMILIES[1], 20, 6.0),
            *(round(spots.uniform(-9999, 9999), 2), round(spots.uniform(-9999, 9999), 2)),
        )
        for at in range(nodes)
    )
    picture = Picture("everything", vertices, given or (lambda: facts(nodes, edges)), edges, ())

    def write(path: Path) -> None:
        with writing(path) as file:
            stream(gexf.lines(picture), file)

    return write


def theirs(nodes: int, edges: int) -> Callable[[Path], object]:
    import networkx

    graph = networkx.MultiDiGraph()
    for at in range(nodes):
        spot = {"position": {"x": 1.0, "y": 1.0, "z": 0.0}, "size": 6.0}
        viz = {"color": {"r": 204, "g": 102, "b": 119}, **spot}
        iri = f"{BASE}/organisation/northmoor-works-{at}"
        told = {"class": "Business", "family": "Business", "facts": 20, "IRI": iri}
        graph.add_node(iri, label=label(at), viz=viz, **told)
    for fact in facts(nodes, edges):
        told = {"predicate": fact.predicate, "modality": fact.modality, "evidence": 1}
        iri, sources = fact.id.partition(" ")[0], fact.documents[0]
        graph.add_edge(
            fact.source, fact.target, fact.id, weight=1, sources=sources, IRI=iri, **told
        )
    return lambda path: networkx.write_gexf(graph, path, version="1.2draft")


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, nodes: int, edges: int) -> None:
    write = {"streamed": ours, "held": held, "networkx": theirs}[name](nodes, edges)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.gexf"
        before, start = peak(), process_time()
        write(path)
        seconds = process_time() - start
        size = path.stat().st_size / 1e6 if path.exists() else 0
        print(json.dumps({"seconds": seconds, "mb": peak() - before, "size": size}))


def run(name: str, nodes: int, edges: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", name, str(nodes), str(edges)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(found.stdout)
    return told


def main(nodes: int, edges: int) -> None:
    print(f"{nodes:,} nodes, {edges:,} edges")
    found = {name: run(name, nodes, edges) for name in ("networkx", "held", "streamed")}
    titles = {
        "networkx": "networkx.write_gexf",
        "held": "ours, records held",
        "streamed": "ours, records made meanwhile",
    }
    for name, told in found.items():
        times = found["networkx"]["seconds"] / told["seconds"]
        print(
            f"{titles[name]:<30}{told['seconds']:7.2f} s {times:6.1f} times as fast"
            f"{told['mb']:7.0f} MB more{told['size']:6.0f} MB written"
        )
    start = process_time()
    places(nodes, edges)
    print(f"{'layout, apart':<30}{process_time() - start:7.2f} s")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        _, _, name, nodes, edges = sys.argv
        measure(name, int(nodes), int(edges))
    else:
        numbers = [int(each) for each in sys.argv[1:]]
        main(*(numbers + [100_000, 1_000_000][len(numbers) :]))
