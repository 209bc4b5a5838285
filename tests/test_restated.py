"""A figure that a document tells again is one figure with all its evidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medtechkg.model import Document, Entity, Evidence, Figure
from medtechkg.reading.restated import merged

PLEXO = Entity("Business", "Plexo")
HUB = Entity("Facility", "Calder Hub")


def figures(*told: tuple[str, str, Entity, dict[str, object]]) -> tuple[Document, list[Figure]]:
    """A document of sentences, each with one figure: its words, whose it is, what else differs."""
    document = Document("d" * 64, "test", " ".join(sentence for sentence, *_ in told))
    found, at = [], 0
    for sentence, verbatim, subject, others in told:
        rule = str(others.pop("rule", "figure/amount-funded/subject"))
        said = Evidence.of(document, at, at + len(sentence), rule, confidence=0.8)
        value = {"value": Decimal(14_000_000), "indicator": "fundingAmount", "unit": "GBP"}
        found.append(
            Figure(subject=subject, evidence=(said,), verbatim=verbatim, **(value | others))  # type: ignore[arg-type]
        )
        at += len(sentence) + 1
    return document, found


def count(again: tuple[str, str, Entity, dict[str, object]]) -> int:
    return len(merged(*figures(("Plexo has won £14m.", "£14m", PLEXO, {}), again)))


@pytest.mark.parametrize(
    ("sentence", "verbatim", "subject"),
    [
        ("Plexo was given £14 million by the council.", "£14 million", PLEXO),
        ("Plexo has raised £14m in all.", "£14m", PLEXO),
        ("The £14m goes to labs.", "£14m", HUB),
        ("This £14m pays for a clean room.", "£14m", HUB),
        ("Our £14 million loan helped.", "£14 million", HUB),
        ("Its £14m came from two funds.", "£14m", HUB),
    ],
)
def test_what_is_told_again_is_one_figure(sentence: str, verbatim: str, subject: Entity) -> None:
    assert count((sentence, verbatim, subject, {})) == 1


@pytest.mark.parametrize(
    ("sentence", "verbatim", "subject", "others"),
    [
        ("The Calder Hub has won £14m.", "£14m", HUB, {}),
        ("The £14m Calder Hub opens in May.", "£14m", HUB, {"rule": "figure/x/amount-names"}),
        ("A further £14m comes from the council.", "a further £14m", PLEXO, {}),
        ("Plexo also got £14m for its labs.", "£14m", PLEXO, {}),
        ("The university gave Plexo the same, £14m.", "£14m", PLEXO, {}),
        ("Plexo turned over £14m.", "£14m", PLEXO, {"indicator": "turnover"}),
        ("Plexo has won €14m.", "€14m", PLEXO, {"unit": "EUR"}),
        ("Plexo has won £15m.", "£15m", PLEXO, {"value": Decimal(15_000_000)}),
        ("Plexo grew.", "14%", PLEXO, {"unit": "percent", "indicator": "growthRate"}),
    ],
)
def test_what_only_looks_alike_stays(
    sentence: str, verbatim: str, subject: Entity, others: dict[str, object]
) -> None:
    assert count((sentence, verbatim, subject, others)) == 2


def test_dates_and_horizons_must_not_contradict() -> None:
    dated: dict[str, object] = {"as_of": "2019", "as_of_basis": "stated"}
    later: dict[str, object] = {"as_of": "2022", "as_of_basis": "stated"}
    first = ("In 2019 Plexo raised £14m.", "£14m", PLEXO)
    again = ("In 2022 Plexo raised £14m.", "£14m", PLEXO)
    assert len(merged(*figures((*first, dict(dated)), (*again, later)))) == 2
    assert len(merged(*figures((*first, dict(dated)), (*again, dict(dated))))) == 1
    assert len(merged(*figures((*first, {"horizon": "2030"}), (*again, {"horizon": "2031"})))) == 2
    assert len(merged(*figures((*first, {"horizon": "2030"}), (*again, {})))) == 1


def test_small_counts_may_be_alike_by_chance() -> None:
    three: dict[str, object] = {"value": Decimal(3), "unit": "partner", "indicator": "partnerCount"}
    first = ("Plexo has three college partners.", "three", PLEXO, dict(three))
    again = ("Plexo has three local partners.", "three", PLEXO, dict(three))
    assert len(merged(*figures(first, again))) == 2


def test_all_that_says_it_is_kept_as_evidence() -> None:
    document, found = figures(
        ("Plexo has won £14m.", "£14m", PLEXO, {}),
        ("The £14m goes to labs.", "£14m", HUB, {"rule": "figure/amount/scope"}),
    )
    (figure,) = merged(document, found)
    assert figure.subject == PLEXO
    assert [each.quote for each in figure.evidence] == [
        "Plexo has won £14m.",
        "The £14m goes to labs.",
    ]


def test_two_of_one_sentence_are_two() -> None:
    document, (figure,) = figures(("It got £14m, and £14m more later.", "£14m", PLEXO, {}))
    assert len(merged(document, [figure, figure])) == 2
