"""What a query asks for, as its author wrote it: groups of patterns, and how to write them again.

The nouns are those of the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#grammar).
Terms and expressions stay text, so that a pattern written again means to the engine what it meant
before; only what leads to triples is taken apart. Blank nodes are variables nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from medtechkg.explain.paths import Path

__all__ = [
    "Bind",
    "Element",
    "Exists",
    "Expression",
    "Filter",
    "Graph",
    "Group",
    "Minus",
    "Optional",
    "Select",
    "Step",
    "SubSelect",
    "Triple",
    "Union",
    "Values",
    "certain",
    "expressions",
    "is_variable",
    "mapped",
    "mentioned",
    "nested",
    "passed",
    "relaxed",
    "visible",
    "walk",
]

# -- patterns ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Step:
    """Two terms joined by a path that is more than a property or a sequence."""

    subject: str
    path: Path
    object: str


@dataclass(frozen=True, slots=True)
class Exists:
    """``EXISTS`` or ``NOT EXISTS`` inside an expression; ``source`` is how it was written."""

    group: Group
    negated: bool
    source: str


Expression = tuple[str | Exists, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition."""

    expression: Expression

    @property
    def block(self) -> Exists | None:
        """The one (NOT) EXISTS it is made of, if it is nothing else."""
        parts = [part for part in self.expression if isinstance(part, Exists) or part.strip(" ()")]
        alone = len(parts) == 1 and isinstance(parts[0], Exists)
        return parts[0] if alone else None  # type: ignore[return-value]  # seen to be one


@dataclass(frozen=True, slots=True)
class Bind:
    """A value given to a variable."""

    expression: Expression
    variable: str


@dataclass(frozen=True, slots=True)
class Values:
    """Inline data; ``certain`` are the variables that have a value in every row."""

    text: str
    variables: tuple[str, ...]
    certain: frozenset[str]


@dataclass(frozen=True, slots=True)
class Optional:
    """What may be there; ``mark`` is a variable that tells whether it was."""

    group: Group
    mark: str
    source: str


