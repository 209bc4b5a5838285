from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from medtechkg.language.masks import Masked
from medtechkg.language.simplify import clauses


def said(text: str) -> list[str]:
    return [_words(found, text) for found in clauses(wording.masked(text))]


def _words(found: Masked, text: str) -> str:
    spans = dict.fromkeys((start, end) for _, start, end in found.origins)
    return " ".join(text[start:end] for start, end in spans)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Calder Instruments, which opened in Eastvale and is based in Westmarch, makes lasers.",
            [
                "Calder Instruments opened in Eastvale",
                "Calder Instruments is based in Westmarch",
                "Calder Instruments makes lasers",
            ],
        ),
        (
            "Founded in 1990 and based in Eastvale, Calder Instruments makes lasers.",
            [
                "Calder Instruments makes lasers",
                "Calder Instruments Founded in 1990",
                "Calder Instruments based in Eastvale",
            ],
        ),
        (
            "Calder Instruments, funded by Eastvale and run by Westmarch, will help firms.",
            [
                "Calder Instruments funded by Eastvale",
                "Calder Instruments run by Westmarch",
                "Calder Instruments will help firms",
            ],
        ),
        (
            "Calder Instruments is led by Eastvale and backed by Westmarch.",
            [
                "Calder Instruments is led by Eastvale",
                "Calder Instruments is backed by Westmarch",
            ],
        ),
        (
            "Calder Instruments has opened a plant in Eastvale, creating jobs.",
            [
                "Calder Instruments has opened a plant in Eastvale",
                "Calder Instruments creating jobs",
            ],
        ),
        (
            "Calder Instruments, a maker of lasers, has moved to Eastvale.",
            ["Calder Instruments a maker of lasers", "Calder Instruments has moved to Eastvale"],
        ),
        (
            "Calder Instruments will open in Eastvale and create jobs.",
            ["Calder Instruments will open in Eastvale", "Calder Instruments will create jobs"],
        ),
        (
            "Founded in 1990, Calder Instruments, a maker of lasers, is based in Eastvale.",
            [
                "Calder Instruments a maker of lasers",
                "Calder Instruments Founded in 1990",
                "Calder Instruments is based in Eastvale",
            ],
        ),
        (
            "In 1990 Calder Instruments (then small) moved to Eastvale and makes lasers.",
            ["Calder Instruments moved to Eastvale", "Calder Instruments makes lasers"],
        ),
        (
            "Calder Instruments, together with Eastvale, opened a plant.",
            ["Calder Instruments opened a plant"],
        ),
        (
            "Calder Instruments is a firm that makes lasers and is based in Eastvale.",
            [
                "Calder Instruments is a firm",
                "Calder Instruments makes lasers",
                "Calder Instruments is based in Eastvale",
            ],
        ),
        (
            "Calder Instruments based in Eastvale makes lasers.",
            ["Calder Instruments makes lasers", "Calder Instruments based in Eastvale"],
        ),
        (
            "Calder Instruments in Eastvale, maker of lasers, has grown.",
            ["Calder Instruments maker of lasers", "Calder Instruments has grown"],
        ),
        (
            "Calder Instruments has won a grant to build a plant in Eastvale.",
            ["Calder Instruments to build a plant in Eastvale"],
        ),
        (
            "It said that Calder Instruments, part of it, makes lasers and is based in Eastvale.",
            [
                "Calder Instruments part of it",
                "Calder Instruments makes lasers",
                "Calder Instruments is based in Eastvale",
            ],
        ),
    ],
)
def test_a_sentence_is_taken_apart_into_clauses_with_their_subject(
    text: str, wanted: list[str]
) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The plant, which Calder Instruments has built with Eastvale, opened in May.",
            ["Calder Instruments has built The plant with Eastvale", "The plant opened in May"],
        ),
        (
            "Calder Instruments, whose partners include Eastvale, makes lasers.",
            ["Calder Instruments makes lasers"],
        ),
        (
            "With Calder Instruments making lasers and Eastvale testing them, it has opened.",
            ["Calder Instruments making lasers", "Eastvale testing them"],
        ),
        (
            "While Calder Instruments makes lasers, Eastvale will test them.",
            ["Calder Instruments makes lasers", "Eastvale will test them"],
        ),
        (
            "Eastvale and Westmarch, both run by Calder Instruments, will open.",
            ["Eastvale and Westmarch run by Calder Instruments"],
        ),
    ],
)
def test_words_that_stand_for_a_name_give_way_to_it(text: str, wanted: list[str]) -> None:
    assert said(text)[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Among the partners are Calder Instruments and Eastvale.",
            "Calder Instruments and Eastvale are Among the partners",
        ),
        (
            "Also based in Eastvale is Calder Instruments.",
            "Calder Instruments is Also based in Eastvale",
        ),
        (
            "Running the plant is Calder Instruments, a firm.",
            "Calder Instruments is Running the plant",
        ),
        (
            "Calder Instruments is, says the firm, based in Eastvale.",
            "Calder Instruments is based in Eastvale .",
        ),
        (
            "The firm works with partners, Calder Instruments and Eastvale among them.",
            "The firm works with partners Calder Instruments and Eastvale .",
        ),
        ("Calder Instruments (CI) will open a plant.", "Calder Instruments will open a plant ."),
        (
            "Together with Eastvale, Calder Instruments will open a plant.",
            "Calder Instruments Together with Eastvale will open a plant .",
        ),
        (
            "After being bought by Westmarch, Calder Instruments has grown.",
            "Calder Instruments being bought by Westmarch has grown .",
        ),
        (
            "Two firms, Calder Instruments and Eastvale, have opened a plant.",
            "Calder Instruments and Eastvale have opened a plant .",
        ),
    ],
)
def test_what_stands_in_an_odd_order_is_put_in_the_usual_one(text: str, wanted: str) -> None:
    assert said(text)[0] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Eastvale asked Calder Instruments to build a plant.",
        "Calder Instruments allows firms to build plants.",
        "Calder Instruments has joined a scheme designed to build plants.",
        "Calder Instruments is close to the plant.",
    ],
)
def test_who_is_asked_or_helped_does_what_follows(text: str) -> None:
    assert not any("to build" in words or "to the" in words for words in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Calder Instruments makes lasers.",
        "Among the partners is a firm.",
        "Founded in 1990, it makes lasers.",
        "Calder Instruments has grown since 1990 as a firm.",
        "The Eastvale-based firm makes lasers.",
        "Nothing is said of anyone, which is a pity.",
        "",
    ],
)
def test_what_is_simple_or_has_no_clear_subject_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_a_verb_is_no_subject_of_the_next() -> None:
    assert "Calder Instruments makes lasers in Westmarch" in said(
        "Calder Instruments, which was founded in 2002 and makes lasers in Westmarch, is old."
    )


