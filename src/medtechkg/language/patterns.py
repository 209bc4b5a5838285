"""Patterns found in masked sentences: which ones to try, where they match, what fills their slots.

The pattern language is in `grammar`; here it is used.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pcre2

from medtechkg.errors import ReadingWarning, SeedError
from medtechkg.language import pieces
from medtechkg.language.grammar import Compiler, Pattern, Rule, Slot
from medtechkg.language.items import (
    before_verb,
    heads,
    items_of,
    untailed,
    width_at,
    without_brackets,
    without_use,
)
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import EACH, Alphabet, Mark, Masked
from medtechkg.language.matches import (
    Item,
    Match,
    as_asked,
    excluded,
    is_barred,
    is_relative,
    is_singular,
)
from medtechkg.language.nounphrases import ADVERB
from medtechkg.language.verbs import GERUNDS
from medtechkg.model import Vocabulary

__all__ = ["Item", "Match", "Patterns"]

_LED_OUT = frozenset("via through with including both as at by".split())
#: "In Leeds and across Yorkshire": so an item of a list may begin.
_PLACING = frozenset("in across throughout".split())
#: What products are called after, too: a strong name of such a class may head a phrase.
_FIELDS = ("FieldOfActivity", "Skill")
_PEOPLE = frozenset(("OccupationGroup", "Role", "Cohort"))
#: Words that name nothing: "the following areas", "a range".
_EMPTY = frozenset(
    "areas area fields sectors following range number variety kinds types others same ways".split()
)
#: Words too wide to name anything by themselves.
_VAGUE = frozenset(
    "skills skill products services solutions technology technologies training systems".split()
)
#: Products of any kind: they name one only with a word that says which.
_BARE = frozenset(
    "device devices system platform platforms test tests kit kits equipment instrument "
    "instruments software app apps machine machines tool tools product material materials "
    "treatment treatments component components part parts model models range ranges line "
    "supplies goods items consumables".split()
)
_LIGHT = frozenset(
    "the a an its their our this that these those all both other some several many most each "
    "every any own such specialist specialised basic advanced higher strong good high new key "
    "core general relevant more better first leading major national regional local essential few "
    "specific critical certain particular right necessary additional further practical innovative "
    "existing".split()
)

#: "A new generation of pumps" are pumps.
_PARTITIVES = frozenset(
    "range generation series set number variety portfolio line family host suite array selection "
    "pair wave type types kind kinds form forms batch mix".split()
)
_GRADES = frozenset("high higher low basic advanced general".split())
_GRADED = frozenset(
    "speed precision performance quality throughput resolution value volume tech end cost power "
    "energy dose field frequency risk temperature pressure purpose level".split()
)


#: How many words may share their head with what follows: "wide" in "wide and deep pumps".
_LONGEST_SHARING = 1
#: How many words of a sentence tell which one it is.
_TOLD = 12
#: Beyond the last token of any sentence.
_NOWHERE = 1 << 30


class Patterns:
    """Compiled patterns, found by their rarest word."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        compiler = Compiler(vocabulary, alphabet)
        self.patterns: list[Pattern] = []
        self._index: dict[str, list[int]] = defaultdict(list)
        self._sets: dict[frozenset[str], int] = {}
        self._bits: dict[str, int] = defaultdict(int)
        self._wanted: list[int] = []
        for rule in rules:
            for text in rule.patterns:
                self._add(compiler.compile(rule, text))

    def _add(self, pattern: Pattern) -> None:
        for word in pattern.triggers:
            self._index[word].append(len(self.patterns))
        self.patterns.append(pattern)
        self._wanted.append(sum(self._bit(either) for either in {*pattern.required}))

    def _bit(self, either: frozenset[str]) -> int:
        """The bit that stands for a set of words of which a sentence holds one."""
        if either not in self._sets:
            self._sets[either] = 1 << len(self._sets)
            for word in either:
                self._bits[word] |= self._sets[either]
        return self._sets[either]

    def candidates(self, masked: Masked) -> list[Pattern]:
        """The patterns whose rarest word stands in the sentence, in the order of the file."""
        found = {at for word in masked.places.keys() & self._index for at in self._index[word]}
        return [self.patterns[at] for at in sorted(found)]

    def find(self, masked: Masked) -> Iterator[Match]:
        """Yield the matches of every pattern in the sentence."""
        bits = 0
        for word in masked.places:
            bits |= self._bits.get(word, 0)
        found = {at for word in masked.places.keys() & self._index for at in self._index[word]}
        for at in sorted(at for at in found if self._wanted[at] & bits == self._wanted[at]):
            yield from self.matches(self.patterns[at], masked)

    def matches(self, pattern: Pattern, masked: Masked) -> Iterator[Match]:
        """Yield the matches of one pattern in the sentence.

        Nothing is compiled or searched unless every word and class that must be there is, in order.
        """
        if not _in_order(pattern.required, masked.places):
            return
        yield from self._search(pattern, pattern.source, masked)
        if pattern.second and "and" in masked.places:
            yield from self._search(pattern, pattern.second, masked)

    def _search(self, pattern: Pattern, source: str, masked: Masked) -> Iterator[Match]:
        at, regex = 0, _compiled(pattern, source)
        while found := _found(pattern, regex, masked, at):
            slots = {
                name: tuple(self._items(slot, masked, *found.span(name)))
                for name, slot in pattern.slots.items()
                if found.group(name) is not None
            }
            run = masked.tokens(*found.span())
            relative = pattern.clausal and is_relative(pattern, masked, found)
            if relative and is_singular(pattern, masked, found):
                first = next(iter(slots))
                slots[first] = slots[first][-1:]
            asked = all(slots.values()) and as_asked(pattern, slots)
            barred = any(is_barred(pattern, items) for items in slots.values())
            barred = barred or excluded(pattern, masked, run, relative=relative)
            if asked and not barred:
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
            for part in heads(masked, run):
                yield from self._marks(slot, masked, part)
            return
        parts = list(items_of(masked, run)) if slot.many else [run]
        if slot.open and slot.many:
            parts = [untailed(masked, part) for part in before_verb(masked, parts)]
        if slot.open and slot.classes[0] == "Skill" and len(parts) > 1:
            parts = [each for part in parts for each in self._pair(slot, masked, part)]
        for part in self._with_heads(slot, masked, parts):
            if not slot.open:
                stop = (
                    masked.origins[part[-1]][2] if slot.mixed else 0
                )  # it is the whole item's head
                yield from (i for i in self._marks(slot, masked, part) if stop in (0, i.end))
                continue
            item = self._phrase(slot, masked, part)
            if item is not None:
                yield item

    def _marks(self, slot: Slot, masked: Masked, run: range) -> Iterator[Item]:
        """The first fitting name of an item of a list; none if it is only told of another."""
        for at in run:
            token = masked.text[masked.starts[at]]
            word = masked.word(at)
            led = word in _LED_OUT or (at == run.start and word in _PLACING)
            if token in "\x02(" and not led:
                return
            mark = masked.marks.get(at)
            if mark and not mark.strong and masked.word(at) in _VAGUE:
                continue  # "glacier technology" is not the sector "technology"
            cls = self._sense(slot, mark) if mark and not _owns(masked, at, run) else None
            if mark and cls:
                for one in _each(mark):
                    sense = cls if one is mark else self._sense(slot, one)
                    if sense:
                        yield Item(one.passage, one.start, one.end, sense, one)
                return

    def _with_heads(self, slot: Slot, masked: Masked, parts: list[range]) -> Iterator[range]:
        """Items of a list; a word that shares its head with the next ("wide and deep pumps") joins.

        What is longer and has no such head is left out.
        """
        first: int | None = None
        for part in parts:
            first = part.start if first is None else first
            headed = self._headed(slot, masked, part)
            if headed:
                yield range(first, part.stop)
            if headed or len(part) > _LONGEST_SHARING:
                first = None

    def _headed(self, slot: Slot, masked: Masked, run: range) -> bool:
        """Whether a noun phrase ends in a word that its slot asks for, or in a name that fits.

        The name of a field counts by its last word, too: "gene therapies" are therapies.
        """
        if not slot.heads:
            return True
        run = without_use(masked, without_brackets(masked, run))
        if not run:
            return False
        name = masked.marks.get(run[-1])
        if name is None or not name.strong:
            return masked.word(run[-1]) in slot.heads
        sense = name.senses[0]
        field = self._alphabet.fits(sense.cls, _FIELDS)
        return (field and sense.entity.name.lower().split()[-1] in slot.heads) or (
            self._sense(slot, name) is not None
        )

    def _sense(self, slot: Slot, mark: Mark) -> str | None:
        for want in slot.classes:
            for sense in mark.senses:
                if sense.entity.name.lower() in _VAGUE or _secondary(sense, mark, slot):
                    continue
                if self._alphabet.fits(sense.cls, (want,)):
                    return sense.cls
        first = mark.senses[0]
        return first.cls if first.also and self._alphabet.lent(first, slot.classes) else None

    def _phrase(self, slot: Slot, masked: Masked, run: range) -> Item | None:
        """A noun phrase: the one name in it if the rest is light, else the phrase itself."""
        run = _unowned(masked, run)
        words = [masked.word(at) for at in run]
        while words and (words[0] in _LIGHT or words[0] == "'s" or _is_number(words[0])):
            if words[0] in _GRADES and words[1:2] and words[1] in _GRADED:
                break  # "high speed pumps" are no "speed pumps"
            mark = masked.marks.get(run.start)
            if mark is not None and (mark.strong or width_at(masked, run.start) > 1):
                break
            run, words = run[1:], words[1:]
        if len(words) > 2 and words[0] in _PARTITIVES and words[1] == "of":
            return self._phrase(slot, masked, run[2:])
        run = without_brackets(masked, run)
        if not run or masked.word(run[-1]) in (_EMPTY if len(run) > 1 else _EMPTY | _VAGUE):
            return None
        if ADVERB.search(masked.word(run[-1])):
            return None  # "posts are filled quickly"
        if slot.heads and len(run) == 1 and masked.word(run[0]) in _BARE:
            return None
        named = [at for at in run if at in masked.marks]
        if named:
            mark = masked.marks[named[0]]
            cls = self._sense(slot, mark)
            width = width_at(masked, named[0])
            rest = [at for at in run if not named[0] <= at < named[0] + width]
            kind = slot.heads if mark.strong and mark.rule != "lexicon" else frozenset()
            if cls and all(masked.word(at) in _LIGHT | kind for at in rest):
                return Item(mark.passage, mark.start, mark.end, cls, mark)
            last = masked.marks.get(run[-1])
            if (
                last is not None
                and not self._sense(slot, last)
                and not self._stands(slot, masked, run)
            ):
                return None
        if len(run) == 1 and masked.word(run[0]) in GERUNDS and slot.classes[0] != "Skill":
            return None  # "firms working in Fife, generating much": no field
        passage, start, end = masked.origin(run)
        return Item(passage, start, end, slot.classes[0]) if end - start > 1 else None

    def _pair(self, slot: Slot, masked: Masked, run: range) -> list[range]:
        """An item that is a list, or two names, one of them known: "statistics and omics"."""
        words = {masked.word(at) for at in run}
        if "," in words and words & {"and", "&"}:
            return list(items_of(masked, run))
        cut = next((at for at in run if masked.word(at) in ("and", "&")), None)
        if cut is None or (run.start in masked.marks and width_at(masked, run.start) == len(run)):
            return [run]
        start = cut - 1 if cut > run.start and masked.word(cut - 1) == "," else cut
        sides = [range(run.start, start), range(cut + 1, run.stop)]
        known = [
            bool(side)
            and side.start in masked.marks
            and width_at(masked, side.start) == len(side)
            and self._sense(slot, masked.marks[side.start]) is not None
            for side in sides
        ]
        short = any(known) and max(map(len, sides)) == 1
        return sides if all(sides) and (start < cut or all(known) or short) else [run]

    def _stands(self, slot: Slot, masked: Masked, run: range) -> bool:
        """Whether a phrase that ends in another kind of name may still be what is asked for.

        A field is also a product ("gene therapies") or a subject that is taught ("radiography").
        """
        last = masked.marks[run[-1]]
        if slot.heads:
            return self._headed(slot, masked, run)
        if not last.strong:
            whole = run.start in masked.marks and len(run) == width_at(masked, run.start)
            return not (whole and last.senses[0].cls in _PEOPLE)
        branch = last.senses[0].entity.name.lower().endswith((" industry", " sector"))
        taught = slot.many and slot.classes[0] == "Skill" and not branch
        return taught and self._alphabet.fits(last.senses[0].cls, _FIELDS)


