from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language import names

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


def read(text: str) -> dict[str, str | None]:
    return {one.name: one.cls for one in names.scan(text, RULES)}


TAILS = [
    (
        "The Holt In Vitro Diagnostics Co-operative met.",
        "Holt In Vitro Diagnostics Co-operative",
        "ResearchCentre",
    ),
    ("It joined the Holtshire Co-operative.", "Holtshire Co-operative", "Business"),
    ("The Brayford LSIP is new.", "Brayford LSIP", "Policy"),
    ("She studied at Northmoor University last year.", "Northmoor University", "University"),
    ("It was built by the University of Northmoor.", "University of Northmoor", "University"),
    ("Staff from Calderdale Valley College attended.", "Calderdale Valley College", "College"),
    ("The work of Brayford Optics Ltd is known.", "Brayford Optics Ltd", "Business"),
    ("We met Quillon Therapeutics in May.", "Quillon Therapeutics", "Business"),
    ("Then Brayford Medical Devices grew.", "Brayford Medical Devices", "Business"),
    (
        "The Ayrford NHS Foundation Trust agreed.",
        "Ayrford NHS Foundation Trust",
        "HealthcareProvider",
    ),
    ("Patients at Holt Teaching Hospitals agree.", "Holt Teaching Hospitals", "HealthcareProvider"),
    ("The Ayrford Health Board met.", "Ayrford Health Board", "HealthcareProvider"),
    (
        "It went to the Department for Ports and Trade.",
        "Department for Ports and Trade",
        "PublicBody",
    ),
    ("Money from the Department for Skills came.", "Department for Skills", "PublicBody"),
    (
        "By the Department for Trade, Energy and Growth Strategy.",
        "Department for Trade, Energy and Growth Strategy",
        "PublicBody",
    ),
    ("Data by the Office for Regional Statistics.", "Office for Regional Statistics", "PublicBody"),
    ("Leaders of Holt City Council voted.", "Holt City Council", "LocalAuthority"),
    (
        "Leaders of Bray and Holt City Council voted.",
        "Bray and Holt City Council",
        "LocalAuthority",
    ),
    (
        "The North Calder Combined Authority voted.",
        "North Calder Combined Authority",
        "CombinedAuthority",
    ),
    ("The Association of Lens Makers wrote.", "Association of Lens Makers", "SectorBody"),
    ("Fellows of the Society for Robotics met.", "Society for Robotics", "SectorBody"),
    ("A grant from the Dunmore Foundation helped.", "Dunmore Foundation", "Charity"),
    (
        "Staff of the Institute of Cancer Research met.",
        "Institute of Cancer Research",
        "ResearchCentre",
    ),
    ("The Centre for Medical Devices opened.", "Centre for Medical Devices", "ResearchCentre"),
    ("Firms on Holt Science Park expand.", "Holt Science Park", "Facility"),
    ("Land at the Harbour Enterprise Zone sold.", "Harbour Enterprise Zone", "Facility"),
    (
        "The Local Skills Improvement Plan met.",
        "Local Skills Improvement Plan",
        "Policy",
    ),
    (
        "The Calder Local Enterprise Partnership met.",
        "Calder Local Enterprise Partnership",
        "Partnership",
    ),
    ("Help came from the Calder Growth Fund.", "Calder Growth Fund", "Programme"),
    ("Aims of the Calder Skills Strategy differ.", "Calder Skills Strategy", "Policy"),
    ("It won the Calder Lens Competition.", "Calder Lens Competition", "Event"),
    ("Talks at the Northern Optics Conference ended.", "Northern Optics Conference", "Event"),
    ("A table in the Brayford Annual Report shows it.", "Brayford Annual Report", "Publication"),
    ("Growth along the Holt-Bray Innovation Corridor.", "Holt-Bray Innovation Corridor", "Region"),
    ("It covers the Calder City Region.", "Calder City Region", "Region"),
]


