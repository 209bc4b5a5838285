from __future__ import annotations

import pytest

from medtechkg import algorithms
from medtechkg.algorithms import Step
from medtechkg.answers import Answer

STEP = Step("betweenness", "one", "other")


def edges(*pairs: str) -> Answer:
    """Edges written as two letters each; the first is looked at, the second what it is tied to."""
    rows = tuple({"one": pair[0], "other": pair[1], "quote": pair} for pair in pairs)
    return Answer(("one", "other", "quote"), rows)


def found(*pairs: str) -> list[tuple[object, object, object]]:
    answer = algorithms.apply(STEP, edges(*pairs))
    rows = [(row["one"], row["betweenness"], row["parts"]) for row in answer]
    return list(dict.fromkeys(rows))


def test_the_middle_of_a_chain() -> None:
    assert found("ab", "ba", "bc", "cb") == [("b", 1.0, 2)]


def test_a_ring_has_no_bridge_but_paths() -> None:
    assert found("ab", "bc", "cd", "da") == [(each, 0.1667, 1) for each in "abcd"]


def test_who_meets_in_one_undertaking_is_not_between_the_others() -> None:
    assert found("aX", "bX", "cX") == []


def test_an_undertaking_of_one_alone_joins_nobody() -> None:
    """A thing that is not looked at is no end of a path, and no part if only one is tied to it."""
    assert found("aX", "aY", "ab") == []
    assert found("aX", "ab", "ba", "bc", "cb") == [("b", 1.0, 2)]


def test_best_first_and_of_equals_by_name() -> None:
    chain = found("ab", "bc", "cd", "de", "ed")
    assert chain == [("c", 0.6667, 2), ("b", 0.5, 2), ("d", 0.5, 2)]


def test_every_edge_of_a_bridge_keeps_its_quote_and_order() -> None:
    answer = algorithms.apply(STEP, edges("ba", "bc", "ab", "cb"))
    assert [row["quote"] for row in answer] == ["ba", "bc"]
    assert answer.columns == ("one", "other", "quote", "betweenness", "parts")


def test_limit_cuts_the_result_not_the_network() -> None:
    answer = algorithms.apply(STEP, edges("ab", "bc", "cb", "ba"), limit=1)
    assert ([row["one"] for row in answer], answer.state, answer.limit) == (["b"], "truncated", 1)


@pytest.mark.parametrize("pairs", [(), ("aa",), ("ab",), ("ab", "ba")])
def test_too_little_for_a_bridge(pairs: tuple[str, ...]) -> None:
    answer = algorithms.apply(STEP, edges(*pairs))
    assert (answer.rows, answer.complete) == ((), True)
