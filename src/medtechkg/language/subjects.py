"""Whether what a pattern found is said of the names it found, or of others in the same sentence.

A pattern takes the nearest names. English may say the same words of another: in "A works with B and
is run by C" it is A that C runs, in "A, part of B, is run by C" as well, in "A, home to B, whose
partners are C and D" C and D are no business of A's, and of "A (B), C, who is head at D" A has no
post at D. What a match says against the grammar is found here by the forms of common words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from medtechkg.language.cuts import AUXILIARIES, PREPOSITIONS
from medtechkg.language.grammar import states
from medtechkg.language.masks import DETERMINERS, Masked
from medtechkg.language.patterns import Match
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES
from medtechkg.language.wordorder import words

__all__ = ["holder_alone", "said_of_others"]

_AND = frozenset(("and", "but", "or", "&"))
_IN_LISTS = DETERMINERS | _AND | {","}
_CLOSING = frozenset((",", ")", "-"))
_RELATIVES = frozenset(("which", "who", "whose", "whom", "where"))
_AFTER_PASSIVE = frozenset("by in at on to from with as for of through within near under".split())
_HEADED = frozenset(("of", "at", "in", "within", "from", "for"))
_VERBAL = AUXILIARIES | FINITE
_VERB_FORMS, _NON_FINITE = FINITE | GERUNDS | BASES, GERUNDS | PARTICIPLES | BASES
_GOVERNING = PREPOSITIONS | {"near", "between", "into", "onto", "than", "like", "as"}
#: What follows several of whom all is told: "A and B *are* heads", "A and B, *both* heads".
_ALL = frozenset("are were have both all each work lead run founded".split())
_FIELDS = frozenset(("Sector", "SubSector", "Skill", "Technology"))
_TOGETHER = frozenset("jointly together with alongside in".split())
_FAR = 12


def said_of_others(match: Match, masked: Masked) -> bool:
    """Whether the grammar of the sentence gives the words of a match to other names."""
    at = _tokens(match, masked)
    if not at:
        return False
    said = words(masked)
    return (
        _has_other_subject(match, masked, said, at)
        or _in_other_relative(match, masked, said, at)
        or _begins_clause(match, masked, said, at)
        or _is_anothers_post(match, masked, at)
    )


def holder_alone(match: Match, masked: Masked) -> Match:
    """A match whose post only the last of several people holds: "A (B), C and D, head of E"."""
    name = next(iter(match.slots), "")
    people = match.slots.get(name, ())
    if len(people) < 2 or people[-1].cls != "Person" or not _tells(match, "hasRole"):
        return match
    last = (people[-1].passage, people[-1].end)
    after = next(
        (
            at + 1
            for at in range(match.first, match.last)
            if (masked.origins[at][0], masked.origins[at][2]) == last
        ),
        match.last,
    )
    said = words(masked)[after : after + 2]
    if any(word in _ALL for word in said):
        return match
    return replace(match, slots={**match.slots, name: people[-1:]})


def _tells(match: Match, predicate: str) -> bool:
    return any(said == predicate for _, said, _ in states(match.pattern.rule))


def _tokens(match: Match, masked: Masked) -> list[int]:
    """The tokens of the names that filled slots, in order."""
    spots = {(i.passage, i.start) for items in match.slots.values() for i in items}
    return [
        at
        for at in range(match.first, match.last)
        if at in masked.marks and (masked.origins[at][0], masked.origins[at][1]) in spots
    ]


def _has_other_subject(
    match: Match, masked: Masked, said: Sequence[str], at: Sequence[int]
) -> bool:
    """Whether the verb after the first name has a subject further in front."""
    first, *rest = at
    if not rest or any(where not in at for where in range(match.first, first)):
        return False  # the pattern begins with words of its own
    last = _end_of_list(said, first, rest)
    after = last + 1
    if after >= match.last - 1:
        return False
    if said[after] in _AND:
        own = "and" in match.pattern.text.split()
        return not own and _verb_at(said, after + 1, past=False)
    if said[after] in _CLOSING:
        return _verb_at(said, after + 1) and _governed(masked, said, first)
    if _tells(match, "collaboratesWith") and said[after] in _TOGETHER:
        return _is_object(masked, said, first)  # "A runs *B* together with C"
    return _verb_at(said, after) and _hangs_on_name(masked, said, first)


def _end_of_list(said: Sequence[str], first: int, rest: Sequence[int]) -> int:
    """The last name of a list that begins with the first: "A, the B and *C*"."""
    last = first
    for at in rest:
        between = said[last + 1 : at]
        if not between or any(word not in _IN_LISTS for word in between):
            break
        last = at
    return last


def _begins_clause(match: Match, masked: Masked, said: Sequence[str], at: Sequence[int]) -> bool:
    """Whether the last name is the subject of what follows: "In addition to A, *B* has"."""
    last = at[-1]
    if last != match.last - 1 or at[0] != match.first or len(at) < 2:
        return False
    before = last - 1
    while before > at[0] and said[before] in DETERMINERS:
        before -= 1
    return (
        said[before] == ","
        and before - 1 == at[0]
        and _verb_at(said, last + 1)
        and _governed(masked, said, at[0])
    )


def _verb_at(said: Sequence[str], at: int, *, past: bool = True) -> bool:
    """Whether a verb with a subject stands here, adverbs aside.

    Without ``past`` a form that may be an adjective ("related fields") counts before an article.
    """
    while at < len(said) and (said[at] in ("also", "now", "then") or said[at].endswith("ly")):
        at += 1
    if at >= len(said) or said[at] not in _VERBAL:
        return False
    follows = said[at + 1] if at + 1 < len(said) else "."
    if said[at] not in PARTICIPLES or said[at] in AUXILIARIES:
        return True
    return follows not in _AFTER_PASSIVE and (past or follows in DETERMINERS)


def _governed(masked: Masked, said: Sequence[str], name: int) -> bool:
    """Whether a preposition or verb in front governs a name: "part of *B*, is"."""
    listed = False
    for at in range(name - 1, max(-1, name - _FAR), -1):
        word = said[at]
        if at in masked.marks:
            if not masked.marks[at].strong or listed or said[at + 1] == "'s":
                continue
            return False
        if word in _GOVERNING or (word in _VERBAL and word not in PARTICIPLES):
            return True
        if word in ("and", "&"):
            listed = True
        elif word in (",", "(", "-", ";", ":", "but") and not listed:
            return False
    return False


def _is_object(masked: Masked, said: Sequence[str], name: int) -> bool:
    """Whether a verb right in front has the name as its object, and a name as its subject."""
    at = name - 1
    while at > 0 and said[at] in DETERMINERS and at not in masked.marks:
        at -= 1
    named = any(where in masked.marks and masked.marks[where].strong for where in range(max(at, 0)))
    return named and at not in masked.marks and said[at] in _VERB_FORMS


def _hangs_on_name(masked: Masked, said: Sequence[str], name: int) -> bool:
    """Whether a name only places the one before it: "A at *B* is run by"."""
    at = name - 1
    while at > 0 and said[at] in DETERMINERS:
        at -= 1
    before = masked.marks.get(at - 1)
    if at < 1 or said[at] not in _HEADED or before is None or not before.strong:
        return False
    return before.senses[0].cls not in _FIELDS | {"Person", "Region"}


def _in_other_relative(
    match: Match, masked: Masked, said: Sequence[str], at: Sequence[int]
) -> bool:
    """Whether a later name stands in a clause that tells of a name between the two."""
    written = match.pattern.text
    last = masked.marks[at[-1]].senses[0].cls
    for where in range(at[0] + 1, at[-1]):
        if said[where] not in _RELATIVES or where in masked.marks or said[where] in written:
            continue
        head = where - 1
        while head > at[0] and (said[head] == "," or said[head] in PREPOSITIONS | {"of"}):
            head -= 1
        named = masked.marks.get(head)
        if head in at:
            if where + 1 not in at and _done_by_another(masked, said, where + 1, at[-1]):
                return True
            continue
        other = named is not None and named.strong
        owned = said[where] == "whose" and last not in _FIELDS
        if (other or owned) and not _resumes(said, where + 1, at[-1]):
            return True
    return False


def _done_by_another(masked: Masked, said: Sequence[str], first: int, last: int) -> bool:
    """Whether a clause is of what others do to a thing: "A, which *B runs* with C"."""
    first += said[first] in DETERMINERS and first not in masked.marks
    mark = masked.marks.get(first)
    acts = mark is not None and mark.strong and _verb_at(said, first + 1)
    return acts and not _resumes(said, first + 1, last)


def _resumes(said: Sequence[str], first: int, last: int) -> bool:
    """Whether a comma ends a clause before a name, and a verb goes on with the sentence."""
    verbal = _NON_FINITE
    return any(
        said[at] in (",", ")", "-") and (_verb_at(said, at + 1) or said[at + 1] in verbal)
        for at in range(first, last - 1)
    )


def _is_anothers_post(match: Match, masked: Masked, at: Sequence[int]) -> bool:
    """Whether another person stands between one and the post he or she is said to hold."""
    if not _tells(match, "hasRole"):
        return False
    return any(
        where in masked.marks
        and where not in at
        and masked.marks[where].strong
        and masked.marks[where].senses[0].cls == "Person"
        for where in range(at[0] + 1, at[-1])
    )
