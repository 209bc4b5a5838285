"""The program itself, with the options of all commands, and how a command opens the graph."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen

if TYPE_CHECKING:
    from medtechkg.stores import Store

__all__ = ["app", "asking", "open_graph"]

app = typer.Typer(
    name="medtechkg",
    help="An evidence-backed knowledge graph of the MedTech skills and innovation economy.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from medtechkg import __version__

        typer.echo(f"medtechkg {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            "-g",
            envvar="MEDTECHKG_GRAPH",
            show_default="./graph",
            help="The folder of the graph.",
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(help="Ask the graph behind this SPARQL endpoint.", show_default=False),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(min=0, help="End what is asked after so many seconds; 0 for no limit."),
    ] = 30,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """An evidence-backed knowledge graph of the MedTech skills and innovation economy."""
    from medtechkg import protocol

    named = getattr(context.get_parameter_source("graph"), "name", "") == "COMMANDLINE"
    context.obj = graph
    context.meta["endpoint"] = endpoint or (None if named else protocol.locate())
    context.meta["timeout"] = timeout or None


def open_graph(context: typer.Context) -> Store:
    """Open the graph that the command line names, in a folder or behind an endpoint."""
    from medtechkg import endpoints, store

    if url := context.meta["endpoint"]:
        return endpoints.open(url, context.meta["timeout"])
    return store.open(context.find_root().obj)


@contextmanager
def asking(context: typer.Context) -> Iterator[Store]:
    """Open the graph; if what is asked of it within takes too long, leave with one line.

    Nothing is to be written within: a reader of the output may be slow.
    """
    from medtechkg.errors import LimitError
    from medtechkg.limits import watched

    seconds = context.meta["timeout"]

    def leave() -> None:
        screen.error(str(LimitError.after(seconds)))
        os._exit(1)  # the engine cannot be stopped otherwise; it only reads

    graph = open_graph(context)
    with watched(None if context.meta["endpoint"] else seconds, leave):
        yield graph
