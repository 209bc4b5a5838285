"""Noun phrases that can be the name of a field of activity, by the words they are made of.

No register holds every field: "gastric imaging", "formulation and analytical services" are fields
where a sentence asks for one. A phrase runs back from a word that can head the name of a field to
the first word that belongs to no name (a verb, a determiner, praise). It is a weak name, read only
where a rule asks for a field; where its last words name a field by themselves, the longer phrase
is the name. The words are data (``fields.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medtechkg.errors import SeedError
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import DETERMINERS, STOP, Mark
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES
from medtechkg.model import Entity, Passage

__all__ = ["RULE", "Rules", "load", "widened"]

#: The rule of a mark that an open phrase makes.
RULE = "field"
_CLASS = "SubSector"
#: The rule of marks that are names by the company they keep.
_GROUP = "group"
_FIELDS = ("SubSector", "Sector")
_PEOPLE = frozenset(("OccupationGroup", "Role", "Cohort"))
#: A field may bear the name of a skill or of a product, but of nothing else.
_ALIKE = frozenset((*_FIELDS, "Skill", "Technology"))
_LONGEST = 6
_TOKEN = re.compile(r"['’]s\b|[^\W_]+(?:[-/&.'’](?!s\b)[^\W_]+)*|[^\w\s]")
_LISTS = ("heads", "bare", "light", "ends", "describing", "technical", "wide")
_ENDINGS = ("endings", "describing endings", "technical endings", "plural", "doing")
_AND = frozenset(("and", "&", "or"))
_JOINTS = _AND | frozenset((",", ";", "as", "well", "both", "also", "plus"))
_TOO_PLURAL = re.compile(r"[^siu]s$")


@dataclass(frozen=True, slots=True)
class Rules:
    """The words that names of fields are made of."""

    heads: frozenset[str]
    bare: frozenset[str]
    light: frozenset[str]
    ends: frozenset[str]
    describing: frozenset[str]
    technical: frozenset[str]
    wide: frozenset[str]
    endings: tuple[str, ...]
    adjectives: tuple[str, ...]
    kinds: tuple[str, ...]
    plural: frozenset[str]
    doing: re.Pattern[str]

    def heading(self, word: str) -> bool:
        """Whether a word can be the last one of the name of a field."""
        return word in self.heads or (len(word) > 6 and word.endswith(self.endings))

    def adjective(self, word: str) -> bool:
        """Whether a word describes and can share the noun after "and"."""
        return word.endswith(self.adjectives) and not self.heading(word)

    def tells_kind(self, word: str) -> bool:
        """Whether a word tells one field from another, and does not only praise it."""
        return (
            word in self.technical
            or word in self.plural
            or self.heading(word)
            or word.endswith(self.kinds)
        )

    def joins(self, word: str) -> bool:
        """Whether a word may stand before the last one of the name of a field."""
        if word in self.describing or word in self.plural or self.heading(word):
            return True
        if word in self.ends or word in self.light or word in STOP or word in DETERMINERS:
            return False
        if word in FINITE or word in GERUNDS or word in PARTICIPLES or word in BASES:
            return False
        return not (word.endswith(("ly", "ed", "iest")) or _TOO_PLURAL.search(word))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word or a name of a sentence; ``running`` if it is written without capitals."""

    start: int
    end: int
    word: str
    mark: Mark | None = None
    running: bool = True

    @property
    def field(self) -> bool:
        return self.mark is not None and _is_field(self.mark)

    @property
    def strong(self) -> bool:
        return self.mark is not None and self.mark.strong


@dataclass(frozen=True, slots=True)
class _Run:
    """The words of a phrase, from ``first`` to ``last``; ``headed`` if they say it is a field."""

    first: int
    last: int
    headed: bool


def load(path: Path) -> Rules:
    """Load the words that names of fields are made of.

    Raises:
        SeedError: if the file is malformed.
    """
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise SeedError(path, f"not lists of words by name: {error}", "mend the YAML") from error
    if not isinstance(data, dict) or set(data) != {*_LISTS, *_ENDINGS}:
        raise SeedError(path, "not the lists of words that fields are made of", "mend the file")
    words = {key: frozenset(str(data[key]).split()) for key in _LISTS}
    doing = "|".join(map(re.escape, data["doing"]))
    joint = r"(?:, (?:and |or )?| and | or )"
    return Rules(
        **words,
        endings=tuple(data["endings"]),
        adjectives=tuple(data["describing endings"]),
        kinds=tuple(data["technical endings"]),
        plural=frozenset(data["plural"]),
        doing=re.compile(rf"(?<![\w-])(?:(?:{doing}){joint})*(?:{doing}) of (?:the )?", re.I),
    )


