"""The command that teaches the reader from annotated pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import WeightsFile, app
from medtechkg.cli.texts import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medtechkg.evaluation import Score
    from medtechkg.learning import Learnt, Page
    from medtechkg.reader import Rules
    from medtechkg.records import Record

__all__ = ["learn"]


@app.command()
def learn(
    gold: Annotated[
        list[Path], typer.Argument(help="Annotations, or folders of them, as `evaluate` takes.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write the weights.")
    ] = Path("weights.yaml"),
    documents: Annotated[
        Path | None, typer.Option(help="The folder of the texts, if not beside the annotations.")
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option(
            help="Annotations, or folders, of pages that rules were written on: they teach words, "
            "but not how far rules can be trusted."
        ),
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Begin with nothing, not with the weights there are.")
    ] = False,
    weights: WeightsFile = None,
) -> None:
    """Teach the reader from pages annotated by hand.

    It learns what the words between two names weigh for each property. Needs NumPy and SciPy:
    pip install 'medtechkg[learn]'. Read with the new weights by --weights of `build`, `add`,
    `extract` and `evaluate`, or by the setting MEDTECHKG_WEIGHTS.
    """
    from medtechkg import evaluation, export, learning, readers
    from medtechkg.language import weights as weighing

    learning.require()
    with screen.progress("learning") as tell:
        rules = readers.load_rules(weights=weights).reading
        files = [(file, text, False) for file, text in annotated(gold, documents)]
        files += [(file, text, True) for file, text in annotated(known or [], documents)]
        if not files:
            raise typer.BadParameter("there are no annotations (*.gold.json) to learn from")
        rows = {file: evaluation.load(file) for file, _, _ in files}
        base = None if afresh else rules.weights
        wide = learning.widened(rules, base, [row for each in rows.values() for row in each])
        pages: list[Page] = []
        for at, (file, text, tuned) in enumerate(files):
            tell("reading", at, len(files))
            pages += _pages(file, text, rows[file], wide, tuned)
        found = learning.learn(pages, wide, base, tell)
    export.put(output, weighing.written(found.weights).encode())
    _report(found, output)


def _pages(file: Path, text: Path, gold: list[Record], rules: Rules, known: bool) -> Iterator[Page]:
    from medtechkg import documents, learning

    name = file.name.removesuffix(".gold.json")
    for document in documents.read(documents.sources([text]), any_language=True):
        yield learning.page(name, document, gold, rules, known=known)


def _report(found: Learnt, output: Path) -> None:
    model = found.weights
    counts = f"{len(model.features)} features for {len(model.biases)} properties"
    screen.say(f"The weights are in {output}: {counts}.", "head")
    if found.pages:
        screen.say(f"Relations on {found.pages} pages, each read by weights it did not teach:")
        screen.say("                    recall  precision    F1")
        for name, score in (
            ("rules alone", found.rules),
            ("words alone", found.words),
            ("both", found.both),
        ):
            screen.say(f"  {name:<16}  {_scored(score)}")
        if found.both.f1 <= found.rules.f1:
            note = "They do no better than rules alone: annotate more pages of the kind."
            screen.say(note, to=sys.stderr)


def _scored(score: Score) -> str:
    return f"{score.recall:6.2f}  {score.precision:9.2f}  {score.f1:4.2f}"
