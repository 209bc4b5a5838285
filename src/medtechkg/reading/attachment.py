"""Which named thing a number is about: named rules of English syntax, tried in order.

Every rule looks at the mentions around the number and either finds the subject or passes on. Rules
that rest on the words beside the number come first (`counts`, `amounts`, `bonds`), then those that
rest on the clause and what stands before it. What the page is about answers last, with low
confidence, and only where the text names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from medtechkg.language.clauses import (
    FUNDED,
    Attachment,
    Scope,
    Setting,
    clause_of,
    compared,
    definite,
    describes,
    gives,
    governed,
    look_back,
    reports,
    say,
    topic,
    ungoverned,
)
from medtechkg.language.measures import Measure
from medtechkg.model import Mention
from medtechkg.reading.amounts import amount_for, amount_names, given, shared
from medtechkg.reading.bonds import (
    antecedent,
    apposed,
    backed,
    comparison,
    coordinated,
    located,
    one_of,
    opening,
    own_clause,
    the_sized,
    we,
    where,
    within,
)
from medtechkg.reading.counts import (
    cohort,
    counted,
    labelled,
    need,
    need_of_field,
    of_them,
    reporters,
)

__all__ = ["Attachment", "Scope", "Setting", "attach"]


Rule = Callable[[Setting, Measure, Sequence[tuple[Measure, Attachment]]], Attachment | None]

_HERE = re.compile(r"\b(?:here|locally)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them|we|our|us|these|those|this)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"[^.;,]{0,60}?\b(?:(?:in|across|at|for|from|within) (?:it|them|us)|here|there)\b"
    r"| (?:that|which) (?:it|they)\b| of (?:its|their|our)\b",
    re.IGNORECASE,
)
#: "These companies employ 90", "97% of them", "That is 4%": said of what was measured before.
_SAME = re.compile(
    r"\W*(?:that|this|these|they|those|between them|together|of (?:them|these|those))\b"
    r"(?! (?:one|two|is why)\b)",
    re.IGNORECASE,
)
_OF_SAME = re.compile(r" of (?:them|these|those)\b(?! (?:in|from|based|who)\b)", re.IGNORECASE)
_FIRST = re.compile(
    r"\W*(?!(?-i:[A-Z][a-z]+ing)\b)(?:(?:[\w’'-]+ ){0,5}?(?:in|at|across|for|of|within|under"
    r"|through|via|among) )(?:the )?$",
    re.IGNORECASE,
)
_LISTS = re.compile(r":\s|\s[–—-]\s")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|that|which|who)\b")
_BEYOND = re.compile(
    r"\b(?:from|to|with|via|than|alongside|unlike|including|like|such as|outside|beyond)"
    r" (?:the |its |a )?(?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)


def attach(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """Find the subject of ``measure``; ``earlier`` are the figures before it in the sentence."""
    setting = replace(
        setting, mentions=tuple(m for m in setting.mentions if not _idle(setting, m, measure))
    )
    for rule in _RULES:
        found = rule(setting, measure, earlier)
        if found is not None:
            return found
    return None


def _idle(setting: Setting, mention: Mention, measure: Measure) -> bool:
    """Whether a name cannot have the number: it is counted, compared with, or half of a noun."""
    if _counts(mention, measure) or describes(setting.text, mention, setting.grammar):
        return True
    owner = setting.grammar.cues["comparing"].search(setting.text, 0, measure.quantity.start)
    return compared(setting, mention) and owner is None


def _counts(mention: Mention, measure: Measure) -> bool:
    """Whether a group is only what is counted: 90 firms in Fife."""
    quantity = measure.quantity
    inside = mention.start <= quantity.noun_end and quantity.start < mention.end
    if not inside:
        return False
    if mention.entity.cls == "HealthcareProvider":
        return measure.unit == "hospital"
    said = measure.indicator in ("reportingBusinessCount", "share")
    return mention.entity.cls == "Cohort" and not said


# -- the rules that look at the clause and at what stands before it -----------------------------


def _pointed(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The clause opens with "the scheme", "the Fife firm": look back for it."""
    at = measure.quantity.start
    clause = clause_of(setting, measure)
    named = [m.start for m in ungoverned(setting, measure)]
    article = re.compile(
        r"\W*(?:(?:in|by|since|for|over) [^,.;]{3,30}, )?(?=(?:the|this|that) )", re.I
    )
    led = article.match(setting.text, clause)
    if led is None:
        return None
    end = min((*named, at))
    verb = _FINITE.search(setting.text, led.end(), end)
    return next(definite(setting, led.end(), verb.start() if verb else end, "anaphor"), None)


