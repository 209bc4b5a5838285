"""Each element of the pattern language, on small sentences."""

from __future__ import annotations

import pytest

import wording
from medtechkg.errors import SeedError
from medtechkg.language.grammar import Compiler, Rule, states

slots = wording.slots


def reads(pattern: str, *texts: str) -> bool:
    return bool(wording.matches(pattern, *texts))


def compiled(pattern: str, **options: object) -> Compiler:
    compiler = Compiler(wording.WORDS, wording.small().alphabet)
    compiler.compile(wording.rule(pattern, **options), pattern)
    return compiler


# -- slots ------------------------------------------------------------------------------------


def test_a_slot_takes_a_name_of_its_class_or_below_it() -> None:
    pattern = "{s:Organisation} trades in {o:Region}"
    assert slots(pattern, "Calder Instruments trades in Westmarch.") == [
        {"s": ["Calder Instruments"], "o": ["Westmarch"]}
    ]
    assert slots(pattern, "Westmarch trades in Calder Instruments.") == []


def test_a_slot_may_name_several_classes() -> None:
    pattern = "visit {o:Region|University}"
    assert slots(pattern, "Visit Eastvale.") == [{"o": ["Eastvale"]}]
    assert slots(pattern, "Visit Northmoor University!") == [{"o": ["Northmoor University"]}]
    assert slots(pattern, "Visit Calder Instruments.") == []


def test_a_slot_without_a_class_is_typed_by_its_property() -> None:
    pattern, text = "{s} hails from {o}", "Tarn & Sons hails from Eastvale."
    assert slots(pattern, text, property="locatedIn") == [{"s": ["Tarn & Sons"], "o": ["Eastvale"]}]
    assert slots(pattern, "Eastvale hails from Tarn & Sons.", property="locatedIn") == []


def test_slots_may_be_typed_by_one_property_of_several() -> None:
    stated = [["p", "hasRole", "s"], ["s", "locatedIn", "o"]]
    pattern = "{s} hails from {o}"
    assert slots(pattern, "Tarn & Sons hails from Eastvale.", states=stated) == [
        {"s": ["Tarn & Sons"], "o": ["Eastvale"]}
    ]


def test_a_list_of_names_fills_a_slot_of_many() -> None:
    pattern = "backed by {o:Organisation+}"
    text = "It is backed by Northmoor University, the Ayrford Infirmary and Calder Instruments."
    assert slots(pattern, text) == [
        {"o": ["Northmoor University", "Ayrford Infirmary", "Calder Instruments"]}
    ]
    assert slots("backed by {o:Organisation}", text) == [{"o": ["Northmoor University"]}]


@pytest.mark.parametrize(
    "joint", [" and ", " & ", ", and ", " as well as ", " together with ", "; and "]
)
def test_a_list_may_be_joined_in_many_ways(joint: str) -> None:
    text = f"It was backed by Tarn & Sons{joint}Calder Instruments."
    assert slots("backed by {o:Business+}", text) == [{"o": ["Tarn & Sons", "Calder Instruments"]}]


def test_any_noun_phrase_fills_an_open_slot() -> None:
    (found,) = slots("skills such as {o:*Skill}", "They need skills such as kiln stacking.")
    assert found == {"o": ["kiln stacking"]}
    (found,) = slots(
        "skills such as {o:*Skill+}",
        "Skills such as kiln stacking, costing and the reading of maps.",
    )
    assert found["o"][:2] == ["kiln stacking", "costing"]
    assert found["o"][2].endswith("reading of maps")


def test_an_open_slot_takes_the_name_in_it_where_the_rest_is_light() -> None:
    pattern = "knows {o:*Skill}"
    (match,) = wording.matches(pattern, "She knows basic costing.")
    (item,) = match.slots["o"]
    assert item.mark is not None
    assert item.mark.senses[0].entity.name == "Costing"
    (match,) = wording.matches(pattern, "She knows hotel costing.")
    (item,) = match.slots["o"]
    assert item.mark is None
    assert item.cls == "Skill"


def test_an_open_slot_leaves_names_of_another_class() -> None:
    assert slots("knows {o:*Skill}", "She knows old Westmarch.") == []


def test_the_items_of_a_list_are_read_by_the_name_at_their_head() -> None:
    texts = (
        "It features:",
        "Calder Instruments, whose site is in Westmarch",
        "the old mill",
        "Ayrford Infirmary, run by Northmoor University.",
    )
    found = slots("it features : {o:!Organisation+}", *texts)
    assert found[0]["o"] == ["Calder Instruments", "Ayrford Infirmary"]


