"""Words that are weighed: what is taken up, classed anew, or left out."""

from __future__ import annotations

from dataclasses import replace

import wording
from medtechkg import reader
from medtechkg.language.naming import Naming
from medtechkg.model import Reading
from readings import document

BLANK = Naming(
    {"name": 0.5, "concept": 0.5, "phrase": 0.5},
    {"name": 0.1, "concept": 0.1},
    -1.0,
    {},
    {"Business": 0.0, "Technology": -1.0, "SubSector": -1.0, "Skill": -1.0},
    {},
)


def read(text: str, **changes: object) -> Reading:
    rules = reader.weighing(wording.wider(), None)
    model = replace(BLANK, **changes)  # type: ignore[arg-type]
    return reader.read(document(text), replace(rules, naming=model))


def classes(reading: Reading) -> dict[str, str]:
    return {mention.text: mention.entity.cls for mention in reading.mentions}


def test_a_phrase_is_named_where_the_words_around_speak_for_it() -> None:
    text = "Pupils gain skills in wool grading at school.\n"
    assert "wool grading" not in classes(read(text))
    found = read(text, features={"skill in _": 3.0}, classes={"in _": {"Skill": 2.0}})
    assert classes(found)["wool grading"] == "Skill"
    mention = next(m for m in found.mentions if m.text == "wool grading")
    assert mention.rule == "learnt:phrase"
    assert "“skill in _” +3" in mention.because


def test_plain_words_name_no_body() -> None:
    features = {"skill in _": 3.0}
    for cls, taken in (("Technology", True), ("Business", False)):
        found = read(
            "Pupils gain skills in wool grading at school.\n",
            features=features,
            classes={"in _": {cls: 4.0}},
        )
        assert ("wool grading" in classes(found)) is taken


def test_of_words_that_overlap_the_likeliest_are_named() -> None:
    features = {"… grading": 2.0, "wool …": 1.0}
    skill = {"… grading": {"Skill": 2.0}}
    text = "Pupils learn about wool grading.\n"
    found = classes(read(text, features=features, classes=skill))
    assert "wool grading" in found
    assert "grading" not in found


def test_a_name_that_nothing_classed_is_classed() -> None:
    text = "Scientists praised Velorin for its speed.\n"
    assert [m.text for m in read(text).unlinked] == ["Velorin"]
    found = read(text, features={"a name": 3.0}, classes={"praised _": {"Technology": 4.0}})
    assert classes(found)["Velorin"] == "Technology"
    assert not found.unlinked


def test_a_name_has_one_class_all_through_a_document() -> None:
    text = "Scientists praised Velorin. Others saw Velorin as slow.\n"
    found = read(text, features={"a name": 3.0}, classes={"praised _": {"Technology": 4.0}})
    named = [m.entity.cls for m in found.mentions if m.text == "Velorin"]
    assert named == ["Technology", "Technology"]


def test_a_shape_that_the_words_speak_against_is_classed_anew_or_left_out() -> None:
    text = "They met Tarn Lasers Ltd.\n"
    known = {"a name": 3.0}
    assert classes(read(text, features=known))["Tarn Lasers Ltd"] == "Business"
    other = read(text, features=known, classes={"meet _": {"Technology": 5.0}})
    assert classes(other)["Tarn Lasers Ltd"] == "Technology"
    none = read(text, features={"a name": -4.0})
    assert "Tarn Lasers Ltd" not in classes(none)
    assert "Tarn Lasers Ltd" in [m.text for m in none.unlinked]


def test_a_class_that_only_seems_a_little_likelier_is_not_taken() -> None:
    found = read(
        "They met Tarn Lasers Ltd.\n",
        features={"a name": 3.0},
        classes={"meet _": {"Technology": 1.9}},
    )
    assert classes(found)["Tarn Lasers Ltd"] == "Business"


def test_a_name_that_says_its_class_keeps_it() -> None:
    against = {"meet _": {"Technology": 9.0}}
    for features in ({"a name": 3.0}, {"a name": -9.0}):
        found = read("They met Zyxwold University.\n", features=features, classes=against)
        assert classes(found)["Zyxwold University"] == "University"


def test_reading_is_the_same_every_time() -> None:
    text = "Skills in wool grading, loom repair and Velorin help Tarn Lasers Ltd.\n"
    features = {"a phrase": 1.5, "a name": 2.0}
    assert read(text, features=features) == read(text, features=features)
