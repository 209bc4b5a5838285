"""The smallest sets of triples that still give a row, and all of them.

Where a query only ever gains rows with triples, the witnesses that hold no other are minimal. With
OPTIONAL, negation or aggregates they need not be; there the query itself is the judge: it is asked
again over a few triples alone, many such trials in one query, each in a named graph of its own.
Alternatives of an aggregate come from R. Reiter's hitting-set tree ("A theory of diagnosis from
first principles", Artificial Intelligence 32, 1987).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph

from medtechkg.explain import patterns, writing
from medtechkg.explain.patterns import (
    Bind,
    Exists,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    SubSelect,
    Triple,
    Union,
)
from medtechkg.explain.routes import Node, Premise
from medtechkg.explain.rows import Found, Row, Solution, Witness, smallest, union
from medtechkg.explain.sparql import Query
from medtechkg.explain.witnesses import Tracer
from medtechkg.store import Embedded, Manifest

__all__ = ["Judge", "Supports", "supports"]

_Set = frozenset[Premise]
#: No set larger than this is reduced by trial: the trials grow with its square.
_LARGEST = 60
#: How many trials go into one query.
_BATCH = 2_000
_TRIAL = "?_trial"


@dataclass(frozen=True, slots=True)
class Supports:
    """The minimal witnesses of a row, smallest first.

    ``complete`` if there are no others; ``minimal`` if each alone gives the row and nothing can be
    left out of any, as far as that could be tried.
    """

    witnesses: tuple[Witness, ...]
    complete: bool = True
    minimal: bool = True


class Judge:
    """Tells whether a query gives a row over a few triples alone; slices are left aside."""

    def __init__(self, query: Query, bound: Mapping[str, Node]) -> None:
        self.select = _sliceless(query.select)
        self.prologue = query.prologue
        self.bound = {pyoxigraph.Variable(name[1:]): term for name, term in bound.items()}
        self.together = _may_go_together(self.select)
        self.required = _required(self.select.where)

    def yields(self, trials: Sequence[tuple[Iterable[Premise], Row]]) -> list[bool]:
        """Judge each trial, of triples and the row they should give."""
        if not self.together:
            return [row in self._rows(premises) for premises, row in trials]
        found: list[bool] = []
        for begin in range(0, len(trials), _BATCH):
            found += self._batch(trials[begin : begin + _BATCH])
        return found

    def _rows(self, premises: Iterable[Premise]) -> set[Row]:
        store = pyoxigraph.Store()
        for subject, predicate, object_, graph in premises:
            triple = (subject, predicate, object_)
            store.add(pyoxigraph.Quad(*triple))  # type: ignore[arg-type]  # they come from quads
            if graph is not None:
                store.add(pyoxigraph.Quad(*triple, graph))  # type: ignore[arg-type]
        text = f"{self.prologue} {writing.select_text(self.select)}"
        names = [name[1:] for name in self.select.columns]
        return {tuple(row[name] for name in names) for row in self._ask(store, text)}

    def _batch(self, trials: Sequence[tuple[Iterable[Premise], Row]]) -> list[bool]:
        store = _placed(premises for premises, _ in trials)
        names = [name[1:] for name in self.select.columns]
        given = {(row["_trial"], *(row[name] for name in names)) for row in self._trials(store)}
        return [
            (_graph(number), *row) in given or (None, *row) in given
            for number, (_, row) in enumerate(trials)
        ]

    def needed(self, sets: Sequence[_Set]) -> list[_Set]:
        """The triples of each set that are plainly needed, at the price of one trial.

        What a query requires, filters aside, may fit a set in one way only; then no row is left
        without any of the triples that fit. Where it fits in several, none is told.
        """
        if not self.together or not patterns.visible(self.required):
            return [frozenset() for _ in sets]
        found: dict[Node, list[Solution]] = {}
        store = _placed(sets)
        for solution in self._fits(store):
            found.setdefault(solution[_TRIAL], []).append(solution)
        tracer = Tracer(Embedded(Manifest(""), store), self.prologue)
        return [self._fitting(tracer, found.get(_graph(number), [])) for number in range(len(sets))]

    def _fits(self, store: pyoxigraph.Store) -> Iterator[Solution]:
        names = [_TRIAL, *patterns.visible(self.required)]
        body = writing.write(Group((Graph(_TRIAL, self.required),)))
        rows = store.query(f"{self.prologue} SELECT {' '.join(names)} WHERE {{ {body} }}")
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        for row in rows:
            yield {name: row[name[1:]] for name in names if row[name[1:]] is not None}

    def _fitting(self, tracer: Tracer, solutions: Sequence[Solution]) -> _Set:
        if len(solutions) != 1:
            return frozenset()
        given = {f"?{variable.value}": term for variable, term in self.bound.items()}
        (witness,) = tracer.witnesses(self.required, {**given, **solutions[0]})
        return witness.premises

    def _trials(self, store: pyoxigraph.Store) -> pyoxigraph.QuerySolutions:
        select = _apart(self.select)
        binds = (Bind(each, name) for name, each in select.columns.items() if each is not None)
        if select.grouped:
            where, columns = select.where, select.columns
        else:
            where = Group((*select.where.elements, *binds))
            columns = dict.fromkeys(select.columns)
        asked = replace(select, where=Group((Graph(_TRIAL, where),)), columns=columns)
        return self._ask(store, f"{self.prologue} {writing.select_text(asked)}")

    def _ask(self, store: pyoxigraph.Store, text: str) -> pyoxigraph.QuerySolutions:
        found = store.query(text, substitutions=self.bound or None)  # type: ignore[arg-type]
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found


def _graph(number: int) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(f"trial:{number}")


def _placed(sets: Iterable[Iterable[Premise]]) -> pyoxigraph.Store:
    """A store with a named graph for each set."""
    store = pyoxigraph.Store()
    for number, premises in enumerate(sets):
        graph = _graph(number)
        store.extend(pyoxigraph.Quad(*each[:3], graph) for each in premises)  # type: ignore[arg-type]
    return store


def _required(group: Group) -> Group:
    """The triple patterns, and unions of them, that every solution of a group must match."""
    kept = (Triple, Union, Group)
    found = Group(tuple(each for each in group.elements if isinstance(each, kept)))
    return patterns.mapped(found, _required, lambda select: select)


def _sliceless(select: Select) -> Select:
    """The query for all its rows, in any order; the best of a sub-select stay the best."""
    return replace(select, where=_offsetless(select.where), slice="", order="", dataset="")


def _offsetless(group: Group) -> Group:
    def inner(select: Select) -> Select:
        cut = re.sub(r"(?i)\bOFFSET\s+\d+", "", select.slice)
        return replace(select, where=_offsetless(select.where), slice=cut)

    return patterns.mapped(group, _offsetless, inner)


def _apart(select: Select) -> Select:
    """The query with its rows told apart by the named graph of the trial, at every depth."""
    columns = {_TRIAL: None, **select.columns}
    keys = {_TRIAL: None, **select.keys} if select.keys is not None else None
    return replace(select, where=_parted(select.where), columns=columns, keys=keys)


def _parted(group: Group) -> Group:
    return patterns.mapped(group, _parted, _apart)


def _may_go_together(select: Select) -> bool:
    """Tell whether trials can be kept apart by a named graph each.

    A slice counts rows of all graphs at once, and a group of all solutions is there without any.
    """
    if select.keys == {}:
        return False
    for each in patterns.walk(select.where):
        if isinstance(each, Graph) or (isinstance(each, SubSelect) and not _parts(each.select)):
            return False
        if any(_selects(part) for text in patterns.expressions(each) for part in text):
            return False
    return True


def _parts(select: Select) -> bool:
    return not select.slice and select.keys != {}


def _selects(part: str | Exists) -> bool:
    """Tell whether an EXISTS holds a sub-select."""
    if isinstance(part, str):
        return False
    return any(isinstance(each, SubSelect) for each in patterns.walk(part.group))


def _monotone(select: Select) -> bool:
    """Tell whether more triples never cost the query a row."""
    if select.grouped or any(patterns.expressions(select)):
        return False
    return not any(_turns(each) for each in patterns.walk(select.where))


def _turns(element: patterns.Element) -> bool:
    match element:
        case Optional() | Minus():
            return True
        case SubSelect(select):
            return bool(select.grouped or select.slice)
        case Filter():
            exists = any(not isinstance(part, str) for part in element.expression)
            return exists and (element.block is None or element.block.negated)
        case Bind(expression):
            return any(not isinstance(part, str) for part in expression)
        case _:
            return False


def supports(
    query: Query, judge: Judge, found: Mapping[Row, Found], most: int
) -> dict[Row, Supports]:
    """Reduce the witnesses of rows to the minimal ones, at most ``most`` a row."""
    monotone = _monotone(query.select)
    gathered = {row: _gathered(each, most) for row, each in found.items()}
    if query.select.grouped:
        _settle(judge, gathered, found)
    done: dict[Row, Supports] = {}
    left: list[tuple[Row, Witness]] = []
    for row, (witnesses, complete) in gathered.items():
        if monotone and complete:
            done[row] = Supports(tuple(witnesses))
        else:
            left += ((row, each) for each in witnesses)
    reduced = _reduced(judge, left, most)
    for row, (_, complete) in gathered.items():
        if row not in done:
            done[row] = _kept(reduced.get(row, []), complete, most)
    return done


def _settle(
    judge: Judge, gathered: dict[Row, tuple[list[Witness], bool]], found: Mapping[Row, Found]
) -> None:
    """Where a group gives its row only by the order of its members, take those that do alone."""
    pairs = [(row, each) for row, (witnesses, _) in gathered.items() for each in witnesses]
    verdicts = judge.yields([(each.premises, row) for row, each in pairs])
    for (row, _), verdict in zip(pairs, verdicts, strict=True):
        if not verdict:
            members = _least(each for group in found[row].groups for each in group)
            alone = judge.yields([(each.premises, row) for each in members])
            kept = [each for each, gives in zip(members, alone, strict=True) if gives]
            gathered[row] = (kept or gathered[row][0], gathered[row][1])


def _gathered(found: Found, most: int) -> tuple[list[Witness], bool]:
    """The candidates of a row: its witnesses that hold no other, or all of a group together."""
    least = _least([*found.witnesses, *(union(group) for group in found.groups)])
    return least[:most], found.complete and len(least) <= most


def _least(witnesses: Iterable[Witness]) -> list[Witness]:
    by_premises: dict[_Set, Witness] = {}
    for each in witnesses:
        by_premises.setdefault(_plain(each.premises), each)
    return [Witness(s, by_premises[s].absences) for s in smallest(by_premises)]


def _plain(premises: _Set) -> _Set:
    """Leave out a triple that is also there as one of a named graph."""
    placed = {each[:3] for each in premises if each.graph is not None}
    return frozenset(each for each in premises if each.graph is not None or each[:3] not in placed)


@dataclass(slots=True)
class _Reduction:
    row: Row
    absences: frozenset[object]
    whole: _Set
    now: _Set
    unique: bool = True
    minimal: bool = True


def _reduced(
    judge: Judge, candidates: Iterable[tuple[Row, Witness]], most: int
) -> dict[Row, list[_Reduction]]:
    begun = [_Reduction(row, w.absences, w.premises, w.premises) for row, w in candidates]
    small = [each for each in begun if len(each.now) <= _LARGEST]
    enough = judge.yields([(each.now, each.row) for each in small])
    small = [each for each, verdict in zip(small, enough, strict=True) if verdict]
    for each in begun:
        each.minimal = any(each is one for one in small)
    _shrink(judge, small)
    for each in small:
        if not each.unique:
            begun += _others(judge, each, most)
    done: dict[Row, list[_Reduction]] = {}
    for each in begun:
        done.setdefault(each.row, []).append(each)
    return done


def _shrink(judge: Judge, pending: list[_Reduction]) -> None:
    """Leave out what can be left out, all at once where that goes, until nothing can."""
    while pending:
        firm = judge.needed([each.now for each in pending])
        singles = [
            (each, premise)
            for each, needed in zip(pending, firm, strict=True)
            for premise in _ordered(each.now - needed)
        ]
        verdicts = judge.yields([(each.now - {premise}, each.row) for each, premise in singles])
        needless: dict[int, list[Premise]] = {}
        for (each, premise), verdict in zip(singles, verdicts, strict=True):
            if verdict:
                needless.setdefault(id(each), []).append(premise)
        pending = [each for each in pending if id(each) in needless]
        bare = [each.now.difference(needless[id(each)]) for each in pending]
        trials = [(left, each.row) for left, each in zip(bare, pending, strict=True)]
        for each, left, verdict in zip(pending, bare, judge.yields(trials), strict=True):
            each.unique &= verdict
            each.now = left if verdict else each.now - {needless[id(each)][0]}


def _others(judge: Judge, first: _Reduction, most: int) -> list[_Reduction]:
    """Look for other minimal sets: each lacks some triple of every one that is known."""
    found = {first.now: first}
    seen = {first.whole}
    queue = [first]
    while queue and len(found) < most:
        known = queue.pop(0)
        rests = [known.whole - {premise} for premise in _ordered(known.now)]
        fresh = [rest for rest in dict.fromkeys(rests) if rest not in seen]
        seen.update(fresh)
        verdicts = judge.yields([(rest, first.row) for rest in fresh])
        begun = [
            _Reduction(first.row, first.absences, rest, rest)
            for rest, verdict in zip(fresh, verdicts, strict=True)
            if verdict
        ]
        _shrink(judge, list(begun))
        for each in begun:
            found.setdefault(each.now, each)
        queue += begun
    return [each for each in found.values() if each is not first]


def _ordered(premises: _Set) -> list[Premise]:
    return sorted(premises, key=str)


def _kept(found: Sequence[_Reduction], complete: bool, most: int) -> Supports:
    sets: dict[_Set, _Reduction] = {}
    for each in found:
        sets.setdefault(_plain(each.now), each)
    least = smallest(sets) if all(each.minimal for each in found) else list(sets)
    witnesses = tuple(Witness(s, sets[s].absences) for s in least[:most])  # type: ignore[arg-type]
    minimal = all(each.minimal for each in found)
    return Supports(witnesses, complete and len(least) <= most and minimal, minimal)
