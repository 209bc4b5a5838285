from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).resolve().parent.parent


def test_a_bundle_of_the_same_sources_is_kept(
    bundled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatch_build, "npm", lambda *_, **__: pytest.fail("npm was run"))
    hatch_build.bundle()
    told = hatch_build.BUNDLE.read_text(encoding="utf-8")
    assert told.startswith(f"/*! medtechkg page {hatch_build._digest()} */")


def test_a_bundle_of_other_sources_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(hatch_build, "BUNDLE", tmp_path / "network.js")
    monkeypatch.setattr(hatch_build, "npm", lambda *words, folder: asked.append(words))
    monkeypatch.setattr(hatch_build, "_esbuild", lambda folder: "bundled();")
    for _ in range(2):
        hatch_build.bundle()
    assert asked == [("install",)]
    (tmp_path / "network.js").write_text("/*! medtechkg page 0123 */\n")
    hatch_build.bundle()
    assert len(asked) == 2
    assert (tmp_path / "network.js").read_text().endswith("bundled();")


def test_without_a_registry_the_build_goes_on_and_says_so(tmp_path: Path) -> None:
    """As hatchling runs it, in a process of its own."""
    code = (
        "import sys, hatch_build, pathlib, subprocess\n"
        "def none(*words, folder): raise subprocess.CalledProcessError(1, 'npm', '', 'no route')\n"
        "hatch_build.npm = none\n"
        "hatch_build.BUNDLE = pathlib.Path(sys.argv[1]) / 'network.js'\n"
        "class App:\n"
        "    def display_warning(self, text): print(text)\n"
        "hook = hatch_build.get_build_hook()\n"
        "made = hook.__new__(hook)\n"
        "hook.app = App()\n"
        "made.initialize('editable', {})\n"
    )
    pytest.importorskip("hatchling", reason="hatchling is only where the package is built")
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr
    assert "was not bundled (no route); everything else works" in ran.stdout


def test_versions_are_exact_and_no_lock_file_is_kept() -> None:
    import json

    told = json.loads((ROOT / "src" / "medtechkg" / "web" / "package.json").read_text())
    for group in ("dependencies", "devDependencies", "overrides"):
        assert all(version[0].isdigit() for version in told[group].values())
    assert not list((ROOT / "src" / "medtechkg" / "web").glob("*lock*"))


def test_what_went_wrong_is_said_in_a_line() -> None:
    assert hatch_build.said(OSError("full\nvery")) == "full"
    assert hatch_build.said(OSError()) == "OSError"
