"""Numbers and periods: what is read, and what is left alone."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from medtechkg.language.numerals import number
from medtechkg.language.periods import periods
from medtechkg.language.quantities import Quantity, scan


def only(text: str) -> Quantity:
    (quantity,) = scan(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1,234 firms", "count", "1234"),
        ("1 234 firms", "count", "1234"),
        ("twenty-five colleges", "count", "25"),
        ("two hundred and fifty nurses", "count", "250"),
        ("a dozen SMEs", "count", "12"),
        ("half a million patients", "count", "500000"),
        ("half a trillion dollars", "money", "500000000000"),
        ("a 700m2 workshop", "count", "700"),
        ("1.2m people", "count", "1200000"),
        ("three million patients", "count", "3000000"),
        ("£3.5million", "money", "3500000"),
        ("£250k", "money", "250000"),
        ("£2bn of sales", "money", "2000000000"),
        ("20 million pounds", "money", "20000000"),
        ("55 million GBP", "money", "55000000"),
        ("GBP 4,000", "money", "4000"),
        ("12.5%", "percent", "12.5"),
        ("12 per cent of jobs", "percent", "12"),
        ("a quarter of employers", "percent", "25"),
        ("one-third of all cars", "percent", "33.3"),
        ("two-thirds of firms", "percent", "66.7"),
        ("one in five companies", "percent", "20"),
        ("a ratio of 3:1", "ratio", "3"),
        ("has more than doubled since", "multiple", "2"),
        ("tripling in a decade", "multiple", "3"),
    ],
)
def test_value(text: str, kind: str, value: str) -> None:
    quantity = only(text)
    assert (quantity.kind, str(quantity.value)) == (kind, value)


@pytest.mark.parametrize(
    ("text", "currency"), [("£5", "GBP"), ("€5m", "EUR"), ("US$5m", "USD"), ("5m euros", "EUR")]
)
def test_currency(text: str, currency: str) -> None:
    assert only(text).currency == currency


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("£5-10m of grants", 5_000_000, 10_000_000),
        ("between 200 and 300 staff", 200, 300),
        ("from 5 to 10 firms", 5, 10),
        ("five or six trainees", 5, 6),
        ("£1.5m to £2m", 1_500_000, 2_000_000),
        ("£500,000 to £2 million", 500_000, 2_000_000),
        ("10–15% growth", 10, 15),
    ],
)
def test_range(text: str, low: int, high: int) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high) == (None, Decimal(low), Decimal(high))
    assert quantity.size == high


@pytest.mark.parametrize(
    ("text", "code", "verbatim"),
    [
        ("with over 40 firms", "more-than", "over 40"),
        ("upwards of 40 firms", "more-than", "upwards of 40"),
        ("700+ firms", "more-than", "700+"),
        ("700-plus firms", "more-than", "700-plus"),
        ("500 or more learners", "at-least", "500 or more"),
        ("no fewer than 40 firms", "at-least", "no fewer than 40"),
        ("up to 40 firms", "up-to", "up to 40"),
        ("fewer than 40 firms", "less-than", "fewer than 40"),
        ("almost 40 firms", "nearly", "almost 40"),
        ("c. 40 firms", "about", "c. 40"),
        ("an estimated 40 firms", "about", "an estimated 40"),
        ("a target of 40 firms", "target", "a target of 40"),
        ("exactly 40 firms", "exact", "exactly 40"),
        ("its firms turn over £6bn", "exact", "£6bn"),
    ],
)
def test_hedge(text: str, code: str, verbatim: str) -> None:
    quantity = only(text)
    assert (quantity.qualifier, quantity.verbatim) == (code, verbatim)
    assert text[quantity.start : quantity.end] == verbatim


@pytest.mark.parametrize("text", ["an extra 40 jobs", "another 40 jobs", "40 more jobs"])
def test_increment(text: str) -> None:
    assert only(text).increment
    assert not only("40 new jobs").increment


@pytest.mark.parametrize(
    ("text", "noun", "head"),
    [
        (
            "500 new dentistry, nursing and pharmacy graduates every year",
            "new dentistry, nursing and pharmacy graduates",
            "graduates",
        ),
        ("almost 40 businesses and charities, among them Plexo", "businesses", "businesses"),
        ("145 skills shortage and more", "skills shortage", "shortage"),
        ("500 newly qualified nurses", "newly qualified nurses", "nurses"),
        ("a 300-strong workforce", "workforce", "workforce"),
        ("90% of all hip implants in use", "hip implants", "implants"),
        ("60% of Ayrford's total employment", "Ayrford's total employment", "employment"),
        ("a £5 million Calder Hub intended for all", "Calder Hub", "hub"),
        ("100,000 sq ft of space", "sq ft", "sq ft"),
        ("one business noted a gap", "business", "business"),
        ("a total of 40, of which", "", ""),
    ],
)
def test_noun(text: str, noun: str, head: str) -> None:
    quantity = only(text)
    assert (text[quantity.noun_start : quantity.noun_end], quantity.head) == (noun, head)


def test_a_rise_is_no_range() -> None:
    assert [int(q.size) for q in scan("It has risen by 240 to 1,900.")] == [240, 1900]


def test_rate() -> None:
    assert only("40 graduates every year").per == "every year"
    assert only("Each year 40 people graduate").per == "each year"
    assert only("40 people graduate, and a year passes").per is None


def test_a_denominator_makes_a_ratio() -> None:
    ratio = only("for each £1 of grant there was £2.50 from firms")
    assert (ratio.kind, ratio.value, ratio.per) == ("ratio", Decimal("2.5"), "each £1")


def test_quantities_do_not_overlap() -> None:
    found = scan("with over 90 studios, 3,200 staff and a £4 billion turnover in 2019")
    assert [q.value for q in found] == [90, 3_200, 4_000_000_000]
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "based at No.1 Calder Campus",
        "a Level 3 award",
        "Levels 4 and 5 are taught",
        "a Level 3/4 course",
        "4IR, B12 and COVID-19",
        "the M9 motorway",
        "Phase 2 of the plan",
        "a Tier 1 partner",
        "on 12 December 2025",
        "May 12, 2024",
        "in 2014-25 and 2014/15",
        "by 2035",
        "Before March 2031 buildings were let.",
        "since the Holt 2028 Games",
        "in 2015, firms grew",
        "in 2015 companies grew",
        "the 2015 competition",
        "Q3 results",
        "the 1990s",
        "at 10:30 or 9am",
        "as shown [1]",
        "see page 12",
        "9 miles (25 minutes’ drive)",
        "a top 20 university",
        "a top ten university",
        "the 3rd largest",
        "call 01234 567890",
        "at B15 2TT",
        "three years",
        "the first two academic years",
        "a five-year deal",
        "version 2.1",
        "release 2.1.4",
        "SIC code 26",
        "ISO 13485 certified",
        "one of the best",
        "one day a week",
        "a one-size-fits-all way",
        "no one knew",
        "each one",
        "aged 16 to 24",
        "16-18 year olds",
        "two-way links",
        "Horizon 2020",
        "1. Introduction",
        "Key Stage 4",
        "24/7 support",
        "the second half of 2025",
        "a 10-point plan",
        "World War 2",
        "https://example.org/2024/300",
        "37°C",
        "5 kg of steel",
        "three times",
    ],
)
def test_not_a_quantity(text: str) -> None:
    assert scan(text) == []


def test_no_anchor_no_work() -> None:
    assert scan("The sector is diverse.") == []
    assert scan("") == []


def test_number() -> None:
    assert number("seventy thousand") == 70_000
    assert number("many") is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("by 2035", "horizon", "2035"),
        ("by the end of March 2030", "horizon", "2030-03"),
        ("since 2019", "since", "2019"),
        ("in 2024", "as-of", "2024"),
        ("as of March 2025", "as-of", "2025-03"),
        ("in the year to March 2024", "as-of", "2024-03"),
        ("on 12 December 2025", "as-of", "2025-12-12"),
        ("2018-05-30", "as-of", "2018-05-30"),
        ("2014-15", "as-of", "2014/2015"),
        ("over the next three years", "duration", "P3Y"),
        ("the past two years", "duration", "P2Y"),
        ("an 18-month project", "duration", "P18M"),
        ("every year", "rate", "P1Y"),
        ("annually", "rate", "P1Y"),
        ("40 a month", "rate", "P1M"),
    ],
)
def test_period(text: str, kind: str, value: str) -> None:
    (period,) = periods(text)
    assert (period.kind, period.value) == (kind, value)
    assert text[period.start : period.end].strip() == period.verbatim


@pytest.mark.parametrize("text", ["£2024", "2,024 firms", "20245", "a good year"])
def test_not_a_period(text: str) -> None:
    assert periods(text) == []


def test_dollars_in_words_are_us_dollars() -> None:
    (found,) = scan("It is worth a billion dollars.")
    assert (found.value, found.currency) == (Decimal(1_000_000_000), "USD")
