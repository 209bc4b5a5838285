"""Noun phrases that can be the name of a field of activity."""

from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language import fields
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Passage, PassageKind

RULES = fields.load(resources.ontology() / "patterns" / "fields.yaml")


def mark(text: str, name: str, cls: str, *, weak: bool = False) -> Mark:
    start = text.index(name)
    return Mark(0, start, start + len(name), (Sense(Entity(cls, name), weak),), "lexicon")


def found(text: str, *marks: Mark) -> list[str]:
    passage = Passage(0, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),))
    made = fields.widened(passage, 0, len(text), marks, RULES)
    return [text[m.start : m.end] + ("" if m.strong else " ?") for m in made]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is strong in wound healing research.", ["wound healing research ?"]),
        ("A leading provider of teleradiology to hospitals.", ["teleradiology ?"]),
        ("Innovative kiln sensing technology helps.", ["kiln sensing technology ?"]),
        ("A science communication business opened.", ["science communication ?"]),
        ("They supply optical and thermal devices.", ["optical and thermal devices ?"]),
        ("The treatment of chronic wounds matters.", ["treatment of chronic wounds ?"]),
        (
            "It does teleradiology, lens polishing and gastric screening.",
            ["teleradiology ?", "lens polishing ?", "gastric screening ?"],
        ),
        ("Its drug repurposing pays.", ["drug repurposing ?"]),
        ("The Belgian drug repurposing firm grew.", ["drug repurposing ?"]),
        ("It has the healthiest kiln sensing technology.", ["kiln sensing technology ?"]),
    ],
)
def test_a_phrase_that_may_name_a_field_is_kept_for_those_who_ask(
    text: str, names: list[str]
) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "It needs services.",
        "The technology is new.",
        "Companies developing quickly grew.",
        "Wound care nurses met.",
        "They tell of lens polishing.",
        "The Health Secretary came.",
    ],
)
def test_what_cannot_name_a_field_is_left_alone(text: str) -> None:
    assert found(text) in ([], ["Wound care ?"])


def test_a_longer_phrase_takes_the_place_of_the_known_name_it_ends_in() -> None:
    text = "It sells surgical robotics."
    assert found(text, mark(text, "robotics", "SubSector")) == ["surgical robotics"]


def test_praise_does_not_make_a_name_longer() -> None:
    text = "It sells agile robotics."
    assert found(text, mark(text, "robotics", "SubSector")) == ["robotics"]


def test_a_known_name_keeps_its_own_before_a_word_that_says_little() -> None:
    text = "It does photonics research."
    assert found(text, mark(text, "photonics", "SubSector")) == ["photonics"]


def test_in_a_list_such_a_word_belongs_to_the_item() -> None:
    text = "It does photonics research and gastric screening."
    made = found(text, mark(text, "photonics", "SubSector"))
    assert made == ["photonics research", "gastric screening ?"]


def test_a_wide_field_makes_another_with_the_noun_after_it() -> None:
    text = "It is a centre for science innovation."
    assert found(text, mark(text, "science", "Sector")) == ["science innovation ?"]


def test_part_of_a_longer_name_is_no_field() -> None:
    text = "Regional health technology manager wanted."
    role = mark(text, "health technology manager", "Role", weak=True)
    assert found(text, role) == ["health technology manager ?"]


def test_the_name_of_something_else_is_no_field() -> None:
    text = "A distance learning firm."
    route = mark(text, "distance learning", "TrainingRoute", weak=True)
    assert found(text, route) == ["distance learning ?"]


def test_a_malformed_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "fields.yaml"
    path.write_text("heads: a b\n", encoding="utf-8")
    with pytest.raises(SeedError, match="not the lists"):
        fields.load(path)
    path.write_text("heads: [", encoding="utf-8")
    with pytest.raises(SeedError, match="not lists of words"):
        fields.load(path)
