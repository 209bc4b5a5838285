"""Sentences in the usual order of words, and without what merely interrupts them.

"Among its partners, says Una Vask, are A (Fife) and B" tells that A and B are among its partners.
"""

from __future__ import annotations

from medtechkg.language.masks import Masked, rearranged
from medtechkg.language.verbs import FINITE, GERUNDS, PARTICIPLES

__all__ = ["among_them", "fronted", "plain", "renamed", "usual", "words"]

_BE = frozenset("is are was were".split())
#: "Behind it stand A and B": with these, too, the subject may come last.
_STANDING = frozenset("stand stands stood sit sits sat lie lies lay comes come came".split())
_HELPERS = frozenset("has have had will would can could may must should does did".split())
_ADVERBS = frozenset("also now already currently today foremost chief prominent".split())
#: What a sentence may begin with whose subject comes last.
_FRONT = frozenset(
    "among amongst behind beside besides alongside within inside at in on from near under around "
    "next part central key new typical with".split()
)
#: What begins a phrase that tells with whom, or as what, the subject after it acts.
_COMPANY = frozenset("with alongside together along jointly under through thanks as".split())
_JOINED_IN = frozenset(
    "a close partnership collaboration conjunction association concert tandem cooperation".split()
)
_BEFORE_DOING = frozenset("since after before by on upon following when while".split())
_IN_LISTS = frozenset((",", "and", "&", "the", "both", "as", "well"))
_AFTER_LISTS = frozenset((",", ".", ";", ":", "(", "-", "who", "which", "all", "whose"))
_SAYING = frozenset(
    "says said adds added explains explained believes notes noted according writes insists".split()
)
#: What interrupts a sentence without adding to it.
_FILLERS = frozenset(
    tuple(filler.split())
    for filler in (
        "however|too|in turn|meanwhile|for example|for instance|of course|in fact|moreover|"
        "therefore|though|today|now|also|as well|in addition|in particular|among others|then|"
        "naturally|indeed|at present|so far|in all"
    ).split("|")
)
_GOING_ON = FINITE | _BE | frozenset("has have had will can could would to by with in for".split())
_OF_TIME = frozenset("in since from by until during after before last this for at over".split())
# Unions that are asked for at every word are made once.
_NON_FINITE, _STATES, _VERBAL = GERUNDS | PARTICIPLES, _BE | _STANDING, FINITE | _BE | _HELPERS
_NO_NOUN = _VERBAL | GERUNDS | _FRONT | _OF_TIME
_OF_THEM = frozenset((("among", "them"), ("amongst", "them"), ("among", "others"), ("for", "one")))
_FEW = 12
_LONGEST_SUBJECT = 10
_LONGEST_NOUN = 8
_LONGEST_TIME = 6
_LONGEST_FRONT = 16


def words(masked: Masked) -> list[str]:
    """The words of a masked sentence; what has no word (a name, a hyphen) is empty."""
    return masked.plain


def plain(masked: Masked) -> Masked:
    """The sentence without its brackets and interruptions; itself if it has none."""
    said = words(masked)
    dropped: set[int] = set()
    for at, word in enumerate(said):
        if at in dropped:
            continue
        if word == "(":
            last = _closing(said, at, ")")
            if last and _is_note(masked, said, range(at + 1, last)):
                dropped.update(range(at, last + 1))
        elif word == "," and at:
            last = _closing(said, at, ",")
            if last and _interrupts(masked, said, range(at + 1, last)):
                dropped.update(range(at, last + 1))
    kept = [at for at in range(len(said)) if at not in dropped]
    return rearranged(masked, (), kept) if dropped and kept else masked


def _closing(said: list[str], at: int, mark: str) -> int:
    """Where an aside that begins at a token ends; 0 if it is none."""
    for where in range(at + 1, min(at + _FEW, len(said))):
        if said[where] == mark:
            return where
        if said[where] in ("(", ";", ":"):
            return 0
    return 0


def _is_note(masked: Masked, said: list[str], run: range) -> bool:
    """Whether brackets hold nothing but a short form, a place, a number or plain words."""
    named = [at for at in run if at in masked.marks and masked.marks[at].strong]
    return not named or len(run) <= 2 or said[run[0]] in ("formerly", "or", "previously")


