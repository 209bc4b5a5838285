"""How a document was read, as a page to look at: its text, what was found in it, and where.

The page is one file that needs nothing else. Text, highlights and findings are HTML and can be read
as they stand; a script adds cards and filters, from data that say who takes part in what and where
its evidence is. How it looks is up to the template.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise, takewhile
from pathlib import Path

from medtechkg.model import (
    Entity,
    Evidence,
    Modality,
    Passage,
    PassageKind,
    Polarity,
    Reading,
    Vocabulary,
)
from medtechkg.stretches import Fact, Findings, words

__all__ = ["GROUPS", "Span", "marked", "page", "summary", "text"]

Iri = Callable[[Entity], str | None]
#: Names the group of an entity.
Group = Callable[[Entity], str]

#: Classes that share a colour, by the name of their group; the first that fits counts.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "people": ("Person", "Role", "OccupationGroup"),
    "agents": ("Agent", "Cluster"),
    "places": ("Place",),
    "qualifications": (
        "Qualification",
        "QualificationDemand",
        "QualificationLevel",
        "QualificationType",
        "Provision",
        "TrainingRoute",
    ),
    "skills": ("Skill", "SkillNeed"),
    "fields": ("FieldOfActivity", "Technology"),
    "programmes": ("Initiative", "Policy"),
}

#: What the legend lists, and what it calls it.
_LEGEND = {
    "agents": "Organisations",
    "people": "People",
    "places": "Places",
    "qualifications": "Qualifications",
    "skills": "Skills",
    "fields": "Fields",
    "programmes": "Programmes",
    "other": "Other",
    "figures": "Figures",
    "unlinked": "No class",
}

_TEMPLATE = Path(__file__).parent / "templates" / "reading.html"
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_KINDS = {"relation": "Relations", "figure": "Figures", "claim": "Claims", "event": "Events"}
_ABOUT = ("publisher", "issued", "region", "licence", "url")
_TAGS = {PassageKind.PARAGRAPH: "p", PassageKind.BULLET: "li", PassageKind.ROW: "tr"}
_AROUND = {
    PassageKind.BULLET: ("<ul>", "</ul>"),
    PassageKind.ROW: ('<div class="rows"><table>', "</table></div>"),
}
_DEEPEST = 5  # of the levels of headings


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text to be put into a tag; ``id`` goes to the first of its pieces only."""

    start: int
    end: int
    tag: str
    attributes: str
    id: str = ""


def page(reading: Reading, vocabulary: Vocabulary, iri: Iri = lambda entity: entity.iri) -> str:
    """Draw up the page of one document.

    ``iri`` gives the IRI of an entity; without it only what a register knows has one.
    """

    def group(entity: Entity) -> str:
        return _group(entity, vocabulary)

    found = Findings(reading)
    parts = {
        "title": escape(reading.document.title),
        "about": _about(reading),
        "stats": _stats(reading, found),
        "legend": _legend(reading, found, group),
        "text": text(found, group),
        "kinds": _kinds(found),
        "findings": _listed(found, group),
        "data": _data(found, group, iri),
    }
    return _SLOT.sub(lambda slot: parts[slot[1]], _TEMPLATE.read_text(encoding="utf-8"))


def summary(reading: Reading) -> str:
    """Say in a line how much was read."""
    return ", ".join(f"{count:,} {name}" for name, count in _counted(reading))


def _counted(reading: Reading) -> list[tuple[str, int]]:
    counts = {
        "passage": len(reading.passages),
        "name": len(reading.mentions),
        "relation": len(reading.statements),
        "figure": len(reading.figures),
        "claim": len(reading.claims),
        "event": len(reading.events),
        "name without a class": len(reading.unlinked),
    }
    return [(_plural(name, count), count) for name, count in counts.items()]


def _plural(name: str, count: int) -> str:
    return name if count == 1 else re.sub(r"^\w+", r"\g<0>s", name)


def _group(entity: Entity, vocabulary: Vocabulary) -> str:
    if not entity.cls:
        return "unlinked"
    for name, roots in GROUPS.items():
        if any(vocabulary.is_a(entity.cls, root) for root in roots):
            return name
    return "other"


# -- the text ---------------------------------------------------------------------------------


def text(found: Findings, group: Group) -> str:
    """Lay out the passages with all that is marked in them, one a line."""
    spans = _spans(found, group)
    lines: list[str] = []
    last: int | None = None
    for (kind, number), run in groupby(found.passages, key=lambda each: (each.kind, each.page)):
        before, after = _AROUND.get(kind, ("", ""))
        made = [_passage(passage, spans.get(passage.index, ())) for passage in run]
        if number not in (None, last):
            before = f'<div class="page" role="separator" data-page="{number}"></div>{before}'
            last = number
        made[0] = before + made[0]
        made[-1] += after
        lines += made
    return "\n".join(lines)


