"""What a network is made of, and which properties each view keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from medtechkg.errors import QueryError

__all__ = ["VIEWS", "Edge", "Node", "Quotation", "Row", "kept"]

#: Each view is the properties whose edges it keeps; none keeps all.
#:
#: - ``everything``: each fact between two things, whatever its property.
#: - ``collaboration``: who works with whom and in what: partners, members, initiatives, what is
#:   developed, funded, commissioned, led, hosted or supported, what grew out of what.
#: - ``skills``: what is lacked, required, built up or gained, and what answers it: courses that are
#:   sought, offered or bought, and whom they train.
#: - ``qualifications``: who offers, awards, develops and seeks qualifications, their types and
#:   levels, and the skills and occupations they are for.
VIEWS: Mapping[str, frozenset[str]] = {
    "everything": frozenset(),
    "collaboration": frozenset(
        (
            "acquires",
            "collaboratesWith",
            "commissions",
            "develops",
            "funds",
            "hosts",
            "leads",
            "memberOf",
            "partOf",
            "participatesIn",
            "spunOutOf",
            "supports",
        )
    ),
    "skills": frozenset(
        (
            "addresses",
            "developsSkill",
            "gainsSkill",
            "lacksSkill",
            "offers",
            "reliesOn",
            "requiresSkill",
            "seeksQualification",
            "sourcesTraining",
            "trains",
        )
    ),
    "qualifications": frozenset(
        (
            "addresses",
            "awardedBy",
            "develops",
            "developsSkill",
            "offers",
            "qualificationLevel",
            "qualificationType",
            "requiresSkill",
            "seeksQualification",
            "sourcesTraining",
            "trains",
            "usesTrainingRoute",
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, its name and the most particular of its classes, such as ``University``."""

    id: str
    label: str
    cls: str


class Edge(NamedTuple):
    """A fact that stands, from one thing to another.

    ``id`` is the IRI of the fact, a space and ``predicate``, the local name of the property: a fact
    of several parts may give edges of several properties. ``evidence`` holds the IRIs of its
    evidence (`quotations` has their words), ``documents`` one title for each document that says it,
    so that two documents of one title are two. ``start`` and ``end`` are ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``, or empty: when it began and ended, if that is said; ``first`` and ``last`` are
    the earliest and the latest date of these documents, as far as these have dates.
    """

    id: str
    source: str
    target: str
    predicate: str
    modality: str
    evidence: tuple[str, ...]
    documents: tuple[str, ...]
    start: str = ""
    end: str = ""
    first: str = ""
    last: str = ""

    @property
    def weight(self) -> int:
        """The number of documents that say it."""
        return len(self.documents)


#: The fields of an `Edge`, in their order.
Row: TypeAlias = tuple[
    str, str, str, str, str, tuple[str, ...], tuple[str, ...], str, str, str, str
]


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words a piece of evidence holds, and the title of the document they stand in."""

    text: str
    document: str


def kept(view: str) -> frozenset[str]:
    """Tell the properties of a view; none means all.

    Raises:
        QueryError: if there is no such view.
    """
    if view not in VIEWS:
        raise QueryError(f"there is no view “{view}”; the views are {', '.join(VIEWS)}")
    return VIEWS[view]
