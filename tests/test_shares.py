"""Shares, parts and multiples as English words them, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medtechkg.language.quantities import scan


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("over a third see no need for it", "33.3"),
        ("almost two thirds were late", "66.7"),
        ("a quarter are looking to expand", "25"),
        ("half have no lab of their own", "50"),
        ("and a fifth want to move", "20"),
        ("orders are up by a third since 2030", "33.3"),
        ("sales fell by almost a quarter in 2020", "25"),
        ("costs were cut by a tenth.", "10"),
        ("three quarters employ fewer than ten people", "75"),
        ("nearly half said so", "50"),
    ],
)
def test_a_share_may_stand_alone(text: str, value: str) -> None:
    assert (scan(text)[0].kind, scan(text)[0].value) == ("percent", Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "Site one is open and a third is planned.",
        "the second half was slow",
        "in the third quarter of the year",
        "a third, smaller plant",
        "it set out a fifth plan to move",
        "a third report said so",
        "for a third time",
        "a quarter of a century ago",
        "a half-day course",
        "half a mile away",
        "half and half",
        "the other half are nurses",
    ],
)
def test_what_only_looks_like_a_share(text: str) -> None:
    assert [q for q in scan(text) if q.kind == "percent"] == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("almost a quarter of a billion dollars", "money", "250000000"),
        ("some quarter of a billion dollars", "money", "250000000"),
        ("three-quarters of a million people", "count", "750000"),
        ("half a billion euros", "money", "500000000"),
        ("three quarters of a trillion dollars", "money", "750000000000"),
    ],
)
def test_parts_of_large_numbers(text: str, kind: str, value: str) -> None:
    (quantity,) = scan(text)
    assert (quantity.kind, quantity.value) == (kind, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "head"),
    [
        ("12 of Europe’s top 20 laser firms have a plant here", 12, "firms"),
        ("Six of the top 30 laser companies", 6, "companies"),
        ("18 out of the top 25 suppliers", 18, "suppliers"),
        ("nine of the ten largest makers", 9, "makers"),
    ],
)
def test_so_many_of_the_top(text: str, value: int, head: str) -> None:
    assert [(q.value, q.head) for q in scan(text)] == [(Decimal(value), head)]


@pytest.mark.parametrize(
    "text",
    ["one of the top 10 clusters", "in the top 15 for lasers", "ranked among the top 20 firms"],
)
def test_a_rank_is_no_count(text: str) -> None:
    assert scan(text) == []


def test_how_many_universities_rank_high_is_a_rank() -> None:
    assert [q.head for q in scan("three of Asia's top 40 universities")] != ["universities"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("some 12 times the E.U. output rate", 12),
        ("more than triple the usual number", 3),
        ("it wants to triple the number of labs", 3),
        ("is to double the number of posts", 2),
        ("at least twice the loan", 2),
        ("double the national average", 2),
        ("orders have more than doubled", 2),
    ],
)
def test_how_many_times_as_much(text: str, value: int) -> None:
    assert [(q.kind, q.value) for q in scan(text)] == [("multiple", Decimal(value))]


@pytest.mark.parametrize(
    "text",
    [
        "it meets twice a year",
        "a double room",
        "has doubled its space there",
        "will double the size of its plant",
        "a double-blind trial",
        "she won twice",
        "the triple vaccine",
    ],
)
def test_what_is_double_but_measures_nothing(text: str) -> None:
    assert scan(text) == []


def test_a_multiple_leaves_it_to_the_numbers_themselves() -> None:
    found = scan("It doubled its loan to €90m from €45m")
    assert [(q.kind, q.value) for q in found] == [
        ("money", Decimal(90_000_000)),
        ("money", Decimal(45_000_000)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the FTSE 100 maker Plexo",
        "a Fortune 500 firm",
        "a six-storey building",
        "a 12-floor tower",
        "the one Asian branch",
        "48 South Audio, which makes lenses",
    ],
)
def test_numbers_that_name(text: str) -> None:
    assert [q for q in scan(text) if q.value != 1] == []
    assert all(q.kind == "count" for q in scan(text))


def test_area_with_hyphens() -> None:
    assert [(q.value, q.head) for q in scan("a 310,000-square-foot plant")] == [
        (Decimal(310_000), "square-foot")
    ]


def test_up_to_may_belong_to_the_verb() -> None:
    (total,) = scan("That brings the total up to about 900 staff")
    assert total.qualifier == "about"
    (most,) = scan("It gives up to 900 staff a rise")
    assert most.qualifier == "up-to"
