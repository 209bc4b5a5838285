"""The sentence around a number, as clauses and names: what `attachment` finds its subjects with.

No parser: clauses end at a few conjunctions, dashes and semicolons, and a name is governed if a
preposition stands before it, an article makes an adjective of it, or it only reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medtechkg.language.measurebook import Grammar
from medtechkg.language.measures import Measure
from medtechkg.model import Entity, Mention

__all__ = [
    "FUNDED",
    "LISTED",
    "MARKER",
    "OWNING",
    "Attachment",
    "Scope",
    "Setting",
    "adjunct",
    "clause_of",
    "clause_start",
    "compared",
    "definite",
    "describes",
    "gives",
    "governed",
    "head_of",
    "look_back",
    "nearest",
    "reports",
    "say",
    "topic",
    "ungoverned",
]

FUNDED = frozenset(["fundingAmount"])
#: Where a phrase of the form "the … firm" ends: at a preposition, a conjunction or a verb.
_ENDS = frozenset(
    "of in at to for from by with and or but that which who is are was were has have had will "
    "can may would could should on under as than said says".split()
)
_BREAK = re.compile(
    r"[;.]\s|\s[–—-]\s|,? (?:but|while|whereas|although|though|whilst)\s|, and |\band (?=the [A-Z])"
)
OWNING = re.compile(r"['’]s? (?:[\w-]+ ){0,3}| ")
_OF_PLACE = re.compile(r"-based (?:[a-z][\w-]* ){0,4}")
_CHAINED = re.compile(
    r"\b(?:in|at|near|of|from|to) (?:[A-Z][\w’'-]+ ){0,2}[A-Z][\w’'-]+, (?:Co |County )?$"
)
_OWNED = re.compile(r"['’]s? (?:new |own |first )?")
_LISTED = re.compile(r",? and (?:\w+ ){0,2}$")
_CLOSED = re.compile(r"\W*(?:[:.;]|$)")
_ARTICLED = re.compile(r"\b(?:the|this|that) ", re.IGNORECASE)
_WORDS = re.compile(r"[\w’'-]+")
_DASH = re.compile(r"\s[–—-]\s")
MARKER = re.compile(
    r"(?:,\s*(?:and\s+)?|\s)(?:with|which|that|who|whose|home to|comprising|including|employing"
    r"|boasting|having|containing|encompassing|worth|where)\b|\s[–—-]\s|\(|:",
    re.IGNORECASE,
)
_ADJUNCT = re.compile(
    r"\b(?:in|from|at|across|within|throughout|with|by|for|under|via|like|near|alongside|than|as"
    r"|between|through|of|and|to|into|on|over|around|outside|behind|beside|besides|among|against"
    r"|towards|beyond|despite|unlike|including|without|such as|before|after|during|until)\s+"
    r"(?:the\s+|its\s+|our\s+|a\s+)?"
    r"(?-i:[a-z][\w-]*\s+){0,2}$",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"['’]s?\s|['’]?\s+(?:powerhouse|economy|leader|region|average|wide|based)\b"
)
_OBJECT = re.compile(r"\b[a-z]+ing (?:the )?$")
_ARTICLE = re.compile(r"\b(?:an?|every|each|any|no)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_HANGS = re.compile(
    r"(?: \(|\)?,? (?:also |now |and )?(?:at|of|in|within|from|based in|part of)(?: the)? )",
    re.IGNORECASE,
)
#: What stands between two names of a list.
LISTED = re.compile(r"(?: \([^()]{1,20}\))?(?:,|,? and|,? or) (?:the )?")
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
    that are all there is in the heading above; ``title`` those of the first heading of the page;
    ``told`` is what the figure before was about, in the same paragraph or list.
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
    title: tuple[Mention, ...] = ()
    told: Entity | None = None

    def roles(self, role: str, mentions: Iterable[Mention] | None = None) -> list[Mention]:
        """The mentions whose class is listed under ``role``, in order."""
        classes = self.grammar.subjects[role]
        chosen = self.mentions if mentions is None else mentions
        return [mention for mention in chosen if mention.entity.cls in classes]

    def able(self, measure: Measure, mentions: Iterable[Mention] | None = None) -> list[Mention]:
        """The mentions that may have what ``measure`` measures, in order."""
        return self.roles(self.grammar.roles.get(measure.indicator, "measured"), mentions)


def say(mention: Mention, rule: str, confidence: float = 1.0, *, far: bool = False) -> Attachment:
    """Attach to ``mention``; ``far`` if it stands outside the sentence."""
    return Attachment(mention.entity, rule, confidence, mention, far)


def ungoverned(setting: Setting, measure: Measure) -> list[Mention]:
    """The names of the clause before the number that no preposition or noun governs."""
    at = measure.quantity.start
    clause = clause_of(setting, measure)
    named = [m for m in setting.able(measure) if clause <= m.start and m.end <= at]
    return [m for m in named if not governed(setting, m, clause, at)]


def gives(setting: Setting, measure: Measure) -> bool:
    """Whether the verb before an amount has its subject give it away."""
    cues = setting.grammar.cues
    clause = clause_of(setting, measure)
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
    if mention.entity.cls in setting.grammar.subjects["passive"] and _OBJECT.search(before):
        return True
    possessive = _MODIFIER.match(setting.text, mention.end, at)
    direct = not MARKER.search(setting.text, mention.end, at)
    return (possessive is not None and not direct) or reports(setting, mention)


def _owns(setting: Setting, mention: Mention, at: int) -> bool:
    """Whether it only says whose a thing named right after it is: the UK's device industry."""
    owned = _OWNED.match(setting.text, mention.end)
    if owned is not None and any(
        m.start == owned.end() and m.end <= at for m in setting.roles("owned")
    ):
        return True
    for field in setting.roles("fields"):
        gap = setting.text[mention.end : field.start]
        if mention.end < field.start and field.end <= at and OWNING.fullmatch(gap):
            return True
    return False


