"""Features of two names: what is between them, around them, and what they are; never a name."""

from __future__ import annotations

import re
from functools import cache

import pytest

import wording
from medtechkg import reader
from medtechkg.language.weights import Trust, Weights
from medtechkg.reading.weighed import Pair
from readings import document

TRUST = Trust(0.0, 1.0, 0.5)
CLASSES = frozenset(wording.vocabulary().ancestors)


@cache
def rules() -> reader.Rules:
    """Rules that weigh every property of the small vocabulary, each at nothing."""
    names = dict.fromkeys(wording.WORDS.properties, 0.0)
    return reader.weighing(wording.small(), Weights(("Organisation",), TRUST, TRUST, names, {}))


def pairs(text: str) -> dict[tuple[str, str], Pair]:
    seen = reader.examine(document(text), rules())
    return {(pair.subject.name, pair.object.name): pair for pair in seen.pairs}


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
            assert not re.search("zyxw|qwrt|b2zz|plmk|tarn|1999", feature, re.IGNORECASE)


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