@pytest.mark.parametrize(("text", "name", "cls"), TAILS, ids=[name for _, name, _ in TAILS])
def test_a_name_shows_its_class_by_its_words(text: str, name: str, cls: str) -> None:
    assert read(text).get(name) == cls


BESIDE = [
    ("The optics company Brayford has grown.", "Brayford", "Business"),
    ("It was made by the spin-out, Quillon.", "Quillon", "Business"),
    ("Brayford, a Holt-based manufacturer of lenses, has grown.", "Brayford", "Business"),
    ("Lensfab is a leading supplier of optics.", "Lensfab", "Business"),
    ("Growth Calder – a partnership between two councils – began.", "Growth Calder", "Partnership"),
    (
        "The Optics Accelerator, the college’s flagship facility, is new.",
        "Optics Accelerator",
        "Facility",
    ),
    ("The Calder Optics Accelerator helps firms.", "Calder Optics Accelerator", "Programme"),
    ("They launched its latest product - GLINT Fine Lens.", "GLINT Fine Lens", "Technology"),
    ("Firms use the LensPen, a connected device for nurses.", "LensPen", "Technology"),
    ("They joined the ‘Clear Sight’ project.", "Clear Sight project", "Project"),
    (
        "She was a finalist in the Maker of the Year 2019 competition.",
        "Maker of the Year 2019 competition",
        "Event",
    ),
    ("The Calder valley optics cluster is growing.", "Calder valley optics cluster", "Cluster"),
    ("Sales grew at Holt-based Brayford.", "Brayford", "Business"),
    ("He is managing director of Brayford.", "Brayford", "Business"),
    ("Lensnet North, a membership organisation, runs it.", "Lensnet North", "Organisation"),
    ("Traffic on the M98 is heavy.", "M98", "Facility"),
]


@pytest.mark.parametrize(("text", "name", "cls"), BESIDE, ids=[name for _, name, _ in BESIDE])
def test_the_words_beside_a_name_show_its_class(text: str, name: str, cls: str) -> None:
    assert read(text).get(name) == cls


LISTS = [
    (
        "Firms such as Brayford, e9x, Quillon Optics and Dune grow.",
        ["Brayford", "e9x", "Quillon Optics", "Dune"],
    ),
    (
        "There are global companies here, including Brayford, Holt and Gamwell, Corvel and Dune.",
        ["Brayford", "Holt and Gamwell", "Corvel", "Dune"],
    ),
    (
        "Links between its universities and leading businesses including Brayford and Dune.",
        ["Brayford", "Dune"],
    ),
    ("Its customers include Brayford and Dune.", ["Brayford", "Dune"]),
]


@pytest.mark.parametrize(("text", "members"), LISTS)
def test_a_list_classes_its_members(text: str, members: list[str]) -> None:
    businesses = [name for name, cls in read(text).items() if cls == "Business"]
    assert businesses == members


def test_a_plural_noun_names_each_of_its_members() -> None:
    assert read("The universities of Holt and Bray agree.") == {
        "University of Holt": "University",
        "University of Bray": "University",
    }
    assert read("Growth at Holt and Bray universities is fast.") == {
        "Holt University": "University",
        "Bray University": "University",
    }


PEOPLE = [
    ("Professor Una Vask, a lens expert, spoke.", "Professor Una Vask", "title"),
    ("Later Professor Vask spoke.", "Professor Vask", "title-surname"),
    ("It was opened by Baroness Ida Colm.", "Baroness Ida Colm", "title"),
    ("Tomas Vask, Chief Officer at Brayford, spoke.", "Tomas Vask", "person"),
    ("“Good,” said Helen Vask, a lens maker.", "Helen Vask", "person"),
    ("deputy Vice-Chancellor Professor Una Vask spoke", "Professor Una Vask", "title"),
    ("Helen Vask, CEO, Brayford Ltd", "Helen Vask", "person"),
]


