from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryTriples

from commandline import Result, Run, folder, run
from medtechkg import answers, coverage, endpoints, explain, networks, questions, things, uploads
from medtechkg import store as stores
from medtechkg.endpoints import Endpoint
from medtechkg.errors import EndpointError, LimitError, MedtechkgError, NotFoundError, QueryError
from medtechkg.protocol import Service
from medtechkg.stores import Manifest
from servers import Play, Quiet, Sparql, playing, sparql

__all__ = ["folder", "run"]

_ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
_JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def served(graph: stores.Embedded) -> Iterator[tuple[Sparql, str]]:
    server = Sparql()
    with pytest.MonkeyPatch.context() as patch, sparql(server) as url:
        patch.setattr(socket.socket, "connect", socket.socket.connect)
        uploads.push(graph, url)
        yield server, url


@pytest.fixture
def there(served: tuple[Sparql, str]) -> Endpoint:
    return endpoints.open(served[1])


# -- the same answers -------------------------------------------------------------------------


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_every_question(asked: questions.Question, graph: stores.Embedded, there: Endpoint) -> None:
    assert questions.ask(there, asked.name) == questions.ask(graph, asked.name)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("skill-shortages", {"region": "Westmarch"}),
        ("university-links", {"university": "Northmoor University"}),
        ("changes", {"until": "2033-01-01"}),
        ("provision-by-level", {"region": "Eastvale"}),
        ("to-review", {"below": "0.9"}),
    ],
)
def test_a_question_with_parameters(
    name: str, given: dict[str, str], graph: stores.Embedded, there: Endpoint
) -> None:
    found = questions.ask(there, name, limit=None, **given)
    assert found == questions.ask(graph, name, limit=None, **given)


@pytest.mark.parametrize("name", ["university-links", "conflicts", "unaddressed-needs"])
def test_why_a_row_is_there(name: str, graph: stores.Embedded, there: Endpoint) -> None:
    assert explain.explain(there, name, 0) == explain.explain(graph, name, 0)


def test_what_is_said_of_a_thing(graph: stores.Embedded, there: Endpoint) -> None:
    iri = things.find(there, "Northmoor University")
    assert things.describe(there, iri) == things.describe(graph, iri)


@pytest.mark.parametrize(
    "name",
    [
        "Eastvale",
        "the EASTVALE",
        "UWM",
        "mtk:nothing",
        "Eastvale & nowhere",
        "&",
        "limb-laboratory",
        "Limb Labratory",
    ],
)
def test_things_are_found_by_the_same_names(
    name: str, graph: stores.Embedded, there: Endpoint
) -> None:
    assert _called(there, name) == _called(graph, name)


def test_a_thing_is_found_by_its_iri(graph: stores.Embedded, there: Endpoint) -> None:
    iri = things.find(graph, "Eastvale")
    assert things.find(there, iri) == things.find(there, f"<{iri}>") == iri
    with pytest.raises(NotFoundError):
        things.find(there, f"{iri}-not")


def _called(store: stores.Store, name: str) -> str:
    try:
        return things.find(store, name)
    except MedtechkgError as error:
        return str(error)


def test_a_network_and_what_it_rests_on(graph: stores.Embedded, there: Endpoint) -> None:
    found, wanted = networks.network(there), networks.network(graph)
    assert sorted(found.edges(keys=True)) == sorted(wanted.edges(keys=True))
    assert coverage.documents(there) == coverage.documents(graph)


def test_patterns(graph: stores.Embedded, there: Endpoint) -> None:
    subject = NamedNode(things.find(graph, "Northmoor University"))
    whole = next(iter(graph.quads_for_pattern(subject)))
    assert isinstance(whole.object, (NamedNode, Literal))
    ends = (subject, whole.predicate, whole.object, whole.graph_name)
    for chosen in range(16):
        some = tuple(e if chosen >> n & 1 else None for n, e in enumerate(ends))
        if some[0] or some[2]:
            found = there.quads_for_pattern(*some)  # type: ignore[arg-type]
            assert set(found) == set(graph.quads_for_pattern(*some))  # type: ignore[arg-type]
            three = list(there.triples_for_pattern(*some[:3]))  # type: ignore[arg-type]
            assert set(three) == set(graph.triples_for_pattern(*some[:3]))  # type: ignore[arg-type]
    assert there.graph_names() == graph.graph_names()


def test_forms_of_queries(graph: stores.Embedded, there: Endpoint) -> None:
    assert bool(there.query("ASK { ?s ?p ?o }"))
    assert isinstance(there.query("ASK { ?s ?p ?o }"), QueryBoolean)
    for text in (
        "PREFIX mtk: <https://w3id.org/medtechkg/def/> "
        "CONSTRUCT { ?s mtk:is ?o } WHERE { ?s a ?o . FILTER(STRENDS(STR(?o), 'University')) }",
        "CONSTRUCT WHERE { ?s <http://www.w3.org/2004/02/skos/core#altLabel> ?o }",
        "DESCRIBE <https://w3id.org/medtechkg/def/University>",
    ):
        found = there.query(text)
        assert isinstance(found, QueryTriples)
        assert set(found) == set(graph.query(text))  # type: ignore[arg-type]
    one = graph.graph_names()[0]
    text = f"SELECT (COUNT(*) AS ?n) FROM <{one}> WHERE {{ ?s ?p ?o }}"
    assert answers.rows(there, text) == answers.rows(graph, text)


