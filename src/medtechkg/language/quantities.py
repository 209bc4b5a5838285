"""Amounts and periods in English text, read exactly; what they measure is for `figures` to say.

`scan` finds money, percentages, counts and ratios with the hedge that stands before or after them
and the noun they count. Numbers that measure nothing (names, dates, ranks, distances, ages, lists)
are left out. It works from anchors: one cheap search for digits, currency signs and number words,
then a match on the spot. `periods` does the same for dates and spans of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from medtechkg.language.hedges import hedge, word_before
from medtechkg.language.multiples import DOUBLED, GROWN, TIMES, factor
from medtechkg.language.nouns import PLURALS, noun
from medtechkg.language.numerals import (
    CORE,
    CURRENCIES,
    FRACTION,
    JOIN,
    MONTH,
    ONE_IN,
    PARTS,
    RATIO,
    SMALL,
    SPAN,
    TENS,
    TOP_OF,
    amount,
    number,
    plain,
    word,
)
from medtechkg.language.periods import RATE, Period, PeriodKind, periods

__all__ = ["Kind", "Period", "PeriodKind", "Quantity", "number", "periods", "scan"]

Kind = Literal["money", "percent", "count", "ratio", "multiple"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as it was said.

    ``start``/``end`` span its words, hedges included, the counted noun not. The noun phrase is
    ``text[noun_start:noun_end]`` (empty if there is none) and ``head`` its noun. A range has
    ``low`` and ``high`` and no ``value``. ``before`` is the lower-case word in front of it;
    ``partitive`` marks "12 of the firms"; ``worded`` a number written in letters.
    """

    start: int
    end: int
    kind: Kind
    verbatim: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    qualifier: str = "exact"
    qualifier_text: str = ""
    increment: bool = False
    noun_start: int = 0
    noun_end: int = 0
    head: str = ""
    per: str | None = None
    before: str = ""
    partitive: bool = False
    worded: bool = False

    @property
    def size(self) -> Decimal:
        """The value, or the upper end of a range."""
        return next(v for v in (self.value, self.high, self.low) if v is not None)


# -- the words around -------------------------------------------------------------------------

_POSTFIX = re.compile(r"\+|[ -]plus(?= \w)| or (more|so|fewer|less)\b", re.IGNORECASE)
_POSTFIX_CODES = {"more": "at-least", "so": "about", "fewer": "at-most", "less": "at-most"}
_MORE = re.compile(r" (?:more|extra|additional|further|new)\b", re.IGNORECASE)

