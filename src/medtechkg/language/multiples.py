"""How many times as much, in words: "threefold", "has doubled", "twice the average"."""

from __future__ import annotations

import re
from decimal import Decimal

from medtechkg.language.numerals import SMALL, TENS

__all__ = ["DOUBLED", "GROWN", "TIMES", "factor"]

#: "Has grown 4.5 times", "threefold", "ten times more": what only counts occasions is left out.
TIMES = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|{'|'.join((*SMALL, *TENS))})(?: times|[- ]?fold|x)\b"
    r"(?P<more> (?:more|higher|larger|bigger|greater|faster|as (?:many|much|likely|large|big|high)"
    r"|the (?:(?!\d)[\w.’'-]+ ){0,5}(?:average|rate|level|number|figure|size)|over))?",
    re.IGNORECASE,
)
GROWN = re.compile(
    r"\b(?:multipl\w+|gr[eo]w\w*|increas\w+|r[io]s(?:e|en|es|ing)|expand\w+|jump\w+|soar\w+|climb\w+"
    r"|up|surg\w+|rocket\w+)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
#: "Has more than doubled", "twice the average": how many times as much it is now. What gives the
#: numbers themselves is left to them: "doubled its order to £6m".
DOUBLED = re.compile(
    r"\b(?:(?P<verb>doubled|doubling|tripled|tripling|trebled|trebling|quadrupled|quadrupling)\b"
    r"(?![- ](?:blind|up\b|down\b|in size of|as\b)|[- ](?:sided|glazed))"
    r"|(?P<adverb>twice|double|triple|treble|quadruple)(?= (?:the|that of|what) (?!size\b|\d)))"
    r"(?![^.;,]{0,60}? (?:size|space|footprint)\b)(?![^.;,]{0,60}? to (?:[a-z]+ ){0,2}[£€$]?\d)",
    re.IGNORECASE,
)
_FACTORS = {"d": 2, "t": 3, "q": 4}
#: "Twice" begins as "treble" does.
_TWICE = "twice"


def factor(match: re.Match[str]) -> Decimal:
    """How many times as much a match of `DOUBLED` says."""
    said = (match["verb"] or match["adverb"]).lower()
    return Decimal(2 if said == _TWICE else _FACTORS[said[0]])
