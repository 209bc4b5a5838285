from __future__ import annotations

from medtechkg import questions, store
from medtechkg.connections import gaps


def test_gaps_by_region_and_kind(connected: store.Store) -> None:
    found = gaps.gaps(connected)
    assert [(row["area"], row["gap"], row["need"]) for row in found] == [
        ("Eastvale", "no qualification known", "Fine casting skills"),
        ("Eastvale", "no qualification known", "Robotics skills"),
        ("Eastvale", "provision known elsewhere only", "Casting skills"),
        ("Westmarch", "no provision known", "Level 4 Certificate in Gait Analysis (level 4)"),
        ("Westmarch", "no qualification known", "Welding skills"),
    ]


def test_the_definition_is_that_of_the_questions(connected: store.Store) -> None:
    found = gaps.gaps(connected)
    needs = {row["need_iri"] for row in found if row["gap"] == "no qualification known"}
    asked = questions.ask(connected, "unaddressed-needs")
    assert needs == {row["skill_iri"] for row in asked}
    levels = questions.ask(connected, "levels-without-provision")
    quotes = {row["quote"] for row in found if "level" in str(row["need"])}
    assert quotes == {row["quote"] for row in levels}


def test_no_need_is_both_addressed_and_not(connected: store.Store) -> None:
    told: dict[object, set[object]] = {}
    for row in gaps.gaps(connected):
        key = (row["need_iri"], row["lacking"], row["quote"])
        told.setdefault(key, set()).add(row["gap"])
    assert all(len(kinds) == 1 for kinds in told.values())


def test_a_wider_skill_that_is_taught_is_told(connected: store.Store) -> None:
    (row,) = [row for row in gaps.gaps(connected) if row["need"] == "Fine casting skills"]
    told = "the wider skill Casting skills is taught by Level 5 Diploma in Orthotics"
    assert row["known"] == told


def test_provision_elsewhere_comes_with_its_quote(connected: store.Store) -> None:
    (row,) = [row for row in gaps.gaps(connected, "Eastvale") if row["second_quote"]]
    assert row["known"] == "Westmarch College offers Level 5 Diploma in Orthotics in Westmarch"
    assert str(row["second_quote"]).startswith("Westmarch College has offered")
    assert row["second_document"] == "Orthotics in Westmarch, six years on"


def test_what_is_offered_in_the_region_asked_about_is_no_gap(connected: store.Store) -> None:
    in_sundland = gaps.gaps(connected, "Sundland")
    assert "Casting skills" not in {row["need"] for row in in_sundland}


def test_the_documents_looked_at_are_counted(connected: store.Store) -> None:
    counted = {
        row["area"]: (row["documents_about"], row["documents_naming"])
        for row in gaps.gaps(connected)
    }
    assert counted == {"Eastvale": (2, 2), "Westmarch": (2, 1)}


def test_no_gap_is_told_with_what_was_looked_at(connected: store.Store) -> None:
    found = gaps.gaps(connected, "Fenmoor")
    assert found.state == "not known"
    assert "No document read is about Fenmoor or names anything there." in found.known


def test_a_limit_is_told(connected: store.Store) -> None:
    assert gaps.gaps(connected, limit=1).state == "truncated"
