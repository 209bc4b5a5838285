"""What sentences leave unsaid because the document, or the sentence before, is about it."""

from __future__ import annotations

from typing import Any

import pytest

import wording
from medtechkg.reading import statements

SUMMIT = "The Brayford Innovation Summit opens in May. The Brayford Innovation Summit is free.\n\n"


def related(text: str, property_: str) -> set[tuple[str, str]]:
    """What is read to be so related."""
    read = wording.read(text)
    return {(s.subject.name, s.object.name) for s in read.statements if s.predicate == property_}


@pytest.mark.parametrize(
    "text",
    [
        "Acme Lasers Ltd is on board, as is Fife Council.",
        "They are joined by Acme Lasers Ltd and Fife Council.",
        "Speakers:\n\n- Acme Lasers Ltd\n- Fife Council\n- NHS England\n",
    ],
)
def test_who_takes_part_is_read_of_what_the_document_is_about(text: str) -> None:
    both = {
        ("Acme Lasers Ltd", "Brayford Innovation Summit"),
        ("Fife Council", "Brayford Innovation Summit"),
    }
    assert both <= related(SUMMIT + text, "participatesIn")


@pytest.mark.parametrize(
    "text",
    [
        "Acme Lasers Ltd makes lasers, as does Calder Instruments Ltd.",
        "Acme Lasers Ltd is involved in a dispute with Calder Instruments Ltd.",
    ],
)
def test_what_tells_of_no_part_is_not(text: str) -> None:
    assert not related(SUMMIT + text, "participatesIn")


def about(text: str) -> tuple[str | None, str | None]:
    """The subject and the area of a document."""
    rules, seen = wording.rules(), []
    wording_scope = statements.scope

    def keep(*given: Any) -> statements.Scope:
        seen.append(wording_scope(*given))
        return seen[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "scope", keep)
        wording.read(text, rules)
    marks = (seen[0].subject, seen[0].area)
    subject, area = (mark.senses[0].entity.name if mark else None for mark in marks)
    return subject, area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        # the nation of the title, not the town it names most
        (
            "Why Wales?\n\nCardiff grows. Cardiff is big. Cardiff pays. Wales is all.",
            "Wales",
        ),
        # a wide place that only tells which sector
        ("UK lasers grow\n\nIn Dundee lasers grow. Dundee pays. Dundee is in the UK.", "Dundee"),
        ("Lasers in the UK\n\nFirms grow in Dundee. The UK pays. Dundee is far.", "UK"),
        ("New labs\n\nIt was said in Oslo. Nobody paid.", None),
    ],
)
def test_the_area_is_that_of_the_title(text: str, area: str | None) -> None:
    assert about(text)[1] == area


FIRM = "Calder Instruments Ltd"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            f"{FIRM} opens lab\n\nFife Council paid {FIRM}. Fife Council met. Fife Council left.",
            FIRM,
        ),
        # whom the opening names only as giver or place is not its subject
        (f"New lab opens\n\nThe money for the new lab came from Ada Bell of {FIRM}.", None),
        (
            "New lab\n\nThe NHS grew. The NHS paid. The NHS met. The NHS left. The NHS won.",
            None,
        ),
        (
            f"About us\n\nWe make lasers. Our lab is new.\n\n{FIRM} grew. {FIRM} paid. {FIRM} met."
            f" {FIRM} left. {FIRM} won.",
            FIRM,
        ),
    ],
)
def test_the_subject_is_that_of_the_title_or_the_opening(text: str, subject: str | None) -> None:
    assert about(text)[0] == subject


@pytest.mark.parametrize(
    "text",
    [
        # the title, the section, the sentence before
        "Diploma in Lens Making\n\nIt lasts a year.\n\nModules include:\n\n- kiln stacking\n",
        "# Diploma in Lens Making\n\n## What you will learn\n\n- kiln stacking\n",
        "The Diploma in Lens Making is new. Students learn kiln stacking.",
        "# Courses\n\n## Diploma in Lens Making\n\nYou will learn kiln stacking.\n\n"
        "## Diploma in Glass\n\nIt is full.\n",
    ],
)
def test_what_is_taught_is_read_of_the_course_named_before(text: str) -> None:
    assert ("Diploma in Lens Making", "kiln stacking") in related(text, "requiresSkill")


@pytest.mark.parametrize(
    "text",
    [
        # two courses, or only a kind of award
        "The Diploma in Lens Making and the Diploma in Glass are new. They learn kiln stacking.",
        "The MSc is new. Students learn kiln stacking.",
    ],
)
def test_what_is_taught_needs_one_course(text: str) -> None:
    assert not related(text, "requiresSkill")
