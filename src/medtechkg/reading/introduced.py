"""What the line before a list says of the counts of its items: "It will need: 900 nurses, …"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from medtechkg.language.measurebook import Grammar
from medtechkg.language.measures import Measure, classify
from medtechkg.model import Passage, PassageKind, Sentence

__all__ = ["intro", "introduced"]

#: Rules that fit where no words tell more.
_PLAIN = frozenset(["amount", "ellipsis"])


def intro(passage: Passage, sentence: Sentence, passages: Mapping[int, Passage]) -> str:
    """The line that introduces the list a sentence begins an item of, if it does."""
    listed = passage.kind in (PassageKind.BULLET, PassageKind.ROW) and not sentence.start
    lead = passages.get(passage.lead_in) if listed and passage.lead_in is not None else None
    return f"{lead.text.rstrip(' :–—-')} " if lead is not None else ""


def introduced(text: str, measures: list[Measure], intro: str, grammar: Grammar) -> list[Measure]:
    """Let the line before a list say what plain counts of its items are: "It will need:"."""
    if not intro or not any(_plain(m) for m in measures):
        return measures
    told = {m.quantity.end - len(intro): m for m in classify(intro + text, grammar)}
    return [_told_by(m, told.get(m.quantity.end)) if _plain(m) else m for m in measures]


def _plain(measure: Measure) -> bool:
    return measure.rule.startswith("counts-") or measure.rule in _PLAIN


def _told_by(measure: Measure, told: Measure | None) -> Measure:
    if told is None or _plain(told):
        return measure
    quantity = measure.quantity
    if quantity.qualifier == "exact":
        quantity = replace(
            quantity,
            qualifier=told.quantity.qualifier,
            qualifier_text=told.quantity.qualifier_text,
        )
    return replace(told, quantity=quantity, counted=measure.counted, led=True)
