"""What stands beside a name, said as a clause of its own."""

from __future__ import annotations

import pytest

import wording
from medtechkg.language.simplify import clauses


def said(text: str) -> list[str]:
    """The clauses of a sentence as words; what no word of it says stands in angle brackets."""
    found = []
    for clause in clauses(wording.masked(text)):
        words: list[str] = []
        for at, (_, start, end) in enumerate(clause.origins):
            token = clause.text[clause.starts[at] :].split(" ")[0].lstrip("\x02\x03")
            added = token in ("is", "has", "in", "'s") and text[start:end].lower() != token
            words.append(f"<{token}>" if added else text[start:end])
        found.append(" ".join(words))
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Calder Instruments, the largest firm in Eastvale, makes lasers.",
            "Calder Instruments <is> the largest firm in Eastvale",
        ),
        (
            "Calder Instruments, Eastvale's largest firm, makes lasers.",
            "Calder Instruments <is> Eastvale 's largest firm",
        ),
        (
            "Calder Instruments (part of Northmoor University) makes lasers.",
            "Calder Instruments <is> part of Northmoor University",
        ),
        (
            "Calder Instruments – now part of Northmoor University – makes lasers.",
            "Calder Instruments <is> part of Northmoor University",
        ),
        (
            "Calder Instruments, of Eastvale, makes lasers.",
            "Calder Instruments <is> of Eastvale",
        ),
        (
            "Calder Instruments, to be found in Eastvale, makes lasers.",
            "Calder Instruments <is> to be found in Eastvale",
        ),
        (
            "Calder Instruments, with works in Eastvale, makes lasers.",
            "Calder Instruments <has> works in Eastvale",
        ),
        (
            "Eastvale, where Calder Instruments has its works, is growing.",
            "Calder Instruments has its works <in> Eastvale",
        ),
        (
            "Calder Instruments, which Northmoor University runs in Eastvale, makes lasers.",
            "Northmoor University runs Calder Instruments in Eastvale",
        ),
        (
            "Calder Instruments, a firm led by others which makes lasers, is growing.",
            "Calder Instruments makes lasers",
        ),
        (
            "With works in Eastvale, Calder Instruments makes lasers.",
            "Calder Instruments <has> works in Eastvale",
        ),
        (
            "Home to Calder Instruments and Tarn & Sons, Eastvale is growing.",
            "Eastvale <is> Home to Calder Instruments and Tarn & Sons",
        ),
        (
            "After its move to Eastvale, Calder Instruments makes lasers.",
            "Calder Instruments <'s> move to Eastvale",
        ),
        (
            "A young firm with works in Eastvale, Calder Instruments makes lasers.",
            "Calder Instruments <is> A young firm with works in Eastvale",
        ),
        (
            "As a member of Tarn & Sons, Calder Instruments makes lasers.",
            "Calder Instruments <is> a member of Tarn & Sons",
        ),
        (
            "Calder Instruments, the home of lasers, makes them.",
            "Calder Instruments makes them",
        ),
    ],
)
def test_an_aside_is_a_clause(text: str, wanted: str) -> None:
    assert wanted in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Calder Instruments, Northmoor University and Tarn & Sons agree.",
        "Calder Instruments, the Northmoor University and Tarn & Sons agree.",
        "Westmarch, Eastvale and Calder Instruments agree.",
    ],
)
def test_a_list_is_no_aside(text: str) -> None:
    assert not any("<" in clause for clause in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "With Northmoor University testing it, Calder Instruments makes lasers.",
        "In Westmarch, Calder Instruments and Tarn & Sons agree.",
        "As the works were large, Calder Instruments makes lasers.",
    ],
)
def test_what_stands_before_tells_only_of_its_subject(text: str) -> None:
    assert not any("<" in clause for clause in said(text))


def test_an_aside_holds_a_whole_list() -> None:
    text = "Calder Instruments, which is in Westmarch and Eastvale, has grown."
    assert "Calder Instruments is in Westmarch and Eastvale" in said(text)


def test_a_sentence_is_no_aside() -> None:
    text = "Compared with Westmarch, the works of Calder Instruments were large."
    assert "Westmarch <is> the works of Calder Instruments were large" not in said(text)