def test_words_may_be_kept() -> None:
    pattern = "{n=firms|small firms} in {place:Region}"
    first = slots(pattern, "There are small firms in Eastvale")[0]
    assert first == {"n": ["small firms"], "place": ["Eastvale"]}
    assert slots(pattern, "There are schools in Eastvale") == []


# -- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("(based|sited) in {o:Region}", "sited in Eastvale", "born in Eastvale"),
        ("based (right)? in {o:Region}", "based in Eastvale", "based far in Eastvale"),
        ("based right? in {o:Region}", "based right in Eastvale", "based wrong in Eastvale"),
        ("made in|from {o:Region}", "from Eastvale", "of Eastvale"),
        (
            "((very|most) )?far (in|off) {o:Region}".replace(" )?", ")?"),
            "most far in Eastvale",
            "off",
        ),
        (
            "with # people in {o:Region}",
            "with 3,000 people in Eastvale",
            "with no people in Eastvale",
        ),
        ("with # people in {o:Region}", "with eleven people in Eastvale", "people in Eastvale"),
        ("gave [sum] to {o:Region}", "gave £2 million to Eastvale", "gave 200 lessons to Eastvale"),
        ("gave [sum] to {o:Region}", "gave 3m euros to Eastvale", "gave euros to Eastvale"),
        ("fair [dash] in {o:Region}", "a fair – in Eastvale", "a fair in Eastvale"),
        ("fair [dash]? in {o:Region}", "a fair in Eastvale", "a fair , in Eastvale"),
        ("here [dots] {o:Region}", "here … Eastvale", "here Eastvale"),
        ("here : {o:Region}", "here: Eastvale", "here, Eastvale"),
        ("here ,? {o:Region}", "here Eastvale", "here: Eastvale"),
        ("the firm's {o:Skill}", "the firm’s costing", "the firms costing"),
        ("FAIR in {o:Region}", "a fair in Eastvale", "unfair in Eastvale"),
    ],
)
def test_words_marks_and_alternatives(pattern: str, yes: str, no: str) -> None:
    assert reads(pattern, yes)
    assert not reads(pattern, no)


@pytest.mark.parametrize("number", ["several", "many"])
def test_a_number_may_be_left_open(number: str) -> None:
    assert reads("with # people in {o:Region}", f"with {number} people in Eastvale")


@pytest.mark.parametrize(
    ("gap", "words", "yes"),
    [
        ("..", "one two three", True),
        ("..", "one two three four", False),
        ("..", "in Westmarch", False),
        ("..", "one , two", False),
        ("...", "one two three four five six seven eight nine ten", True),
        ("...", "not for Westmarch", False),
        ("....", "not , for Westmarch as it was", True),
        ("....", "not ; for now", False),
        ("....", " ".join(["very"] * 30), False),
    ],
)
def test_gaps_are_of_so_many_words(gap: str, words: str, yes: bool) -> None:
    assert reads(f"opened {gap} near {{o:Region}}", f"It opened {words} near Eastvale") is yes
    assert reads(f"opened {gap} near {{o:Region}}", "It opened near Eastvale")


@pytest.mark.parametrize("aside", ["", " , an old hand , ", " (once large) ", " – of late – "])
def test_an_aside_may_come_between(aside: str) -> None:
    text = f"Calder Instruments{aside or ' '}flourished in Eastvale."
    assert slots("{s:Business} ~ flourished in {o:Region}", text) == [
        {"s": ["Calder Instruments"], "o": ["Eastvale"]}
    ]


def test_determiners_and_adjectives_before_a_name_need_not_be_written() -> None:
    pattern = "in {o:Region}"
    assert reads(pattern, "It lies in the old lovely Eastvale")
    assert reads(pattern, "in all our very green Eastvale")
    assert not reads(pattern, "in the large and ever so lovely old town beside Eastvale")


def test_what_follows_must_come_next_but_is_no_part() -> None:
    (match,) = wording.matches("in {o:Region} >> , where", "Born in Eastvale, where it rains.")
    (other,) = wording.matches("in {o:Region}", "Born in Eastvale, where it rains.")
    assert (match.first, match.last) == (other.first, other.last)
    assert not reads("in {o:Region} >> , where", "Born in Eastvale, it seems.")


def test_what_follows_may_be_ruled_out() -> None:
    pattern = "in {o:Region} >>! (market|town)"
    assert reads(pattern, "It lies in Eastvale proper.")
    assert not reads(pattern, "It lies in Eastvale town.")


