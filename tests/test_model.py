from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import readings
import wording
from medtechkg import model
from medtechkg.model import Document, Evidence, Passage, PassageKind


def collapsed(text: str) -> Passage:
    """A passage of a whole text with its white space collapsed, and where each run began."""
    kept, breaks = "", []
    for found in re.finditer(r"\S+", text):
        at = len(kept) + bool(kept)
        kept += (" " if kept else "") + found.group()
        breaks.append((at, found.start()))
    return Passage(0, PassageKind.PARAGRAPH, 0, len(text), kept, tuple(breaks))


DOCUMENT = readings.document("A hub opens.\n\nIt is new.", title="News")


# -- documents and passages -------------------------------------------------------------------


def test_a_document_without_a_title_goes_by_its_name() -> None:
    assert DOCUMENT.title == "News"
    assert Document("0", "report.txt", "").title == "report.txt"


def test_a_position_in_a_passage_leads_back_to_the_document() -> None:
    passage = Passage(0, PassageKind.BULLET, 10, 30, "one two", ((0, 12), (4, 20)))
    assert [passage.offset(at) for at in (0, 3, 4, 6)] == [12, 15, 20, 22]
    assert passage.span(0, 7) == (12, 23)
    assert passage.span(4, 5) == (20, 21)


words = st.lists(st.text("abé’", min_size=1, max_size=5), min_size=1, max_size=6)
blanks = st.lists(st.text(" \n\t", min_size=1, max_size=3), min_size=7, max_size=7)


@given(words, blanks, st.data())
def test_a_span_of_a_passage_is_the_same_words_in_the_document(
    found: list[str], between: list[str], data: st.DataObject
) -> None:
    text = "".join(blank + word for blank, word in zip(between, found, strict=False)) + between[-1]
    passage = collapsed(text)
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    wanted = passage.text[start:end]
    if wanted == wanted.strip():
        first, last = passage.span(start, end)
        assert " ".join(text[first:last].split()) == wanted


# -- evidence ---------------------------------------------------------------------------------


def test_evidence_quotes_what_stands_there_and_around() -> None:
    found = Evidence.of(DOCUMENT, 2, 5, "rule", role="scope", confidence=0.5, page=3)
    assert found == Evidence(
        DOCUMENT.id, 2, 5, "hub", "rule", "scope", 0.5, "A ", " opens.\n\nIt is new.", 3
    )


def test_evidence_keeps_a_little_of_what_is_around_it() -> None:
    found = Evidence.of(readings.document("a" * 50 + "x" + "b" * 50), 50, 51, "rule")
    assert (found.prefix, found.suffix) == ("a" * 32, "b" * 32)


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_evidence_is_a_quote_or_an_error(text: str, start: int, end: int) -> None:
    document = readings.document(text.encode("utf-8", "replace").decode())
    if 0 <= start < end <= len(document.text):
        found = Evidence.of(document, start, end, "rule")
        assert document.text[found.start : found.end] == found.quote != ""
        around = found.prefix + found.quote + found.suffix
        assert around in document.text
    else:
        with pytest.raises(ValueError, match=re.escape(f"span {start}-{end} is outside made-up")):
            Evidence.of(document, start, end, "rule")


# -- what the ontology says -------------------------------------------------------------------


def test_a_class_is_itself_and_what_is_above_it() -> None:
    words = wording.WORDS
    assert words.is_a("University", "University")
    assert words.is_a("University", "Agent")
    assert not words.is_a("Agent", "University")
    assert words.is_a("Unheard", "Unheard")
    assert not words.is_a("Unheard", "Agent")


@pytest.mark.parametrize("name", model.__all__)
def test_every_noun_is_a_value(name: str) -> None:
    noun = getattr(model, name)
    assert noun.__doc__
    if dataclasses.is_dataclass(noun):
        assert "__slots__" in vars(noun)
        settings = vars(noun)["__dataclass_params__"]
        assert settings.frozen
        assert settings.eq
    else:
        assert issubclass(noun, str)


def test_of_several_rules_the_surest_counts_and_of_its_evidence_the_weakest() -> None:
    document = readings.document("Tarn Ltd is in Fife.")

    def made(rule: str, confidence: float) -> Evidence:
        return Evidence.of(document, 0, 8, rule, confidence=confidence)

    plain, doubted = (made("plain", 0.8), made("plain", 1.0)), made("weak", 0.3)
    assert Evidence.surest((*plain, doubted)) == 0.8
    assert Evidence.surest((doubted, made("weak", 1.0))) == 0.3
    assert (Evidence.surest(()), Evidence.surest((), 1.0)) == (0.0, 1.0)
