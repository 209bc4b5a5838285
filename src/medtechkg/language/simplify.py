"""Long sentences taken apart into simple clauses, so that a pattern need not foresee how they join.

"Founded in 2010, A, which makes lasers and is based in Fife, employs nurses" says four things of A.
Patterns say each of them plainly; here a masked sentence is cut where a verb begins a new part
(after *which*, a comma, *and*, or as a participle), and each part is put behind its subject:
*A is founded in 2010*, *A makes lasers*, *A is based in Fife*, *A employs nurses*. What *which*,
*whose* and *its* stand for is put in their place ("the pump, which A built" is *A built the pump*,
"A, whose partners are B" is *A's partners are B*), and what stands in an odd order is put in the
usual one (`wordorder`). No parser: the cuts are found by the forms of common verbs, and a part
whose subject is not clear is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from medtechkg.language.asides import asides
from medtechkg.language.masks import DETERMINERS, Masked, rearranged
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES, forms
from medtechkg.language.wordorder import among_them, fronted, plain, renamed, usual, words

__all__ = ["clauses"]

_AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might should must does did".split()
)
_MODALS = frozenset("will would can could may might should must to".split())
_BE = frozenset("is are was were be been being".split())
_HELPERS = _AUXILIARIES | _BE | {"to"}
_WHERE = frozenset("in near of from".split())
_ARTICLES = frozenset("a an the".split())
_PLURAL = frozenset("have are were".split())
_RELATIVES = frozenset(("which", "who", "that"))
_JOINTS = frozenset((",", "and", "&", "but", "-", "(", ")", "or"))
_OPENERS = frozenset(
    "while when as because although though if unless until after before since whereas where whom "
    "; :".split()
)
#: After these a clause of its own may begin; what hangs on an "if" is not said to be so.
_SUBORDINATE = _OPENERS - {"if", "unless", "until", "whom"}
#: "Said that", "meaning that": what follows is a clause as well.
_TELLING = frozenset(
    "said says added announced confirmed revealed reported reports shows means meaning explained "
    "noted so".split()
)
#: These begin a clause ("since A opened") or tell when or as what ("since 2010").
_OF_TIME = frozenset("since after before until as".split())
_NO_CLAUSE = frozenset(("a", "an", ",", ";", "as", "well", *GERUNDS))
_PRONOUNS = frozenset("it they he she we this these there".split())
_POSSESSIVES = frozenset(("its", "their"))
_ALL_OF_THEM = frozenset(("both", "all", "each"))
#: Who is asked or helped to do something does it: "B" in "A asked B to build C".
_CAUSES = frozenset(
    form
    for lemma in "allow ask enable encourage expect help invite let need persuade prepare support "
    "teach train urge want".split()
    for form in forms(lemma).all()
)
#: Participles that follow their noun without a comma: "the firm based in Fife".
_REDUCED = frozenset(
    "based located situated headquartered founded led run owned funded backed managed operated "
    "hosted developed designed built created established set spun supported".split()
)
_ADVERBS = frozenset(
    "also now already recently jointly both currently first still just soon then today not "
    "never".split()
)
_OF_PASSIVES = frozenset("by in at on to from with as for of through within near under".split())
_PREPOSITIONS = frozenset("in at on by from with for under through across of to within".split())
#: What follows the noun of a description: "the firm behind the pump".
_DESCRIBING = frozenset("of for in behind that which at who with from".split())
_DETERMINERS = DETERMINERS | _PRONOUNS | {"", ",", "-", "both", "not"}
_SEEING = frozenset("see sees saw seen seeing".split())
_LONGEST_SUBJECT = 16
_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence that begins with a verb, or with a subject and its verb.

    ``stop`` is where the subject ends that a participle parts from its verb: "A, based in Fife,".
    """

    kind: str  # subject, inner, relative, object, whose, finite, participle, apposition, other
    first: int
    verb: int
    last: int = 0
    stop: int = 0

    @property
    def words(self) -> range:
        """The tokens from its verb on."""
        return range(self.verb, self.last)


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
    fronted: list[_Part] = field(default_factory=list)


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