def test_a_dataset_asks_the_endpoint(there: Endpoint) -> None:
    from rdflib import Dataset

    assert isinstance(there.dataset(), Dataset)


def test_injection_stays_text(there: Endpoint) -> None:
    nasty = '"} ; DROP ALL # \\" ?x'
    found = answers.rows(
        there, "SELECT ?given WHERE { ?s a mtk:University }", {"given": Literal(nasty)}
    )
    assert {row["given"] for row in found} == {nasty}


# -- what is cut short ------------------------------------------------------------------------


class Capped(Sparql):
    """Gives so many rows at most, and says so as Virtuoso does."""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        plain = super().handler()
        most = self.most or 0

        class Handler(plain):  # type: ignore[misc, valid-type]
            def reply(self, code: int, body: bytes = b"", kind: str = "", **more: str) -> None:
                rows = json.loads(body).get("results") if kind == _JSON else None
                if rows and len(rows["bindings"]) >= most:
                    told = json.loads(body)
                    told["results"]["bindings"] = rows["bindings"][:most]
                    body, more = json.dumps(told).encode(), {"X_SPARQL_MaxRows": str(most)}
                super().reply(code, body, kind, **more)

        return Handler


class Doubling(Capped):
    """Says it is a Virtuoso, and cares for no DISTINCT."""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return type("Handler", (super().handler(),), {"server_version": "Virtuoso/07.20"})

    def answer(self, pairs: list[tuple[str, str]]) -> tuple[int, bytes, str]:
        return super().answer([(name, value.replace("DISTINCT", "")) for name, value in pairs])


@pytest.mark.parametrize("most", [1, 2, 100])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT DISTINCT ?s { ?s <a:p> ?o }", "012"),
        ("SELECT DISTINCT ?s { ?s <a:p> ?o } ORDER BY DESC(?s)", "210"),
        ("SELECT ?s { ?s <a:p> ?o } ORDER BY DESC(?s)", "221100"),
    ],
)
def test_doubles_are_dropped_where_virtuoso_lets_them_pass(
    text: str, found: str, most: int
) -> None:
    quads = [
        Quad(NamedNode(f"a:{n}"), NamedNode("a:p"), Literal(o), NamedNode("a:g"))
        for n in range(3)
        for o in range(2)
    ]
    plain, server = Sparql(), Doubling(most)
    with sparql(plain) as url:
        uploads.push(stores.memory(quads), url)
    server.store = plain.store
    with sparql(server) as url:
        rows = [row["s"].value[2:] for row in endpoints.open(url).query(text)]  # type: ignore[union-attr]
    assert "".join(rows if "ORDER" in text else sorted(rows)) == found


@pytest.mark.parametrize("most", [1, 3, 7, 10, 11])
def test_what_a_server_cuts_short_is_asked_for_page_by_page(most: int) -> None:
    quads = [
        Quad(NamedNode(f"a:{n}"), NamedNode("a:p"), Literal(str(n)), NamedNode("a:g"))
        for n in range(10)
    ]
    graph = stores.memory(quads)
    with sparql(Capped(most)) as url:
        uploads.push(graph, url)
        there = endpoints.open(url)
        assert set(there.quads_for_pattern()) == set(quads)
        for text in (_ALL, f"{_ALL} ORDER BY DESC(?o)", "CONSTRUCT WHERE { ?s ?p ?o }"):
            found, wanted = list(there.query(text)), list(graph.query(text))  # type: ignore[arg-type]
            if "ORDER" in text:
                assert [str(each[0]) for each in found] == [str(each[0]) for each in wanted]
            assert sorted(map(str, found)) == sorted(map(str, wanted))
        assert answers.rows(there, _ALL, limit=4).complete is False


# -- bad answers ------------------------------------------------------------------------------


def page(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, Quiet)
    handler.reply(200, b"<!DOCTYPE html><title>Welcome</title>", "text/html; charset=utf-8")


def status(code: int, body: bytes = b"", **more: str) -> Play:
    def play(handler: BaseHTTPRequestHandler) -> None:
        assert isinstance(handler, Quiet)
        handler.reply(code, body, **more)

    return play


