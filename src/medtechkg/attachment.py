"""Which named thing a number is about: named rules of English syntax, tried in order.

Every rule looks at the mentions around the number and either finds the subject or passes on. The
scope of the document answers last, with low confidence, and only where the text names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from medtechkg.measures import Grammar, Measure
from medtechkg.model import Entity, Mention

__all__ = ["Attachment", "Scope", "Setting", "attach"]


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
    """A sentence with its mentions; ``context`` are the mentions before it, nearest last."""

    text: str
    start: int
    end: int
    mentions: tuple[Mention, ...]
    context: tuple[Mention, ...]
    scope: Scope
    grammar: Grammar
    bullet: bool = False

    def roles(self, role: str, mentions: Iterable[Mention] | None = None) -> list[Mention]:
        """The mentions whose class is listed under ``role``, in order."""
        classes = self.grammar.subjects[role]
        chosen = self.mentions if mentions is None else mentions
        return [mention for mention in chosen if mention.entity.cls in classes]


Rule = Callable[[Setting, Measure, Sequence[tuple[Measure, Attachment]]], Attachment | None]

_FUNDED = frozenset(["fundingAmount"])
_LINK = re.compile(
    r"(?:\b(?:for|into|towards|in|on|to|help|helps|fund|funds|funding|support|supports|build"
    r"|create|establish|develop|launch|deliver|expand|enable|back|at)\b)(?:\W+[\w’'&-]+){0,6}?\W*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:from|by|under|through|via|thanks to|courtesy of|part of|alongside|with|led by|following)"
    r"(?: (?:the|its|a|an|[\w’'-]+['’]s))?(?: [\w-]+){0,2} ?$",
    re.IGNORECASE,
)
_GRANT = re.compile(r"^\W*(?:grants?|awards?|funding|investment|loans?|money|cash|backing)\b", re.I)
_PLAIN = re.compile(r"^\s*(?:(?:new|the|national|first|[\w-]+) ){0,4}$")
_STOPPED = re.compile(r"\b(?:of|in|at|to|for|from|by|with|and|under|on|that|which|is|was|will)\b")
_MARKER = re.compile(
    r"(?:,\s*(?:and\s+)?|\s)(?:with|which|that|who|whose|home to|comprising|including|employing"
    r"|boasting|having|containing|encompassing|worth|where)\b|\s[–—-]\s|\(|:",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;.]\s|\s[–—]\s|,? (?:but|while|whereas|although|though|whilst)\s|,? and (?=[A-Z])"
)
_ADJUNCT = re.compile(
    r"(?:^|\b)(?:in|from|at|across|within|throughout|with|by|for|under|via|like|near|alongside"
    r"|between|through|of|and|,)\s+(?:the\s+|its\s+|our\s+)?(?:[a-z][\w-]*\s+){0,2}$|,\s*$",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:in|across|within|throughout|at|for|of|of the|based in|around)\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|we|our|us|there|these|those|this)\b", re.IGNORECASE
)
_PLACED = re.compile(
    r"^[^.;,]{0,60}?\b(?:in|across|at|for|within) (?:it|them|here|us)\b", re.IGNORECASE
)


def attach(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """Find the subject of ``measure``; ``earlier`` are the figures before it in the sentence."""
    for rule in _RULES:
        found = rule(setting, measure, earlier)
        if found is not None:
            return found
    return None


def _say(mention: Mention, rule: str, confidence: float = 1.0, *, far: bool = False) -> Attachment:
    return Attachment(mention.entity, rule, confidence, mention, far)


def _role(measure: Measure) -> str:
    return "funded" if measure.indicator in _FUNDED else "measured"


# -- the rules, in order ----------------------------------------------------------------------


def _need(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A number of people short belongs to the need it sizes, or to the sector that has it."""
    if measure.indicator != "shortageCount":
        return None
    for cls in setting.grammar.subjects["needs"]:
        near = [m for m in setting.mentions if m.entity.cls == cls]
        if near:
            return _say(_nearest(near, measure), "need")
    return None


