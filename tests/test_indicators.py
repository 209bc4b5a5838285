from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from medtechkg import questions, store
from medtechkg.connections import indicators
from medtechkg.connections.indicators import Figure


def _firms(connected: store.Store) -> Figure:
    found = indicators.figures(connected)
    return next(each for each in found if each.row["amount"] == "40" and not each.owner)


def test_the_figures_of_the_question_are_all_there(connected: store.Store) -> None:
    told = {
        (str(each.row["measure"]), each.row["area"], each.row["quote"])
        for each in indicators.figures(connected)
    }
    for row in questions.ask(connected, "compare-regions"):
        if "There may be" not in str(row["quote"]):  # that one is only proposed
            assert (row["measure"], row["area"], row["quote"]) in told


def test_what_is_only_proposed_is_no_figure(connected: store.Store) -> None:
    quotes = {str(each.row["quote"]) for each in indicators.figures(connected)}
    assert not any("There may be" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("qualifier", "value", "least", "most", "expected"),
    [
        ("exact", 40, None, None, (40, 40)),
        ("about", 100, None, None, (90, 110)),
        ("more-than", 40, None, None, (40, inf)),
        ("at-least", 40, None, None, (40, inf)),
        ("up-to", 100, None, None, (-inf, 110)),
        ("range", None, 10, 20, (10, 20)),
        ("range", None, 10, None, (10, inf)),
        (None, 7, None, None, (7, 7)),
    ],
)
def test_bounds(
    connected: store.Store,
    qualifier: str | None,
    value: float | None,
    least: float | None,
    most: float | None,
    expected: tuple[float, float],
) -> None:
    figure = _firms(connected)
    row = {**figure.row, "qualifier": qualifier, "value": value, "least": least, "most": most}
    assert indicators.bounds(replace(figure, row=row)) == pytest.approx(expected)


def test_hedges_are_kept_in_the_words(connected: store.Store) -> None:
    amounts = {str(each.row["amount"]) for each in indicators.figures(connected)}
    assert {"more than 90", "up to 70", "about 1,100", "40"} <= amounts


def test_a_figure_of_no_known_place_has_no_area(connected: store.Store) -> None:
    for figure in indicators.figures(connected):
        assert bool(figure.area) == (figure.row["area"] is not None)
        assert len(figure.evidence) == len(set(figure.evidence))


def test_differences_are_named(connected: store.Store) -> None:
    figure = _firms(connected)
    assert list(indicators.differences(figure, figure)) == []
    other = replace(figure, time=("2034",), definition=())
    assert list(indicators.differences(figure, other)) == ["definition", "time"]


def test_regions_lie_in_regions(connected: store.Store) -> None:
    root = "https://w3id.org/medtechkg/id/region/"
    assert (f"{root}eastvale", f"{root}sundland") in indicators.nested(connected)
