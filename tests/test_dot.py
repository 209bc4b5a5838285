from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from medtechkg.export import dot
from network import EDGES, FIRM, NASTY, NODES, TOWN, picture

#: A statement as the grammar of DOT has it, of the forms we write: every string in double quotes.
_STRING = r'"(?:[^"\\]|\\.)*"'
_VALUE = rf"(?:{_STRING}|[\w.]+)"
_LIST = rf"\[\w+={_VALUE}(?:, \w+={_VALUE})*\]"
_NODE = re.compile(rf"  ({_STRING}) {_LIST};\n")
_EDGE = re.compile(rf"  ({_STRING}) -> ({_STRING}) {_LIST};\n")


def test_every_line_is_of_the_grammar() -> None:
    head, graph, _, _, *body, end = dot.lines(picture())
    assert (head, end) == ("digraph medtechkg {\n", "}\n")
    assert re.fullmatch(rf"  graph {_LIST};\n", graph)
    nodes = [found for line in body if (found := _NODE.fullmatch(line))]
    edges = [found for line in body if (found := _EDGE.fullmatch(line))]
    assert len(nodes) + len(edges) == len(body)
    assert {found[1][1:-1] for found in nodes} == {node.id for node in NODES}
    assert (f'"{FIRM}"', f'"{TOWN}"') in {(found[1], found[2]) for found in edges}
    assert len(edges) == len(EDGES)


def test_a_backslash_stands_for_itself() -> None:
    written = "".join(dot.lines(picture()))
    assert r"\"R&D\"\\N of Ort" in written
    assert NASTY not in written


def test_graphviz_reads_it() -> None:
    program = shutil.which("dot")
    if program is None:
        pytest.skip("Graphviz is not here")
    ran = subprocess.run(
        [program, "-Tjson0"], input="".join(dot.lines(picture())), capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    read = json.loads(ran.stdout)
    assert {each["name"] for each in read["objects"]} == {node.id for node in NODES}
    assert len(read["edges"]) == len(EDGES)
