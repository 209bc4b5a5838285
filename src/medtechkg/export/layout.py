"""Where each node of a network is drawn: the same on every machine, whatever order it comes in.

Plain arithmetic and square roots only, which IEEE 754 fixes to the bit; no chance, no clock, no
numeric library. Three steps, by what a network is like:

- Parts that are not connected are drawn apart and laid around the largest, which is in the middle.
- A part of up to `MOST` nodes is drawn by springs and repulsion, coarse first: T. Fruchterman and
  E. Reingold, Graph drawing by force-directed placement, Software: Practice and Experience 21
  (1991), in its grid variant, on the levels of C. Walshaw, A multilevel algorithm for
  force-directed graph drawing, Journal of Graph Algorithms and Applications 7 (2003).
- A larger part is divided into communities by label propagation (U. N. Raghavan, R. Albert and
  S. Kumara, Physical Review E 76, 036106, 2007; here with an order, and a choice
  of ties, that only look like chance), each is laid out
  as a sunflower with its best connected nodes in the middle, and the communities are placed by the
  forces between them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from medtechkg.export import packing

__all__ = ["MOST", "positions"]

Pairs = Mapping[tuple[int, int], float]

#: Above so many nodes, or eight times as many pairs, a part is drawn by its communities.
MOST = 1500
_GAP = 16.0
#: More communities are laid around the largest, without forces between them.
_GROUPS = 400
#: The steps shrink by this each round, from one spring length to a fiftieth of one.
_COOLING, _COLDEST = 0.86, 0.02
_REPULSION = 0.3


def positions(radii: Sequence[float], pairs: Pairs) -> list[tuple[float, float]]:
    """Place nodes of these radii; ``pairs`` maps two of their indexes to how firmly they hold.

    The result is in the unit of the radii, around the origin, rounded to hundredths.
    """
    clean = {(i, j): weight for (i, j), weight in sorted(pairs.items()) if i != j}
    parts = _parts(len(radii), clean)
    inside = _inside(parts, clean)
    drawn = [
        _part([radii[at] for at in part], found) for part, found in zip(parts, inside, strict=True)
    ]
    if not parts:
        return []
    sizes = [
        max(math.sqrt(x * x + y * y) + radii[at] for at, (x, y) in zip(part, spots, strict=True))
        for part, spots in zip(parts, drawn, strict=True)
    ]
    held = _held([radii[at] for at in parts[0]], drawn[0], inside[0])
    centres = [(0.0, 0.0), *packing.around([size + _GAP for size in sizes[1:]], held)]
    placed = [(0.0, 0.0)] * len(radii)
    for part, spots, (x, y) in zip(parts, drawn, centres, strict=True):
        for at, (dx, dy) in zip(part, spots, strict=True):
            placed[at] = (round(x + dx, 2) + 0.0, round(y + dy, 2) + 0.0)
    return placed


def _held(
    radii: Sequence[float], spots: Sequence[tuple[float, float]], pairs: Pairs
) -> Iterator[packing.Disc]:
    """The room a part takes: that of its nodes, and of points along its edges."""
    for radius, (x, y) in zip(radii, spots, strict=True):
        yield x, y, radius + _GAP
    for i, j in pairs if len(pairs) <= 8 * MOST else ():
        (x, y), (a, b) = spots[i], spots[j]
        cuts = int(math.sqrt((x - a) * (x - a) + (y - b) * (y - b)) / (2 * _GAP)) + 1
        for cut in range(1, cuts):
            share = cut / cuts
            yield x + (a - x) * share, y + (b - y) * share, _GAP


def _parts(count: int, pairs: Pairs) -> list[list[int]]:
    """Find what is connected, the largest part first."""
    parent = list(range(count))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, j in pairs:
        one, other = root(i), root(j)
        parent[max(one, other)] = min(one, other)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(count):
        found[root(at)].append(at)
    return sorted(found.values(), key=lambda part: (-len(part), part))


def _inside(parts: Sequence[Sequence[int]], pairs: Pairs) -> list[dict[tuple[int, int], float]]:
    """Give each part its pairs, by places in the part, the lesser first."""
    where = {
        at: (number, place) for number, part in enumerate(parts) for place, at in enumerate(part)
    }
    found: list[dict[tuple[int, int], float]] = [{} for _ in parts]
    for (i, j), weight in pairs.items():
        (number, one), (other, two) = where[i], where[j]
        if number == other:
            key = (min(one, two), max(one, two))
            found[number][key] = found[number].get(key, 0.0) + weight
    return found


def _part(radii: Sequence[float], pairs: Pairs) -> list[tuple[float, float]]:
    if len(radii) == 1:
        return [(0.0, 0.0)]
    if len(radii) > MOST or len(pairs) > 8 * MOST:
        return _by_communities(radii, pairs)
    length = 30.0 + 2 * sum(radii) / len(radii)
    xs, ys = _forces(len(radii), pairs, length)
    packing.apart(xs, ys, [radius + 3 for radius in radii])
    return _centred(xs, ys)


def _centred(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
    """Move what is drawn so that the circle around it has the origin as its centre."""
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [(a - x, b - y) for a, b in zip(xs, ys, strict=True)]


# -- springs and repulsion ----------------------------------------------------------------------


def _forces(count: int, pairs: Pairs, length: float) -> tuple[list[float], list[float]]:
    """Draw a connected part, its coarsest form first, by springs of a length."""
    weights = [1.0] * count
    levels: list[tuple[list[float], dict[tuple[int, int], float], list[int]]] = []
    found = dict(pairs)
    while len(weights) > 3:
        coarse, fewer, onto = _coarser(weights, found)
        if len(coarse) > 0.9 * len(weights):
            break
        levels.append((weights, found, onto))
        weights, found = coarse, fewer
    spread = length * (7 / 4) ** (len(levels) / 2)
    spots = list(packing.sunflower(len(weights), spread))
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    _settle(xs, ys, weights, found, spread, 60)
    for level, (weights, found, onto) in reversed(list(enumerate(levels))):
        spread = length * (7 / 4) ** (level / 2)
        tiny = list(packing.sunflower(len(onto), 1e-3 * spread / math.sqrt(len(onto))))
        xs, ys = (
            [xs[to] + dx for to, (dx, _) in zip(onto, tiny, strict=True)],
            [ys[to] + dy for to, (_, dy) in zip(onto, tiny, strict=True)],
        )
        _settle(xs, ys, weights, found, spread, 45)
    return xs, ys


def _coarser(
    weights: Sequence[float], pairs: Pairs
) -> tuple[list[float], dict[tuple[int, int], float], list[int]]:
    """Join each node with the lightest neighbour that is free; leaves of one node with each other.

    The second keeps stars, which are common here, from needing a level for each leaf.
    """
    near = _neighbours(len(weights), pairs)
    onto = [-1] * len(weights)
    groups: list[list[int]] = []
    for at in sorted(range(len(weights)), key=lambda at: (len(near[at]), weights[at], at)):
        if onto[at] >= 0:
            continue
        free = [other for other in near[at] if onto[other] < 0]
        if not free:
            free = [
                other
                for hub in near[at][:1]
                for other in near[hub]
                if other != at and len(near[other]) == 1 and onto[other] < 0
            ]
        mates = [at, *([min(free, key=lambda other: (weights[other], other))] if free else [])]
        for mate in mates:
            onto[mate] = len(groups)
        groups.append(mates)
    fewer: dict[tuple[int, int], float] = {}
    for (i, j), weight in pairs.items():
        one, other = sorted((onto[i], onto[j]))
        if one != other:
            fewer[one, other] = fewer.get((one, other), 0.0) + weight
    return [sum(weights[at] for at in group) for group in groups], fewer, onto


def _neighbours(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(count)]
    for i, j in pairs:
        near[i].append(j)
        near[j].append(i)
    return near


def _settle(
    xs: list[float],
    ys: list[float],
    weights: Sequence[float],
    pairs: Pairs,
    length: float,
    rounds: int,
) -> None:
    """Move nodes, in place, by the forces on them, in ever smaller steps."""
    step = length
    square = length * length
    ends = list(pairs)
    for _ in range(rounds):
        fx, fy = _repelled(xs, ys, weights, length)
        for i, j in ends:
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            pull = math.sqrt(dx * dx + dy * dy) / length
            fx[i] += dx * pull
            fy[i] += dy * pull
            fx[j] -= dx * pull
            fy[j] -= dy * pull
        for at, (dx, dy) in enumerate(zip(fx, fy, strict=True)):
            force = math.sqrt(dx * dx + dy * dy)
            if force > 0:
                share = min(force, step) / force
                xs[at] += dx * share
                ys[at] += dy * share
        step *= _COOLING
        if step * step < _COLDEST * _COLDEST * square:
            return


def _repelled(
    xs: Sequence[float], ys: Sequence[float], weights: Sequence[float], length: float
) -> tuple[list[float], list[float]]:
    """The push on each node of those in the cells around it."""
    reach = 2.2 * length
    limit, strength = reach * reach, _REPULSION * length * length
    grid: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
        grid[int(x // reach), int(y // reach)].append(at)
    fx, fy = [0.0] * len(xs), [0.0] * len(xs)
    for (column, row), members in grid.items():
        near = [
            other
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in grid.get((column + i, row + j), ())
        ]
        for one in members:
            x, y, px, py = xs[one], ys[one], 0.0, 0.0
            for other in near:
                dx, dy = x - xs[other], y - ys[other]
                distance = dx * dx + dy * dy
                if 0 < distance < limit:
                    push = strength * weights[other] / distance
                    px += dx * push
                    py += dy * push
            fx[one], fy[one] = px, py
    return fx, fy


# -- communities --------------------------------------------------------------------------------


def _by_communities(radii: Sequence[float], pairs: Pairs) -> list[tuple[float, float]]:
    """Draw each community as a sunflower, and place these by the forces between them."""
    groups = _communities(len(radii), pairs)
    onto = {at: number for number, group in enumerate(groups) for at in group}
    between: Counter[tuple[int, int]] = Counter()
    for i, j in pairs:
        one, other = sorted((onto[i], onto[j]))
        if one != other:
            between[one, other] += 1
    spacing = [1.6 * (sum(radii[at] for at in group) / len(group) + 2) for group in groups]
    sizes = [
        space * math.sqrt(len(group)) + _GAP for space, group in zip(spacing, groups, strict=True)
    ]
    strongest = dict(sorted(between.items(), key=lambda pair: (-pair[1], pair[0]))[: 8 * MOST])
    if 1 < len(groups) <= _GROUPS:
        xs, ys = _forces(len(groups), strongest, 2 * sum(sizes) / len(sizes))
        packing.apart(xs, ys, sizes, 30)
        centres = _centred(xs, ys)
    else:
        centres = packing.around(sizes)
    placed = [(0.0, 0.0)] * len(radii)
    for group, space, (x, y) in zip(groups, spacing, centres, strict=True):
        for at, (dx, dy) in zip(group, packing.sunflower(len(group), space), strict=True):
            placed[at] = (x + dx, y + dy)
    return placed


def _communities(count: int, pairs: Pairs, rounds: int = 12) -> list[list[int]]:
    """Divide a part by label propagation; members in the order of their connections."""
    near = _neighbours(count, pairs)
    label = list(range(count))
    for turn in range(rounds):
        changed = 0
        for at in sorted(range(count), key=lambda at: _mixed(at, turn)):
            found = Counter([label[other] for other in near[at]])
            most = max(found.values(), default=0)
            if found.get(label[at], 0) < most:
                best = [each for each, times in found.items() if times == most]
                label[at] = min(best, key=lambda each: _mixed(each, turn))
                changed += 1
        if changed * 100 < count:
            break
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in sorted(range(count), key=lambda at: (-len(near[at]), at)):
        groups[label[at]].append(at)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def _mixed(number: int, turn: int) -> int:
    """A number for a number that looks like chance and is none (Knuth's multiplicative hash)."""
    return (number + turn * 7919 + 1) * 2654435761 % 4294967296