def _places(setting: Setting, mention: Mention, at: int) -> bool:
    """Whether a place only tells where something is: "the Fife laser firm A", "in Dundee, Fife"."""
    if mention.entity.cls not in setting.grammar.subjects["areas"]:
        return False
    if _CHAINED.search(setting.text, 0, mention.start):
        return True
    body = setting.grammar.cues["described"]
    for other in setting.mentions:
        after = setting.text[mention.end : other.start]
        tells = _OF_PLACE.fullmatch(after) or body.fullmatch(after)
        if mention.end < other.start and other.end <= at and tells:
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


def definite(setting: Setting, start: int, end: int, rule: str) -> Iterator[Attachment]:
    """What the phrases "the sector", "the Fife-based firm" between two positions point back at."""
    for article in _ARTICLED.finditer(setting.text, start, end):
        known = next((m for m in setting.mentions if _refers(setting, m, article)), None)
        if known is not None:
            yield say(known, rule, 0.9)
            continue
        noun = _pointing(setting, article.end(), end)
        found = look_back(setting, noun[0].lower(), article.start(), rule) if noun else None
        if found is not None:
            yield found


def _refers(setting: Setting, mention: Mention, article: re.Match[str]) -> bool:
    """Whether the phrase that an article opens has been read as standing for a name."""
    if mention.start not in (article.start(), article.end()):
        return False
    return mention.rule.startswith("anaphor")


