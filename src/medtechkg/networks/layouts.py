"""The ties of a network as columns of numbers: what the fast engine measures, ready to be laid out.

A build writes them beside the store, so that a network of millions of facts is measured without
being read fact by fact: a line that says what there is, then, for all facts in their order, the
number of the source, of the target, of the property and the weight, each 4 bytes, the lowest first.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.networks.records import Row

if TYPE_CHECKING:
    from medtechkg.networks.kernels import Ties

__all__ = ["NAME", "Columns", "columns", "laid", "packed", "read"]

#: The name of the file in the folder of a version.
NAME = "network.ties"
#: What the file holds; one of another format is not read.
FORMAT = 1
#: The type of the numbers, of 4 bytes.
_NUMBER = "i"


@dataclass(frozen=True, slots=True)
class Columns:
    """Facts as numbers: those of their nodes, in the order of IRIs, and of their properties."""

    nodes: tuple[str, ...]
    predicates: tuple[str, ...]
    sources: array[int]
    targets: array[int]
    properties: array[int]
    weights: array[int]


def columns(rows: Iterable[Row]) -> Columns:
    """Turn facts into columns."""
    numbers: dict[str, int] = {}
    predicates: dict[str, int] = {}
    sources, targets, properties, weights = (array(_NUMBER) for _ in range(4))
    for row in rows:
        sources.append(numbers.setdefault(row[1], len(numbers)))
        targets.append(numbers.setdefault(row[2], len(numbers)))
        properties.append(predicates.setdefault(row[3], len(predicates)))
        weights.append(len(row[6]))
    nodes = tuple(sorted(numbers))
    place = array(_NUMBER, bytes(4 * len(nodes)))
    for at, node in enumerate(nodes):
        place[numbers[node]] = at
    starts, ends = (array(_NUMBER, map(place.__getitem__, each)) for each in (sources, targets))
    return Columns(nodes, tuple(predicates), starts, ends, properties, weights)


def packed(found: Columns) -> bytes:
    """Write columns down."""
    size, nodes = len(found.sources), found.nodes
    head = {"format": FORMAT, "facts": size, "predicates": found.predicates, "nodes": nodes}
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((text, b"\n", *map(_bytes, _numbers(found))))


def read(path: Path) -> Columns | None:
    """Read columns; none if the file is not there, of another format or not whole."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        try:
            head = json.loads(file.readline())
        except ValueError:
            return None
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            return None
        content = file.read()
    size = head["facts"]
    if len(content) != 16 * size:
        return None
    numbers = array(_NUMBER, content)
    if sys.byteorder == "big":
        numbers.byteswap()
    cut = (numbers[part * size : (part + 1) * size] for part in range(4))
    return Columns(tuple(head["nodes"]), tuple(head["predicates"]), *cut)


def laid(found: Columns, keep: frozenset[str]) -> Ties[str]:
    """Lay out the facts of a view, all without properties to keep; nodes are those at their ends.

    The same as `kernels.ties` makes of the networkx graph.
    """
    import numpy

    from medtechkg.networks import kernels

    sources, targets, properties, weights = (
        numpy.frombuffer(each, numpy.int32) for each in _numbers(found)
    )
    if keep:
        wanted = [at for at, name in enumerate(found.predicates) if name in keep]
        inside = numpy.isin(properties, wanted)
        sources, targets, weights = sources[inside], targets[inside], weights[inside]
    ends = numpy.zeros(len(found.nodes), bool)
    ends[sources] = ends[targets] = True
    nodes = tuple(found.nodes[at] for at in numpy.flatnonzero(ends).tolist())
    place = numpy.cumsum(ends, dtype=numpy.int32) - 1
    data = weights.astype(numpy.float64)
    return kernels.assembled(nodes, place[sources], place[targets], data)


def _numbers(found: Columns) -> Iterator[array[int]]:
    yield from (found.sources, found.targets, found.properties, found.weights)


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