# -- what is not a quantity -------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?:(?<!each )(?<!every )(?<!per )\b(?:no"
    r"|nos|number|level|phase|tier|stage|step|section|chapter|table|figure|fig|page|pp?"
    r"|part|annex|appendix|unit|room|suite|floor|building|year|grade|band|class|type|version|ver|v"
    r"|ftse|fortune|forbes|nasdaq|dax|cac|horizon|industry|article|schedule|volume|vol|issue|paragraph|para|question|q|note|footnote"
    r"|top|rank|ranked|position|sic|soc|code|codes|iso|bs|en|iec|tel|telephone|phone|fax|mobile"
    r"|route|junction|item|goal|sdg|priority|objective|theme|pillar|lot|package|day|week|quarter"
    r"|gate|model|series|round|option|module|stage|platform|covid|aged?|ages|mk|mark|war"
    r"|charity|isbn|doi|id|rank|zone|cohort|group|wave)s?[.:]? ?\(?"
    r"(?P<run>\d{1,3}[a-z]?(?:, ?|/| ?[-–&+] ?| and | or | to ))*|[#\[@§_/]|\d[-–.:])$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    rf"[ \u00a0-]?(?:miles?|mi|kms?|kilomet(?:re|er)s?|met(?:re|er)s?|mm|cm|nm|µm|inch(?:es)?|feet"
    rf"|foot|ft|yards?|kg|mg|g|ml|(?:milli|kilo)?grams?|(?:milli)?litres?|[kmg]?hz|[gtm]b(?:ps|it)?|[kmg]w|volts?|degrees?|am|pm"
    rf"|times|x|fold|st|nd|rd|th)\b|°|º|[ \u00a0-](?:[a-z]+[ -])?{SPAN}\b|[ -]years?[ -]olds?\b"
    r"|-(?:size|off|way|dimensional|point|step|stage|sided|to-one|on-one|stop|star|tier|part"
    r"|store?ys?|storied|storeyed|floor|deck|bay|lane|page|figure|digit|person|man|hour)\b"
    r"|s\b|[A-Za-z_\]]|[./:]\d|/\w|-(?-i:[A-Z])| (?:and|or) (?:over|under|above)(?= ?[,.;)]|$)",
    re.IGNORECASE,
)
#: Areas measure a site or a building, written close to the number too: "700m2", "900sq ft".
_FLOOR = re.compile(
    r"[ -]?(?:sq(?:uare|\.)?[ -]?(?:ft|feet|foot|m|met(?:re|er)s?)\b|m²|m2\b)", re.IGNORECASE
)
_DATE_LED = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}\b"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|(?:[01]?\d|2[0-3]):[0-5]\d\b|\d{1,2}\.\d{2} ?[ap]m\b"
    r"|(?:19|20)\d\d ?[-/–] ?(?:(?:19|20)\d\d|\d\d)\b(?!,\d)|24/7\b|0\d[\d ]+\b|\d+(?:\.\d+){2,}"
    r"|(?<=\+)\d[\d ()]{8,}\d\b"
)
_AFTER_MONTH = re.compile(rf"\b{MONTH} $")
_NOT_ONE = frozenset(
    re.findall(r"[a-z-]+", "each every any no this that which the only number another some just")
)
#: "Three of England's science parks" counts parks; "three of the parks" points back at them.
_OWNED = re.compile(r" of (?:the )?(?:[A-Z][\w.&-]* ?){1,4}['’]s? (?!\d)")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
#: "The Holt 2028 Games".
_YEAR_IN_NAME = re.compile(r"[a-z] [A-Z][a-z]+ \d{4} [A-Z]$")
_LISTED = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2})*[.)]\s")
_DATING = frozenset(
    re.findall(
        r"[a-z-]+",
        "in by since from until till to of during for after before early late mid the and spring "
        "summer autumn winter end circa year session christmas between",
    )
)
#: "Up by a third": a share that stands alone tells a rise or fall.
_BY = re.compile(r"\bby (?:[a-z]+ ){0,3}$", re.IGNORECASE)
#: Part of a name: "48 South Audio, which", "3 West Labs is".
_NAMED = re.compile(
    r" (?:[A-Z][a-z]+(?<!s) ){1,2}(?:[A-Z][a-z]+(?<!s))(?=, (?:which|who|a|an)\b"
    r"|[’']s\b| (?:is|was|has|will|wants|plans)\b)"
)
#: "Two and a half".
_MIXED = re.compile(rf"(?:\d|\b(?:{'|'.join(SMALL)})) and $", re.IGNORECASE)
_ANCHOR = re.compile(
    "|".join((*"0123456789£€", r"\$", "GBP", "EUR", "USD", r"US\$"))
    + "".join(f"|{word}|{word.title()}" for word in (*SMALL, *TENS, "half", "quarter"))
    + "".join(
        f"|{a} {word}"
        for a in ("a", "A")
        for word in (
            "hundred",
            "thousand",
            "million",
            "billion",
            "dozen",
            "third",
            "quarter",
            "fifth",
            "tenth",
        )
    )
)


def scan(text: str) -> list[Quantity]:
    """Find every amount of ``text`` from left to right; they do not overlap.

    >>> [(q.value, q.qualifier, q.head) for q in scan("It has over 1,200 highly skilled staff.")]
    [(Decimal('1200'), 'more-than', 'staff')]
    """
    found = [_finish(text, *m.span(), "multiple", value=factor(m)) for m in DOUBLED.finditer(text)]
    if _ANCHOR.search(text) is not None:
        found += [q for q in _walk(text) if q.size > 0 and not _idiom(q)]
    return _ratios(text, sorted(found, key=lambda q: q.start))


def _walk(text: str) -> Iterator[Quantity]:
    listed = _LISTED.match(text)
    position = listed.end() if listed else 0
    while (anchor := _ANCHOR.search(text, position)) is not None:
        at, position = anchor.span()
        dated = _DATE_LED.match(text, at)
        if dated is not None:
            position = dated.end()
        elif _inside_word(text, at):
            position = _word_end(text, position)
        else:
            quantity, position = _read(text, at)
            if quantity is not None:
                yield quantity


