"""The command line: build a graph, check it, ask it, take it elsewhere.

Each command is a thin shell over one call of the library, whose modules are imported only when the
command runs, so that ``--help`` is instant. Here, and only here, an error becomes one line and an
exit code: 1 for an error or a misused command, 2 for violations, 130 for an interruption.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO, cast

import typer

from medtechkg.cli import (
    connections,
    corpus,
    exports,
    learning,
    networks,
    remote,
    screen,
    texts,
)
from medtechkg.cli.commands import app
from medtechkg.errors import MedtechkgError, ReadingWarning, ViolationError

if TYPE_CHECKING:
    from medtechkg.findings import Finding

__all__ = ["connections", "corpus", "exports", "learning", "main", "networks", "remote", "texts"]

#: What typer raises of a command that is misused: an unknown option, a value that will not do.
_MISUSE = cast("type[Exception]", typer.BadParameter.__mro__[2])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code."""
    warnings.showwarning = _warned
    try:
        code = app(args=_common_first(arguments), prog_name="medtechkg", standalone_mode=False)
        raise SystemExit(code if isinstance(code, int) else 0)
    except _MISUSE as error:
        screen.error(_misused(error))
        raise SystemExit(1) from error
    except (typer.Abort, KeyboardInterrupt) as error:
        raise SystemExit(130) from error
    except BrokenPipeError as error:
        raise SystemExit(0) from error
    except ViolationError as error:
        screen.findings(_findings(error), sys.stderr)
        screen.error(str(error))
        raise SystemExit(2) from error
    except MedtechkgError as error:
        screen.error(str(error))
        raise SystemExit(1) from error
    finally:
        _flush()


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say in one line what was left unread; what only concerns programmers, as Python does."""
    if issubclass(category, ReadingWarning):
        screen.warning(str(message))
    else:
        told = warnings.formatwarning(message, category, filename, lineno, line)
        (file or sys.stderr).write(told)


def _misused(error: Exception) -> str:
    """Say in one line what is wrong with a command, and where its use is explained."""
    said = str(getattr(error, "format_message", error.__str__)()).replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "medtechkg"
    return f"{said.rstrip('.')}; see `{command} --help`"


def _common_first(arguments: Sequence[str] | None) -> list[str]:
    """Take the options that all commands have, wherever they stand."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    first: list[str] = []
    for option in _OF_ALL:
        if option in rest[:-1]:
            at = rest.index(option)
            first += rest[at : at + 2]
            del rest[at : at + 2]
        for argument in [each for each in rest if each.startswith(f"{option}=")]:
            rest.remove(argument)
            first.append(argument)
    return [*first, *rest] if rest else [*first, "--help"]


#: The options that every command has; all take a value.
_OF_ALL = ("--graph", "-g", "--endpoint", "--timeout")


def _findings(error: ViolationError) -> list[Finding]:
    from medtechkg.findings import Finding

    return [found for found in error.findings if isinstance(found, Finding)]


def _flush() -> None:
    """Send what is left; nobody reading on is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
