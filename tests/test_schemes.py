"""The code lists of skills, fields of activity, occupations, roles and qualifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from medtechkg import resources, vocabulary
from medtechkg.iris import PREFIXES, Base
from medtechkg.language.lexicon import fold, plural

BASE = Base()
RDF, SKOS, DCTERMS = PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["dcterms"]
MTK = BASE.term("")

#: Scheme -> class of its members, and how many there must be.
SCHEMES = {
    "classification-schemes": ("ClassificationScheme", 40),
    "cqfw": ("QualificationLevel", 9),
    "fheq": ("QualificationLevel", 5),
    "occupations": ("OccupationGroup", 250),
    "qualification-types": ("QualificationType", 30),
    "qualifications": ("Qualification", 80),
    "roles": ("Role", 120),
    "rqf": ("QualificationLevel", 11),
    "scqf": ("QualificationLevel", 12),
    "sectors": ("Sector", 40),
    "skills": ("Skill", 600),
    "sub-sectors": ("SubSector", 180),
    "training-routes": ("TrainingRoute", 50),
}
LEVELS = ("cqfw", "fheq", "rqf", "scqf")
#: Matched wherever they stand, unlike contextual labels.
STRONG = (
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "hiddenLabel",
    MTK + "abbreviation",
)
LABELS = (*STRONG, MTK + "contextualLabel")
#: A field of activity and the skill of working in it often share a name (robotics, cyber
#: security); the sentence says which is meant. Every other pair of classes must be told apart.
MAY_SHARE = ({"Skill", "SubSector"}, {"Skill", "Sector"})


@cache
def quads(scheme: str) -> tuple[Quad, ...]:
    return tuple(vocabulary.parse(resources.ontology() / "schemes" / f"{scheme}.ttl", BASE))


@cache
def facts(scheme: str) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for quad in quads(scheme):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found[quad.subject.value][quad.predicate.value] += (quad.object.value,)
    return found


def members(scheme: str) -> dict[str, dict[str, tuple[str, ...]]]:
    cls = MTK + SCHEMES[scheme][0]
    return {iri: of for iri, of in facts(scheme).items() if cls in of[RDF + "type"]}


def everything() -> dict[str, dict[str, tuple[str, ...]]]:
    return {iri: of for scheme in SCHEMES for iri, of in members(scheme).items()}


def forms(label: str) -> set[str]:
    """The label as the lexicon folds it, in the singular and the plural."""
    many = plural(label)
    return {fold(label).replace(" & ", " and ")} | ({fold(many)} if many else set())


def strong_forms(of: dict[str, tuple[str, ...]]) -> Iterator[str]:
    common = {label.lower() for label in of[MTK + "contextualLabel"]}
    for name in STRONG:
        for label in of[name]:
            if name.endswith("prefLabel") and label.lower() in common:
                continue  # a common word that is the name of a field
            yield from {label} if name.endswith("abbreviation") else forms(label)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_header_says_what_the_list_is_where_it_comes_from_and_its_licence(scheme: str) -> None:
    header = facts(scheme)[f"{BASE.root}scheme/{scheme}"]
    assert header[RDF + "type"] in {(SKOS + "ConceptScheme",), (PREFIXES["owl"] + "Ontology",)}
    assert header[DCTERMS + "title"]
    assert "Source:" in header[DCTERMS + "description"][0]
    assert header[DCTERMS + "license"] == ("https://spdx.org/licenses/MIT",)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lists_are_as_wide_as_they_should_be(scheme: str) -> None:
    assert len(members(scheme)) >= SCHEMES[scheme][1]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_iris_are_minted_from_the_one_preferred_label(scheme: str) -> None:
    for iri, of in members(scheme).items():
        (name,) = of[SKOS + "prefLabel"]
        assert iri == BASE.code(scheme, name)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_are_english_and_neatly_written(scheme: str) -> None:
    for quad in quads(scheme):
        if quad.predicate.value in LABELS:
            assert isinstance(quad.object, Literal)
            text = quad.object.value
            assert quad.object.language == "en", text
            assert text == " ".join(text.split()) != "", text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_label_of_a_concept_is_either_contextual_or_not(scheme: str) -> None:
    for iri, of in members(scheme).items():
        contextual = {fold(label) for label in of[MTK + "contextualLabel"]}
        other = [name for name in STRONG if name != SKOS + "prefLabel"]
        assert not contextual & {fold(label) for name in other for label in of[name]}, iri


@pytest.mark.parametrize("scheme", sorted(set(SCHEMES) - {"qualifications"}))
def test_concepts_stand_in_their_scheme_at_the_top_or_below_another(scheme: str) -> None:
    own = f"{BASE.root}scheme/{scheme}"
    for iri, of in members(scheme).items():
        assert SKOS + "Concept" in of[RDF + "type"], iri
        assert of[SKOS + "inScheme"] == (own,), iri
        below = any(parent.startswith(own + "/") for parent in of[SKOS + "broader"])
        assert below != (own in of[SKOS + "topConceptOf"]), iri


def test_qualifications_are_things_and_point_to_types_and_levels_that_exist() -> None:
    known = everything()
    for iri, of in members("qualifications").items():
        assert of[RDF + "type"] == (MTK + "Qualification",), iri
        ends = of[MTK + "qualificationType"] + of[MTK + "qualificationLevel"]
        assert all(end in known for end in ends), iri


def test_broader_leads_to_what_exists_and_never_in_a_circle() -> None:
    known = everything()
    for iri in known:
        above, path = [iri], set[str]()
        while above:
            at = above.pop()
            parents = known[at][SKOS + "broader"]
            assert iri not in parents, f"{iri} is above itself"
            above += [parent for parent in parents if parent not in path]
            path.update(parents)


def test_no_two_things_of_a_class_share_a_label_that_always_counts() -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for scheme, (cls, _) in SCHEMES.items():
        for iri, of in members(scheme).items():
            for form in strong_forms(of):
                owners[cls, form].add(iri)
    assert {key: iris for key, iris in owners.items() if len(iris) > 1} == {}


def test_only_skills_and_fields_share_labels_across_classes() -> None:
    classes: dict[str, set[str]] = defaultdict(set)
    for scheme, (cls, _) in SCHEMES.items():
        for of in members(scheme).values():
            for form in strong_forms(of):
                classes[form].add(cls)
    shared = {form: found for form, found in classes.items() if len(found) > 1}
    assert {form: found for form, found in shared.items() if found not in MAY_SHARE} == {}


@pytest.mark.parametrize("word", ["data", "digital", "energy", "food", "healthcare", "space"])
def test_everyday_words_name_a_field_only_in_context(word: str) -> None:
    fields = [*members("sectors").values(), *members("sub-sectors").values()]
    assert not any(word in set(strong_forms(of)) for of in fields)
    assert any(word in of[MTK + "contextualLabel"] for of in fields)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_notation_belongs_to_one_concept(scheme: str) -> None:
    notations = [code for of in members(scheme).values() for code in of[SKOS + "notation"]]
    assert len(notations) == len(set(notations))


@pytest.mark.parametrize("scheme", LEVELS)
def test_levels_are_ordered_from_the_lowest_to_the_highest(scheme: str) -> None:
    of = facts(scheme)
    (cell,) = of[f"{BASE.root}scheme/{scheme}/in-order"][SKOS + "memberList"]
    order: list[str] = []
    while cell != RDF + "nil":
        order += of[cell][RDF + "first"]
        (cell,) = of[cell][RDF + "rest"]
    assert sorted(order) == sorted(members(scheme))
    notations = [of[iri][SKOS + "notation"][0] for iri in order]
    numbers = [int(code) for code in notations if code.isdigit()]
    entries = notations[: len(notations) - len(numbers)]
    assert all(code.startswith("E") for code in entries)
    assert entries == sorted(entries)
    assert numbers == sorted(numbers)


def test_matches_between_levels_hold_both_ways_and_leave_scotland_out() -> None:
    match = SKOS + "exactMatch"
    pairs = {(iri, other) for iri, of in everything().items() for other in of[match]}
    assert pairs
    assert pairs == {(other, iri) for iri, other in pairs}
    assert not any("/scqf/" in iri for iri, _ in pairs)


@pytest.mark.parametrize("number", range(1, 9))
def test_a_bare_level_is_one_of_the_regulated_framework(number: int) -> None:
    bare = f"level {number}"
    levels = [
        iri for name in LEVELS for iri, of in members(name).items() if bare in strong_forms(of)
    ]
    assert levels == [BASE.code("rqf", bare)]


def test_codes_of_industries_have_five_digits() -> None:
    codes = [code for of in everything().values() for code in of[MTK + "sicCode"]]
    assert codes
    assert all(code.isdigit() and len(code) == 5 for code in codes)