def test_what_is_told_of_a_thing_without_a_name_is_not_told_of_the_subject() -> None:
    found = said("Calder Instruments runs a scheme that helps firms and is based in Westmarch.")
    assert "Calder Instruments is based in Westmarch" not in found
    found = said(
        "Calder Instruments makes lasers, the market is growing, and is based in Westmarch."
    )
    assert "Calder Instruments is based in Westmarch" not in found


def test_a_new_part_with_its_own_conjunction_takes_no_subject_from_before_it() -> None:
    assert "Calder Instruments is based in Westmarch" not in said(
        "Calder Instruments makes lasers, while the firm next door sells and is based in Westmarch."
    )


def test_a_passive_verb_that_follows_a_participle_is_given_its_auxiliary() -> None:
    found = list(clauses(wording.masked("Calder Instruments, run by Eastvale, makes lasers.")))
    assert "is" in found[0].places
    assert all(clause.part for clause in found)


_PIECES = st.sampled_from(
    "Calder Instruments|Eastvale|which|who|, |and|is|was|based in|run by|makes|making|opened|the|a|"
    "firm|will|develop|-|(|)|while|lasers|.|whose|its|among|them|to|with|that|:|both|2010".split(
        "|"
    )
)


@given(st.lists(_PIECES, max_size=25).map(" ".join))
@settings(max_examples=300)
def test_clauses_hold_only_words_of_the_sentence_and_their_names(text: str) -> None:
    whole = wording.masked(text)
    for clause in clauses(whole):
        assert set(clause.origins) <= set(whole.origins)
        assert len(clause.starts) == len(clause.origins) == len(clause.text.split())
        assert all(mark in whole.marks.values() for mark in clause.marks.values())
        assert clause.places.keys() <= whole.places.keys() | {"is", "has", "in", "including"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Eastvale has joined Westmarch, of which Calder Instruments is in charge.",
            "Calder Instruments is in charge of Westmarch",
        ),
        (
            "Calder Instruments and Eastvale, both members of Westmarch, agreed.",
            "Calder Instruments and Eastvale both members of Westmarch",
        ),
        (
            "Founded by Eastvale and Westmarch, Calder Instruments has grown.",
            "Calder Instruments Founded by Eastvale and Westmarch",
        ),
    ],
)
def test_a_clause_is_told_of_whom_it_means(text: str, wanted: str) -> None:
    assert wanted in said(text)


def test_an_apposition_that_says_nothing_makes_no_clause() -> None:
    text = (
        "Once part of Northmoor University, and later of a Welsh parent, Westmarch lens maker "
        "Calder Instruments has been independent since 2031 and supplies lenses to everyone."
    )
    assert all("Calder Instruments" in clause for clause in said(text))
