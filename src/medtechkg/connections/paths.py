"""The ways from one thing to another, and what surrounds a thing, with the words of every step.

Any fact that stands is a step, in either direction. The shortest ways and the strongest one (by
`strengths`, which make little of a way through a hub) are found without going through all ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from medtechkg import coverage, tables, things
from medtechkg.answers import Answer
from medtechkg.connections import strengths, webs
from medtechkg.connections.webs import Path, Web
from medtechkg.errors import QueryError

if TYPE_CHECKING:
    from medtechkg.answers import Row
    from medtechkg.networks import Edge
    from medtechkg.store import Store

__all__ = [
    "LIMIT",
    "MOST",
    "between",
    "every",
    "neighbours",
    "path",
    "sentence",
    "shortest",
    "strongest",
    "surroundings",
    "told",
]

#: The most steps of a way, if nothing else is asked for.
MOST = 4
#: So many ways are given, if nothing else is asked for.
LIMIT = 5
#: So many ways of one length are compared; of more, the first by name are taken.
_COMPARED = 5_000
_COLUMNS = (
    *("way", "steps", "strength", "step", "from", "relation", "to", "reached", "modality"),
    *("speaker", "since", "until", "documents", "quote", "document"),
    *("from_iri", "to_iri", "evidence_iri"),
)
_AROUND = (
    *("distance", "from", "relation", "to", "reached", "class", "modality", "speaker", "since"),
    *("until", "documents", "quote", "document", "from_iri", "to_iri", "evidence_iri"),
)


def path(
    store: Store,
    one: str,
    other: str,
    *,
    most: int = MOST,
    all_ways: bool = False,
    limit: int | None = LIMIT,
) -> Answer:
    """Find the ways between two things, one row for each fact of a step.

    The shortest ways come first, the stronger before the weaker, then the strongest way of all if
    it is longer; with ``all_ways`` all that pass through nothing twice. ``most`` is the most steps,
    ``limit`` the most ways.

    Raises:
        NotFoundError: if nothing is called so.
        QueryError: if a name may mean several things, or both mean the same.
    """
    ends = (things.find(store, one), things.find(store, other))
    if ends[0] == ends[1]:
        raise QueryError(f"“{one}” and “{other}” are the same thing; name two")
    web = webs.load(store)
    ways = between(web, *ends, most, all_ways=all_ways)
    found = list(islice(ways, None if limit is None else limit + 1))
    rows = tuple(row for at, way in enumerate(found[:limit]) for row in _rows(web, at + 1, way))
    complete = limit is None or len(found) <= limit
    names = (_name(web, ends[0], one), _name(web, ends[1], other))
    answer = Answer(
        _COLUMNS,
        rows,
        complete,
        parameters={"from": ends[0], "to": ends[1], "max": str(most)},
        limit=limit,
        empty=f"There is no path from {names[0]} to {names[1]} within {_steps(most)}.",
    )
    told = coverage.explain(store, answer, (), ends)
    if rows:
        return told
    return replace(
        told, known=(*told.known, *(_tied(web, *pair) for pair in zip(ends, names, strict=True)))
    )


def between(web: Web, one: str, other: str, most: int, *, all_ways: bool = False) -> Iterator[Path]:
    """Give the ways between two things, as `path` does."""
    if all_ways:
        return every(web, one, other, most)
    found = shortest(web, one, other, most)
    best = strongest(web, one, other, most)
    return iter([*found, *(way for way in (best,) if way and way not in found)])


def shortest(web: Web, one: str, other: str, most: int) -> list[Path]:
    """All shortest ways, the strongest first; none if they take more than ``most`` steps."""
    near = _distances(web, other, most)
    if one not in near:
        return []
    found = _exactly(web, (one,), other, near[one], near)
    return _ordered(web, islice(found, _COMPARED))


def every(web: Web, one: str, other: str, most: int) -> Iterator[Path]:
    """Every way of at most so many steps that passes through nothing twice, the shortest first."""
    near = _distances(web, other, most)
    for steps in range(near.get(one, most + 1), most + 1):
        found = _exactly(web, (one,), other, steps, near)
        yield from _ordered(web, islice(found, _COMPARED))
        yield from found


def strongest(web: Web, one: str, other: str, most: int) -> Path | None:
    """The strongest way of at most so many steps, or none.

    Every step and every thing in between takes something away, so the best way to a thing in so
    many steps passes through nothing twice, and is a step longer than a best way to a neighbour.
    """
    best: dict[str, tuple[float, Path]] = {one: (1.0, (one,))}
    found: tuple[float, Path] | None = None
    near = _distances(web, other, most)
    for taken in range(1, most + 1):
        best = _further(web, best, {at for at, left in near.items() if left <= most - taken})
        if other in best:
            reached = best.pop(other)
            found = max(filter(None, (found, reached)), key=itemgetter(0))
    return found[1] if found else None


def _further(
    web: Web, best: dict[str, tuple[float, Path]], useful: set[str]
) -> dict[str, tuple[float, Path]]:
    """The best ways that are one step longer, to where the end is still in reach."""
    found: dict[str, tuple[float, Path]] = {}
    for here, (strength, way) in best.items():
        left = strength * (strengths.hub(web.ties(here)) if len(way) > 1 else 1)
        for there, edges in web.around.get(here, {}).items():
            if there in useful and there not in way:
                now = left * strengths.step(edges, web.confidence)
                if there not in found or now > found[there][0]:
                    found[there] = (now, (*way, there))
    return found


def _distances(web: Web, start: str, most: int) -> dict[str, int]:
    """How many steps everything within reach is away."""
    found, edge = {start: 0}, [start]
    for steps in range(1, most + 1):
        reached = {there for here in edge for there in web.around.get(here, ())} - found.keys()
        found |= dict.fromkeys(reached, steps)
        edge = sorted(reached)
    return found


def _exactly(web: Web, way: Path, end: str, steps: int, near: dict[str, int]) -> Iterator[Path]:
    """Every way of just so many further steps, never where the end is out of reach."""
    if steps == 0:
        yield way
        return
    for there in web.around.get(way[-1], ()):
        reachable = near.get(there, steps) <= steps - 1
        if reachable and there not in way and (there != end or steps == 1):
            yield from _exactly(web, (*way, there), end, steps - 1, near)


def _ordered(web: Web, ways: Iterable[Path]) -> list[Path]:
    return sorted(ways, key=lambda way: (-round(web.strength(way), 9), *map(web.label, way), way))


# -- what surrounds a thing -------------------------------------------------------------------


def neighbours(
    store: Store,
    thing: str,
    *,
    depth: int = 1,
    view: str = "everything",
    limit: int | None = None,
) -> Answer:
    """List the facts around a thing, up to so many steps away, by distance and relation.

    Raises:
        NotFoundError: if nothing is called so.
        QueryError: if the name may mean several things, or there is no such view.
    """
    start = things.find(store, thing)
    web = webs.load(store, view)
    near = _distances(web, start, depth)
    rows = sorted(_facts_around(web, near, depth), key=_place)
    answer = Answer(
        _AROUND,
        tuple(rows[:limit]),
        limit is None or len(rows) <= limit,
        parameters={"thing": start, "depth": str(depth), "view": view},
        limit=limit,
        empty=f"No fact that stands ties {_name(web, start, thing)} to anything.",
    )
    return coverage.explain(store, answer, (), (start,))


def _facts_around(web: Web, near: dict[str, int], depth: int) -> Iterator[Row]:
    """Each fact once, seen from the end that is nearer to the start."""
    seen: set[str] = set()
    inner = sorted((steps, each) for each, steps in near.items() if steps < depth)
    for _, here in inner:
        for there, edges in web.around.get(here, {}).items():
            for edge in edges:
                if (key := f"{edge.id} {edge.source} {edge.target}") not in seen:
                    seen.add(key)
                    yield {"distance": near[here] + 1, **_fact(web, here, there, edge)}


def _place(row: Row) -> tuple[object, ...]:
    direction = row["to"] == row["reached"]
    names = (str(row[name]) for name in ("relation", "from", "to", "from_iri", "evidence_iri"))
    relation, *rest = names
    return row["distance"], relation, direction, *rest


# -- rows -------------------------------------------------------------------------------------


def _rows(web: Web, number: int, way: Path) -> Iterator[Row]:
    head = {"way": number, "steps": len(way) - 1, "strength": round(web.strength(way), 4)}
    for at, (here, there) in enumerate(pairwise(way)):
        for edge in web.around[here][there]:
            fact = _fact(web, here, there, edge)
            yield {**head, "step": at + 1, **{name: fact[name] for name in _COLUMNS[4:]}}


def _fact(web: Web, here: str, there: str, edge: Edge) -> Row:
    """A fact as it is said; what holds both ways is told from the first of two things."""
    ends = (here, there) if edge.predicate in web.both else (edge.source, edge.target)
    said = web.quotation(edge)
    return {
        "from": web.label(ends[0]),
        "relation": web.verb(edge),
        "to": web.label(ends[1]),
        "reached": web.label(there),
        "class": web.things[there].cls,
        "modality": edge.modality,
        "speaker": web.speaker(edge),
        "since": edge.start or None,
        "until": edge.end or None,
        "documents": edge.weight,
        "quote": said.text,
        "document": said.document,
        "from_iri": ends[0],
        "to_iri": ends[1],
        "evidence_iri": " ".join(edge.evidence),
    }


def _name(web: Web, thing: str, given: str) -> str:
    return web.label(thing) if thing in web.things else given


def _tied(web: Web, thing: str, name: str) -> str:
    number = web.ties(thing)
    return f"{name} is tied to {number:,} thing{'' if number == 1 else 's'} in all."


def _steps(number: int) -> str:
    return f"{number} step{'' if number == 1 else 's'}"


# -- in words ---------------------------------------------------------------------------------


def told(answer: Answer, width: int | None) -> Iterator[tuple[str, str]]:
    """Lay ways out for reading: each as a chain, then its steps with their quotes."""
    for number, group in groupby(answer.rows, key=itemgetter("way")):
        rows = list(group)
        yield "head", f"{number}. {_chain(rows)}"
        length = _steps(int(str(rows[0]["steps"])))
        yield "row", f"   {length}, strength {rows[0]['strength']}"
        for row in rows:
            yield "row", f"   {sentence(row)}"
            yield from (("quote", line) for line in _quote(row, width))


def surroundings(answer: Answer, width: int | None) -> Iterator[tuple[str, str]]:
    """Lay what surrounds a thing out for reading, by distance and relation."""
    for (distance, relation), group in groupby(answer.rows, itemgetter("distance", "relation")):
        away = f" ({distance} steps away)" if distance != 1 else ""
        yield "head", f"{relation}{away}"
        for row in group:
            yield "row", f"  {sentence(row)}"
            yield from (("quote", line) for line in _quote(row, width))


def sentence(row: Row) -> str:
    """Say a fact, with its hedge and its speaker."""
    hedge = "" if row["modality"] == "asserted" else f" [{row['modality']}]"
    speaker = f" (according to {row['speaker']})" if row["speaker"] else ""
    return f"{row['from']} — {row['relation']} — {row['to']}{hedge}{speaker}"


def _chain(rows: Sequence[Row]) -> str:
    first = rows[0]
    start = first["from"] if first["reached"] == first["to"] else first["to"]
    reached = {row["step"]: str(row["reached"]) for row in rows}
    return " – ".join([str(start), *reached.values()])


def _quote(row: Row, width: int | None) -> list[str]:
    return tables.quotation(" ".join(str(row["quote"]).split()), str(row["document"]), width)
