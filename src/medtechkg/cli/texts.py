"""The commands that read texts without making a graph."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import MinConfidence, WeightsFile, app

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medtechkg.answers import Answer
    from medtechkg.evaluation import Scores
    from medtechkg.model import Reading
    from medtechkg.pipeline import Rules
    from medtechkg.records import Record

__all__ = ["annotated", "evaluate", "extract"]


class Records(StrEnum):
    """How to print what was read."""

    TABLE = "table"
    JSONL = "jsonl"
    TTL = "ttl"


class Report(StrEnum):
    """How to print how well it was read."""

    TABLE = "table"
    JSON = "json"


@app.command()
def extract(
    file: Annotated[str, typer.Argument(help="A file or an address; - reads it from stdin.")],
    format: Annotated[
        Records, typer.Option("--format", "-f", help="How to print.")
    ] = Records.TABLE,
    html: Annotated[
        Path | None,
        typer.Option(
            help="Print nothing: write a page that shows the text and what was found where."
        ),
    ] = None,
    min_confidence: MinConfidence = None,
    weights: WeightsFile = None,
) -> None:
    """Read one document and print what was found in it."""
    from medtechkg import pipeline

    with screen.progress("reading"):
        rules = pipeline.load_rules(weights=weights).confident(min_confidence or 0.0)
        found = _read(file, rules)
    if html is not None:
        return _drawn(found, rules, html)
    for reading in found:
        _printed(reading, rules, format)
    return None


def _read(file: str | Path, rules: Rules) -> list[Reading]:
    from medtechkg import documents, pipeline

    found = documents.read(documents.sources([file]), any_language=True)
    return [pipeline.read(document, rules) for document in found]


def _printed(reading: Reading, rules: Rules, format: Records) -> None:
    import json

    from medtechkg import export, rdf, records, tables
    from medtechkg.terms import Scope

    if format is Records.TTL:
        quads = rdf.quads(reading, rules.vocabulary, rules.base, rules.digest)
        return typer.echo(export.turtle((quad.triple for quad in quads), rules.base), nl=False)
    found = list(records.of(reading, Scope(reading.document, rules.vocabulary, rules.base).entity))
    if format is Records.JSONL:
        for record in found:
            typer.echo(json.dumps(record, ensure_ascii=False))
        return None
    for kind, line in tables.lines(_listed(found), screen.width()):
        screen.say(line, kind)
    return None


def _drawn(found: list[Reading], rules: Rules, target: Path) -> None:
    from medtechkg import export, highlights
    from medtechkg.terms import Scope

    if len(found) != 1:
        raise typer.BadParameter(f"--html takes one document, not {len(found)}")
    (reading,) = found
    scope = Scope(reading.document, rules.vocabulary, rules.base)
    page = highlights.page(reading, rules.vocabulary, scope.entity)
    if str(target) == "-":
        return typer.echo(page, nl=False)
    export.put(target, page.encode())
    return screen.say(f"The page is in {target}: {highlights.summary(reading)}")


def _listed(found: Iterable[Record]) -> Answer:
    """Lay records out for reading: what of what, each with its quote."""
    from medtechkg.answers import Answer

    columns = ("kind", "subject", "predicate", "object", "value", "quote")
    rows = []
    for record in found:
        told = {name: record.get(name) for name in columns}
        if record["kind"] in ("entity", "claim"):  # an entity has a class, a claim is its quote
            told["object"] = record.get("subject_type") if record["kind"] == "entity" else None
        rows.append({k: None if v is None else str(v) for k, v in told.items()})
    return Answer(columns, tuple(rows))


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Annotations, or folders of them.")],
    documents: Annotated[
        Path | None, typer.Option(help="The folder of the texts, if not beside the annotations.")
    ] = None,
    format: Annotated[Report, typer.Option("--format", "-f", help="How to print.")] = Report.TABLE,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed and what is wrong, with quotes.")
    ] = False,
    calibration: Annotated[
        Path | None,
        typer.Option(
            help="Read by rules alone, and write how often each was right into this file."
        ),
    ] = None,
    min_confidence: MinConfidence = None,
    weights: WeightsFile = None,
) -> None:
    """Compare what is read with annotations made by hand."""
    from medtechkg import evaluation, pipeline, records

    rules = pipeline.load_rules(weights=weights).confident(min_confidence or 0.0)
    if calibration is not None:
        rules = rules.unweighed()
    scores = {}
    for path, text in annotated(gold, documents):
        predicted = [row for reading in _read(text, rules) for row in records.of(reading)]
        scores[path.name.removesuffix(".gold.json")] = evaluation.score(
            evaluation.load(path), predicted
        )
    (_report if format is Report.TABLE else _report_as_json)(scores, errors)
    if calibration is not None:
        _calibrated(scores, calibration)


def _calibrated(scores: dict[str, Scores], target: Path) -> None:
    from medtechkg import calibration, evaluation, export

    counts = calibration.tally(evaluation.total(scores.values()).judged)
    export.put(target, calibration.written(counts).encode())
    screen.say(f"How often {len(counts)} rules were right is in {target}.", to=sys.stderr)


def _report(scores: dict[str, Scores], errors: bool) -> None:
    """Print a row a document, the totals of each property, and each error with its quote."""
    from itertools import groupby

    from medtechkg import calibration, evaluation, scorecards, tables

    typer.echo(scorecards.report(scores))
    total = evaluation.total(scores.values())
    typer.echo(scorecards.table(total))
    typer.echo(calibration.table(total.judged), nl=False)
    for name, each in scores.items() if errors else ():
        for kind, rows in groupby(scorecards.errors(each), key=lambda error: error[0]):
            screen.say()
            screen.say(f"{name}: {kind}", "head")
            for _, wording, quote in rows:
                screen.say(f"  {wording}")
                for line in tables.quotation(quote, "", screen.width()):
                    screen.say(line, "quote")


def _report_as_json(scores: dict[str, Scores], errors: bool) -> None:
    import json

    from medtechkg import evaluation, scorecards

    told = {
        "documents": {
            name: scorecards.described(each, errors=errors) for name, each in scores.items()
        },
        "total": scorecards.described(evaluation.total(scores.values())),
    }
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def annotated(gold: list[Path], folder: Path | None) -> list[tuple[Path, Path]]:
    """Find the files of annotations, each with the text it is of.

    Raises:
        SourceError: if a text is missing.
    """
    from medtechkg.errors import SourceError

    files = sorted(
        file for path in gold for file in (path.glob("*.gold.json") if path.is_dir() else [path])
    )
    pairs = []
    for file in files:
        text = (folder or file.parent) / f"{file.name.removesuffix('.gold.json')}.txt"
        if not text.is_file():
            raise SourceError(text, "the text of the annotations is missing", "give --documents")
        pairs.append((file, text))
    return pairs
