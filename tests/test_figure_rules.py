"""What numbers measure: every rule by its own examples, and the sentences around it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from measuring import GRAMMAR, read
from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language.measurebook import Grammar
from medtechkg.language.measures import classify
from medtechkg.reading import figures

RULES = {rule.id: rule for rule in GRAMMAR.rules}
FITS = [(rule.id, text) for rule in GRAMMAR.rules for text in rule.fits]
MISSES = [(rule.id, text) for rule in GRAMMAR.rules for text in rule.misses]


# -- the grammar ------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "text"), FITS)
def test_rule_fits(rule: str, text: str) -> None:
    found = [(m.rule, m.indicator) for m in classify(text, GRAMMAR)]
    indicator = RULES[rule].indicator or ""
    assert any(r == rule and i.startswith(indicator) for r, i in found), found


@pytest.mark.parametrize(("rule", "text"), MISSES)
def test_rule_misses(rule: str, text: str) -> None:
    assert rule not in {m.rule for m in classify(text, GRAMMAR)}


def test_units_of_rules_are_codes() -> None:
    codes = {*GRAMMAR.labels, "none"}
    for rule in GRAMMAR.rules:
        assert rule.unit is None or rule.unit in codes
        assert {unit for c in rule.conditions for unit in c.units} <= codes


def test_rule_ids_are_unique() -> None:
    assert len(RULES) == len(GRAMMAR.rules)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("rules:", "rules: [", "not YAML"),
        ("kinds: [money]", "sorts: [money]", "unknown key sorts"),
        ("before: '\\bx'", "before: '('", "missing )"),
        ("misses: [b]", "miss: [b]", "lacks examples"),
        ("units: {}", "unit: {}", "lacks units"),
    ],
)
def test_malformed(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = (
        "units: {}\nskip: []\ncues: {}\nsubjects: {}\nrules:\n  - id: a\n    kinds: [money]\n"
        "    before: '\\bx'\n    indicator: i\n    examples: {fits: [a], misses: [b]}\n"
    )
    path = tmp_path / "figures.yaml"
    path.write_text(text, encoding="utf-8")
    assert isinstance(figures.load(path), Grammar)
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SeedError, match=problem.replace(")", r"\)")) as caught:
        figures.load(path)
    assert str(path) in str(caught.value)


# -- what a sentence measures -----------------------------------------------------------------

SENTENCES = [
    ("More than 4,000 SMEs operate across the corridor.", "firmCount 4000"),
    (
        "The sector turns over £3.4 billion and employs 21,000 people across 610 firms.",
        "turnover 3400000000, employeeCount 21000, firmCount 610",
    ),
    ("It contributes £1.8bn in GVA.", "gva 1800000000"),
    ("A £12 million state-of-the-art facility opened in 2021.", "fundingAmount 12000000"),
    ("There are currently 470 nursing vacancies.", "vacancyCount 470"),
    ("In time it will need another 7,300 skilled workers.", "additionalJobsNeeded 7300"),
    ("The cluster accounts for 6% of regional employment.", "shareOfEmployment 6"),
    (
        "The plant will create 250 jobs and safeguard a further 90.",
        "jobsCreated 250, jobsSafeguarded 90",
    ),
    ("Its 22,000 students come from 130 countries.", "studentCount 22000, countryCount 130"),
    (
        "A consortium of 14 universities and 30 industry partners won £40 million.",
        "universityCount 14, connectedCompanyCount 30, fundingAmount 40000000",
    ),
    ("It faces a shortfall of 8,200 engineers each year.", "shortageCount 8200"),
    ("We have 600 members, of which 70% are SMEs.", "memberCount 600, share 70"),
    ("The market should reach $83bn by 2041.", "marketSize 83000000000"),
    ("The centre offers 45,000 sq ft of lab space.", "floorSpace 45000"),
    ("Nearly a quarter of firms export.", "shareOfFirms 25"),
    ("Plexo closed a £2.9m seed round.", "fundingAmount 2900000"),
    ("It has engaged 340 businesses.", "connectedCompanyCount 340"),
    (
        "It supports 7,800 jobs and a further 4,000 nearby.",
        "employeeCount 7800, employeeCount 4000",
    ),
    ("Its headcount has risen from 40 to 65.", "employeeCount 65"),
    ("Sales rose 14% to £45m.", "growthRate 14, turnover 45000000"),
    ("Two companies mentioned a lack of welders.", "reportingBusinessCount 2"),
    (
        "An audience of 9 million people in two hours and 1.4 million in one.",
        "peopleCount 9000000, peopleCount 1400000",
    ),
    ("Employees: 1,200", "employeeCount 1200"),
    ("Number of companies: 430", "firmCount 430"),
    ("It has 700m2 of labs on 900,000sq ft.", "floorSpace 700, floorSpace 900000"),
    ("Seven or eight trainees join each year.", "traineeCount 8"),
    ("There are 300 companies involved in optics.", "firmCount 300"),
    ("Some 300 companies are involved in the programme.", "connectedCompanyCount 300"),
    ("30% of the labs and workshops", "shareOfLabs 30"),
    ("in the top 5 universities for medicine", ""),
    ("The two partners share data from the three sites.", ""),
    ("Professor Vale was one of seven finalists.", ""),
    ("Founded in 1892, it has over 130 years of experience.", ""),
    ("We consulted three groups in two ways.", ""),
    ("zones with 60% tax relief", ""),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_measures(text: str, expected: str) -> None:
    found = classify(text, GRAMMAR)
    assert ", ".join(f"{m.indicator} {m.quantity.size}" for m in found) == expected


def test_a_share_in_words_that_is_told_exactly_is_read_once() -> None:
    (measure,) = classify("Over half of all jobs at Plexo – 53% – are in labs.", GRAMMAR)
    assert (measure.indicator, measure.quantity.value) == ("shareOfEmployment", Decimal(53))


def test_what_is_counted_may_stand_in_the_sentence_before() -> None:
    before = classify("Ayrford has 30 firms.", GRAMMAR)
    (measure,) = classify("Another 12 weave gloves.", GRAMMAR, before)
    assert (measure.indicator, measure.unit) == ("firmCount", "business")


def test_whose_a_figure_is_is_as_sure_as_it_was_right() -> None:
    known = {attached: right / read for attached, (right, read) in GRAMMAR.attached.items()}
    assert GRAMMAR.believed("subject", 0.95) == pytest.approx(known["subject"], abs=0.05)
    assert GRAMMAR.believed("no such way", 0.95) == 0.95
    (figure,) = read("Plexo employs 90 people.")
    assert figure.evidence[0].rule == "figure/employed/subject"
    assert figure.evidence[0].confidence == GRAMMAR.believed("subject", 0.95)


def test_counts_of_ways_must_be_two(tmp_path: Path) -> None:
    path = Path(resources.ontology()) / "patterns" / "figures.yaml"
    text = path.read_text(encoding="utf-8").replace("  title: [11, 26]", "  title: 11")
    (tmp_path / "figures.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match="attached is no table of counts"):
        figures.load(tmp_path / "figures.yaml")
