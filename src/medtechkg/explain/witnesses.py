"""Which triples give a row: why-provenance, worked out from the patterns of the query.

A *witness* is a set of triples that together give a row (P. Buneman, S. Khanna, W.-C. Tan, "Why and
where: a characterization of data provenance", ICDT 2001). The engine does the joins: it solves the
pattern of a query once for all the rows asked about, narrowed to their values, with every hidden
variable shown. Here each solution is then turned back into the triples it matched, operator by
operator: what is not monotone (OPTIONAL, MINUS, NOT EXISTS) gives, beside triples, absences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

import pyoxigraph

from medtechkg.explain import patterns, routes, writing
from medtechkg.explain.patterns import (
    Bind,
    Element,
    Exists,
    Expression,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Step,
    SubSelect,
    Triple,
    Union,
)
from medtechkg.explain.routes import Node, Premise
from medtechkg.explain.rows import (
    NOTHING,
    Absence,
    Found,
    Row,
    Solution,
    Witness,
    narrowed,
    settled,
    smallest,
    union,
)
from medtechkg.explain.solver import Allowed, Solver
from medtechkg.store import Store

__all__ = ["Allowed", "Tracer"]

#: How many steps of the ways of one path are looked at.
_MOST_STEPS = 2_000


class Tracer(Solver):
    """Traces the rows of queries over one store to the triples they come from.

    ``allowed`` bars triples; ``most`` is how many witnesses of a row are kept; ``narrow`` has the
    engine look for the rows asked about only.
    """

    def __init__(
        self,
        store: Store,
        prologue: str,
        *,
        bound: Solution | None = None,
        allowed: Allowed | None = None,
        most: int = 50,
        narrow: bool = True,
    ) -> None:
        super().__init__(store, prologue, bound or {}, allowed)
        self.most = most
        self.narrow = narrow
        self._known: dict[tuple[int, Row], list[Witness]] = {}
        self._common: dict[int, frozenset[str]] = {}
        self._graphs: dict[Node, _InGraph] = {}

    # -- rows of a query

    def rows(self, select: Select, wanted: Collection[Row]) -> dict[Row, Found]:
        """Find the witnesses of rows, each a tuple in the order of the columns."""
        found = {row: Found({}, []) for row in wanted}
        if select.grouped:
            self._groups(select, found)
        else:
            self._plain(select, found)
        return found

    def _plain(self, select: Select, found: dict[Row, Found]) -> None:
        given = _given(select.columns)
        where = Group((*select.where.elements, *given)) if given else select.where
        columns = tuple(select.columns)
        limits = self._limits(columns, found, where)
        for solution in self.solutions(where, limits, select.dataset, True, (columns, found)):
            entry = found.get(tuple(solution.get(name) for name in columns))
            if entry is not None and len(entry.witnesses) < self.most:
                entry.witnesses.update(
                    (each, None) for each in self.witnesses(where, solution, columns)
                )
            elif entry is not None:
                entry.complete = False
        for entry in found.values():
            entry.complete &= not self.cut

    def _groups(self, select: Select, found: dict[Row, Found]) -> None:
        """Trace rows that stand for groups: each group's solutions, by the keys of the group.

        The engine is to look for these groups only: few rows may stand for many solutions.
        """
        keys = tuple(select.keys or ())
        columns = tuple(select.columns)
        extra = tuple(key for key in keys if key not in columns)
        limits = narrowed(columns, found, patterns.passed(select))
        groups: dict[Row, Row] = {}
        for attempt in (limits, None) if limits else (None,):
            text = writing.select_text(self._asked(select), attempt, more=extra)
            for solution in self._query(self._placed(text), True):
                row = tuple(solution.get(name) for name in columns)
                if row in found:
                    groups[tuple(solution.get(key) for key in keys)] = row
            if len(set(groups.values())) == len(found):
                break  # the engine may count a path otherwise when it is narrowed
        members = self._members(select, keys, groups)
        for key, row in groups.items():
            found[row].groups.append(members.get(key, []))
            found[row].complete &= not self.cut

    def _members(
        self, select: Select, keys: tuple[str, ...], groups: Collection[Row]
    ) -> dict[Row, list[Witness]]:
        where = Group((*select.where.elements, *_given(select.keys or {})))
        limits = narrowed(keys, groups, patterns.certain(where))
        members: dict[Row, list[Witness]] = {}
        for solution in self.solutions(where, limits, select.dataset, True, (keys, groups)):
            key = tuple(solution.get(name) for name in keys)
            members.setdefault(key, []).extend(self.witnesses(where, solution, ()))
        return members

    def _limits(
        self, columns: Sequence[str], wanted: Collection[Row], where: Group
    ) -> writing.Restriction | None:
        """Narrow a pattern to the rows wanted, unless it is as well to go through them all.

        The engine plans for the query as it was written; values in front may lead it astray.
        """
        return narrowed(columns, wanted, patterns.certain(where)) if self.narrow else None

    # -- a solution, turned back into triples

    def witnesses(
        self, group: Group, solution: Solution, shown: Collection[str] = ()
    ) -> list[Witness]:
        """The ways in which a group gives a solution; ``shown`` are the columns of the row."""
        found = [NOTHING]
        shown = {*shown, *_unbound(group)}
        for element in group.elements:
            more = self._element(element, solution, shown)
            if isinstance(element, Step) and _idle(more):
                more = self._there(element, solution, group)
            if more is _ALONE:
                continue
            found = [one.and_(other) for one in found for other in more]
            if len(found) > self.most:
                self.cut = True
                found = found[: self.most]
        return found

    def _element(
        self, element: Element, solution: Solution, shown: Collection[str]
    ) -> list[Witness]:
        match element:
            case Triple():
                return self._triple(element, solution)
            case Step():
                return self._step(element, solution)
            case Filter() | Bind():
                return self._expression(element, solution)
            case Optional():
                return self._optional(element, solution, shown)
            case Union(branches, mark):
                branch = branches[int(solution[mark].value)]
                return self.witnesses(branch, solution, shown)
            case Minus(group, source):
                return [self._absence("MINUS", source, solution)]
            case Graph(name, group):
                return self._graph(name, group, solution, shown)
            case SubSelect(select):
                return self._select(select, solution)
            case Group():
                return self.witnesses(element, solution, shown)
            case _:
                return _ALONE

    def _triple(self, pattern: Triple, solution: Solution) -> list[Witness]:
        ends = (pattern.subject, pattern.predicate, pattern.object)
        premise = Premise(*(self.term(end, solution) for end in ends))
        return [Witness(frozenset((premise,)))] if self._may(premise) else []

    def _may(self, premise: Premise) -> bool:
        return self.allowed is None or self.allowed(premise)

    def _step(self, step: Step, solution: Solution) -> list[Witness]:
        ends = (self.term(step.subject, solution), self.term(step.object, solution))
        key = (id(step), ends)
        if key not in self._known:
            self._alive.append(step)
            budget = routes.Budget(_MOST_STEPS)
            found = routes.ways(step.path, *ends, self._fetch, self.term, budget)
            ways = dict.fromkeys(islice(found, self.most + 1))
            self.cut |= budget.spent or len(ways) > self.most
            self._known[key] = [Witness(way) for way in smallest(ways)]
        return self._known[key]

    def _there(self, step: Step, solution: Solution, group: Group) -> list[Witness]:
        """A path of no length stays where it is; the engine wants that node to be in the graph."""
        ends = {step.subject, step.object}
        held = {name for each in group.elements if isinstance(each, Triple) for name in _ends(each)}
        if ends & held:
            return _ALONE
        node = self.term(step.subject, solution)
        of = () if isinstance(node, pyoxigraph.Literal) else self._fetch(node, None, None)
        found = [*islice(of, self.most), *islice(self._fetch(None, None, node), self.most)]
        self.cut |= len(found) >= self.most
        return [Witness(frozenset((each,))) for each in found] or _ALONE

    def _fetch(
        self, subject: Node | None, predicate: Node | None, object_: Node | None
    ) -> Iterator[Premise]:
        triples = self.store.triples_for_pattern(
            subject,  # type: ignore[arg-type]  # no literal comes here
            predicate,  # type: ignore[arg-type]
            object_,  # type: ignore[arg-type]
        )
        for found in settled(triples):
            premise = Premise(found.subject, found.predicate, found.object)  # type: ignore[arg-type]
            if self._may(premise):
                yield premise

    def _optional(
        self, optional: Optional, solution: Solution, shown: Collection[str]
    ) -> list[Witness]:
        if optional.mark in solution:
            return self.witnesses(optional.group, solution, shown)
        missing = [name for name in self._visible(optional.group) if name in shown]
        if not any(name not in solution for name in missing):
            return _ALONE
        return [self._absence("OPTIONAL", optional.source, solution)]

    def _graph(
        self, name: str, group: Group, solution: Solution, shown: Collection[str]
    ) -> list[Witness]:
        graph = self.term(name, solution)
        inner = self._graphs.setdefault(graph, _InGraph(self, graph))
        return [
            Witness(frozenset(each._replace(graph=graph) for each in premises), absences)
            for premises, absences in inner.witnesses(group, solution, shown)
        ]

    def _expression(self, element: Filter | Bind, solution: Solution) -> list[Witness]:
        """An EXISTS rests on what it finds, a NOT EXISTS on what it does not find."""
        found = [NOTHING]
        for part in element.expression:
            if isinstance(part, Exists):
                alone = isinstance(element, Filter) and element.block is part
                more = self._exists(part, solution, alone)
                found = [one.and_(other) for one in found for other in more]
        return found

    def _exists(self, exists: Exists, solution: Solution, alone: bool) -> list[Witness]:
        found = self._within(exists.group, solution)
        if self.allowed is not None and alone and exists.negated == bool(found):
            return []
        return found or [self._absence("NOT EXISTS", exists.source, solution)]

    def _within(self, group: Group, solution: Solution) -> list[Witness]:
        """The witnesses of a group inside an expression, where what is outside has a value."""
        common = tuple(sorted(self._mentioned(group) & solution.keys()))
        key = (id(group), tuple(solution[name] for name in common))
        if key not in self._known:
            self._alive.append(group)
            given = {each.variable for each in group.elements if isinstance(each, Bind)}
            names = tuple(name for name in common if name not in given)
            row = tuple(str(solution[name]) for name in names)
            found: dict[Witness, None] = {}
            for inner in islice(self.solutions(group, (names, (row,))), self.most):
                whole = {**solution, **inner}
                found.update((each, None) for each in self.witnesses(group, whole))
            self._known[key] = list(found)
        return self._known[key]

    def _mentioned(self, group: Group) -> frozenset[str]:
        if id(group) not in self._common:
            self._common[id(group)] = patterns.mentioned(group)
            self._alive.append(group)
        return self._common[id(group)]

    def _select(self, select: Select, solution: Solution) -> list[Witness]:
        row = tuple(solution.get(name) for name in select.columns)
        key = (id(select), row)
        if key not in self._known:
            self._alive.append(select)
            found = self._inner().rows(select, _compatible(select, row)).values()
            single = (each for one in found for each in one.witnesses)
            together = (union(group) for one in found for group in one.groups)
            self._known[key] = list(dict.fromkeys((*single, *together)))
        return self._known[key]

    def _inner(self) -> Tracer:
        return _Inner(self)

    def _absence(self, kind: str, source: str, solution: Solution) -> Witness:
        def told(match: re.Match[str]) -> str:
            term = solution.get(f"?{match[1]}")
            return match[0] if term is None else str(term)

        pattern = re.sub(r"[?$](\w+)", told, " ".join(source.split()))
        return Witness(frozenset(), frozenset((Absence(kind, pattern),)))

    # -- terms


class _Inner(Tracer):
    """The same tracer for a query within a query, which parameters do not reach."""

    def __init__(self, outer: Tracer) -> None:
        super().__init__(outer.store, outer.prologue, allowed=outer.allowed, most=outer.most)
        self._terms, self._known, self._columns = outer._terms, outer._known, outer._columns
        self._alive = outer._alive


class _InGraph(_Inner):
    """The same tracer for what is in one named graph."""

    def __init__(self, outer: Tracer, graph: Node) -> None:
        super().__init__(outer)
        self._known = {}
        self.graph = graph

    def _placed(self, text: str) -> str:
        return f"SELECT * WHERE {{ GRAPH {self.graph} {{ {text} }} }}"

    def _inner(self) -> Tracer:
        return self

    def _fetch(
        self, subject: Node | None, predicate: Node | None, object_: Node | None
    ) -> Iterator[Premise]:
        found = self.store.quads_for_pattern(
            subject,  # type: ignore[arg-type]
            predicate,  # type: ignore[arg-type]
            object_,  # type: ignore[arg-type]
            self.graph,  # type: ignore[arg-type]
        )
        for each in settled(quad.triple for quad in found):
            yield Premise(each.subject, each.predicate, each.object)  # type: ignore[arg-type]


#: What a pattern gives that adds neither triples nor absences.
_ALONE = [NOTHING]


def _idle(found: list[Witness]) -> bool:
    return len(found) == 1 and not found[0].premises


def _compatible(select: Select, row: Row) -> list[Row]:
    """The rows of a sub-select that may stand behind values; others may give what it leaves."""
    sure = patterns.passed(select)
    choices = (
        (term,) if term is None or name in sure else (term, None)
        for name, term in zip(select.columns, row, strict=True)
    )
    return list(product(*choices))


def _unbound(group: Group) -> Iterator[str]:
    """The variables that a filter wants without a value, as ``!BOUND(?v)``: a way to negate."""
    for each in group.elements:
        if isinstance(each, Filter):
            tokens = [part.upper() if isinstance(part, str) else "" for part in each.expression]
            for at, name in enumerate(each.expression[3:], start=3):
                if isinstance(name, str) and tokens[at - 3 : at] == ["!", "BOUND", "("]:
                    yield name


def _ends(triple: Triple) -> tuple[str, str]:
    return triple.subject, triple.object


def _given(columns: Mapping[str, Expression | None]) -> tuple[Bind, ...]:
    return tuple(
        Bind(expression, name) for name, expression in columns.items() if expression is not None
    )
