from __future__ import annotations

import pytest

from medtechkg import store, things
from medtechkg.errors import NotFoundError, QueryError

BASE = "https://w3id.org/medtechkg/id/"
EASTVALE = f"{BASE}region/eastvale"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("University of Westmarch", "organisation/westmarch-university"),
        ("the university of westmarch", "organisation/westmarch-university"),
        ("UWM", "organisation/westmarch-university"),
        ("Westmarch Polytechnic", "organisation/westmarch-university"),
        ("limb-laboratory", "facility/limb-laboratory"),
        (f"<{EASTVALE}>", "region/eastvale"),
        ("A diploma for orthotics technicians", None),
    ],
)
def test_a_thing_by_its_names(graph: store.Store, name: str, found: str | None) -> None:
    iri = things.find(graph, name)
    assert iri == f"{BASE}{found}" if found else "/id/document/" in iri


def test_a_contextual_label_names_nothing_by_itself(graph: store.Store) -> None:
    assert things.find(graph, "Eastvale") == EASTVALE
    with pytest.raises(NotFoundError, match="of class LocalAuthority"):
        things.find(graph, "Eastvale", "LocalAuthority")


def test_a_class_takes_its_subclasses_in(graph: store.Store) -> None:
    assert things.find(graph, "UWM", "Organisation").endswith("westmarch-university")


def test_unknown_thing_suggests_others(graph: store.Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean “Limb Laboratory”"):
        things.find(graph, "Limb Labratory")
    with pytest.raises(NotFoundError, match="give another of its names"):
        things.find(graph, "qqqqqqqqqqqqqqqqqq")


def _ambiguous(mentioned: bool) -> store.Store:
    from pyoxigraph import Literal, NamedNode, Quad

    def quads(iri: str, fullname: bool) -> list[Quad]:
        node, graph = NamedNode(BASE + iri), NamedNode("https://w3id.org/medtechkg/graph/x")
        kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
        mtk = "https://w3id.org/medtechkg/def/"
        found = [
            Quad(node, kind, NamedNode(mtk + "Region"), graph),
            Quad(node, label, Literal("Midvale", language="en"), graph),
        ]
        written = Quad(node, NamedNode(mtk + "fullName"), Literal("Midvale", language="en"), graph)
        return [*found, written] if fullname else found

    return store.memory([*quads("region/midvale", mentioned), *quads("region/midvale-2", False)])


def test_ambiguous_name_lists_the_choices() -> None:
    with pytest.raises(QueryError, match=r"region/midvale, .*region/midvale-2; give one"):
        things.find(_ambiguous(mentioned=False), "Midvale")


def test_what_documents_speak_of_goes_before_registers() -> None:
    assert things.find(_ambiguous(mentioned=True), "Midvale") == f"{BASE}region/midvale"


def test_everything_said_of_a_thing(graph: store.Store) -> None:
    found = things.describe(graph, things.find(graph, "Limb Laboratory"))
    assert (found.name, found.classes) == ("Limb Laboratory", ("facility",))
    told = {fact.group: fact for fact in found.facts}
    assert set(told) == {
        "event",
        "funds",
        "located in",
        "number of connected companies",
        "number of researchers",
        "part of",
    }
    assert told["funds"].text == (
        "Eastvale Council — funds — Limb Laboratory · amount: 2000000 · period: over three years"
    )
    assert told["part of"].text == "Limb Laboratory — part of — University of Eastvale"
    assert told["number of connected companies"].text.startswith("Limb Laboratory: over 25")
    assert told["located in"].quotes == (
        ("It lies in Eastvale.", "A diploma for orthotics technicians"),
    )


def test_parties_to_a_collaboration_are_its_ends(graph: store.Store) -> None:
    found = things.describe(graph, things.find(graph, "Brightlimb Ltd"))
    told = [fact.text for fact in found.facts if fact.group == "collaborates with"]
    assert told == ["Brightlimb Ltd — collaborates with — University of Eastvale"]


def test_hedge_speaker_and_register(graph: store.Store) -> None:
    found = things.describe(graph, EASTVALE)
    assert ("part of", "Sundland") in found.known
    hedged = [fact.hedge for fact in found.facts if "1,500" in fact.text]
    assert hedged == ["Hedged, Proposed"]
    assert {fact.speaker for fact in found.facts} == {"", "Dr Ada Marsh"}


def test_every_fact_has_a_quote(graph: store.Store) -> None:
    for name in ("Eastvale", "Orthotics", "Dr Ada Marsh", "Level 5 Diploma in Orthotics"):
        facts = things.describe(graph, things.find(graph, name)).facts
        assert facts
        assert all(fact.quotes for fact in facts)


def test_nothing_known_of_an_iri(graph: store.Store) -> None:
    with pytest.raises(NotFoundError, match="nothing is known of"):
        things.describe(graph, f"{BASE}region/nowhere")