@dataclass(frozen=True, slots=True)
class Union:
    """One of several groups; ``mark`` is a variable that tells which."""

    branches: tuple[Group, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Minus:
    """What must not be compatible with the rest."""

    group: Group
    source: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What is in a named graph."""

    name: str
    group: Group


@dataclass(frozen=True, slots=True)
class SubSelect:
    """A query in a query."""

    select: Select


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that hold together."""

    elements: tuple[Element, ...]


Element = (
    Triple | Step | Filter | Bind | Values | Optional | Union | Minus | Graph | SubSelect | Group
)


@dataclass(frozen=True, slots=True)
class Select:
    """A query for rows.

    ``columns`` map each variable to its expression, or to nothing if the pattern binds it; ``keys``
    are what it groups by, the same way. ``order`` and ``slice`` are kept as they were written.
    """

    where: Group
    columns: Mapping[str, Expression | None]
    distinct: bool = False
    keys: Mapping[str, Expression | None] | None = None
    having: str = ""
    order: str = ""
    slice: str = ""
    dataset: str = ""

    @property
    def grouped(self) -> bool:
        """Whether its rows stand for groups of solutions."""
        return self.keys is not None


# -- what a pattern binds ---------------------------------------------------------------------


def is_variable(term: str) -> bool:
    """Tell a variable from a constant."""
    return term.startswith("?")


def _of(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if is_variable(term)]


def visible(element: Element) -> tuple[str, ...]:
    """The variables a pattern may bind, in the order they come up (its *in-scope* variables)."""
    return tuple(dict.fromkeys(_visible(element)))


def _visible(element: Element) -> Iterator[str]:
    match element:
        case Triple(subject, predicate, object_):
            yield from _of((subject, predicate, object_))
        case Step(subject, _, object_):
            yield from _of((subject, object_))
        case Bind(_, variable):
            yield variable
        case Values(_, variables):
            yield from variables
        case Optional(group, mark):
            yield from (*_visible(group), mark)
        case Union(branches, mark):
            for branch in branches:
                yield from _visible(branch)
            yield mark
        case Graph(name, group):
            yield from (*_of((name,)), *_visible(group))
        case SubSelect(select):
            yield from select.columns
        case Group(elements):
            for each in elements:
                yield from _visible(each)
        case Filter() | Minus():
            return


def certain(group: Group) -> frozenset[str]:
    """The variables that have a value before anything optional is looked for.

    Narrowing these from the outset changes no solution but which ones are found.
    """
    found: set[str] = set()
    given: set[str] = set()
    for element in group.elements:
        if isinstance(element, Optional | Minus):
            break
        given |= {element.variable} if isinstance(element, Bind) else set()
        found |= _certain(element)
    later = {each.variable for each in group.elements if isinstance(each, Bind)}
    return frozenset(found - given - later)


def _certain(element: Element) -> frozenset[str]:
    match element:
        case Triple() | Step():
            return frozenset(visible(element))
        case Values():
            return element.certain
        case Union(branches):
            return frozenset.intersection(*(certain(branch) for branch in branches))
        case Graph(name, group):
            return certain(group) | set(_of((name,)))
        case Group():
            return certain(element)
        case SubSelect(select):
            return passed(select)
        case _:
            return frozenset()


def passed(select: Select) -> frozenset[str]:
    """The columns of a query that its own pattern is sure to bind."""
    plain = {name for name, expression in select.columns.items() if expression is None}
    if select.keys is not None:
        plain &= {name for name, expression in select.keys.items() if expression is None}
    return certain(select.where) & plain


# -- walking ----------------------------------------------------------------------------------


def expressions(element: Element | Select) -> Iterator[Expression]:
    """The expressions of one pattern, not those of the patterns in it."""
    match element:
        case Filter(expression) | Bind(expression):
            yield expression
        case Select():
            for each in (*element.columns.values(), *(element.keys or {}).values()):
                if each is not None:
                    yield each


def nested(element: Element) -> Iterator[Group]:
    """The groups a pattern holds, those of its expressions and of its sub-select included."""
    match element:
        case Group():
            yield element
        case Optional(group) | Minus(group) | Graph(_, group):
            yield group
        case Union(branches):
            yield from branches
        case SubSelect(select):
            yield select.where
            yield from (exists.group for exists in _blocks(select))
    yield from (exists.group for exists in _blocks(element))


def _blocks(element: Element | Select) -> Iterator[Exists]:
    for expression in expressions(element):
        yield from (part for part in expression if isinstance(part, Exists))


def walk(group: Group) -> Iterator[Element]:
    """Every pattern in a group, however deep."""
    for element in group.elements:
        yield element
        for inner in nested(element):
            yield from walk(inner)


def mentioned(group: Group) -> frozenset[str]:
    """Every variable a group may have in common with what is around it."""
    found: set[str] = set()
    for element in walk(group):
        found.update(visible(element))
        for expression in expressions(element):
            found.update(_words(expression))
    return frozenset(found)


def _words(expression: Expression) -> Iterator[str]:
    import re

    for part in expression:
        if isinstance(part, str):
            yield from (f"?{name}" for name in re.findall(r"[?$](\w+)", part))


def relaxed(group: Group) -> Group:
    """The group without what rests on absence or existence: it has more solutions, never fewer."""
    kept = (each for each in group.elements if not isinstance(each, Minus) and not _tests(each))
    return mapped(
        Group(tuple(kept)), relaxed, lambda each: replace(each, where=relaxed(each.where))
    )


def _tests(element: Element) -> bool:
    return isinstance(element, Filter) and any(_blocks(element))


def mapped(
    group: Group, change: Callable[[Group], Group], choose: Callable[[Select], Select]
) -> Group:
    """The group with every group and every sub-select right inside it changed."""

    def within(element: Element) -> Element:
        match element:
            case Group():
                return change(element)
            case Optional() | Minus() | Graph():
                return replace(element, group=change(element.group))
            case Union(branches, mark):
                return Union(tuple(change(branch) for branch in branches), mark)
            case SubSelect(select):
                return SubSelect(choose(select))
            case _:
                return element

    return Group(tuple(within(each) for each in group.elements))
