"""Numbers as English writes them, in digits and in words: the grammar and the values.

The ground `quantities` and `periods` stand on. Values are decimals, never floats.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "CORE",
    "CURRENCIES",
    "FRACTION",
    "JOIN",
    "MONTH",
    "MONTHS",
    "ONES",
    "ONE_IN",
    "PARTS",
    "RATIO",
    "SMALL",
    "SPAN",
    "TENS",
    "TOP_OF",
    "WORDS",
    "amount",
    "number",
    "plain",
    "word",
]

SMALL = re.findall(
    r"[a-z-]+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
TENS = re.findall(r"[a-z-]+", "twenty thirty forty fifty sixty seventy eighty ninety")
WORDS = {word: n for n, word in enumerate(SMALL, 1)} | dict(
    zip(TENS, range(20, 100, 10), strict=True)
)
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6} | dict.fromkeys(
    ("billion", "bn", "bln", "b"), 10**9
) | dict.fromkeys(("m", "mn", "mln"), 10**6) | dict.fromkeys(("trillion", "tn"), 10**12) | {
    "k": 1000
}  # fmt: skip
CURRENCIES = {
    "£": "GBP",
    "€": "EUR",
    "$": "USD",
    "g": "GBP",
    "p": "GBP",
    "e": "EUR",
    "u": "USD",
    "d": "USD",
}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
ONES = "|".join(sorted(SMALL, key=len, reverse=True))
_SPELT = (
    r"(?:(?:a |three[ -])?quarters? of a(?= (?:million|billion|trillion)\b)"
    rf"|(?:{'|'.join(TENS)})(?:[- ](?:{ONES}))?|{ONES}"
    r"|half a(?= (?:million|billion|trillion|dozen)\b)"
    r"|an?(?= (?:hundred|thousand|million|billion|trillion|dozen)\b))\b"
)
_SCALE = (
    r"(?:[ \u00a0-]?(?:hundred and "
    rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{ONES}))?|{ONES})\b(?: thousand)?|"
    r"hundred thousand|hundred|thousand|million|billion|trillion|dozen)\b"
    r"|[ \u00a0]?(?:bn|mn|mln|bln|tn)\b|[kKmMbB](?![A-Za-z0-9]))"
)
_SIGN = r"(?:(?:US)?\$|£|€|(?:GBP|EUR|USD) ?)"
_AMOUNT = (
    rf"(?P<sign>{_SIGN})?(?P<n>{_DIGITS}|{_SPELT})(?P<scale>{_SCALE})?(?:(?P<percent>[ \u00a0]?%"
    r"|[ -](?:per cent|percent|percentage points?)\b|(?<=\d)pc\b)"
    r"|[ -]?(?P<currency>(?:GBP|EUR|USD|pounds?|euros?|(?:US )?dollars)\b))?"
)
CORE = re.compile(_AMOUNT, re.IGNORECASE)
JOIN = re.compile(r"\s?[-–—]\s?(?=[£€$\d])| to | and | or ", re.IGNORECASE)
#: What a share may do without saying of what: "a third see it as a risk", "up by a quarter".
_DOING = (
    r"are|were|have|had|do|did|say|said|see|saw|feel|felt|think|thought|believed?|expect(?:ed)?"
    r"|planned|want(?:ed)?|needed|used|worked|exported|employ(?:ed)?|came|come|go|went|struggled?"
    r"|reported|cited?|took|held|offered|trained"
)
FRACTION = re.compile(
    r"(?:(?P<top>an?|one|two|three|four|nine)[ -])?(?P<base>half|third|quarter|fifth|tenth)s?"
    r"(?:(?= (?:of(?! an? (?:million|billion|trillion|dozen|centur|mile|hour|day|year|inch))"
    rf"|the|its|their|all|{_DOING})\b)"
    r"|(?P<rise>(?=[,.;)]| (?:since|in|over|between|on|from|to|year|compared|and)\b|$)))",
    re.IGNORECASE,
)
#: "12 of Europe's top 20 firms", "nine of the ten largest firms" counts firms; of universities
#: it only tells how they rank.
TOP_OF = re.compile(
    rf"(?P<n>\d{{1,3}}|{'|'.join(SMALL[1:])}) (?:out )?of (?:the |its |their )?"
    rf"(?:[\w.]+['’]s? ){{0,2}}(?:top (?:\d{{1,3}}|{'|'.join((*SMALL[1:], *TENS))})"
    rf"|(?:\d{{1,3}}|{'|'.join((*SMALL[1:], *TENS))}) (?:\w+ )?(?:largest|biggest|leading|best))\b"
    r"(?! (?:[\w-]+ )?universities)",
    re.IGNORECASE,
)
ONE_IN = re.compile(
    rf"(?P<top>{ONES}|\d\d?) (?:in|out of) (?:every )?(?P<base>{ONES}|\d{{1,3}})\b", re.IGNORECASE
)
RATIO = re.compile(r"(?P<top>\d+(?:\.\d+)?) ?(?::|to) ?1(?![\d:.\w%]|,\d)(?! ?[ap]m\b)")
MONTHS = re.findall(r"[a-z-]+", "jan feb mar apr may jun jul aug sep oct nov dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
SPAN = (
    r"(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|decades?"
    r"|centur(?:y|ies)|nights?|weekends?|fortnights?|terms?|semesters?|generations?)"
)


def number(text: str) -> Decimal | None:
    """Read a plain number, in digits or words, with or without a scale.

    >>> number("1.2 million"), number("twenty-five"), number("two hundred and fifty")
    (Decimal('1200000'), Decimal('25'), Decimal('250'))
    """
    match = CORE.fullmatch(text.strip())
    return None if match is None else amount(match)


def amount(match: re.Match[str], scale: str | None = None) -> Decimal:
    """Value a match of `CORE`; ``scale`` is what a range shares with its upper end."""
    return plain(_scaled(_base(match["n"].lower()), (match["scale"] or scale or "").lower()))


def _base(digits: str) -> Decimal:
    if digits[0].isdigit():
        return Decimal(re.sub(r"[,\s]", "", digits))
    if digits.endswith(" a"):
        return Decimal("0.5" if digits[0] == "h" else "0.75" if digits[0] == "t" else "0.25")
    return Decimal(sum(WORDS.get(part, 0) for part in re.split(r"[- ]", digits)) or 1)


def _scaled(base: Decimal, scale: str) -> Decimal:
    for part in re.findall(r"[a-z]+", scale):
        base = base + WORDS[part] if part in WORDS else base * _SCALES.get(part, 1)
    return base


def plain(value: Decimal) -> Decimal:
    """Round to six places, without exponent or trailing zeros."""
    rounded = value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def word(text: str) -> int:
    """Read a small number in digits or as one word."""
    return int(text) if text.isdigit() else WORDS.get(text.lower(), 1)
