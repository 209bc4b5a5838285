from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from medtechkg.language import masks
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Alphabet, Mark, Piece, coded, mask, tokens
from medtechkg.language.possessives import possessed
from medtechkg.model import Entity

ALPHABET = wording.small().alphabet
CODES = "\x02\x03" + masks.OPEN + masks.CLOSE + "".join(map(chr, range(0xA1, 0x100)))


def sense(cls: str, name: str = "it", *, weak: bool = False) -> Sense:
    return Sense(Entity(cls, name), weak)


def words(found: masks.Masked) -> list[str]:
    """The tokens as words: codes taken off, a name as an asterisk."""
    return [token.strip(CODES) or "*" for token in found.text.split()]


# -- tokens -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Trust’s course.", "the|trust|'s|course|."),
        ("co-designed and/or N.H.S", "co-designed|and/or|n.h.s"),
        ("£1,200.50 or 40% of 3rd", "$1,200.50|or|40%|of|3rd"),
        ("(new): it’s – odd…", "(|new|)|:|it|'s|-|odd|."),
        ("the firms’ own", "the|firms|'|own"),
    ],
)
def test_text_is_cut_into_words_and_marks(text: str, wanted: str) -> None:
    assert tokens(text) == wanted.split("|")


@settings(max_examples=60)
@given(st.text())
def test_no_token_holds_white_space_or_looks_like_a_name(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not any(char.isspace() for char in token)
        assert not re.search(masks.NAME, token)


@settings(max_examples=60)
@given(st.text(st.characters(max_codepoint=0x7F)))
def test_every_token_stands_in_the_text(text: str) -> None:
    at = 0
    for token in tokens(text):
        at = text.lower().find(token, at) + len(token)
        assert at >= len(token)


def test_words_at_the_edge_of_a_noun_phrase_are_coded() -> None:
    assert coded("the") == "\x03the"
    assert coded("with") == "\x02with"
    assert coded("laser") == "laser"


# -- the alphabet -----------------------------------------------------------------------------


def test_each_class_has_a_character_and_a_set_those_of_its_classes() -> None:
    region, university = (ALPHABET.codes([cls]) for cls in ("Region", "University"))
    assert region != university
    assert set(ALPHABET.codes(["University", "Region", "Region"])) == {region, university}


def test_there_are_characters_for_so_many_classes_only() -> None:
    with pytest.raises(ValueError, match="96 classes are more"):
        Alphabet({f"C{at}": frozenset((f"C{at}",)) for at in range(96)})


def test_a_class_fits_what_is_above_it() -> None:
    assert ALPHABET.fits("University", ["Skill", "Agent"])
    assert not ALPHABET.fits("Agent", ["University"])
    assert ALPHABET.fits("Unheard", ["Unheard"])


def test_the_characters_of_a_class_are_those_of_all_below_it() -> None:
    assert ALPHABET.codes(["University"]) in ALPHABET.chars(["Agent"])
    assert ALPHABET.codes(["Region"]) not in ALPHABET.chars(["Agent"])
    assert ALPHABET.chars(["Unheard"]) == frozenset()


def test_a_name_of_several_classes_is_found_by_each() -> None:
    both = ALPHABET.codes(["Region", "University"]) + " "
    assert re.fullmatch(ALPHABET.matching(["Region"]), both)
    assert re.fullmatch(ALPHABET.matching(["Agent"]), both)
    assert not re.search(ALPHABET.matching(["Skill"]), both)


def test_no_class_matches_nothing() -> None:
    nothing = ALPHABET.matching(["Unheard"])
    assert not re.search(nothing, wording.masked("Westmarch has photonics and costing.").text)


def test_an_alphabet_does_not_depend_on_order() -> None:
    classes = wording.WORDS.ancestors
    other = Alphabet(dict(sorted(classes.items(), reverse=True)))
    assert [ALPHABET.codes([cls]) for cls in classes] == [other.codes([cls]) for cls in classes]


# -- marks ------------------------------------------------------------------------------------


def test_a_mark_is_strong_by_a_strong_sense_or_because_it_was_asked_for() -> None:
    weak, strong = sense("Skill", weak=True), sense("Region")
    assert Mark(0, 0, 1, (weak, strong), "r").strong
    assert not Mark(0, 0, 1, (weak,), "r").strong
    assert Mark(0, 0, 1, (weak,), "r", bound=True).strong


def test_the_parts_of_a_mark_are_found_at_every_depth_but_not_places_in_names() -> None:
    place = Mark(0, 0, 1, (sense("Region"),), "place")
    deep = Mark(0, 0, 2, (sense("Skill"),), "deep", inner=((masks.NESTED, place),))
    middle = Mark(0, 0, 3, (sense("Sector"),), "middle", inner=(("x", deep),))
    whole = Mark(0, 0, 4, (sense("Cohort"),), "whole", inner=(("y", middle),))
    assert list(whole.parts()) == [middle, deep]


# -- masking ----------------------------------------------------------------------------------


def test_a_strong_name_becomes_one_token_and_a_weak_one_keeps_its_words() -> None:
    found = wording.masked("Northmoor University teaches lens grinding well.")
    assert words(found)[:2] == ["*", "teaches"]
    assert found.text.count(masks.CLOSE) == 1
    assert [(at, mark.strong) for at, mark in sorted(found.marks.items())] == [
        (0, True),
        (2, False),
    ]
    assert "teaches" in found.places
    assert found.places["lens"] == [2]
    assert found.places["grinding"] == [3]


def test_quotation_marks_are_left_out_and_possessives_kept() -> None:
    assert words(wording.masked("The ‘new’ “course” is `odd`")) == [
        "the",
        "new",
        "course",
        "is",
        "odd",
    ]
    assert words(wording.masked("the firms’ and Tarn’s")) == [
        "the",
        "firms",
        "'s",
        "and",
        "tarn",
        "'s",
    ]
    assert words(wording.masked("‘the firms’ said")) == ["the", "firms", "said"]


def test_what_is_said_of_its_owner_is_told_by_a_possessive() -> None:
    passage = wording.passage("Its works grew.")
    mark = Mark(0, 0, 3, (Sense(Entity("Business", "Calder")),), "anaphor:its")
    found = mask([Piece(passage, 0, len(passage.text))], {0: [mark]}, ALPHABET)
    assert words(found) == ["its", "works", "grew", "."]
    assert words(possessed(found, 0, ALPHABET)) == ["*", "'s", "works", "grew", "."]


def test_the_owner_of_what_is_its_is_marked_as_one() -> None:
    text = "Calder Instruments, whose plant is in Eastvale, has opened its office in Westmarch."
    passage = wording.passage(text)
    owner = (Sense(Entity("Business", "Calder Instruments")),)
    marks = [*wording.marks(passage)]
    for word in ("whose", "its"):
        at = text.index(f" {word} ") + 1
        marks.append(Mark(0, at, at + len(word), owner, f"anaphor:{word}"))
    marks.sort(key=lambda mark: mark.start)
    found = mask([Piece(passage, 0, len(text))], {0: marks}, ALPHABET)
    owned = [" ".join(words(possessed(found, at, ALPHABET))) for at in found.owners]
    assert owned[0].startswith("* , * 's plant is in *")
    assert owned[1] == "* 's office in * ."


def test_items_of_a_list_are_kept_apart() -> None:
    apart = wording.masked("They are", "one", "two")
    assert words(apart) == ["they", "are", ";", "one", ";", "two"]
    assert words(wording.masked("They are:", "one;", "two.", "three")) == [
        *("they", "are", ":", "one", ";", "two", ".", "three"),
    ]
    assert [origin[0] for origin in apart.origins] == [0, 0, 1, 1, 2, 2]


def test_a_name_that_does_not_fit_the_piece_is_left_as_words() -> None:
    passage = wording.passage("Northmoor University grows")
    name, late = (Mark(0, 0, end, (sense("Region"),), "r") for end in (9, 20))
    cut = mask([Piece(passage, 0, 9)], {0: [late]}, ALPHABET)
    assert (words(cut), cut.marks) == (["northmoor"], {})
    crossing = mask([Piece(passage, 0, 26)], {0: [name, late]}, ALPHABET)
    assert words(crossing) == ["*", "university", "grows"]


def test_a_weak_name_of_no_words_is_dropped() -> None:
    passage = wording.passage("a “ ” b")
    found = mask(
        [Piece(passage, 0, 7)], {0: [Mark(0, 2, 5, (sense("Skill", weak=True),), "r")]}, ALPHABET
    )
    assert (words(found), found.marks) == (["a", "b"], {})


names = [label.text for term in wording.WORDS.terms for label in term.labels]
parts = st.one_of(
    st.sampled_from(names),
    st.sampled_from("the firms’ grew, Tarn’s “new” – £5m (3.5%) co-op; . : it’s é".split()),
)


@settings(max_examples=60)
@given(st.lists(st.lists(parts, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=3))
def test_every_token_leads_back_to_its_words(texts: list[str]) -> None:
    found = wording.masked(*texts)
    assert len(found.text.split(" ")) - 1 == len(found.starts) == len(found.origins)
    for at, (passage, start, end) in enumerate(found.origins):
        token = found.text[found.starts[at] :].split(" ")[0]
        written = "".join(tokens(texts[passage][start:end]))
        mark = found.marks.get(at)
        if mark and mark.strong:
            assert (passage, start, end) == (mark.passage, mark.start, mark.end)
        elif start < end:
            assert token.strip(CODES) == ("'s" if written == "'" else written)
        else:
            assert token == ";"
    assert found.tokens(0, len(found.text)) == range(len(found.starts))


def test_a_run_of_tokens_has_the_span_of_its_first_passage() -> None:
    found = wording.masked("They are", "one two")
    assert found.origin(range(2)) == (0, 0, 8)
    assert found.origin(range(1, 5)) == (0, 5, 8)
    assert found.origin(range(3, 5)) == (1, 0, 7)
    assert found.tokens(found.starts[1], found.starts[3]) == range(1, 3)


def test_a_hyphen_between_two_names_joins_them() -> None:
    joined = wording.masked("the Eastvale-Westmarch road")
    assert [at for at, mark in joined.marks.items() if mark.strong] == [1, 3]
    assert joined.text.split()[2] == masks.HYPHEN


def test_a_name_of_many_kinds_is_matched_in_one_way_only() -> None:
    alphabet = wording.small().alphabet
    kinds = [cls for cls in wording.WORDS.ancestors if alphabet.fits(cls, ("Organisation",))]
    many = "".join(sorted(alphabet.chars(("Organisation",))))
    assert len(many) == len(kinds) > 2
    one = re.compile(f"(?:{alphabet.matching(('Organisation',))}, )*end")
    assert one.match(f"{many} , " * 60 + "end")
    assert not one.match(f"{many} , " * 60 + "stop")  # or it would be tried for ever
