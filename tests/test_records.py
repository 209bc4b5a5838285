from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from medtechkg import records
from medtechkg.model import (
    Claim,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Mention,
    Modality,
    Polarity,
    Reading,
    Statement,
)
from medtechkg.reading import passages

TEXT = """Widget Limited, a firm that stands at the harbour of Northmoor, has hired Ann
Example as director. Widget employs about 300 people. It is the best firm in the
whole of the north, she said.
"""
DOCUMENT = Document("0" * 64, "note", TEXT)
FIRM = Entity("Business", "Widget Limited", "https://example.org/widget")
TOWN = Entity("Region", "Northmoor")
PERSON = Entity("Person", "Ann Example")


def evidence(words: str, role: str = "statement", confidence: float = 1.0) -> Evidence:
    start = TEXT.index(words)
    return Evidence.of(
        DOCUMENT, start, start + len(words), "a-rule", role=role, confidence=confidence
    )


def mention(words: str, entity: Entity) -> Mention:
    (passage,) = passages.split(DOCUMENT)
    start = passage.text.index(words)
    return Mention(0, start, start + len(words), words, entity, "a-name")


def reading(**parts: object) -> Reading:
    names = (("Widget Limited", FIRM), ("Ann Example", PERSON), ("Widget employs", FIRM))
    mentions = tuple(mention(words, entity) for words, entity in names)
    return Reading(DOCUMENT, passages.split(DOCUMENT), mentions, **parts)  # type: ignore[arg-type]


def rows(kind: str, **parts: object) -> list[records.Record]:
    return [row for row in records.of(reading(**parts)) if row["kind"] == kind]


FIGURE = Figure(FIRM, "employeeCount", "person", (evidence("about 300 people"),), "300")


def test_an_entity_has_one_row_with_all_its_forms() -> None:
    firm, person = rows("entity")
    assert firm == {
        "kind": "entity",
        "subject": "Widget Limited",
        "subject_type": "Business",
        "mention": "Widget Limited",
        "aliases": ["Widget employs"],
        "quote": "Widget Limited",
        "start": 0,
        "end": 14,
        "rule": "a-name",
        "iri": "https://example.org/widget",
    }
    assert person["quote"] == "Ann Example"
    assert TEXT[int(str(person["start"])) : int(str(person["end"]))] == "Ann\nExample"
    assert "iri" not in person


def test_what_takes_part_without_a_mention_has_a_row_too() -> None:
    place = Statement(FIRM, "locatedIn", TOWN, (evidence("of Northmoor"),))
    names = [row["subject"] for row in rows("entity", statements=(place,))]
    assert names == ["Widget Limited", "Ann Example", "Northmoor"]


def test_the_caller_may_mint_the_iris() -> None:
    found = list(records.of(reading(), lambda entity: "urn:" + entity.cls))
    assert [row["iri"] for row in found] == ["urn:Business", "urn:Person"]


def test_a_relation_with_its_role_evidence_and_speaker() -> None:
    statement = Statement(
        PERSON,
        "hasRole",
        FIRM,
        (
            evidence("Widget Limited", "antecedent", 0.5),
            evidence("hired Ann\nExample", "statement"),
        ),
        modality=Modality.PLANNED,
        polarity=Polarity.NEGATED,
        speaker=TOWN,
        qualifiers=(("roleTitle", "director"), ("date", "2024"), ("purpose", "to grow")),
    )
    (row,) = rows("relation", statements=(statement,))
    start = TEXT.index("hired")
    assert row == {
        "kind": "relation",
        "subject": "Ann Example",
        "subject_type": "Person",
        "predicate": "hasRole",
        "object": "Widget Limited",
        "object_type": "Business",
        "value": "director",
        "as_of": "2024",
        "qualifiers": {"purpose": "to grow"},
        "attributed_to": "Northmoor",
        "modality": "planned",
        "polarity": "negated",
        "quote": "hired Ann Example",
        "start": start,
        "end": start + 17,
        "confidence": 0.5,
        "rule": "a-rule",
        "object_iri": "https://example.org/widget",
    }


@pytest.mark.parametrize(
    ("value", "printed"), [("300", "300"), ("6E+9", "6000000000"), ("0.3", "0.3"), ("0", "0")]
)
def test_numbers_are_plain(value: str, printed: str) -> None:
    (row,) = rows("statistic", figures=(replace(FIGURE, value=Decimal(value)),))
    assert json.dumps(row["value"]) == printed


def test_a_figure_is_a_statistic() -> None:
    figure = replace(FIGURE, value=Decimal(300), qualifier="more-than", horizon="2035", area=TOWN)
    (row,) = rows("statistic", figures=(figure,))
    assert (row["predicate"], row["unit"], row["qualifier"]) == (
        "employeeCount",
        "people",
        "more than",
    )
    assert (row["as_of"], row["as_of_basis"], row["place"]) == ("2035", "stated", "Northmoor")
    assert "indicator" not in row


def test_a_figure_of_another_kind_says_what_it_counts() -> None:
    named = replace(FIGURE, indicator="patentCount", unit="patent", value=Decimal(3))
    plain = replace(named, indicator="otherStatistic", counted="patents", unit="GBP")
    first, second = rows("statistic", figures=(named, plain))
    assert (first["predicate"], first["indicator"], first["unit"]) == (
        "otherStatistic",
        "patentCount",
        "patents",
    )
    assert (second["indicator"], second["unit"]) == ("patents", "GBP")


def test_a_range_is_two_statistics() -> None:
    figure = replace(FIGURE, low=Decimal(10), high=Decimal(20))
    open_ended = replace(FIGURE, low=Decimal(30)), replace(FIGURE, high=Decimal(40))
    found = rows("statistic", figures=(figure, *open_ended))
    assert [(row["value"], row["qualifier"]) for row in found] == [
        (10, "at least"),
        (20, "at most"),
        (30, "at least"),
        (40, "at most"),
    ]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("business", "businesses"),
        ("university", "universities"),
        ("job", "jobs"),
        ("day", "days"),
        ("percent", "percent"),
        ("GBP", "GBP"),
        ("branch", "branches"),
    ],
)
def test_units_are_put_in_words(code: str, word: str) -> None:
    (row,) = rows("statistic", figures=(replace(FIGURE, unit=code, value=Decimal(2)),))
    assert row["unit"] == word


def test_a_claim() -> None:
    claim = Claim(FIRM, "superlative", "is the best", (evidence("It is the best"),), speaker=PERSON)
    (row,) = rows("claim", claims=(claim,))
    assert (row["predicate"], row["object"], row["attributed_to"]) == (
        "claims",
        "is the best",
        "Ann Example",
    )


def test_an_event_is_told_from_whoever_did_it() -> None:
    done = Event("appointment", "the appointment", (FIRM,), (PERSON,), (evidence("has hired"),))
    placed = Event("opening", "the opening", (), (FIRM,), (), place=TOWN, date="2024-05")
    bare = Event("fair", "the fair", (), (), ())
    found = rows("event", events=(done, placed, bare))
    assert [(row["subject"], row.get("object")) for row in found] == [
        ("Widget Limited", "Ann Example"),
        ("Widget Limited", "Northmoor"),
        ("the fair", None),
    ]
    assert found[1]["as_of"] == "2024-05"
    assert "quote" not in found[1]