def _anaphor(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number stands with "the sector", "that region": look back for it."""
    if ungoverned(setting, measure):
        return None
    at = measure.quantity.start
    return next(definite(setting, clause_of(setting, measure), at, "anaphor"), None)


def _subject(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The first name of the clause that no preposition governs; or whoever it gives to."""
    free = ungoverned(setting, measure)
    if not free:
        return None
    if measure.indicator in FUNDED and gives(setting, measure):
        return given(setting, measure, free)
    return say(free[0], "subject", 0.95)


def _same(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Of these, they, that: what the figure before was about."""
    end = max(measure.quantity.end, measure.quantity.noun_end)
    clause = clause_of(setting, measure)
    pointing = _SAME.match(setting.text, clause) or _OF_SAME.match(
        setting.text, measure.quantity.end
    )
    if setting.told is None or pointing is None or pointing.start() > end:
        return None
    return _told(setting, measure, earlier)


def _told(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A paragraph or a list that goes on measuring the same thing."""
    told = setting.told
    if told is None or told.local:
        return None
    if (
        told.cls
        not in setting.grammar.subjects[setting.grammar.roles.get(measure.indicator, "measured")]
    ):
        return None
    at = [m for m in setting.context if m.entity == told]
    return say(at[-1], "same", 0.75, far=True) if at else Attachment(told, "same", 0.7)


def _pronoun(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A pronoun in the clause stands for the last subject named."""
    at = measure.quantity.start
    before = setting.text[clause_of(setting, measure) : at]
    if _HERE.search(before) and not _PRONOUN.search(before):
        return look_back(setting, "area", at, "here")
    if not (_PRONOUN.search(before) or _PLACED.match(setting.text, measure.quantity.end)):
        return None
    here = [m for m in setting.able(measure) if m.end <= at]
    free = [m for m in here if not governed(setting, m, 0, m.end)]
    if free:
        return say(free[0], "pronoun", 0.8)
    idle = {*setting.grammar.subjects["nations"], *setting.grammar.subjects["backdrop"]}
    same = _told(setting, measure, earlier)
    if same is not None:
        return same
    for mentions in (setting.salient, setting.context):
        known = [m for m in setting.able(measure, mentions) if m.text not in idle]
        bodies = setting.roles("owned", known)  # "A makes pumps … It employs 20" is not of pumps
        if known:
            return say((bodies or known)[-1], "pronoun", 0.75, far=True)
    return None


def _first(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The clause begins with whose it is: "costs in Fife are 30% lower", "Jobs at Plexo fell"."""
    clause = clause_of(setting, measure)
    for mention in setting.able(measure):
        if clause <= mention.start and mention.end <= measure.quantity.start:
            before = setting.text[clause : mention.start]
            first = _FIRST.fullmatch(before) and not _FINITE.search(before)
            others = setting.roles("themes", setting.able(measure))
            nearer = any(mention.end < m.start < measure.quantity.start for m in others)
            return say(mention, "first", 0.85) if first and not nearer else None
    return None


def _lead_in(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """An item of a list is about what the line before the list is about."""
    known = setting.able(measure, setting.lead_in)
    free = [m for m in known if m in setting.salient] or known
    return say(free[0], "lead-in", 0.8, far=True) if free else None


def _adjunct(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The clause names only a place or body in passing: the one it opens with, else the last."""
    at = measure.quantity.start
    clause = clause_of(setting, measure)
    named = [
        m
        for m in setting.able(measure)
        if clause <= m.start
        and m.end <= at
        and not reports(setting, m)
        and _near(setting, m, measure)
    ]
    if not named:
        return None
    under = [m for m in named if m.entity.cls == "Programme"]
    if under and measure.indicator in FUNDED:
        return say(under[0], "adjunct", 0.8)
    return say(named[-1], "adjunct", 0.8)


def _near(setting: Setting, mention: Mention, measure: Measure) -> bool:
    """Whether a name may have a number though a preposition governs it: not "from", "with"."""
    posts = setting.grammar.cues["posts"]
    if _BEYOND.search(setting.text, 0, mention.start) or posts.search(
        setting.text, 0, mention.start
    ):
        return False
    by = setting.text[: mention.start].rstrip().endswith((" by", " by the"))
    return not (by and measure.indicator in FUNDED)


def _headed(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Nothing in the sentence has the number: what the heading above it names has."""
    known = setting.able(measure, setting.roles("themes", setting.heading))
    return say(known[-1], "headed", 0.8, far=True) if known else None


def _sentence(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Any name of the sentence: the first before the number, else the first after it."""
    at = measure.quantity.start
    role = [
        m for m in setting.able(measure) if not reports(setting, m) and _near(setting, m, measure)
    ]
    cues = setting.grammar.cues
    funded = measure.indicator in FUNDED
    if funded:  # "council money" says whose it was
        role = [m for m in role if not cues["granted"].match(setting.text, m.end)]
    about = topic(setting, measure)
    if about is not None:  # a field or place named in passing says less than that
        wide = {*setting.grammar.subjects["fields"], *setting.grammar.subjects["areas"]}
        role = [m for m in role if m.entity.cls not in wide]
    before = [m for m in role if m.end <= at]
    if before:
        return say(before[0], "sentence", 0.7)
    after = [
        m
        for m in role
        if not _LISTS.search(setting.text, at, m.start)
        and not (funded and cues["source"].search(setting.text[measure.quantity.end : m.start]))
    ]
    return say(after[0], "sentence", 0.65) if after else None


def _scoped(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """What the document is about; money goes to the last thing it can fund.

    Where nothing at all is named, a number of people or firms counts an unnamed party.
    """
    about = topic(setting, measure)
    if about is not None:
        return about
    funded = measure.indicator in FUNDED
    known = (
        setting.roles("targets", setting.context)
        if funded
        else setting.roles("measured", setting.context)
    )
    if known and funded:
        return say(known[-1], "context", 0.6, far=True)
    return _field_or_place(setting, measure) or (
        say(known[-1], "context", 0.5, far=True) if known else _unnamed(setting, measure)
    )


def _field_or_place(setting: Setting, measure: Measure) -> Attachment | None:
    """The field or the place of the page: the one that its title names, of both the likelier."""
    scope = setting.scope
    of_fields = measure.unit in setting.grammar.subjects["units-of-fields"]
    first, last = ("fields", "areas") if of_fields else ("areas", "fields")
    for role in (first, last):
        named = setting.roles(role, setting.title)
        if named:
            return say(named[0], "title", 0.6, far=True)
    entities = (scope.sector, scope.area) if of_fields else (scope.area, scope.sector)
    known = next((entity for entity in entities if entity is not None), None)
    return None if known is None else Attachment(known, "scope", 0.6)


def _unnamed(setting: Setting, measure: Measure) -> Attachment | None:
    unnamed = measure.counted and measure.quantity.kind == "count"
    return Attachment(cohort(setting, measure), "unnamed", 0.5) if unnamed else None


_RULES: tuple[Rule, ...] = (
    need,
    reporters,
    counted,
    labelled,
    one_of,
    comparison,
    amount_names,
    apposed,
    the_sized,
    opening,
    we,
    of_them,
    shared,
    amount_for,
    where,
    own_clause,
    coordinated,
    antecedent,
    within,
    backed,
    located,
    _pointed,
    _anaphor,
    _subject,
    _same,
    _pronoun,
    _first,
    _lead_in,
    _adjunct,
    _headed,
    _told,
    need_of_field,
    _sentence,
    _scoped,
)
