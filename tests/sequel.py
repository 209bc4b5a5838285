"""Two later documents: what has changed since those of corpus.py, and who works with whom.

They have what a single year and region cannot show: a need that lasts, a widened definition,
collaborations with a beginning and an end, a rename, and organisations that stand between others.
"""

from __future__ import annotations

from byhand import mentions, number, relation, thing
from corpus import (
    brightlimb,
    casting,
    diploma,
    gait,
    orthotics,
    prosthetics,
    technicians,
    westmarch,
    westmarch_university,
)
from medtechkg.model import Event, Figure, Modality, Reading, Statement
from readings import document, said, whole

__all__ = ["bulletin", "readings", "survey"]

SURVEY = """Orthotics in Westmarch, six years on

Orthotics in Westmarch now comprises gait analysis, prosthetics and exoskeletons.
Two firms still report a shortage of casting skills among technicians.
Machinists are asked for a Level 4 Certificate in Gait Analysis.
Westmarch College has offered the Level 5 Diploma in Orthotics since September 2032.
Harebell Gait Ltd and Stride Works Ltd are based in Westmarch and work in gait analysis.
The University of Westmarch studies gait analysis. It has worked with Stride Works Ltd since 2033.
The University of Westmarch and Westmarch Hospitals NHS Trust ran clinical trials from 2030 to 2032.
Orthotics employs about 1,100 people in Westmarch.
"""

BULLETIN = """The Sundland mobility bulletin

The Sundland Mobility Partnership was founded on 2 February 2031.
The University of Westmarch and Brightlimb Ltd take part in the Sundland Mobility Partnership.
Northmoor University and Stride Works Ltd design shoes together.
The Gait Alliance was renamed the Sundland Gait Network in March 2032.
The Prosthetics Club closed in 2033.
On 12 June 2033 Brightlimb Ltd opened the Gait Hall of the University of Westmarch.
Eastvale College will offer a Level 4 Certificate in Orthotics from 2035.
"""

survey = document(
    SURVEY,
    "survey.txt",
    title="Orthotics in Westmarch, six years on",
    publisher="Westmarch Skills Board",
    issued="2034-05-12",
    region="Westmarch",
)
bulletin = document(
    BULLETIN,
    "bulletin.txt",
    title="The Sundland mobility bulletin",
    publisher="Sundland Mobility",
    issued="2033-07-01",
    region="Sundland",
)

exoskeletons = thing("SubSector", "Exoskeletons")
machinists = thing("OccupationGroup", "Machinists")
certificate = thing("Qualification", "Level 4 Certificate in Gait Analysis")
orthotics_certificate = thing("Qualification", "Level 4 Certificate in Orthotics")
college = thing("College", "Westmarch College")
eastvale_college = thing("College", "Eastvale College", "id/organisation/eastvale-college")
harebell = thing("Business", "Harebell Gait Ltd")
stride = thing("Business", "Stride Works Ltd")
trust = thing("HealthcareProvider", "Westmarch Hospitals NHS Trust")
northmoor_university = thing("University", "Northmoor University")
partnership = thing("Partnership", "Sundland Mobility Partnership")
gait_network = thing("Partnership", "Sundland Gait Network")
club = thing("Partnership", "Prosthetics Club")
gait_hall = thing("Facility", "Gait Hall")
two_firms_still = thing("Cohort", "two firms", local=True)


def _businesses() -> tuple[Statement, ...]:
    """Say who is where and works in what."""
    seats = (
        "Harebell Gait Ltd and Stride Works Ltd are based in Westmarch and work in gait analysis."
    )
    studies = "The University of Westmarch studies gait analysis."
    return (
        *(relation(survey, firm, "locatedIn", westmarch, seats) for firm in (harebell, stride)),
        *(relation(survey, firm, "inSubSector", gait, seats) for firm in (harebell, stride)),
        relation(survey, westmarch_university, "hasSectorStrength", gait, studies),
    )


