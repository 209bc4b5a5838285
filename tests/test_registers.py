"""The registers of known named things: well formed, minted, unambiguous, linked, large enough."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from medtechkg import resources
from medtechkg.iris import PREFIXES, Base, kebab

BASE = Base()
FOLDER = resources.ontology() / "reference"
FILES = (
    "businesses",
    "nhs",
    "programmes",
    "public-bodies",
    "regions",
    "sector-bodies",
    "technologies",
    "universities",
)
LICENCE = "https://spdx.org/licenses/MIT"

RDF_TYPE = PREFIXES["rdf"] + "type"
SKOS = PREFIXES["skos"]
DCTERMS = PREFIXES["dcterms"]
PREF = SKOS + "prefLabel"
CONTEXTUAL = BASE.term("contextualLabel")
EXACT = BASE.term("abbreviation")
STRONG = (PREF, SKOS + "altLabel", SKOS + "hiddenLabel", EXACT, BASE.term("formerName"))
LABELS = (*STRONG, CONTEXTUAL)
LINKS = (BASE.term("locatedIn"), BASE.term("partOf"), BASE.term("changeOf"))

ORGANISATIONS = frozenset(
    "Organisation University College School Business HealthcareProvider PublicBody LocalAuthority "
    "CombinedAuthority SectorBody AwardingOrganisation Charity ResearchCentre".split()
)
OTHERS = frozenset(
    "Region Facility Cluster Partnership Programme Project Policy Publication Technology "
    "Event".split()
)
CHANGE = "OrganisationChange"

#: Strong labels two entries may share, with the reason. Otherwise the form that is less often meant
#: is a contextual label.
SHARED: dict[str, str] = {
    "european union": "it acts and funds, and it is where things are",
    "eu": "it acts and funds, and it is where things are",
}

#: How many of each class the registers promise to hold, at least.
PROMISED = {
    "Region": 1000,
    "University": 190,
    "HealthcareProvider": 320,
    "LocalAuthority": 370,
    "CombinedAuthority": 16,
    "PublicBody": 250,
    "SectorBody": 200,
    "AwardingOrganisation": 30,
    "College": 250,
    "Charity": 75,
    "ResearchCentre": 90,
    "Business": 700,
    "Programme": 140,
    "Policy": 70,
    "Publication": 50,
    "Facility": 170,
    "Partnership": 80,
    "Cluster": 12,
    "Event": 20,
    "Technology": 1500,
}

#: Words that must never be strong labels: each is a place or a body, and also a word of English.
COMMON = (
    "apple bath battle boots bury capita catapult deal government imperial mace march mind mold "
    "oracle reading rugby sage sale sandwich scope settle slough turkey ware wells world".split()
)

Entry = dict[str, list[ox.NamedNode | ox.Literal]]


@cache
def entries(name: str) -> dict[str, Entry]:
    found: dict[str, Entry] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(FOLDER / f"{name}.ttl"), format=ox.RdfFormat.TURTLE):
        assert isinstance(quad.subject, ox.NamedNode), f"blank node in {name}.ttl"
        assert isinstance(quad.object, ox.NamedNode | ox.Literal), f"blank node in {name}.ttl"
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return dict(found)


def things() -> Iterator[tuple[str, str, str, Entry]]:
    """File, IRI, class and facts of every named thing."""
    for name in FILES:
        for iri, facts in entries(name).items():
            (cls,) = (node.value for node in facts[RDF_TYPE])
            local = cls.removeprefix(BASE.term(""))
            if local != cls and local != CHANGE:
                yield name, iri, local, facts


def texts(facts: Entry, *properties: str) -> list[str]:
    return [node.value for key in properties for node in facts.get(key, ())]


def folded(label: str) -> str:
    """As the reader compares labels: case, hyphens, quotation marks and ``&`` do not tell."""
    text = label.casefold().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"[-–]", " ", text).split())


def test_the_folder_holds_just_the_registers_we_know() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ttl")) == list(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_register_says_what_it_is(name: str) -> None:
    header = entries(name)[f"{BASE.root}reference/{name}"]
    assert [node.value for node in header[RDF_TYPE]] == [PREFIXES["owl"] + "Ontology"]
    assert len(texts(header, DCTERMS + "title")) == 1
    assert texts(header, DCTERMS + "license") == [LICENCE]
    (description,) = texts(header, DCTERMS + "description")
    assert "general knowledge" in description
    assert "complete" in description


@pytest.mark.parametrize("name", FILES)
def test_a_register_is_kept_by_hand_in_order(name: str) -> None:
    text = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    body = text.split("\n# ", 1)[1]
    for section in body.split("\n# "):
        subjects = re.findall(r"^[a-z-]+:(\S+)\n", section, re.MULTILINE)
        assert subjects == sorted(subjects), section.splitlines()[0]
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith(" .\n")


def test_classes_are_of_the_ontology() -> None:
    assert {cls for _, _, cls, _ in things()} <= ORGANISATIONS | OTHERS


def test_an_iri_is_minted_from_class_and_name_and_stands_once() -> None:
    seen: dict[str, str] = {}
    for name, iri, cls, facts in things():
        kind = "organisation" if cls in ORGANISATIONS else kebab(cls)
        assert iri == BASE.thing(kind, texts(facts, PREF)[0])
        assert seen.setdefault(iri, name) == name, f"{iri} in {seen[iri]} and {name}"


def test_one_preferred_name_in_english_and_no_name_twice() -> None:
    for _, iri, _, facts in things():
        labels = [node for key in LABELS for node in facts.get(key, ())]
        assert len(facts[PREF]) == 1, iri
        assert all(isinstance(node, ox.Literal) and node.language == "en" for node in labels), iri
        loose = [folded(text) for text in texts(facts, *LABELS) if text not in texts(facts, EXACT)]
        assert len(loose) == len(set(loose)), iri
        assert all(text.strip() == text and len(text) > 1 for text in texts(facts, *LABELS)), iri


def test_a_strong_label_names_one_thing() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for _, iri, _, facts in things():
        for label in texts(facts, *STRONG):
            named[folded(label)].add(iri)
    shared = {label: sorted(iris) for label, iris in named.items() if len(iris) > 1}
    assert shared.keys() == SHARED.keys(), shared


def test_words_of_everyday_english_are_not_strong_labels() -> None:
    strong = {
        folded(label)
        for _, _, _, facts in things()
        for label in texts(facts, *STRONG)
        if label not in texts(facts, EXACT)
    }
    assert not strong & set(COMMON)


def test_a_place_is_the_plain_sense_of_a_name_it_shares_with_a_university() -> None:
    places = {folded(t) for _, _, cls, f in things() if cls == "Region" for t in texts(f, *STRONG)}
    bare = {
        folded(label)
        for _, _, cls, facts in things()
        if cls == "University"
        for label in texts(facts, CONTEXTUAL)
    }
    assert len(bare & places) >= 60


def test_links_lead_to_entries() -> None:
    known = {iri for _, iri, _, _ in things()}
    for name in FILES:
        for iri, facts in entries(name).items():
            ends = texts(facts, *LINKS, PREFIXES["org"] + "resultingOrganization")
            assert set(ends) <= known, (iri, ends)
            assert iri not in ends, iri


def test_a_place_is_not_part_of_itself_however_far_one_climbs() -> None:
    parents = {iri: texts(facts, *LINKS) for _, iri, _, facts in things()}
    for start in parents:
        todo, seen = list(parents[start]), set[str]()
        while todo:
            here = todo.pop()
            assert here != start, start
            if here not in seen:
                seen.add(here)
                todo += parents[here]


def test_english_towns_lie_in_the_united_kingdom() -> None:
    parents = {iri: texts(facts, BASE.term("partOf")) for _, iri, _, facts in things()}
    for town in ("Norwich", "Truro", "Carlisle", "Dundee", "Wrexham", "Omagh"):
        here = BASE.thing("region", town)
        while parents[here] and not here.endswith("/united-kingdom"):
            here = parents[here][0]
        assert here == BASE.thing("region", "United Kingdom"), town


def test_a_change_names_an_organisation_and_a_date() -> None:
    organisations = {iri for _, iri, cls, _ in things() if cls in ORGANISATIONS}
    changes = 0
    for name in FILES:
        for iri, facts in entries(name).items():
            if [node.value for node in facts[RDF_TYPE]] != [BASE.term(CHANGE)]:
                continue
            changes += 1
            assert iri.startswith(f"{BASE.root}id/organisation-change/")
            assert set(texts(facts, BASE.term("changeOf"))) <= organisations
            (date,) = texts(facts, BASE.term("onDate"))
            assert re.fullmatch(r"(19|20)\d\d(-[01]\d)?", date), iri
    assert changes >= 20


def test_identifiers_are_few_and_look_right() -> None:
    shapes = {
        "gssCode": r"[EWSN]\d{8}",
        "rorId": r"0[a-z0-9]{8}",
        "gridId": r"grid\.\d+\.[0-9a-f]+",
        "isni": r"\d{15}[\dX]",
        "odsCode": r"[A-Z0-9]{3}",
        "wikidataId": r"Q\d+",
    }
    found = [
        (iri, key, value)
        for _, iri, _, facts in things()
        for key in shapes
        for value in texts(facts, BASE.term(key))
    ]
    assert found
    for iri, key, value in found:
        assert re.fullmatch(shapes[key], value), (iri, key, value)
    assert max(Counter((key, value) for _, key, value in found).values()) == 1


def test_there_are_as_many_as_promised() -> None:
    counts = Counter(cls for _, _, cls, _ in things())
    short = {cls: counts[cls] for cls, least in PROMISED.items() if counts[cls] < least}
    assert not short
    assert sum(counts.values()) >= 4000


def test_files_name_no_place_of_the_machine() -> None:
    for name in FILES:
        text = Path(FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
        assert "file:" not in text
        assert "/home/" not in text
