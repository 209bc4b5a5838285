"""The commands, each a thin shell over one call of the library."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.opening import app, asking, open_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from medtechkg.answers import Answer
    from medtechkg.findings import Finding
    from medtechkg.pipeline import BuildReport
    from medtechkg.questions import Question

__all__ = [
    "AnyLanguage",
    "FormatOption",
    "Jobs",
    "LimitOption",
    "MinConfidence",
    "Results",
    "WeightsFile",
    "app",
    "asking",
    "next_steps",
    "open_graph",
    "summary",
]


class Results(StrEnum):
    """How to print an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


FormatOption = Annotated[Results, typer.Option("--format", "-f", help="How to print the rows.")]
LimitOption = Annotated[int | None, typer.Option(min=1, help="Print at most so many rows.")]
WhyOption = Annotated[
    bool, typer.Option("--why", help="Tell why each row is there, down to the quotes.")
]


# -- making a graph ---------------------------------------------------------------------------


AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Read documents that are not in English, too.")
]


Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        show_default="one a core, if there is enough to read",
        help="Read in so many processes.",
    ),
]

MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, show_default=False, help="Leave out what is read with less confidence."
    ),
]

WeightsFile = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        show_default="those of the package, or MEDTECHKG_WEIGHTS",
        help="Weigh words by this file, as `learn` writes it.",
    ),
]


@app.command()
def build(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files, folders, patterns or addresses, - for stdin; the seeds if none is given.",
        ),
    ] = None,
    any_language: AnyLanguage = False,
    jobs: Jobs = None,
    min_confidence: MinConfidence = None,
    weights: WeightsFile = None,
) -> None:
    """Read documents and put their graph in place.

    Documents that cannot be read are left out and named; the exit code is then 1.
    """
    from medtechkg import pipeline

    with screen.skipping() as skip, screen.progress("building") as tell:
        report = pipeline.build(
            paths or (),
            context.find_root().obj,
            progress=tell,
            any_language=any_language,
            skip=skip,
            jobs=jobs,
            min_confidence=min_confidence or 0.0,
            weights=weights,
        )
        summary(report)
        next_steps()


def summary(report: BuildReport) -> None:
    """Say what was made, and how much of it."""
    counts, seconds = report.counts, sum(report.seconds.values()) - report.seconds.get("check", 0)
    screen.say(f"The graph is in {report.folder}  ({seconds:.1f} s)", "head")
    for name, number in _counted(counts):
        screen.say(f"  {number:>7,}  {name}")
    _tally(report.findings)


def next_steps() -> None:
    """Say what can be done with a new graph."""
    screen.say()
    screen.say("What to try next", "head")
    for arguments, purpose in _NEXT:
        screen.say(f"  {_command()} {arguments:<22}  {purpose}")


def _command() -> str:
    """How this command can be called again from here."""
    from shutil import which

    if which("medtechkg"):
        return "medtechkg"
    return "python -m medtechkg" if sys.argv[0].endswith("__main__.py") else sys.argv[0]


_NEXT = (
    ("questions", "the questions it can answer"),
    ("ask skill-shortages", "an answer, every row with its quote"),
    ("show MedTech", "all that is said about one thing"),
    ("links", "who works with whom, directly or through something"),
    ("export -o network.html", "one page to look at and to send"),
    ("check", "what a person should look at"),
)