def widened(
    passage: Passage, start: int, end: int, marks: Sequence[Mark], rules: Rules
) -> list[Mark]:
    """The marks of a sentence, with those of open phrases in place of what lies inside them."""
    made = list(_phrases(passage, start, end, marks, rules))
    if not made:
        return list(marks)
    kept = [m for m in marks if not any(p.start < m.end and m.start < p.end for p in made)]
    return sorted([*kept, *made], key=lambda mark: mark.start)


def _phrases(
    passage: Passage, start: int, end: int, marks: Sequence[Mark], rules: Rules
) -> Iterator[Mark]:
    units = list(_units(passage.text, start, end, marks))
    deeds = {at.start(): at.end() for at in rules.doing.finditer(passage.text, start, end)}
    chain: list[_Run] = []
    at = 0
    while at < len(units):
        last = _object(units, at, deeds, rules)
        run = _run(units, at, rules) if last is None else _Run(at, last, True)
        if run is None:
            at += 1
            continue
        if chain and not _joined(units[chain[-1].last + 1 : run.first]):
            yield from _named(passage, units, chain, marks, rules)
            chain = []
        chain.append(run)
        at = run.last + 1
    yield from _named(passage, units, chain, marks, rules)


def _named(
    passage: Passage,
    units: Sequence[_Unit],
    chain: Sequence[_Run],
    marks: Sequence[Mark],
    rules: Rules,
) -> Iterator[Mark]:
    """The fields of a list; among fields any phrase is one: "optics and spectacle coating"."""
    if not any(run.headed for run in chain):
        return
    for run in chain:
        phrase = units[run.first : run.last + 1]
        opening = phrase[0].mark
        if _otherwise(phrase, marks):
            continue
        if run.headed and _is_name(phrase, rules):
            yield _marked(passage, phrase, marks)
        elif run.headed and len(chain) > 1 and len(phrase) > 1 and opening and opening.strong:
            yield replace(opening, end=phrase[-1].end)  # "photonics research and optics"
        elif not run.headed and len(phrase) > 1 and not _known(phrase, marks):
            yield _marked(passage, phrase, marks)


def _otherwise(phrase: Sequence[_Unit], marks: Sequence[Mark]) -> bool:
    """Whether a phrase is part of a longer name, or the name of something that is no field."""
    start, end = phrase[0].start, phrase[-1].end
    for mark in marks:
        if mark.start < end and start < mark.end:
            classes = {sense.cls for sense in mark.senses}
            whole = (mark.start, mark.end) == (start, end)
            if mark.start < start or mark.end > end or (whole and not classes & _ALIKE):
                return True
    return False


def _known(phrase: Sequence[_Unit], marks: Sequence[Mark]) -> bool:
    """Whether a phrase is known as something else, or has a name in it."""
    start, end = phrase[0].start, phrase[-1].end
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    return any(
        (mark.start, mark.end) == (start, end) or mark.strong or mark.senses[0].cls in _PEOPLE
        for mark in inside
    )


def _joined(between: Sequence[_Unit]) -> bool:
    """Whether two phrases are items of a list, by the words between them."""
    return bool(between) and all(unit.mark is None and unit.word in _JOINTS for unit in between)


def _is_name(phrase: Sequence[_Unit], rules: Rules) -> bool:
    """Whether a phrase says more than the known name in it.

    "Gastric imaging" does, "agile imaging" and "imaging research" do not.
    """
    head, known = phrase[-1], [unit for unit in phrase if unit.strong]
    if len(phrase) == 1:
        return head.mark is None
    if head.strong:
        joint = max((at for at, unit in enumerate(phrase) if unit.word in _AND), default=-1)
        return all(unit.mark or rules.tells_kind(unit.word) for unit in phrase[joint + 1 : -1])
    narrow = [unit for unit in known if unit.word not in rules.wide]
    return not (narrow and all(u.mark or u.word in rules.bare for u in phrase))