def _idiom(quantity: Quantity) -> bool:
    """Whether "one" is a pronoun or part of a phrase: one of the best, each one, no one."""
    if quantity.kind != "count" or quantity.value != 1:
        return False
    return quantity.partitive or not quantity.head or quantity.before in _NOT_ONE


def _inside_word(text: str, at: int) -> bool:
    if at == 0:
        return False
    previous = text[at - 1]
    return previous.isalnum() or previous == "_" or (
        previous in "-–’'" and at > 1 and text[at - 2].isalpha() and previous != "–"
    )  # fmt: skip


def _word_end(text: str, position: int) -> int:
    while position < len(text) and (text[position].isalnum() or text[position] in "_-"):
        position += 1
    return position


def _read(text: str, at: int) -> tuple[Quantity | None, int]:
    """Read the quantity that begins at ``at``, and say where to go on reading."""
    times = TIMES.match(text, at)
    if times is not None and (times["more"] or GROWN.search(text, max(0, at - 60), at)):
        end = times.start("more") if times["more"] else times.end()
        return _finish(text, at, end, "multiple", value=_value(times["n"])), end
    part = _part(text, at)
    if part is not None:
        return _share(text, part), part.end()
    top = TOP_OF.match(text, at)
    if top is not None:
        return _finish(text, at, top.end(), "count", value=_value(top["n"])), top.end()
    ratio = RATIO.match(text, at)
    if ratio is not None and not _LABELLED.search(text, max(0, at - 24), at):
        value = Decimal(ratio["top"])
        return _finish(text, at, ratio.end(), "ratio", value=value), ratio.end()
    core = CORE.match(text, at)
    if core is None:
        return None, _word_end(text, at + 1)
    return _amount(text, core)


def _part(text: str, at: int) -> re.Match[str] | None:
    """A fraction or "one in five"; one that stands alone only after "by"."""
    part = FRACTION.match(text, at)
    if part is not None and (part["rise"] is None or _BY.search(text, max(0, at - 24), at)):
        return part
    return ONE_IN.match(text, at)


def _value(digits: str) -> Decimal:
    return Decimal(digits) if digits[0].isdigit() else Decimal(word(digits))


