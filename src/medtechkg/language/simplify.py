"""Long sentences taken apart into simple clauses, so that a pattern need not foresee how they join.

"Founded in 2010, A, which makes lasers and is based in Fife, employs nurses" says four things of A.
Patterns say each of them plainly; here a masked sentence is cut where a verb begins a new part
(after *which*, a comma, *and*, or as a participle), and each part is put behind its subject:
*A is founded in 2010*, *A makes lasers*, *A is based in Fife*, *A employs nurses*. What *which*
stands for is put in its place ("the pump, which A built" is *A built the pump*), and what stands
in an odd order is put in the usual one (`wordorder`). *Whose* and *its* are spelled out elsewhere
(`possessives`). No parser: the cuts are found by the forms of common verbs, and a part whose
subject is not clear is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from medtechkg.language.asides import asides
from medtechkg.language.cuts import (
    ALL_OF_THEM,
    AUXILIARIES,
    JOINTS,
    OPENERS,
    PREPOSITIONS,
    Cuts,
    Part,
)
from medtechkg.language.masks import Masked, rearranged
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES, forms
from medtechkg.language.wordorder import among_them, fronted, plain, renamed, usual, words

__all__ = ["clauses"]

_BE = frozenset("is are was were be been being".split())
_HELPERS = AUXILIARIES | _BE | {"to"}
_FRONTED = PREPOSITIONS | GERUNDS | PARTICIPLES
_ENDING = PREPOSITIONS | JOINTS | OPENERS | AUXILIARIES
_PLURAL = frozenset("have are were".split())
#: Who is asked or helped to do something does it: "B" in "A asked B to build C".
_CAUSES = frozenset(
    form
    for lemma in "allow ask enable encourage expect help invite let need persuade prepare support "
    "teach train urge want".split()
    for form in forms(lemma).all()
)


@dataclass(slots=True)
class _State:
    """Whose verbs are being read: the subject of the sentence, and that of a part inside it.

    ``helper`` are the auxiliaries a second verb shares with the first ("is" run and owned);
    ``being`` says that the first one had none, as in "A, run by B and owned by C". ``unclear``:
    the part inside tells of something without a name. ``described`` is who the last part said
    what of ("A is a firm", "A, a firm"): what "that" or "which" after it stands for.
    """

    subject: range = range(0)
    inner: range = range(0)
    helper: range = range(0)
    being: bool = False
    unclear: bool = False
    described: range = range(0)
    begins: int = 0
    fronted: list[Part] = field(default_factory=list)


def clauses(masked: Masked) -> Iterator[Masked]:
    """Yield the simple clauses of a sentence, each once, if there is more to it than one."""
    told: set[str] = set()
    for clause in _clauses(masked):
        if clause.text not in told:
            told.add(clause.text)
            yield clause


def _clauses(masked: Masked) -> Iterator[Masked]:
    short = plain(masked)
    for turned in (usual(short), among_them(short), fronted(short), renamed(short)):
        if turned is not None:
            yield turned
    sentence = _Sentence(short)
    parts = sentence.parts()
    alone = len(parts) == 1 and parts[0].kind == "subject" and not parts[0].stop
    if short is not masked and (alone or not parts):
        yield short
    for part in parts:
        said = list(sentence.read(part))
        yield from said[1:] if alone else said
    for aside in asides(masked, words(masked)):
        yield rearranged(masked, aside.subject, aside.rest, aside.between)


class _Sentence(Cuts):
    """A masked sentence on its way to simple clauses."""

    def __init__(self, masked: Masked) -> None:
        super().__init__(masked)
        self.state = _State()

    def read(self, part: Part) -> Iterator[Masked]:
        """The clauses a part makes with its subject, if that is clear."""
        if part.kind == "other":
            state = self.state
            state.subject = state.inner = state.described = range(0)
            state.unclear, state.begins = False, part.first + 1
            state.fronted.clear()
            return
        clause = {
            "subject": self._subject,
            "inner": self._own,
            "relative": self._relative,
            "object": self._object,
            "whose": self._whose,
            "finite": self._second,
            "participle": self._participle,
            "apposition": self._apposition,
        }
        yield from clause[part.kind](part)
        yield from self._fronted()

    def _subject(self, part: Part) -> Iterator[Masked]:
        state = self.state
        state.subject = range(part.first, part.stop or part.verb)
        self._inside(range(0))
        self._helped(part)
        yield from self._said(state.subject, part)
        if part.stop:
            yield self._made(state.subject, range(part.stop, part.verb), being=True)

    def _fronted(self) -> Iterator[Masked]:
        """What the participles before a subject say of it: "Founded in 1990, A makes lasers"."""
        subject, fronted = self.state.subject, self.state.fronted
        for part in fronted if subject else ():
            passive = self.words[part.verb] not in GERUNDS
            last = self._trimmed(part.verb, min(part.last, subject.start))
            if last > part.verb:
                yield from self._said(subject, replace(part, last=last), being=passive)
        if subject:
            fronted.clear()

    def _own(self, part: Part) -> Iterator[Masked]:
        """A subject and verb inside the sentence: "with A testing it", "while A tests it"."""
        subject = range(part.first, part.stop or part.verb)
        self._inside(subject)
        self._helped(part)
        yield from self._said(subject, part)
        which = part.first - 1
        if self.words[which] == "which" and self.words[which - 1] in PREPOSITIONS | {"of"}:
            place = self._phrase_before(which - 1 - (self.words[which - 2] == ","))
            alone = place and self._list_before(place) == place
            if alone and not self._is_where(
                place
            ):  # "A, of which B is in charge": B is in charge of A
                rest = (*part.words, which - 1, *place)
                yield rearranged(self.masked, subject, rest)

    def _is_where(self, phrase: range) -> bool:
        """Whether a phrase only says where something was: "a study in *Fife*, in which"."""
        mark = self.masked.marks.get(phrase.start)
        placed = mark is not None and mark.senses[0].cls == "Region"
        return placed and phrase.start > 0 and self.words[phrase.start - 1] in PREPOSITIONS

    def _relative(self, part: Part) -> Iterator[Masked]:
        before = part.first - (self.words[part.first - 1] == ",")
        named = self._named_before(before) or self.state.described or self._thing_before(before)
        if self.words[part.first] == "who":
            named = self._person_before(part.first) or named
        if named and self.words[part.verb] in _PLURAL:
            named = self._list_before(named)
        self._inside(named)
        self.state.unclear = not named
        self._helped(part)
        if named:
            yield from self._said(named, part)

    def _object(self, part: Part) -> Iterator[Masked]:
        """What "the pump, which A built with B" says: A built the pump with B."""
        phrase = self._phrase_before(part.first - (self.words[part.first - 1] == ","))
        subject = range(part.first + 1, part.verb)
        if not self.state.subject and phrase and self._opens(phrase):
            self.state.subject = phrase
        self._inside(subject)
        self._helped(part)
        if phrase:
            stop = self._verbs(part)
            group = (*subject, *range(part.verb, stop), *phrase)
            yield rearranged(self.masked, group, range(stop, part.last))

    def _verbs(self, part: Part) -> int:
        """Where the verbs of a part end: "wants to build", "is based in"."""
        words, stop = self.words, part.verb
        while stop < part.last and (words[stop] in _HELPERS or self._adverbs(stop) > stop):
            stop += 1
        stop += 1
        while stop + 1 < part.last and words[stop] == "to" and words[stop + 1] in BASES:
            stop += 2
        ends = stop + 1 >= part.last or words[stop + 1] in JOINTS
        return min(part.last, stop + (stop < part.last and words[stop] in PREPOSITIONS and ends))

    def _whose(self, part: Part) -> Iterator[Masked]:
        """What a thing without a name does that belongs to a name: nothing is said of that."""
        self._inside(self._named_before(part.first - (self.words[part.first - 1] == ",")))
        self.state.inner, self.state.unclear = range(0), True
        yield from ()

    def _second(self, part: Part) -> Iterator[Masked]:
        """A further verb: after a comma of the whole sentence, else of the part before it."""
        state = self.state
        before = self.words[part.first - 1]
        if before in (",", ")", "-", ":") or (part.first > 1 and self.words[part.first - 2] == ","):
            state.inner, state.unclear = range(0), False
            state.subject = state.subject or self._leading(part.first)
        subject = state.inner or state.subject
        bare = self.words[part.verb] in BASES and self.words[part.verb] not in FINITE
        helper = state.helper if bare else range(0)
        if not bare:
            self._helped(part)
        if subject and not state.unclear:
            yield from self._said(subject, part, helper)

    def _leading(self, before: int) -> range:
        """The name, followed by an aside, that a sentence without another subject begins with."""
        first = self.state.begins
        if self.words[first] in _FRONTED and "," in self.words[first:]:
            first = self.words.index(",", first) + 1  # "In 1990, A, together with B, opened"
        for at in range(first, min(first + 5, before - 1)):
            mark = self.masked.marks.get(at)
            if mark is not None and mark.strong:
                ends = (
                    self.words[at + 1] in (",", "(", "-", ":") and at + 2 not in self.masked.marks
                )
                return range(at, at + 1) if ends else range(0)
            if self.words[at] in _ENDING:
                return range(0)
        return range(0)

    def _participle(self, part: Part) -> Iterator[Masked]:
        state = self.state
        before = self.words[part.first - 1] if part.first else ""
        passive = self.words[part.verb] not in GERUNDS
        if not part.first or (state.fronted and not state.subject):
            state.fronted.append(part)
        elif before in ("and", "&", "or"):
            subject = state.inner or state.subject
            if subject and not state.unclear and (not passive or state.being or state.helper):
                helper = state.helper if passive else range(0)
                yield from self._said(subject, part, helper, being=passive and state.being)
        elif before in (",", "-", "(", ":"):
            named = self._told_of(part.first - 1)
            if self.words[part.first] in ALL_OF_THEM:
                named = self._list_before(named) if named else named
            subject = named if passive or not state.subject else state.subject
            if subject:
                self._inside(subject)
                state.helper, state.being = range(0), passive
                yield from self._said(subject, part, being=passive)

    def _apposition(self, part: Part) -> Iterator[Masked]:
        named = self._told_of(part.first - 1)
        if self.words[part.first] in ALL_OF_THEM:
            named = self._list_before(named)
        self._inside(named)
        yield from self._said(named, part, being=True)
        self.state.described = named

    def _inside(self, named: range) -> None:
        """What follows is said of this name; if the sentence begins with it, so is the rest."""
        state = self.state
        state.inner, state.unclear, state.described = named, False, range(0)
        if named and not state.subject and self._opens(named):
            state.subject = named

    def _helped(self, part: Part) -> None:
        stop = part.verb
        while stop < part.last and (self.words[stop] in _HELPERS or self._adverbs(stop) > stop):
            stop += 1
        self.state.helper, self.state.being = range(part.verb, stop), False

    def _said(
        self, subject: range, part: Part, helper: range = range(0), *, being: bool = False
    ) -> Iterator[Masked]:
        """A clause, and what "to" in it tells of the same subject."""
        if not part.words:
            return
        yield self._made(subject, part.words, helper, being=being)
        self.state.described = subject if self._names_kind(part) else range(0)
        if not any(at in self.masked.marks for at in subject):
            return
        for at in part.words[:-1]:
            if self.words[at] == "to" and self._aims(part, at):
                yield rearranged(self.masked, subject, range(at, part.last))

    def _aims(self, part: Part, to: int) -> bool:
        """Whether the subject is to do what follows: "has won a grant *to build* it"."""
        if to < part.verb + 2 or self.words[self._adverbs(to + 1) :][:1] == []:
            return False
        verb = self.words[self._adverbs(to + 1)]
        if verb == "be" or verb not in BASES or _CAUSES & {*self.words[part.verb : to]}:
            return False
        if self.words[to - 1] in PARTICIPLES:  # "an academy intended to train them"
            return False
        name = self._named_before(to)
        return not name or (name.start > 0 and self.words[name.start - 1] in PREPOSITIONS)

    def _names_kind(self, part: Part) -> bool:
        """Whether a part says what its subject is: "is a firm", with nothing else named in it."""
        at = part.verb
        while at < part.last and (self.words[at] in _BE or self._adverbs(at) > at):
            at += 1
        if at == part.verb or at >= part.last or self.words[at] not in ("a", "an", "one"):
            return False
        rest = range(at + 1, part.last)
        nested = any(self.words[where] in ("the", "a", "an", "its", ",") for where in rest)
        return not nested and not any(
            where in self.masked.marks and self.masked.marks[where].strong for where in rest
        )

    def _made(
        self, subject: range, words: range, helper: range = range(0), *, being: bool = False
    ) -> Masked:
        return rearranged(self.masked, (*subject, *helper), words, "is" if being else "")
