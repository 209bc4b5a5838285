"""Features of two names: what is between them, around them, and what they are; never a name."""

from __future__ import annotations

import re
from functools import cache

import pytest

import wording
from medtechkg import reader
from medtechkg.language import contexts
from medtechkg.language.contexts import Ends
from medtechkg.language.masks import Mark
from medtechkg.language.weights import Trust, Weights
from medtechkg.reading.weighed import Pair
from readings import document

TRUST = Trust(0.0, 1.0, 0.5)
MARK = Mark(0, 0, 1, (), "by-hand")
CLASSES = frozenset(wording.vocabulary().ancestors)


@cache
def rules() -> reader.Rules:
    """Rules that weigh every property of the small vocabulary, each at nothing."""
    names = dict.fromkeys(wording.WORDS.properties, 0.0)
    return reader.weighing(wording.small(), Weights(("Organisation",), TRUST, TRUST, names, {}))


def pairs(text: str) -> dict[tuple[str, str], Pair]:
    seen = reader.examine(document(text), rules())
    ordered = sorted(seen.pairs, key=lambda pair: not pair.carried)  # what a unit says in full last
    return {(pair.subject.name, pair.object.name): pair for pair in ordered}


def told(text: str, subject: str, object_: str) -> set[str]:
    return set(pairs(text)[subject, object_].features)


def test_words_between_are_told_one_by_one_in_pairs_and_as_a_whole() -> None:
    found = told("Tarn & Sons is now based in Eastvale.", "Tarn & Sons", "Eastvale")
    assert {
        "S … base … O",
        "S … base in … O",
        "S be now base in O",
        "S … in O",
        "S be … O",
        "S:Organisation … base … O:Region",
        "S:Organisation be now base in O:Region",
    } <= found


@pytest.mark.parametrize("form", ["is", "are", "was", "were", "be", "been", "being"])
def test_verbs_are_told_by_their_base(form: str) -> None:
    assert "S be in O" in told(f"Tarn & Sons {form} in Eastvale.", "Tarn & Sons", "Eastvale")


def test_the_order_of_the_names_is_told() -> None:
    text = "In Eastvale stands Tarn & Sons."
    found = told(text, "Tarn & Sons", "Eastvale")
    assert {"O … S", "O stand S", "O is a Region, then S is a Business"} <= found
    assert "S … O" not in found


def test_words_around_two_names_are_told() -> None:
    text = "Made by Tarn & Sons of Eastvale last year."
    found = told(text, "Tarn & Sons", "Eastvale")
    assert {"by [S … O]", "make … [S … O]", "[S … O] last", "[S … O] … year"} <= found


def test_other_names_stand_as_their_kind_and_figures_as_one_sign() -> None:
    text = "Tarn & Sons paid Calder Instruments £12.50 in 2031 in Eastvale."
    found = told(text, "Tarn & Sons", "Eastvale")
    assert "S pay <Organisation> # in # in O" in found
    assert "S … one other like S … O" in found


def test_unknown_names_are_one_sign() -> None:
    text = "Tarn & Sons met Zyxw of Qwrt in Eastvale."
    assert "S meet ^ of ^ in O" in told(text, "Tarn & Sons", "Eastvale")


def test_a_word_that_begins_a_sentence_is_no_name_if_it_is_common() -> None:
    assert "based [S … O]" not in told("Based Tarn & Sons in Eastvale.", "Tarn & Sons", "Eastvale")
    assert "base [S … O]" in told("Based Tarn & Sons in Eastvale.", "Tarn & Sons", "Eastvale")
    assert "^ … [S … O]" in told("Zyxw, Tarn & Sons in Eastvale.", "Tarn & Sons", "Eastvale")


def test_a_pronoun_is_told() -> None:
    text = "Tarn & Sons grew. It is based in Eastvale."
    assert "S is a pronoun" in told(text, "Tarn & Sons", "Eastvale")


def test_a_list_tells_its_lead_in() -> None:
    text = "Calder Instruments works with partners:\n\n- Tarn & Sons\n- Northmoor University\n"
    found = told(text, "Calder Instruments", "Tarn & Sons")
    assert {"in a list", "in a list: S:Organisation … O:Organisation"} <= found
    assert "in a list" not in told("Tarn & Sons is in Eastvale.", "Tarn & Sons", "Eastvale")


def test_what_is_left_without_the_lists_of_two_names_is_told() -> None:
    text = "Calder Instruments (Qwrt), Tarn & Sons and Zyxw are based in Westmarch and Eastvale."
    for subject in ("Calder Instruments", "Tarn & Sons"):
        for object_ in ("Westmarch", "Eastvale"):
            found = told(text, subject, object_)
            assert {"S ~ be base in ~ O", "S:Organisation ~ be base in ~ O:Region"} <= found
            assert {"S ~ be … O", "S ~ be base … O", "S … in ~ O", "S … base in ~ O"} <= found


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Tarn & Sons, founded by Ada, in Eastvale.", "S … found (by) … O"),
        ("Tarn & Sons was founded in Eastvale.", "S … found (by) … O"),
        ("Tarn & Sons, founding a firm in Eastvale.", "S … found (ing) … O"),
        ("Tarn & Sons founded a firm in Eastvale.", "S … found (ed) … O"),
        ("Tarn & Sons has founded a firm in Eastvale.", "S … found … O"),
        ("Tarn & Sons of Eastvale.", "S ~ no verb ~ O"),
        ("It is funding Tarn & Sons of Eastvale.", "fund (ing) … [S … O]"),
        ("Tarn & Sons of Eastvale leads them.", "[S … O] … lead"),
    ],
)
def test_verbs_are_told_with_their_voice(text: str, verb: str) -> None:
    assert verb in told(text, "Tarn & Sons", "Eastvale")


