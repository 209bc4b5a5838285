"""A query rewritten for a server that is asked over the wire: parameters put in, pages cut out.

Only as much of SPARQL is read as is needed to find the prologue and the outermost pattern. Terms
are written by pyoxigraph, in the one form that no server can take for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medtechkg.stores import Substitutions

__all__ = ["Outline", "bound", "counted", "outline", "page", "rows_of", "term"]

_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\n\r]*
        | <[^<>"{}|^`\\\x00-\x20]*>
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
        | [?$]\w+ | [\w.-]*:(?:[\w.:%-]|\\.)* | @[A-Za-z-]+ )
    | (?P<mark> [{}()] )
    | (?P<word> [A-Za-z]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a query begin: its form (SELECT …), and what is in its outermost pattern.

    ``form`` and ``pattern`` are offsets; the pattern begins behind its brace, or is nowhere (-1).
    ``template`` is where that of a CONSTRUCT begins and ends, braces included. ``graphs`` tells
    whether it names graphs, ``dataset`` whether it has FROM, ``ordered`` whether its rows are in an
    order.
    """

    form: int
    pattern: int
    template: tuple[int, int] | None
    graphs: bool
    dataset: bool
    ordered: bool


class _Token(NamedTuple):
    """A word or a brace; ``depth`` counts the brackets around it."""

    word: str
    start: int
    end: int
    depth: int


def outline(text: str) -> Outline:
    """Find the parts of a query that parses."""
    tokens = list(_tokens(text))
    outer = [token for token in tokens if token.depth == 0]
    first = next(at for at, token in enumerate(outer) if token.word in _FORMS)
    words = {token.word for token in outer}
    braces = [token for token in outer if token.word in "{}"]
    template = None
    if outer[first].word == "CONSTRUCT" and braces:
        template = (braces[0].start, braces[1].end)
        if outer[first + 1].word == "{":  # else the pattern is its own template
            braces = braces[2:]
    return Outline(
        form=outer[first].start,
        pattern=braces[0].end if braces else -1,
        template=template,
        graphs=any(token.word == "GRAPH" for token in tokens),
        dataset="FROM" in words,
        ordered="ORDER" in words,
    )


def _tokens(text: str) -> Iterator[_Token]:
    depth = 0
    for found in _TOKEN.finditer(text):
        word = (found["word"] or found["mark"] or "").upper()
        depth -= word in ("}", ")")
        if word:
            yield _Token(word, *found.span(), depth)
        depth += word in ("{", "(")


def term(found: object) -> str:
    r"""Write a term so that it stays one line, whatever is in it.

    >>> from pyoxigraph import Literal
    >>> print(term(Literal("two\nlines", language="en")))
    "two\nlines"@en
    """
    return str(found)


def bound(text: str, found: Outline, substitutions: Substitutions | None) -> str:
    """Give variables their terms at the beginning of the outermost pattern."""
    if not substitutions or found.pattern < 0:
        return text
    names = " ".join(f"?{variable.value}" for variable in substitutions)
    terms = " ".join(map(term, substitutions.values()))
    values = f" VALUES ({names}) {{ ({terms}) }} "
    return text[: found.pattern] + values + text[found.pattern :]


def page(text: str, found: Outline, columns: Sequence[str], first: int, size: int) -> str:
    """Ask for so many rows of a SELECT from one on, in its own order or else in that of all values.

    The order is made inside, the page cut outside: a server that sorts only its first rows for a
    LIMIT sorts all of them so.
    """
    prologue, form = text[: found.form], text[found.form :]
    names = " ".join(f"?{name}" for name in columns)
    if not found.ordered:
        form = f"SELECT {names} WHERE {{ {{ {form} }} }} ORDER BY {names}"
    return f"{prologue} SELECT {names} WHERE {{ {{ {form} }} }} LIMIT {size} OFFSET {first}"


def counted(text: str, found: Outline) -> str:
    """Ask how many rows a SELECT has."""
    prologue, form = text[: found.form], text[found.form :]
    return f"{prologue} SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {form} }} }}"


def rows_of(text: str, found: Outline) -> tuple[str, str, tuple[str, ...]]:
    """Take a CONSTRUCT apart: a SELECT of its variables, its template, and those variables."""
    assert found.template is not None
    start, end = found.template
    prologue, template = text[: found.form], text[start:end]
    variables = (token["skip"] for token in _TOKEN.finditer(template) if token["skip"])
    names = tuple(dict.fromkeys(each[1:] for each in variables if each[0] in "?$"))
    columns = " ".join(f"?{name}" for name in names) or "(1 AS ?_nothing)"
    own = found.pattern == start + 1
    rest = text[found.form + len("CONSTRUCT") :] if own else text[end:]
    return f"{prologue}SELECT {columns} {rest}", f"{prologue}CONSTRUCT {template}", names
