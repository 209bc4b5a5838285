"""Validation: the shapes, and what shapes cannot say; each fault is made and must be found."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from medtechkg import inference, rdf, resources, store, validation
from medtechkg.errors import SeedError
from medtechkg.findings import Finding, Severity
from medtechkg.iris import PREFIXES, Base
from medtechkg.model import Entity, Event, Reading
from readings import (
    BASE,
    CALDER,
    WESTMARCH,
    WORDS,
    counts,
    document,
    mention,
    reading,
    said,
    states,
)

TEXT = document("Calder Ltd is based in Westmarch. It employs 1,500.", title="Calder")
FIRST = "Calder Ltd is based in Westmarch."
TYPES = [rule for rule in inference.load(resources.ontology(), BASE) if rule.name == "types"]
BY_CLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


def made(*readings: Reading, extra: str = "", drop: str = "") -> store.Embedded:
    """Hold readings in memory, with quads added or those left out that mention a string."""
    ontology = "\n".join(
        f"<{BASE.term(cls)}> {BY_CLASS} <{BASE.term('Assertion')}> <{BASE.graph('ontology')}> ."
        for cls in ("Statement", "StatisticalObservation")
    )
    quads = [quad for found in readings for quad in rdf.quads(found, WORDS, BASE)]
    quads += parse(ontology + "\n" + extra, format=RdfFormat.N_QUADS)
    kept = (quad for quad in quads if not drop or drop not in str(quad))
    graph = store.memory(kept, BASE)
    inference.infer(graph.inner, TYPES, BASE)
    return graph


def located(**more: object) -> Reading:
    statement = states(TEXT, CALDER, "locatedIn", WESTMARCH, **more)
    mentions = [mention(TEXT, CALDER, "Calder Ltd"), mention(TEXT, WESTMARCH, "Westmarch")]
    return reading(TEXT, mentions=mentions, statements=(statement,))


def found_by(check: str, graph: store.Embedded) -> list[tuple[Severity, str]]:
    faults = validation.CHECKS[check](validation.Graph(graph.inner, BASE))
    return sorted((severity, message) for severity, _, message in faults)


def test_what_is_read_properly_has_no_fault() -> None:
    figure = counts(TEXT, CALDER, Decimal(1500), "1,500")
    whole = reading(
        TEXT,
        mentions=located().mentions,
        statements=located().statements,
        figures=(figure,),
    )
    graph = made(whole)
    assert {name: found_by(name, graph) for name in validation.CHECKS} == {
        name: [] for name in validation.CHECKS
    }


def test_a_quote_that_is_not_at_its_place_is_a_violation() -> None:
    snapshot, text = BASE.thing("snapshot", TEXT.id[:16]), BASE.term("text")
    source = BASE.graph("source/x")
    other = f'<{snapshot}> <{text}> "Something else." <{source}> .'
    graph = made(located(), drop=f"<{text}>")
    assert {severity for severity, _ in found_by("quotes-stand", graph)} == {Severity.VIOLATION}
    graph = store.memory([*graph.quads_for_pattern(), *parse(other, format=RdfFormat.N_QUADS)])
    assert len(found_by("quotes-stand", graph)) == 3


def test_an_end_that_no_quote_names_is_a_warning_unless_it_is_set_for_the_whole() -> None:
    def hired(role: str) -> store.Embedded:
        words = said(TEXT, "It employs 1,500.", role=role)
        statement = states(TEXT, CALDER, "overlapsWith", WESTMARCH)
        mentions = located().mentions
        changed = type(statement)(CALDER, "overlapsWith", WESTMARCH, words)
        return made(reading(TEXT, mentions=mentions, statements=(changed,)))

    found = found_by("ends-named", hired("statement"))
    assert [severity for severity, _ in found] == [Severity.WARNING] * 2
    assert "calder ltd" in found[0][1]
    assert found_by("ends-named", hired("scope")) == []


@pytest.mark.parametrize(
    ("value", "verbatim", "fault"),
    [
        (1500, "1,500", None),
        (1500, "1.5 thousand", Severity.VIOLATION),
        (1600, "1,500", Severity.WARNING),
        (15, "1,500", None),  # scale words are the reader's business
    ],
)
def test_the_digits_of_a_figure_stand_in_its_quote(
    value: int, verbatim: str, fault: Severity | None
) -> None:
    figure = counts(TEXT, CALDER, Decimal(value), verbatim)
    found = found_by("figures-written", made(reading(TEXT, figures=(figure,))))
    assert [severity for severity, _ in found] == ([fault] if fault else [])


def test_a_total_that_is_not_the_sum_of_its_parts_is_a_warning() -> None:
    figures = tuple(
        counts(TEXT, CALDER, Decimal(value), "1,500", counted=name)
        for name, value in (("all", 31), ("some", 10), ("others", 20))
    )
    graph = made(reading(TEXT, figures=figures))
    by_value = {
        quad.object.value: quad.subject
        for quad in graph.quads_for_pattern(None, NamedNode(BASE.term("value")))
        if isinstance(quad.object, Literal)
    }
    derived, graph_name = (
        NamedNode(PREFIXES["prov"] + "wasDerivedFrom"),
        NamedNode("http://x.org/g"),
    )
    parts = [Quad(by_value["31"], derived, by_value[part], graph_name) for part in ("10", "20")]
    graph = store.memory([*graph.quads_for_pattern(), *parts])
    assert found_by("totals-add-up", graph) == [
        (Severity.WARNING, "its parts add up to 30, not to 31")
    ]


def test_accepted_statements_and_plain_triples_go_together() -> None:
    plain = f"<{BASE.thing('organisation', 'Calder')}> <{BASE.term('locatedIn')}>"
    source = BASE.graph(f"source/{TEXT.id[:16]}")
    graph = made(located())
    without = store.memory(
        quad
        for quad in graph.quads_for_pattern()
        if plain not in f"{quad.subject} {quad.predicate}"
    )
    assert found_by("accepted-stand", without) == [
        (Severity.VIOLATION, "it is accepted, but its triple is missing")
    ]
    extra = f"{plain} <{BASE.thing('region', 'Nowhere')}> <{source}> ."
    assert found_by("accepted-stand", made(located(), extra=extra)) == [
        (Severity.VIOLATION, "nothing accounts for locatedIn nowhere")
    ]


def test_a_named_event_can_be_an_end_like_any_other_thing() -> None:
    forum = Entity("Event", "Calder Ltd")
    statement = states(TEXT, forum, "locatedIn", WESTMARCH)
    assert found_by("accepted-stand", made(reading(TEXT, statements=(statement,)))) == []


def test_what_an_event_consists_of_needs_no_statement() -> None:
    event = Event("opening", "Opening", (CALDER,), (), said(TEXT, FIRST), place=WESTMARCH)
    assert found_by("accepted-stand", made(reading(TEXT, events=(event,)))) == []


def test_a_thing_without_words_is_a_violation() -> None:
    graph = made(located(), drop="evidencedBy")
    messages = {message for _, message in found_by("all-evidenced", graph)}
    assert messages == {
        f"no words support this {cls}" for cls in ("Business", "Region", "Statement")
    }


def test_conflicts_are_reported_with_both_sides() -> None:
    other = document("Calder Ltd has 900 staff.", title="Another view")
    graph = made(
        reading(TEXT, figures=(counts(TEXT, CALDER, Decimal(1500), "1,500"),)),
        reading(other, figures=(counts(other, CALDER, Decimal(900), "900"),)),
    )
    rules = inference.load(resources.ontology(), BASE)
    inference.infer(graph.inner, rules, BASE)
    ((severity, message),) = found_by("conflicts", graph)
    assert severity is Severity.WARNING
    assert message.startswith("contradiction: another source says “")


# -- shapes ---------------------------------------------------------------------------------------

SHAPES = f"""
@prefix sh: <{PREFIXES["sh"]}> .
@prefix mtk: <{BASE.term("")}> .
@prefix shape: <{BASE.root}shape/> .
shape:Located a sh:NodeShape ;
  sh:targetClass mtk:Business ;
  sh:property [ sh:path mtk:locatedIn ; sh:minCount 1 ; sh:message "It is nowhere." ] .
