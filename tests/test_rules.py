"""Every rule of phrases and relations, on the examples written beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import wording
from medtechkg import reader, resources
from medtechkg.errors import SeedError
from medtechkg.language.grammar import Compiler, Rule, read_rules, states
from medtechkg.model import Reading

FOLDER = resources.ontology() / "patterns"
PHRASES = tuple(read_rules(FOLDER / "phrases.yaml"))
RELATIONS = tuple(
    rule for path in sorted(FOLDER.glob("relations*.yaml")) for rule in read_rules(path)
)
#: What a rule may have besides ``id`` and ``pattern``: the heads of the files explain each.
COMMON = {"examples", "counterexamples", "except", "not after"}
OPTIONS = {
    "phrases": COMMON
    | {"mention", "as", "name", "local", "each", "parts", "relates", "loose", "idle"},
    "relations": COMMON
    | {
        "property",
        "states",
        "subject",
        "object",
        "speaker",
        "qualifiers",
        "sets",
        "mutual",
        "consumes",
    }
    | {"modality", "polarity", "where", "confidence", "group", "compound"},
}
#: Rules of phrases whose example another rule, or a register, reads just as well.
UNSHOWN = {"technologies-sector", "joint-sector", "staff"}


def named(rules: Iterable[Rule], option: str = "") -> list[object]:
    """The rules that have an option, as parameters."""
    return [
        pytest.param(rule, id=f"{rule.path.stem}-{rule.id}")
        for rule in rules
        if not option or rule.options.get(option)
    ]


@cache
def read(sentence: str) -> Reading:
    return wording.read(sentence)


def plain(name: str) -> str:
    return name.strip().casefold().replace("’", "'").replace("‘", "'")


def pairs(example: str) -> tuple[str, list[tuple[str, str]]]:
    """An example as its sentence and what is to be read in it."""
    sentence, arrow, wanted = example.partition(" >> ")
    assert arrow, f"no '>>' in the example {example!r}"
    ends = [tuple(map(plain, pair.split(" | "))) for pair in wanted.split(" ; ")]
    assert all(len(pair) == 2 for pair in ends), f"not two names in {wanted!r}"
    return sentence, [(first, second) for first, second in ends]


def stated(rule: Rule, sentence: str) -> set[tuple[str, str]]:
    """The ends of what a rule states."""
    return {
        (plain(statement.subject.name), plain(statement.object.name))
        for statement in read(sentence).statements
        if any(evidence.rule == rule.id for evidence in statement.evidence)
    }


# -- examples ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", named((*PHRASES, *RELATIONS)))
def test_a_rule_shows_what_it_reads(rule: Rule) -> None:
    assert rule.options.get("examples"), f"{rule.path.name}:{rule.line}: {rule.id} has no example"


@pytest.mark.parametrize("rule", named(RELATIONS, "examples"))
def test_a_relation_is_read_in_its_examples(rule: Rule) -> None:
    for example in rule.options["examples"]:
        sentence, wanted = pairs(example)
        assert set(wanted) <= stated(rule, sentence), sentence


@pytest.mark.parametrize("rule", named(RELATIONS, "counterexamples"))
def test_a_relation_is_not_read_in_its_counterexamples(rule: Rule) -> None:
    for sentence in rule.options["counterexamples"]:
        assert not stated(rule, sentence), sentence


@pytest.mark.parametrize("rule", named(PHRASES, "examples"))
def test_a_phrase_is_read_in_its_examples(rule: Rule) -> None:
    for example in rule.options["examples"]:
        sentence, wanted = pairs(example)
        found = {
            (plain(mention.entity.cls), plain(mention.entity.name)): mention.rule
            for mention in read(sentence).mentions
            if mention.rule == f"phrase:{rule.id}" or "each" in rule.options or rule.id in UNSHOWN
        }
        assert set(wanted) <= set(found), sentence


def test_a_nationality_is_no_activity_of_a_firm() -> None:
    found = wording.read("It works with the Welsh company Acme Lasers Ltd.")
    assert not [each for each in found.statements if each.predicate == "hasActivity"]


@pytest.mark.parametrize("rule", named(PHRASES, "counterexamples"))
def test_a_phrase_is_not_read_in_its_counterexamples(rule: Rule) -> None:
    for sentence in rule.options["counterexamples"]:
        found = [m for m in read(sentence).mentions if m.rule == f"phrase:{rule.id}"]
        assert not found, sentence


# -- what rules may say -----------------------------------------------------------------------


@pytest.mark.parametrize("rules", [PHRASES, RELATIONS], ids=["phrases", "relations"])
def test_no_two_rules_have_one_id(rules: tuple[Rule, ...]) -> None:
    ids = [rule.id for rule in rules]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("rule", named((*PHRASES, *RELATIONS)))
def test_a_rule_has_no_option_that_nothing_reads(rule: Rule) -> None:
    assert rule.options.keys() <= OPTIONS[rule.path.stem.partition("-")[0]]


@pytest.mark.parametrize("rule", named(RELATIONS))
def test_a_relation_names_properties_and_slots_there_are(rule: Rule) -> None:
    known = wording.vocabulary()
    given = {"s": "subject", "o": "object"}
    filled = slot_names(rule) | {slot for slot, name in given.items() if name in rule.options}
    if rule.options.get("mutual"):
        filled |= {"s", "o"} if filled & {"s", "o"} else set()
    assert states(rule), "it states nothing"
    for subject, predicate, object_ in states(rule):
        assert predicate in known.properties
        assert {subject.partition(".")[0], object_.partition(".")[0]} <= filled
    assert set(rule.options.get("consumes", ())) <= known.properties.keys()
    assert {rule.options[name] for name in ("speaker",) if name in rule.options} <= filled


@pytest.mark.parametrize("rule", named(PHRASES))
def test_a_phrase_names_classes_properties_and_slots_there_are(rule: Rule) -> None:
    known, filled = wording.vocabulary(), slot_names(rule)
    assert ("as" in rule.options) != ("mention" in rule.options)
    assert rule.options.get("mention", "Sector") in known.ancestors
    if "as" in rule.options:
        assert rule.options["as"] in filled
    for predicate, slot, *classes in rule.options.get("relates", ()):
        assert predicate.lstrip("^") in known.properties
        assert slot in filled
        assert {name for each in classes for name in each.split("|")} <= known.ancestors.keys()
    wanted = re.findall(r"\{(\w+?)(?:_text)?\}", str(rule.options.get("name", "")))
    assert set(wanted) <= filled


def slot_names(rule: Rule) -> set[str]:
    """The names of the slots in the patterns of a rule."""
    compiler = Compiler(wording.vocabulary(), wording.rules().alphabet)
    return {name for text in rule.patterns for name in compiler.compile(rule, text).slots}


# -- files that are not as they should be -----------------------------------------------------

FINE = "- id: fine\n  property: develops\n  pattern: '{s} makes {o}'\n"
#: Pattern, column (the blank before it will do), problem.
FAULTS = {
    "an unknown class": ("{s:Guild} <join> {o:Business}", 1, "no class 'Guild'"),
    "an unknown class later": ("{s:Business} <join> {o:Guild}", 21, "no class 'Guild'"),
    "a bracket left open": ("{s:Business} (joins|leaves {o:Region}", 38, "a bracket is not closed"),
    "a bracket too many": ("{s:Business} joins) {o:Region}", 19, "a bracket too many"),
    "a slot twice": ("{s:Business} joins {s:Region}", 20, "slot s twice"),
    "no literal word": ("{s:*Business} .. {o:*Region}", 1, "no word that must be there"),
    "a slot without a class": ("{x} joins {o:Region}", 1, "slot x has no class"),
    "a slot that is none": ("{S:Business} joins {o:Region}", 1, "not a slot: {S:Business}"),
    "a strange character": ("{s:Business} joins @ {o:Region}", 19, "cannot read ' @ "),
}


def loaded(folder: Path, text: str) -> reader.Rules:
    """Load the ontology's patterns with a file of relations more."""
    patterns = folder / "patterns"
    patterns.mkdir()
    for path in FOLDER.glob("*.yaml"):
        if not path.stem.startswith(("relations", "phrases", "weights")):
            (patterns / path.name).symlink_to(path)
    (patterns / "phrases.yaml").write_text("[]", encoding="utf-8")
    (patterns / "relations-more.yaml").write_text(text, encoding="utf-8")
    return reader.load(folder, wording.WORDS)