def _reporters(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Businesses that said something: the cohort named, else one named by the words themselves."""
    if measure.indicator != "reportingBusinessCount":
        return None
    overlapping = [
        m for m in setting.roles("reporters") if m.start < measure.quantity.noun_end <= m.end
    ]
    if overlapping:
        return _say(overlapping[0], "reporters")
    known = setting.roles("reporters", setting.context)
    if known:
        return _say(known[-1], "reporters", 0.8, far=True)
    return Attachment(_cohort(setting, measure), "reporters", 0.8)


def _cohort(setting: Setting, measure: Measure) -> Entity:
    quantity = measure.quantity
    words = setting.text[quantity.start : max(quantity.end, quantity.noun_end)]
    return Entity("Cohort", words[0].upper() + words[1:], local=True)


def _amount_names(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The amount stands as an adjective before the name: the £5m Calder Hub."""
    if measure.quantity.currency is None:
        return None
    for mention in setting.roles("funded"):
        gap = setting.text[measure.quantity.end : mention.start]
        if mention.start >= measure.quantity.end and len(gap) < 45 and _PLAIN.match(gap):
            granted = _GRANT.match(setting.text, mention.end, mention.end + 20)
            return None if _STOPPED.search(gap) or granted else _say(mention, "amount-names")
    return None


def _amount_for(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The amount goes to a thing named after it: £5m for, to build, into the Calder Hub."""
    if measure.indicator != "fundingAmount":
        return None
    begin = max(measure.quantity.end, measure.quantity.noun_end)
    for mention in setting.roles("funded"):
        gap = setting.text[begin : mention.start]
        if mention.start < begin or len(gap) > 110 or re.search(r"[.;]\s", gap):
            continue
        if _SOURCE.search(gap) is None and _LINK.search(gap):
            return _say(mention, "amount-for", 0.9)
    return None


def _anaphor(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number stands with "the sector", "that region", "the £6m centre": look back for it."""
    quantity = measure.quantity
    clause = _clause_start(setting, quantity.start)
    before = setting.text[clause : quantity.start]
    noun = setting.text[quantity.noun_start : quantity.noun_end].split()[-1:]
    if quantity.currency and quantity.before in {"the", "this", "that"} and noun:
        return _look_back(setting, noun[0].lower(), quantity.start, "definite-amount")
    found = list(
        re.finditer(r"\b(?:the|this|that|its|our|their) ([a-z-]+(?: [a-z-]+)?)", before, re.I)
    )
    inner = [m for m in setting.mentions if clause <= m.start < quantity.start]
    for match in found:
        for words in (match[1].lower(), match[1].lower().split()[0], match[1].lower().split()[-1]):
            covered = any(m.start < clause + match.end() for m in inner)
            if words in setting.grammar.anaphors and not covered:
                return _look_back(setting, words, clause + match.start(), "anaphor")
    return None


def _look_back(setting: Setting, noun: str, before: int, rule: str) -> Attachment | None:
    classes = setting.grammar.anaphors.get(noun, ())
    here = [m for m in setting.mentions if m.end <= before]
    for cls in classes:
        for mention in reversed((*setting.context, *here)):
            if mention.entity.cls == cls:
                return _say(mention, rule, 0.9, far=mention not in here)
    named = (setting.scope.sector, setting.scope.area, setting.scope.subject)
    fitting = next((e for cls in classes for e in named if e is not None and e.cls == cls), None)
    return None if fitting is None else Attachment(fitting, f"{rule}-scope", 0.7)


def _coordinated(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """With no name between, a number is about what the number before it is about."""
    if not earlier:
        return None
    last, attached = earlier[-1]
    between = setting.text[last.quantity.end : measure.quantity.start]
    if re.search(r"[;.]\s", between) or attached.rule in {"reporters", "amount-names"}:
        return None
    named = [
        m
        for m in setting.roles(_role(measure))
        if last.quantity.end <= m.start < measure.quantity.start
        and not _LOCAL.search(setting.text[max(0, m.start - 40) : m.start])
    ]
    if named:
        return None
    return Attachment(
        attached.subject, "coordinated", attached.confidence, attached.mention, attached.antecedent
    )


def _located(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Nothing is named before it: the place, body or field right after it has the number."""
    quantity = measure.quantity
    role = setting.roles(_role(measure))
    clause = _clause_start(setting, quantity.start)
    before = setting.text[clause : quantity.start]
    if any(clause <= m.start < quantity.start for m in role) or _PRONOUN.search(
        re.sub(r"^\W*there\b", "", before, flags=re.I)
    ):
        return None
    end = max(quantity.end, quantity.noun_end)
    for mention in role:
        gap = setting.text[end : mention.start]
        if mention.start >= end and len(gap) < 60 and _LOCAL.search(gap):
            return _say(mention, "located", 0.95)
    return None


def _antecedent(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A relative clause, a with-phrase or an apposition belongs to the name before it."""
    clause = _clause_start(setting, measure.quantity.start, dashes=False)
    markers = list(_MARKER.finditer(setting.text, clause, measure.quantity.start))
    role = setting.roles(_role(measure))
    for marker in reversed(markers):
        inside = [m for m in role if marker.end() <= m.start < measure.quantity.start]
        before = [m for m in role if clause <= m.start and m.end <= marker.start() + 1]
        if inside or not before:
            continue
        return _say(_head(setting, before, marker.start()), "antecedent", 0.95)
    return None


def _head(setting: Setting, before: Sequence[Mention], at: int) -> Mention:
    """The last name before ``at`` that does not hang on another: the unit, not its university."""
    last = before[-1]
    for earlier in reversed(before[:-1]):
        gap = setting.text[earlier.end : last.start]
        if not re.fullmatch(r",? (?:at|of|in|within|from|based in|part of)(?: the)? ", gap):
            break
        last = earlier
    return last


def _subject(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The subject of the clause: its first name that no preposition governs, else the last."""
    quantity = measure.quantity
    clause = _clause_start(setting, quantity.start)
    named = [
        m for m in setting.roles(_role(measure)) if clause <= m.start and m.end <= quantity.start
    ]
    if not named:
        return None
    free = [m for m in named if not _ADJUNCT.search(setting.text[clause : m.start])]
    giving = setting.grammar.cues["giving"]
    for mention in free:
        verb = giving.search(setting.text, mention.end, quantity.start)
        if measure.indicator in _FUNDED and verb is not None:
            passive = setting.grammar.cues["passive"].search(setting.text, 0, verb.start())
            given = [m for m in named if m.start >= verb.end()]
            if given and not passive:
                return _say(given[0], "given-to", 0.9)
    return _say(free[0], "subject", 0.95) if free else _say(named[-1], "adjunct", 0.8)


def _pronoun(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A pronoun in the clause stands for the last subject named."""
    clause = _clause_start(setting, measure.quantity.start)
    before = setting.text[clause : measure.quantity.start]
    after = setting.text[measure.quantity.end : setting.end]
    if not (_PRONOUN.search(before) or _PLACED.search(after)):
        return None
    here = [m for m in setting.roles(_role(measure)) if m.end <= measure.quantity.start]
    if here:
        return _say(_head(setting, here[:1], 0), "pronoun", 0.8)
    known = setting.roles(_role(measure), setting.context)
    return _say(known[-1], "pronoun", 0.75, far=True) if known else None


def _lead_in(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """An item of a list is about what the line before the list is about."""
    if not setting.bullet:
        return None
    known = setting.roles(_role(measure), setting.context)
    return _say(known[0], "lead-in", 0.8, far=True) if known else None


def _sentence(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Any name of the sentence before the number, the first one; else the first after it."""
    role = setting.roles(_role(measure))
    before = [m for m in role if m.end <= measure.quantity.start]
    if before:
        return _say(before[0], "sentence", 0.7)
    after = [
        m
        for m in role
        if m.start >= measure.quantity.end
        and not (
            measure.indicator in _FUNDED and _SOURCE.search(setting.text[setting.start : m.start])
        )
    ]
    return _say(after[0], "sentence", 0.65) if after else None


def _scoped(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """What the section or the document is about."""
    scope = setting.scope
    if measure.indicator in _FUNDED:
        known = setting.roles("funded", setting.context)
        best = [m for m in known if m.entity.cls in setting.grammar.subjects["funded"][:5]]
        if best:
            return _say(best[-1], "context", 0.6, far=True)
    for entity in (scope.subject, scope.sector, scope.area):
        if entity is not None:
            return Attachment(entity, "scope", 0.6)
    known = setting.roles(_role(measure), setting.context)
    return _say(known[-1], "context", 0.5, far=True) if known else None


_RULES: tuple[Rule, ...] = (
    _need,
    _reporters,
    _amount_names,
    _amount_for,
    _anaphor,
    _coordinated,
    _located,
    _antecedent,
    _subject,
    _pronoun,
    _lead_in,
    _sentence,
    _scoped,
)


def _clause_start(setting: Setting, at: int, *, dashes: bool = True) -> int:
    """Where the clause with ``at`` begins."""
    start = setting.start
    for match in _BREAK.finditer(setting.text, setting.start, at):
        if dashes or not re.match(r"\s[–—]", match[0]):
            start = match.end()
    return start


def _nearest(mentions: Sequence[Mention], measure: Measure) -> Mention:
    at = measure.quantity.start
    return min(mentions, key=lambda m: (abs(m.start - at), m.start))
