from __future__ import annotations

import re
from dataclasses import replace

import pytest

from medtechkg import questions, resources, store
from medtechkg.connections import conflicts, indicators


def test_conflicts_come_first_and_are_those_of_the_question(connected: store.Store) -> None:
    found = conflicts.conflicts(connected)
    real = [row for row in found if row["finding"] == "conflict"]
    assert list(found)[: len(real)] == real
    asked = questions.ask(connected, "conflicts")
    keys = ("kind", "first", "second", "quote", "second_quote", "conflict_iri")
    assert [[row[key] for key in keys] for row in real] == [
        [row[key] for key in keys] for row in asked
    ]


def test_a_difference_of_time_is_explained(connected: store.Store) -> None:
    (row,) = [row for row in conflicts.conflicts(connected) if row["finding"] != "conflict"]
    assert (row["finding"], row["kind"]) == ("explained difference", "different times")
    assert row["first"] == "Eastvale (Orthotics) — number of firms — 40"
    assert row["second"] == "Eastvale (Orthotics) — number of firms — 60"
    assert (row["first_date"], row["second_date"]) == (None, "as of 2034")
    assert row["second_document"] == "Working together in Eastvale"


def test_sides_of_a_conflict_have_speaker_and_date(connected: store.Store) -> None:
    told = {
        (row["first_speaker"] or row["second_speaker"], row["first_date"] or row["second_date"])
        for row in conflicts.conflicts(connected)
        if row["finding"] == "conflict"
    }
    assert ("Dr Ada Marsh", "as of 2031-03") in told


def test_what_the_graph_holds_for_a_conflict_is_never_explained(connected: store.Store) -> None:
    found = conflicts.conflicts(connected)
    pairs: dict[str, set[frozenset[object]]] = {}
    for row in found:
        pair = frozenset((row["first_iri"], row["second_iri"]))
        pairs.setdefault(str(row["finding"]), set()).add(pair)
    assert pairs["conflict"].isdisjoint(pairs["explained difference"])


def test_about_a_thing(connected: store.Store) -> None:
    assert len(conflicts.conflicts(connected, "orthotics cluster")) == 2
    assert not conflicts.conflicts(connected, "Limb Laboratory").rows
    assert len(conflicts.conflicts(connected, "Eastvale")) == 3


def test_nothing_to_compare_in_what_the_rules_do_not_compare() -> None:
    for rule in ("conflicting-figures", "part-exceeds-whole"):
        text = (resources.ontology() / "rules" / f"{rule}.rq").read_text(encoding="utf-8")
        listed = re.findall(r"FILTER\(\?measure NOT IN \(([^)]*)\)", text)[0]
        assert set(re.findall(r"indicator:([\w-]+)", listed)) == conflicts.INCOMPARABLE


def _two(connected: store.Store) -> tuple[indicators.Figure, indicators.Figure]:
    one, other = (
        each
        for each in indicators.figures(connected)
        if each.indicator == "firm-count" and each.row["of"] == "Eastvale"
    )
    return one, other


def test_one_voice_does_not_differ_with_itself(connected: store.Store) -> None:
    one, other = _two(connected)
    assert conflicts.near(one, other, ["time"], frozenset())
    assert not conflicts.near(one, replace(other, voices=one.voices), ["time"], frozenset())


@pytest.mark.parametrize(
    ("kinds", "nested", "expected"),
    [
        ([], True, False),
        (["definition"], True, True),
        (["definition", "time"], True, True),
        (["area"], True, True),
        (["area"], False, False),
        (["definition", "area"], True, False),
        (["definition", "time", "outlook"], True, False),
    ],
)
def test_alike_enough_to_be_mixed_up(
    connected: store.Store, kinds: list[str], nested: bool, expected: bool
) -> None:
    one, other = _two(connected)
    wide = replace(other, area=("Sundland",))
    inside = frozenset([(one.area[0], "Sundland")] if nested else [])
    assert conflicts.near(one, wide, kinds, inside) is expected
