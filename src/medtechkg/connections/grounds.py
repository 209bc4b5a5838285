"""What organisations have in common, and the facts that say so: ties, fields, skills, regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

from medtechkg import answers
from medtechkg.connections import links, scores, webs
from medtechkg.connections.scores import Traits
from medtechkg.connections.webs import Web
from medtechkg.networks import Edge

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["Parties", "Reason", "parties", "reasons"]

#: A thing in common: of which kind, in words, its IRI, and the facts that say it.
Reason: TypeAlias = tuple[str, str, str, Sequence[Edge]]

#: So many things of one kind are named as grounds; of more, how many there are.
_NAMED = 3
_FIELDS = frozenset(("inSector", "inSubSector", "hasSubSector", "hasActivity", "hasSectorStrength"))
_TEACHES = frozenset(("offers", "develops", "developsSkill", "hasActivity"))
_LACKS = frozenset(("lacksSkill", "requiresSkill", "seeksQualification", "sourcesTraining"))
_COURSES = ("Qualification", "QualificationType", "TrainingRoute")
_PLACES = """
SELECT DISTINCT ?party ?place ?name WHERE {
  ?party mtk:fullName ?full ; mtk:locatedIn ?place . ?place a mtk:Region ; skos:prefLabel ?name
}
ORDER BY ?party ?place ?name
"""


@dataclass(frozen=True, slots=True)
class Parties:
    """The organisations of a graph: who is tied to whom, what each has, and the facts for it.

    ``ways`` has the strongest path between two that are tied, ``grounds`` the facts for each trait
    of a party, ``names`` the names of regions.
    """

    web: Web
    ties: scores.Ties
    traits: Traits
    ways: Mapping[scores.Pair, webs.Path]
    grounds: Mapping[tuple[str, str], tuple[Edge, ...]]
    names: Mapping[str, str]

    def label(self, thing: str) -> str:
        """The name of a party, a field, a skill or a region."""
        return self.names.get(thing) or self.web.label(thing)


def parties(store: Store) -> Parties:
    """Gather the organisations of a graph and what they have in common."""
    web = webs.load(store)
    tied = links.only_ties(web)
    everyone = frozenset(each for each in web.around if web.is_a(each, ("Organisation",)))
    ways: dict[scores.Pair, webs.Path] = {}
    ties: dict[str, set[str]] = {party: set() for party in everyone}
    for path in links.paths(tied, links.Wanted(everyone, everyone), set()):
        for way in (path, path[::-1]):
            ends = (way[0], way[-1])
            ties[ends[0]].add(ends[1])
            if ends not in ways or tied.strength(way) > tied.strength(ways[ends]):
                ways[ends] = way
    grounds, traits = _traits(store, web, everyone)
    regions = {str(row["place"]): str(row["name"]) for row in answers.rows(store, _PLACES)}
    known = {party: frozenset(others) for party, others in ties.items()}
    return Parties(web, known, traits, ways, grounds, regions)


# -- what parties have ------------------------------------------------------------------------


def _traits(
    store: Store, web: Web, everyone: frozenset[str]
) -> tuple[dict[tuple[str, str], tuple[Edge, ...]], Traits]:
    """What each party has, of its own and of its parts, and the facts that say so."""
    kinds: dict[str, dict[tuple[str, str], tuple[Edge, ...]]] = {
        kind: {} for kind in ("fields", "offers", "needs")
    }
    for party in sorted(everyone):
        for member in (party, *_parts(web, party)):
            for kind, trait, facts in _had(web, member):
                kinds[kind].setdefault((party, trait), facts)
    places: dict[str, set[str]] = {}
    for row in answers.rows(store, _PLACES):
        if str(row["party"]) in everyone:
            places.setdefault(str(row["party"]), set()).add(str(row["place"]))
    grounds = {key: facts for kind in kinds.values() for key, facts in kind.items()}
    for party, regions in places.items():
        grounds |= {(party, region): _located(web, party, region) for region in regions}
    have = {kind: _by_party(found) for kind, found in kinds.items()}
    return grounds, Traits(
        have["fields"],
        have["offers"],
        have["needs"],
        {party: frozenset(regions) for party, regions in places.items()},
    )


def _parts(web: Web, party: str) -> list[str]:
    return [
        there
        for there, facts in web.around[party].items()
        if any(edge.predicate == "partOf" and edge.source == there for edge in facts)
    ]


def _had(web: Web, party: str) -> Iterator[tuple[str, str, tuple[Edge, ...]]]:
    """The kind of each trait of a party, the trait, and the facts it follows from."""
    for there, facts in web.around[party].items():
        for edge in facts:
            if edge.source == party and edge.predicate in _FIELDS:
                yield "fields", there, (edge,)
            for kind, properties in (("offers", _TEACHES), ("needs", _LACKS)):
                if edge.source == party and edge.predicate in properties:
                    yield from ((kind, *each) for each in _skills(web, there, edge))


def _skills(web: Web, there: str, edge: Edge) -> Iterator[tuple[str, tuple[Edge, ...]]]:
    """The skill a fact leads to, or the course with the skills it teaches."""
    if web.is_a(there, ("Skill",)):
        yield there, (edge,)
    elif web.is_a(there, _COURSES):
        yield there, (edge,)
        for skill, facts in web.around[there].items():
            teaching = [
                fact for fact in facts if fact.predicate in ("requiresSkill", "developsSkill")
            ]
            if teaching and teaching[0].source == there:
                yield skill, (edge, teaching[0])


def _located(web: Web, party: str, region: str) -> tuple[Edge, ...]:
    """The fact that places a party in a region; none where a register or a rule does."""
    facts = web.around[party].get(region, ())
    return tuple(fact for fact in facts if fact.predicate == "locatedIn")[:1]


def _by_party(found: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for party, trait in found:
        held.setdefault(party, set()).add(trait)
    return {party: frozenset(traits) for party, traits in held.items()}


# -- why -------------------------------------------------------------------------------------------


def reasons(found: Parties, one: str, other: str) -> Iterator[Reason]:
    """Tell what two have in common: partners, or else a chain of ties, fields, skills, a region."""
    traits, ties = found.traits, found.ties
    both = sorted(ties.get(one, frozenset()) & ties.get(other, frozenset()))
    ranked = sorted(both, key=lambda each: (len(ties[each]), found.label(each), each))
    yield from _capped(_partners(found, one, other, ranked), len(ranked))
    if not both:
        yield from islice(_threes(found, one, other), 1)
    yield from _shared(found, one, other, traits.fields, traits.fields, "field")
    yield from _shared(found, one, other, traits.needs, traits.offers, "need")
    yield from _shared(found, other, one, traits.needs, traits.offers, "need")
    yield from _region(found, one, other)


def _capped(reasons: Iterator[Reason], number: int) -> Iterator[Reason]:
    """Name the first few, and tell with the last of them how many more there are."""
    for at, (reason, why, shared, facts) in enumerate(islice(reasons, _NAMED)):
        more = number - _NAMED if at + 1 == _NAMED else 0
        yield reason, f"{why} (and {more} more)" if more > 0 else why, shared, facts


def _partners(found: Parties, one: str, other: str, partners: Sequence[str]) -> Iterator[Reason]:
    for partner in partners:
        facts = [*_way(found, one, partner), *_way(found, other, partner)]
        yield "partner", f"both are linked with {found.label(partner)}", partner, facts


def _threes(found: Parties, one: str, other: str) -> Iterator[Reason]:
    """A chain of three ties, the one through the smallest things first."""
    far = found.ties.get(other, frozenset()) - {one}
    chains = [
        (len(found.ties[near]) * len(found.ties[last]), near, last)
        for near in found.ties.get(one, frozenset()) - {other}
        for last in found.ties[near] & far
    ]
    for _, near, last in sorted(chains):
        chain = (one, near, last, other)
        facts = [fact for ends in pairwise(chain) for fact in _way(found, *ends)]
        names = [found.label(each) for each in chain]
        why = f"{names[0]} is linked with {names[1]}, {names[1]} with {names[2]}, {names[2]} with"
        yield "chain", f"{why} {names[3]}", f"{near} {last}", facts


def _way(found: Parties, one: str, other: str) -> list[Edge]:
    return [found.web.best(*ends) for ends in pairwise(found.ways[one, other])]


def _shared(
    found: Parties, one: str, other: str, mine: scores.Ties, theirs: scores.Ties, reason: str
) -> Iterator[Reason]:
    both = mine.get(one, frozenset()) & theirs.get(other, frozenset())
    ordered = sorted(both, key=lambda each: (found.label(each), each))

    def told() -> Iterator[Reason]:
        for trait in ordered:
            facts = [*found.grounds[one, trait], *found.grounds[other, trait]]
            if reason == "field":
                why = f"both are active in {found.label(trait)}"
            else:
                why = (
                    f"{found.label(one)} needs {found.label(trait)}, which {found.label(other)} has"
                    " to offer"
                )
            yield reason, why, trait, facts

    yield from _capped(told(), len(ordered))


def _region(found: Parties, one: str, other: str) -> Iterator[Reason]:
    """The smallest region both lie in."""
    places = found.traits.places
    both = places.get(one, frozenset()) & places.get(other, frozenset())
    if both:
        holders = {each: sum(each in held for held in places.values()) for each in both}
        place = min(both, key=lambda each: (holders[each], found.label(each), each))
        facts = [*found.grounds[one, place], *found.grounds[other, place]]
        known = "" if facts else ", as the registers have it"
        yield "region", f"both are in {found.label(place)}{known}", place, facts
