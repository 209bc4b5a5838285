"""How far confidence can be trusted: what was read with it, and how much of that was right.

A rule begins with the confidence its author gives it; where annotated pages show how often it is
right, that counts for more the more there is of it (`language.rulebooks.calibrated`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

__all__ = ["Judged", "reliability", "table", "tally", "written"]

#: The rule that read a relation, the confidence it had, and whether annotations agree.
Judged = tuple[str, float, bool]

_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_HEAD = """\
# How often each rule of relations-*.yaml was right on annotated pages: [right, read].
# Written by `medtechkg evaluate --calibration`; see docs/reading.md, Evidence and confidence.
"""


def reliability(judged: Iterable[Judged]) -> Iterator[tuple[float, float, int, int]]:
    """Yield ranges of confidence, each with how many were read in it and how many were right."""
    known = list(judged)
    for low, high in pairwise(_STEPS):
        within = [right for _, confidence, right in known if low <= confidence < high]
        if within:
            yield low, min(high, 1.0), len(within), sum(within)


def table(judged: Iterable[Judged]) -> str:
    """Lay out the reliability of confidence as plain text."""
    lines = ["confidence     read  right  share"]
    for low, high, read, right in reliability(judged):
        lines.append(f"{low:.1f} to {high:.1f}  {read:>7}  {right:>5}  {right / read:5.2f}")
    return "\n".join([*lines, ""])


def tally(judged: Iterable[Judged]) -> Mapping[str, tuple[int, int]]:
    """Count for each rule how often it was right, and how often it read anything."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rule, _, right in judged:
        counts[rule][0] += right
        counts[rule][1] += 1
    return {rule: (right, read) for rule, (right, read) in sorted(counts.items())}


def written(counts: Mapping[str, tuple[int, int]]) -> str:
    """Write counts as YAML, a rule a line."""
    lines = (f"{rule}: [{right}, {read}]" for rule, (right, read) in sorted(counts.items()))
    return _HEAD + "\n".join([*lines, ""])
