"""A figure told twice is one figure with two places of evidence.

Reports say a number in the headline, in the text and in a quotation, and point back at it: "the
£14m", "those 170 jobs". What points back is told by its determiner; without one, numbers are the
same only if all that is said of them agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from medtechkg.language.hedges import word_before
from medtechkg.model import Document, Figure

__all__ = ["merged"]

_POINTING = frozenset(["the", "this", "that", "these", "those", "its", "our", "their", "all"])
_ADDED = re.compile(r"\b(?:another|further|additional|extra|more|also|second|each|same)\b", re.I)
#: Rules that take the subject from the phrase of the number: "the £5m Tay Lab" is no other's £5m.
_OWN = frozenset(["amount-names", "apposed", "amount-for", "labelled"])
#: Smaller counts may be the same by chance: three partners, three sites.
_FEW = 12


def merged(document: Document, figures: Iterable[Figure]) -> list[Figure]:
    """Join what says a figure of ``document`` again to the figure: one, with all its evidence."""
    kept: list[Figure] = []
    for figure in figures:
        back = _points_back(document, figure)
        at = next((at for at, first in enumerate(kept) if _same(first, figure, back)), None)
        if at is None:
            kept.append(figure)
        else:
            kept[at] = _joined(kept[at], figure)
    return kept


def _same(first: Figure, again: Figure, back: bool) -> bool:
    """Whether a figure says again what another said, in a sentence of its own."""
    numbers = (first.value, first.low, first.high, first.unit)
    if numbers != (again.value, again.low, again.high, again.unit) or _beside(first, again):
        return False
    if back:
        return first.subject == again.subject or _rule(again) not in _OWN
    size = again.value if again.value is not None else again.high
    if again.unit in {"percent", "ratio", "multiple"} or size is None or size <= _FEW:
        return False
    agree = _facts(first) == _facts(again) and _dated(first, again)
    return agree and _spans(first, again) and not _adds(again)


def _beside(first: Figure, again: Figure) -> bool:
    return first.evidence[0].start == again.evidence[0].start


def _rule(figure: Figure) -> str:
    return figure.evidence[0].rule.rpartition("/")[2]


def _facts(figure: Figure) -> tuple[object, ...]:
    """What must agree; the noun by its last word: "young firms" are firms."""
    noun = figure.counted.lower().split()[-1:]
    return (figure.subject, figure.indicator, figure.polarity, *noun)


def _dated(first: Figure, again: Figure) -> bool:
    """Whether both may be as of the same time: a date that is not stated tells nothing."""
    return "stated" not in (first.as_of_basis, again.as_of_basis) or first.as_of == again.as_of


def _spans(first: Figure, again: Figure) -> bool:
    """Whether no horizon and no rate of the one contradicts the other's."""
    pairs = ((first.horizon, again.horizon), (first.period, again.period))
    return all(one == other or None in (one, other) for one, other in pairs)


def _adds(figure: Figure) -> bool:
    """Whether the sentence adds to what was told: "a further £600k", "the same from the city"."""
    said = figure.evidence[0].quote
    at = said.find(figure.verbatim)
    return _ADDED.search(said, max(0, at - 30), at + len(figure.verbatim) + 20) is not None


def _points_back(document: Document, figure: Figure) -> bool:
    """Whether the number is one already told of: "the £14m goes to labs"."""
    said = figure.evidence[0]
    at = document.text.find(figure.verbatim, said.start, said.end)
    return at >= 0 and word_before(document.text, at) in _POINTING


def _joined(first: Figure, again: Figure) -> Figure:
    sure = first.evidence[0].confidence
    more = (
        replace(each, confidence=max(each.confidence, sure))
        for each in again.evidence
        if each not in first.evidence
    )
    return replace(first, evidence=(*first.evidence, *more))
