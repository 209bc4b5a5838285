"""The commands that look at the graph as a network."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from medtechkg.cli import screen
from medtechkg.cli.commands import FormatOption, LimitOption, Results, app, open_graph

if TYPE_CHECKING:
    from medtechkg.answers import Row
    from medtechkg.networks import Broker, Group

__all__ = ["brokers", "communities"]

#: How many of the most central members of a group are named.
_NAMED = 5


class View(StrEnum):
    """Which facts make the network."""

    COLLABORATION = "collaboration"
    SKILLS = "skills"
    QUALIFICATIONS = "qualifications"
    EVERYTHING = "everything"


ViewOption = Annotated[View, typer.Option(help="Which facts make the network.")]


@app.command()
def brokers(
    context: typer.Context,
    view: ViewOption = View.COLLABORATION,
    limit: LimitOption = None,
    format: FormatOption = Results.TABLE,
) -> None:
    """Find the organisations that stand between others.

    Betweenness is the share of the pairs of other organisations whose shortest paths lead through
    one; parts, how many pieces its piece of the network falls into without it. A row for each
    group it has a tie to, with the words that tell of the tie.
    """
    from medtechkg import networks
    from medtechkg.answers import Answer
    from medtechkg.tables import Layout

    found = networks.brokers(open_graph(context), str(view))
    rows = tuple(row for broker in found for row in _ties(broker))
    answer = Answer(
        columns=_TIES,
        rows=rows[:limit],
        complete=limit is None or len(rows) <= limit,
        limit=limit,
        question="Which organisations stand between others, and which groups do they join?",
        empty="No organisation stands between others in this view.",
        known=tuple(_estimated(found)),
    )
    screen.answer(answer, Layout(format))


_TIES = (
    *("broker", "class", "betweenness", "parts", "joins_group", "through", "by"),
    *("quote", "document", "broker_iri", "through_iri"),
)


def _ties(broker: Broker) -> Iterator[Row]:
    for tie in broker.ties:
        values = (
            broker.node.label,
            broker.node.cls,
            broker.betweenness,
            broker.parts,
            tie.group + 1,
            tie.partner.label,
            tie.predicate,
            tie.quotation.text,
            tie.quotation.document,
            broker.node.id,
            tie.partner.id,
        )
        yield dict(zip(_TIES, values, strict=True))


def _estimated(found: tuple[Broker, ...]) -> Iterator[str]:
    from medtechkg.networks import groups

    if found and (note := groups.estimate(found[0].followed, found[0].ends)):
        yield note
    if found:
        yield "The groups are those of `medtechkg communities`, of the same view."


@app.command()
def communities(
    context: typer.Context,
    view: ViewOption = View.COLLABORATION,
    limit: LimitOption = None,
    format: FormatOption = Results.TABLE,
) -> None:
    """Find the groups the network falls into.

    The members of a group are tied to each other more than to the rest; the most central are named.
    What sets a group apart are the classes, fields and places that are half as frequent again in
    it as in the whole network, each with how many members it holds for. The words are those of its
    best attested tie.
    """
    from medtechkg import networks
    from medtechkg.answers import Answer
    from medtechkg.tables import Layout

    found = networks.communities(open_graph(context), str(view))
    rows = tuple(_group(group) for group in found)
    answer = Answer(
        columns=_GROUPS,
        rows=rows[:limit],
        complete=limit is None or len(rows) <= limit,
        limit=limit,
        question="Which groups does the network fall into, and what are they about?",
        empty="There is no tie in this view.",
        known=tuple(_quality(found)),
    )
    screen.answer(answer, Layout(format))


_GROUPS = ("group", "size", "members", "about", "quote", "document", "members_iri")


def _group(group: Group) -> Row:
    more = group.size - _NAMED
    names = [node.label for node in group.members[:_NAMED]]
    values = (
        group.number + 1,
        group.size,
        "; ".join(names) + (f"; and {more:,} more" if more > 0 else ""),
        "; ".join(f"{trait} ({number:,})" for trait, number in group.about) or None,
        group.quotation.text,
        group.quotation.document,
        " ".join(node.id for node in group.members),
    )
    return dict(zip(_GROUPS, values, strict=True))


def _quality(found: tuple[Group, ...]) -> Iterator[str]:
    if found:
        yield (
            f"Modularity {found[0].modularity:.2f} (0: no better than chance, 1: all ties within "
            f"groups); Louvain, by {_BY[found[0].engine]}."
        )


_BY = {"networkx": "networkx", "fast": "networkit"}