def _passage(passage: Passage, spans: Sequence[Span]) -> str:
    tag = _TAGS.get(passage.kind, f"h{min(len(passage.headings) + 2, _DEEPEST)}")
    made = _row if passage.kind is PassageKind.ROW else marked
    return f'<{tag} id="p{passage.index}">{made(passage.text, spans)}</{tag}>'


def _row(text: str, spans: Sequence[Span]) -> str:
    """Lay out the cells of a row; what stands between them is there, but is not shown."""
    between = re.compile(r"[\s|]*\|[\s|]*" if text.startswith("|") else r"\t")
    cells: list[str] = []
    at = 0
    for found in between.finditer(text):
        cells += [_cell(text, spans, at, found.start()), f"<td hidden>{found[0]}</td>"]
        at = found.end()
    return "".join([*cells, _cell(text, spans, at, len(text))])


def _cell(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    return f"<td>{marked(text, spans, start, end)}</td>" if start < end else ""


def _spans(found: Findings, group: Group) -> dict[int, list[Span]]:
    """List what to mark in each passage, what goes around something else before it."""
    spans: dict[int, list[Span]] = defaultdict(list)
    marks = sorted((*_names(found, group), *_numbers(found)), key=_outermost)
    for passage, span in (*_stretches(found), *marks):
        spans[passage].append(span)
    return spans


def _outermost(mark: tuple[int, Span]) -> tuple[int, int]:
    return mark[1].start, -mark[1].end


def _stretches(found: Findings) -> Iterator[tuple[int, Span]]:
    for at, (passage, start, end) in enumerate(found.stretches()):
        kind = "stretch" if at in found.quoted else "stretch unread"
        told = f'class="{kind}" data-stretch="{at}"'
        yield passage, Span(start, end, "span", told, f"s{at}")


def _names(found: Findings, group: Group) -> Iterator[tuple[int, Span]]:
    for at, name in enumerate(found.names):
        entity = name.entity
        title = escape(f"{entity.name} ({words(entity.cls)})" if entity.cls else "no class")
        told = f'class="{group(entity)}" data-name="{at}" title="{title}"'
        yield name.passage, Span(name.start, name.end, "mark", told, f"n{at}")


def _numbers(found: Findings) -> Iterator[tuple[int, Span]]:
    for at, passage, start, end in found.numbers():
        yield passage, Span(start, end, "mark", f'class="figures" data-fact="{at}"')


def marked(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> str:
    """Put spans of a text, or of a part of it, into their tags; all else is escaped.

    A span goes around those that come after it; one that crosses it is cut in pieces.

    >>> marked("a<b c", [Span(0, 3, "i", ""), Span(2, 5, "b", 'class="x"', "n")])
    '<i>a&lt;<b class="x" id="n">b</b></i><b class="x"> c</b>'
    """
    end = len(text) if end is None else end
    cuts = {min(max(at, start), end) for span in spans for at in (span.start, span.end)}
    pieces: list[str] = []
    inside: list[Span] = []
    for at, after in pairwise(sorted({start, end, *cuts})):
        around = [span for span in spans if span.start <= at and after <= span.end]
        same = takewhile(lambda pair: pair[0] is pair[1], zip(inside, around, strict=False))
        kept = len(list(same))
        pieces += [*_closed(inside[kept:]), *(_opened(span, at) for span in around[kept:])]
        pieces.append(escape(text[at:after], quote=False))
        inside = around
    return "".join([*pieces, *_closed(inside)])


def _opened(span: Span, at: int) -> str:
    named = f'id="{span.id}"' if span.id and at == span.start else ""
    return f"<{' '.join(filter(None, (span.tag, span.attributes, named)))}>"


def _closed(spans: Sequence[Span]) -> list[str]:
    return [f"</{span.tag}>" for span in reversed(spans)]


# -- what is told above it --------------------------------------------------------------------


def _about(reading: Reading) -> str:
    document = reading.document
    told = [document.metadata[name] for name in _ABOUT if document.metadata.get(name)]
    return " · ".join(map(_link, [document.name, *told, document.id[:16]]))


def _link(text: str) -> str:
    told = escape(text)
    return f'<a href="{told}">{told}</a>' if re.match(r"https?://", text) else told


def _stats(reading: Reading, found: Findings) -> str:
    told = [(name, f"{count:,}") for name, count in _counted(reading)]
    told.append(("of the text unread", f"{_unread(found):.0%}"))
    return "".join(f"<div><dt>{name}</dt><dd>{count}</dd></div>" for name, count in told)


def _unread(found: Findings) -> float:
    """The share of the text, headings apart, that is evidence of nothing."""
    lengths = {True: 0, False: 0}
    for at, (passage, start, end) in enumerate(found.stretches()):
        if found.passages[passage].kind is not PassageKind.HEADING:
            lengths[at in found.quoted] += end - start
    return lengths[False] / (sum(lengths.values()) or 1)


def _legend(reading: Reading, found: Findings, group: Group) -> str:
    """Make a switch for each group: how often it stands in the text, which classes it holds."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in found.names:
        classes[group(name.entity)][words(name.entity.cls)] += 1
    for figure in reading.figures:
        classes["figures"][words(figure.indicator)] += 1
    return "".join(_switch(key, name, classes[key]) for key, name in _LEGEND.items())


def _kinds(found: Findings) -> str:
    counts = Counter(fact.kind for fact in found.facts)
    return "".join(
        _switch(kind, name, Counter({"": counts[kind]})) for kind, name in _KINDS.items()
    )


def _switch(key: str, name: str, counts: Counter[str]) -> str:
    total = sum(counts.values())
    title = escape(", ".join(f"{each} {count}" for each, count in counts.most_common() if each))
    return (
        f'<label class="chip {key}{"" if total else " none"}" title="{title}">'
        f'<input type="checkbox" id="show-{key}" checked>{name} <b>{total}</b></label>'
    )


# -- the findings -----------------------------------------------------------------------------


def _listed(found: Findings, group: Group) -> str:
    """List the findings, kind by kind."""
    sections = []
    for kind, run in groupby(enumerate(found.facts), key=lambda pair: pair[1].kind):
        items = "\n".join(_told(at, fact, found, group) for at, fact in run)
        title = f"<h3>{_KINDS[kind]}</h3>"
        sections.append(f'<section class="{kind}">{title}<ol>\n{items}\n</ol></section>')
    return "\n".join(sections) or "<p>Nothing was found.</p>"


def _told(at: int, fact: Fact, found: Findings, group: Group) -> str:
    said = " ".join(
        f'<b class="{group(part)}">{_plain(part.name)}</b>'
        if isinstance(part, Entity)
        else f'<span class="{part[0]}">{_plain(part[1])}</span>'
        for part in fact.said
    )
    told = [f'<p class="said">{said}</p>', _notes(fact), f'<p class="how">{_how(fact)}</p>']
    quoted = {(each.start, each.end, each.role): each for each in fact.evidence}
    told += [_quote(evidence, found) for evidence in quoted.values()]
    return f'<li id="f{at}" data-confidence="{fact.confidence:.2f}">{"".join(told)}</li>'


def _notes(fact: Fact) -> str:
    rows = [
        f"<div><dt>{_plain(name)}</dt><dd>{_plain(value)}</dd></div>"
        for name, value in fact.notes
        if value
    ]
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _how(fact: Fact) -> str:
    """Say how firmly, by whom and by which rule; what is out of the ordinary stands out."""
    stances = {
        fact.modality.value: fact.modality is Modality.ASSERTED,
        fact.polarity.value: fact.polarity is Polarity.AFFIRMED,
    }
    told = [word if usual else f"<em>{word}</em>" for word, usual in stances.items()]
    told += [f"said by {_plain(fact.speaker.name)}"] if fact.speaker else []
    rules = dict.fromkeys(each.rule for each in fact.evidence)
    told += [f"confidence {fact.confidence:.2f}", *(f"<code>{_plain(r)}</code>" for r in rules)]
    told += map(_plain, dict.fromkeys(each.because for each in fact.evidence if each.because))
    return " · ".join(told)


def _quote(evidence: Evidence, found: Findings) -> str:
    role, (first, _) = evidence.role, found.reach(evidence)
    link = f'<a href="#s{first}">{_plain(" ".join(evidence.quote.split()))}</a>'
    return f'<blockquote class="{role}"><small>{role}</small> {link}</blockquote>'


def _plain(text: str) -> str:
    return escape(text, quote=False)


# -- the data ---------------------------------------------------------------------------------


def _data(found: Findings, group: Group, iri: Iri) -> str:
    """Number everything for the script; without ``<``, so that nothing ends the tag around it."""
    told = {
        "entities": [
            {
                "name": entity.name,
                "class": words(entity.cls),
                "group": group(entity),
                "iri": iri(entity) if entity.cls else None,
            }
            for entity in found.entities
        ],
        "names": [
            {
                "entity": found.entities[name.entity],
                "rule": name.rule,
                "stretch": found.stretch(name.passage, name.start),
            }
            for name in found.names
        ],
        "facts": [
            {
                "entities": sorted({found.entities[entity] for entity in fact.entities}),
                "evidence": [[each.role, *found.reach(each)] for each in fact.evidence],
            }
            for fact in found.facts
        ],
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")
