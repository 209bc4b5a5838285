"""The sentence around a number, as clauses and names: what `attachment` finds its subjects with.

No parser: clauses end at a few conjunctions, dashes and semicolons, and a name is governed if a
preposition stands before it, an article makes an adjective of it, or it only reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medtechkg.language.measurebook import Grammar
from medtechkg.language.measures import Measure
from medtechkg.model import Entity, Mention

__all__ = [
    "FUNDED",
    "MARKER",
    "OWNING",
    "Attachment",
    "Scope",
    "Setting",
    "adjunct",
    "clause_start",
    "first_anaphor",
    "gives",
    "governed",
    "head_of",
    "look_back",
    "nearest",
    "reports",
    "role_of",
    "say",
    "ungoverned",
]

FUNDED = frozenset(["fundingAmount"])
_BREAK = re.compile(
    r"[;.]\s|\s[–—-]\s|,? (?:but|while|whereas|although|though|whilst)\s|, and |\band (?=the [A-Z])"
)
OWNING = re.compile(r"['’]s? (?:[\w-]+ ){0,3}| ")
_OF_PLACE = re.compile(
    r"-based (?:[a-z][\w-]* ){0,4}| (?:[a-z][\w-]* ){0,3}(?:company|firm|business|start-up"
    r"|spin-out|manufacturer|group|university|college|charity|developer|maker|specialist|supplier) "
)
_DASH = re.compile(r"\s[–—-]\s")
MARKER = re.compile(
    r"(?:,\s*(?:and\s+)?|\s)(?:with|which|that|who|whose|home to|comprising|including|employing"
    r"|boasting|having|containing|encompassing|worth|where)\b|\s[–—-]\s|\(|:",
    re.IGNORECASE,
)
_ADJUNCT = re.compile(
    r"\b(?:in|from|at|across|within|throughout|with|by|for|under|via|like|near|alongside|than|as"
    r"|between|through|of|and|to|into|on|over|around|outside)\s+(?:the\s+|its\s+|our\s+|a\s+)?"
    r"(?:[a-z][\w-]*\s+){0,2}$",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"['’]s?\s|['’]?\s+(?:powerhouse|economy|leader|region|average|wide|based)\b"
)
_ARTICLE = re.compile(r"\b(?:an?|every|each|any|no)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_HANGS = re.compile(
    r"(?: \(|\)?,? (?:also |now |and )?(?:at|of|in|within|from|based in|part of)(?: the)? )",
    re.IGNORECASE,
)
_ALSO = re.compile(r"(?: \([^()]{1,20}\))?(?:,| and|, and)(?: the| a)? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a document or section is about; ``issued`` is its ISO date, month or year."""

    sector: Entity | None = None
    area: Entity | None = None
    subject: Entity | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """The subject of a figure, the rule that found it, and the mention that names it if any."""

    subject: Entity
    rule: str
    confidence: float = 1.0
    mention: Mention | None = None
    antecedent: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence with its mentions; ``context`` are the mentions before it, nearest last.

    ``salient`` are those of the context that no preposition governs: what "it" stands for;
    ``lead_in`` those of the line that introduces the list this is an item of; ``heading`` those
    that are all there is in the heading above.
    """

    text: str
    start: int
    end: int
    mentions: tuple[Mention, ...]
    context: tuple[Mention, ...]
    scope: Scope
    grammar: Grammar
    lead_in: tuple[Mention, ...] = ()
    salient: tuple[Mention, ...] = ()
    heading: tuple[Mention, ...] = ()

    def roles(self, role: str, mentions: Iterable[Mention] | None = None) -> list[Mention]:
        """The mentions whose class is listed under ``role``, in order."""
        classes = self.grammar.subjects[role]
        chosen = self.mentions if mentions is None else mentions
        return [mention for mention in chosen if mention.entity.cls in classes]


def say(mention: Mention, rule: str, confidence: float = 1.0, *, far: bool = False) -> Attachment:
    """Attach to ``mention``; ``far`` if it stands outside the sentence."""
    return Attachment(mention.entity, rule, confidence, mention, far)


def role_of(measure: Measure) -> str:
    """Which list of classes may be the subject of ``measure``."""
    return "funded" if measure.indicator in FUNDED else "measured"


def ungoverned(setting: Setting, measure: Measure) -> list[Mention]:
    """The names of the clause before the number that no preposition or noun governs."""
    at = measure.quantity.start
    clause = clause_start(setting, at)
    named = [m for m in setting.roles(role_of(measure)) if clause <= m.start and m.end <= at]
    return [m for m in named if not governed(setting, m, clause, at)]


def gives(setting: Setting, measure: Measure) -> bool:
    """Whether the verb before an amount has its subject give it away."""
    cues = setting.grammar.cues
    clause = clause_start(setting, measure.quantity.start)
    verb = cues["giving"].search(setting.text, clause, measure.quantity.start)
    if verb is None or verb[0].endswith("ing"):  # "is giving" is no passive
        return verb is not None
    return cues["passive"].search(setting.text, 0, verb.start()) is None


def adjunct(text: str, at: int) -> bool:
    """Whether a preposition governs the name at ``at``."""
    return _ADJUNCT.search(text, max(0, at - 48), at) is not None


def governed(setting: Setting, mention: Mention, clause: int, at: int) -> bool:
    """Whether a name of the clause is only part of another phrase."""
    before = setting.text[clause : mention.start]
    if before.endswith("(") or _ADJUNCT.search(before) or _ARTICLE.search(before):
        return True
    if _owns(setting, mention, at) or _places(setting, mention, at):
        return True
    possessive = _MODIFIER.match(setting.text, mention.end, at)
    direct = not MARKER.search(setting.text, mention.end, at)
    return (possessive is not None and not direct) or reports(setting, mention)


def _owns(setting: Setting, mention: Mention, at: int) -> bool:
    """Whether the name only places a field named right after it: the UK's device industry."""
    for field in setting.roles("fields"):
        gap = setting.text[mention.end : field.start]
        if mention.end < field.start and field.end <= at and OWNING.fullmatch(gap):
            return True
    return False


