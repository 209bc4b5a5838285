"""What a number measures: the rules of ``figures.yaml`` applied to a sentence.

A rule looks at the words before and after a number and at the noun it counts; the first rule that
fits names the indicator. Nothing here knows which thing is measured: that is for `attachment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from medtechkg.language.measurebook import Condition, Grammar, Rule
from medtechkg.language.nouns import is_plural
from medtechkg.language.quantities import Quantity, scan

__all__ = ["Measure", "classify"]

_REACH = 90
_FEW = 12
_LABEL = re.compile(r"([A-Za-z-]+)(?: (?:count|total|target|numbers?))?\s?(?:[:|\t–]|[-=] )\s?$")
_JOINED = re.compile(
    r"(?:\b(?:and|with|to|or|from|versus|against|than|of (?:whom|which|these|them))"
    r"(?: \w+)?\W*|\(|\b(?:has|have|had|counts?|boasts?|hosts?|houses|takes? on|took on"
    r"|recruited|hired)(?: (?:just|only|another))? )$"
)
#: "The number of firms in Fife has reached 90", "the staff number 90".
_NUMBER_OF = re.compile(
    r"\b(?:number of ([^;.:\d]{3,80}?) (?:is|are|was|were|at|reached|exceed(?:s|ed)|totals"
    r"|totalled|hit|now|to|be|be about|at about)|((?:[a-z-]+ ){1,8})number(?:s|ed|ing)?)\W*$",
    re.IGNORECASE,
)
_OF_TOTAL = re.compile(
    r" of (?:the |its |their |our )?(?:total of )?(?:[\d,]+|[a-z-]+) ([a-z -]{3,40})"
)
_NUMBERS = re.compile(r",? (?:is )?the (?:total )?number of ([^;.:]{3,80})", re.IGNORECASE)
#: "Of the 50, 20 have moved on and 18 work there": some of those counted before.
_OPENS = re.compile(r"(?:^|[,;:(–—]|\b(?:and|while|but|whereas)) ?(?:and |but |while )?$")
_DOING = re.compile(
    r" (?:of (?:them|these|those|whom) )?(?:now |also |still |already )?"
    r"(?:have|had|are|were|will|intend|want|plan|hope|expect|went|go|came|come|chose|took|joined"
    r"|sell|make|export|work|belong|hold|run|use|left|stayed|remain)\b"
)
#: Of staff only "of them" tells a part: "it has 40 staff; two are on leave" counts nobody.
_UNDIVIDED = frozenset(["item", "employee", "job"])
_OF_THEM = re.compile(r" of (?:them|these|those|whom|which)\b")
#: What counts people by what they are.
_PERSONS = {"none": "person", "shortage": "person", "occupation": "person"}
_COMPARED = frozenset(["many", "more", "fewer"])
_EXACTLY = re.compile(r"[^.;]{0,160}?(?: [–—-] ?|: ?|\()(?:or |some |exactly |about )?")
_COMPOUND = re.compile(r"-([a-z]+)\b(?! of\b)")
_NEAR = 12
#: What a name of a share needs not: "small and medium enterprises" is of enterprises.
_LEADING = re.compile(r"^.*\b(?:and|or|of|the|these|those|its|their|our|all)\b\W*", re.IGNORECASE)
_SHARING = re.compile(r"[\w ’'-]{0,40}? (?:and|or) (?:(?:a|an|some|about|around|over) )?")
_EACH = re.compile(r"\W*(?:each|apiece)\b", re.IGNORECASE)
_DEFINITE = frozenset(
    [
        "the",
        "these",
        "those",
        "first",
        "last",
        "next",
        "past",
        "top",
        "other",
        "all",
        "both",
        "only",
    ]
)


_POSSESSIVE = frozenset(["its", "our", "their", "his", "her"])


@dataclass(frozen=True, slots=True)
class Measure:
    """What a quantity measures: ``counted`` is the noun phrase, ``rule`` names what decided.

    ``led`` says that the line before a list decided, not the words of the item.
    """

    quantity: Quantity
    indicator: str
    unit: str
    rule: str
    counted: str = ""
    confidence: float = 1.0
    led: bool = False


def classify(text: str, grammar: Grammar, before: Sequence[Measure] = ()) -> list[Measure]:
    """Say what each number of a sentence measures; numbers that measure nothing are left out.

    ``before`` are those of the sentence before, for what is left unsaid: "A further 16 sell it."
    """
    quantities = _unrounded(text, scan(text))
    found: list[Measure] = []
    for index, quantity in enumerate(quantities):
        begin = _begin(text, quantities, index)
        end = _until(text, quantities, index)
        around = (
            text[max(begin, quantity.start - _REACH) : quantity.start],
            text[quantity.end : min(end, quantity.end + _REACH)],
        )
        measure = _measure(text, quantity, around, found or list(before), grammar)
        if measure is not None:
            found.append(measure)
    return found


def _unrounded(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Leave out a share in words that is told exactly right after: "more than half – 57% –"."""
    kept = list(quantities)
    for rough, exact in pairwise(quantities):
        if (
            rough.kind == exact.kind == "percent"
            and rough.worded
            and not exact.worded
            and _EXACTLY.fullmatch(text, rough.end, exact.start)
            and abs(rough.size - exact.size) <= _NEAR
        ):
            kept.remove(rough)
    return kept


