"""Needs that nothing known answers, by region, and how far the known falls short of them.

What no qualification addresses is what the question ``unaddressed-needs`` says, and a level that
nobody in a region teaches is what ``levels-without-provision`` says; this module asks them. It adds
the needs for which there is a qualification that nobody is known to offer in the region, and says
of every gap whether a wider or narrower skill is taught, whether something is offered elsewhere,
and how many documents were looked at. None of it says that there is no provision in the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from medtechkg import answers, coverage, questions, things
from medtechkg.answers import Answer

if TYPE_CHECKING:
    from medtechkg.answers import Row, Value
    from medtechkg.store import Store

__all__ = ["gaps"]

_COLUMNS = (
    *("area", "gap", "need", "kind", "lacking", "known", "documents_about", "documents_naming"),
    *("quote", "document", "second_quote", "second_document", "area_iri", "need_iri"),
)
_NOTHING = "no qualification known"
_NOBODY = "no provision known"
_ELSEWHERE = "provision known elsewhere only"
_EMPTY = (
    "Every need reported there is met by a qualification somebody is known to offer there, or no "
    "need is reported at all."
)

# The needs that the question on unaddressed needs leaves out, with what answers them.
_ANSWERED = """
SELECT DISTINCT ?need ?skill_iri ?skill ?kind ?lacking ?place ?area ?quote ?document
                ?qualification_iri ?qualification ?through ?region
WHERE {
  ?need a mtk:SkillNeed ; mtk:needed ?skill_iri ; mtk:polarity/skos:notation "affirmed" .
  ?skill_iri skos:prefLabel ?skill .
  ?need mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf ?source .
  ?source dcterms:title ?document .
  {
    ?qualification_iri mtk:addresses ?need
  } UNION {
    ?taught (skos:broader|mtk:broader)* ?skill_iri .
    ?qualification_iri a mtk:Qualification ; mtk:requiresSkill|mtk:developsSkill ?taught .
    ?taught skos:prefLabel ?through .
  }
  ?qualification_iri skos:prefLabel ?qualification .
  OPTIONAL { ?need mtk:needKind/skos:prefLabel ?kind }
  OPTIONAL { ?need mtk:needOf/skos:prefLabel ?lacking }
  OPTIONAL { ?need mtk:refArea ?stated }
  OPTIONAL { ?source mtk:coversRegion ?covered }
  BIND(COALESCE(?stated, ?covered, mtk:Region) AS ?place)
  OPTIONAL { ?place skos:prefLabel ?area }
  FILTER(COALESCE(!isIRI(?region), true) || EXISTS { ?place (mtk:partOf|mtk:locatedIn)* ?region })
}
ORDER BY ?area ?skill ?lacking ?document ?quote ?kind ?qualification_iri ?through
"""
# Who offers what, where: the place of the offer, else of who makes it, else what its source covers.
_OFFERED = """
SELECT DISTINCT ?qualification_iri ?qualification ?provider ?place ?quote ?document WHERE {
  {
    ?offer a mtk:Statement ; rdf:subject ?provider_iri ; rdf:predicate mtk:offers ;
           rdf:object ?qualification_iri ; mtk:polarity/skos:notation "affirmed" ;
           mtk:modality/skos:notation "asserted" .
  } UNION {
    ?offer a mtk:Provision ; mtk:offeredBy ?provider_iri ; mtk:provisionOf ?qualification_iri .
    OPTIONAL { ?offer mtk:offeredIn ?site }
  }
  ?provider_iri skos:prefLabel ?provider .
  ?qualification_iri skos:prefLabel ?qualification .
  ?offer mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf ?source .
  ?source dcterms:title ?document .
  OPTIONAL { ?provider_iri mtk:locatedIn ?home }
  OPTIONAL { ?source mtk:coversRegion ?covered }
  BIND(COALESCE(?site, ?home, ?covered) AS ?place)
}
ORDER BY ?provider ?qualification ?document ?quote ?place
"""
# What is taught, for the skills around one that is needed. A skill is wider by any number of steps,
# whether a scheme or a document says so; the question knows the schemes only.
_TAUGHT = """
SELECT DISTINCT ?skill_iri ?skill ?qualification_iri ?qualification WHERE {
  ?qualification_iri a mtk:Qualification ; mtk:requiresSkill|mtk:developsSkill ?skill_iri ;
                     skos:prefLabel ?qualification .
  ?skill_iri skos:prefLabel ?skill .
}
ORDER BY ?skill ?qualification
"""
_WIDER = "SELECT DISTINCT ?narrow ?wide WHERE { ?narrow skos:broader|mtk:broader ?wide }"
_PLACES = "SELECT DISTINCT ?inner ?outer WHERE { ?inner mtk:partOf|mtk:locatedIn ?outer }"
_AREAS = "SELECT ?place ?area WHERE { ?place a mtk:Region ; skos:prefLabel ?area } ORDER BY ?place"


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph knows of provision: offers by qualification, and what is taught by skill.

    ``wider`` leads from a skill to the wider ones, ``places`` from a thing to what it is in, and
    ``areas`` names the regions.
    """

    offers: Mapping[str, list[Row]]
    taught: Mapping[str, list[str]]
    skills: Mapping[str, str]
    wider: Mapping[str, list[str]]
    places: Mapping[str, list[str]]
    areas: Mapping[str, str]


