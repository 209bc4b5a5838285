"""What people know of their documents: ``documents.toml``, the file beside them.

Nothing in it is guessed, and what is malformed is refused with its line.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from medtechkg.errors import SeedError

__all__ = ["KEYS", "NAME", "read"]

#: The name of the file.
NAME = "documents.toml"

#: The keys a document may have there, besides ``file``.
KEYS = (
    "title",
    "publisher",
    "issued",
    "url",
    "region",
    "licence",
    "language",
    "not-after",
    "not-after-because",
    "not-after-quotes",
)

_DATES = ("issued", "not-after")
_BASIS = ("not-after-because", "not-after-quotes")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_TOML_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_HEADER = re.compile(r"^[ \t]*\[\[\s*document\s*\]\]", re.MULTILINE)
_REMEDY = "save it as plain UTF-8 text"


def read(path: Path) -> dict[Path, dict[str, str]]:
    """Read what is known of each document, by its file.

    Raises:
        SeedError: if the file is malformed or names a file that is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        problem = f"not TOML: {_TOML_PLACE.sub('', str(error))}"
        raise SeedError(path, problem, "mend that line", line) from error
    except UnicodeDecodeError as error:
        raise SeedError(path, "not UTF-8", _REMEDY) from error
    except OSError as error:
        raise SeedError(path, f"cannot be read ({error.strerror})", "check the path") from error
    rows = table.pop("document", [])
    if table or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        odd = ", ".join(sorted(table)) or "document"
        raise SeedError(path, f"unexpected key: {odd}", "write one [[document]] for each document")
    return dict(_entry(path, text, at, row) for at, row in enumerate(rows))


def _entry(path: Path, text: str, at: int, row: dict[str, object]) -> tuple[Path, dict[str, str]]:
    """Check one ``[[document]]`` and turn its values into strings."""
    name = row.pop("file", None)
    if not isinstance(name, str):
        raise SeedError(path, "a document without file", "add file = ...", _line(text, at, ""))
    file = (path.parent / name).resolve()
    if not file.is_file():
        problem = f"there is no file {name}"
        raise SeedError(path, problem, "correct the name or remove it", _line(text, at, "file"))
    entry = {key: _value(path, text, at, key, value) for key, value in row.items()}
    if "not-after" in entry and not all(entry.get(key) for key in _BASIS):
        remedy = f"add {' and '.join(_BASIS)}, what the inference rests on"
        raise SeedError(path, "not-after without its basis", remedy, _line(text, at, "not-after"))
    return file, entry


def _value(path: Path, text: str, at: int, key: str, value: object) -> str:
    line = _line(text, at, key)
    if key not in KEYS:
        raise SeedError(path, f"unknown key {key}", f"use {', '.join(KEYS)}", line)
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, list) and key == "not-after-quotes":
        value = "\n".join(str(each) for each in value)
    if not isinstance(value, str) or not value.strip():
        raise SeedError(path, f"{key} is not a text", "put it in quotes", line)
    if key in _DATES and not _is_date(value):
        remedy = "write a year, a month or a day: 2025, 2025-12 or 2025-12-31"
        raise SeedError(path, f"{key} is not a date: {value}", remedy, line)
    return value


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _line(text: str, at: int, key: str) -> int | None:
    """Find the line of a key of the ``at``-th document; of its header if the key is not found."""
    headers = [match.start() for match in _HEADER.finditer(text)]
    if at >= len(headers):
        return None
    stop = headers[at + 1] if at + 1 < len(headers) else len(text)
    found = re.compile(rf"^\s*\"?{re.escape(key)}\"?\s*=", re.MULTILINE).search(
        text, headers[at], stop
    )
    place = found.end() if key and found else headers[at]
    return text.count("\n", 0, place) + 1
