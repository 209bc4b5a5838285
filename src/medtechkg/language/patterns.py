"""Patterns found in masked sentences: which ones to try, where they match, what fills their slots.

The pattern language is in `grammar`; here it is used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from medtechkg.language.grammar import Compiler, Pattern, Rule, Slot
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import CLOSE, DETERMINERS, EACH, OPEN, Alphabet, Mark, Masked
from medtechkg.model import Vocabulary

__all__ = ["Item", "Match", "Patterns"]

_CODES = "\x02\x03\x04" + OPEN + CLOSE + "".join(map(chr, range(0xA1, 0x100)))
_PREPOSITIONS = frozenset("in within of for to by with on into across between".split())
_LED_OUT = frozenset("via through with including both as".split())
_RELATIVE = frozenset("which that who".split())
#: Words that name nothing: "the following areas", "a range".
_EMPTY = frozenset(
    "areas area fields sectors following range number variety kinds types others same ways".split()
)
#: Words too wide to name anything by themselves.
_VAGUE = frozenset(
    "skills skill products services solutions technology technologies training systems".split()
)
_LIGHT = frozenset(
    "the a an its their our this that these those all both other some several many most each "
    "every any own such specialist specialised basic advanced higher strong good high new key "
    "core general relevant more better first leading major national regional local essential few "
    "specific critical certain particular right necessary additional further practical innovative "
    "existing".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """What filled a slot: a mark read in the sense of ``cls``, a bare noun phrase, or a word.

    A word has no class.
    """

    passage: int
    start: int
    end: int
    cls: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a masked sentence; ``first`` and ``last`` are its tokens.

    ``known`` are all the names inside it, whether or not they filled a slot.
    """

    pattern: Pattern
    first: int
    last: int
    slots: Mapping[str, tuple[Item, ...]]
    trigger: tuple[int, int, int]
    known: tuple[Mark, ...] = ()


class Patterns:
    """Compiled patterns, found by their rarest word."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        compiler = Compiler(vocabulary, alphabet)
        self.patterns: list[Pattern] = []
        self._index: dict[str, list[int]] = defaultdict(list)
        for rule in rules:
            for text in rule.patterns:
                self._add(compiler.compile(rule, text))

    def _add(self, pattern: Pattern) -> None:
        for word in pattern.triggers:
            self._index[word].append(len(self.patterns))
        self.patterns.append(pattern)

    def candidates(self, masked: Masked) -> list[Pattern]:
        """The patterns whose rarest word stands in the sentence, in the order of the file."""
        found = {at for word in masked.words & self._index.keys() for at in self._index[word]}
        return [self.patterns[at] for at in sorted(found)]

    def find(self, masked: Masked) -> Iterator[Match]:
        """Yield the matches of every pattern in the sentence."""
        for pattern in self.candidates(masked):
            yield from self.matches(pattern, masked)

    def matches(self, pattern: Pattern, masked: Masked) -> Iterator[Match]:
        """Yield the matches of one pattern in the sentence.

        Nothing is compiled or searched unless every word and class that must be there is.
        """
        if any(masked.words.isdisjoint(either) for either in pattern.required):
            return
        yield from self._search(pattern, pattern.source, masked)
        if pattern.second and "and" in masked.words:
            yield from self._search(pattern, pattern.second, masked)

    def _search(self, pattern: Pattern, source: str, masked: Masked) -> Iterator[Match]:
        at, regex = 0, _compiled(source)
        while found := regex.search(masked.text, at):
            slots = {
                name: tuple(self._items(slot, masked, *found.span(name)))
                for name, slot in pattern.slots.items()
                if found.group(name) is not None
            }
            run = masked.tokens(*found.span())
            relative = pattern.clausal and _is_relative(pattern, masked, found)
            if relative and _is_singular(pattern, masked, found):
                first = next(iter(slots))
                slots[first] = slots[first][-1:]
            asked = all(slots.values()) and _as_asked(pattern, slots)
            if asked and not _excluded(pattern, masked, run, relative=relative):
                trigger = _trigger(pattern, masked, run)
                known = tuple(masked.marks[at] for at in run if at in masked.marks)
                yield Match(pattern, run.start, run.stop, slots, trigger, known)
            at = _next_token(masked, found)
            leading = next(iter(pattern.slots.values()), None)
            if leading and leading.open and found.start(leading.name) == found.start():
                at = max(at, found.end(leading.name))

    # -- what fills a slot --------------------------------------------------------------------

    def _items(self, slot: Slot, masked: Masked, start: int, end: int) -> Iterator[Item]:
        run = masked.tokens(start, end)
        if slot.words:
            yield Item(*masked.origin(run), "")
            return
        if slot.items:
            for part in _by_passage(masked, run):
                yield from self._marks(slot, masked, _at_head(masked, part))
            return
        parts = list(_split(masked, run)) if slot.many else [run]
        for part in _with_heads(slot, masked, parts):
            if not slot.open:
                yield from self._marks(slot, masked, part)
                continue
            item = self._phrase(slot, masked, part)
            if item is not None:
                yield item

    def _marks(self, slot: Slot, masked: Masked, run: range) -> Iterator[Item]:
        """The first fitting name of an item of a list; none if it is only told of another."""
        for at in run:
            token = masked.text[masked.starts[at]]
            if token in "\x02(" and _word(masked, at) not in _LED_OUT:
                return
            mark = masked.marks.get(at)
            cls = self._sense(slot, mark) if mark and not _owns(masked, at, run) else None
            if mark and cls:
                for one in _each(mark):
                    sense = cls if one is mark else self._sense(slot, one)
                    if sense:
                        yield Item(one.passage, one.start, one.end, sense, one)
                return

    def _sense(self, slot: Slot, mark: Mark) -> str | None:
        for want in slot.classes:
            for sense in mark.senses:
                if sense.entity.name.lower() in _VAGUE or _secondary(sense, mark, slot):
                    continue
                if self._alphabet.fits(sense.cls, (want,)):
                    return sense.cls
        return None

    def _phrase(self, slot: Slot, masked: Masked, run: range) -> Item | None:
        """A noun phrase: the one name in it if the rest is light, else the phrase itself."""
        words = [_word(masked, at) for at in run]
        while words and (words[0] in _LIGHT or words[0] == "'"):
            mark = masked.marks.get(run.start)
            if mark is not None and (mark.strong or _width(masked, run.start) > 1):
                break
            run, words = run[1:], words[1:]
        run = _without_brackets(masked, run)
        if not run or _word(masked, run[-1]) in (_EMPTY if len(run) > 1 else _EMPTY | _VAGUE):
            return None
        named = [at for at in run if at in masked.marks]
        if named:
            mark = masked.marks[named[0]]
            cls = self._sense(slot, mark)
            width = _width(masked, named[0])
            rest = [at for at in run if not named[0] <= at < named[0] + width]
            kind = slot.heads if mark.strong and mark.rule != "lexicon" else frozenset()
            if cls and all(_word(masked, at) in _LIGHT | kind for at in rest):
                return Item(mark.passage, mark.start, mark.end, cls, mark)
            last = masked.marks.get(run[-1])
            if last is not None and last.strong and not self._sense(slot, last):
                return None
        passage, start, end = masked.origin(run)
        return Item(passage, start, end, slot.classes[0]) if end - start > 1 else None


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Compile a pattern when a sentence first needs it: most are not needed in most documents."""
    return re.compile(source)