def _collaborations() -> tuple[Statement, ...]:
    """Say who works with whom: one since a year its node has, one in years only the words have."""
    trials = (
        "The University of Westmarch and Westmarch Hospitals NHS Trust ran clinical trials from "
        "2030 to 2032."
    )
    return (
        relation(
            survey,
            westmarch_university,
            "collaboratesWith",
            stride,
            "It has worked with Stride Works Ltd since 2033.",
            qualifiers=(("startDate", "2033"),),
        ),
        relation(survey, westmarch_university, "collaboratesWith", trust, trials),
    )


def _survey() -> Reading:
    parts = "Orthotics in Westmarch now comprises gait analysis, prosthetics and exoskeletons."
    statements = (
        *(
            relation(survey, orthotics, "hasSubSector", part, parts)
            for part in (gait, prosthetics, exoskeletons)
        ),
        relation(
            survey,
            technicians,
            "lacksSkill",
            casting,
            "Two firms still report a shortage of casting skills among technicians.",
            speaker=two_firms_still,
            qualifiers=(("needKind", "shortage"),),
        ),
        relation(
            survey,
            machinists,
            "seeksQualification",
            certificate,
            "Machinists are asked for a Level 4 Certificate in Gait Analysis.",
        ),
        relation(
            survey,
            college,
            "offers",
            diploma,
            "Westmarch College has offered the Level 5 Diploma in Orthotics since September 2032.",
        ),
        *_businesses(),
        *_collaborations(),
    )
    named = mentions(
        survey, **{"Westmarch": westmarch, "University of Westmarch": westmarch_university}
    )
    return Reading(survey, (whole(survey),), named, statements, (_jobs(),))


def _jobs() -> Figure:
    return number(
        survey,
        "employeeCount",
        "Orthotics employs about 1,100 people in Westmarch.",
        subject=orthotics,
        area=westmarch,
        value=1100,
        verbatim="1,100",
        qualifier="about",
        qualifier_text="about",
    )


def _events() -> tuple[Event, ...]:
    """Tell what began, what ended, what was renamed, and one opening with an agent."""
    opening = "On 12 June 2033 Brightlimb Ltd opened the Gait Hall of the University of Westmarch."
    return (
        Event(
            "foundation",
            "The Sundland Mobility Partnership is founded",
            (),
            (partnership,),
            said(bulletin, "The Sundland Mobility Partnership was founded on 2 February 2031."),
            date="2031-02-02",
            date_basis="stated",
        ),
        Event(
            "renaming",
            "The Gait Alliance becomes the Sundland Gait Network",
            (),
            (gait_network,),
            said(
                bulletin, "The Gait Alliance was renamed the Sundland Gait Network in March 2032."
            ),
            date="2032-03",
            date_basis="stated",
        ),
        Event(
            "closure",
            "The Prosthetics Club closes",
            (),
            (club,),
            said(bulletin, "The Prosthetics Club closed in 2033."),
            date="2033",
            date_basis="stated",
        ),
        Event(
            "opening",
            "Brightlimb Ltd opens the Gait Hall",
            (brightlimb,),
            (gait_hall,),
            said(bulletin, opening),
            date="2033-06-12",
            date_basis="stated",
        ),
    )


def _bulletin() -> Reading:
    takes_part = (
        "The University of Westmarch and Brightlimb Ltd take part in the Sundland Mobility "
        "Partnership."
    )
    statements = (
        *(
            relation(bulletin, party, "participatesIn", partnership, takes_part)
            for party in (westmarch_university, brightlimb)
        ),
        relation(
            bulletin,
            northmoor_university,
            "collaboratesWith",
            stride,
            "Northmoor University and Stride Works Ltd design shoes together.",
        ),
        relation(
            bulletin,
            gait_hall,
            "partOf",
            westmarch_university,
            "On 12 June 2033 Brightlimb Ltd opened the Gait Hall of the University of Westmarch.",
        ),
        relation(
            bulletin,
            eastvale_college,
            "offers",
            orthotics_certificate,
            "Eastvale College will offer a Level 4 Certificate in Orthotics from 2035.",
            modality=Modality.PLANNED,
        ),
    )
    named = mentions(bulletin, **{"University of Westmarch": westmarch_university})
    return Reading(bulletin, (whole(bulletin),), named, statements, (), (), _events())


def readings() -> tuple[Reading, ...]:
    """What the two documents say."""
    return _survey(), _bulletin()
