"""Runs of capitals, cut where one name ends and the next begins."""

from __future__ import annotations

import itertools
import re

import pytest

from medtechkg import resources
from medtechkg.language import names, runs

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def found(text: str) -> list[str]:
    return [text[name.start : name.end] for name in runs.find(text, RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They joined Calder University and Holt Optics Ltd.",
            ["Calder University", "Holt Optics Ltd"],
        ),
        ("Holt Optics Launches the Bray Lens Award", ["Holt Optics", "Bray Lens Award"]),
        ("It is a Calder City Deal-funded centre.", ["Calder City Deal"]),
        ("A Holt-based firm, Bray.", ["Bray"]),
        ("They met Holt International of Calder.", ["Holt International of Calder"]),
        ("They met Oliver Tarn of Holt Park.", ["Oliver Tarn", "Holt Park"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_firm_is_not_joined_with_where_it_comes_from() -> None:
    text = "They met Holt International of Westmarch."
    at = text.index("Westmarch")
    cut = [text[n.start : n.end] for n in runs.find(text, RULES, {(at, at + 9)})]
    assert cut == ["Holt International", "Westmarch"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Holt and Corvel Skills Plan began.", ["Holt and Corvel Skills Plan"]),
        ("The Holt and Corvel LSIP began.", ["Holt and Corvel LSIP"]),
        ("It grew in Holt and Corvel College.", ["Holt", "Corvel College"]),
        ("Bray Optics and Corvel Skills Plan met.", ["Bray Optics", "Corvel Skills Plan"]),
        ("The firms of Holt and Corvel grew.", ["Holt", "Corvel"]),
    ],
)
def test_two_places_share_the_plan_but_not_the_college(text: str, expected: list[str]) -> None:
    places = {(m.start(), m.end()) for m in re.finditer("Holt|Corvel", text)}
    cut = runs.find(text, RULES, places, places=places)
    assert [text[name.start : name.end] for name in cut] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "by the Department for Ports, Energy and Trade.",
            "Department for Ports, Energy and Trade",
        ),
        (
            "the Calder Health, Care and Life Sciences Strategy says",
            "Calder Health, Care and Life Sciences Strategy",
        ),
        ("in Holt, Bray and Calder Council", None),
    ],
)
def test_names_with_commas(text: str, name: str | None) -> None:
    spans = [text[slice(*span)] for span in runs.enumerations(text, RULES)]
    assert spans == ([name] if name else [])


def test_names_with_commas_do_not_overlap() -> None:
    text = "the Department for Trade, Energy and Growth Strategy and Holt, Health and Care Board"
    spans = list(runs.enumerations(text, RULES))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
