"""Tables of a YAML file, read as nodes, so that an error can name its line."""

from __future__ import annotations

import math
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.errors import SeedError

if TYPE_CHECKING:
    import yaml

__all__ = ["BIAS", "error", "listed", "number", "numbers", "pairs", "root", "weights"]

#: What stands before the weight that a class or property has without any feature.
BIAS = "(bias)"


def root(path: Path) -> yaml.Node:
    """Read a file.

    Raises:
        SeedError: if it cannot be read, is no YAML, or holds nothing.
    """
    import yaml

    try:
        found = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else None
        raise SeedError(path, f"not YAML: {problem.problem}", "mend the syntax", line) from problem
    except (OSError, UnicodeDecodeError) as problem:
        told = getattr(problem, "strerror", None) or "is not UTF-8"
        raise SeedError(path, f"cannot be read: {told}", "check the path") from problem
    if found is None:
        raise SeedError(path, "holds nothing", "write it with `medtechkg learn`", 1)
    return found


def pairs(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a table.

    Raises:
        SeedError: if it is none.
    """
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise error(path, node, "no table of names with values")
    return list(node.value)


def listed(path: Path, node: yaml.Node) -> list[yaml.Node]:
    """The items of a list.

    Raises:
        SeedError: if it is none.
    """
    import yaml

    if not isinstance(node, yaml.SequenceNode):
        raise error(path, node, "no list")
    return list(node.value)


def number(path: Path, node: yaml.Node) -> float:
    """A finite number.

    Raises:
        SeedError: if it is none.
    """
    try:
        found = float(node.value)
    except (TypeError, ValueError):
        raise error(path, node, f"no number: {node.value!r}") from None
    if not math.isfinite(found):
        raise error(path, node, f"no finite number: {node.value!r}")
    return found


def numbers(path: Path, node: yaml.Node) -> dict[str, float]:
    """A table of numbers by name.

    Raises:
        SeedError: if it is none.
    """
    return {key.value: number(path, value) for key, value in pairs(path, node)}


def weights(
    path: Path, node: yaml.Node, known: Container[str], sort: str
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """A table of weights by feature for each class or property: biases, and what features weigh.

    Raises:
        SeedError: if a name is not among the known, or has no bias. ``sort`` says what names are.
    """
    biases: dict[str, float] = {}
    features: dict[str, dict[str, float]] = {}
    for key, table in pairs(path, node):
        if key.value not in known:
            raise error(path, key, f"no {sort} {key.value!r} in the ontology")
        for feature, weight in pairs(path, table):
            if feature.value == BIAS:
                biases[key.value] = number(path, weight)
            else:
                features.setdefault(feature.value, {})[key.value] = number(path, weight)
        if key.value not in biases:
            raise error(path, key, f"{key.value} has no {BIAS}")
    return biases, features


def error(path: Path, node: yaml.Node, problem: str) -> SeedError:
    """What is wrong with a node, and where."""
    return SeedError(path, problem, "mend that line", node.start_mark.line + 1)
