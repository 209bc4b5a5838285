from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from medtechkg import export, store
from medtechkg.errors import GraphError, NotFoundError, QueryError
from medtechkg.export import Format, Network, files
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
    with pytest.raises(QueryError, match="the formats are ttl, trig, nq, nt, jsonld, rdfxml, gexf"):
        export.of("docx")


def test_suffixes_are_all_different() -> None:
    every = (*Format, *Network)
    assert len({format.suffix for format in every}) == len(every) == len(export.names())


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.GEXF", Network.GEXF),
        ("a.zip", Network.CSV),
        ("a.gv", Network.DOT),
        ("a.htm", Network.HTML),
        ("a.rdf", Format.RDF_XML),
        ("a.b.ttl", Format.TURTLE),
    ],
)
def test_a_format_by_the_name_of_a_file(name: str, format: Format | Network) -> None:
    assert export.guess(Path(name)) is format


@pytest.mark.parametrize("name", ["graph", "graph.docx", "gexf"])
def test_a_file_whose_name_tells_nothing(name: str) -> None:
    with pytest.raises(QueryError, match=f"{name}: its name does not tell the format; give one of"):
        export.guess(Path(name))


@pytest.mark.parametrize("format", Network, ids=lambda format: format.key)
def test_every_form_of_the_network(
    graph: store.Store, format: Network, tmp_path: Path, bundled: None
) -> None:
    written = export.write(graph, format)
    assert written
    stream = io.BytesIO()
    assert export.write(graph, format, stream) is None
    assert stream.getvalue() == written
    assert export.write(graph, format, tmp_path / f"a{format.suffix}") is None
    found = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    if format is Network.CSV:
        assert found.keys() == {"a-nodes.csv", "a-edges.csv"}
        assert found["a-edges.csv"] == written
    else:
        assert found == {f"a{format.suffix}": written}
    assert b"Limb Laboratory" in written


def test_a_picture_takes_no_more_than_one_can_look_at(
    graph: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Network.SVG, "most", 5)
    assert len(export.picture(graph, Network.SVG).nodes) == 5
    assert len(export.picture(graph, Network.SVG, export.Options(limit=7)).nodes) == 7
    assert len(export.picture(graph, Network.GEXF).nodes) > 7


def test_nothing_is_left_of_what_fails_midway(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "x" * 100_000
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"), files.writing(tmp_path / "a") as out:
        files.stream(broken(), out)
    assert list(tmp_path.iterdir()) == []


def test_turtle_of_a_construct(graph: store.Store) -> None:
    triples = graph.query(
        "CONSTRUCT { ?s a <https://w3id.org/medtechkg/def/University> } "
        "WHERE { ?s a <https://w3id.org/medtechkg/def/University> }"
    )
    assert isinstance(triples, pyoxigraph.QueryTriples)
    assert export.turtle(triples, Base()).count(" a mtk:University .") == 3
