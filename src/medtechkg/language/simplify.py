"""Long sentences taken apart into simple clauses, so that a pattern need not foresee how they join.

"Founded in 2010, A, which makes lasers and is based in Fife, employs nurses" says four things of A.
Patterns say each of them plainly; here a masked sentence is cut where a verb begins a new part
(after *which*, a comma, *and*, or as a participle), and each part is put behind its subject:
*A is founded in 2010*, *A makes lasers*, *A is based in Fife*, *A employs nurses*. No parser: the
cuts are found by the forms of common verbs, and a part whose subject is not clear is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from medtechkg.language.masks import CLOSE, OPEN, Masked, rearranged
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES

__all__ = ["clauses"]

_AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might should must does did".split()
)
_MODALS = frozenset("will would can could may might should must to".split())
_BE = frozenset("is are was were be been being".split())
_HELPERS = _AUXILIARIES | _BE | {"to"}
_RELATIVES = frozenset(("which", "who", "that"))
_JOINTS = frozenset((",", "and", "&", "but", "-", ")", "or"))
_OPENERS = frozenset(
    "while when as because although if after before since whereas where whose whom ; :".split()
)
_ADVERBS = frozenset(
    "also now already recently jointly both currently first still just soon then today not "
    "never".split()
)
_OF_PASSIVES = frozenset("by in at on to from with as for of through within near under".split())
_PREPOSITIONS = frozenset("in at on by from with for under through across of to within".split())
_NO_LIST = _PREPOSITIONS | _AUXILIARIES | _RELATIVES | {"a", "an"}
_CODES = "\x02\x03\x04" + OPEN + CLOSE + "".join(map(chr, range(0xA1, 0x100)))
_LONGEST_SUBJECT = 16
_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence that begins with a verb, or with a subject and its verb."""

    kind: str  # subject, relative, finite, participle, apposition, other
    first: int
    verb: int
    last: int = 0

    @property
    def words(self) -> range:
        """The tokens from its verb on."""
        return range(self.verb, self.last)


@dataclass(slots=True)
class _State:
    """Whose verbs are being read: the subject of the sentence, and that of a part inside it.

    ``helper`` are the auxiliaries a second verb shares with the first ("is" run and owned);
    ``being`` says that the first one had none, as in "A, run by B and owned by C".
    """

    subject: range = range(0)
    inner: range = range(0)
    helper: range = range(0)
    being: bool = False
    fronted: list[_Part] = field(default_factory=list)


def clauses(masked: Masked) -> Iterator[Masked]:
    """Yield the simple clauses of a sentence that has more than one."""
    sentence = _Sentence(masked)
    parts = sentence.parts()
    if len(parts) > 1:
        for part in parts:
            yield from sentence.read(part)


