"""What words tell where no rule reads them: statements like any other, and doubt of rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import wording
from medtechkg import highlights, reader, records
from medtechkg.language.weights import Trust, Weights
from medtechkg.model import Modality, Polarity, Reading, Statement
from medtechkg.reading import weighed
from readings import document

RULES = """
- id: based
  property: locatedIn
  pattern: "{s} <be> based in {o}"
  confidence: 0.6
"""
TRUST = Trust(0.0, 1.0, 0.5, rule=1.0, apart=-1.0)
WEIGHTS = Weights(
    ("Organisation",),
    replace(TRUST, least=0.3),
    TRUST,
    {"locatedIn": -2.0, "collaboratesWith": -2.0, "hasActivity": -2.0},
    {
        "S … home … O": {"locatedIn": 3.0},
        "S … with … O": {"collaboratesWith": 3.0},
        "S … never … O": {"locatedIn": -4.0},
        "S … rather … O": {"locatedIn": -1.0},
        "O … home … S": {"locatedIn": 3.5, "collaboratesWith": 3.2},
    },
)


def read(text: str, folder: Path, model: Weights | None = WEIGHTS) -> Reading:
    rules = wording.written(folder, relations=RULES)
    return reader.read(document(text), reader.weighing(rules, model))


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [wording.triple(each) for each in reading.statements]


def only(reading: Reading) -> Statement:
    (statement,) = reading.statements
    return statement


def test_what_no_rule_reads_is_told_by_its_words(tmp_path: Path) -> None:
    text = "It rained. Tarn & Sons made its home in Eastvale. All was well."
    statement = only(read(text, tmp_path))
    assert wording.triple(statement) == ("Tarn & Sons", "locatedIn", "Eastvale")
    (evidence,) = statement.evidence
    assert evidence.quote == "Tarn & Sons made its home in Eastvale."
    assert evidence.rule == "weighed:locatedIn"
    assert evidence.confidence == 0.73
    assert evidence.because == "“S … home … O” +3"


def test_why_it_is_told_stands_in_records_and_on_the_page(tmp_path: Path) -> None:
    reading = read("Tarn & Sons made its home in Eastvale.", tmp_path)
    (row,) = (row for row in records.of(reading) if row["kind"] == "relation")
    assert row["because"] == "“S … home … O” +3"
    assert "“S … home … O” +3" in highlights.page(reading, wording.WORDS, lambda each: each.iri)


def test_without_weights_it_is_not_told(tmp_path: Path) -> None:
    assert not read("Tarn & Sons made its home in Eastvale.", tmp_path, None).statements


def test_what_is_not_likely_enough_is_not_told(tmp_path: Path) -> None:
    text = "Tarn & Sons made its home in Eastvale."
    strict = replace(WEIGHTS, weighed=replace(TRUST, least=0.8))
    assert not read(text, tmp_path, strict).statements
    assert not read("Tarn & Sons went to Eastvale.", tmp_path).statements


def test_a_name_carried_over_is_told_with_both_sentences(tmp_path: Path) -> None:
    model = replace(WEIGHTS, features={"(S) … begin … O": {"locatedIn": 3.0}})
    text = "Tarn & Sons grew. New work began at last in Eastvale."
    statement = only(read(text, tmp_path, model))
    assert wording.triple(statement) == ("Tarn & Sons", "locatedIn", "Eastvale")
    quotes = [(each.quote, each.role) for each in statement.evidence]
    assert quotes == [
        ("New work began at last in Eastvale.", "statement"),
        ("Tarn & Sons grew.", "scope"),
    ]


def test_stance_where_a_name_is_carried_over_is_that_of_its_sentence(tmp_path: Path) -> None:
    model = replace(WEIGHTS, features={"(S) … begin … O": {"locatedIn": 3.0}})
    text = "Tarn & Sons grew. New work will begin in Eastvale."
    assert only(read(text, tmp_path, model)).modality is Modality.PLANNED


def test_stance_is_that_of_the_sentence(tmp_path: Path) -> None:
    denied = only(read("Tarn & Sons did not make its home in Eastvale.", tmp_path))
    assert denied.polarity is Polarity.NEGATED
    hoped = only(read("Tarn & Sons plans to make a home in Eastvale.", tmp_path))
    assert hoped.modality is Modality.PLANNED


def test_a_symmetric_property_is_told_once(tmp_path: Path) -> None:
    text = "Tarn & Sons sings with Calder Instruments."
    assert told(read(text, tmp_path)) == [("Tarn & Sons", "collaboratesWith", "Calder Instruments")]


def test_of_two_things_the_likeliest_is_told(tmp_path: Path) -> None:
    text = "In Eastvale lies the home of Tarn & Sons."
    assert told(read(text, tmp_path)) == [("Tarn & Sons", "locatedIn", "Eastvale")]


def test_what_a_rule_reads_is_not_told_again(tmp_path: Path) -> None:
    text = "Tarn & Sons is based in Eastvale. Tarn & Sons made its home in Eastvale."
    statement = only(read(text, tmp_path))
    assert [each.rule for each in statement.evidence] == ["based"]
    assert not statement.evidence[0].because


def test_a_rule_that_words_speak_against_is_trusted_less(tmp_path: Path) -> None:
    trusted = only(read("Tarn & Sons is based in Eastvale.", tmp_path, None))
    assert trusted.evidence[0].confidence == 0.6
    hold = replace(WEIGHTS, features={"S … base … O": {"locatedIn": 1.0}})
    doubted = only(read("Tarn & Sons is based in Eastvale.", tmp_path, hold))
    assert 0.3 <= doubted.evidence[0].confidence < 0.5
    assert doubted.evidence[0].because == weighed.AGAINST


def test_a_rule_that_words_refute_is_not_heard(tmp_path: Path) -> None:
    refuted = replace(WEIGHTS, features={"S … base … O": {"locatedIn": -4.0}})
    assert not read("Tarn & Sons is based in Eastvale.", tmp_path, refuted).statements


def test_a_rule_that_words_speak_for_is_trusted_more(tmp_path: Path) -> None:
    fond = replace(WEIGHTS, features={"S … base … O": {"locatedIn": 4.0}})
    statement = only(read("Tarn & Sons is based in Eastvale.", tmp_path, fond))
    assert statement.evidence[0].confidence == 0.92  # the odds of 0.6, and e squared as much
    assert not statement.evidence[0].because


def test_the_members_of_a_list_are_as_sure_as_the_surest(tmp_path: Path) -> None:
    fond = {"S … base … O": {"locatedIn": 4.0}, "S … and … O": {"locatedIn": -3.0}}
    rules = wording.written(tmp_path, relations=RULES.replace("{o}", "{o+}"))
    text = document("Tarn & Sons is based in Eastvale and Westmarch.")
    told = reader.read(text, reader.weighing(rules, replace(WEIGHTS, features=fond)))
    assert [each.evidence[0].confidence for each in told.statements] == [0.92, 0.92]


def test_words_alone_do_not_make_a_firm_rule_a_mere_proposal(tmp_path: Path) -> None:
    refuted = replace(WEIGHTS, features={"S … base … O": {"locatedIn": -4.0}})
    rules = wording.written(tmp_path, relations=RULES.replace("0.6", "0.75"))
    text = document("Tarn & Sons is based in Eastvale.")
    statement = only(reader.read(text, reader.weighing(rules, refuted)))
    assert statement.evidence[0].confidence == 0.5
    assert statement.evidence[0].because == weighed.AGAINST


def test_a_rule_that_joins_what_no_unit_has_is_trusted_less(tmp_path: Path) -> None:
    rules = wording.written(tmp_path, relations=RULES)
    seen = reader.examine(document("Tarn & Sons is based in Eastvale."), rules)
    statement = only(reader.judge(replace(seen, pairs=()), reader.weighing(rules, WEIGHTS)))
    assert statement.evidence[0].confidence == 0.36  # the odds of 0.6, and an e-th as much
    assert statement.evidence[0].because == weighed.APART


def test_a_rule_whose_property_is_not_weighed_is_heard(tmp_path: Path) -> None:
    none = replace(WEIGHTS, biases={"hasActivity": -9.0})
    statement = only(read("Tarn & Sons is based in Eastvale.", tmp_path, none))
    assert statement.evidence[0].confidence == 0.6


def test_in_a_list_the_item_and_its_lead_in_are_evidence(tmp_path: Path) -> None:
    text = "Calder Instruments sings with:\n\n- Tarn & Sons, of old\n- the choir of the town\n"
    statement = only(read(text, tmp_path))
    roles = {each.role: each.quote for each in statement.evidence}
    assert roles["lead-in"] == "Calder Instruments sings with:"
    assert roles["statement"].startswith("Tarn & Sons")


def test_a_pronoun_brings_the_sentence_it_stands_for(tmp_path: Path) -> None:
    text = "Tarn & Sons grew. It made a home in Eastvale."
    statement = only(read(text, tmp_path))
    roles = {each.role: each.quote for each in statement.evidence}
    assert roles["antecedent"] == "Tarn & Sons grew."


def test_the_same_text_is_read_the_same_way(tmp_path: Path) -> None:
    text = "Tarn & Sons made its home in Eastvale and sings with Calder Instruments of Westmarch."
    assert read(text, tmp_path) == read(text, tmp_path)


def test_properties_join_the_classes_they_are_declared_for() -> None:
    fits = weighed.fitting(("locatedIn", "collaboratesWith"), wording.WORDS)
    assert fits("Business", "Region") == ("locatedIn",)
    assert fits("Business", "University") == ("collaboratesWith",)
    assert fits("Region", "Business") == ()
