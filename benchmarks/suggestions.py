"""How good the suggestions are: known ties are hidden, and it is seen how high they come back.

    python benchmarks/suggestions.py [PARTIES [FOLDS]]

The ties of a network are dealt into FOLDS parts (10 unless told; fixed seed). Each part is hidden
in turn, all pairs that are not tied are scored from the rest, and the hidden ties are looked for
among them. AUC is the chance that a hidden tie scores above a pair never tied, equal scores
counting half; P@k is the share of hidden ties among the k pairs that score best, with k the number
hidden. "random" is what a fair coin would give, "common neighbours" their plain number, "ranks" the
mean of ranks that is used where a network is too small to learn from; "combined" is what
suggestions are ordered by.

The networks: invented ones of PARTIES parties (300 unless told) at several levels of noise; real
ones that come with networkx; and the graph of the seeds, if it has ties enough.

What the invented ones assume, so that no measure has to win: parties are of two kinds, one to four;
each belongs to a hidden community and has a popularity of its own, drawn from a heavy tail. A tie
falls inside a community or anywhere, with chances given by the popularity of both ends; the noise
is the share of ties that fall anywhere between any two. Fields, skills and regions are drawn apart
from the ties: each party has three fields, of which each is its community's with chance 1 - noise,
else any; needs and offers likewise; its region is drawn from its community's two with the same
chance. So at full noise nothing but popularity tells anything, and at none all measures do.
"""

from __future__ import annotations

import random
import sys
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import networkx

from medtechkg import pipeline, store
from medtechkg.connections import grounds, scores
from medtechkg.connections.scores import Pair, Traits

SEED = 20310305
NOISE = (0.1, 0.3, 0.5, 0.7, 0.9)
TOLD = (
    "random",
    "common neighbours",
    "Adamic-Adar",
    "paths of three",
    "renown",
    "ranks",
    "combined",
)
Ties = dict[str, frozenset[str]]


