from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from medtechkg.export import packing


@given(st.lists(st.floats(1, 60), max_size=60))
def test_discs_never_overlap(radii: list[float]) -> None:
    placed = packing.around(radii)
    for (one, r), (other, s) in combinations(zip(placed, radii, strict=True), 2):
        assert math.dist(one, other) >= (r + s) * (1 - 1e-9)


def test_the_largest_disc_is_in_the_middle_and_the_rest_around_it() -> None:
    placed = packing.around([1.0] * 50 + [9.0])
    assert placed[-1] == (0.0, 0.0)
    assert all(9 < math.hypot(*each) < 40 for each in placed[:-1])


def test_room_that_is_held_is_left_free() -> None:
    held = [(0.0, 0.0, 30.0), (40.0, 0.0, 10.0)]
    for x, y in packing.around([5.0] * 20, held):
        assert all(math.dist((x, y), (a, b)) >= 5 + r for a, b, r in held)


def test_a_sunflower_fills_its_disc_evenly() -> None:
    points = list(packing.sunflower(400, 1.0))
    assert points[0] == (0.0, 0.0)
    nearest = [min(math.dist(p, q) for q in points if q != p) for p in points]
    assert min(nearest) > 0.8
    assert max(math.hypot(*point) for point in points) < 20.1
    middle = [sum(axis) / 400 for axis in zip(*points, strict=True)]
    assert all(abs(each) < 0.5 for each in middle)


def test_discs_in_one_place_are_pushed_apart() -> None:
    xs, ys = [0.0] * 20, [0.0] * 20
    packing.apart(xs, ys, [5.0] * 20, 400)
    spots = list(zip(xs, ys, strict=True))
    assert all(math.dist(one, other) > 9.9 for one, other in combinations(spots, 2))


def test_discs_that_are_apart_stay_where_they_are() -> None:
    xs, ys = [0.0, 20.0], [0.0, 1.0]
    packing.apart(xs, ys, [5.0, 5.0])
    assert (xs, ys) == ([0.0, 20.0], [0.0, 1.0])
