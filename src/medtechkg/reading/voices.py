"""Who speaks as "we", and for whom those speak whom a document quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Passage
from medtechkg.reading import anaphors
from medtechkg.reading.prominence import VERB
from medtechkg.reading.topics import WE

__all__ = ["employs", "hear", "host"]

_AT = re.compile(r"\b(?:at|us at|team at) (?:the )?$", re.IGNORECASE)
_WE = re.compile(r"(?: \([^()]{1,20}\))?,? (?:we|our)\b")
_OFTEN = 3
_POST_AT = re.compile(
    r"(?:, [^.;“”\"]{0,90}?| [^.;“”\"]{0,60}?|,)?[ ,](?:at|of|for|from|with|,)? ?(?:the )?"
)
_POST_OF = re.compile(r"(?:[’']s?)? [^.;,“”\"]{0,60},? ?")


def host(
    found: Mapping[int, Sequence[Mark]],
    passages: Sequence[Passage],
    ancestors: Mapping[str, frozenset[str]],
    topic: Mark | None = None,
    area: Mark | None = None,
) -> Mark | None:
    """Who speaks as "we" outside quotations: "At A, we …", else the body named first and most.

    A page that often says "we" and names no such body speaks for what it is about: its one body,
    or the place that its title names.
    """
    counts: Counter[Entity] = Counter()
    first: dict[Entity, Mark] = {}
    for passage in passages:
        for mark in found.get(passage.index, ()):
            if not mark.strong or "Organisation" not in ancestors.get(mark.senses[0].cls, ()):
                continue
            before, after = passage.text[: mark.start], passage.text[mark.end :]
            if _AT.search(before) and _WE.match(after) and not anaphors.quoted(before, len(before)):
                return mark
            counts[mark.senses[0].entity] += 1
            first.setdefault(mark.senses[0].entity, mark)
    best = counts.most_common(2)
    if sum(len(WE.findall(passage.text)) for passage in passages) >= _OFTEN:
        if topic is not None and "Organisation" in ancestors.get(topic.senses[0].cls, ()):
            return topic
        if area is not None and area.passage == passages[0].index:
            return area
    if not best or best[0][1] < _OFTEN or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return None
    mark = first[best[0][0]]
    return mark if mark.passage in [passage.index for passage in passages][:4] else None


def hear(
    text: str,
    marks: Sequence[Mark],
    fits: Callable[[str, Iterable[str]], bool],
    employers: dict[Entity, Mark],
    voice: Mark | None,
) -> Mark | None:
    """For whom those speak whom a passage quotes; whose post it tells joins the ``employers``.

    A passage that names nobody and opens with a quotation goes on with the ``voice`` before.
    """
    strong = [mark for mark in marks if mark.strong]
    people = [
        at
        for at, mark in enumerate(strong)
        if fits(mark.senses[0].cls, ("Person",)) and not anaphors.quoted(text, mark.start)
    ]
    for at in people:
        for other in (*strong[at + 1 : at + 2], *strong[max(0, at - 1) : at]):
            body = fits(other.senses[0].cls, ("Organisation", "Facility"))
            if body and employs(text, strong[at], other):
                employers.setdefault(strong[at].senses[0].entity, other)
    named = {strong[at].senses[0].entity for at in people}
    if named:
        return employers.get(named.pop()) if len(named) == 1 else None
    return voice if text.startswith(("“", '"')) else None


def employs(text: str, person: Mark, body: Mark) -> bool:
    """Whether a person's post is told between the two names: "A, head of design at B"."""
    first, last = sorted((person, body), key=lambda each: each.start)
    between = text[first.end : last.start]
    if first is person:
        return bool(_POST_AT.fullmatch(between)) and not VERB.search(between)
    return bool(_POST_OF.fullmatch(between)) and not VERB.search(between)
