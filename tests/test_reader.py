"""One document read: the stages together, by the rules of the ontology."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import readings
import wording
from medtechkg import reader
from medtechkg.errors import SeedError
from medtechkg.iris import digest
from medtechkg.language.grammar import read_rules
from medtechkg.model import Evidence, Modality, Reading
from medtechkg.resources import ontology

NEWS = """Brightlimb opens a laboratory

Brightlimb Ltd has partnered with the University of Fenwick. The company employs 120 people.

“Photonics will be the largest employer of Fife by 2040,” said Dr Ada Marsh, director of
Brightlimb Ltd. “It employs 4,500 people today.”

The laboratory features:

- Orrery Optics Ltd, based in Leeds
- the Fenwick Institute of Lenses at the University of Fenwick

On 4 March 2031 Dr Ada Marsh visited the University of Fenwick. The Quandry Zorb sang.
"""


@cache
def sentences() -> tuple[str, ...]:
    """The examples of all rules."""
    paths = sorted((ontology() / "patterns").glob("*.yaml"))
    rules = [
        rule
        for path in paths
        if path.stem.startswith(("relations", "phrases"))
        for rule in read_rules(path)
    ]
    examples = [text for rule in rules for text in rule.options.get("examples", ())]
    return tuple(text.partition(" >> ")[0] for text in examples)


@cache
def examples() -> Reading:
    """A long document: the examples of all rules, a paragraph each."""
    return wording.read("\n\n".join(sentences()))


def evidence(reading: Reading) -> list[Evidence]:
    return [each for fact in reading.said for each in fact.evidence]


# -- what is read -----------------------------------------------------------------------------


def test_a_document_is_read_for_all_there_is() -> None:
    reading = wording.read(NEWS)
    stated = wording.triples(reading)
    assert ("Brightlimb Ltd", "collaboratesWith", "University of Fenwick") in stated
    assert ("Orrery Optics Ltd", "locatedIn", "Leeds") in stated
    assert {"Brightlimb Ltd", "University of Fenwick", "Orrery Optics Ltd", "Leeds"} <= {
        mention.entity.name for mention in reading.mentions
    }
    assert [passage.index for passage in reading.passages] == list(range(len(reading.passages)))
    assert {"Quandry Zorb", "The Quandry Zorb"} & {mention.text for mention in reading.unlinked}
    assert reading.claims
    assert reading.events
    assert reading.document.text == NEWS


def test_an_anaphor_is_no_mention() -> None:
    assert "The company" not in {mention.text for mention in wording.read(NEWS).mentions}


def test_a_figure_of_an_anaphor_is_about_what_it_stands_for() -> None:
    found = {figure.value: figure for figure in wording.read(NEWS).figures}
    staff = next(figure for value, figure in found.items() if value == 120)
    assert staff.subject.name == "Brightlimb Ltd"
    assert staff.speaker is None


def test_a_post_that_stands_for_its_body_is_no_words_to_quote() -> None:
    reading = wording.read(
        "Calder Instruments Ltd makes pumps in Fife.\n\n"
        "CEO Una Vask said that pumps sold well. It worked.\n\n"
        "That was a group, which now employs 20 people."
    )
    (figure,) = reading.figures
    assert figure.subject.name == "Calder Instruments Ltd"
    assert [each.quote for each in figure.evidence[1:]] == ["Calder Instruments Ltd"]


def test_it_in_what_a_person_says_is_the_body_the_person_is_of() -> None:
    said = "Ada Marsh, chief executive at Brightlimb Ltd, said it employs 40 people in Leeds."
    reading = wording.read(said)
    (figure,) = reading.figures
    assert (figure.subject.name, figure.speaker and figure.speaker.name) == (
        "Brightlimb Ltd",
        "Ada Marsh",
    )
    told = {s.predicate: s.speaker and s.speaker.name for s in reading.statements}
    assert told == {"hasRole": None, "locatedIn": "Ada Marsh"}


def test_a_person_is_the_same_with_a_title_and_without() -> None:
    one = wording.read("Professor Una Vask OBE leads Brightlimb Ltd. Professor Vask was glad.")
    other = wording.read("Una Vask is chief executive of Brightlimb Ltd.")
    people = [[m for m in reading.mentions if m.entity.cls == "Person"] for reading in (one, other)]
    assert {mention.entity for found in people for mention in found} == {people[1][0].entity}
    assert [mention.text for mention in people[0]] == ["Professor Una Vask OBE", "Professor Vask"]


def places(text: str) -> set[str]:
    return {m.text for m in wording.read(text).mentions if m.entity.cls == "Region"}


def test_a_word_that_may_be_a_place_is_one_beside_another_place() -> None:
    assert places("It has offices in Leeds, Deal and Ware.") == {"Leeds", "Deal", "Ware"}
    assert places("They saw Ware and Leeds.") == {"Ware", "Leeds"}
    assert places("They saw ware and Leeds.") == {"Leeds"}
    assert "Deal" not in places("They saw Leeds and Deal Partners.")


def test_a_word_without_a_capital_is_no_place() -> None:
    assert places("Brightlimb Ltd was bought in deal after deal.") == set()
    assert places("Brightlimb Ltd moved to Deal in May.") == {"Deal"}


def test_what_a_member_of_parliament_stands_for_has_its_bearing() -> None:
    assert places("Una Vask, MP for Leeds North East, came.") == {"Leeds North East"}
    assert places("Una Vask, clerk for Leeds, came.") == {"Leeds"}


def test_no_place_lies_where_the_registers_put_it_outside() -> None:
    told = wording.read("It sells in the UK, Germany and France. It is made in Leeds, Yorkshire.")
    assert [(s.subject.name, s.object.name) for s in told.statements] == [("Leeds", "Yorkshire")]


def test_a_figure_in_direct_speech_is_the_speakers() -> None:
    (said,) = [figure for figure in wording.read(NEWS).figures if figure.value == 4500]
    assert said.speaker is not None
    assert said.speaker.name.endswith("Ada Marsh")


def test_of_speech_in_speech_the_inner_speaker_counts() -> None:
    text = (
        "“Ada Marsh said: ‘Brightlimb Ltd has partnered with the University of Fenwick,’ "
        "and so it has,” said Dr Tom Reed of Calder Instruments Ltd."
    )
    partnered = [s for s in wording.read(text).statements if s.predicate == "collaboratesWith"]
    assert partnered
    assert all(s.speaker for s in partnered)
    assert len({s.speaker for s in partnered}) == 1


def test_the_date_of_a_document_dates_its_figures() -> None:
    document = readings.document(NEWS, issued="2031-03-05")
    dated = reader.read(document, wording.rules())
    found = [f.as_of or "" for f in dated.figures if f.as_of_basis == "document-date"]
    assert found
    assert all("2031-03-05".startswith(date) for date in found)


def test_a_name_in_a_phrase_that_is_read_as_one_name_is_not_named_apart(tmp_path: Path) -> None:
    rules = wording.written(
        tmp_path,
        relations="- {id: makes, property: requiresSkill, pattern: '{s} <need> {o:*Skill}'}",
    )
    reading = wording.read("Photonics needs hotel costing.", rules)
    assert {m.text: m.entity.name for m in reading.mentions} == {
        "Photonics": "Photonics",
        "hotel costing": "hotel costing",
    }


def test_a_weak_name_is_named_where_a_sentence_asks_for_it(tmp_path: Path) -> None:
    rules = wording.written(
        tmp_path, relations="- {id: r, property: requiresSkill, pattern: '{s} <need> {o}'}"
    )
    asked = wording.read("Photonics needs costing.", rules)
    assert {mention.text for mention in asked.mentions} == {"Photonics", "costing"}
    passing = wording.read("Photonics frowns on costing.", rules)
    assert {mention.text for mention in passing.mentions} == {"Photonics"}


@pytest.mark.parametrize("text", ["", "\n\n", "Nothing of note.", "?"])
def test_a_document_may_say_nothing(text: str) -> None:
    reading = wording.read(text)
    assert reading.said == ()
    assert reading.mentions == ()


# -- what always holds ------------------------------------------------------------------------


def test_the_examples_together_say_much() -> None:
    assert len(examples().statements) > 50
    assert len(examples().mentions) > 100


def check(reading: Reading) -> None:
    """What must hold of every reading."""
    text, known = reading.document.text, wording.vocabulary()
    passages = {passage.index: passage for passage in reading.passages}
    for each in evidence(reading):
        assert text[each.start : each.end] == each.quote != ""
        assert 0 < each.confidence <= 1
        assert each.rule
    for mention in (*reading.mentions, *reading.unlinked):
        where = passages[mention.passage]
        assert where.text[mention.start : mention.end] == mention.text != ""
    spans = [(m.passage, m.start, m.end) for m in reading.mentions]
    assert spans == sorted(spans)
    assert len({(*span, m.entity) for span, m in zip(spans, reading.mentions, strict=True)}) == len(
        spans
    )
    assert all(fact.evidence for fact in reading.said)
    for statement in reading.statements:
        assert statement.predicate in known.properties
        assert statement.subject != statement.object
        assert statement.evidence[0].role == "statement"
        assert isinstance(statement.modality, Modality)
        assert {statement.subject.cls, statement.object.cls} <= known.ancestors.keys()


def test_what_must_hold_of_a_reading_holds() -> None:
    check(examples())
    check(wording.read(NEWS))


words = [word for text in sentences() for word in text.split()]


@settings(max_examples=120)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(sentences()),
            st.lists(st.sampled_from(words), min_size=1, max_size=12).map(" ".join),
            st.text(max_size=12).map(lambda text: text.encode("utf-8", "ignore").decode()),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["\n\n", "\n- ", " ", "\n"]),
)
def test_whatever_is_read_holds(parts: list[str], between: str) -> None:
    check(wording.read(between.join(parts)))


def test_the_names_of_the_ends_stand_in_the_quotes() -> None:
    forms: dict[tuple[str, str], set[str]] = {}
    for mention in examples().mentions:
        forms.setdefault((mention.entity.cls, mention.entity.name), set()).add(mention.text)
    labels = {
        term.iri: {label.text for label in term.labels} for term in wording.rules().vocabulary.terms
    }
    astray = []
    for statement in examples().statements:
        quotes = " ".join(each.quote for each in statement.evidence).casefold()
        for end in (statement.subject, statement.object):
            names = {end.name, *forms.get((end.cls, end.name), ()), *labels.get(end.iri or "", ())}
            if not any(name.casefold() in quotes for name in names):
                astray.append((wording.triple(statement), end))
    assert astray == []


# -- the same again ---------------------------------------------------------------------------


def test_reading_twice_gives_the_same() -> None:
    assert wording.read(NEWS) == wording.read(NEWS)
    assert wording.read(examples().document.text) == examples()


def test_a_document_is_read_alike_whatever_was_read_before() -> None:
    alone = wording.read(NEWS)
    wording.read("Calder Instruments Ltd has partnered with Brightlimb Ltd in Fife.")
    assert wording.read(NEWS) == alone


PROGRAM = """
import sys, wording
from medtechkg.iris import digest
print(digest(repr(wording.read(sys.stdin.read()))))
"""


def test_reading_does_not_depend_on_the_order_of_hashes() -> None:
    text = NEWS + "\n\n" + examples().document.text
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, "tests"])}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )
        for seed in ("1", "424242")
    ]
    found = {process.communicate(text, timeout=300)[0].strip() for process in started}
    assert [process.returncode for process in started] == [0, 0]
    assert found == {digest(repr(wording.read(text)))}


# -- rules ------------------------------------------------------------------------------------


def test_rules_are_loaded_from_the_folder_of_the_ontology() -> None:
    rules = wording.rules()
    assert rules.vocabulary is wording.vocabulary()
    assert set(rules.phrase_rules) == {found.rule.id for found in rules.phrases.patterns}
    assert len(rules.relations.patterns) > 60


def test_a_folder_without_patterns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"phrases\.yaml"):
        reader.load(tmp_path, wording.WORDS)


def test_a_place_of_which_only_the_adjective_is_written_goes_by_its_name() -> None:
    for text in ("Brightlimb Ltd, a Scottish firm, grew.", "Scottish skills matter in Scotland."):
        found = {m.entity.name for m in wording.read(text).mentions if m.entity.cls == "Region"}
        assert found == {"Scotland"}
