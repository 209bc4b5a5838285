"""What is kept of a figure besides its number: how firmly, as of when, where, its evidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from measuring import GRAMMAR, mentions_of, only, passage_of, read
from medtechkg.model import Document, Entity, Modality, PassageKind, Sentence
from medtechkg.reading import figures
from medtechkg.reading.attachment import Scope


def test_a_heading_keeps_large_numbers_only() -> None:
    scope = Scope(sector=Entity("Sector", "Robotics"))
    assert read("Five universities share a lab", kind=PassageKind.HEADING, scope=scope) == []
    (figure,) = read("Plan to ease 12,000 skills shortage", kind=PassageKind.HEADING, scope=scope)
    assert (figure.indicator, figure.value) == ("shortageCount", Decimal(12_000))
    assert figure.subject == scope.sector


def test_a_heading_leaves_to_the_text_what_that_says_again() -> None:
    heading = passage_of("£6m for the Calder Hub", PassageKind.HEADING)
    text = passage_of("The Calder Hub has won £6 million.", index=1)
    known = mentions_of(heading.text)
    sentence, document = Sentence(0, 0, len(heading.text)), Document("d" * 64, "t", heading.text)
    found = figures.extract(
        document, heading, sentence, known, Scope(), GRAMMAR, passages={0: heading, 1: text}
    )
    assert list(found) == []


def test_how_many_names_stand_before_it_is_no_figure() -> None:
    assert read("Plexo and Calder Hub, two bodies of note, have grown.") == []
    listed = "Plexo, the Calder Hub and Northmoor University,"
    assert read(f"{listed} three bodies of note, have grown.") == []
    assert [each.value for each in read(f"{listed} four bodies of note, have grown.")] == [4]
    assert [each.value for each in read("In Ayrford, two laser firms grew.")] == [2]


# -- what else is kept ------------------------------------------------------------------------


def test_forecast() -> None:
    extra, replaced = read(
        "The Device Makers Association has estimated that by 2032 the med-tech sector will need "
        "an extra 8,000 jobs, alongside 9,000 replacements for people who retire."
    )
    assert (extra.indicator, replaced.indicator) == (
        "additionalJobsNeeded",
        "replacementJobsNeeded",
    )
    assert extra.subject == replaced.subject == Entity("Sector", "med-tech sector")
    for figure in (extra, replaced):
        assert (figure.horizon, figure.modality) == ("2032", Modality.EXPECTED)
        assert (figure.unit, figure.qualifier) == ("job", "estimated")


def test_doubt_and_method() -> None:
    staff, share = read(
        "Plexo probably has about 420 employees – 0.7% of the Ayrford total – "
        "but that is based on a rough calculation from the wider codes."
    )
    assert (staff.modality, staff.qualifier) == (Modality.HEDGED, "about")
    assert staff.method == "is based on a rough calculation from the wider codes"
    assert (share.indicator, share.base) == ("shareOfEmployment", "the Ayrford total")


def test_as_of() -> None:
    scope = Scope(issued="2024-11-30")
    stated = only("In March 2021 Plexo had 90 staff.", scope=scope)
    assert (stated.as_of, stated.as_of_basis) == ("2021-03", "stated")
    issued = only("Plexo has 90 staff.", scope=scope)
    assert (issued.as_of, issued.as_of_basis) == ("2024-11", "document-date")
    unknown = only("Plexo has 90 staff.")
    assert (unknown.as_of, unknown.as_of_basis) == (None, None)


@pytest.mark.parametrize(
    ("text", "value", "as_of"),
    [
        ("Plexo, founded in 2028, now employs 42 people.", 42, None),
        ("Plexo employs 42 people, up from 30 in 2028.", 42, None),
        ("Plexo employs 42 people, up from 30 in 2028.", 30, "2028"),
        ("Plexo employed 42 people in 2029 and 30 in 2028.", 42, "2029"),
    ],
)
def test_a_date_of_something_else_is_not_that_of_the_figure(
    text: str, value: int, as_of: str | None
) -> None:
    assert [f.as_of for f in read(text) if f.value == value] == [as_of]


def test_range_has_no_value() -> None:
    figure = only("Plexo employs between 200 and 300 people.")
    assert (figure.value, figure.low, figure.high) == (None, Decimal(200), Decimal(300))


def test_area_and_period() -> None:
    figure = only("Northmoor University trains 90 nurses a year in the Calder Valley.")
    assert figure.area == Entity("Region", "Calder Valley")
    assert figure.period == "a year"


def test_area_is_not_what_it_is_compared_with() -> None:
    figure = only("The Ayrford med-tech sector has 900 firms, the most outside the UK.")
    assert figure.area == Entity("Region", "Ayrford")
    assert figure.sector == figure.subject == Entity("Sector", "med-tech sector")


def test_evidence_quotes_the_sentence() -> None:
    figure = only("It employs 400 people.", "Plexo makes hips.")
    said, antecedent = figure.evidence
    assert said.quote == "It employs 400 people."
    assert (antecedent.quote, antecedent.role) == ("Plexo", "antecedent")
    assert said.rule == "figure/employed/pronoun"


def test_speaker_is_kept() -> None:
    text = "Plexo has 90 staff."
    speaker = Entity("Person", "Jo Vale")
    (figure,) = figures.extract(
        Document("d" * 64, "test", text),
        passage_of(text),
        Sentence(0, 0, len(text)),
        mentions_of(text),
        Scope(),
        GRAMMAR,
        speaker,
    )
    assert figure.speaker == speaker


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("Calder has about 40 staff – 3% of the total.", ["about", "about"]),
        ("Calder has about 40 staff and 3% of the total.", ["about", "exact"]),
        ("Calder has 40 staff – over 3% of the total.", ["exact", "more-than"]),
    ],
)
def test_a_share_set_off_by_a_dash_keeps_the_hedge_of_its_number(
    text: str, hedges: list[str]
) -> None:
    assert [figure.qualifier for figure in read(text)] == hedges
