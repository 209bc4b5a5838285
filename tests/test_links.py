from __future__ import annotations

import pytest

from byweb import fact, web
from medtechkg import store
from medtechkg.answers import Answer
from medtechkg.connections import links
from medtechkg.connections.links import Wanted
from medtechkg.errors import NotFoundError, QueryError
from medtechkg.networks import Edge

Row = tuple[object, ...]


def _told(found: Answer, *columns: str) -> list[Row]:
    return [tuple(row[name] for name in columns) for row in found]


def test_universities_and_businesses_in_every_way_there_is(connected: store.Store) -> None:
    found = links.links(connected)
    assert found.columns == links.COLUMNS
    assert found.state == "complete"
    assert _told(found, "party", "partner", "kind", "strength") == [
        ("Northmoor University", "Stride Works Ltd", "direct", 0.5),
        ("University of Eastvale", "Brightlimb Ltd", "direct", 0.5),
        ("University of Westmarch", "Stride Works Ltd", "direct", 0.5),
        ("University of Eastvale", "Calder Braces Ltd", "part", 0.25),
        ("University of Eastvale", "Tarn Devices Ltd", "project", 0.202),
        ("University of Westmarch", "Brightlimb Ltd", "partnership", 0.202),
        ("University of Eastvale", "Moss Robotics Ltd", "person", 0.16),
    ]


def test_a_link_says_its_way_with_a_quote_for_each_step(connected: store.Store) -> None:
    (row,) = links.links(connected, kind="part")
    assert row["path"] == "← part of Gait Institute collaborates with"
    assert row["quote"] == "The Gait Institute is part of the University of Eastvale."
    assert row["second_quote"] == "It works with Calder Braces Ltd."
    assert row["document"] == row["second_document"] == "Working together in Eastvale"
    assert row["third_quote"] is None
    assert str(row["through_iri"]).endswith("/gait-institute")
    assert len(str(row["evidence_iri"]).split()) == 2
    assert row["reported"] == "2035-01-10"


def test_beginnings_and_ends_are_those_that_are_told(connected: store.Store) -> None:
    found = links.links(connected, "University of Westmarch", "Stride Works Ltd")
    assert _told(found, "since", "until", "modality") == [("2033", None, "asserted")]


def test_an_unnamed_cohort_is_a_partner_of_its_own(connected: store.Store) -> None:
    found = links.links(connected, "College", "Business")
    assert _told(found, "party", "partner", "kind") == [
        ("Eastvale College", "local firms", "unnamed"),
        ("Eastvale College", "Calder Braces Ltd", "cohort"),
    ]
    hospitals = links.links(connected, "University", "HealthcareProvider")
    assert _told(hospitals, "partner", "kind") == [
        ("Westmarch Hospitals NHS Trust", "direct"),
        ("clinics of the region", "unnamed"),
    ]


def test_either_end_may_come_first(connected: store.Store) -> None:
    there = _told(links.links(connected), "party", "partner", "kind", "strength")
    back = _told(links.links(connected, "Business", "University"), "partner", "party", "kind")
    assert sorted(map(str, back)) == sorted(str(row[:3]) for row in there)


def test_a_pair_of_one_class_comes_once(connected: store.Store) -> None:
    found = _told(links.links(connected, "Organisation", "Organisation"), "party", "partner")
    assert len({frozenset(pair) for pair in found}) == len(set(found))


def test_a_denial_is_no_link(connected: store.Store) -> None:
    found = links.links(connected, "University of Eastvale", "Fen Prosthetics Ltd")
    assert not found.rows
    assert found.state == "not known"
    assert "1 document read names Fen Prosthetics Ltd." in found.known


def test_a_region_keeps_what_is_there_or_told_of_it(connected: store.Store) -> None:
    found = links.links(connected, region="Eastvale")
    assert {row["party"] for row in found} == {"University of Eastvale"}
    assert found.parameters["region"] == "Eastvale"


def test_a_limit_is_told(connected: store.Store) -> None:
    found = links.links(connected, limit=2)
    assert found.extent == "The first 2 rows; there are more (limit 2)."


