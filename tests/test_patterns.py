from __future__ import annotations

from dataclasses import replace

import pytest

import wording
from medtechkg.errors import ReadingWarning, SeedError
from medtechkg.language.patterns import Patterns

slots = wording.slots
ALPHABET = wording.small().alphabet


# -- which patterns are tried -----------------------------------------------------------------


def test_patterns_are_tried_where_their_rarest_word_stands_in_the_order_of_the_file() -> None:
    rules = [
        wording.rule(text) for text in ("mill in {o:Region}", "town of {o:Region}", "old mill")
    ]
    patterns = Patterns(rules, wording.WORDS, wording.small().alphabet)
    sentence = wording.masked("The town of Eastvale has an old mill in Westmarch.")
    assert [found.rule.patterns[0] for found in patterns.candidates(sentence)] == [
        "mill in {o:Region}",
        "town of {o:Region}",
        "old mill",
    ]
    other = wording.masked("It was the town of Eastvale.")
    assert [found.rule.patterns[0] for found in patterns.candidates(other)] == [
        "town of {o:Region}"
    ]
    assert list(patterns.find(wording.masked("Nothing of the kind."))) == []


def test_each_pattern_of_a_rule_is_tried() -> None:
    rule = wording.rule("from {o:Region}")
    both = [type(rule)(rule.path, 1, "both", ("from {o:Region}", "to {o:Region}"), {})]
    patterns = Patterns(both, wording.WORDS, wording.small().alphabet)
    found = list(patterns.find(wording.masked("From Eastvale to Westmarch.")))
    assert [
        match.slots["o"][0].mark.senses[0].entity.name
        for match in found
        if match.slots["o"][0].mark
    ] == [
        "Eastvale",
        "Westmarch",
    ]


def test_a_pattern_that_would_search_for_ever_is_given_up_and_told_of() -> None:
    patterns = Patterns([wording.rule("mill .... in {o:Region}")], wording.WORDS, ALPHABET)
    (pattern,) = patterns.patterns
    sentence = wording.masked("The mill they built stood in Eastvale.")
    assert list(patterns.matches(pattern, sentence))
    hurried = replace(pattern, source=f"(*LIMIT_MATCH=1){pattern.source}")
    told = "rule .* was not tried on a sentence .*limit.*: the mill they built"
    with pytest.warns(ReadingWarning, match=told):
        assert list(patterns.matches(hurried, sentence)) == []


def test_a_pattern_that_cannot_be_compiled_is_told_with_its_rule() -> None:
    patterns = Patterns([wording.rule("mill in {o:Region}")], wording.WORDS, ALPHABET)
    broken = replace(patterns.patterns[0], source="(")
    with pytest.raises(SeedError, match=r"'mill in \{o:Region\}' cannot be compiled"):
        list(patterns.matches(broken, wording.masked("The mill in Eastvale.")))


# -- where they match -------------------------------------------------------------------------


def test_every_match_is_found_even_where_they_overlap() -> None:
    found = slots("{a:Region} near {b:Region}", "Eastvale near Westmarch near Northmoor.")
    assert found == [
        {"a": ["Eastvale"], "b": ["Westmarch"]},
        {"a": ["Westmarch"], "b": ["Northmoor"]},
    ]


def test_a_match_knows_its_tokens_its_trigger_and_every_name_in_it() -> None:
    text = "Once Calder Instruments , late of Eastvale , flourished in Westmarch."
    (match,) = wording.matches("{s:Business} ~ flourished in {o:Region}", text)
    sentence = wording.masked(text)
    passage, start, end = sentence.origin(range(match.first, match.last))
    assert (passage, text[start:end]) == (0, text[5:-1])
    assert text[match.trigger[1] : match.trigger[2]] == "flourished"
    assert [mark.senses[0].entity.name for mark in match.known] == [
        "Calder Instruments",
        "Eastvale",
        "Westmarch",
    ]


def test_a_name_with_several_senses_is_read_in_the_one_asked_for() -> None:
    for cls in ("Region", "University"):
        (match,) = wording.matches(f"in {{o:{cls}}}", "It is in Northmoor.")
        (item,) = match.slots["o"]
        assert item.cls == cls


def test_a_list_may_end_in_a_name_that_holds_by_itself() -> None:
    text = "It needs glazing, costing and photonics, not photonics and glazing."
    assert slots("(needs|not) {o:^Skill|Sector+}", text) == [
        {"o": ["glazing", "costing", "photonics"]},
        {"o": ["photonics"]},
    ]


