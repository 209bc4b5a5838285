from __future__ import annotations

import pytest

from medtechkg import agreement
from medtechkg.records import Record


def relation(subject: str, predicate: str, object_: str, **more: object) -> Record:
    return {
        "kind": "relation",
        "subject": subject,
        "predicate": predicate,
        "object": object_,
        **more,
    }


def statistic(predicate: str, value: float, **more: object) -> Record:
    return {
        "kind": "statistic",
        "subject": "Widget",
        "predicate": predicate,
        "value": value,
        **more,
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The University of Northmoor", "university of northmoor"),
        ("Northmoor’s works", "Northmoor works"),
        ("Widget Co. Ltd", "widget"),
        ("Widget-Maker plc", "Widget Maker"),
        ("ﬁrst", "First"),
        ("A hub", "hub"),
        ("Makers' Guild", "Makers Guild"),
    ],
)
def test_names_that_agree(one: str, other: str) -> None:
    assert agreement.key(one) == agreement.key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Widget", "Widgets"), ("Limited", ""), ("Northmoor", "North Moor")]
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert agreement.key(one) != agreement.key(other)


def test_entities_agree_by_any_form() -> None:
    gold: Record = {"kind": "entity", "subject": "University of Northmoor", "aliases": ["UoN"]}
    assert agreement.entities(gold, {"kind": "entity", "subject": "Northmoor", "mention": "UoN"})
    assert not agreement.entities(gold, {"kind": "entity", "subject": "Northmoor"})


@pytest.mark.parametrize(
    ("predicate", "ours", "answer"),
    [
        ("funds", "funds", True),
        ("memberOf", "participatesIn", True),
        ("partOf", "memberOf", True),
        ("partOf", "participatesIn", False),
        ("leads", "hasRole", True),
        ("funds", "supports", False),
    ],
)
def test_properties_that_are_not_told_apart(predicate: str, ours: str, answer: bool) -> None:
    gold, found = relation("Widget", predicate, "Guild"), relation("Widget", ours, "Guild")
    assert agreement.relations(gold, found, {}, {}) is answer


def test_symmetric_properties_agree_either_way_round() -> None:
    gold = relation("Widget", "collaboratesWith", "Guild")
    assert agreement.relations(gold, relation("Guild", "collaboratesWith", "Widget"), {}, {})
    assert not agreement.relations(
        relation("Widget", "funds", "Guild"), relation("Guild", "funds", "Widget"), {}, {}
    )


def test_ends_agree_by_containment_of_two_words() -> None:
    gold = relation("Northmoor Skills Hub", "locatedIn", "Northmoor")
    assert agreement.relations(gold, relation("Skills Hub", "locatedIn", "Northmoor"), {}, {})
    assert not agreement.relations(gold, relation("Hub", "locatedIn", "Northmoor"), {}, {})


def test_ends_agree_by_the_forms_of_their_entities() -> None:
    forms = agreement.forms(
        [{"kind": "entity", "subject": "Northmoor Combined Authority", "aliases": ["NCA"]}]
    )
    gold = relation("Northmoor Combined Authority", "funds", "Guild")
    assert agreement.relations(gold, relation("NCA", "funds", "Guild"), forms, {})
    assert not agreement.relations(gold, relation("NCA", "funds", "Guild"), {}, {})


def test_what_is_said_not_to_be_so_does_not_agree() -> None:
    gold = relation("Widget", "lacksSkill", "Milling")
    assert not agreement.relations(gold, {**gold, "polarity": "negated"}, {}, {})
    assert agreement.relations(gold, {**gold, "polarity": "affirmed"}, {}, {})
    assert agreement.relations(
        {**gold, "polarity": "negative"}, {**gold, "polarity": "negated"}, {}, {}
    )


def test_statistics_agree_in_property_and_number() -> None:
    gold = statistic("firmCount", 700)
    assert agreement.statistics(gold, statistic("firmCount", 700.0))
    assert not agreement.statistics(gold, statistic("firmCount", 701))
    assert not agreement.statistics(gold, statistic("employeeCount", 700))
    assert not agreement.statistics(gold, {**gold, "value": None})


def test_other_statistics_agree_in_the_number_alone() -> None:
    assert agreement.statistics(statistic("otherStatistic", 7), statistic("firmCount", 7))
    assert not agreement.statistics(statistic("firmCount", 7), statistic("otherStatistic", 7))


@pytest.mark.parametrize(
    ("hedge", "ours", "answer"),
    [
        ("more than", "over", True),
        ("around", "about", True),
        ("nearly", "almost", True),
        ("more than", "at least", False),
        (None, "exact", True),
        (None, "about", False),
        ("up-to", "up to", True),
        ("odd", "odd", True),
    ],
)
def test_hedges_are_compared_in_groups(hedge: str | None, ours: str, answer: bool) -> None:
    gold = statistic("firmCount", 7, unit="companies", qualifier=hedge)
    found = statistic("firmCount", 7, unit="business", qualifier=ours)
    assert bool(agreement.strict_statistics(gold, found)) is answer


def test_the_strict_comparison_asks_for_unit_and_speaker() -> None:
    gold = statistic("firmCount", 7, unit="universities", attributed_to="Ann Example")
    assert agreement.strict_statistics(gold, {**gold, "unit": "university"})
    assert not agreement.strict_statistics(gold, {**gold, "unit": "GBP"})
    assert not agreement.strict_statistics(gold, {**gold, "attributed_to": "Bob Other"})


def test_events_agree_by_the_stem_of_their_kind_and_one_end() -> None:
    gold: Record = {"subject": "Ann Example", "predicate": "visited", "object": "Skills Hub"}
    assert agreement.events(
        gold,
        {"subject": "A minister", "predicate": "visit", "agents": [], "objects": ["Skills Hub"]},
        {},
        {},
    )
    assert not agreement.events(gold, {"subject": "Ann Example", "predicate": "launch"}, {}, {})
    assert not agreement.events(gold, {"subject": "A minister", "predicate": "visit"}, {}, {})


def test_claims_agree_in_words_and_subject() -> None:
    gold: Record = {"subject": "Widget", "quote": "Widget is the best, and it will grow."}
    assert agreement.claims(gold, {"subject": "Widget Ltd", "quote": "it will  grow"}, {}, {})
    assert not agreement.claims(gold, {"subject": "Guild", "quote": "it will grow"}, {}, {})
    assert not agreement.claims(gold, {"subject": "Widget", "quote": "it will shrink"}, {}, {})
    assert not agreement.claims(gold, {"subject": "Widget"}, {}, {})