def _begin(text: str, quantities: Sequence[Quantity], index: int) -> int:
    """Where the words before a number begin: "rose 14% to £45m" looks back past the 14%."""
    while index:
        last = quantities[index - 1]
        if not re.fullmatch(r"\s*(?:to|from|or|–|-)?\s*", text[last.end : quantities[index].start]):
            return last.end
        index -= 1
    return 0


def _until(text: str, quantities: Sequence[Quantity], index: int) -> int:
    """Where the words after a number end: "200 nurses and 90 carers are needed" shares its verb."""
    for one, other in pairwise(quantities[index:]):
        verbless = not re.search(
            r"\b(?:is|are|was|were|has|have|had|will|\w+ed|who|which|that)\b",
            text[one.end : other.start],
        )
        if (
            one.kind != other.kind
            or not verbless
            or not _SHARING.fullmatch(text, one.end, other.start)
        ):
            return other.start
    return len(text)


def _measure(
    text: str,
    quantity: Quantity,
    around: tuple[str, str],
    earlier: Sequence[Measure],
    grammar: Grammar,
) -> Measure | None:
    unit, counted = _counted(text, quantity, grammar)
    if unit is None:
        return None
    before, after = around
    if unit == "none" or (unit == "item" and quantity.increment):
        unit, counted = _elliptic(text, quantity, earlier, grammar) or (unit, counted)
    follows = earlier[-1].indicator if earlier else ""
    for rule in _fitting(quantity, grammar):
        if any(_holds(c, quantity, unit, counted, before, after, follows) for c in rule.conditions):
            return _by_rule(rule, quantity, unit, counted, grammar)
    return _plainly(quantity, unit, counted, earlier, grammar)


def _fitting(quantity: Quantity, grammar: Grammar) -> Iterator[Rule]:
    """The rules of the quantity's kind and size."""
    for rule in grammar.rules:
        if quantity.kind in rule.kinds and (
            (rule.least is None or quantity.size >= rule.least)
            and (rule.most is None or quantity.size <= rule.most)
        ):
            yield rule


def _holds(
    condition: Condition,
    quantity: Quantity,
    unit: str,
    counted: str,
    before: str,
    after: str,
    follows: str,
) -> bool:
    return (
        (not condition.units or unit in condition.units)
        and (not condition.follows or follows in condition.follows)
        and (not condition.more or quantity.increment)
        and (condition.noun is None or condition.noun.search(counted) is not None)
        and (condition.before is None or condition.before.search(before) is not None)
        and (condition.after is None or condition.after.search(after) is not None)
    )


def _by_rule(
    rule: Rule, quantity: Quantity, unit: str, counted: str, grammar: Grammar
) -> Measure | None:
    if rule.indicator is None:
        return None
    small = quantity.kind == "count" and quantity.size <= _FEW
    said = rule.indicator == "reportingBusinessCount" and not (
        quantity.size == 2 and quantity.before in _DEFINITE
    )
    if small and not said and _refers(quantity):
        return None
    indicator = rule.indicator
    if indicator == "share" and counted:
        indicator = _camel("share of " + _LEADING.sub("", " ".join(counted.split()[-3:])))
    unit = rule.unit or _PERSONS.get(unit, unit)
    return Measure(quantity, indicator, unit, rule.id, counted, rule.confidence)


def _refers(quantity: Quantity) -> bool:
    """Whether a small number points back at things already named: the two firms, two of them."""
    its = quantity.before in _POSSESSIVE and quantity.size <= 2
    return quantity.partitive or quantity.before in _DEFINITE or its


def _plainly(
    quantity: Quantity, unit: str, counted: str, earlier: Sequence[Measure], grammar: Grammar
) -> Measure | None:
    """The measure of a count that no rule names: by its noun, or by the count before it."""
    small = quantity.size <= _FEW
    if quantity.kind != "count" or (small and (_refers(quantity) or unit == "item")):
        return None
    if unit == "none":
        return None
    bare = not quantity.head or quantity.head == "them"
    if bare and earlier and earlier[-1].unit == unit:
        return Measure(quantity, earlier[-1].indicator, unit, "ellipsis", counted, 0.6)
    head = counted.split()[-1] if counted else quantity.head
    indicator = grammar.indicators.get(unit) or _camel(f"{_singular(head.lower())} count")
    confidence = 0.7 if unit == "item" else 0.9
    rule = f"counts-{unit}"
    return Measure(quantity, indicator, _PERSONS.get(unit, unit), rule, counted, confidence)


