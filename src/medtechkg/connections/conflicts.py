"""What conflicts, and what only seems to: two figures of another definition, time or area.

The conflicts of a graph are those its rules find; the question ``conflicts`` lists them, and this
module asks it. Beside them it lays pairs of figures that do not agree and need not: the same
measure, of the same thing or field or place, given by two voices, whose bounds do not meet, where
what they count, when or where tells them apart. These are explained differences, never conflicts,
and a pair that the graph holds for a conflict is never among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from medtechkg import answers, coverage, questions, things
from medtechkg.answers import Answer
from medtechkg.connections import indicators
from medtechkg.connections.indicators import Figure

if TYPE_CHECKING:
    from medtechkg.answers import Row, Value
    from medtechkg.store import Store

__all__ = ["INCOMPARABLE", "conflicts", "near"]

_COLUMNS = (
    *("finding", "kind", "first", "second", "first_speaker", "second_speaker", "first_date"),
    *("second_date", "quote", "document", "second_quote", "second_document"),
    *("conflict_iri", "first_iri", "second_iri"),
)
#: Sums for different things and changes over time, which need not agree; so say the rules.
INCOMPARABLE = frozenset(
    (
        *("other-statistic", "funding-amount", "amount", "investment", "cost", "price", "saving"),
        *("valuation", "jobs-created", "jobs-lost", "jobs-safeguarded"),
        *("reporting-business-count", "project-count", "count"),
    )
)
_KINDS = {
    "definition": "different definitions",
    "time": "different times",
    "area": "different areas",
    "outlook": "count and outlook",
}
_EMPTY = "No two things the graph holds contradict each other, nor do two figures of one measure."
_SIDES = """
SELECT DISTINCT ?conflict ?fact ?speaker ?as_of ?issued WHERE {
  ?conflict a mtk:ConflictSet ; mtk:groups ?fact .
  OPTIONAL { ?fact mtk:statedBy/skos:prefLabel ?speaker }
  OPTIONAL { ?fact mtk:asOf|mtk:onDate ?as_of }
  OPTIONAL { ?fact mtk:evidencedBy/oa:hasSource/mtk:snapshotOf/dcterms:issued ?issued }
}
ORDER BY ?conflict ?fact ?speaker ?as_of ?issued
"""
_INVOLVED = """
SELECT DISTINCT ?fact ?thing WHERE { ?fact a mtk:Assertion ; ?role ?thing }
"""


def conflicts(store: Store, about: str = "", *, limit: int | None = None) -> Answer:
    """List the conflicts of the graph, then the differences that explain themselves.

    ``about`` is a thing that one of the two has to involve, as its subject, its object, its field
    or its area.

    Raises:
        NotFoundError: if nothing is called so.
    """
    thing = things.find(store, about) if about else ""
    sides = _sides(store)
    known = {frozenset(facts) for facts in sides.values()}
    found = [*_real(store, sides), *_explained(store, known)]
    if thing:
        involved = _involved(store, thing)
        found = [row for row in found if {row["first_iri"], row["second_iri"]} & involved]
    answer = Answer(
        _COLUMNS,
        tuple(found[:limit]),
        limit is None or len(found) <= limit,
        question="Which claims conflict, and which differ for a reason?",
        parameters={"about": thing} if thing else {},
        limit=limit,
        empty=_EMPTY,
    )
    return coverage.explain(
        store, answer, ("StatisticalObservation", "Statement"), filter(None, [thing])
    )


def _involved(store: Store, thing: str) -> set[Value]:
    bound = {"thing": answers.iri(thing)}
    facts: set[Value] = {str(row["fact"]) for row in answers.rows(store, _INVOLVED, bound)}
    return facts | {each.iri for each in indicators.figures(store) if thing in each.area}


def _sides(store: Store) -> dict[str, dict[str, Row]]:
    """The facts of each conflict, with who says each and when."""
    found: dict[str, dict[str, Row]] = {}
    for row in answers.rows(store, _SIDES):
        found.setdefault(str(row["conflict"]), {}).setdefault(str(row["fact"]), row)
    return found


def _real(store: Store, sides: Mapping[str, Mapping[str, Row]]) -> Iterator[Row]:
    """The conflicts as the question has them; it tells of the facts in the order of their IRIs."""
    for row in questions.ask(store, "conflicts"):
        facts = sides.get(str(row["conflict_iri"]), {})
        told: dict[str, Value] = dict.fromkeys(_COLUMNS) | dict(row)
        # Of a set of more than two, the rows do not tell which facts they are of.
        for place, fact in zip(("first", "second"), facts if len(facts) == 2 else (), strict=False):
            told[f"{place}_iri"] = fact
            told[f"{place}_speaker"] = facts[fact]["speaker"]
            told[f"{place}_date"] = _dated(facts[fact]["as_of"], facts[fact]["issued"])
        yield {**told, "finding": "conflict"}


def _dated(as_of: Value, issued: Value) -> str | None:
    if as_of is not None:
        return f"as of {as_of}"
    return None if issued is None else f"published {issued}"


# -- explained differences --------------------------------------------------------------------


def _explained(store: Store, known: set[frozenset[str]]) -> Iterator[Row]:
    inside = indicators.nested(store)
    rows = []
    for one, other in _pairs(indicators.figures(store)):
        kinds = list(indicators.differences(one, other))
        if frozenset((one.iri, other.iri)) not in known and near(one, other, kinds, inside):
            rows.append(_row(one, other, kinds))
    yield from sorted(rows, key=lambda row: [str(row[name]) for name in _COLUMNS])


def _pairs(found: Iterable[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """The figures of one measure and owner whose bounds do not meet, two by two."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in found:
        if figure.indicator not in INCOMPARABLE:
            groups.setdefault((*figure.measure, figure.owner), []).append(figure)
    for group in groups.values():
        ordered = sorted(group, key=lambda each: (*indicators.bounds(each), each.iri))
        for one, other in combinations(ordered, 2):
            if indicators.bounds(one)[1] < indicators.bounds(other)[0]:
                yield one, other


