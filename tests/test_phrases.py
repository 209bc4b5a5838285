"""Names built from the words around them, by small rules of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

import wording
from medtechkg.model import Reading

RULES = r"""
- id: sector
  pattern: "{x:Sector} (sector|industry)"
  as: x
- id: need
  pattern:
    - "{place:Region} 's {field:Sector} skills shortage"
    - "{field:Sector} skills shortage"
  mention: SkillNeed
  name: "{place} {field} shortage"
  local: true
  relates: [[locatedIn, place], [inSector, field, Sector], [hasActivity, field, Skill]]
- id: hidden
  pattern: "the {x:Sector} trade"
  mention: Programme
  parts: false
- id: cohort
  pattern: "{n=firms|mills} across {place:Region}"
  mention: Cohort
  name: "{n} of {place} ({place_text})"
  relates: [["^locatedIn", place, Region|Sector]]
- id: shared
  pattern: "{x:*Skill+} and {y:*Skill} skills"
  mention: Skill
  each: "{x} skills"
- id: skills
  pattern: "{x:*Skill} skills >>! (shortage|gap)"
  mention: Skill
  each: "{x} skills"
  except: [these]
- id: loose
  pattern: "(new|fresh) courses in {f:Sector}"
  mention: Qualification
  local: true
  loose: true
- id: exact
  pattern: "# courses in {f:Sector}"
  mention: Qualification
  local: true