def _elliptic(
    text: str, quantity: Quantity, earlier: Sequence[Measure], grammar: Grammar
) -> tuple[str, str] | None:
    """The unit and noun of a bare number: a label's before it, or those of the count before it."""
    before = text[: quantity.start]
    label = _LABEL.search(before)
    if label is not None and label[1].lower() in grammar.nouns:
        return grammar.nouns[label[1].lower()], label[1]
    if _EACH.match(text, quantity.end) or (quantity.increment and earlier):
        counted = [m for m in earlier if m.quantity.kind == "count" and m.unit != "item"]
        return (counted[-1].unit, counted[-1].counted) if counted else None
    named = _named_before(before, text[quantity.end :], grammar)
    if named is not None:
        return grammar.nouns[named], named
    some = _whole(text, quantity, earlier)
    if some is not None:
        return some.unit, some.counted
    joined = _JOINED.search(before) or _OF_THEM.match(text, quantity.end)
    if quantity.size <= _FEW or joined is None:
        return None
    last = next((m for m in reversed(earlier) if m.quantity.kind == "count"), None)
    if last is not None:
        return last.unit, last.counted
    words = [w.lower() for w in re.findall(r"[A-Za-z-]+", before)]
    counted = [w for w in words if w in grammar.nouns]
    compared = [w for v, w in zip(["", *words], words, strict=False) if v in _COMPARED]
    noun = next((w for w in (*compared, *reversed(counted)) if w in grammar.nouns), None)
    return None if noun is None else (grammar.nouns[noun], noun)


def _whole(text: str, quantity: Quantity, earlier: Sequence[Measure]) -> Measure | None:
    """What a bare number that does something is a part of: the last larger count before it."""
    opens = _OPENS.search(text[: quantity.start]) and _DOING.match(text, quantity.end)
    larger = (
        m
        for m in reversed(earlier)
        if m.quantity.kind == "count"
        and m.unit not in _UNDIVIDED
        and m.quantity.size > quantity.size
    )
    return next(larger, None) if opens else None


def _named_before(before: str, after: str, grammar: Grammar) -> str | None:
    """The noun that says what a bare number counts: "the number of firms in Fife is 90"."""
    phrase = _NUMBER_OF.search(before) or _OF_TOTAL.match(after) or _NUMBERS.match(after)
    words = re.findall(r"[a-z-]+", (phrase[phrase.lastindex or 1]).lower()) if phrase else ()
    return next((word for word in words if word in grammar.nouns), None)


def _counted(text: str, quantity: Quantity, grammar: Grammar) -> tuple[str | None, str]:
    """The unit of a quantity and the phrase it counts; no unit if the noun is of no interest."""
    phrase = text[quantity.noun_start : quantity.noun_end]
    if quantity.kind == "money":
        return quantity.currency, phrase
    if quantity.kind == "percent":
        return "percent", phrase
    if quantity.kind == "ratio":
        return quantity.currency or "ratio", phrase
    if quantity.kind == "multiple":
        return "multiple", ""
    if quantity.head in grammar.skip:
        return None, phrase
    if not quantity.head or quantity.head == "them":
        return "none", ""
    of_each = _COMPOUND.match(text, quantity.end)
    if of_each is not None and quantity.noun_end > of_each.end():  # "a 200-bed hospital"
        unit = next((grammar.nouns[n] for n in _plurals(of_each[1]) if n in grammar.nouns), None)
        if unit is not None:
            return unit, of_each[1] + "s"
    return _noun_unit(phrase, quantity, grammar)


def _noun_unit(phrase: str, quantity: Quantity, grammar: Grammar) -> tuple[str, str]:
    lower = phrase.lower()
    two = " ".join(lower.split()[-2:])
    for head in (two, quantity.head, lower):
        if head in grammar.nouns:
            return grammar.nouns[head], phrase
    singular = quantity.size == 1 or (lower.count(" ") < 2 and not is_plural(quantity.head))
    for word in re.finditer(r"[\w-]+", lower):
        unit = grammar.nouns.get(word[0])
        if unit is None and singular:
            unit = next((grammar.nouns[n] for n in _plurals(word[0]) if n in grammar.nouns), None)
        if unit is not None:
            return unit, phrase[: word.end()]
    return ("item" if quantity.head.endswith("s") else "none"), phrase


def _plurals(word: str) -> tuple[str, ...]:
    return word + "s", word + "es", (word[:-1] + "ies")


def _singular(word: str) -> str:
    """The singular of a plural noun, near enough for a name.

    >>> [_singular(w) for w in ("studies", "campuses", "courses", "people", "businesses")]
    ['study', 'campus', 'course', 'people', 'business']
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "uses", "xes", "ches", "shes")) and not word.endswith("houses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _camel(words: str) -> str:
    parts: list[str] = re.findall(r"[A-Za-z0-9]+", words)
    return parts[0].lower() + "".join(part[0].upper() + part[1:].lower() for part in parts[1:])
