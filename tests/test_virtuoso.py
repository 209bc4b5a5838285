from __future__ import annotations

import os
from collections.abc import Iterator

import pyoxigraph
import pytest
import shape

from medtechkg import (
    answers,
    endpoints,
    explain,
    networks,
    questions,
    rewriting,
    things,
    uploads,
    virtuoso,
)
from medtechkg import store as stores
from medtechkg.endpoints import Endpoint
from medtechkg.errors import LimitError
from medtechkg.iris import Base
from test_uploads import TEXTS, held, made, quad, told

#: The address of a Virtuoso that may be written to, with user and password in its own variables.
URL = os.environ.get("MEDTECHKG_TEST_VIRTUOSO", "")
real = pytest.mark.skipif(not URL, reason="there is no Virtuoso at $MEDTECHKG_TEST_VIRTUOSO")
pytestmark = pytest.mark.xdist_group("virtuoso")
#: One that has held no graph yet: it plans by what it held, badly where that was much less.
LARGE = os.environ.get("MEDTECHKG_TEST_VIRTUOSO_LARGE", "")
#: In seconds: what it plans badly takes it up to two minutes, and is right all the same.
PATIENCE = 300


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "ASK { ?a ?b ?c OPTIONAL { ?a ?b ?x } FILTER(COALESCE(?c = STR(?x), true)) }",
            "ASK { ?a ?b ?c OPTIONAL { ?a ?b ?x } FILTER("
            "(!((COALESCE(STR(?c), N) != N) && (COALESCE(STR(?x), N) != N)) "
            "|| (?c = STR(?x)))) }",
        ),
        (
            "SELECT ?c ?x { ?a ?b ?c FILTER(COALESCE(?c = ?x, true) || COALESCE(?x = ?b, false)) }",
            "SELECT ?c ?x { ?a ?b ?c FILTER(true || false) }",
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
            "SELECT ?g { GRAPH ?g { } OPTIONAL { GRAPH ?g { ?a ?b ?c } } }",
            "SELECT ?g { { SELECT DISTINCT ?g WHERE { GRAPH ?g { ?_any ?_of ?_graph } } } "
            "OPTIONAL { GRAPH ?g { ?a ?b ?c } } }",
        ),
        (
            "SELECT ?g { GRAPH ?g { } FILTER(?g != <a:b>) GRAPH ?g { ?a ?b ?c } }",
            "SELECT ?g {  FILTER(?g != <a:b>) GRAPH ?g { ?a ?b ?c } }",
        ),
        (
            "SELECT ?g { { GRAPH ?g { } } UNION { GRAPH ?g { ?a ?b ?c } } }",
            "SELECT ?g { { { SELECT DISTINCT ?g WHERE { GRAPH ?g { ?_any ?_of ?_graph } } } } "
            "UNION { GRAPH ?g { ?a ?b ?c } } }",
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "SELECT ?s ?x WHERE { ?s ?p ?o FILTER(COALESCE(?o = ?x, true)) } ORDER BY ?x",
            "SELECT ?s ?x WHERE { ?s ?p ?o FILTER(COALESCE(?o = <a:b>, true))  BIND(<a:b> AS ?x) } "
            "ORDER BY ?x",
        ),
        (
            "SELECT ?s ?x { ?s ?p ?x { SELECT ?x { ?x ?q ?y } } }",
            "SELECT ?s ?x { BIND(<a:b> AS ?x)  ?s ?p ?x { SELECT ?x { ?x ?q ?y } } }",
        ),
        (
            "SELECT ?s ?x { ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) }",
            "SELECT ?s ?x { BIND(<a:b> AS ?x)  ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) }",
        ),
        (
            "SELECT ?x { SELECT ?x { ?x ?p ?o } }",
            "SELECT ?x { BIND(<a:b> AS ?x)  { SELECT ?x { ?x ?p ?o } }}",
        ),
        (
            "SELECT ?s ?x { ?s ?p ?o MINUS { ?x ?p ?o } }",
            "SELECT ?s ?x { BIND(<a:b> AS ?x)  ?s ?p ?o MINUS { ?x ?p ?o } }",
        ),
        (
            "SELECT ?s ?x { VALUES ?x { 1 } ?s ?p ?x }",
            "SELECT ?s ?x { BIND(<a:b> AS ?x)  VALUES ?x { 1 } ?s ?p ?x }",
        ),
        ("SELECT ?x { ?x ?p '?x' } # ?x", "SELECT ?x { <a:b> ?p '?x'  BIND(<a:b> AS ?x) } # ?x"),
    ],
)
def test_terms_stand_where_their_variables_did(text: str, found: str) -> None:
    given = {pyoxigraph.Variable("x"): pyoxigraph.NamedNode("a:b")}
    told = virtuoso.bound(text, rewriting.outline(text), given)
    assert " ".join(told.split()) == " ".join(found.split())
    pyoxigraph.Store().query(told)


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_terms_in_place_mean_the_same(asked: questions.Question, graph: stores.Embedded) -> None:
    text = answers.with_prefixes(asked.text)[0]
    for given in _ways(graph, asked):
        terms = questions.bindings(graph, asked, given)
        plain = answers.rows(graph, asked.text, terms)
        substitutions = {pyoxigraph.Variable(name): term for name, term in terms.items()}
        told = virtuoso.bound(text, rewriting.outline(text), substitutions)
        assert sorted(map(str, answers.rows(graph, told))) == sorted(map(str, plain))


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
    return endpoints.open(URL, timeout=PATIENCE)