def _pointing(setting: Setting, start: int, end: int) -> re.Match[str] | None:
    """The noun of a phrase after an article that can stand for a name; no name is part of it."""
    anaphors = setting.grammar.anaphors
    found: re.Match[str] | None = None
    for word in list(_WORDS.finditer(setting.text, start, end))[:4]:
        bare = word[0].split("’")[0].split("'")[0].lower()
        if not bare.isalpha() and "-" not in bare:
            break
        if bare in _ENDS or any(
            m.start < word.end() and word.start() < m.end for m in setting.mentions
        ):
            break
        two = setting.text[found.start() if found else start : word.end()].lower()
        if anaphors.get(two) == ():
            return None
        if bare in anaphors:
            found = re.compile(re.escape(bare), re.IGNORECASE).match(setting.text, word.start())
        elif found is not None:
            break
    return found


def look_back(setting: Setting, noun: str, before: int, rule: str) -> Attachment | None:
    """Find the name that "the ``noun``" before a position may stand for.

    One that has the noun in it goes first, then those that no preposition governs, the title's,
    and any other, of each the last of the first class that fits.
    """
    classes = setting.grammar.anaphors.get(noun, ())
    here = [m for m in setting.mentions if m.end <= before and not compared(setting, m)]
    nations = setting.grammar.subjects["nations"]
    national = noun in setting.grammar.subjects["national"]
    known = (*setting.title, *setting.context, *here)
    called = [m for m in known if m.entity.cls in classes and noun in m.text.lower().split()]
    if called and not national:
        return say(called[-1], rule, 0.9, far=called[-1] not in here)
    free = [m for m in here if not adjunct(setting.text, m.start)]
    for mentions in ((*setting.salient, *free), (*setting.title, *here), setting.context):
        for cls in classes:
            for mention in reversed(mentions):
                if mention.entity.cls == cls and (mention.text in nations) is national:
                    return say(mention, rule, 0.9, far=mention not in here)
    area = setting.scope.area
    if area is not None and (area.name in nations) is not national:
        area = None
    named = (setting.scope.sector, area, setting.scope.subject)
    fitting = next((e for cls in classes for e in named if e is not None and e.cls == cls), None)
    return None if fitting is None else Attachment(fitting, f"{rule}-scope", 0.7)


def describes(text: str, mention: Mention, grammar: Grammar) -> bool:
    """Whether it only describes a thing that another noun stands for: the Fife laser firm."""
    if mention.entity.cls not in grammar.subjects["passive"]:
        return False
    return grammar.cues["described"].match(text, mention.end) is not None


def compared(setting: Setting, mention: Mention) -> bool:
    """Whether the name is only what something is compared with: "lower than in Fife"."""
    found = setting.grammar.cues["compared"].search(setting.text, 0, mention.start)
    return found is not None and (found.start() > 0 or "," not in found[0])


def topic(setting: Setting, measure: Measure) -> Attachment | None:
    """What the page is about: what it names most, else what its title names first."""
    subject = setting.scope.subject
    backdrop = setting.grammar.subjects["backdrop"]
    classes = setting.grammar.subjects[setting.grammar.roles.get(measure.indicator, "measured")]
    if subject is not None and subject.name not in backdrop and subject.cls in classes:
        return Attachment(subject, "scope", 0.6)
    named = [
        m
        for m in setting.able(measure, setting.roles("themes", setting.title))
        if m.entity.name not in backdrop and m.text not in backdrop
    ]
    return say(named[0], "title", 0.6, far=True) if named else None


def head_of(setting: Setting, before: Sequence[Mention]) -> Mention:
    """The last name that does not hang on another one: the unit, not its university."""
    last = before[-1]
    for earlier in reversed(before[:-1]):
        if not _HANGS.fullmatch(setting.text[earlier.end : last.start]):
            break
        last = earlier
    return last


def clause_of(setting: Setting, measure: Measure) -> int:
    """Where the clause of a number begins; ", and two labs:" is an item of a list, no clause."""
    at = measure.quantity.start
    start = clause_start(setting, at)
    listed = _LISTED.search(setting.text, 0, at)
    end = max(measure.quantity.end, measure.quantity.noun_end)
    if listed is not None and listed.end() == at and _CLOSED.match(setting.text, end):
        return clause_start(setting, listed.start())
    return start


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
