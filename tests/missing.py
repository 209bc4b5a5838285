"""A package that is not installed, as far as a test can tell."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder

import pytest


class _Without(MetaPathFinder):
    """Finds nothing, and stops the search at one package."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] == self._package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return


def hide(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let every import of the package fail; what is imported of it already is set aside.

    `__import__` stays as it is: other threads of the test's process import too.
    """
    for name in [each for each in sys.modules if each.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Without(package), *sys.meta_path])
