from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from medtechkg import answers, networks, store
from medtechkg.errors import QueryError
from medtechkg.iris import Base, local_name, prefixes
from medtechkg.networks import Edge, Node, files, layouts, measures, triples

BASE = "https://w3id.org/medtechkg/id/"
LABORATORY, EASTVALE = f"{BASE}facility/limb-laboratory", f"{BASE}region/eastvale"


def test_nodes_are_labelled_and_classed(graph: store.Store) -> None:
    found = networks.network(graph)
    assert found.nodes[LABORATORY] == {"label": "Limb Laboratory", "cls": "Facility"}
    assert all(data["label"] and data["cls"] for _, data in found.nodes(data=True))


def test_every_edge_has_its_quote(graph: store.Store) -> None:
    edges = list(networks.network(graph).edges(data=True))
    assert edges
    words = networks.quotations(graph)
    assert all(data["evidence"] and data["documents"] for _, _, data in edges)
    assert all(words[each].text for _, _, data in edges for each in data["evidence"])
    told = [data for one, other, data in edges if (one, other) == (LABORATORY, EASTVALE)]
    assert [(data["predicate"], [words[e].text for e in data["evidence"]]) for data in told] == [
        ("locatedIn", ["It lies in Eastvale."])
    ]


def test_one_fact_of_two_documents_is_one_edge(graph: store.Store) -> None:
    edges = networks.network(graph).edges(data=True)
    parts = [data for _, _, data in edges if data["predicate"] == "hasSubSector"]
    assert sorted(len(data["documents"]) for data in parts) == [1, 2, 3]


def test_what_is_symmetric_is_one_edge(graph: store.Store) -> None:
    edges = networks.network(graph, "collaboration").edges(data=True)
    assert sum(data["predicate"] == "collaboratesWith" for _, _, data in edges) == 5


def test_what_is_denied_or_doubted_is_no_edge(graph: store.Store) -> None:
    names = {data["label"] for _, data in networks.network(graph).nodes(data=True)}
    assert "Technicians" in names
    assert "Engineers" not in names


def test_a_view_keeps_its_properties(graph: store.Store) -> None:
    edges = networks.network(graph, "skills").edges(data=True)
    found = {data["predicate"] for _, _, data in edges}
    assert found == {
        *("gainsSkill", "lacksSkill", "offers", "requiresSkill", "seeksQualification"),
    }


def test_unknown_view(graph: store.Store) -> None:
    with pytest.raises(QueryError, match="the views are everything, collaboration, skills"):
        networks.network(graph, "nothing")


def test_order_is_fixed(graph: store.Store) -> None:
    one, other = networks.network(graph), networks.network(graph)
    assert list(one.edges(keys=True)) == list(other.edges(keys=True))


def test_views_name_properties_of_the_ontology(graph: store.Store) -> None:
    found = answers.rows(graph, "SELECT ?one { ?one a owl:ObjectProperty }")
    known = {local_name(str(row["one"])) for row in found}
    assert known
    assert all(names <= known for names in networks.VIEWS.values())


def test_network_holds_the_records(graph: store.Store) -> None:
    for view in networks.VIEWS:
        found = networks.network(graph, view)
        assert [Node(id, **data) for id, data in found.nodes(data=True)] == list(
            networks.nodes(graph, view)
        )
        edges = [
            (source, target, id, data.pop("weight"), Edge(id, source, target, **data))
            for source, target, id, data in found.edges(keys=True, data=True)
        ]
        records = list(networks.edges(graph, view))
        assert {edge[2]: edge[3:] for edge in edges} == {e.id: (e.weight, e) for e in records}
        assert records == sorted(records, key=lambda e: (e.source, e.predicate, e.target, e.id))


def test_two_documents_of_one_title_are_two() -> None:
    """What two documents say weighs two, whatever these are called."""
    found = stated(*(f"copy-{at}" for at in range(2)))
    (edge,) = networks.edges(found)
    assert (edge.documents, edge.weight) == (("The same title", "The same title"), 2)
    assert (edge.first, edge.last) == ("2031-01-01", "2031-02-01")


def test_the_most_particular_class_is_given() -> None:
    region, university = networks.nodes(stated("copy-0"))
    assert (region.cls, university.cls) == ("Region", "University")


