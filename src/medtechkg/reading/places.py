"""Whether one place can lie in another, as far as the registers know both."""

from __future__ import annotations

from collections.abc import Mapping

from medtechkg.model import Statement

__all__ = ["plausible"]

_LYING = ("locatedIn", "partOf")


def plausible(statement: Statement, within: Mapping[str, frozenset[str]]) -> bool:
    """Whether no register speaks against where a place is said to lie.

    What holds a place lies itself in all that the other lies in, or holds it already. Two places
    that lie in just the same ("in the UK, Germany and Spain") hold each other only if one of them
    is a stretch of land that nothing is filed under.
    """
    inner, outer = statement.subject.iri or "", statement.object.iri or ""
    if statement.predicate not in _LYING or not (within.get(inner) and within.get(outer)):
        return True
    if outer in within[inner]:
        return True
    if inner == outer or not within[outer] <= within[inner]:
        return False
    if within[outer] != within[inner]:
        return True
    land = all(not within.get(each) for each in within[outer])
    return not land and not all(_holds(each, within) for each in (inner, outer))


def _holds(place: str, within: Mapping[str, frozenset[str]]) -> bool:
    return any(place in above for above in within.values())
