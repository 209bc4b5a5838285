"""Which named thing a number is about: named rules of English syntax, tried in order.

Every rule looks at the mentions around the number and either finds the subject or passes on. The
scope of the document answers last, with low confidence, and only where the text names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from medtechkg.language.clauses import (
    FUNDED,
    MARKER,
    Attachment,
    Scope,
    Setting,
    adjunct,
    clause_start,
    first_anaphor,
    gives,
    governed,
    head_of,
    look_back,
    nearest,
    reports,
    role_of,
    say,
    ungoverned,
)
from medtechkg.language.measures import Measure
from medtechkg.model import Entity, Mention

__all__ = ["Attachment", "Scope", "Setting", "attach"]


Rule = Callable[[Setting, Measure, Sequence[tuple[Measure, Attachment]]], Attachment | None]

_FEW = 12
_REACH = 90
_OF_FIELDS = frozenset(["business", "employee", "job", "person", "occupation", "GBP", "percent"])
_LINK = re.compile(
    r"\b(?:for|into|towards|in|at|on|to|help|helps|fund|funds|funding|support|supports|build"
    r"|create|establish|develop|launch|deliver|expand|enable|back)\b(?:\W+[\w’'&-]+){0,6}?\W*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:from|by|under|through|via|thanks to|courtesy of|part of|alongside|with|led by|following)"
    r"(?: (?:the|its|a|an|[\w’'-]+['’]s))?(?: [\w-]+){0,2} ?$",
    re.IGNORECASE,
)
#: Places and fields are funded only where the amount is said to be for them in so many words.
_WIDE = frozenset(["Region", "Sector", "SubSector"])
_DIRECT = re.compile(
    r"[\w ]{0,20}?\b(?:(?:for|into|towards|in) (?:the )?(?:[\w’'-]+ ){0,2}|to (?:the )?)$",
    re.IGNORECASE,
)
#: What follows is said of the name itself: "…, the council having agreed".
_ABSOLUTE = re.compile(
    r"(?: \([^()]{1,20}\))? (?:having|being|has|have|had|will|said|says|is|was)\b"
)
_GRANT = re.compile(
    r"\W*(?:grants?|awards?|funding|investment|loans?|money|cash|backing)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"\s*(?:[\w-]+ ){0,4}$")
_STOPPED = re.compile(r"\b(?:of|in|at|to|for|from|by|with|and|under|on|that|which|is|was|will)\b")
_RELATIVE = re.compile(r",? (?:which|who|whose|where)\b", re.IGNORECASE)
_LOCAL = re.compile(
    r"\b(?:in|across|within|throughout|at|of|based in|around|to"
    r"|(?:work(?:s|ed|ing)?|employed) (?:for|by|with))\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
#: Counts that say how big a thing is.
_SIZES = frozenset(["square-foot", "square-metre", "acre", "hectare", "bed", "place", "room"])
_WHOLE = re.compile(
    r"[- ](?:[\w-]+ ){0,3}?(building|centre|facility|site|campus|park|hospital|academy"
    r"|laboratory|lab|hub|institute|plant|factory|college|school|unit|development)\b"
)
_OPENED = re.compile(
    r"\W*(?:with|home to|backed by|supported by|boasting|worth|alongside|thanks to|at|some"
    r"|(?:(?:now|already|currently) )?\w+ing|\w+ed (?:by|with|from|to|in))\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r",(?: (?:the|our|this))? $")
_MAIN = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|would|could)\b")
_VERB = re.compile(
    r"(?: \([^()]{1,20}\))?(?:,[^,]{1,80},)? "
    r"(?:now |also |already |still |has |have |is |are |was |will |can )?"
    r"(?:is|are|was|were|has|have|had|will|can|[a-z]+s|[a-z]+ed|grew|became|won|made)\b"
)
_WORKING = re.compile(
    r"[\w ’'-]{0,30}?\b(?:work(?:s|ed|ing)?|(?:are|is|were|was) (?:\w+ )?"
    r"(?:employed|based|located|found|active)|belong(?:s|ed)?|operat(?:e|es|ed|ing)"
    r"|(?:are|were|lie|sit) in)\b",
    re.IGNORECASE,
)
_IN = re.compile(r"\W*in (?:the )?", re.IGNORECASE)
_MANY = re.compile(r"[A-Z]\w* .*[a-z]s$")
_PARTLY = re.compile(
    r" of (?:them|these|those|which|whom)(?: jobs| firms| companies)? (?:[a-z]+ ){0,2}?"
    r"(?:in|at|around) (?:the )?"
)
#: A place that only tells which firm: "the Fife company".
_PLACES = re.compile(
    r"[- ](?:based )?(?:[a-z]+ )?(?:firm|company|business|plant|factory|site"
    r"|manufacturer|start-up|spin-out)\b"
)
_BASED = re.compile(r"\W*(?:out )?of\b", re.IGNORECASE)  # "Of all investment, 40% went to Fife"
_BROKEN = re.compile(r"\s[–—-]\s|[;:]\s|, (?:and|but|while|with|a|an|the)\b")
_HERE = re.compile(r"\b(?:here|locally)\b", re.IGNORECASE)
_NOUN = re.compile(r"\b(?:an?|the|this) (?:[a-z-]+ ){0,2}?([a-z-]+)$")
_ROW = re.compile(r"([A-Z][^\d.;:|–—]{2,60}?)\W*")
_QUANTIFIED = re.compile(
    r"\b(?:shares?|growth|rates?|employment|jobs|turnover|sales|exports?|rise|fall|increase|total|up|down"
    r"|is|are|was|were|by|of|than|about|around|over|under|nearly|almost|some)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:\bby|\band|\bthen|\bthan|\bincluding|,)(?: the)? $")
_LACKS = re.compile(r"\b(?:lack(?:s|ed|ing)?|short of|shy of|missing)\b[^.;]{0,20}$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them|we|our|us|these|those|this)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"[^.;,]{0,60}?\b(?:(?:in|across|at|for|within) (?:it|them|us)|here|there)\b"
    r"| (?:that|which) (?:it|they)\b| of (?:its|their|our)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|this|that|its|our|their) ([a-z-]+)(?: ([a-z-]+))?", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:(?!\band\b)[^.;]){0,40}?\b(?:in|across|within|throughout|of|for|at) (?:the|this|that|our) "
    r"([a-z-]+)(?: ([a-z-]+))?"
)


def attach(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """Find the subject of ``measure``; ``earlier`` are the figures before it in the sentence."""
    setting = replace(
        setting, mentions=tuple(m for m in setting.mentions if not _counts(m, measure))
    )
    for rule in _RULES:
        found = rule(setting, measure, earlier)
        if found is not None:
            return found
    return None


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


# -- the rules, in order ----------------------------------------------------------------------


def _need(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A number of people short belongs to the need it sizes, or to the sector that has it."""
    if measure.indicator != "shortageCount":
        return None
    lacks = _LACKS.search(setting.text, 0, measure.quantity.start)
    need = setting.grammar.subjects["needs"][0]
    known = any(m.entity.cls == need for m in setting.mentions)
    who = None if known else _lacking(setting, measure)
    if who is not None:
        return who
    for cls in setting.grammar.subjects["needs"][: 1 if lacks else None]:
        near = [m for m in setting.mentions if m.entity.cls == cls]
        if near:
            return say(nearest(near, measure), "need")
    sector = setting.scope.sector
    return None if sector is None or lacks else Attachment(sector, "need-scope", 0.7)


