"""Names built from words around them, and what pronouns stand for, sentence by sentence.

"The life sciences sector" is a sector, "employers across the county" a cohort, "the firm" the
business named before: after this stage every sentence has its final marks. Phrase rules
(``phrases.yaml``) use the pattern language; a rule rewrites what it matches into one mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from medtechkg.language import fields
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Alphabet, Mark, Masked, Piece, mask
from medtechkg.language.patterns import Item, Match, Patterns
from medtechkg.model import Entity, Passage, Sentence
from medtechkg.reading.coreference import Memory

__all__ = ["compose"]

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LIMIT = 40


def compose(
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    found: Mapping[int, Sequence[Mark]],
    patterns: Patterns,
    alphabet: Alphabet,
    memory: Memory,
    nouns: fields.Rules,
) -> dict[int, list[Mark]]:
    """The final marks of every passage, by its index."""
    by_index = {passage.index: passage for passage in passages}
    memory.settle(found, passages)
    marks = {index: list(at) for index, at in found.items()}
    heard = -1
    for sentence in sentences:
        passage = by_index[sentence.passage]
        if passage.index != heard:
            memory.listen(passage, marks[passage.index])
            heard = passage.index
        here = [m for m in marks[passage.index] if sentence.start <= m.start < sentence.end]
        rest = [m for m in marks[passage.index] if not sentence.start <= m.start < sentence.end]
        here = _resolve(passage, sentence, here, memory)
        here = fields.widened(passage, sentence.start, sentence.end, here, nouns)
        here = _phrases(Piece(passage, sentence.start, sentence.end), here, patterns, alphabet)
        marks[passage.index] = sorted(rest + here, key=lambda m: m.start)
        memory.remember(here, by_index)
    return _identified(marks, patterns)


def _identified(marks: dict[int, list[Mark]], patterns: Patterns) -> dict[int, list[Mark]]:
    """Take what a headline names loosely ("new courses") for the one thing named exactly."""
    loose = {f"phrase:{p.rule.id}" for p in patterns.patterns if p.rule.options.get("loose")}
    exact = {
        mark.senses[0].entity: mark
        for index in sorted(marks)
        for mark in marks[index]
        if mark.senses[0].entity.local and mark.rule not in loose and mark.inner
    }
    known: dict[Entity, Sense] = {}
    for mark in (mark for index in marks for mark in marks[index] if mark.rule in loose):
        same = [entity for entity in exact if entity.cls == mark.senses[0].cls]
        if len(same) == 1:
            known[mark.senses[0].entity] = Sense(same[0])
    return {index: [_as_known(mark, known) for mark in marks[index]] for index in marks}


def _as_known(mark: Mark, known: Mapping[Entity, Sense]) -> Mark:
    """A mark, or what stands for it ("these courses"), by the exact name of the same thing."""
    sense = known.get(mark.senses[0].entity)
    return replace(mark, senses=(sense,)) if sense else mark


def _resolve(passage: Passage, sentence: Sentence, here: list[Mark], memory: Memory) -> list[Mark]:
    """Add what the anaphors of a sentence stand for; names before them in it count."""
    for anaphor in sorted(memory.anaphors(passage, sentence.start, sentence.end, here)):
        start, end = anaphor.start, anaphor.end
        if any(m.strong and m.start < end and start < m.end for m in here):
            continue
        earlier = [m for m in here if m.end <= start]
        known = len(memory.entries)
        memory.remember(earlier, {passage.index: passage})
        memory.sentence -= 1
        mark = memory.ahead(passage, sentence.start, anaphor, here) or memory.resolve(
            passage.index, anaphor, passage.text[:start]
        )
        memory.entries.keep(known)
        if mark is not None:
            here = [m for m in here if m.end <= start or m.start >= end]
            here = sorted([*here, mark], key=lambda m: m.start)
    return _employed(passage, here, memory)


def _employed(passage: Passage, here: list[Mark], memory: Memory) -> list[Mark]:
    """Add whose the posts are that name no body: "sales manager Ada Bell"."""
    found = [memory.employer(passage, mark) for mark in here if mark.strong]
    owners = [mark for mark in found if mark is not None]
    return sorted([*here, *owners], key=lambda m: (m.start, m.end)) if owners else here


def _phrases(piece: Piece, here: list[Mark], patterns: Patterns, alphabet: Alphabet) -> list[Mark]:
    masked = mask([piece], {piece.passage.index: here}, alphabet)
    for pattern in patterns.candidates(masked):
        for _ in range(_LIMIT):
            match = next(patterns.matches(pattern, masked), None)
            if match is None:
                break
            composed = _compose(match, masked, piece.passage)
            here = _put(composed, here)
            masked = mask([piece], {piece.passage.index: here}, alphabet)
    return here


def _put(composed: Sequence[Mark], here: Sequence[Mark]) -> list[Mark]:
    kept = [m for m in here if not any(c.start < m.end and m.start < c.end for c in composed)]
    return sorted([*kept, *composed], key=lambda m: m.start)


def _compose(match: Match, masked: Masked, passage: Passage) -> list[Mark]:
    options = match.pattern.rule.options
    rule = f"phrase:{match.pattern.rule.id}"
    _, start, end = masked.origin(range(match.first, match.last))
    start, end = _trimmed(passage.text, start, end)
    if "each" in options:
        return _each(match, passage, rule, end)
    inner = tuple(
        (name, _mark(item, passage, rule))
        for name, items in match.slots.items()
        for item in items
        if item.cls
    )
    entity = _entity(match, passage.text[start:end], passage)
    context = tuple(dict.fromkeys(span for _, m in inner for span in m.context))
    made = Mark(passage.index, start, end, (Sense(entity),), rule, context=context, inner=inner)
    return [_known(made, match, entity.cls) or made]


def _each(match: Match, passage: Passage, rule: str, end: int) -> list[Mark]:
    """Names that share a head ("project and line management skills"); the last one covers it."""
    options = match.pattern.rule.options
    marks = []
    for item in [*match.slots["x"], *match.slots.get("y", ())]:
        mark = replace(_mark(item, passage, rule), rule=rule)
        if item.mark is None or item.cls != options["mention"]:
            name = options["each"].format(x=passage.text[item.start : item.end])
            mark = replace(mark, senses=(Sense(Entity(options["mention"], name)),))
        marks.append(mark)
    last = replace(marks[-1], end=max(end, marks[-1].end))
    return [*marks[:-1], _known(last, match, options["mention"]) or last]


def _known(mark: Mark, match: Match, cls: str) -> Mark | None:
    """The weak name of that class that the lexicon has at the very same place."""
    for known in match.known:
        same = known.start == mark.start and known.end == mark.end
        senses = tuple(replace(s, weak=False) for s in known.senses if s.cls == cls)
        if same and senses:
            return replace(known, senses=senses[:1], rule=mark.rule, bound=True)
    return None


def _mark(item: Item, passage: Passage, rule: str) -> Mark:
    """The mark of what filled a slot, in the sense the slot asked for."""
    if item.mark is None or not item.cls:
        name = passage.text[item.start : item.end]
        return Mark(item.passage, item.start, item.end, (Sense(Entity(item.cls, name)),), rule)
    wanted = [sense for sense in item.mark.senses if sense.cls == item.cls]
    senses = (replace(wanted[0], weak=False),)
    return replace(item.mark, senses=senses, bound=True)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out an article, white space and marks of punctuation at the edges."""
    for article in ("the ", "a ", "an "):
        if text[start : start + len(article)].lower() == article:
            start += len(article)
    while end > start and text[end - 1] in " ,;:.":
        end -= 1
    return start, end


def _entity(match: Match, text: str, passage: Passage) -> Entity:
    options = match.pattern.rule.options
    if "as" in options:
        item = match.slots[options["as"]][0]
        return _mark(item, passage, "").senses[0].entity
    names = _Blank()
    for name, items in match.slots.items():
        names[name] = " and ".join(_name(item, passage) for item in items)
        names[f"{name}_text"] = passage.text[items[0].start : items[-1].end]
    template = options.get("name")
    name = template.format_map(names) if template else _BRACKETS.sub("", text)
    name = " ".join(name.split())
    return Entity(options["mention"], name, local=bool(options.get("local")))


def _name(item: Item, passage: Passage) -> str:
    if item.mark is not None and item.cls:
        return next(s.entity.name for s in item.mark.senses if s.cls == item.cls)
    return passage.text[item.start : item.end]


class _Blank(dict[str, str]):
    """Slots that a match left open are left out of its name."""

    def __missing__(self, key: str) -> str:
        return ""