def _places(setting: Setting, mention: Mention, at: int) -> bool:
    """Whether a place only tells where something is: "the Fife laser firm A", "in Dundee, Fife"."""
    if mention.entity.cls not in setting.grammar.subjects["areas"]:
        return False
    for other in setting.mentions:
        after = setting.text[mention.end : other.start]
        if mention.end < other.start and other.end <= at and _OF_PLACE.fullmatch(after):
            return other.entity.cls not in setting.grammar.subjects["areas"]
        chained = setting.text[other.end : mention.start] == ", "
        if chained and other.end < mention.start and adjunct(setting.text, other.start):
            return other.entity.cls in setting.grammar.subjects["areas"]
    return False


def reports(setting: Setting, mention: Mention) -> bool:
    """Whether the name is of whoever says it, not of what it is about."""
    reporting = setting.grammar.cues["reporting"]
    if reporting.match(setting.text, mention.end) is not None:
        return True
    source = setting.grammar.cues["according"]
    return any(source.search(setting.text, 0, m.start) for m in _listed(setting, mention))


def _listed(setting: Setting, mention: Mention) -> list[Mention]:
    """The names of the list that ``mention`` stands in, up to itself: "A, B and it"."""
    found, ends = [mention], False
    after = [m for m in setting.mentions if m.start > mention.end]
    if after:
        gap = _ALSO.fullmatch(setting.text, mention.end, after[0].start)
        ends = gap is not None and "and" in gap[0]
    for before in reversed([m for m in setting.mentions if m.end < mention.start]):
        gap = _ALSO.fullmatch(setting.text, before.end, found[-1].start)
        if gap is None or not (ends or "and" in gap[0] or len(found) > 1):
            break
        found.append(before)
    return found


def first_anaphor(setting: Setting, match: re.Match[str], rule: str) -> Attachment | None:
    """Look back for the first noun of ``match`` that can stand for a name."""
    first, second = match[1].lower(), (match[2] or "").lower()
    for noun in (f"{first} {second}", second, first):
        if noun in setting.grammar.anaphors:
            return look_back(setting, noun, match.start(1), rule)
    return None


def look_back(setting: Setting, noun: str, before: int, rule: str) -> Attachment | None:
    """Find the last name that "the ``noun``" before a position may stand for."""
    classes = setting.grammar.anaphors.get(noun, ())
    here = [m for m in setting.mentions if m.end <= before]
    nations = setting.grammar.subjects["nations"]
    national = noun in setting.grammar.subjects["national"]
    known = (*setting.context, *here)
    called = [m for m in known if m.entity.cls in classes and noun in m.text.lower().split()]
    if called and not national:
        return say(called[-1], rule, 0.9, far=called[-1] not in here)
    for cls in classes:
        for mention in reversed(known):
            if mention.entity.cls == cls and (mention.text in nations) is national:
                return say(mention, rule, 0.9, far=mention not in here)
    area = setting.scope.area
    if area is not None and (area.name in nations) is not national:
        area = None
    named = (setting.scope.sector, area, setting.scope.subject)
    fitting = next((e for cls in classes for e in named if e is not None and e.cls == cls), None)
    return None if fitting is None else Attachment(fitting, f"{rule}-scope", 0.7)


def head_of(setting: Setting, before: Sequence[Mention]) -> Mention:
    """The last name that does not hang on another one: the unit, not its university."""
    last = before[-1]
    for earlier in reversed(before[:-1]):
        if not _HANGS.fullmatch(setting.text[earlier.end : last.start]):
            break
        last = earlier
    return last


def clause_start(setting: Setting, at: int, *, dashes: bool = True) -> int:
    """Where the clause with ``at`` begins."""
    start = setting.start
    for match in _BREAK.finditer(setting.text, setting.start, at):
        if dashes or not _DASH.match(match[0]):
            start = match.end()
    return start


def nearest(mentions: Sequence[Mention], measure: Measure) -> Mention:
    """Pick the name closest to the number, the earlier one of two."""
    at = measure.quantity.start
    return min(mentions, key=lambda m: (abs(m.start - at), m.start))
