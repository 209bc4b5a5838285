from __future__ import annotations

import os

import pyoxigraph
import pytest

from medtechkg import answers, endpoints, explain, networks, questions, things, uploads, virtuoso
from medtechkg import store as stores
from medtechkg.endpoints import Endpoint
from medtechkg.errors import LimitError
from medtechkg.iris import Base
from test_uploads import TEXTS, held, made, quad, told

#: The address of a Virtuoso that may be written to, with user and password in its own variables.
URL = os.environ.get("MEDTECHKG_TEST_VIRTUOSO", "")
real = pytest.mark.skipif(not URL, reason="there is no Virtuoso at $MEDTECHKG_TEST_VIRTUOSO")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "ASK { ?a ?b ?c FILTER(COALESCE(?c = STR(?x), true)) }",
            "ASK { ?a ?b ?c FILTER((!((COALESCE(STR(?c), N) != N) && (COALESCE(STR(?x), N) != N)) "
            "|| (?c = STR(?x)))) }",
        ),
        (
            "SELECT ?x { BIND(NOT EXISTS { ?a ?b ?c } AS ?x) }",
            'SELECT ?x { BIND(STRDT(IF(NOT EXISTS { ?a ?b ?c }, "true", "false"), '
            "<http://www.w3.org/2001/XMLSchema#boolean>)  AS ?x) }",
        ),
        ('ASK { FILTER(REGEX("a", "b|c", "i")) }', 'ASK { FILTER(REGEX("a", "(b|c)", "i")) }'),
        (
            'ASK { FILTER(REPLACE("a", "b|c", "") = "COALESCE(?a = ?b, true)") }',
            'ASK { FILTER(REPLACE("a", "b|c", "") = "COALESCE(?a = ?b, true)") }',
        ),
        (
            "SELECT ?g { GRAPH ?g { } GRAPH ?g { ?a ?b ?c } }",
            "SELECT ?g { { SELECT DISTINCT ?g WHERE { GRAPH ?g { ?_any ?_of ?_graph } } } "
            "GRAPH ?g { ?a ?b ?c } }",
        ),
        (
            'SELECT ?x { ?a ?b ?c BIND(CONCAT(STR(?c), " — ", COALESCE(?d, "")) AS ?x) }',
            "SELECT ?x { ?a ?b ?c BIND(IF((COALESCE(STR(?c), N) != N), "
            'CONCAT(STR(?c), " — "^^<http://www.w3.org/2001/XMLSchema#string>, '
            'COALESCE(?d, "")), ?_nothing) AS ?x) }',
        ),
        ("ASK { ?a a:b+/<c:d>+ ?c }", "ASK { ?a (a:b/a:b*)/(<c:d>/<c:d>*) ?c }"),
        ("SELECT ?x { ?x ?y ?z } # BOUND(?x)", "SELECT ?x { ?x ?y ?z } # BOUND(?x)"),
    ],
)
def test_other_words(text: str, found: str) -> None:
    assert virtuoso.adapted(text) == found.replace(" N)", ' "-no value-")').replace(
        "N)", '"-no value-")'
    )


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_other_words_mean_the_same(asked: questions.Question, graph: stores.Embedded) -> None:
    text = answers.with_prefixes(asked.text)[0]
    plain, other = graph.query(text), graph.query(virtuoso.adapted(text))
    assert isinstance(plain, pyoxigraph.QuerySolutions)
    assert isinstance(other, pyoxigraph.QuerySolutions)
    assert sorted(map(str, plain)) == sorted(map(str, other))


# -- a real one -------------------------------------------------------------------------------


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD"):
        given = os.environ.get(f"MEDTECHKG_TEST_VIRTUOSO_{name}", "dba")
        monkeypatch.setenv(f"MEDTECHKG_ENDPOINT_{name}", given)


@pytest.fixture
def there(graph: stores.Embedded, credentials: None) -> Endpoint:
    """The invented graph in Virtuoso; only the first push sends it."""
    uploads.push(graph, URL)
    return endpoints.open(URL)


@real
@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_every_question(asked: questions.Question, graph: stores.Embedded, there: Endpoint) -> None:
    assert questions.ask(there, asked.name) == questions.ask(graph, asked.name)


@real
@pytest.mark.parametrize("name", ["university-links", "conflicts", "unaddressed-needs"])
def test_why_a_row_is_there(name: str, graph: stores.Embedded, there: Endpoint) -> None:
    assert explain.explain(there, name, 0) == explain.explain(graph, name, 0)


@real
def test_things_and_networks(graph: stores.Embedded, there: Endpoint) -> None:
    iri = things.find(there, "Northmoor University")
    assert things.describe(there, iri) == things.describe(graph, iri)
    found, wanted = networks.network(there), networks.network(graph)
    assert sorted(found.edges(keys=True)) == sorted(wanted.edges(keys=True))


@real
def test_more_rows_than_it_gives_at_once(graph: stores.Embedded, there: Endpoint) -> None:
    text = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    wanted = graph.query(text)
    assert sorted(map(str, there.query(text))) == sorted(map(str, wanted))  # type: ignore[arg-type]
    assert told(URL) == held(graph)


@real
def test_a_limit_in_time(there: Endpoint) -> None:
    with pytest.raises(LimitError):
        there.within(1.5).query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@real
@pytest.mark.parametrize("via", [uploads.Via.GSP, uploads.Via.UPDATE])
def test_a_push(via: uploads.Via, credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    base = Base("https://example.org/other/")
    monkeypatch.setenv("MEDTECHKG_BASE", base.root)
    texts = [quad("a", f"t{n}", pyoxigraph.Literal(each)) for n, each in enumerate(TEXTS)]
    long = via is uploads.Via.GSP
    first = stores.memory([each for each in texts if long or len(str(each)) < 9_000], base)
    for graph in (first, stores.memory(made(b="one two").quads_for_pattern(), base)):
        uploads.push(graph, URL, via)
        assert told(URL) == held(graph)
