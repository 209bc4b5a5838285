"""Regions side by side: figures, strengths, sub-sectors, needs and providers, each with its quote.

Figures of one measure stand in one line only if they count the same, at the same time, in the same
outlook, of the region as a whole; else each has a line of its own and says what keeps it from being
compared. Nothing is converted, averaged or ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING

from medtechkg import charts, coverage, questions, tables, things
from medtechkg.answers import Answer
from medtechkg.connections import indicators, webs
from medtechkg.connections.indicators import Figure
from medtechkg.errors import QueryError

if TYPE_CHECKING:
    from medtechkg.answers import Row, Value
    from medtechkg.store import Store

__all__ = ["chart", "compare", "side_by_side", "told"]

_COLUMNS = (
    *("part", "measure", "of", "time", "region", "told", "value", "least", "most", "unit", "hedge"),
    *("as_of", "as_of_basis", "horizon", "period", "issued", "speaker", "compared", "quote"),
    *("document", "region_iri", "evidence_iri"),
)
#: As many regions as there are columns for quotes.
_MOST = len(webs.QUOTES)
#: What is told of a region besides figures: the question asked, and the columns that tell it.
_LISTS = (
    ("sub-sectors-by-region", "strengths and sub-sectors", "claimed_for", "field"),
    ("skill-shortages", "needs", "lacking", "skill"),
)
_WORDS = {"definition": "what is counted", "time": "time", "outlook": "count or outlook"}


def compare(store: Store, regions: Sequence[str], *, limit: int | None = None) -> Answer:
    """Gather what is said of two to four regions, one row for each thing said of one of them.

    `side_by_side` sets it in columns; ``limit`` is the most rows.

    Raises:
        NotFoundError: if a region is not known.
        QueryError: if there are fewer than two regions, or too many.
    """
    places = {things.find(store, name, "Region"): name for name in regions}
    if not 2 <= len(places) <= _MOST:
        raise QueryError(f"compare 2 to {_MOST} regions, not {len(places)}; name as many")
    names = {place: webs.name(store, place) for place in places}
    rows = [*_figures(store, names), *_lists(store, names), *_providers(store, names)]
    answer = Answer(
        _COLUMNS,
        tuple(rows[:limit]),
        limit is None or len(rows) <= limit,
        question=f"What is said of {' and '.join(names.values())}, side by side?",
        parameters={f"region {at + 1}": place for at, place in enumerate(places)},
        limit=limit,
        empty="No document read says anything of these regions that could be compared.",
    )
    return coverage.explain(store, answer, ("StatisticalObservation", "SkillNeed"), places)


# -- figures ----------------------------------------------------------------------------------


def _figures(store: Store, names: Mapping[str, str]) -> Iterator[Row]:
    """The figures of the regions and of what is in them, measure by measure."""
    inside = {place: webs.within(store, place)[0] for place in names}
    told = [
        (figure, place)
        for figure in indicators.figures(store)
        for place in names
        if set(figure.area) & inside[place]
    ]
    ordered = sorted(told, key=lambda pair: (*pair[0].measure[1:], pair[0].measure[0]))
    for _, group in groupby(ordered, key=lambda pair: pair[0].measure):
        pairs = list(group)
        rows = [_figure(figure, place, pairs, names) for figure, place in pairs]
        yield from sorted(rows, key=lambda row: _place(row, list(names)))


def _place(row: Row, places: Sequence[str]) -> tuple[object, ...]:
    texts = (str(row[name] or "") for name in ("of", "time", "region_iri", "told", "evidence_iri"))
    of, time, region, *rest = texts
    return of, time, places.index(region), *rest


def _figure(
    figure: Figure, place: str, others: Sequence[tuple[Figure, str]], names: Mapping[str, str]
) -> Row:
    row = figure.row
    near = "" if figure.area == (place,) else f" in {row['area']}"
    return {
        **{name: row.get(name) for name in _COLUMNS},
        "part": "figures",
        "of": f"{_counted(figure)}{near}",
        "time": ", ".join(figure.time) or None,
        "region": names[place],
        "told": _told(row),
        "compared": _compared(figure, place, others, names),
        "region_iri": place,
        "evidence_iri": " ".join(figure.evidence),
    }


def _counted(figure: Figure) -> str:
    """What a figure is of: a thing in the region, a field of it, or the region as a whole."""
    row = figure.row
    own = [row["of"]] if row["own"] != "region" else []
    words = dict.fromkeys(str(each) for each in (*own, row["field"], row["base"]) if each)
    outlook = [each for each in figure.outlook if each not in ("", "asserted")]
    hedge = f" [{', '.join(outlook)}]" if outlook else ""
    return f"{', '.join(words) or 'the region'}{hedge}"


def _told(row: Row) -> str:
    dated = [f"as of {row['as_of']}"] if row["as_of"] else []
    if not dated and row["issued"]:
        dated = [f"undated, published {row['issued']}"]
    speaker = [f"according to {row['speaker']}"] if row["speaker"] else []
    return f"{row['amount']} ({'; '.join([*(dated or ['undated']), *speaker])})"


def _compared(
    figure: Figure, place: str, others: Sequence[tuple[Figure, str]], names: Mapping[str, str]
) -> str:
    """Tell whether each other region has a figure that this one can be compared with."""
    if figure.area != (place,):
        return f"no: it is of {figure.row['area']}, a part of the region"
    reasons = []
    for region, name in names.items():
        theirs = [each for each, where in others if where == region]
        reason = _reason(figure, region, theirs) if region != place else ""
        if reason:
            reasons.append(f"{name}: {reason}")
    return f"no: {'; '.join(reasons)}" if reasons else "yes"


def _reason(figure: Figure, region: str, theirs: Iterable[Figure]) -> str:
    """Why no figure of another region can be compared: the least that differs; or nothing."""
    least: list[str] | None = None
    for other in theirs:
        kinds = [_WORDS[each] for each in indicators.differences(figure, other) if each != "area"]
        if figure.owner or other.owner:
            kinds = list(dict.fromkeys((_WORDS["definition"], *kinds)))
        kinds += ["area"] if other.area != (region,) else []
        least = kinds if least is None or len(kinds) < len(least) else least
    if least is None:
        return "no such figure"
    return f"other {' and '.join(least)}" if least else ""


# -- what is told without figures ---------------------------------------------------------------


def _lists(store: Store, names: Mapping[str, str]) -> Iterator[Row]:
    for question, part, of, told in _LISTS:
        found = [
            (row, place) for place in names for row in questions.ask(store, question, region=place)
        ]
        once = {
            (place, *(row[name] for name in (told, of, "quote", "document"))): (row, place)
            for row, place in found
        }
        rows = [
            _listed(part, row, row[told], row[of], place, names) for row, place in once.values()
        ]
        yield from _marked(rows, names)


def _providers(store: Store, names: Mapping[str, str]) -> Iterator[Row]:
    """Who offers a qualification at any level; those whose level is not known are not asked for."""
    rows = [
        _listed("providers", row, row["qualification"], row["provider"], place, names)
        for place in names
        for row in questions.ask(store, "provision-by-level", region=place, lowest="1", highest="8")
    ]
    yield from _marked(rows, names)


def _listed(
    part: str, row: Row, told: Value, of: Value, place: str, names: Mapping[str, str]
) -> Row:
    speaker = row.get("speaker") or row.get("raised_by")
    return {
        **dict.fromkeys(_COLUMNS),
        "part": part,
        "measure": told,
        "of": of,
        "region": names[place],
        "told": f"{of}{f' (according to {speaker})' if speaker else ''}",
        "speaker": speaker,
        "quote": row["quote"],
        "document": row["document"],
        "region_iri": place,
    }


def _marked(rows: Iterable[Row], names: Mapping[str, str]) -> Iterator[Row]:
    """Put what is told of one thing together, and say in which regions it is."""
    order = list(names)
    ordered = sorted(
        rows,
        key=lambda row: (str(row["measure"]), order.index(str(row["region_iri"])), str(row["of"])),
    )
    for _, group in groupby(ordered, key=lambda row: row["measure"]):
        same = list(group)
        where = dict.fromkeys(str(row["region"]) for row in same)
        told = "in all" if len(where) == len(order) else f"in {' and '.join(where)} only"
        yield from ({**row, "compared": told} for row in same)


# -- side by side -----------------------------------------------------------------------------


def side_by_side(answer: Answer) -> Answer:
    """Set the rows of a comparison in columns, one for each region, with a quote for each cell."""
    regions = list(dict.fromkeys(str(row["region"]) for row in answer.rows))
    quotes = [name for pair in webs.QUOTES[: len(regions)] for name in pair]
    columns = ("part", "measure", "of", "time", *regions, "compared", *quotes)
    rows = [
        row
        for _, group in groupby(answer.rows, key=_line)
        for row in _abreast(list(group), regions, columns)
    ]
    return replace(answer, columns=columns, rows=tuple(rows))


def told(answer: Answer, width: int | None) -> Iterator[tables.Line]:
    """Lay a comparison out for reading, part by part."""
    wide = side_by_side(answer)
    for part, rows in groupby(wide.rows, key=itemgetter("part")):
        yield "head", f"{str(part).capitalize()}"
        columns = tuple(name for name in wide.columns if name != "part")
        yield from tables.lines(replace(wide, columns=columns, rows=tuple(rows)), width)
        yield "row", ""


def _line(row: Row) -> tuple[Value, ...]:
    """What stands in one line: figures of one definition and time, or one thing told."""
    if row["part"] == "figures":
        return tuple(row[name] for name in ("part", "measure", "unit", "of", "time"))
    return (row["part"], row["measure"])


def _abreast(rows: Sequence[Row], regions: Sequence[str], columns: Sequence[str]) -> Iterator[Row]:
    by_region = [[row for row in rows if row["region"] == region] for region in regions]
    for cells in zip_longest(*by_region):
        first = next(row for row in cells if row)
        of = first["of"] if first["part"] == "figures" else None
        told: dict[str, Value] = dict.fromkeys(columns)
        told |= {"part": first["part"], "measure": first["measure"], "of": of}
        told |= {"time": first["time"], "compared": first["compared"]}
        for region, cell, pair in zip(regions, cells, webs.QUOTES, strict=False):
            if cell:
                told |= {region: cell["told"], pair[0]: cell["quote"], pair[1]: cell["document"]}
        yield told


def chart(answer: Answer) -> str:
    """Draw the measures of which two regions at least have a figure, as bars, in SVG.

    Where no measure is told of two, all are drawn. Bars share a scale only if they can be compared;
    what is not drawn is counted.
    """
    told = [row for row in answer.rows if row["part"] == "figures" and _number(row) is not None]
    regions: dict[Value, set[Value]] = {}
    for row in told:
        regions.setdefault(row["measure"], set()).add(row["region"])
    shared = [row for row in told if len(regions[row["measure"]]) > 1] or told
    left = len(told) - len(shared)
    documents = "; ".join(dict.fromkeys(str(row["document"]) for row in shared))
    source = f"{documents}. Not drawn: {left} of one region only" if left else documents
    return charts.bars(answer.question, map(_bar, shared), source=source)


def _bar(row: Row) -> charts.Bar:
    number = _number(row)
    time = f", {row['time']}" if row["time"] else ""
    return charts.Bar(
        group=f"{row['measure']} — {row['of']}{time}",
        label=str(row["region"]),
        value=number if number is not None else 0,
        low=_end(row["least"]),
        high=_end(row["most"]),
        text=str(row["told"]),
        note="" if row["compared"] == "yes" else f"not comparable: {str(row['compared'])[4:]}",
    )


def _end(value: Value) -> float | None:
    return None if value is None else float(str(value))


def _number(row: Row) -> float | None:
    """The number to draw: the value, else the middle of a range, else the one end there is."""
    ends = [_end(row[name]) for name in ("least", "most") if row[name] is not None]
    found = [end for end in ends if end is not None]
    value = _end(row["value"])
    if value is not None:
        return value
    return sum(found) / len(found) if found else None