def _each(mark: Mark) -> Sequence[Mark]:
    """All that a mark stands for: "the two firms"."""
    return [one for slot, one in mark.inner if slot == EACH] or [mark]


def _secondary(sense: Sense, mark: Mark, slot: Slot) -> bool:
    """Whether a name is something else in the first place: "Leeds" is asked for as a place."""
    asked = slot.classes == (sense.cls,)
    return sense.weak and not asked and any(not other.weak for other in mark.senses)


def _is_relative(pattern: Pattern, masked: Masked, found: re.Match[str]) -> bool:
    """Whether a subject is taken up by "which": then it may be the end of what goes before."""
    after = masked.tokens(found.end(next(iter(pattern.slots))), found.end())
    return any(_word(masked, at) in _RELATIVE for at in after[:2])


def _is_singular(pattern: Pattern, masked: Masked, found: re.Match[str]) -> bool:
    """Whether the verb after "which" has one subject: the last of those named before it."""
    after = masked.tokens(found.end(next(iter(pattern.slots))), found.end())
    words = [_word(masked, at) for at in after[:4]]
    verb = next((w for w in words if w not in (",", *_RELATIVE)), "")
    return verb in ("was", "has", "is") or (verb.endswith("s") and not verb.endswith("ss"))


def _owns(masked: Masked, at: int, run: range) -> bool:
    """Whether a name only says whose the next one is."""
    return at + 1 in run and _word(masked, at + 1) in ("'s", "'")


def _as_asked(pattern: Pattern, slots: Mapping[str, tuple[Item, ...]]) -> bool:
    """Whether the names in slots end in words that a rule wants there (``where``)."""
    for slot, words in pattern.rule.options.get("where", {}).items():
        for item in slots.get(slot, ()):
            named = (
                next((s for s in item.mark.senses if s.cls == item.cls), None)
                if item.mark
                else None
            )
            if named is None or named.entity.name.lower().rpartition(" ")[2] not in words:
                return False
    return True


