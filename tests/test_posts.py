"""People and roles inside one run of capitals."""

from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import names
from medtechkg.language.parts import Word
from medtechkg.language.posts import cut

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def words(text: str) -> list[Word]:
    found, at = [], 0
    for word in text.split():
        found.append((at, at + len(word), word.lower()))
        at += len(word) + 1
    return found


def pieces(text: str) -> list[tuple[str | None, str]]:
    return [(name.kind, text[name.start : name.end]) for name in cut(words(text), RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Economy Minister Megan Tarn", [("role", "Economy Minister"), ("person", "Megan Tarn")]),
        ("Skills Secretary Vax Umbrel", [("role", "Skills Secretary"), ("person", "Vax Umbrel")]),
        (
            "Calder Party MP Megan Tarn",
            [(None, "Calder Party"), ("role", "MP"), ("person", "Megan Tarn")],
        ),
        (
            "Vice-Chancellor Professor Una Vask",
            [("role", "Vice-Chancellor"), ("title", "Professor Una Vask")],
        ),
        ("Associate Professor Una Vask", [("title", "Associate Professor Una Vask")]),
        ("Associate Dean Una Vask", [("role", "Associate Dean"), ("person", "Una Vask")]),
        ("Holt Trust Chief Executive", [(None, "Holt Trust"), ("role", "Chief Executive")]),
        ("Co-Director of Calder Lenses", [("role", "Co-Director"), (None, "of Calder Lenses")]),
        ("Professor Nick Plant", [("title", "Professor Nick Plant")]),
        ("Mr West", [("title", "Mr West")]),
        ("Regius Professor of Life Sciences", [("role", "Regius Professor of Life Sciences")]),
        (
            "Training Scheme Manager Holt Health NHS Trust",
            [("role", "Training Scheme Manager"), (None, "Holt Health NHS Trust")],
        ),
        ("Sir Adam Colm School", [(None, "Sir Adam Colm School")]),
        (
            "Lens Apprentice of the Year Award",
            [(None, "Lens Apprentice of the Year Award")],
        ),
    ],
)
def test_a_run_is_cut_into_people_roles_and_the_rest(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert pieces(text) == expected


def test_nothing_is_lost_but_what_stands_between() -> None:
    text = "Calder Trust Chair Megan Tarn"
    assert " ".join(piece for _, piece in pieces(text)) == text
