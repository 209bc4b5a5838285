"""The fast engine of `medtechkg.networks.measures`: a graph as a sparse matrix.

The methods are those named there; here they run over all nodes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import numpy
from scipy import sparse

if TYPE_CHECKING:
    import networkx
    from numpy.typing import NDArray

__all__ = [
    "Ties",
    "adamic_adar",
    "betweenness",
    "communities",
    "components",
    "degrees",
    "each",
    "pagerank",
    "projection",
    "ties",
]

N = TypeVar("N")
Floats: TypeAlias = "NDArray[numpy.float64]"

#: How many cells of a dense block of work there are at most: 64 MB a block of floats.
_CELLS = 8_000_000
#: How many sources the paths are followed from at once, at most.
_ABREAST = 32


@dataclass(frozen=True, slots=True)
class Ties(Generic[N]):
    """A graph laid out: its nodes, by name, and the symmetric matrix of the weights of its ties."""

    nodes: tuple[N, ...]
    weights: sparse.csr_array

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def adjacency(self) -> sparse.csr_array:
        """The same with 1 for each tie."""
        found = self.weights.copy()
        found.data = numpy.ones_like(found.data)
        return found


def ties(graph: networkx.Graph[N]) -> Ties[N]:
    """Lay out a graph; parallel edges add up, and a node has no tie to itself."""
    nodes = tuple(sorted(graph, key=str))
    index = {node: at for at, node in enumerate(nodes)}
    rows, columns, data = (
        _multiple(graph, index) if graph.is_multigraph() else _single(graph, index)
    )
    shape = (len(nodes), len(nodes))
    apart = rows != columns
    triplets = (data[apart], (rows[apart], columns[apart]))
    found = sparse.coo_array(triplets, shape=shape).tocsr()  # which adds up what is given twice
    if graph.is_directed():
        found = (found + found.T).tocsr()
    found.eliminate_zeros()
    found.sort_indices()
    return Ties(nodes, found)


_Triplets = tuple["NDArray[numpy.int64]", "NDArray[numpy.int64]", Floats]


def _single(graph: networkx.Graph[N], index: dict[N, int]) -> _Triplets:
    """Read the dictionaries of a graph; undirected, they hold each edge from either end."""
    around = dict(graph.adjacency())
    lengths = numpy.fromiter(map(len, around.values()), numpy.int64, len(around))
    total = int(lengths.sum())
    starts = numpy.fromiter(map(index.__getitem__, around), numpy.int64, len(around))
    targets = map(index.__getitem__, chain.from_iterable(around.values()))
    edges = chain.from_iterable(each.values() for each in around.values())
    weights = (edge.get("weight", 1) for edge in edges)
    return (
        numpy.repeat(starts, lengths),
        numpy.fromiter(targets, numpy.int64, total),
        numpy.fromiter(weights, numpy.float64, total),
    )


def _multiple(graph: networkx.Graph[N], index: dict[N, int]) -> _Triplets:
    number = graph.number_of_edges()
    found = list(graph.edges(data="weight", default=1))
    rows = numpy.fromiter((index[edge[0]] for edge in found), numpy.int64, number)
    columns = numpy.fromiter((index[edge[1]] for edge in found), numpy.int64, number)
    data = numpy.fromiter((edge[2] for edge in found), numpy.float64, number)
    if graph.is_directed():
        return rows, columns, data
    both = numpy.concatenate
    return both((rows, columns)), both((columns, rows)), both((data, data))


def each(found: Ties[N]) -> Iterator[tuple[N, N, float]]:
    """Give each tie once, with its weight."""
    half = sparse.triu(found.weights, 1).tocoo()
    for row, column, weight in zip(half.row, half.col, half.data, strict=True):
        yield found.nodes[row], found.nodes[column], float(weight)


def degrees(found: Ties[N], weighted: bool) -> dict[N, float]:
    """Count the ties of each node, or sum their weights."""
    if weighted:
        return _keyed(found, found.weights.sum(axis=1))
    return _keyed(found, numpy.diff(found.weights.indptr))


def components(found: Ties[N]) -> dict[N, int]:
    """Number the pieces of a graph."""
    _, numbers = sparse.csgraph.connected_components(found.weights, directed=False)
    return _keyed(found, numbers)


def communities(found: Ties[N], seed: int) -> dict[N, int]:
    """Find groups by networkit's PLM, with refinement, on one thread: so they are the same."""
    import networkit

    half = sparse.triu(found.weights, 1).tocoo()
    coordinates = (half.data, (half.row.astype(numpy.uint64), half.col.astype(numpy.uint64)))
    graph = networkit.GraphFromCoo(coordinates, n=len(found), weighted=True, directed=False)
    threads = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)
    networkit.setSeed(seed, False)
    try:
        runner = networkit.community.PLM(graph, True)
        return _keyed(found, numpy.array(runner.run().getPartition().getVector()))
    finally:
        networkit.setNumberOfThreads(threads)


def pagerank(found: Ties[N], damping: float, tolerance: float) -> dict[N, float]:
    """Iterate PageRank on the matrix of steps."""
    number = len(found)
    if not number:
        return {}
    strength = numpy.asarray(found.weights.sum(axis=1)).ravel()
    loose = strength == 0
    inverse = numpy.divide(damping, strength, out=numpy.zeros(number), where=~loose)
    ranks = numpy.full(number, 1 / number)
    for _ in range(1000):
        fresh = found.weights @ (inverse * ranks)
        fresh += (damping * ranks[loose].sum() + 1 - damping) / number
        change = numpy.abs(fresh - ranks).sum()
        ranks = fresh
        if change <= tolerance:
            break
    return _keyed(found, ranks)


