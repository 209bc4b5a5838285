"""Figures: every rule by its own examples, what a sentence gives, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.language.measurebook import Grammar
from medtechkg.language.measures import classify
from medtechkg.model import (
    Document,
    Entity,
    Figure,
    Mention,
    Modality,
    Passage,
    PassageKind,
    Sentence,
)
from medtechkg.reading import figures
from medtechkg.reading.attachment import Scope

GRAMMAR = figures.load(resources.ontology() / "patterns" / "figures.yaml")
RULES = {rule.id: rule for rule in GRAMMAR.rules}
FITS = [(rule.id, text) for rule in GRAMMAR.rules for text in rule.fits]
MISSES = [(rule.id, text) for rule in GRAMMAR.rules for text in rule.misses]

NAMES = {
    "Ayrford": "Region",
    "UK": "Region",
    "Calder Valley": "Region",
    "Calder Cluster": "Cluster",
    "med-tech": "Sector",
    "med-tech sector": "Sector",
    "wound care": "SubSector",
    "Plexo": "Business",
    "Northmoor University": "University",
    "Imaging Unit": "ResearchCentre",
    "Research Office": "PublicBody",
    "Calder Hub": "Facility",
    "Calder Accelerator": "Programme",
    "Device Makers Association": "SectorBody",
    "Calder Diplomas": "Qualification",
    "welding": "Skill",
}


def passage_of(text: str, kind: PassageKind = PassageKind.PARAGRAPH, index: int = 0) -> Passage:
    return Passage(index, kind, 0, len(text), text, ((0, 0),))


def mentions_of(text: str, index: int = 0, names: Mapping[str, str] = NAMES) -> list[Mention]:
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(m.start < end and at < m.end for m in found):
                found.append(Mention(index, at, end, name, Entity(names[name], name), "test"))
            at = text.find(name, end)
    return sorted(found, key=lambda m: m.start)


def read(
    text: str,
    *,
    scope: Scope | None = None,
    kind: PassageKind = PassageKind.PARAGRAPH,
    before: str = "",
) -> list[Figure]:
    """The figures of ``text`` taken as one sentence, after the words ``before`` it."""
    whole = f"{before} {text}" if before else text
    document = Document("d" * 64, "test", whole)
    passage = passage_of(whole, kind)
    start = len(whole) - len(text)
    mentions = mentions_of(whole)
    return list(
        figures.extract(
            document,
            passage,
            Sentence(0, start, len(whole)),
            mentions,
            scope or Scope(),
            GRAMMAR,
            context=[m for m in mentions if m.end <= start],
        )
    )


def only(text: str, before: str = "", scope: Scope | None = None) -> Figure:
    (figure,) = read(text, before=before, scope=scope)
    return figure


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
        "The sector turns over £27.6 billion and employs 138,000 people across 4,140 firms.",
        "turnover 27600000000, employeeCount 138000, firmCount 4140",
    ),
    ("It contributes £1.8bn in GVA.", "gva 1800000000"),
    ("A £12 million state-of-the-art facility opened in 2021.", "fundingAmount 12000000"),
    ("There are currently 1,340 nursing vacancies.", "vacancyCount 1340"),
    ("By 2030 it will need a further 133,000 skilled workers.", "additionalJobsNeeded 133000"),
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
    ("It faces a shortfall of 59,000 engineers each year.", "shortageCount 59000"),
    ("We have 600 members, of which 70% are SMEs.", "memberCount 600, share 70"),
    ("The market is expected to reach $195bn by 2027.", "marketSize 195000000000"),
    ("The centre offers 45,000 sq ft of lab space.", "floorSpace 45000"),
    ("About a third of firms report problems.", "shareOfFirms 33.3"),
    ("Plexo raised a £3.2m seed round led by a fund.", "fundingAmount 3200000"),
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
    ("in the top 5 universities for medicine", ""),
    ("The two partners share data from the three sites.", ""),
    ("Professor Vale was one of three finalists.", ""),
    ("Founded in 1892, it has over 130 years of experience.", ""),
    ("We consulted three groups in two ways.", ""),
    ("areas offering 100% tax relief", ""),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_measures(text: str, expected: str) -> None:
    found = classify(text, GRAMMAR)
    assert ", ".join(f"{m.indicator} {m.quantity.size}" for m in found) == expected


# -- what it is about -------------------------------------------------------------------------

SUBJECTS = [
    ("With 90 staff, Plexo is small.", "", "Plexo", "opening"),
    ("Home to 90 firms, Ayrford has grown.", "", "Ayrford", "opening"),
    ("“We employ 90 people,” said Una Vask of Plexo.", "", "Plexo", "we"),
    (
        "Builders made the 900 square metre building.",
        "It is the Calder Hub.",
        "Calder Hub",
        "definite",
    ),
    ("Plexo counted 90 firms in the Calder Cluster.", "", "Calder Cluster", "located"),
    ("In wound care alone, 90 firms are at home in Ayrford.", "", "Ayrford", "located"),
    ("Some 90 people work for Plexo at its works in Ayrford.", "", "Plexo", "located"),
    (
        "The Calder Hub, part of Plexo, which starts out with 90 staff, opens.",
        "",
        "Calder Hub",
        "relative",
    ),
    (
        "According to a report from Plexo and the Calder Hub, Ayrford has 90 labs.",
        "",
        "Ayrford",
        "subject",
    ),
    ("Plexo employs 90 people.", "", "Plexo", "subject"),
    (
        "Ayrford has the largest Calder Cluster, with over 70 firms.",
        "",
        "Calder Cluster",
        "antecedent",
    ),
    (
        "The Imaging Unit at Northmoor University, which has 60 researchers, is new.",
        "",
        "Imaging Unit",
        "relative",
    ),
    ("The UK's med-tech sector has 900 firms.", "", "med-tech sector", "subject"),
    ("Ayrford med-tech firms have 900 staff.", "", "med-tech", "subject"),
    ("Plexo's turnover of £4m is growing.", "", "Plexo", "subject"),
    (
        "There are nearly 30 companies in the med-tech sector across Ayrford.",
        "",
        "med-tech sector",
        "located",
    ),
    ("Based in Ayrford, Plexo has 85 staff.", "", "Plexo", "subject"),
    ("In Ayrford, costs are up to 30% cheaper.", "", "Ayrford", "first"),
    ("The £6m Calder Hub opened in May.", "", "Calder Hub", "amount-names"),
    ("The £6m centre opened in May.", "It is the Calder Hub.", "Calder Hub", "definite-amount"),
    (
        "Northmoor University has secured £3m to build the Calder Hub.",
        "",
        "Calder Hub",
        "amount-for",
    ),
    (
        "Northmoor University won £3m from the Research Office.",
        "",
        "Northmoor University",
        "subject",
    ),
    ("The Research Office has awarded Plexo a £3m grant.", "", "Plexo", "given-to"),
    (
        "The Research Office is investing £3m in the Calder Accelerator.",
        "",
        "Calder Accelerator",
        "amount-for",
    ),
    (
        "The Calder Hub was recently given a further £3m to expand wound care.",
        "",
        "Calder Hub",
        "subject",
    ),
    ("It employs 400 people.", "Plexo makes hips.", "Plexo", "pronoun"),
    ("They employ 90 people.", "Plexo is in Ayrford.", "Plexo", "pronoun"),
    ("Its turnover is £4m.", "Plexo works with Northmoor University.", "Plexo", "pronoun"),
    (
        "According to the Calder Hub, the med-tech sector has 9 labs.",
        "",
        "med-tech sector",
        "subject",
    ),
    (
        "The sector has 4,000 staff.",
        "The med-tech sector grows in Ayrford.",
        "med-tech sector",
        "anaphor",
    ),
    (
        "Seven design hubs are found in the region.",
        "The UK leads. Ayrford thrives.",
        "Ayrford",
        "within",
    ),
    (
        "Northmoor University is one of 16 partners in the Calder Accelerator.",
        "",
        "Calder Accelerator",
        "one-of",
    ),
    ("The Calder Cluster - 24 universities that share labs.", "", "Calder Cluster", "apposed"),
    ("Plexo has launched two new Calder Diplomas.", "", "Calder Diplomas", "counted"),
    (
        "The Device Makers Association has estimated that an extra 900 jobs will be needed "
        "in the med-tech sector.",
        "",
        "med-tech sector",
        "located",
    ),
    ("A plan for the med-tech shortage of 900 welders", "", "med-tech", "need"),
    ("Northmoor University is short of 90 welders.", "", "Northmoor University", "subject"),
    ("Of all growth in the UK, 40% was added in Ayrford.", "", "Ayrford", "located"),
    ("The Ayrford-based laser firm Plexo has 85 staff.", "", "Plexo", "subject"),
    ("The most are in med-tech, followed by wound care with 13 firms.", "", "wound care", "beside"),
    (
        "The Research Office is contributing £3m of that.",
        "Plexo leads the Calder Accelerator.",
        "Calder Accelerator",
        "told-of",
    ),
    (
        "The Device Makers Association speaks for an industry that has 900 firms.",
        "The med-tech sector grows.",
        "med-tech sector",
        "relative-noun",
    ),
    ("Wound dressings and gels 40%", "", "Wound dressings and gels", "labelled"),
    ("Firms here have 900 staff.", "Ayrford thrives.", "Ayrford", "here"),
]


@pytest.mark.parametrize(("text", "before", "subject", "rule"), SUBJECTS)
def test_subject(text: str, before: str, subject: str, rule: str) -> None:
    figure = only(text, before)
    assert (figure.subject.name, figure.evidence[0].rule.split("/")[-1]) == (subject, rule)


def test_coordinated_figures_share_their_subject() -> None:
    found = read("The Calder Cluster has 70 firms, 1,400 employees and a £6m turnover.")
    assert [f.subject.name for f in found] == ["Calder Cluster"] * 3
    assert [f.indicator for f in found] == ["firmCount", "employeeCount", "turnover"]


def test_a_number_with_its_own_clause_leaves_the_subject_before_it() -> None:
    figures_read = read("Plexo has 40 staff, and 90 people work in wound care.")
    assert [f.subject.name for f in figures_read] == ["Plexo", "wound care"]


def test_some_of_them_are_somewhere_else() -> None:
    figures_read = read("The med-tech sector has 90 firms, 40 of them in Ayrford.")
    assert [f.subject.name for f in figures_read] == ["med-tech sector", "Ayrford"]


def test_reporting_businesses_are_a_cohort_of_the_document() -> None:
    figure = only("Foreign languages: one business noted that few can sell abroad after welding.")
    assert figure.subject == Entity("Cohort", "One business", local=True)
    assert figure.topic == Entity("Skill", "welding")


def test_scope_answers_last_and_says_so() -> None:
    scope = Scope(sector=Entity("Sector", "Robotics"), area=Entity("Region", "Vale"))
    figure = only("There are 300 companies.", scope=scope)
    assert figure.subject.name == "Robotics"
    assert figure.area == scope.area
    assert figure.evidence[0].confidence < 1
    assert only("There are 30 universities.", scope=scope).subject.name == "Vale"


def test_nothing_known() -> None:
    figure = only("There are 300 companies.")
    assert figure.subject == Entity("Cohort", "300 companies", local=True)
    assert read("It comes to £3 million.") == []


def test_a_bullet_is_about_its_lead_in() -> None:
    lead_in = "Plexo now offers:"
    item = "jobs for 400 engineers"
    document = Document("d" * 64, "test", f"{lead_in}\n{item}")
    first = passage_of(lead_in)
    second = Passage(1, PassageKind.BULLET, 18, 40, item, ((0, 18),), lead_in=0)
    (figure,) = figures.extract(
        document,
        second,
        Sentence(1, 0, len(item)),
        [],
        Scope(),
        GRAMMAR,
        context=[*mentions_of("Calder Hub", 7), *mentions_of(lead_in)],
        passages={0: first},
    )
    assert figure.subject.name == "Plexo"
    assert [(e.quote, e.role) for e in figure.evidence] == [
        (item, "statement"),
        ("Plexo", "lead-in"),
    ]


def test_a_heading_keeps_large_numbers_only() -> None:
    scope = Scope(sector=Entity("Sector", "Robotics"))
    assert read("Five universities share a lab", kind=PassageKind.HEADING, scope=scope) == []
    (figure,) = read("Plan to ease 12,000 skills shortage", kind=PassageKind.HEADING, scope=scope)
    assert (figure.indicator, figure.value) == ("shortageCount", Decimal(12_000))
    assert figure.subject == scope.sector


def test_a_heading_leaves_to_the_text_what_that_says_again() -> None:
    heading = passage_of("£6m for the Calder Hub", PassageKind.HEADING)
    text = passage_of("The Calder Hub has won £6 million.", index=1)
    known = mentions_of(heading.text)
    sentence, document = Sentence(0, 0, len(heading.text)), Document("d" * 64, "t", heading.text)
    found = figures.extract(
        document, heading, sentence, known, Scope(), GRAMMAR, passages={0: heading, 1: text}
    )
    assert list(found) == []


def test_a_share_in_words_that_is_told_exactly_is_read_once() -> None:
    (measure,) = classify("More than half of the jobs at Plexo – 57% – are in labs.", GRAMMAR)
    assert (measure.indicator, measure.quantity.value) == ("shareOfEmployment", Decimal(57))


def test_what_is_counted_may_stand_in_the_sentence_before() -> None:
    before = classify("Ayrford has 30 firms.", GRAMMAR)
    (measure,) = classify("A further 16 sell gloves.", GRAMMAR, before)
    assert (measure.indicator, measure.unit) == ("firmCount", "business")


# -- what else is kept ------------------------------------------------------------------------


def test_forecast() -> None:
    extra, replaced = read(
        "The Device Makers Association has estimated that by 2032 the med-tech sector will need "
        "an extra 8,000 jobs, alongside 9,000 replacements for people who retire."
    )
    assert (extra.indicator, replaced.indicator) == (
        "additionalJobsNeeded",
        "replacementJobsNeeded",
    )
    assert extra.subject == replaced.subject == Entity("Sector", "med-tech sector")
    for figure in (extra, replaced):
        assert (figure.horizon, figure.modality) == ("2032", Modality.EXPECTED)
        assert (figure.unit, figure.qualifier) == ("job", "estimated")


def test_doubt_and_method() -> None:
    staff, share = read(
        "Plexo probably has about 420 employees – 0.7% of the Ayrford total – "
        "but that is based on a rough calculation from the wider codes."
    )
    assert (staff.modality, staff.qualifier) == (Modality.HEDGED, "about")
    assert staff.method == "is based on a rough calculation from the wider codes"
    assert (share.indicator, share.base) == ("shareOfEmployment", "the Ayrford total")


def test_as_of() -> None:
    scope = Scope(issued="2024-11-30")
    stated = only("In March 2021 Plexo had 90 staff.", scope=scope)
    assert (stated.as_of, stated.as_of_basis) == ("2021-03", "stated")
    issued = only("Plexo has 90 staff.", scope=scope)
    assert (issued.as_of, issued.as_of_basis) == ("2024-11", "document-date")
    unknown = only("Plexo has 90 staff.")
    assert (unknown.as_of, unknown.as_of_basis) == (None, None)


def test_range_has_no_value() -> None:
    figure = only("Plexo employs between 200 and 300 people.")
    assert (figure.value, figure.low, figure.high) == (None, Decimal(200), Decimal(300))


def test_area_and_period() -> None:
    figure = only("Northmoor University trains 90 nurses a year in the Calder Valley.")
    assert figure.area == Entity("Region", "Calder Valley")
    assert figure.period == "a year"


def test_area_is_not_what_it_is_compared_with() -> None:
    figure = only("The Ayrford med-tech sector has 900 firms, the most outside the UK.")
    assert figure.area == Entity("Region", "Ayrford")
    assert figure.sector == figure.subject == Entity("Sector", "med-tech sector")


def test_evidence_quotes_the_sentence() -> None:
    figure = only("It employs 400 people.", "Plexo makes hips.")
    said, antecedent = figure.evidence
    assert said.quote == "It employs 400 people."
    assert (antecedent.quote, antecedent.role) == ("Plexo", "antecedent")
    assert said.rule == "figure/employed/pronoun"


def test_speaker_is_kept() -> None:
    text = "Plexo has 90 staff."
    speaker = Entity("Person", "Jo Vale")
    (figure,) = figures.extract(
        Document("d" * 64, "test", text),
        passage_of(text),
        Sentence(0, 0, len(text)),
        mentions_of(text),
        Scope(),
        GRAMMAR,
        speaker,
    )
    assert figure.speaker == speaker


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("Calder has about 40 staff – 3% of the total.", ["about", "about"]),
        ("Calder has about 40 staff and 3% of the total.", ["about", "exact"]),
        ("Calder has 40 staff – over 3% of the total.", ["exact", "more-than"]),
    ],
)
def test_a_share_set_off_by_a_dash_keeps_the_hedge_of_its_number(
    text: str, hedges: list[str]
) -> None:
    assert [figure.qualifier for figure in read(text)] == hedges
