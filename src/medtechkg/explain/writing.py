"""Patterns written again as SPARQL, with the marks in them and narrowed to the rows asked about."""

from __future__ import annotations

from collections.abc import Iterable

from medtechkg.explain.patterns import (
    Bind,
    Element,
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
    Values,
    passed,
)

__all__ = ["Restriction", "select_text", "write"]

#: Rows of terms, as text, that variables are to have: what a pattern is narrowed to.
Restriction = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def write(group: Group, restriction: Restriction | None = None) -> str:
    """Write a group as SPARQL, without its braces, narrowed and with the marks in it."""
    told = [_values(restriction)] if restriction and restriction[0] else []
    told += [_write(element, restriction) for element in group.elements]
    return " ".join(told)


def _values(restriction: Restriction) -> str:
    names, rows = restriction
    listed = " ".join(f"({' '.join(row)})" for row in rows)
    return f"VALUES ({' '.join(names)}) {{ {listed} }}"


def _write(element: Element, restriction: Restriction | None) -> str:
    match element:
        case Triple(subject, predicate, object_):
            return f"{subject} {predicate} {object_} ."
        case Step(subject, path, object_):
            return f"{subject} {path} {object_} ."
        case Filter(expression):
            return f"FILTER({_say(expression)})"
        case Bind(expression, variable):
            return f"BIND({_say(expression)} AS {variable})"
        case Values(text):
            return text
        case Optional(group, mark):
            return f"OPTIONAL {{ {write(group)} BIND(true AS {mark}) }}"
        case Union(branches, mark):
            told = (
                f"{{ {write(branch)} BIND({number} AS {mark}) }}"
                for number, branch in enumerate(branches)
            )
            return " UNION ".join(told)
        case Minus(group):
            return f"MINUS {{ {write(group)} }}"
        case Graph(name, group):
            return f"GRAPH {name} {{ {write(group)} }}"
        case SubSelect(select):
            return f"{{ {select_text(select, restriction)} }}"
        case Group():
            return f"{{ {write(element)} }}"


def _say(expression: Expression) -> str:
    return "".join(
        part
        if isinstance(part, str)
        else f"{'NOT ' if part.negated else ''}EXISTS {{ {write(part.group)} }}"
        for part in expression
    )


def select_text(
    select: Select, restriction: Restriction | None = None, *, more: Iterable[str] = ()
) -> str:
    """Write a query, with ``more`` columns; a slice bars any narrowing."""
    narrowed = None if select.slice else _narrow(restriction, passed(select))
    named = [
        name if expression is None else f"({_say(expression)} AS {name})"
        for name, expression in select.columns.items()
    ]
    keys = select.keys or {}
    by = [
        name if expression is None else f"({_say(expression)} AS {name})"
        for name, expression in keys.items()
    ]
    return " ".join(
        filter(
            None,
            (
                "SELECT",
                "DISTINCT" if select.distinct else "",
                " ".join((*named, *more)) or "(1 AS ?_nothing)",
                select.dataset,
                f"WHERE {{ {write(select.where, narrowed)} }}",
                f"GROUP BY {' '.join(by)}" if by else "",
                select.having,
                select.order,
                select.slice,
            ),
        )
    )


def _narrow(restriction: Restriction | None, allowed: frozenset[str]) -> Restriction | None:
    if restriction is None:
        return None
    names, rows = restriction
    kept = [at for at, name in enumerate(names) if name in allowed]
    if not kept:
        return None
    cut = dict.fromkeys(tuple(row[at] for at in kept) for row in rows)
    return tuple(names[at] for at in kept), tuple(cut)
