"""How a document returns to what it has named, and what a name is all through it."""

from __future__ import annotations

import pytest

import wording
from medtechkg.reading import mentions


def named(*texts: str) -> list[tuple[str, str, str]]:
    """What is named: as written, its class, its name."""
    rules = wording.small()
    passages = [wording.passage(text, at) for at, text in enumerate(texts)]
    marks, _ = mentions.find(passages, rules.lexicon, rules.names)
    return [
        (
            texts[index][mark.start : mark.end],
            mark.senses[0].cls,
            mark.senses[0].entity.name,
        )
        for index in sorted(marks)
        for mark in marks[index]
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ("Tarnholt Healthcare Ltd grew.", "Tarnholt was the first firm."),
            ("Tarnholt", "Business", "Tarnholt Healthcare Ltd"),
        ),
        (
            ("Megan Tarnholt, a surgeon, came.", "Tarnholt said so."),
            ("Tarnholt", "Person", "Megan Tarnholt"),
        ),
        (
            ("Megan Tarnholt, a surgeon, came.", "Megan is a good engineer."),
            ("Megan", "Person", "Megan Tarnholt"),
        ),
        (
            ("It closed a site in Tarnholt.", "Jobs went with Tarnholt’s mill."),
            ("Tarnholt", "Region", "Tarnholt"),
        ),
        (
            ("CRIM, the Centre for Robots in Manufacturing, opened.", "CRIM grew."),
            ("CRIM", "ResearchCentre", "Centre for Robots in Manufacturing"),
        ),
    ],
)
def test_a_later_sentence_means_what_an_earlier_one_named(
    texts: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    assert named(*texts)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qarvo Ltd, Brintexa, Holt Optics Ltd and Dune plc grew.", ("Brintexa", "Business")),
        (
            "Then Qarvo Ltd praised Tarn Awel. Part of it, the project will bring jobs.",
            ("Tarn Awel", "Project"),
        ),
    ],
)
def test_a_row_or_the_next_sentence_classes_a_name(text: str, expected: tuple[str, str]) -> None:
    assert expected in [each[:2] for each in named(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Then Brintexa, Qarvo Ltd and Northmoor University grew.",
        "Then Brin Ost praised Tarn Awel and the Calder Project. The project will bring jobs.",
        "They praised the work of Tarn Awel, the Lens Skills Plan began.",
    ],
)
def test_where_others_might_be_meant_a_name_stays_open(text: str) -> None:
    assert not {"Brintexa", "Tarn Awel"} & {each[0] for each in named(text)}


def test_a_short_form_of_two_names_stays_open() -> None:
    last = named("Tarnholt Optics Ltd and Tarnholt Lenses Ltd grew.", "Then Tarnholt grew.")[-1]
    assert last[0] != "Tarnholt"


def test_a_name_in_a_list_is_what_the_name_before_it_is() -> None:
    assert ("Orrin", "Region", "Orrin") in named("They work in Westmarch and Orrin.")
    assert ("Orrin", "Region", "Orrin") in named("It is based at Orrin, Westmarch.")
    assert ("Orrin", "Business", "Orrin") in named("Makers are Calder Instruments and Orrin.")


@pytest.mark.parametrize(
    "text",
    [
        "Calder Instruments, Brintexa and Northmoor University met.",
        "It works with Northmoor University and Brintexa.",
        "The money went to Westmarch’s Brintexa.",
    ],
)
def test_among_bodies_or_as_a_place_has_it_a_name_is_a_firm(text: str) -> None:
    assert ("Brintexa", "Business", "Brintexa") in named(text)


def test_beside_one_body_only_a_name_stays_open() -> None:
    assert "Brintexa" not in [
        each[0] for each in named("After Northmoor University, Brintexa met.")
    ]


def test_what_a_visit_takes_in_is_a_place_beside_a_place() -> None:
    assert ("Orrin", "Region", "Orrin") in named("The party visited Orrin and Westmarch.")


def test_a_place_that_ends_a_longer_name_starts_no_list() -> None:
    assert "Orrin" not in [
        name for _, _, name in named("It came from Jet South Westmarch and Orrin.")
    ]
