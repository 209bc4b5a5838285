"""Which spans name something: known names, names by shape, abbreviations and short forms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from medtechkg.language.masks import Mark
from medtechkg.reading import mentions


def found(*texts: str) -> list[Mark]:
    """The marks of some passages, in order."""
    rules = wording.small()
    passages = [wording.passage(text, at) for at, text in enumerate(texts)]
    marks, _ = mentions.find(passages, rules.lexicon, rules.names)
    return [mark for index in sorted(marks) for mark in marks[index]]


def named(*texts: str) -> list[tuple[str, str, str]]:
    """What is named: as written, its class, its name."""
    return [
        (
            texts[mark.passage][mark.start : mark.end],
            mark.senses[0].cls,
            mark.senses[0].entity.name,
        )
        for mark in found(*texts)
    ]


def classes(*texts: str) -> dict[str, str]:
    return {written: cls for written, cls, _ in named(*texts)}


# -- known names ------------------------------------------------------------------------------


def test_known_names_are_found_in_order() -> None:
    assert named("In Westmarch, Calder Instruments makes lenses for photonics.") == [
        ("Westmarch", "Region", "Westmarch"),
        ("Calder Instruments", "Business", "Calder Instruments"),
        ("photonics", "Sector", "photonics"),
    ]


def test_a_name_that_ends_in_a_field_is_a_firm() -> None:
    assert classes("In Westmarch they met Brintexa Photonics.")["Brintexa Photonics"] == "Business"


def test_of_names_that_overlap_the_longest_wins() -> None:
    (mark,) = found("The Northmoor University Press")[:1]
    assert mark.senses[0].cls != "Region"
    assert classes("Northmoor University grows.") == {"Northmoor University": "University"}


def test_a_place_inside_a_longer_name_is_remembered_in_it() -> None:
    (mark,) = found("Northmoor University grows.")
    assert [inner.senses[0].entity.name for _, inner in mark.inner] == ["Northmoor"]
    assert list(mark.parts()) == []


def test_a_thing_is_called_by_the_fullest_name_its_document_uses() -> None:
    short = named("CIL is new.", "CIL grows.")
    assert [name for _, _, name in short] == ["CIL", "CIL"]
    both = named("CIL is new.", "Calder Instruments grows.")
    assert [name for _, _, name in both] == ["Calder Instruments", "Calder Instruments"]
    assert named("The Old Infirmary opened.")[0][2] == "Old Infirmary"


def test_names_that_share_the_noun_after_them_are_two() -> None:
    texts = ("photonics and ceramics skills", "costing and glazing skills")
    for text in texts:
        assert len(found(text)) == 2


def test_a_weak_name_stays_weak_until_it_is_asked_for() -> None:
    (mark,) = found("It is all about costing.")
    assert not mark.strong


# -- names by shape ---------------------------------------------------------------------------


def test_a_name_no_register_holds_is_classed_by_its_shape() -> None:
    assert classes("Visit Brightlimb Ltd or the University of Fenwick.") == {
        "Brightlimb Ltd": "Business",
        "University of Fenwick": "University",
    }


def test_a_name_that_nothing_classes_is_for_review() -> None:
    rules = wording.small()
    passages = [wording.passage("The crew of Zorbquell Quandry sang all night.")]
    marks, unlinked = mentions.find(passages, rules.lexicon, rules.names)
    assert marks == {0: []}
    assert [passages[0].text[mark.start : mark.end] for mark in unlinked] == ["Zorbquell Quandry"]


def test_a_contextual_label_counts_where_the_sentence_asks_for_its_class() -> None:
    reading = wording.read("The universities of York and Leeds agreed.")
    found = {m.text: m.entity for m in reading.mentions}
    assert {found["York"].cls, found["Leeds"].cls} == {"University"}
    assert found["York"].iri != found["Leeds"].iri
    reading = wording.read("It is a city between York and Leeds.")
    assert {m.entity.cls for m in reading.mentions} == {"Region"}


def test_levels_share_a_word() -> None:
    reading = wording.read("They teach at Levels 4 and 5, but not at Levels 0 and 6.")
    levels = [m.entity for m in reading.mentions if m.entity.cls == "QualificationLevel"]
    assert len(levels) == 3
    assert len({level.iri for level in levels}) == 3


# -- abbreviations and short forms ------------------------------------------------------------


def test_an_abbreviation_in_brackets_stands_for_the_name_before_it() -> None:
    texts = ("The Fenwick Optics Institute (FOI) is new.", "The FOI grows; FOIs do.", "A FOIL")
    names = [name for written, _, name in named(*texts) if written.startswith("FOI")]
    assert names == ["Fenwick Optics Institute"] * 3


def test_an_abbreviation_stands_for_a_known_name() -> None:
    texts = ("Ayrford Infirmary (AI) is old.", "AI is new.")
    assert named(*texts)[-1] == ("AI", "HealthcareProvider", "Ayrford Infirmary")


def test_a_short_form_stands_for_the_name_given_in_full() -> None:
    texts = ("Brightlimb Ltd is new.", "Then Brightlimb grew and grew.")
    assert named(*texts)[-1] == ("Brightlimb", "Business", "Brightlimb Ltd")


def test_a_short_form_of_two_names_stands_for_neither() -> None:
    texts = ("Brightlimb Ltd met Brightlimb College.", "Then Brightlimb grew and grew.")
    assert "Brightlimb" not in classes(*texts)


def test_a_surname_stands_for_the_person_named_in_full() -> None:
    texts = ("Dr Ada Marsh spoke first.", "Dr Marsh spoke last.")
    people = [name for _, cls, name in named(*texts) if cls == "Person"]
    assert len(people) == 2
    assert len({name.removeprefix("Dr ") for name in people}) == 1


# -- whatever is read -------------------------------------------------------------------------

parts = st.one_of(
    st.sampled_from([label.text for term in wording.WORDS.terms for label in term.labels]),
    st.sampled_from(
        "Brightlimb Ltd (BL) and the of Dr Ada Marsh, Fenwick College – Zorb BL".split()
    ),
)


@settings(max_examples=60)
@given(st.lists(parts, min_size=1, max_size=9).map(" ".join))
def test_marks_are_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for mark in found(text):
        assert last <= mark.start < mark.end <= len(text)
        assert mark.senses
        assert mark.rule
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
        last = mark.end


@pytest.mark.parametrize("text", ["", " ", ".", "the", "and (B)"])
def test_a_text_without_names_has_none(text: str) -> None:
    assert found(text) == []
