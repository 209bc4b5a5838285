"""The commands that look after the documents of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import (
    AnyLanguage,
    FormatOption,
    Jobs,
    MinConfidence,
    Results,
    WeightsFile,
    app,
    open_graph,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medtechkg.corpus import Held

__all__ = ["add", "documents", "remove"]

_COLUMNS = (
    "name",
    "title",
    "issued",
    "publisher",
    "format",
    "pages",
    "statements",
    "figures",
    "id",
)
_SHORT = {
    "text/plain": "text",
    "text/markdown": "Markdown",
    "text/html": "HTML",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="Files, folders, patterns or addresses; - reads stdin."
        ),
    ],
    any_language: AnyLanguage = False,
    jobs: Jobs = None,
    min_confidence: MinConfidence = None,
    weights: WeightsFile = None,
) -> None:
    """Add documents to the graph; those it has are not read again."""
    from medtechkg import pipeline

    with screen.skipping() as skip, screen.progress("adding") as tell:
        report = pipeline.add(
            paths,
            context.find_root().obj,
            progress=tell,
            any_language=any_language,
            skip=skip,
            jobs=jobs,
            min_confidence=min_confidence,
            weights=weights,
        )
        summary(report)


@app.command()
def remove(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="DOCUMENT...", help="Its name, title or id, as `documents` has it."),
    ],
) -> None:
    """Take documents out of the graph, with what they say."""
    from medtechkg import pipeline

    with screen.progress("removing") as tell:
        report = pipeline.remove(names, context.find_root().obj, progress=tell)
    summary(report)


@app.command()
def documents(context: typer.Context, format: FormatOption = Results.TABLE) -> None:
    """List the documents the graph was made of."""
    from medtechkg import corpus
    from medtechkg.answers import Answer
    from medtechkg.tables import Layout

    rows = tuple(_row(held) for held in corpus.documents(open_graph(context)))
    screen.answer(Answer(_COLUMNS, rows, empty="No documents."), Layout(format))


def _row(held: Held) -> Mapping[str, str | int | None]:
    document = held.document
    known = document.metadata
    values = (
        document.name,
        known.get("title"),
        known.get("issued"),
        known.get("publisher"),
        _SHORT.get(document.media_type, document.media_type),
        held.pages,
        held.statements,
        held.figures,
        document.id[:16],
    )
    return dict(zip(_COLUMNS, values, strict=True))
