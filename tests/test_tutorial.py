"""The worked examples run, print what they show, and make the pictures shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medtechkg import pipeline

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGE = (DOCS / "tutorial.md").read_text(encoding="utf-8")
PICTURES = ("compare.svg", "network.svg", "timeline.svg")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the invented reports."""
    folder = tmp_path_factory.mktemp("reports")
    pipeline.build([DOCS / "reports"], folder=folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the commands leave their files."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(DOCS / "reports", folder / "docs" / "reports")
    return folder


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _commands() -> list[tuple[str, list[str]]]:
    parts = [part for block in _blocks("console") for part in block.split("$ ")[1:]]
    split = [part.rstrip("\n").splitlines() for part in parts]
    return [(lines[0], lines[1:]) for lines in split]


def _run(command: str, graph: Path, folder: Path) -> str:
    shell = command.replace("medtechkg", f"{sys.executable} -m medtechkg", 1)
    found = subprocess.run(
        ["bash", "-c", shell],
        cwd=folder,
        env={**os.environ, "MEDTECHKG_GRAPH": str(graph)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.mark.parametrize(("command", "printed"), _commands(), ids=[c for c, _ in _commands()])
def test_a_command_prints_what_is_shown(
    command: str, printed: list[str], reports: Path, made: Path
) -> None:
    graph = made / "graph" if " build " in command else reports
    lines = iter(_run(command, graph, made).splitlines())
    missing = [shown for shown in printed if shown not in lines]  # in the order they are shown
    assert not missing


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_command_makes(
    name: str, reports: Path, made: Path, request: pytest.FixtureRequest
) -> None:
    (command,) = [command for command, _ in _commands() if name in command]
    _run(command, reports, made)
    picture = DOCS / "pictures" / name
    if request.config.getoption("--update"):
        shutil.copy(made / name, picture)
    assert (made / name).read_bytes() == picture.read_bytes()
    assert f"(pictures/{name})" in PAGE


def test_the_python_runs(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDTECHKG_GRAPH", str(reports))
    for block in _blocks("python"):
        exec(compile(block, "tutorial.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "things around" in printed
    assert '"complete": false, "limit": 1, "rows": 1' in printed
    assert "No document read says" in printed


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own, in its query
def test_the_notebook_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    notebook = json.loads((DOCS / "notebook.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in notebook["cells"]), "kept without output"
    known: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"notebook {cell['id']}", "exec"), known)
    printed = capsys.readouterr().out
    assert "Brightwell Orthotics Ltd | collaboratesWith | Northmoor University" in printed
    assert "Calder Instruments Ltd" in str(known["names"])
    assert "True b'<svg " in printed
