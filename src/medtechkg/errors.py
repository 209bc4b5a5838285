"""The errors of medtechkg, one tree.

Every message says what went wrong, where, and what to do about it::

    MedtechkgError
    ├── SourceError      a document could not be read
    ├── SeedError        a file of the ontology, the patterns, the queries or the seeds is malformed
    ├── QueryError       SPARQL did not parse, or a question lacks or misnames a parameter
    ├── NotFoundError    nothing is known under that name or IRI
    ├── GraphError       the graph folder is missing, unreadable or of another version
    ├── EndpointError    a SPARQL endpoint does not answer as it should
    ├── LimitError       what was asked took longer than it may
    └── ViolationError   what was built breaks the shapes and was not put in place

Findings (what validation reports) are values, never exceptions; a ``ViolationError`` carries them.
What was read only in part is told by a ``ReadingWarning``.
Only the command line turns an error into one line and an exit code.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "EndpointError",
    "GraphError",
    "LimitError",
    "MedtechkgError",
    "NotFoundError",
    "QueryError",
    "ReadingWarning",
    "SeedError",
    "SourceError",
    "ViolationError",
]


class MedtechkgError(Exception):
    """The root of the tree: anything a user can mend."""


class SourceError(MedtechkgError):
    """A document could not be read."""

    def __init__(self, source: str | Path, problem: str, remedy: str) -> None:
        super().__init__(f"{source}: {problem}; {remedy}")
        self.source = str(source)
        self._told = str(source), problem, remedy

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str]]:
        return type(self), self._told  # an error of another process is told as it is here


class SeedError(MedtechkgError):
    """A file of the ontology, the patterns, the queries or the seeds is malformed."""

    def __init__(
        self, path: str | Path, problem: str, remedy: str, line: int | None = None
    ) -> None:
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {problem}; {remedy}")
        self.path = str(path)
        self.line = line
        self._told = str(path), problem, remedy, line

    def __reduce__(self) -> tuple[type[SeedError], tuple[str, str, str, int | None]]:
        return type(self), self._told


class QueryError(MedtechkgError):
    """SPARQL did not parse, or a question lacks or misnames a parameter."""


class NotFoundError(MedtechkgError):
    """Nothing is known under that name or IRI."""


class GraphError(MedtechkgError):
    """The graph folder is missing, unreadable or of another version."""


class EndpointError(MedtechkgError):
    """A SPARQL endpoint does not answer as it should; ``code`` is that of HTTP, if it gave one."""

    def __init__(self, url: str, problem: str, remedy: str, code: int | None = None) -> None:
        super().__init__(f"{url}: {problem}; {remedy}")
        self.code = code
        self._told = url, problem, remedy, code

    def __reduce__(self) -> tuple[type[EndpointError], tuple[str, str, str, int | None]]:
        return type(self), self._told


class LimitError(MedtechkgError):
    """What was asked took longer than it may, and was ended."""

    @classmethod
    def after(cls, seconds: float) -> LimitError:
        """Say after how many seconds."""
        return cls(
            f"the query was ended after {seconds:g} s; narrow it, add LIMIT, or raise --timeout"
        )


class ViolationError(MedtechkgError):
    """What was built breaks the shapes; ``findings`` says where."""

    def __init__(self, message: str, findings: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class ReadingWarning(UserWarning):
    """Something in a document was left unread; the message says what and why."""
