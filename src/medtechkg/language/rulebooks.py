"""Files of rules: patterns with what they state, and the lists of words they share.

A rule file is a list of entries with ``id``, ``pattern`` and whatever else the stage that uses it
asks for; ``words.yaml`` beside it names lists of words that patterns give in square brackets. The
language of the patterns themselves is in `grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from medtechkg.errors import SeedError

__all__ = [
    "CONFIDENCE",
    "Rule",
    "believed",
    "calibrated",
    "expand",
    "read_counts",
    "read_rules",
    "read_tables",
    "read_words",
    "states",
]

#: What a rule is given that says nothing of it, and how many readings what it is given is worth.
CONFIDENCE = 0.9
_PRIOR = 10
_BAR = re.compile(r"\s*\|\s*")
_WORDS = re.compile(r"\[(?!dash\]|joined\]|dots\]|open\]|end\]|sum\])([a-z ]+)\]")

_VERB = re.compile("<[^<>]*>")  # takes a list of verbs without its brackets: <[gain]>


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of a pattern file as written, with where it stands."""

    path: Path
    line: int
    id: str
    patterns: tuple[str, ...]
    options: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)


def read_rules(path: Path) -> Iterator[Rule]:
    """Read the entries of a pattern file, and the words that ``words.yaml`` beside it lists.

    Raises:
        SeedError: if the file is not YAML or an entry lacks ``id`` or ``pattern``, with the line.
    """
    import yaml

    try:
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        items: list[yaml.Node] = getattr(loader.get_single_node(), "value", [])
        entries = [(item, loader.construct_object(item, deep=True)) for item in items]
    except (yaml.YAMLError, OSError, UnicodeDecodeError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise SeedError(path, f"not a list of rules: {problem}", "mend the YAML", line) from error
    words = read_words(path.parent / "words.yaml")
    for item, entry in entries:
        yield _rule(path, item.start_mark.line + 1, entry, words)


def read_words(path: Path) -> Mapping[str, str]:
    """The lists of words that patterns name in square brackets; none if there is no such file.

    Raises:
        SeedError: if the file is malformed, or has a list twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(path, f"not lists of words by name: {error}", "mend the file") from error
    return _listed(path, text)


@lru_cache(maxsize=4)
def _listed(path: Path, text: str) -> Mapping[str, str]:
    """The lists of a text; every file of patterns asks for those of the same one."""
    import yaml

    try:
        _once(path, text)
        listed = yaml.load(text, Loader=yaml.CSafeLoader)
        return {name: _BAR.sub("|", " ".join(words.split())) for name, words in listed.items()}
    except (yaml.YAMLError, AttributeError) as error:
        raise SeedError(path, f"not lists of words by name: {error}", "mend the YAML") from error


def read_tables(path: Path) -> dict[str, Any]:
    """Read a file of tables by name.

    Raises:
        SeedError: if the file cannot be read, is not YAML or holds no mapping.
    """
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SeedError(path, f"not YAML: {error.problem}", "mend the syntax", line) from error
    except OSError as error:
        raise SeedError(path, f"cannot be read: {error.strerror}", "restore the file") from error
    if not isinstance(data, dict):
        raise SeedError(path, "holds no mapping", "write the tables by name", 1)
    return data


def _once(path: Path, text: str) -> None:
    """Refuse a name that is given twice: YAML would keep the last list and lose the first."""
    import yaml

    named: set[str] = set()
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    for key, _ in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value in named:
            line = key.start_mark.line + 1
            raise SeedError(path, f"the list {key.value!r} is there twice", "join them", line)
        named.add(key.value)


def read_counts(path: Path) -> Mapping[str, tuple[int, int]]:
    """How often each rule was right on annotated pages, and how often it read anything.

    Raises:
        SeedError: if the file is there and malformed.
    """
    import yaml

    if not path.exists():
        return {}
    try:
        known = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
        return {rule: (int(right), int(read)) for rule, (right, read) in known.items()}
    except (yaml.YAMLError, OSError, ValueError, AttributeError, TypeError) as error:
        raise SeedError(
            path, f"not counts by rule: {error}", "write rule: [right, read]"
        ) from error


def calibrated(rule: Rule, counts: Mapping[str, tuple[int, int]]) -> Rule:
    """Weigh the confidence a rule was given against how often it was right."""
    given = float(rule.options.get("confidence", CONFIDENCE))
    found = believed(given, *counts.get(rule.id, (0, 0)))
    return replace(rule, options={**rule.options, "confidence": found})


def believed(given: float, right: int, read: int) -> float:
    """The confidence in what was so often right, of so many readings.

    What its author gave counts as much as ten readings (the mean of a Beta prior of that weight).

    >>> believed(0.9, 1, 10)
    0.5
    """
    return round((right + given * _PRIOR) / (read + _PRIOR), 2)


def expand(rule: Rule, text: str) -> str:
    """Write out the lists of words that a pattern names."""

    def listed(found: re.Match[str]) -> str:
        words = rule.words.get(found[1])
        if words is None:
            problem = f"rule {rule.id}: no list {found[1]!r} in words.yaml"
            raise SeedError(rule.path, problem, "add the list or mend the name", rule.line)
        return words if words[:1].isupper() else f"({words})"

    while _WORDS.search(text):
        text = _WORDS.sub(listed, text)
    return _VERB.sub(lambda verb: re.sub("[()]", "", verb[0]), text)


def _rule(path: Path, line: int, entry: object, words: Mapping[str, str]) -> Rule:
    if not isinstance(entry, dict) or "id" not in entry or "pattern" not in entry:
        raise SeedError(path, "a rule needs 'id' and 'pattern'", "add what is missing", line)
    written = entry["pattern"]
    options = {key: value for key, value in entry.items() if key not in ("id", "pattern")}
    texts = (written,) if isinstance(written, str) else tuple(written)
    for key in ("except", "not after"):
        for word in options.get(key, ()):
            if not isinstance(word, str):
                problem = f"rule {entry['id']}: {key} has {word!r}, which is no word"
                raise SeedError(path, problem, "put it in quotation marks", line)
    return Rule(path, line, str(entry["id"]), texts, options, words)


def states(rule: Rule) -> list[list[str]]:
    """What a relation rule states: lists of subject slot, property, object slot."""
    if "states" in rule.options:
        return [list(state) for state in rule.options["states"]]
    return [["s", rule.options["property"], "o"]] if "property" in rule.options else []
