"""Bringing a graph to a SPARQL endpoint: one named graph at a time, and only what changed.

The ledger on the server tells the digest of each graph. Before anything is changed, the digests of
what will be are taken out of it, so that a push that breaks off is known to be unfinished, and the
next one goes on where it ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, serialize

from medtechkg import endpoints
from medtechkg.endpoints import LEDGER, MANIFEST, UNION, Endpoint
from medtechkg.errors import EndpointError, LimitError
from medtechkg.iris import Base
from medtechkg.protocol import Service
from medtechkg.stores import Manifest

if TYPE_CHECKING:
    from medtechkg.store import Embedded

__all__ = ["Addresses", "Report", "Via", "push"]

#: How many seconds one request may take: a large graph is one request.
LIMIT = 600.0
#: How many bytes and how many triples go into one update at most.
_CHUNK = 400_000
_LINES = 2_000
#: By these a server says that it does not know a way of writing; another may be tried.
_NOT_UNDERSTOOD = frozenset((400, 404, 405, 406, 411, 415, 500, 501))

Progress = Callable[[str, int, int], None]


class Via(StrEnum):
    """How triples are written: by the graph store protocol, or by SPARQL Update."""

    AUTO = "auto"
    GSP = "gsp"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server is written to: by updates, and by the graph store protocol.

    What is left empty is where servers of its kind usually take it.
    """

    update: str = ""
    graphs: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How many named graphs a push sent, left as they were, and removed.

    ``differing`` names graphs of which the server holds another number of triples than was sent,
    with both numbers: it takes some of them for the same.
    """

    sent: int
    unchanged: int
    removed: int
    via: Via
    differing: tuple[tuple[str, int, int], ...] = ()

    def __str__(self) -> str:
        """Say it in a line.

        >>> print(Report(1, 12, 0, Via.GSP))
        1 graph sent, 12 unchanged, 0 removed
        """
        graphs = "1 graph" if self.sent == 1 else f"{self.sent:,} graphs"
        return f"{graphs} sent, {self.unchanged:,} unchanged, {self.removed:,} removed"


def push(
    store: Embedded,
    url: str,
    via: Via = Via.AUTO,
    *,
    addresses: Addresses = Addresses(),
    progress: Progress | None = None,
    timeout: float | None = LIMIT,
) -> Report:
    """Load a graph into the store behind an endpoint; graphs that are gone here are removed there.

    ``timeout`` is in seconds, for each request. Nobody reads half a graph: until the push has come
    to its end, opening it is refused.

    Raises:
        EndpointError: if the server does not take it; the push can be repeated, and goes on.
    """
    service = Service(url, timeout)
    there = Endpoint(service, Manifest(store.manifest.base))
    work = _work(store, endpoints.ledger(there))
    server = _Server(service, _addresses(service, addresses), via)
    if not work.finished:
        _Push(store, there, server, work, progress or _silently).run()
    sent = len(work.changed)
    unchanged = len(store.graph_names()) - sent
    differing = tuple(_differing(store, there, work.changed))
    return Report(sent, unchanged, len(work.gone), server.via, differing)


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to do: digests of all graphs here and there, and which are sent or removed.

    ``whole`` if the union is to be sent anew, not only what changed in it.
    """

    digests: Mapping[str, str]
    held: Mapping[str, str]
    manifest: Manifest | None
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    whole: bool
    finished: bool


def _work(store: Embedded, known: tuple[Manifest | None, dict[str, str]] | None) -> _Work:
    manifest, held = known or (None, {})
    union = _name(store, UNION)
    digests = {name: _digest(_lines(store, name)) for name in store.graph_names()}
    gone = tuple(sorted(held.keys() - digests.keys() - {union}))
    changed = tuple(name for name, digest in digests.items() if held.get(name) != digest)
    whole = manifest is None or union not in held
    finished = not (changed or gone or whole) and manifest == store.manifest
    return _Work(digests, held, manifest, changed, gone, whole, finished)


