"""A query rewritten for a server that is asked over the wire: parameters put in, pages cut out.

Only as much of SPARQL is read as is needed to find the prologue and the outermost pattern. Terms
are written by pyoxigraph, in the one form that no server can take for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medtechkg.stores import Substitutions

__all__ = [
    "TOKEN",
    "Outline",
    "again",
    "bound",
    "counted",
    "outline",
    "page",
    "rows_of",
    "term",
    "values",
    "variables",
]

TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\n\r]*
        | <[^<>"{}|^`\\\x00-\x20]*>
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
        | [?$]\w+ | [\w.-]*:(?:[\w.:%-]|\\.)* | @[A-Za-z-]+ )
    | (?P<mark> [{}(),] )
    | (?P<word> [A-Za-z]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a query begin: its form (SELECT …), and what is in its outermost pattern.

    ``verb`` is the word of the form, in capitals.
    ``form`` and ``pattern`` are offsets; the pattern begins behind its brace, or is nowhere (-1).
    ``template`` is where that of a CONSTRUCT begins and ends, braces included, ``order`` the same
    of ORDER BY. ``graphs`` tells whether it names graphs, ``dataset`` whether it has FROM,
    ``sliced`` whether it takes some of its rows only.
    """

    verb: str
    form: int
    pattern: int
    template: tuple[int, int] | None
    graphs: bool
    dataset: bool
    sliced: bool
    distinct: bool = False
    order: tuple[int, int] | None = None


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
        verb=outer[first].word,
        form=outer[first].start,
        pattern=braces[0].end if braces else -1,
        template=template,
        graphs=any(token.word == "GRAPH" for token in tokens),
        dataset="FROM" in words,
        sliced=bool(words & {"LIMIT", "OFFSET"}),
        distinct=[each.word for each in outer[first : first + 2]] == ["SELECT", "DISTINCT"],
        order=_order(text, outer),
    )


def _order(text: str, outer: Sequence[_Token]) -> tuple[int, int] | None:
    """Where the outermost ORDER BY begins and ends."""
    places = [at for at, token in enumerate(outer) if token.word == "ORDER"]
    if not places:
        return None
    rest = outer[places[0] + 1 :]
    after = (each.start for each in rest if each.word in ("LIMIT", "OFFSET", "VALUES"))
    return outer[places[0]].start, next(after, len(text))


def _tokens(text: str) -> Iterator[_Token]:
    depth = 0
    for found in TOKEN.finditer(text):
        word = (found["word"] or found["mark"] or "").upper()
        depth -= word in ("}", ")")
        if word and word != ",":
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
    after = text[found.pattern :]
    if next(_tokens(after)).word == "SELECT":  # a query as a pattern takes nothing beside it
        end = next(each.start for each in _tokens(after) if each.depth < 0)
        after = f"{{{after[:end]}}}{after[end:]}"
    binds = (f" BIND({term(each)} AS ?{name.value})" for name, each in substitutions.items())
    return f"{text[: found.pattern]}{''.join(binds)} {after}"


def page(
    text: str, found: Outline, columns: Sequence[str], first: int, size: int, *, sort: bool = True
) -> str:
    """Ask for so many rows of a SELECT from one on, in its own order or else in that of all values.

    The order is made inside, the page cut outside: a server that sorts only its first rows for a
    LIMIT sorts all of them so.
    """
    prologue, form = text[: found.form], text[found.form :]
    names = " ".join(f"?{name}" for name in columns)
    if sort and found.order is None:
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
    names = tuple(sorted(variables(template)))
    columns = " ".join(f"?{name}" for name in names) or "(1 AS ?_nothing)"
    own = found.pattern == start + 1
    rest = text[found.form + len("CONSTRUCT") :] if own else text[end:]
    return f"{prologue}SELECT {columns} {rest}", f"{prologue}CONSTRUCT {template}", names


def again(
    text: str, found: Outline, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> str | None:
    """Ask for rows that are known as a SELECT has them: in its order, and each once if DISTINCT.

    None if it asks for neither, for a part of them, or orders by what they lack.
    """
    start, end = found.order or (0, 0)
    clause = text[start:end]
    if found.sliced or not (clause or found.distinct) or not variables(clause) <= set(columns):
        return None
    names = " ".join(f"?{name}" for name in columns)
    form = "SELECT DISTINCT" if found.distinct else "SELECT"
    return f"{text[: found.form]} {form} {names} WHERE {{ {values(columns, rows)} }} {clause}"


def values(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows of terms as VALUES."""
    names = " ".join(f"?{name}" for name in columns)
    lines = (" ".join("UNDEF" if each is None else term(each) for each in row) for row in rows)
    return f"VALUES ({names}) {{ {' '.join(f'({line})' for line in lines)} }}"


def variables(text: str) -> set[str]:
    """The names of the variables in a part of a query."""
    skipped = (token["skip"] or " " for token in TOKEN.finditer(text))
    return {each[1:] for each in skipped if each[0] in "?$"}
