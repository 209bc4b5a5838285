"""When a record that was read says the same as one that was annotated.

Names are compared as a person would, without case, articles, punctuation and company suffixes. The
ends of a relation also agree if the words of one contain two or more words of the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from medtechkg.records import STATISTICS, Record

__all__ = [
    "SYMMETRIC",
    "Forms",
    "claims",
    "entities",
    "events",
    "forms",
    "key",
    "negated",
    "relations",
    "same",
    "statistics",
    "strict_statistics",
    "text",
]

#: All forms of each entity, by the key of its name.
Forms = Mapping[str, set[str]]

SYMMETRIC = frozenset(("collaboratesWith", "overlapsWith"))
_ALIKE = frozenset(
    frozenset(pair)
    for pair in (("memberOf", "participatesIn"), ("partOf", "memberOf"), ("leads", "hasRole"))
)
_HEDGES = (
    ("exact",),
    ("more than", "over", "upwards of", "exceeding", "above", "in excess of"),
    ("less than", "under", "below", "fewer than"),
    ("about", "around", "approximately", "some", "circa", "roughly"),
    ("nearly", "almost", "close to"),
    ("up to",),
    ("at least", "minimum"),
    ("at most", "maximum"),
    ("forecast", "expected", "projected"),
    ("target",),
    ("estimated", "estimate"),
)
_HEDGE = {word: group[0] for group in _HEDGES for word in group}
_UNITS = {
    **dict.fromkeys(("people", "person", "employee", "worker", "staff", "job"), "person"),
    **dict.fromkeys(("company", "firm", "enterprise", "business"), "business"),
}
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_POSSESSIVE = re.compile(r"['’]s\b|['’]")
_NOT_WORD = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"(?<=\S)\s+(?:ltd|limited|plc|llp|llc|inc|incorporated|corp|gmbh|co)$")


# -- comparing names --------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Reduce a name to what has to agree.

    >>> key("The Widget Company's Ltd.") == key("widget company")
    True
    """
    words = unicodedata.normalize("NFKC", name).casefold()
    words = _NOT_WORD.sub(" ", _POSSESSIVE.sub("", words)).strip()
    words = _ARTICLE.sub("", words)
    while (shorter := _SUFFIX.sub("", words)) != words:
        words = shorter
    return words


def _names(row: Record) -> set[str]:
    others = row.get("aliases")
    written = [row["subject"], row.get("mention"), *(others if isinstance(others, list) else ())]
    return {key(form) for form in written if isinstance(form, str)} - {""}


def forms(rows: Iterable[Record]) -> Forms:
    """Collect all forms of each entity."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] == "entity":
            found[key(text(row, "subject"))] |= _names(row)
    return found


def same(one: str, other: str, ones: Forms, others: Forms) -> bool:
    """Whether two ends are the same, or the words of one contain two words or more of the other."""
    left, right = ({key(each)} for each in (one, other))
    left, right = left | ones.get(key(one), set()), right | others.get(key(other), set())
    return bool(left & right) or _contains(key(one), key(other))


def _contains(one: str, other: str) -> bool:
    few, many = sorted((set(one.split()), set(other.split())), key=len)
    return len(few) > 1 and few <= many


def text(row: Record, name: str) -> str:
    """Give a value of a record as a string, empty if there is none."""
    return str(row.get(name) or "")


# -- comparing records ------------------------------------------------------------------------


def entities(gold: Record, ours: Record) -> bool:
    """Whether a name, mention or alias agrees."""
    return not _names(gold).isdisjoint(_names(ours))


def relations(gold: Record, ours: Record, theirs: Forms, own: Forms) -> bool:
    """Whether the property and both ends agree, either way round where it is symmetric."""
    name, other = text(gold, "predicate"), text(ours, "predicate")
    if name != other and frozenset((name, other)) not in _ALIKE:
        return False
    if negated(gold) != negated(ours):
        return False
    ends = text(ours, "subject"), text(ours, "object")
    orders = (ends, ends[::-1]) if name in SYMMETRIC else (ends,)
    return any(
        same(text(gold, "subject"), one, theirs, own)
        and same(text(gold, "object"), two, theirs, own)
        for one, two in orders
    )


def negated(row: Record) -> bool:
    """Whether a record says that something is not so."""
    return text(row, "polarity") in ("negated", "negative")


def statistics(gold: Record, ours: Record) -> int:
    """How well a number agrees: 0 not at all, more if property, subject and unit do as well."""
    if _number(gold) is None or _number(gold) != _number(ours):
        return 0
    name = text(gold, "predicate")
    if name in STATISTICS and name != text(ours, "predicate"):
        return 0
    bonus = (
        name == text(ours, "predicate"),
        key(text(gold, "subject")) == key(text(ours, "subject")),
        _unit(gold) == _unit(ours),
        _hedge(gold) == _hedge(ours),
        _overlap(gold, ours),
    )
    return 1 + sum(bonus)


def strict_statistics(gold: Record, ours: Record) -> int:
    """Demand that unit, hedge and speaker agree as well."""
    agree = (
        _unit(gold) == _unit(ours)
        and _hedge(gold) == _hedge(ours)
        and key(text(gold, "attributed_to")) == key(text(ours, "attributed_to"))
    )
    return statistics(gold, ours) if agree else 0


def _number(row: Record) -> float | None:
    value = row.get("value")
    return round(float(value), 9) if isinstance(value, int | float) else None


def _unit(row: Record) -> str:
    word = text(row, "unit").casefold()
    single = re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", re.sub(r"sses$", "ss", word)))
    return _UNITS.get(single, single)


def _hedge(row: Record) -> str:
    words = text(row, "qualifier").casefold().replace("-", " ")
    return _HEDGE.get(words, words) or "exact"


def events(gold: Record, ours: Record, theirs: Forms, own: Forms) -> bool:
    """Whether kinds share a stem (visit, visited) and either end agrees with any that we give."""
    name, other = text(gold, "predicate").casefold(), text(ours, "predicate").casefold()
    if name[:4] != other[:4]:
        return False
    ends = [text(ours, "subject"), text(ours, "object"), text(ours, "place")]
    for more in (ours.get("agents"), ours.get("objects")):
        ends.extend(map(str, more if isinstance(more, list) else ()))
    wanted = [text(gold, "subject"), text(gold, "object")]
    return any(same(one, two, theirs, own) for one in wanted if one for two in ends if two)


def claims(gold: Record, ours: Record, theirs: Forms, own: Forms) -> bool:
    """Whether quotes overlap and the subject agrees."""
    subjects = text(gold, "subject"), text(ours, "subject")
    return _overlap(gold, ours) and same(*subjects, theirs, own)


def _overlap(gold: Record, ours: Record) -> bool:
    """Whether one quote contains the other, but for white space and punctuation."""
    one, other = key(text(gold, "quote")), key(text(ours, "quote"))
    return bool(one and other) and (one in other or other in one)
