from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medtechkg import resources
from medtechkg.language import names
from medtechkg.language.titles import curled

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def titles(text: str) -> dict[str, str | None]:
    return {one.name: one.cls for one in names.scan(text, RULES) if one.rule == "title-of"}


@pytest.mark.parametrize(
    ("text", "title", "cls"),
    [
        ("The report “Lenses for All” came out.", "Lenses for All", "Publication"),
        (
            "In her paper, ‘A New Deal for Opticians’, she objects.",
            "A New Deal for Opticians",
            None,
        ),
        ("The report, Skills for Tomorrow’s Labs, is out.", "Skills for Tomorrow’s Labs", None),
        ("The strategy, Fit for the Future, runs to 2030.", "Fit for the Future", "Policy"),
        ("Its plan, ‘Growing Together’, has ten goals.", "Growing Together", "Policy"),
        ("The “Bright Hands” scheme trains carers.", "Bright Hands scheme", "Programme"),
        ('The "Bright Hands" scheme trains carers.', "Bright Hands scheme", "Programme"),
        ("The 'Bright Hands' scheme trains carers.", "Bright Hands scheme", "Programme"),
        ("A paper called Bridging the Gap in Optics is out.", "Bridging the Gap in Optics", None),
        (
            "It is in the report Mending the gap in lens making (2019).",
            "Mending the gap in lens making",
            "Publication",
        ),
    ],
)
def test_a_class_noun_says_what_a_title_is_of(text: str, title: str, cls: str | None) -> None:
    assert titles(text) == {title: cls or "Publication"}


@pytest.mark.parametrize(
    "text",
    [
        "“We need lenses,” said the report.",
        "In its strategy, Holt City Council promises jobs.",
        "The report, by Una Vask, is long.",
        "A joint venture, Calder Biologics, was formed.",
        "The project, Northmoor University says, will end.",
    ],
)
def test_what_a_comma_parts_from_a_class_noun_need_not_be_a_title(text: str) -> None:
    assert titles(text) == {}


@pytest.mark.parametrize(
    "text",
    ["The firms' heirs and trusts' staff met.", "In the '90s, and the '80s, it grew.", 'A 5" lens'],
)
def test_not_every_straight_mark_opens_a_quotation(text: str) -> None:
    assert curled(text) == text


@given(st.text(alphabet="aB '\"s.,\n"))
def test_a_text_keeps_its_length_when_its_marks_are_bent(text: str) -> None:
    bent = curled(text)
    assert len(bent) == len(text)
    assert all(one == other or one in "\"'" for one, other in zip(text, bent, strict=True))
