"""What a figure is read against: its sentence, and the names before, above and around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from medtechkg.language.clauses import LISTED, Scope, Setting, adjunct, describes
from medtechkg.language.measurebook import Grammar
from medtechkg.model import Entity, Mention, Passage, PassageKind, Sentence

__all__ = ["setting"]

_NEAR = 40


def setting(
    passage: Passage,
    sentence: Sentence,
    mentions: Sequence[Mention],
    context: Sequence[Mention],
    passages: Mapping[int, Passage],
    scope: Scope,
    grammar: Grammar,
    told: Entity | None = None,
) -> Setting:
    """The sentence as rules see it.

    ``mentions`` are those of its passage, ``context`` those before, in order; ``told`` is what the
    figure before is about, if that stands in the same paragraph or list.
    """
    text = passage.text[sentence.start : sentence.end]
    near = tuple(context[-_NEAR:])
    return Setting(
        text=text,
        start=0,
        end=len(text),
        mentions=_within(mentions, sentence),
        context=near,
        scope=scope,
        grammar=grammar,
        lead_in=_of_passage(context, passage.lead_in),
        salient=tuple(_salient(near, passages, grammar)),
        heading=tuple(_heading(context, passage, passages)),
        title=_title(context, passages, grammar),
        told=told,
    )


def _within(mentions: Sequence[Mention], sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions of the sentence, their positions counted from its beginning."""
    inside = sorted(
        (m for m in mentions if sentence.start <= m.start and m.end <= sentence.end),
        key=lambda m: (m.start, -m.end, m.entity.name),
    )
    return tuple(
        replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in inside
    )


def _of_passage(context: Sequence[Mention], passage: int | None) -> tuple[Mention, ...]:
    """The mentions of one passage among those of several, which are in order."""
    if passage is None:
        return ()
    first = bisect_left(context, passage, key=lambda each: each.passage)
    return tuple(takewhile(lambda each: each.passage == passage, islice(context, first, None)))


def _heading(
    context: Sequence[Mention], passage: Passage, passages: Mapping[int, Passage]
) -> Iterator[Mention]:
    """The names that are most of the heading above a passage."""
    text = passage.headings[-1] if passage.headings else None
    for home in passages.values():
        if home.kind is PassageKind.HEADING and home.text == text:
            for mention in _of_passage(context, home.index):
                if 2 * len(mention.text) > len(home.text):
                    yield mention


def _title(
    context: Sequence[Mention], passages: Mapping[int, Passage], grammar: Grammar
) -> tuple[Mention, ...]:
    """The names of the first heading of the page."""
    first = min(passages)
    if passages[first].kind is not PassageKind.HEADING:
        return ()
    text = passages[first].text
    return tuple(m for m in _of_passage(context, first) if not describes(text, m, grammar))


def _salient(
    near: Sequence[Mention], passages: Mapping[int, Passage], grammar: Grammar
) -> Iterator[Mention]:
    """The names that "it" may stand for: no preposition governs them, no list goes on with them."""
    before: Mention | None = None
    for mention in near:
        home = passages.get(mention.passage)
        listed = (
            home is not None
            and before is not None
            and before.passage == mention.passage
            and LISTED.fullmatch(home.text, before.end, mention.start)
        )
        told = home is None or not describes(home.text, mention, grammar)
        if told and not listed and not _governed(mention, passages):
            yield mention
        before = mention


def _governed(mention: Mention, passages: Mapping[int, Passage]) -> bool:
    home = passages.get(mention.passage)
    return home is not None and adjunct(home.text, mention.start)