class _Sentence:
    """A masked sentence on its way to simple clauses."""

    def __init__(self, masked: Masked) -> None:
        self.masked = masked
        self.words = words(masked)
        self.state = _State()
        self.with_ = False  # whether "with A testing it" went before: "and B making it" may follow

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
        if not any(self._is_main(part) for part in found):
            found = [self._as_main(part) if part is found[-1] else part for part in found]
        ends = [*(part.first for part in found), len(self.words)][1:]
        return [
            replace(part, last=self._trimmed(part.verb, end))
            for part, end in zip(found, ends, strict=True)
        ]

    def _is_main(self, part: _Part) -> bool:
        first = part.first and self.words[part.first - 1]
        return part.kind == "subject" or (part.kind == "finite" and first in (",", ")", "-", ":"))

    def _as_main(self, part: _Part) -> _Part:
        """The last part, where no other has the main verb: "A, which B runs, *opened* in May"."""
        if part.kind != "participle" or not part.first:
            return part
        verbal = self.words[part.verb] in FINITE and self.words[part.verb + 1 :][:1] != ["by"]
        main = verbal and self.words[part.first - 1] in (",", ")")
        return replace(part, kind="finite") if main else part

    def _part(self, at: int) -> _Part | None:
        before, word = (self.words[at - 1] if at else ""), self.words[at]
        if word == "whose":
            return _Part("whose", at, at + 1)
        if word == "that" and before in _TELLING:
            return _Part("other", at, at)
        if word in _RELATIVES and at:
            return self._relative_part(at)
        if self._breaks(at):
            return _Part("other", at, at)
        if before == "with" or (before in _SEEING and at - 1) or (before == "and" and self.with_):
            verb = self._main_verb(at, gerund=True)
            self.with_ = bool(verb) and self.words[verb] in GERUNDS
            if self.with_ or before != "and":
                return _Part("inner", at, verb) if self.with_ else None
        if before in _SUBORDINATE or (before == "that" and self._told(at - 1)):
            kind = "subject" if before in (";", ":", "that") else "inner"
            return self._subject_part(at, kind)
        titled = before in (":", "-") and at > 1 and self._titled(at - 1)
        if at and before not in _JOINTS and not titled and not self._dated(at):
            return None
        return self._subject_part(at, "subject") or self._joined_part(at, before)

    def _dated(self, at: int) -> bool:
        """Whether only a date stands before: "Since 2015 A has"."""
        dated = at == 2 and self.words[1].isdigit()
        return dated and self.words[0] in _PREPOSITIONS | _OF_TIME

    def _breaks(self, at: int) -> bool:
        """Whether a clause begins here that does not go on with what was said before."""
        word = self.words[at]
        if word not in _OPENERS or (word == ":" and at and self._titled(at)):
            return False
        if word not in _OF_TIME:
            return True
        for where in range(at + 1, min(at + _LONGEST_NAME, len(self.words))):
            if self.words[where] in _NO_CLAUSE or self.words[where][:1].isdigit():
                return False
            if self._finite(where, bare=True) and not self._passive(where):
                return where > at + 1
        return False

    def _joined_part(self, at: int, before: str) -> _Part | None:
        """What a comma, a bracket, a dash or "and" joins to a name or verb before it."""
        verb = self._adverbs(at)
        if at and self._finite(verb, bare=self._shared(verb)) and not self._passive(verb):
            return _Part("finite", at, verb)
        if verb < len(self.words) and self.words[verb] in PARTICIPLES | GERUNDS:
            return _Part("participle", at, verb)
        if before in (",", "(", "-", ":") and self._named_before(at - 1) and self._describes(at):
            return _Part("apposition", at, at)
        if at and self._other_subject(at):
            return _Part("other", at, at)
        return None

    def _relative_part(self, at: int) -> _Part | None:
        """What begins with "which makes" or, with a subject of its own, "which A makes"."""
        before, word = self.words[at - 1], self.words[at]
        named = before == "," or self._named_before(at)
        verb = self._adverbs(at + 1)
        if self._finite(verb, bare=bool(named) or before.endswith("s")):
            return _Part("relative", at, verb)
        if before in _PREPOSITIONS or word == "who" or (word == "that" and not named):
            return self._subject_part(at + 1, "inner") if before in _PREPOSITIONS else None
        verb = self._main_verb(at + 1)
        return _Part("object", at, verb) if verb else None

    def _subject_part(self, at: int, kind: str) -> _Part | None:
        verb = self._main_verb(at)
        if not verb:
            return None
        later = self._after_reduced(verb)
        return _Part(kind, at, later, stop=verb) if later else _Part(kind, at, verb)

    def _after_reduced(self, verb: int) -> int:
        """The verb after a participle that only tells which one: "A based in Fife *makes*"."""
        if not (self.words[verb] in _REDUCED and self._passive(verb)):
            return 0
        for at in range(verb + 2, min(verb + _LONGEST_NAME, len(self.words))):
            if at - 1 in self.masked.marks and self._finite(at):
                return at
            if self.words[at] in _JOINTS | _OPENERS | _RELATIVES:
                return 0
        return 0

    def _told(self, that: int) -> bool:
        return that > 0 and self.words[that - 1] in _TELLING

    def _titled(self, at: int) -> bool:
        """Whether a dash or colon follows a name that begins the sentence, as in a list."""
        named = self._named_before(at)
        return bool(named) and not any(self._ends_phrase(where) for where in range(named.start))

    def _describes(self, at: int) -> bool:
        """Whether a description begins here: "a maker of lasers", "the firm behind the pump"."""
        at += self.words[at] in _ALL_OF_THEM  # "A and B, *both* members of C"
        word = self.words[at] if at < len(self.words) else ""
        if word in ("a", "an", "one"):
            return True
        if word != "the":  # "A, maker of lasers"; "A - designer and maker of lasers"
            nouns = self.words[at : at + 4]
            last = next((n for n, noun in enumerate(nouns) if noun in ("of", "behind", "to")), 0)
            plain = [noun for noun in nouns[:last] if noun != "and"]
            verbal = FINITE | GERUNDS | _PREPOSITIONS | _OPENERS | _DETERMINERS
            return bool(plain) and not verbal & {*plain} and not self._named_in(at, at + last)
        for where in range(at + 1, min(at + 6, len(self.words))):
            if where in self.masked.marks and self.masked.marks[where].strong:
                return False
            if self.words[where] in _DESCRIBING:
                return where > at + 1 and self.words[where + 1 :][:1] not in (["which"], ["whom"])
        return False

    def _named_in(self, first: int, last: int) -> bool:
        marks = self.masked.marks
        return any(at in marks and marks[at].strong for at in range(first, last))

    def _other_subject(self, at: int) -> bool:
        """Whether a subject without a name begins here, so that its verbs are not A's."""
        if self.words[at] in _PRONOUNS:
            return self._finite(self._adverbs(at + 1), bare=True)
        if self.words[at] not in ("the", "this", "these", "our", "both", "many", "some"):
            return False
        for where in range(at + 1, min(at + 6, len(self.words))):
            if where in self.masked.marks and self.masked.marks[where].strong:
                return False
            if self.words[where] in _AUXILIARIES:
                return True
            if self.words[where] in _JOINTS | _PREPOSITIONS:
                return False
        return False

    def _shared(self, verb: int) -> bool:
        """Whether a bare verb may share a modal with one before it: "will open and run"."""
        return any(word in _MODALS for word in self.words[max(0, verb - 12) : verb])

    def _passive(self, verb: int) -> bool:
        """Whether a form that may be either is a participle: "run by", "based in"."""
        word = self.words[verb]
        after = self.words[verb + 1] if verb + 1 < len(self.words) else ""
        return word in PARTICIPLES and word not in _AUXILIARIES and after in _OF_PASSIVES

    def _main_verb(self, at: int, *, gerund: bool = False) -> int:
        """Where the verb of a subject that begins here stands, if a name is in it; else 0."""
        named = many = closed = False
        if at >= len(self.words) or self.words[at] in _PREPOSITIONS | _JOINTS | _OF_TIME:
            return 0
        if at not in self.masked.marks and self._finite(at) and at and self.words[at - 1] != ",":
            return 0
        for where in range(at, min(at + _LONGEST_SUBJECT, len(self.words))):
            word = self.words[where]
            if named and (verb := self._adverbs(where)) and self._finite(verb, bare=many):
                return verb
            if named and gerund and word in GERUNDS:
                return where
            if self._ends_subject(where) or (closed and word == ","):
                return 0  # what follows "B and C" is no item of their list: "by A, B and C, D has"
            closed = closed or (where in self.masked.marks and self._follows_and(where))
            named = named or (where in self.masked.marks and self.masked.marks[where].strong)
            many = many or word in ("and", "&")
        return 0

    def _follows_and(self, at: int) -> bool:
        """Whether a name ends a list: "B and C"."""
        joint = at - 1 - (self.words[at - 1] in _ARTICLES)
        return joint > 0 and self.words[joint] in ("and", "&") and bool(self._named_before(joint))

    def _ends_subject(self, at: int) -> bool:
        word = self.words[at]
        if at in self.masked.marks:  # some names are words for what one does: "testing the pump"
            after = (
                self.masked.text[self.masked.starts[at + 1] :][:1]
                if at + 1 < len(self.words)
                else ""
            )
            return word in GERUNDS and after == "\x03"
        if word == ",":
            return not self._lists(at + 1)
        verbal = word in _AUXILIARIES or word in _RELATIVES or word in _OPENERS
        return verbal or word in GERUNDS | PARTICIPLES or word in ("-", "(", ".", "to", "whose")

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
        while last > first and self.words[last - 1] in (
            ",",
            "and",
            "&",
            "but",
            "-",
            "or",
            ".",
            "(",
        ):
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

    def _told_of(self, at: int) -> range:
        """The name an aside tells of: "A" in "A in B, a maker of lasers"."""
        named = self._named_before(at)
        if named.start < 2 or self.words[named.start - 1] not in _WHERE:
            return named
        placed = self.masked.marks[named.start].senses[0].cls == "Region"
        return (placed and self._named_before(named.start - 1)) or named

    def _thing_before(self, at: int) -> range:
        """A noun phrase with its article right before a token: "a group *that includes*"."""
        phrase = self._phrase_before(at)
        return phrase if len(phrase) > 1 and self.words[phrase.start] in _ARTICLES else range(0)

    def _list_before(self, last: range) -> range:
        """All names of a list that ends with this one: "A and B, *which have* met"."""
        first = last.start
        while first > 1:
            joint = first - 1 - (self.words[first - 1] in _ARTICLES)
            before = self._named_before(joint)
            if self.words[joint] not in (",", "and", "&") or not before:
                break
            first = before.start
        return range(first, last.stop)

    def _phrase_before(self, at: int) -> range:
        """The noun phrase that ends right before a token: "a test", "the new pump"."""
        named = self._named_before(at)
        if named:
            return named
        first = at
        while first > max(0, at - _LONGEST_NAME) and not self._ends_phrase(first - 1):
            first -= 1
        return range(first, at)

    def _ends_phrase(self, at: int) -> bool:
        word = self.words[at]
        verbal = word in FINITE | GERUNDS and word not in PARTICIPLES
        return verbal or word in _JOINTS | _OPENERS | _PREPOSITIONS | _AUXILIARIES | _MODALS

    def _opens(self, name: range) -> bool:
        """Whether a name is the first thing the sentence, or a new part of it, tells of."""
        for at in range(name.start - 1, -1, -1):
            word = self.words[at]
            if word in _JOINTS or word in _OPENERS:
                return at == name.start - 1
            if at in self.masked.marks or word in _PREPOSITIONS | _AUXILIARIES:
                return False
        return True

    # -- putting together -----------------------------------------------------------------------

    def read(self, part: _Part) -> Iterator[Masked]:
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

    def _subject(self, part: _Part) -> Iterator[Masked]:
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

    def _own(self, part: _Part) -> Iterator[Masked]:
        """A subject and verb inside the sentence: "with A testing it", "while A tests it"."""
        subject = range(part.first, part.stop or part.verb)
        self._inside(subject)
        self._helped(part)
        yield from self._said(subject, part)
        which = part.first - 1
        if self.words[which] == "which" and self.words[which - 1] in _PREPOSITIONS | {"of"}:
            place = self._phrase_before(which - 1 - (self.words[which - 2] == ","))
            if place:  # "A, of which B is in charge": B is in charge of A
                rest = (*part.words, which - 1, *place)
                yield rearranged(self.masked, subject, rest)

    def _relative(self, part: _Part) -> Iterator[Masked]:
        before = part.first - (self.words[part.first - 1] == ",")
        named = self._named_before(before) or self.state.described or self._thing_before(before)
        if named and self.words[part.verb] in _PLURAL:
            named = self._list_before(named)
        self._inside(named)
        self.state.unclear = not named
        self._helped(part)
        if named:
            yield from self._said(named, part)

    def _object(self, part: _Part) -> Iterator[Masked]:
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

    def _verbs(self, part: _Part) -> int:
        """Where the verbs of a part end: "wants to build", "is based in"."""
        words, stop = self.words, part.verb
        while stop < part.last and (words[stop] in _HELPERS or self._adverbs(stop) > stop):
            stop += 1
        stop += 1
        while stop + 1 < part.last and words[stop] == "to" and words[stop + 1] in BASES:
            stop += 2
        ends = stop + 1 >= part.last or words[stop + 1] in _JOINTS
        return min(part.last, stop + (stop < part.last and words[stop] in _PREPOSITIONS and ends))

    def _whose(self, part: _Part) -> Iterator[Masked]:
        named = self._named_before(part.first - (self.words[part.first - 1] == ","))
        self._inside(named)
        self.state.inner, self.state.unclear = range(0), True
        if named and part.words:
            yield rearranged(self.masked, named, part.words, "'s")

    def _second(self, part: _Part) -> Iterator[Masked]:
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
        if self.words[first] in _PREPOSITIONS | GERUNDS | PARTICIPLES and "," in self.words[first:]:
            first = self.words.index(",", first) + 1  # "In 1990, A, together with B, opened"
        for at in range(first, min(first + 5, before - 1)):
            mark = self.masked.marks.get(at)
            if mark is not None and mark.strong:
                ends = (
                    self.words[at + 1] in (",", "(", "-", ":") and at + 2 not in self.masked.marks
                )
                return range(at, at + 1) if ends else range(0)
            if self.words[at] in _PREPOSITIONS | _JOINTS | _OPENERS | _AUXILIARIES:
                return range(0)
        return range(0)

    def _participle(self, part: _Part) -> Iterator[Masked]:
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
            if self.words[part.first] in _ALL_OF_THEM:
                named = self._list_before(named) if named else named
            subject = named if passive or not state.subject else state.subject
            if subject:
                self._inside(subject)
                state.helper, state.being = range(0), passive
                yield from self._said(subject, part, being=passive)

    def _apposition(self, part: _Part) -> Iterator[Masked]:
        named = self._told_of(part.first - 1)
        if self.words[part.first] in _ALL_OF_THEM:
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

    def _helped(self, part: _Part) -> None:
        stop = part.verb
        while stop < part.last and (self.words[stop] in _HELPERS or self._adverbs(stop) > stop):
            stop += 1
        self.state.helper, self.state.being = range(part.verb, stop), False

    def _said(
        self, subject: range, part: _Part, helper: range = range(0), *, being: bool = False
    ) -> Iterator[Masked]:
        """A clause, and what "its" and "to" in it tell of the same subject."""
        yield self._made(subject, part.words, helper, being=being)
        self.state.described = subject if self._names_kind(part) else range(0)
        if not any(at in self.masked.marks for at in subject):
            return
        for at in part.words[:-1]:
            if self.words[at] in _POSSESSIVES and self.words[at + 1] != "own":
                owner = self._owner(subject, part, at)
                if owner:
                    yield rearranged(self.masked, owner, range(at + 1, part.last), "'s")
            elif self.words[at] == "to" and self._aims(part, at):
                yield rearranged(self.masked, subject, range(at, part.last))

    def _owner(self, subject: range, part: _Part, its: int) -> range:
        """Whose it is: of a name right before ("A and its"), else of the subject."""
        if self.words[its - 1] in ("and", "with", "&", ","):
            named = self._named_before(its - 1)
            if named:
                return named
        several = any(self.words[at] in ("and", "&") for at in subject)
        if self.words[its] == "their" and not (several and its <= part.verb + 4):
            return range(0)
        between = self.words[part.verb : its]
        return range(0) if {"each", "every", "any", "firms", "companies"} & {*between} else subject

    def _aims(self, part: _Part, to: int) -> bool:
        """Whether the subject is to do what follows: "has won a grant *to build* it"."""
        if to < part.verb + 2 or self.words[self._adverbs(to + 1) :][:1] == []:
            return False
        verb = self.words[self._adverbs(to + 1)]
        if verb == "be" or verb not in BASES or _CAUSES & {*self.words[part.verb : to]}:
            return False
        if self.words[to - 1] in PARTICIPLES:  # "an academy intended to train them"
            return False
        name = self._named_before(to)
        return not name or (name.start > 0 and self.words[name.start - 1] in _PREPOSITIONS)

    def _names_kind(self, part: _Part) -> bool:
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
