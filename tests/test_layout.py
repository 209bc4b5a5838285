from __future__ import annotations

import sys

import pytest

from medtechkg.model import PassageKind
from medtechkg.reading import layout


def texts(text: str) -> list[str]:
    return [block.text for block in layout.blocks(text)]


def test_marks_give_a_block_its_kind() -> None:
    text = "Plain words.\n# Title\n- item\n| a | b |\n"
    assert [block.kind for block in layout.blocks(text)] == [
        None,
        PassageKind.HEADING,
        PassageKind.BULLET,
        PassageKind.ROW,
    ]


def test_text_set_in_columns_is_a_table() -> None:
    text = "Firm          Jobs\nAcme           200\n"
    assert {block.kind for block in layout.blocks(text)} == {PassageKind.ROW}
    (block,) = layout.blocks("Only one wide     gap in a line.\n")
    assert block.kind is None


def test_nothing_is_joined_over_a_rule() -> None:
    assert texts("the first part and the\n\n---\n\nsecond part\n") == [
        "the first part and the",
        "second part",
    ]


def test_a_header_of_keys_and_values_is_left_out() -> None:
    assert texts("---\ntitle: Pumps\ntags:\n  - a\n---\nWe sell pumps.\n") == ["We sell pumps."]
    assert len(texts("---\nWe make pumps.\n---\nAnd valves.\n")) == 2


def test_a_ragged_sentence_is_put_together() -> None:
    text = (
        "Some parts of the whole were cut off where the\nregion\nhas\n\nmany firms and people\n"
        ". They work\nthere\n-\n\nin shifts.\n"
    )
    assert len(texts(text)) == 1


def test_words_below_a_short_line_and_a_blank_one_stay_apart() -> None:
    assert texts("Pumps\n\nmade at the harbour by hand\n") == [
        "Pumps",
        "made at the harbour by hand",
    ]


def test_an_item_of_a_list_may_have_several_sentences() -> None:
    text = """The consultations showed what the firms of the region need, and they included:
Language skills: one firm said that its people work with colleagues abroad and
lack them; and
Turning skills: one firm said that it could not find turners in the region now.
This was put down to a lack of courses in the colleges of the region and of the
towns around it.
All in all the firms were content with what the colleges have to offer to them.
"""
    assert [block.kind for block in layout.blocks(text)] == [
        None,
        PassageKind.BULLET,
        PassageKind.BULLET,
        None,
    ]


def test_a_number_alone_on_its_line_counts_the_next_line() -> None:
    assert [
        block.kind for block in layout.blocks("1.\nPumps are made.\n2.\nPumps are sold.\n")
    ] == [
        PassageKind.BULLET,
        PassageKind.BULLET,
    ]


def test_lines_in_capitals_are_joined_with_each_other_only() -> None:
    text = (
        "THE SKILLS AND THE TRADES OF THE\nnorth are many and have been listed here and\nbelow.\n"
    )
    assert len(texts(text)) == 2


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Our people", True),
        ("our people", False),
        ("Our people.", False),
        ("Our people:", False),
        ("What do we need?", True),
        ("Ready? Go!", False),
        ("More is to come...", True),
        ("More is to come" + " and to come" * 10 + "...", False),
        ("12 March 2024", False),
        ("© Northmoor Council", False),
        ("info@example.org", False),
        ("ENDS", False),
        ("Ends of the road", True),
        ("12 / 13", False),
    ],
)
def test_what_could_be_a_heading(words: str, answer: bool) -> None:
    assert layout.headed(words) is answer


@pytest.mark.parametrize(
    "piece",
    ["A\n\n", "A b\n\nC d\n\n", "a:\n", "A;\n", "-|", ".", "- a\n", "12\n\f", "x:\n\ny\n\n"],
)
def test_odd_texts_take_steps_in_proportion_to_their_length(piece: str) -> None:
    def steps(times: int) -> int:
        taken = 0

        def count(*_: object) -> None:
            nonlocal taken
            taken += 1

        sys.setprofile(count)
        try:
            layout.blocks(piece * times)
        finally:
            sys.setprofile(None)
        return taken

    assert 0 < steps(1600) < 10 * steps(200)
