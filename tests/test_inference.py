"""Rules: what follows, what does not, and how rules are loaded."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat

from medtechkg import inference, resources, store
from medtechkg.errors import SeedError
from medtechkg.iris import PREFIXES, Base, prefixes

BASE = Base()
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(BASE).items()) + "".join(
    f"@prefix {scheme}: <{BASE.root}scheme/{scheme}/> .\n"
    for scheme in (
        "status",
        "modality",
        "polarity",
        "qualifier",
        "indicator",
        "unitcode",
        "event-kind",
    )
)
HEAD += f"@prefix : <{BASE.root}id/thing/> .\n"
HEAD = HEAD.replace(f"{BASE.root}scheme/unitcode/", f"{BASE.root}scheme/unit/")
FACT = (
    "mtk:status status:accepted ; mtk:modality modality:asserted ; mtk:polarity polarity:affirmed"
)


def graph(turtle: str) -> pyoxigraph.Store:
    """Hold a few lines of Turtle, as if a document said them."""
    source = NamedNode(BASE.graph("source/made-up"))
    quads = (
        pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, source)
        for quad in pyoxigraph.parse(HEAD + turtle, format=RdfFormat.TURTLE)
    )
    return store.memory(quads, BASE).inner


def rules(*names: str) -> list[inference.Rule]:
    found = inference.load(resources.ontology(), BASE)
    return [rule for rule in found if not names or rule.name in names]


def derived(turtle: str, *names: str) -> set[str]:
    """What the named rules add, each triple as it would be written."""
    held = graph(turtle)
    inference.infer(held, rules(*names), BASE)
    return {
        " ".join(_short(term) for term in list(quad)[:3])
        for name in names
        for quad in held.quads_for_pattern(
            None, None, None, NamedNode(BASE.graph(f"inferred/{name}"))
        )
    }


def _short(term: object) -> str:
    assert isinstance(term, NamedNode | pyoxigraph.Literal)
    return term.value.rpartition("/")[2].rpartition("#")[2]


# -- each rule ------------------------------------------------------------------------------------


def test_the_label_is_the_fullest_name_and_the_first_of_equals() -> None:
    found = derived(
        ':a mtk:fullName "Tarn"@en, "Tarn Ltd"@en . :b mtk:fullName "Zest"@en, "Apex"@en .'
        ':c mtk:fullName "Long Name"@en ; skos:prefLabel "Known"@en .',
        "label",
    )
    assert found == {"a prefLabel Tarn Ltd", "b prefLabel Apex"}


def test_a_thing_is_of_every_superclass_of_ours() -> None:
    found = derived(
        "mtk:University rdfs:subClassOf mtk:Organisation ."
        "mtk:Organisation rdfs:subClassOf mtk:Agent, org:Organization . :a a mtk:University .",
        "types",
    )
    assert found == {"a type Organisation", "a type Agent"}


def test_parts_of_parts_are_parts_but_nothing_is_a_part_of_itself() -> None:
    found = derived(
        ":a mtk:partOf :b . :b mtk:partOf :c . :x mtk:partOf :y . :y mtk:partOf :x .", "part-of"
    )
    assert found == {"a partOf c"}


def test_a_thing_is_in_every_region_around_its_place() -> None:
    found = derived(
        ":firm mtk:locatedIn :campus . :campus mtk:locatedIn :town ; mtk:partOf :university ."
        ":town a mtk:Region ; mtk:partOf :county . :county a mtk:Region .",
        "located-in",
    )
    assert found == {"firm locatedIn town", "firm locatedIn county", "campus locatedIn county"}


@pytest.mark.parametrize(
    ("rule", "fact", "expected"),
    [
        (
            "collaborations",
            "a mtk:Collaboration ; mtk:participant :a, :b",
            {"a collaboratesWith b", "b collaboratesWith a"},
        ),
        ("skill-needs", "a mtk:SkillNeed ; mtk:needOf :a ; mtk:needed :b", {"a lacksSkill b"}),
        (
            "qualification-demands",
            "a mtk:QualificationDemand ; mtk:demandedBy :a ; mtk:demanded :b",
            {"a seeksQualification b"},
        ),
        (
            "affiliations",
            "a mtk:Affiliation ; mtk:affiliate :a ; mtk:affiliatedWith :b ; mtk:heldRole :c",
            {"a hasRole b", "a hasRole c"},
        ),
        ("funding", "a mtk:Funding ; mtk:funder :a ; mtk:funded :b", {"a funds b"}),
    ],
)
def test_a_short_cut_follows_only_from_what_is_meant_as_fact(
    rule: str, fact: str, expected: set[str]
) -> None:
    assert derived(f":f {fact} ; {FACT} .", rule) == expected
    assert derived(f":f {fact} ; {FACT.replace('asserted', 'purpose')} .", rule) == expected
    for was, instead in (
        ("accepted", "proposed"),
        ("affirmed", "negated"),
        ("asserted", "hedged"),
        ("asserted", "planned"),
    ):
        assert derived(f":f {fact} ; {FACT.replace(was, instead)} .", rule) == set()


def test_symmetric_and_inverse_properties_hold_both_ways() -> None:
    found = derived(
        "mtk:overlapsWith a owl:SymmetricProperty . mtk:leads owl:inverseOf mtk:ledBy ."
        ":a mtk:overlapsWith :b ; mtk:leads :c . :d mtk:ledBy :e .",
        "symmetric",
        "inverse",
    )
    assert found == {"b overlapsWith a", "c ledBy a", "e leads d"}


def test_speakers_and_announcements() -> None:
    found = derived(
        ":f mtk:statedBy :a . :e mtk:eventKind event-kind:announcement ;"
        " mtk:modality modality:asserted ; mtk:concerns :b ; mtk:place :p ."
        ":v mtk:eventKind event-kind:visit ; mtk:modality modality:asserted ; mtk:concerns :b .",
        "said",
        "announced-at",
    )
    assert found == {"a said f", "b announcedAt e", "b announcedAt p"}


# -- figures --------------------------------------------------------------------------------------


def figure(name: str, value: object, source: str = "s", start: int = 0, **more: str) -> str:
    facts = {
        "about": ":sector",
        "indicator": "indicator:employee-count",
        "unit": "unitcode:job",
        "qualifier": "qualifier:exact",
        "value": "" if value is None else f'"{value}"^^xsd:decimal',
        **more,
    }
    lines = " ; ".join(f"mtk:{key} {held}" for key, held in facts.items() if held)
    return (
        f":{name} a mtk:StatisticalObservation ; {FACT} ; {lines} ; mtk:evidencedBy :e{name} ."
        f" :e{name} oa:hasSource :{source} ; oa:hasSelector :p{name} ."
        f" :p{name} oa:start {start} .\n"
    )


TOTAL = figure("total", 30, indicator="indicator:shortage-count")
PART = figure("part", 10, start=50, indicator="indicator:additional-jobs-needed")


def rest(value: int = 20, source: str = "s", start: int = 90, **more: str) -> str:
    more.setdefault("indicator", "indicator:replacement-jobs-needed")
    return figure("rest", value, source, start, **more)


def test_a_total_is_derived_from_two_parts_near_it() -> None:
    expected = {"total wasDerivedFrom part", "total wasDerivedFrom rest"}
    assert derived(TOTAL + PART + rest(), "derived-totals") == expected


@pytest.mark.parametrize(
    "other",
    [
        rest(21),
        rest(source="elsewhere"),
        rest(start=9000),
        rest(about=":other"),
        rest(indicator="indicator:additional-jobs-needed"),
        rest(indicator="indicator:shortage-count"),
    ],
)
def test_a_sum_by_chance_is_no_total(other: str) -> None:
    assert derived(TOTAL + PART + other, "derived-totals") == set()


def conflicts(turtle: str, rule: str) -> set[frozenset[str]]:
    """The sets of assertions that a rule sets against each other."""
    found: dict[str, set[str]] = {}
    for line in derived(turtle, rule):
        subject, predicate, held = line.split(" ", 2)
        if predicate == "groups":
            found.setdefault(subject, set()).add(held)
    return {frozenset(group) for group in found.values()}


LOW = figure("low", 100)


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        (figure("high", 200, "t"), True),
        (
            figure("high", 200, statedBy=":ada"),
            True,
        ),
        (figure("high", 200), False),  # one voice may give two figures
        (figure("high", 100, "t"), False),
        (figure("high", 105, "t", qualifier="qualifier:about"), False),
        (figure("high", 200, "t", qualifier="qualifier:about"), True),
        (figure("high", 150, "t", qualifier="qualifier:more-than"), True),
        (figure("high", 50, "t", qualifier="qualifier:more-than"), False),
        (figure("high", 50, "t", qualifier="qualifier:up-to"), True),
        (figure("high", 150, "t", qualifier="qualifier:up-to"), False),
        (figure("high", 200, "t", about=":other"), False),
        (figure("high", 200, "t", refArea=":town"), False),
        (figure("high", 200, "t", asOf='"2031"^^xsd:gYear'), False),
        (figure("high", 200, "t", unit="unitcode:person"), False),
        (figure("high", 200, "t", qualifier="qualifier:target"), False),
        (figure("high", 200, "t").replace("asserted", "hedged"), False),
        (
            figure("high", None, "t", minValue="150.0", maxValue="170.0"),
            True,
        ),
        (figure("high", None, "t", minValue="90.0", maxValue="170.0"), False),
    ],
)
def test_figures_conflict_if_their_ranges_do_not_meet(other: str, conflict: bool) -> None:
    expected = {frozenset(("low", "high"))} if conflict else set()
    assert conflicts(LOW + other, "conflicting-figures") == expected


def test_a_part_as_large_as_the_whole_is_suspicious() -> None:
    turtle = ":town mtk:partOf :country ." + figure("part", 300, refArea=":town")
    whole = figure("whole", 300, "t", refArea=":country")
    assert conflicts(turtle + whole, "part-exceeds-whole") == {frozenset(("part", "whole"))}
    worse = figure("whole", 299, "s", refArea=":country")
    assert conflicts(turtle + worse, "part-exceeds-whole") == {frozenset(("part", "whole"))}
    for other in (
        figure("whole", 301, "t", refArea=":country"),
        figure("whole", 300, "s", refArea=":country"),
        figure("whole", 300, "t", refArea=":elsewhere"),
        figure("whole", 300, "t", refArea=":country", about=":other"),
        figure("whole", 300, "t", refArea=":country", sector=":other"),
        figure("whole", 300, "t", refArea=":country", unit="unitcode:percent"),
    ):
        assert conflicts(turtle + other, "part-exceeds-whole") == set()


def test_what_one_denies_and_another_says_is_a_conflict_both_ways() -> None:
    said = "rdf:subject :a ; rdf:predicate mtk:lacksSkill ; rdf:object :b"
    turtle = f":yes {said} ; {FACT} . :no {said} ; {FACT.replace('affirmed', 'negated')} ."
    assert conflicts(turtle, "denials") == {frozenset(("yes", "no"))}
    found = derived(turtle, "denials", "conflicts")
    assert {"yes conflictsWith no", "no conflictsWith yes"} <= found


def test_an_undated_document_is_no_later_than_a_name_it_uses() -> None:
    turtle = (
        ':o mtk:formerName "Old"@en ; mtk:writtenAs "Old"@en ; mtk:evidencedBy :e, :f .'
        ":c a mtk:OrganisationChange ; mtk:changeOf :o ;"
        ' mtk:onDate "2014-09"^^xsd:gYearMonth . :s mtk:snapshotOf :d . :t mtk:snapshotOf :dated .'
        ':e oa:hasSource :s ; oa:hasSelector :q . :q oa:exact "Old" .'
        ':f oa:hasSource :t ; oa:hasSelector :q . :dated dcterms:issued "2020"^^xsd:gYear .'
    )
    found = derived(turtle, "not-after")
    assert found == {
        "d notAfter 2014-09",
        "d notAfterBecause It writes “Old”, a name given up in 2014-09.",
    }
    assert derived(turtle.replace('"Old" .', '"New" .'), "not-after") == set()


# -- all of them ----------------------------------------------------------------------------------


def test_rules_add_only_what_is_new_and_running_them_again_adds_nothing() -> None:
    held = graph(
        f":f a mtk:Collaboration ; mtk:participant :a, :b ; {FACT} . :a mtk:collaboratesWith :b ."
    )
    first = inference.infer(held, rules(), BASE)
    assert first["collaborations"] == 1
    assert set(inference.infer(held, rules(), BASE).values()) == {0}


def test_queries_see_what_was_derived() -> None:
    held = graph(':a mtk:fullName "Tarn"@en .')
    inference.infer(held, rules(), BASE)
    found = held.query(f"SELECT ?o {{ ?s <{PREFIXES['skos']}prefLabel> ?o }}")
    assert isinstance(found, QuerySolutions)
    assert [str(row[0].value) for row in found] == ["Tarn"]


def test_rules_follow_the_base() -> None:
    base = Base("https://example.org/kg/")
    found = inference.load(resources.ontology(), base)
    assert not any(BASE.root in rule.text for rule in found)


def test_a_reasoner_finds_no_type_or_relation_that_the_rules_miss() -> None:
    owlrl = pytest.importorskip("owlrl")
    import rdflib

    ontology = "\n".join(
        f"mtk:{cls} rdfs:subClassOf mtk:{parent} ."
        for cls, parent in (("University", "Organisation"), ("Organisation", "Agent"))
    )
    turtle = (
        ontology
        + "mtk:overlapsWith a owl:SymmetricProperty . mtk:locatedIn a owl:TransitiveProperty ."
        + "mtk:leads owl:inverseOf mtk:ledBy ."
        + ":a a mtk:University ; mtk:locatedIn :b ; mtk:leads :c ."
        + ":b mtk:locatedIn :d . :d mtk:locatedIn :e . :x mtk:overlapsWith :y ."
    )
    held = graph(turtle)
    inference.infer(held, rules(), BASE)
    reasoned = rdflib.Graph().parse(data=HEAD + turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(reasoned)
    ours, things = (BASE.term(""), f"{BASE.root}id/"), f"{BASE.root}id/"
    missing = {
        " ".join(triple)
        for triple in ([str(term) for term in each] for each in reasoned)
        if triple[0].startswith(things)
        and triple[1].startswith((ours[0], str(rdflib.RDF.type)))
        and triple[2].startswith(ours)
        and pyoxigraph.Quad(*map(NamedNode, triple)) not in held
    }
    assert missing == set()


# -- loading --------------------------------------------------------------------------------------

GOOD = "CONSTRUCT { ?s <http://example.org/p> ?o } WHERE { ?o <http://example.org/p> ?s }"


def folder(path: Path, **files: str) -> Path:
    (path / "rules").mkdir()
    for name, text in files.items():
        (path / "rules" / f"{name}.rq").write_text(text, encoding="utf-8")
    return path


def front(name: str, after: str = "") -> str:
    return f"#+ name: {name}\n#+ summary: Turns round.\n" + (
        f"#+ after: {after}\n" if after else ""
    )


def test_rules_come_in_the_order_they_ask_for_and_then_by_name(tmp_path: Path) -> None:
    files = {"a": "c", "b": "", "c": "", "d": "a, b"}
    loaded = inference.load(
        folder(tmp_path, **{name: front(name, after) + GOOD for name, after in files.items()}), BASE
    )
    assert [rule.name for rule in loaded] == ["b", "c", "a", "d"]
    assert loaded[0].summary == "Turns round."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (front("r") + "CONSTRUCT { ?s ?p }\nWHERE { ?s ?p ?o }", r"r\.rq:3: not SPARQL"),
        (front("r") + "SELECT ?s WHERE { ?s ?p ?o }", "CONSTRUCT"),
        (front("other") + GOOD, "#\\+ name: r"),
        (GOOD, "#\\+ name: r"),
        (front("r", "missing") + GOOD, "missing, which is no rule"),
        (front("r", "r") + GOOD, "wait for each other: r → r"),
    ],
)
def test_a_malformed_rule_is_an_error_that_says_where(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(SeedError, match=words):
        inference.load(folder(tmp_path, r=text), BASE)


def test_a_rule_that_makes_blank_nodes_is_an_error(tmp_path: Path) -> None:
    text = front("r") + "CONSTRUCT { [] <http://example.org/p> ?o } WHERE { ?s ?p ?o }"
    loaded = inference.load(folder(tmp_path, r=text), BASE)
    with pytest.raises(SeedError, match="blank node"):
        inference.infer(graph(":a a :b ."), loaded, BASE)


def test_a_rule_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    where = folder(tmp_path, r="") / "rules" / "r.rq"
    where.write_bytes(b"\xff\xfe")
    with pytest.raises(SeedError, match=r"r\.rq: cannot be read"):
        inference.load(tmp_path, BASE)
