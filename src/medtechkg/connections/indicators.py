"""The figures of a graph as values that can be laid side by side, each with the words it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from medtechkg import answers
from medtechkg.iris import local_name

if TYPE_CHECKING:
    from medtechkg.answers import Row, Value
    from medtechkg.store import Store

__all__ = ["ASPECTS", "Figure", "bounds", "differences", "figures", "nested"]

# The area of a figure is what the question on comparing regions takes for it; the class stands for
# none, for an unbound place would be any.
_FIGURES = """
SELECT DISTINCT ?figure ?code ?measure ?subject ?of ?value ?least ?most ?verbatim ?qualifier
                ?hedge ?unit ?as_of ?as_of_basis ?horizon ?period ?base ?counted ?field_iri ?field
                ?modality ?speaker ?place ?area ?own ?source ?quote ?document ?issued ?evidence
WHERE {
  ?figure a mtk:StatisticalObservation ; mtk:indicator ?code ; mtk:about ?subject ;
          mtk:status/skos:notation "accepted" ; mtk:polarity/skos:notation "affirmed" ;
          mtk:modality/skos:notation ?modality .
  ?code skos:prefLabel ?label .
  ?figure mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf ?source .
  ?source dcterms:title ?document .
  OPTIONAL { ?figure mtk:indicatorName ?named }
  BIND(COALESCE(?named, ?label) AS ?measure)
  OPTIONAL { ?subject skos:prefLabel ?of }
  OPTIONAL { ?figure mtk:value ?value }
  OPTIONAL { ?figure mtk:minValue ?least }
  OPTIONAL { ?figure mtk:maxValue ?most }
  OPTIONAL { ?figure mtk:verbatimValue ?verbatim }
  OPTIONAL { ?figure mtk:qualifier/skos:notation ?qualifier }
  OPTIONAL { ?figure mtk:qualifierText ?hedge }
  OPTIONAL { ?figure mtk:unit/skos:prefLabel ?unit }
  OPTIONAL { ?figure mtk:asOf ?as_of }
  OPTIONAL { ?figure mtk:asOfBasis ?as_of_basis }
  OPTIONAL { ?figure mtk:horizon ?horizon }
  OPTIONAL { ?figure mtk:period ?period }
  OPTIONAL { ?figure mtk:base ?base }
  OPTIONAL { ?figure mtk:counted ?counted }
  OPTIONAL { ?figure mtk:sector|mtk:topic ?field_iri . ?field_iri skos:prefLabel ?field }
  OPTIONAL { ?figure mtk:statedBy/skos:prefLabel ?speaker }
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?subject a ?place_kind FILTER(?place_kind = mtk:Region) }
  OPTIONAL { ?subject a ?field_kind FILTER(?field_kind = mtk:FieldOfActivity) }
  BIND(IF(BOUND(?place_kind), ?subject, ?none) AS ?itself)
  OPTIONAL { ?figure mtk:refArea ?stated }
  OPTIONAL { ?subject mtk:locatedIn ?home . ?home a mtk:Region .
             FILTER NOT EXISTS { ?subject mtk:locatedIn ?nearer .
                                 FILTER EXISTS { ?nearer mtk:partOf|mtk:locatedIn ?home } } }
  OPTIONAL { ?source mtk:coversRegion ?covered }
  BIND(COALESCE(?stated, ?itself, ?covered, ?home, mtk:Region) AS ?place)
  OPTIONAL { ?place skos:prefLabel ?area }
  BIND(IF(BOUND(?place_kind), "region", IF(BOUND(?field_kind), "field", "thing")) AS ?own)
}
ORDER BY ?figure ?document ?quote ?evidence ?verbatim ?hedge ?field ?speaker ?place
"""
_NESTED = """
SELECT DISTINCT ?inner ?outer WHERE {
  ?inner a mtk:Region ; (mtk:partOf|mtk:locatedIn)+ ?outer . ?outer a mtk:Region
}
"""
#: What has to be the same for two figures to be about the same thing.
ASPECTS = ("definition", "time", "area", "outlook")
_EXACT = frozenset(("exact", "range"))
_FROM = frozenset(("more-than", "at-least"))
_UP_TO = frozenset(("less-than", "at-most", "up-to", "nearly"))
_OUTLOOK = frozenset(("forecast", "target", "average"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was said: ``row`` has its columns, the others what it is a figure of.

    ``owner`` is the thing it is told of, empty for a region or a field as a whole; ``definition``
    the fields and the base that were counted, ``time`` its as-of date, horizon and period, ``area``
    where it holds; ``outlook`` tells a forecast, a target or an average, and a mere expectation,
    from a count. ``voices`` are the documents that give it, each with the speaker.
    """

    iri: str
    indicator: str
    owner: str
    subject: str
    definition: tuple[str, ...]
    time: tuple[str, ...]
    area: tuple[str, ...]
    outlook: tuple[str, ...]
    voices: frozenset[tuple[str, str]]
    evidence: tuple[str, ...]
    row: Row

    @property
    def measure(self) -> tuple[str, str, str]:
        """What was counted, in which unit."""
        return self.indicator, str(self.row["measure"]), str(self.row["unit"] or "")