shape:Offender a sh:NodeShape ;
  sh:target [ a sh:SPARQLTarget ; sh:select \"\"\"
    SELECT ?this {{ ?this <{BASE.term("status")}> <{BASE.code("status", "proposed")}> }}\"\"\" ] ;
  sh:not [ sh:nodeKind sh:IRI ] ; sh:severity sh:Info ; sh:message "It waits for review." .
"""


def shaped(folder: Path, text: str = SHAPES) -> Path:
    (folder / "shapes").mkdir()
    (folder / "shapes" / "own.ttl").write_text(text, encoding="utf-8")
    return folder


def test_results_name_the_thing_the_shape_the_sentence_and_the_document(tmp_path: Path) -> None:
    proposed = located(confidence=0.2)
    found = validation.check(made(proposed).inner, shaped(tmp_path), BASE)
    names = {finding.rule: finding for finding in found}
    missing = names[f"{BASE.root}shape/Located"]
    assert missing == Finding(
        Severity.VIOLATION,
        "organisation/calder",
        "It is nowhere.",
        f"{BASE.root}shape/Located",
        "Calder Ltd",
        "Calder",
    )
    waiting = names[f"{BASE.root}shape/Offender"]
    assert waiting.severity is Severity.INFO
    assert waiting.quote == TEXT.text
    assert list(found) == sorted(found)


def test_conforming_data_have_no_findings(tmp_path: Path) -> None:
    assert validation.check(made(located()).inner, shaped(tmp_path), BASE) == ()


def test_without_shapes_the_checks_still_run(tmp_path: Path) -> None:
    found = validation.check(made(located(), drop="evidencedBy").inner, tmp_path, BASE)
    assert {finding.rule for finding in found} == {"all-evidenced", "ends-named"}


def test_shapes_follow_the_base(tmp_path: Path) -> None:
    base = Base("https://example.org/kg/")
    quads = rdf.quads(located(confidence=0.2), WORDS, base)
    found = validation.check(store.memory(quads, base).inner, shaped(tmp_path), base)
    assert "https://example.org/kg/shape/Offender" in {finding.rule for finding in found}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@prefix sh: <http://a/> .\n<x> <y> <z .", r"own\.ttl:2: not Turtle"),
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
            "<http://a/b> a sh:PropertyShape ; sh:targetClass <http://a/c> .",
            "not SHACL",
        ),
    ],
)
def test_malformed_shapes_are_an_error(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SeedError, match=words):
        validation.check(made(located()).inner, shaped(tmp_path, text), BASE)


def test_plain_strings_are_equal_to_plain_strings(tmp_path: Path) -> None:
    text = SHAPES + (
        f"shape:Hash sh:targetClass mtk:DocumentSnapshot ; sh:property [ sh:path mtk:sha256 ;"
        f' sh:in ( "{TEXT.id}" ) ] .'
    )
    assert validation.check(made(located()).inner, shaped(tmp_path, text), BASE) == ()


def test_the_invented_corpus_breaks_no_shape(graph: store.Embedded) -> None:
    found = validation.check(graph.inner, resources.ontology(), BASE)
    assert [each for each in found if each.severity is Severity.VIOLATION] == []


def test_things_are_named_by_their_label(graph: store.Embedded) -> None:
    found = validation.check(graph.inner, resources.ontology(), BASE)
    (conflict,) = (each for each in found if each.rule == "conflicts")
    assert conflict.subject in {"Eastvale", "orthotics cluster"}
    assert conflict.document in {
        "A diploma for orthotics technicians",
        "Orthotics in the West March",
    }


def test_a_literal_that_breaks_a_shape_is_named_as_it_stands(tmp_path: Path) -> None:
    text = SHAPES + (
        "shape:Form a sh:NodeShape ; sh:targetObjectsOf mtk:writtenAs ;"
        ' sh:pattern "^[A-Z]" ; sh:message "It is in lower case." .'
    )
    low = reading(TEXT, mentions=[mention(TEXT, CALDER, "alder Ltd")])
    found = validation.check(made(low).inner, shaped(tmp_path, text), BASE)
    (finding,) = (each for each in found if each.rule.endswith("Form"))
    assert (finding.subject, finding.quote) == ("alder Ltd", "")
