"""The commands that tell what lies between things, and the same from Python."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from commandline import Run, folder, run
from medtechkg.graphs import Graph
from medtechkg.store import Store

__all__ = ["folder", "run"]  # fixtures


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("links",), "University of Westmarch  Stride Works Ltd  direct"),
        (("links", "--from", "College", "--to", "Business", "--kind", "direct"), "No document"),
        (("path", "Harebell Gait Ltd", "UWM"), "1. Harebell Gait Ltd – "),
        (("neighbours", "Limb Laboratory"), "  Eastvale Council — funds — Limb Laboratory"),
        (("gaps", "--region", "Westmarch"), "no qualification known"),
        (("compare", "Eastvale", "Westmarch"), "40 (undated)"),
        (("conflicts", "--about", "Eastvale"), "part exceeds whole"),
        (("timeline", "--about", "Gait Hall"), "2033-06-12  day"),
        (("suggest",), "1. Suggestion: "),
        (("suggest", "Harebell Gait Ltd", "--to", "University"), "both are active in"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_each_answers(run: Run, arguments: tuple[str, ...], expected: str) -> None:
    found = run(*arguments)
    assert found.code == 0
    assert expected in found.out + found.err
    assert "Known from: " in found.err


def test_an_answer_says_whether_it_is_complete(run: Run) -> None:
    assert "Complete: " in run("links").err
    assert "The first 1 rows; there are more (limit 1)." in run("links", "--limit", "1").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("links",),
        ("path", "Harebell Gait Ltd", "UWM"),
        ("neighbours", "UWM"),
        ("gaps",),
        ("compare", "Eastvale", "Westmarch"),
        ("conflicts",),
        ("timeline",),
        ("suggest",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_each_is_for_programs_too(run: Run, arguments: tuple[str, ...]) -> None:
    as_json = json.loads(run(*arguments, "--format", "json").out)
    as_csv = list(csv.reader(io.StringIO(run(*arguments, "--format", "csv").out)))
    assert as_json["state"] == "complete"
    assert as_json["columns"] == as_csv[0]
    assert len(as_json["rows"]) == len(as_csv) - 1 > 0
    assert {"quote", "document"} <= set(as_csv[0])
    assert run(*arguments, "--format", "md").out.startswith("| ")


@pytest.mark.parametrize("arguments", [("compare", "Eastvale", "Westmarch"), ("timeline",)])
def test_charts_are_put_in_place(run: Run, arguments: tuple[str, ...], tmp_path: Path) -> None:
    target = tmp_path / "drawn.svg"
    found = run(*arguments, "--chart", str(target))
    assert f"The chart is in {target}." in found.err
    assert ElementTree.parse(target).getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("links", "--kind", "friendship"), "there is no kind of link “friendship”"),
        (("links", "--from", "Univercity"), "is the class University meant"),
        (("path", "UWM", "University of Westmarch"), "are the same thing"),
        (("neighbours", "UWM", "--view", "nothing"), "there is no view “nothing”"),
        (("compare", "Eastvale"), "compare 2 to 4 regions, not 1"),
        (("timeline", "--region", "Atlantis-on-Sea"), "nothing of class Region is called"),
        (("suggest", "Nobody at all"), "nothing is called “Nobody at all”"),
    ],
)
def test_what_will_not_do_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    found = run(*arguments)
    assert found.code == 1
    assert message in found.err
    assert len(found.err.splitlines()) == 1


def test_from_python(graph: Store) -> None:
    found = Graph(graph)
    answers = (
        found.links(kind="direct"),
        found.path("Harebell Gait Ltd", "UWM"),
        found.neighbours("UWM"),
        found.gaps("Westmarch"),
        found.compare("Eastvale", "Westmarch"),
        found.conflicts(),
        found.timeline("Gait Hall"),
        found.suggest("Harebell Gait Ltd", target="University"),
    )
    for answer in answers:
        assert answer.state == "complete"
        assert all(row["quote"] or row["evidence_iri"] == "" for row in answer)
