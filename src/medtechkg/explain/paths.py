"""Property paths, as nouns: https://www.w3.org/TR/sparql11-query/#propertypaths."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Alternative", "Inverse", "Link", "Negated", "Path", "Repeat", "Sequence"]


@dataclass(frozen=True, slots=True)
class Link:
    """One property."""

    iri: str

    def __str__(self) -> str:
        return self.iri


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path from its end to its beginning."""

    path: Path

    def __str__(self) -> str:
        return f"^({self.path})"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "/".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several paths."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "|".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path ``?``, ``*`` or ``+``: at least so often, and once at most or as often as you like."""

    path: Path
    sign: str

    def __str__(self) -> str:
        return f"({self.path}){self.sign}"


@dataclass(frozen=True, slots=True)
class Negated:
    """Any property but these, in either direction."""

    forward: tuple[str, ...]
    backward: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"!({'|'.join((*self.forward, *(f'^{each}' for each in self.backward)))})"


Path = Link | Inverse | Sequence | Alternative | Repeat | Negated
