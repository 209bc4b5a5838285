"""The command that learns weights, and the commands that read with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandline import Run, folder, run
from medtechkg import readers, resources
from test_learning import gold, text

__all__ = ["folder", "run"]  # fixtures

pytest.importorskip("scipy")


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """Annotated pages whose phrase no rule reads, with towns and firms that a register holds."""
    made = tmp_path / "pages"
    made.mkdir()
    for number in range(12):
        (made / f"{number:02}.txt").write_text(real(text(number)), encoding="utf-8")
        rows = json.loads(real(json.dumps(gold(number))))
        (made / f"{number:02}.gold.json").write_text(json.dumps(rows), encoding="utf-8")
    return made


def real(told: str) -> str:
    """The names of the small vocabulary as others that shape or register show."""
    names = {
        "Tarn & Sons": "Tarn Lasers Ltd",
        "Calder Instruments": "Calder Lasers Ltd",
        "Eastvale": "Leeds",
        "Westmarch": "Sheffield",
        "Northmoor": "Birmingham",
    }
    for name, other in names.items():
        told = told.replace(name, other)
    return told


def test_learn_writes_weights_that_extract_reads_with(
    run: Run, annotated: Path, tmp_path: Path
) -> None:
    target = tmp_path / "own.yaml"
    found = run("learn", str(annotated), "--afresh", "-o", str(target))
    assert found.code == 0, found.err
    assert found.out.startswith(f"The weights are in {target}: ")
    lines = [line.split() for line in found.out.splitlines()]
    assert ["rules", "alone", "0.00", "0.00", "0.00"] in lines
    assert ["both", "1.00", "1.00", "1.00"] in lines
    page = tmp_path / "new.txt"
    page.write_text(real(text(40)), encoding="utf-8")
    rows = [
        json.loads(line)
        for line in run(
            "extract", str(page), "-f", "jsonl", "--weights", str(target)
        ).out.splitlines()
    ]
    (row,) = (row for row in rows if row["kind"] == "relation")
    assert (row["subject"], row["object"]) == ("Tarn Lasers Ltd", "Sheffield")
    assert row["rule"] == "weighed:locatedIn"
    assert "“" in row["because"]
    again = tmp_path / "again.yaml"
    run("learn", str(annotated), "--afresh", "-o", str(again))
    assert again.read_bytes() == target.read_bytes()


def test_a_page_without_a_text_is_told(run: Run, annotated: Path) -> None:
    (annotated / "03.txt").unlink()
    found = run("learn", str(annotated))
    assert (found.code, found.err.count("\n")) == (1, 1)
    assert "03.txt: the text of the annotations is missing; give --documents" in found.err


def test_nothing_to_learn_from_is_told(run: Run, tmp_path: Path) -> None:
    assert "there are no annotations (*.gold.json)" in run("learn", str(tmp_path)).err


def test_weights_that_are_not_there_are_told(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "new.txt"
    page.write_text("All was well.", encoding="utf-8")
    found = run("extract", str(page), "--weights", str(tmp_path / "none.yaml"))
    assert found.code == 1
    assert "none.yaml: cannot be read: No such file or directory; check the path" in found.err


def test_weights_are_named_by_a_setting_and_tell_readings_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.yaml"
    packaged = resources.ontology() / "patterns" / "weights.yaml"
    own.write_text(packaged.read_text(encoding="utf-8").replace("least: 0.3", "least: 0.2"))
    usual = readers.load_rules()
    monkeypatch.setenv("MEDTECHKG_WEIGHTS", str(own))
    other = readers.load_rules()
    assert usual.digest != other.digest
    assert other.weights == own
    assert other.reading.weights is not None
    assert other.reading.weights.read.least == 0.2
    assert readers.load_rules(weights=own).digest == other.digest
