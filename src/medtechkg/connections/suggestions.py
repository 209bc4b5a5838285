"""Who might work together and is not said to: suggestions, each with what speaks for it.

A suggestion is no fact. It never enters a graph, is marked as one wherever it is shown, and is made
only of two that nothing links already and of whom no document denies that they work together. Who
is tied to whom is what `links` finds among organisations; what they have in common is stated, each
side with its quote, unless only a register has it. `scores` tells how the likeliest are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from medtechkg import answers, coverage, tables, things
from medtechkg.answers import Answer
from medtechkg.connections import grounds, scores, webs
from medtechkg.connections.grounds import Parties
from medtechkg.connections.scores import Scored

if TYPE_CHECKING:
    from medtechkg.answers import Row
    from medtechkg.store import Store

__all__ = ["LIMIT", "suggest", "told"]

#: So many suggestions are made, if nothing else is asked for.
LIMIT = 10
_COLUMNS = (
    *("rank", "status", "score", "party", "partner", "reason", "why"),
    *(name for pair in webs.QUOTES for name in pair),
    *("party_iri", "partner_iri", "shared_iri", "evidence_iri"),
)
_EMPTY = (
    "No two of these have anything in common that is known and are not linked already; that is not "
    "to say they could not work together."
)
_DENIED = """
SELECT DISTINCT ?one ?other WHERE {
  ?said mtk:polarity/skos:notation "negated" .
  { ?said rdf:subject ?one ; rdf:object ?other } UNION { ?said mtk:participant ?one , ?other }
  UNION { ?property mtk:liftedTo ?lifted ; mtk:subjectRole ?first ; mtk:objectRole ?second .
          ?said a ?lifted ; ?first ?one ; ?second ?other }
  FILTER(?one != ?other)
}
"""


def suggest(
    store: Store,
    thing: str = "",
    source: str = "University",
    target: str = "",
    *,
    limit: int | None = LIMIT,
) -> Answer:
    """Suggest who might work together, the likeliest first, one row for each thing in common.

    With a thing, partners are suggested for it, of the class ``target`` or of any; else for those
    of ``source`` among those of ``target``, which are businesses if nothing is said.

    Raises:
        NotFoundError: if no class and no thing is called so.
    """
    found = grounds.parties(store)
    start = things.find(store, thing) if thing else ""
    target = target or ("Organisation" if thing else "Business")
    sources = frozenset((start,)) if start else webs.named(store, found.web, source)[1]
    targets = webs.named(store, found.web, target)[1]
    scored = _scored(found, sources, targets, _denied(store), start)
    taken = scored if limit is None else scored[:limit]
    rows = [row for at, each in enumerate(taken) for row in _rows(found, at + 1, each)]
    asked = {"thing": start, "from": "" if start else source, "to": target}
    answer = Answer(
        _COLUMNS,
        tuple(rows),
        len(taken) == len(scored),
        question="Which are likely to work together, though nobody says that they do?",
        parameters={name: value for name, value in asked.items() if value},
        limit=limit,
        empty=_EMPTY,
    )
    classes = [each for each in (asked["from"], target) if each and each not in sources]
    told = coverage.explain(store, answer, classes, filter(None, [start]))
    known = (
        f"Suggestions, not facts: {len(taken):,} of {len(scored):,} pairs with something in common."
    )
    return replace(told, known=(*told.known, *([known] if rows else ())))


# -- which are likely -------------------------------------------------------------------------


def _scored(
    found: Parties,
    sources: frozenset[str],
    targets: frozenset[str],
    denied: frozenset[frozenset[str]],
    start: str,
) -> list[Scored]:
    """Score the candidates; what counts is learnt from the ties of things of the same classes."""
    pairs = [
        pair
        for pair in scores.candidates(found.ties, found.traits, sources, targets)
        if frozenset(pair) not in denied and not _linked(found, pair)
    ]
    alike = _alike(found, start) if start else sources
    learnt = scores.examples(found.ties, found.traits, alike, targets)
    if len(learnt[0]) < scores.ENOUGH:
        learnt = scores.examples(found.ties, found.traits, found.ties, found.ties)
    weights = scores.weigh(*learnt)
    return scores.score(scores.measures(found.ties, found.traits, pairs), weights)


def _alike(found: Parties, start: str) -> frozenset[str]:
    """Things of the most particular class of a thing."""
    cls = found.web.things[start].cls if start in found.web.things else ""
    return frozenset(each for each in found.ties if found.web.things[each].cls == cls)


def _linked(found: Parties, pair: scores.Pair) -> bool:
    """Tell whether any fact is between two, be it no tie."""
    return pair[1] in found.web.around.get(pair[0], {}) or pair in found.ways


def _denied(store: Store) -> frozenset[frozenset[str]]:
    rows = answers.rows(store, _DENIED)
    return frozenset(frozenset((str(row["one"]), str(row["other"]))) for row in rows)


def _rows(found: Parties, rank: int, each: Scored) -> Iterator[Row]:
    one, other = each.pair
    for reason, why, shared, facts in grounds.reasons(found, one, other):
        yield {
            "rank": rank,
            "status": "suggestion",
            "score": round(each.score, 3),
            "party": found.label(one),
            "partner": found.label(other),
            "reason": reason,
            "why": why,
            **dict(webs.quoted(found.web, facts[: len(webs.QUOTES)])),
            "party_iri": one,
            "partner_iri": other,
            "shared_iri": shared,
            "evidence_iri": " ".join(dict.fromkeys(e for fact in facts for e in fact.evidence)),
        }


def told(answer: Answer, width: int | None) -> Iterator[tables.Line]:
    """Lay suggestions out for reading: who, then each thing in common with its quotes."""
    for rank, group in groupby(answer.rows, key=itemgetter("rank")):
        rows = list(group)
        first = rows[0]
        yield "head", f"{rank}. Suggestion: {first['party']} and {first['partner']}"
        yield "row", f"   score {first['score']}"
        for row in rows:
            yield "row", f"   {row['why']}"
            quotes = dict.fromkeys((row[quote], row[document]) for quote, document in webs.QUOTES)
            for quote, document in quotes:
                if quote:
                    words = " ".join(str(quote).split())
                    lines = tables.quotation(words, str(document), width)
                    yield from (("quote", line) for line in lines)
