"""What a document reads like once its pronouns and descriptions stand for something."""

from __future__ import annotations

from pathlib import Path

import pytest

import wording
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Reading
from medtechkg.reading.descriptions import descriptions, introduced

DEVELOPS = """
- id: makes
  property: develops
  pattern: "{s} <make> {o}"
"""
OWNS = """
- id: owns
  property: develops
  pattern: "{s:Organisation} 's {o:Qualification}"
"""


def evidence(reading: Reading) -> list[tuple[str, str]]:
    return [(each.role, each.quote) for each in reading.statements[0].evidence]


@pytest.mark.parametrize("subject", ["It", "The hospital", "That foundation trust"])
def test_a_statement_of_an_anaphor_quotes_what_it_stands_for(subject: str, tmp_path: Path) -> None:
    rules = wording.written(tmp_path, relations=DEVELOPS)
    text = f"Ayrford Infirmary moved last year. {subject} makes the Diploma in Optics."
    reading = wording.read(text, rules)
    assert wording.triples(reading) == {("Ayrford Infirmary", "develops", "Diploma in Optics")}
    assert evidence(reading) == [
        ("statement", f"{subject} makes the Diploma in Optics."),
        ("antecedent", "Ayrford Infirmary moved last year."),
    ]
    (statement,) = reading.statements
    assert all(each.confidence < 0.9 for each in statement.evidence)
    assert subject not in {mention.text for mention in reading.mentions}


def test_its_may_stand_for_what_comes_after(tmp_path: Path) -> None:
    rules = wording.written(tmp_path, relations=OWNS)
    text = "With its Diploma in Optics still new, Ayrford Infirmary grew."
    reading = wording.read(text, rules)
    assert wording.triples(reading) == {("Ayrford Infirmary", "develops", "Diploma in Optics")}


def test_a_post_without_a_body_is_held_at_the_one_spoken_of(tmp_path: Path) -> None:
    rules = wording.rules()
    text = "Calder Instruments Ltd grew. “We grew,” said sales manager Megan Tarn."
    found = {(s.subject.name, s.object.name) for s in wording.read(text, rules).statements}
    assert ("Megan Tarn", "Calder Instruments Ltd") in found


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The light sensor firm is based in Dundee.", {"Calder Instruments Ltd"}),
        ("The third firm is based in Dundee.", set()),
        ("Work in the field is based in Dundee.", set()),
    ],
)
def test_a_noun_may_be_told_of_in_any_words(text: str, who: set[str]) -> None:
    found = wording.read(f"Calder Instruments Ltd grew last year. {text}", wording.rules())
    places = {s.subject.name for s in found.statements if s.predicate == "locatedIn"}
    assert places == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("All three have joined", {"Northmoor University", "Fenland College", "Fife Council"}),
        ("The pair have joined", set()),
    ],
)
def test_those_named_together_are_spoken_of_together(text: str, who: set[str]) -> None:
    before = "Northmoor University, Fenland College and Fife Council have met."
    found = wording.read(f"{before} {text} the Fenland Accelerator Programme.", wording.rules())
    joined = {s.subject.name for s in found.statements if s.predicate == "participatesIn"}
    assert joined == who


def test_the_latter_is_the_last_of_two() -> None:
    text = "Calder Instruments Ltd and Acme Lasers Ltd have met. The latter is based in Dundee."
    found = wording.read(text, wording.rules())
    seats = {s.subject.name for s in found.statements if s.predicate == "locatedIn"}
    assert seats == {"Acme Lasers Ltd"}


def test_an_opening_may_speak_of_its_topic_before_naming_it() -> None:
    after = "Calder Instruments Ltd makes lasers. Calder Instruments Ltd is growing."
    other = "Acme Lasers Ltd makes them too."
    opening = "A Fife-based laser company has been bought."

    def seats(text: str) -> set[str]:
        statements = wording.read(text, wording.rules()).statements
        return {s.subject.name for s in statements if s.predicate == "locatedIn"}

    assert seats(f"{opening} {after}") == {"Calder Instruments Ltd"}
    assert seats(f"{opening} {after} {other}") == set()


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("Calder, a light therapy firm, grew.", ["firm"]),
        ("Calder (CAL), the trust for Fife, grew.", ["trust"]),
        ("A pilot programme, the Calder, began.", ["programme"]),
        ("A firm called Calder grew.", ["firm"]),
        ("It met a firm, Calder and Sons.", []),
        ("Calder, a firm manager, grew.", []),
        ("At Calder, the firm will grow.", []),
    ],
)
def test_what_a_name_is_said_to_be(text: str, nouns: list[str]) -> None:
    at = text.index("Calder")
    mark = Mark(0, at, at + 6, (Sense(Entity("Business", "Calder")),), "")
    assert list(descriptions({"firm", "trust", "programme"}, text, mark)) == nouns


def test_what_was_told_of_unnamed_is_no_name() -> None:
    assert introduced("sensor", "Calder lent a new light sensor to them. Then ")
    assert not introduced("sensor", "Calder lent a new light sensor called Ayr. Then ")
    assert not introduced("sensor", "Calder lent lights. Then ")


def test_possessives_go_on_from_sentence_to_sentence(tmp_path: Path) -> None:
    rules = wording.written(tmp_path, relations=OWNS)
    text = "Ayrford Infirmary grew. Its staff are new. Its Diploma in Optics is old."
    reading = wording.read(text, rules)
    assert wording.triples(reading) == {("Ayrford Infirmary", "develops", "Diploma in Optics")}
