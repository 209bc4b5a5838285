"""What counts measure: connected firms, parts of a whole, totals, and few things that are named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from measuring import GRAMMAR, mentions_of, passage_of, read
from medtechkg.language.measures import classify
from medtechkg.model import Document, Figure, PassageKind, Sentence
from medtechkg.reading import figures
from medtechkg.reading.attachment import Scope


def indicators(text: str) -> list[tuple[str, Decimal]]:
    return [(m.indicator, m.quantity.size) for m in classify(text, GRAMMAR)]


@pytest.mark.parametrize(
    "text",
    [
        "Over 90 firms, it adds, have taken part.",
        "Eleven start-ups were given access to its labs.",
        "Thirty firms have won places on it.",
        "The course was devised with some 60 employers.",
        "The diploma was designed together with 40 companies.",
        "Some £5m was shared among 22 young companies.",
        "The scheme matches 30 firms with mentors.",
        "The accelerator took on another 20 start-ups.",
        "Ninety employers help to shape its lessons.",
        "In all 45 suppliers were shortlisted.",
        "Some 30 firms have joined the programme.",
    ],
)
def test_connected_firms(text: str) -> None:
    assert [name for name, _ in indicators(text)][-1] == "connectedCompanyCount"


@pytest.mark.parametrize(
    "text",
    [
        "Ayrford is home to 60 firms.",
        "Some 60 firms have chosen Ayrford as their home.",
        "The cluster of 400 laser firms is supported by colleges.",
        "In all 60 firms make lasers designed in Ayrford.",
        "The valley counts 60 laser firms.",
        "Over 60 firms have their premises there.",
    ],
)
def test_firms_of_a_place_are_connected_to_nobody(text: str) -> None:
    assert [name for name, _ in indicators(text)] == ["firmCount"]


def test_whose_firms_they_are_tells_connected_ones() -> None:
    (of_programme,) = read("The Calder Accelerator has 45 firms.")
    (of_place,) = read("Ayrford has 45 firms.")
    (created,) = read("The Calder Accelerator has 45 firms that were founded there.")
    assert of_programme.indicator == "connectedCompanyCount"
    assert (of_place.indicator, created.indicator) == ("firmCount", "firmCount")


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Of the 50 nurses, 20 have moved on and 18 work there.", [50, 20, 18]),
        ("It funds 30 projects: eleven are run by colleges.", [30, 11]),
        ("It trained 300 nurses; 40 have moved on.", [300, 40]),
        ("Of its 90 members, 30 make lasers.", [90, 30]),
    ],
)
def test_a_bare_number_is_a_part_of_the_count_before(text: str, sizes: list[int]) -> None:
    found = classify(text, GRAMMAR)
    assert [m.quantity.size for m in found] == [Decimal(n) for n in sizes]
    assert len({m.unit for m in found}) == 1


@pytest.mark.parametrize(
    "text",
    ["It has 40 staff; two are on leave.", "It trained 30 nurses; 400 are on the list."],
)
def test_what_is_no_part_of_the_count_before(text: str) -> None:
    assert len(classify(text, GRAMMAR)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It is joined by two firms: Acme Lasers and Calder Optics.",
        "Plexo has hired two chemists: Una Vask and Ewan Dale.",
        "Two devices, namely a lens and a mount, are on sale.",
        "Three organisations – Plexo, Calder Optics and Northmoor – act as partners.",
        "Its two oldest customers are abroad.",
        "Two visitors came to the plant.",
        "Two firms of renown in Plexo and Acme are here.",
        "Here are 30 facts about lasers.",
    ],
)
def test_few_that_are_named_are_no_count(text: str) -> None:
    assert classify(text, GRAMMAR) == []


@pytest.mark.parametrize(
    "text",
    [
        "It works with two universities, Northmoor and Calder.",
        "The clinic sees three people each day.",
        "Plexo employs three people.",
        "There are 40 firms, Plexo and Acme among them.",
    ],
)
def test_few_that_do_count(text: str) -> None:
    assert len(classify(text, GRAMMAR)) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The merger takes employment there up to some 4,000 workers.", "employeeCount"),
        ("Employment in the valley stood at 8,460.", "employeeCount"),
        ("In June only 70 were on the payroll.", "employeeCount"),
        ("It has 38 members of staff.", "employeeCount"),
        ("Some 30 of its staff work abroad.", "employeeCount"),
        ("The workforce could grow by as many as 120.", "jobsCreated"),
        ("The plant will create 200 jobs.", "jobsCreated"),
        ("The network has 24 members.", "memberCount"),
    ],
)
def test_totals_and_what_is_added(text: str, name: str) -> None:
    assert [found for found, _ in indicators(text)] == [name]


def items(intro: str, *told: str) -> list[Figure]:
    """The figures of the items of a list under the line ``intro``."""
    found: list[Figure] = []
    for index, text in enumerate(told, 1):
        lead, begin = passage_of(intro), len(intro) + 1
        item = replace(
            passage_of(text, PassageKind.BULLET, index),
            start=begin,
            end=begin + len(text),
            breaks=((0, begin),),
            lead_in=0,
        )
        document = Document("d" * 64, "t", f"{intro}\n{text}")
        found += figures.extract(
            document,
            item,
            Sentence(index, 0, len(text)),
            mentions_of(text, index),
            Scope(),
            GRAMMAR,
            context=mentions_of(intro),
            passages={0: lead, index: item},
        )
    return found


@pytest.mark.parametrize(
    ("intro", "name"),
    [
        ("By 2030 Ayrford will need to recruit:", "additionalJobsNeeded"),
        ("Each part of it will require up to:", "additionalJobsNeeded"),
        ("The Calder Hub will create:", "jobsCreated"),
        ("Ayrford is home to:", "employeeCount"),
        ("In Ayrford we saw:", "employeeCount"),
    ],
)
def test_the_line_before_a_list_tells_what_its_items_count(intro: str, name: str) -> None:
    found = items(intro, "900 jobs in lasers", "40 jobs in optics")
    assert [figure.indicator for figure in found] == [name, name]
    led = name != "employeeCount"
    assert all((intro in [e.quote for e in f.evidence]) is led for f in found)
