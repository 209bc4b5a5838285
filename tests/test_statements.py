"""What sentences and lists state, by small rules of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import readings
import wording
from medtechkg.model import Entity, Evidence, Modality, Polarity, Reading, Sentence, Statement
from medtechkg.reading import statements

RULES = r"""
- id: works-with
  property: collaboratesWith
  pattern: "{s} <work> with {o+}"
- id: joined
  property: collaboratesWith
  pattern: "links between {o+}"
  mutual: true
- id: exactly
  property: develops
  pattern: "{s} <make> {o:Qualification} (<work>)? with {w:Organisation}"
  consumes: [collaboratesWith]
- id: makes
  property: develops
  pattern: "{s} ~ <make> {o}"
  confidence: 0.5
- id: lists
  property: develops
  pattern: "{s} <teach> : {o:!Qualification+}"
- id: values
  property: requiresSkill
  subject: scope.sector
  speaker: who
  pattern: "{who:Person} <value> {o:*Skill+}"
- id: placed
  property: locatedIn
  object: scope.area
  pattern: "{s} is local"
- id: role
  property: hasRole
  pattern: "{s:Person} , {r=head|chair} of {o:Organisation}"
  qualifiers: {role: r}
- id: aims
  property: develops
  pattern: "{s} <aim> at {o}"
  modality: purpose
- id: ungrouped
  property: locatedIn
  pattern: "{s+} <stand> in {o}"
  group: false
- id: two
  states: [[s, locatedIn, o], [s, collaboratesWith, t]]
  pattern: "{s:Business} of {o:Region} <befriend> {t:Organisation}"
- id: of-the-need
  states: [[s, hasActivity, c.field]]
  pattern: "{s:Organisation} <ease> .. {c:SkillNeed}"
"""
PHRASES = r"""
- id: need
  pattern: "{field:Sector} skills shortage"
  mention: SkillNeed