@pytest.mark.parametrize(("text", "name", "rule"), PEOPLE)
def test_people(text: str, name: str, rule: str) -> None:
    found = {one.name: (one.cls, one.rule) for one in names.scan(text, RULES)}
    assert found.get(name) == ("Person", rule)


@pytest.mark.parametrize(
    "post",
    [
        "Minister for Ports, Energy and Trade",
        "Welsh Minister for Ports, Energy and Trade",
        "Shadow Cabinet Secretary for Trade, Skills and Growth",
        "Minister for Skills",
    ],
)
def test_a_post_keeps_all_it_is_for(post: str) -> None:
    assert read(f"Helen Vask, {post}, spoke.") == {"Helen Vask": "Person", post: "Role"}


def test_a_person_after_a_role_and_its_place() -> None:
    found = read("Mayor of East Calder Helen Vask said so.")
    assert found["Helen Vask"] == "Person"
    assert "East Calder Helen Vask" not in found


def test_a_person_s_name_in_the_name_of_a_place_is_no_person() -> None:
    assert read("Staff of Sir Adam Colm School met.") == {"Sir Adam Colm School": "School"}
    assert "Person" not in read("Companies such as Charles Brook Laboratories grow.").values()


def test_a_role_is_parted_from_the_organisation_it_is_held_at() -> None:
    found = read("Una Vask is Director of the Brayford Optics Centre.")
    assert found["Director"] == "Role"
    assert found["Brayford Optics Centre"] == "ResearchCentre"


