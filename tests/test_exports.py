from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from commandline import Run, folder, run
from medtechkg import export, networks, store
from medtechkg.cli import exports
from medtechkg.graphs import Graph

__all__ = ["folder", "run"]

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_every_format_can_be_asked_for() -> None:
    assert [syntax.value for syntax in exports.Syntax] == export.names()


@pytest.mark.parametrize("key", [network.key for network in export.Network])
def test_export_of_the_network(
    run: Run, graph: store.Store, tmp_path: Path, key: str, bundled: None
) -> None:
    path = tmp_path / f"network.{key}"
    found = run("export", "-o", str(path), "--view", "collaboration")
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith(f"{len(list(networks.nodes(graph, 'collaboration')))} things, ")
    written = path if key != "csv" else tmp_path / "network-edges.csv"
    options = export.Options("collaboration")
    assert written.read_bytes() == export.write(graph, export.of(key), options=options)


def test_a_pipe_gets_the_network_alone(run: Run) -> None:
    found = run("export", "-f", "csv", "-o", "-", "--class", "organisation", "--limit-nodes", "3")
    assert found.code == 0
    assert found.out.startswith("Source,Target,Type,Id,Label,Weight,")
    assert "3 things" in found.err
    assert "left out" in found.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "ttl", "--view", "skills"), "ttl is RDF, all of it; give a format such as gexf"),
        (("-f", "gexf", "--only", "x"), "--only names a graph of RDF, and gexf is the network"),
        (("-o", "network.docx"), "its name does not tell the format"),
        (("-f", "gexf", "--class", "universitty"), "did you mean University?"),
        (("-f", "gexf", "--view", "none"), "the views are everything, collaboration"),
        (("-f", "gexf", "-o", "no/such/folder/a.gexf"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    found = run("export", *arguments)
    assert found.code == 1
    assert found.out == ""
    assert said in found.err
    assert len(found.err.splitlines()) == 1


def test_nobody_reading_on_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m medtechkg export -f gexf 2>/dev/null | head -1"
    found = subprocess.run(
        ["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env={**os.environ, "MEDTECHKG_GRAPH": str(folder)},
    )
    assert found.stdout.splitlines()[-1] == "0"


def test_from_python(graph: store.Store, tmp_path: Path) -> None:
    path = tmp_path / "network.svg"
    assert Graph(graph).export("svg", path, view="skills", classes=["Skill", "Agent"]) is None
    assert ElementTree.parse(path).getroot().tag.endswith("svg")
    assert Graph(graph).export("gexf", limit=4).count(b"<node ") == 4  # type: ignore[union-attr]


def test_the_picture_of_the_docs_is_made_by_the_code(
    graph: store.Store, request: pytest.FixtureRequest
) -> None:
    options = export.Options("collaboration")
    made = export.write(graph, export.Network.SVG, options=options)
    if request.config.getoption("--update"):
        (DOCS / "network.svg").write_bytes(made or b"")
    assert (DOCS / "network.svg").read_bytes() == made


def test_the_docs_name_every_form_and_option() -> None:
    told = (DOCS / "gephi.md").read_text(encoding="utf-8")
    for network in export.Network:
        assert f"`{network.key}`" in told or f"network.{network.key}" in told, network.key
    for option in ("--view", "--class", "--limit-nodes"):
        assert option in told
