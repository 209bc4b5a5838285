"""Likeness of two: each measure by hand, and what holds of the scores of any network."""

from __future__ import annotations

from itertools import combinations
from math import log, sqrt

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medtechkg.connections import scores
from medtechkg.connections.scores import Traits

NAMES = "abcdefgh"
pairs = st.sampled_from(list(combinations(NAMES, 2)))
edges = st.lists(pairs, min_size=1, max_size=16, unique=True)


def _ties(*found: tuple[str, str]) -> dict[str, frozenset[str]]:
    around: dict[str, set[str]] = {name: set() for name in NAMES}
    for one, other in found:
        around[one].add(other)
        around[other].add(one)
    return {name: frozenset(others) for name, others in around.items()}


def _of(found: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(scores.MEASURES, found, strict=True))


def test_measures_by_hand() -> None:
    ties = _ties(("a", "c"), ("b", "c"), ("c", "d"), ("a", "e"), ("e", "f"), ("f", "b"))
    held = frozenset(("gait",))
    traits = Traits(
        fields={"a": held, "b": held, "c": held},
        offers={"a": frozenset(("casting",))},
        needs={"b": frozenset(("casting",))},
        places={"a": frozenset(("here",)), "b": frozenset(("there",))},
    )
    (found,) = scores.measures(ties, traits, [("a", "b")]).values()
    assert _of(found) == pytest.approx(
        {
            "partners": 1 / log(3),
            "common": 1,
            "threes": 1 / sqrt(2 * 2),
            "fields": 1 / log(4),
            "needs": 1 / log(3),
            "places": 0,
            "renown": 4,
        }
    )


@given(edges)
def test_partners_are_those_of_networkx(found: list[tuple[str, str]]) -> None:
    graph: networkx.Graph[str] = networkx.Graph(found)
    apart = [pair for pair in combinations(sorted(graph), 2) if not graph.has_edge(*pair)]
    told = scores.measures(_ties(*found), Traits(), apart)
    for one, other, number in networkx.adamic_adar_index(graph, apart):
        assert _of(told[one, other])["partners"] == pytest.approx(number)
    for one, other, number in networkx.preferential_attachment(graph, apart):
        assert _of(told[one, other])["renown"] == number


@given(edges)
def test_candidates_are_never_tied_and_come_once(found: list[tuple[str, str]]) -> None:
    ties = _ties(*found)
    told = list(scores.candidates(ties, Traits(), NAMES, frozenset(NAMES)))
    assert len({frozenset(pair) for pair in told}) == len(told)
    assert all(other not in ties[one] and one != other for one, other in told)


def test_a_field_makes_a_candidate_and_a_region_alone_does_not() -> None:
    both = {"a": frozenset(("x",)), "b": frozenset(("x",))}
    everyone = frozenset(NAMES)
    told = [
        list(scores.candidates(_ties(), traits, "a", everyone))
        for traits in (Traits(fields=both), Traits(places=both), Traits(needs=both, offers=both))
    ]
    assert told == [[("a", "b")], [], [("a", "b")]]


@given(edges)
def test_a_known_tie_measures_as_if_it_were_not_known(found: list[tuple[str, str]]) -> None:
    ties = _ties(*found)
    tied, _ = scores.examples(ties, Traits(), NAMES, NAMES)
    for told, pair in zip(tied, sorted(found), strict=True):
        without = _ties(*(each for each in found if each != pair))
        (expected,) = scores.measures(without, Traits(), [pair]).values()
        assert told == pytest.approx(expected)


def test_too_few_ties_teach_nothing() -> None:
    few = scores.examples(_ties(("a", "b")), Traits(), NAMES, NAMES)
    assert scores.weigh(*few) is None
    assert scores.weigh([(1.0,) * 7] * scores.ENOUGH, [(0.0,) * 7] * 10) is not None


def test_what_tells_ties_apart_is_what_counts() -> None:
    tied = [(0.0, 0.0, 1.0 + at % 3, 0.0, 0.0, 0.0, float(at % 5)) for at in range(60)]
    apart = [(0.0, 0.0, 0.1 * (at % 3), 0.0, 0.0, 0.0, float(at % 5)) for at in range(200)]
    weights = scores.weigh(tied, apart)
    assert weights is not None
    assert max(range(7), key=weights.__getitem__) == scores.MEASURES.index("threes")
    assert all(weight >= 0 for weight in weights)


def test_ranks_share_what_is_equal() -> None:
    empty = (0.0,) * 6
    found = {("a", "b"): (1.0, *empty), ("a", "c"): (1.0, *empty), ("a", "d"): (0.0, *empty)}
    told = {each.pair: each.score for each in scores.score(found)}
    assert told == {("a", "b"): 0.75, ("a", "c"): 0.75, ("a", "d"): 0.0}
    assert [each.score for each in scores.score({("a", "b"): (1.0, *empty)})] == [0.5]


def test_equal_scores_are_in_the_order_of_names() -> None:
    found = {("b", "c"): (0.0,) * 7, ("a", "c"): (0.0,) * 7}
    assert [each.pair for each in scores.score(found, (1.0,) * 7)] == [("a", "c"), ("b", "c")]