def near(one: Figure, other: Figure, kinds: list[str], inside: frozenset[tuple[str, str]]) -> bool:
    """Tell whether two figures are alike enough to be taken for the same.

    Two voices give them, one or two things tell them apart, and not both what was counted and
    where; areas differ only if one lies in the other.
    """
    if not kinds or len(kinds) > 2 or {"definition", "area"} <= set(kinds):
        return False
    if not (one.voices - other.voices and other.voices - one.voices):
        return False
    if "area" not in kinds:
        return True
    areas = {(*one.area, *other.area), (*other.area, *one.area)}
    return bool(areas & inside)


def _row(one: Figure, other: Figure, kinds: Iterable[str]) -> Row:
    told: dict[str, Value] = {
        "finding": "explained difference",
        "kind": ", ".join(_KINDS[kind] for kind in kinds),
        "conflict_iri": None,
    }
    for place, prefix, figure in (("first", "", one), ("second", "second_", other)):
        row = figure.row
        told |= {
            place: _words(row),
            f"{place}_speaker": row["speaker"],
            f"{place}_date": _dated(row["as_of"], row["issued"]),
            f"{prefix}quote": row["quote"],
            f"{prefix}document": row["document"],
            f"{place}_iri": figure.iri,
        }
    return {name: told[name] for name in _COLUMNS}


def _words(row: Row) -> str:
    """What is counted, and how much of it: subject, field, area, time."""
    limits = [row["field"], row["area"], row["horizon"] or row["period"]]
    rest = [str(each) for each in dict.fromkeys(limits) if each not in (None, row["of"])]
    about = f" ({', '.join(rest)})" if rest else ""
    return f"{row['of']}{about} — {row['measure']} — {row['amount']}"