def refused(folder: Path, text: str) -> SeedError:
    """The error for a file of relations."""
    with pytest.raises(SeedError) as caught:
        wording.written(folder, relations=text)
    assert caught.value.path.endswith("relations.yaml")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("fault", FAULTS)
def test_a_malformed_pattern_is_refused_with_its_place(fault: str, tmp_path: Path) -> None:
    pattern, column, problem = FAULTS[fault]
    entry = f"{FINE}- id: faulty\n  pattern: '{pattern}'\n"
    error = refused(tmp_path, entry)
    assert error.line == 4
    assert str(error).startswith(f"{tmp_path / 'relations.yaml'}:4: rule faulty, pattern ")
    reported = re.search(r", column (\d+): ", str(error))
    assert reported
    assert column - 1 <= int(reported[1]) <= column
    assert problem in str(error)


def test_an_unknown_property_is_refused(tmp_path: Path) -> None:
    error = refused(
        tmp_path, "- id: faulty\n  property: bewitches\n  pattern: '{s} <bewitch> {o}'\n"
    )
    assert error.line == 1
    assert "rule faulty: no property 'bewitches'" in str(error)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("- id: fine\n  pattern: a {x:Region}\n- pattern: b {x:Region}\n", 3, "'id' and 'pattern'"),
        ("- id: fine\n  pattern: a {x:Region}\n- id: lonely\n", 3, "'id' and 'pattern'"),
        ("- just a line\n", 1, "'id' and 'pattern'"),
        ("- id: [open\n", 2, "not a list of rules"),
        ("id: a table\npattern: no list\n", None, "not a list of rules"),
        ("only words\n", None, "not a list of rules"),
    ],
    ids=["no-id", "no-pattern", "no-table", "no-yaml", "no-list", "words"],
)
def test_a_malformed_file_is_refused_with_its_line(
    text: str, line: int | None, problem: str, tmp_path: Path
) -> None:
    error = refused(tmp_path, text)
    assert error.line == line
    assert problem in str(error)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "relations.yaml"
    path.write_bytes(b"- id: caf\xe9\n")
    with pytest.raises(SeedError, match="not a list of rules"):
        list(read_rules(path))
    with pytest.raises(SeedError, match="not a list of rules"):
        list(read_rules(tmp_path / "nowhere.yaml"))


