"""Names of weakly shown class, and the kinds that sentences ask of them."""

from __future__ import annotations

from collections import Counter

import pytest

import wording
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Alphabet, Mark
from medtechkg.model import Entity, Statement
from medtechkg.reading import kinds

RULES = wording.rules()
ALPHABET: Alphabet = RULES.alphabet
PROPERTIES = RULES.vocabulary.properties
BODY = Entity("Organisation", "Tarnwell")
FIRM = Entity("Business", "Calder Optics Ltd")
CENTRE = Entity("ResearchCentre", "Holt Lens Centre")


def mark(entity: Entity, rule: str) -> Mark:
    return Mark(0, 0, len(entity.name), (Sense(entity),), rule)


def also(*marks: Mark) -> list[tuple[str, ...]]:
    return [one.senses[0].also for one in kinds.lending({0: marks}, RULES.names)[0]]


def test_a_body_of_no_known_kind_may_be_of_several() -> None:
    (found,) = also(mark(BODY, "name:phrase"))
    assert "Business" in found


def test_what_is_well_shown_anywhere_lends_no_other_kind_elsewhere() -> None:
    body = Entity("Partnership", "Calder Partnership")
    faint, sure = mark(body, "name:tail"), mark(body, "name:apposition")
    assert "Programme" in also(faint)[0]
    assert also(faint, sure) == [(), ()]


@pytest.mark.parametrize("entity", [FIRM, CENTRE])
def test_firms_and_centres_stay_what_they_are(entity: Entity) -> None:
    assert also(mark(entity, "name:tail")) == [()]


def settle(entity: Entity, kind: str, *statements: Statement) -> tuple[list[str], dict[str, str]]:
    told, taken = kinds.settled(statements, {entity: Counter((kind,))}, PROPERTIES, ALPHABET)
    return [one.subject.cls for one in told], {a.name: b.cls for a, b in taken.items()}


def test_a_body_becomes_what_a_sentence_asks_of_it() -> None:
    said = Statement(BODY, "acquires", FIRM, ())
    assert settle(BODY, "Business", said) == (["Business"], {"Tarnwell": "Business"})


def test_a_kind_that_other_statements_rule_out_is_not_taken() -> None:
    place = Entity("Region", "Fenland")
    programme = Entity("Programme", "Calder Catalyst")
    fits = Statement(programme, "locatedIn", place, ())
    only = Statement(FIRM, "supports", programme, ())
    assert settle(programme, "Partnership", fits, only)[1] == {}


def test_what_needs_a_kind_that_is_not_taken_is_dropped() -> None:
    known = Entity("Organisation", "Ayrford Network", "https://example.org/id/organisation/a")
    said = Statement(known, "partOf", known, ())
    wrong = Statement(FIRM, "participatesIn", known, ())
    assert settle(known, "Partnership", said, wrong) == (["Organisation"], {})
