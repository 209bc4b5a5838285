"""What happened: who did what to what, where and when.

A sentence tells of an event where one of the verbs of its kind stands between a name and another,
or after the name it happened to ("was opened by"). Dates are read as the British write them; a
year alone counts only after "in" and its like. Nothing is dated by the day it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from medtechkg.language.stances import Cues, cues, stance
from medtechkg.model import Document, Event, Evidence, Mention, Modality, Passage, Sentence

__all__ = ["Dated", "dates", "events"]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_MONTH = "|".join(month.title() for month in _MONTHS) + "|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
_DATE = re.compile(
    rf"\b(?:(?P<iso>(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?)"
    rf"|(?P<slash>[0-3]?\d/[01]?\d/(?:19|20)\d\d)"
    rf"|(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)"
    rf"|(?P<month2>{_MONTH}) (?P<day2>[0-3]?\d)(?:st|nd|rd|th)?, (?P<year2>(?:19|20)\d\d)"
    rf"|(?P<month3>{_MONTH})\.?,? (?P<year3>(?:19|20)\d\d)"
    rf"|(?:[Ii]n|[Ss]ince|[Dd]uring|early|late|mid-?) ?(?P<year4>(?:19|20)\d\d)"
    rf"(?![-–/\d]|,\d| \w+ (?:people|jobs|firms)))\b"
)
_JOINED = re.compile(r"(?: \([^)]*\))?(?:,? and (?:the |a |an )?|, (?:the )?)")
_GOVERNED = re.compile(r"\b(?:in|at|of|by|with|on|for|from|to)(?: the)? $")
_PLACED = re.compile(r"\b(?:at|in|on)(?: the)? $")
_AT = re.compile(r"\bat(?: the)? $")
_AREAS = frozenset({"Region", "Cluster", "Facility"})
_FINITE = re.compile(r" (?:is|are|was|were|will|has|have|had|said|says|that) ")
_ASIDE = re.compile(r",[^,]*,")
_BY = re.compile(r" (?:by|as) ")
_NOT_ACTING = frozenset({"Region", "Role", "Sector", "SubSector", "Skill", "QualificationLevel"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text, as an ISO 8601 day, month or year."""

    start: int
    end: int
    iso: str


def dates(text: str) -> list[Dated]:
    """Read the dates of a text, in order.

    >>> [date.iso for date in dates("On 3rd May 2031, and again in June 2032.")]
    ['2031-05-03', '2032-06']
    """
    found = []
    for match in _DATE.finditer(text):
        iso = _iso(match)
        if iso:
            found.append(Dated(match.start(), match.end(), iso))
    return found


def _iso(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part["iso"]:
        return str(part["iso"])
    if part["slash"]:
        day, month, year = (int(number) for number in part["slash"].split("/"))
        return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
    named = part["month"] or part["month2"] or part["month3"]
    year_text = part["year"] or part["year2"] or part["year3"] or part["year4"]
    if not named:
        return year_text
    number = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(named.lower()[:3]))
    day_text = part["day"] or part["day2"]
    return f"{year_text}-{number:02}" + (f"-{int(day_text):02}" if day_text else "")


def events(
    document: Document,
    passages: Sequence[Passage],
    sentences: Iterable[Sentence],
    mentions: Sequence[Mention],
    words: Cues | None = None,
) -> Iterator[Event]:
    """Find the events of a document, at most one of each kind in a sentence."""
    words = words or cues()
    texts = {passage.index: passage for passage in passages}
    named: dict[int, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.passage, []).append(mention)
    for sentence in sentences:
        here = [
            one
            for one in named.get(sentence.passage, ())
            if sentence.start <= one.start < sentence.end
        ]
        if here:
            yield from _events(document, texts[sentence.passage], sentence, here, words)


@lru_cache(maxsize=4)
def _verbs(words: Cues) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    table = {
        verb: (kind, passive)
        for kind, rule in words.data["events"].items()
        for passive, voice in ((False, "active"), (True, "passive"))
        for verb in rule[voice]
    }
    order = sorted(table, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, order))})(?![\w-])"), table


