"""What people see: coloured and fitted to the terminal, or plain text where it goes into a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

import typer

from medtechkg.errors import SourceError

if TYPE_CHECKING:
    from medtechkg.answers import Answer
    from medtechkg.explain import Explanation
    from medtechkg.findings import Finding
    from medtechkg.tables import Layout
    from medtechkg.things import Thing

__all__ = [
    "Telling",
    "answer",
    "error",
    "explanation",
    "findings",
    "note",
    "progress",
    "say",
    "skipping",
    "thing",
    "width",
]

#: Lays an answer out in lines of a style each, for a terminal of a width.
Telling: TypeAlias = "Callable[[Answer, int | None], Iterator[tuple[str, str]]]"

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True},
    "quote": {"dim": True},
    "row": {},
    "violation": {"fg": "red"},
    "warning": {"fg": "yellow"},
    "info": {"fg": "blue"},
    "error": {"fg": "red", "bold": True},
}


def say(text: str = "", style: str = "row", to: TextIO | None = None) -> None:
    """Print a line, in its style if the stream is a terminal."""
    stream = to or sys.stdout
    styled = _colourful(stream) and style != "row"
    typer.echo(typer.style(text, **_STYLES[style]) if styled else text, file=stream, color=styled)


def error(message: str) -> None:
    """Print the one line an error is."""
    prefix = typer.style("error:", **_STYLES["error"]) if _colourful(sys.stderr) else "error:"
    typer.echo(f"{prefix} {' '.join(message.split())}", err=True, color=_colourful(sys.stderr))


def note(text: str) -> None:
    """Print what a person should know to stderr, so that a pipe gets the result alone."""
    say(text, "info", sys.stderr)


def warning(text: str) -> None:
    """Print in one line what was left undone, though all else was done."""
    say(f"warning: {' '.join(text.split())}", "warning", sys.stderr)


@contextmanager
def skipping() -> Iterator[Callable[[SourceError], None]]:
    """Name the documents that are skipped, below all else; if there are any, leave with code 1.

    What ends the command otherwise goes before, and a single document that fails is that.
    """
    skipped: list[SourceError] = []
    try:
        yield skipped.append
    except SourceError as error:
        _skips(each for each in skipped if each is not error)
        raise
    _skips(skipped)
    if skipped:
        number = "a document was" if len(skipped) == 1 else f"{len(skipped)} documents were"
        say(f"{number} skipped".capitalize() + "; the graph was made of the rest.", to=sys.stderr)
        raise typer.Exit(1)


def _skips(skipped: Iterable[SourceError]) -> None:
    for each in skipped:
        say(f"skipped: {' '.join(str(each).split())}", "warning", sys.stderr)


def width() -> int | None:
    """How wide the terminal is; none where the output goes elsewhere and lines may be long."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def answer(found: Answer, layout: Layout, told: Telling | None = None) -> None:
    """Print an answer; what to make of it goes to stderr, so that a pipe gets the rows alone.

    ``told`` lays it out for reading, given the width of the terminal, where a table would not do.
    """
    from medtechkg import tables

    if layout is tables.Layout.TABLE:
        if found.question:
            say(found.question, "head")
            say()
        for kind, line in (told or tables.lines)(found, width()):
            say(line, kind)
    else:
        written = {
            tables.Layout.CSV: tables.csv,
            tables.Layout.JSON: tables.json,
            tables.Layout.MARKDOWN: tables.markdown,
        }[layout](found)
        typer.echo(written, nl=False)
    for line in _remarks(found):
        say(line, "quote", sys.stderr)


def _remarks(found: Answer) -> Iterator[str]:
    yield found.extent if found.rows or not found.empty else found.empty
    yield from found.known
    if found.coverage:
        yield f"Known from: {'; '.join(found.coverage)}"


def explanation(found: Explanation, *, as_json: bool) -> None:
    """Print why the rows of an answer are there; what was left out goes to stderr."""
    from medtechkg.explain import reports

    if as_json:
        typer.echo(reports.json(found), nl=False)
    else:
        if found.question:
            say(found.question, "head")
            say()
        for kind, line in reports.lines(found, width()):
            say(line, kind)
    if not found.reasons:
        say("No rows, so there is nothing to explain.", "quote", sys.stderr)
    elif not found.complete:
        say(f"The first {len(found)} rows; there are more (--limit).", "quote", sys.stderr)


def thing(found: Thing) -> None:
    """Print all that is said of a thing, group by group, each line with its quotes."""
    from medtechkg import tables

    kinds = f"  ({', '.join(found.classes)})" if found.classes else ""
    say(found.name + kinds, "head")
    say(found.iri, "quote")
    if found.names:
        say(f"also written: {', '.join(found.names)}")
    for name, value in found.known:
        say(f"{name}: {value}  [register]")
    group = ""
    for fact in found.facts:
        if fact.group != group:
            group = fact.group
            say()
            say(group, "head")
        said_by = f" (according to {fact.speaker})" if fact.speaker else ""
        hedge = f" [{fact.hedge.lower()}]" if fact.hedge else ""
        say(f"  {fact.text}{hedge}{said_by}")
        for quote, document in fact.quotes:
            for line in tables.quotation(quote, document, width()):
                say(line, "quote")
    if not found.facts:
        say()
        say("No document in this graph says anything about it.", to=sys.stderr)


def findings(found: Iterable[Finding], to: TextIO | None = None) -> None:
    """Print what a check found, gravest first."""
    from medtechkg import tables

    for finding in found:
        say(f"{finding.severity}: {finding.message}", finding.severity, to)
        quote, place = " ".join(finding.quote.split()), finding.document or finding.subject
        for line in tables.quotation(quote, place, width()):
            say(line, "quote", to)


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far a long piece of work is, on stderr, if anybody can see it."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title}: {stage}", completed=done, total=total)

        yield tell


def _colourful(stream: TextIO) -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
