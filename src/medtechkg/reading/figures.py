"""The figures a sentence gives: what is measured, of what, how firmly, as of when.

`quantities` reads the numbers, `measures` says what they measure, `attachment` which named thing
they are about; here they become `model.Figure` values with their evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from medtechkg.language.clauses import LISTED, OWNING, adjunct, compared
from medtechkg.language.measurebook import Grammar, load
from medtechkg.language.measures import Measure, classify
from medtechkg.language.periods import Period, periods
from medtechkg.language.quantities import scan
from medtechkg.model import (
    Document,
    Entity,
    Evidence,
    Figure,
    Mention,
    Modality,
    Passage,
    PassageKind,
    Sentence,
)
from medtechkg.reading import firmness, settings
from medtechkg.reading.attachment import Attachment, Scope, Setting, attach
from medtechkg.reading.introduced import intro, introduced

__all__ = ["Grammar", "Scope", "continues", "extract", "load"]

_FEW = 12
_SHORT = 60
_PLACED = re.compile(
    r"(?:(?!\b(?:outside|than|from|beyond)\b)[^.;]){0,80}?"
    r"\b(?:in|across|within|throughout|of|around|at)(?: the| central| greater)? ",
    re.IGNORECASE,
)
_SET_OFF = re.compile(r"[\w ]{0,40} [–—-] (?:or |about |around )?")
_BASE = re.compile(r" (?:[\w-]+ ){0,2}?of [^.;,–—()]{2,80}")
_OF = re.compile(r"^ of ((?:the |all |its |their )?[^.;,–—()]{2,80}?)(?=[.;,–—()]| [-–—] |$)")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: what every figure of it shares."""

    document: Document
    passage: Passage
    sentence: Sentence
    passages: Mapping[int, Passage]
    setting: Setting
    periods: tuple[Period, ...]
    told: Figure | None = None


def extract(
    document: Document,
    passage: Passage,
    sentence: Sentence,
    mentions: Sequence[Mention],
    scope: Scope,
    grammar: Grammar,
    speaker: Entity | None = None,
    context: Sequence[Mention] = (),
    passages: Mapping[int, Passage] | None = None,
    told: Figure | None = None,
) -> Iterator[Figure]:
    """Yield the figures of ``sentence`` in order.

    ``mentions`` are those of ``passage``; ``context`` those of earlier sentences, the lead-in and
    the headings, nearest last, for subjects that stand there. ``passages`` gives by index the
    passages context mentions come from: with it a subject found there is quoted as evidence too.
    ``told`` is the figure before, if it stands in the same paragraph or list.
    """
    text = passage.text[sentence.start : sentence.end]
    known = passages or {}
    if passage.index not in known:
        known = {**known, passage.index: passage}
    measures = classify(text, grammar, _before(passage, sentence, grammar))
    measures = introduced(text, measures, intro(passage, sentence, known), grammar)
    if not measures:
        return
    about = told.subject if told else None
    setting = settings.setting(passage, sentence, mentions, context, known, scope, grammar, about)
    place = _Place(document, passage, sentence, known, setting, tuple(periods(text)), told)
    earlier: list[tuple[Measure, Attachment]] = []
    for measure in measures:
        idle = _headline(passage, measure, known) or _numbers_names(text, measure, setting)
        attachment = None if idle else attach(setting, measure, earlier)
        if attachment is not None:
            measure = _connected(text, _restated(text, measure, earlier), attachment, grammar)
            earlier.append((measure, attachment))
            yield _figure(place, measure, attachment, speaker)


def continues(before: Passage, passage: Passage) -> bool:
    """Whether a passage goes on with what another tells of: the same one, or the next item."""
    if before.index == passage.index:
        return True
    items = (PassageKind.BULLET, PassageKind.ROW)
    return (
        before.kind in items
        and passage.kind in items
        and (before.lead_in, before.headings) == (passage.lead_in, passage.headings)
    )


def _numbers_names(text: str, measure: Measure, setting: Setting) -> bool:
    """Whether it says how many names it stands behind: "Tarn Ltd and Bray Ltd, two firms"."""
    starts = {one.end: one.start for one in reversed(setting.mentions)}
    at: int | None = measure.quantity.start - len(", ")
    count = 0
    while at in starts and text.startswith(", ", measure.quantity.start - len(", ")):
        count, first = count + 1, starts[at]
        at = next((end for end in starts if LISTED.fullmatch(text, end, first)), None)
    return 1 < count == measure.quantity.value


def _restated(
    text: str, measure: Measure, earlier: Sequence[tuple[Measure, Attachment]]
) -> Measure:
    """Give a share set off by a dash the hedge of the number it restates: "about 40 – 3%"."""
    share = measure.quantity
    if not earlier or share.kind != "percent" or share.qualifier != "exact":
        return measure
    number = earlier[-1][0].quantity
    if not _SET_OFF.fullmatch(text, number.end, share.start):
        return measure
    hedged = replace(share, qualifier=number.qualifier, qualifier_text=number.qualifier_text)
    return replace(measure, quantity=hedged)


