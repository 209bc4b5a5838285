"""Phrases of plain words that may be names."""

from __future__ import annotations

import pytest

from medtechkg.language import nounphrases


def told(text: str, named: list[tuple[int, int, str]] | None = None) -> list[str]:
    line = nounphrases.line(text, 0, len(text), named or [])
    spans = nounphrases.phrases(line)
    return [text[line.starts[first] : line.ends[stop - 1]] for first, stop in spans]


def test_every_end_of_a_stretch_may_be_a_name() -> None:
    assert told("strengths in modern loom care.") == [
        "strengths",
        "modern loom care",
        "loom care",
        "care",
    ]


def test_what_stands_before_a_verb_may_be_one() -> None:
    assert "loom care" in told("where loom care needs attention")


@pytest.mark.parametrize("word", ["the", "with", "really", "12", "Calder"])
def test_a_phrase_holds_no(word: str) -> None:
    assert not any(word in phrase for phrase in told(f"of loom {word} repair"))


def test_a_named_thing_ends_a_phrase_and_stands_as_its_class() -> None:
    text = "makes looms Fife knows"
    line = nounphrases.line(text, 0, len(text), [(12, 16, "Region")])
    assert line.words == ["makes", "looms", "<Region>", "knows"]
    assert not any("Fife" in phrase for phrase in told(text, [(12, 16, "Region")]))


def test_figures_and_capitals_are_told_as_such() -> None:
    assert nounphrases.line("Looms for 40 Mills", 0, 18, []).words == ["looms", "for", "#", "^"]