"""


@pytest.fixture
def read(tmp_path: Path) -> _Read:
    return _Read(tmp_path)


class _Read:
    def __init__(self, folder: Path) -> None:
        self.rules = wording.written(folder, phrases=RULES)

    def __call__(self, text: str) -> Reading:
        return wording.read(text, self.rules)


def named(reading: Reading) -> dict[str, tuple[str, str]]:
    """What is named, by how it is written: class and name."""
    return {m.text: (m.entity.cls, m.entity.name) for m in reading.mentions}


def test_words_are_absorbed_by_the_name_beside_them(read: _Read) -> None:
    reading = read("Growth in the photonics sector is strong.")
    assert named(reading)["photonics sector"] == ("Sector", "photonics")
    (part, whole) = [m for m in reading.mentions if m.entity.cls == "Sector"]
    assert whole.entity == part.entity
    assert whole.rule == "phrase:sector"


def test_a_name_is_built_from_its_slots(read: _Read) -> None:
    names = named(read("It eases Westmarch’s photonics skills shortage."))
    assert names["Westmarch’s photonics skills shortage"] == (
        "SkillNeed",
        "Westmarch photonics shortage",
    )
    assert names["Westmarch"] == ("Region", "Westmarch")
    names = named(read("It eases the photonics skills shortage."))
    assert names["photonics skills shortage"] == ("SkillNeed", "photonics shortage")


def test_a_slot_may_be_given_as_written(read: _Read) -> None:
    names = named(read("There are firms across the West March and Westmarch proper."))
    assert names["firms across the West March"][1] == "firms of West March (the West March)"


def test_a_name_may_hide_what_it_is_built_from(read: _Read) -> None:
    assert named(read("Hail the photonics trade of old.")) == {
        "photonics trade": ("Programme", "photonics trade")
    }


def test_an_article_is_no_part_of_a_name(read: _Read) -> None:
    assert "photonics trade" in named(read("The photonics trade."))


def test_names_that_share_a_head_are_one_each(read: _Read) -> None:
    names = named(read("They need kiln stacking, map reading and brass polishing skills."))
    assert {name for cls, name in names.values() if cls == "Skill"} == {
        "kiln stacking skills",
        "map reading skills",
        "brass polishing skills",
    }
    assert "brass polishing skills" in names


def test_a_verb_before_a_phrase_is_no_part_of_it(read: _Read) -> None:
    names = named(read("They teach kiln stacking skills."))
    assert {name for _, name in names.values()} == {"kiln stacking skills"}


def test_a_name_the_lexicon_has_is_not_built_anew(read: _Read) -> None:
    reading = read("They need lens grinding and costing skills.")
    known = {m.entity.iri for m in reading.mentions if m.entity.cls == "Skill"}
    assert wording.BASE.code("skills", "Lens grinding") in known


@pytest.mark.parametrize("text", ["They teach these skills.", "A map reading skills gap."])
def test_a_rule_may_be_ruled_out(read: _Read, text: str) -> None:
    assert not [m for m in read(text).mentions if m.rule == "phrase:skills"]


def test_what_is_named_loosely_is_the_one_thing_named_exactly(read: _Read) -> None:
    reading = read("Fresh courses in photonics\n\nThey sell two courses in photonics. All is well.")
    courses = {m.text: m.entity for m in reading.mentions if m.entity.cls == "Qualification"}
    assert courses["Fresh courses in photonics"] == courses["two courses in photonics"]
    reading = read(
        "Fresh courses in photonics\n\nTwo courses in photonics, two courses in ceramics."
    )
    courses = {m.text: m.entity for m in reading.mentions if m.entity.cls == "Qualification"}
    assert len(set(courses.values())) == 3


def test_what_a_name_says_by_itself_is_stated(read: _Read) -> None:
    reading = read("It eases Westmarch’s photonics skills shortage.")
    assert wording.triples(reading) == {
        ("Westmarch photonics shortage", "locatedIn", "Westmarch"),
        ("Westmarch photonics shortage", "inSector", "photonics"),
    }
    (evidence,) = reading.statements[0].evidence
    assert evidence.rule == "need"
    assert evidence.quote == "It eases Westmarch’s photonics skills shortage."


def test_what_a_name_says_may_be_turned_round(read: _Read) -> None:
    (statement,) = read("There are firms across Westmarch.").statements
    assert wording.triple(statement) == ("Westmarch", "locatedIn", "firms of Westmarch (Westmarch)")


def test_what_a_name_says_is_said_by_whoever_speaks(read: _Read) -> None:
    text = (
        "“There are firms across Westmarch, and we know it,” said Dr Ada Marsh of Brightlimb Ltd."
    )
    (statement,) = read(text).statements
    assert statement.speaker is not None
    assert statement.speaker.name.endswith("Ada Marsh")


def test_local_names_have_meaning_in_their_document_only(read: _Read) -> None:
    reading = read("It eases the photonics skills shortage, said firms across Westmarch.")
    local = {m.entity.cls: m.entity.local for m in reading.mentions}
    assert local["SkillNeed"]
    assert not local["Cohort"]


def test_a_pronoun_in_a_built_name_is_quoted_too(read: _Read) -> None:
    reading = read(
        "Photonics has a past. Hail the photonics trade. That sector’s skills shortage grew."
    )
    assert all(statement.evidence for statement in reading.statements)


def test_a_name_is_built_as_often_as_it_stands(read: _Read) -> None:
    text = "The photonics sector beats the ceramics sector, and the photonics industry."
    found = [m.text for m in read(text).mentions if m.rule == "phrase:sector"]
    assert found == ["photonics sector", "ceramics sector", "photonics industry"]


def test_a_rule_that_reads_its_own_result_comes_to_an_end(tmp_path: Path) -> None:
    rules = wording.written(tmp_path, phrases="- {id: again, pattern: '{x:Sector}', as: x}")
    found = named(wording.read("Photonics lasts.", rules))
    assert found == {"Photonics": ("Sector", "Photonics")}


def test_marks_of_punctuation_at_its_end_are_no_part_of_a_name(tmp_path: Path) -> None:
    rules = wording.written(
        tmp_path, phrases="- {id: trade, pattern: '{x:Sector} trade ,', mention: Programme}"
    )
    assert "photonics trade" in named(wording.read("Hail the photonics trade, all.", rules))