def _in_order(required: Iterable[frozenset[str]], places: Mapping[str, Sequence[int]]) -> bool:
    """Whether one word of each set stands in a sentence, each after that of the set before."""
    at = -1
    for either in required:
        next_ = _NOWHERE
        for word in places.keys() & either:
            for place in places[word]:
                if place > at:
                    next_ = min(next_, place)
                    break
        if next_ == _NOWHERE:
            return False
        at = next_
    return True


def _compiled(pattern: Pattern, source: str) -> pcre2.Pattern:
    """Compile a pattern when a sentence first needs it: most are not needed in most documents."""
    try:
        return pieces.compiled(source)
    except pcre2.PatternError as problem:
        rule, told = pattern.rule, f"pattern {pattern.text!r} cannot be compiled: {problem}"
        raise SeedError(rule.path, told, "make two of it", rule.line) from problem


def _found(pattern: Pattern, regex: pcre2.Pattern, masked: Masked, at: int) -> pcre2.Match | None:
    """Search a sentence; where that would take for ever, say that the pattern was not tried."""
    try:
        return regex.search(masked.text, at)
    except pcre2.LibraryError as problem:
        words = " ".join(filter(None, masked.plain[:_TOLD]))
        told = f"rule {pattern.rule.id} was not tried on a sentence ({problem}): {words} …"
        warnings.warn(told, ReadingWarning, stacklevel=2)
        return None