"""

Read = Callable[[str], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    rules = wording.written(tmp_path, relations=RULES, phrases=PHRASES)
    return lambda text: wording.read(text, rules)


def roles(statement: Statement) -> list[tuple[str, str]]:
    return [(each.role, each.quote) for each in statement.evidence]


# -- pairs ------------------------------------------------------------------------------------


def test_each_pair_that_a_sentence_names_is_stated(read: Read) -> None:
    reading = read("Calder Instruments works with Northmoor University and the Ayrford Infirmary.")
    assert wording.triples(reading) == {
        ("Calder Instruments", "collaboratesWith", "Northmoor University"),
        ("Calder Instruments", "collaboratesWith", "Ayrford Infirmary"),
    }
    assert len({statement.group for statement in reading.statements}) == 1
    assert reading.statements[0].group


def test_of_a_mutual_relation_every_two_are_stated(read: Read) -> None:
    reading = read("See the links between Tarn & Sons, Calder Instruments and Ayrford Infirmary.")
    assert wording.triples(reading) == {
        ("Tarn & Sons", "collaboratesWith", "Calder Instruments"),
        ("Tarn & Sons", "collaboratesWith", "Ayrford Infirmary"),
        ("Calder Instruments", "collaboratesWith", "Ayrford Infirmary"),
    }


def test_nothing_is_related_to_itself(read: Read) -> None:
    assert read("Calder Instruments works with CIL.").statements == ()


def test_one_sentence_may_state_several_things(read: Read) -> None:
    assert wording.triples(read("Tarn & Sons of Eastvale befriended Calder Instruments.")) == {
        ("Tarn & Sons", "locatedIn", "Eastvale"),
        ("Tarn & Sons", "collaboratesWith", "Calder Instruments"),
    }


def test_a_slot_of_a_built_name_may_be_an_end(read: Read) -> None:
    reading = read("Calder Instruments eased the photonics skills shortage.")
    assert ("Calder Instruments", "hasActivity", "photonics") in wording.triples(reading)


def test_what_says_the_same_more_exactly_is_kept(read: Read) -> None:
    text = "Calder Instruments makes the Diploma in Optics with Tarn & Sons."
    assert {p for _, p, _ in wording.triples(read(text))} == {"develops"}


def test_statements_of_a_rule_may_be_kept_apart(read: Read) -> None:
    (statement,) = read("Tarn & Sons stands in Eastvale.").statements
    assert statement.group is None


# -- how it is said ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("CIL works with Tarn & Sons.", Modality.ASSERTED, Polarity.AFFIRMED),
        ("CIL will work with Tarn & Sons.", Modality.PLANNED, Polarity.AFFIRMED),
        ("CIL does not work with Tarn & Sons.", Modality.ASSERTED, Polarity.NEGATED),
        ("CIL aims at the Diploma in Optics.", Modality.PURPOSE, Polarity.AFFIRMED),
    ],
)
def test_a_statement_says_how_it_is_meant(
    read: Read, text: str, modality: Modality, polarity: Polarity
) -> None:
    (statement,) = read(text).statements
    assert statement.polarity is polarity
    if modality is not Modality.PLANNED:
        assert statement.modality is modality
    else:
        assert statement.modality in (Modality.PLANNED, Modality.EXPECTED)


def test_a_statement_keeps_what_else_is_said_of_it(read: Read) -> None:
    (statement,) = read("Dr Ada Marsh, chair of Tarn & Sons, left.").statements
    assert statement.qualifiers == (("role", "chair"),)
    assert statement.predicate == "hasRole"


def test_whoever_speaks_is_named(read: Read) -> None:
    quoted = "“CIL works with Tarn & Sons, and long may it,” said Dr Ada Marsh of Brightlimb Ltd."
    (statement,) = read(quoted).statements
    assert statement.speaker is not None
    assert statement.speaker.name.endswith("Ada Marsh")
    (statement,) = read("CIL works with Tarn & Sons.").statements
    assert statement.speaker is None


def test_confidence_is_the_rules_and_less_for_what_is_not_said_outright(read: Read) -> None:
    def confidence(text: str) -> float:
        (statement,) = read(text).statements
        return min(each.confidence for each in statement.evidence)

    assert confidence("CIL works with Tarn & Sons.") == 0.9
    assert confidence("CIL makes the Diploma in Optics.") == 0.5
    assert confidence("Old Westmarch. Westmarch is new. CIL is local.") < 0.9


# -- where the document is about something ----------------------------------------------------


def test_an_end_left_unsaid_is_what_the_document_is_about(read: Read) -> None:
    reading = read("Photonics is old. Photonics pays. Dr Ada Marsh values kiln stacking.")
    (statement,) = reading.statements
    assert wording.triple(statement) == ("Photonics", "requiresSkill", "kiln stacking")
    assert roles(statement) == [
        ("statement", "Dr Ada Marsh values kiln stacking."),
        ("scope", "Photonics is old."),
    ]
    assert statement.speaker is not None
    assert statement.speaker.cls == "Person"


def test_a_heading_says_what_its_part_is_about(read: Read) -> None:
    notes = "# Notes\n\nPhotonics is old. Photonics pays."
    text = f"{notes}\n\n## Ceramics\n\nDr Ada Marsh values glazing."
    (statement,) = read(text).statements
    assert wording.triple(statement) == ("Ceramics", "requiresSkill", "glazing")
    assert ("scope", "Ceramics") in roles(statement)
    (whole,) = read(text.replace("Ceramics", "Employers")).statements
    assert whole.subject.name == "Photonics"
    assert whole.evidence[0].confidence < statement.evidence[0].confidence


def test_where_nothing_is_what_a_document_is_about_nothing_is_stated(read: Read) -> None:
    text = "All is well. " * 30 + "Photonics is old. Dr Ada Marsh values kiln stacking."
    assert read(text).statements == ()


def test_the_area_may_be_left_unsaid(read: Read) -> None:
    reading = read("Westmarch is old. Westmarch pays. Tarn & Sons is local.")
    assert wording.triples(reading) == {("Tarn & Sons", "locatedIn", "Westmarch")}


def scoped(*sentences: str) -> statements.Scope:
    text = " ".join(sentences)
    passage = wording.passage(text)
    marks = {0: [mark for mark in wording.marks(passage) if mark.strong]}
    whole = (Sentence(0, 0, len(text)),)
    about = statements.Text(readings.document(text), {0: passage}, whole, marks)
    return statements.scope(about, wording.rules().anaphora)


def test_the_scope_is_what_is_named_most() -> None:
    found = scoped("So it is. " * 5, "Photonics beats ceramics.", "Ceramics lasts.", "." * 50)
    assert found.get("sector") is found.sector is not None
    assert found.sector.senses[0].entity.name == "Ceramics"
    assert found.get("area") is found.area is None


def test_the_opening_counts_three_times() -> None:
    found = scoped("Photonics grows.", "So it is. " * 20, "Ceramics lasts.", "Ceramics pays.")
    assert found.sector is not None
    assert found.sector.senses[0].entity.name == "Photonics"


def test_what_is_named_once_in_passing_is_no_scope() -> None:
    assert scoped("So it is. " * 20, "Photonics grows.") == statements.Scope()
    assert scoped("") == statements.Scope()


def test_the_topic_is_the_area_or_the_sector_that_is_named_more() -> None:
    found = scoped("So it is. " * 9, "Photonics is new. Photonics pays.", "Eastvale. " * 3)
    assert found.topic is found.area is not None
    assert scoped("Photonics is new. Photonics pays.").topic is not None


def test_the_only_university_is_who_teaches() -> None:
    found = scoped("So it is. " * 9, "Northmoor University is old.", "Calder Instruments pays.")
    assert found.provider is not None
    assert found.get("provider") is found.provider


# -- lists ------------------------------------------------------------------------------------

LIST = """Northmoor University teaches:

