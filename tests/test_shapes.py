from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from medtechkg import resources, vocabulary
from medtechkg.iris import PREFIXES, Base, kebab

BASE = Base()
MTK = BASE.term("")
SHAPE = f"{BASE.root}shape/"
SCHEME = f"{BASE.root}scheme/"
FOLDER = resources.ontology()
GOOD = sorted(FOLDER.glob("examples/good-*.ttl"))
BAD = sorted(FOLDER.glob("examples/bad-*.ttl"))
#: All of SHACL 1.0 and its advanced features that the shapes use; pySHACL skips what it does not
#: know without a word, so nothing else may appear.
KNOWN = set(
    "IRI Info NodeShape PropertyShape SPARQLTarget Violation Warning alternativePath class "
    "closed datatype declare flags hasValue ignoredProperties in inversePath languageIn "
    "lessThan lessThanOrEquals maxCount maxExclusive maxInclusive message minCount "
    "minExclusive minInclusive minLength name namespace node nodeKind not or path pattern "
    "prefix prefixes property qualifiedMinCount qualifiedValueShape select severity target "
    "targetClass targetObjectsOf targetSubjectsOf uniqueLang xone".split()
)


def parsed(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@cache
def shapes() -> Graph:
    return parsed(*sorted(FOLDER.glob("shapes/*.ttl")))


@cache
def ontology() -> Graph:
    return parsed(*sorted(FOLDER.glob("*.ttl")))


def checking() -> list[URIRef]:
    """The shapes that look at data of their own accord."""
    targets = (SH.target, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    found = {shape for target in targets for shape in shapes().subjects(target)}
    assert all(isinstance(shape, URIRef) for shape in found), "a shape with a target has no name"
    return sorted(shape for shape in found if isinstance(shape, URIRef))


@cache
def world(*more: Path) -> Graph:
    """The good examples, with the code lists and the ontology, as they stand after the rules."""
    codes = (FOLDER / "schemes" / f"{name}.ttl" for name in ("indicator", "unit", "qualifier"))
    kinds = (
        FOLDER / "schemes" / f"{name}-kind.ttl" for name in ("event", "collaboration", "claim")
    )
    graph = parsed(*GOOD, *more, *codes, *kinds)
    for thing, cls in list(graph.subject_objects(RDF.type)):
        for ancestor in ontology().transitive_objects(cls, RDFS.subClassOf):
            if ancestor is not None and str(ancestor).startswith(MTK):
                graph.add((thing, RDF.type, ancestor))
    return graph + ontology()


def failures(graph: Graph) -> set[tuple[str, Node]]:
    """Pairs of the local name of a shape and the node that breaks it."""
    from pyshacl import validate

    _, report, _ = validate(graph, shacl_graph=shapes(), advanced=True)
    assert isinstance(report, Graph)
    return {
        (str(report.value(result, SH.sourceShape)).removeprefix(SHAPE), focus)
        for result in report.objects(None, SH.result)
        for focus in report.objects(result, SH.focusNode)
    }


@cache
def broken() -> set[tuple[str, Node]]:
    return failures(world(*BAD))


# -- the shapes themselves --------------------------------------------------------------------


@pytest.mark.parametrize("shape", checking(), ids=lambda shape: shape.removeprefix(SHAPE))
def test_a_shape_is_documented(shape: URIRef) -> None:
    assert shape.startswith(SHAPE)
    for needed in (SH.name, SH.message, SH.severity, RDFS.seeAlso):
        assert len(list(shapes().objects(shape, needed))) == 1, f"{shape} lacks {needed}"
    message = str(shapes().value(shape, SH.message))
    assert message.endswith(".") and len(message) < 300
    about = str(shapes().value(shape, RDFS.seeAlso))
    assert (URIRef(about), RDFS.label, None) in ontology(), f"{about} is not in the ontology"


def test_shapes_use_no_term_that_pyshacl_would_skip() -> None:
    space = PREFIXES["sh"]
    used = {
        str(term).removeprefix(space) for t in shapes() for term in t if str(term).startswith(space)
    }
    assert used - KNOWN == set()


def test_names_of_shapes_are_unique() -> None:
    names = [str(shapes().value(shape, SH.name)) for shape in checking()]
    assert len(names) == len(set(names))


def test_queries_in_shapes_declare_what_they_use() -> None:
    declared = {str(found) for found in shapes().objects(None, SH.prefix)}
    for select in shapes().objects(None, SH.select):
        assert set(re.findall(r"(?<![?\w])([a-z]+):\w", str(select))) <= declared


@pytest.mark.parametrize(
    "scheme",
    ["claim-kind", "conflict-kind", "evidence-role", "modality", "need-kind", "polarity", "status"],
)
def test_a_list_in_a_shape_is_the_code_list(scheme: str) -> None:
    codes = set(vocabulary.load(FOLDER, BASE).codes[scheme].values())
    listed = [set(map(str, shapes().items(found))) for found in shapes().objects(None, SH["in"])]
    assert [
        found for found in listed if any(c.startswith(f"{SCHEME}{scheme}/") for c in found)
    ] == [codes]


def test_the_parts_in_a_shape_are_those_of_the_ontology() -> None:
    roles = {*ontology().objects(None, URIRef(MTK + "subjectRole"))}
    roles |= {*ontology().objects(None, URIRef(MTK + "objectRole"))}
    target = shapes().value(URIRef(SHAPE + "RoleClass"), SH.target)
    values = re.search(r"VALUES \?role \{([^}]*)\}", str(shapes().value(target, SH.select)))
    assert values
    assert {MTK + name.removeprefix("mtk:") for name in values[1].split()} == set(map(str, roles))


def test_of_a_person_all_public_work_is_allowed() -> None:
    shape = URIRef(SHAPE + "PersonAllowed")
    listed = shapes().value(shape, SH.ignoredProperties)
    assert listed is not None
    allowed = set(map(str, shapes().items(listed)))
    loaded = vocabulary.load(FOLDER, BASE)
    joined = {p.iri for p in loaded.properties.values() if {"Agent", "Person"} & set(p.domain)}
    assert joined - allowed == set()
    assert str(DCTERMS.identifier) not in allowed


# -- examples ---------------------------------------------------------------------------------


def test_the_good_examples_conform() -> None:
    assert failures(world()) == set()


def test_quotes_of_the_good_examples_stand_where_they_say() -> None:
    graph = parsed(*GOOD)
    oa = PREFIXES["oa"]
    checked = 0
    for evidence, source in graph.subject_objects(URIRef(oa + "hasSource")):
        text = str(graph.value(source, URIRef(MTK + "text")))
        selectors = list(graph.objects(evidence, URIRef(oa + "hasSelector")))
        (exact,) = (v for s in selectors for v in graph.objects(s, URIRef(oa + "exact")))
        (start,) = (v for s in selectors for v in graph.objects(s, URIRef(oa + "start")))
        (end,) = (v for s in selectors for v in graph.objects(s, URIRef(oa + "end")))
        assert text[int(str(start)) : int(str(end))] == str(exact)
        checked += 1
    assert checked > 20


@pytest.mark.parametrize("shape", checking(), ids=lambda shape: shape.removeprefix(SHAPE))
def test_every_shape_looks_at_a_good_example(shape: URIRef) -> None:
    graph = world()
    focus: set[Node] = set()
    for target in shapes().objects(shape, SH.targetClass):
        focus |= set(graph.subjects(RDF.type, target))
    for target in shapes().objects(shape, SH.targetSubjectsOf):
        focus |= set(graph.subjects(target))
    for target in shapes().objects(shape, SH.targetObjectsOf):
        focus |= set(graph.objects(None, target))
    offenders = isinstance(shapes().value(shape, SH.target), BNode)
    never = shape == URIRef(SHAPE + "NoSameAs")  # what it forbids is all it looks at
    assert focus or offenders or never


def test_every_shape_has_a_bad_example_of_its_name() -> None:
    wanted = {kebab(shape.removeprefix(SHAPE)) for shape in checking()}
    assert {path.stem.removeprefix("bad-") for path in BAD} == wanted


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem.removeprefix("bad-"))
def test_a_bad_example_breaks_one_shape(path: Path) -> None:
    expected = re.match(r"# expects: (\w+)\n", path.read_text(encoding="utf-8"))
    assert expected, "the first line must name the shape that is expected to fail"
    own = parsed(path)
    things = {*own.subjects(), *(o for o in own.objects() if isinstance(o, Literal))}
    assert {shape for shape, focus in broken() if focus in things} == {expected[1]}


def test_bad_examples_keep_to_themselves() -> None:
    owners: dict[Node, set[str]] = defaultdict(set)
    for path in BAD:
        for subject in parsed(path).subjects():
            owners[subject].add(path.stem)
    assert {str(node): found for node, found in owners.items() if len(found) > 1} == {}


# -- speed ------------------------------------------------------------------------------------


def test_validation_does_not_query_each_node() -> None:
    assert not list(shapes().subject_objects(SH.sparql)), "sh:sparql runs once for every node"