def _each(mark: Mark) -> Sequence[Mark]:
    """All that a mark stands for: "the two firms"."""
    return [one for slot, one in mark.inner if slot == EACH] or [mark]


def _is_number(word: str) -> bool:
    return word.replace(",", "").isdigit()


def _secondary(sense: Sense, mark: Mark, slot: Slot) -> bool:
    """Whether a name is something else in the first place: "Leeds" is asked for as a place."""
    asked = slot.classes == (sense.cls,)
    return sense.weak and not asked and any(not other.weak for other in mark.senses)


def _unowned(masked: Masked, run: range) -> range:
    """A phrase without whose it is: "the country's *life sciences*"."""
    after = [at + 1 for at in run if masked.word(at) == "'s" and at not in masked.marks]
    return range(after[-1], run.stop) if after and after[-1] < run.stop else run


def _owns(masked: Masked, at: int, run: range) -> bool:
    """Whether a name only says whose the next one is."""
    return at + 1 in run and masked.word(at + 1) == "'s"


def _trigger(pattern: Pattern, masked: Masked, run: range) -> tuple[int, int, int]:
    """Where the word that set the pattern off stands."""
    for at in run:
        if masked.word(at) in pattern.triggers:
            return masked.origins[at]
    return masked.origins[run.start]


def _next_token(masked: Masked, found: pcre2.Match) -> int:
    """Go on one token after the match began, so that matches that overlap are all found."""
    first = masked.tokens(*found.span()).start
    return masked.starts[first + 1] if first + 1 < len(masked.starts) else len(masked.text) + 1