def _counted(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    from medtechkg.corpus import STATEMENTS

    counted = {
        "documents": ("documents",),
        "things named": ("Entity",),
        "statements": STATEMENTS,
        "figures": ("StatisticalObservation",),
        "claims": ("Claim",),
        "events": ("Event",),
        "conflicts": ("ConflictSet",),
        "triples in all": ("quads",),
    }
    for name, classes in counted.items():
        yield name, sum(counts.get(cls, 0) for cls in classes)


def _tally(findings: Iterable[Finding]) -> None:
    from collections import Counter

    counted = sorted(Counter(str(finding.severity) for finding in findings).items())
    told = ", ".join(f"{number} of severity {name}" for name, number in counted)
    screen.say(f"Findings: {told}; `medtechkg check` lists them." if told else "No findings.")


@app.command()
def check(context: typer.Context) -> None:
    """Check the graph again; violations give exit code 2."""
    from medtechkg import pipeline
    from medtechkg.findings import Severity

    with screen.progress("checking"):
        found = pipeline.check(context.find_root().obj)
    order = list(Severity)
    screen.findings(sorted(found, key=lambda finding: (order.index(finding.severity), finding)))
    if not found:
        screen.say("Nothing found.")
    if any(finding.severity is Severity.VIOLATION for finding in found):
        raise typer.Exit(2)


# -- asking -----------------------------------------------------------------------------------


@app.command()
def questions(
    name: Annotated[str | None, typer.Argument(help="One question, to see its parameters.")] = None,
) -> None:
    """List the questions the graph can answer, or tell more of one."""
    from medtechkg import questions as catalogue

    if name is not None:
        return _question(catalogue.question(name))
    group = ""
    for found in sorted(catalogue.catalogue(), key=lambda each: (each.group, each.number)):
        if found.group != group:
            group = found.group
            screen.say(f"{group[0].upper()}{group[1:]}", "head")
        options = "".join(f"  --{parameter.name}" for parameter in found.parameters)
        screen.say(f"  {found.name}{options}")
        screen.say(f"      {found.question}", "quote")
    return None


def _question(found: Question) -> None:
    screen.say(found.question, "head")
    screen.say(f"asked by a {found.group}")
    screen.say(f"columns: {', '.join(found.columns)}")
    for parameter in found.parameters:
        default = f"; {parameter.default} if not given" if parameter.default else ""
        screen.say(f"  --{parameter.name}  {parameter.label} ({parameter.cls}{default})")
    screen.say(f"looks through: {', '.join(found.about)}")
    if found.algorithm:
        screen.say(f"worked out by: {found.algorithm.name}, over the edges that the query returns")
    screen.say(f"no rows means: {found.empty}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def ask(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name or number, as `questions` lists it.")],
    param: Annotated[
        list[str] | None,
        typer.Option(help="A parameter as name=value; --name value says the same."),
    ] = None,
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
    why: WhyOption = False,
) -> None:
    """Ask a question: every row comes with the quote it rests on.

    The parameters of a question are options: ask skill-shortages --region "West Midlands".
    """
    from medtechkg import questions as catalogue
    from medtechkg.tables import Layout

    asked, parameters = _parameters([name, *context.args], param or [])
    if why:
        return _why(context, asked, format, limit, parameters)
    with asking(context) as graph:
        found = catalogue.ask(graph, asked, limit=limit, **parameters)
    screen.answer(found, Layout(format))
    return None


def _why(
    context: typer.Context,
    asked: str,
    format: Results,
    limit: int | None,
    parameters: Mapping[str, str],
) -> None:
    from medtechkg import explain

    if format not in (Results.TABLE, Results.JSON):
        raise typer.BadParameter(f"--why prints text or JSON, not {format}; leave out --format")
    rows, most = limit or explain.ROWS, explain.SUPPORTS
    with asking(context) as graph:
        found = explain.explain(graph, asked, None, rows, supports=most, **parameters)
    screen.explanation(found, as_json=format is Results.JSON)


def _parameters(words: list[str], pairs: list[str]) -> tuple[str, dict[str, str]]:
    """Tell the name of the question from its parameters."""
    names: list[str] = []
    given = dict(_pair(pair) for pair in pairs)
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            names.append(word)
        elif "=" in word:
            given.update([_pair(word.removeprefix("--"))])
        else:
            value = next(rest, None)
            if value is None:
                raise typer.BadParameter(f"{word} wants a value")
            given[word.removeprefix("--")] = value
    if len(names) != 1:
        raise typer.BadParameter(f"one question at a time, not {len(names)}: {' '.join(names)}")
    return names[0], {key.replace("-", "_"): value for key, value in given.items()}


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text} is not of the form name=value")
    return name, value


@app.command()
def query(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A SPARQL query; - reads it from stdin.")],
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
    why: WhyOption = False,
) -> None:
    """Run a SPARQL query of your own.

    Rows are printed as a table, triples as Turtle; the usual prefixes need not be declared.
    """
    from pyoxigraph import QueryTriples

    from medtechkg import answers, coverage, export
    from medtechkg.iris import Base
    from medtechkg.tables import Layout

    text = _text(file)
    if why:
        return _why(context, text, format, limit, {})
    told: Answer | str
    with asking(context) as graph:
        found = answers.query(graph, text)
        if isinstance(found, QueryTriples):
            told = export.turtle(found, Base(graph.manifest.base))
        else:
            told = coverage.explain_query(graph, answers.table(found, limit), text)
    if isinstance(told, str):
        return typer.echo(told, nl=False)
    return screen.answer(told, Layout(format))


def _text(file: Path) -> str:
    from medtechkg.errors import SourceError

    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise SourceError(file, f"cannot be read ({problem})", "check the path") from error


@app.command()
def show(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="Any of its names, or its IRI.")],
) -> None:
    """Show all that is said about one thing, by whom and where."""
    from medtechkg import things

    with asking(context) as graph:
        found = things.describe(graph, things.find(graph, entity))
    screen.thing(found)
