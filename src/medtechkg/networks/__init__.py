"""The graph as a network: things are nodes, what is said of them edges, with their evidence.

`nodes` and `edges` give the network as plain records, one at a time and in a fixed order, for what
writes or counts it; `network` gives the same as a ``networkx.MultiDiGraph``, `ties` laid out for
the fast engine; `measures` are what is worked out of either, `communities` and `brokers` the
answers for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from medtechkg.garbage import uncollected
from medtechkg.networks import files, groups, layouts, measures, triples
from medtechkg.networks.groups import Broker, Group
from medtechkg.networks.records import VIEWS, Edge, Node, Quotation, Row, kept

if TYPE_CHECKING:
    import networkx

    from medtechkg.networks.kernels import Ties
    from medtechkg.store import Store

__all__ = [
    "VIEWS",
    "Broker",
    "Edge",
    "Group",
    "Node",
    "Quotation",
    "brokers",
    "communities",
    "edges",
    "network",
    "nodes",
    "packed",
    "quotations",
    "ties",
]


def edges(store: Store, view: str = "everything") -> Iterator[Edge]:
    """Give the facts that stand, by source, property, target and id.

    Of a graph that was built into a folder they are read one at a time; otherwise the rows are
    put into order in memory first, about 1 kB a fact.

    Raises:
        QueryError: if there is no such view.
    """
    return map(Edge._make, _rows(store, kept(view)))


def nodes(store: Store, view: str = "everything") -> Iterator[Node]:
    """Give the things at the ends of the facts of a view, in the order of their IRIs.

    Raises:
        QueryError: if there is no such view.
    """
    ends = {end for row in _rows(store, kept(view)) for end in row[1:3]}
    return _nodes(store, ends)


def quotations(store: Store) -> Mapping[str, Quotation]:
    """Give the words of each piece of evidence, by its IRI."""
    return triples.quotations(store)


def network(store: Store, view: str = "everything") -> networkx.MultiDiGraph[str]:
    """Build a ``networkx.MultiDiGraph`` of what is said and stands.

    Nodes are IRIs with ``label`` and ``cls``, as in `Node`; an edge is one fact, its key the ``id``
    of an `Edge`, whose other fields and ``weight`` are its data. What holds either way round, such
    as ``collaboratesWith``, is one edge, from the end that is first. Nodes stand in the order of
    their IRIs, edges in that of `edges`.

    Raises:
        QueryError: if there is no such view.
    """
    import networkx

    found = networkx.MultiDiGraph(view=view)
    with uncollected():
        same: dict[str, str] = {}
        facts = [_fact(row, same) for row in _rows(store, kept(view))]
        ends = {end for fact in facts for end in fact[:2]}
        found.add_nodes_from(
            (node.id, {"label": node.label, "cls": node.cls}) for node in _nodes(store, ends)
        )
        found.add_edges_from(facts)
    return found


def brokers(store: Store, view: str = "collaboration") -> tuple[Broker, ...]:
    """Find the organisations of a view that stand between others, best first.

    Raises:
        QueryError: if there is no such view.
    """
    return groups.brokers(store, network(store, view))


def communities(store: Store, view: str = "collaboration") -> tuple[Group, ...]:
    """Find the groups of a view whose members are tied to each other more than to the rest.

    Raises:
        QueryError: if there is no such view.
    """
    return groups.communities(store, network(store, view), edges(store))


def ties(store: Store, view: str = "everything") -> Ties[str]:
    """Lay a network out for the fast engine: the same as ``measures.ties(network(store, view))``.

    Of a graph that was built into a folder it is there already, so networkx is not needed.

    Raises:
        QueryError: if there is no such view.
        MedtechkgError: if scipy is not installed.
    """
    keep = kept(view)
    measures.require_layout()
    path = files.find(store)
    found = layouts.read(path.with_name(layouts.NAME)) if path is not None else None
    return layouts.laid(found or layouts.columns(_rows(store, keep)), keep)


def packed(store: Store) -> dict[str, bytes]:
    """Write the network of everything down: the files to be kept beside the store, by name."""
    rows = list(triples.rows(store))
    things = triples.nodes(store, {end for row in rows for end in row[1:3]})
    columns = layouts.columns(rows)
    return {files.NAME: files.packed(rows, things), layouts.NAME: layouts.packed(columns)}


def _rows(store: Store, keep: frozenset[str]) -> Iterator[Row]:
    path = files.find(store)
    if path is None:
        return triples.rows(store, keep)
    return (row for row in files.rows(path) if not keep or row[3] in keep)


def _nodes(store: Store, ends: set[str]) -> Iterator[Node]:
    path = files.find(store)
    if path is None:
        return triples.nodes(store, ends)
    return (node for node in files.nodes(path) if node.id in ends)


def _fact(row: Row, same: dict[str, str]) -> tuple[str, str, str, dict[str, object]]:
    id, source, target, predicate, modality, evidence, documents, start, end, first, last = row
    data: dict[str, object] = {
        "predicate": predicate,
        "modality": modality,
        "evidence": evidence,
        "documents": documents,
        "start": start,
        "end": end,
        "first": first,
        "last": last,
        "weight": len(documents),
    }
    return same.setdefault(source, source), same.setdefault(target, target), id, data
