"""The documents tell the truth: their code runs, and what they name is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import medtechkg
from medtechkg import errors, export, questions
from medtechkg.cli.commands import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORDS = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
COMMANDS = {str(command.callback.__name__) for command in app.registered_commands}  # type: ignore[union-attr]

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def seeds(seeds_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEDTECHKG_GRAPH", str(seeds_folder))
    return seeds_folder


def test_the_tour_runs(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tour,) = _blocks(README, "python")
    known: dict[str, object] = {}
    exec(compile(tour, "README.md", "exec"), known)
    assert "University of Leeds | National Health Service" in capsys.readouterr().out
    assert known["policies"]
    assert len(known["network"]) > 10  # type: ignore[arg-type]
    assert len(known["dataset"]) > 1000  # type: ignore[arg-type]
    assert len(tour.splitlines()) <= 12


def _commands() -> list[tuple[str, list[str]]]:
    found = []
    for block in _blocks(README, "console"):
        for part in block.split("$ ")[1:]:
            command, *lines = part.rstrip("\n").splitlines()
            found.append((command, lines))
    return found


@pytest.mark.parametrize(("command", "printed"), _commands(), ids=[c for c, _ in _commands()])
def test_commands_of_the_readme_run(
    command: str, printed: list[str], seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "my-reports").mkdir()
    (tmp_path / "my-reports" / "report.txt").write_text("Northmoor University is in Eastvale.\n")
    graph = tmp_path / "graph" if " build " in command else seeds
    found = subprocess.run(
        [*_shell(), command.replace("medtechkg", f"{sys.executable} -m medtechkg", 1)],
        cwd=tmp_path,
        env={**os.environ, "MEDTECHKG_GRAPH": str(graph)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout
    assert [line for line in found.stdout.splitlines() if line in printed] == printed


def test_the_empty_answer_shown_is_what_is_said(seeds: Path) -> None:
    asked = "medtechkg ask provision-by-level --region Fife"
    shown = README.split(asked)[1].split("```")[1].strip().splitlines()
    answer = medtechkg.open(seeds).ask("provision-by-level", region="Fife")
    told = [answer.empty, *answer.known]
    assert [line.strip() for line in shown[: len(told)]] == told


def _shell() -> list[str]:
    return ["bash", "-c"]


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@every_page
def test_paths_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:ontology|queries|seeds|src|tests|docs)/[\w./-]*)`", text):
        assert "NN" in path or (ROOT / path).exists(), path


@every_page
def test_commands_named_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"\bmedtechkg ([a-z]+)\b(?= [A-Z\"<-]|`)", text):
        assert name in COMMANDS, name


@every_page
def test_terms_named_are_declared(page: Path) -> None:
    declared = "".join(p.read_text() for p in sorted((ROOT / "ontology").glob("*.ttl")))
    for term in re.findall(r"\bmtk:\w+", page.read_text(encoding="utf-8")):
        assert re.search(rf"^{term}$", declared, re.MULTILINE), term


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert re.search(rf"medtechkg {name}\b|`{name}`", README), name


def test_every_target_of_make_is_told() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    for target in phony.split():
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        assert f"make {target}" in README or target == "clean", target
    for target in re.findall(r"\bmake ([a-z]+)\b(?=`| +#)", WORDS):
        assert target in phony.split(), target


def test_layers_drawn_are_the_layers_checked() -> None:
    drawn = README.split("## Layout")[1].split("## Contribute")[0].split("importing only")[1]
    contract = (ROOT / "pyproject.toml").read_text().split("layers = [")[1].split("\n]\n")[0]
    modules = set(re.findall(r"\w+", re.sub(r"#.*", "", contract)))
    for line in drawn.splitlines():
        for name in re.findall(r"\w+", line[4:].split("  ")[0] if line.startswith("    ") else ""):
            assert name in modules, name


def test_number_of_questions_is_right() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert f"Ask {len(questions.catalogue())} competency questions" in changelog


def test_questions_named_are_there() -> None:
    for name in re.findall(r"medtechkg ask ([a-z0-9-]+)|\.ask\(\"([a-z0-9-]+)\"", README):
        assert questions.question("".join(name))


def test_formats_told() -> None:
    assert (
        f"export to {['no', 'one', 'two', 'three', 'four', 'five', 'six'][len(export.Format)]} RDF"
    )


def test_public_names_are_exact() -> None:
    assert medtechkg.__all__ == sorted(medtechkg.__all__)
    assert dir(medtechkg) == medtechkg.__all__
    for name in medtechkg.__all__:
        assert getattr(medtechkg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = medtechkg.nothing


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, medtechkg\n"
        "print({'rdflib', 'pyoxigraph', 'typer', 'networkx', 'yaml'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_error_tree_is_drawn_as_it_is() -> None:
    assert errors.__doc__ is not None
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__)
    assert drawn == [cls.__name__ for cls in errors.MedtechkgError.__subclasses__()]


def test_every_module_says_what_it_exports() -> None:
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        gathers = path.name == "__init__.py" and "import" not in text.replace(
            "__future__ import", ""
        )
        assert "__all__ = [" in text or path.name == "__main__.py" or gathers, path
        assert text.startswith('"""'), path
