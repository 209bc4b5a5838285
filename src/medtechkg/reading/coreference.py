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
from medtechkg.model import Passage

__all__ = ["Anaphora", "Memory", "load"]


#: One thing each, whatever letter its name ends in.
_NAMED = ("Organisation", "Place", "Initiative", "Person", "Policy", "Event")


@dataclass(frozen=True, slots=True)
class Anaphora:
    """The nouns and pronouns of ``anaphora.yaml``, compiled."""

    regex: re.Pattern[str]
    nouns: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, Mapping[str, Any]]
    too_wide: frozenset[str]
    scope: frozenset[str]
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
        scope, countries = frozenset(data["scope"]), frozenset(map(slug, data.get("countries", ())))
        return Anaphora(_compile(nouns, data), nouns, pronouns, wide, scope, countries)
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

    def remember(self, marks: Sequence[Mark], texts: Mapping[int, Passage]) -> None:
        """Take in the names of a sentence that has been read."""
        self.sentence += 1
        first = True
        for mark in marks:
            if not mark.strong:
                continue
            text = texts[mark.passage].text[mark.start : mark.end]
            for inner in _nested(mark):
                within = texts[inner.passage].text[inner.start : inner.end]
                self._add(inner, within, nested=True)
            self._add(mark, text, subject=first)
            first = False

    def _add(self, mark: Mark, text: str, *, subject: bool = False, nested: bool = False) -> None:
        sense = next((s for s in mark.senses if not s.weak), mark.senses[0])
        named = self._fits(sense.cls, _NAMED) and not sense.entity.local
        ends = fold(text).split(" (")[0].endswith("s")
        plural = sense.cls == "Cohort" or (ends and not named)
        self.entries.append(_Entry(mark, sense, self.sentence, subject, plural, nested))

    def anaphors(self, passage: Passage, start: int, end: int) -> Iterator[Anaphor]:
        """What stands for something named before, in a sentence."""
        text = passage.text
        for found in self.anaphora.regex.finditer(text, start, end):
            many = bool(found["many"]) or found["noun"].lower().endswith("ies")
            near = found["det"].lower() in ("this", "that", "these", "those")
            yield Anaphor(found.start(), found.end(), self._noun(found["noun"]), many, near)
        opening = re.match(r"(?:It|They)\b", text[start:end])
        if opening:
            yield Anaphor(start, start + opening.end(), opening.group().lower())
        for found in re.finditer(
            r",? (?:and|but|while|because|so|as|where|when|which|that|after|before|if|said|says)"
            r" (it|they) ",
            text[start:end],
        ):
            yield Anaphor(start + found.start(1), start + found.end(1), found[1], near=True)
        for found in re.finditer(r"\b(?:within|among|of) (these)\b(?=,)", text[start:end], re.I):
            yield Anaphor(start + found.start(1), start + found.end(1), "these", many=True)

    def _noun(self, written: str) -> str:
        noun = re.sub(r"\s+", " ", written.lower())
        return noun if noun in self.anaphora.nouns else re.sub("ies$", "y", noun)

    def resolve(self, passage: int, anaphor: Anaphor) -> Mark | None:
        """The mark of an anaphor, if something before it fits."""
        pronoun = anaphor.noun in self.anaphora.pronouns
        ahead = int(anaphor.near)  # a pronoun within its sentence
        entry = self._pronoun(anaphor.noun, ahead) if pronoun else self._named(anaphor)
        if entry is None:
            return None
        origin = (entry.mark.passage, entry.mark.start, entry.mark.end)
        context = entry.mark.context or (origin,)
        sense = replace(entry.sense, weak=False)
        rule = f"anaphor:{anaphor.noun}"
        return Mark(passage, anaphor.start, anaphor.end, (sense,), rule, context=context)

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
        known = self.anaphora.countries
        if known and noun in ("country", "nation"):
            return place in known
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
