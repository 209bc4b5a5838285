"""Abbreviations a text defines in brackets."""

from __future__ import annotations

import pytest

from medtechkg.language import abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[a:b], text[c:d]) for a, b, c, d in abbreviations.scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Lens Makers Guild (LMG) met", [("Lens Makers Guild", "LMG")]),
        ("LMG (Lens Makers Guild) met", [("Lens Makers Guild", "LMG")]),
        (
            "the Calder Optics and Lenses Consortium (COL)",
            [("Calder Optics and Lenses Consortium", "COL")],
        ),
        ("the report (here)", []),
    ],
)
def test_long_and_short_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


def test_what_stands_in_brackets_by_itself() -> None:
    text = "Bray and Holt Hospital NHS Trust (BaHH) and firms (or LENS) opened (in May)."
    assert [text[a:b] for _, a, b in abbreviations.brackets(text)] == ["BaHH", "LENS"]
    assert next(text[:end] for end, _, _ in abbreviations.brackets(text)).endswith("NHS Trust")


@pytest.mark.parametrize(
    ("name", "short", "fits"),
    [
        ("Bray and Holt Hospital NHS Trust", "BaHH", True),
        ("Institute of Research for Every Lens", "iREL", True),
        ("Bray Hospital", "NHS", False),
        ("Bray Hospital", "Bray", False),
        ("Lens Knowledge Centre", "CKL", False),
    ],
)
def test_a_short_form_is_made_of_the_letters_of_the_name(name: str, short: str, fits: bool) -> None:
    assert abbreviations.fits(name, short) is fits
