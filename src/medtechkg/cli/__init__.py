"""The command line: build a graph, check it, ask it, take it elsewhere.

Each command is a thin shell over one call of the library, whose modules are imported only when the
command runs, so that ``--help`` is instant. Here, and only here, an error becomes one line and an
exit code: 1 for an error, 2 for findings or a misused command, 130 for an interruption.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medtechkg.cli import screen, texts
from medtechkg.cli.commands import app
from medtechkg.errors import MedtechkgError, ViolationError

if TYPE_CHECKING:
    from medtechkg.model import Finding

__all__ = ["main", "texts"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code."""
    try:
        app(args=_graph_first(arguments), prog_name="medtechkg")
    except ViolationError as error:
        screen.findings(_findings(error), sys.stderr)
        screen.error(str(error))
        raise SystemExit(2) from error
    except MedtechkgError as error:
        screen.error(str(error))
        raise SystemExit(1) from error
    finally:
        _flush()


def _graph_first(arguments: Sequence[str] | None) -> list[str]:
    """Take ``--graph DIR`` wherever it stands; it is the one option of all commands."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    first: list[str] = []
    for option in ("--graph", "-g"):
        if option in rest[:-1]:
            at = rest.index(option)
            first = rest[at : at + 2]
            del rest[at : at + 2]
    for argument in [each for each in rest if each.startswith("--graph=")]:
        rest.remove(argument)
        first = [argument]
    return [*first, *rest]


def _findings(error: ViolationError) -> list[Finding]:
    from medtechkg.model import Finding

    return [found for found in error.findings if isinstance(found, Finding)]


def _flush() -> None:
    """Send what is left; nobody reading on is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
