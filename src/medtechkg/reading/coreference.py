"""What "the programme", "that region" and "it" stand for.

A memory of the names read so far, nearest last. An anaphor takes the nearest earlier name of a
class its noun can mean, first one whose name holds the noun ("the Centre"); a pronoun takes the
subject of the sentence before, of its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from medtechkg.errors import SeedError
from medtechkg.iris import local_name, slug
from medtechkg.language.lexicon import Sense, fold
from medtechkg.language.masks import Mark
from medtechkg.language.verbs import forms
from medtechkg.model import Passage

__all__ = ["Anaphora", "Memory", "load"]


#: "Its headquarters", "At its Fife works", "Among its tenants": whose, said first.
_OWNER = re.compile(
    r"(?:(?:At|In|From|With|Among|Amongst|Through|Under|On|Within|Alongside|Besides|For|One of"
    r"|Some of|All of) )?"
    r"([Ii]ts|[Tt]heir)\b(?! own\b)"
)
#: "At Northmoor College, we": whose "we" and "our" are from there on.
_AT = re.compile(r"\b(?:at|us at|team at) (?:the )?$", re.IGNORECASE)
_WE = re.compile(r"(?: \([^()]{1,20}\))?,? (?:we|our)\b")
_US = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_NEAR = 40
#: So many sentences back may stand what "the Fife-based firm" is.
_RECENT = 3
#: One thing each, whatever letter its name ends in.
_NAMED = ("Organisation", "Place", "Initiative", "Person", "Policy", "Event")
#: What stands after the noun that says how many a name means: "degree in Photonics".
_AFTER_HEAD = re.compile(r" (?:\(|(?:in|of|for|from|at) )")
#: How many sentences back the object of a verb is looked for.
_REACH = 3


@dataclass(frozen=True, slots=True)
class Anaphora:
    """The nouns and pronouns of ``anaphora.yaml``, compiled."""

    regex: re.Pattern[str]
    placed: re.Pattern[str]
    nouns: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, Mapping[str, Any]]
    too_wide: frozenset[str]
    scope: frozenset[str]
    objects: Mapping[str, tuple[str, ...]]
    taken: re.Pattern[str]
    told: re.Pattern[str]
    wide: frozenset[str]
    countries: frozenset[str] = frozenset()


def load(path: Path) -> Anaphora:
    """Read ``anaphora.yaml``.

    Raises:
        SeedError: if it is malformed.
    """
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        nouns = {noun: tuple(classes) for noun, classes in data["nouns"].items()}
        for noun, classes in data.get("also", {}).items():
            nouns[noun] += tuple(classes)
        pronouns, wide = data["pronouns"], frozenset(map(slug, data.get("too wide", ())))
        objects = {
            form: tuple(classes)
            for verb, classes in data.get("objects", {}).items()
            for form in forms(verb).all()
        }
        verbs = "|".join(sorted(objects)) or "(?!)"
        taken = re.compile(rf"\b(?P<verb>{verbs}) (?P<noun>it)\b(?! (?:to|that)\b)")
        scope = frozenset(data["scope"])
        told = re.compile(rf" (?:{'|'.join(data.get('told by', ())) or '(?!)'})\b")
        nations = frozenset(data.get("wide nouns", ()))
        regex = _compile(nouns, data)
        placed = _compile_placed(nouns, data)
        countries = frozenset(map(slug, data.get("countries", ())))
        return Anaphora(
            regex, placed, nouns, pronouns, wide, scope, objects, taken, told, nations, countries
        )
    except (yaml.YAMLError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise SeedError(path, f"not a table of anaphora: {error}", "mend the YAML", line) from error


def _compile(nouns: Mapping[str, object], data: Mapping[str, Any]) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    plurals = either.replace("y|", "(?:y|ies)|")
    follow = "|".join(data["followed by"])
    light = "|".join(data["adjectives"])
    return re.compile(
        rf"\b(?P<det>the|this|that|these|those|our)\s+(?:(?:{light})\s+)*"
        rf"(?P<noun>{plurals})(?P<many>s)?\b(?!\s+(?:{follow})\b)(?!\s+(?-i:[A-Z(]))(?![-/])",
        re.IGNORECASE,
    )


def _compile_placed(nouns: Mapping[str, object], data: Mapping[str, Any]) -> re.Pattern[str]:
    """What may follow "the" and a place: "-based firm", " biotech company"."""
    either = "|".join(
        sorted(map(re.escape, set(nouns) & set(data.get("placed", ()))), key=len)[::-1]
    )
    follow = "|".join(data["followed by"])
    return re.compile(
        rf"(?:[-–‑ ](?:based|headquartered))?\s(?:[a-z-]+\s){{0,2}}(?P<noun>{either})\b"
        rf"(?!\s+(?:{follow})\b)(?!,?\s+(?:[A-Z(]))(?![-/])"
    )


@dataclass(frozen=True, slots=True, order=True)
class Anaphor:
    """A span that stands for something named before: its noun, whether plural, and if "this"."""

    start: int
    end: int
    noun: str
    many: bool = False
    near: bool = False


@dataclass(slots=True)
class _Entry:
    mark: Mark
    sense: Sense
    sentence: int
    subject: bool
    plural: bool
    nested: bool = False


@dataclass(slots=True)
class Memory:
    """The names of a document in the order of reading."""

    anaphora: Anaphora
    ancestors: Mapping[str, frozenset[str]]
    entries: list[_Entry] = field(default_factory=list)
    sentence: int = 0
    us: _Entry | None = None

    def remember(self, marks: Sequence[Mark], texts: Mapping[int, Passage]) -> None:
        """Take in the names of a sentence that has been read."""
        self.sentence += 1
        first = True
        for mark in marks:
            if not mark.strong:
                continue
            whole = texts[mark.passage].text
            text = whole[mark.start : mark.end]
            for inner in _nested(mark):
                within = texts[inner.passage].text[inner.start : inner.end]
                self._add(inner, within, nested=True)
            owner = whole[mark.end : mark.end + 2] in ("'s", "’s")
            self._add(mark, text, subject=first and not owner)
            first = first and owner
            if self._speaking(mark, whole):
                self.us = self.entries[-1]

    def _speaking(self, mark: Mark, text: str) -> bool:
        """Whether a body speaks of itself: "At Northmoor College, we"."""
        body = self._fits(mark.senses[0].cls, ("Organisation",))
        before, after = text[: mark.start], text[mark.end : mark.end + _NEAR]
        return body and bool(_AT.search(before)) and bool(_WE.match(after))

    def _add(self, mark: Mark, text: str, *, subject: bool = False, nested: bool = False) -> None:
        sense = next((s for s in mark.senses if not s.weak), mark.senses[0])
        named = self._fits(sense.cls, _NAMED) and not sense.entity.local
        ends = _AFTER_HEAD.split(fold(text), maxsplit=1)[0].endswith("s")
        plural = sense.cls == "Cohort" or (ends and not named)
        self.entries.append(_Entry(mark, sense, self.sentence, subject, plural, nested))

    def placed(self, passage: Passage, places: Sequence[Mark]) -> Iterator[Anaphor]:
        """The firm of "the Fife-based firm": something named just before, told of a place."""
        for place in places:
            found = self.anaphora.placed.match(passage.text, place.end)
            if found and passage.text[: place.start].lower().endswith("the "):
                noun = found["noun"]
                anaphor = Anaphor(found.start("noun"), found.end("noun"), noun, near=True)
                entry = self._named(anaphor)
                if entry is not None and entry.sentence + _RECENT > self.sentence:
                    yield anaphor

    def anaphors(self, passage: Passage, start: int, end: int) -> Iterator[Anaphor]:
        """What stands for something named before, in a sentence."""
        text = passage.text
        for found in self.anaphora.regex.finditer(text, start, end):
            many = bool(found["many"]) or found["noun"].lower().endswith("ies")
            near = found["det"].lower() in ("this", "that", "these", "those")
            if not near and self.anaphora.told.match(text, found.end()):
                continue  # "the firm that makes it" says which firm
            yield Anaphor(found.start(), found.end(), self._noun(found["noun"]), many, near)
        opening = re.match(r"(?:It|They)\b", text[start:end])
        if opening:
            yield Anaphor(start, start + opening.end(), opening.group().lower())
        owner = _OWNER.match(text[start:end])
        if owner and owner[1].lower() in self.anaphora.pronouns:
            yield Anaphor(start + owner.start(1), start + owner.end(1), owner[1].lower())
        fronted = re.match(
            r"[A-Z][a-z]+(?:ed|ing|n|t|d)\b[^,;.]{3,80}, (it|they) ", text[start:end]
        )
        if fronted:
            yield Anaphor(start + fronted.start(1), start + fronted.end(1), fronted[1])
        for found in re.finditer(
            r"(?:,? (?:and|but|while|because|so|as|where|when|which|that|after|before|if|said|says)"
            r"|[:;]) (it|they) ",
            text[start:end],
        ):
            yield Anaphor(start + found.start(1), start + found.end(1), found[1], near=True)
        for found in self.anaphora.taken.finditer(text, start, end):
            yield Anaphor(start=found.start("noun"), end=found.end("noun"), noun=found["verb"])
        for found in re.finditer(r"\b(?:within|among|of) (these)\b(?=,)", text[start:end], re.I):
            yield Anaphor(start + found.start(1), start + found.end(1), "these", many=True)

    def ours(self, passage: Passage, start: int, end: int) -> Iterator[Anaphor]:
        """The "we" and "our" of a body that speaks of itself, unless "our region" is meant."""
        for found in _US.finditer(passage.text, start, end) if self.us else ():
            if not self.anaphora.regex.match(passage.text, found.start(), end):
                yield Anaphor(found.start(), found.end(), found[0].lower())

    def _noun(self, written: str) -> str:
        noun = re.sub(r"\s+", " ", written.lower())
        return noun if noun in self.anaphora.nouns else re.sub("ies$", "y", noun)

    def resolve(self, passage: int, anaphor: Anaphor) -> Mark | None:
        """The mark of an anaphor, if something before it fits."""
        entry = self.us if anaphor.noun in ("we", "our") else self._meant(anaphor)
        if entry is None:
            return None
        origin = (entry.mark.passage, entry.mark.start, entry.mark.end)
        context = entry.mark.context or (origin,)
        sense = replace(entry.sense, weak=False)
        rule = f"anaphor:{anaphor.noun}"
        return Mark(passage, anaphor.start, anaphor.end, (sense,), rule, context=context)

    def _meant(self, anaphor: Anaphor) -> _Entry | None:
        if anaphor.noun in self.anaphora.objects:
            return self._taken(self.anaphora.objects[anaphor.noun])
        if anaphor.noun not in self.anaphora.pronouns:
            return self._named(anaphor)
        within = anaphor.near and any(e.sentence > self.sentence for e in self.entries)
        return self._pronoun(anaphor.noun, int(within))

    def _taken(self, classes: Sequence[str]) -> _Entry | None:
        """What a verb says of "it" tells what it is: "they can take it at the college"."""
        recent = [e for e in self.entries if e.sentence > self.sentence - _REACH and not e.nested]
        for sentence in sorted({entry.sentence for entry in recent}, reverse=True):
            for cls in classes:
                for entry in recent:
                    if entry.sentence == sentence and self._fits(entry.sense.cls, (cls,)):
                        return entry
        return None

    def _named(self, anaphor: Anaphor) -> _Entry | None:
        classes = self.anaphora.nouns[anaphor.noun]
        fitting = [
            entry
            for entry in reversed(self.entries)
            if self._fits(entry.sense.cls, classes)
            and self._wide_enough(anaphor.noun, local_name(entry.sense.entity.iri or ""))
            and (entry.plural or not anaphor.many)
        ]
        holding = [entry for entry in fitting if anaphor.noun in fold(entry.sense.entity.name)]
        if holding:
            return holding[0]
        for cls in classes:
            nearest = [entry for entry in fitting if self._fits(entry.sense.cls, (cls,))]
            if nearest:
                returns = cls in self.anaphora.scope and not anaphor.near
                return self._returned_to(nearest) if returns else nearest[0]
        return None

    def _wide_enough(self, noun: str, place: str) -> bool:
        """Whether a place is a country if one is meant, and none if a region is."""
        if noun in self.anaphora.wide:
            return place in (self.anaphora.countries or self.anaphora.too_wide)
        return place not in self.anaphora.too_wide

    def _returned_to(self, nearest: Sequence[_Entry]) -> _Entry:
        """The subject of the sentence before, else what the document names most, nearest first."""
        last = nearest[0]
        if last.subject and last.sentence >= self.sentence:
            return last
        counts = Counter(entry.sense.entity for entry in nearest)
        best = max(counts.values())
        return next(entry for entry in nearest if counts[entry.sense.entity] == best)

    def _pronoun(self, noun: str, ahead: int = 0) -> _Entry | None:
        options = self.anaphora.pronouns[noun]
        here = [e for e in self.entries if e.sentence == self.sentence + ahead and not e.nested]
        last = [entry for entry in here if not self._fits(entry.sense.cls, ("Person",))]
        for cls in options.get("classes", ()):
            fitting = [entry for entry in last if self._fits(entry.sense.cls, (cls,))]
            if fitting:
                return fitting[0]
        if "classes" in options:
            return None
        plural = options["number"] == "plural"
        fitting = [entry for entry in last if entry.plural == plural]
        bodies = [entry for entry in last if self._fits(entry.sense.cls, ("Organisation",))]
        if plural:  # "they" may be one body
            return next(iter(fitting or bodies), None)
        if ahead and here and self._fits(here[0].sense.cls, ("Person",)):
            return next(iter(bodies), None)  # "Una Vask, of Brayford Ltd, said it"
        return next((entry for entry in fitting if entry.subject), None)

    def _fits(self, cls: str, classes: Sequence[str]) -> bool:
        return any(want in self.ancestors.get(cls, frozenset((cls,))) for want in classes)


def _nested(mark: Mark) -> Iterator[Mark]:
    for _, inner in mark.inner:
        yield inner
        yield from _nested(inner)
