"""How much a name weighs in its sentence: as its subject, its object, or in passing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from medtechkg.language.lexicon import Sense, fold
from medtechkg.language.masks import DETERMINERS, EACH, STOP, Mark
from medtechkg.language.verbs import FINITE, GERUNDS, PARTICIPLES
from medtechkg.model import Entity, Passage

__all__ = [
    "MODIFIER",
    "OBJECT",
    "OBLIQUE",
    "SECOND",
    "VERB",
    "Entries",
    "Entry",
    "adjoins",
    "begins_clause",
    "last_words",
    "named_in",
    "position",
    "weigh",
]

SECOND, OBJECT, OBLIQUE, MODIFIER = 0.8, 0.6, 0.4, 0.2
_OWNED = re.compile(r"[’']s?\b|[’'] ")
_AT_PREPOSITION = re.compile(
    r"\b(?:in|at|on|of|by|from|with|under|through|across|to|within|near|for|into|between|among|via"
    r"|than|like|alongside|despite|including)(?: (?:the|a|an|its|their|this|our|both|new))?"
    r"(?: [a-z][\w-]*){0,2} ?$"
)
_MODIFIES = re.compile(r" (?:[a-z][\w-]* ){0,3}")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|said|says|\w+ed|\w+ing)\b"
)
_CLAUSE = re.compile(
    r"[.!?][”\"’]? (?=[A-Z“\"])|[;:] |,? (?:while|when|as|because|after|before|where|that|which|who"
    r"|if|but|since|although|said|says|whereas) |, and |, "
)
_FINITE = FINITE | frozenset("is are was were has have had will would can could".split())
_NEXT = re.compile(r" ([a-z][\w-]*)")
_NO_NOUN = _FINITE | STOP | DETERMINERS | PARTICIPLES | GERUNDS
_SUFFIX = frozenset("ltd limited plc inc llp cic".split())


@dataclass(slots=True)
class Entry:
    """A name read, with its weight in its sentence and those it is the subject together with.

    It is the ``subject`` of some clause; ``leads`` says of the first one. The ``first`` name of a
    sentence need not be its subject.
    """

    mark: Mark
    sense: Sense
    sentence: int
    subject: bool
    plural: bool
    nested: bool = False
    weight: float = OBJECT
    leads: bool = False
    first: bool = False
    together: tuple[Entry, ...] = ()

    @property
    def entity(self) -> Entity:
        """What it names."""
        return self.sense.entity


class Entries:
    """The names of a document in the order of reading, found by sentence, class and entity."""

    def __init__(self) -> None:
        self._all: list[Entry] = []
        self._of_class: dict[str, list[int]] = {}
        self._of_entity: dict[Entity, list[int]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def add(self, entry: Entry) -> None:
        """Take in a name that is read after all others."""
        self._of_class.setdefault(entry.sense.cls, []).append(len(self._all))
        self._of_entity.setdefault(entry.entity, []).append(len(self._all))
        self._all.append(entry)

    def keep(self, count: int) -> None:
        """Forget all but the first names."""
        while len(self._all) > count:
            entry = self._all.pop()
            self._of_class[entry.sense.cls].pop()
            self._of_entity[entry.entity].pop()

    def since(self, sentence: int) -> list[Entry]:
        """Those of a sentence and of what follows it."""
        return self._all[bisect_left(self._all, sentence, key=lambda each: each.sentence) :]

    def of(self, fits: Callable[[str], bool], entities: Iterable[Entity] = ()) -> list[Entry]:
        """Those of fitting classes, and those that name some entities; nearest first."""
        found = {at for cls, where in self._of_class.items() if fits(cls) for at in where}
        found.update(at for entity in entities for at in self._of_entity.get(entity, ()))
        return [self._all[at] for at in sorted(found, reverse=True)]

    def naming(self, entities: Iterable[Entity]) -> list[Entry]:
        """Those that name some entities, nearest first."""
        return self.of(lambda _: False, entities)


def position(entry: Entry) -> tuple[int, int, int]:
    """Where a name stands in its document."""
    return entry.sentence, entry.mark.passage, entry.mark.start


def weigh(passage: Passage, before: Mark | None, mark: Mark, after: Mark | None) -> float:
    """How much a name weighs by its place in the sentence, subjects apart."""
    text = passage.text
    start = before.end if before and before.passage == mark.passage else 0
    lead = text[max(start, mark.start - 60) : mark.start]
    rest = text[mark.end : mark.end + 3]
    if rest.startswith(("-", "–")) and not rest[1:2].isspace():
        return MODIFIER
    if mark.senses[0].cls == "Region" and _describes(text[mark.end : mark.end + 30]):
        return MODIFIER  # "the US provider"
    if after and after.passage == mark.passage:
        between = text[mark.end : after.start]
        if _MODIFIES.fullmatch(between) and not VERB.search(between) and not _stops(between):
            return MODIFIER
    if _OWNED.match(rest) or _AT_PREPOSITION.search(f" {lead}".lower() if not start else lead):
        return OBLIQUE
    return OBJECT


def _describes(rest: str) -> bool:
    """Whether a noun follows a name: "the US provider", not "the US sells"."""
    word = _NEXT.match(rest)
    return word is not None and word[1] not in _NO_NOUN and not word[1].endswith(("ly", "s"))


def begins_clause(passage: Passage, mark: Mark) -> bool:
    """Whether a name stands before the verb of its clause."""
    text = passage.text[: mark.start + 1]
    at = max((found.end() for found in _CLAUSE.finditer(text)), default=0)
    words = text[at:-1].split()
    if words and words[0].lower() in PARTICIPLES and words[0][0].isupper():
        words = words[1:]  # "Called the Bright Ward Centre, it opened"
    return not any(word.lower() in _FINITE for word in words)


def _stops(between: str) -> bool:
    words = "and or in at of for to by from with that which who as on into near plc ltd"
    return not set(between.split()).isdisjoint(_FINITE.union(words.split()))


def adjoins(entry: Entry, text: str, *joints: str) -> bool:
    """Whether nothing but one of some joints stands between a name and the end of ``text``."""
    return any(
        len(text) == entry.mark.end + len(joint) and text.endswith(joint) for joint in joints
    )


def last_words(name: str) -> Iterator[str]:
    """The last words of a name, which may stand for it: "science park" for "Holt Science Park"."""
    words = fold(re.sub(r"\s*\([^)]*\)", "", name)).split()
    while words and words[-1] in _SUFFIX:
        words.pop()
    for length in range(1, min(4, len(words))):
        form = " ".join(words[-length:])
        if len(form) > 2 and words[-length] not in ("of", "for", "and", "&", "the", "in"):
            yield form


def named_in(mark: Mark) -> Iterator[Mark]:
    """The names inside a name."""
    for slot, inner in mark.inner:
        if slot != EACH:
            yield inner
            yield from named_in(inner)
