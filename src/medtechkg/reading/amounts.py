"""Whose an amount of money is: what it pays for or who receives it, never who gives it."""

from __future__ import annotations

import re

from medtechkg.language.clauses import (
    FUNDED,
    Attachment,
    Setting,
    adjunct,
    gives,
    reports,
    say,
    topic,
    ungoverned,
)
from medtechkg.language.measures import Measure
from medtechkg.model import Entity, Mention

__all__ = ["amount_for", "amount_names", "given", "received", "shared"]

#: Counts that say how big a thing is.
SIZES = frozenset(["square-foot", "square-metre", "acre", "hectare", "bed", "place", "room"])
#: Places and fields are funded only where the amount is said to be for them in so many words.
_WIDE = frozenset(["Region", "Sector", "SubSector"])
_DIRECT = re.compile(
    r"[\w ]{0,20}?\b(?:(?:for|into|towards|in) (?:the )?(?:[\w’'-]+ ){0,2}|to (?:the )?)$",
    re.IGNORECASE,
)
#: What the money is to do there: "£5m to test sensors in the Calder Hospital".
_PURPOSE = re.compile(r"\bto [a-z]+ .*\b(?:in|at|within|across|around|on)\b[^,;]*$")
_FOLLOWS = re.compile(r",(?: (?:the|our|this))? $")
#: What follows is said of the name itself: "…, the council having agreed".
_ABSOLUTE = re.compile(
    r"(?: \([^()]{1,20}\))? (?:having|being|has|have|had|will|said|says|is|was)\b"
)
_PLAIN = re.compile(r"[\s-]*(?:[\w-]+ ){0,4}$")
_STOPPED = re.compile(r"\b(?:of|in|at|to|for|from|by|with|and|under|on|that|which|is|was|will)\b")


def amount_names(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The amount stands as an adjective before the name: the £5m Calder Hub, a 90-bed Ward."""
    quantity = measure.quantity
    if quantity.currency is None and measure.unit not in SIZES:
        return None
    for mention in setting.able(measure):
        if mention.start <= quantity.start and quantity.end < mention.end:
            return say(mention, "amount-names")
        gap = setting.text[quantity.end : mention.start]
        if mention.start >= quantity.end and len(gap) < 45 and _PLAIN.match(gap):
            granted = setting.grammar.cues["granted"].match(setting.text, mention.end)
            partial = mention.end < quantity.noun_end and quantity.currency is not None
            no = granted or partial or _STOPPED.search(gap)
            return None if no else say(mention, "amount-names")
    return None


def shared(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Many unnamed get it: it is the money of the programme that hands it out."""
    if measure.indicator not in FUNDED:
        return None
    text, quantity, cues = setting.text, measure.quantity, setting.grammar.cues
    end = max(quantity.end, quantity.noun_end)
    taken = cues["recipients"].search(text, 0, quantity.start)
    if taken is None and cues["shared-by"].match(text, end) is None:
        return None
    wide = {*setting.grammar.subjects["fields"], *setting.grammar.subjects["areas"]}
    if any(m.entity.cls not in wide for m in ungoverned(setting, measure)):
        return None
    for mentions in (setting.mentions, setting.lead_in, setting.title, setting.salient):
        known = setting.roles("schemes", mentions)
        if known:
            return say(known[-1], "shared", 0.8, far=mentions is not setting.mentions)
    return None


def amount_for(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The amount goes to a thing named after it: £5m for, to build, into the Calder Hub."""
    if measure.indicator not in FUNDED:
        return None
    begin = max(measure.quantity.end, measure.quantity.noun_end)
    named = any(m.end <= measure.quantity.start for m in setting.able(measure))
    received = named and not gives(setting, measure)
    sources: set[Entity] = set()
    for mention in setting.roles("targets") if received else setting.able(measure):
        gap = setting.text[begin : mention.start]
        if mention.start < begin or len(gap) > 110 or re.search(r"[.;]\s", gap):
            continue
        absolute = _FOLLOWS.search(gap) and _ABSOLUTE.match(setting.text, mention.end)
        if absolute or reports(setting, mention):
            continue
        if setting.grammar.cues["source"].search(gap):
            sources.add(mention.entity)
        elif mention.entity in sources or _aside(setting, mention, gap):
            continue
        elif setting.grammar.cues["linking"].search(gap):
            return say(mention, "amount-for", 0.9)
    return None


def _aside(setting: Setting, mention: Mention, gap: str) -> bool:
    """Whether it only tells whose or where the thing paid for is: on its works in Fife."""
    owned = re.compile(r"['’]s? (?:new |own )?").match(setting.text, mention.end)
    if owned is not None and any(m.start == owned.end() for m in setting.roles("targets")):
        return True
    if mention.entity.cls in _WIDE:
        return not _DIRECT.match(gap) or re.search(r"\b(?:its|their|our)\b", gap) is not None
    undertaking = mention.entity.cls in setting.grammar.subjects["targets"]
    return not undertaking and _PURPOSE.search(gap) is not None


def given(setting: Setting, measure: Measure, free: list[Mention]) -> Attachment:
    """Whoever the first of the ``free`` names of a clause gives an amount to."""
    verb = setting.grammar.cues["giving"].search(setting.text, free[0].end)
    taking = [m for m in free if verb is not None and m.start >= verb.end()]
    if taking:
        return say(taking[0], "given-to", 0.9)
    return received(setting, measure) or say(free[0], "subject", 0.6)


def received(setting: Setting, measure: Measure) -> Attachment | None:
    """Who gets what is given to nobody named: the undertaking told of before."""
    for mentions in (setting.salient, setting.title):
        known = [m for m in setting.roles("targets", mentions) if not _passing(setting, m)]
        if known:
            return say(known[-1], "told-of", 0.7, far=True)
    about = topic(setting, measure)
    return None if about is None else Attachment(about.subject, "told-of", 0.6)


def _passing(setting: Setting, mention: Mention) -> bool:
    return mention in setting.mentions and adjunct(setting.text, mention.start)
