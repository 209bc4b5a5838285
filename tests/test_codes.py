"""The code lists of the model, the labels of schemes and registers, and what patterns name."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml
from rdflib.namespace import RDF, SKOS

from declarations import BASE, FOLDER, MTK, read, read_all, terms
from medtechkg import vocabulary
from medtechkg.iris import kebab
from medtechkg.model import Modality, Polarity

CODE_LISTS = (
    "claim-kind",
    "collaboration-kind",
    "conflict-kind",
    "event-kind",
    "evidence-role",
    "indicator",
    "modality",
    "need-kind",
    "polarity",
    "qualifier",
    "status",
    "unit",
)
#: The statistics that evaluation tells apart.
STATISTICS = (
    "employeeCount firmCount turnover fundingAmount vacancyCount shortageCount "
    "additionalJobsNeeded replacementJobsNeeded shareOfEmployment researcherCount "
    "connectedCompanyCount reportingBusinessCount otherStatistic"
).split()


def test_the_code_lists_are_complete() -> None:
    codes = vocabulary.load(FOLDER, BASE).codes
    assert set(CODE_LISTS) <= set(codes)
    assert set(codes["modality"]) == {each.value for each in Modality}
    assert set(codes["polarity"]) == {each.value for each in Polarity}
    assert set(STATISTICS) <= set(codes["indicator"])


@pytest.mark.parametrize("name", CODE_LISTS)
def test_a_code_is_documented(name: str) -> None:
    scheme = f"{BASE.root}scheme/{name}"
    codes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in read(FOLDER / "schemes" / f"{name}.ttl"):
        codes[fact.subject][fact.predicate].append(fact.object)
    del codes[scheme]
    for iri, found in codes.items():
        assert found[str(SKOS.inScheme)] == [scheme]
        for needed in (SKOS.prefLabel, SKOS.definition, SKOS.notation):
            assert len(found[str(needed)]) == 1, f"{iri} lacks {needed}"
        assert iri == f"{scheme}/{kebab(found[str(SKOS.notation)][0])}"
        assert found[str(SKOS.broader)] or found[str(SKOS.topConceptOf)] == [scheme]
        assert set(found[str(SKOS.broader)]) <= set(codes)
        assert found[str(RDF.type)] == [str(SKOS.Concept)], "a code is no thing of the domain"


def test_an_indicator_expects_units_of_the_scheme() -> None:
    units = set(vocabulary.load(FOLDER, BASE).codes["unit"].values())
    facts = read(FOLDER / "schemes" / "indicator.ttl")
    expected = {fact.object for fact in facts if fact.predicate == MTK + "expectedUnit"}
    assert expected and expected <= units


def test_the_patterns_of_figures_use_the_code_lists() -> None:
    patterns = yaml.safe_load((FOLDER / "patterns" / "figures.yaml").read_text(encoding="utf-8"))
    codes = vocabulary.load(FOLDER, BASE).codes
    assert set(patterns["units"]) <= set(codes["unit"])
    named = {rule["indicator"] for rule in patterns["rules"] if rule.get("indicator")}
    named |= {unit["indicator"] for unit in patterns["units"].values() if unit.get("indicator")}
    assert named <= set(codes["indicator"])


def test_the_patterns_of_relations_use_declared_properties() -> None:
    patterns = yaml.safe_load((FOLDER / "patterns" / "relations.yaml").read_text(encoding="utf-8"))
    stated = {each["property"] for each in patterns if "property" in each}
    stated |= {state[1] for each in patterns for state in each.get("states", ())}
    assert stated <= {name for name, kind in terms().items() if kind == "ObjectProperty"}
    assert {name for each in patterns for name in each.get("qualifiers") or ()} <= set(terms())


def test_the_patterns_of_discourse_use_the_code_lists() -> None:
    patterns = yaml.safe_load((FOLDER / "patterns" / "discourse.yaml").read_text(encoding="utf-8"))
    codes = vocabulary.load(FOLDER, BASE).codes
    assert {each["kind"] for each in patterns["claims"]} <= set(codes["claim-kind"])
    assert set(patterns["events"]) <= set(codes["event-kind"])


def test_other_indicators_are_kinds_of_other_statistic() -> None:
    other = f"{BASE.root}scheme/indicator/other-statistic"
    first = {*STATISTICS, "count", "employeesExcluded"}
    broader = defaultdict(set)
    for fact in read(FOLDER / "schemes" / "indicator.ttl"):
        if fact.predicate == str(SKOS.broader):
            broader[fact.subject].add(fact.object)
    for notation, iri in vocabulary.load(FOLDER, BASE).codes["indicator"].items():
        assert (other in broader[iri]) != (notation in first), notation


@pytest.mark.parametrize(
    "path",
    sorted([*FOLDER.glob("schemes/*.ttl"), *FOLDER.glob("reference/*.ttl")]),
    ids=lambda path: path.stem,
)
def test_labels_are_clean(path: Path) -> None:
    naming = {
        *(str(SKOS[name]) for name in ("prefLabel", "altLabel", "hiddenLabel")),
        *(MTK + name for name in ("abbreviation", "contextualLabel", "formerName")),
    }
    shown = {str(SKOS.prefLabel), str(SKOS.altLabel)}
    classes = {fact.subject: fact.object for fact in read(path) if fact.predicate == str(RDF.type)}
    preferred: Counter[tuple[str, str]] = Counter()
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in read(path):
        if fact.predicate in naming:
            assert fact.kind == "literal" and fact.language, f"“{fact.object}” has no language"
            assert " ".join(fact.object.split()) == fact.object != "", f"“{fact.object}” has blanks"
        if fact.predicate == str(SKOS.prefLabel):
            preferred[fact.subject, fact.language] += 1
        if fact.predicate in shown:
            owners[classes[fact.subject], fact.object.casefold()].add(fact.subject)
    assert [key for key, times in preferred.items() if times > 1] == []
    if path.parent.name == "schemes":
        assert {key[1]: found for key, found in owners.items() if len(found) > 1} == {}


def test_what_is_referred_to_is_described() -> None:
    facts = [*read_all("schemes/*.ttl"), *read_all("reference/*.ttl")]
    described = {fact.subject for fact in facts}
    ours = (f"{BASE.root}id/", f"{BASE.root}scheme/")
    referred = {
        fact.object for fact in facts if fact.kind == "iri" and fact.object.startswith(ours)
    }
    assert referred - described == set()
