"""How likely two are to work together, from who works with whom and what they have in common.

Seven measures, each a number that grows with likeness:

- ``partners``: common neighbours, each worth ``1 / log(ties)`` (Adamic and Adar, 2003);
- ``common``: how many common neighbours there are;
- ``threes``: paths of three ties, each worth ``1 / sqrt(k k')`` with the ties of the two things in
  between (Kovács and others, "Network-based prediction of protein interactions", Nature
  Communications 10, 2019). Two of different kinds, such as a university and a business, often have
  no common neighbour where each has ties to the other kind only; this is then what there is;
- ``fields``: the fields both are active in, each worth ``1 / log(1 + parties in it)``;
- ``needs``: the skills one needs and the other teaches or has, worth as much;
- ``places``: the same for the regions both lie in;
- ``renown``: preferential attachment, the product of the numbers of ties (Barabási and Albert,
  "Emergence of scaling in random networks", Science 286, 1999).

The measures are taken as ``log(1 + x)``, scaled to 1 for the largest, and put together by a
logistic regression with a ridge (`fitting`), whose examples are the ties of the graph itself: how a
tie would have measured had it not been known, against pairs that are not tied, five for each, drawn
by a fixed seed. A measure that would count against a pair is left out, for no suggestion rests on
what two do not share. So what tells in a network is learnt from it: common partners where partners
meet, paths of three between two kinds. With fewer than `ENOUGH` ties there is nothing to learn
from, and the score is the mean of the ranks of the measures, from 0 to 1, each counting as
`WEIGHTS` says. Either way the same graph gives the same scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import log, log1p, sqrt
from random import Random
from typing import TypeAlias

from medtechkg.connections import fitting

__all__ = [
    "ENOUGH",
    "MEASURES",
    "WEIGHTS",
    "Pair",
    "Scored",
    "Ties",
    "Traits",
    "candidates",
    "examples",
    "measures",
    "score",
    "weigh",
]

Pair: TypeAlias = tuple[str, str]
#: Who is tied to whom; both ways.
Ties: TypeAlias = Mapping[str, frozenset[str]]

#: What each measure counts for where there is nothing to learn from; half for what says little.
WEIGHTS: Mapping[str, float] = {
    "partners": 1.0,
    "common": 0.5,
    "threes": 1.0,
    "fields": 1.0,
    "needs": 1.0,
    "places": 0.5,
    "renown": 0.5,
}
#: From so many ties on, the measures are weighed by what they tell of these.
ENOUGH = 30
#: So many pairs that are not tied are looked at for one that is.
_AGAINST = 5
_SEED = 1
MEASURES = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Traits:
    """What parties have and need, by party: fields, skills offered, skills needed, regions."""

    fields: Ties = field(default_factory=dict)
    offers: Ties = field(default_factory=dict)
    needs: Ties = field(default_factory=dict)
    places: Ties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its score and the measures it comes from, in the order of `MEASURES`."""

    pair: Pair
    score: float
    measures: tuple[float, ...]


def candidates(
    ties: Ties, traits: Traits, sources: Iterable[str], targets: frozenset[str]
) -> Iterator[Pair]:
    """The pairs that have anything in common, without those that are tied or are one.

    Many ties or a region alone make no candidate. A pair of two that are both sources and targets
    comes once, in order.
    """
    active = _holders(traits.fields)
    taught, needed = _holders(traits.offers), _holders(traits.needs)
    first = frozenset(sources)
    for one in sorted(first):
        near = set(_reached(ties, one))
        near.update(_others(traits.fields, active, one))
        near.update(_others(traits.needs, taught, one))
        near.update(_others(traits.offers, needed, one))
        for other in sorted((near & targets) - {one} - ties.get(one, frozenset())):
            if not (other in first and one in targets and other < one):
                yield one, other


def _reached(ties: Ties, one: str) -> Iterator[str]:
    """What is two or three ties away."""
    second = {each for near in ties.get(one, ()) for each in ties[near]}
    yield from second
    yield from (each for two in second for each in ties[two])


def _holders(kind: Ties) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for party, traits in kind.items():
        for trait in traits:
            found.setdefault(trait, set()).add(party)
    return found


def _others(kind: Ties, holders: Mapping[str, set[str]], one: str) -> Iterator[str]:
    for trait in kind.get(one, ()):
        yield from holders.get(trait, ())


def measures(ties: Ties, traits: Traits, pairs: Iterable[Pair]) -> dict[Pair, tuple[float, ...]]:
    """Take the measures of pairs, in the order of `MEASURES`."""
    fields, places = _worth(traits.fields), _worth(traits.places)
    skills = _worth(traits.offers, traits.needs)
    found: dict[Pair, tuple[float, ...]] = {}
    for one, other in pairs:
        mine, theirs = ties.get(one, frozenset()), ties.get(other, frozenset())
        both = sorted(mine & theirs)
        found[one, other] = (
            sum(1 / log(max(2, len(ties[each]))) for each in both),
            float(len(both)),
            _threes(ties, one, other),
            _shared(traits.fields, traits.fields, one, other, fields),
            _shared(traits.offers, traits.needs, one, other, skills)
            + _shared(traits.needs, traits.offers, one, other, skills),
            _shared(traits.places, traits.places, one, other, places),
            float(len(mine) * len(theirs)),
        )
    return found


