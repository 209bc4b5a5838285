from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from medtechkg import charts
from medtechkg.charts import Bar, Moment

SVG = "{http://www.w3.org/2000/svg}"
BARS = (
    Bar("Firms", "Eastvale", 40, text="40", note="2031, the council"),
    Bar("Firms", "Westmarch", Decimal(70), high=70, text="up to 70"),
    Bar("Jobs", "Eastvale", 1500.0, low=1500, text="over 1,500"),
    Bar("Jobs", "Westmarch", 1200, low=1000, high=1400),
)
MOMENTS = (
    Moment("2031-03-05", "Opened <the> laboratory", "opening", note="says the agency"),
    Moment("2029", "Growth plan", "policy", end="2033-06"),
    Moment("2030-02", "Talks", "policy"),
    Moment("soon", "A new course", "policy"),
    Moment("", "Undated", "opening", end="2032"),
)


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(text: str) -> list[str]:
    return [each.text or "" for each in drawn(text).iter(f"{SVG}text")]


def widths(text: str) -> list[float]:
    bars = [rect for rect in drawn(text).iter(f"{SVG}rect") if "paper" not in rect.attrib["class"]]
    return [float(rect.attrib["width"]) for rect in bars]


def inside(text: str) -> bool:
    root = drawn(text)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    found = [each for each in root.iter() if "x" in each.attrib]
    return all(
        0 <= float(each.attrib["x"]) <= wide and 0 <= float(each.attrib["y"]) <= high
        for each in found
    )


def test_bars_are_as_long_as_their_figures_within_a_group() -> None:
    found = widths(charts.bars("Compared", BARS))
    assert found[0] / found[1] == pytest.approx(40 / 70, abs=0.01)
    # The range of the other reaches to 1,400, "over 1,500" is the most.
    assert found[3] / found[2] == pytest.approx(1200 / 1500, abs=0.01)


def test_a_unit_gives_all_groups_one_scale() -> None:
    found = widths(charts.bars("Compared", BARS, unit="number"))
    assert found[0] / found[2] == pytest.approx(40 / 1500, abs=0.01)


def test_figures_are_written_as_they_were_or_with_thousands() -> None:
    said = texts(charts.bars("Compared", BARS, source="Sources: a report."))
    assert {"40", "up to 70", "over 1,500", "1,200", "Sources: a report."} <= set(said)
    assert "2031, the council" in said


def test_bounds_are_drawn_each_in_its_way() -> None:
    (most, least, both, exact) = (
        charts.bars("One", [bar]) for bar in (BARS[1], BARS[2], BARS[3], BARS[0])
    )
    assert 'class="c0 pale"' in most
    assert 'class="range"' not in most
    assert "4l4 4l-4 4" in least
    assert "v8M" in both
    assert 'class="range"' not in exact


def test_everything_is_described() -> None:
    root = drawn(charts.bars("Compared", BARS))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "Compared"
    described = root.findtext(f"{SVG}desc") or ""
    assert "Firms, Eastvale: 40 (2031, the council)" in described
    assert "Jobs, Westmarch: 1,200" in described


def test_a_label_has_one_colour_in_all_groups() -> None:
    root = drawn(charts.bars("Compared", BARS))
    kinds = [rect.attrib["class"].split()[0] for rect in root.iter(f"{SVG}rect")][1:]
    assert kinds == ["c0", "c1", "c0", "c1"]


def test_less_than_nought_goes_to_the_other_side() -> None:
    said = drawn(charts.bars("Change", [Bar("Jobs", "A", -50), Bar("Jobs", "B", 100)]))
    bars = list(said.iter(f"{SVG}rect"))[1:]
    end = float(bars[0].attrib["x"]) + float(bars[0].attrib["width"])
    assert end == pytest.approx(float(bars[1].attrib["x"]), abs=0.02)


def test_long_words_stay_on_the_page() -> None:
    long = "Employers and training providers of the Northmoor and Westmarch border " * 3
    bars = [replace(BARS[0], label=long, note=long, text=long, group=long)]
    assert inside(charts.bars(long, bars, source=long))
    assert inside(charts.timeline(long, [replace(MOMENTS[0], label=long, note=long, kind=long)]))


def test_no_figures() -> None:
    assert "There are no figures." in texts(charts.bars("Nothing", []))
    assert drawn(charts.timeline("Nothing", [])).findtext(f"{SVG}desc") == "Nothing happened."


@pytest.mark.parametrize("number", [math.inf, math.nan])
def test_a_bar_without_an_end_cannot_be_drawn(number: float) -> None:
    with pytest.raises(ValueError, match="Odd: a bar is as long as a finite number"):
        charts.bars("Odd", [Bar("A", "B", number)])


def test_moments_are_in_the_order_of_their_dates() -> None:
    said = texts(charts.timeline("Events", MOMENTS, source="Source: a report."))
    order = [said.index(each) for each in ("Growth plan", "Talks", "Opened <the> laboratory")]
    assert order == sorted(order)
    assert "says the agency" in said


def test_a_day_is_a_dot_and_a_time_a_bar() -> None:
    root = drawn(charts.timeline("Events", MOMENTS))
    rows = {g.findtext(f"{SVG}title", "").partition(":")[0]: g for g in root.iter(f"{SVG}g")}
    assert rows["2031-03-05"].find(f"{SVG}circle") is not None
    year = rows["2029 to 2033-06"].find(f"{SVG}rect")
    month = rows["2030-02"].find(f"{SVG}rect")
    assert year is not None
    assert month is not None
    assert float(year.attrib["width"]) / float(month.attrib["width"]) == pytest.approx(
        (4 * 365 + 181 + 1) / 28, rel=0.1
    )


def test_what_has_no_date_is_told_all_the_same() -> None:
    written = charts.timeline("Events", MOMENTS)
    assert "Without a date: soon: A new course." in texts(written)
    assert "2032: Undated" in (drawn(written).findtext(f"{SVG}desc") or "")


def test_moments_of_all_ages() -> None:
    spread = [Moment("0001", "Long ago", "a"), Moment("9999-12-31", "Far off", "b")]
    assert inside(charts.timeline("Ages", spread))


@pytest.mark.parametrize("text", ["", "spring", "2021-13", "2021-02-30", "0000", "20210101"])
def test_what_is_no_date(text: str) -> None:
    assert charts.period(text) is None


def test_order_and_bytes_are_fixed() -> None:
    assert charts.bars("E", BARS) == charts.bars("E", iter(BARS))
    one, other = (charts.timeline("E", each) for each in (MOMENTS[:3], MOMENTS[2::-1]))
    assert one == other
