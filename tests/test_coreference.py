"""What "the programme", "that region" and "it" stand for."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import wording
from medtechkg.errors import SeedError
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Mark
from medtechkg.model import Entity
from medtechkg.reading import coreference
from medtechkg.reading.coreference import Memory
from medtechkg.reading.prominence import Entries, Entry

TABLE = """
nouns:
  firm: [Business]
  university: [University]
  infirmary: [HealthcareProvider]
  region: [Region]
  city region: [Region]
  county: [Region]
  nation: [Region]
  country: [Region]
  sector: [Sector]
  body: [Organisation]
also:
  body: [Region]
pronouns:
  it: {number: singular}
  they: {number: plural}
  she: {number: singular}
  these: {number: plural, classes: [Skill, Sector]}
scope: [Sector, Region]
objects:
  teach: [Qualification, Business]
told by: [that, behind]
places: {nation: Eastvale, country: Eastvale}
followed by: [of, manager]
adjectives: [new, whole, two, three]
compounds: [based, winning]
empty: ["It is likely that", "it rains"]
too wide: [Eastvale]
placed: [firm]
"""


@pytest.fixture
def table(tmp_path: Path) -> coreference.Anaphora:
    path = tmp_path / "anaphora.yaml"
    path.write_text(TABLE, encoding="utf-8")
    return coreference.load(path)


def stands(table: coreference.Anaphora, *texts: str) -> list[tuple[str, str | None]]:
    """The anaphors of the last sentence, and what each stands for, given those before it."""
    memory = Memory(table, wording.WORDS.ancestors)
    passages = {at: wording.passage(text, at) for at, text in enumerate(texts)}
    for at in range(len(texts) - 1):
        memory.remember(wording.marks(passages[at]), passages)
    last = passages[len(texts) - 1]
    found = []
    for anaphor in memory.anaphors(last, 0, len(last.text)):
        mark = memory.resolve(last.index, anaphor)
        name = mark.senses[0].entity.name if mark else None
        found.append((last.text[anaphor.start : anaphor.end], name))
    return found


# -- nouns ------------------------------------------------------------------------------------


def test_a_noun_takes_the_subject_before_it_if_its_class_fits(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments met Tarn & Sons in Westmarch.",)
    assert stands(table, *before, "Then the firm grew.") == [("the firm", "Calder Instruments")]
    assert stands(table, *before, "Then the whole new firm grew.")[0][1] == "Calder Instruments"
    assert stands(table, *before, "Then the university grew.") == [("the university", None)]


def test_a_noun_is_left_open_where_two_names_fit_as_well(table: coreference.Anaphora) -> None:
    before = ("Westmarch is fond of Calder Instruments and of Tarn & Sons.",)
    assert stands(table, *before, "Then the firm grew.") == [("the firm", None)]


def test_what_is_named_more_often_outweighs_what_stands_nearer(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments grew.", "Calder Instruments sells to Tarn & Sons.")
    assert stands(table, *before, "Then the firm grew.")[0][1] == "Calder Instruments"


@pytest.mark.parametrize("words", ["The Fife-based firm", "The £3m, award-winning firm"])
def test_what_only_tells_more_of_it_may_stand_before_a_noun(
    table: coreference.Anaphora, words: str
) -> None:
    assert stands(table, "Calder Instruments grew.", f"{words} grew.") == [
        ("firm", "Calder Instruments")
    ]


def test_several_things_are_returned_to_together(table: coreference.Anaphora) -> None:
    memory = Memory(table, wording.WORDS.ancestors)
    before = wording.passage("Calder Instruments and Tarn & Sons met in Westmarch.")
    memory.remember(wording.marks(before), {0: before})
    for text in ("The two firms grew.", "Both firms grew.", "They grew."):
        after = wording.passage(text, 1)
        (anaphor,) = memory.anaphors(after, 0, len(text))
        mark = memory.resolve(1, anaphor)
        assert mark is not None
        assert [inner.senses[0].entity.name for _, inner in mark.inner] == [
            "Calder Instruments",
            "Tarn & Sons",
        ]
    (three,) = memory.anaphors(wording.passage("The three firms grew.", 1), 0, 21)
    assert memory.resolve(1, three) is None


@pytest.mark.parametrize(
    ("before", "text", "owner"),
    [
        ("Calder Instruments grew.", "Its lab is old.", "Calder Instruments"),
        ("Westmarch grew.", "Calder Instruments left and its lab closed.", "Calder Instruments"),
        (
            "Westmarch grew.",
            "Tarn & Sons met Calder Instruments, whose lab closed.",
            "Calder Instruments",
        ),
        ("Calder Instruments and Tarn & Sons grew.", "Its lab is old.", None),
    ],
)
def test_a_possessive_takes_the_subject(
    table: coreference.Anaphora, before: str, text: str, owner: str | None
) -> None:
    memory = Memory(table, wording.WORDS.ancestors)
    passages = {0: wording.passage(before), 1: wording.passage(text, 1)}
    memory.remember(wording.marks(passages[0]), passages)
    (anaphor,) = memory.anaphors(passages[1], 0, len(text))
    named = [m for m in wording.marks(passages[1]) if m.end <= anaphor.start]
    memory.remember(named, passages)
    memory.sentence -= 1
    mark = memory.resolve(1, anaphor, text[: anaphor.start])
    assert (mark.senses[0].entity.name if mark else None) == owner
    assert mark is None or (mark.owner and not mark.strong)


def test_a_noun_in_a_name_takes_that_name(table: coreference.Anaphora) -> None:
    before = ("The Ayrford Infirmary works with Calder Instruments.",)
    assert stands(table, *before, "Now the infirmary grows.")[0][1] == "Ayrford Infirmary"


def test_a_class_means_what_is_below_it(table: coreference.Anaphora) -> None:
    assert stands(table, "Westmarch has Tarn & Sons.", "Now the body grows.")[0][1] == "Tarn & Sons"
    assert stands(table, "Westmarch is old.", "Now the body grows.")[0][1] == "Westmarch"


@pytest.mark.parametrize(
    "text",
    [
        "The firm manager left.",
        "The firm of old left.",
        "The firm Calder left.",
        "The firm-wide plan.",
        "Some firm left.",
        "The firmament.",
    ],
)
def test_a_noun_that_is_part_of_more_stands_for_nothing(
    table: coreference.Anaphora, text: str
) -> None:
    assert stands(table, "Calder Instruments grew.", text) == []


@pytest.mark.parametrize("noun", ["regions", "counties", "universities"])
def test_a_plural_stands_for_a_plural_name_only(table: coreference.Anaphora, noun: str) -> None:
    ((written, name),) = stands(
        table, "Westmarch has Northmoor University.", f"Now these {noun} grow."
    )
    assert written == f"these {noun}"
    assert name is None


def test_what_is_too_wide_is_passed_over(table: coreference.Anaphora) -> None:
    before = ("Westmarch is in the midst of Eastvale.",)
    assert stands(table, *before, "Now that region grows.")[0][1] == "Westmarch"
    assert stands(table, "Eastvale is old.", "Now that region grows.")[0][1] is None


def test_a_country_is_no_region(table: coreference.Anaphora) -> None:
    before = ("Eastvale is old and Westmarch is new.",)
    assert stands(table, *before, "Now the country grows.")[0][1] == "Eastvale"
    assert stands(table, "Westmarch is new.", "Now the country grows.")[0][1] is None


def test_a_document_returns_to_what_it_names_most(table: coreference.Anaphora) -> None:
    before = ("Photonics grew.", "Photonics paid.", "Photonics won.", "Westmarch tried ceramics.")
    assert stands(table, *before, "So the sector pays.")[0][1] == "Photonics"
    assert stands(table, *before, "So this sector pays.")[0][1] == "Ceramics"
    assert stands(table, *before, "Ceramics paid too.", "So the sector pays.")[0][1] == "Ceramics"


def test_a_place_inside_a_name_can_be_returned_to(table: coreference.Anaphora) -> None:
    memory = Memory(table, wording.WORDS.ancestors)
    text = wording.passage("Northmoor University grew.")
    inner = Mark(0, 0, 9, wording.small().lexicon.look_up("Westmarch"), "nested")
    whole = Mark(0, 0, 20, wording.marks(text)[0].senses, "lexicon", inner=(("nested", inner),))
    memory.remember([whole], {0: text})
    after = wording.passage("Now the region grows. It rains.", 1)
    (noun,) = memory.anaphors(after, 0, 21)
    mark = memory.resolve(1, noun)
    assert mark is not None
    assert mark.senses[0].entity.name == "Westmarch"
    (pronoun,) = memory.anaphors(after, 22, len(after.text))
    other = memory.resolve(1, pronoun)
    assert other is not None
    assert other.senses[0].entity.name == "Northmoor University"


# -- pronouns ---------------------------------------------------------------------------------


def test_it_takes_the_subject_of_the_sentence_before(table: coreference.Anaphora) -> None:
    before = ("Ayrford Infirmary moved to Westmarch.",)
    assert stands(table, *before, "It grew.") == [("It", "Ayrford Infirmary")]
    assert stands(table, *before, "All was well.", "It grew.") == [("It", None)]
    assert stands(table, *before, "Then it grew.") == []


@pytest.mark.parametrize("text", ["It is likely that all is well.", "Now, when it rains we grow."])
def test_it_may_stand_for_nothing(table: coreference.Anaphora, text: str) -> None:
    assert stands(table, "Calder Instruments grew.", text) == []


def test_it_takes_one_organisation_whatever_its_name_ends_in(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments moved to Westmarch.",)
    assert stands(table, *before, "It grew.") == [("It", "Calder Instruments")]


def test_they_take_what_is_plural(table: coreference.Anaphora) -> None:
    before = ("Westmarch has Tarn & Sons and Calder Instruments.",)
    assert stands(table, *before, "They grew.")[0][1] == "Tarn & Sons"
    assert stands(table, "Westmarch is old.", "They grew.")[0][1] is None


def test_these_take_the_first_class_that_is_there(table: coreference.Anaphora) -> None:
    before = ("Photonics is old.",)
    assert stands(table, *before, "Within these, there is work.") == [("these", "Photonics")]
    assert stands(table, "Westmarch is old.", "Among these, some left.") == [("these", None)]
    assert stands(table, *before, "These, it is said, are old.") == []


def test_a_mark_rests_on_where_its_sense_was_named(table: coreference.Anaphora) -> None:
    memory = Memory(table, wording.WORDS.ancestors)
    texts = {
        at: wording.passage(text, at) for at, text in enumerate(("In Westmarch.", "That county."))
    }
    memory.remember(wording.marks(texts[0]), texts)
    (anaphor,) = memory.anaphors(texts[1], 0, 12)
    first = memory.resolve(1, anaphor)
    assert first is not None
    assert first.context == ((0, 3, 12),)
    assert first.rule == "anaphor:county"
    memory.remember([first], texts)
    (again,) = memory.anaphors(texts[1], 0, 12)
    second = memory.resolve(2, again)
    assert second is not None
    assert second.context == first.context


# -- the table --------------------------------------------------------------------------------


def test_every_class_of_the_table_is_in_the_ontology() -> None:
    known, table = wording.vocabulary().ancestors, wording.rules().anaphora
    classes = {cls for each in table.nouns.values() for cls in each} | table.scope
    classes |= {cls for each in table.pronouns.values() for cls in each.get("classes", ())}
    assert classes <= known.keys()


@pytest.mark.parametrize(
    "text",
    ["nouns: [", "- a list", "pronouns: {}", "nouns: 3", ""],
    ids=["no-yaml", "a-list", "no-nouns", "no-table", "empty"],
)
def test_a_malformed_table_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "anaphora.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=re.escape(str(path))):
        coreference.load(path)


@pytest.mark.parametrize("key", ["scope", "followed by", "adjectives"])
def test_a_table_that_lacks_a_part_is_refused(key: str, tmp_path: Path) -> None:
    path = tmp_path / "anaphora.yaml"
    path.write_text(re.sub(rf"(?m)^{key}:.*\n", "", TABLE), encoding="utf-8")
    with pytest.raises(SeedError, match=key):
        coreference.load(path)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="not a table of anaphora"):
        coreference.load(tmp_path / "anaphora.yaml")


# -- owners -----------------------------------------------------------------------------------


def test_its_is_what_the_sentence_before_tells_of(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments grew in Westmarch.",)
    assert stands(table, *before, "Its works are new.") == [("Its", "Calder Instruments")]
    assert stands(table, *before, "At its works, people sing.") == [("its", "Calder Instruments")]


def test_a_noun_after_a_place_takes_what_was_named_just_before(
    table: coreference.Anaphora,
) -> None:
    memory = Memory(table, wording.WORDS.ancestors)
    texts = ["Calder Instruments grew.", "The Westmarch firm grew.", "A Westmarch firm."]
    passages = {at: wording.passage(text, at) for at, text in enumerate(texts)}
    memory.remember(wording.marks(passages[0]), passages)
    (found,) = memory.anaphors(passages[1], 0, len(texts[1]), wording.marks(passages[1]))
    mark = memory.resolve(1, found)
    assert mark is not None
    assert mark.senses[0].entity.name == "Calder Instruments"
    assert texts[1][mark.start : mark.end] == "firm"
    assert not list(memory.anaphors(passages[2], 0, len(texts[2]), wording.marks(passages[2])))


def test_who_speaks_of_itself_is_meant_by_we_and_our(table: coreference.Anaphora) -> None:
    table = replace(table, pronouns={**table.pronouns, "we": {"number": "plural"}})
    memory = Memory(table, wording.WORDS.ancestors)
    texts = ["At Northmoor University we teach.", "Our works and our region: we sing."]
    passages = {at: wording.passage(text, at) for at, text in enumerate(texts)}
    found = {
        texts[1][one.start : one.end]: one for one in memory.anaphors(passages[1], 0, len(texts[1]))
    }
    assert list(found) == ["our region", "we", "Our"]
    assert memory.resolve(1, found["Our"]) is None
    marks = {at: wording.marks(passages[at]) for at in passages}
    memory.host = coreference.host(marks, [*passages.values()], memory.ancestors)
    for pronoun in ("Our", "we"):
        mark = memory.resolve(1, found[pronoun])
        assert mark is not None
        assert mark.senses[0].entity.name == "Northmoor University"
    assert memory.resolve(1, found["our region"]) is None


# -- what a verb and a relative clause tell ------------------------------------------------------


def test_the_object_of_a_verb_is_of_a_class_that_fits_it(table: coreference.Anaphora) -> None:
    before = ("Tarn & Sons likes the Diploma in Optics.",)
    assert stands(table, *before, "Anyone can teach it here.") == [("it", "Diploma in Optics")]
    assert stands(table, *before, "Anyone can like it here.") == []
    assert stands(table, "Westmarch is old.", "Anyone can teach it here.") == [("it", None)]


def test_what_is_told_by_what_follows_was_not_named_before(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments is old.",)
    assert stands(table, *before, "Then the firm behind lasers grew.") == []
    assert stands(table, *before, "Then this firm that grew left.")[0][1] == "Calder Instruments"


def test_the_nation_is_one_of_those_too_wide_to_be_the_region(
    table: coreference.Anaphora,
) -> None:
    before = ("Eastvale is wide.", "Westmarch is not.")
    assert stands(table, *before, "Now the nation grows.")[0][1] == "Eastvale"
    assert stands(table, *before, "Now the region grows.")[0][1] == "Westmarch"


def test_it_after_a_participle_is_the_subject_before(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments grew.",)
    text = "Founded in the old town, it pays."
    assert stands(table, *before, text) == [("it", "Calder Instruments")]


def test_what_something_is_said_to_be_was_not_named_before(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments grew.",)
    assert stands(table, *before, "Westmarch is now the firm for lasers.") == []
    assert stands(table, *before, "Westmarch is the firm’s home.")[0][1] == "Calder Instruments"


def test_who_owns_the_subject_is_not_the_subject(table: coreference.Anaphora) -> None:
    before = ("Calder Instruments's Diploma in Optics is new.",)
    assert stands(table, *before, "It pays.") == [("It", "Diploma in Optics")]


def test_entries_are_found_by_sentence_class_and_entity() -> None:
    entries = Entries()
    for sentence, name in ((1, "Tarn Ltd"), (1, "Fife"), (2, "Bray Ltd"), (3, "Tarn Ltd")):
        cls = "Region" if name == "Fife" else "Business"
        sense = Sense(Entity(cls, name))
        mark = Mark(0, 0, len(name), (sense,), "test")
        entries.add(Entry(mark, sense, sentence, subject=False, plural=False))

    def named(found: list[Entry]) -> list[str]:
        return [entry.entity.name for entry in found]

    assert named(entries.since(2)) == ["Bray Ltd", "Tarn Ltd"]
    assert named(entries.of(lambda cls: cls == "Region")) == ["Fife"]
    tarn = entries.since(3)[0].entity
    assert [entry.sentence for entry in entries.naming((tarn,))] == [3, 1]
    both = entries.of(lambda cls: cls == "Region", (tarn,))
    assert named(both) == ["Tarn Ltd", "Fife", "Tarn Ltd"]
    entries.keep(2)
    assert len(entries) == 2
    assert named(entries.naming((tarn,))) == ["Tarn Ltd"]