# -- verbs ------------------------------------------------------------------------------------

TRADES = "{s:Business} <leave|put up> {o:Region}"


@pytest.mark.parametrize(
    "verb",
    [
        *"leaves|left|leave|leaving|has left|had recently left|is leaving|will leave".split("|"),
        *"may soon leave|has been leaving|would have left|will be leaving".split("|"),
        *"also left|puts up|has put up|putting up".split("|"),
    ],
)
def test_a_verb_is_found_in_every_form(verb: str) -> None:
    assert reads(TRADES, f"Calder Instruments {verb} Eastvale.")


@pytest.mark.parametrize("verb", ["leafs", "is left in", "puts", "lefts"])
def test_other_verbs_are_not_found(verb: str) -> None:
    assert not reads(TRADES, f"Calder Instruments {verb} Eastvale.")


@pytest.mark.parametrize(
    "verb",
    ["was left by", "has been left by", "is now being left by", "left by", "had just been left by"],
)
def test_a_passive_is_found_in_every_form(verb: str) -> None:
    assert reads("{o:Region} <leave!> by {s:Business}", f"Eastvale {verb} Calder Instruments.")


@pytest.mark.parametrize("verb", ["leaves by", "leaving by", "has by"])
def test_an_active_is_no_passive(verb: str) -> None:
    assert not reads("{o:Region} <leave!> by {s:Business}", f"Eastvale {verb} Calder Instruments.")


@pytest.mark.parametrize(
    "verb", ["is", "was", "are", "has been", "will be", "is now", "had always been"]
)
def test_being_is_found_in_every_form(verb: str) -> None:
    assert reads("{s:Business} <be> part of {o:Business}", f"CIL {verb} part of Tarn & Sons.")


# -- what a rule says -------------------------------------------------------------------------


def test_what_a_rule_states() -> None:
    assert states(wording.rule("a {o:Region}", property="locatedIn")) == [["s", "locatedIn", "o"]]
    assert states(wording.rule("a", states=[("a", "b", "c")])) == [["a", "b", "c"]]
    assert states(wording.rule("a {o:Region}")) == []


def test_a_pattern_is_set_off_by_its_rarest_word() -> None:
    compiler = Compiler(wording.WORDS, wording.small().alphabet)

    def triggers(pattern: str) -> frozenset[str]:
        return compiler.compile(wording.rule(pattern), pattern).triggers

    assert triggers("the mill in {o:Region}") == {"mill"}
    assert triggers("in (the)? {n=firms|mills}") == {"firms", "mills"}
    assert triggers("the {s:Region} <border> (with|and) {o:Region}") >= {"border", "bordering"}
    assert triggers("(old mill|new town) in") == {"mill", "town"} | triggers("(old mill|new town)")
    assert triggers("{o:Region} {s:Skill}") <= wording.small().alphabet.chars(["Region", "Skill"])


@pytest.mark.parametrize(
    ("pattern", "options", "problem"),
    [
        ("{s:Guild} joins", {}, "column 1: no class 'Guild' in the ontology"),
        ("{s} joins", {}, "slot s has no class"),
        ("{s} joins {o}", {"property": "bewitches"}, "no property 'bewitches' in the ontology"),
        ("{s:Region} ({s:Region})", {}, "slot s twice"),
        ("{s:Region", {}, "cannot read"),
        ("{s:Region} >> {s:Region}", {}, "slot s twice"),
        ("(a|b", {}, "a bracket is not closed"),
        ("a|b)", {}, "a bracket too many"),
        ("(a)?", {}, "no word that must be there"),
        ("(a|b?) ..", {}, "no word that must be there"),
        ("{s:*Region+}", {}, "no word that must be there"),
        ("", {}, "no word that must be there"),
    ],
)
def test_a_malformed_pattern_is_refused(
    pattern: str, options: dict[str, object], problem: str
) -> None:
    with pytest.raises(SeedError) as caught:
        compiled(pattern, **options)
    assert str(caught.value).startswith("made-up.yaml:7: rule made-up")
    assert problem in str(caught.value)
    assert caught.value.line == 7


def test_an_unknown_property_is_refused_though_every_slot_has_a_class() -> None:
    with pytest.raises(SeedError, match="no property 'bewitches'"):
        compiled("{s:Region} charms {o:Region}", property="bewitches")


def test_a_rule_keeps_where_it_stands() -> None:
    found = wording.rule("a {o:Region}")
    assert isinstance(found, Rule)
    assert compiled("a {o:Region}")