def gaps(store: Store, region: str = "", *, limit: int | None = None) -> Answer:
    """List the needs nothing known answers, in a region or in every region that has a need.

    Raises:
        NotFoundError: if no region is called so.
    """
    place = things.find(store, region, "Region") if region else ""
    known = _known(store)
    rows = [
        *_unaddressed(store, known, place),
        *_unoffered(store, known, place),
        *_levels(store, known, place),
    ]
    rows.sort(key=lambda row: tuple(str(row[name] or "") for name in _ORDER))
    counts = _looked_at(store, rows[:limit], place)
    answer = Answer(
        _COLUMNS,
        tuple({**row, **counts[str(row["area_iri"] or "")]} for row in rows[:limit]),
        limit is None or len(rows) <= limit,
        question="Which needs does no known qualification or provision answer?",
        parameters={"region": place} if place else {},
        limit=limit,
        empty=_EMPTY,
    )
    return coverage.explain(store, answer, ("SkillNeed", "Qualification"), filter(None, [place]))


_ORDER = ("area", "gap", "need", "lacking", "document", "quote", "kind", "second_quote", "known")


def _known(store: Store) -> Known:
    taught = answers.rows(store, _TAUGHT)
    return Known(
        offers=_grouped(answers.rows(store, _OFFERED), "qualification_iri"),
        taught=_lists((row["skill_iri"], row["qualification"]) for row in taught),
        skills={str(row["skill_iri"]): str(row["skill"]) for row in taught},
        wider=_closed(_lists((row["narrow"], row["wide"]) for row in answers.rows(store, _WIDER))),
        places=_lists((row["inner"], row["outer"]) for row in answers.rows(store, _PLACES)),
        areas={str(row["place"]): str(row["area"]) for row in answers.rows(store, _AREAS)},
    )


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[column]), []).append(row)
    return found