def _events(
    document: Document, passage: Passage, sentence: Sentence, here: list[Mention], words: Cues
) -> Iterator[Event]:
    pattern, table = _verbs(words)
    seen: set[str] = set()
    for match in pattern.finditer(passage.text, sentence.start, sentence.end):
        kind, passive = table[match[0]]
        if kind in seen:
            continue
        event = _event(document, passage, sentence, here, match, kind, passive, words)
        if event:
            seen.add(kind)
            yield event


def _event(
    document: Document,
    passage: Passage,
    sentence: Sentence,
    here: list[Mention],
    match: re.Match[str],
    kind: str,
    passive: bool,
    words: Cues,
) -> Event | None:
    text = passage.text
    subjects = _subjects(text, sentence, here, match.start())
    place = _place(text, here, words)
    near = [one for one in here if 0 <= one.start - match.end() < 120 and one is not place]
    agents, objects = _parts(text, match, passive, subjects, near)
    date = next((one.iso for one in dates(text[sentence.start : sentence.end])), None)
    if not _happens(text, subjects, match) or not (
        date or (kind in words.data["undated"] and objects)
    ):
        return None
    last = max((one.end for one in (*objects, *agents)), default=0)
    where = passage.span(sentence.start, sentence.end)
    return Event(
        kind=kind,
        name=text[subjects[0].start : max(last, match.end())],
        agents=tuple(one.entity for one in agents),
        objects=tuple(one.entity for one in objects),
        evidence=(Evidence.of(document, *where, f"event:{kind}", page=passage.page),),
        place=place.entity if place else None,
        date=date,
        date_basis="stated" if date else None,
        modality=_modality(text, match, words),
    )


def _parts(
    text: str, match: re.Match[str], passive: bool, subjects: list[Mention], near: list[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Say who acts and what is acted on, in either voice."""
    if not passive:
        return subjects, _objects(text, match.end(), near)
    named = match[0].endswith(" by") or _BY.match(text, match.end())
    return (near[:1] if named else []), subjects


def _happens(text: str, subjects: list[Mention], match: re.Match[str]) -> bool:
    """Whether the verb belongs to the subject: no other verb stands between."""
    if not subjects:
        return False
    return not _FINITE.search(_ASIDE.sub("", text[subjects[-1].end : match.start()]))


def _modality(text: str, match: re.Match[str], words: Cues) -> Modality:
    """Say whether it happened; what it is meant for further on does not touch that."""
    meant = stance(text, match.start(), match.end(), words).modality
    return Modality.ASSERTED if meant is Modality.PURPOSE else meant


def _subjects(text: str, sentence: Sentence, here: list[Mention], at: int) -> list[Mention]:
    """Find the last names before a verb that can act, joined by "and" or commas."""
    before = [one for one in here if one.end <= at and one.entity.cls not in _NOT_ACTING]
    free = [one for one in before if not _GOVERNED.search(text[sentence.start : one.start])]
    people = [one for one in free if one.entity.cls == "Person"]
    chosen = (people or free or before)[:1]
    for one in free:
        gap = text[chosen[-1].end : one.start] if one.start >= chosen[-1].end else "-"
        if chosen[0].entity.cls != "Person" and _JOINED.fullmatch(gap):
            chosen.append(one)
    return chosen


def _objects(text: str, at: int, after: list[Mention]) -> list[Mention]:
    """Find the names after a verb up to a stop: one, and those a list joins to it."""
    chosen: list[Mention] = []
    for one in after:
        gap = text[(chosen[-1].end if chosen else at) : one.start]
        if chosen and not _JOINED.fullmatch(gap):
            break
        if not chosen and re.search(r"[;:.–]", gap):
            break
        chosen.append(one)
    return chosen


def _place(text: str, here: list[Mention], words: Cues) -> Mention | None:
    return next(
        (
            one
            for one in here
            if one.entity.cls in words.data["places"]
            and (_AT if one.entity.cls not in _AREAS else _PLACED).search(text[: one.start])
        ),
        None,
    )
