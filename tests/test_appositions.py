"""What the words beside a name say it is."""

from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import appositions, names

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Bray, a maker of lenses, grew.", "Bray", "Business"),
        ("Bray is a research institute in Holt.", "Bray", "ResearchCentre"),
        ("Bray, a programme paid for by Holt, grew.", "Bray", "Programme"),
        ("Bray, the seed-funded firm, grew.", "Bray", "Business"),
        ("Bray, the Lens Council and the older network met.", "Bray", None),
        ("Bray grew.", "Bray", None),
    ],
)
def test_what_follows(text: str, name: str, cls: str | None) -> None:
    assert appositions.apposed(text, text.index(name) + len(name), RULES) == cls


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("the spin-out Bray", "Business"),
        ("a report called The Bray", "Publication"),
        ("they met Bray", None),
    ],
)
def test_what_stands_before(text: str, cls: str | None) -> None:
    assert appositions.introduced(text, text.index("Bray"), RULES) == cls


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("with firms such as Bray", "Business"),
        ("partners from industry including; Bray", "Organisation"),
        ("the universities of Bray", "University"),
        ("with Bray", None),
    ],
)
def test_what_a_list_makes_of_its_members(text: str, cls: str | None) -> None:
    found = appositions.listed(text, text.index("Bray"), RULES)
    assert (found[0] if found else None) == cls
