"""Titles of reports, strategies and schemes, which are whole phrases rather than names.

"The report “Lenses for All”", "its strategy, Fit for the Future, runs to 2030", "the paper Bridging
the gap in optics (2019)", "the ‘Bright Hands’ scheme": a class noun beside it says what a title is
of, a quotation mark, a comma or a year in brackets where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medtechkg.language import parts
from medtechkg.language.appositions import introduced
from medtechkg.language.candidates import Candidate
from medtechkg.language.cues import Rules

__all__ = ["curled", "find"]

_CAPITAL = r"(?:[A-Z][\w’'&/-]*|\d[\w-]*)"
_SMALL = (
    r"(?:of|for|the|a|an|and|in|to|on|with|from|at|by|into|beyond|towards|through|is|it|our|your"
    r"|&|–)"
)
_QUOTED = re.compile(r"(?<![\w’”])[“‘]((?=[A-Z0-9])[^“”‘\n]{2,110}?)[,.]?[”’](?!\w)")
#: Marks as a typewriter has them: in pairs, and not those of "firms'" or "the '90s".
_STRAIGHT = re.compile(
    r"(?<![\w”])\"(?=\S)([^\"\n]{1,160})(?<=\S)\"(?!\w)"
    r"|(?<![\w’'])'(?=[A-Z])((?:[^'\n]|(?<=\w)'(?=s\b)){1,80})(?<=[\w.,!?])'(?!\w)"
)
_TITLE = rf"{_CAPITAL}(?::?,? (?:{_CAPITAL}|{_SMALL}))*:? {_CAPITAL}"
_BETWEEN_COMMAS = re.compile(rf"(?<=[a-z], )({_TITLE})(?=,| \(|\.\s*$| [a-z]+s )")
_CALLED = re.compile(
    rf"(?:called|entitled|titled|named|dubbed) (?:the )?({_TITLE}(?:(?: {_SMALL})+ {_CAPITAL})*)"
)
_DATED = re.compile(r"(?<=[a-z] )([A-Z][^.;,“”‘()\n]{8,110}) \((?:19|20)\d\d\)")
#: "Lenses for all: a guide (PDF, 2MB)", a link to a file.
_FILE = re.compile(
    r"(?:^|(?<=[•*] )|(?<=: ))(?:(?:Download|Read|View|See|Open)(?: the| our)? )?"
    r"((?=[A-Z0-9])[^()|\n]{8,120}?),? ?[(\[](?:PDF|pdf|Word|DOCX?|XLSX?|\d[\d.]* ?[kKM]B)\b"
)
#: "FNIF – Calder Equity Finance": a fund, with the larger fund it is part of before a dash.
_FUND = re.compile(
    r"\b([A-Z]{3,6}(?: I{1,3})? [–-] (?:[A-Z][\w&]+ ){1,4}"
    r"(?:Finance|Microfinance|Fund|Funds|Investments?|Loans|Equity))\b"
)
_NOUN = re.compile(r" ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?")
_WORKS = ("Publication", "Policy")
_TITLED = (*_WORKS, "Programme", "Project", "Event", "Partnership")
_LONGEST = 14


def find(text: str, rules: Rules) -> Iterator[Candidate]:
    """Yield the titles of one passage, in order and without overlaps."""
    end = 0
    for one in sorted(_all(text, rules), key=lambda each: (each.start, -each.end)):
        if one.start >= end:
            yield one
            end = one.end


def curled(text: str) -> str:
    """The text, of the same length, with straight quotation marks bent.

    >>> print(curled("the 'Bright Start' scheme of firms' heirs"))
    the ‘Bright Start’ scheme of firms' heirs
    """
    if '"' not in text and "'" not in text:
        return text
    return _STRAIGHT.sub(lambda m: f"“{m[1]}”" if m[1] else f"‘{m[2]}’", text)


def _all(text: str, rules: Rules) -> Iterator[Candidate]:
    if "“" in text or "‘" in text:
        for match in _QUOTED.finditer(text):
            yield from _quoted(text, match, rules)
    if ", " in text:
        for match in _BETWEEN_COMMAS.finditer(text):
            cls = introduced(text, match.start(), rules, things=True)
            if cls in _TITLED and _phrase(match[1], rules):
                yield _candidate(match, cls)
    for match in _CALLED.finditer(text):
        cls = introduced(text, match.start(1), rules, things=True)
        if cls in _TITLED and _phrase(match[1], rules):
            yield _candidate(match, cls)
    if " – " in text or " - " in text:
        for match in _FUND.finditer(text):
            yield Candidate(*match.span(1), "Programme", match[1], "title-of")
    if "(" in text:
        for match in _FILE.finditer(text):
            tail = parts.ending(match[1].lower().split(), rules)
            cls = tail[0] if tail and tail[0] in _WORKS else "Publication"
            if " " in match[1] and len(match[1].split()) <= _LONGEST and ". " not in match[1]:
                yield _candidate(match, cls)
        for match in _DATED.finditer(text):
            cls = introduced(text, match.start(), rules)
            if cls in _WORKS and len(match[1].split()) <= _LONGEST:
                yield _candidate(match, cls)


def _candidate(match: re.Match[str], cls: str) -> Candidate:
    return Candidate(*match.span(1), cls, match[1], "title-of")


def _quoted(text: str, match: re.Match[str], rules: Rules) -> Iterator[Candidate]:
    """Read what stands between quotation marks, with the class noun before or after it."""
    if len(match[1].split()) > _LONGEST or re.search(r"[.!?;] ", match[1]):
        return
    after = _NOUN.match(text, match.end())
    cls = rules.after.get(after[1]) if after else None
    if after and cls in ("Programme", "Project", "Partnership", "Event"):
        yield Candidate(match.start(1), after.end(1), cls, f"{match[1]} {after[1]}", "title-of")
        return
    cls = introduced(text, match.start(), rules, things=True)
    if cls and (cls in _TITLED or match[1].istitle()):
        yield _candidate(match, cls)


def _phrase(title: str, rules: Rules) -> bool:
    """Whether it is a phrase of ordinary words, not the name of somebody."""
    words = [word.lower().rstrip(":,").removesuffix("’s") for word in title.split()]
    own = [word for word in words if word not in parts.LINKS]
    ordinary = sum(parts.plain([word], rules) or word.isdigit() for word in own)
    tail = parts.ending(words, rules)
    body = tail is not None and tail[0] not in _TITLED and not parts.plain(words[:-1], rules)
    return len(own) > 1 and 2 * ordinary >= len(own) and not body and len(own) <= _LONGEST