def _excluded(pattern: Pattern, masked: Masked, run: range, *, relative: bool) -> bool:
    """Whether the match is ruled out: by ``except`` or ``not after``, or as no subject.

    A name after "in" or "of" belongs to the noun before it and is not the subject of the verb.
    """
    rule = pattern.rule
    before = _word(masked, run.start - 1) if run.start else ""
    if pattern.clausal and not relative and _before_subject(masked, run) in _PREPOSITIONS:
        return True
    barred = rule.options.get("not after", ())
    if before in barred or ("#" in barred and before[:1].isdigit()):
        return True
    excepted = rule.options.get("except", ())
    if not excepted:
        return False
    words = {_word(masked, at) for at in run}
    return any(word in words for word in excepted)


def _before_subject(masked: Masked, run: range) -> str:
    """The word before a subject, its determiners and whatever it is joined to by "and"."""
    at = run.start
    joined = any(_word(masked, at) in ("and", "&") for at in run[1:3])
    while at:
        at -= 1
        word = _word(masked, at)
        named = at in masked.marks or not word
        joined = joined or word in ("and", "&")
        if not (word in DETERMINERS or word in ("and", "&") or (joined and (named or word == ","))):
            return word
    return ""


def _with_heads(slot: Slot, masked: Masked, parts: list[range]) -> Iterator[range]:
    """Items of a list; one that shares its head with the next ("wide and deep pumps") joins it."""
    first: int | None = None
    for part in parts:
        first = part.start if first is None else first
        if _headed(slot, masked, part):
            yield range(first, part.stop)
            first = None


def _headed(slot: Slot, masked: Masked, run: range) -> bool:
    """Whether a noun phrase ends in a word that its slot asks for."""
    if not slot.heads:
        return True
    run = _without_brackets(masked, run)
    return bool(run) and _word(masked, run[-1]) in slot.heads


def _word(masked: Masked, at: int) -> str:
    start = masked.starts[at]
    return masked.text[start : masked.text.index(" ", start)].strip(_CODES)


def _width(masked: Masked, at: int) -> int:
    """How many tokens the mark that begins at ``at`` covers."""
    end = masked.marks[at].end
    width = 1
    while at + width < len(masked.origins):
        passage, start, _ = masked.origins[at + width]
        if passage != masked.origins[at][0] or start >= end:
            break
        width += 1
    return width


def _split(masked: Masked, run: range) -> Iterator[range]:
    """Cut a list into its items at commas, semicolons and conjunctions."""
    if masked.origins[run.start][0] != masked.origins[run.stop - 1][0]:
        yield from _by_passage(masked, run)
        return
    first, depth, at = run.start, 0, run.start
    while at < run.stop:
        word = _word(masked, at)
        depth += (word == "(") - (word == ")")
        width = 1 if word in (",", ";", "and", "or", "&", "plus", "alongside") else 0
        if word in ("as", "along", "together", "but") and not width:
            width = {"as": 3}.get(word, 2)
        if width and not depth:
            if at > first:
                yield range(first, at)
            at, first = at + width, at + width
            continue
        at += _width(masked, at) if at in masked.marks else 1
    if run.stop > first:
        yield range(first, run.stop)


def _by_passage(masked: Masked, run: range) -> Iterator[range]:
    """The items of a list that runs over several passages: one for each passage."""
    first = run.start
    for at in range(run.start + 1, run.stop + 1):
        if at == run.stop or masked.origins[at][0] != masked.origins[first][0]:
            stop = at
            while stop > first and _word(masked, stop - 1) in (";", ",", ".", "and", "or"):
                stop -= 1
            if stop > first:
                yield range(first, stop)
            first = at


def _at_head(masked: Masked, part: range) -> range:
    """The name that heads a list item: of names side by side ("A/B project") the last."""
    named = [at for at in part if at in masked.marks and masked.marks[at].strong]
    if not named:
        return part[:0]
    head = named[0]
    for at in named[1:]:
        if any(_word(masked, between) != "/" for between in range(head + 1, at)):
            break
        head = at
    return range(head, head + 1)


def _without_brackets(masked: Masked, run: range) -> range:
    """A phrase without what it has in brackets at its end."""
    if run and _word(masked, run[-1]) == ")":
        for at in run:
            if _word(masked, at) == "(":
                return range(run.start, at)
    return run


def _trigger(pattern: Pattern, masked: Masked, run: range) -> tuple[int, int, int]:
    """Where the word that set the pattern off stands."""
    for at in run:
        if _word(masked, at) in pattern.triggers:
            return masked.origins[at]
    return masked.origins[run.start]


def _next_token(masked: Masked, found: re.Match[str]) -> int:
    """Go on one token after the match began, so that matches that overlap are all found."""
    first = masked.tokens(*found.span()).start
    return masked.starts[first + 1] if first + 1 < len(masked.starts) else len(masked.text) + 1
