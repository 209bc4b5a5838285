from __future__ import annotations

from medtechkg import store
from medtechkg.answers import Answer
from medtechkg.connections import grounds, links, suggestions


def _pairs(found: Answer) -> list[tuple[object, object]]:
    return list(dict.fromkeys((row["party"], row["partner"]) for row in found))


def test_each_says_why(connected: store.Store) -> None:
    found = suggestions.suggest(connected, limit=None)
    told = {(row["party"], row["partner"], row["reason"]): row for row in found}
    field = told["University of Westmarch", "Harebell Gait Ltd", "field"]
    assert field["why"] == "both are active in Gait analysis"
    assert field["quote"] == "The University of Westmarch studies gait analysis."
    assert str(field["second_quote"]).startswith("Harebell Gait Ltd and Stride Works Ltd")
    need = told["Northmoor University", "Fen Prosthetics Ltd", "need"]
    assert need["why"] == (
        "Fen Prosthetics Ltd needs Robotics skills, which Northmoor University has to offer"
    )
    chain = told["Northmoor University", "Brightlimb Ltd", "chain"]
    assert chain["why"] == (
        "Northmoor University is linked with Stride Works Ltd, Stride Works Ltd with University of "
        "Westmarch, University of Westmarch with Brightlimb Ltd"
    )
    region = told["University of Westmarch", "Harebell Gait Ltd", "region"]
    assert region["why"] == "both are in Westmarch"


def test_all_are_labelled_and_scored(connected: store.Store) -> None:
    found = suggestions.suggest(connected)
    assert {row["status"] for row in found} == {"suggestion"}
    assert all(0 <= float(str(row["score"])) <= 1 for row in found)
    scores = [float(str(row["score"])) for row in found]
    assert scores == sorted(scores, reverse=True)
    number = len(_pairs(found))
    assert found.known == (
        f"Suggestions, not facts: {number} of {number} pairs with something in common.",
    )


def test_what_is_linked_is_never_suggested(connected: store.Store) -> None:
    found = suggestions.suggest(connected, "", "Organisation", "Organisation", limit=None)
    linked = links.links(connected, "Organisation", "Organisation")
    pairs = {frozenset((row["party_iri"], row["partner_iri"])) for row in linked}
    assert pairs
    suggested = {frozenset((row["party_iri"], row["partner_iri"])) for row in found}
    assert suggested
    assert pairs.isdisjoint(suggested)


def test_what_is_denied_is_never_suggested(connected: store.Store) -> None:
    found = suggestions.suggest(connected, limit=None)
    assert ("University of Eastvale", "Fen Prosthetics Ltd") not in _pairs(found)
    parties = grounds.parties(connected)
    one, other = (
        next(each for each in parties.ties if parties.label(each) == name)
        for name in ("University of Eastvale", "Fen Prosthetics Ltd")
    )
    assert parties.traits.offers[one] & parties.traits.needs[other], "but for that, it would be"


def test_nothing_is_written(connected: store.Embedded) -> None:
    before = connected.canonical()
    suggestions.suggest(connected, limit=None)
    assert connected.canonical() == before


def test_partners_for_one(connected: store.Store) -> None:
    found = suggestions.suggest(connected, "Harebell Gait Ltd", target="University")
    assert _pairs(found) == [("Harebell Gait Ltd", "University of Westmarch")]
    anyone = suggestions.suggest(connected, "Harebell Gait Ltd")
    assert ("Harebell Gait Ltd", "Stride Works Ltd") in _pairs(anyone)


def test_the_same_graph_gives_the_same(connected: store.Store) -> None:
    assert suggestions.suggest(connected).rows == suggestions.suggest(connected).rows


def test_the_limit_counts_suggestions(connected: store.Store) -> None:
    found = suggestions.suggest(connected, limit=3)
    assert len(_pairs(found)) == 3
    assert found.state == "truncated"
    assert any(line.startswith("Suggestions, not facts: 3 of ") for line in found.known)


def test_nothing_in_common(connected: store.Store) -> None:
    found = suggestions.suggest(connected, "Eastvale Council", target="Charity")
    assert found.state == "not known"
    assert "1 document read names Eastvale Council." in found.known


def test_in_words(connected: store.Store) -> None:
    found = suggestions.suggest(connected, "Harebell Gait Ltd", target="University")
    lines = [line for _, line in suggestions.told(found, None)]
    assert lines[0] == "1. Suggestion: Harebell Gait Ltd and University of Westmarch"
    assert "   both are active in Gait analysis" in lines
