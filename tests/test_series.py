"""Common words that a row of them, or a word before them, makes names."""

from __future__ import annotations

import pytest

import wording


def names(text: str) -> set[tuple[str, str]]:
    return {(mention.entity.cls, mention.text) for mention in wording.read(text).mentions}


@pytest.mark.parametrize(
    ("text", "cls", "expected"),
    [
        (
            "Wards ran short of stents, catheters and heart valves.",
            "Technology",
            {"stents", "catheters", "heart valves"},
        ),
        ("The firm designs hearing aids.", "Technology", {"hearing aids"}),
        (
            "Midwives, podiatrists and radiographers met in the hall.",
            "OccupationGroup",
            {"Midwives", "podiatrists", "radiographers"},
        ),
        ("The trust has 40 radiographers.", "OccupationGroup", {"radiographers"}),
        (
            "Lessons in chemistry, biology and physics begin at nine.",
            "Skill",
            {"chemistry", "biology", "physics"},
        ),
        ("Schools should promote STEM.", "Skill", {"STEM"}),
        ("That is for the government.", "PublicBody", {"the government"}),
        (
            "Its strengths are oncology, immunology and neurology.",
            "SubSector",
            {"oncology", "immunology", "neurology"},
        ),
    ],
)
def test_company_makes_names_of_common_words(text: str, cls: str, expected: set[str]) -> None:
    assert {name for kind, name in names(text) if kind == cls} == expected


@pytest.mark.parametrize(
    "text",
    [
        "A catheter was left on the table.",
        "Managers and specialists met in the hall.",
        "The nurses’ home was sold.",
        "He knew little of physics.",
        "The STEM centre is new.",
    ],
)
def test_alone_they_name_nothing(text: str) -> None:
    assert not {n for n in names(text) if n[0] in ("Technology", "OccupationGroup", "Skill")}
