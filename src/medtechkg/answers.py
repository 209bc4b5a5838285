"""What a query returns: plain rows, and an honest word on whether they are all there are.

The one place where SPARQL results become Python values, and where what the engine says of a
malformed query becomes a sentence a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from medtechkg.errors import QueryError
from medtechkg.iris import Base, prefixes
from medtechkg.stores import Results

if TYPE_CHECKING:
    import pyoxigraph

    from medtechkg.stores import Store

__all__ = [
    "Answer",
    "Bindings",
    "Results",
    "Row",
    "Value",
    "iri",
    "literal",
    "query",
    "rows",
    "value",
    "with_prefixes",
]

Value: TypeAlias = str | int | float | Decimal | bool | None
Row: TypeAlias = Mapping[str, Value]
Bindings: TypeAlias = "Mapping[str, pyoxigraph.NamedNode | pyoxigraph.Literal]"

_XSD = "http://www.w3.org/2001/XMLSchema#"
_READERS: dict[str, Callable[[str], Value]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda text: text in ("true", "1"),
}
#: What the literals of a parameter look like, and how to say it.
_FORMS = {
    "integer": (r"[+-]?\d+", "a whole number"),
    "decimal": (r"[+-]?(\d+(\.\d*)?|\.\d+)", "a number such as 0.7"),
    "gYear": (r"\d{4}", "a year such as 2035"),
    "date": (r"\d{4}-\d\d-\d\d", "a date such as 2035-12-31"),
}
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATE = re.compile(r"\b(insert|delete|load|clear|create|drop|copy|move|add)\b", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"\A(?:\s+|#[^\n]*|base\s*<[^>]*>|prefix\s+[^\s:]*:\s*<[^>]*>)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, each a mapping of column to value, in a fixed order.

    ``complete`` is false when ``limit``, the most rows that were wanted, cut them short. No rows
    means that the graph holds nothing on it, not that the world does: ``empty`` says what to
    conclude, ``known`` what the graph has at all of the classes and about the things asked for, and
    ``coverage`` names the documents the graph was made of.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    complete: bool = True
    question: str = ""
    empty: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    coverage: tuple[str, ...] = ()
    limit: int | None = None
    known: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """``complete``, ``truncated`` or, with no rows, ``not known``."""
        if not self.rows:
            return "not known"
        return "complete" if self.complete else "truncated"

    @property
    def extent(self) -> str:
        """In words, whether these are all the rows there are; if not, at what limit they end."""
        if not self.complete:
            return f"The first {len(self):,} rows; there are more (limit {self.limit:,})."
        if not self.rows:
            return "No rows."
        return "Complete: 1 row." if len(self) == 1 else f"Complete: {len(self):,} rows."

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def iri(text: str) -> pyoxigraph.NamedNode:
    """Make a term of an IRI.

    Raises:
        QueryError: if it is none.
    """
    from pyoxigraph import NamedNode

    try:
        return NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is not an IRI ({error}); write it in full") from error


def literal(text: str, datatype: str = "string") -> pyoxigraph.Literal:
    """Make a literal of one of the datatypes of XML Schema.

    Raises:
        QueryError: if the text is not of the form the datatype has.
    """
    from pyoxigraph import Literal, NamedNode

    form, words = _FORMS.get(datatype, (".*", "text"))
    if not re.fullmatch(form, text, re.DOTALL):
        raise QueryError(f"{text!r} is not {words}; give one")
    return Literal(text, datatype=NamedNode(_XSD + datatype))


def query(store: Store, text: str, bindings: Bindings | None = None) -> Results:
    """Run a read-only SPARQL query; the variables of ``bindings`` stand for the given terms.

    The usual prefixes need not be declared.

    Raises:
        QueryError: if it does not parse (with line and column), or would change the graph.
    """
    from pyoxigraph import Variable

    substitutions = {Variable(name): term for name, term in (bindings or {}).items()}
    declared, shift = with_prefixes(text)
    try:
        return store.query(declared, substitutions=substitutions or None)
    except SyntaxError as error:
        raise _explained(text, str(error), shift) from error
    except RuntimeError as error:
        raise QueryError(
            f"the query cannot be run: {error}; check the variables it names"
        ) from error


def rows(
    store: Store, text: str, bindings: Bindings | None = None, limit: int | None = None
) -> Answer:
    """Run a SELECT or an ASK and return its rows."""
    return table(query(store, text, bindings), limit)


def table(found: Results, limit: int | None = None) -> Answer:
    """Take the rows of a result, no more than ``limit``; one more is looked for.

    Raises:
        QueryError: if the result is triples.
    """
    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(found, QueryBoolean):
        return Answer(("answer",), ({"answer": bool(found)},))
    if isinstance(found, QueryTriples):
        raise QueryError(
            "this query returns triples, not rows; write SELECT, or print it as Turtle"
        )
    columns = tuple(variable.value for variable in found.variables)
    taken = tuple(islice(_rows(found, columns), None if limit is None else limit + 1))
    complete = limit is None or len(taken) <= limit
    return Answer(columns, taken[:limit], complete, limit=limit)


def value(term: object) -> Value:
    """Turn a term into a plain value: numbers and truths as such, anything else as text."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    read = _READERS.get(datatype.value) if datatype is not None else None
    text = str(getattr(term, "value", term))
    try:
        return read(text) if read else text
    except (ValueError, ArithmeticError):  # an ill-typed literal is shown as it was written
        return text


def with_prefixes(text: str) -> tuple[str, int]:
    """Declare on one line in front the prefixes the text uses and does not declare.

    The second value counts the lines that this adds.
    """
    return _with_prefixes(text, Base.from_environment())


@lru_cache(maxsize=256)
def _with_prefixes(text: str, base: Base) -> tuple[str, int]:
    declared = set(re.findall(r"(?i)\bprefix\s+([^\s:]*):", text))
    missing = [
        f"PREFIX {name}: <{namespace}>"
        for name, namespace in prefixes(base).items()
        if name not in declared and re.search(rf"(?<![\w?$-]){name}:", text)
    ]
    head = " ".join(missing)
    return (f"{head}\n{text}", 1) if missing else (text, 0)


def _rows(solutions: pyoxigraph.QuerySolutions, columns: tuple[str, ...]) -> Iterator[Row]:
    for solution in solutions:
        yield dict(zip(columns, map(value, solution), strict=True))


def _explained(text: str, detail: str, shift: int) -> QueryError:
    body = text[_PROLOGUE.match(text).end() :]  # type: ignore[union-attr]  # it matches nothing too
    if _UPDATE.match(body):
        return QueryError(
            f"{body.split(None, 1)[0].upper()} would change the graph, and only reading is "
            "allowed; write SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    place = _PLACE.search(detail)
    if place is None:
        return QueryError(f"the query does not parse: {' '.join(detail.split())}; mend it")
    line, column = int(place[1]) - shift, int(place[2])
    return QueryError(
        f"the query does not parse at line {line}, column {column}: {_near(text, line, column)}"
    )


def _near(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    rest = lines[line - 1][column - 1 :].strip() if 0 < line <= len(lines) else ""
    if not rest:
        return "it ends too early; close what is open: braces, quotation marks, brackets"
    return f"“{rest[:40]}” is not expected there; look for a slip in it or just before it"
