from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from medtechkg import store
from medtechkg.connections import comparisons
from medtechkg.errors import NotFoundError, QueryError

PAIR = ("Eastvale", "Westmarch")


def test_figures_stand_in_one_line_if_they_can_be_compared(graph: store.Store) -> None:
    found = comparisons.side_by_side(comparisons.compare(graph, PAIR))
    firms = [row for row in found if row["measure"] == "number of firms"]
    assert [(row["of"], row["time"], *(row[name] for name in PAIR)) for row in firms] == [
        ("Orthotics", None, "40 (undated)", "up to 70 (undated)"),
        (
            "orthotics cluster, Orthotics",
            "2031-03",
            "more than 90 (as of 2031-03; according to Dr Ada Marsh)",
            None,
        ),
    ]
    assert [row["compared"] for row in firms] == [
        "yes",
        "no: Westmarch: other what is counted and time",
    ]


def test_every_cell_has_its_quote(graph: store.Store) -> None:
    for row in comparisons.side_by_side(comparisons.compare(graph, PAIR)):
        for name, quote in zip(PAIR, ("quote", "second_quote"), strict=True):
            assert bool(row[name]) == bool(row[quote])


def test_a_row_has_all_that_goes_with_a_figure(graph: store.Store) -> None:
    rows = comparisons.compare(graph, PAIR)
    (cluster,) = [row for row in rows if row["hedge"] == "more than"]
    told = {
        "value": 90,
        "unit": "business",
        "as_of": "2031-03",
        "as_of_basis": "document-date",
        "speaker": "Dr Ada Marsh",
        "issued": "2031-03-05",
        "document": "A diploma for orthotics technicians",
    }
    assert {name: cluster[name] for name in told} == told


def test_a_figure_of_one_region_has_no_other(graph: store.Store) -> None:
    rows = comparisons.compare(graph, PAIR)
    (jobs,) = [row for row in rows if row["measure"] == "additional jobs needed"]
    assert jobs["compared"] == "no: Westmarch: no such figure"


def test_a_figure_of_a_part_is_not_one_of_the_whole(graph: store.Store) -> None:
    rows = comparisons.compare(graph, ("Sundland", "Westmarch"))
    said = {row["compared"] for row in rows if row["region"] == "Sundland" and row["value"] == 40}
    assert said == {"no: it is of Eastvale, a part of the region"}


def test_strengths_needs_and_providers(graph: store.Store) -> None:
    told = [
        (row["part"], row["measure"], row["region"], row["of"], row["compared"])
        for row in comparisons.compare(graph, PAIR)
        if row["part"] != "figures"
    ]
    assert (
        "strengths and sub-sectors",
        "Gait analysis",
        "Eastvale",
        "Orthotics",
        "in all",
    ) in told
    assert ("needs", "Welding skills", "Westmarch", "Technicians", "in Westmarch only") in told
    assert (
        "providers",
        "Level 5 Diploma in Orthotics",
        "Westmarch",
        "Westmarch College",
        "in Westmarch only",
    ) in told


def test_it_is_read_part_by_part(graph: store.Store) -> None:
    lines = list(comparisons.told(comparisons.compare(graph, PAIR), None))
    heads = [line for kind, line in lines if kind == "head" and "  " not in line]
    assert heads == ["Figures", "Strengths and sub-sectors", "Needs", "Providers"]


def test_a_chart_has_the_measures_of_both(graph: store.Store) -> None:
    drawn = comparisons.chart(comparisons.compare(graph, PAIR))
    ElementTree.fromstring(drawn)
    assert "up to 70" in drawn
    assert "3,000" not in drawn
    assert "Not drawn: " in drawn


def test_regions_that_will_not_do(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="compare 2 to 4 regions, not 1"):
        comparisons.compare(graph, ("Eastvale", "Eastvale"))
    with pytest.raises(NotFoundError, match="nothing of class Region"):
        comparisons.compare(graph, ("Eastvale", "Nowhere at all"))


def test_nothing_is_told_of_a_region(graph: store.Store) -> None:
    found = comparisons.compare(graph, ("Fenmoor", "Sundland"))
    assert {row["region"] for row in found} == {"Sundland"}
    assert comparisons.compare(graph, PAIR, limit=1).state == "truncated"