def _lists(pairs: Iterable[tuple[Value, Value]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(str(key), []).append(str(value))
    return found


def _closed(steps: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """All that is reached from each by one step or more."""
    return {start: _reached(start, steps) for start in steps}


def _reached(start: str, steps: Mapping[str, Iterable[str]]) -> list[str]:
    found = dict.fromkeys(steps[start])
    left = [*found]
    while left:
        more = [each for each in steps.get(left.pop(), ()) if each not in found]
        found.update(dict.fromkeys(more))
        left += more
    return [*found]


# -- three kinds of gap -----------------------------------------------------------------------


def _unaddressed(store: Store, known: Known, region: str) -> Iterator[Row]:
    """The needs that no qualification addresses anywhere, with what comes near."""
    for row in _asked(store, "unaddressed-needs", region):
        skill = str(row["skill_iri"])
        wide = sorted(each for each in known.wider.get(skill, ()) if each in known.taught)
        near = [_teaches(known, each, "wider") for each in wide]
        yield _gap(
            row,
            _NOTHING,
            need=row["skill"],
            known="; ".join(near) or None,
            area_iri=_area(known, row["area"]),
            need_iri=skill,
        )


def _teaches(known: Known, skill: str, how: str) -> str:
    courses = ", ".join(dict.fromkeys(known.taught[skill]))
    return f"the {how} skill {known.skills[skill]} is taught by {courses}"


def _unoffered(store: Store, known: Known, region: str) -> Iterator[Row]:
    """The needs for which there is a qualification, offered elsewhere or by nobody known."""
    bound = {"region": answers.iri(region)} if region else None
    found = answers.rows(store, _ANSWERED, bound)
    needs = groupby(found, key=lambda row: [row[name] for name in found.columns[:-4]])
    for _, group in needs:
        rows = list(group)
        place = region or str(rows[0]["place"])
        courses = [str(row["qualification_iri"]) for row in rows]
        offers = [offer for each in courses for offer in known.offers.get(each, ())]
        if not any(_there(known, offer, place) for offer in offers):
            yield from _elsewhere(known, rows, offers)


def _there(known: Known, offer: Row, place: str) -> bool:
    """Tell whether an offer is made in a place; where no place is known, anywhere will do."""
    return place not in known.areas or place in _up(known, str(offer["place"]))


def _up(known: Known, thing: str) -> set[str]:
    """A place and all it lies in."""
    found, ahead = {thing}, [thing]
    while ahead:
        new = [each for each in known.places.get(ahead.pop(), ()) if each not in found]
        found.update(new)
        ahead += new
    return found


def _elsewhere(known: Known, needs: Sequence[Row], offers: Sequence[Row]) -> Iterator[Row]:
    need = needs[0]
    area = str(need["place"])
    told = {
        "need": need["skill"],
        "area_iri": area if area in known.areas else None,
        "need_iri": str(need["skill_iri"]),
    }
    if not offers:
        names = dict.fromkeys(map(_answer, needs))
        yield _gap(need, _NOBODY, known=f"answered by {', '.join(names)}", **told)
    for offer in _once(offers):
        said = {"second_quote": offer["quote"], "second_document": offer["document"]}
        yield _gap(need, _ELSEWHERE, known=_offer(known, offer), **said, **told)


def _answer(row: Row) -> str:
    """The qualification that answers a need, and whether it teaches only a part of it."""
    narrow = row["through"] not in (None, row["skill"])
    part = f" (which teaches the narrower skill {row['through']})" if narrow else ""
    return f"{row['qualification']}{part}"


def _offer(known: Known, offer: Row) -> str:
    where = known.areas.get(str(offer["place"]))
    return f"{offer['provider']} offers {offer['qualification']}{f' in {where}' if where else ''}"


def _once(offers: Sequence[Row]) -> Iterable[Row]:
    """Each offer once, at the first of the places that are known of it."""
    return {
        tuple(offer[name] for name in ("provider", "qualification", "quote", "document")): offer
        for offer in reversed(offers)
    }.values()


def _levels(store: Store, known: Known, region: str) -> Iterator[Row]:
    """The levels people are needed at that nobody in the region teaches."""
    needs = _asked(store, "levels-without-provision", region).rows
    levels = {str(row["level"]) for row in needs}
    offers = {level: _taught_at(store, level) for level in sorted(levels)}
    for row in needs:
        told = {
            "need": f"{row['qualification']} (level {row['level']})",
            "lacking": row["occupation"],
            "area_iri": _area(known, row["area"]),
            "need_iri": row["occupation_iri"],
        }
        elsewhere = offers[str(row["level"])]
        if not elsewhere:
            yield _gap(row, _NOBODY, **told)
        for offer in elsewhere:
            where = f" in {offer['in']}" if offer["in"] else ""
            said = f"{offer['provider']} offers {offer['qualification']}{where}"
            quote = {"second_quote": offer["quote"], "second_document": offer["document"]}
            yield _gap(row, _ELSEWHERE, known=said, **quote, **told)


def _taught_at(store: Store, level: str) -> list[Row]:
    """Who offers a qualification of a level anywhere, and does not merely plan to."""
    found = questions.ask(store, "provision-by-level", lowest=level, highest=level)
    return [offer for offer in found if offer["modality"] in (None, "Asserted")]


def _asked(store: Store, question: str, region: str) -> Answer:
    return questions.ask(store, question, region=region)


def _area(known: Known, name: Value) -> str | None:
    return next((place for place, area in known.areas.items() if area == name), None)


def _gap(row: Row, gap: str, **told: Value) -> Row:
    return {name: told.get(name, row.get(name)) for name in _COLUMNS} | {"gap": gap}


def _looked_at(store: Store, rows: Iterable[Row], region: str) -> dict[str, Row]:
    """How many documents were looked at on each area, or on the region asked about."""
    areas = {str(row["area_iri"] or "") for row in rows} - {""}
    counts = coverage.looked_at(store, region) if areas else {}
    found: dict[str, Row] = {"": dict.fromkeys(_COUNTS)}
    for area in areas:
        found[area] = dict(zip(_COUNTS, counts.get(region or area, (0, 0)), strict=True))
    return found


_COUNTS = ("documents_about", "documents_naming")
