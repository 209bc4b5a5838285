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
    ],
)
def test_a_sentence_is_taken_apart_into_clauses_with_their_subject(
    text: str, wanted: list[str]
) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Calder Instruments makes lasers.",
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


def test_a_new_part_with_its_own_conjunction_takes_no_subject_from_before_it() -> None:
    assert "Calder Instruments is based in Westmarch" not in said(
        "Calder Instruments makes lasers, while the firm next door sells and is based in Westmarch."
    )


def test_a_passive_verb_that_follows_a_participle_is_given_its_auxiliary() -> None:
    found = list(clauses(wording.masked("Calder Instruments, run by Eastvale, makes lasers.")))
    assert "is" in found[0].words
    assert all(clause.part for clause in found)


_PIECES = st.sampled_from(
    "Calder Instruments|Eastvale|which|who|, |and|is|was|based in|run by|makes|making|opened|the|a|"
    "firm|will|develop|-|(|)|while|lasers|.".split("|")
)


@given(st.lists(_PIECES, max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_clauses_hold_only_words_of_the_sentence_and_their_names(text: str) -> None:
    whole = wording.masked(text)
    for clause in clauses(whole):
        assert set(clause.origins) <= set(whole.origins)
        assert len(clause.starts) == len(clause.origins) == len(clause.text.split())
        assert all(mark in whole.marks.values() for mark in clause.marks.values())
        assert clause.words <= whole.words | {"is"}
