"""The command that takes the graph elsewhere."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import app, open_graph

__all__ = ["export"]


class Syntax(StrEnum):
    """The formats of an export."""

    TTL = "ttl"
    TRIG = "trig"
    NQ = "nq"
    NT = "nt"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GEXF = "gexf"
    GRAPHML = "graphml"
    CSV = "csv"
    JSON = "json"
    DOT = "dot"
    HTML = "html"
    SVG = "svg"


@app.command()
def export(
    context: typer.Context,
    format: Annotated[
        Syntax | None,
        typer.Option(
            "--format", "-f", show_default="as the file's name ends, else trig", help="The format."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; stdout if not given, or -.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(help="RDF: one named graph, by IRI, in place of all.")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(
            show_default="everything",
            help="Network: everything, collaboration, skills or qualifications.",
        ),
    ] = None,
    cls: Annotated[
        list[str] | None,
        typer.Option(
            "--class", metavar="CLASS", help="Network: only things of this class; may be repeated."
        ),
    ] = None,
    limit_nodes: Annotated[
        int | None,
        typer.Option(
            min=1,
            show_default="10000 for html, 1000 for svg, else all",
            help="Network: only so many things, the best connected.",
        ),
    ] = None,
) -> None:
    """Write the graph as RDF, or its network for Gephi and others.

    ttl, trig, nq, nt, jsonld and rdfxml are RDF. gexf, graphml, csv, json, dot, html (a page to
    look at and to send) and svg (a picture) are the network. csv makes NAME-nodes.csv and
    NAME-edges.csv, or both in a file called NAME.zip; on stdout it is the edges.
    """
    from medtechkg import export as exporting

    to_file = output if output is not None and str(output) != "-" else None
    if format is not None:
        wanted = exporting.of(format)
    else:
        wanted = exporting.guess(to_file) if to_file else exporting.Format.TRIG
    target = to_file or sys.stdout.buffer
    if isinstance(wanted, exporting.Format):
        if view or cls or limit_nodes:
            raise typer.BadParameter(
                f"--view, --class and --limit-nodes choose from the network, and {wanted.key} is "
                "RDF, all of it; give a format such as gexf, or leave them out"
            )
        exporting.write(open_graph(context), wanted, target, graph=only)
        return
    if only:
        raise typer.BadParameter(f"--only names a graph of RDF, and {wanted.key} is the network")
    graph = open_graph(context)
    chosen = exporting.Options(view or "everything", tuple(cls or ()), limit_nodes)
    picture = exporting.picture(graph, wanted, chosen)
    exporting.save(graph, wanted, picture, target)
    screen.note(f"{picture.summary}.")