- Diploma in Optics, which is new
- walking
- Brightlimb Certificate in Welding (level two)
"""


def test_the_items_of_a_list_are_read_with_the_line_before_it(read: Read) -> None:
    reading = read(LIST)
    assert ("Northmoor University", "develops", "Diploma in Optics") in wording.triples(reading)
    (statement,) = [s for s in reading.statements if s.object.name == "Diploma in Optics"]
    assert roles(statement) == [
        ("statement", "Diploma in Optics, which is new"),
        ("lead-in", "Northmoor University teaches:"),
    ]
    assert not any(name == "walking" for _, _, name in wording.triples(reading))


# -- evidence ---------------------------------------------------------------------------------


def test_the_evidence_is_the_sentence(read: Read) -> None:
    text = "All is well. CIL works with Tarn & Sons. Good."
    (statement,) = read(text).statements
    assert roles(statement) == [("statement", "CIL works with Tarn & Sons.")]
    (evidence,) = statement.evidence
    assert evidence.rule == "works-with"
    assert text[evidence.start : evidence.end] == evidence.quote


def test_a_position_outside_every_sentence_quotes_the_passage() -> None:
    passage = wording.passage("One. Two.")
    text = statements.Text(
        readings.document(passage.text), {0: passage}, (Sentence(0, 0, 4),), {0: []}
    )
    assert text.evidence(0, 2, "r", "statement", 1.0).quote == "One."
    assert text.evidence(0, 6, "r", "statement", 1.0).quote == "One. Two."


def test_what_is_said_twice_is_one_statement_with_two_quotes(read: Read) -> None:
    (statement,) = read("CIL works with Tarn & Sons. Yes, CIL works with Tarn & Sons.").statements
    assert len(statement.evidence) == 2


# -- merging ----------------------------------------------------------------------------------

DOCUMENT = readings.document("abcdef")
ONE, TWO = Entity("Business", "One"), Entity("Business", "Two")
quotes = st.integers(0, 5).map(lambda at: Evidence.of(DOCUMENT, at, at + 1, "rule"))
said = st.builds(
    Statement,
    st.sampled_from([ONE, TWO]),
    st.sampled_from(["develops", "funds"]),
    st.sampled_from([ONE, TWO]),
    st.lists(quotes, min_size=1, max_size=3, unique=True).map(tuple),
    polarity=st.sampled_from(Polarity),
    qualifiers=st.sampled_from([(), (("role", "chair"),)]),
)


def key(statement: Statement) -> Statement:
    return replace(statement, evidence=())


@settings(max_examples=60)
@given(st.lists(said, max_size=8))
def test_merging_keeps_every_statement_and_quote_once(found: list[Statement]) -> None:
    merged = statements.merge(found)
    assert statements.merge(merged) == merged
    assert [key(each) for each in merged] == list(dict.fromkeys(map(key, found)))
    for each in merged:
        wanted = {quote for one in found if key(one) == key(each) for quote in one.evidence}
        assert set(each.evidence) == wanted
        assert len(each.evidence) == len(wanted)


def test_what_is_said_by_two_is_two_statements() -> None:
    evidence = (Evidence.of(DOCUMENT, 0, 1, "rule"),)
    one = Statement(ONE, "funds", TWO, evidence)
    assert statements.merge([one, replace(one, speaker=ONE)]) == [one, replace(one, speaker=ONE)]
