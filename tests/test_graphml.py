from __future__ import annotations

from pathlib import Path

import networkx

from medtechkg.export import graphml
from network import BASE, EDGES, FIRM, NASTY, NODES, SKILL, UNIVERSITY, picture


def read(folder: Path, text: str) -> networkx.MultiDiGraph[str]:
    path = folder / "network.graphml"
    path.write_text(text, encoding="utf-8")
    return networkx.read_graphml(path, force_multigraph=True)


def test_networkx_reads_all_with_its_types(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(graphml.lines(picture())))
    assert found.is_directed()
    assert set(found) == {node.id for node in NODES}
    drawn = {node.id: node for node in picture().nodes}
    assert found.nodes[FIRM] == {
        "label": "Brightlimb & Sons",
        "class": "Business",
        "family": "Business",
        "facts": 4,
        "x": drawn[FIRM].x,
        "y": -drawn[FIRM].y,
        "size": drawn[FIRM].size,
        "r": 204,
        "g": 102,
        "b": 119,
    }
    assert found.nodes[SKILL]["label"] == NASTY.replace("\x0c", "\ufffd")
    assert found.edges[FIRM, UNIVERSITY, f"{BASE}statement/1 collaboratesWith"] == {
        "label": "collaborates with",
        "predicate": "collaboratesWith",
        "modality": "asserted",
        "weight": 1,
        "evidence": 1,
        "sources": "Eastvale review",
        "start": "2021-01-01",
    }
    assert found.number_of_edges() == len(EDGES)


def test_nothing_at_all(tmp_path: Path) -> None:
    assert len(read(tmp_path, "".join(graphml.lines(picture((), ()))))) == 0
