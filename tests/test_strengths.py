from __future__ import annotations

import pytest

from byweb import fact, web
from medtechkg.connections import strengths

TIE = fact("Business a", "collaboratesWith", "Business b")


@pytest.mark.parametrize(("documents", "expected"), [(1, 0.5), (2, 0.75), (3, 0.875)])
def test_documents_add_up(documents: int, expected: float) -> None:
    edge = TIE._replace(documents=tuple(map(str, range(documents))))
    assert strengths.fact(edge, {}) == expected


def test_property_hedge_and_confidence_take_away() -> None:
    funded = fact("Business a", "funds", "Business b", "planned")
    assert strengths.fact(funded, {}) == pytest.approx(0.7 * 0.6 * 0.5)
    assert strengths.fact(TIE, {TIE.evidence[0]: 0.6}) == pytest.approx(0.3)
    unknown = fact("Business a", "overlapsWith", "Business b")
    assert strengths.fact(unknown, {}) == strengths.OTHER * 0.5


def test_facts_between_the_same_two_are_independent_grounds() -> None:
    assert strengths.step([TIE, TIE], {}) == 0.75


@pytest.mark.parametrize(("ties", "left"), [(1, 1.0), (2, 1.0), (4, 0.5), (1024, 0.1)])
def test_hubs_leave_little(ties: int, left: float) -> None:
    assert strengths.hub(ties) == left


def test_a_path_multiplies_its_steps_and_hubs() -> None:
    found = web(*(fact(f"Business {each}", "partOf", "Partnership p") for each in "abcd"))
    assert found.strength(("Business a", "Partnership p", "Business b")) == 0.5 * 0.5 * 0.5


def test_every_hedge_of_the_ontology_has_its_part() -> None:
    import re

    from medtechkg import resources

    scheme = (resources.ontology() / "schemes" / "modality.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r'skos:notation "(\w+)"', scheme)) == set(strengths.HEDGES)


def test_every_tie_is_a_property_of_the_ontology() -> None:
    from medtechkg import resources, vocabulary

    assert set(strengths.WEIGHTS) <= set(vocabulary.load(resources.ontology()).properties)
