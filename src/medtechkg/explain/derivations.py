"""How a derived triple was derived: back through the rule that made it, to what was asserted.

A rule saw the graph as it was when its turn came. So a step may rest only on triples that are
asserted or come from rules that ran before; that makes every derivation end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from medtechkg import inference, resources
from medtechkg.explain import patterns, sparql
from medtechkg.explain.patterns import Triple
from medtechkg.explain.routes import Node, Premise
from medtechkg.explain.rows import Row, narrowed, smallest
from medtechkg.explain.witnesses import Tracer
from medtechkg.iris import Base
from medtechkg.store import Store

__all__ = ["Derivations"]

#: How many ways of deriving one triple are looked for.
_MOST = 5


class Derivations:
    """The rules of a graph, by name, and which triples they derived."""

    def __init__(self, store: Store) -> None:
        base = Base(store.manifest.base)
        self.store = store
        self.derived = base.graph("inferred/")
        self.rules = _rules(base)
        self._order = {name: number for number, name in enumerate(self.rules)}
        self._graphs: dict[Premise, tuple[str, ...]] = {}
        self._constructs: dict[str, sparql.Construct] = {}

    def graphs(self, premise: Premise) -> tuple[str, ...]:
        """The named graphs that hold a triple."""
        if premise not in self._graphs:
            ends = premise[:3]
            found = self.store.quads_for_pattern(*ends, premise.graph)  # type: ignore[arg-type]
            self._graphs[premise] = tuple(sorted(str(quad.graph_name.value) for quad in found))  # type: ignore[union-attr]
        return self._graphs[premise]

    def rule(self, premise: Premise) -> str:
        """The rule that derived a triple; nothing if it is asserted."""
        graphs = self.graphs(premise)
        names = [graph.removeprefix(self.derived) for graph in graphs]
        asserted = any(name == graph for name, graph in zip(names, graphs, strict=True))
        return "" if asserted or not names else min(names, key=self._rank)

    def summary(self, rule: str) -> str:
        """What a rule says, in words."""
        return self.rules[rule].summary if rule in self.rules else "a rule that is no longer there"

    def steps(self, derived: Iterable[Premise]) -> dict[Premise, list[frozenset[Premise]]]:
        """For each derived triple, the sets of triples its rule makes it of, smallest first."""
        by_rule: dict[str, set[Premise]] = {}
        for premise in derived:
            by_rule.setdefault(self.rule(premise), set()).add(premise._replace(graph=None))
        found: dict[Premise, list[frozenset[Premise]]] = {}
        for rule, premises in by_rule.items():
            if rule in self.rules:
                found.update(self._made(rule, premises))
        return found

    def _rank(self, rule: str) -> int:
        return self._order.get(rule, len(self._order))

    def _made(
        self, rule: str, premises: Collection[Premise]
    ) -> dict[Premise, list[frozenset[Premise]]]:
        read = self._construct(rule)
        rank = self._rank(rule)
        tracer = Tracer(self.store, read.prologue, allowed=lambda each: self._before(each, rank))
        found: dict[Premise, dict[frozenset[Premise], None]] = {each: {} for each in premises}
        for template in dict.fromkeys(read.template):
            wanted = {row: each for each in premises for row in _matched(tracer, template, each)}
            if wanted:
                for premise, step in _steps(tracer, read, template, wanted):
                    found[premise][step] = None
        return {each: list(islice(smallest(steps), _MOST)) for each, steps in found.items()}

    def _construct(self, rule: str) -> sparql.Construct:
        if rule not in self._constructs:
            self._constructs[rule] = sparql.construct(self.rules[rule].text)
        return self._constructs[rule]

    def _before(self, premise: Premise, rank: int) -> bool:
        rule = self.rule(premise)
        return not rule or self._rank(rule) < rank


@cache
def _rules(base: Base) -> Mapping[str, inference.Rule]:
    return {rule.name: rule for rule in inference.load(resources.ontology(), base)}


def _names(template: Triple) -> tuple[str, ...]:
    return patterns.visible(template)


def _matched(tracer: Tracer, template: Triple, premise: Premise) -> Iterator[Row]:
    """The values under which a template makes a triple, if it can make it."""
    values: dict[str, Node] = {}
    ends = (template.subject, template.predicate, template.object)
    for end, term in zip(ends, premise[:3], strict=True):
        expected = values.setdefault(end, term) if patterns.is_variable(end) else tracer.term(end)
        if expected != term:
            return
    yield tuple(values[name] for name in _names(template))


def _steps(
    tracer: Tracer, read: sparql.Construct, template: Triple, wanted: Mapping[Row, Premise]
) -> Iterator[tuple[Premise, frozenset[Premise]]]:
    names = _names(template)
    limits = narrowed(names, wanted, patterns.certain(patterns.relaxed(read.where)))
    for solution in tracer.solutions(read.where, limits):
        premise = wanted.get(tuple(solution.get(name) for name in names))
        if premise is not None:
            for witness in tracer.witnesses(read.where, solution):
                yield premise, witness.premises