def half(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Type", _JSON)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
    handler.close_connection = True


def chunk(handler: BaseHTTPRequestHandler) -> None:
    """End in the middle of a chunk."""
    handler.send_response(200)
    handler.send_header("Content-Type", _JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'400\r\n{"head":')
    handler.close_connection = True


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Hang up at once."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.02)


CUT = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:b"}},'

BAD = [
    (page, "answered with a web page"),
    (status(401, WWW_Authenticate='Basic realm="x"'), "asks for a user and a password; set"),
    (status(403), "does not allow this"),
    (status(404), r"has nothing at this address \(HTTP 404\)"),
    (
        status(400, b"too clever\n\nSPARQL query:\nSELECT"),
        r"refuses this \(HTTP 400\) \(too",
    ),
    (status(500, b"<html>oh</html>"), r"failed \(HTTP 500\); try again later"),
    (status(503, b"busy"), r"failed \(HTTP 503\) \(busy\)"),
    (status(301, Location="https://new.example/"), "has moved; give https://new.example/"),
    (half, "broke off in the middle of its answer"),
    (chunk, "broke off in the middle of its answer"),
    (reset, "broke off in the middle of its answer|cannot be reached"),
    (status(200, CUT), "cut off or malformed"),
    (status(200, CUT[:-1] + b"The SPARQL operation has been cancelled"), "cut off or malformed"),
    (status(200, b""), "cut off or malformed"),
    (status(200, b"{}"), "cut off or malformed"),
]


@pytest.mark.parametrize(("play", "words"), BAD, ids=[words for _, words in BAD])
def test_a_bad_answer_is_one_clear_line(play: Play, words: str) -> None:
    with playing(play) as url:
        with pytest.raises(EndpointError, match=words) as failed:
            Endpoint(Service(url, 5), Manifest("https://w3id.org/medtechkg/")).query(_ALL)
        with pytest.raises(EndpointError, match=words):
            endpoints.open(url, 5)
    said = str(failed.value)
    assert said.startswith(url)
    assert ";" in said
    assert "\n" not in said


def test_an_endpoint_that_is_down() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/query"
        with pytest.raises(EndpointError, match="cannot be reached"):
            endpoints.open(url)


@pytest.mark.parametrize("play", [drip, lambda _: time.sleep(1)], ids=["drips", "is silent"])
def test_an_endpoint_that_is_slow(play: Play) -> None:
    with playing(play) as url, pytest.raises(LimitError, match=r"ended after 0\.2 s; narrow it"):
        endpoints.open(url, 0.2)


def test_a_partial_answer_of_virtuoso_is_none() -> None:
    whole = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[]}}'
    with (
        playing(status(200, whole, X_SQL_State="S1TAT")) as url,
        pytest.raises(LimitError, match="ended after 3 s"),
    ):
        endpoints.open(url, 3)


def test_malformed_and_updating_queries_are_not_sent(served: tuple[Sparql, str]) -> None:
    server, url = served
    there = endpoints.open(url)
    server.asked.clear()
    with pytest.raises(QueryError, match="line 2, column 13: “}” is not expected"):
        answers.query(there, "SELECT ?s {\n ?s nonsense }")
    for text in ("DELETE WHERE { ?s ?p ?o }", "DROP ALL", "INSERT DATA { <a:b> <a:c> 1 }"):
        with pytest.raises(QueryError, match="only reading is allowed"):
            answers.query(there, text)
    assert server.asked == []


# -- from the command line --------------------------------------------------------------------


def test_commands_ask_the_endpoint(run: Run, served: tuple[Sparql, str]) -> None:
    url = served[1]
    for words in (["ask", "university-links"], ["show", "Northmoor University"], ["documents"]):
        plain, far = run(*words), run(*words, "--endpoint", url)
        assert (far.code, far.out, far.err) == (plain.code, plain.out, plain.err)


def test_push_from_the_command_line(run: Run) -> None:
    with sparql(Sparql()) as url:
        first, second = (run("push", "--endpoint", url) for _ in range(2))
    assert "graphs sent, 0 unchanged, 0 removed." in first.out
    assert "0 graphs sent" in second.out
    nowhere = run("push")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "give --endpoint URL" in nowhere.err
    assert "there is no way “ftp”" in run("push", "--endpoint", url, "--via", "ftp").err


def test_no_half_file_is_left(run: Run, served: tuple[Sparql, str], tmp_path: Path) -> None:
    target = tmp_path / "graph.nq"
    whole = run("export", "--endpoint", served[1], "-f", "nq", "-o", str(target))
    assert whole.code == 0
    before = target.read_bytes()
    assert before
    server, left = served[0], 3  # the ledger, and two graphs

    class Dropping(Sparql):
        def handler(self) -> type[BaseHTTPRequestHandler]:
            plain = server.handler()

            class Handler(plain):  # type: ignore[misc, valid-type]
                def reply(self, code: int, *rest: object, **more: object) -> None:
                    nonlocal left
                    left -= 1
                    if left < 0:
                        half(self)
                    else:
                        super().reply(code, *rest, **more)

            return Handler

    with sparql(Dropping()) as url:
        failed: Result = run("export", "--endpoint", url, "-f", "nq", "-o", str(target))
    assert failed.code == 1
    assert "broke off in the middle" in failed.err
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_the_address_may_come_from_the_environment(
    served: tuple[Sparql, str], run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    import medtechkg

    asked = served[0].asked
    monkeypatch.setenv("MEDTECHKG_ENDPOINT", served[1])
    asked.clear()
    assert run("ask", "conflicts").code == 0
    assert asked
    asked.clear()
    assert run("ask", "conflicts", "--graph", str(folder)).code == 0  # what is said goes before
    assert not asked
    assert len(medtechkg.open().ask("conflicts", timeout=5)) == 1
    assert asked
