from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from medtechkg import endpoints, errors, store, uploads
from medtechkg.errors import EndpointError
from medtechkg.iris import Base
from medtechkg.protocol import Service
from medtechkg.uploads import Via
from servers import Sparql, sparql

BASE = Base("https://w3id.org/medtechkg/")
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Texts that an escape, an encoding or a limit may spoil.
TEXTS = (
    "",
    " leading, and trailing ",
    "quotes \"two\" 'one' and \\ backslash \\n that is none",
    "lines\nof\r\nall\rkinds\tand\ttabs",
    "é ü ß € – ’ “” 中文 עברית 😀 \u200b \u00ad",
    "form\x0cfeed, vertical\x0btab, unit\x1fseparator",
    "} ; DROP ALL # ?x $y <a:b> ' ''' \"\"\"",
    "A report of many words. " * 20_000,
)
TYPED = (
    ("integer", "2035"),
    ("decimal", "0.25"),
    ("double", "1.5E0"),
    ("boolean", "true"),
    ("gYear", "2035"),
    ("gYearMonth", "2035-03"),
    ("date", "2035-03-05"),
    ("dateTime", "2035-03-05T10:30:00Z"),
    ("anyURI", "https://example.org/"),
    ("nonNegativeInteger", "7"),
)


def literals() -> Iterator[Literal]:
    yield from map(Literal, TEXTS)
    yield Literal("couleur", language="fr")
    yield from (Literal(text, datatype=NamedNode(XSD + kind)) for kind, text in TYPED)


def quad(graph: str, name: str, value: Literal) -> Quad:
    ends = (NamedNode(BASE.thing("thing", name)), NamedNode(BASE.term("says")))
    return Quad(*ends, value, NamedNode(BASE.graph(graph)))


def made(**graphs: str) -> store.Embedded:
    """A graph of named graphs, each with a fact for each word."""
    found = [quad(g, w, Literal(w)) for g, words in graphs.items() for w in words.split()]
    return store.memory(found, BASE)


def told(url: str) -> tuple[set[str], set[str]]:
    """All that an endpoint holds: of its named graphs, and of the union."""
    there = endpoints.open(url)
    quads = list(there.quads_for_pattern())
    triples = list(there.triples_for_pattern())
    assert len(set(triples)) == len(triples)
    return {str(each) for each in quads}, {str(each) for each in triples}


def held(graph: store.Embedded) -> tuple[set[str], set[str]]:
    quads, triples = graph.quads_for_pattern(), graph.triples_for_pattern()
    return {str(each) for each in quads}, {str(each) for each in triples}


@pytest.fixture(params=["gsp", "update"])
def via(request: pytest.FixtureRequest) -> Via:
    return Via(request.param)


def test_what_is_pushed_is_what_is_there(via: Via) -> None:
    words = [quad("source/a", f"t{n}", each) for n, each in enumerate(literals())]
    graph = store.memory([*words, quad("source/b", "t0", Literal(""))], BASE)
    with sparql(Sparql()) as url:
        report = uploads.push(graph, url, via)
        assert (report.sent, report.unchanged, report.removed) == (2, 0, 0)
        assert report.differing == ()
        there = endpoints.open(url)
        assert store.memory(there.quads_for_pattern(), BASE).canonical() == graph.canonical()
        assert told(url) == held(graph)
        assert there.manifest == graph.manifest
        assert there.graph_names() == graph.graph_names()


def test_only_what_changed_is_sent(via: Via) -> None:
    server = Sparql()
    with sparql(server) as url:
        uploads.push(made(a="one two", b="two three", c="four"), url, via)
        server.written.clear()
        assert str(uploads.push(made(a="one two", b="two three", c="four"), url, via)) == (
            "0 graphs sent, 3 unchanged, 0 removed"
        )
        assert server.written == []
        after = made(a="one two", b="two five", d="six")
        assert str(uploads.push(after, url, via)) == "2 graphs sent, 1 unchanged, 1 removed"
        assert told(url) == held(after)
        sent = " ".join(server.written)
        assert f"GRAPH <{BASE.graph('a')}>" not in sent
        assert f"PUT {BASE.graph('a')}" not in sent
        # the union changes by what changed
        assert f"PUT {BASE.graph('union')}" not in sent
        assert f"DROP SILENT GRAPH <{BASE.graph('union')}>" not in sent


