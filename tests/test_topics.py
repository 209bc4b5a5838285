"""What sentences leave unsaid because the document, or the sentence before, is about it."""

from __future__ import annotations

import pytest

import wording

SUMMIT = "The Brayford Innovation Summit opens in May. The Brayford Innovation Summit is free.\n\n"


def parts(text: str) -> set[tuple[str, str]]:
    read = wording.read(text)
    return {
        (s.subject.name, s.object.name) for s in read.statements if s.predicate == "participatesIn"
    }


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
    assert both <= parts(SUMMIT + text)


@pytest.mark.parametrize(
    "text",
    [
        "Acme Lasers Ltd makes lasers, as does Calder Instruments Ltd.",
        "Acme Lasers Ltd is involved in a dispute with Calder Instruments Ltd.",
    ],
)
def test_what_tells_of_no_part_is_not(text: str) -> None:
    assert not parts(SUMMIT + text)
