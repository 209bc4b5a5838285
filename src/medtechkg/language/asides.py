"""What stands beside a name between commas, dashes or brackets, said as a clause of its own.

"A, the largest firm in Fife, grows", "B (part of C)", "D – to be built in Fife – opens" and "Fife,
where A has its works" tell of a name without a verb, or with it elsewhere. Each is put as the plain
clause it stands for: *A is the largest firm in Fife*, *B is part of C*, *D is to be built in Fife*,
*A has its works in Fife*. So is what stands before the subject of a sentence: "With works in Fife,
A grows", "Home to A, Fife grows", "After its move to Fife, A grows".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medtechkg.language.masks import Mark, Masked
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES

__all__ = ["Aside", "asides"]

_CLOSERS = {",": ",", "-": "-", "(": ")"}
_ARTICLES = frozenset("a an the one".split())
_PLACING = frozenset("in at on near within from of outside".split())
_ADVERBS = frozenset("also now already both itself currently still today".split())
_PASSIVE = frozenset("by in at on to from with within".split())
_VERBS = BASES | FINITE
_HOME = frozenset(("home", "host"))
_PLACES = frozenset(("Region", "Facility"))
_FEWEST = 2
_JOINTS = frozenset((",", "and", "or", "&"))
_FINITE = frozenset("is are was were has have had will would can could may might should".split())
_RELATIVES = frozenset(("which", "that", "who"))
#: "Nestled in Fife, A": what says where a thing is, before it.
_PLACED = frozenset(
    "based located situated sited headquartered housed nestled set tucked rooted "
    "centred hosted positioned".split()
)
_OWN = frozenset(("its", "their"))
_LONGEST_FRONT = 24
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Aside:
    """A clause to be made: the tokens of its subject, a word between them, and the rest."""

    subject: Sequence[int]
    between: str
    rest: Sequence[int]


def asides(masked: Masked, words: Sequence[str]) -> Iterator[Aside]:
    """Yield what is told beside the strong names of a sentence, and before its subject."""
    yield from _fronted(masked, words)
    for at, mark in masked.marks.items():
        if mark.strong:
            opener = _after_bracket(words, at + 1)
            inside = _inside(masked, words, opener)
            if len(inside) >= _FEWEST:
                yield from _told(masked, words, at, inside, words[opener] == "(")


def _after_bracket(words: Sequence[str], at: int) -> int:
    """Skip a short form in brackets: "Calder Alliance (the CA), part of …"."""
    if words[at : at + 1] == ["("]:
        first = at + 1 + (words[at + 1 : at + 2] == ["the"])
        if words[first + 1 : first + 2] == [")"]:
            return first + 2
    return at


def _inside(masked: Masked, words: Sequence[str], opener: int) -> range:
    """The tokens of the aside that begins at a mark of punctuation."""
    closer = _CLOSERS.get(words[opener]) if opener < len(words) else None
    if closer is None or opener in masked.marks:
        return range(0)
    end = opener + 1
    while end < len(words) and (
        end in masked.marks
        or words[end] not in (closer, ";", ":", ".")
        or (words[end] == "," and _goes_on(masked, words, end))
    ):
        end += 1
    return range(opener + 1, end)


def _goes_on(masked: Masked, words: Sequence[str], comma: int) -> bool:
    """Whether a comma parts names of one kind: "in Leeds, York and Hull"."""
    after = comma + 1 + (words[comma + 1 : comma + 2] == ["the"])
    before, after_it = masked.marks.get(comma - 1), masked.marks.get(after)
    if before is None or after_it is None:
        return False
    follows = words[after + 1 : after + 2]
    kinds = {sense.cls for sense in before.senses}
    return follows in ([","], ["and"], ["or"]) and any(s.cls in kinds for s in after_it.senses)


def _told(
    masked: Masked, words: Sequence[str], name: int, inside: range, bracket: bool
) -> Iterator[Aside]:
    first = inside.start
    while first < inside.stop - 1 and words[first] in _ADVERBS:
        first += 1
    rest = range(first, inside.stop)
    word = words[first]
    if _is_noun_phrase(masked, words, rest):
        yield Aside((name,), "is", rest)
        for at in rest[1:]:  # "A, a partnership that promotes …"
            if words[at] in _RELATIVES and at not in masked.marks:
                yield Aside((name,), "", range(at + 1, rest.stop))
    elif _lacks_be(masked, words, name, rest, bracket=bracket):
        yield Aside((name,), "is", rest)
    elif word == "with":
        yield Aside((name,), "has", rest[1:])
    elif word == "where" and _names_place(masked, name):
        yield Aside(rest[1:], "in", (name,))
    elif word == "which":
        yield from _done_to(masked, words, name, rest[1:])


def _lacks_be(
    masked: Masked, words: Sequence[str], name: int, rest: range, *, bracket: bool
) -> bool:
    """Whether "is" makes a clause of it: "part of B", "to be built in Leeds", "of Leeds"."""
    word, after = words[rest.start], words[rest.start + 1] if len(rest) > 1 else ""
    return (
        word == "part"
        or (word in _HOME and after in ("to", "of"))
        or (word == "to" and after == "be")
        or (bracket and word in PARTICIPLES and after in _PASSIVE)
        or (_is_place(masked, words, rest) and not _ends_list(words, name))
    )


def _is_noun_phrase(masked: Masked, words: Sequence[str], rest: range) -> bool:
    """Whether it says what the thing is: "a Fife company", "Fife's largest employer"."""
    if _has_verb(masked, words, rest):
        return False
    if words[rest.start] in _ARTICLES:
        if rest.start + 1 not in masked.marks:
            return True
        follows = words[rest.start + 2] if len(rest) > _FEWEST else ","
        return follows not in _JOINTS  # a further name of a list: "A, the B and C"
    return rest.start in masked.marks and len(rest) > _FEWEST and words[rest.start + 1] == "'s"


def _has_verb(masked: Masked, words: Sequence[str], rest: range) -> bool:
    """Whether it is a sentence rather than an aside: "Compared with A, the B was large"."""
    for at in rest:
        if at not in masked.marks and words[at] in _RELATIVES | _FINITE:
            return words[at] in _FINITE
    return False


def _is_place(masked: Masked, words: Sequence[str], rest: range) -> bool:
    """Whether it says where the thing is, or whence: "of Leeds", "in the heart of Leeds"."""
    wanted = {"Facility"} if words[rest.start] == "at" else _PLACES
    return words[rest.start] in _PLACING and any(
        sense.cls in wanted
        for at in rest
        if at in masked.marks
        for sense in masked.marks[at].senses
    )


def _ends_list(words: Sequence[str], name: int) -> bool:
    """Whether a name is the last of several, of which all an aside may tell."""
    return name > 0 and words[name - 1] in _JOINTS


def _names_place(masked: Masked, at: int) -> bool:
    return any(sense.cls in _PLACES for sense in masked.marks[at].senses)


def _done_to(masked: Masked, words: Sequence[str], name: int, rest: range) -> Iterator[Aside]:
    """What others do to the thing: "the centre, which Fife Council runs"."""
    if not rest or rest.start not in masked.marks or not masked.marks[rest.start].strong:
        return
    verbs = [at for at in rest[1:] if at not in masked.marks and words[at] in _VERBS]
    if verbs:
        stop = verbs[-1] + 1
        yield Aside(range(rest.start, stop), "", (name, *range(stop, rest.stop)))


def _fronted(masked: Masked, words: Sequence[str]) -> Iterator[Aside]:
    """What a sentence says of its subject before it: "With works in Fife, A makes lasers"."""
    comma, name = _subject(masked, words)
    if not name or _has_verb(masked, words, range(comma)):
        return
    word, after = words[0], words[1]
    subject = (name,)
    described = word in _ARTICLES and not masked.marks.keys() & {0, 1}
    placed = word in _PLACED and after in _PLACING
    if (word in _HOME and after in ("to", "of")) or placed or described:
        yield Aside(subject, "is", range(comma))
    elif word == "as" and after in _ARTICLES:
        yield Aside(subject, "is", range(1, comma))
    elif word == "with" and after not in _OWN and not _acts(words, range(1, comma)):
        yield Aside(subject, "has", range(1, comma))
    for at in range(1, min(_NEAR, comma - 1)):
        if words[at] in _OWN:
            yield Aside(subject, "'s", range(at + 1, comma))
            return


def _subject(masked: Masked, words: Sequence[str]) -> tuple[int, int]:
    """The comma before the name that a sentence, begun with something else, is about."""
    for comma in range(2, min(_LONGEST_FRONT, len(words) - 1)):
        if words[comma] != "," or comma in masked.marks:
            continue
        name = comma + 1 + (words[comma + 1] == "the")
        mark = masked.marks.get(name)
        after = words[name + 1] if name + 1 < len(words) else "."
        if (
            mark is None
            or not mark.strong
            or _stands_for(masked, mark, comma)
            or after in (*_JOINTS, ".", "'s", "")
        ):
            continue
        return comma, name
    return 0, 0


def _stands_for(masked: Masked, mark: Mark, before: int) -> bool:
    """Whether a name is a pronoun for one that stands before the comma: it tells of another."""
    named = {(m.passage, m.start, m.end) for at, m in masked.marks.items() if at < before}
    return bool(named & {*mark.context})


def _acts(words: Sequence[str], run: range) -> bool:
    """Whether something in it does something: "with A testing it"."""
    return any(words[at] in GERUNDS for at in run[1:])
