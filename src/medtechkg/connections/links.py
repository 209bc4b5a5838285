"""Who works with whom: directly, or by way of something both have a part in.

A link is a path from a thing of one class to a thing of another. A step of it is a tie: a fact of
one of the properties that `strengths.WEIGHTS` names. What may stand between:

- something both take part in or make: an initiative, a facility, a qualification, a technology, an
  event, a cluster, an unnamed cohort;
- a person with a role in both;
- a part of one of them, such as an institute of a university, whose ties count as those of the
  whole; and a body of which both are members.

Anything else, such as a region, a field, a policy or another organisation, is no link: two partners
of one firm need not work together. Nor is what has more than `HUB` ties, as a national programme
may; what was passed over so is said. A step from a part to its whole, or from a person to a body,
is free: of other steps a path has two at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from medtechkg import coverage, resources, things
from medtechkg.answers import Answer
from medtechkg.connections import strengths, webs
from medtechkg.connections.webs import Path, Web
from medtechkg.errors import QueryError
from medtechkg.language import rulebooks

if TYPE_CHECKING:
    from medtechkg.answers import Row
    from medtechkg.networks import Edge
    from medtechkg.store import Store

__all__ = ["COLUMNS", "HUB", "KINDS", "STEPS", "Wanted", "links", "only_ties", "paths"]

#: What has more ties than this is no sign that two of them work together.
HUB = 100
#: The most steps of a link.
STEPS = 3
#: What may stand between two parties, by class, and what a link through it is called.
_BETWEEN = {
    "Partnership": "partnership",
    "Programme": "programme",
    "Project": "project",
    "Initiative": "initiative",
    "Facility": "facility",
    "Qualification": "qualification",
    "Technology": "technology",
    "Event": "event",
    "Person": "person",
    "Cohort": "cohort",
    "Cluster": "cluster",
}
KINDS = ("direct", "part", "membership", "unnamed", *_BETWEEN.values())
COLUMNS = (
    *("party", "partner", "kind", "path", "strength", "modality", "speaker", "since", "until"),
    *("reported", "documents", *(name for pair in webs.QUOTES for name in pair)),
    *("party_iri", "partner_iri", "through_iri", "evidence_iri"),
)
_MEMBERSHIP = frozenset(("memberOf", "participatesIn", "leads"))
_EMPTY = "No document read says that any of these work together, or have a part in the same thing."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which links are looked for: from these things, to those, in so many steps."""

    sources: frozenset[str]
    targets: frozenset[str]
    steps: int = STEPS


def links(
    store: Store,
    source: str = "University",
    target: str = "Business",
    *,
    region: str = "",
    kind: str = "",
    steps: int = STEPS,
    limit: int | None = None,
) -> Answer:
    """Find the links between the things of two classes, or of one thing; strongest pairs first.

    ``source`` and ``target`` are names of classes or of things. With a region, one of the ends lies
    there or a document about it says a step. ``kind`` is one of `KINDS`.

    Raises:
        NotFoundError: if nothing is called so.
        QueryError: if there is no such kind, or a name may mean several things.
    """
    if kind and kind not in KINDS:
        raise QueryError(f"there is no kind of link “{kind}”; the kinds are {', '.join(KINDS)}")
    if not 1 <= steps <= len(webs.QUOTES):
        raise QueryError(f"a link has 1 to {len(webs.QUOTES)} steps, not {steps}; give as many")
    place = things.find(store, region, "Region") if region else ""
    web = only_ties(webs.load(store))
    ends = [webs.named(store, web, end) for end in (source, target)]
    hubs: set[str] = set()
    found = _found(web, ends, steps, hubs)
    if place:
        inside, about = webs.within(store, place)
        found = {path: each for path, each in found.items() if _local(web, path, inside, about)}
    kept = {path: each for path, each in found.items() if kind in ("", each)}
    asked = {"from": source, "to": target, "region": region, "kind": kind}
    answer = replace(
        _answer(web, kept, limit),
        parameters={name: value for name, value in asked.items() if value},
    )
    classes = dict.fromkeys(cls for cls, _ in ends if cls)
    single = [thing for cls, one in ends if not cls for thing in sorted(one)]
    explained = coverage.explain(store, answer, classes, filter(None, [*single, place]))
    return replace(explained, known=(*explained.known, *_passed(web, hubs)))


def _found(
    web: Web, ends: Sequence[tuple[str, frozenset[str]]], steps: int, hubs: set[str]
) -> dict[Path, str]:
    """The links with their kinds."""
    (cls, sources), (other, targets) = ends
    unnamed = (
        _unnamed(web, cls, sources | targets, unsure=False),
        _unnamed(web, other, sources | targets, unsure=True),
    )
    either = unnamed[0] | unnamed[1]
    wanted = Wanted(sources, targets, steps)
    return {path: _kind(web, path, either) for path in _wanted(web, wanted, unnamed, hubs)}


