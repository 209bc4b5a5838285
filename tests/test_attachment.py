"""What a number is about: the subject of its clause, of the page, of the figure before."""

from __future__ import annotations

import pytest

from measuring import GRAMMAR, mentions_of, only, passage_of, read
from medtechkg.model import Document, Entity, Passage, PassageKind, Sentence
from medtechkg.reading import figures
from medtechkg.reading.attachment import Scope

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
    ("Plexo is in Ayrford, where 90 firms make lasers.", "", "Ayrford", "where"),
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
    ("In Ayrford, rents are up to 45% cheaper.", "", "Ayrford", "first"),
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
        "The Calder Hub has just been given another £3m to expand wound care.",
        "",
        "Calder Hub",
        "subject",
    ),
    ("It employs 400 people.", "Plexo makes hips.", "Plexo", "pronoun"),
    ("It employs 400 people.", "Plexo serves the med-tech sector.", "Plexo", "pronoun"),
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
    ("Plexo opened the Calder Hub, a £5m centre for lasers.", "", "Calder Hub", "apposed"),
    ("Plexo, a family firm employing 60 people, is growing.", "", "Plexo", "apposed"),
    ("The Calder Accelerator, a scheme worth £3m, has begun.", "", "Calder Accelerator", "apposed"),
    (
        "Led by Northmoor University, the three-year accelerator has 30 partners.",
        "Plexo likes the Calder Accelerator.",
        "Calder Accelerator",
        "anaphor",
    ),
    ("It stands beside the 90-bed Calder Hub.", "", "Calder Hub", "amount-names"),
    ("There are 90 med-tech firms in Ayrford.", "", "med-tech", "located"),
    ("There are 90 firms in the UK's med-tech sector.", "", "med-tech sector", "located"),
    ("Rents in Ayrford that are 12% lower than in the UK.", "", "Ayrford", "first"),
    ("Compared with the UK, Ayrford is 12% cheaper.", "", "Ayrford", "subject"),
    (
        "A sum of £3m has gone to several young firms.",
        "Plexo likes the Calder Accelerator.",
        "Calder Accelerator",
        "shared",
    ),
    (
        "Projects may win up to £45,000 each.",
        "Plexo likes the Calder Accelerator.",
        "Calder Accelerator",
        "shared",
    ),
    ("Two universities also support the Calder Accelerator.", "", "Calder Accelerator", "backed"),
    ("The Ayrford firm employs 90 people.", "Plexo is in Ayrford.", "Plexo", "anaphor"),
    (
        "The med-tech association has 90 members.",
        "The Device Makers Association speaks up.",
        "Device Makers Association",
        "anaphor",
    ),
    (
        "The programme has the backing of Plexo and will help 90 firms.",
        "Ayrford likes the Calder Accelerator.",
        "Calder Accelerator",
        "anaphor",
    ),
    (
        "Under the Calder Accelerator, up to £3m is invested by the Research Office.",
        "",
        "Calder Accelerator",
        "first",
    ),
]


@pytest.mark.parametrize(("text", "before", "subject", "rule"), SUBJECTS)
def test_subject(text: str, before: str, subject: str, rule: str) -> None:
    figure = only(text, before)
    assert (figure.subject.name, figure.evidence[0].rule.split("/")[-1]) == (subject, rule)


def test_coordinated_figures_share_their_subject() -> None:
    found = read("The Calder Cluster has 70 firms, 1,400 employees and a £6m turnover.")
    assert [f.subject.name for f in found] == ["Calder Cluster"] * 3
    assert [f.indicator for f in found] == ["firmCount", "employeeCount", "turnover"]


def test_who_runs_it_in_an_aside_does_not_take_what_follows() -> None:
    text = "The £3m accelerator, run by Northmoor University, has 30 partners."
    found = read(text, before="Plexo likes the Calder Accelerator.")
    assert [f.subject.name for f in found] == ["Calder Accelerator"] * 2


def test_a_number_with_its_own_clause_leaves_the_subject_before_it() -> None:
    figures_read = read("Plexo has 40 staff, and 90 people work in wound care.")
    assert [f.subject.name for f in figures_read] == ["Plexo", "wound care"]


def test_what_a_number_is_compared_with_has_its_own() -> None:
    here, there = read("Rents in Ayrford start at £18, compared with £51 in the UK.")
    assert (here.subject.name, there.subject.name) == ("Ayrford", "UK")


def test_who_gives_does_not_get() -> None:
    found = read(
        "Under the Calder Accelerator £3m comes from the Research Office and £2m from Plexo."
    )
    assert [f.subject.name for f in found] == ["Calder Accelerator"] * 2


def test_a_paragraph_goes_on_with_what_it_measures() -> None:
    (told,) = read("The med-tech sector has 90 firms.")
    text = "These companies employ 900 people in Ayrford."
    (figure,) = figures.extract(
        Document("d" * 64, "test", text),
        passage_of(text),
        Sentence(0, 0, len(text)),
        mentions_of(text),
        Scope(),
        GRAMMAR,
        told=told,
    )
    assert (figure.subject, figure.area) == (told.subject, Entity("Region", "Ayrford"))


def test_what_is_short_of_people_is_no_course() -> None:
    scope = Scope(sector=Entity("Sector", "Robotics"))
    figure = only("Calder Diplomas will ease a shortage of 900 welders.", scope=scope)
    assert (figure.subject, figure.indicator) == (scope.sector, "shortageCount")


def test_the_title_tells_what_a_page_is_about() -> None:
    title, text = "Jobs at the Calder Hub", "Up to 90 jobs are planned."
    document = Document("d" * 64, "test", f"{title}\n{text}")
    first = passage_of(title, PassageKind.HEADING)
    second = Passage(1, PassageKind.PARAGRAPH, 23, 49, text, ((0, 23),))
    (figure,) = figures.extract(
        document,
        second,
        Sentence(1, 0, len(text)),
        [],
        Scope(area=Entity("Region", "Vale")),
        GRAMMAR,
        context=mentions_of(title),
        passages={0: first},
    )
    assert figure.subject.name == "Calder Hub"


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
        ("Plexo now offers:", "lead-in"),
    ]