def test_a_server_that_cannot_delete_triples_gets_the_union_whole() -> None:
    server = Sparql(ways=("data",))
    with sparql(server) as url:
        uploads.push(made(a="one two"), url)
        after = made(a="two three")
        assert uploads.push(after, url).via is Via.GSP
        assert f"PUT {BASE.graph('union')}" in server.written
        assert told(url) == held(after)


def test_the_way_is_found_out() -> None:
    with sparql(Sparql(ways=("update",))) as url:
        assert uploads.push(made(a="one"), url).via is Via.UPDATE
        assert told(url) == held(made(a="one"))
    with sparql(Sparql(ways=())) as url, pytest.raises(EndpointError, match="0 of 1 graphs"):
        uploads.push(made(a="one"), url)


@pytest.mark.parametrize("spared", range(7))
def test_a_push_that_breaks_off_can_be_repeated(spared: int, via: Via) -> None:
    before, after = made(a="one two", b="three", c="four"), made(a="two", b="five", d="six")
    server = Sparql()
    with sparql(server) as url:
        uploads.push(before, url, via)
        server.spared = spared
        with pytest.raises(EndpointError, match=r"of 3 graphs were sent; push again") as failed:
            uploads.push(after, url, via)
        assert "\n" not in str(failed.value)
        server.spared = None
        if spared:
            with pytest.raises(EndpointError, match="a push to it was not finished"):
                endpoints.open(url)
        uploads.push(after, url, via)
        assert told(url) == held(after)


def test_what_a_push_sent_is_not_sent_again() -> None:
    server = Sparql()
    graph = made(a="one", b="two", c="three")
    with sparql(server) as url:
        server.spared = 5  # the ledger, a and its entry, b and its entry
        with pytest.raises(EndpointError, match="2 of 3 graphs were sent"):
            uploads.push(graph, url, Via.GSP)
        server.spared = None
        assert str(uploads.push(graph, url, Via.GSP)) == "1 graph sent, 2 unchanged, 0 removed"
        assert told(url) == held(graph)


def test_large_updates_are_cut() -> None:
    lines = [b"x" * 1000] * 1000 + [b"y"] * 5000 + [b"z" * 1_000_000, b"w"]
    chunks = list(uploads._chunks(lines))
    assert [line for chunk in chunks for line in chunk] == lines
    assert all(sum(map(len, chunk)) <= 400_000 or len(chunk) == 1 for chunk in chunks)
    assert max(map(len, chunks)) == 2000


def test_a_server_that_takes_triples_for_the_same_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Sparql()
    kept = server.graph

    def lossy(method: str, query: str, body: bytes) -> tuple[int, bytes]:
        return kept(method, query, body.replace(b"two", b"one"))

    monkeypatch.setattr(server, "graph", lossy)
    with sparql(server) as url:
        found = uploads.push(made(a="one two", b="three"), url, Via.GSP)
    assert found.differing == ((BASE.graph("a"), 2, 1),)


@pytest.mark.parametrize(
    ("url", "server", "update", "graphs"),
    [
        ("http://h:7878/query", "Oxigraph/0.5", "http://h:7878/update", "http://h:7878/store"),
        ("http://h/ds/query", "Jetty", "http://h/ds/update", "http://h/ds/data"),
        ("http://h/ds/sparql", "Jetty", "http://h/ds/update", "http://h/ds/data"),
        (
            "http://h/sparql",
            "Virtuoso/07.20",
            "http://h/sparql-auth",
            "http://h/sparql-graph-crud-auth",
        ),
        (
            "http://h/repositories/x",
            "",
            "http://h/repositories/x/statements",
            "http://h/repositories/x/rdf-graphs/service",
        ),
        ("http://h/any", "", "http://h/any", "http://h/any"),
    ],
)
def test_addresses_of_servers(url: str, server: str, update: str, graphs: str) -> None:
    service = Service(url)
    service.server = server
    usual = uploads._addresses(service, uploads.Addresses())
    assert usual == uploads.Addresses(update, graphs)
    given = uploads._addresses(service, uploads.Addresses("http://h/u", "http://h/g"))
    assert given == uploads.Addresses("http://h/u", "http://h/g")


def test_an_endpoint_without_a_graph() -> None:
    with sparql(Sparql()) as url, pytest.raises(errors.EndpointError, match="holds no graph"):
        endpoints.open(url)