def _units(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[_Unit]:
    """The words of a sentence; strong names and names of fields are one word each."""
    at = start
    for mark in marks:
        if mark.start < at or not (mark.strong or mark.rule == _GROUP or _is_field(mark)):
            continue
        yield from _words(text, at, mark.start)
        yield _Unit(mark.start, mark.end, text[mark.start : mark.end].lower(), mark)
        at = mark.end
    yield from _words(text, at, end)


def _words(text: str, start: int, end: int) -> Iterator[_Unit]:
    for found in _TOKEN.finditer(text, start, end):
        word = found.group()
        yield _Unit(found.start(), found.end(), word.lower(), running=word.islower())


def _run(units: Sequence[_Unit], first: int, rules: Rules) -> _Run | None:
    """The phrase that begins at a word, and whether its words say that it is a field."""
    at = first
    while at < len(units) and at - first < _LONGEST and _belongs(units, at, first, rules):
        at += 1
    if at == first or (at < len(units) and not _closed(units, at, rules)):
        return None
    head = units[at - 1]
    sole = at - first == 1
    headed = head.field or (rules.heading(head.word) and not (sole and head.word in rules.bare))
    running = units[first].running and head.running
    plain = running and units[first].mark is None
    headed = headed or (not sole and plain and rules.tells_kind(units[first].word))
    return _Run(_shared(units, first, at - 1, rules) if headed else first, at - 1, headed)


def _belongs(units: Sequence[_Unit], at: int, first: int, rules: Rules) -> bool:
    """Whether a word goes on with the phrase before it."""
    unit = units[at]
    if at > first and unit.start - units[at - 1].end > 1:
        return False
    if unit.mark is not None:
        return unit.field and unit.mark.rule in ("lexicon", _GROUP, RULE)
    return unit.word[0].isalpha() and "." not in unit.word and rules.joins(unit.word)


def _closed(units: Sequence[_Unit], at: int, rules: Rules) -> bool:
    """Whether a phrase ends before a word: the next is no noun that it could only describe."""
    unit = units[at]
    if unit.mark is not None:
        return not unit.field
    word = unit.word
    if not word[0].isalnum():
        return word not in "'’-/&"
    if word in rules.ends or word in STOP or word in DETERMINERS or word in rules.light:
        return True
    return word in FINITE or word in PARTICIPLES or word in GERUNDS or word.endswith(("ly", "ed"))


def _shared(units: Sequence[_Unit], first: int, last: int, rules: Rules) -> int:
    """Where a phrase begins with what shares its last word: "optical and thermal devices"."""
    if (
        first < 2
        or units[first - 1].word not in _AND
        or (last == first and " " not in units[last].word)
    ):
        return first
    before, head = units[first - 2], units[last]
    if before.mark is not None or not rules.joins(before.word) or _runs_on(units, first - 2, rules):
        return first
    if rules.adjective(before.word):
        return first - 2
    alike = head.mark is None and head.word in rules.bare and rules.adjective(units[first].word)
    heads = rules.heading(before.word) and before.word not in rules.bare
    return first - 2 if alike and not heads and before.word.isalpha() else first


def _runs_on(units: Sequence[_Unit], at: int, rules: Rules) -> bool:
    """Whether a word only ends a phrase that begins before it."""
    if not at or units[at].start - units[at - 1].end != 1:
        return False
    before = units[at - 1]
    return before.field or (
        before.mark is None and before.word[0].isalpha() and rules.joins(before.word)
    )


def _object(units: Sequence[_Unit], at: int, deeds: Mapping[int, int], rules: Rules) -> int | None:
    """The last word of what something is done about: "treatment of chronic wounds"."""
    begins = deeds.get(units[at].start)
    if begins is None:
        return None
    first = next((i for i in range(at, len(units)) if units[i].start >= begins), len(units))
    stop = first
    while stop < len(units) and stop - first < _LONGEST and _bears(units, stop, first, rules):
        stop += 1
    return stop - 1 if stop > first else None


def _bears(units: Sequence[_Unit], at: int, first: int, rules: Rules) -> bool:
    unit = units[at]
    if at > first and unit.start - units[at - 1].end > 1:
        return False
    if unit.mark is not None:
        return unit.field
    word, before = unit.word, units[at - 1]
    if at > first and before.mark is None and _TOO_PLURAL.search(before.word):
        return False
    if word in rules.ends or word in STOP or word in DETERMINERS or not word[0].isalpha():
        return False
    return not (word in FINITE or word.endswith("ly"))


def _marked(passage: Passage, units: Sequence[_Unit], marks: Sequence[Mark]) -> Mark:
    """The phrase as a name: by itself if its last words are one.

    What else the same words may name ("data analysis" a skill) they may still name.
    """
    start, end = units[0].start, units[-1].end
    entity = Entity(_CLASS, passage.text[start:end])
    same = [m for m in marks if (m.start, m.end) == (start, end)]
    other = [s for mark in same for s in mark.senses if s.cls not in _FIELDS]
    senses = (*other, Sense(entity, weak=not units[-1].strong))
    return Mark(passage.index, start, end, senses, RULE)


def _is_field(mark: Mark) -> bool:
    """Whether a name is that of a field, if only where it is asked for."""
    if mark.strong or mark.rule == _GROUP:
        return mark.senses[0].cls in _FIELDS
    return any(sense.cls in _FIELDS for sense in mark.senses)