def test_the_names_of_a_mixed_list_are_read() -> None:
    text = "Work: ceramics, old wheels, wheels of photonics, photonics wheels and photonics."
    assert slots("work : {o:?Sector+}", text) == [{"o": ["ceramics", "photonics"]}]


def test_a_name_in_brackets_is_no_item_of_a_list() -> None:
    text = "It is backed by Calder Instruments (Tarn & Sons) and Ayrford Infirmary."
    assert slots("backed by {o:Organisation+}", text) == [
        {"o": ["Calder Instruments", "Ayrford Infirmary"]}
    ]


def test_a_phrase_loses_what_it_has_in_brackets_at_its_end() -> None:
    found = slots("knows {o:*Skill}", "She knows kiln stacking (level two)")
    assert found == [{"o": ["kiln stacking"]}]


def test_a_phrase_of_light_words_alone_fills_nothing() -> None:
    assert slots("knows {o:*Skill}", "She knows the other") == []


def test_a_word_fills_a_slot_of_words_without_a_class() -> None:
    (match,) = wording.matches("{n=mills|towns} of {o:Region}", "the towns of Eastvale")
    (item,) = match.slots["n"]
    assert (item.cls, item.mark) == ("", None)


def test_a_list_over_several_passages_is_cut_between_them() -> None:
    texts = ("They know skills such as:", "kiln stacking;", "glass blowing;", "costing")
    (found,) = slots("skills such as : {o:*Skill+}", *texts)[:1]
    assert found["o"] == ["kiln stacking", "glass blowing", "costing"]


def test_of_names_side_by_side_at_the_head_of_an_item_the_last_counts() -> None:
    texts = ("It features:", "Tarn & Sons/ Calder Instruments works", "nothing more")
    found = slots("it features : {o:!Business+}", *texts)
    assert found[0]["o"] == ["Calder Instruments"]


def test_items_of_an_open_list_may_be_joined_in_many_ways() -> None:
    text = (
        "She knows kiln stacking, glass blowing as well as brass polishing together with mending."
    )
    (found, *_) = slots("knows {o:*Skill+}", text)
    assert found["o"] == ["kiln stacking", "glass blowing", "brass polishing", "mending"]


def test_the_items_end_where_a_second_name_stands_apart() -> None:
    texts = ("It features:", "Calder Instruments of old and then Tarn & Sons")
    found = slots("it features : {o:!Business+}", *texts)
    assert found[0]["o"] == ["Calder Instruments"]


def test_an_item_without_words_is_passed_over() -> None:
    texts = ("They know skills such as:", "kiln stacking;", ";", "glass blowing")
    found = slots("skills such as : {o:*Skill+}", *texts)
    assert found[0]["o"][0] == "kiln stacking"


# -- what rules a match out -------------------------------------------------------------------


def test_a_word_before_may_rule_a_match_out() -> None:
    options: dict[str, object] = {"not after": ["no", "#"]}
    assert slots("mills in {o:Region}", "The mills in Eastvale.", **options)
    assert not slots("mills in {o:Region}", "There are no mills in Eastvale.", **options)
    assert not slots("mills in {o:Region}", "There are 30 mills in Eastvale.", **options)


def test_a_word_inside_may_rule_a_match_out() -> None:
    options: dict[str, object] = {"except": ["never"]}
    assert slots("mills .. in {o:Region}", "The mills seen in Eastvale.", **options)
    assert not slots("mills .. in {o:Region}", "The mills never seen in Eastvale.", **options)
    options = {"except": ["#"]}
    assert slots("mills .. in {o:Region}", "The mills seen in Eastvale.", **options)
    assert not slots("mills .. in {o:Region}", "The mills of 1850 in Eastvale.", **options)
    options = {"except": ["never seen"]}
    assert slots("mills .. in {o:Region}", "The mills never built in Eastvale.", **options)
    assert not slots("mills .. in {o:Region}", "The mills never seen in Eastvale.", **options)


@pytest.mark.parametrize("preposition", ["in", "of", "for", "outside", "beyond"])
def test_a_name_after_a_preposition_is_not_the_subject(preposition: str) -> None:
    options: dict[str, object] = {"property": "locatedIn"}
    pattern = "{s} <stand> in {o}"
    assert slots(pattern, "Calder Instruments stands in Eastvale.", **options)
    text = f"The mill {preposition} Calder Instruments stands in Eastvale."
    assert not slots(pattern, text, **options)
    assert slots(pattern.replace("{s}", "{s:Business}").replace("{o}", "{o:Region}"), text)


