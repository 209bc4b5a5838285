"""Which words name something, and what kind of thing: a linear model that a person can read.

Two sums are taken of what features (`traits`) weigh, each the logarithm of odds: whether a phrase
names anything, and, for each class, whether what it names is of that class. Short tables say how
likely a name must be to be taken up (``least``), and below which likelihood what rules have read is
left out (``drop``), for each sort of words: ``name`` with capitals that no register holds,
``concept`` of a scheme, ``phrase`` of plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medtechkg.language.yamltables import BIAS, Tables
from medtechkg.model import Vocabulary

if TYPE_CHECKING:
    import yaml

__all__ = ["Naming", "lines", "parsed", "quoted"]

_TABLES = ("least", "drop", "anything", "classes")
_LEAST, _DROP = ("name", "concept", "phrase"), ("name", "concept")


@dataclass(frozen=True, slots=True)
class Naming:
    """The model. ``features`` has the weight of each feature for naming anything.

    ``classes`` has for each feature its weight by class; ``bias`` and ``biases`` are what stands
    without any feature.
    """

    least: Mapping[str, float]
    drop: Mapping[str, float]
    bias: float
    features: Mapping[str, float]
    biases: Mapping[str, float]
    classes: Mapping[str, Mapping[str, float]]

    def total(self, found: Iterable[str]) -> float:
        """The logarithm of the odds that words with these features name something."""
        weight = self.features.get
        return self.bias + sum([weight(feature, 0.0) for feature in found])

    def totals(self, found: Iterable[str]) -> dict[str, float]:
        """For each class the logarithm of the odds that what is named is of it."""
        sums = dict(self.biases)
        for feature in found:
            for cls, weight in self.classes.get(feature, {}).items():
                sums[cls] += weight
        return sums

    def reasons(self, found: Iterable[str], cls: str, most: int = 3) -> str:
        """The features that weigh most for a name of a class, in words."""
        weighed = {
            f: self.features.get(f, 0.0) + self.classes.get(f, {}).get(cls, 0.0) for f in found
        }
        best = sorted((-round(weight, 2), f) for f, weight in weighed.items() if weight > 0)[:most]
        return ", ".join(f"“{feature}” +{-weight:g}" for weight, feature in best)


# -- the section of the file ------------------------------------------------------------------


def parsed(file: Tables, node: yaml.Node, vocabulary: Vocabulary) -> Naming:
    """Read the section of a file of weights.

    Raises:
        SeedError: if it is malformed, or names a class that the ontology lacks, with the line.
    """
    tables = {key.value: value for key, value in file.pairs(node)}
    if set(tables) != set(_TABLES):
        raise file.error(node, f"naming wants {', '.join(_TABLES)}, and nothing else")
    least, drop = (
        _limits(file, tables[name], wanted) for name, wanted in (("least", _LEAST), ("drop", _DROP))
    )
    anything = file.numbers(tables["anything"])
    if BIAS not in anything:
        raise file.error(tables["anything"], f"anything has no {BIAS}")
    biases, classes = file.weights(tables["classes"], vocabulary.ancestors, "class")
    return Naming(least, drop, anything.pop(BIAS), anything, biases, classes)


def _limits(file: Tables, node: yaml.Node, wanted: tuple[str, ...]) -> dict[str, float]:
    found = file.numbers(node)
    if set(found) != set(wanted):
        raise file.error(node, f"wants {', '.join(wanted)}, and nothing else")
    return found


def lines(model: Naming) -> Iterator[str]:
    """The lines of the section, what speaks most for a class first."""
    yield "naming:"
    for name, limits in (("least", model.least), ("drop", model.drop)):
        told = ", ".join(f"{sort}: {limit:g}" for sort, limit in limits.items())
        yield f"  {name}: {{{told}}}"
    yield "  anything:"
    yield from _weights("    ", model.bias, model.features)
    yield "  classes:"
    for cls, bias in sorted(model.biases.items()):
        yield f"    {cls}:"
        own = {feature: by[cls] for feature, by in model.classes.items() if cls in by}
        yield from _weights("      ", bias, own)


def _weights(indent: str, bias: float, weights: Mapping[str, float]) -> Iterator[str]:
    yield f'{indent}"{BIAS}": {bias:.2f}'
    for feature, weight in sorted(weights.items(), key=lambda each: (-each[1], each[0])):
        yield f"{indent}{quoted(feature)}: {weight:.2f}"


def quoted(feature: str) -> str:
    """A feature as a key of YAML."""
    escaped = re.sub(r'(["\\])', r"\\\1", feature)
    return f'"{escaped}"'
