"""Facts: what means the same is one node, and it keeps how it was said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from medtechkg.model import Claim, Entity, Event, Evidence, Modality, Polarity
from readings import (
    CALDER,
    LOCATED,
    NORTHMOOR,
    TARN,
    WESTMARCH,
    counts,
    document,
    graph,
    located,
    of_class,
    reading,
    said,
    states,
    values,
)


@pytest.mark.parametrize(
    ("more", "plain"),
    [
        ({}, True),
        ({"modality": Modality.PURPOSE}, True),
        ({"modality": Modality.HEDGED}, False),
        ({"modality": Modality.PLANNED}, False),
        ({"polarity": Polarity.NEGATED}, False),
        ({"confidence": 0.5}, True),
        ({"confidence": 0.49}, False),
    ],
)
def test_a_plain_triple_stands_only_for_what_is_meant_as_fact(
    more: dict[str, object], plain: bool
) -> None:
    said_of = graph(located(**more))
    triple = ("organisation/calder", "locatedIn", "region/westmarch")
    assert (triple in said_of) is plain
    (node,) = of_class(said_of, "Statement")
    status = "status/proposed" if more.get("confidence") == 0.49 else "status/accepted"
    assert values(said_of, node, "status") == [status]


def test_what_two_documents_say_is_one_fact_with_two_pieces_of_evidence() -> None:
    other = document("In Westmarch sits Calder Ltd.")
    again = reading(other, statements=(states(other, CALDER, "locatedIn", WESTMARCH),))
    said_of = graph(located(), again)
    (node,) = of_class(said_of, "Statement")
    assert len(values(said_of, node, "evidencedBy")) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"modality": Modality.HEDGED},
        {"polarity": Polarity.NEGATED},
        {"speaker": TARN},
        {"qualifiers": (("period", "since May"),)},
        {"confidence": 0.1},
    ],
)
def test_what_is_said_in_another_way_is_another_fact(more: dict[str, object]) -> None:
    assert len(of_class(graph(located(), located(**more)), "Statement")) == 2


def test_a_symmetric_fact_is_one_fact_whichever_end_comes_first() -> None:
    there = states(LOCATED, CALDER, "overlapsWith", WESTMARCH)
    back = states(LOCATED, WESTMARCH, "overlapsWith", CALDER)
    assert len(of_class(graph(reading(LOCATED, statements=(there, back))), "Statement")) == 1


def test_the_most_confident_words_decide_the_status() -> None:
    found = document("Calder Ltd may be in Westmarch. It is in Westmarch.")
    weak, strong = (
        replace(
            states(found, CALDER, "locatedIn", WESTMARCH),
            evidence=said(found, quote, confidence=confidence),
        )
        for quote, confidence in (
            ("Calder Ltd may be in Westmarch.", 0.2),
            ("It is in Westmarch.", 0.8),
        )
    )
    said_of = graph(reading(found, statements=(weak, strong)))
    (node,) = of_class(said_of, "Statement")
    assert values(said_of, node, "status") == ["status/accepted"]


TOGETHER = document("Northmoor University, Calder Ltd and Tarn Ltd work together.")


def test_the_partners_of_one_group_share_one_collaboration() -> None:
    pairs = ((NORTHMOOR, CALDER), (NORTHMOOR, TARN), (CALDER, TARN))
    statements = [states(TOGETHER, a, "collaboratesWith", b, group="g") for a, b in pairs]
    said_of = graph(reading(TOGETHER, statements=statements))
    (node,) = of_class(said_of, "Collaboration")
    assert len(values(said_of, node, "participant")) == 3
    assert of_class(said_of, "Statement") == []
    assert not any(predicate == "collaboratesWith" for _, predicate, _ in said_of)


def test_a_group_is_split_if_together_it_would_say_more() -> None:
    weld, cast = Entity("Skill", "welding"), Entity("Skill", "casting")
    crossed = [
        states(TOGETHER, CALDER, "lacksSkill", weld, group="g"),
        states(TOGETHER, TARN, "lacksSkill", cast, group="g"),
    ]
    assert len(of_class(graph(reading(TOGETHER, statements=crossed)), "SkillNeed")) == 2
    shared = [states(TOGETHER, CALDER, "lacksSkill", skill, group="g") for skill in (weld, cast)]
    assert len(of_class(graph(reading(TOGETHER, statements=shared)), "SkillNeed")) == 1


def test_items_of_a_list_are_nodes_of_their_own_each_with_its_own_words() -> None:
    found = document("Calder Ltd lacks: welding; casting.")
    stated = [
        replace(
            states(found, CALDER, "lacksSkill", Entity("Skill", word), group="g"),
            evidence=(Evidence.of(found, at := found.text.index(word), at + len(word), "r"),),
        )
        for word in ("welding", "casting")
    ]
    said_of = graph(reading(found, statements=stated))
    nodes = of_class(said_of, "SkillNeed")
    assert [len(values(said_of, node, "evidencedBy")) for node in nodes] == [1, 1]


def test_a_group_whose_members_are_qualified_differently_is_split() -> None:
    statements = [
        states(TOGETHER, TARN, "funds", party, group="g", qualifiers=(("amount", amount),))
        for party, amount in ((CALDER, "1"), (NORTHMOOR, "2"))
    ]
    said_of = graph(reading(TOGETHER, statements=statements))
    amounts = {tuple(values(said_of, node, "amount")) for node in of_class(said_of, "Funding")}
    assert amounts == {("1",), ("2",)}


def test_role_and_body_stand_together_on_one_affiliation() -> None:
    found = document("Ada Marsh chairs Tarn Ltd.")
    marsh, chair = Entity("Person", "Ada Marsh"), Entity("Role", "Chair")
    statements = [
        states(found, marsh, "hasRole", TARN, group="g", qualifiers=(("roleTitle", "chairs"),)),
        states(found, marsh, "hasRole", chair, group="g"),
    ]
    said_of = graph(reading(found, statements=statements))
    (node,) = of_class(said_of, "Affiliation")
    assert values(said_of, node, "affiliatedWith") == ["organisation/tarn"]
    assert values(said_of, node, "heldRole") == ["role/chair"]
    assert values(said_of, node, "roleTitle") == ["chairs"]


def test_qualifiers_become_codes_dates_and_amounts_where_they_are() -> None:
    found = document("Tarn Ltd gives Calder Ltd £2m.")
    statement = states(
        found,
        TARN,
        "funds",
        CALDER,
        qualifiers=(("amount", "2E+6"), ("onDate", "2031-02"), ("purpose", "growth")),
    )
    said_of = graph(reading(found, statements=(statement,)))
    (node,) = of_class(said_of, "Funding")
    assert values(said_of, node, "amount") == ["2000000"]
    assert values(said_of, node, "onDate") == ["2031-02"]
    gap = states(found, TARN, "lacksSkill", CALDER, qualifiers=(("needKind", "gap"),))
    said_of = graph(reading(found, statements=(gap,)))
    assert values(said_of, of_class(said_of, "SkillNeed")[0], "needKind") == ["need-kind/gap"]


def test_a_qualifier_may_be_a_thing_and_an_amount_may_be_words() -> None:
    found = document("Tarn Ltd gives Calder Ltd a share.")
    given = (("amount", "a share"), ("refArea", WESTMARCH.iri or ""))
    statement = states(found, TARN, "funds", CALDER, qualifiers=given)
    said_of = graph(reading(found, statements=(statement,)))
    (node,) = of_class(said_of, "Funding")
    assert values(said_of, node, "amount") == ["a share"]
    assert values(said_of, node, "refArea") == ["region/westmarch"]


def test_a_figure_is_the_same_however_it_is_worded() -> None:
    one, other = document("Calder Ltd employs 1,500."), document("1.5 thousand work at Calder Ltd.")
    said_of = graph(
        reading(one, figures=(counts(one, CALDER, Decimal(1500), "1,500"),)),
        reading(other, figures=(counts(other, CALDER, Decimal("1.5E+3"), "1.5 thousand"),)),
    )
    (node,) = of_class(said_of, "StatisticalObservation")
    assert values(said_of, node, "value") == ["1500"]
    assert values(said_of, node, "verbatimValue") == ["1,500", "1.5 thousand"]
    assert values(said_of, node, "indicator") == ["indicator/employee-count"]


def test_a_range_has_two_ends_and_nought_is_a_number() -> None:
    found = document("Calder Ltd employs 0 to 9.")
    figure = counts(found, CALDER, None, "0 to 9", low=Decimal(0), high=Decimal(9), horizon="2040")
    said_of = graph(reading(found, figures=(figure,)))
    (node,) = of_class(said_of, "StatisticalObservation")
    assert [values(said_of, node, name) for name in ("minValue", "maxValue", "value")] == [
        ["0"],
        ["9"],
        [],
    ]
    assert values(said_of, node, "horizon") == ["2040"]


def test_a_measure_without_a_code_keeps_its_name() -> None:
    found = document("Calder Ltd has 7 kilns.")
    figure = counts(found, CALDER, Decimal(7), "7", indicator="kilnCount")
    said_of = graph(reading(found, figures=(figure,)))
    (node,) = of_class(said_of, "StatisticalObservation")
    assert values(said_of, node, "indicator") == ["indicator/other-statistic"]
    assert values(said_of, node, "indicatorName") == ["kilnCount"]


def test_claims_and_events_keep_what_was_said() -> None:
    found = document("Calder Ltd opened a kiln on 3 May 2031. It is the best.")
    claim = Claim(CALDER, "superlative", "the best", said(found, "It is the best."))
    event = Event(
        "opening",
        "Calder Ltd opens a kiln",
        (CALDER,),
        (TARN,),
        said(found, "Calder Ltd opened a kiln on 3 May 2031."),
        place=WESTMARCH,
        date="2031-05-03",
        date_basis="stated",
    )
    said_of = graph(reading(found, claims=(claim,), events=(event,)))
    (claimed,), (happened,) = of_class(said_of, "Claim"), of_class(said_of, "Event")
    assert values(said_of, claimed, "claimText") == ["the best"]
    assert values(said_of, happened, "agent") == ["organisation/calder"]
    assert values(said_of, happened, "concerns") == ["organisation/tarn"]
    assert values(said_of, happened, "place") == ["region/westmarch"]
    assert values(said_of, happened, "onDate") == ["2031-05-03"]
    assert values(said_of, happened, "polarity") == []


def test_a_firm_is_one_with_its_legal_form_and_without() -> None:
    short = document("Calder sits in Westmarch.")
    other = Entity(CALDER.cls, "Calder")
    again = reading(short, statements=(states(short, other, "locatedIn", WESTMARCH),))
    said_of = graph(located(), again)
    (node,) = of_class(said_of, "Statement")
    assert len(values(said_of, node, "evidencedBy")) == 2
    assert {str(name) for name in values(said_of, "organisation/calder", "fullName")} == {
        "Calder",
        "Calder Ltd",
    }
