"""What a query needs of a store elsewhere: the triples that its patterns may match, and few others.

The patterns are taken one at a time, the narrowest first, each looked up for the values that those
before it have left (a bind join, as L. Haas et al., "Optimizing queries across diverse data
sources", VLDB 1997, have it). A variable is narrowed only where any solution must give it one of
the values known; then solving the query over what was gathered gives what the store would give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode

from medtechkg.explain import patterns, sparql, writing
from medtechkg.explain.paths import Alternative, Inverse, Link, Negated, Path, Repeat, Sequence
from medtechkg.explain.patterns import (
    Bind,
    Element,
    Exists,
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
    Values,
    is_variable,
)
from medtechkg.explain.routes import Node, turned
from medtechkg.iris import PREFIXES

if TYPE_CHECKING:
    from medtechkg.explain.excerpts import Excerpt

__all__ = ["Domains", "Gathering", "findable"]

#: The values a variable may still have; of one that is not there, nothing is known.
Domains: TypeAlias = Mapping[str, frozenset[Node]]
_Required: TypeAlias = Triple | Step | Group | Union | Graph | SubSelect

#: Servers may find longer texts by their beginnings, or not at all.
_LONGEST = 500
#: A pattern with so few subjects is looked up without asking what another would cost.
_FEW = 100
_NEVER = 1 << 60


def findable(values: Iterable[Node]) -> bool:
    """Tell whether a server finds all these as objects: other literals it may write otherwise."""
    return all(isinstance(each, NamedNode) or _plain(each) for each in values)


def _plain(node: Node) -> bool:
    if not isinstance(node, Literal) or len(node.value) > _LONGEST:
        return False
    return bool(node.language) or node.datatype.value == PREFIXES["xsd"] + "string"


class Gathering:
    """Gathers into an excerpt what a query needs."""

    def __init__(self, excerpt: Excerpt, text: str) -> None:
        self.excerpt = excerpt
        self.query = sparql.select(text)
        self._terms: dict[str, Node] = {}

    def gather(self, given: Domains) -> None:
        """Gather all; ``given`` are the values of parameters."""
        self._select(self.query.select, given)

    # -- groups

    def _select(self, select: Select, given: Domains) -> Domains:
        found = self._group(select.where, given)
        self._blocks(patterns.expressions(select), {})
        if "EXISTS" in f"{select.having} {select.order}".upper():  # these stay text
            self.excerpt.fetch(None, None, None)
        return found

    def _group(self, group: Group, given: Domains) -> Domains:
        """Gather for a group: what every solution must match, then what rests on that.

        Of the variables ``given``, those that the group does not bind are seen by its filters only.
        """
        domains = {**given, **self._inline(group)}
        left = [e for e in group.elements if isinstance(e, _Required)]
        while left:
            rank = self._ranked(left, domains)
            first = left.pop(min(range(len(left)), key=lambda at: rank(left[at])))
            domains.update(self._required(first, domains))
        for at, element in enumerate(group.elements):
            match element:
                case Optional(inner):  # its filters see what is before it
                    before = Group(group.elements[:at])
                    self._group(inner, self._solved(before, domains, patterns.mentioned(inner)))
                case Minus(inner):
                    before, shared = Group(group.elements[:at]), patterns.visible(inner)
                    self._group(inner, self._solved(before, domains, frozenset(shared)))
                case Bind():
                    self._blocks([element.expression], self._around(group, at, element, domains))
                case Filter():
                    whole = len(group.elements)
                    self._blocks([element.expression], self._around(group, whole, element, domains))
        return domains

    def _around(self, group: Group, end: int, element: Element, domains: Domains) -> Domains:
        """What an EXISTS sees of the group around it, and of what is around that."""
        inner = [patterns.mentioned(each) for each in patterns.nested(element)]
        if not inner:
            return {}
        before = Group(group.elements[:end])
        bound = set(patterns.visible(before))
        outer = {name: found for name, found in domains.items() if name not in bound}
        return {**outer, **self._solved(before, domains, frozenset().union(*inner))}

    def _blocks(self, expressions: Iterable[patterns.Expression], domains: Domains) -> None:
        for expression in expressions:
            for part in expression:
                if isinstance(part, Exists):
                    self._group(part.group, domains)

    def _required(self, element: _Required, domains: Domains) -> Domains:
        match element:
            case Triple():
                return self._triple(element, domains)
            case Step():
                return self._step(element, domains)
            case SubSelect(select):
                passed = patterns.passed(select) if not select.slice else frozenset[str]()
                return _only(self._select(select, _only(domains, passed)), passed)
            case Union(branches):
                found = [self._nested(branch, domains) for branch in branches]
                told = (name for name in found[0] if all(name in each for each in found))
                return {name: frozenset().union(*(each[name] for each in found)) for name in told}
            case Graph(_, group):
                if not any(isinstance(each, Triple | Step) for each in patterns.walk(group)):
                    self.excerpt.name_graphs()  # any will do, even one nothing is known of
                return self._nested(group, domains)
            case Group():
                return self._nested(element, domains)

    def _nested(self, group: Group, domains: Domains) -> Domains:
        """Gather for a group that is solved by itself, and joined to what is around it."""
        found = self._group(group, _only(domains, patterns.visible(group)))
        return _only(found, patterns.certain(group))

    # -- which pattern comes first

    def _ranked(
        self, left: Collection[Element], domains: Domains
    ) -> Callable[[_Required], tuple[int, int]]:
        cheap = min((self._subjects(each, domains) for each in left), default=_NEVER)
        return partial(self._rank, domains=domains, cheap=cheap)

    def _subjects(self, element: Element, domains: Domains) -> int:
        """How many subjects a pattern is to be looked up for."""
        if not isinstance(element, Triple | Step):
            return _NEVER
        known = self._values(element.subject, domains)
        return _NEVER if known is None else len(known)

    def _rank(self, element: _Required, *, domains: Domains, cheap: int) -> tuple[int, int]:
        """What a pattern costs: steps taken, and whether it is one that is hard to tell of."""
        match element:
            case Triple(_, predicate, object_):
                subjects = self._subjects(element, domains)
                if cheap <= _FEW:
                    return (subjects, 0)
                first = next(iter(self._predicates(predicate, domains)), None)
                return (min(subjects, self._size(first, object_, domains)), 0)
            case Step(_, _, object_):
                known = self._values(object_, domains)
                subjects = self._subjects(element, domains)
                return (min(subjects, _NEVER - 3 if known is None else 50 * len(known)), 1)
            case _:
                shared = any(name in domains for name in patterns.visible(element))
                return (_NEVER - (2 if shared else 0), 2)

    def _size(self, predicate: Node | None, object_: str, domains: Domains) -> int:
        found = self._values(object_, domains)
        objects = found if found is not None and findable(found) else None
        return self.excerpt.size(predicate, objects)

    # -- triples

    def _triple(self, pattern: Triple, domains: Domains) -> Domains:
        subjects, objects = (
            self._values(each, domains) for each in (pattern.subject, pattern.object)
        )
        predicates: list[Node | None] = [*self._predicates(pattern.predicate, domains)] or [None]
        by_object = objects if objects is not None and findable(objects) else None
        by_subject = subjects
        if subjects is not None and by_object is not None and len(subjects) > _FEW:
            sizes = sum(self.excerpt.size(each, by_object) for each in predicates)
            by_subject = subjects if len(subjects) <= sizes else None
        for predicate in predicates:
            self.excerpt.fetch(by_subject, predicate, by_object)
        return self._matched(pattern, predicates, subjects, objects)

    def _matched(
        self,
        pattern: Triple,
        predicates: Collection[Node | None],
        subjects: frozenset[Node] | None,
        objects: frozenset[Node] | None,
    ) -> Domains:
        """The values that the triples gathered leave the variables of a pattern."""
        found: dict[str, set[Node]] = {each: set() for each in patterns.visible(pattern)}
        for triple in self._held(predicates, subjects, objects):
            values: dict[str, Node] = {}
            ends = zip((pattern.subject, pattern.predicate, pattern.object), triple, strict=True)
            if all(values.setdefault(end, term) == term for end, term in ends):
                for name in found:
                    found[name].add(values[name])
        return {name: frozenset(each) for name, each in found.items() if not _blank(each)}

    def _held(
        self,
        predicates: Collection[Node | None],
        subjects: frozenset[Node] | None,
        objects: frozenset[Node] | None,
    ) -> Iterator[tuple[Node, Node, Node]]:
        union, inner = DefaultGraph(), self.excerpt.inner
        starts: list[tuple[Node | None, Node | None]] = [(None, None)]
        from_subjects = subjects is not None and (objects is None or len(subjects) <= len(objects))
        if from_subjects:
            starts = [(each, None) for each in subjects or () if not isinstance(each, Literal)]
        elif objects is not None:
            starts = [(None, each) for each in objects]
        for predicate in predicates:
            for subject, object_ in starts:
                for quad in inner.quads_for_pattern(subject, predicate, object_, union):  # type: ignore[arg-type]
                    if (subjects is None or quad.subject in subjects) and (
                        objects is None or quad.object in objects
                    ):
                        yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]

    # -- paths

    def _step(self, step: Step, domains: Domains) -> Domains:
        subjects, objects = (self._values(each, domains) for each in (step.subject, step.object))
        if subjects is not None and (objects is None or len(subjects) <= 50 * len(objects)):
            return self._walked(step.path, subjects, step.object, objects)
        if objects is not None and findable(objects):
            return self._walked(turned(step.path), objects, step.subject, subjects)
        for predicate in _links(step.path):
            self.excerpt.fetch(None, self._term(predicate) if predicate else None, None)
        if _idle(step.path):
            self.excerpt.fetch(None, None, None)  # it joins every node there is to itself
        return {}

    def _walked(
        self, path: Path, starts: frozenset[Node], end: str, known: frozenset[Node] | None
    ) -> Domains:
        if _idle(path):
            self.excerpt.present(starts)
        reached = self._walk(path, starts)
        if not is_variable(end) or _blank(reached):
            return {}
        return {end: reached if known is None else reached & known}

    def _walk(self, path: Path, starts: frozenset[Node]) -> frozenset[Node]:
        """Gather all that a path meets from some nodes on; where it leads."""
        match path:
            case Link(iri):
                return self._along([self._term(iri)], starts)
            case Inverse(Link(iri)):
                return self._against([self._term(iri)], starts)
            case Inverse(inner):
                return self._walk(turned(inner), starts)
            case Sequence(parts):
                for part in parts:
                    starts = self._walk(part, starts)
                return starts
            case Alternative(parts):
                return frozenset().union(*(self._walk(part, starts) for part in parts))
            case Repeat(inner, sign):
                return self._again(inner, sign, starts)
            case Negated(forward, backward):
                ends = self._along([None], starts) if forward else frozenset[Node]()
                return ends | (self._against([None], starts) if backward else frozenset())

    def _again(self, path: Path, sign: str, starts: frozenset[Node]) -> frozenset[Node]:
        found = self._walk(path, starts)
        new = found - starts
        while new and sign != "?":
            more = self._walk(path, new) - found
            found |= more
            new = more - starts
        return found if sign == "+" else found | starts

    def _along(
        self, predicates: Collection[Node | None], starts: frozenset[Node]
    ) -> frozenset[Node]:
        for predicate in predicates:
            self.excerpt.fetch(starts, predicate, None)
        return frozenset(object_ for _, _, object_ in self._held(predicates, starts, None))

    def _against(
        self, predicates: Collection[Node | None], ends: frozenset[Node]
    ) -> frozenset[Node]:
        for predicate in predicates:
            self.excerpt.fetch(None, predicate, ends if findable(ends) else None)
        return frozenset(subject for subject, _, _ in self._held(predicates, None, ends))

    # -- values

    def _values(self, end: str, domains: Domains) -> frozenset[Node] | None:
        """The values an end of a pattern may have, if they are known."""
        return domains.get(end) if is_variable(end) else frozenset((self._term(end),))

    def _predicates(self, end: str, domains: Domains) -> list[Node]:
        return sorted(self._values(end, domains) or (), key=str)

    def _term(self, text: str) -> Node:
        if text not in self._terms:
            constant = "rdf:type" if text == "a" else text
            (row,) = self._rows(f"SELECT ({constant} AS ?term) {{}}")
            self._terms[text] = row["term"]
        return self._terms[text]

    def _inline(self, group: Group) -> Domains:
        """The values of inline data."""
        found: dict[str, frozenset[Node]] = {}
        for each in group.elements:
            if isinstance(each, Values) and each.certain:
                found.update(self._distinct(each.text, sorted(each.certain)))
        return found

    def _solved(self, group: Group, domains: Domains, wanted: frozenset[str]) -> Domains:
        """The values that a group, as far as it was gathered, gives some variables every time."""
        names = [each for each in patterns.visible(group) if each in wanted]
        if not names:
            return {}
        kept = Group(tuple(each for each in group.elements if not isinstance(each, Filter)))
        sure = patterns.certain(kept)
        known = [(len(found), name) for name, found in domains.items() if name in sure]
        limit = ""
        if known:
            _, name = min(known)
            limit = f"VALUES {name} {{ {' '.join(map(str, domains[name]))} }} "
        found = self._distinct(limit + writing.write(kept), names)
        return {name: found[name] & domains.get(name, found[name]) for name in found}

    def _distinct(self, where: str, names: Collection[str]) -> Domains:
        columns = {name: set[Node | None]() for name in names}
        for row in self._rows(f"SELECT DISTINCT {' '.join(names)} WHERE {{ {where} }}"):
            for name, found in columns.items():
                found.add(row[name[1:]])
        return {
            name: frozenset(each for each in found if each is not None)
            for name, found in columns.items()
            if None not in found and not _blank(found)
        }

    def _rows(self, text: str) -> pyoxigraph.QuerySolutions:
        found = self.excerpt.inner.query(f"{self.query.prologue} {text}")
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return found


def _only(domains: Domains, names: Collection[str]) -> Domains:
    return {name: found for name, found in domains.items() if name in names}


def _blank(nodes: Iterable[Node | None]) -> bool:
    """Tell whether there are blank nodes among some: no request can name them."""
    return any(isinstance(node, BlankNode) for node in nodes)


def _idle(path: Path) -> bool:
    """Tell whether a path may lead nowhere and so stay where it is."""
    match path:
        case Repeat(inner, sign):
            return sign != "+" or _idle(inner)
        case Sequence(parts):
            return all(map(_idle, parts))
        case Alternative(parts):
            return any(map(_idle, parts))
        case Inverse(inner):
            return _idle(inner)
        case _:
            return False


def _links(path: Path) -> Iterator[str]:
    """The properties on a path; an empty one stands for any."""
    match path:
        case Link(iri):
            yield iri
        case Negated():
            yield ""
        case Inverse(inner) | Repeat(inner):
            yield from _links(inner)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from _links(part)
