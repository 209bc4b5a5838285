from __future__ import annotations

from pathlib import Path

import pytest

import medtechkg
from medtechkg import graphs, store
from medtechkg.errors import GraphError


@pytest.fixture
def opened(graph: store.Store) -> graphs.Graph:
    return graphs.Graph(graph)


def test_ask(opened: graphs.Graph) -> None:
    answer = opened.ask("skill-shortages", region="Westmarch")
    assert [row["skill"] for row in answer] == [
        "Casting skills",
        "Casting skills",
        "Welding skills",
    ]


def test_query(opened: graphs.Graph) -> None:
    answer = opened.query("SELECT ?name { ?u a mtk:University ; skos:prefLabel ?name }", limit=1)
    assert answer.state == "truncated"
    assert len(answer.coverage) == 4
    nothing = opened.query("SELECT ?c { ?c a mtk:Charity }")
    assert nothing.known == ("The graph knows no charity.",)


def test_find_and_describe(opened: graphs.Graph) -> None:
    assert opened.find("UWM", cls="University").endswith("westmarch-university")
    assert opened.describe("UWM").name == "University of Westmarch"


# rdflib calls what it has itself deprecated
@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_dataset_is_the_same_graph_in_rdflib(opened: graphs.Graph) -> None:
    from rdflib import RDF, URIRef

    kind = URIRef("https://w3id.org/medtechkg/def/University")
    found = set(opened.dataset().subjects(RDF.type, kind))
    assert URIRef(opened.find("UWM")) in found
    assert len(found) == 3


def test_network(opened: graphs.Graph) -> None:
    assert len(opened.network("collaboration")) > 3


def test_export(opened: graphs.Graph, tmp_path: Path) -> None:
    assert opened.export("nq", tmp_path / "graph.nq") is None
    assert (tmp_path / "graph.nq").read_bytes() == opened.export("nq")


def test_open_tells_what_to_do_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="medtechkg build"):
        medtechkg.open(tmp_path)
