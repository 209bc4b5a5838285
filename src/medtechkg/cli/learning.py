"""The command that teaches the reader from annotated pages."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
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
    from medtechkg.lessons import Lesson
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
    ends: Annotated[
        list[Path] | None,
        typer.Option(
            help="Annotations, or folders, of relations and their ends only: they teach relations "
            "and classes, but not which words name nothing."
        ),
    ] = None,
    least: Annotated[
        int, typer.Option(help="Weigh the properties that are annotated at least so often.", min=1)
    ] = 5,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Begin with nothing, not with the weights there are.")
    ] = False,
    weights: WeightsFile = None,
) -> None:
    """Teach the reader from pages annotated by hand.

    It learns which words name something, of which class, and what the words between two names
    weigh for each property. Needs NumPy and SciPy: pip install 'medtechkg[learn]'. Read with the
    new weights by --weights of `build`, `add`, `extract` and `evaluate`, or by the setting
    MEDTECHKG_WEIGHTS.
    """
    from medtechkg import evaluation, export, learning, lessons, readers
    from medtechkg.language import weights as weighing

    learning.require()
    with screen.progress("learning") as tell:
        rules = readers.load_rules(weights=weights).reading
        files = [_File(*each) for each in annotated(gold, documents)]
        files += [_File(*each, known=True) for each in annotated(known or [], documents)]
        files += [_File(*each, partial=True) for each in annotated(ends or [], documents)]
        if not files:
            raise typer.BadParameter("there are no annotations (*.gold.json) to learn from")
        rows = {each: evaluation.load(each.file) for each in files}
        base = None if afresh else rules.weights
        read: list[Lesson] = []
        for at, each in enumerate(files):
            tell("reading", at, len(files))
            read += _lessons(each, rows[each], rules)
        taught = lessons.learn(read, base.naming if base else None, tell)
        wide = learning.widened(rules, base, [row for each in rows.values() for row in each])
        pages: list[Page] = []
        for at, one in enumerate(read):
            tell("reading", at, len(read))
            by = replace(wide, naming=taught.others[one])
            pages.append(learning.page(one.name, one.document, one.gold, by, known=one.known))
        found = learning.learn(pages, wide, base, tell, taught.common, least)
    model = replace(found.weights, naming=taught.naming)
    export.put(output, weighing.written(model).encode())
    _report(found, output)
    _report_names(
        [
            (one.alone, lessons.scored(one.gold, page.alone))
            for one, page in zip(read, pages, strict=True)
            if not one.known and not one.partial
        ]
    )


@dataclass(frozen=True, slots=True)
class _File:
    """Annotations, the text they are of, and what they can teach."""

    file: Path
    text: Path
    known: bool = False
    partial: bool = False


def _lessons(each: _File, gold: list[Record], rules: Rules) -> Iterator[Lesson]:
    from medtechkg import documents, lessons

    name = each.file.name.removesuffix(".gold.json")
    for document in documents.read(documents.sources([each.text]), any_language=True):
        yield lessons.lesson(name, document, gold, rules, known=each.known, partial=each.partial)


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


def _report_names(scores: list[tuple[tuple[Score, Score], tuple[Score, Score]]]) -> None:
    if not scores:
        return
    screen.say(f"Names on {len(scores)} pages, each read by weights it did not teach:")
    screen.say("                    recall  precision    F1  right class")
    for at, name in enumerate(("rules alone", "both")):
        empty = type(scores[0][0][0])()
        found, classes = (sum((each[at][part] for each in scores), empty) for part in (0, 1))
        screen.say(f"  {name:<16}  {_scored(found)}  {classes.recall:11.2f}")
