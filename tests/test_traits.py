"""What a phrase and the words around it show."""

from __future__ import annotations

from medtechkg.language import nounphrases, traits

TEXT = "They seek skills such as loom repair, weaving and wool grading from apprentices."


def at(phrase: str) -> tuple[nounphrases.Line, int, int]:
    line = nounphrases.line(TEXT, 0, len(TEXT), [])
    start = TEXT.index(phrase)
    first = line.starts.index(start)
    return line, first, line.ends.index(start + len(phrase)) + 1


def test_the_words_and_endings_of_a_phrase_are_told() -> None:
    found = set(traits.inside(*at("wool grading")))
    assert {"… grading", "wool …", "… -ing", "… wool grading", "2 words"} <= found


def test_a_single_word_is_told_whole() -> None:
    assert "= weaving" in set(traits.inside(*at("weaving")))


def test_the_words_around_are_told_by_their_lemma() -> None:
    found = set(traits.around(*at("loom repair")))
    assert {"as _", "such as _", "skill .. _", "_ ,", "as _ ,"} <= found


def test_an_item_knows_what_opened_its_list() -> None:
    assert "such as [list] _" in set(traits.around(*at("wool grading")))
    assert not any("[list]" in each for each in traits.around(*at("loom repair")))


def test_the_letters_of_a_name_are_told() -> None:
    found = set(traits.capitalised("LoomCheck 3"))
    assert {"^ with a capital inside", "^ with a figure", "^ 2 words", "^ … 3"} <= found
    assert "^ in capitals" in set(traits.capitalised("TARN"))
