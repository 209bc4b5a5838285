"""Courses named by award and subject: "HND in Biomedical Engineering", "Lens Making Degree"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medtechkg.language import parts
from medtechkg.language.candidates import Candidate
from medtechkg.language.cues import Rules

__all__ = ["among"]

_AWARD = re.compile(
    r"\b(?:BTEC|HN[CD]|HTQ|[NS]VQ|PhD|EngD|[BM](?:Sc|Eng|BA|Res|Phil|Pharm|Chem|Phys)|Fd[AES]|PG(?:CE|Cert|Dip)"
    r"|CertHE|DipHE|[AT] Level"
    r"|[Aa]pprenticeship|[Dd]egree|[Dd]iploma|[Cc]ertificate|[Dd]octorate)"
)
#: What follows an award and is no subject: "the MSc Director", "BSc Students".
_NO_SUBJECT = (
    r"(?:Programmes?|Courses?|Degrees?|Students?|Graduates?|Directors?|Projects?|Fellows?|Leads?|Tutors?"
    r"|Candidates?|Academy|Schools?|Levels?|Awards?|Modules?|Managers?|Researchers?|Applicants?|University)"
)
_IN = r" [Ii]n [A-Z][\w-]*(?:,? (?:and |& |of |for )?[A-Z][\w-]+)*"
_WORD = rf"(?!{_NO_SUBJECT}\b)[A-Z][\w-]*"
_BRACKET = r"s?(?: \([A-Z]\w+\))?"
_COURSE = re.compile(
    r"(?:(?:Level \d(?:/\d)?|[Hh]igher|[Aa]dvanced|[Dd]egree|[Mm]odern|[Ff]oundation|National"
    r"|(?!(?:HN|HTQ|NVQ|BTEC|PhD|[BM]Sc))[A-Z][\w-]+(?: and)?) ){0,6}"
    # a subject may follow at once where the award is no other word and no rank
    r"(?:(?:[BM](?:Sc|Eng|Chem|Phys|Pharm)|MRes|FdSc|BTEC|HN[CD]|HTQ|[AT] Level)"
    rf"{_BRACKET}({_IN}| {_WORD}(?:,? (?:and |& |of )?{_WORD})*)?"
    r"|(?:NVQ|SVQ|PhD|EngD|MBA|MPhil|FdA|FdEng|PGCE|PGCert|PGDip|CertHE|DipHE"
    r"|[Aa]pprenticeship|[Dd]egree|[Dd]iploma|[Cc]ertificate|[Dd]octorate)"
    rf"{_BRACKET}({_IN})?)(?!\w)"
)


def among(text: str, found: Sequence[Candidate], rules: Rules) -> list[Candidate]:
    """Add the courses of a text to its names, in place of the names inside them."""
    courses = list(_courses(text, rules)) if _AWARD.search(text) else []
    kept = [one for one in courses if not any(_within(one, other) for other in found)]
    outside = [one for one in found if not any(_overlap(one, other) for other in kept)]
    return sorted([*outside, *kept], key=lambda one: one.start)


def _courses(text: str, rules: Rules) -> list[Candidate]:
    courses = []
    for match in _COURSE.finditer(text):
        start, end = _front(text, match, rules), match.end()
        words = text[start:end].split()
        if match[1] or match[2] or sum(word[0].isupper() for word in words) > 1:
            cls = "TrainingRoute" if "pprenticeship" in match[0] else "Qualification"
            courses.append(Candidate(start, end, cls, text[start:end], "qualification"))
    return courses


def _front(text: str, match: re.Match[str], rules: Rules) -> int:
    """Where the name begins: after a word that starts a sentence, or after a person's name."""
    subject = next((at for at in (1, 2) if match[at]), None)
    front = text[match.start() : match.start(subject) if subject else match.end()]
    words = front.split(" ")
    keep = 0
    for at, word in enumerate(words[:-1]):
        lower = word.lower()
        if rules.has("titles", lower) or rules.has("names", lower):
            keep = at + 2
        elif at == keep and rules.has("starters", lower):
            keep = at + 1
    keep = min(keep, len(words) - 1)
    while keep < len(words) - 1 and words[keep].lower() in parts.LINKS:
        keep += 1
    return match.start() + len(" ".join([*words[:keep], ""]))


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _within(one: Candidate, other: Candidate) -> bool:
    """Tell whether a course is only part of a longer name: "the Westmarch PhD Academy"."""
    return _overlap(one, other) and one.end < other.end
