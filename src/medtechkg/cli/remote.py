"""The command that brings a graph to a SPARQL endpoint."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import app

__all__ = ["push"]


@app.command()
def push(
    context: typer.Context,
    via: Annotated[
        str,
        typer.Option(
            metavar="[auto|gsp|update]",
            help="Write by the graph store protocol or by SPARQL Update; auto tries both.",
        ),
    ] = "auto",
    update_url: Annotated[
        str | None, typer.Option(help="Where updates go, if not where this server takes them.")
    ] = None,
    graphs_url: Annotated[
        str | None, typer.Option(help="The same for the graph store protocol.")
    ] = None,
) -> None:
    """Load what changed of the graph into the store at --endpoint.

    User and password come from $MEDTECHKG_ENDPOINT_USER and $MEDTECHKG_ENDPOINT_PASSWORD. A push
    that breaks off can be repeated, and goes on where it ended.
    """
    from medtechkg import store, uploads

    url = context.meta["endpoint"]
    if not url:
        raise typer.BadParameter("there is nowhere to push to: give --endpoint URL")
    if via not in set(uploads.Via):
        raise typer.BadParameter(f"there is no way “{via}”; give auto, gsp or update")
    graph = store.open(context.find_root().obj)
    with screen.progress("pushing") as tell:
        report = uploads.push(
            graph,
            url,
            uploads.Via(via),
            addresses=uploads.Addresses(update_url or "", graphs_url or ""),
            progress=tell,
        )
    screen.say(f"{url}: {report}.")
    for name, sent, held in report.differing:
        told = f"{name}: {sent:,} triples were sent, the server holds {held:,}"
        screen.say(f"{told}; it takes some for the same.", "warning", sys.stderr)
