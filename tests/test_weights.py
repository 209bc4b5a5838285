"""The file of weights: what is read from it is what was written, and what is wrong has its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wording
from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language import weights
from medtechkg.language.weights import Trust, Weights

GOOD = """\
kinds: [Organisation]
read: {bias: 0.2, words: 0.4, rule: 0.8, apart: -0.7, least: 0.3}
weighed: {bias: -0.6, words: 0.8, least: 0.4}
properties:
  locatedIn:
    "(bias)": -2
    "S … in … O": 1.5
    "S … \\"base\\" … O": -0.25
  collaboratesWith:
    "(bias)": -3
    "S … in … O": -0.5
"""


def load(folder: Path, text: str) -> Weights:
    path = folder / "weights.yaml"
    path.write_text(text, encoding="utf-8")
    return weights.load(path, wording.WORDS)


def test_weights_are_read_by_feature(tmp_path: Path) -> None:
    model = load(tmp_path, GOOD)
    assert model.biases == {"locatedIn": -2.0, "collaboratesWith": -3.0}
    assert model.features["S … in … O"] == {"locatedIn": 1.5, "collaboratesWith": -0.5}
    assert model.read == Trust(0.2, 0.4, 0.3, rule=0.8, apart=-0.7)
    assert model.weighed.least == 0.4


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    model = load(tmp_path, GOOD)
    written = weights.written(model)
    assert load(tmp_path, written) == model
    assert weights.written(load(tmp_path, written)) == written
    assert written.index("collaboratesWith") < written.index("locatedIn")
    assert written.index('"S … in … O": 1.50') < written.index("base")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("locatedIn:", "locatedAt:", r":5: no property 'locatedAt'"),
        ("Organisation]", "Firm]", r":1: no class 'Firm'"),
        ("1.5", "much", r":7: no number: 'much'"),
        ("1.5", ".inf", r":7: no number: '.inf'"),
        ("1.5", "inf", r":7: no finite number"),
        ('    "(bias)": -3\n', "", r":9: collaboratesWith has no \(bias\)"),
        ("weighed:", "weigh:", r":1: has no weighed"),
        ("words: 0.8, ", "", r":3: wants bias, words.*: words"),
        ("words: 0.8", "word: 0.8", r":3: wants .*: word, words"),
        ("[Organisation]", "Organisation", r":1: no list"),
        ("{bias: -0.6, words: 0.8, least: 0.4}", "0.4", r":3: no table"),
        ("[Organisation]", "[Organisation", r":\d+: not YAML"),
        (GOOD, "", r":1: holds nothing"),
        (GOOD, "- a", r":1: no table"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(SeedError, match=told):
        load(tmp_path, GOOD.replace(old, new, 1))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="cannot be read: No such file"):
        weights.load(tmp_path / "none.yaml", wording.WORDS)


def test_weights_of_what_is_found_are_added_up(tmp_path: Path) -> None:
    model = load(tmp_path, GOOD)
    found = ["S … in … O", "unheard of"]
    assert model.totals(found, ["locatedIn", "collaboratesWith", "hasRole"]) == {
        "locatedIn": -0.5,
        "collaboratesWith": -3.5,
    }
    assert model.totals([], ["locatedIn"]) == {"locatedIn": -2.0}


def test_reasons_are_what_speaks_most_for_it(tmp_path: Path) -> None:
    model = load(tmp_path, GOOD)
    found = ['S … "base" … O', "S … in … O", "unheard of"]
    assert model.reasons(found, "locatedIn") == "“S … in … O” +1.5"
    assert model.reasons(found, "collaboratesWith") == ""


def test_a_class_goes_by_its_kind_or_by_itself(tmp_path: Path) -> None:
    kinds = load(tmp_path, GOOD).kinds_of(wording.WORDS.ancestors)
    assert (kinds["Business"], kinds["Region"]) == ("Organisation", "Region")


def test_trust_grows_with_the_words_and_with_the_rule() -> None:
    trust = Trust(0.2, 0.4, 0.3, rule=0.8, apart=-0.7)
    assert trust.read(0.9, 2.0) > trust.read(0.9, -2.0) > trust.read(0.5, -2.0)
    assert trust.read(0.9, 9.0) == trust.read(0.9, 5.0)
    assert trust.read(0.9, 0.0) > trust.read(0.9, None)
    assert trust.read(1.0, 0.0) < 1
    assert trust.weighed(0.0) == pytest.approx(weights.share(0.2))


@given(st.floats(0.01, 0.99))
def test_odds_and_shares_are_inverse(share: float) -> None:
    assert weights.share(weights.logit(share)) == pytest.approx(share)


def test_the_packaged_weights_are_as_they_would_be_written() -> None:
    path = resources.ontology() / "patterns" / "weights.yaml"
    model = wording.weighed().weights
    assert model is not None
    assert weights.written(model) == path.read_text(encoding="utf-8")
    assert re.search(r'"S .*": \d', weights.written(model))
