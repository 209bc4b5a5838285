"""The fast engine of `medtechkg.networks.measures`: a graph as a sparse matrix.

The methods are those named there; here they run over all nodes at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import numpy
from scipy import sparse

if TYPE_CHECKING:
    import networkx
    from numpy.typing import NDArray

__all__ = [
    "Ties",
    "adamic_adar",
    "assembled",
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
Numbers: TypeAlias = "NDArray[numpy.int32]"

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
        weights = self.weights
        parts = (numpy.ones_like(weights.data), weights.indices, weights.indptr)
        return sparse.csr_array(parts, shape=weights.shape)


def ties(graph: networkx.Graph[N]) -> Ties[N]:
    """Lay out a graph; parallel edges add up, and a node has no tie to itself."""
    nodes = tuple(sorted(graph, key=str))
    rows, columns, data = _read(graph, {node: at for at, node in enumerate(nodes)})
    return assembled(nodes, rows, columns, data)


def assembled(nodes: tuple[N, ...], rows: Numbers, columns: Numbers, data: Floats) -> Ties[N]:
    """Lay out edges, each given once, from the node of a row to that of a column, with a weight."""
    shape = (len(nodes), len(nodes))
    apart = rows != columns
    if not apart.all():
        rows, columns, data = rows[apart], columns[apart], data[apart]
    both = numpy.concatenate
    ends = (both((rows, columns)), both((columns, rows)))
    # The making of rows adds up what is given twice.
    found = sparse.coo_array((both((data, data)), ends), shape=shape).tocsr()
    found.eliminate_zeros()
    found.sort_indices()
    return Ties(nodes, found)


def _read(graph: networkx.Graph[N], index: dict[N, int]) -> tuple[Numbers, Numbers, Floats]:
    """Read the dictionaries of a graph, each edge once, at the pace of numpy.

    An undirected graph holds each edge from either end: what leads back is left out.
    """
    around = dict(graph.adjacency())
    starts = numpy.fromiter(map(index.__getitem__, around), numpy.int32, len(around))
    rows = numpy.repeat(starts, _lengths(around.values()))
    ends = map(index.__getitem__, chain.from_iterable(around.values()))
    columns = numpy.fromiter(ends, numpy.int32, len(rows))
    edges: Iterator[Any] = chain.from_iterable(each.values() for each in around.values())
    if not graph.is_directed():
        once = rows < columns
        rows, columns, edges = rows[once], columns[once], compress(edges, once.tolist())
    if graph.is_multigraph():
        parallel = list(edges)
        lengths = _lengths(parallel)
        rows, columns = numpy.repeat(rows, lengths), numpy.repeat(columns, lengths)
        edges = chain.from_iterable(each.values() for each in parallel)
    weights = map(dict.get, edges, repeat("weight"), repeat(1))
    return rows, columns, numpy.fromiter(weights, numpy.float64, len(rows))


def _lengths(found: Collection[Any]) -> Numbers:
    return numpy.fromiter(map(len, found), numpy.int32, len(found))


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
    """Number the pieces of a graph, the largest 0."""
    _, numbers = sparse.csgraph.connected_components(found.weights, directed=False)
    return _keyed(found, _ranked(numbers))


def _ranked(numbers: NDArray[Any]) -> NDArray[Any]:
    """Number groups anew: the largest 0, of equals the one whose first node is first."""
    _, first, group, sizes = numpy.unique(
        numbers, return_index=True, return_inverse=True, return_counts=True
    )
    ranks = numpy.empty(len(first), numpy.int64)
    ranks[numpy.lexsort((first, -sizes))] = numpy.arange(len(first))
    return ranks[group]


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
        return _keyed(found, _ranked(numpy.array(runner.run().getPartition().getVector())))
    finally:
        networkit.setNumberOfThreads(threads)


def pagerank(found: Ties[N], damping: float, tolerance: float) -> dict[N, float]:
    """Solve the equations of PageRank by conjugate gradients.

    With W the weights, D those of each node summed and y the rank of a node by its sum, up to a
    factor, they are (D - damping W) y = 1: symmetric and positive definite, as a tie counts either
    way. With D as preconditioner the error falls by (k - 1) / (k + 1) a round or faster, where
    k = sqrt((1 + damping) / (1 - damping)): 0.56 for 0.85. What is left over in the equations is
    what a step of the walk would change. Saad, Iterative Methods for Sparse Linear Systems, 9.2.
    """
    strength = numpy.asarray(found.weights.sum(axis=1)).ravel()
    tied, whole = strength > 0, max(1.0, float(strength.sum()))
    total = tied.sum() / (1 - damping) + (~tied).sum()  # which the solution sums to
    enough = (tolerance * total) ** 2 / whole  # by Cauchy's inequality
    inverse = numpy.divide(1, strength, out=numpy.zeros(len(found)), where=tied)
    # Ranks by strength alone, which a walk that never starts anew has, are near already.
    ranks = numpy.full(len(found), tied.sum() / (1 - damping) / whole)
    left = tied - (1 - damping) * ranks * strength
    toward = inverse * left
    size = _product(left, toward)
    for _ in range(1000):
        if size <= enough:
            break
        image = strength * toward
        image -= damping * (found.weights @ toward)
        step = size / _product(toward, image)
        ranks += step * toward
        left -= step * image
        fresh = inverse * left
        before, size = size, _product(left, fresh)
        toward *= size / before
        toward += fresh
    ranks *= strength
    ranks[~tied] = 1
    return _keyed(found, ranks / max(1, ranks.sum()))


def _product(one: Floats, other: Floats) -> float:
    """The inner product, by one thread: starting more costs more than so few numbers do."""
    return float(numpy.einsum("i,i->", one, other))


# -- paths ------------------------------------------------------------------------------------


def betweenness(
    found: Ties[N], starts: Collection[N] | None, ends: Collection[N] | None, pairs: float
) -> dict[N, float]:
    """Sum over all paths from starts to ends what part of them leads through each node.

    Without starts or ends all nodes are; the sums are divided by ``pairs``.
    """
    first = _at(found, starts)
    wanted = numpy.zeros((len(found), 1))
    wanted[_at(found, ends)] = 1
    adjacency, total = found.adjacency, numpy.zeros(len(found))
    abreast = max(1, min(_ABREAST, _CELLS // max(1, len(found))))
    for at in range(0, len(first), abreast):
        total += _through(adjacency, first[at : at + abreast], wanted)
    return _keyed(found, total / pairs)


def _at(found: Ties[N], nodes: Collection[N] | None) -> NDArray[Any]:
    """Where nodes stand."""
    if nodes is None:
        return numpy.arange(len(found))
    chosen = frozenset(nodes)
    return numpy.array([at for at, node in enumerate(found.nodes) if node in chosen], int)


#: A level of the search: the rows of the nodes that lie there, and a matrix of these rows with a
#: column for each start: how many shortest paths lead there from it, 0 where it lies elsewhere.
_Level: TypeAlias = "tuple[NDArray[Any], Floats]"


def _through(adjacency: sparse.csr_array, starts: NDArray[Any], wanted: Floats) -> Floats:
    """Brandes' algorithm from several starts at once, a column each, level by level.

    Back from the farthest level, each node hands what depends on it to those before it, in
    proportion to their paths.
    """
    levels = _levels(adjacency, starts)
    depend = numpy.zeros((len(wanted), len(starts)))
    for (here, paths), (nearer, fewer) in zip(levels[:0:-1], levels[-2::-1], strict=True):
        due = wanted[here] + depend[here]
        shares = numpy.divide(due, paths, out=numpy.zeros_like(paths), where=paths > 0)
        depend[nearer] += _passed(adjacency, here, shares, nearer) * fewer
    depend[starts, numpy.arange(len(starts))] = 0
    return numpy.asarray(depend.sum(axis=1))


def _levels(adjacency: sparse.csr_array, starts: NDArray[Any]) -> list[_Level]:
    """Search in breadth from each start: level by level, as long as there are new nodes."""
    levels: list[_Level] = [(starts, numpy.eye(len(starts)))]
    unseen = numpy.ones((adjacency.shape[0], len(starts)), bool)
    while len(levels[-1][0]):
        rows, paths = levels[-1]
        unseen[rows] &= paths == 0
        open_ = numpy.flatnonzero(unseen.any(axis=1))
        further = _passed(adjacency, rows, paths, open_)
        further *= unseen[open_]
        new = further.any(axis=1)
        levels.append((open_[new], further[new]))
    return levels[:-1]


def _passed(
    adjacency: sparse.csr_array, origin: NDArray[Any], values: Floats, target: NDArray[Any]
) -> Floats:
    """Sum for each target the values of the origins it is tied to, looking at the fewer of them."""
    if len(origin) < len(target):
        return numpy.asarray((adjacency[origin].T @ values)[target])
    spread = numpy.zeros((adjacency.shape[0], values.shape[1]))
    spread[origin] = values
    return numpy.asarray(adjacency[target] @ spread)


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
    size, once = len(found), scores.col > scores.row + start
    pairs = (scores.row[once].astype(numpy.int64) + start) * size + scores.col[once]
    values = numpy.round(scores.data[once], digits)
    tied = found.weights[start : start + scores.shape[0]].tocoo()
    linked = (tied.row.astype(numpy.int64) + start) * size + tied.col
    apart = numpy.isin(pairs, linked, assume_unique=True, invert=True)
    values = values[apart]
    rows, columns = numpy.divmod(pairs[apart], size)
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
