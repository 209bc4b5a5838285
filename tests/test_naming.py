"""The section of a file of weights that says what names something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import wording
from medtechkg.errors import SeedError
from medtechkg.language import weights
from medtechkg.language.naming import Naming
from medtechkg.language.weights import Trust, Weights

LIMITS = {"name": 0.6, "concept": 0.6, "phrase": 0.5}
MODEL = Naming(
    LIMITS,
    {"name": 0.1, "concept": 0.2},
    -2.0,
    {"skill in _": 1.5, 'a "quoted" _': 0.5},
    {"Skill": -1.0, "SubSector": 0.25},
    {"skill in _": {"Skill": 2.0, "SubSector": -0.75}},
)
WEIGHTS = Weights((), Trust(0, 1, 0.3), Trust(0, 1, 0.4), {"collaboratesWith": -3.0}, {}, MODEL)


def load(folder: Path, text: str) -> Weights:
    path = folder / "weights.yaml"
    path.write_text(text, encoding="utf-8")
    return weights.load(path, wording.wider().vocabulary)


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    text = weights.written(WEIGHTS)
    assert load(tmp_path, text).naming == MODEL
    assert weights.written(load(tmp_path, text)) == text


def test_a_file_may_tell_nothing_of_names(tmp_path: Path) -> None:
    assert load(tmp_path, weights.written(replace(WEIGHTS, naming=None))).naming is None


def test_sums_are_those_of_the_features_known() -> None:
    assert MODEL.total(["skill in _", "unheard of"]) == -0.5
    assert MODEL.totals(["skill in _"]) == {"Skill": 1.0, "SubSector": -0.5}


def test_reasons_add_up_both_steps() -> None:
    assert MODEL.reasons(["skill in _", "unheard of"], "Skill") == "“skill in _” +3.5"
    assert MODEL.reasons(["unheard of"], "Skill") == ""


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("    Skill:", "    Skil:", "no class 'Skil'"),
        ("name: 0.6", "names: 0.6", "wants name, concept, phrase"),
        ("  anything:", "  something:", "naming wants least, drop, anything, classes"),
        ('"skill in _": 2.00', '"skill in _": lots', "no number: 'lots'"),
        ('"(bias)": -2.00', '"bias": -2.00', "anything has no (bias)"),
        ('"(bias)": -1.00', '"bias": -1.00', "Skill has no (bias)"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, right: str, wrong: str, problem: str
) -> None:
    text = weights.written(WEIGHTS)
    assert right in text
    with pytest.raises(SeedError) as caught:
        load(tmp_path, text.replace(right, wrong, 1))
    assert problem in str(caught.value)
    assert caught.value.line
