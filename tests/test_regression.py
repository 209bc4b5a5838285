"""Logistic regression over pairs of names, against what can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from medtechkg import regression
from medtechkg.language.contexts import Ends, Setting
from medtechkg.language.masks import Mark, Masked
from medtechkg.language.weights import Weights, logit
from medtechkg.reading.weighed import Pair
from readings import CALDER, TARN

np = pytest.importorskip("numpy")
MARK = Mark(0, 0, 1, (), "by-hand")
ENDS = Ends(0, 1, (MARK, MARK), ("Business", "Business"), ("Plexo", "Vaskline"))


def row(page: int, features: Iterable[str], **told: bool) -> regression.Row:
    setting = Setting(Masked(), ())
    pair = Pair(CALDER, TARN, ("acquires",), ENDS, setting, ((0, 0, 1),), tuple(features))
    return regression.Row(pair, told, page)


def rows(pages: int = 12) -> list[regression.Row]:
    """On every page a pair that "buys" joins, one that nothing joins, and one quoted elsewhere."""
    return [
        each
        for page in range(pages)
        for each in (
            row(page, ("buys", "and"), acquires=True),
            row(page, ("and", f"rare {page}")),
            row(page, ("elsewhere",), acquires=False),
        )
    ]


def fitted(base: Weights | None = None, pages: int = 12) -> Weights:
    return regression.weights(
        regression.table(rows(pages), base), set(range(pages)), base, ("Organisation",)
    )


def test_what_goes_with_a_property_speaks_for_it() -> None:
    model = fitted()
    assert model.features["buys"]["acquires"] > 0.5
    likely, unlikely = (
        model.totals(found, ["acquires"])["acquires"] for found in (("buys", "and"), ("and",))
    )
    assert likely > 0 > unlikely


def test_what_is_rare_or_quoted_elsewhere_teaches_nothing() -> None:
    assert not {each for each in fitted().features if each.startswith(("rare", "elsewhere"))}


def test_a_property_told_too_seldom_is_not_weighed() -> None:
    assert fitted(pages=4).biases == {}
    assert fitted(pages=5).biases.keys() == {"acquires"}
    table, every = regression.table(rows(), None), set(range(12))
    assert regression.weights(table, every, None, (), 12).biases.keys() == {"acquires"}
    assert regression.weights(table, every, None, (), 13).biases == {}


def test_order_does_not_matter() -> None:
    kinds = ("Organisation",)
    turned = regression.table(rows()[::-1], None)
    assert regression.weights(turned, set(range(12)), None, kinds) == fitted()


def test_only_chosen_pages_teach() -> None:
    table = regression.table(rows(), None)
    assert regression.weights(table, set(range(4)), None, ("Organisation",)).biases == {}


def test_weights_there_are_are_moved_and_those_untold_are_kept() -> None:
    base = replace(
        fitted(), features={**fitted().features, "unheard": {"acquires": 1.0, "funds": 2.0}}
    )
    moved = fitted(base)
    assert moved.features["unheard"] == {"acquires": 1.0, "funds": 2.0}
    assert moved.features["buys"]["acquires"] > base.features["buys"]["acquires"]
    assert moved.read == base.read


def test_trust_is_the_share_that_is_right() -> None:
    """Fit the two parameters of a line where both shares are known: 3 of 4, and 1 of 4."""
    told = [
        ((0.0, total, 0.0), right) for total, n in ((2.0, 3), (-2.0, 1)) for right in quarters(n)
    ]
    read = [
        ((logit(sure), total, 0.0), right)
        for sure, total in product((0.5, 0.9), (-2.0, 2.0))
        for right in quarters(3 if total > 0 else 1)
    ]
    rule, words = regression.trusts(read, told)
    assert words.weighed(2.0) == pytest.approx(0.75, abs=0.02)
    assert words.weighed(-2.0) == pytest.approx(0.25, abs=0.02)
    assert rule.read(0.9, 2.0) == pytest.approx(0.75, abs=0.03)
    assert rule.rule == pytest.approx(0, abs=0.05)


def quarters(right: int) -> list[bool]:
    """Four hundred readings, so many of each four of them right."""
    return [each < right for each in range(4)] * 100
