from __future__ import annotations

import math
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg.export import layout

Pairs = dict[tuple[int, int], float]


def ring(count: int, first: int = 0) -> Pairs:
    return {(first + at, first + (at + 1) % count): 1.0 for at in range(count)}


def groups(count: int, size: int) -> Pairs:
    """Groups of nodes that hold together, each bound to the next by one pair."""
    found: Pairs = {}
    for group in range(count):
        start = group * size
        found.update({(start, start + at): 1.0 for at in range(1, size)})
        found.update({(start + at, start + at % (size - 1) + 1): 1.0 for at in range(1, size)})
        if group:
            found[start - size, start] = 1.0
    return found


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.dist(one, other)


def test_nothing_and_one() -> None:
    assert layout.positions([], {}) == []
    assert layout.positions([5.0], {(0, 0): 1.0}) == [(0.0, 0.0)]


@settings(max_examples=40)
@given(st.data())
def test_no_two_discs_lie_over_each_other(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 40))
    radii = data.draw(st.lists(st.floats(3, 25), min_size=count, max_size=count))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = data.draw(st.dictionaries(ends, st.just(1.0), max_size=60))
    placed = layout.positions(radii, pairs)
    for one in range(count):
        for other in range(one):
            free = apart(placed[one], placed[other]) - radii[one] - radii[other]
            assert free > -0.35 * min(radii[one], radii[other])


def test_what_is_connected_is_near() -> None:
    placed = layout.positions([5.0] * 60, groups(6, 10))
    near = [apart(placed[one], placed[other]) for one, other in groups(6, 10)]
    every = [apart(one, other) for one in placed for other in placed]
    assert sum(near) / len(near) < 0.4 * sum(every) / len(every)


def test_a_ring_is_round() -> None:
    placed = layout.positions([4.0] * 12, ring(12))
    middle = tuple(sum(each[axis] for each in placed) / 12 for axis in (0, 1))
    far = [math.dist(middle, each) for each in placed]
    assert max(far) < 1.35 * min(far)


def test_leaves_are_spread_around_their_node() -> None:
    placed = layout.positions([4.0] * 41, {(0, at): 1.0 for at in range(1, 41)})
    x, y = placed[0]
    quarters = {(a > x, b > y) for a, b in placed[1:]}
    assert len(quarters) == 4


def test_parts_lie_apart_the_largest_in_the_middle() -> None:
    pairs = {**ring(30), **ring(3, 30), **ring(3, 33)}
    placed = layout.positions([5.0] * 40, pairs)
    largest = [math.hypot(*each) for each in placed[:30]]
    assert max(abs(sum(each[axis] for each in placed[:30])) for axis in (0, 1)) / 30 < max(largest)
    ends = {end for pair in pairs for end in pair}
    alone = [at for at in range(40) if at not in ends]
    for at in alone:
        assert min(apart(placed[at], placed[other]) for other in range(40) if other != at) > 25


@pytest.mark.parametrize("size", [40, 2000])
def test_order_of_pairs_does_not_matter(size: int) -> None:
    pairs = groups(size // 20, 20)
    shuffled = list(pairs.items())
    random.Random(7).shuffle(shuffled)
    one, other = ([each + at % 3 for at, each in enumerate([4.0] * size)] for _ in "12")
    assert layout.positions(one, pairs) == layout.positions(other, dict(shuffled))


def test_a_large_part_is_drawn_by_its_communities() -> None:
    size = 50
    count = layout.MOST // size + 1
    placed = layout.positions([4.0] * (count * size), groups(count, size))
    inner = [apart(placed[at - at % size], placed[at]) for at in range(count * size)]
    outer = [apart(placed[0], placed[at * size]) for at in range(1, count)]
    assert sum(inner) / len(inner) < 0.5 * sum(outer) / len(outer)
    assert len(set(placed)) == len(placed)


def test_many_pairs_are_drawn_by_communities_too() -> None:
    chance = random.Random(3)
    pairs = {
        (one, one + step): 1.0
        for one in range(400)
        for step in chance.sample(range(1, 400), 60)
        if one + step < 400
    }
    assert len(pairs) > 8 * layout.MOST or len(pairs) > 10_000
    assert len(set(layout.positions([4.0] * 400, pairs))) == 400


def test_neither_hashes_nor_numeric_libraries_matter() -> None:
    code = (
        "import sys; from medtechkg.export import layout;"
        "p = {(a, b): 1.0 for a in range(60) for b in {a * 7 % 60, a * 11 % 60} if a != b};"
        "print(layout.positions([5.0] * 60, p)); assert 'numpy' not in sys.modules"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