@pytest.mark.parametrize("helping", ["be", "have", "will", "do"])
def test_a_verb_that_only_helps_is_not_told(helping: str) -> None:
    text = "Tarn & Sons will be, has been, did and does in Eastvale."
    assert f"S … {helping} (by) … O" not in told(text, "Tarn & Sons", "Eastvale")
    assert "S ~ no verb ~ O" in told(text, "Tarn & Sons", "Eastvale")


# -- names carried over -----------------------------------------------------------------------


def test_a_name_of_the_sentence_before_is_carried_over() -> None:
    text = "Tarn & Sons grew with Calder Instruments. Then work began in Eastvale."
    found = told(text, "Tarn & Sons", "Eastvale")
    assert {
        "(S) is a Business, O is a Region",
        "(S) … O: named first in the sentence before",
        "(S):Organisation … O:Region in a sentence",
        "(S) | then work begin in O",
        "(S) … begin in O",
        "(S) … work begin … O",
    } <= found
    assert "(S) … O: named next in the sentence before" in told(
        text, "Calder Instruments", "Eastvale"
    )


def test_either_end_may_be_carried_over() -> None:
    found = told("Eastvale is old. Tarn & Sons came there late.", "Tarn & Sons", "Eastvale")
    assert {"S is a Business, (O) is a Region", "(O) | S", "(O) … S come"} <= found


def test_a_name_is_not_carried_into_a_sentence_that_gives_it() -> None:
    text = "Tarn & Sons grew. Tarn & Sons is in Eastvale."
    assert "S be in O" in told(text, "Tarn & Sons", "Eastvale")


@pytest.mark.parametrize(
    "text",
    [
        "Tarn & Sons grew.\n\nA shop.\n\nThere is Eastvale.\n",
        "Tarn & Sons grew.\n\nRain fell. There is Eastvale.\n",
        "Tarn & Sons grew. Rain fell. Snow fell. There is Eastvale.\n",
    ],
)
def test_a_name_far_above_is_not_carried_over(text: str) -> None:
    assert ("Tarn & Sons", "Eastvale") not in pairs(text)


def test_what_the_document_is_about_is_carried_far() -> None:
    text = "Tarn & Sons\n\nTarn & Sons grew. Rain fell.\n\nSnow fell. There is Eastvale.\n"
    assert "(S) … O: what the document is about" in told(text, "Tarn & Sons", "Eastvale")


def test_names_that_meet_somewhere_are_not_carried_over() -> None:
    text = "Tarn & Sons grew. It rained in Eastvale. Tarn & Sons is in Eastvale."
    assert [pair.carried for pair in pairs(text).values()] == [False]


@pytest.mark.parametrize("text", ["Tarn & Sons is in Eastvale.", "Eastvale."])
def test_only_classes_that_a_property_joins_are_paired(text: str) -> None:
    for pair in pairs(text).values():
        assert pair.properties == ("locatedIn",)
        assert pair.subject.cls == "Business"


def test_no_name_or_figure_of_a_text_is_a_feature() -> None:
    text = (
        "Zyxw Ltd and Tarn & Sons, whom Ada Qwrt led in 1999 with B2Zz, work near Plmk in Eastvale."
    )
    for pair in pairs(text).values():
        for feature in pair.features:
            assert plain(feature), feature
            named = re.search("zyxw|qwrt|b2zz|plmk|tarn|1999", feature, re.IGNORECASE)
            assert not (named and contexts.plain(feature, {"ltd", "near", "work"})), feature


def test_names_tell_their_first_word_and_the_last_of_their_noun() -> None:
    ends = Ends(0, 4, (MARK, MARK), ("Facility", "Business"), ("Calder Centre of Fife", "Tarn"))
    found = set(contexts.called(ends, {"Business": "Organisation"}))
    assert found == {
        "S is “calder …”",
        "S is “… centre”",
        "S is “… centre”, O:Organisation",
        "S … O: S is “… centre”, O:Organisation",
        "O is “… tarn”",
        "O is “… tarn”, S:Facility",
        "S … O: O is “… tarn”, S:Facility",
        "S is “… centre”, O is “… tarn”",
    }
    kept = {feature for feature in found if contexts.plain(feature, {"centre"})}
    assert kept == {each for each in found if "centre" in each and "tarn" not in each}


def test_the_packaged_weights_hold_no_name_and_no_figure() -> None:
    model = wording.weighed().weights
    assert model is not None
    assert model.features
    for feature in model.features:
        assert plain(feature), feature


def plain(feature: str) -> bool:
    """Whether all capitals and digits of a feature are those of S, O and classes."""
    classes = re.sub(
        r"(?<=[:<])\w+|(?<=is a )\w+",
        lambda found: "" if found[0] in CLASSES else found[0],
        feature,
    )
    return not re.search(r"[A-Z0-9]", re.sub(r"(?<!\w)[SO](?!\w)", "", classes))
