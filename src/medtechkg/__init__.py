"""An evidence-backed knowledge graph of the MedTech skills and innovation economy.

Build a graph with ``medtechkg.build()`` or the command ``medtechkg build``, then::

    graph = medtechkg.open()
    for row in graph.ask("skill-shortages"):
        print(row["skill"], row["quote"])

Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medtechkg.answers import Answer
    from medtechkg.errors import MedtechkgError
    from medtechkg.graphs import Graph, open
    from medtechkg.pipeline import build
    from medtechkg.things import Thing

__all__ = ["Answer", "Graph", "MedtechkgError", "Thing", "__version__", "build", "open"]

__version__ = "0.1.0"

_HOMES = {
    "Answer": "answers",
    "Graph": "graphs",
    "MedtechkgError": "errors",
    "Thing": "things",
    "build": "pipeline",
    "open": "graphs",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