def _worth(*kinds: Ties) -> dict[str, float]:
    holders = Counter(trait for kind in kinds for traits in kind.values() for trait in traits)
    return {trait: 1 / log(1 + max(2, number)) for trait, number in holders.items()}


def _shared(kind: Ties, matched: Ties, one: str, other: str, worth: Mapping[str, float]) -> float:
    both = kind.get(one, frozenset()) & matched.get(other, frozenset())
    return sum(worth[trait] for trait in sorted(both))


def _threes(ties: Ties, one: str, other: str) -> float:
    far = ties.get(other, frozenset()) - {one}
    total = 0.0
    for near in sorted(ties.get(one, frozenset()) - {other}):
        for last in sorted(ties[near] & far):
            total += 1 / sqrt(len(ties[near]) * len(ties[last]))
    return total


def examples(
    ties: Ties, traits: Traits, sources: Iterable[str], targets: Iterable[str]
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """The measures of ties between two sets, each as if it were not known, and of pairs without.

    Of the measures, only the number of ties knows of the tie itself.
    """
    ones, others = sorted(sources), sorted(targets)
    either = frozenset(others)
    pairs = [(one, other) for one in ones for other in sorted(ties.get(one, frozenset()) & either)]
    known = dict.fromkeys((min(pair), max(pair)) for pair in pairs)
    told = measures(ties, traits, known)
    tied = [
        (*numbers[:-1], float((len(ties[one]) - 1) * (len(ties[other]) - 1)))
        for (one, other), numbers in told.items()
    ]
    chance = Random(_SEED)
    drawn: dict[Pair, None] = {}
    for _ in range(20 * _AGAINST * len(tied)):
        pair = (chance.choice(ones), chance.choice(others))
        if pair[0] != pair[1] and pair[1] not in ties.get(pair[0], frozenset()):
            drawn[min(pair), max(pair)] = None
        if len(drawn) == _AGAINST * len(tied):
            break
    return tied, list(measures(ties, traits, drawn).values())


def weigh(
    tied: Sequence[Sequence[float]], apart: Sequence[Sequence[float]]
) -> tuple[float, ...] | None:
    """Learn what each measure counts for from examples; none if these are too few.

    The weights are for measures as ``log(1 + x)``.
    """
    if len(tied) < ENOUGH or not apart:
        return None
    logs = [[log1p(number) for number in numbers] for numbers in (*tied, *apart)]
    tops = [max(column) or 1.0 for column in zip(*logs, strict=True)]
    rows = [[number / top for number, top in zip(row, tops, strict=True)] for row in logs]
    found = fitting.positive(rows, [1.0] * len(tied) + [0.0] * len(apart))
    return tuple(weight / top for weight, top in zip(found, tops, strict=True))


def score(
    found: Mapping[Pair, Sequence[float]], weights: Sequence[float] | None = None
) -> list[Scored]:
    """Score pairs by their measures, the likeliest first; of equal scores, in the order of names.

    With weights, as `weigh` gives them, the score is the weighted sum, scaled to 1 for the best;
    without, the mean of the ranks.
    """
    totals = _ranked(found) if weights is None else _weighted(found, weights)
    scored = (Scored(pair, round(total, 6), tuple(found[pair])) for pair, total in totals.items())
    return sorted(scored, key=lambda each: (-each.score, each.pair))


def _weighted(found: Mapping[Pair, Sequence[float]], weights: Sequence[float]) -> dict[Pair, float]:
    totals = {
        pair: sum(weight * log1p(number) for weight, number in zip(weights, numbers, strict=True))
        for pair, numbers in found.items()
    }
    best = max(totals.values(), default=0.0) or 1.0
    return {pair: total / best for pair, total in totals.items()}


def _ranked(found: Mapping[Pair, Sequence[float]]) -> dict[Pair, float]:
    """The mean rank of each pair; a measure that says the same of all counts for nothing.

    Where all say the same of all, each pair has the middle rank.
    """
    totals = dict.fromkeys(found, 0.0)
    told = 0.0
    for at, name in enumerate(MEASURES):
        column = {pair: round(numbers[at], 12) for pair, numbers in found.items()}
        if len(set(column.values())) > 1:
            told += WEIGHTS[name]
            for pair, rank in _ranks(column):
                totals[pair] += WEIGHTS[name] * rank
    return {pair: total / told if told else 0.5 for pair, total in totals.items()}


def _ranks(column: Mapping[Pair, float]) -> Iterator[tuple[Pair, float]]:
    """Rank from 0 to 1; what is equal shares the middle of its ranks."""
    ordered = sorted(column, key=column.__getitem__)
    most = max(1, len(ordered) - 1)
    first = 0
    for _, group in groupby(ordered, key=column.__getitem__):
        same = list(group)
        middle = first + (len(same) - 1) / 2
        first += len(same)
        yield from ((pair, middle / most) for pair in same)
