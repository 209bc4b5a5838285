"""Logistic regression with a ridge, by Newton's method, for a handful of measures.

The method is that of le Cessie and van Houwelingen, "Ridge estimators in logistic regression",
Applied Statistics 41, 1992. Plain Python: seven measures of a few thousand pairs take a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

__all__ = ["fit", "positive"]

#: How strongly weights are drawn to 0, on measures that go from 0 to 1.
RIDGE = 1.0
_ROUNDS = 25
_CLOSE = 1e-8
_FAR = 30.0

Matrix = list[list[float]]


def positive(rows: Sequence[Sequence[float]], truths: Sequence[float]) -> list[float]:
    """Fit weights none of which is negative: measures that would have one are left out, 0.

    ``rows`` has the measures of each example, ``truths`` 1 or 0 for each.
    """
    kept = list(range(len(rows[0])))
    while kept:
        weights = fit([[row[at] for at in kept] for row in rows], truths)[:-1]
        if min(weights) >= 0:
            break
        kept = [at for at, weight in zip(kept, weights, strict=True) if weight >= 0]
    found = [0.0] * len(rows[0])
    for at, weight in zip(kept, weights if kept else (), strict=True):
        found[at] = weight
    return found


def fit(
    rows: Sequence[Sequence[float]], truths: Sequence[float], ridge: float = RIDGE
) -> list[float]:
    """Fit the weight of each measure, and last the constant, which the ridge spares."""
    size = len(rows[0]) + 1
    full = [(*row, 1.0) for row in rows]
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        steps = _solved(*_slopes(full, truths, weights, ridge))
        weights = [weight + step for weight, step in zip(weights, steps, strict=True)]
        if max(map(abs, steps)) < _CLOSE:
            break
    return weights


def _slopes(
    rows: Sequence[Sequence[float]], truths: Sequence[float], weights: Sequence[float], ridge: float
) -> tuple[Matrix, list[float]]:
    """The curvature and the slope of the likelihood at the weights."""
    size = len(weights)
    pulls = [ridge] * (size - 1) + [_CLOSE]
    curve = [[pulls[at] if at == across else 0.0 for across in range(size)] for at in range(size)]
    slope = [-pull * weight for pull, weight in zip(pulls, weights, strict=True)]
    for row, truth in zip(rows, truths, strict=True):
        guess = _chance(sum(weight * number for weight, number in zip(weights, row, strict=True)))
        spread = guess * (1 - guess)
        for at, number in enumerate(row):
            slope[at] += (truth - guess) * number
            scaled = spread * number
            if scaled:
                line = curve[at]
                for across, other in enumerate(row):
                    line[across] += scaled * other
    return curve, slope


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(-_FAR, min(_FAR, score))))


def _solved(matrix: Matrix, values: Sequence[float]) -> list[float]:
    """Solve linear equations by elimination; the ridge keeps the matrix from being singular."""
    size = len(values)
    lines = [[*line, value] for line, value in zip(matrix, values, strict=True)]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(lines[row][at]))
        lines[at], lines[best] = lines[best], lines[at]
        for row in range(size):
            factor = lines[row][at] / lines[at][at] if row != at else 0.0
            if factor:
                lines[row] = [
                    one - factor * other for one, other in zip(lines[row], lines[at], strict=True)
                ]
    return [line[-1] / line[at] for at, line in enumerate(lines)]
