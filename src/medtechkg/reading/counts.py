"""Whose a count is, where the words of counting tell: needs, surveys, lists, rows of a table."""

from __future__ import annotations

import re

from medtechkg.language.clauses import Attachment, Setting, nearest, reports, say, ungoverned
from medtechkg.language.measures import Measure
from medtechkg.model import Entity

__all__ = [
    "FEW",
    "REACH",
    "cohort",
    "counted",
    "labelled",
    "need",
    "need_of_field",
    "of_them",
    "reporters",
]

FEW = 12
REACH = 90
_MANY = re.compile(r"[A-Z]\w* .*[a-z]s$")
_PARTLY = re.compile(
    r" of (?:them|these|those|which|whom)(?: jobs| firms| companies)? (?:[a-z]+ ){0,2}?"
    r"(?:in|at|around) (?:the )?"
)
_ROW = re.compile(r"([A-Z][^\d.;:|–—]{2,60}?)\W*")
_SENTENCE = re.compile(r"(?:The|It|We|They|This|That) ")
_BROKEN = re.compile(r"\s[–—-]\s|[;:]\s|, (?:and|but|while|with|a|an|the)\b")


def need(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A number of people short belongs to the need it sizes, or to the sector that has it."""
    if measure.indicator != "shortageCount":
        return None
    lacks = setting.grammar.cues["lacking"].search(setting.text, 0, measure.quantity.start)
    wanted = setting.grammar.subjects["needs"][0]
    known = any(m.entity.cls == wanted for m in setting.mentions)
    who = None if known else _lacking(setting, measure)
    if who is not None:
        return who
    for cls in setting.grammar.subjects["needs"][: 1 if lacks else None]:
        near = [m for m in setting.mentions if m.entity.cls == cls]
        if near:
            return say(nearest(near, measure), "need")
    return None


def need_of_field(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Whose people are short is not said: those of the sector that the page is about."""
    sector = setting.scope.sector
    if measure.indicator != "shortageCount" or sector is None:
        return None
    return Attachment(sector, "need-scope", 0.7)


def _lacking(setting: Setting, measure: Measure) -> Attachment | None:
    """Who is said to be short of people: the subject of the clause, or where they are short."""
    free = [m for m in ungoverned(setting, measure) if not reports(setting, m)]
    if free:
        return say(free[0], "subject", 0.95)
    end = max(measure.quantity.end, measure.quantity.noun_end)
    for mention in setting.able(measure):
        gap = setting.text[end : mention.start]
        local = setting.grammar.cues["local"].search(gap)
        if mention.start >= end and len(gap) < REACH and local:
            return None if _BROKEN.search(gap) else say(mention, "located", 0.9)
    return None


def reporters(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Businesses that said something: the cohort named, else one named by the words themselves."""
    if measure.indicator != "reportingBusinessCount":
        return None
    overlapping = [
        m for m in setting.roles("reporters") if m.start < measure.quantity.noun_end <= m.end
    ]
    if overlapping:
        return say(overlapping[0], "reporters")
    noun = measure.counted.lower().rstrip("s").rstrip("e")
    known = [m for m in setting.roles("reporters", setting.context) if noun in m.text.lower()]
    if known:
        return say(known[-1], "reporters", 0.8, far=True)
    return Attachment(cohort(setting, measure), "reporters", 0.8)


def cohort(setting: Setting, measure: Measure) -> Entity:
    """What is counted, as a party that only the words name: "300 companies"."""
    quantity = measure.quantity
    words = setting.text[quantity.start : max(quantity.end, quantity.noun_end)]
    return Entity("Cohort", words[0].upper() + words[1:], local=True)


def of_them(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Where some of those counted before are: 40 of them in Fife."""
    partly = _PARTLY.match(setting.text, measure.quantity.end)
    if partly is not None and measure.quantity.kind == "percent" and "them" not in partly[0]:
        return None  # "5% of those in the UK"
    for mention in setting.roles("areas") if earlier and partly else ():
        if partly is not None and mention.start == partly.end():
            return say(mention, "of-them", 0.85)
    return None


def counted(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A few things counted by their own name: two new Calder Diplomas."""
    quantity = measure.quantity
    for mention in setting.mentions:
        few = quantity.size <= FEW and mention.entity.cls in setting.grammar.subjects["counted"]
        many = mention.entity.cls in setting.grammar.subjects["many"] and _MANY.search(mention.text)
        named = quantity.end < mention.end and mention.start < quantity.end + REACH
        if (few or many) and named and mention.end <= quantity.noun_end + 1:
            return say(mention, "counted", 0.9)
    return None


def labelled(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A row of a table or chart: a label and its share."""
    quantity = measure.quantity
    row = _ROW.fullmatch(setting.text[: quantity.start])
    if quantity.kind != "percent" or row is None or setting.text[quantity.end :].strip(" .;,|"):
        return None
    label = row[1].strip()
    if setting.grammar.cues["quantified"].search(label) or _SENTENCE.match(label):
        return None
    for mention in setting.roles("measured"):
        if mention.text == label:
            return say(mention, "labelled")
    return Attachment(Entity("Cohort", label, local=True), "labelled", 0.8)
