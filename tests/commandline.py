"""What the tests of the command line share: a graph on disk, and commands that are run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medtechkg import cli, store

Run = Callable[..., "Result"]


class Result:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture(scope="session")
def folder(graph: store.Embedded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented graph on disk."""
    made = tmp_path_factory.mktemp("graph")
    store.build(made, graph)
    return made


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the invented graph."""
    monkeypatch.setenv("MEDTECHKG_GRAPH", str(folder))

    def command(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        code = left.value.code
        out, err = capfd.readouterr()
        return Result(code if isinstance(code, int) else 0, out, err)

    return command