class _Push:
    """One push; each of its steps can be done again."""

    def __init__(
        self, store: Embedded, there: Endpoint, server: _Server, work: _Work, tell: Progress
    ) -> None:
        self.store, self.there, self.server, self.work, self.tell = store, there, server, work, tell
        self.union = _name(store, UNION)
        self.before: set[bytes] = set()
        self.now: set[bytes] = set()
        self.account = set(_entries(store, work.held, work.manifest))
        self.sent = 0

    def run(self) -> None:
        try:
            self._steps()
        except (EndpointError, LimitError) as error:
            url = self.there.service.url
            told = str(error).removeprefix(f"{url}: ")
            count = f"{self.sent:,} of {len(self.work.changed):,} graphs were sent"
            raise EndpointError(url, f"{told}; {count}", "push again to go on") from error

    def _steps(self) -> None:
        work = self.work
        stays = work.held.keys() - {self.union, *work.changed}
        self._keep_account({name: work.held[name] for name in stays})
        for number, name in enumerate(work.changed):
            self.tell("sending", number, len(work.changed))
            self._send(name)
        for name in work.gone:
            self._remember(name)
            self.server.drop(name)
        if work.changed or work.gone or work.whole:
            self.tell("the union of all", len(work.changed), len(work.changed))
            self._unite()
        digests = {**work.digests, self.union: _digest(_lines(self.store, None))}
        self._keep_account(digests, self.store.manifest)

    def _send(self, name: str) -> None:
        lines = _lines(self.store, name)
        if name in self.work.held:
            self._remember(name)
        self.now.update(lines)
        self.server.replace(name, lines)
        account = _entries(self.store, {name: self.work.digests[name]})
        self.server.add(_name(self.store, LEDGER), account)
        self.account.update(account)
        self.sent += 1

    def _remember(self, name: str) -> None:
        """Keep what a graph on the server said, to take it out of the union."""
        if not self.work.whole:
            found = self.there.quads_for_pattern(graph=NamedNode(name))
            self.before.update(_written(quad.triple for quad in found))

    def _unite(self) -> None:
        """Bring the union up to date: by what changed, if the server can, else as a whole."""
        lines = _lines(self.store, None)
        if not self.work.whole:
            with suppress(EndpointError):
                self.server.remove(self.union, sorted(self.before.difference(lines)))
                self.server.add(self.union, sorted(self.now - self.before))
                if _held(self.there, self.union) == len(lines):
                    return
        self.server.replace(self.union, lines)

    def _keep_account(self, digests: Mapping[str, str], manifest: Manifest | None = None) -> None:
        """Write the ledger; it is never without what it has to say of graphs that are there."""
        lines = _entries(self.store, digests, manifest)
        before, self.account = self.account, set(lines)
        self.server.exchange(_name(self.store, LEDGER), before, lines)


