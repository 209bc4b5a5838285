"""Files that are whole or not there: written aside, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from medtechkg.errors import GraphError

__all__ = ["put", "stream", "writing"]

_BLOCK = 1 << 16


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write, which takes its name only once all is written.

    Raises:
        GraphError: if it cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(path)
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror}); check the folder and its permissions"
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> None:
    """Write a file aside and then rename it, so that nobody reads half of it.

    Raises:
        GraphError: if it cannot be written.
    """
    with writing(path) as file:
        file.write(content)


def stream(pieces: Iterable[str], target: IO[bytes]) -> None:
    """Write pieces of text, as they come, as UTF-8."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _BLOCK:
            target.write("".join(held).encode())
            held, size = [], 0
    target.write("".join(held).encode())
