"""Where a sentence is cut: at a verb, or at a subject with its verb, that begins a new part.

The cuts are found by the forms of common verbs and by the names; there is no parser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from medtechkg.language.masks import DETERMINERS, Masked
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES
from medtechkg.language.wordorder import words

__all__ = ["ALL_OF_THEM", "AUXILIARIES", "JOINTS", "OPENERS", "PREPOSITIONS", "Cuts", "Part"]

AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might should must does did".split()
)
_MODALS = frozenset("will would can could may might should must to".split())
_WHERE = frozenset("in near of from".split())
_ARTICLES = frozenset("a an the".split())
_RELATIVES = frozenset(("which", "who", "that"))
ALL_OF_THEM = frozenset(("both", "all", "each"))
JOINTS = frozenset((",", "and", "&", "but", "-", "(", ")", "or"))
OPENERS = frozenset(
    "while when as because although though if unless until after before since whereas where whom "
    "; :".split()
)
#: After these a clause of its own may begin; what hangs on an "if" is not said to be so.
_SUBORDINATE = OPENERS - {"if", "unless", "until", "whom"}
#: "Said that", "meaning that": what follows is a clause as well.
_TELLING = frozenset(
    "said says added announced confirmed revealed reported reports shows means meaning explained "
    "noted so".split()
)
#: These begin a clause ("since A opened") or tell when or as what ("since 2010").
_OF_TIME = frozenset("since after before until as".split())
_NO_CLAUSE = frozenset(("a", "an", ",", ";", "as", "well", *GERUNDS))
_PRONOUNS = frozenset("it they he she we this these there".split())
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
PREPOSITIONS = frozenset("in at on by from with for under through across of to within".split())
#: What follows the noun of a description: "the firm behind the pump".
_DESCRIBING = frozenset("of for in behind that which at who with from".split())
_DETERMINERS = DETERMINERS | _PRONOUNS | {"", ",", "-", "both", "not"}
# Unions that are asked for at every word are made once.
_NON_FINITE, _VERBAL = PARTICIPLES | GERUNDS, FINITE | GERUNDS
_DATING, _GOVERNING = PREPOSITIONS | _OF_TIME, PREPOSITIONS | AUXILIARIES
_JOINING, _OPENING = JOINTS | PREPOSITIONS, JOINTS | OPENERS | _RELATIVES
_NO_SUBJECT, _NO_ITEM = _DATING | JOINTS, _GOVERNING | _RELATIVES
_NO_DESCRIPTION = _VERBAL | PREPOSITIONS | OPENERS | _DETERMINERS
_ENDING = JOINTS | OPENERS | _GOVERNING | _MODALS
_SEEING = frozenset("see sees saw seen seeing".split())
_LONGEST_SUBJECT = 16
_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class Part:
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


class Cuts:
    """A masked sentence that is cut where its verbs begin."""

    def __init__(self, masked: Masked) -> None:
        self.masked = masked
        self.words = words(masked)
        self.with_ = False  # whether "with A testing it" went before: "and B making it" may follow

    def parts(self) -> list[Part]:
        """Cut the sentence where a verb, or a subject with its verb, begins."""
        found: list[Part] = []
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

    def _is_main(self, part: Part) -> bool:
        first = part.first and self.words[part.first - 1]
        return part.kind == "subject" or (part.kind == "finite" and first in (",", ")", "-", ":"))

    def _as_main(self, part: Part) -> Part:
        """The last part, where no other has the main verb: "A, which B runs, *opened* in May"."""
        if part.kind != "participle" or not part.first:
            return part
        verbal = self.words[part.verb] in FINITE and self.words[part.verb + 1 :][:1] != ["by"]
        main = verbal and self.words[part.first - 1] in (",", ")")
        return replace(part, kind="finite") if main else part

    def _part(self, at: int) -> Part | None:
        before, word = (self.words[at - 1] if at else ""), self.words[at]
        if word == "whose":
            return Part("whose", at, at + 1)
        if word == "that" and before in _TELLING:
            return Part("other", at, at)
        if word in _RELATIVES and at:
            return self._relative_part(at)
        if self._breaks(at):
            return Part("other", at, at)
        if before == "with" or (before in _SEEING and at - 1) or (before == "and" and self.with_):
            verb = self._main_verb(at, gerund=True)
            self.with_ = bool(verb) and self.words[verb] in GERUNDS
            if self.with_ or before != "and":
                return Part("inner", at, verb) if self.with_ else None
        if before in _SUBORDINATE or (before == "that" and self._told(at - 1)):
            kind = "subject" if before in (";", ":", "that") else "inner"
            return self._subject_part(at, kind)
        titled = before in (":", "-") and at > 1 and self._titled(at - 1)
        if at and before not in JOINTS and not titled and not self._dated(at):
            return None
        return self._subject_part(at, "subject") or self._joined_part(at, before)

    def _dated(self, at: int) -> bool:
        """Whether only a date stands before: "Since 2015 A has"."""
        dated = at == 2 and self.words[1].isdigit()
        return dated and self.words[0] in _DATING

    def _breaks(self, at: int) -> bool:
        """Whether a clause begins here that does not go on with what was said before."""
        word = self.words[at]
        if word not in OPENERS or (word == ":" and at and self._titled(at)):
            return False
        if word not in _OF_TIME:
            return True
        for where in range(at + 1, min(at + _LONGEST_NAME, len(self.words))):
            if self.words[where] in _NO_CLAUSE or self.words[where][:1].isdigit():
                return False
            if self._finite(where, bare=True) and not self._passive(where):
                return where > at + 1
        return False

    def _joined_part(self, at: int, before: str) -> Part | None:
        """What a comma, a bracket, a dash or "and" joins to a name or verb before it."""
        verb = self._adverbs(at)
        if at and self._finite(verb, bare=self._shared(verb)) and not self._passive(verb):
            return Part("finite", at, verb)
        if verb < len(self.words) and self.words[verb] in _NON_FINITE:
            return Part("participle", at, verb)
        if before in (",", "(", "-", ":") and self._named_before(at - 1) and self._describes(at):
            return Part("apposition", at, at)
        if at and self._other_subject(at):
            return Part("other", at, at)
        return None

    def _relative_part(self, at: int) -> Part | None:
        """What begins with "which makes" or, with a subject of its own, "which A makes"."""
        before, word = self.words[at - 1], self.words[at]
        named = before == "," or self._named_before(at)
        verb = self._adverbs(at + 1)
        if self._finite(verb, bare=bool(named) or before.endswith("s")):
            return Part("relative", at, verb)
        if before in PREPOSITIONS or word == "who" or (word == "that" and not named):
            return self._subject_part(at + 1, "inner") if before in PREPOSITIONS else None
        verb = self._main_verb(at + 1)
        return Part("object", at, verb) if verb else None

    def _subject_part(self, at: int, kind: str) -> Part | None:
        verb = self._main_verb(at)
        if not verb:
            return None
        later = self._after_reduced(verb)
        return Part(kind, at, later, stop=verb) if later else Part(kind, at, verb)

    def _after_reduced(self, verb: int) -> int:
        """The verb after a participle that only tells which one: "A based in Fife *makes*"."""
        if not (self.words[verb] in _REDUCED and self._passive(verb)):
            return 0
        for at in range(verb + 2, min(verb + _LONGEST_NAME, len(self.words))):
            if at - 1 in self.masked.marks and self._finite(at):
                return at
            if self.words[at] in _OPENING:
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
        at += self.words[at] in ALL_OF_THEM  # "A and B, *both* members of C"
        word = self.words[at] if at < len(self.words) else ""
        if word in ("a", "an", "one"):
            return True
        if word != "the":  # "A, maker of lasers"; "A - designer and maker of lasers"
            nouns = self.words[at : at + 4]
            last = next((n for n, noun in enumerate(nouns) if noun in ("of", "behind", "to")), 0)
            plain = [noun for noun in nouns[:last] if noun != "and"]
            verbal = _NO_DESCRIPTION
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
            if self.words[where] in AUXILIARIES:
                return True
            if self.words[where] in _JOINING:
                return False
        return False

    def _shared(self, verb: int) -> bool:
        """Whether a bare verb may share a modal with one before it: "will open and run"."""
        return any(word in _MODALS for word in self.words[max(0, verb - 12) : verb])

    def _passive(self, verb: int) -> bool:
        """Whether a form that may be either is a participle: "run by", "based in"."""
        word = self.words[verb]
        after = self.words[verb + 1] if verb + 1 < len(self.words) else ""
        return word in PARTICIPLES and word not in AUXILIARIES and after in _OF_PASSIVES

    def _main_verb(self, at: int, *, gerund: bool = False) -> int:
        """Where the verb of a subject that begins here stands, if a name is in it; else 0."""
        named = many = closed = False
        if at >= len(self.words) or self.words[at] in _NO_SUBJECT:
            return 0
        if at not in self.masked.marks and self._finite(at) and at and self.words[at - 1] != ",":
            return 0
        for where in range(at, min(at + _LONGEST_SUBJECT, len(self.words))):
            word = self.words[where]
            if named and (verb := self._adverbs(where)) and self._finite(verb, bare=many):
                shared = self.words[where - 1] in ("and", "but", "or")
                return 0 if shared else verb  # "to B and is run by C": B is not run by C
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
        verbal = word in AUXILIARIES or word in _RELATIVES or word in OPENERS
        return verbal or word in _NON_FINITE or word in ("-", "(", ".", "to", "whose")

    def _lists(self, at: int) -> bool:
        """Whether a further name of a list begins here."""
        for where in range(at, min(at + 5, len(self.words))):
            if where in self.masked.marks:
                return not (where + 1 < len(self.words) and self._joined(where + 1))
            word = self.words[where]
            if word in ("a", "an") or word in _NO_ITEM or word in _NON_FINITE:
                return False
        return False

    def _finite(self, at: int, *, bare: bool = False) -> bool:
        if at >= len(self.words) or (
            at and not self.words[at - 1] and at - 1 not in self.masked.marks
        ):
            return False  # what a hyphen joins is no verb: "the Fife-based firm"
        word = self.words[at]
        return word in AUXILIARIES or word in FINITE or (bare and word in BASES)

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

    def _person_before(self, at: int) -> range:
        """The last person named: "Ada Bell, the Fife convenor, *who* is …"."""
        for first in range(at - 1, max(-1, at - _LONGEST_SUBJECT), -1):
            mark = self.masked.marks.get(first)
            if mark is not None and mark.strong and mark.senses[0].cls == "Person":
                return self._named_before(first + 1)
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
        verbal = word in _VERBAL and word not in PARTICIPLES
        return verbal or word in _ENDING

    def _opens(self, name: range) -> bool:
        """Whether a name is the first thing the sentence, or a new part of it, tells of."""
        for at in range(name.start - 1, -1, -1):
            word = self.words[at]
            if word in JOINTS or word in OPENERS:
                return at == name.start - 1
            if at in self.masked.marks or word in _GOVERNING:
                return False
        return True