def _lacking(setting: Setting, measure: Measure) -> Attachment | None:
    """Who is said to be short of people: the subject of the clause, or where they are short."""
    free = [m for m in ungoverned(setting, measure) if not reports(setting, m)]
    if free:
        return say(free[0], "subject", 0.95)
    end = max(measure.quantity.end, measure.quantity.noun_end)
    for mention in setting.roles(role_of(measure)):
        gap = setting.text[end : mention.start]
        if mention.start >= end and len(gap) < _REACH and _LOCAL.search(gap):
            return None if _BROKEN.search(gap) else say(mention, "located", 0.9)
    return None


def _reporters(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Businesses that said something: the cohort named, else one named by the words themselves."""
    if measure.indicator != "reportingBusinessCount":
        return None
    overlapping = [
        m for m in setting.roles("reporters") if m.start < measure.quantity.noun_end <= m.end
    ]
    if overlapping:
        return say(overlapping[0], "reporters")
    noun = measure.counted.lower().rstrip("s").rstrip("e")
    known = [m for m in setting.roles("reporters", setting.context) if noun in m.text.lower()]
    if known:
        return say(known[-1], "reporters", 0.8, far=True)
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
            partial = mention.end < measure.quantity.noun_end
            no = granted or partial or _STOPPED.search(gap)
            return None if no else say(mention, "amount-names")
    return None


def _definite(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number is part of a phrase that points back: the £6m centre, the 200-bed hospital."""
    quantity = measure.quantity
    if quantity.before not in {"the", "this", "that"}:
        return None
    if quantity.currency:
        noun = setting.text[quantity.noun_start : quantity.noun_end].split()[-1:]
        return (
            look_back(setting, noun[0].lower(), quantity.start, "definite-amount") if noun else None
        )
    whole = _WHOLE.match(setting.text, quantity.end) if measure.unit in _SIZES else None
    return look_back(setting, whole[1], quantity.start, "definite") if whole else None


def _opening(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The sentence opens without its subject, which follows: "With 90 staff, Plexo is …"."""
    at = measure.quantity.start
    opened = _OPENED.match(setting.text)
    if opened is None or opened.end() > at:
        return None
    end = max(measure.quantity.end, measure.quantity.noun_end)
    known = setting.roles(role_of(measure))
    if any(m.end <= at and not governed(setting, m, 0, at) for m in known):
        return None
    if re.search(r"[;:]\s|\. [A-Z]", setting.text[:at]) or _MAIN.search(setting.text[:at]):
        return None
    for mention in known:
        gap = setting.text[end : mention.start]
        led = mention.start >= end and _FOLLOWS.search(gap) and not _MAIN.search(gap)
        if led and _VERB.match(setting.text, mention.end) and not reports(setting, mention):
            return say(mention, "opening", 0.95)
    return None


def _own_clause(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number opens its own clause: ", and more than 900 people work in lasers"."""
    quantity = measure.quantity
    before = setting.text[: quantity.start]
    if not earlier or not re.search(r"(?:, and|;|, while|, whereas|, but|\band) $", before):
        return None
    end = max(quantity.end, quantity.noun_end)
    verb = _WORKING.match(setting.text, end)
    for mention in setting.roles(role_of(measure)) if verb else ():
        gap = setting.text[end : mention.start]
        if mention.start >= end and len(gap) < 60 and _LOCAL.search(gap):
            return None if _BROKEN.search(gap) else say(mention, "own-clause", 0.9)
    return None


def _we(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Who says "we": “We employ 90 people,” said Una Vask of Plexo."""
    at = measure.quantity.start
    closed = re.compile(r"[,.!?][”\"’']").search(setting.text, at)
    if closed is None or not re.search(r"\b(?:we|our|us)\b", setting.text[:at], re.IGNORECASE):
        return None
    for mention in setting.roles("themes"):
        if mention.start >= closed.end() and adjunct(setting.text, mention.start):
            return say(mention, "we", 0.85)
    return None


def _of_them(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Where some of those counted before are: 40 of them in Fife."""
    partly = _PARTLY.match(setting.text, measure.quantity.end)
    if partly is not None and measure.quantity.kind == "percent" and "them" not in partly[0]:
        return None  # "5% of those in the UK"
    for mention in setting.roles("areas") if earlier and partly else ():
        if partly is not None and mention.start == partly.end():
            return say(mention, "of-them", 0.85)
    return None


def _amount_for(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The amount goes to a thing named after it: £5m for, to build, into the Calder Hub."""
    if measure.indicator not in FUNDED:
        return None
    begin = max(measure.quantity.end, measure.quantity.noun_end)
    named = any(m.end <= measure.quantity.start for m in setting.roles("funded"))
    received = named and not gives(setting, measure)
    sources: set[Entity] = set()
    for mention in setting.roles("targets" if received else "funded"):
        gap = setting.text[begin : mention.start]
        if mention.start < begin or len(gap) > 110 or re.search(r"[.;]\s", gap):
            continue
        absolute = _FOLLOWS.search(gap) and _ABSOLUTE.match(setting.text, mention.end)
        if absolute or reports(setting, mention):
            continue
        if _SOURCE.search(gap):
            sources.add(mention.entity)
        elif (
            mention.entity in sources
            or _owner(setting, mention)
            or (mention.entity.cls in _WIDE and _aside(gap))
        ):
            continue
        elif _LINK.search(gap):
            return say(mention, "amount-for", 0.9)
    return None


def _owner(setting: Setting, mention: Mention) -> bool:
    """Whether another thing that is named belongs to it: Fife College's Bright Ward Centre."""
    owned = re.compile(r"['’]s? (?:new |own )?").match(setting.text, mention.end)
    return owned is not None and any(m.start == owned.end() for m in setting.roles("targets"))


def _aside(gap: str) -> bool:
    """Whether a place or field only tells where the thing paid for is: on its works in Fife."""
    return not _DIRECT.match(gap) or re.search(r"\b(?:its|their|our)\b", gap) is not None


def _counted(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A few things counted by their own name: two new Calder Diplomas."""
    quantity = measure.quantity
    for mention in setting.mentions:
        few = quantity.size <= _FEW and mention.entity.cls in setting.grammar.subjects["counted"]
        many = mention.entity.cls in setting.grammar.subjects["many"] and _MANY.search(mention.text)
        named = quantity.end < mention.end and mention.start < quantity.end + _REACH
        if (few or many) and named and mention.end <= quantity.noun_end + 1:
            return say(mention, "counted", 0.9)
    return None


def _labelled(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A row of a table or chart: a label and its share."""
    quantity = measure.quantity
    row = _ROW.fullmatch(setting.text[: quantity.start])
    if quantity.kind != "percent" or row is None or setting.text[quantity.end :].strip(" .;,|"):
        return None
    label = row[1].strip()
    if _QUANTIFIED.search(label) or re.match(r"(?:The|It|We|They|This|That) ", label):
        return None
    for mention in setting.roles("measured"):
        if mention.text == label:
            return say(mention, "labelled")
    return Attachment(Entity("Cohort", label, local=True), "labelled", 0.8)


def _one_of(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """One of 30 partners in the programme: the programme has 30."""
    quantity = measure.quantity
    if not re.search(r"\bone of\s+(?:the |its |our )?$", setting.text[: quantity.start], re.I):
        return None
    end = max(quantity.end, quantity.noun_end)
    for mention in setting.roles("measured"):
        if mention.start >= end and _LOCAL.search(setting.text[end : mention.start]):
            return say(mention, "one-of")
    return _within(setting, measure, earlier)


def _within(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number is followed by "in the region", "across the sector": look back for it."""
    end = max(measure.quantity.end, measure.quantity.noun_end)
    match = _WITHIN.match(setting.text, end)
    if match is None or (ungoverned(setting, measure) and not _one(setting, measure)):
        return None
    return first_anaphor(setting, match, "within")


def _one(setting: Setting, measure: Measure) -> bool:
    return setting.text[: measure.quantity.start].rstrip().lower().endswith("one of")


def _anaphor(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number stands with "the sector", "that region": look back for it."""
    quantity = measure.quantity
    if ungoverned(setting, measure):
        return None
    clause = clause_start(setting, quantity.start)
    for match in _DEFINITE.finditer(setting.text, clause, quantity.start):
        found = first_anaphor(setting, match, "anaphor")
        if found is not None:
            return found
    return None


def _apposed(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number explains the name right before it: the Calder Group - 24 colleges."""
    for mention in setting.roles(role_of(measure)):
        gap = setting.text[mention.end : measure.quantity.start]
        if mention.end <= measure.quantity.start and re.fullmatch(
            r" ?(?:[–—-]|\() ?(?:an? )?", gap
        ):
            return say(mention, "apposed", 0.9)
    return None


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
        for m in setting.roles(role_of(measure))
        if max(last.quantity.end, last.quantity.noun_end) <= m.start < measure.quantity.start
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
    role = setting.roles(role_of(measure))
    clause = clause_start(setting, quantity.start)
    before = setting.text[clause : quantity.start]
    named = [m for m in role if clause <= m.start < quantity.start and not reports(setting, m)]
    named = [] if _BASED.match(before) else named
    fields = setting.grammar.subjects["sectors"]
    if all(m.entity.cls in fields and _IN.fullmatch(setting.text[clause : m.start]) for m in named):
        named = []
    said = any(clause <= m.start and m.end <= quantity.start and reports(setting, m) for m in role)
    spoken = _PRONOUN.search(re.sub(r"^\W*there\b", "", before, flags=re.I))
    if named or (spoken and not said):
        return None
    end = max(quantity.end, quantity.noun_end)
    for mention in role:
        gap = setting.text[end : mention.start]
        if (
            mention.start >= end
            and len(gap) < 60
            and _LOCAL.search(gap)
            and not _BROKEN.search(gap)
            and not reports(setting, mention)
        ):
            return say(mention, "located", 0.95)
    return None


def _antecedent(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A relative clause, a with-phrase or an apposition belongs to the name before it."""
    at = measure.quantity.start
    clause = clause_start(setting, at, dashes=False)
    role = setting.roles(role_of(measure))
    markers = list(MARKER.finditer(setting.text, clause, at))
    for marker in sorted(markers, key=lambda m: (not _relates(setting, m, at), -m.start())):
        inside = [m for m in role if marker.end() <= m.start < at]
        before = [
            m
            for m in role
            if clause <= m.start and m.end <= marker.start() + 1 and not reports(setting, m)
        ]
        noun = _NOUN.search(setting.text, clause, marker.start())
        if noun and not inside and noun[1] in setting.grammar.anaphors:
            return look_back(setting, noun[1], noun.start(1), "relative-noun")
        beside = before[-1] if before and before[-1].end == marker.start() else None
        if beside and not inside and _LISTED.search(setting.text, clause, beside.start):
            return say(beside, "beside", 0.9)
        given = measure.indicator in FUNDED and gives(setting, measure)
        if before and not inside and _RELATIVE.match(marker[0]):
            others = [
                m for m in setting.roles("targets", before[:-1]) if m.entity != before[-1].entity
            ]
            if given and others:
                return say(others[0], "given-to", 0.8)
            return say(head_of(setting, before), "relative", 0.9)
        free = [m for m in before if not governed(setting, m, clause, at)]
        if free and not given and all(governed(setting, m, marker.end(), at) for m in inside):
            return say(free[-1], "antecedent", 0.95)
    return None


def _relates(setting: Setting, marker: re.Match[str], at: int) -> bool:
    """Whether a relative clause that names nothing runs from here to the number."""
    told = any(m.end == marker.start() for m in setting.mentions)
    named = any(marker.end() <= m.start < at for m in setting.mentions)
    return told and not named and re.match(r",? (?:which|who)\b", marker[0]) is not None


def _subject(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The first name of the clause that no preposition governs; or whoever it gives to."""
    free = ungoverned(setting, measure)
    if not free:
        return None
    if measure.indicator in FUNDED and gives(setting, measure):
        verb = setting.grammar.cues["giving"].search(setting.text, free[0].end)
        given = [m for m in free if verb is not None and m.start >= verb.end()]
        if given:
            return say(given[0], "given-to", 0.9)
        return _received(setting) or say(free[0], "subject", 0.6)
    return say(free[0], "subject", 0.95)


def _received(setting: Setting) -> Attachment | None:
    """Who gets what is given to nobody named: the undertaking told of before."""
    known = setting.roles("targets", setting.salient)
    if known:
        return say(known[-1], "told-of", 0.7, far=True)
    subject = setting.scope.subject
    return None if subject is None else Attachment(subject, "told-of", 0.6)


def _adjunct(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The clause names only a place or body in passing: the one it opens with, else the last."""
    at = measure.quantity.start
    clause = clause_start(setting, at)
    named = [
        m
        for m in setting.roles(role_of(measure))
        if clause <= m.start and m.end <= at and not reports(setting, m) and not _which(setting, m)
    ]
    if not named:
        return None
    under = [m for m in named if m.entity.cls == "Programme"]
    if under and measure.indicator in FUNDED:
        return say(under[0], "adjunct", 0.8)
    opening = re.match(
        r"\W*(?:in|at|across|for|within|under|through|via) (?:the )?$",
        setting.text[clause : named[0].start],
        re.I,
    )
    return say(named[0] if opening else named[-1], "adjunct", 0.8)


def _pronoun(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A pronoun in the clause stands for the last subject named."""
    at = measure.quantity.start
    before = setting.text[clause_start(setting, at) : at]
    if _HERE.search(before) and not _PRONOUN.search(before):
        return look_back(setting, "area", at, "here")
    if not (_PRONOUN.search(before) or _PLACED.match(setting.text, measure.quantity.end)):
        return None
    here = [m for m in setting.roles(role_of(measure)) if m.end <= at]
    free = [m for m in here if not governed(setting, m, 0, m.end)]
    if free:
        return say(free[0], "pronoun", 0.8)
    nations = setting.grammar.subjects["nations"]
    for mentions in (setting.salient, setting.context):
        known = [m for m in setting.roles(role_of(measure), mentions) if m.text not in nations]
        if known:
            return say(known[-1], "pronoun", 0.75, far=True)
    return None


def _lead_in(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """An item of a list is about what the line before the list is about."""
    known = setting.roles(role_of(measure), setting.lead_in)
    free = [m for m in known if m in setting.salient] or known
    return say(free[0], "lead-in", 0.8, far=True) if free else None


def _which(setting: Setting, mention: Mention) -> bool:
    """Whether a place only tells which firm is meant: turnover at the Fife company."""
    place = mention.entity.cls in setting.grammar.subjects["areas"]
    return place and _PLACES.match(setting.text, mention.end) is not None


def _headed(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Nothing in the sentence has the number: what the heading above it names has."""
    themes = setting.grammar.subjects["themes"]
    known = [m for m in setting.roles(role_of(measure), setting.heading) if m.entity.cls in themes]
    return say(known[-1], "headed", 0.8, far=True) if known else None


def _sentence(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Any name of the sentence: the first before the number, else the first after it."""
    at = measure.quantity.start
    role = [m for m in setting.roles(role_of(measure)) if not reports(setting, m)]
    funded = measure.indicator in FUNDED
    if funded:  # "council money" says whose it was
        role = [m for m in role if not _GRANT.match(setting.text, m.end, m.end + 20)]
    if setting.scope.subject is not None:  # a field or place named in passing says less than that
        wide = {*setting.grammar.subjects["fields"], *setting.grammar.subjects["areas"]}
        role = [m for m in role if m.entity.cls not in wide]
    before = [m for m in role if m.end <= at]
    if before:
        return say(before[0], "sentence", 0.7)
    after = [
        m
        for m in role
        if not (funded and _SOURCE.search(setting.text[measure.quantity.end : m.start]))
    ]
    return say(after[0], "sentence", 0.65) if after else None


def _scoped(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """What the document is about; money goes to the last thing it can fund.

    Where nothing at all is named, a number of people or firms counts an unnamed party.
    """
    scope = setting.scope
    known = setting.roles("targets" if measure.indicator in FUNDED else "measured", setting.context)
    if known and measure.indicator in FUNDED and scope.subject is None:
        return say(known[-1], "context", 0.6, far=True)
    fields = (
        (scope.sector, scope.area) if measure.unit in _OF_FIELDS else (scope.area, scope.sector)
    )
    for entity in (scope.subject, *fields):
        if entity is not None:
            return Attachment(entity, "scope", 0.6)
    if known:
        return say(known[-1], "context", 0.5, far=True)
    unnamed = measure.counted and measure.quantity.kind == "count"
    return Attachment(_cohort(setting, measure), "unnamed", 0.5) if unnamed else None


_RULES: tuple[Rule, ...] = (
    _need,
    _reporters,
    _counted,
    _labelled,
    _one_of,
    _amount_names,
    _definite,
    _opening,
    _we,
    _of_them,
    _amount_for,
    _own_clause,
    _coordinated,
    _apposed,
    _antecedent,
    _within,
    _located,
    _anaphor,
    _subject,
    _pronoun,
    _lead_in,
    _adjunct,
    _headed,
    _sentence,
    _scoped,
)