# -- paths ------------------------------------------------------------------------------------


def betweenness(found: Ties[N], starts: Sequence[N], ends: Sequence[N]) -> dict[N, float]:
    """Sum over all paths from starts to ends what part of them leads through each node."""
    index = {node: at for at, node in enumerate(found.nodes)}
    first = numpy.array([index[node] for node in starts], numpy.int64)
    wanted = numpy.zeros((len(found), 1))
    wanted[[index[node] for node in ends]] = 1
    adjacency, total = found.adjacency, numpy.zeros(len(found))
    abreast = max(1, min(_ABREAST, _CELLS // max(1, len(found))))
    for at in range(0, len(first), abreast):
        total += _through(adjacency, first[at : at + abreast], wanted)
    return _keyed(found, total)


def _through(adjacency: sparse.csr_array, starts: NDArray[numpy.int64], wanted: Floats) -> Floats:
    """Brandes' algorithm from several starts at once, a column each, level by level.

    ``paths`` counts the shortest paths to each node. Back from the farthest level, each node hands
    what depends on it to those before it, in proportion to their paths.
    """
    columns = numpy.arange(len(starts))
    paths = numpy.zeros((adjacency.shape[0], len(starts)))
    paths[starts, columns] = 1
    levels = [numpy.flatnonzero(paths.ravel())]
    reached = paths.ravel() > 0
    front = paths
    while True:
        front = adjacency @ front
        flat = front.ravel()
        flat[reached] = 0
        level = numpy.flatnonzero(flat)
        if not len(level):
            break
        levels.append(level)
        reached[level] = True
        paths.ravel()[level] = flat[level]
    return _returned(adjacency, paths, levels, wanted, starts)


def _returned(
    adjacency: sparse.csr_array,
    paths: Floats,
    levels: list[NDArray[numpy.int64]],
    wanted: Floats,
    starts: NDArray[numpy.int64],
) -> Floats:
    depend = numpy.zeros_like(paths)
    share, counts, hangs = numpy.zeros_like(paths), paths.ravel(), depend.ravel()
    ends = numpy.broadcast_to(wanted, paths.shape).ravel()
    for here, before in zip(reversed(levels[1:]), reversed(levels[:-1]), strict=True):
        share.ravel()[here] = (ends[here] + hangs[here]) / counts[here]
        handed = (adjacency @ share).ravel()
        hangs[before] = handed[before] * counts[before]
        share.ravel()[here] = 0
    depend[starts, numpy.arange(len(starts))] = 0
    return numpy.asarray(depend.sum(axis=1))


# -- pairs ------------------------------------------------------------------------------------


def adamic_adar(
    found: Ties[N], limit: int | None, digits: int
) -> Iterator[tuple[tuple[N, N], float]]:
    """Score the pairs without a tie, a block of rows at a time, no more of each than needed."""
    adjacency = found.adjacency
    number = numpy.diff(adjacency.indptr)
    shares = numpy.zeros(len(found))
    shares[number > 1] = 1 / numpy.log(number[number > 1])
    weighted = (adjacency @ sparse.diags_array(shares)).tocsr()
    for start, stop in _blocks(adjacency):
        scores = (weighted[start:stop] @ adjacency).tocoo()
        yield from _unlinked(found, scores, start, limit, digits)


def _blocks(adjacency: sparse.csr_array) -> Iterator[tuple[int, int]]:
    """Cut the rows so that what is two steps away from those of a block stays within bounds."""
    near = numpy.diff(adjacency.indptr)
    reach = numpy.cumsum(adjacency @ near)
    start = 0
    while start < len(near):
        before = reach[start - 1] if start else 0
        stop = max(start + 1, int(numpy.searchsorted(reach, before + _CELLS, side="right")))
        yield start, stop
        start = stop


def _unlinked(
    found: Ties[N], scores: sparse.coo_array, start: int, limit: int | None, digits: int
) -> Iterator[tuple[tuple[N, N], float]]:
    rows, columns = scores.row.astype(numpy.int64) + start, scores.col.astype(numpy.int64)
    values = numpy.round(scores.data, digits)
    size = len(found)
    tied = found.weights[start : int(rows.max(initial=start)) + 1].tocoo()
    linked = (tied.row.astype(numpy.int64) + start) * size + tied.col
    keep = (columns > rows) & ~numpy.isin(rows * size + columns, linked)
    rows, columns, values = rows[keep], columns[keep], values[keep]
    if limit is not None and len(values) > limit:
        least = numpy.partition(values, len(values) - limit)[len(values) - limit]
        enough = values >= least  # with all that tie for the last place
        rows, columns, values = rows[enough], columns[enough], values[enough]
    for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
        yield (found.nodes[row], found.nodes[column]), value


def projection(found: Ties[N], side: Sequence[N]) -> Iterator[tuple[tuple[N, N], int]]:
    """Count what each pair of one side has in common on the other."""
    index = {node: at for at, node in enumerate(found.nodes)}
    inside = numpy.array([index[node] for node in side], numpy.int64)
    other = numpy.ones(len(found), bool)
    other[inside] = False
    across = found.adjacency[inside][:, numpy.flatnonzero(other)]
    shared = sparse.triu(across @ across.T, 1).tocsr()
    shared.sort_indices()
    pairs = shared.tocoo()
    for row, column, number in zip(pairs.row, pairs.col, pairs.data, strict=True):
        yield (side[row], side[column]), int(number)


def _keyed(found: Ties[N], values: NDArray[Any]) -> dict[N, Any]:
    return dict(zip(found.nodes, values.tolist(), strict=True))
