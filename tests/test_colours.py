from __future__ import annotations

from itertools import combinations

import pytest

from medtechkg import resources, store, vocabulary
from medtechkg.export import colours
from medtechkg.export.colours import FAMILIES, OTHER, Family

EVERY = (*FAMILIES, OTHER)
#: How the three kinds of dichromacy change linear RGB: H. Brettel, F. Viénot and J. D. Mollon, in
#: the form of F. Viénot, H. Brettel and J. D. Mollon, Color Research and Application 24 (1999).
BLIND = {
    "protan": ((0.112, 0.888, 0.0), (0.112, 0.888, 0.0), (0.004, -0.004, 1.0)),
    "deutan": ((0.293, 0.707, 0.0), (0.293, 0.707, 0.0), (-0.022, 0.022, 1.0)),
}


def linear(colour: str) -> list[float]:
    shares = [value / 255 for value in bytes.fromhex(colour[1:])]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def lightness(rgb: list[float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def seen(colour: str, how: str) -> tuple[float, ...]:
    rgb = linear(colour)
    through = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in BLIND[how]]
    return tuple(max(each, 0.0) ** (1 / 2.2) for each in through)


def test_every_class_that_can_be_a_node_has_the_colour_of_its_root(graph: store.Store) -> None:
    known = colours.classes(graph)
    ancestors = vocabulary.load(resources.ontology()).ancestors
    assert {name: known[name] & ancestors.keys() for name in ancestors} == ancestors
    for each in FAMILIES:
        for root in each.roots:
            assert root in known, root
    assert colours.family("LocalAuthority", known).name == "Other organisations"
    assert colours.family("Cohort", known).name == "People and groups"
    assert colours.family("Project", known).name == "Programmes and policies"
    assert colours.family("Sector", known) == OTHER
    assert colours.family("Unheard", known) == OTHER


@pytest.mark.parametrize("how", BLIND)
@pytest.mark.parametrize("page", ["light", "dark"])
def test_colours_can_be_told_apart(page: str, how: str) -> None:
    told = {each.name: seen(getattr(each, page), how) for each in EVERY}
    for one, other in combinations(told, 2):
        gap = sum((a - b) ** 2 for a, b in zip(told[one], told[other], strict=True)) ** 0.5
        assert gap > 0.06, f"{one} and {other} look alike ({page}, {how}): {gap:.2f}"


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_colours_stand_out_from_the_page(each: Family) -> None:
    light, dark = lightness(linear(each.light)), lightness(linear(each.dark))
    assert (1.05 / (light + 0.05)) > 1.45
    assert ((dark + 0.05) / (lightness(linear("#16181c")) + 0.05)) > 3


def test_colours_as_numbers() -> None:
    assert Family("x", "#0a10ff", "#000000").rgb == (10, 16, 255)
