"""A graph behind a SPARQL 1.1 endpoint, asked like the one on disk.

What the default graph is differs from server to server: with one the union of all named graphs,
with another what stands in none. So `push` puts the union into a named graph of its own, and each
query says by the parameters of the protocol that this is the default graph, and which the named
ones are. A small graph, the ledger, holds the digests of the graphs and the manifest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple

from medtechkg import rewriting, virtuoso
from medtechkg.errors import EndpointError, LimitError
from medtechkg.iris import PREFIXES, Base
from medtechkg.protocol import Reply, Service
from medtechkg.rewriting import Outline
from medtechkg.stores import FORMAT, Manifest, Results, Substitutions, Term, dataset

if TYPE_CHECKING:
    import rdflib

__all__ = ["LEDGER", "MANIFEST", "UNION", "Endpoint", "ledger", "open"]

#: The local names of the graph that holds the union of all, and of the one that keeps account.
UNION = "union"
LEDGER = "ledger"

#: How many seconds a query may take if nothing else is said.
LIMIT = 30.0
#: In the ledger, says the manifest, as JSON.
MANIFEST = NamedNode(PREFIXES["rdf"] + "value")
TYPE = NamedNode(PREFIXES["rdf"] + "type")

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_SYNTAXES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/ntriples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/n3": RdfFormat.TURTLE,
}
# Virtuoso writes truths as numbers, which is not the form that the standard calls canonical.
_TRUTH = re.compile(
    rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#boolean", "value": )"([01])"'
)
_TRUTHS = {b"0": b'"false"', b"1": b'"true"'}


class Endpoint:
    """A store behind a SPARQL endpoint.

    ``graphs`` are the digests of its named graphs, by name, if a push made it; without, queries see
    what the server takes for its default graph.
    """

    def __init__(
        self, service: Service, manifest: Manifest, graphs: Mapping[str, str] | None = None
    ) -> None:
        self.service = service
        self.manifest = manifest
        self.union = Base(manifest.base).graph(UNION)
        self._names = tuple(sorted(graphs.keys() - {self.union})) if graphs is not None else None

    def query(self, text: str, substitutions: Substitutions | None = None) -> Results:
        """Run a SPARQL query over the union of all graphs.

        It is read here before it is sent, so that what does not parse, or would change the graph,
        is refused in the same words as for a graph on disk.

        Raises:
            SyntaxError: if it does not parse.
            EndpointError: if there is no whole answer.
            LimitError: if it took longer than it may.
        """
        columns = _columns(text, substitutions)
        give = virtuoso.bound if self._virtuoso else rewriting.bound
        asked = give(text, rewriting.outline(text), substitutions)
        if columns is not None:
            return self._rows(asked, columns)
        found = rewriting.outline(asked)
        if found.verb == "ASK":
            return self._read(self._asked(asked, found, _ROWS))
        make = self._constructed if found.template else self._described
        return make(asked, found)

    def within(self, timeout: float | None) -> Endpoint:
        """The same, with another limit in seconds for each request."""
        graphs = None if self._names is None else dict.fromkeys(self._names, "")
        return Endpoint(self.service.within(timeout), self.manifest, graphs)

    def quads_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Find quads of the named graphs by any of their terms."""
        ends = {"s": subject, "p": predicate, "o": object, "g": graph}
        if not any(ends.values()):  # pages of one graph are made sooner than pages of all
            for name in self.graph_names():
                yield from self.quads_for_pattern(graph=NamedNode(name))
            return
        told = {name: _written(end, name) for name, end in ends.items()}
        for row in self._matching(f"GRAPH {told['g']} {{ {_triple(told)} }}", ends):
            yield Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]

    def triples_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[Triple]:
        """Find triples of the union of all graphs by any of their terms, each once."""
        ends = {"s": subject, "p": predicate, "o": object}
        told = {name: _written(end, name) for name, end in ends.items()}
        for row in self._matching(_triple(told), ends):
            yield Triple(row["s"], row["p"], row["o"])  # type: ignore[arg-type]

    def _matching(
        self, where: str, ends: Mapping[str, Term | None]
    ) -> Iterator[Mapping[str, object]]:
        """Match a pattern; what it leaves open is given by name, with the rest of its ends."""
        names = tuple(name for name, end in ends.items() if end is None)
        if not names:
            text = f"ASK {{ {where} }}"
            if self._read(self._asked(text, rewriting.outline(text), _ROWS)):
                yield ends
            return
        text = f"SELECT {' '.join(f'?{name}' for name in names)} WHERE {{ {where} }}"
        for row in self._rows(text, names, unique=True):
            yield {**ends, **{name: row[name] for name in names}}

    @property
    def exact(self) -> bool:
        """Whether any pattern means there what the standard says; to Virtuoso, some do not."""
        return not self._virtuoso

    def graph_names(self) -> tuple[str, ...]:
        """Name the graphs, in order."""
        if self._names is not None:
            return self._names
        found = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", ("g",))
        return tuple(sorted(row["g"].value for row in found))

    def dataset(self) -> rdflib.Dataset:
        """Open the same graph in rdflib, which asks the endpoint."""
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        user, password = self.service.password()
        auth = (user, password) if user and password else None
        return dataset(SPARQLStore(self.service.url, auth=auth))

    @property
    def _virtuoso(self) -> bool:
        return self.service.server.startswith("Virtuoso")

    # -- what is sent, and what comes back

    def _rows(
        self, text: str, columns: tuple[str, ...], *, unique: bool = False
    ) -> pyoxigraph.QuerySolutions:
        """The rows of a SELECT, all of them: page by page if the server cuts them short."""
        found = rewriting.outline(text)
        if self._virtuoso and rewriting.again(text, found, columns, ()):
            return self._again(text, found, columns)
        return self._fetched(text, found, columns, unique=unique)

    def _fetched(
        self, text: str, found: Outline, columns: tuple[str, ...], *, unique: bool
    ) -> pyoxigraph.QuerySolutions:
        reply = self._asked(text, found, _ROWS)
        most = reply.header("x-sparql-maxrows")
        if most.isdigit():
            return self._paged(text, found, columns, int(most), unique=unique)
        rows = self._read(reply)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        return rows

    def _paged(
        self, text: str, found: Outline, columns: tuple[str, ...], size: int, *, unique: bool
    ) -> pyoxigraph.QuerySolutions:
        """Fetch rows page by page, as many as there are.

        Pages are cut out of one order. Where rows are ``unique`` they are first asked for in
        whatever order they come: if there are as many different ones as there are, they are all.
        """
        total = self._number(text, found)
        bindings = self._pages(text, found, columns, size, total, sort=not unique)
        if unique and len(_different(bindings)) != total:
            bindings = self._pages(text, found, columns, size, total, sort=True)
        whole = {"head": {"vars": columns}, "results": {"bindings": bindings}}
        return pyoxigraph.parse_query_results(  # type: ignore[return-value]  # it has rows
            json.dumps(whole), QueryResultsFormat.JSON
        )

    def _pages(
        self,
        text: str,
        found: Outline,
        columns: tuple[str, ...],
        size: int,
        total: int,
        *,
        sort: bool,
    ) -> list[object]:
        bindings: list[object] = []
        different: set[str] = set()
        while len(different if found.distinct else bindings) < total:
            page = rewriting.page(text, found, columns, len(bindings), size, sort=sort)
            reply = self._asked(page, found, _ROWS)
            try:
                told = json.loads(_mended(reply.body), strict=False)["results"]["bindings"]
            except (KeyError, TypeError, ValueError) as error:
                raise self._garbled(reply) from error
            bindings += told
            different |= _different(told)
            if not told:
                if len(bindings) >= total:
                    break  # doubles were counted, too
                problem = f"gave {len(bindings):,} of {total:,} rows, {size:,} at a time"
                raise EndpointError(self.service.url, problem, "ask for less, with LIMIT")
        return bindings

    def _again(
        self, text: str, found: Outline, columns: tuple[str, ...]
    ) -> pyoxigraph.QuerySolutions:
        """Put rows in order here and drop doubles.

        Virtuoso sorts long texts by their numbers in its store, and lets some rows of a DISTINCT
        pass twice.
        """
        start, end = found.order or (len(text), len(text))
        plain = text[:start] + text[end:]
        rows = self._fetched(plain, rewriting.outline(plain), columns, unique=False)
        given = ([row[name] for name in columns] for row in rows)
        return pyoxigraph.Store().query(  # type: ignore[return-value]  # it is a SELECT
            rewriting.again(text, found, columns, given) or text
        )

    def _number(self, text: str, found: Outline) -> int:
        rows = self._read(self._asked(rewriting.counted(text, found), found, _ROWS))
        return int(next(iter(rows))["rows"].value)  # type: ignore[arg-type]

    def _constructed(self, text: str, found: Outline) -> Results:
        """Make the triples of a CONSTRUCT here, of the rows that the server finds for it.

        A server may cut the triples of a CONSTRUCT short and not tell; of rows it does.
        """
        select, template, names = rewriting.rows_of(text, found)
        rows = self._rows(select, names or ("_nothing",))
        values = rewriting.values(names, ([row[name] for name in names] for row in rows))
        return pyoxigraph.Store().query(f"{template} WHERE {{ {values} }}")

    def _described(self, text: str, found: Outline) -> Results:
        reply = self._asked(text, found, _TRIPLES)
        held = pyoxigraph.Store()
        try:
            held.load(reply.body, format=_SYNTAXES.get(reply.media_type, RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            raise self._garbled(reply) from error
        return held.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def _asked(self, text: str, found: Outline, accept: str) -> Reply:
        """Send a query with the graphs it is about."""
        parameters: list[tuple[str, str]] = []
        if self._names is not None and not found.dataset:
            parameters.append(("default-graph-uri", self.union))
            if found.graphs:
                parameters += (("named-graph-uri", name) for name in self._names)
        if self._virtuoso and self.service.timeout is not None:
            parameters.append(("timeout", str(int(self.service.timeout * 1000))))
        reply = self.service.ask(
            virtuoso.adapted(text) if self._virtuoso else text, accept, parameters
        )
        if reply.header("x-sql-state") == "S1TAT":  # it gives what it has found so far
            raise LimitError.after(self.service.timeout or 0)
        return reply

    def _read(self, reply: Reply) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
        try:
            _complete(reply.body)
            return pyoxigraph.parse_query_results(_mended(reply.body), QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._garbled(reply) from error

    def _garbled(self, reply: Reply) -> EndpointError:
        if reply.media_type in ("text/html", "application/xhtml+xml"):
            problem = "answered with a web page, not with the results of a query"
            return EndpointError(self.service.url, problem, "give the address of the endpoint")
        kind = reply.media_type or "an unnamed format"
        problem = f"answered with results that are cut off or malformed ({kind})"
        return EndpointError(self.service.url, problem, "try again, or ask for less")


def _columns(text: str, substitutions: Substitutions | None) -> tuple[str, ...] | None:
    """Read a query, over nothing: the columns of its rows, if it has rows.

    Raises:
        SyntaxError: if it does not parse.
        RuntimeError: if it lacks a variable that is to be substituted.
    """
    given = dict(substitutions) if substitutions else None
    found = pyoxigraph.Store().query(text, substitutions=given)  # type: ignore[arg-type]
    if isinstance(found, pyoxigraph.QuerySolutions):
        return tuple(each.value for each in found.variables)
    return None


def _written(end: Term | None, name: str) -> str:
    return f"?{name}" if end is None else rewriting.term(end)


def _triple(told: Mapping[str, str]) -> str:
    return f"{told['s']} {told['p']} {told['o']}"


def _different(bindings: Sequence[object]) -> set[str]:
    """The rows that differ, as texts."""
    return {json.dumps(each, sort_keys=True) for each in bindings}


def _complete(body: bytes) -> None:
    """Find out now whether an answer is whole: rows are read one by one, long after."""
    json.loads(body, strict=False)


def _mended(body: bytes) -> bytes:
    return _TRUTH.sub(lambda found: found[1] + _TRUTHS[found[2]], body)


# -- opening ----------------------------------------------------------------------------------


def open(url: str, timeout: float | None = LIMIT) -> Endpoint:
    """Open the graph behind an endpoint; a query may take so many seconds.

    Raises:
        EndpointError: if it does not answer, or holds no graph of ours, or only half of one.
    """
    service = Service(url, timeout)
    base = Base.from_environment()
    found = ledger(Endpoint(service, Manifest(base.root), {}))
    if found is None:
        return _unledgered(Endpoint(service, Manifest(base.root)))
    manifest, graphs = found
    if manifest is None or base.graph(UNION) not in graphs:
        problem = "a push to it was not finished"
        raise EndpointError(url, problem, "run `medtechkg push` again")
    if manifest.format != FORMAT:
        problem = f"its graph has format {manifest.format}, and this medtechkg reads {FORMAT}"
        raise EndpointError(url, problem, "build the graph again and push it")
    return Endpoint(service, manifest, graphs)


def ledger(endpoint: Endpoint) -> tuple[Manifest | None, dict[str, str]] | None:
    """Read what a server holds: the manifest, if a push came to its end, and digests by graph.

    None if nothing was ever pushed to it under this base.
    """
    base = Base(endpoint.manifest.base)
    graph = NamedNode(base.graph(LEDGER))
    manifest, digests = None, {}
    for quad in Endpoint(endpoint.service, endpoint.manifest).quads_for_pattern(graph=graph):
        text = str(getattr(quad.object, "value", ""))
        if quad.predicate == MANIFEST:
            manifest = _manifest(endpoint.service.url, text)
        elif quad.predicate == NamedNode(base.term("sha256")):
            digests[str(getattr(quad.subject, "value", ""))] = text
    return (manifest, digests) if manifest or digests else None


def _manifest(url: str, text: str) -> Manifest:
    try:
        found = json.loads(text)
        return Manifest(**{**found, "documents": tuple(found["documents"])})
    except (KeyError, TypeError, ValueError) as error:
        problem = "the manifest of its graph cannot be read"
        raise EndpointError(url, problem, "run `medtechkg push` again") from error


def _unledgered(endpoint: Endpoint) -> Endpoint:
    """Take a graph that came there by another way, if it is one of ours."""
    kind = NamedNode(Base(endpoint.manifest.base).term("Document"))
    if any(True for _ in endpoint.triples_for_pattern(None, TYPE, kind)):
        return endpoint
    problem = f"it holds no graph under {endpoint.manifest.base}"
    remedy = "run `medtechkg push` first, or set $MEDTECHKG_BASE"
    raise EndpointError(endpoint.service.url, problem, remedy)