def test_an_empty_answer_tells_what_there_is(connected: store.Store) -> None:
    found = links.links(connected, "School", "Charity")
    assert not found.rows
    assert any("no school" in line for line in found.known)


def test_what_is_called_so_by_nothing(connected: store.Store) -> None:
    with pytest.raises(NotFoundError, match="is the class University meant"):
        links.links(connected, "Univercity")
    with pytest.raises(QueryError, match="no kind of link “friendship”; the kinds are direct"):
        links.links(connected, kind="friendship")
    with pytest.raises(QueryError, match="1 to 4 steps, not 9"):
        links.links(connected, steps=9)


UNIVERSITY, FIRM, OTHER = "University u", "Business b", "Business c"


def _paths(*facts: Edge, steps: int = 3) -> list[tuple[str, ...]]:
    found = links.only_ties(web(*facts))
    wanted = Wanted(frozenset((UNIVERSITY,)), frozenset((FIRM,)), steps)
    return list(links.paths(found, wanted, set()))


@pytest.mark.parametrize("between", ["Region r", "Policy p", "SubSector s", "PublicBody n"])
def test_what_two_may_share_without_working_together(between: str) -> None:
    tie = "collaboratesWith"
    assert not _paths(fact(UNIVERSITY, tie, between), fact(FIRM, tie, between))


def test_a_shared_place_is_a_link_only_if_it_is_a_facility() -> None:
    def located(place: str) -> list[tuple[str, ...]]:
        return _paths(*(fact(end, "locatedIn", place) for end in (UNIVERSITY, FIRM)))

    assert located("Facility f") == [(UNIVERSITY, "Facility f", FIRM)]
    assert located("Region r") == []


def test_both_are_members_of_a_body() -> None:
    body = "SectorBody s"
    both = [fact(end, "memberOf", body) for end in (UNIVERSITY, FIRM)]
    assert _paths(*both) == [(UNIVERSITY, body, FIRM)]
    assert _paths(both[0], fact(body, "funds", FIRM)) == []


def test_two_steps_are_paid_for_and_parts_are_free() -> None:
    parts = fact("ResearchCentre r", "partOf", UNIVERSITY)
    joined = [fact(end, "participatesIn", "Project p") for end in ("ResearchCentre r", FIRM)]
    assert _paths(parts, *joined) == [(UNIVERSITY, "ResearchCentre r", "Project p", FIRM)]
    assert _paths(parts, *joined, steps=2) == []
    chain = [
        fact(UNIVERSITY, "participatesIn", "Project p"),
        fact("Project p", "partOf", "Programme q"),
        fact(FIRM, "participatesIn", "Programme q"),
    ]
    assert _paths(*chain) == []


def test_what_has_too_many_ties_is_passed_over_and_told() -> None:
    many = [fact(f"Business {at}", "participatesIn", "Programme p") for at in range(links.HUB)]
    ends = [fact(UNIVERSITY, "participatesIn", "Programme p")]
    found = links.only_ties(web(*many, *ends))
    hubs: set[str] = set()
    wanted = Wanted(frozenset((UNIVERSITY,)), frozenset(("Business 0",)))
    assert list(links.paths(found, wanted, hubs)) == []
    assert hubs == {"Programme p"}
    fewer = links.only_ties(web(*many[:-1], *ends))
    assert list(links.paths(fewer, wanted, hubs)) == [(UNIVERSITY, "Programme p", "Business 0")]


def test_a_partner_on_the_way_does_not_end_it() -> None:
    facts = [
        fact("ResearchCentre r", "partOf", UNIVERSITY),
        fact("ResearchCentre r", "collaboratesWith", FIRM),
    ]
    everyone = frozenset((UNIVERSITY, FIRM, "ResearchCentre r"))
    found = links.only_ties(web(*facts))
    pairs = {(path[0], path[-1]) for path in links.paths(found, Wanted(everyone, everyone), set())}
    assert {frozenset(pair) for pair in pairs} == {
        frozenset((UNIVERSITY, FIRM)),
        frozenset((UNIVERSITY, "ResearchCentre r")),
        frozenset((FIRM, "ResearchCentre r")),
    }