def figures(store: Store) -> list[Figure]:
    """Read the accepted figures of a graph, in the order of their IRIs."""
    found = groupby(answers.rows(store, _FIGURES), key=lambda row: str(row["figure"]))
    return [_figure(iri, list(rows)) for iri, rows in found]


def nested(store: Store) -> frozenset[tuple[str, str]]:
    """Every region with each that it lies in."""
    rows = answers.rows(store, _NESTED)
    return frozenset((str(row["inner"]), str(row["outer"])) for row in rows)


def _figure(iri: str, rows: list[Row]) -> Figure:
    first = rows[0]
    qualifier = str(first["qualifier"] or "exact")
    return Figure(
        iri=iri,
        indicator=local_name(str(first["code"])),
        owner=str(first["subject"]) if first["own"] == "thing" else "",
        subject=str(first["subject"]),
        definition=_definition(rows),
        time=(*_all(rows, "as_of"), *_all(rows, "horizon"), *_all(rows, "period")),
        area=tuple(each for each in _all(rows, "place")[:1] if local_name(each) != "Region"),
        outlook=(qualifier if qualifier in _OUTLOOK else "", str(first["modality"])),
        voices=frozenset((str(row["source"]), str(row["speaker"] or "")) for row in rows),
        evidence=_all(rows, "evidence"),
        row={**first, "amount": _amount(first)},
    )


def _definition(rows: list[Row]) -> tuple[str, ...]:
    itself = (row for row in rows if row["own"] == "field")
    return tuple(sorted({*_all(rows, "field_iri"), *_all(itself, "subject"), *_all(rows, "base")}))


def _all(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(sorted({str(row[column]) for row in rows if row[column] is not None}))


def _amount(row: Row) -> str:
    """The number as it was written, with its hedge."""
    ends = [str(row[name]) for name in ("least", "most") if row[name] is not None]
    written = str(row["verbatim"] or row["value"] or " to ".join(ends))
    hedge = str(row["hedge"] or ("" if row["qualifier"] in (None, *_EXACT) else row["qualifier"]))
    return written if hedge.casefold() in written.casefold() else f"{hedge} {written}"


def bounds(figure: Figure) -> tuple[float, float]:
    """The least and the most a figure may stand for: a tenth more or less where it is not exact.

    This is what the rule ``conflicting-figures`` takes for it, too.
    """
    row = figure.row
    exact, qualifier = _number(row["value"]), str(row["qualifier"] or "exact")
    least, most = _number(row["least"]), _number(row["most"])
    low = exact if qualifier in _EXACT | _FROM else _times(exact, 0.9)
    high = exact if qualifier in _EXACT else _times(exact, 1.1)
    lower = -inf if qualifier in _UP_TO else _first(least, low, -inf)
    upper = inf if qualifier in _FROM else _first(most, high, inf)
    return lower, upper


def _number(value: Value) -> float | None:
    return None if value is None else float(str(value))


def _times(number: float | None, factor: float) -> float | None:
    return None if number is None else number * factor


def _first(*numbers: float | None) -> float:
    return next(number for number in numbers if number is not None)


def differences(one: Figure, other: Figure) -> Iterator[str]:
    """Name what two figures differ in besides their values, of `ASPECTS`."""
    for aspect in ASPECTS:
        if getattr(one, aspect) != getattr(other, aspect):
            yield aspect
