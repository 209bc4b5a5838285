"""What people see on a terminal, and what goes into a pipe."""

from __future__ import annotations

import io
import sys

import pytest

from medtechkg.cli import screen


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_on_a_terminal_unless_refused(
    monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    screen.say("Which?", "head", terminal)
    assert ("\x1b[" in terminal.getvalue()) is coloured
    assert "Which?" in terminal.getvalue()


def test_progress_is_shown_to_whom_it_may_concern(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with screen.progress("building") as tell:
        tell("read", 1, 2)
    assert "building: read" in terminal.getvalue()
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with screen.progress("building") as tell:
        tell("read", 1, 2)
    assert pipe.getvalue() == ""
