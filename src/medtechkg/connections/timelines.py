"""What happened when: events, beginnings and ends, new names, and figures, by date.

A date is given as the document gives it, as a day, a month or a year, and stands before the later
days of the same month or year. What has no date is listed at the end; no date is ever worked out
from the date of a document, unless the reader has marked it so (``basis``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from medtechkg import answers, charts, coverage, questions, things
from medtechkg.answers import Answer
from medtechkg.connections import indicators, webs

if TYPE_CHECKING:
    from medtechkg.answers import Row, Value
    from medtechkg.store import Store

__all__ = ["chart", "timeline"]

_COLUMNS = (
    *("date", "precision", "basis", "kind", "what", "place", "modality", "speaker", "quote"),
    *("document", "what_iri", "involved_iri"),
)
_EMPTY = "No document read tells of an event, a beginning, a new name or a figure there."
_EVENTS = """
SELECT DISTINCT ?event ?date ?basis ?kind ?name ?place ?where ?modality ?speaker ?involved ?source
                ?quote ?document
WHERE {
  ?event a mtk:Event ; mtk:fullName ?name ; mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation ?role ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf ?source .
  FILTER(?role = "statement")
  ?source dcterms:title ?document .
  OPTIONAL { ?event mtk:onDate ?date }
  OPTIONAL { ?event mtk:dateBasis ?basis }
  OPTIONAL { ?event mtk:eventKind/skos:prefLabel ?kind }
  OPTIONAL { ?event mtk:modality/skos:notation ?modality }
  OPTIONAL { ?event mtk:statedBy/skos:prefLabel ?speaker }
  OPTIONAL { ?event mtk:place ?where . ?where skos:prefLabel ?place }
  OPTIONAL { ?event mtk:agent|mtk:concerns|mtk:place|mtk:topic ?involved }
}
ORDER BY ?event ?document ?quote ?involved ?name ?kind ?speaker
"""
# What a fact of two ends began, ended or was on; those of several parts come with their ends. Two
# queries, and OPTIONAL first: Virtuoso takes a minute to plan both as one, or OPTIONAL last.
_DATED = """
SELECT DISTINCT ?fact ?kind ?date ?one ?from ?verb ?other ?to ?modality ?speaker ?source ?quote
                ?document
WHERE {
  VALUES (?dating ?kind) { (mtk:startDate "beginning") (mtk:endDate "end") (mtk:onDate "fact") }
  ?fact ?dating ?date .
  OPTIONAL { ?fact mtk:statedBy/skos:prefLabel ?speaker }
  ENDS
  ?property rdfs:label ?verb . ?one skos:prefLabel ?from . ?other skos:prefLabel ?to .
  ?fact mtk:polarity/skos:notation "affirmed" ; mtk:status/skos:notation "accepted" ;
        mtk:modality/skos:notation ?modality ; mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf ?source .
  ?source dcterms:title ?document .
}
ORDER BY ?fact ?kind ?from ?to ?document ?quote ?verb ?speaker
"""
_ENDS = (
    "?fact rdf:subject ?one ; rdf:predicate ?property ; rdf:object ?other .",
    """
  ?property mtk:liftedTo ?lifted ; mtk:subjectRole ?first ; mtk:objectRole ?second .
  ?fact a ?lifted ; ?first ?one ; ?second ?other .
  FILTER(?one != ?other && (?first != ?second || STR(?one) < STR(?other)))
""".strip(),
)
# Collaborations without a date of their own, whose year only the words have.
_PARTIES = """
SELECT DISTINCT ?link ?party ?source WHERE {
  ?link a mtk:Collaboration ; mtk:participant ?party ;
        mtk:evidencedBy/oa:hasSource/mtk:snapshotOf ?source .
  FILTER NOT EXISTS { ?link mtk:startDate|mtk:endDate ?date }
}
"""
_DOCUMENTS = """
SELECT DISTINCT ?document ?region WHERE {
  ?document mtk:coversRegion/(mtk:partOf|mtk:locatedIn)* ?region
}
"""
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of a timeline, with what narrows it: what it involves, and where it was said."""

    row: Row
    involved: frozenset[str]
    sources: frozenset[str]


def timeline(
    store: Store, about: str = "", region: str = "", *, limit: int | None = None
) -> Answer:
    """List what is told by date, the undated at the end.

    ``about`` is a thing that is involved. With a region, something there is involved, or a document
    about it tells it.

    Raises:
        NotFoundError: if nothing is called so.
    """
    thing = things.find(store, about) if about else ""
    place = things.find(store, region, "Region") if region else ""
    found = [*_events(store), *_dated(store), *_changes(store), *_figures(store)]
    if thing:
        found = [moment for moment in found if thing in moment.involved]
    if place:
        inside, about_it = _there(store, place)
        found = [each for each in found if each.involved & inside or each.sources & about_it]
    rows = sorted((moment.row for moment in found), key=_place)
    asked = {"about": thing, "region": place}
    answer = Answer(
        _COLUMNS,
        tuple(rows[:limit]),
        limit is None or len(rows) <= limit,
        question="What happened when?",
        parameters={name: iri for name, iri in asked.items() if iri},
        limit=limit,
        empty=_EMPTY,
    )
    told = coverage.explain(store, answer, ("Event",), filter(None, [thing, place]))
    undated = sum(row["date"] is None for row in rows)
    plural = "s have" if undated > 1 else " has"
    said = [f"{undated:,} row{plural} no date; they stand last."] if undated else []
    return replace(told, known=(*told.known, *said))


