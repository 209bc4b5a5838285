"""Tables of a YAML file, read as nodes, so that an error can name its line.

A file of weights has a hundred thousand lines that all look alike; YAML takes seconds for them. So
runs of them are read by themselves, and for YAML a run is a single entry, whose number it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.errors import SeedError

if TYPE_CHECKING:
    import yaml

__all__ = ["BIAS", "Tables", "load"]

#: What stands before the weight that a class or property has without any feature.
BIAS = "(bias)"
#: One weight a line: a feature in quotation marks, and a number.
_WEIGHT = r'"(?:[^"\\\n]|\\["\\])++": -?\d+(?:\.\d+)?\n'
_RUN = re.compile(f"^( +){_WEIGHT}(?:\\1{_WEIGHT})*+", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
#: The key of a run: no feature is empty.
_NUMBER_OF_RUN = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """A file as nodes of YAML, and the runs of weights that stand in it by number."""

    path: Path
    root: yaml.Node
    runs: tuple[str, ...] = ()

    def pairs(self, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
        """The keys and values of a table.

        Raises:
            SeedError: if it is none.
        """
        import yaml

        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, "no table of names with values")
        return list(node.value)

    def listed(self, node: yaml.Node) -> list[yaml.Node]:
        """The items of a list.

        Raises:
            SeedError: if it is none.
        """
        import yaml

        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "no list")
        return list(node.value)

    def number(self, node: yaml.Node) -> float:
        """A finite number.

        Raises:
            SeedError: if it is none.
        """
        try:
            found = float(node.value)
        except (TypeError, ValueError):
            raise self.error(node, f"no number: {node.value!r}") from None
        if not math.isfinite(found):
            raise self.error(node, f"no finite number: {node.value!r}")
        return found

    def numbers(self, node: yaml.Node) -> dict[str, float]:
        """A table of numbers by name.

        Raises:
            SeedError: if it is none.
        """
        found: dict[str, float] = {}
        for key, value in self.pairs(node):
            if key.value == _NUMBER_OF_RUN:
                found.update(self._run(key, value))
            else:
                found[key.value] = self.number(value)
        return found

    def weights(
        self, node: yaml.Node, known: Container[str], sort: str
    ) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        """A table of weights for each class or property: biases, and what features weigh.

        Raises:
            SeedError: if a name is not among the known, or has no bias. ``sort`` says what names
                are.
        """
        biases: dict[str, float] = {}
        features: dict[str, dict[str, float]] = {}
        for key, table in self.pairs(node):
            name = key.value
            if name not in known:
                raise self.error(key, f"no {sort} {name!r} in the ontology")
            found = self.numbers(table)
            if BIAS not in found:
                raise self.error(key, f"{name} has no {BIAS}")
            biases[name] = found.pop(BIAS)
            for feature, weight in found.items():
                features.setdefault(feature, {})[name] = weight
        return biases, features

    def error(self, node: yaml.Node, problem: str) -> SeedError:
        """What is wrong with a node, and where."""
        return SeedError(self.path, problem, "mend that line", node.start_mark.line + 1)

    def _run(self, key: yaml.Node, value: yaml.Node) -> dict[str, float]:
        try:
            run = self.runs[int(value.value)]
        except (ValueError, TypeError, IndexError):
            raise self.error(key, "a weight of nothing") from None
        split = (line.lstrip(" ").rpartition('": ') for line in run.splitlines())
        return {
            _ESCAPED.sub(r"\1", name[1:]) if "\\" in name else name[1:]: float(number)
            for name, _, number in split
        }


def load(path: Path) -> Tables:
    """Read a file.

    Raises:
        SeedError: if it cannot be read, is no YAML, or holds nothing.
    """
    import yaml

    runs: list[str] = []

    def taken(found: re.Match[str]) -> str:
        runs.append(found.group())
        lines = "\n" * found.group().count("\n")  # every other line keeps its number
        return f'{found[1]}"{_NUMBER_OF_RUN}": {len(runs) - 1}{lines}'

    try:
        rest = _RUN.sub(taken, path.read_text(encoding="utf-8"))
        root = yaml.compose(rest, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else None
        raise SeedError(path, f"not YAML: {problem.problem}", "mend the syntax", line) from problem
    except (OSError, UnicodeDecodeError) as problem:
        told = getattr(problem, "strerror", None) or "is not UTF-8"
        raise SeedError(path, f"cannot be read: {told}", "check the path") from problem
    if root is None:
        raise SeedError(path, "holds nothing", "write it with `medtechkg learn`", 1)
    return Tables(path, root, tuple(runs))
