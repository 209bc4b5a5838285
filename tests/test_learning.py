"""Learning from annotated pages: what they relate, what is learnt of it, and how well it does."""

from __future__ import annotations

from functools import cache

import pytest

import missing
import wording
from medtechkg import learning, reader
from medtechkg.errors import SeedError
from medtechkg.language.weights import Weights
from medtechkg.learning import Learnt, Page
from medtechkg.records import Record
from readings import document

pytest.importorskip("scipy")

FIRMS, TOWNS = ("Tarn & Sons", "Calder Instruments"), ("Eastvale", "Westmarch", "Northmoor")


def text(number: int) -> str:
    firm, town, other = FIRMS[number % 2], TOWNS[number % 3], TOWNS[(number + 1) % 3]
    return f"{firm} nests snugly in {town}. Of {other}, {firm} dreamt on day {number}.\n"


def gold(number: int) -> list[Record]:
    firm, town = FIRMS[number % 2], TOWNS[number % 3]
    return [
        {"kind": "entity", "subject": firm, "subject_type": "Business", "mention": firm},
        {"kind": "entity", "subject": town, "subject_type": "Region", "mention": town},
        {
            "kind": "relation",
            "subject": firm,
            "predicate": "locatedIn",
            "object": town,
            "quote": f"{firm} nests snugly in {town}",
        },
    ]


def rules() -> reader.Rules:
    return reader.weighing(wording.small(), None)


@cache
def pages(count: int = 20, known: int = 0) -> tuple[Page, ...]:
    wide = learning.widened(rules(), None, gold(0))
    return tuple(
        learning.page(f"page {at:02}", document(text(at)), gold(at), wide, known=at < known)
        for at in range(count)
    )


@cache
def learnt() -> Learnt:
    return learning.learn(pages(), learning.widened(rules(), None, gold(0)))


def test_a_pair_has_the_properties_that_the_page_is_annotated_with() -> None:
    (page,) = pages()[:1]
    told = {
        (pair.subject.name, pair.object.name): told
        for pair, told in zip(page.seen.pairs, page.told, strict=True)
    }
    assert told["Tarn & Sons", "Eastvale"] == {"locatedIn": True}
    assert told["Tarn & Sons", "Westmarch"] == {}


def test_what_is_quoted_elsewhere_is_told_apart() -> None:
    rows = gold(0)
    rows[2] = {**rows[2], "quote": "Eastvale is its home"}
    wide = learning.widened(rules(), None, rows)
    page = learning.page("page", document(text(0)), rows, wide)
    assert {"locatedIn": False} in page.told


def test_pages_are_read_without_weights_to_begin_with() -> None:
    assert all(not page.alone.statements for page in pages())


def test_what_pages_show_is_learnt() -> None:
    model = learnt().weights
    assert list(model.biases) == ["locatedIn"]
    assert model.features["S … nest … O"]["locatedIn"] > 0
    told = reader.read(document(text(40)), reader.weighing(rules(), model)).statements
    assert [wording.triple(each) for each in told] == [("Tarn & Sons", "locatedIn", "Westmarch")]


def test_it_is_tried_on_pages_held_out() -> None:
    found = learnt()
    assert (found.pages, found.rules.found, found.rules.gold) == (20, 0, 20)
    assert found.words.recall == found.both.recall == 1.0
    assert found.both.precision == 1.0


def test_pages_give_the_same_weights_in_any_order() -> None:
    wide = learning.widened(rules(), None, gold(0))
    assert learning.learn(reversed(pages()), wide) == learnt()


def test_known_pages_are_learnt_from_but_not_scored() -> None:
    found = learning.learn(pages(20, 20), learning.widened(rules(), None, gold(0)))
    assert (found.pages, found.both.gold) == (0, 0)
    assert found.weights.features == learnt().weights.features


def test_learning_goes_on_from_the_weights_there_are() -> None:
    base = learnt().weights
    wide = learning.widened(rules(), base, gold(0))
    again = [learning.page(page.name, page.seen.text.document, page.gold, wide) for page in pages()]
    moved = learning.learn(again, wide, base).weights
    assert weight(moved) > weight(base)


def weight(model: Weights) -> float:
    return model.features["S … nest … O"]["locatedIn"]


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    wide = learning.widened(rules(), None, gold(0))
    learning.learn(pages(), wide, None, lambda *each: told.append(each))
    assert told[0] == ("learning", 0, 6)
    assert told[-1] == ("learning", 6, 6)


def test_no_pages_teach_nothing() -> None:
    assert learning.learn([], rules()).weights.features == {}


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    missing.hide(monkeypatch, "scipy")
    with pytest.raises(SeedError, match=r"scipy is not installed; run `pip install 'medtechkg\[le"):
        learning.require()
