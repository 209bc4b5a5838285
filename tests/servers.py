"""Servers on this machine: one that answers SPARQL, and one that answers whatever it is told."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

_ROWS = "application/sparql-results+json"

Play = Callable[[BaseHTTPRequestHandler], None]


class Quiet(BaseHTTPRequestHandler):
    """Says nothing of the requests it gets."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, code: int, body: bytes = b"", kind: str = "text/plain", **more: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients may go away
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def playing(play: Play) -> Iterator[str]:
    """Run a server that answers every request as it is told."""

    class Player(Quiet):
        def do_POST(self) -> None:
            self.body()
            play(self)

        do_PUT = do_DELETE = do_GET = do_POST  # noqa: N815  # so they are called

    with serving(Player) as url:
        yield f"{url}/query"


class Sparql:
    """A SPARQL 1.1 server: queries at /query, updates at /update, graphs at /data.

    ``most`` rows are given at once, as Virtuoso does; ``ways`` are those of writing it knows;
    ``fails`` makes it refuse so many of its next writes, after ``spared`` others.
    """

    def __init__(
        self, most: int | None = None, ways: tuple[str, ...] = ("data", "update"), user: str = ""
    ) -> None:
        self.store = pyoxigraph.Store()
        self.lock = Lock()
        self.most, self.ways, self.user = most, ways, user
        self.asked: list[str] = []
        self.written: list[str] = []
        self.spared: int | None = None

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(Quiet):
            def do_POST(self) -> None:
                body = self.body()
                place = urlsplit(self.path)
                way = place.path.rpartition("/")[2]
                wanted = base64.b64encode(server.user.encode()).decode()
                if server.user and self.headers.get("Authorization") != f"Basic {wanted}":
                    return self.reply(401, WWW_Authenticate='Basic realm="graphs"')
                with server.lock:
                    if way == "query":
                        return self.reply(*server.answer(parse_qsl(body.decode())))
                    if way not in server.ways:
                        return self.reply(404)
                    if server.spared == 0:
                        return self.reply(507, b"the disk is full")
                    if server.spared is not None:
                        server.spared -= 1
                    if way == "update":
                        return self.reply(*server.change(parse_qs(body.decode())["update"][0]))
                    return self.reply(*server.graph(self.command, place.query, body))

            do_PUT = do_DELETE = do_POST  # noqa: N815

        return Handler

    def answer(self, pairs: list[tuple[str, str]]) -> tuple[int, bytes, str]:
        text = dict(pairs)["query"]
        self.asked.append(text)
        union = [NamedNode(value) for name, value in pairs if name == "default-graph-uri"]
        named = [NamedNode(value) for name, value in pairs if name == "named-graph-uri"]
        given = {"default_graph": union, "named_graphs": named} if union else {}
        try:
            found = self.store.query(text, **given)  # type: ignore[arg-type]
        except SyntaxError as error:
            return 400, str(error).encode(), "text/plain"
        if isinstance(found, (QuerySolutions, QueryBoolean)):
            return 200, found.serialize(format=QueryResultsFormat.JSON) or b"", _ROWS
        written = found.serialize(format=RdfFormat.N_TRIPLES) or b""
        return 200, written, "application/n-triples"

    def change(self, text: str) -> tuple[int, bytes]:
        self.written.append(text)
        self.store.update(text)
        return 204, b""

    def graph(self, method: str, query: str, body: bytes) -> tuple[int, bytes]:
        name = NamedNode(parse_qs(query)["graph"][0])
        self.written.append(f"{method} {name.value}")
        if method == "DELETE" and not self.store.contains_named_graph(name):
            return 404, b""
        if method != "POST":
            self.store.remove_graph(name)
        if body:
            self.store.load(body, format=RdfFormat.N_TRIPLES, to_graph=name)
        return 204, b""


@contextmanager
def sparql(server: Sparql) -> Iterator[str]:
    """Run a SPARQL server; gives the address that queries go to."""
    with serving(server.handler()) as url:
        yield f"{url}/query"