def _there(store: Store, place: str) -> tuple[frozenset[str], frozenset[str]]:
    rows = answers.rows(store, _DOCUMENTS, {"region": answers.iri(place)})
    return webs.within(store, place)[0], frozenset(str(row["document"]) for row in rows)


def _place(row: Row) -> tuple[str, ...]:
    """By date, a year before its months and a month before its days; the undated last."""
    rest = (str(row[name] or "") for name in ("kind", "what", "document", "quote", "speaker"))
    return (str(row["date"] or "9999-99-99"), *rest)


def _events(store: Store) -> Iterator[Moment]:
    found = groupby(answers.rows(store, _EVENTS), lambda row: (row["event"], row["quote"]))
    for _, group in found:
        rows = list(group)
        first = rows[0]
        told = {"kind": first["kind"] or "event", "what": first["name"], "what_iri": first["event"]}
        yield _moment({**first, **told}, [row["involved"] for row in rows], rows)


def _dated(store: Store) -> Iterator[Moment]:
    for row in chain.from_iterable(
        answers.rows(store, _DATED.replace("ENDS", each)) for each in _ENDS
    ):
        what = f"{row['from']} — {row['verb']} — {row['to']}"
        told = {"what": what, "what_iri": row["fact"], "basis": "stated"}
        yield _moment({**row, **told}, [row["one"], row["other"]], [row])


def _changes(store: Store) -> Iterator[Moment]:
    """New names, from the registers, and beginnings whose year only the quote has.

    Both are what questions of their own find: ``renamed-organisations`` and ``changes``.
    """
    for row in questions.ask(store, "renamed-organisations"):
        what = f"{row['written_as']} {row['change']}: now {row['now']}"
        told = {"date": row["since"], "kind": row["change"], "what": what, "basis": "register"}
        yield _moment({**row, **told, "what_iri": row["now_iri"]}, [row["now_iri"]], [row])
    parties: dict[str, list[Row]] = {}
    for row in answers.rows(store, _PARTIES):
        parties.setdefault(str(row["link"]), []).append(row)
    for row in questions.ask(store, "changes"):
        if row["collaboration_iri"] in parties:
            yield _collaboration(row, parties[str(row["collaboration_iri"])])


def _collaboration(row: Row, parties: Sequence[Row]) -> Moment:
    what = f"{row['party']} — collaborates with — {row['with']}"
    kind = "beginning" if row["change"] == "began" else "end"
    told = {"kind": kind, "what": what, "basis": "quote", "what_iri": row["collaboration_iri"]}
    modality = str(row["modality"] or "").casefold() or None
    ends = [each["party"] for each in parties]
    return _moment({**row, **told, "modality": modality}, ends, parties)


def _figures(store: Store) -> Iterator[Moment]:
    """Figures at their as-of date; those without are undated, whenever they were published."""
    for figure in indicators.figures(store):
        row = figure.row
        field = f" ({row['field']})" if row["field"] not in (None, row["of"]) else ""
        horizon = f", for {row['horizon']}" if row["horizon"] else ""
        told = {
            "date": row["as_of"],
            "basis": row["as_of_basis"] or ("stated" if row["as_of"] else None),
            "kind": "figure",
            "what": f"{row['of']}{field} — {row['measure']} — {row['amount']}{horizon}",
            "place": row["area"],
            "what_iri": figure.iri,
        }
        involved = (figure.subject, *figure.area, *figure.definition)
        yield _moment({**row, **told}, involved, [row])


def _moment(told: Row, involved: Iterable[Value], rows: Iterable[Row]) -> Moment:
    things = frozenset(str(each) for each in involved if each is not None)
    date = None if told["date"] is None else str(told["date"])
    row: dict[str, Value] = {name: told.get(name) for name in _COLUMNS}
    row |= {"date": date, "precision": _PRECISION.get(len(date)) if date else None}
    row |= {"involved_iri": " ".join(sorted(things))}
    sources = frozenset(str(row["source"]) for row in rows if row.get("source"))
    return Moment(row, things, sources)


def chart(answer: Answer) -> str:
    """Draw the dated rows of a timeline in SVG; the undated are left out, and counted."""
    dated = [row for row in answer.rows if row["date"]]
    left = len(answer.rows) - len(dated)
    documents = dict.fromkeys(str(row["document"]) for row in dated)
    source = "; ".join(documents) + (f". Not shown: {left} without a date" if left else "")
    moments = [
        charts.Moment(str(row["date"]), str(row["what"]), str(row["kind"]), note=_note(row))
        for row in dated
    ]
    return charts.timeline(answer.question, moments, source=source)


def _note(row: Row) -> str:
    hedge = row["modality"] if row["modality"] not in (None, "asserted") else None
    speaker = f"according to {row['speaker']}" if row["speaker"] else None
    return ", ".join(str(each) for each in (hedge, speaker) if each)