def only_ties(web: Web) -> Web:
    """Keep of a network the ties of parties."""
    around = {
        one: {other: kept for other, facts in others.items() if (kept := _ties(web, facts))}
        for one, others in web.around.items()
    }
    return replace(web, around={one: others for one, others in around.items() if others})


def _ties(web: Web, facts: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(
        edge
        for edge in facts
        if edge.predicate in strengths.WEIGHTS
        and (edge.predicate != "locatedIn" or web.is_a(edge.target, ("Facility",)))
    )


def paths(web: Web, wanted: Wanted, hubs: set[str]) -> Iterator[Path]:
    """Find the links, each as the things it leads through; what is too large goes into ``hubs``."""
    for start in sorted(wanted.sources):
        if start in web.around:
            yield from _onward(web, wanted, (start,), 0, hubs)


def _onward(web: Web, wanted: Wanted, path: Path, paid: int, hubs: set[str]) -> Iterator[Path]:
    here = path[-1]
    for there in web.around[here]:
        cost = paid + (0 if _free(web, here, there) else 1)
        if there in path or cost > 2 or not _passes(web, path, there):
            continue
        if there in wanted.targets and not _twice(wanted, path[0], there):
            yield (*path, there)
        if len(path) < wanted.steps and _goes_on(web, here, there, hubs):
            yield from _onward(web, wanted, (*path, there), cost, hubs)


def _goes_on(web: Web, here: str, there: str, hubs: set[str]) -> bool:
    """Tell whether a link may lead on through a thing, as far as can be told before it does."""
    if not (web.is_a(there, _BETWEEN) or _is_member(web, here, there)):
        return any(_stands_for(web, there, whole) for whole in web.around[there])
    if web.ties(there) > HUB:
        hubs.add(there)
    return web.ties(there) <= HUB


def _twice(wanted: Wanted, start: str, end: str) -> bool:
    """Where both ends are looked for from both sides, a link would be found twice."""
    return end in wanted.sources and start in wanted.targets and end < start


def _free(web: Web, here: str, there: str) -> bool:
    """A step from a part to its whole, from a person to a body, or back."""
    return any(
        (edge.predicate == "hasRole" and web.is_a(edge.source, ("Person",))) or _is_part(web, edge)
        for edge in web.around[here][there]
    )


def _is_part(web: Web, edge: Edge) -> bool:
    parts = ("Organisation", "Facility")
    return (
        edge.predicate == "partOf"
        and web.is_a(edge.source, parts)
        and web.is_a(edge.target, ("Organisation",))
    )


def _passes(web: Web, path: Path, there: str) -> bool:
    """Tell whether the last thing of a path may stand between the one before it and ``there``."""
    if len(path) < 2 or web.is_a(path[-1], _BETWEEN):
        return True
    before, here = path[-2], path[-1]
    if _stands_for(web, here, before) or _stands_for(web, here, there):
        return True
    return _is_member(web, before, here) and _is_member(web, there, here)


def _stands_for(web: Web, part: str, whole: str) -> bool:
    return any(edge.source == part and _is_part(web, edge) for edge in web.around[part][whole])


def _is_member(web: Web, member: str, body: str) -> bool:
    facts = web.around[member][body]
    return any(edge.predicate in _MEMBERSHIP and edge.target == body for edge in facts)


# -- which are wanted -------------------------------------------------------------------------


def _wanted(
    web: Web, wanted: Wanted, unnamed: tuple[frozenset[str], ...], hubs: set[str]
) -> Iterator[Path]:
    """The links between what is named, and those of either side with cohorts of the other."""
    yield from paths(web, wanted, hubs)
    groups, others = unnamed
    yield from paths(web, Wanted(wanted.sources, others, 2), hubs)
    for path in paths(web, Wanted(wanted.targets, groups, 2), hubs):
        yield path[::-1]


def _unnamed(web: Web, cls: str, named: frozenset[str], unsure: bool) -> frozenset[str]:
    """The cohorts of a class, by the nouns in their names; if ``unsure``, also those with none."""
    if not cls:
        return frozenset()
    nouns = {
        kind: re.compile(rf"\b({'|'.join(map(_plural, words))})\b", re.IGNORECASE)
        for kind, words in _nouns().items()
    }

    def may_be(cohort: str) -> bool:
        kinds = {kind for kind, form in nouns.items() if form.search(web.label(cohort))}
        return cls in kinds if kinds - {"Organisation"} else unsure or cls == "Organisation"

    cohorts = (each for each in web.around if web.is_a(each, ("Cohort",)))
    return frozenset(each for each in cohorts if each not in named and may_be(each))


def _nouns() -> Mapping[str, Sequence[str]]:
    """The nouns that stand for organisations of each kind, as the reader knows them."""
    tables = rulebooks.read_tables(resources.ontology() / "patterns" / "names.yaml")
    nouns: Mapping[str, Sequence[str]] = tables["nouns"]
    return nouns


def _plural(noun: str) -> str:
    """A pattern for a noun in either number: clinic, clinics; company, companies."""
    stem = re.escape(noun)
    return f"{stem[:-1]}(?:y|ies)" if noun.endswith("y") else f"{stem}(?:e?s)?"


def _local(web: Web, path: Path, inside: frozenset[str], about: frozenset[str]) -> bool:
    said = (edge.documents for edge in _facts(web, path))
    return bool({path[0], path[-1]} & inside) or any(about & set(titles) for titles in said)


def _facts(web: Web, path: Path) -> list[Edge]:
    """The strongest fact of each step."""
    return [web.best(one, other) for one, other in pairwise(path)]


# -- what is told of them ---------------------------------------------------------------------


def _kind(web: Web, path: Path, unnamed: frozenset[str]) -> str:
    if {path[0], path[-1]} & unnamed:
        return "unnamed"
    between = [kind for each in path[1:-1] for kind in (_between(web, each),) if kind]
    if between:
        return between[0]
    sides = ((path[0], path[1]), (path[1], path[0])) if len(path) == 2 else _sides(path)
    if any(_stands_for(web, here, there) for here, there in sides):
        return "part"
    return "direct" if len(path) == 2 else "membership"


def _between(web: Web, thing: str) -> str:
    return next((name for cls, name in _BETWEEN.items() if web.is_a(thing, (cls,))), "")


def _sides(path: Path) -> Iterator[tuple[str, str]]:
    """Each thing in between, with its neighbour on either side."""
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        yield from ((here, before), (here, after))


def _answer(web: Web, paths: Mapping[Path, str], limit: int | None) -> Answer:
    """Tell of the links, the strongest pairs first, and those of a pair together."""
    strength = {path: web.strength(path) for path in paths}
    best: dict[tuple[str, str], float] = {}
    for path, number in strength.items():
        ends = (path[0], path[-1])
        best[ends] = max(number, best.get(ends, 0))

    def place(path: Path) -> tuple[float, str, str, str, str, float, Path]:
        one, other = path[0], path[-1]
        names = (web.label(one), web.label(other))
        return -round(best[one, other], 9), *names, one, other, -round(strength[path], 9), path

    ordered = sorted(paths, key=place)
    rows = tuple(_row(web, path, paths[path], strength[path]) for path in ordered[:limit])
    complete = limit is None or len(ordered) <= limit
    return Answer(COLUMNS, rows, complete, limit=limit, empty=_EMPTY)


def _row(web: Web, path: Path, kind: str, strength: float) -> Row:
    facts = _facts(web, path)
    weakest = min(facts, key=lambda edge: strengths.HEDGES.get(edge.modality, 0.5))
    speakers = dict.fromkeys(filter(None, map(web.speaker, facts)))
    told = sorted(date for edge in facts for date in (edge.first, edge.last) if date)
    titles = {title for edge in facts for title in edge.documents}
    return {
        "party": web.label(path[0]),
        "partner": web.label(path[-1]),
        "kind": kind,
        "path": _way(web, path),
        "strength": round(strength, 3),
        "modality": weakest.modality,
        "speaker": ", ".join(speakers) or None,
        "since": max((edge.start for edge in facts if edge.start), default=None),
        "until": min((edge.end for edge in facts if edge.end), default=None),
        "reported": " to ".join(dict.fromkeys((told[0], told[-1]))) if told else None,
        "documents": len(titles),
        **dict(webs.quoted(web, facts)),
        "party_iri": path[0],
        "partner_iri": path[-1],
        "through_iri": " ".join(path[1:-1]) or None,
    }


def _way(web: Web, path: Path) -> str:
    """Say what is between the ends: the relations, and the things they lead through."""
    said = [web.relation(path[0], path[1])]
    for here, there in pairwise(path[1:]):
        said += [web.label(here), web.relation(here, there)]
    return " ".join(said)


def _passed(web: Web, hubs: Iterable[str]) -> Iterator[str]:
    """Say what was passed over as too large to tell of any two that they work together."""
    ordered = sorted(hubs, key=lambda each: (-web.ties(each), web.label(each), each))
    told = [f"{web.label(each)} ({web.ties(each):,} ties)" for each in ordered]
    if told:
        yield f"Not followed, having more than {HUB} ties: {', '.join(told)}."
