"""The words of a name, and what they say by themselves: the terms `runs` and `posts` share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from medtechkg.language.cues import Rules

__all__ = ["LINKS", "PARTICLES", "Name", "Span", "Word", "ending", "plain", "shaped", "strong"]

Span = tuple[int, int]

#: Small words inside the names of people.
PARTICLES = frozenset(
    "de la van von du le der den ap ab ferch bin bint ibn al el da das dos di del della ten ter zu"
    " y".split()
)
LINKS = frozenset("of for in on and & upon + the".split()) | PARTICLES
_SHAPED = re.compile(r"[^\W\d_]*(?:[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d)|[A-Z]{3,}|[A-Z]&[A-Z]")

Word = tuple[int, int, str]  # start, end, lower case


@dataclass(slots=True)
class Name:
    """A name being built: its words, links between them included."""

    words: list[Word]
    kind: str | None = None
    initial: bool = False
    listed: bool = False
    led: bool = False
    year: int = 0  # where a year after it ends

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1][1]

    @property
    def lower(self) -> list[str]:
        """Its words in lower case."""
        return [word[2] for word in self.words]


def plain(words: Iterable[str], rules: Rules) -> bool:
    """Whether all the words are ordinary title words."""
    return all(word in LINKS or _common(word, rules) for word in words)


def _common(word: str, rules: Rules) -> bool:
    if rules.has("common", word):
        return True
    return "-" in word and all(rules.has("common", part) for part in word.split("-"))


def ending(words: list[str], rules: Rules) -> tuple[str, bool] | None:
    """Find the class the last words show, and whether they show it for certain."""
    if not words or words[-1] not in rules.last:
        return None
    for size in range(min(5, len(words)), 0, -1):
        hit = rules.tails.get(" ".join(words[-size:]))
        if hit:
            return hit
    return None


def strong(words: list[str], rules: Rules) -> bool:
    """Whether several words end in one that shows the class for certain."""
    tail = ending(words, rules)
    return tail is not None and tail[1] and len(words) > 1


def shaped(name: str) -> bool:
    """Whether a word is written as only a name is: "e2v", "FutureLab", "ACME"."""
    return _SHAPED.search(name) is not None
