"""Discs laid beside one another, without overlap, around a centre."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["apart", "around", "sunflower"]

Point = tuple[float, float]
Disc = tuple[float, float, float]
Grid = defaultdict[tuple[int, int], list[Disc]]

#: The golden angle, by its cosine and sine, as numbers: not every machine's own agree to the bit.
_COS, _SIN = -0.7373688780783197, 0.6754902942615238
#: Drawings are wider than high, as pages and screens are.
_STRETCH = 1.45


def sunflower(number: int, spacing: float) -> Iterator[Point]:
    """Lay points evenly over a disc, from the centre outwards, each at the golden angle (Vogel).

    H. Vogel, A better way to construct the sunflower head, Mathematical Biosciences 44 (1979).
    """
    x, y = 1.0, 0.0
    for at in range(number):
        distance = spacing * math.sqrt(at)
        yield x * distance, y * distance
        x, y = x * _COS - y * _SIN, x * _SIN + y * _COS


def around(radii: Sequence[float], held: Iterable[Disc] = ()) -> list[Point]:
    """Place discs, the largest first, each at the free place nearest the centre of a spiral.

    ``held`` are discs that lie already, with their x, y and radius; they may overlap.
    """
    if not radii:
        return []
    order = sorted(range(len(radii)), key=lambda at: (-radii[at], at))
    cell = max(2 * (sum(radii) / len(radii)), 1e-9)
    grid: Grid = defaultdict(list)
    for disc in held:
        _lay(grid, cell, disc)
    placed: list[Point] = [(0.0, 0.0)] * len(radii)
    spiral = _Spiral(cell / 2)
    step, last = 0, -1.0
    for at in order:
        radius = radii[at]
        step = step + 1 if radius == last else 0
        while not _free(grid, cell, *spiral.point(step), radius):
            step += 1
        last = radius
        placed[at] = spiral.point(step)
        _lay(grid, cell, (*placed[at], radius))
    return placed


def _lay(grid: Grid, cell: float, disc: Disc) -> None:
    for key in _cells(*disc, cell):
        grid[key].append(disc)


class _Spiral:
    """The points of a sunflower, wider than high, for as many as are asked for."""

    def __init__(self, spacing: float) -> None:
        self._spacing = spacing
        self._turn = (1.0, 0.0)
        self._points: list[Point] = []

    def point(self, at: int) -> Point:
        while len(self._points) <= at:
            x, y = self._turn
            distance = self._spacing * math.sqrt(len(self._points))
            self._points.append((x * distance * _STRETCH, y * distance))
            self._turn = (x * _COS - y * _SIN, x * _SIN + y * _COS)
        return self._points[at]


def _cells(x: float, y: float, radius: float, cell: float) -> Iterator[tuple[int, int]]:
    for column in range(int((x - radius) // cell), int((x + radius) // cell) + 1):
        for row in range(int((y - radius) // cell), int((y + radius) // cell) + 1):
            yield column, row


def _free(
    grid: Grid,
    cell: float,
    x: float,
    y: float,
    radius: float,
) -> bool:
    return all(
        (x - a) * (x - a) + (y - b) * (y - b) >= (radius + other) * (radius + other)
        for key in _cells(x, y, radius, cell)
        if key in grid
        for a, b, other in grid[key]
    )


def apart(xs: list[float], ys: list[float], radii: Sequence[float], rounds: int = 12) -> None:
    """Push discs that overlap apart, in place, until none does or the rounds are over."""
    cell = 2 * max(radii, default=1.0)
    for _ in range(rounds):
        grid: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
            grid[int(x // cell), int(y // cell)].append(at)
        moved = False
        for (column, row), members in list(grid.items()):
            near = [
                at
                for i in (0, 1)
                for j in (-1, 0, 1)
                if i or j == 1
                for at in grid.get((column + i, row + j), ())
            ]
            for index, one in enumerate(members):
                for other in (*members[index + 1 :], *near):
                    moved |= _push(xs, ys, radii, one, other)
        if not moved:
            return


def _push(xs: list[float], ys: list[float], radii: Sequence[float], one: int, other: int) -> bool:
    dx, dy = xs[other] - xs[one], ys[other] - ys[one]
    least = radii[one] + radii[other]
    square = dx * dx + dy * dy
    if square >= least * least:
        return False
    if square == 0:
        dx, dy, square = 1e-3 * (other - one), 1e-3, 1e-6 * (1 + (other - one) ** 2)
    length = math.sqrt(square)
    share = (least - length) / length / 2
    xs[one] -= dx * share
    ys[one] -= dy * share
    xs[other] += dx * share
    ys[other] += dy * share
    return True
