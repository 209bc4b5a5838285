"""People without a title: given names, roles and verbs of saying beside them, lists, bylines."""

from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import names
from medtechkg.language.people import untitled

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def people(text: str) -> list[str]:
    return [one.name for one in names.scan(text, RULES) if one.cls == "Person"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The eye clinic owes much to Megan Tarnholt.", ["Megan Tarnholt"]),
        ("It was Quilla Varn, quality and training manager at Holt, who asked.", ["Quilla Varn"]),
        ("“It works,” said Pell van Durn, a surgeon in Holt.", ["Pell van Durn"]),
        ("Zorn Haddle, Head of Lens Design, Calder Optics", ["Zorn Haddle"]),
        ("By Zorn Haddle", ["Zorn Haddle"]),
        ("Zorn Haddle joined Calder Optics as finance director.", ["Zorn Haddle"]),
        ("The firm has appointed Zorn Haddle as its new sales manager.", ["Zorn Haddle"]),
        ("Billy Vask", ["Billy Vask"]),
        ("It was signed by the chairman Zorn Haddle.", ["Zorn Haddle"]),
        ("They met Oliver Tarn of Holt Park.", ["Oliver Tarn"]),
        ("Oliver West, a partner, agreed.", ["Oliver West"]),
        (
            "Megan Dale, Zorn Haddle and Pell Vask Orr are apprentices.",
            ["Megan Dale", "Zorn Haddle", "Pell Vask Orr"],
        ),
    ],
)
def test_people_are_known_by_what_stands_beside_them(text: str, expected: list[str]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They study in Grant Funding and Will Power.",
        "The Megan Tarnholt Centre opened.",
        "Money came from Holt Optics, Bray Lenses and others.",
        "Megan Dale, Northmoor UTC’s principal, spoke of Northmoor UTC.",
        "The Heather Hill Hospital has beds.",
        "Zorn Haddle joined Calder Optics as a partner.",
        "The firm has appointed Zorn Haddle as its supplier.",
    ],
)
def test_not_every_given_name_begins_a_person(text: str) -> None:
    assert set(people(text)) <= {"Megan Dale"}


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Professor Una Vask", "Una Vask"),
        ("Prof. Dr Una Vask", "Una Vask"),
        ("Associate Professor Una Vask", "Una Vask"),
        ("Rt Hon Una Vask MP", "Una Vask"),
        ("Dame Una van Durn, DBE", "Una van Durn"),
        ("Una Vask MLA", "Una Vask"),
        ("Una Vask", "Una Vask"),
        ("Una", "Una"),
        ("Lady Vask", "Lady Vask"),
        ("Lady Vask of Holt", "Lady Vask of Holt"),
        ("Sir Brin", "Sir Brin"),
        ("Lord Vask OBE", "Lord Vask OBE"),
    ],
)
def test_a_person_is_called_by_the_name_alone(name: str, bare: str) -> None:
    assert untitled(name, RULES) == bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baroness Vask of Tarnbridge, a minister, opened it.", ["Baroness Vask of Tarnbridge"]),
        ("Lord Orr of Holt and Bray spoke.", ["Lord Orr of Holt"]),
        ("Lady Bell of Northmoor University agreed.", ["Lady Bell"]),
        ("Dr Bell of Tarnbridge agreed.", ["Dr Bell"]),
        ("Dr Quilla Das agreed.", ["Dr Quilla Das"]),
        ("Dr Quilla Varn and Dr Das agreed.", ["Dr Quilla Varn", "Dr Das"]),
        ("Megan Das, a surgeon, agreed.", ["Megan Das"]),
        ("Megan Das and Oliver Le, surgeons, agreed.", ["Megan Das", "Oliver Le"]),
    ],
)
def test_a_name_ends_where_its_last_word_does(text: str, expected: list[str]) -> None:
    assert people(text) == expected