def _share(text: str, match: re.Match[str]) -> Quantity | None:
    """Read a fraction of something as a percentage with one decimal."""
    previous = word_before(text, match.start())
    if previous in {"first", "second", "third", "latter", "other", "last", "each"} or _MIXED.search(
        text, 0, match.start()
    ):
        return None
    top = word(match["top"] or "a")
    base = PARTS.get(match["base"].lower()) or word(match["base"])
    if not 0 < top < base:
        return None
    value = plain((Decimal(100) * top / base).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return _finish(text, match.start(), match.end(), "percent", value=value, worded=True)


def _amount(text: str, core: re.Match[str]) -> tuple[Quantity | None, int]:
    second = _second(text, core)
    last = second or core
    end = last.end()
    kind, currency = _kind(core, second)
    # a full stop, a comma or a hyphen after the digits belongs to them only if digits follow
    plain = kind == "count" and core["scale"] is None
    if kind == "count" and _measures_nothing(text, core, end, plain):
        return None, _word_end(text, max(end, core.end()))
    first = amount(core, _shared_scale(core, second))
    worded = not core["n"][0].isdigit()
    if second is None:
        return _finish(
            text, core.start(), end, kind, value=first, currency=currency, worded=worded
        ), end
    return _finish(
        text, core.start(), end, kind, low=first, high=amount(second), currency=currency
    ), end


def _second(text: str, core: re.Match[str]) -> re.Match[str] | None:
    """Find the upper end of a range; "and" joins one only after "between"."""
    join = JOIN.match(text, core.end())
    previous, word = (
        word_before(text, core.start()),
        "" if join is None else join[0].strip().lower(),
    )
    if join is None or (word == "and" and previous != "between"):
        return None
    if word == "to" and previous == "by":  # "has risen by 40 to 300"
        return None
    second = CORE.match(text, join.end())
    if second is None or (core["percent"] and not second["percent"]):
        return None
    low = amount(core, _shared_scale(core, second))
    if (
        word == "or" and not amount(second) == low + 1 > 2
    ):  # "five or six", not "20 or 30 Main Street"
        return None
    if second["sign"] and not core["sign"] and _YEAR.fullmatch(core["n"]):  # "in 2014 to £1m"
        return None
    if amount(second) <= low or (
        core["sign"]
        and not (second["sign"] or second["scale"])
        and "to" in join[0]
        and not second["percent"]
        and _MEASURED.match(text, second.end())
    ):
        return None
    return second


def _shared_scale(core: re.Match[str], second: re.Match[str] | None) -> str | None:
    small = len(core["n"]) < 4
    return second["scale"] if second is not None and core["scale"] is None and small else None


def _kind(core: re.Match[str], second: re.Match[str] | None) -> tuple[Kind, str | None]:
    for match in (core, second):
        if match is None:
            continue
        sign = match["sign"] or match["currency"]
        if sign:
            return "money", "USD" if "$" in sign else CURRENCIES[sign.strip()[0].lower()]
        if match["percent"]:
            return "percent", None
    return "count", None


def _measures_nothing(text: str, core: re.Match[str], end: int, plain: bool) -> bool:
    """Whether a bare number names, dates, ranks or times something rather than counting it."""
    start, digits = core.start(), core["n"]
    if _FLOOR.match(text, end):
        return False
    if _MEASURED.match(text, end):
        return True
    label = _LABELLED.search(text, max(0, start - 32), start)
    if label is not None and "," not in digits and not (label["run"] and len(digits) > 2):
        return True
    year = plain and _YEAR.fullmatch(digits) is not None
    if (year or (plain and len(digits) < 3)) and _AFTER_MONTH.search(
        text, max(0, start - 12), start
    ):
        return True
    if plain and _NAMED.match(text, end):
        return True
    return year and _is_year(text, start, end)


def _is_year(text: str, start: int, end: int) -> bool:
    previous = word_before(text, start)
    if previous in _DATING or text[end : end + 1] in {"", ".", ",", ")", ";", ":", "/", "’", "'"}:
        return True
    if _YEAR_IN_NAME.search(text, max(0, start - 24), end + 2):
        return True
    return not noun(text, end)[2].endswith("s") and noun(text, end)[2] not in PLURALS


def _finish(
    text: str,
    at: int,
    end: int,
    kind: Kind,
    *,
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    currency: str | None = None,
    worded: bool = False,
) -> Quantity:
    """Put together the quantity at ``at`` with what stands around it."""
    start, code, words, increment = hedge(text, at)
    after = _POSTFIX.match(text, end)
    if after is not None:
        end = after.end()
        code = (
            code
            if code not in {"exact", "about"} or (code == "about" and not after[1])
            else _POSTFIX_CODES.get((after[1] or "").lower(), "more-than")
        )
        words = f"{words} {after[0].strip(' -')}".strip()
    more = _MORE.match(text, end)
    many = kind in {"count", "percent"} and value != 1
    noun_start, noun_end, head = (
        (end, end, "") if kind == "multiple" else noun(text, end, many=many)
    )
    return Quantity(
        start=start,
        end=end,
        kind=kind,
        verbatim=text[start:end],
        value=value,
        low=low,
        high=high,
        currency=currency,
        qualifier=code,
        qualifier_text=words,
        increment=increment or (more is not None and more[0] != " new"),
        noun_start=noun_start,
        noun_end=noun_end,
        head=head,
        per=_rate(text, start, max(end, noun_end)),
        before=word_before(text, start),
        partitive=text.startswith(" of ", end) and _OWNED.match(text, end) is None,
        worded=worded,
    )


def _rate(text: str, start: int, end: int) -> str | None:
    near = min((p for p in (text.find(mark, end) for mark in ",;.") if p >= 0), default=len(text))
    match = RATE.search(text, end, min(near, end + 40))
    if match is None:
        match = RATE.search(text, max(0, start - 12), start)
    return match[0].lower() if match else None


def _ratios(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join "£3 for each £1" into a ratio: the denominator is no amount of its own."""
    bases = [q for q in found if q.kind == "money" and q.before in {"each", "every"}]
    for base in bases:
        others = [q for q in found if q.kind == "money" and q not in bases]
        nearest = min(others, key=lambda q: abs(q.start - base.start), default=None)
        found.remove(base)
        if nearest is not None and abs(nearest.start - base.start) < 120:
            joined = replace(nearest, kind="ratio", per=f"{base.before} {base.verbatim}")
            found[found.index(nearest)] = joined
    return found