def _interrupts(masked: Masked, said: list[str], run: range) -> bool:
    if not run:
        return False
    if said[run[0]] in _SAYING:
        return said[run.stop + 1 :][:1] != [] and said[run.stop + 1] in _GOING_ON
    if tuple(said[at] for at in run) in _FILLERS:
        return True
    of_time = said[run[0]] in _OF_TIME and len(run) <= _LONGEST_TIME
    return of_time and not any(at in masked.marks for at in run)


def usual(masked: Masked) -> Masked | None:
    """A sentence whose subject comes last ("Among them is A"), the right way round."""
    said = words(masked)
    first = 0
    while first < len(said) and said[first] in _ADVERBS:
        first += 1
    if first >= len(said) or not (said[first] in _FRONT or said[first] in _NON_FINITE):
        return None
    for at in range(first + 1, min(first + _LONGEST_FRONT, len(said))):
        if said[at] in _STATES:
            return _turned(masked, said, at)
        told = said[at] in FINITE and _strong(masked, at - 1)
        if said[at] in (",", ";", ":") or told:
            return None
    return None


def _turned(masked: Masked, said: list[str], verb: int) -> Masked | None:
    names = _listed(masked, said, verb + 1)
    return rearranged(masked, names, (verb, *range(verb))) if names else None


def among_them(masked: Masked) -> Masked | None:
    """What "partners, A and B among them" says, as "partners including A and B"."""
    said = words(masked)
    for at in range(2, len(said) - 1):
        if (said[at], said[at + 1]) in _OF_THEM:
            first = at
            while first and (_strong(masked, first - 1) or said[first - 1] in _IN_LISTS):
                first -= 1
            while first < at and not _strong(masked, first):
                first += 1
            if first < at and first > 1 and "," in said[first - 2 : first]:
                before = first - 1 if said[first - 1] == "," else first - 2
                rest = (*range(first, at), *range(at + 2, len(said)))
                return rearranged(masked, range(before), rest, "including")
    return None


def fronted(masked: Masked) -> Masked | None:
    """What is told before a subject, put after it: "with A, B makes" is "B with A makes".

    So are "in partnership with A, B makes" and "after being bought by A, B makes".
    """
    said = words(masked)
    joined = said[:1] == ["in"] and said[1:2] and said[1] in _JOINED_IN
    doing = bool(said) and said[0] in _BEFORE_DOING and {*said[1:2]} & (GERUNDS | {"being"})
    if not (doing or joined or {*said[:1]} & _COMPANY):
        return None
    for comma in range(2, len(said)):
        if said[comma] == "," and any(_strong(masked, at) for at in range(comma)):
            stop = _subject(masked, said, comma + 1)
            if stop:
                subject = (*range(comma + 1, stop), *range(1 if doing else 0, comma))
                return rearranged(masked, subject, range(stop, len(said)))
    return None


def _subject(masked: Masked, said: list[str], first: int) -> int:
    """Where the subject that begins here ends, if it holds a name and its verb follows; else 0."""
    for at in range(first, min(first + _LONGEST_SUBJECT, len(said) - 1)):
        if said[at] in (",", ";", ":", "(", "-"):
            return 0
        verbal = said[at + 1] in _VERBAL or said[at + 1].endswith("ed")
        if _strong(masked, at) and verbal:
            return at + 1
    return 0


def renamed(masked: Masked) -> Masked | None:
    """Names in the place of what they rename: "two firms, A and B, have" is "A and B have"."""
    said = words(masked)
    verbal = _NO_NOUN
    for at in range(min(_LONGEST_NOUN, len(said))):
        if said[at] in (",", "-", ":") and at > 1:
            names = _listed(masked, said, at + 1)
            after = said[names.stop : names.stop + 2]
            if names and len(after) > 1 and after[0] in (",", "-"):
                rest = range(names.stop + 1, len(said))
                return rearranged(masked, names, rest) if after[1] in _GOING_ON else None
            return None
        if _strong(masked, at) or said[at] in verbal or not said[at]:
            return None
    return None


def _strong(masked: Masked, at: int) -> bool:
    mark = masked.marks.get(at)
    return mark is not None and mark.strong


def _listed(masked: Masked, said: list[str], first: int) -> range:
    """The names that follow, if they are all that follows."""
    last = at = first
    while at < len(said):
        mark = masked.marks.get(at)
        if mark is not None and mark.strong:
            last = at + 1
        elif said[at] not in _IN_LISTS:
            break
        at += 1
    ended = last >= len(said) or said[last] in _AFTER_LISTS or said[last] in ("and", "&", "as")
    return range(first, last) if ended else range(0)