SPLITS = [
    (
        "Northmoor University and Brayford Optics Ltd agreed.",
        ["Northmoor University", "Brayford Optics Ltd"],
    ),
    ("the University of Bray’s School of Optics", ["University of Bray", "School of Optics"]),
    ("at the Holt Institute/ Calder Lens Board", ["Holt Institute", "Calder Lens Board"]),
    (
        "supported by Brayford Ltd, Holt College and Bray County Council",
        ["Brayford Ltd", "Holt College", "Bray County Council"],
    ),
    (
        "backed by companies, including Corvel and Bray County Council",
        ["Corvel", "Bray County Council"],
    ),
    (
        "the Institute of Clinical and Physical Optics",
        ["Institute of Clinical and Physical Optics"],
    ),
    (
        "the Calder Technical and Vocational Skills Centre",
        ["Calder Technical and Vocational Skills Centre"],
    ),
    ("at St Ann’s Hospital in June 2031", ["St Ann’s Hospital"]),
    (
        "the Department for Energy, Climate and Trade of",
        ["Department for Energy, Climate and Trade"],
    ),
    (
        "it is funded by the Bray Trust, Corvel and the Lens Council",
        ["Bray Trust", "Corvel", "Lens Council"],
    ),
    ("No.7 Calder Health Campus", ["No.7 Calder Health Campus"]),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_where_one_name_ends_and_the_next_begins(text: str, expected: list[str]) -> None:
    assert list(read(text)) == expected


def test_known_names_settle_what_and_joins() -> None:
    text = "Money for Corvel and Bray City Council came."
    council = text.index("Bray"), text.index(" came")
    assert read(text) == {"Corvel and Bray City Council": "LocalAuthority"}
    assert [one.name for one in names.scan(text, RULES, {council})] == ["Corvel"]


SILENT = [
    "Local employers welcomed it. While demand grew, Training did not.",
    "The Sector grew on Monday 3 March 2031.",
    "How Better Health Technology Skills Attract Life Science Companies",
    "The University said that its Centre and the Trust agreed.",
    "British and European firms use AI, IT and HR.",
    "Over 20 firms joined. Last year 30 did.",
    "Level 3 training helps.",
    "INTRODUCTION AND BACKGROUND TO THE RESEARCH",
    "Medical Engineering and Life Sciences are growing.",
    "Niche Biotech companies are growing.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_name(text: str) -> None:
    assert read(text) == {}


def test_a_name_without_a_cue_is_for_review() -> None:
    assert read("They spoke of Quillon at length.") == {"Quillon": None}


COURSES = [
    (
        "He took a Level 3 BTEC in Lens Making and Optics.",
        "Level 3 BTEC in Lens Making and Optics",
        "Qualification",
    ),
    (
        "an advanced apprenticeship in Lens Making at Holt",
        "advanced apprenticeship in Lens Making",
        "TrainingRoute",
    ),
    (
        "He took an Optics Science foundation degree (FdSc).",
        "Optics Science foundation degree (FdSc)",
        "Qualification",
    ),
]


@pytest.mark.parametrize(("text", "name", "cls"), COURSES)
def test_courses(text: str, name: str, cls: str) -> None:
    assert read(text).get(name) == cls


def test_an_academy_is_no_course() -> None:
    assert read("They run the Westmarch PhD Academy.") == {"Westmarch PhD Academy": "Programme"}


ABBREVIATIONS = [
    ("the Calder Optics Forum (COF) met", "Calder Optics Forum", "COF"),
    ("on computer aided lens design (CALD) here", "computer aided lens design", "CALD"),
    ("Higher Lens Qualifications (HLQs) and", "Higher Lens Qualifications", "HLQs"),
    (
        "the Council for Lens and Optics in Trade (CLOT)",
        "Council for Lens and Optics in Trade",
        "CLOT",
    ),
    ("run by CAG’s (Calder Airports Group) staff", "Calder Airports Group", "CAG"),
    ("the Calder HealthTech Hub (CHTH)", None, None),
    ("in the city (see below) and (2031) and (UK)", None, None),
]


@pytest.mark.parametrize(("text", "long", "short"), ABBREVIATIONS)
def test_abbreviations(text: str, long: str | None, short: str | None) -> None:
    pairs = [(text[a:b], text[c:d]) for a, b, c, d in names.scan_abbreviations(text)]
    assert pairs == ([(long, short)] if long else [])


def test_an_abbreviation_shows_where_a_name_begins_and_ends() -> None:
    text = "Rules of the Lens and Optics products Safety Agency (LOSA) apply."
    assert read(text) == {"Lens and Optics products Safety Agency": "PublicBody"}


def test_spans_are_ordered_disjoint_and_in_the_text() -> None:
    for text, *_ in (*TAILS, *BESIDE, *PEOPLE):
        at = 0
        for one in names.scan(text, RULES):
            assert at <= one.start < one.end <= len(text)
            at = one.end


def _rewritten(tmp_path: Path, old: str, new: str) -> Path:
    source = (resources.ontology() / "patterns" / "names.yaml").read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "names.yaml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return path


def test_broken_yaml_is_reported_with_its_line(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, "heads:\n", "heads: [\n")
    with pytest.raises(SeedError, match=r"names\.yaml:\d+: not YAML"):
        names.load(path)


def test_a_word_yaml_takes_for_a_truth_value_is_reported(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, "starters: [the,", "starters: [yes,")
    with pytest.raises(SeedError, match="is not text"):
        names.load(path)


def test_a_cue_with_two_classes_is_reported(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, "  University: [university]", "  University: [university, firm]")
    with pytest.raises(SeedError, match="two classes"):
        names.load(path)


def test_a_missing_table_and_a_missing_file_are_reported(tmp_path: Path) -> None:
    path = _rewritten(tmp_path, "\nverbs:\n", "\nverb:\n")
    with pytest.raises(SeedError, match="'verbs' should be a dict"):
        names.load(path)
    with pytest.raises(SeedError, match="cannot be read"):
        names.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "It pays for Wave 4 and for Unit 7C.",
        "Strand B and Stage Two come later.",
        "Work began in June.",
        "It is done in Phase IV.",
    ],
)
def test_what_is_told_apart_by_a_number_and_what_dates_have_no_name(text: str) -> None:
    assert read(text) == {}


def test_a_firm_may_be_called_after_a_part() -> None:
    assert read("Wave 4 Optics Ltd has grown.") == {"Wave 4 Optics Ltd": "Business"}
