from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import readings
from medtechkg.model import Claim, Document, Entity, Event, Evidence, Reading, Statement
from medtechkg.reading import passages
from medtechkg.stretches import Fact, Findings
from readings import CALDER, NORTHMOOR, TARN, WESTMARCH

TEXT = """Northmoor University works with
Calder Ltd. It has two sites, Calder Ltd has two.

- Tarn Ltd joined them.
"""
DOCUMENT = readings.document(TEXT)


def reading(*facts: Statement, document: Document = DOCUMENT) -> Reading:
    return Reading(document, passages.split(document), (), statements=facts)


def states(*quotes: tuple[int, int], document: Document = DOCUMENT) -> Statement:
    evidence = tuple(Evidence.of(document, start, end, "by-hand") for start, end in quotes)
    return Statement(NORTHMOOR, "collaboratesWith", CALDER, evidence)


def words(found: Findings, first: int, last: int) -> list[str]:
    stretches = list(found.stretches())[first : last + 1]
    return [found.passages[passage].text[start:end] for passage, start, end in stretches]


def told(fact: Fact) -> dict[str, str]:
    return {name: value for name, value in fact.notes if value}


def test_the_text_is_cut_where_evidence_begins_or_ends() -> None:
    first, second = TEXT.index("Calder"), TEXT.index("It has")
    found = Findings(reading(states((0, second - 1)), states((first, second + 16))))
    one, two = (found.reach(fact.evidence[0]) for fact in found.facts)
    assert words(found, *one) == ["Northmoor University works with ", "Calder Ltd."]
    assert words(found, *two) == ["Calder Ltd.", " It has two sites"]
    assert found.quoted == {0, 1, 2}
    assert words(found, 0, 9)[3:] == [", Calder Ltd has two.", "Tarn Ltd joined them."]


def test_evidence_may_run_through_several_passages() -> None:
    found = Findings(reading(states((TEXT.index("It has"), len(TEXT) - 6))))
    (fact,) = found.facts
    assert words(found, *found.reach(fact.evidence[0]))[1:] == ["Tarn Ltd joined "]


def test_a_text_without_evidence_is_a_stretch_a_passage() -> None:
    found = Findings(reading())
    assert list(found.stretches()) == [(0, 0, 81), (1, 0, 21)]
    assert found.stretch(1, 20) == 1
    assert not found.quoted


LINES = st.lists(
    st.text("ab .,-*|\t#0", max_size=40) | st.sampled_from(["", "# A b", "- a b", "| a | b |"]),
    max_size=12,
)


@given(st.data())
def test_evidence_is_just_the_stretches_it_reaches(data: st.DataObject) -> None:
    document = readings.document("\n".join(data.draw(LINES)))
    split = [passage for passage in passages.split(document) if passage.text]
    places = []
    for _ in range(data.draw(st.integers(0, 4)) if split else 0):
        passage = data.draw(st.sampled_from(split))
        start = data.draw(st.integers(0, len(passage.text) - 1))
        places.append((passage, start, data.draw(st.integers(start + 1, len(passage.text)))))
    spans = [passage.span(start, end) for passage, start, end in places]
    found = Findings(
        reading(*(states(span, document=document) for span in spans), document=document)
    )
    for fact, (passage, start, end) in zip(found.facts, places, strict=True):
        reach = words(found, *found.reach(fact.evidence[0]))
        assert "".join(reach) == passage.text[start:end]
    whole = ["" for _ in found.passages]
    for at, start, end in found.stretches():
        whole[at] += found.passages[at].text[start:end]
    assert whole == [passage.text for passage in found.passages]


def test_a_figure_is_found_in_its_sentence_each_at_its_own_place() -> None:
    quoted = readings.said(DOCUMENT, "It has two sites, Calder Ltd has two.")
    figures = [
        readings.counts(DOCUMENT, NORTHMOOR, Decimal(2), "two", evidence=quoted) for _ in range(3)
    ]
    found = Findings(Reading(DOCUMENT, passages.split(DOCUMENT), (), figures=tuple(figures)))
    places = [(at, passage, start, end - start) for at, passage, start, end in found.numbers()]
    one, two = TEXT.index("two sites"), TEXT.index("two.")
    assert places == [(0, 0, one, 3), (1, 0, two, 3), (2, 0, one, 3)]


def test_a_figure_is_no_part_of_a_word() -> None:
    document = readings.document("Networks have 20 hubs and 120 lines.")
    figure = readings.counts(document, NORTHMOOR, Decimal(20), "20")
    found = Findings(readings.reading(document, figures=(figure,)))
    assert [start for _, _, start, _ in found.numbers()] == [14]


def test_what_is_told_of_a_figure() -> None:
    quoted = readings.said(DOCUMENT, "It has two sites")
    figure = readings.counts(
        DOCUMENT,
        NORTHMOOR,
        Decimal("6E+3"),
        "more than 6,000",
        qualifier="more-than",
        counted="people",
        area=WESTMARCH,
        as_of="2031",
        as_of_basis="document-date",
        evidence=quoted,
    )
    (fact,) = Findings(readings.reading(DOCUMENT, figures=(figure,))).facts
    assert fact.said[1:] == (("does", "employee count"), ("number", "more than 6,000 people"))
    assert told(fact) == {
        "value": "more than 6,000 job",
        "area": "Westmarch",
        "as of": "2031 (document date)",
    }
    assert list(fact.entities) == [NORTHMOOR, WESTMARCH]


@pytest.mark.parametrize(
    ("low", "high", "value"), [("3", "5.5", "3 to 5.5 job"), (None, "5", "? to 5 job")]
)
def test_what_is_told_of_a_range(low: str | None, high: str, value: str) -> None:
    ends = {"low": low and Decimal(low), "high": Decimal(high)}
    figure = readings.counts(DOCUMENT, NORTHMOOR, None, "three to five", **ends)
    (fact,) = Findings(readings.reading(DOCUMENT, figures=(figure,))).facts
    assert told(fact)["value"] == value


def test_what_is_told_of_claims_events_and_relations() -> None:
    quoted = readings.said(DOCUMENT, "Northmoor University works with", confidence=0.5)
    person = Entity("Person", "Ada Marsh")
    claim = Claim(NORTHMOOR, "praise", "it is the best", quoted, speaker=person, quantifier="all")
    event = Event("visit", "Ada Marsh visited", (person,), (TARN,), quoted, WESTMARCH, "2031")
    relation = readings.states(DOCUMENT, TARN, "memberOf", CALDER, qualifiers=(("asOf", "2030"),))
    found = Findings(
        readings.reading(DOCUMENT, statements=(relation,), claims=(claim,), events=(event,))
    )
    assert [fact.kind for fact in found.facts] == ["relation", "claim", "event"]
    assert [told(fact) for fact in found.facts] == [
        {"as of": "2030"},
        {"quantifier": "all"},
        {"who": "Ada Marsh", "what": "Tarn Ltd", "where": "Westmarch", "when": "2031"},
    ]
    assert [fact.confidence for fact in found.facts] == [1.0, 0.5, 0.5]
    assert set(found.facts[1].entities) == {NORTHMOOR, person}
    assert set(found.facts[2].entities) == {person, TARN, WESTMARCH}
    assert list(found.entities.values()) == list(range(5))
