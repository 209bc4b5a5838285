"""A limit in time: what is asked runs in a process of its own, which can be ended.

The engine cannot be stopped once it runs, nor can a thread. So a graph on disk is opened once more,
read-only, by a second process that is kept for the next question; what goes between the two is the
function to call and what it returns. A process that is ended harms nothing, and another takes its
place.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import finalize

from medtechkg import store as stores_on_disk
from medtechkg.errors import GraphError, LimitError

if TYPE_CHECKING:
    from medtechkg.store import Embedded
    from medtechkg.stores import Manifest, Store

__all__ = ["LIMIT", "Limits", "serve", "watched"]

#: How many seconds a question may take if nothing else is said.
LIMIT = 30.0
#: How much later a process ends itself, should nobody be left to do so.
_GRACE = 5.0

_T = TypeVar("_T")


class Limits:
    """Calls functions over one graph on disk, each in a process that is ended if it takes too long.

    Calls from several threads go to several processes.
    """

    def __init__(self, store: Embedded) -> None:
        assert store.folder is not None
        self.store = store
        self.folder = store.folder
        self._idle: list[_Worker] = []

    def call(
        self,
        seconds: float,
        function: Callable[..., _T],
        /,
        *arguments: object,
        **named: object,
    ) -> _T:
        """Call a function of a module with the graph and what else it takes.

        Raises:
            LimitError: if it took more than ``seconds``.
            Exception: whatever the function raises.
        """
        worker = self._idle.pop() if self._idle else _Worker(self.folder, self.store.manifest)
        found = worker.call(seconds, (function, arguments, named))
        self._idle.append(worker)
        if isinstance(found, _Failure):
            raise found.error()
        return cast("_T", found)


class _Failure:
    """An error on its way from process to process: of what kind, and in which words."""

    def __init__(self, error: Exception) -> None:
        self.kind, self.message = type(error), str(error)

    def error(self) -> Exception:
        found = self.kind.__new__(self.kind)
        Exception.__init__(found, self.message)
        return found


class _Worker:
    """A process that has the graph open and waits for what to call."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # an interruption is for the first process to deal with
        )
        self.end = finalize(self, _end, self.process)
        self._send(sys.path)
        self._send((folder, manifest))

    def call(self, seconds: float, asked: object) -> object:
        """Send what to call, and wait for what comes of it."""
        ended: list[float] = []

        def end() -> None:
            ended.append(seconds)
            self.process.kill()

        try:
            with watched(seconds, end):
                self._send((seconds, asked))
                assert self.process.stdout is not None
                return pickle.load(self.process.stdout)
        except BaseException as error:  # an interruption among them
            self.end()
            if ended:
                raise LimitError.after(seconds) from error
            if isinstance(error, (EOFError, OSError)):
                problem = "the process that was asked came to an end"
                raise GraphError(f"{problem}; ask again, or for less") from error
            raise

    def _send(self, what: object) -> None:
        assert self.process.stdin is not None
        pickle.dump(what, self.process.stdin)
        self.process.stdin.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


# -- the second process -----------------------------------------------------------------------

_PROGRAM = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from medtechkg import limits
limits.serve()
"""


def serve() -> None:
    """Answer calls until nobody is left to ask; what is printed meanwhile goes to stderr."""
    asked = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        graph = stores_on_disk.reopen(*pickle.load(asked))
        with suppress(EOFError):
            while True:
                seconds, call = pickle.load(asked)
                with watched(seconds + _GRACE, _leave):
                    told = _called(graph, *call)
                out.write(told)
                out.flush()


def _called(
    graph: Store,
    function: Callable[..., object],
    arguments: tuple[object, ...],
    named: Mapping[str, object],
) -> bytes:
    try:
        return pickle.dumps(function(graph, *arguments, **named))
    except Exception as error:  # whatever it is, the first process is to know
        return pickle.dumps(_Failure(error))


def _leave() -> None:
    os._exit(1)


@contextmanager
def watched(seconds: float | None, end: Callable[[], None]) -> Iterator[None]:
    """Call ``end``, from another thread, if what is done within takes too long.

    The engine lets other threads run meanwhile; it cannot be stopped but with its process.
    """
    if seconds is None:
        yield
        return
    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
