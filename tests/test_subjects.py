"""Of which of several names a sentence says what: read with all the rules of the ontology."""

from __future__ import annotations

import pytest

import wording
from medtechkg.model import Modality

A, B, C = "Acme Lasers Ltd", "Bray Optics Ltd", "Calder Instruments Ltd"
CENTRE, UNIVERSITY = "Bright Ward Centre", "Northmoor University"
PROGRAMME, COUNCIL = "Fenland Accelerator Programme", "Fife Council"


def told(text: str) -> set[tuple[str, str, str]]:
    return wording.triples(wording.read(text, wording.rules()))


@pytest.mark.parametrize(
    ("text", "is_told", "is_not"),
    [
        (
            f"{A} works with {B} and is based in Bristol.",
            (A, "locatedIn", "Bristol"),
            (B, "locatedIn", "Bristol"),
        ),
        (
            f"{A}, a supplier to {B}, is based in Bristol.",
            (A, "locatedIn", "Bristol"),
            (B, "locatedIn", "Bristol"),
        ),
        (
            f"The {CENTRE}, part of {UNIVERSITY}, is led by Dr Ada Bell.",
            ("Ada Bell", "hasRole", CENTRE),
            ("Ada Bell", "hasRole", UNIVERSITY),
        ),
        (
            f"The School of Nursing at {UNIVERSITY} is led by Dr Ada Bell.",
            ("Ada Bell", "hasRole", "School of Nursing"),
            ("Ada Bell", "hasRole", UNIVERSITY),
        ),
        (
            f"Fife is home to {A}, whose customers include {B} and {C}.",
            (A, "locatedIn", "Fife"),
            (B, "locatedIn", "Fife"),
        ),
        (
            f"The {CENTRE}, which {UNIVERSITY} runs jointly with {A}, has opened.",
            (UNIVERSITY, "collaboratesWith", A),
            (CENTRE, "collaboratesWith", A),
        ),
        (
            f"Present were Ada Bell ({A}), Finn Orr, who is head of design at {B}, and "
            f"Dr Una Vask, chief executive of {COUNCIL}.",
            ("Una Vask", "hasRole", COUNCIL),
            ("Ada Bell", "hasRole", COUNCIL),
        ),
        (
            f"{A} founder Ada Bell, {B} founder Finn Orr and others agreed.",
            ("Finn Orr", "hasRole", B),
            ("Ada Bell", "hasRole", B),
        ),
        (
            f"In addition to {UNIVERSITY}, Fife has the {CENTRE}.",
            (CENTRE, "locatedIn", "Fife"),
            (UNIVERSITY, "locatedIn", "Fife"),
        ),
        (
            f"{A}'s base at the Fenland Science Park has grown.",
            (A, "locatedIn", "Fenland Science Park"),
            ("Fenland Science Park", "partOf", A),
        ),
    ],
)
def test_the_subject_of_a_verb_is_not_just_the_nearest_name(
    text: str, is_told: tuple[str, str, str], is_not: tuple[str, str, str]
) -> None:
    found = told(text)
    assert is_told in found
    assert is_not not in found


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (f"Dr Ada Bell and Dr Finn Orr, both directors of {A}, agreed.", ("Ada Bell", A)),
        (f"Dr Ada Bell and Dr Finn Orr lead the {CENTRE}.", ("Ada Bell", CENTRE)),
    ],
)
def test_all_of_several_people_hold_a_post_where_it_is_said_so(
    text: str, pair: tuple[str, str]
) -> None:
    assert (pair[0], "hasRole", pair[1]) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{A} has closed its plant in Bristol.",
        f"{A} was based in Bristol until 2019.",
        f"{A} used to be based in Bristol.",
        f"{A}, formerly based in Bristol, makes lasers.",
    ],
)
def test_what_is_over_is_not_said_to_be_so(text: str) -> None:
    assert (A, "locatedIn", "Bristol") not in told(text)


def test_a_former_post_is_no_post_at_a_body() -> None:
    assert ("Ada Bell", "hasRole", A) not in told(
        f"Ada Bell, former chief executive of {A}, spoke."
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{A}, formerly known as {B}, is based in Bristol.",
        f"{A}, which will open a laboratory in Fife, is based in Bristol.",
        f"{A} (which may be sold) is based in Bristol.",
    ],
)
def test_what_is_told_on_the_way_does_not_bear_on_the_rest(text: str) -> None:
    (found,) = [
        statement
        for statement in wording.read(text, wording.rules()).statements
        if wording.triple(statement) == (A, "locatedIn", "Bristol")
    ]
    assert found.modality is Modality.ASSERTED


def test_where_a_sentence_leaves_unsaid_in_what_it_is_itself_the_statement() -> None:
    text = f"The {PROGRAMME} is new. The {PROGRAMME} trains nurses.\n\n{A} and {B} are on board."
    (found,) = [
        statement
        for statement in wording.read(text, wording.rules()).statements
        if wording.triple(statement) == (A, "participatesIn", PROGRAMME)
    ]
    assert [(e.role, e.quote) for e in found.evidence] == [
        ("statement", f"{A} and {B} are on board."),
        ("scope", f"The {PROGRAMME} is new."),
    ]
