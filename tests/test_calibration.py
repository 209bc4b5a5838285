"""Confidence, and how far it can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import calibration, evaluation
from medtechkg.errors import SeedError
from medtechkg.language.rulebooks import CONFIDENCE, Rule, calibrated, read_counts
from medtechkg.records import Record

JUDGED = [
    ("mends", 0.9, True),
    ("mends", 0.9, True),
    ("mends", 0.72, False),
    ("breaks", 0.5, False),
]


def test_the_table_tells_how_much_of_what_was_read_was_right() -> None:
    assert list(calibration.reliability(JUDGED)) == [
        (0.5, 0.6, 1, 0),
        (0.7, 0.8, 1, 0),
        (0.9, 1.0, 2, 2),
    ]
    assert calibration.table(JUDGED).splitlines()[-1].split() == "0.9 to 1.0 2 2 1.00".split()


def test_what_is_counted_is_read_again(tmp_path: Path) -> None:
    counts = calibration.tally(JUDGED)
    assert counts == {"breaks": (0, 1), "mends": (2, 3)}
    path = tmp_path / "calibration.yaml"
    path.write_text(calibration.written(counts), encoding="utf-8")
    assert read_counts(path) == counts
    assert read_counts(tmp_path / "none.yaml") == {}


def test_a_rule_is_trusted_the_more_the_more_often_it_was_right(tmp_path: Path) -> None:
    rule = Rule(tmp_path, 1, "mends", ("{s} mends {o}",), {})
    assert calibrated(rule, {}).options["confidence"] == CONFIDENCE
    sure = calibrated(rule, {"mends": (90, 90)}).options["confidence"]
    unsure = calibrated(rule, {"mends": (0, 10)}).options["confidence"]
    assert unsure == 0.45 < CONFIDENCE < sure == 0.99


@pytest.mark.parametrize("text", ["mends: 3", "mends: [1, 2, 3]", "mends: [a, b]", "- mends", "{"])
def test_counts_that_cannot_be_read_are_an_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "calibration.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match="not counts by rule"):
        read_counts(path)


def test_an_evaluation_judges_each_relation_by_its_rule() -> None:
    gold: list[Record] = [{"kind": "relation", "subject": "A", "predicate": "funds", "object": "B"}]
    read: list[Record] = [
        {**gold[0], "rule": "pays", "confidence": 0.9},
        {**gold[0], "object": "C", "rule": "pays", "confidence": 0.8},
    ]
    scores = evaluation.total([evaluation.score(gold, read)])
    assert scores.judged == (("pays", 0.9, True), ("pays", 0.8, False))