@real
@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_every_question(asked: questions.Question, graph: stores.Embedded, there: Endpoint) -> None:
    for given in _ways(graph, asked):
        found = questions.ask(there, asked.name, limit=None, **given)
        assert found == questions.ask(graph, asked.name, limit=None, **given), given


@pytest.fixture(scope="module")
def large() -> stores.Embedded:
    """An invented graph of more things, where the server plans otherwise than for a few."""
    return shape.invented(50_000)


@pytest.mark.xdist_group("large-virtuoso")
@pytest.mark.skipif(not LARGE, reason="there is no Virtuoso at $MEDTECHKG_TEST_VIRTUOSO_LARGE")
def test_every_question_of_a_large_graph(large: stores.Embedded, credentials: None) -> None:
    uploads.push(large, LARGE)
    there = endpoints.open(LARGE, timeout=PATIENCE)
    for asked in questions.catalogue():
        for given in _ways(large, asked):
            found = questions.ask(there, asked.name, limit=None, **given)
            wanted = questions.ask(large, asked.name, limit=None, **given)
            assert found == wanted, (asked.name, given)


_GIVEN = {
    "below": "0.9",
    "highest": "6",
    "lowest": "4",
    "predicate": "hasSubSector",
    "since": "2015-01-01",
    "until": "2025-12-31",
    "year": "2025",
}
#: How things are found that documents tell of.
_TOLD = {
    "Region": "?document mtk:coversRegion/(mtk:partOf|mtk:locatedIn)* ?thing .",
    "Document": "?said mtk:status ?status ; mtk:evidencedBy/oa:hasSource/mtk:snapshotOf ?thing .",
    "Thing": '?said mtk:status ?status ; ?of ?thing . FILTER(CONTAINS(STR(?thing), "/id/"))',
}
_OFTEN = """
SELECT ?thing (COUNT(*) AS ?times) WHERE {{ {told} ?thing skos:prefLabel|dcterms:title ?name }}
GROUP BY ?thing ORDER BY DESC(?times) ?thing LIMIT 2
"""


def _ways(graph: stores.Embedded, asked: questions.Question) -> Iterator[dict[str, str]]:
    """Without parameters; and with each in turn, for things that documents tell most of."""
    yield {}
    for each in asked.parameters:
        if each.cls.startswith("xsd:"):
            values = [_GIVEN[each.name]]
        else:
            plain = f"?said mtk:status ?status ; ?of ?thing . ?thing a mtk:{each.cls} ."
            told = _TOLD.get(each.cls, plain)
            found = graph.query(answers.with_prefixes(_OFTEN.format(told=told))[0])
            assert isinstance(found, pyoxigraph.QuerySolutions)
            values = [row["thing"].value for row in found]
        yield from ({each.name: value} for value in values)


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
