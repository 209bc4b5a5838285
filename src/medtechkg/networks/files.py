"""The network of a built graph, laid out in a file beside its store.

A store is asked for one fact at a time; a network is all of them, in one order. So a build writes
them down in that order, once, and they are read again line by line, in memory that does not grow
with their number. The file is a part of the version it stands in, which is never changed, so it
cannot be out of date; a graph without it, or with one of another format, is worked out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.networks.records import Node, Row

if TYPE_CHECKING:
    from medtechkg.store import Manifest, Store

__all__ = ["NAME", "find", "nodes", "packed", "place", "rows"]

#: The name of the file in the folder of a version.
NAME = "network.jsonl"
#: What the lines hold and how it is worked out; a file of another format is not read.
FORMAT = 1


def packed(rows: Iterable[Row], things: Iterable[Node]) -> bytes:
    """Write a network down: a line on the file, a line a thing, a line a fact."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = [encode([node.id, node.label, node.cls]) for node in things]
    head = encode({"format": FORMAT, "nodes": len(lines)})
    return "\n".join([head, *lines, *map(encode, rows), ""]).encode()


def find(store: Store) -> Path | None:
    """Tell the file of a graph on disk; none if it has none that can be read."""
    folder = getattr(store, "folder", None)
    if folder is None:
        return None
    path = place(Path(folder), store.manifest)
    return path if path.is_file() and _head(path).get("format") == FORMAT else None


def place(folder: Path, manifest: Manifest) -> Path:
    """Tell where the file of a version is, or would be."""
    return folder / hashlib.sha256(manifest.serialize()).hexdigest()[:16] / NAME


def _head(path: Path) -> dict[str, int]:
    with path.open("rb") as file:
        try:
            found = json.loads(file.readline())
        except ValueError:
            return {}
    return found if isinstance(found, dict) else {}


def nodes(path: Path) -> Iterator[Node]:
    """Give the things of a file, in the order of their IRIs."""
    with path.open("rb") as file:
        for _ in range(json.loads(file.readline())["nodes"]):
            yield Node(*json.loads(file.readline()))


def rows(path: Path) -> Iterator[Row]:
    """Give the facts of a file, in their order."""
    with path.open(encoding="utf-8") as file:
        for _ in range(json.loads(file.readline())["nodes"]):
            file.readline()
        decode = json.JSONDecoder().raw_decode  # without the search for what may follow
        for line in file:
            id, source, target, predicate, modality, evidence, documents, *dates = decode(line)[0]
            start, end, first, last = dates
            yield (
                id,
                source,
                target,
                predicate,
                modality,
                tuple(evidence),
                tuple(documents),
                start,
                end,
                first,
                last,
            )
