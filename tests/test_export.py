from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from medtechkg import export, store
from medtechkg.errors import GraphError, NotFoundError, QueryError
from medtechkg.export import Format
from medtechkg.iris import Base

ABOUT = "https://w3id.org/medtechkg/graph/about"


@pytest.mark.parametrize("format", Format, ids=lambda format: format.key)
def test_every_syntax_says_the_same(graph: store.Store, format: Format) -> None:
    written = export.write(graph, format)
    assert written is not None
    syntax = RdfFormat.from_media_type(format.media_type)
    assert syntax is not None
    assert syntax == getattr(RdfFormat, format.name)
    read = list(pyoxigraph.parse(written, format=syntax))
    held = list(graph.quads_for_pattern())
    if format.named_graphs:
        assert set(read) == set(held)
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in held}


@pytest.mark.parametrize("format", Format, ids=lambda format: format.key)
def test_order_of_input_does_not_matter(graph: store.Store, format: Format) -> None:
    quads = [q for q in graph.quads_for_pattern() if str(q.graph_name) != f"<{ABOUT}>"][:300]
    one, other = store.memory(quads), store.memory(reversed(quads))
    assert export.write(one, format) == export.write(other, format)


def test_hash_order_does_not_matter(tmp_path: Path) -> None:
    code = (
        "import sys; from pyoxigraph import *; from medtechkg import export, store;"
        "n = [NamedNode(f'https://w3id.org/medtechkg/id/x/{i}') for i in range(50)];"
        "q = [Quad(a, n[0], b, n[1]) for a in n for b in n[::7]];"
        "sys.stdout.buffer.write(export.write(store.memory(q), export.Format.TRIG))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_prefixes_are_used(graph: store.Store) -> None:
    written = export.write(graph, Format.TURTLE, graph=ABOUT)
    assert written is not None
    assert b"@prefix mtk: <https://w3id.org/medtechkg/def/> ." in written
    assert b" rdfs:label " in written


def test_one_named_graph(graph: store.Store) -> None:
    written = export.write(graph, Format.N_QUADS, graph=ABOUT)
    assert written is not None
    assert all(line.endswith(f"<{ABOUT}> .".encode()) for line in written.splitlines())
    with pytest.raises(NotFoundError, match="the graphs are https://"):
        export.write(graph, Format.N_QUADS, graph="https://example.org/none")


def test_a_file_is_replaced_at_once(graph: store.Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("before")
    assert export.write(graph, Format.N_QUADS, path) is None
    assert path.read_bytes() == export.write(graph, Format.N_QUADS)
    assert [each.name for each in tmp_path.iterdir()] == ["graph.nq"]


def test_a_stream(graph: store.Store) -> None:
    stream = io.BytesIO()
    export.write(graph, Format.N_TRIPLES, stream)
    assert stream.getvalue() == export.write(graph, Format.N_TRIPLES)


def test_the_end_of_a_page_is_no_harm_to_xml() -> None:
    import rdflib

    names = [pyoxigraph.NamedNode(f"https://example.org/{each}") for each in "abc"]
    paged = pyoxigraph.Quad(names[0], names[1], pyoxigraph.Literal("One.\n\fTwo.\n\f"), names[2])
    written = export.write(store.memory([paged]), Format.RDF_XML)
    (value,) = rdflib.Graph().parse(data=written, format="xml").objects()
    assert str(value) == "One.\n\nTwo.\n\n"


def test_a_folder_that_is_not_there(graph: store.Store, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be written"):
        export.write(graph, Format.TURTLE, tmp_path / "none" / "graph.ttl")


@pytest.mark.parametrize("name", ["ttl", ".ttl", "TTL", "text/turtle"])
def test_a_format_by_its_names(name: str) -> None:
    assert export.of(name) is Format.TURTLE


def test_unknown_format() -> None:
    with pytest.raises(QueryError, match="the formats are ttl, trig, nq, nt, jsonld, rdfxml"):
        export.of("docx")


def test_suffixes_are_all_different() -> None:
    assert len({format.suffix for format in Format}) == len(Format)


def test_turtle_of_a_construct(graph: store.Store) -> None:
    triples = graph.query(
        "CONSTRUCT { ?s a <https://w3id.org/medtechkg/def/University> } "
        "WHERE { ?s a <https://w3id.org/medtechkg/def/University> }"
    )
    assert isinstance(triples, pyoxigraph.QueryTriples)
    assert export.turtle(triples, Base()).count(" a mtk:University .") == 3
