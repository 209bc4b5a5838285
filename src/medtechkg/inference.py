"""What follows from what is said: rules, each a CONSTRUCT query with a name and a graph of its own.

A derived triple stands in the graph of the rule that derived it, so that it can always be told
what was said from what was concluded, and by which rule. Rules run once, in an order that follows
from what each says it comes ``after``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, QueryTriples, Store

from medtechkg.errors import SeedError
from medtechkg.iris import Base, rebase

__all__ = ["Rule", "infer", "load"]

_FRONT = re.compile(r"^#\+\s*([a-z]+):\s*(.*?)\s*$", re.MULTILINE)
_PLACE = re.compile(r"error at (\d+):\d+: (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule; ``text`` is its CONSTRUCT query, ``after`` the rules it builds on."""

    name: str
    summary: str
    text: str
    after: tuple[str, ...] = ()


def load(folder: Path, base: Base) -> tuple[Rule, ...]:
    """Load the rules of the folder ``ontology/``, in the order in which they run.

    Raises:
        SeedError: if one is malformed, or they wait for each other or for one that is not there.
    """
    paths = sorted((folder / "rules").glob("*.rq"))
    rules = {rule.name: rule for rule in (_read(path, base) for path in paths)}
    for path in paths:
        for name in rules[path.stem].after:
            if name not in rules:
                raise SeedError(path, f"it comes after {name}, which is no rule", "mend `after`")
    return _ordered(rules, folder / "rules")


def infer(store: Store, rules: Iterable[Rule], base: Base) -> dict[str, int]:
    """Run the rules over ``store`` and add to it what is new; count it by rule.

    Its default graph is the union of its named graphs, and stays so.

    Raises:
        SeedError: if a rule makes a blank node.
    """
    return {rule.name: _run(store, rule, base) for rule in rules}


def _read(path: Path, base: Base) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(path, f"cannot be read: {error}", "check the file") from error
    front = dict(_FRONT.findall(text))
    if front.get("name") != path.stem or not front.get("summary"):
        raise SeedError(
            path,
            "a rule says its name and what it does",
            f"add `#+ name: {path.stem}`, `#+ summary:`",
        )
    _parse(path, text)
    after = tuple(name for name in re.split(r"[,\s]+", front.get("after", "")) if name)
    return Rule(path.stem, front["summary"], rebase(text, base), after)


def _parse(path: Path, text: str) -> None:
    try:
        found = Store().query(text)
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        problem, line = (place[2], int(place[1])) if place else (str(error), None)
        words = " ".join(problem.split())
        raise SeedError(path, f"not SPARQL: {words}", "mend the rule", line) from error
    if not isinstance(found, QueryTriples):
        raise SeedError(path, "a rule is a CONSTRUCT query", "rewrite it as one")


def _ordered(rules: dict[str, Rule], folder: Path) -> tuple[Rule, ...]:
    sorter = TopologicalSorter({name: sorted(rule.after) for name, rule in rules.items()})
    try:
        return tuple(rules[name] for name in _by_name(sorter))
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise SeedError(folder, f"rules wait for each other: {circle}", "mend `after`") from error


def _by_name(sorter: TopologicalSorter[str]) -> Iterator[str]:
    """Run through the order, those that may come next always by name."""
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield from ready
        sorter.done(*ready)


def _run(store: Store, rule: Rule, base: Base) -> int:
    graph = NamedNode(base.graph(f"inferred/{rule.name}"))
    new = set()
    for subject, predicate, object_ in store.query(rule.text):  # type: ignore[union-attr]  # see _parse
        if isinstance(subject, BlankNode) or isinstance(object_, BlankNode):
            raise SeedError(f"{rule.name}.rq", "it makes a blank node", "name what it makes")
        if Quad(subject, predicate, object_) not in store:
            new.add((subject, predicate, object_))
    store.bulk_extend(Quad(*triple, graph) for triple in new)
    store.bulk_extend(Quad(*triple) for triple in new)
    return len(new)
