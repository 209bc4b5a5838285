"""From readings to quads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from medtechkg import rdf, store
from medtechkg.errors import SeedError, ViolationError
from medtechkg.iris import Base
from medtechkg.model import Entity
from readings import (
    BASE,
    CALDER,
    LOCATED,
    NORTHMOOR,
    WESTMARCH,
    WORDS,
    document,
    graph,
    located,
    mention,
    of_class,
    reading,
    states,
    values,
)


def test_a_document_is_described_by_what_is_known_of_it_and_no_more() -> None:
    found = document(
        "Tarn Ltd.", title="Tarn", issued="2031-05", url="https://example.org/t", region="Westmarch"
    )
    said_of = graph(reading(found))
    iri, snapshot = f"document/{found.id[:16]}", f"snapshot/{found.id[:16]}"
    assert values(said_of, iri, "title") == ["Tarn"]
    assert values(said_of, iri, "issued") == ["2031-05"]
    assert values(said_of, iri, "coversRegion") == ["region/westmarch"]
    assert values(said_of, iri, "publisher") == []
    assert values(said_of, snapshot, "text") == ["Tarn Ltd."]
    assert values(said_of, snapshot, "sha256") == [found.id]


@pytest.mark.parametrize(
    ("written", "datatype"),
    [("2031", "gYear"), ("2031-05", "gYearMonth"), ("2031-05-06", "date"), ("May", "string")],
)
def test_dates_keep_their_precision(written: str, datatype: str) -> None:
    found = document("Tarn Ltd.", issued=written)
    (issued,) = (
        quad.object
        for quad in rdf.quads(reading(found), WORDS, BASE)
        if quad.predicate.value.endswith("/issued")
    )
    assert isinstance(issued, Literal)
    assert issued.datatype.value.endswith(f"#{datatype}")


@pytest.mark.parametrize(
    ("licence", "term"),
    [
        ("MIT", Literal("MIT")),
        ("https://spdx.org/licenses/MIT", NamedNode("https://spdx.org/licenses/MIT")),
    ],
)
def test_a_licence_is_an_address_or_a_name(licence: str, term: Literal | NamedNode) -> None:
    quads = rdf.quads(reading(document("Tarn Ltd.", licence=licence)), WORDS, BASE)
    assert [q.object for q in quads if q.predicate.value.endswith("/license")] == [term]


def test_a_region_no_register_holds_is_an_error_that_names_it() -> None:
    with pytest.raises(SeedError, match="Nowhere"):
        graph(reading(document("Tarn Ltd.", region="Nowhere")))


def test_the_words_a_latest_date_rests_on_are_quoted_even_across_lines() -> None:
    found = document("By Tarn\nWorks.", **{"not-after": "2014", "not-after-quotes": "Tarn Works"})
    said_of = graph(reading(found))
    (evidence,) = values(said_of, f"document/{found.id[:16]}", "evidencedBy")
    assert values(said_of, f"{evidence}/quote", "exact") == ["Tarn\nWorks"]


def test_words_a_latest_date_cannot_rest_on_are_an_error() -> None:
    found = document("By Tarn.", **{"not-after": "2014", "not-after-quotes": "Other"})
    with pytest.raises(ViolationError, match="Other"):
        graph(reading(found))


def test_two_mentions_of_a_thing_are_one_node_with_every_form() -> None:
    found = document("Northmoor University grows. The University of Northmoor shrinks.")
    forms = ("Northmoor University", "University of Northmoor")
    said_of = graph(reading(found, mentions=[mention(found, NORTHMOOR, form) for form in forms]))
    assert of_class(said_of, "University") == ["organisation/northmoor-university"]
    node = "organisation/northmoor-university"
    assert values(said_of, node, "writtenAs") == sorted(forms)
    assert values(said_of, node, "fullName") == ["Northmoor University"]
    quotes = [
        q
        for e in values(said_of, node, "evidencedBy")
        for q in values(said_of, f"{e}/quote", "exact")
    ]
    assert sorted(quotes) == sorted(forms)


def test_what_has_meaning_in_one_document_only_is_named_after_it() -> None:
    texts = (document("One business grew."), document("One business shrank."))
    group = Entity("Cohort", "one business", local=True)
    nodes = {
        of_class(graph(reading(text, mentions=[mention(text, group, "One business")])), "Cohort")[0]
        for text in texts
    }
    assert nodes == {f"cohort/{text.id[:16]}-one-business" for text in texts}


def test_things_that_only_a_fact_implies_have_the_words_of_the_fact() -> None:
    said_of = graph(located())
    for node in ("organisation/calder", "region/westmarch"):
        (evidence,) = values(said_of, node, "evidencedBy")
        assert values(said_of, f"{evidence}/quote", "exact") == [LOCATED.text]


# -- no edge without a quote ------------------------------------------------------------------


def test_a_quote_that_the_text_does_not_say_is_refused() -> None:
    statement = states(LOCATED, CALDER, "locatedIn", WESTMARCH)
    (evidence,) = statement.evidence
    shifted = replace(evidence, start=1, end=len(LOCATED.text))
    foreign = replace(evidence, document="0" * 64)
    for bad in (shifted, foreign):
        with pytest.raises(ViolationError, match="made-up: rule by-hand"):
            graph(reading(LOCATED, statements=(replace(statement, evidence=(bad,)),)))


def test_a_fact_without_a_quote_is_refused() -> None:
    statement = replace(states(LOCATED, CALDER, "locatedIn", WESTMARCH), evidence=())
    with pytest.raises(ViolationError, match="without a quote"):
        graph(reading(LOCATED, statements=(statement,)))


def test_evidence_is_written_once_and_points_at_the_words() -> None:
    found = graph(located())
    (evidence,) = of_class(found, "Evidence")
    assert values(found, f"{evidence}/position", "start") == ["0"]
    assert values(found, f"{evidence}/position", "end") == [str(len(LOCATED.text))]
    assert values(found, evidence, "hasSource") == [f"snapshot/{LOCATED.id[:16]}"]
    quads = list(rdf.quads(located(), WORDS, BASE))
    assert len(quads) == len(set(quads))


# -- graphs -----------------------------------------------------------------------------------


def test_everything_of_a_document_is_in_its_graph_under_the_base() -> None:
    base = Base("https://example.org/kg/")
    quads = list(rdf.quads(located(), WORDS, base, "rules"))
    names = {str(quad.graph_name.value) for quad in quads}  # type: ignore[union-attr]
    assert names == {f"https://example.org/kg/graph/source/{LOCATED.id[:16]}"}
    calder = NamedNode("https://example.org/kg/id/organisation/calder")
    assert calder in {quad.subject for quad in quads}


def test_canonical_form_does_not_depend_on_order_or_repetition() -> None:
    quads = list(rdf.quads(located(), WORDS, BASE))
    form = store.memory(quads).canonical()
    lines = form.split(b"\n")
    assert store.memory([*reversed(quads), *quads]).canonical() == form
    assert lines[:-1] == sorted(set(lines[:-1]))
    assert set(parse(form, format=RdfFormat.N_QUADS)) == set(quads)


def test_canonical_form_orders_by_code_point() -> None:
    end = NamedNode("http://example.org/x")
    quads = [Quad(end, end, Literal(text), end) for text in ("\ufffd", "\U00010000", "a\nb", "Z")]
    lines = store.memory(quads).canonical().decode().splitlines()
    read = [line.split('"')[1] for line in lines]
    assert read == ["Z", "a\\nb", "\ufffd", "\U00010000"]


def ontology(folder: Path, **files: str) -> Path:
    (folder / "schemes").mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name.replace('__', '/')}.ttl").write_text(text, encoding="utf-8")
    return folder


def test_the_modules_and_the_registers_are_two_graphs(tmp_path: Path) -> None:
    folder = ontology(
        tmp_path / "o",
        module=f"<{BASE.term('A')}> a <{BASE.term('B')}> .",
        schemes__codes=f"<{BASE.code('c', 'd')}> a <{BASE.term('B')}> .",
    )
    base = Base("https://example.org/kg/")
    (module,), (code,) = rdf.ontology_quads(folder, base), rdf.reference_quads(folder, base)
    assert str(module.graph_name) == "<https://example.org/kg/graph/ontology>"
    assert str(code.graph_name) == "<https://example.org/kg/graph/reference>"
    assert str(code.subject) == "<https://example.org/kg/scheme/c/d>"


def test_lists_and_anonymous_classes_get_names_that_stay(tmp_path: Path) -> None:
    text = "@prefix o: <http://www.w3.org/2002/07/owl#> . [] o:members ( o:A o:B [ o:c o:D ] ) ."
    folder = ontology(tmp_path / "o", module=text)
    first, second = (set(rdf.ontology_quads(folder, BASE)) for _ in range(2))
    assert first == second
    assert all(isinstance(quad.subject, NamedNode) for quad in first)
    assert len({quad.subject for quad in first}) == 5


def test_malformed_turtle_is_an_error_with_its_line(tmp_path: Path) -> None:
    folder = ontology(
        tmp_path / "o", module="@prefix a: <http://a/> .\na:b a:c a:d .\n<no iri> a:c a:d .\n"
    )
    with pytest.raises(SeedError, match=r"module\.ttl:3"):
        list(rdf.ontology_quads(folder, BASE))


def test_a_folder_without_modules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no OWL module"):
        rdf.ontology_quads(tmp_path, BASE)


def test_every_graph_is_told_of() -> None:
    found = {triple[:3] for triple in map(_named, rdf.about_quads([LOCATED], {"r": "Does."}, BASE))}
    source = BASE.graph(f"source/{LOCATED.id[:16]}")
    assert (source, "label", "What “made-up” says") in found
    assert (BASE.graph("inferred/r"), "label", "Does.") in found
    assert (source, "wasDerivedFrom", BASE.thing("snapshot", LOCATED.id[:16])) in found


def _named(quad: Quad) -> tuple[str, str, str]:
    subject, predicate, object_ = quad.subject, quad.predicate, quad.object
    assert isinstance(subject, NamedNode)
    assert isinstance(object_, NamedNode | Literal)
    return subject.value, predicate.value.rpartition("#")[2], object_.value