def stated(*documents: str) -> store.Store:
    """A graph in which each document says that one university is in one region."""
    graph = []
    for at, name in enumerate(documents):
        graph += [
            "thing:u a mtk:University , mtk:Organisation , mtk:Agent ; skos:prefLabel 'U' .",
            "thing:r a mtk:Place , mtk:Region ; skos:prefLabel 'R' .",
            "mtk:University rdfs:subClassOf mtk:Organisation .",
            "mtk:Organisation rdfs:subClassOf mtk:Agent .",
            "mtk:Region rdfs:subClassOf mtk:Place .",
            "thing:said a mtk:Statement ; rdf:subject thing:u ; rdf:predicate mtk:locatedIn ;"
            " rdf:object thing:r ; mtk:status status:accepted ; mtk:polarity polarity:affirmed ;"
            f" mtk:modality modality:asserted ; mtk:evidencedBy thing:e{at} .",
            "modality:asserted skos:notation 'asserted' .",
            f"thing:e{at} mtk:evidenceRole role:statement ; oa:hasSource thing:{name}-text .",
            f"thing:{name}-text mtk:snapshotOf thing:{name} .",
            f"thing:{name} dcterms:title 'The same title' ; dcterms:issued '2031-0{at + 1}-01' .",
        ]
    names = {
        **prefixes(Base()),
        "thing": "https://example.org/",
        **{each: Base().code(each, "x")[:-1] for each in ("status", "polarity", "modality")},
        "role": Base().code("evidence-role", "x")[:-1],
    }
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in names.items())
    quads = pyoxigraph.parse(head + "\n".join(graph), format=pyoxigraph.RdfFormat.TURTLE)
    named = pyoxigraph.NamedNode("https://example.org/graph")
    return store.memory(
        pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, named) for quad in quads
    )


# -- the file beside the store ----------------------------------------------------------------


def test_a_built_graph_has_its_network_laid_down(seeds_folder: Path) -> None:
    built = store.open(seeds_folder)
    assert files.find(built) is not None
    apart = replace(built, folder=None)
    for view in networks.VIEWS:
        assert list(networks.edges(built, view)) == list(networks.edges(apart, view)) != []
        assert list(networks.nodes(built, view)) == list(networks.nodes(apart, view)) != []


@pytest.mark.parametrize("content", [b"", b"[]\n", b"{\n", b'{"format": 0, "nodes": 0}\n'])
def test_a_file_of_another_format_is_not_read(
    seeds_folder: Path, tmp_path: Path, content: bytes
) -> None:
    folder = Path(shutil.copytree(seeds_folder, tmp_path / "graph"))
    built = store.open(folder)
    path = files.find(built)
    assert path is not None
    expected = list(networks.edges(built))
    path.write_bytes(content)
    assert files.find(built) is None
    assert list(networks.edges(built)) == expected
    path.unlink()
    assert list(networks.edges(built)) == expected


@pytest.mark.parametrize("view", networks.VIEWS)
def test_ties_are_those_of_networkx(seeds_folder: Path, tmp_path: Path, view: str) -> None:
    """From the file beside the store, without that file, and from the triples themselves."""
    pytest.importorskip("scipy", reason="the fast engine is not installed")
    folder = Path(shutil.copytree(seeds_folder, tmp_path / "graph"))
    built = store.open(folder)
    expected: Any = measures.ties(networks.network(built, view))
    path = files.place(folder, built.manifest).with_name(layouts.NAME)
    laid = [networks.ties(built, view)]
    for content in (b"", b"[]\n", b'{"format":0}\n', path.read_bytes()[:-1]):
        path.write_bytes(content)
        laid.append(networks.ties(built, view))
    path.unlink()
    laid += [networks.ties(built, view), networks.ties(replace(built, folder=None), view)]
    for found in laid:
        assert found.nodes == expected.nodes != ()
        assert (found.weights != expected.weights).nnz == 0
        assert found.weights.nnz == expected.weights.nnz


def test_ties_of_nothing() -> None:
    pytest.importorskip("scipy", reason="the fast engine is not installed")
    empty = layouts.columns([])
    assert layouts.laid(empty, frozenset()).nodes == ()


def test_columns_come_back(graph: store.Store, tmp_path: Path) -> None:
    found = layouts.columns(triples.rows(graph))
    path = tmp_path / layouts.NAME
    path.write_bytes(layouts.packed(found))
    assert layouts.read(path) == found
    path.write_bytes(layouts.packed(layouts.columns([])))
    assert layouts.read(path) == layouts.columns([])


def test_the_same_graph_gives_the_same_file(graph: store.Store) -> None:
    assert networks.packed(graph) == networks.packed(graph)
