"""The commands that tell what lies between things."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import FormatOption, LimitOption, Results, app, asking

if TYPE_CHECKING:
    from collections.abc import Callable

    from medtechkg.answers import Answer

__all__ = [
    "compare",
    "conflicts",
    "gaps",
    "links",
    "neighbours",
    "path",
    "suggest",
    "timeline",
]

Region = Annotated[
    str, typer.Option("--region", metavar="NAME", show_default=False, help="Only what is there.")
]
About = Annotated[
    str, typer.Option("--about", metavar="NAME", show_default=False, help="Only what involves it.")
]
Chart = Annotated[
    Path | None,
    typer.Option("--chart", metavar="FILE.svg", help="Draw it, too, into this file, as SVG."),
]
_END = "A class, such as University, or one thing by name."


@app.command()
def links(
    context: typer.Context,
    source: Annotated[str, typer.Option("--from", metavar="NAME", help=_END)] = "University",
    target: Annotated[str, typer.Option("--to", metavar="NAME", help=_END)] = "Business",
    region: Region = "",
    kind: Annotated[
        str, typer.Option(show_default=False, help="direct, partnership, project, unnamed ...")
    ] = "",
    steps: Annotated[int, typer.Option(min=1, max=4, help="The most steps of a link.")] = 3,
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """List who works with whom, directly or through something.

    Strength goes from 0 to 1; how it is worked out is told in docs/connections.md.
    """
    from medtechkg.connections import links as connections

    with asking(context) as graph:
        found = connections.links(
            graph, source, target, region=region, kind=kind, steps=steps, limit=limit
        )
    _print(found, format)


@app.command()
def path(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ONE", help="A thing, by any of its names.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.")],
    most: Annotated[int, typer.Option("--max", min=1, max=8, help="The most steps.")] = 4,
    every: Annotated[
        bool, typer.Option("--all", help="All ways, not only the shortest and the strongest.")
    ] = False,
    format: FormatOption = Results.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Give at most so many ways.")] = 5,
) -> None:
    """Show how two things are connected, step by step."""
    from medtechkg.connections import paths

    with asking(context) as graph:
        found = paths.path(graph, one, other, most=most, all_ways=every, limit=limit)
    _print(found, format, paths.told)


@app.command()
def neighbours(
    context: typer.Context,
    thing: Annotated[str, typer.Argument(help="Any of its names, or its IRI.")],
    depth: Annotated[int, typer.Option(min=1, max=4, help="How many steps away.")] = 1,
    view: Annotated[
        str, typer.Option(help="everything, collaboration, skills or qualifications.")
    ] = "everything",
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """List what surrounds a thing."""
    from medtechkg.connections import paths

    with asking(context) as graph:
        found = paths.neighbours(graph, thing, depth=depth, view=view, limit=limit)
    _print(found, format, paths.surroundings)


@app.command()
def gaps(
    context: typer.Context,
    region: Region = "",
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """List the needs that nothing known answers."""
    from medtechkg.connections import gaps as connections

    with asking(context) as graph:
        found = connections.gaps(graph, region, limit=limit)
    _print(found, format)


@app.command()
def compare(
    context: typer.Context,
    regions: Annotated[list[str], typer.Argument(metavar="REGION...", help="Two to four.")],
    chart: Chart = None,
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """Set regions side by side.

    Figures, strengths, needs and providers; CSV and JSON have a row for each thing said of one.
    """
    from medtechkg.connections import comparisons

    with asking(context) as graph:
        found = comparisons.compare(graph, regions, limit=limit)
    shown = comparisons.side_by_side(found) if format is Results.MD else found
    _print(shown, format, comparisons.told)
    _draw(chart, found, comparisons.chart)


@app.command()
def conflicts(
    context: typer.Context,
    about: About = "",
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """List what contradicts itself, and what only seems to."""
    from medtechkg.connections import conflicts as connections

    with asking(context) as graph:
        found = connections.conflicts(graph, about, limit=limit)
    _print(found, format)


@app.command()
def timeline(
    context: typer.Context,
    about: About = "",
    region: Region = "",
    chart: Chart = None,
    format: FormatOption = Results.TABLE,
    limit: LimitOption = None,
) -> None:
    """List what happened when; what has no date stands last."""
    from medtechkg.connections import timelines

    with asking(context) as graph:
        found = timelines.timeline(graph, about, region, limit=limit)
    _print(found, format)
    _draw(chart, found, timelines.chart)


@app.command()
def suggest(
    context: typer.Context,
    thing: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Whom to find partners for.", show_default=False)
    ] = "",
    source: Annotated[str, typer.Option("--from", metavar="NAME", help=_END)] = "University",
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="NAME", help=_END, show_default="Business; with NAME, Organisation"
        ),
    ] = "",
    format: FormatOption = Results.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Make at most so many.")] = 10,
) -> None:
    """Suggest who might work together, and say why.

    Suggestions are no facts and never enter the graph.
    """
    from medtechkg.connections import suggestions

    with asking(context) as graph:
        found = suggestions.suggest(graph, thing, source, target, limit=limit)
    _print(found, format, suggestions.told)


def _print(found: Answer, format: Results, told: screen.Telling | None = None) -> None:
    from medtechkg.tables import Layout

    screen.answer(found, Layout(format), told)


def _draw(target: Path | None, found: Answer, draw: Callable[[Answer], str]) -> None:
    import sys

    from medtechkg import export

    if target is not None:
        export.put(target, draw(found).encode())
        screen.say(f"The chart is in {target}.", to=sys.stderr)