def _connected(text: str, measure: Measure, attachment: Attachment, grammar: Grammar) -> Measure:
    """Firms counted of a programme or a trade body are not its own: they are connected to it."""
    own = attachment.subject.cls not in grammar.subjects["connecting"]
    counted = measure.indicator == "firmCount" and measure.rule.startswith("counts")
    if own or not counted or grammar.cues["founded"].search(text):
        return measure
    return replace(measure, indicator="connectedCompanyCount")


def _before(passage: Passage, sentence: Sentence, grammar: Grammar) -> list[Measure]:
    """What was measured right before: in the sentence before, or in the heading of a list."""
    if sentence.start:
        begin = passage.text.rfind(". ", 0, max(0, sentence.start - 2)) + 1
        return classify(passage.text[begin : sentence.start].strip(), grammar)
    listed = passage.kind in (PassageKind.BULLET, PassageKind.ROW) or len(passage.text) < _SHORT
    return classify(passage.headings[-1], grammar) if listed and passage.headings else []


def _headline(passage: Passage, measure: Measure, passages: Mapping[int, Passage]) -> bool:
    """Whether it is in a heading and the text below says it better: a small or repeated number."""
    quantity = measure.quantity
    if passage.kind is not PassageKind.HEADING:
        return False
    if quantity.kind == "count" and quantity.size <= _FEW:
        return True
    digits = re.search(r"\d[\d,.]*\d|\d", quantity.verbatim)
    return digits is not None and any(
        (again.kind, again.size) == (quantity.kind, quantity.size)
        for other in passages.values()
        if other.kind is not PassageKind.HEADING and digits[0] in other.text
        for again in scan(other.text)
    )


def _figure(
    place: _Place, measure: Measure, attachment: Attachment, speaker: Entity | None
) -> Figure:
    quantity, setting = measure.quantity, place.setting
    modality = firmness.modality(setting, measure)
    qualifier, words = _qualifier(setting, measure)
    as_of, basis = _as_of(place, measure, modality)
    return Figure(
        subject=attachment.subject,
        indicator=measure.indicator,
        unit=measure.unit,
        evidence=_evidence(place, measure, attachment),
        verbatim=quantity.verbatim,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        qualifier=qualifier,
        qualifier_text=words,
        counted=measure.counted,
        modality=modality,
        speaker=speaker,
        area=_area(setting, measure, attachment) or _again(place, attachment, "area"),
        sector=_sector(setting, measure, attachment) or _again(place, attachment, "sector"),
        topic=_topic(setting, measure),
        as_of=as_of,
        as_of_basis=basis,
        horizon=_horizon(place, modality),
        period=_period(place, measure),
        base=_base(setting, measure),
        method=_method(setting),
    )


def _evidence(place: _Place, measure: Measure, attachment: Attachment) -> tuple[Evidence, ...]:
    rule = f"figure/{measure.rule}/{attachment.rule}"
    start, end = place.passage.span(place.sentence.start, place.sentence.end)
    said = Evidence.of(
        place.document,
        start,
        end,
        rule,
        confidence=min(
            measure.confidence,
            place.setting.grammar.believed(attachment.rule, attachment.confidence),
        ),
        page=place.passage.page,
    )
    found = [said]
    lead = place.passages.get(place.passage.lead_in) if place.passage.lead_in is not None else None
    if measure.led and lead is not None:
        found.append(_quoted(place, lead, (0, len(lead.text)), rule, "lead-in"))
    mention = attachment.mention
    quoted = mention is not None and len(found) > 1 and mention.passage == place.passage.lead_in
    antecedent = mention is not None and attachment.antecedent and not quoted
    if mention is not None and antecedent and mention.passage in place.passages:
        role = "lead-in" if attachment.rule == "lead-in" else "antecedent"
        home = place.passages[mention.passage]
        found.append(_quoted(place, home, (mention.start, mention.end), rule, role))
    return tuple(found)


def _quoted(place: _Place, home: Passage, at: tuple[int, int], rule: str, role: str) -> Evidence:
    start, end = home.span(*at)
    return Evidence.of(place.document, start, end, rule, role=role, page=home.page)


# -- how firmly -------------------------------------------------------------------------------


def _qualifier(setting: Setting, measure: Measure) -> tuple[str, str]:
    """The hedge at the number; else what the verb of the sentence says of it."""
    quantity = measure.quantity
    if quantity.qualifier != "exact":
        return quantity.qualifier, quantity.qualifier_text
    for code, cue in setting.grammar.qualifiers.items():
        match = cue.search(setting.text, 0, quantity.start)
        if match is not None:
            return code, match[0]
    return "exact", quantity.qualifier_text


