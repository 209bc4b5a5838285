"""Explanations hold for queries nobody wrote: generated graphs, generated queries, every operator.

A support alone gives its row; no triple of it can be spared; without all supports the row is gone.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from medtechkg import store
from medtechkg.explain import minimal, sparql, witnesses
from medtechkg.explain.routes import Premise

Row = tuple[object, ...]
PROLOGUE = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
THINGS = [NamedNode(f"https://example.org/{name}") for name in "abcd"]
PROPERTIES = [NamedNode(f"https://example.org/{name}") for name in "pqr"]
NUMBERS = [Literal(number) for number in (1, 2, 3)]
GRAPHS = [NamedNode(f"https://example.org/g{number}") for number in (1, 2)]

quads = st.builds(
    Quad,
    st.sampled_from(THINGS),
    st.sampled_from(PROPERTIES),
    st.sampled_from([*THINGS, *THINGS, *NUMBERS]),
    st.sampled_from(GRAPHS),
)
graphs = st.lists(quads, min_size=1, max_size=12, unique=True)

nodes = st.sampled_from(["?x", "?x", "?y", "?y", "?z", ":a", ":b"])
links = st.sampled_from([":p", ":q", ":r", ":p", ":q", "?v"])
paths = st.recursive(
    st.sampled_from([":p", ":q", ":r"]),
    lambda inner: st.one_of(
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(^{})".format, inner),
        st.builds("({}){}".format, inner, st.sampled_from("?*+")),
        st.just("!:p"),
        st.just("!(:p|^:q)"),
    ),
    max_leaves=3,
)
triples = st.builds("{} {} {} .".format, nodes, links, nodes)
ways = st.builds("{} {} {} .".format, nodes, paths, nodes)
basic = st.lists(st.one_of(triples, triples, ways), min_size=1, max_size=2).map(" ".join)
conditions = st.sampled_from(
    ["?x != ?y", "?y > 1", "isIRI(?x)", "?x = :a || ?y = :b", "BOUND(?z)", "COALESCE(?z, ?y) = ?y"]
)
data = st.sampled_from(
    ["VALUES ?x { :a :b }", "VALUES (?x ?y) { (:a :b) (:b UNDEF) }", "VALUES ?z { :c 1 }"]
)
binds = st.sampled_from(["BIND(STR(?x) AS ?w)", "BIND(COALESCE(?z, ?y) AS ?w)"])


def _selects(group: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{ SELECT DISTINCT ?x {{ {} }} }}".format, group),
        st.builds("{{ SELECT ?x ?y {{ {} }} }}".format, group),
        st.builds("{{ SELECT ?x (COUNT(*) AS ?n) {{ {} }} GROUP BY ?x }}".format, group),
    )


def _absent(group: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("OPTIONAL {{ {} }}".format, group),
        st.builds("MINUS {{ {} }}".format, group),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, group),
        st.builds("FILTER(?x = :a || NOT EXISTS {{ {} }})".format, group),
    )


def _more(group: st.SearchStrategy[str], absence: bool) -> st.SearchStrategy[str]:
    parts = [
        basic,
        basic,
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        st.builds("FILTER({})".format, conditions),
        st.builds("FILTER EXISTS {{ {} }}".format, group),
        st.builds("GRAPH ?g {{ {} }}".format, basic),
        st.builds("GRAPH :g1 {{ {} }}".format, basic),
        data,
    ]
    if absence:
        parts += [_absent(group), _absent(group), _selects(group)]
    else:
        parts += [st.builds("{{ SELECT DISTINCT ?x {{ {} }} }}".format, group)]
    tail = st.one_of(st.just(""), st.just(""), binds)
    return st.builds(
        "{} {} {}".format, basic, st.lists(st.one_of(parts), max_size=2).map(" ".join), tail
    )


def groups(absence: bool) -> st.SearchStrategy[str]:
    return st.recursive(basic, lambda inner: _more(inner, absence), max_leaves=3)


def _plain(group: str, head: str, order: str) -> str:
    return f"{PROLOGUE}SELECT {head} {{ {group} }} {order}"


heads = st.sampled_from(["*", "DISTINCT ?x", "?x ?y", "DISTINCT ?x ?z", "?y (STR(?x) AS ?s)"])
orders = st.sampled_from(["", "", "ORDER BY ?x ?y LIMIT 2", "ORDER BY ?y LIMIT 3 OFFSET 1"])
aggregates = st.sampled_from(
    [
        ("?x (COUNT(*) AS ?n)", "GROUP BY ?x"),
        ("?x (COUNT(DISTINCT ?y) AS ?n)", "GROUP BY ?x HAVING (COUNT(?y) < 4)"),
        ("(MAX(?y) AS ?n)", "GROUP BY ?x"),
        ("(SUM(?y) AS ?n) (MIN(?z) AS ?m)", "GROUP BY ?x"),
        ("(COUNT(?x) AS ?n)", ""),
        ("?k (MIN(STR(?x)) AS ?n)", "GROUP BY (isIRI(?y) AS ?k)"),
    ]
)
positive = st.builds(_plain, groups(False), heads, orders)
every = st.one_of(
    st.builds(_plain, groups(True), heads, orders),
    st.builds(lambda group, cut: _plain(group, *cut), groups(True), aggregates),
)
relaxed = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def _sliceless(text: str) -> str:
    return text.partition(" LIMIT")[0]


def _alone(premises: Iterable[Premise]) -> Store:
    held = Store()
    for subject, predicate, object_, graph in premises:
        held.add(Quad(subject, predicate, object_))  # type: ignore[arg-type]
        if graph is not None:
            held.add(Quad(subject, predicate, object_, graph))  # type: ignore[arg-type]
    return held


def _explained(held: store.Store, text: str) -> dict[Row, minimal.Supports]:
    query = sparql.select(text)
    try:
        found = held.query(text)
    except SyntaxError:  # a variable is given twice
        reject()
    assert isinstance(found, QuerySolutions)
    names = [name[1:] for name in query.select.columns]
    rows = {tuple(row[name] for name in names) for row in found}
    tracer = witnesses.Tracer(held, query.prologue, most=200)
    judge = minimal.Judge(query, {})
    return minimal.supports(query, judge, tracer.rows(query.select, rows), 50)  # type: ignore[return-value]


def _check(held: list[Quad], text: str, exact: bool) -> None:
    graph = store.memory(held)
    query = sparql.select(text)
    names = [name[1:] for name in query.select.columns]

    def given_by(premises: Iterable[Premise]) -> set[Row]:
        found = _alone(premises).query(_sliceless(text))
        return {tuple(row[name] for name in names) for row in found}  # type: ignore[union-attr]

    for row, found in _explained(graph, text).items():
        event(f"{min(len(found.witnesses), 3)} supports")
        assert found.witnesses, (row, "has no support")
        for witness in found.witnesses:
            if exact or found.minimal:
                assert row in given_by(witness.premises), (row, witness)
            for premise in witness.premises if found.minimal else ():
                left = witness.premises - {premise}
                assert row not in given_by(left), (row, witness, premise)
        if exact and found.complete:
            gone = {premise for each in found.witnesses for premise in each.premises}
            triples = {premise[:3] for premise in gone}
            kept = [quad for quad in held if tuple(quad.triple) not in triples]
            empty = any(not each.premises for each in found.witnesses)
            again = {
                tuple(solution[name] for name in names)
                for solution in store.memory(kept).inner.query(_sliceless(text))  # type: ignore[union-attr]
            }
            assert empty or row not in again, (row, found)


@relaxed
@given(graphs, positive)
def test_supports_of_positive_queries(held: list[Quad], text: str) -> None:
    _check(held, text, exact=True)


@relaxed
@given(graphs, every)
def test_supports_of_every_query(held: list[Quad], text: str) -> None:
    _check(held, text, exact=False)


def test_what_a_named_graph_holds_gives_what_the_whole_gives() -> None:
    """By the first branch one triple gives the row, by the second two with the same among them."""
    a, p, b, g1 = (NamedNode(f"https://example.org/{name}") for name in ("a", "p", "b", "g1"))
    held = [Quad(a, p, a, g1), Quad(a, p, b, g1)]
    group = "?x :p ?x . { ?x :p ?x . } UNION { ?x :p :b . GRAPH :g1 { ?x :p ?x . } }"
    (found,) = _explained(store.memory(held), _plain(group, "*", "")).values()
    assert [each.premises for each in found.witnesses] == [frozenset((Premise(a, p, a),))]
