"""A span that looks like a name, as `names` gives it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Candidate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that looks like a name. ``cls`` is None where nothing says what it names.

    ``name`` is what to call it: the words as written, without a leading article, and completed
    where the text shares a noun between names ("the universities of A and B").
    """

    start: int
    end: int
    cls: str | None
    name: str
    rule: str
