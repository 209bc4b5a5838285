"""The rules of ``figures.yaml``: what may be measured, how it is said, and whose it may be.

Loaded once and checked as it is loaded; `measures` applies the rules to a sentence, `clauses` and
the attachment of figures use its cues, classes and anaphors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from medtechkg.errors import SeedError
from medtechkg.language.rulebooks import believed

__all__ = ["Condition", "Grammar", "Rule", "load"]

Pattern = re.Pattern[str]

_REMEDY = "see the head of ontology/patterns/figures.yaml for what a rule may say"
_RULE_KEYS = {"id", "kinds", "any", "indicator", "unit", "least", "most", "confidence", "examples"}
_CONDITION_KEYS = {"units", "before", "noun", "after", "follows", "more"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand around a number; every part that is set must hold."""

    units: frozenset[str] = frozenset()
    before: Pattern | None = None
    noun: Pattern | None = None
    after: Pattern | None = None
    follows: frozenset[str] = frozenset()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Name the indicator of a number for which one of ``conditions`` holds; None drops it."""

    id: str
    kinds: frozenset[str]
    conditions: tuple[Condition, ...]
    indicator: str | None = None
    unit: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    confidence: float = 1.0
    fits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of ``figures.yaml``.

    ``nouns`` maps a counted noun to the code of its unit; ``labels`` and ``indicators`` belong to
    the codes. ``cues`` are patterns by name; ``subjects`` lists classes by role, the preferred
    first, ``roles`` the role that may have an indicator; ``anaphors`` says which classes "the
    sector" or "that programme" may stand for. ``attached`` has how often each way of finding whose
    a figure is was right, and of how many.
    """

    nouns: Mapping[str, str]
    labels: Mapping[str, str]
    indicators: Mapping[str, str]
    skip: frozenset[str]
    rules: tuple[Rule, ...]
    cues: Mapping[str, Pattern]
    qualifiers: Mapping[str, Pattern]
    subjects: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, str]
    anaphors: Mapping[str, tuple[str, ...]]
    attached: Mapping[str, tuple[int, int]]

    def believed(self, rule: str, given: float) -> float:
        """How sure it is whose a figure is that a rule has found, which gives itself so much."""
        return believed(given, *self.attached.get(rule, (0, 0)))


def load(path: Path) -> Grammar:
    """Read the grammar of figures.

    Raises:
        SeedError: if the file is not YAML, lacks a part, or a rule or pattern is malformed.
    """
    text = path.read_text(encoding="utf-8")
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
        lines = _lines(yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SeedError(path, f"not YAML: {error.problem}", "mend the syntax", line) from error
    missing = {"units", "skip", "rules", "cues", "subjects"} - set(data or {})
    if missing:
        raise SeedError(path, f"lacks {', '.join(sorted(missing))}", _REMEDY)
    rules = tuple(
        _rule(path, entry, line) for entry, line in zip(data["rules"], lines, strict=True)
    )
    return _grammar(path, data, rules)


def _lines(root: yaml.Node | None) -> list[int]:
    """The line each rule begins on."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return [
        node.start_mark.line + 1
        for key, rules in pairs
        if key.value == "rules"
        for node in rules.value
    ]


def _grammar(path: Path, data: dict[str, Any], rules: tuple[Rule, ...]) -> Grammar:
    units = data["units"]
    cues = dict(data["cues"])
    qualifiers = cues.pop("qualifiers", {})
    subjects = dict(data["subjects"])
    anaphors = subjects.pop("anaphors", {})
    roles = subjects.pop("roles", {})
    return Grammar(
        nouns={noun: code for code in reversed(units) for noun in units[code]["nouns"]},
        labels={code: units[code]["label"] for code in units},
        indicators={c: units[c]["indicator"] for c in units if "indicator" in units[c]},
        skip=frozenset(data["skip"]),
        rules=rules,
        cues={name: _pattern(path, cue, None) for name, cue in cues.items()},
        qualifiers={name: _pattern(path, cue, None) for name, cue in qualifiers.items()},
        roles={indicator: role for role in roles for indicator in roles[role]},
        subjects={role: tuple(classes) for role, classes in subjects.items()},
        anaphors={n: tuple(anaphors[key]) for key in anaphors for n in key.split("|")},
        attached=_counts(path, data.get("attached", {})),
    )


def _counts(path: Path, told: dict[str, Any]) -> dict[str, tuple[int, int]]:
    try:
        return {rule: (int(right), int(read)) for rule, (right, read) in told.items()}
    except (TypeError, ValueError, AttributeError) as error:
        raise SeedError(
            path, "attached is no table of counts", "write rule: [right, read]"
        ) from error


def _rule(path: Path, entry: dict[str, Any], line: int) -> Rule:
    unknown = set(entry) - _RULE_KEYS - _CONDITION_KEYS
    if unknown or "id" not in entry or "kinds" not in entry:
        problem = f"unknown key {min(unknown)}" if unknown else "a rule needs id and kinds"
        raise SeedError(path, problem, _REMEDY, line)
    shared = {key: entry[key] for key in _CONDITION_KEYS & set(entry)}
    examples = entry.get("examples", {})
    if entry.get("indicator") and not (examples.get("fits") and examples.get("misses")):
        raise SeedError(
            path, f"rule {entry['id']} lacks examples", "give `fits` and `misses`", line
        )
    return Rule(
        id=entry["id"],
        kinds=frozenset(entry["kinds"]),
        conditions=tuple(_condition(path, shared | c, line) for c in entry.get("any", [{}])),
        indicator=entry.get("indicator"),
        unit=entry.get("unit"),
        least=_decimal(entry.get("least")),
        most=_decimal(entry.get("most")),
        confidence=entry.get("confidence", 1.0),
        fits=tuple(examples.get("fits", ())),
        misses=tuple(examples.get("misses", ())),
    )


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _condition(path: Path, entry: dict[str, Any], line: int) -> Condition:
    unknown = set(entry) - _CONDITION_KEYS
    if unknown:
        raise SeedError(path, f"unknown key {min(unknown)}", _REMEDY, line)
    before, noun, after = (
        _pattern(path, entry[key], line) if key in entry else None
        for key in ("before", "noun", "after")
    )
    return Condition(
        units=frozenset(entry.get("units", ())),
        before=before,
        noun=noun,
        after=after,
        follows=frozenset(entry.get("follows", ())),
        more=entry.get("more", False),
    )


def _pattern(path: Path, pattern: str, line: int | None) -> Pattern:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise SeedError(path, f"{pattern!r}: {error}", "mend the expression", line) from error
