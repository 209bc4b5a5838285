"""Two invented documents and what they say, stated by hand so that no reader is needed.

Together they give every competency question something to find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from medtechkg import resources, vocabulary
from medtechkg.iris import Base
from medtechkg.model import (
    Claim,
    Document,
    Entity,
    Event,
    Figure,
    Label,
    Mention,
    Modality,
    Passage,
    PassageKind,
    Polarity,
    Reading,
    Statement,
    Term,
    Vocabulary,
)
from readings import document, mention, said

BASE = Base()
REGISTER = Path(__file__).parent / "data" / "register.ttl"

RELEASE = """A diploma for orthotics technicians

The Northmoor Skills Agency has announced a Level 5 Diploma in Orthotics. It was developed by the
Northmoor Skills Agency, Brightlimb Ltd and employers in Eastvale. It teaches casting skills.
On 4 March 2031 Dr Ada Marsh, director of the Northmoor Skills Agency, visited the Limb Laboratory.
The Limb Laboratory is part of the University of Eastvale. It lies in Eastvale.
“Eastvale has the largest orthotics cluster of the country, with more than 90 firms,” she said.
The agency expects 3,000 additional jobs and 2,000 replacements by 2040: 6,000 people are missing.
The diploma supports the Eastvale Growth Plan.
The Limb Laboratory has 40 researchers and works with over 25 companies.
Eastvale Council gave the Limb Laboratory £2 million over three years.
The University of Eastvale and Brightlimb Ltd work together on joint research.
Orthotics in Eastvale includes gait analysis.
"""

REPORT = """Orthotics in the West March

