"""Where a document writes again what it has named, and no shape or word beside it says so.

"Bray makes lenses" says nothing of a first word that every sentence writes with a capital; but
where another sentence has "Bray, a maker of lenses", it is that firm. So is "Vask" the "Dr Una
Vask" who spoke before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from medtechkg.language import names
from medtechkg.language.lexicon import Lexicon, Sense
from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Passage

__all__ = ["again"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_NAMED = frozenset(
    "Business Organisation Charity SectorBody Partnership Programme Project Technology Person"
    " ResearchCentre PublicBody Facility Event".split()
)
_SHORTENED = ("Business", "Organisation", "Person")
_ORDINARY = (
    *("common", "acronyms", "nationalities", "months", "starters", "titles", "roles", "honours"),
    *("surnames", "role_words", "headline", "names"),
)
_SHORTEST = 4


def again(
    passages: Sequence[Passage],
    found: Mapping[int, Sequence[Mark]],
    lexicon: Lexicon,
    rules: names.Rules,
) -> dict[int, list[Mark]]:
    """Find the places nothing else has read that repeat a name, by passage."""
    texts = {passage.index: passage.text for passage in passages}
    forms = _forms((mark for index in sorted(found) for mark in found[index]), texts, rules)
    forms = {form: sense for form, sense in forms.items() if not lexicon.look_up(form)}
    if not forms:
        return {}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    pattern = re.compile(
        rf"(?<![\w’'&/.-])({'|'.join(map(re.escape, longest))})(?![\w&-]|[.’'/]\w(?!\b))"
    )
    return {
        passage.index: list(_uncovered(passage, pattern, forms, found[passage.index]))
        for passage in passages
    }


def _uncovered(
    passage: Passage,
    pattern: re.Pattern[str],
    forms: Mapping[str, Sense],
    marks: Sequence[Mark],
) -> Iterator[Mark]:
    taken = {at for mark in marks if mark.senses for at in range(mark.start, mark.end)}
    for match in pattern.finditer(passage.text):
        if taken.isdisjoint(range(*match.span())) and not _goes_on(passage.text, match):
            yield Mark(passage.index, *match.span(), (forms[match[1]],), "again")


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a capital beside it makes it part of a longer name."""
    after = re.match(r" [A-Z]", text[match.end() : match.end() + 2])
    before = re.search(r"(?:^|[^.!?:;”\"] )[A-Z][\w’-]* $", text[: match.start()][-40:])
    return bool(after or before)


def _forms(marks: Iterable[Mark], texts: Mapping[int, str], rules: names.Rules) -> dict[str, Sense]:
    """What each form stands for, if it stands for one thing only."""
    senses: dict[str, dict[Entity, Sense]] = defaultdict(dict)
    for mark in marks:
        sense = mark.senses[0] if mark.senses and mark.strong else None
        if sense is None or sense.cls not in _NAMED or sense.entity.iri:
            continue
        written = _ARTICLE.sub("", texts[mark.passage][mark.start : mark.end])
        for form in (written, *_shorter(sense, rules)):
            senses[form].setdefault(sense.entity, sense)
    return {form: next(iter(each.values())) for form, each in senses.items() if len(each) == 1}


def _shorter(sense: Sense, rules: names.Rules) -> Iterator[str]:
    """The first word of a firm, the last of a person, if no other word is written like it."""
    words = _ARTICLE.sub("", sense.entity.name).split()
    if sense.cls not in _SHORTENED or len(words) < 2:
        return
    word = words[-1] if sense.cls == "Person" else words[0]
    lower = word.lower()
    usual = any(rules.has(table, lower) for table in _ORDINARY) or lower in rules.last
    if len(word) >= _SHORTEST and word[0].isupper() and not usual:
        yield word
