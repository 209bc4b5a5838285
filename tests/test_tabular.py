from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import networkx

from medtechkg import export, networks, store
from medtechkg.export import Network, tabular
from network import EDGES, FIRM, NASTY, NODES, QUOTES, SKILL, UNIVERSITY, picture


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_nodes_have_the_columns_of_gephi() -> None:
    found = {row["Id"]: row for row in rows("".join(tabular.nodes(picture())))}
    assert found.keys() == {node.id for node in NODES}
    assert found[FIRM] == {
        "Id": FIRM,
        "Label": "Brightlimb & Sons",
        "Class": "Business",
        "Family": "Business",
        "Facts": "4",
    }
    assert found[SKILL]["Label"] == NASTY


def test_edges_have_the_columns_of_gephi_and_their_quotes() -> None:
    found = {row["Id"]: row for row in rows("".join(tabular.edges(picture(), QUOTES)))}
    assert found.keys() == {edge.id for edge in EDGES}
    one = found[EDGES[1].id]
    assert (one["Source"], one["Target"], one["Type"]) == (FIRM, SKILL, "Directed")
    assert (one["Label"], one["Weight"], one["Evidence"]) == ("lacks skill", "1", "1")
    assert (one["Source Label"], one["Target Label"]) == ("Brightlimb & Sons", NASTY)
    assert (one["Start"], one["End"]) == ("2021-02-01", "2022-12-31")
    assert one["Quotes"] == " ".join(f"Words 2: {NASTY}".split())
    assert found[EDGES[4].id]["Sources"] == f"Eastvale review | {NASTY}"
    assert found[EDGES[5].id]["Quotes"].count(" | Words 7") == 1


def test_an_archive_holds_both_and_is_always_the_same(graph: store.Store, tmp_path: Path) -> None:
    for name in ("one.zip", "other.zip"):
        export.write(graph, Network.CSV, tmp_path / name)
    one, other = ((tmp_path / name).read_bytes() for name in ("one.zip", "other.zip"))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as found:
        assert found.namelist() == ["nodes.csv", "edges.csv"]
        assert found.testzip() is None
        count = len(rows(found.read("edges.csv").decode()))
    assert count == len(list(networks.edges(graph)))


def test_networkx_reads_the_json_back_as_the_network_itself(graph: store.Store) -> None:
    written = export.write(graph, Network.JSON)
    assert written is not None
    read = networkx.node_link_graph(json.loads(written), edges="edges")
    own = networks.network(graph)
    assert set(read) == set(own)
    assert set(read.edges(keys=True)) == set(own.edges(keys=True))
    for *ends, data in read.edges(keys=True, data=True):
        expected = own.edges[tuple(ends)]
        assert tuple(data["documents"]) == expected["documents"]
        assert tuple(data["evidence"]) == expected["evidence"]
        assert data["quotes"], ends


def test_json_of_odd_texts() -> None:
    told = json.loads("".join(tabular.node_link(picture(), QUOTES)))
    assert NASTY in {node["label"] for node in told["nodes"]}
    assert told["directed"] is told["multigraph"] is True
    (funds,) = (edge for edge in told["edges"] if edge["predicate"] == "funds")
    assert (funds["source"], funds["target"], funds["weight"]) == (FIRM, UNIVERSITY, 2)
    assert funds["quotes"] == [
        {"text": " ".join(QUOTES[EDGES[4].evidence[0]].text.split()), "document": "Eastvale review"}
    ]


def test_nothing_at_all() -> None:
    empty = picture((), ())
    told = json.loads("".join(tabular.node_link(empty, {})))
    assert told["nodes"] == told["edges"] == []
    assert rows("".join(tabular.nodes(empty))) == rows("".join(tabular.edges(empty, {}))) == []