Orthotics comprises gait analysis and prosthetics. It overlaps with advanced textiles.
One business reported a shortage of casting skills and of welding skills among technicians.
None of the firms asked had difficulty in hiring engineers.
All firms asked praised the apprenticeships.
Technicians are asked for a Level 5 Diploma in Orthotics.
Westmarch Polytechnic works with clinics of the region.
Two firms said that joint projects with the university help them to recruit graduates.
Trainees gain workshop skills. There may be about 1,500 jobs in Eastvale.
Eastvale has 40 orthotics firms, Westmarch up to 70.
"""


release = document(
    RELEASE,
    "release.txt",
    title="A diploma for orthotics technicians",
    publisher="Northmoor Skills Agency",
    issued="2031-03-05",
    region="Eastvale",
)
report = document(REPORT, "report.txt", title="Orthotics in the West March", region="Westmarch")


def _thing(cls: str, name: str, iri: str | None = None, local: bool = False) -> Entity:
    return Entity(cls, name, BASE.root + iri if iri else None, local)


agency = _thing("PublicBody", "Northmoor Skills Agency")
brightlimb = _thing("Business", "Brightlimb Ltd")
employers = _thing("Cohort", "employers in Eastvale", local=True)
marsh = _thing("Person", "Dr Ada Marsh")
laboratory = _thing("Facility", "Limb Laboratory")
eastvale_university = _thing("University", "University of Eastvale")
westmarch_university = _thing(
    "University", "University of Westmarch", "id/organisation/westmarch-university"
)
council = _thing("LocalAuthority", "Eastvale Council", "id/organisation/eastvale-council")
eastvale = _thing("Region", "Eastvale", "id/region/eastvale")
westmarch = _thing("Region", "Westmarch", "id/region/westmarch")
diploma = _thing("Qualification", "Level 5 Diploma in Orthotics")
plan = _thing("Policy", "Eastvale Growth Plan")
cluster = _thing("Cluster", "orthotics cluster", local=True)
orthotics = _thing("Sector", "Orthotics")
textiles = _thing("Sector", "Advanced textiles")
gait = _thing("SubSector", "Gait analysis")
prosthetics = _thing("SubSector", "Prosthetics")
casting = _thing("Skill", "Casting skills")
welding = _thing("Skill", "Welding skills")
workshop = _thing("Skill", "Workshop skills")
technicians = _thing("OccupationGroup", "Technicians")
engineers = _thing("OccupationGroup", "Engineers")
apprenticeships = _thing("TrainingRoute", "Apprenticeships")
one_business = _thing("Cohort", "one business", local=True)
firms_asked = _thing("Cohort", "firms asked", local=True)
two_firms = _thing("Cohort", "two firms", local=True)
clinics = _thing("Cohort", "clinics of the region", local=True)
trainees = _thing("Cohort", "trainees", local=True)


def _relation(
    document: Document, subject: Entity, predicate: str, object_: Entity, quote: str, **more: Any
) -> Statement:
    return Statement(subject, predicate, object_, said(document, quote), **more)


def _number(document: Document, indicator: str, quote: str, **more: Any) -> Figure:
    value = more.pop("value", None)
    number = None if value is None else Decimal(value)
    more.setdefault("unit", "person")
    return Figure(indicator=indicator, value=number, evidence=said(document, quote), **more)


def _mentions(document: Document, **names: Entity) -> tuple[Mention, ...]:
    return tuple(mention(document, entity, written) for written, entity in names.items())


def _whole(document: Document) -> Passage:
    text = document.text
    return Passage(0, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),))


def _release() -> Reading:
    developed = (
        "It was developed by the\n"
        "Northmoor Skills Agency, Brightlimb Ltd and employers in Eastvale."
    )
    visit = (
        "On 4 March 2031 Dr Ada Marsh, director of the Northmoor Skills Agency, visited the Limb "
        "Laboratory."
    )
    cluster_said = (
        "“Eastvale has the largest orthotics cluster of the country, with more than 90 firms,” "
        "she said."
    )
    needed = (
        "The agency expects 3,000 additional jobs and 2,000 replacements by 2040: 6,000 people are "
        "missing."
    )
    laboratory_said = "The Limb Laboratory has 40 researchers and works with over 25 companies."
    gift = "Eastvale Council gave the Limb Laboratory £2 million over three years."
    projected = {"subject": orthotics, "unit": "job", "speaker": agency, "horizon": "2040"}
    statements = (
        *(
            _relation(release, party, "develops", diploma, developed)
            for party in (agency, brightlimb, employers)
        ),
        _relation(
            release,
            agency,
            "announces",
            diploma,
            "The Northmoor Skills Agency has announced a Level 5 Diploma in Orthotics.",
        ),
        _relation(release, diploma, "requiresSkill", casting, "It teaches casting skills."),
        _relation(
            release, marsh, "hasRole", agency, visit, qualifiers=(("roleTitle", "director"),)
        ),
        _relation(
            release,
            laboratory,
            "partOf",
            eastvale_university,
            "The Limb Laboratory is part of the University of Eastvale.",
        ),
        _relation(release, laboratory, "locatedIn", eastvale, "It lies in Eastvale."),
        _relation(
            release, diploma, "supports", plan, "The diploma supports the Eastvale Growth Plan."
        ),
        _relation(
            release,
            council,
            "funds",
            laboratory,
            gift,
            qualifiers=(("amount", "2000000"), ("period", "over three years")),
        ),
        _relation(
            release,
            eastvale_university,
            "collaboratesWith",
            brightlimb,
            "The University of Eastvale and Brightlimb Ltd work together on joint research.",
            group="a",
        ),
        _relation(
            release,
            orthotics,
            "hasSubSector",
            gait,
            "Orthotics in Eastvale includes gait analysis.",
        ),
        _relation(release, cluster, "locatedIn", eastvale, cluster_said, speaker=marsh),
    )
    figures = (
        _number(
            release,
            "firmCount",
            cluster_said,
            subject=cluster,
            unit="business",
            value=90,
            verbatim="90",
            qualifier="more-than",
            qualifier_text="more than",
            area=eastvale,
            topic=orthotics,
            speaker=marsh,
            as_of="2031-03",
            as_of_basis="document-date",
        ),
        _number(release, "additionalJobsNeeded", needed, value=3000, verbatim="3,000", **projected),
        _number(
            release, "replacementJobsNeeded", needed, value=2000, verbatim="2,000", **projected
        ),
        _number(release, "shortageCount", needed, value=6000, verbatim="6,000", **projected),
        _number(
            release,
            "researcherCount",
            laboratory_said,
            subject=laboratory,
            unit="researcher",
            value=40,
            verbatim="40",
            counted="researchers",
        ),
        _number(
            release,
            "connectedCompanyCount",
            laboratory_said,
            subject=laboratory,
            unit="business",
            value=25,
            verbatim="25",
            qualifier="more-than",
            qualifier_text="over",
            counted="companies",
        ),
    )
    return Reading(
        release,
        (_whole(release),),
        _mentions(
            release,
            **{
                "Northmoor Skills Agency": agency,
                "Dr Ada Marsh": marsh,
                "Limb Laboratory": laboratory,
                "Eastvale Growth Plan": plan,
            },
        ),
        statements,
        figures,
        (
            Claim(
                cluster,
                "superlative",
                "the largest orthotics cluster of the country",
                said(release, cluster_said),
                speaker=marsh,
            ),
        ),
        (
            Event(
                "visit",
                "Dr Ada Marsh visits the Limb Laboratory",
                (marsh,),
                (laboratory,),
                said(release, visit),
                place=laboratory,
                date="2031-03-04",
                date_basis="stated",
            ),
        ),
    )


def _report() -> Reading:
    shortage = (
        "One business reported a shortage of casting skills and of welding skills among "
        "technicians."
    )
    hiring = "None of the firms asked had difficulty in hiring engineers."
    counts = "Eastvale has 40 orthotics firms, Westmarch up to 70."
    short = {"speaker": one_business, "qualifiers": (("needKind", "shortage"),)}
    comprises = "Orthotics comprises gait analysis and prosthetics."
    statements = (
        *(
            _relation(report, orthotics, "hasSubSector", part, comprises)
            for part in (gait, prosthetics)
        ),
        _relation(
            report, orthotics, "overlapsWith", textiles, "It overlaps with advanced textiles."
        ),
        *(
            _relation(report, technicians, "lacksSkill", skill, shortage, **short)
            for skill in (casting, welding)
        ),
        _relation(
            report,
            firms_asked,
            "lacksSkill",
            engineers,
            hiring,
            polarity=Polarity.NEGATED,
            speaker=firms_asked,
        ),
        _relation(
            report,
            technicians,
            "seeksQualification",
            diploma,
            "Technicians are asked for a Level 5 Diploma in Orthotics.",
        ),
        _relation(
            report,
            westmarch_university,
            "collaboratesWith",
            clinics,
            "Westmarch Polytechnic works with clinics of the region.",
        ),
        _relation(report, trainees, "gainsSkill", workshop, "Trainees gain workshop skills."),
    )
    figures = (
        _number(
            report,
            "firmCount",
            counts,
            subject=eastvale,
            unit="business",
            value=40,
            verbatim="40",
            topic=orthotics,
            counted="orthotics firms",
        ),
        _number(
            report,
            "firmCount",
            counts,
            subject=westmarch,
            unit="business",
            value=70,
            verbatim="70",
            qualifier="up-to",
            qualifier_text="up to",
            topic=orthotics,
        ),
        Figure(
            eastvale,
            "employeeCount",
            "job",
            said(report, "There may be about 1,500 jobs in Eastvale.", confidence=0.4),
            "1,500",
            value=Decimal(1500),
            qualifier="about",
            qualifier_text="about",
            modality=Modality.HEDGED,
        ),
        _number(
            report,
            "reportingBusinessCount",
            shortage,
            subject=firms_asked,
            unit="business",
            value=1,
            verbatim="One",
            topic=casting,
        ),
    )
    claims = (
        Claim(
            apprenticeships,
            "praise",
            "praised the apprenticeships",
            said(report, "All firms asked praised the apprenticeships."),
            speaker=firms_asked,
            quantifier="all",
        ),
        Claim(
            two_firms,
            "benefit",
            "joint projects with the university help them to recruit graduates",
            said(
                report,
                "Two firms said that joint projects with the university help them to recruit "
                "graduates.",
            ),
            speaker=two_firms,
            quantifier="two",
        ),
    )
    mentions = _mentions(report, **{"Westmarch Polytechnic": westmarch_university})
    return Reading(report, (_whole(report),), mentions, statements, figures, claims)


def readings() -> tuple[Reading, ...]:
    """What the two documents say."""
    return _release(), _report()


def words() -> Vocabulary:
    """The ontology's vocabulary, with the invented register."""
    known = vocabulary.load(resources.ontology())
    invented = (
        Term(eastvale.iri or "", "Region", "Eastvale", (Label("Eastvale"),)),
        Term(westmarch.iri or "", "Region", "Westmarch", (Label("Westmarch"),)),
    )
    return replace(known, terms=(*known.terms, *invented))


def titles(found: Iterable[Document] = (release, report)) -> tuple[str, ...]:
    """The titles of the documents."""
    return tuple(document.title for document in found)