def _method(setting: Setting) -> str | None:
    cues = setting.grammar.cues
    for match in cues["method"].finditer(setting.text):
        if cues["method-words"].search(match[0]):
            return match[0].strip(" ,;.")
    return None


# -- as of when -------------------------------------------------------------------------------


def _as_of(place: _Place, measure: Measure, modality: Modality) -> tuple[str | None, str | None]:
    dates = [p for p in place.periods if p.kind == "as-of" and _dates(p, place, measure)]
    if dates and modality is not Modality.EXPECTED:
        at = measure.quantity.start
        return min(dates, key=lambda p: (abs(p.start - at), p.start)).value, "stated"
    issued = place.setting.scope.issued
    return (issued[:7], "document-date") if issued else (None, None)


def _dates(period: Period, place: _Place, measure: Measure) -> bool:
    """Whether a date may be that of the figure.

    It is not if it tells when something began ("Bray, founded in 2010, employs 40"), or is that of
    the number this one is held against ("40, up from 30 in 2010").
    """
    cues, text, at = place.setting.grammar.cues, place.setting.text, measure.quantity
    apart = text[min(period.end, at.end) : max(period.start, at.start)]
    if cues["began"].search(text, 0, period.start + 3) and re.search("[,;)]", apart):
        return False
    return not (period.start > at.end and cues["held-against"].match(text[at.end : period.start]))


def _horizon(place: _Place, modality: Modality) -> str | None:
    by = [p.value for p in place.periods if p.kind == "horizon"]
    if not by and modality is Modality.EXPECTED:
        by = [p.value for p in place.periods if p.kind == "as-of"]
    return by[0] if by else None


def _period(place: _Place, measure: Measure) -> str | None:
    """The rate or the span of time said with the number."""
    if measure.quantity.per is not None:
        return measure.quantity.per
    end = max(measure.quantity.end, measure.quantity.noun_end)
    near = [
        p.verbatim for p in place.periods if p.kind == "duration" and 0 <= p.start - end < 40
    ] or [p.verbatim for p in place.periods if p.kind == "duration" and p.start == 0]
    return near[0] if near else None


# -- of what ----------------------------------------------------------------------------------


def _again(place: _Place, attachment: Attachment, name: Literal["area", "sector"]) -> Entity | None:
    """The area or sector of the figure before, if this is about the same; else the document's."""
    told = place.told
    if told is not None and told.subject == attachment.subject:
        same = told.area if name == "area" else told.sector
        if same is not None:
            return same
    scope = place.setting.scope
    return scope.area if name == "area" else scope.sector


def _area(setting: Setting, measure: Measure, attachment: Attachment) -> Entity | None:
    """The area of a figure: its subject, whose field it is, where it is said to be.

    What follows a share is what it is a share of, and says nothing of where it is: 8% of UK jobs.
    """
    if attachment.subject.cls in setting.grammar.subjects["areas"]:
        return attachment.subject
    regions = setting.roles("areas")
    at, quantity = attachment.mention, measure.quantity
    if at is not None and not attachment.antecedent:
        owners = [m for m in regions if OWNING.fullmatch(setting.text[m.end : at.start])]
        if owners:
            return owners[-1].entity
    end = max(quantity.end, quantity.noun_end)
    if quantity.kind == "percent" and (based := _BASE.match(setting.text, quantity.end)):
        regions = [m for m in regions if not based.start() <= m.start < based.end()]
    regions = [m for m in regions if not compared(setting, m)]
    after = [
        m for m in regions if end <= m.start and _PLACED.fullmatch(setting.text[end : m.start])
    ]
    if after:
        return after[0].entity
    nations = setting.grammar.subjects["nations"]
    before = [m for m in regions if m.end <= quantity.start]
    before = [m for m in before if m.text not in nations] or [
        m for m in before if not adjunct(setting.text, m.start)
    ]
    return before[-1].entity if before else None


def _sector(setting: Setting, measure: Measure, attachment: Attachment) -> Entity | None:
    """The sector of a figure: its subject, the one named with the counted noun, the scope's."""
    if attachment.subject.cls in setting.grammar.subjects["sectors"]:
        return attachment.subject
    quantity = measure.quantity
    after = [m for m in setting.roles("sectors") if 0 <= m.start - quantity.end < 90]
    named = [m for m in after if not re.search(r"[;.]\s", setting.text[quantity.end : m.start])]
    return named[0].entity if named else None


def _topic(setting: Setting, measure: Measure) -> Entity | None:
    if measure.indicator not in {"reportingBusinessCount", "shortageCount", "vacancyCount"}:
        return None
    named = setting.roles("topics")
    return named[0].entity if named else None


def _base(setting: Setting, measure: Measure) -> str | None:
    """What a percentage is a share of."""
    if measure.quantity.kind != "percent":
        return None
    match = _OF.match(setting.text[measure.quantity.end :])
    return match[1].strip() if match else None
