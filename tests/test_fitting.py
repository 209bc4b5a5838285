from __future__ import annotations

import random
from math import exp

import pytest

from medtechkg.connections import fitting


def _drawn(weights: tuple[float, ...], number: int) -> tuple[list[list[float]], list[float]]:
    """Examples of a known rule."""
    chance = random.Random(7)
    rows = [[chance.random() for _ in weights] for _ in range(number)]
    scores = [sum(w * x for w, x in zip(weights, row, strict=True)) - 1 for row in rows]
    return rows, [float(chance.random() < 1 / (1 + exp(-score))) for score in scores]


def test_weights_come_back() -> None:
    rows, truths = _drawn((3.0, 0.0), 4000)
    one, none, constant = fitting.fit(rows, truths, ridge=0.01)
    assert one == pytest.approx(3, abs=0.4)
    assert none == pytest.approx(0, abs=0.4)
    assert constant == pytest.approx(-1, abs=0.4)


def test_at_the_weights_the_slope_is_nought() -> None:
    rows, truths = _drawn((2.0, -1.0, 0.5), 300)
    weights = fitting.fit(rows, truths)
    for at in range(3):
        slope = -fitting.RIDGE * weights[at]
        for row, truth in zip(rows, truths, strict=True):
            score = sum(w * x for w, x in zip(weights, [*row, 1.0], strict=True))
            slope += (truth - 1 / (1 + exp(-score))) * row[at]
        assert slope == pytest.approx(0, abs=1e-6)


def test_what_would_count_against_is_left_out() -> None:
    rows, truths = _drawn((4.0, -4.0), 1000)
    found = fitting.positive(rows, truths)
    assert found[0] > 1
    assert found[1] == 0


def test_where_all_would_nothing_is_left() -> None:
    assert fitting.positive([[0.0], [1.0]] * 20, [1.0, 0.0] * 20) == [0.0]


def test_examples_told_apart_by_one_measure_do_not_run_away() -> None:
    rows = [[0.0], [1.0]] * 50
    (weight,) = fitting.positive(rows, [0.0, 1.0] * 50)
    assert 1 < weight < 20
