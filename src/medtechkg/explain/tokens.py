"""The words and signs of a query: https://www.w3.org/TR/sparql11-query/#sparqlGrammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from medtechkg.errors import QueryError

__all__ = ["Token", "Tokens"]

_TOKEN = re.compile(
    r"""
    (?P<space>(?:\s+|\#[^\n]*)+)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%-]|\\.|\.+(?=[\w:%\\-]))*)
  | (?P<number>\d*\.\d+(?:[eE][+-]?\d+)?|\d+\.?[eE][+-]?\d+|\d+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>\w+)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,=<>!+\-*/|^?])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, its kind, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


class Tokens:
    """A place in a text, moving on as it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = (match for match in _TOKEN.finditer(text) if match.lastgroup != "space")
        self.tokens = [Token(str(m.lastgroup), m[0], m.start(), m.end()) for m in found]
        self.tokens.append(Token("end", "", len(text), len(text)))
        self.place = 0
        self.numbers = count(1)

    @property
    def token(self) -> Token:
        """What comes next."""
        return self.tokens[self.place]

    def word(self) -> str:
        """The keyword or sign that comes next, in capitals; nothing for a term."""
        return self.token.text.upper() if self.token.kind in ("word", "sign") else ""

    def at(self, *words: str) -> bool:
        """Tell whether one of these keywords or signs comes next."""
        return self.word() in words

    def next(self) -> Token:
        """Take what comes next, whatever it is."""
        self.place += 1
        return self.tokens[self.place - 1]

    def skip(self, *words: str) -> bool:
        """Take one of these keywords or signs, if it comes next."""
        found = self.at(*words)
        self.place += found
        return found

    def take(self, word: str) -> None:
        """Take what must come next.

        Raises:
            QueryError: if something else does.
        """
        if not self.skip(word):
            near = " ".join(self.text[self.token.start :].split())[:40] or "the end of the query"
            raise QueryError(
                f"explanations do not cover what the query has at “{near}”; "
                "write it in SPARQL 1.1 without SERVICE or quoted triples"
            )

    def fresh(self, kind: str) -> str:
        """A variable nobody uses."""
        names = (f"?_{kind}{number}" for number in self.numbers)
        return next(name for name in names if name not in self.text)

    def since(self, start: int) -> str:
        """What was written from a place up to here."""
        return self.text[start : self.tokens[self.place - 1].end]