def test_an_empty_file_has_no_rules(tmp_path: Path) -> None:
    path = tmp_path / "relations.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert list(read_rules(path)) == []


def test_rules_of_relations_come_from_every_file_of_that_name(tmp_path: Path) -> None:
    text = "- id: made-up\n  property: develops\n  pattern: '{s} <make> {o}'\n"
    rules = loaded(tmp_path, text)
    assert [pattern.rule.id for pattern in rules.relations.patterns] == ["made-up"]
    reading = wording.read("Calder Instruments makes the Diploma in Optics.", rules)
    assert wording.triples(reading) == {("Calder Instruments", "develops", "Diploma in Optics")}


def test_loading_refuses_what_the_ontology_lacks(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"relations-more\.yaml:1: .*no class 'Guild'"):
        loaded(tmp_path, "- id: faulty\n  pattern: '{s:Guild} <join> {o:Business}'\n")


def test_the_examples_of_a_sentence_hold_two_names() -> None:
    assert pairs("A b. >> One | Two’s ; Three | Four") == (
        "A b.",
        [("one", "two's"), ("three", "four")],
    )


# -- lists of words ---------------------------------------------------------------------------

WORDS = "mills: mills|works\nplants: '[mills]|plants'\nsite: Region|University\n"


def with_words(folder: Path, pattern: str, words: str = WORDS) -> reader.Rules:
    """Rules of one pattern, beside lists of words."""
    (folder / "words.yaml").write_text(words, encoding="utf-8")
    text = f"- id: faulty\n  property: develops\n  pattern: '{pattern}'\n"
    return wording.written(folder, relations=text)


@pytest.mark.parametrize("noun", ["mills", "works", "plants"])
def test_a_pattern_may_name_a_list_of_words_that_holds_another(noun: str, tmp_path: Path) -> None:
    rules = with_words(tmp_path, "{s} <run> [plants] for {o}")
    reading = wording.read(f"Calder Instruments runs {noun} for the Diploma in Optics.", rules)
    assert len(reading.statements) == 1
    other = wording.read("Calder Instruments runs shops for the Diploma in Optics.", rules)
    assert other.statements == ()


@pytest.mark.parametrize(
    ("pattern", "words", "problem"),
    [
        ("{s} <run> [shops]", WORDS, "rule faulty: no list 'shops' in words.yaml"),
        ("{s} <run> {o:*Skill/shops}", WORDS, "no list 'shops' in words.yaml"),
        ("{s} <run> [mills]", "mills: [open", "words.yaml"),
        ("{s} <run> [mills]", "- a list", "not lists of words by name"),
        ("{s} <run> [mills]", "mills: [a, list]", "not lists of words by name"),
    ],
    ids=["no-list", "no-heads", "no-yaml", "no-names", "no-words"],
)
def test_a_malformed_list_of_words_is_refused(
    pattern: str, words: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(SeedError) as caught:
        with_words(tmp_path, pattern, words)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))


def test_a_phrase_may_be_asked_to_end_in_a_word_of_a_list(tmp_path: Path) -> None:
    rules = with_words(tmp_path, "{s} <run> {o:*Qualification/mills+}")
    reading = wording.read("Calder Instruments runs old paper mills.", rules)
    assert [s.object.name for s in reading.statements] == ["old paper mills"]
    assert wording.read("Calder Instruments runs old paper shops.", rules).statements == ()
