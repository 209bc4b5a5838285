"""Two invented documents and what they say, stated by hand so that no reader is needed.

With those of sequel.py they give every competency question something to find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from byhand import mentions, number, relation, thing
from medtechkg import resources, vocabulary
from medtechkg.model import (
    Claim,
    Document,
    Event,
    Figure,
    Label,
    Modality,
    Polarity,
    Reading,
    Term,
    Vocabulary,
)
from readings import BASE, document, said, whole

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


agency = thing("PublicBody", "Northmoor Skills Agency")
brightlimb = thing("Business", "Brightlimb Ltd")
employers = thing("Cohort", "employers in Eastvale", local=True)
marsh = thing("Person", "Dr Ada Marsh")
laboratory = thing("Facility", "Limb Laboratory")
eastvale_university = thing("University", "University of Eastvale")
westmarch_university = thing(
    "University", "University of Westmarch", "id/organisation/westmarch-university"
)
council = thing("LocalAuthority", "Eastvale Council", "id/organisation/eastvale-council")
eastvale = thing("Region", "Eastvale", "id/region/eastvale")
westmarch = thing("Region", "Westmarch", "id/region/westmarch")
diploma = thing("Qualification", "Level 5 Diploma in Orthotics")
plan = thing("Policy", "Eastvale Growth Plan")
cluster = thing("Cluster", "orthotics cluster", local=True)
orthotics = thing("Sector", "Orthotics")
textiles = thing("Sector", "Advanced textiles")
gait = thing("SubSector", "Gait analysis")
prosthetics = thing("SubSector", "Prosthetics")
casting = thing("Skill", "Casting skills")
welding = thing("Skill", "Welding skills")
workshop = thing("Skill", "Workshop skills")
technicians = thing("OccupationGroup", "Technicians")
engineers = thing("OccupationGroup", "Engineers")
apprenticeships = thing("TrainingRoute", "Apprenticeships")
one_business = thing("Cohort", "one business", local=True)
firms_asked = thing("Cohort", "firms asked", local=True)
two_firms = thing("Cohort", "two firms", local=True)
clinics = thing("Cohort", "clinics of the region", local=True)
trainees = thing("Cohort", "trainees", local=True)


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
            relation(release, party, "develops", diploma, developed)
            for party in (agency, brightlimb, employers)
        ),
        relation(
            release,
            agency,
            "announces",
            diploma,
            "The Northmoor Skills Agency has announced a Level 5 Diploma in Orthotics.",
        ),
        relation(release, diploma, "requiresSkill", casting, "It teaches casting skills."),
        relation(release, marsh, "hasRole", agency, visit, qualifiers=(("roleTitle", "director"),)),
        relation(
            release,
            laboratory,
            "partOf",
            eastvale_university,
            "The Limb Laboratory is part of the University of Eastvale.",
        ),
        relation(release, laboratory, "locatedIn", eastvale, "It lies in Eastvale."),
        relation(
            release, diploma, "supports", plan, "The diploma supports the Eastvale Growth Plan."
        ),
        relation(
            release,
            council,
            "funds",
            laboratory,
            gift,
            qualifiers=(("amount", "2000000"), ("period", "over three years")),
        ),
        relation(
            release,
            eastvale_university,
            "collaboratesWith",
            brightlimb,
            "The University of Eastvale and Brightlimb Ltd work together on joint research.",
            group="a",
        ),
        relation(
            release,
            orthotics,
            "hasSubSector",
            gait,
            "Orthotics in Eastvale includes gait analysis.",
        ),
        relation(release, cluster, "locatedIn", eastvale, cluster_said, speaker=marsh),
    )
    figures = (
        number(
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
        number(release, "additionalJobsNeeded", needed, value=3000, verbatim="3,000", **projected),
        number(release, "replacementJobsNeeded", needed, value=2000, verbatim="2,000", **projected),
        number(release, "shortageCount", needed, value=6000, verbatim="6,000", **projected),
        number(
            release,
            "researcherCount",
            laboratory_said,
            subject=laboratory,
            unit="researcher",
            value=40,
            verbatim="40",
            counted="researchers",
        ),
        number(
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
        (whole(release),),
        mentions(
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
            relation(report, orthotics, "hasSubSector", part, comprises)
            for part in (gait, prosthetics)
        ),
        relation(
            report, orthotics, "overlapsWith", textiles, "It overlaps with advanced textiles."
        ),
        *(
            relation(report, technicians, "lacksSkill", skill, shortage, **short)
            for skill in (casting, welding)
        ),
        relation(
            report,
            firms_asked,
            "lacksSkill",
            engineers,
            hiring,
            polarity=Polarity.NEGATED,
            speaker=firms_asked,
        ),
        relation(
            report,
            technicians,
            "seeksQualification",
            diploma,
            "Technicians are asked for a Level 5 Diploma in Orthotics.",
        ),
        relation(
            report,
            westmarch_university,
            "collaboratesWith",
            clinics,
            "Westmarch Polytechnic works with clinics of the region.",
        ),
        relation(report, trainees, "gainsSkill", workshop, "Trainees gain workshop skills."),
    )
    figures = (
        number(
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
        number(
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
        number(
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
    named = mentions(report, **{"Westmarch Polytechnic": westmarch_university})
    return Reading(report, (whole(report),), named, statements, figures, claims)


def readings() -> tuple[Reading, ...]:
    """What the two documents say."""
    return _release(), _report()


def words() -> Vocabulary:
    """The ontology's vocabulary, with the invented register."""
    known = vocabulary.load(resources.ontology())
    invented = (
        Term(eastvale.iri or "", "Region", "Eastvale", (Label("Eastvale"),)),
        Term(westmarch.iri or "", "Region", "Westmarch", (Label("Westmarch"),)),
        Term(BASE.root + "id/region/sundland", "Region", "Sundland", (Label("Sundland"),)),
    )
    return replace(known, terms=(*known.terms, *invented))


def titles(found: Iterable[Document] = (release, report)) -> tuple[str, ...]:
    """The titles of the documents."""
    return tuple(document.title for document in found)
