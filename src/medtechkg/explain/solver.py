"""Solutions of the patterns of a query, found by the engine, with all their variables shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import pyoxigraph

from medtechkg.explain import patterns, writing
from medtechkg.explain.patterns import Group, Select
from medtechkg.explain.routes import Node, Premise
from medtechkg.explain.rows import Row, Solution, settled
from medtechkg.store import Store

__all__ = ["Allowed", "Solver"]

#: Tells which triples may be used at all.
Allowed: TypeAlias = Callable[[Premise], bool]

#: How many solutions of one pattern are looked at.
_MOST_SOLUTIONS = 200_000


class Solver:
    """Solves patterns over one store; ``bound`` are parameters, ``allowed`` bars triples.

    ``cut`` tells whether a limit left something out.
    """

    def __init__(
        self, store: Store, prologue: str, bound: Solution, allowed: Allowed | None
    ) -> None:
        self.store = store
        self.prologue = prologue
        self.bound = dict(bound)
        self.allowed = allowed
        self.cut = False
        self._terms: dict[str, Node] = {}
        self._columns: dict[int, tuple[str, ...]] = {}
        self._alive: list[object] = []

    def solutions(
        self,
        group: Group,
        narrowed: writing.Restriction | None = None,
        dataset: str = "",
        outer: bool = False,
        wanted: tuple[Sequence[str], Collection[Row]] | None = None,
    ) -> Iterator[Solution]:
        """Solve a group with all it binds; ``outer`` if parameters reach it.

        Of the solutions, those whose values of some variables are ``wanted``.
        """
        bound = self.bound if outer else ()  # what is bound has to be in the projection
        names = " ".join(dict.fromkeys((*self._visible(group), *bound))) or "(1 AS ?_nothing)"
        body = writing.write(self._loose(group), narrowed)
        text = f"SELECT {names} {dataset} WHERE {{ {body} }}"
        yield from self._query(self._placed(text), outer, wanted)

    def _loose(self, group: Group) -> Group:
        """The group as the engine is to solve it: where triples are barred, absences are ours."""
        return group if self.allowed is None else patterns.relaxed(group)

    def _asked(self, select: Select) -> Select:
        return replace(select, where=self._loose(select.where), slice="")

    def _placed(self, text: str) -> str:
        """A query as it is to be asked here."""
        return text

    def _visible(self, group: Group) -> tuple[str, ...]:
        if id(group) not in self._columns:
            self._columns[id(group)] = patterns.visible(group)
            self._alive.append(group)  # its id stays its own
        return self._columns[id(group)]

    def _query(
        self,
        text: str,
        outer: bool,
        wanted: tuple[Sequence[str], Collection[Row]] | None = None,
    ) -> Iterator[Solution]:
        bound = self.bound if outer else {}
        given = {pyoxigraph.Variable(name[1:]): term for name, term in bound.items()}
        found = self.store.query(f"{self.prologue} {text}", given or None)  # type: ignore[arg-type]
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [f"?{variable.value}" for variable in found.variables]
        columns, rows = wanted or ((), None)
        at = [names.index(name) if name in names else -1 for name in columns]
        for number, row in enumerate(settled(found)):
            if number >= _MOST_SOLUTIONS:
                self.cut = True
                return
            if rows is not None and -1 not in at and tuple(row[each] for each in at) not in rows:
                continue
            values = zip(names, row, strict=True)
            yield {**bound, **{name: term for name, term in values if term is not None}}

    def term(self, text: str, solution: Solution | None = None) -> Node:
        """The term a text stands for: a variable's value, or a constant."""
        if text.startswith("?"):
            return (solution or {})[text]
        if text not in self._terms:
            constant = "rdf:type" if text == "a" else text
            (row,) = self._query(f"SELECT ({constant} AS ?term) {{}}", False)
            self._terms[text] = row["?term"]
        return self._terms[text]
