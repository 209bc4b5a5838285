"""Who says what: quotations and reported speech, with the speaker.

A quotation belongs to whoever a verb of saying beside it names, or to the name under it, and keeps
its speaker over several paragraphs. Reported speech runs from the verb to the end of its sentence.
A source in brackets or on a line of its own speaks for what it closes. Without a speaker that the
mentions name, there is no speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from medtechkg.language.stances import Cues, cues
from medtechkg.model import Entity, Mention, Passage, PassageKind

__all__ = ["Speech", "speech"]

_DOUBLE = re.compile(r"[“\"]([^”“\"]*)(?:[”\"]|$)")
_SINGLE = re.compile(
    r"(?:(?<=^)|(?<=[\s:,(]))[‘']"
    r"((?:[^‘’']|(?<=\w)[’'](?=\w)|(?<=s)[’'](?= [a-z]))*?[.,!?])[’'](?!\w)"
)
_SENTENCE = re.compile(r"[.!?;](?:[”\"’')]+)?(?= |$)")
_LONGEST_NAME = 120
_LONGEST_QUOTE = 8
#: What may stand between "said" and whoever says it: a post, never a clause of what is said.
_INTRODUCES = re.compile(
    r"(?:(?!(?:that|was|is|were|are|be|had|has|have|would|will|could|it|they|there|\w+ing|\w+ed) )"
    r"[\w’'&-]+,? ){0,6}"
)
_PRONOUN = re.compile(r"(?:She|He|she|he|They|they)\b")
_PLACES = re.compile(
    r",? (?:of|at|from|who|the|an?|\w+ (?:of|at)|\w+ \w+ (?:of|at))\b[^.;“]*$|, [^.;“]*$"
)
_SOURCE_YEAR = re.compile(r"(?:,? (?:19|20)\d\d(?:[-–/]\d{2,4})?)?\)")
_SOURCE_REST = re.compile(
    r"sources?|and|the|(?:19|20)\d\d(?:[-–/]\d{2,4})?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|[\W_]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Speech:
    """A span of a passage that somebody says."""

    passage: int
    start: int
    end: int
    speaker: Entity = field(compare=False)


def speech(
    passages: Sequence[Passage], mentions: Sequence[Mention], words: Cues | None = None
) -> tuple[Speech, ...]:
    """Find the spans that are said and who says them, in order."""
    reader = _Reader(passages, mentions, words or cues())
    quoted = list(reader.quotations())
    spans: dict[int, list[Speech]] = {}
    for one in quoted:
        spans.setdefault(one.passage, []).append(one)
    reported = [
        one
        for one in reader.reported()
        if not any(quote.start <= one.start < quote.end for quote in spans.get(one.passage, ()))
    ]
    return tuple(sorted([*quoted, *reported, *reader.sources()]))


class _Reader:
    """The passages of a document with their mentions at hand."""

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[Mention], words: Cues
    ) -> None:
        self.passages = passages
        speakers = frozenset(words.data["speakers"])
        self.speakers = speakers
        self.mentions = sorted(
            (one for one in mentions if one.entity.cls in speakers),
            key=lambda one: (one.passage, one.start),
        )
        self.keys = [(one.passage, one.start) for one in self.mentions]
        self.people = [one for one in self.mentions if one.entity.cls == "Person"]
        self.people_keys = [(one.passage, one.start) for one in self.people]
        self.positions = {passage.index: at for at, passage in enumerate(passages)}
        says = "|".join(sorted(words.data["says"], key=len, reverse=True))
        reports = "|".join(sorted(words.data["reports"], key=len, reverse=True))
        adverbs = r"(?:(?:also|has|have|had|consistently|recently|then|further|later|since) )*"
        aside = r"(?:,[^,.;“]{1,90}){0,3}?,?"
        self.before = re.compile(rf"\b(?:{says})(?: [\w’' -]{{1,40}})?(?: that)?[:,]? ?$")
        self.after = re.compile(rf"[,.]? ?(?:{says}) ")
        self.verb = re.compile(rf" ?{adverbs}(?:{says})\b")
        self.clause = re.compile(
            rf"{aside} {adverbs}(?P<verb>{says}|{reports})(?! by\b)(?: to)? (?P<that>that )?"
        )
        self.pronoun = re.compile(
            rf"(?:She|He|They|she|he|they) {adverbs}(?:{says}|{reports})(?: that)? (?=\w)"
        )
        self.trailing = re.compile(rf", (?!told|tells)(?:{says}) (?=[\w’])")
        self.adding = re.compile(
            r",? (?:and )?(?:adding|who added|added|noting|stressing) (?:that )?"
        )

    # -- quotations -------------------------------------------------------------------------

    def quotations(self) -> Iterator[Speech]:
        """Quotations, each with the speaker its surroundings name."""
        at = 0
        while at < len(self.passages):
            last = self._reach(at)
            if last > at:
                yield from self._over_paragraphs(at, last)
            else:
                yield from self._within(self.passages[at])
            at = last + 1

    def _reach(self, at: int) -> int:
        """The last of the passages that a quotation opened in passage ``at`` runs over."""
        if not _opens(self.passages[at].text):
            return at
        for last in range(at + 1, min(at + _LONGEST_QUOTE, len(self.passages))):
            text = self.passages[last].text
            if self.passages[last].kind is PassageKind.HEADING or self._signs(last):
                return last - 1
            if re.search(r"[”\"]", text.lstrip('“"')):
                return last
        return at

    def _over_paragraphs(self, first: int, last: int) -> Iterator[Speech]:
        texts = [self.passages[index].text for index in range(first, last + 1)]
        opened = texts[0].rfind("“") if "“" in texts[0] else texts[0].rfind('"')
        closed = next(
            (m.start() for m in re.finditer(r"[”\"]", texts[-1]) if m.start() > 0), len(texts[-1])
        )
        head, tail = self.passages[first], self.passages[last]
        speaker = (
            self._told_after(tail, closed + 1)
            or self._told_before(head, opened)
            or self._neighbour(first, last)
        )
        for index in range(first, last + 1) if speaker else ():
            start = opened + 1 if index == first else 0
            end = closed if index == last else len(self.passages[index].text)
            if speaker and start < end:
                yield Speech(self.passages[index].index, start, end, speaker)

    def _within(self, passage: Passage) -> Iterator[Speech]:
        known: Entity | None = None
        for match in sorted(
            [*_DOUBLE.finditer(passage.text), *_SINGLE.finditer(passage.text)],
            key=lambda one: one.start(),
        ):
            if not match[1].strip():
                continue
            speaker = self._told_after(passage, match.end()) or self._told_before(
                passage, match.start()
            )
            whole = match.start() < 2 and match.end() > len(passage.text) - 3
            if speaker is None and (whole or known):
                many = len(match[1].split()) > 3
                at = self.positions[passage.index]
                speaker = (known or self._neighbour(at, at)) if many else None
            if speaker:
                known = speaker
                yield Speech(passage.index, match.start(1), match.end(1), speaker)

    def _told_after(self, passage: Passage, at: int) -> Entity | None:
        """Who is named after a quotation: "… ,” said X", "… ,” X said"."""
        text = passage.text
        verb = self.after.match(text, at)
        stop = _sentence_end(text, at)
        if verb:
            if _PRONOUN.match(text, verb.end()):
                return self._last_person(passage.index, at)
            return self._named(passage.index, verb.end(), min(stop, verb.end() + 130))
        if _PRONOUN.match(text, at + 1) and self.verb.match(text, text.find(" ", at + 1)):
            return self._last_person(passage.index, at)
        for mention in self._between(passage.index, at, min(stop, at + 25)):
            after = self.clause.match(text, mention.end)
            return mention.entity if after or self.verb.match(text, mention.end) else None
        return None

    def _told_before(self, passage: Passage, at: int) -> Entity | None:
        """Who is named before a quotation: "X, of Y, said: “ …"."""
        text = passage.text[:at].rstrip()
        if not text.endswith((":", ",")) and not self.before.search(text):
            return None
        begin = max((m.end() for m in _SENTENCE.finditer(text[:-1])), default=0)
        named = self._named(passage.index, begin, at)
        if not self.before.search(text):
            return named if text.endswith(":") and named and named.cls == "Person" else None
        if named and named.cls == "Person":
            return named
        if _PRONOUN.match(text[begin:].lstrip('”"’ ')):
            return self._last_person(passage.index, begin)
        return named

    def _neighbour(self, first: int, last: int) -> Entity | None:
        """Who signs under a quotation, or is introduced in the passage above it."""
        if last + 1 < len(self.passages):
            signed = self._signs(last + 1)
            if signed:
                return signed
        if first > 0 and self.passages[first - 1].text.rstrip().endswith(":"):
            above = self.passages[first - 1]
            return self._told_before(above, len(above.text))
        return None

    def _signs(self, at: int) -> Entity | None:
        passage = self.passages[at]
        if len(passage.text) > _LONGEST_NAME or passage.text.rstrip().endswith("."):
            return None
        for mention in self._between(passage.index, 0, 3):
            follows = passage.text[mention.end : mention.end + 3]
            alone = not follows.strip() or follows.startswith((",", " (", " –", " -"))
            return mention.entity if mention.entity.cls == "Person" and alone else None
        return None

    # -- reported speech ----------------------------------------------------------------------

    def reported(self) -> Iterator[Speech]:
        """Clauses that somebody is reported to say."""
        for passage in self.passages:
            yield from self._by_name(passage)
            yield from self._by_pronoun(passage)
            yield from self._trailing(passage)
            yield from self._according(passage)

    def _by_name(self, passage: Passage) -> Iterator[Speech]:
        text = passage.text
        seen: set[int] = set()
        for mention in self._between(passage.index, 0, len(text)):
            if text[: mention.start].rstrip().endswith(("”", '"', "’")):
                continue
            match = self.clause.match(text, mention.end)
            if not match or text[match.end() : match.end() + 1] in '“"‘:':
                continue
            end = _sentence_end(text, match.end())
            if match.end() < end and match.end() not in seen:
                seen.add(match.end())
                speaker = self._holder(passage, mention)
                yield Speech(passage.index, match.end(), end, speaker)

    def _holder(self, passage: Passage, mention: Mention) -> Entity:
        """The person a mention only places: "Una Vask of the Lens Centre said"."""
        text = passage.text
        begin = max((m.end() for m in _SENTENCE.finditer(text, 0, mention.start)), default=0)
        for one in self._between(passage.index, begin, mention.start):
            if one.entity.cls == "Person" and _PLACES.match(text[one.end : mention.start]):
                return one.entity
        return mention.entity

    def _by_pronoun(self, passage: Passage) -> Iterator[Speech]:
        for match in self.pronoun.finditer(passage.text):
            speaker = self._last_person(passage.index, match.start())
            if speaker:
                end = _sentence_end(passage.text, match.end())
                yield Speech(passage.index, match.end(), end, speaker)

    def _trailing(self, passage: Passage) -> Iterator[Speech]:
        """Read "The region had 90 firms, said X, adding that …"."""
        text = passage.text
        for match in self.trailing.finditer(text):
            begin = max((m.end() for m in _SENTENCE.finditer(text, 0, match.start())), default=0)
            stop = _sentence_end(text, match.end())
            named = self._between(passage.index, match.end(), min(stop, match.end() + 100))
            if not named or any(mark in text[begin : match.start()] for mark in '“”"'):
                continue
            speaker = named[0]
            introduced = _INTRODUCES.fullmatch(text, match.end(), speaker.start)
            if not introduced or speaker.text.lower() in ("it", "they"):
                continue
            yield _whole(passage, begin, match.start(), speaker.entity)
            more = self.adding.search(text, speaker.end, stop)
            if more:
                yield Speech(passage.index, more.end(), stop, speaker.entity)

    def _according(self, passage: Passage) -> Iterator[Speech]:
        text = passage.text
        for match in re.finditer(r"\b[Aa]ccording to (?:the |a |an )?", text):
            named = self._between(passage.index, match.end() - 4, match.end() + 40)
            begin = max((m.end() for m in _SENTENCE.finditer(text, 0, match.start())), default=0)
            stop = _sentence_end(text, match.end())
            for mention in named[:1]:
                if match.start() - begin > 3:
                    yield _whole(passage, begin, match.start(), mention.entity)
                elif mention.end + 2 < stop:
                    comma = text.find(",", mention.end, stop)
                    start = comma + 1 if comma > 0 else mention.end
                    yield _whole(passage, start, stop, mention.entity)

    # -- sources ------------------------------------------------------------------------------

    def sources(self) -> Iterator[Speech]:
        """Sources in brackets after a figure, and on lines of their own."""
        begun = 0
        for at, passage in enumerate(self.passages):
            yield from self._bracketed(passage)
            if passage.kind is PassageKind.HEADING:
                begun = at + 1
            source = self._source_line(passage)
            if source:
                for closed in self._closed(begun, at):
                    yield Speech(closed.index, 0, len(closed.text), source)
                begun = at + 1

    def _closed(self, begun: int, at: int) -> list[Passage]:
        """The items above a source line, back to the one before it; else the paragraph above."""
        items = (PassageKind.BULLET, PassageKind.ROW)
        first = at
        while first > begun and self.passages[first - 1].kind in items:
            first -= 1
        return list(self.passages[first if first < at else max(begun, at - 1) : at])

    def _bracketed(self, passage: Passage) -> Iterator[Speech]:
        text = passage.text
        found = self._between(passage.index, 0, len(text))
        for before, mention in zip([None, *found], found, strict=False):
            if text[mention.start - 1 : mention.start] != "(" or mention.start < 2:
                continue
            defines = before and before.end >= mention.start - 3
            begin = max((m.end() for m in _SENTENCE.finditer(text, 0, mention.start)), default=0)
            figure = re.search(r"\d", text[begin : mention.start])
            if figure and not defines and _SOURCE_YEAR.match(text, mention.end):
                yield _whole(passage, begin, mention.start - 1, mention.entity)

    def _source_line(self, passage: Passage) -> Entity | None:
        text = passage.text
        dated = re.search(r"(?:19|20)\d\d|^Sources?:", text)
        if len(text) > _LONGEST_NAME or passage.kind is not PassageKind.PARAGRAPH or not dated:
            return None
        named = self._between(passage.index, 0, len(text))
        rest = text
        for mention in named:
            rest = rest.replace(text[mention.start : mention.end], " ")
        return named[0].entity if named and not _SOURCE_REST.sub("", rest) else None

    # -- mentions -----------------------------------------------------------------------------

    def _between(self, passage: int, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.keys, (passage, start))
        return self.mentions[first : bisect_left(self.keys, (passage, end), first)]

    def _named(self, passage: int, start: int, end: int) -> Entity | None:
        """The first person named in a span, else whoever comes first."""
        found = self._between(passage, start, end)
        people = [one for one in found if one.entity.cls == "Person"]
        return (people or found)[0].entity if found else None

    def _last_person(self, passage: int, at: int) -> Entity | None:
        before = bisect_left(self.people_keys, (passage, at))
        return self.people[before - 1].entity if before else None


def _opens(text: str) -> bool:
    """Whether a quotation opened in a passage is not closed in it."""
    curly = text.rfind("“")
    if curly >= 0:
        return "”" not in text[curly:]
    return text.startswith('"') and text.count('"') % 2 == 1


def _sentence_end(text: str, at: int) -> int:
    match = _SENTENCE.search(text, at)
    return match.end() if match else len(text)


def _whole(passage: Passage, start: int, end: int, speaker: Entity) -> Speech:
    """Make a speech of a span without the space and commas around it."""
    said = passage.text[start:end]
    start += len(said) - len(said.lstrip(" ,"))
    return Speech(passage.index, start, start + len(said.strip(" ,")), speaker)
