"""Where the data folders are: beside the package when installed, at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ontology", "queries", "seeds"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def ontology() -> Path:
    """The folder of the OWL modules, shapes, schemes, registers, patterns and rules."""
    return _folder("ontology")


def queries() -> Path:
    """The folder of the competency questions."""
    return _folder("queries")


def seeds() -> Path:
    """The folder of the seed documents and ``documents.toml``."""
    return _folder("seeds")
