"""Times and spans of time in English text, with their ISO 8601 values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from medtechkg.language.numerals import MONTH, MONTHS, ONES, word

__all__ = ["RATE", "Period", "PeriodKind", "periods"]

PeriodKind = Literal["horizon", "as-of", "since", "duration", "rate"]


@dataclass(frozen=True, slots=True)
class Period:
    """A time or a span of it: ``value`` is an ISO 8601 date, month, interval or duration."""

    start: int
    end: int
    kind: PeriodKind
    value: str
    verbatim: str


RATE = re.compile(
    r"(?:every (?:single )?|each (?:academic )?|per |an? )(?:year|annum|month|week|day|head|hour|"
    r"person|student|employee)\b|annually\b|p\.a\.|yearly\b|monthly\b",
    re.IGNORECASE,
)
_NUMBER = {"year": "Y", "month": "M", "week": "W", "day": "D", "decade": "Y"}
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?={MONTH}))?(?:(?P<month>{MONTH}) )?"
    r"(?P<year>(?:19|20)\d\d)"
    r"(?: ?[-/–] ?(?P<to>(?:19|20)\d\d|\d\d))?(?![-/]?[\d%]|,\d)"
)
_DATED = re.compile(
    rf"(?:\b(?P<cue>(?i:by(?: the end of| late| early| mid)?|as of|as at|at|since|from|until|in"
    rf"(?: the (?:\w+ )?year (?:to|ending))?|during|for|on|to|between)) )?"
    rf"(?<![\d£$€.,/-])(?:(?P<iso>\d{{4}}-\d\d-\d\d)|{_DATE})(?!\w)",
)
_LASTING = re.compile(
    rf"\b(?P<cue>(?:over|for|in|within|during|across) (?:the |its )?(?:next|past|last|first|coming"
    rf"|previous)?|(?:the |its )?(?:next|past|last|first|coming|previous))?\s?"
    rf"(?P<n>{ONES}|\d{{1,3}})"
    r"[- ](?P<unit>year|month|week|day|decade)s?\b(?![- ]old)",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\d{4}|[Yy]ear|[Mm]onth|[Ww]eek|[Dd]ay|[Dd]ecade|[Aa]nn|p\.a\.")
_KINDS: dict[str, PeriodKind] = {
    "by": "horizon",
    "until": "horizon",
    "since": "since",
    "from": "since",
}


def periods(text: str) -> list[Period]:
    """Find the dates, spans and rates of ``text`` in order.

    >>> [(p.kind, p.value) for p in periods("It will hire 40 a year by 2031, over three years.")]
    [('rate', 'P1Y'), ('horizon', '2031'), ('duration', 'P3Y')]
    """
    if _TIMED.search(text) is None:
        return []
    found = [
        *(_dated(match) for match in _DATED.finditer(text)),
        *(_lasting(match) for match in _LASTING.finditer(text)),
        *(_each(match) for match in RATE.finditer(text)),
    ]
    return sorted((p for p in found if p is not None), key=lambda p: (p.start, p.end))


def _dated(match: re.Match[str]) -> Period:
    cue = (match["cue"] or "").split()
    kind = _KINDS.get(cue[0].lower(), "as-of") if cue else "as-of"
    value = match["iso"] or match["year"]
    if match["to"]:
        value = f"{value}/{value[: 4 - len(match['to'])]}{match['to']}"
    elif match["month"]:
        value += f"-{MONTHS.index(match['month'][:3].lower()) + 1:02}"
        value += f"-{int(match['day']):02}" if match["day"] else ""
    return Period(match.start(), match.end(), kind, value, match[0].strip())


def _lasting(match: re.Match[str]) -> Period:
    count = word(match["n"]) * (10 if match["unit"].lower() == "decade" else 1)
    value = f"P{count}{_NUMBER[match['unit'].lower()]}"
    return Period(match.start(), match.end(), "duration", value, match[0].strip())


def _each(match: re.Match[str]) -> Period | None:
    unit = next((u for u in ("year", "month", "week", "day") if u in match[0].lower()), None)
    if unit is None and match[0].lower() not in {"annually", "p.a.", "per annum"}:
        return None
    return Period(match.start(), match.end(), "rate", f"P1{_NUMBER[unit or 'year']}", match[0])
