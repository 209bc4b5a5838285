"""Courses named by award and subject."""

from __future__ import annotations

import pytest

from medtechkg import resources
from medtechkg.language import names

RULES = names.load(resources.ontology() / "patterns" / "names.yaml")


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("Professor Una Vask and PhD student Zorn Haddle met.", None),
        ("They offer an HND in Lens Making.", "HND in Lens Making"),
        ("The Level 2/3 Diploma is new.", "Level 2/3 Diploma"),
        ("She runs the MSc Lens Making and Optics.", "MSc Lens Making and Optics"),
        ("The BSc (Hons) Lens Making is new.", "BSc (Hons) Lens Making"),
        ("The MSc Director spoke.", None),
        ("HNDs in Optics last a year.", "HNDs in Optics"),
        ("The college runs the BTEC Lens Analysis.", "BTEC Lens Analysis"),
        ("The college runs a T Level Lens Making.", "T Level Lens Making"),
        ("The BTEC Students met.", None),
        ("The college has an MSc and design courses.", None),
        ("The diploma is hard. The diploma covers anatomy.", None),
        ("Students on the Diploma in Lens Making acquire skills.", "Diploma in Lens Making"),
    ],
)
def test_a_course_begins_after_people_and_sentence_starts(text: str, course: str | None) -> None:
    courses = [one.name for one in names.scan(text, RULES) if one.rule == "qualification"]
    assert courses == ([course] if course else [])


def test_a_course_takes_the_place_of_the_names_inside_it() -> None:
    one, *more = names.scan("She took a BTEC in Optics and Photonics in Holt.", RULES)
    assert (one.name, one.cls) == ("BTEC in Optics and Photonics", "Qualification")
    assert all(other.start >= one.end for other in more)
