"""What the words between two names weigh for each property: a linear model that a person can read.

The file gives each property a bias and a weight for each feature (`contexts`), the logarithm of the
odds that a feature adds. Two short tables say how far the sum is trusted, on the same scale: for
what the words alone tell (``weighed``), and for what a rule has read (``read``), together with the
confidence of the rule. Both were fitted on annotated pages that no rule was written on, so the
result is the share of such readings that is right (J. Platt, "Probabilistic outputs for support
vector machines", 1999).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.errors import SeedError
from medtechkg.language import naming, yamltables
from medtechkg.language.naming import Naming
from medtechkg.language.yamltables import BIAS, Tables
from medtechkg.model import Vocabulary

if TYPE_CHECKING:
    import yaml

__all__ = ["Trust", "Weights", "load", "logit", "name", "share", "written"]

#: What every weighed statement is read by, before the name of its property.
_RULE = "weighed:"
_TABLES = ("kinds", "read", "weighed", "properties")
#: Confidence is never taken for certain, nor a sum for more than it can show.
_SUREST, _MOST = 0.98, 5.0
_HEAD = """\
# What the words between two names weigh for each property, as written by `medtechkg learn`; see
# docs/reading.md, What is weighed. A weight is added to the logarithm of the odds that subject (S)
# and object (O) are so related: 0.7 doubles the odds, -0.7 halves them. Below `naming` stands what
# the words of a phrase (_) and those around it weigh for its naming anything, and for each class.
"""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a sum of weights is trusted: a line on the scale of the logarithm of odds.

    ``words`` is the weight of that sum, ``rule`` that of the confidence of a rule, and ``apart`` is
    added where a rule joins what no unit of the text does. What ends below ``least`` is left out.
    """

    bias: float
    words: float
    least: float
    rule: float = 0.0
    apart: float = 0.0

    def weighed(self, total: float) -> float:
        """The share of what the words tell with such a sum that is right."""
        return share(self.bias + self.words * _bounded(total))

    def read(self, confidence: float, total: float | None) -> float:
        """The share of what a rule of some confidence reads that is right."""
        told = self.bias + self.rule * logit(min(confidence, _SUREST))
        return share(told + (self.apart if total is None else self.words * _bounded(total)))


@dataclass(frozen=True, slots=True)
class Weights:
    """The model. ``features`` has for each feature its weight by property.

    ``kinds`` are the classes whose subclasses are alike to most features; ``naming`` says which
    words name something at all, if that was learnt.
    """

    kinds: tuple[str, ...]
    read: Trust
    weighed: Trust
    biases: Mapping[str, float]
    features: Mapping[str, Mapping[str, float]]
    naming: Naming | None = None
    _known: dict[tuple[str, ...], dict[str, tuple[tuple[int, float], ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def totals(self, found: Iterable[str], properties: Iterable[str]) -> dict[str, float]:
        """Add up the weights that features have for some properties."""
        names = tuple(name for name in properties if name in self.biases)
        known = self._known.setdefault(names, {})  # what each feature weighs for just these
        sums = [self.biases[name] for name in names]
        features = self.features
        for feature in found:
            if feature not in features:
                continue  # most are seldom
            weighed = known.get(feature)
            if weighed is None:
                by = features[feature]
                weighed = tuple((at, by[name]) for at, name in enumerate(names) if name in by)
                known[feature] = weighed
            for at, weight in weighed:
                sums[at] += weight
        return dict(zip(names, sums, strict=True))

    def reasons(self, found: Iterable[str], property_: str, most: int = 3) -> str:
        """The features that weigh most for a property, in words."""
        weighed = {f: self.features[f].get(property_, 0.0) for f in found if f in self.features}
        best = sorted((-weight, f) for f, weight in weighed.items() if weight > 0)[:most]
        return ", ".join(f"“{feature}” +{-weight:g}" for weight, feature in best)

    def kinds_of(self, ancestors: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """The kind of each class; one that is of none is its own."""
        return {
            cls: next((kind for kind in self.kinds if kind in above), cls)
            for cls, above in ancestors.items()
        }


def name(property_: str) -> str:
    """The rule by which a weighed statement of a property is known."""
    return f"{_RULE}{property_}"


def logit(probability: float) -> float:
    """The logarithm of the odds."""
    return math.log(probability / (1 - probability))


def share(total: float) -> float:
    """The probability that a logarithm of odds stands for.

    >>> share(logit(0.75))
    0.75
    """
    return 1 / (1 + math.exp(-total))


def _bounded(total: float) -> float:
    return max(-_MOST, min(_MOST, total))


# -- the file ---------------------------------------------------------------------------------


def load(path: Path, vocabulary: Vocabulary) -> Weights:
    """Read a file of weights.

    Raises:
        SeedError: if it cannot be read, is malformed, or names a class or property that the
            ontology lacks, with the line.
    """
    file = yamltables.load(path)
    tables = _tables(file)
    kinds = tuple(node.value for node in file.listed(tables["kinds"]))
    for node in file.listed(tables["kinds"]):
        if node.value not in vocabulary.ancestors:
            raise file.error(node, f"no class {node.value!r} in the ontology")
    biases, features = file.weights(tables["properties"], vocabulary.properties, "property")
    read, weighed = (_trust(file, tables[name]) for name in ("read", "weighed"))
    section = tables.get("naming")
    named = naming.parsed(file, section, vocabulary) if section is not None else None
    return Weights(kinds, read, weighed, biases, features, named)


def written(weights: Weights) -> str:
    """Write weights as YAML: by property, what speaks most for it first."""
    lines = [f"kinds: [{', '.join(weights.kinds)}]"]
    for name_, trust in (("read", weights.read), ("weighed", weights.weighed)):
        told = {field: getattr(trust, field) for field in _FIELDS}
        lines.append(f"{name_}: {{{', '.join(f'{k}: {v:g}' for k, v in told.items())}}}")
    lines.append("properties:")
    for property_, bias in sorted(weights.biases.items()):
        lines += [f"  {property_}:", f'    "{BIAS}": {bias:.2f}']
        own = ((f, by[property_]) for f, by in weights.features.items() if property_ in by)
        for feature, weight in sorted(own, key=lambda each: (-each[1], each[0])):
            lines.append(f"    {naming.quoted(feature)}: {weight:.2f}")
    lines += naming.lines(weights.naming) if weights.naming else []
    return _HEAD + "\n".join([*lines, ""])


_FIELDS = ("bias", "words", "rule", "apart", "least")


def _tables(file: Tables) -> dict[str, yaml.Node]:
    found = {key.value: node for key, node in file.pairs(file.root)}
    missing = [name for name in _TABLES if name not in found]
    if missing:
        raise SeedError(file.path, f"has no {', '.join(missing)}", "add the tables", 1)
    return found


def _trust(file: Tables, node: yaml.Node) -> Trust:
    found = file.numbers(node)
    unknown, missing = found.keys() - set(_FIELDS), {"bias", "words", "least"} - found.keys()
    if unknown or missing:
        told = ", ".join(sorted(unknown | missing))
        raise file.error(node, f"wants {', '.join(_FIELDS)}, and nothing else: {told}")
    return Trust(**found)