# -- at the edges -----------------------------------------------------------------------------


def test_a_weak_name_may_itself_set_a_pattern_off() -> None:
    text = "It is about costing."
    (match,) = wording.matches("{o:Skill}", text)
    assert text[match.trigger[1] : match.trigger[2]] == "costing"


def test_a_joining_word_at_the_end_joins_nothing() -> None:
    assert slots("knows {o:*Skill+}", "She knows walking along") == [{"o": ["walking"]}]


def test_a_list_of_phrases_ends_where_the_sentence_goes_on() -> None:
    text = "She knows milling, turning, and employs 40 people."
    assert slots("knows {o:*Skill+}", text) == [{"o": ["milling", "turning"]}]
    text = "She knows milling, turning, and works of art."
    assert slots("knows {o:*Skill+}", text)[0]["o"][:2] == ["milling", "turning"]


def test_items_after_a_colon_are_the_names_at_their_heads() -> None:
    text = "Winners: Calder Instruments, a maker from Fenwick; Northmoor University, as guest; and"
    (found,) = slots("winners : {o:!Organisation|Region+}", f"{text} the town of Eastvale.")
    assert found["o"] == ["Calder Instruments", "Northmoor University"]
    (found,) = slots("winners : {o:!Organisation|Region+}", f"{text} Eastvale.")
    assert found["o"] == ["Calder Instruments", "Northmoor University", "Eastvale"]


@pytest.mark.parametrize(
    ("item", "skills"),
    [
        ("costing for shops", ["costing for shops"]),
        ("costing that saves money", ["costing"]),
        ("glass blowing, costing and kiln stacking", ["glass blowing", "costing", "kiln stacking"]),
    ],
)
def test_an_item_under_a_lead_in_may_say_more(item: str, skills: list[str]) -> None:
    texts = ("They know skills such as:", "lens polishing;", f"{item};", "milling")
    found = slots("skills such as : {o:*Skill+}", *texts)
    assert found[0]["o"] == ["lens polishing", *skills, "milling"]


def test_an_item_of_punctuation_alone_is_no_item() -> None:
    texts = ("It features:", ";", "Calder Instruments")
    assert slots("it features : {o:!Business+}", *texts)[0]["o"] == ["Calder Instruments"]


def test_names_side_by_side_at_a_head_are_one_name() -> None:
    texts = ("It features:", "Tarn & Sons Calder Instruments")
    assert slots("it features : {o:!Business+}", *texts)[0]["o"] == ["Calder Instruments"]


# -- what a bare phrase may be -----------------------------------------------------------------


def test_items_that_are_two_names_are_cut_where_one_is_known() -> None:
    text = "They lack : lens grinding and costing ; glazing and omics ; safety and care ."
    (found,) = slots("they lack : {o:*Skill+}", text)
    assert {"lens grinding", "costing"} <= {name.lower() for name in found["o"]}


def test_a_new_generation_of_something_is_that_something() -> None:
    assert slots("they want {o:*Skill}", "They want a range of tin bashing.") == [
        {"o": ["tin bashing"]}
    ]


def test_what_a_participle_tells_of_may_stand_after_a_preposition() -> None:
    text = "It is told by Calder Instruments, based in Westmarch."
    assert slots("{s:Business} ~ , based in {o:Region}", text) == [
        {"s": ["Calder Instruments"], "o": ["Westmarch"]}
    ]


@pytest.mark.parametrize(
    "verb", ["is expected to teach", "has begun to teach", "helps to teach", "started teaching"]
)
def test_a_verb_is_found_behind_what_prepares_it(verb: str) -> None:
    text = f"Northmoor University {verb} the Diploma in Optics."
    assert slots("{s:University} <teach> {o:Qualification}", text) == [
        {"s": ["Northmoor University"], "o": ["Diploma in Optics"]}
    ]


def test_a_preposition_may_be_said_again_in_a_list() -> None:
    text = "Taught at Calder Instruments, at Tarn & Sons and, further south, at Ayrford Infirmary."
    assert slots("taught at {s:Organisation+}", text) == [
        {"s": ["Calder Instruments", "Tarn & Sons", "Ayrford Infirmary"]}
    ]
