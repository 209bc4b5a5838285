"""What a document says that no property of the ontology holds, sentence by sentence.

A sentence claims something where it uses the words of a kind of claim: a superlative with the place
it is measured over, a forecast, praise, a cause. The subject is the first name of the clause, else
what the sentence before was about, else the sector the document is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from medtechkg.language.stances import Cues, cues, stance
from medtechkg.model import Claim, Document, Entity, Evidence, Mention, Passage, Sentence
from medtechkg.reading.speeches import Speech

__all__ = ["claims"]

_CLAUSE = re.compile(r"; | [–—] |, (?:but|although|though|whereas)\b|: (?=[“‘\"]?[A-Z])")
_ANAPHOR = re.compile(r"[“\"‘]?(?:This|These|Those|It|They|We|Our|Such|The)\b")
_GOVERNED = re.compile(
    r"\b(?:in|at|of|for|from|to|by|with|across|within|between|on|over|near|than|towards|among|[’']s)"
    r" (?:the |a |an |all |its |their )?(?:[\w-]+ ){0,2}$"
)
_COUNTED = re.compile(
    r"\b(?:all|most|none|majority|many|some|several|few|half|each|both|one|two|three) of "
    r"(?:the |our )?$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"([A-Z][\w-]+)[’']s?\b")
_NOT_SUBJECTS = frozenset({"Role", "QualificationLevel", "ClassificationScheme"})
_QUANTIFIER = re.compile(
    r"\b(all|every|(?:the )?(?:vast )?majority|most(?= of| \w+s\b)|none|half|many|several"
    r"|some|few|one|two|three|both|\d+%) (?:of )?(?:the |those |our )?(?=[a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    kind: str
    cue: re.Pattern[str]
    scoped: bool


def claims(
    document: Document,
    passages: Sequence[Passage],
    sentences: Iterable[Sentence],
    mentions: Sequence[Mention],
    speeches: Sequence[Speech] = (),
    scope: Entity | None = None,
    words: Cues | None = None,
) -> Iterator[Claim]:
    """Find the claims of a document, at most one of each kind in a sentence.

    ``scope`` is what the document is about; it is the subject where a sentence names none.
    """
    reader = _Reader(document, passages, mentions, speeches, scope, words or cues())
    for sentence in sentences:
        yield from reader.read(sentence)


@lru_cache(maxsize=4)
def _kinds(words: Cues) -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            rule["id"],
            rule["kind"],
            re.compile(rf"(?<!\w){rule['cue']}"),
            rule.get("needs") == "scope",
        )
        for rule in words.data["claims"]
    )


class _Reader:
    """A document at hand, and what its last sentence was about."""

    def __init__(
        self,
        document: Document,
        passages: Sequence[Passage],
        mentions: Sequence[Mention],
        speeches: Sequence[Speech],
        scope: Entity | None,
        words: Cues,
    ) -> None:
        self.document = document
        self.passages = {passage.index: passage for passage in passages}
        self.mentions: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.mentions.setdefault(mention.passage, []).append(mention)
        self.speeches: dict[int, list[Speech]] = {}
        for one in speeches:
            self.speeches.setdefault(one.passage, []).append(one)
        self.scope = scope
        self.words = words
        self.kinds = _kinds(words)
        self.scopes = re.compile("|".join(words.data["scopes"]))
        self.last: Entity | None = None
        self.speakers = frozenset(words.data["speakers"])

    def read(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield the claims of one sentence."""
        text = self.passages[sentence.passage].text
        seen: set[str] = set()
        if text[: sentence.end].endswith("?"):
            return
        for kind in self.kinds:
            match = kind.cue.search(text, sentence.start, sentence.end)
            if match and kind.kind not in seen:
                claim = self._claim(kind, match, sentence)
                if claim:
                    seen.add(kind.kind)
                    yield claim
        self.last = self._subject(sentence.passage, sentence.start, sentence.end) or self.last

    def _claim(self, kind: _Kind, match: re.Match[str], sentence: Sentence) -> Claim | None:
        passage = self.passages[sentence.passage]
        start, end = _clause(passage.text, sentence, match.start(), match.end())
        measured = self._measured(sentence.passage, start, end, match) if kind.scoped else None
        opens = start == sentence.start and match.start() - start < 3
        spoken = self._spoken(sentence, start, match.start())
        until = end if opens else match.start()
        subject = self._about(sentence, spoken, until, said=spoken > start)
        start = spoken
        if subject is None or (kind.scoped and measured is None):
            return None
        meant = stance(passage.text, match.start(), match.end(), self.words)
        found = _QUANTIFIER.search(passage.text, start, match.end())
        return Claim(
            subject=subject,
            kind=kind.kind,
            text=passage.text[start:end].strip(' .;,“”"'),
            evidence=(
                Evidence.of(
                    self.document,
                    *passage.span(sentence.start, sentence.end),
                    f"claim:{kind.id}",
                    page=passage.page,
                ),
            ),
            modality=meant.modality,
            polarity=meant.polarity,
            speaker=self._speaker(sentence, match.start()),
            quantifier=_quantifier(found[1] if found else None),
            qualifiers=_superlative(match, measured),
        )

    def _measured(self, passage: int, start: int, end: int, match: re.Match[str]) -> str | None:
        """What a superlative is measured over: a place named beside it, or the world."""
        text = self.passages[passage].text
        for mention in self._within(passage, start, end):
            if mention.entity.cls != "Region":
                continue
            before = text[max(0, mention.start - 16) : mention.start]
            owner = mention.end <= match.end() and re.match(r"[’']s?\b", text[mention.end :])
            inside = mention.start >= match.end() and re.search(
                r"\b(?:in|of|outside|across|within)(?: the| all of| of the)? $", before
            )
            if owner or inside:
                return mention.entity.name
        found = _OWNER.match(match[0]) or self.scopes.search(text, start, end)
        return (found[1] if found.re is _OWNER else found[0]) if found else None

    def _about(self, sentence: Sentence, start: int, at: int, *, said: bool) -> Entity | None:
        text = self.passages[sentence.passage].text
        subject = self._subject(sentence.passage, start, at)
        if subject:
            return subject
        if start > sentence.start and not said:  # who says it is not what it is about
            subject = self._subject(sentence.passage, sentence.start, at)
        if subject is None and _ANAPHOR.match(text, sentence.start):
            subject = self.last
        return subject or self.scope or self._subject(sentence.passage, at, sentence.end)

    def _subject(self, passage: int, start: int, end: int) -> Entity | None:
        """The first name of a span that no preposition governs, else the first name."""
        text = self.passages[passage].text
        found = [
            mention
            for mention in self._within(passage, start, end)
            if mention.entity.cls not in _NOT_SUBJECTS
        ]
        for mention in found:
            before = text[start : mention.start]
            if _COUNTED.search(before) or not _GOVERNED.search(before):
                return mention.entity
        return found[0].entity if found else None

    def _within(self, passage: int, start: int, end: int) -> list[Mention]:
        return [one for one in self.mentions.get(passage, ()) if start <= one.start < end]

    def _spoken(self, sentence: Sentence, start: int, at: int) -> int:
        """Where what is said begins: without "She said" before it."""
        said = [one for one in self.speeches.get(sentence.passage, ()) if one.start <= at < one.end]
        return max([start, *(one.start for one in said if one.start < at)])

    def _speaker(self, sentence: Sentence, at: int) -> Entity | None:
        for one in self.speeches.get(sentence.passage, ()):
            if one.start <= at < one.end:
                return one.speaker
        return None


def _clause(text: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    first, last = sentence.start, sentence.end
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return first, last


def _quantifier(found: str | None) -> str | None:
    if found is None:
        return None
    return found.lower().removeprefix("the ").removeprefix("vast ")


def _superlative(match: re.Match[str], measured: str | None) -> tuple[tuple[str, str], ...]:
    groups: dict[str, Any] = match.groupdict()
    if not groups.get("superlative") or measured is None:
        return ()
    return (("superlative", groups["superlative"]), ("scope", measured))
