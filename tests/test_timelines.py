from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from medtechkg import store
from medtechkg.connections import timelines

EVENTS = [
    ("2028", "year", "register", "renamed"),
    ("2030", "year", "quote", "beginning"),
    ("2031-02-02", "day", "stated", "foundation"),
    ("2031-03-04", "day", "stated", "visit"),
    ("2032", "year", "quote", "end"),
    ("2032-03", "month", "stated", "renaming"),
    ("2033", "year", "stated", "beginning"),
    ("2033", "year", "stated", "closure"),
    ("2033-06-12", "day", "stated", "opening"),
    ("2034-05", "month", "stated", "opening"),
    (None, None, None, "launch"),
]


def test_by_date_as_it_is_told_and_the_undated_last(connected: store.Store) -> None:
    found = timelines.timeline(connected)
    rows = [row for row in found if row["kind"] != "figure"]
    told = [(row["date"], row["precision"], row["basis"], row["kind"]) for row in rows]
    assert told == EVENTS
    dated = [row["date"] is not None for row in found]
    assert dated == sorted(dated, reverse=True)
    assert f"{dated.count(False)} rows have no date; they stand last." in found.known


def test_every_row_has_its_quote(connected: store.Store) -> None:
    assert all(row["quote"] and row["document"] for row in timelines.timeline(connected))


def test_figures_stand_at_their_date_and_not_at_that_of_the_document(
    connected: store.Store,
) -> None:
    figures = [row for row in timelines.timeline(connected) if row["kind"] == "figure"]
    dates = {str(row["what"]).split(" — ")[-1]: row["date"] for row in figures}
    assert (dates["60"], dates["more than 90"], dates["40"]) == ("2034", "2031-03", None)


def test_about_a_thing(connected: store.Store) -> None:
    found = timelines.timeline(connected, "Stride Works Ltd")
    assert [(row["date"], row["what"]) for row in found] == [
        ("2033", "Stride Works Ltd — collaborates with — University of Westmarch")
    ]


def test_in_a_region(connected: store.Store) -> None:
    found = timelines.timeline(connected, region="Eastvale")
    kinds = {row["kind"] for row in found}
    assert {"visit", "launch"} <= kinds
    assert "closure" not in kinds


def test_nothing_is_told_of_it(connected: store.Store) -> None:
    found = timelines.timeline(connected, "Casting skills", "Fenmoor")
    assert found.state == "not known"
    assert "No document read is about Fenmoor or names anything there." in found.known
    assert timelines.timeline(connected, limit=1).state == "truncated"


def test_a_chart_leaves_the_undated_out_and_says_so(connected: store.Store) -> None:
    found = timelines.timeline(connected)
    drawn = timelines.chart(found)
    ElementTree.fromstring(drawn)
    undated = sum(row["date"] is None for row in found)
    assert f"Not shown: {undated} without a date" in drawn
    assert "The Gait Institute opens" in drawn
    assert "The Splint Project is launched" not in drawn
