"""Whose a number is by where it stands: right after a name, in its clause, before its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medtechkg.language.clauses import (
    FUNDED,
    MARKER,
    Attachment,
    Setting,
    adjunct,
    clause_of,
    clause_start,
    compared,
    definite,
    gives,
    governed,
    head_of,
    look_back,
    reports,
    say,
    topic,
    ungoverned,
)
from medtechkg.language.measures import Measure
from medtechkg.model import Mention
from medtechkg.reading.amounts import SIZES

__all__ = [
    "antecedent",
    "apposed",
    "backed",
    "comparison",
    "coordinated",
    "located",
    "one_of",
    "opening",
    "own_clause",
    "the_sized",
    "we",
    "where",
    "within",
]

_RELATIVE = re.compile(r",? (?:which|who|whose|where)\b", re.IGNORECASE)
_OPENED = re.compile(
    r"\W*(?:with|home to|backed by|supported by|boasting|worth|alongside|thanks to|at|some"
    r"|(?:(?:now|already|currently) )?\w+ing|\w+ed (?:by|with|from|to|in))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r",? where\b(?! the\b)")
_FOLLOWS = re.compile(r",(?: (?:the|our|this))? $")
_MAIN = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|would|could)\b")
_VERB = re.compile(
    r"(?: \([^()]{1,20}\))?(?:,[^,]{1,80},)? "
    r"(?:now |also |already |still |has |have |is |are |was |were |will |can )?"
    r"(?:is|are|was|were|has|have|had|will|can|[a-z]+s|[a-z]+ed|grew|became|won|made)\b"
)
_IN = re.compile(r"\W*in (?:the )?", re.IGNORECASE)
_BASED = re.compile(r"\W*(?:out )?of\b", re.IGNORECASE)  # "Of all investment, 40% went to Fife"
_BROKEN = re.compile(r"\s[–—-]\s|[;:]\s|, (?:and|but|while|with|a|an|the)\b")
_NOUN = re.compile(r"\b(?:an?|the|this) (?:[a-z-]+ ){0,2}?([a-z-]+)$")
_BESIDE = re.compile(r"(?:\bby|\band|\bthen|\bthan|\bincluding|,)(?: the)? $")
_SPOKEN = re.compile(r"\b(?:it|its|they|their|them|we|our|us|these|those|this)\b", re.IGNORECASE)
_CLOSED = re.compile(r"[,.!?][”\"’']")
_OUR = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\bone of\s+(?:the |its |our )?$", re.IGNORECASE)
#: "The Calder Hub, a £5m centre", "Plexo, a network of 60 firms", "the Calder Group - 24 sites".
_APPOSED = re.compile(
    r" ?(?:[–—-]|\() ?(?:an? )?"
    r"|(?: \([^()]{1,20}\))?, (?:an?|the|now an?) "
    r"(?:(?!(?:and|but|has|have|had|is|are|was|were|will|would|can|could)\b)[\w’'-]+ ){0,7}?"
    r"(?:(?:of|with|worth|costing|employing|valued at|totalling|comprising|uniting|linking"
    r"|representing) (?:(?:its|some|the|just) )?)?",
    re.IGNORECASE,
)
_ASIDE_BY = re.compile(r", [a-z]+(?:ed|un|uilt|ld) by (?:the )?$")
_AS = re.compile(r"\bas\s+(?:in\s+)?$", re.IGNORECASE)
_PLACE = re.compile(r" (?:in|at|for|of|across|within) (?:the )?$")


def the_sized(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number is part of a phrase that points back: the £6m centre, the 200-bed hospital."""
    quantity = measure.quantity
    if quantity.before not in {"the", "this", "that"}:
        return None
    if quantity.currency:
        nouns = setting.text[quantity.noun_start : quantity.noun_end].split()[-1:]
        rule = "definite-amount"
    else:
        whole = setting.grammar.cues["whole"].match(setting.text, quantity.end)
        nouns, rule = [whole[1]] if whole and measure.unit in SIZES else [], "definite"
    for noun in nouns:
        found = look_back(setting, noun.lower(), quantity.start, rule)
        if found is not None or noun.lower() not in setting.grammar.anaphors:
            return found
        return topic(setting, measure)
    return None


