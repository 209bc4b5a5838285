"""A further invented document, for what lies between things: parts, persons, cohorts, denials.

With those of corpus.py and sequel.py it has a link of every kind, needs that are met elsewhere or
only in part, figures that differ for a reason, and events with and without a date.
"""

from __future__ import annotations

from byhand import mentions, number, relation, thing
from corpus import casting, eastvale, eastvale_university, orthotics, technicians
from medtechkg.model import Event, Polarity, Reading, Statement
from readings import document, said, whole
from sequel import eastvale_college, northmoor_university

__all__ = ["reading", "review"]

REVIEW = """Working together in Eastvale

Tarn Devices Ltd and the University of Eastvale take part in the Splint Project.
The Gait Institute is part of the University of Eastvale. It works with Calder Braces Ltd.
Dr Ivo Fell is a professor at the University of Eastvale and a director of Moss Robotics Ltd.
Eastvale College works with local firms. Calder Braces Ltd is one of the local firms.
The University of Eastvale and Fen Prosthetics Ltd do not work together.
Fen Prosthetics Ltd lacks robotics skills.
The University of Eastvale and Northmoor University teach robotics skills.
Technicians lack casting skills and fine casting skills. Fine casting is a kind of casting.
In 2034 there were 60 orthotics firms in Eastvale.
The Splint Project was launched. The Gait Institute opened in May 2034.
"""

review = document(
    REVIEW,
    "review.txt",
    title="Working together in Eastvale",
    publisher="Eastvale Growth Board",
    issued="2035-01-10",
    region="Eastvale",
)

tarn = thing("Business", "Tarn Devices Ltd")
calder = thing("Business", "Calder Braces Ltd")
moss = thing("Business", "Moss Robotics Ltd")
fen = thing("Business", "Fen Prosthetics Ltd")
splint = thing("Project", "Splint Project")
institute = thing("ResearchCentre", "Gait Institute")
fell = thing("Person", "Dr Ivo Fell")
local_firms = thing("Cohort", "local firms", local=True)
robotics = thing("Skill", "Robotics skills")
fine_casting = thing("Skill", "Fine casting skills")

PROJECT = "Tarn Devices Ltd and the University of Eastvale take part in the Splint Project."
ROLES = (
    "Dr Ivo Fell is a professor at the University of Eastvale and a director of Moss Robotics Ltd."
)
TEACH = "The University of Eastvale and Northmoor University teach robotics skills."
LACK = "Technicians lack casting skills and fine casting skills."
FIRMS = "In 2034 there were 60 orthotics firms in Eastvale."


def _ties() -> tuple[Statement, ...]:
    return (
        *(
            relation(review, party, "participatesIn", splint, PROJECT)
            for party in (tarn, eastvale_university)
        ),
        relation(
            review,
            institute,
            "partOf",
            eastvale_university,
            "The Gait Institute is part of the University of Eastvale.",
        ),
        relation(review, institute, "collaboratesWith", calder, "It works with Calder Braces Ltd."),
        *(relation(review, fell, "hasRole", body, ROLES) for body in (eastvale_university, moss)),
        relation(
            review,
            eastvale_college,
            "collaboratesWith",
            local_firms,
            "Eastvale College works with local firms.",
        ),
        relation(
            review,
            calder,
            "memberOf",
            local_firms,
            "Calder Braces Ltd is one of the local firms.",
        ),
        relation(
            review,
            eastvale_university,
            "collaboratesWith",
            fen,
            "The University of Eastvale and Fen Prosthetics Ltd do not work together.",
            polarity=Polarity.NEGATED,
        ),
    )


def _skills() -> tuple[Statement, ...]:
    return (
        relation(review, fen, "lacksSkill", robotics, "Fen Prosthetics Ltd lacks robotics skills."),
        *(
            relation(review, university, "developsSkill", robotics, TEACH)
            for university in (eastvale_university, northmoor_university)
        ),
        *(
            relation(review, technicians, "lacksSkill", skill, LACK, qualifiers=(kind,))
            for skill in (casting, fine_casting)
            for kind in (("needKind", "shortage"),)
        ),
        relation(review, fine_casting, "broader", casting, "Fine casting is a kind of casting."),
    )


def _events() -> tuple[Event, ...]:
    return (
        Event(
            "launch",
            "The Splint Project is launched",
            (),
            (splint,),
            said(review, "The Splint Project was launched."),
        ),
        Event(
            "opening",
            "The Gait Institute opens",
            (),
            (institute,),
            said(review, "The Gait Institute opened in May 2034."),
            date="2034-05",
            date_basis="stated",
        ),
    )


def reading() -> Reading:
    """What the document says."""
    firms = number(
        review,
        "firmCount",
        FIRMS,
        subject=eastvale,
        unit="business",
        value=60,
        verbatim="60",
        topic=orthotics,
        as_of="2034",
        as_of_basis="stated",
    )
    named = mentions(review, **{"University of Eastvale": eastvale_university})
    statements = (*_ties(), *_skills())
    return Reading(review, (whole(review),), named, statements, (firms,), (), _events())
