"""The commands that read texts and make no graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandline import Run, folder, run
from medtechkg import pipeline
from test_pipeline import ontology, rules

__all__ = ["folder", "ontology", "rules", "run"]  # fixtures


def test_evaluate(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Northmoor University has announced a diploma.\n")
    gold = {"kind": "entity", "subject": "Northmoor University", "subject_type": "University"}
    (tmp_path / "a.gold.json").write_text(json.dumps([gold | {"mention": "Northmoor University"}]))
    found = run("evaluate", str(tmp_path))
    assert "all documents" in found.out
    assert "1.00" in found.out
    (tmp_path / "a.txt").unlink()
    assert "give --documents" in run("evaluate", str(tmp_path)).err


GOLD = (
    {"kind": "entity", "subject": "Northmoor University", "subject_type": "University"},
    {"kind": "relation", "subject": "Tarn", "predicate": "funds", "object": "A", "quote": "Tarn."},
)


@pytest.fixture
def annotated(tmp_path: Path, rules: pipeline.Rules, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "load_rules", lambda **_: rules)
    text = "Northmoor University is based in Birmingham.\n"
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(text)
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(GOLD))
    return tmp_path


def test_evaluation_tells_totals_of_each_property(run: Run, annotated: Path) -> None:
    lines = run("evaluate", str(annotated)).out.splitlines()
    assert [line.split()[0] for line in lines[2:5]] == ["a", "b", "all"]
    assert ["funds", "0.00", "-", "0.00", "0/2", "0/0"] in [line.split() for line in lines]
    assert ["locatedIn", "-", "0.00", "0.00", "0/0", "0/2"] in [line.split() for line in lines]
    assert "right class: 2 of 2 entities found" in lines
    assert lines[-1].split()[-3:] == ["2", "0", "0.00"]


def test_evaluation_lists_errors_with_their_quotes(run: Run, annotated: Path) -> None:
    found = run("evaluate", str(annotated), "--errors").out
    assert found.count("\nb: missed\n  relation   Tarn | funds | A\n    │ Tarn.\n") == 1
    wrong = found.split("\nb: wrong\n")[1]
    assert "  entity     Birmingham | Region  [rule " in wrong
    assert "  relation   Northmoor University | locatedIn | Birmingham  [rule " in wrong
    assert "    │ Northmoor University is based in Birmingham.\n" in wrong


def test_evaluation_for_programs(run: Run, annotated: Path) -> None:
    told = json.loads(run("evaluate", str(annotated), "--format", "json").out)
    assert list(told["documents"]) == ["a", "b"]
    assert told["total"]["kinds"]["entity"]["annotated"] == 2
    assert told["total"]["properties"]["funds"]["recall"] == 0
    assert told["total"]["classes"] == {"accuracy": 1, "found": 2, "right": 2}
    assert "missed" not in told["documents"]["a"]
    told = json.loads(run("evaluate", str(annotated), "-f", "json", "--errors").out)
    assert told["documents"]["a"]["missed"] == [GOLD[1]]
    assert all(row["rule"] and row["quote"] for row in told["documents"]["a"]["wrong"])
    assert "missed" not in told["total"]


def test_a_page_is_written_in_place_of_records(run: Run, annotated: Path) -> None:
    text, page = str(annotated / "a.txt"), annotated / "a.html"
    found = run("extract", text, "--html", str(page))
    assert found.code == 0
    assert found.out.startswith(f"The page is in {page}: 1 passage, 2 names, 1 relation, ")
    assert found.out.count("\n") == 1
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert "https://w3id.org/medtechkg/id/organisation/northmoor-university" in written
    assert [path.name for path in annotated.glob("*.html*")] == ["a.html"]
    assert run("extract", text, "--html", "-").out == written


@pytest.mark.parametrize(
    ("file", "page", "words"),
    [("a.txt", "none/a.html", "cannot be written"), ("*.txt", "a.html", "one document, not 2")],
)
def test_a_page_that_cannot_be_made_is_an_error(
    run: Run, annotated: Path, file: str, page: str, words: str
) -> None:
    (annotated / "b.txt").write_text("Northmoor University is based in Leeds.\n")
    found = run("extract", str(annotated / file), "--html", str(annotated / page))
    assert found.code == 1
    assert words in found.err
    assert found.err.count("\n") == 1


def test_rules_are_counted_as_they_read_alone(
    run: Run, annotated: Path, rules: pipeline.Rules
) -> None:
    assert rules.unweighed().reading.weights is None
    assert rules.unweighed().digest not in (rules.digest, rules.confident(0.5).digest)
    target = annotated / "counts.yaml"
    told = run("evaluate", str(annotated), "--calibration", str(target)).err
    assert f"How often 1 rules were right is in {target}." in told
    assert target.read_text().splitlines()[-1] == "based-in: [0, 2]"


def test_what_is_read_with_little_confidence_can_be_left_out(run: Run, annotated: Path) -> None:
    text = str(annotated / "a.txt")
    kinds = [
        json.loads(line)["kind"]
        for line in run("extract", text, "-f", "jsonl").out.split("\n")
        if line
    ]
    assert "relation" in kinds
    sure = run("extract", text, "-f", "jsonl", "--min-confidence", "1").out
    assert "relation" not in sure
    assert "entity" in sure
    lines = run("evaluate", str(annotated), "--min-confidence", "1").out.splitlines()
    assert ["locatedIn", "-", "-", "0.00", "0/0", "0/0"] not in [line.split() for line in lines]