def opening(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The sentence opens without its subject, which follows: "With 90 staff, Plexo is …"."""
    at = measure.quantity.start
    opened = _OPENED.match(setting.text)
    if opened is None or opened.end() > at:
        return None
    end = max(measure.quantity.end, measure.quantity.noun_end)
    known = setting.able(measure)
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


def where(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A clause about the place right before it that names nothing else: "Fife, where 90 work"."""
    at = measure.quantity.start
    for mention in setting.able(measure):
        led = _WHERE.match(setting.text, mention.end)
        if led is None or led.end() > at or _BROKEN.search(setting.text, led.end(), at):
            continue
        if not any(led.end() <= m.start < at for m in setting.able(measure)):
            return say(mention, "where", 0.9)
    return None


def own_clause(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number opens its own clause: ", and more than 900 people work in lasers"."""
    quantity = measure.quantity
    before = setting.text[: quantity.start]
    if not earlier or not re.search(r"(?:, and|;|, while|, whereas|, but|\band) $", before):
        return None
    end = max(quantity.end, quantity.noun_end)
    verb = setting.grammar.cues["working"].match(setting.text, end)
    for mention in setting.able(measure) if verb else ():
        gap = setting.text[end : mention.start]
        if mention.start >= end and len(gap) < 60 and setting.grammar.cues["local"].search(gap):
            return None if _BROKEN.search(gap) else say(mention, "own-clause", 0.9)
    return None


def we(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Who says "we": “We employ 90 people,” said Una Vask of Plexo."""
    at = measure.quantity.start
    closed = _CLOSED.search(setting.text, at)
    if closed is None or not _OUR.search(setting.text[:at]):
        return None
    for mention in setting.roles("themes"):
        if mention.start >= closed.end() and adjunct(setting.text, mention.start):
            return say(mention, "we", 0.85)
    return None


def comparison(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """What a number is compared with has its own: £18 a foot, against £51 in Fife."""
    quantity = measure.quantity
    follows = bool(earlier) and earlier[-1][1].rule == "comparison"
    if not follows and not setting.grammar.cues["comparing"].search(
        setting.text, 0, quantity.start
    ):
        return None
    end = max(quantity.end, quantity.noun_end)
    for mention in setting.able(measure):
        if mention.start >= quantity.end and _PLACE.fullmatch(
            setting.text, min(end, mention.start), mention.start
        ):
            return say(mention, "comparison", 0.9)
        if mention.start >= end and _PLACE.fullmatch(setting.text, quantity.end, mention.start):
            return say(mention, "comparison", 0.9)
    other = [m for m in setting.able(measure) if m.end < quantity.start and compared(setting, m)]
    return say(other[-1], "comparison", 0.8) if other else None


def one_of(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """One of 30 partners in the programme: the programme has 30."""
    quantity = measure.quantity
    if not _ONE_OF.search(setting.text[: quantity.start]):
        return None
    end = max(quantity.end, quantity.noun_end)
    local = setting.grammar.cues["local"]
    for mention in setting.roles("measured"):
        if mention.start >= end and local.search(setting.text[end : mention.start]):
            return say(mention, "one-of")
    return _inside(setting, end)


def within(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """The number is followed by "in the region", "across the sector": look back for it."""
    if ungoverned(setting, measure):
        return None
    return _inside(setting, max(measure.quantity.end, measure.quantity.noun_end))


def _inside(setting: Setting, end: int) -> Attachment | None:
    within = setting.grammar.cues["within"].match(setting.text, end)
    if within is None:
        return None
    return next(definite(setting, within.end(), within.end() + 40, "within"), None)


def apposed(
    setting: Setting, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Attachment | None:
    """The number explains the name right before it: the Calder Hub, a centre worth £5m."""
    restates = bool(earlier) and measure.quantity.kind == "percent"
    for mention in setting.able(measure):
        gap = setting.text[mention.end : measure.quantity.start]
        if restates and "(" not in gap:
            continue
        if mention.end <= measure.quantity.start and _APPOSED.fullmatch(gap):
            if compared(setting, mention) or _AS.search(setting.text, 0, mention.start):
                continue
            comma = gap.lstrip().startswith(",")
            between = any(mention.end < m.start < measure.quantity.start for m in setting.mentions)
            if comma and (between or reports(setting, mention)):
                continue
            return say(mention, "apposed", 0.9)
    return None


def coordinated(
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
        for m in setting.able(measure)
        if max(last.quantity.end, last.quantity.noun_end) <= m.start < measure.quantity.start
        and not _passing(setting, measure, m)
    ]
    if named:
        return None
    return Attachment(
        attached.subject, "coordinated", attached.confidence, attached.mention, attached.antecedent
    )


def _passing(setting: Setting, measure: Measure, mention: Mention) -> bool:
    """Whether a name between two numbers only says where, or by whom, the first was got.

    So does one in an aside: "the £2m programme, led by Calder College, has 30 partners".
    """
    before = setting.text[max(0, mention.start - 40) : mention.start]
    if _ASIDE_BY.search(before) and setting.text.startswith(",", mention.end):
        return True
    funded = measure.indicator in FUNDED
    given = funded and setting.grammar.cues["source"].search(before) is not None
    return given or setting.grammar.cues["local"].search(before) is not None


def backed(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Those counted take part in what is named next: two colleges run the programme."""
    if measure.unit not in setting.grammar.subjects["units-of-parties"]:
        return None
    end = max(measure.quantity.end, measure.quantity.noun_end)
    verb = setting.grammar.cues["backing"].match(setting.text, end)
    if verb is None:
        return None
    for mention in setting.roles("themes"):
        if setting.text[verb.end() : mention.start] in {"", "the "} and mention.start >= verb.end():
            return say(mention, "backed", 0.9)
    return next(definite(setting, verb.end(), verb.end() + 40, "backed"), None)


def located(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """Nothing is named before it: the place, body or field right after it has the number."""
    quantity = measure.quantity
    role = setting.able(measure)
    clause = clause_of(setting, measure)
    before = setting.text[clause : quantity.start]
    named = [m for m in role if clause <= m.start < quantity.start and not reports(setting, m)]
    named = [] if _BASED.match(before) else named
    fields = setting.grammar.subjects["sectors"]
    if all(m.entity.cls in fields and _IN.fullmatch(setting.text[clause : m.start]) for m in named):
        named = []
    said = any(clause <= m.start and m.end <= quantity.start and reports(setting, m) for m in role)
    spoken = _SPOKEN.search(re.sub(r"^\W*there\b", "", before, flags=re.I))
    sized = quantity.currency is not None and quantity.before in {"the", "this"}
    if named or sized or (spoken and not said):
        return None
    end = max(quantity.end, quantity.noun_end)
    local = setting.grammar.cues["local"]
    for mention in role:
        gap = setting.text[end : mention.start]
        if (
            mention.start >= end
            and len(gap) < 60
            and local.search(gap)
            and not _BROKEN.search(gap)
            and not reports(setting, mention)
        ):
            return say(_field(setting, measure, mention), "located", 0.95)
    return None


def _field(setting: Setting, measure: Measure, place: Mention) -> Mention:
    """The field of the firms or jobs counted in a place: 90 laser firms in Fife, Fife's sector."""
    if place.entity.cls not in setting.grammar.subjects["areas"]:
        return place
    if measure.unit not in setting.grammar.subjects["units-of-fields"]:
        return place
    quantity = measure.quantity
    for field in setting.roles("fields"):
        among = quantity.end <= field.start and field.end <= max(quantity.end, quantity.noun_end)
        owned = re.fullmatch(r"['’]s? (?:[\w-]+ ){0,3}", setting.text[place.end : field.start])
        if among or (owned and field.start > place.end):
            return field
    return place


def antecedent(setting: Setting, measure: Measure, earlier: object) -> Attachment | None:
    """A relative clause, a with-phrase or an apposition belongs to the name before it."""
    at = measure.quantity.start
    clause = clause_start(setting, at, dashes=False)
    role = setting.able(measure)
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
        if beside and not inside and _BESIDE.search(setting.text, clause, beside.start):
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