def invented(parties: int, noise: float) -> tuple[list[Pair], Traits]:
    """A network of two kinds of parties, as the text above says: its ties and their traits."""
    chance = random.Random(f"{SEED} {parties} {noise}")
    groups = max(2, parties // 25)
    names = [f"{'University' if at % 5 == 0 else 'Business'} {at}" for at in range(parties)]
    home = {name: chance.randrange(groups) for name in names}
    fame = {name: chance.paretovariate(1.8) for name in names}
    ties: set[Pair] = set()
    while len(ties) < 3 * parties:
        one = chance.choices(names, [fame[name] for name in names])[0]
        near = [each for each in names if each != one and home[each] == home[one]]
        if chance.random() < noise:
            near = [each for each in names if each != one]
        if near:
            other = chance.choices(near, [fame[name] for name in near])[0]
            ties.add((min(one, other), max(one, other)))

    def drawn(kind: str, own: int, number: int) -> dict[str, frozenset[str]]:
        def one(name: str) -> str:
            group = home[name] if chance.random() >= noise else chance.randrange(groups)
            return f"{kind} {group * own + chance.randrange(own)}"

        return {name: frozenset(one(name) for _ in range(number)) for name in names}

    traits = Traits(
        drawn("field", 4, 3), drawn("skill", 5, 2), drawn("skill", 5, 2), drawn("place", 2, 1)
    )
    return sorted(ties), traits


def real() -> Iterator[tuple[str, list[Pair], Traits]]:
    """Small networks of who meets or works with whom, as networkx has them."""
    for name, found in (
        ("davis southern women", networkx.davis_southern_women_graph()),
        ("karate club", networkx.karate_club_graph()),
        ("les misérables", networkx.les_miserables_graph()),
        ("florentine families", networkx.florentine_families_graph()),
    ):
        ties = sorted((min(pair), max(pair)) for pair in (tuple(map(str, e)) for e in found.edges))
        yield name, ties, Traits()


def folded(ties: Sequence[Pair], folds: int) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Deal the ties: each part hidden once, and what is left to see."""
    dealt = list(ties)
    random.Random(SEED).shuffle(dealt)
    for at in range(folds):
        hidden = dealt[at::folds]
        yield hidden, [tie for tie in dealt if tie not in set(hidden)]


def tied(nodes: Iterable[str], ties: Iterable[Pair]) -> Ties:
    found: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in ties:
        found[one].add(other)
        found[other].add(one)
    return {node: frozenset(others) for node, others in found.items()}


def auc(scored: Mapping[Pair, float], hidden: set[Pair]) -> float:
    others = sorted(number for pair, number in scored.items() if pair not in hidden)
    won = sum(
        (bisect_left(others, scored[pair]) + bisect_right(others, scored[pair])) / 2
        for pair in hidden
    )
    return won / (len(hidden) * len(others))


def precision(scored: Mapping[Pair, float], hidden: set[Pair]) -> float:
    """Precision at k, what is equal shared out: the expectation over any order of equals."""
    ordered = sorted(scored.values(), reverse=True)
    least = ordered[len(hidden) - 1]
    above = [pair for pair, number in scored.items() if number > least]
    level = [pair for pair, number in scored.items() if number == least]
    sure = sum(pair in hidden for pair in above)
    share = sum(pair in hidden for pair in level) / len(level)
    return (sure + share * (len(hidden) - len(above))) / len(hidden)


def ways(
    found: Mapping[Pair, Sequence[float]], weights: Sequence[float] | None
) -> Iterator[tuple[str, dict[Pair, float]]]:
    def column(name: str) -> dict[Pair, float]:
        return {pair: round(told[scores.MEASURES.index(name)], 12) for pair, told in found.items()}

    yield "random", dict.fromkeys(found, 0.0)
    yield "common neighbours", column("common")
    yield "Adamic-Adar", column("partners")
    yield "paths of three", column("threes")
    yield "renown", column("renown")
    yield "ranks", {each.pair: each.score for each in scores.score(found)}
    yield "combined", {each.pair: each.score for each in scores.score(found, weights)}


def measured(ties: Sequence[Pair], traits: Traits, folds: int) -> dict[str, tuple[float, float]]:
    """AUC and precision of each way, the mean over the folds."""
    nodes = sorted({end for tie in ties for end in tie})
    sums: dict[str, list[float]] = {name: [0.0, 0.0] for name in TOLD}
    for hidden, seen in folded(ties, folds):
        known = tied(nodes, seen)
        pairs = [pair for pair in combinations(nodes, 2) if pair not in set(seen)]
        found = scores.measures(known, traits, pairs)
        weights = scores.weigh(*scores.examples(known, traits, nodes, nodes))
        for name, scored in ways(found, weights):
            sums[name][0] += auc(scored, set(hidden))
            sums[name][1] += precision(scored, set(hidden))
    return {name: (one / folds, other / folds) for name, (one, other) in sums.items()}


def main(parties: int = 300, folds: int = 10) -> None:
    print(f"{'':28} {'ties':>5}  " + "  ".join(f"{name:>17}" for name in TOLD))
    print(f"{'':28} {'':>5}  " + "  ".join(f"{'AUC   P@k':>17}" for _ in TOLD))
    for noise in NOISE:
        _row(f"invented, noise {noise}", *invented(parties, noise), folds)
    for name, ties, traits in real():
        _row(name, ties, traits, folds)
    _seeds(folds)


def _seeds(folds: int) -> None:
    """The parties of the seeds, if enough of them are tied."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(folder=Path(folder))
        found = grounds.parties(store.open(folder))
    ties = sorted(
        {(min(one, each), max(one, each)) for one in found.ties for each in found.ties[one]}
    )
    if len(ties) < scores.ENOUGH:
        print(f"{'seeds':28} {len(ties):5}  too few to hide any: {scores.ENOUGH} are needed")
    else:
        _row("seeds", ties, found.traits, folds)


def _row(name: str, ties: Sequence[Pair], traits: Traits, folds: int) -> None:
    found = measured(ties, traits, folds)
    cells = "  ".join(f"{f'{one:.3f} {other:.3f}':>17}" for one, other in found.values())
    print(f"{name:28} {len(ties):5}  {cells}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
