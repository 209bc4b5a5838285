"""Answers on paper: a table for people, CSV and JSON for programs, Markdown for a report.

In a table the quote stands under the rows it supports, so that nothing is told without it; IRIs
are left out, CSV and JSON have them in full.
"""

from __future__ import annotations

import csv as csv_module
import io
import json as json_module
import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from medtechkg.answers import Answer, Row, Value
from medtechkg.iris import Base, contract

__all__ = ["Layout", "Line", "csv", "json", "lines", "markdown", "quotation"]

#: A line of a table, and what it is: head, row, quote.
Line = tuple[str, str]

_GAP = "  "
_EVIDENCE = (
    ("quote", "document"),
    ("second_quote", "second_document"),
    ("third_quote", "third_document"),
    ("fourth_quote", "fourth_document"),
    ("place_quote", "place_document"),
)
_BAR = "    │ "
_LONGEST = 20


class Layout(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"


def lines(answer: Answer, width: int | None = None, base: Base | None = None) -> Iterator[Line]:
    """Lay an answer out as aligned text; with a width, long cells are wrapped to keep to it."""
    evidence = {name for pair in _EVIDENCE for name in pair}
    columns = [name for name in _readable(answer) if name not in evidence]
    cells = [[_cell(row[name], base) for name in columns] for row in answer.rows]
    head = [_title(name) for name in columns]
    widths = _widths([head, *cells], width)
    if columns:
        yield from (("head", line) for line in _wrapped(head, widths))
    rows = zip(answer.rows, cells, strict=True)
    for quotes, group in groupby(rows, key=lambda pair: _evidence(pair[0])):
        for _, texts in group:
            yield from (("row", line) for line in _wrapped(texts, widths))
        for quote, document in quotes:
            yield from (("quote", line) for line in quotation(quote, document, width))


def quotation(quote: str, document: str, width: int | None = None) -> list[str]:
    """Set the very words of a document off by a bar, with the document they stand in."""
    text = " — ".join(filter(None, (quote, document)))
    if width is None:
        return [_BAR + text]
    return textwrap.wrap(text, width, initial_indent=_BAR, subsequent_indent=_BAR)


def markdown(answer: Answer, base: Base | None = None) -> str:
    """Write an answer as a Markdown table."""
    columns = _readable(answer)
    rows = [[_cell(row[name], base).replace("|", "\\|") for name in columns] for row in answer.rows]
    head = [[_title(name) for name in columns], ["---"] * len(columns)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [*head, *rows])


def csv(answer: Answer) -> str:
    """Write an answer as CSV, every column in full."""
    buffer = io.StringIO()
    writer = csv_module.writer(buffer, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(row[name]) for name in answer.columns] for row in answer.rows)
    return buffer.getvalue()


def json(answer: Answer) -> str:
    """Write an answer as JSON, with what it covers and whether it is complete."""
    told = {
        "question": answer.question,
        "parameters": dict(answer.parameters),
        "state": answer.state,
        "limit": answer.limit,
        "columns": answer.columns,
        "rows": [{name: _number(row[name]) for name in answer.columns} for row in answer.rows],
        "empty": answer.empty,
        "known": answer.known,
        "coverage": answer.coverage,
    }
    return json_module.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _readable(answer: Answer) -> list[str]:
    """The columns worth a person's while: no IRIs beside their labels, none that is empty."""
    names = [name for name in answer.columns if not name.endswith("_iri")]
    told = [name for name in names if any(row[name] is not None for row in answer.rows)]
    return told or names


def _evidence(row: Row) -> tuple[tuple[str, str], ...]:
    pairs = ((_cell(row.get(quote)), _cell(row.get(document))) for quote, document in _EVIDENCE)
    return tuple(dict.fromkeys(pair for pair in pairs if any(pair)))


def _cell(value: Value, base: Base | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Decimal)):
        return f"{value:,}"
    text = " ".join(str(value).split())
    return contract(text, base or Base.from_environment()) if "://" in text else text


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _number(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _title(name: str) -> str:
    return name.replace("_", " ")


def _widths(rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """As wide as the widest cell; where that is too wide, the widest columns give way."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if width is None:
        return widths
    floors = [_floor(column) for column in zip(*rows, strict=True)]
    room = width - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and (loose := _loose(widths, floors)):
        widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def _floor(cells: Sequence[str]) -> int:
    """As wide as the longest word, that a number may stay whole; but no sentence is one word."""
    return min(_LONGEST, max((len(word) for cell in cells for word in cell.split()), default=1))


def _loose(widths: Sequence[int], floors: Sequence[int]) -> list[int]:
    return [at for at, (now, least) in enumerate(zip(widths, floors, strict=True)) if now > least]


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [
        textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    for depth in range(max(map(len, columns))):
        parts = (column[depth] if depth < len(column) else "" for column in columns)
        padded = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield _GAP.join(padded).rstrip()
