from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from medtechkg.language.lexicon import Lexicon, Sense, fold, plural
from medtechkg.model import Entity, Label, Term, Vocabulary

WORDS = Lexicon(wording.WORDS)


def lexicon(*labels: Label | str, cls: str = "Business", scheme: str = "") -> Lexicon:
    """A lexicon of one thing, or concept of a scheme, with these labels."""
    base = wording.BASE
    iri = base.code(scheme, "it") if scheme else base.thing("organisation", "it")
    given_ = tuple(label if isinstance(label, Label) else Label(label) for label in labels)
    term = Term(iri, cls, given_[0].text, given_)
    return Lexicon(Vocabulary(wording.WORDS.ancestors, {}, (term,), {}, wording.WORDS.weak))


def found(text: str, known: Lexicon = WORDS) -> list[str]:
    return [text[hit.start : hit.end] for hit in known.find(text)]


# -- folding ----------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded or len(text.lower()) != len(text)


@settings(max_examples=60)
@given(st.text("abcXYZ -–—‑’‘'`É", min_size=1))
def test_folding_takes_each_character_by_itself(text: str) -> None:
    assert fold(text) == "".join(fold(char) for char in text)


def test_folding_makes_ways_of_writing_alike() -> None:
    assert fold("Lens‑Grinding") == fold("lens grinding") == fold("LENS–GRINDING")
    assert fold("Tarn’s") == fold("tarn's") == fold("Tarn‘s")
    assert fold("two\u00a0words") == "two words"


def test_a_letter_that_grows_in_small_type_is_left_alone() -> None:
    assert fold("İSTANBUL Lab") == "İstanbul lab"


# -- plurals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("welder", "welders"),
        ("Level 3 diploma", "Level 3 diplomas"),
        ("company", "companies"),
        ("survey", "surveys"),
        ("batch", "batches"),
        ("brush", "brushes"),
        ("box", "boxes"),
        ("young person", "young people"),
        ("gap analysis", "gap analyses"),
        ("sales man", "sales men"),
        ("logistics", None),
        ("glazing", None),
        ("HNC", None),
        ("CAD", None),
        ("T Level 4", None),
        ("it", None),
        ("e-learning", None),
    ],
)
def test_a_plural_is_made_of_an_ordinary_last_word(label: str, many: str | None) -> None:
    assert plural(label) == many


# -- finding ----------------------------------------------------------------------------------


def test_a_name_is_found_however_it_is_written() -> None:
    assert found("NORTHMOOR UNIVERSITY and Calder-Instruments") == [
        "NORTHMOOR",
        "NORTHMOOR UNIVERSITY",
        "Calder-Instruments",
    ]


@pytest.mark.parametrize(
    "text", ["Photonicsology", "biophotonics", "photonics2", "photonicsé", "1photonics"]
)
def test_a_name_inside_a_word_is_not_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["photonics", "(photonics)", "_photonics_", "photonics’s", "bio-photonics."]
)
def test_a_name_ends_where_a_word_ends(text: str) -> None:
    assert [name.lower() for name in found(text)] == ["photonics"]


def test_and_may_be_written_as_a_sign() -> None:
    assert found("Tarn and Sons; Tarn & Sons") == ["Tarn and Sons", "Tarn & Sons"]
    assert found("cuts & bruises", lexicon("Cuts and bruises")) == ["cuts & bruises"]


def test_an_abbreviation_is_found_in_its_case_only() -> None:
    assert found("CIL and CILs, not cil or Cil") == ["CIL", "CILs"]


def test_a_short_label_in_capitals_is_an_abbreviation() -> None:
    known = lexicon("Ink Technology", "IT")
    assert found("IT, for it is ink technology", known) == ["IT", "ink technology"]


@pytest.mark.parametrize("label", ["Northmoor Guild", Label("Northmoor Guild", former=True)])
def test_a_former_name_is_found_like_any_other(label: Label | str) -> None:
    assert found("the northmoor guild", lexicon(label)) == ["northmoor guild"]


def test_only_concepts_have_plurals() -> None:
    assert found("welders", lexicon("welder", cls="Sector", scheme="sectors")) == ["welders"]
    assert found("welders", lexicon("welder")) == []


def test_the_word_sector_is_left_to_the_rules() -> None:
    known = lexicon("Photonics", "photonics sector", "glass industry", cls="Sector", scheme="s")
    assert found("the photonics sector", known) == ["photonics"]
    assert found("the glass industry", known) == ["glass industry"]


def test_a_point_of_the_compass_needs_no_capital_but_the_rest_does() -> None:
    known = lexicon("North Wales", "Wales", cls="Region")
    assert found("in north Wales, not North wales", known) == ["north Wales", "Wales"]


def test_a_place_that_only_a_common_word_names_has_its_capital() -> None:
    known = lexicon(Label("the Fens", contextual=True), cls="Region")
    assert found("the Fens, not the fens", known) == ["the Fens"]


def test_a_hit_holds_all_that_its_name_may_stand_for() -> None:
    (hit,) = [hit for hit in WORDS.find("Northmoor is old") if hit.end == 9]
    region, university = hit.senses
    assert (region.cls, region.weak) == ("Region", False)
    assert (university.cls, university.weak) == ("University", True)
    assert university.entity.name == "Northmoor University"


def test_labels_of_skills_are_weak() -> None:
    (hit,) = WORDS.find("costing")
    assert [(sense.cls, sense.weak) for sense in hit.senses] == [("Skill", True)]


def test_a_contextual_label_that_is_also_a_plain_one_is_plain() -> None:
    known = lexicon("Calder", Label("calder", contextual=True))
    (hit,) = known.find("Calder")
    assert [sense.weak for sense in hit.senses] == [False]


def test_looking_up_wants_the_whole_name() -> None:
    (sense,) = WORDS.look_up("the west march")
    assert sense == Sense(Entity("Region", "Westmarch", wording.BASE.thing("region", "Westmarch")))
    assert WORDS.look_up("west march") == ()
    assert WORDS.look_up("CIL")[0].entity.name == "Calder Instruments"
    assert WORDS.look_up("cil") == ()


def test_no_label_is_no_name() -> None:
    empty = Lexicon(replace(wording.WORDS, terms=()))
    assert empty.look_up("Westmarch") == ()


def test_nothing_is_found_without_labels() -> None:
    assert list(Lexicon(replace(wording.WORDS, terms=())).find("Westmarch")) == []


names = st.sampled_from(sorted(label.text for term in wording.WORDS.terms for label in term.labels))


@settings(max_examples=60)
@given(st.lists(st.one_of(names, st.sampled_from(["of", "the", ",", "–"])), max_size=8))
def test_every_hit_is_a_label_at_its_place(parts: list[str]) -> None:
    text = " ".join(parts)
    for hit in WORDS.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert WORDS.look_up(text[hit.start : hit.end]) == hit.senses != ()
    for part in parts:
        if WORDS.look_up(part):
            assert part in found(text)


def test_a_name_of_one_word_keeps_its_capital() -> None:
    assert found("They met in Tarn, after a tarn.", lexicon("Tarn", cls="Region")) == ["Tarn"]
    contextual = lexicon("Tarn, Holt", Label("Tarn", contextual=True), cls="Region")
    assert found("They met in Tarn, after a tarn.", contextual) == ["Tarn"]
    assert found("The firm tarn grew.", lexicon("tarn")) == ["tarn"]