class _Server:
    """Writes to a server in the way it knows; the first write settles which."""

    def __init__(self, service: Service, addresses: Addresses, via: Via) -> None:
        self.service, self.addresses, self.via = service, addresses, via

    def exchange(self, graph: str, before: Collection[bytes], lines: Sequence[bytes]) -> None:
        """Put triples, as lines of N-Triples, in the place of those known to be there."""
        if self.via is not Via.UPDATE:
            try:
                return self._put(graph, lines)
            except EndpointError as error:
                if self.via is Via.GSP or error.code not in _NOT_UNDERSTOOD:
                    raise
            self.via = Via.UPDATE
        self.remove(graph, sorted(set(before).difference(lines)))
        return self.add(graph, sorted(set(lines).difference(before)))

    def _put(self, graph: str, lines: Sequence[bytes]) -> None:
        self.service.put(self._address(graph), b"".join(lines))
        self.via = Via.GSP

    def replace(self, graph: str, lines: Sequence[bytes]) -> None:
        """Put triples in the place of whatever a graph holds."""
        if self.via is Via.GSP:
            self._put(graph, lines)
        else:
            self.drop(graph)
            self.add(graph, lines)

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples to a graph."""
        if self.via is Via.GSP and lines:
            self.service.put(self._address(graph), b"".join(lines), "POST")
        elif lines:
            self._update("INSERT", graph, lines)

    def remove(self, graph: str, lines: Sequence[bytes]) -> None:
        """Take triples out of a graph."""
        self._update("DELETE", graph, lines)

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        if self.via is Via.UPDATE:
            self.service.update(self.addresses.update, f"DROP SILENT GRAPH <{graph}>")
            return
        try:
            self.service.put(self._address(graph), None, "DELETE")
        except EndpointError as error:
            if error.code != 404:  # it is gone already
                raise

    def _update(self, verb: str, graph: str, lines: Sequence[bytes]) -> None:
        for chunk in _chunks(lines):
            text = f"{verb} DATA {{ GRAPH <{graph}> {{\n{b''.join(chunk).decode()}}} }}"
            self.service.update(self.addresses.update, text)

    def _address(self, graph: str) -> str:
        return f"{self.addresses.graphs}?graph={quote(graph, safe='')}"


def _addresses(service: Service, given: Addresses) -> Addresses:
    usual = _usual(service)
    return Addresses(given.update or usual.update, given.graphs or usual.graphs)


def _usual(service: Service) -> Addresses:
    """Where servers take what is written to them, by the address they are asked at."""
    head, _, last = service.url.rstrip("/").rpartition("/")
    server = service.server
    if last in ("sparql", "sparql-auth") and server.startswith("Virtuoso"):
        return Addresses(f"{head}/sparql-auth", f"{head}/sparql-graph-crud-auth")
    if last in ("query", "sparql"):  # Oxigraph, Fuseki
        return Addresses(
            f"{head}/update", f"{head}/{'store' if server.startswith('Oxigraph') else 'data'}"
        )
    if "/repositories/" in service.url:  # RDF4J, GraphDB
        return Addresses(f"{service.url}/statements", f"{service.url}/rdf-graphs/service")
    return Addresses(service.url, service.url)


def _lines(store: Embedded, name: str | None) -> list[bytes]:
    """The triples of a graph, or of the union of all, as sorted lines of N-Triples."""
    graph = DefaultGraph() if name is None else NamedNode(name)
    written = store.inner.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(written.splitlines(keepends=True))


def _written(triples: Iterable[Triple]) -> list[bytes]:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)


def _entries(
    store: Embedded, digests: Mapping[str, str], manifest: Manifest | None = None
) -> list[bytes]:
    says = NamedNode(Base(store.manifest.base).term("sha256"))
    found = [Triple(NamedNode(name), says, Literal(each)) for name, each in digests.items()]
    if manifest:
        ledger = NamedNode(_name(store, LEDGER))
        found.append(Triple(ledger, MANIFEST, Literal(manifest.serialize().decode())))
    return sorted(_written(found))


def _name(store: Embedded, local: str) -> str:
    return Base(store.manifest.base).graph(local)


def _digest(lines: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Cut lines into updates that a server takes."""
    chunk: list[bytes] = []
    size = 0
    for line in lines:
        if chunk and (size + len(line) > _CHUNK or len(chunk) == _LINES):
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += len(line)
    if chunk:
        yield chunk


def _held(there: Endpoint, name: str) -> int:
    """How many triples a server holds of a graph."""
    found = there.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
    return int(next(iter(found))["n"].value)  # type: ignore[arg-type]


def _differing(
    store: Embedded, there: Endpoint, names: Iterable[str]
) -> Iterator[tuple[str, int, int]]:
    for name in names:
        sent, held = len(_lines(store, name)), _held(there, name)
        if sent != held:
            yield name, sent, held


def _silently(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
