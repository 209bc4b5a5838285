"""What the words of a name say by themselves."""

from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import names, parts

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


@pytest.mark.parametrize(
    ("words", "plain"),
    [("health and skills", True), ("university-industry", True), ("calder health", False)],
)
def test_ordinary_words_of_a_title(words: str, plain: bool) -> None:
    assert parts.plain(words.split(), RULES) is plain


def test_the_longest_ending_shows_the_class() -> None:
    assert parts.ending(["holt", "health", "board"], RULES) == ("HealthcareProvider", True)
    assert parts.ending(["holt", "board"], RULES) == ("PublicBody", False)
    assert parts.ending(["holt"], RULES) is None
    assert parts.ending([], RULES) is None


def test_one_word_alone_is_never_sure() -> None:
    assert parts.strong(["calder", "university"], RULES)
    assert not parts.strong(["university"], RULES)


@pytest.mark.parametrize(
    ("word", "shaped"), [("e2v", True), ("LensLab", True), ("ACME", True), ("Calder", False)]
)
def test_words_written_as_only_names_are(word: str, shaped: bool) -> None:
    assert parts.shaped(word) is shaped