class _Sentence:
    """A masked sentence on its way to simple clauses."""

    def __init__(self, masked: Masked) -> None:
        self.masked = masked
        coded = [masked.text[start : masked.text.index(" ", start)] for start in masked.starts]
        self.words = [token.strip(_CODES) for token in coded]
        self.state = _State()

    # -- cutting --------------------------------------------------------------------------------

    def parts(self) -> list[_Part]:
        """Cut the sentence where a verb, or a subject with its verb, begins."""
        found: list[_Part] = []
        at = 0
        while at < len(self.words):
            part = self._part(at)
            if part is not None:
                found.append(part)
                at = max(at, part.verb)
            at += 1
        ends = [*(part.first for part in found), len(self.words)][1:]
        return [
            _Part(part.kind, part.first, part.verb, self._trimmed(part.verb, end))
            for part, end in zip(found, ends, strict=True)
        ]

    def _part(self, at: int) -> _Part | None:
        before, word = (self.words[at - 1] if at else ""), self.words[at]
        verb = self._adverbs(at)
        if word in _RELATIVES and at and (before == "," or self._named_before(at)):
            verb = self._adverbs(at + 1)
            return _Part("relative", at, verb) if self._finite(verb, bare=True) else None
        if word in _OPENERS:
            return _Part("other", at, at)
        if at and before not in _JOINTS:
            return None
        if subject := self._main_verb(at):
            return _Part("subject", at, subject)
        if at and self._finite(verb, bare=self._shared(verb)) and not self._passive(verb):
            return _Part("finite", at, verb)
        if verb < len(self.words) and self.words[verb] in PARTICIPLES | GERUNDS:
            return _Part("participle", at, verb)
        if before == "," and word in ("a", "an", "one") and self._named_before(at - 1):
            return _Part("apposition", at, at)
        return None

    def _shared(self, verb: int) -> bool:
        """Whether a bare verb may share a modal with one before it: "will open and run"."""
        return any(word in _MODALS for word in self.words[max(0, verb - 12) : verb])

    def _passive(self, verb: int) -> bool:
        """Whether a form that may be either is a participle: "run by", "based in"."""
        word = self.words[verb]
        after = self.words[verb + 1] if verb + 1 < len(self.words) else ""
        return word in PARTICIPLES and word not in _AUXILIARIES and after in _OF_PASSIVES

    def _main_verb(self, at: int) -> int:
        """Where the verb of a subject that begins here stands, if a name is in it; else 0."""
        named = many = False
        if self.words[at] in _PREPOSITIONS:
            return 0
        for where in range(at, min(at + _LONGEST_SUBJECT, len(self.words))):
            word = self.words[where]
            if named and (verb := self._adverbs(where)) and self._finite(verb, bare=many):
                return verb
            if where not in self.masked.marks and self._ends_subject(where):
                return 0
            named = named or (where in self.masked.marks and self.masked.marks[where].strong)
            many = many or word in ("and", "&")
        return 0

    def _ends_subject(self, at: int) -> bool:
        word = self.words[at]
        if word == ",":
            return not self._lists(at + 1)
        verbal = word in _AUXILIARIES or word in _RELATIVES or word in _OPENERS
        return verbal or word in GERUNDS | PARTICIPLES or word in ("-", "(", ".", "to")

    def _lists(self, at: int) -> bool:
        """Whether a further name of a list begins here."""
        for where in range(at, min(at + 5, len(self.words))):
            if where in self.masked.marks:
                return not (where + 1 < len(self.words) and self._joined(where + 1))
            word = self.words[where]
            if (
                word in ("a", "an")
                or word in _PREPOSITIONS | _AUXILIARIES | _RELATIVES
                or word in PARTICIPLES | GERUNDS
            ):
                return False
        return False

    def _finite(self, at: int, *, bare: bool = False) -> bool:
        if at >= len(self.words) or (
            at and not self.words[at - 1] and at - 1 not in self.masked.marks
        ):
            return False  # what a hyphen joins is no verb: "the Fife-based firm"
        word = self.words[at]
        return word in _AUXILIARIES or word in FINITE or (bare and word in BASES)

    def _joined(self, at: int) -> bool:
        """Whether a token is a hyphen: what it joins is no verb ("the Fife-based firm")."""
        return at >= 0 and not self.words[at] and at not in self.masked.marks

    def _adverbs(self, at: int) -> int:
        """Skip what may stand before a verb."""
        while at < len(self.words) and (
            self.words[at] in _ADVERBS or self.words[at].endswith("ly")
        ):
            at += 1
        return at

    def _trimmed(self, first: int, last: int) -> int:
        while last > first and self.words[last - 1] in (",", "and", "&", "but", "-", "or", "."):
            last -= 1
        return last

    def _named_before(self, at: int) -> range:
        """The strong name that ends right before a token."""
        for first in range(at - 1, max(-1, at - _LONGEST_NAME), -1):
            mark = self.masked.marks.get(first)
            if mark is not None:
                passage, _, end = self.masked.origins[at - 1]
                whole = passage == mark.passage and end <= mark.end
                return range(first, at) if whole and mark.strong else range(0)
        return range(0)

    def _person_before(self, at: int) -> range:
        """The last person named: "Ada Bell, the Fife convenor, who is …"."""
        for first in range(at - 1, max(-1, at - _LONGEST_SUBJECT), -1):
            mark = self.masked.marks.get(first)
            if mark is not None and mark.strong and mark.senses[0].cls == "Person":
                return self._named_before(first + 1)
        return range(0)

    def _opens(self, name: range) -> bool:
        """Whether a name is the first thing the sentence, or a new part of it, tells of."""
        for at in range(name.start - 1, -1, -1):
            word = self.words[at]
            if word in _JOINTS:
                return at == name.start - 1
            if at in self.masked.marks or word in _PREPOSITIONS | _AUXILIARIES:
                return False
        return True

    # -- putting together -----------------------------------------------------------------------

    def read(self, part: _Part) -> Iterator[Masked]:
        """The clauses a part makes with its subject, if that is clear."""
        if part.kind == "other":
            self.state.subject = self.state.inner = range(0)
            return
        clause = {
            "subject": self._subject,
            "relative": self._relative,
            "finite": self._second,
            "participle": self._participle,
            "apposition": self._apposition,
        }
        yield from clause[part.kind](part)

    def _subject(self, part: _Part) -> Iterator[Masked]:
        state = self.state
        state.subject, state.inner = range(part.first, part.verb), range(0)
        self._helped(part)
        yield self._made(state.subject, part.words)
        for fronted in state.fronted:
            passive = self.words[fronted.verb] not in GERUNDS
            yield self._made(state.subject, fronted.words, being=passive)
        state.fronted.clear()

    def _relative(self, part: _Part) -> Iterator[Masked]:
        named = self._named_before(part.first - (self.words[part.first - 1] == ","))
        if self.words[part.first] == "who":
            named = self._person_before(part.first) or named
        self._inside(named)
        self._helped(part)
        if named:
            yield self._made(named, part.words)

    def _second(self, part: _Part) -> Iterator[Masked]:
        """A further verb: after a comma of the whole sentence, else of the part before it."""
        state = self.state
        before = self.words[part.first - 1]
        if before in (",", ")", "-") or (part.first > 1 and self.words[part.first - 2] == ","):
            state.inner = range(0)
        subject = state.inner or state.subject
        bare = self.words[part.verb] in BASES and self.words[part.verb] not in FINITE
        helper = state.helper if bare else range(0)
        if not bare:
            self._helped(part)
        if subject:
            yield self._made(subject, part.words, helper)

    def _participle(self, part: _Part) -> Iterator[Masked]:
        state = self.state
        before = self.words[part.first - 1] if part.first else ""
        passive = self.words[part.verb] not in GERUNDS
        if not part.first or (state.fronted and not state.subject):
            state.fronted.append(part)
        elif before in ("and", "&", "or"):
            subject = state.inner or state.subject
            if subject and (not passive or state.being or state.helper):
                helper = state.helper if passive else range(0)
                yield self._made(subject, part.words, helper, being=passive and state.being)
        elif before in (",", "-"):
            named = self._named_before(part.first - 1)
            subject = named if passive or not state.subject else state.subject
            if subject:
                self._inside(subject)
                state.helper, state.being = range(0), passive
                yield self._made(subject, part.words, being=passive)

    def _apposition(self, part: _Part) -> Iterator[Masked]:
        named = self._named_before(part.first - 1)
        self._inside(named)
        yield self._made(named, part.words, being=True)

    def _inside(self, named: range) -> None:
        """What follows is said of this name; if the sentence begins with it, so is the rest."""
        self.state.inner = named
        if named and not self.state.subject and self._opens(named):
            self.state.subject = named

    def _helped(self, part: _Part) -> None:
        stop = part.verb
        while stop < part.last and (self.words[stop] in _HELPERS or self._adverbs(stop) > stop):
            stop += 1
        self.state.helper, self.state.being = range(part.verb, stop), False

    def _made(
        self, subject: range, words: range, helper: range = range(0), *, being: bool = False
    ) -> Masked:
        return rearranged(self.masked, (*subject, *helper), words, "is" if being else "")
