"""The canonical form of a dataset: sorted N-Quads. Without blank nodes that is all it takes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, serialize

__all__ = ["canonical"]


def canonical(quads: Iterable[Quad]) -> bytes:
    """Serialise in code-point order without repetition: one dataset is always the same bytes."""
    lines = set((serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n"))
    return b"".join(line + b"\n" for line in sorted(lines) if line)
