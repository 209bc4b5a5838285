"""People and roles inside a run of capitals: "Skills Minister Una Vask", "Calder Trust Chair"."""

from __future__ import annotations

from collections.abc import Iterator

from medtechkg.language.cues import Rules
from medtechkg.language.parts import LINKS, PARTICLES, Name, Word, plain, strong

__all__ = ["cut"]


def cut(words: list[Word], rules: Rules) -> Iterator[Name]:
    """Cut a chunk at "Title Name", at "Role Name" and at roles; the rest stays as it is."""
    at = begun = 0
    held = False
    while at < len(words):
        reach, kind = _person_at(words, at, rules)
        if not reach:
            reach, kind = (
                _role_at(words, at, rules) if _may_hold(words, begun, at, rules) else (0, None)
            )
        if not reach and at > begun:
            reach, kind = _post_at(words, begun, at, rules)
            at = begun if reach else at
        if not reach and (held or (at > begun and _holds(words[at - 1][2], rules))):
            reach, kind = _given_at(words, at, rules)
        if reach:
            if kind == "role":
                at = begun + _role_begins(words[begun:at], rules)
                yield from _rest(words[begun:at])
            else:
                yield from _before(words[begun:at], rules)
            yield Name(words[at:reach], kind)
            held = held or kind == "role"
            at = begun = reach
        else:
            at += 1
    yield from _before(words[begun:], rules)


def _holds(word: str, rules: Rules) -> bool:
    return rules.has("roles", word) or rules.has("honours", word)


def _may_hold(words: list[Word], begun: int, at: int, rules: Rules) -> bool:
    """Whether a role may begin here: at the front, or where its field or body follows."""
    return at == begun or (
        rules.has("roles", words[at][2])
        and [word[2] for word in words[at + 1 : at + 2]] in (["of"], ["for"])
        and not plain([word[2] for word in words[begun:at]], rules)
    )


def _post_at(words: list[Word], begun: int, at: int, rules: Rules) -> tuple[int, str | None]:
    """Find a role before the body it is held at: "Training Scheme Manager Calder Trust"."""
    rest = [word[2] for word in words[at + 1 :]]
    front = [word[2] for word in words[begun:at]]
    if not rules.has("roles", words[at][2]) or not plain(front, rules):
        return 0, None
    own = len(rest) > 2 and not rules.has("common", rest[0]) and strong(rest, rules)
    return (at + 1, "role") if own else (0, None)


def _rest(words: list[Word]) -> Iterator[Name]:
    if words:
        yield Name(words)


def _before(words: list[Word], rules: Rules) -> Iterator[Name]:
    """Cut "Calder Trust Skills Minister" into the body and the role at its end."""
    if not words or not _holds(words[-1][2], rules):
        yield from _rest(words)
        return
    first = _role_begins(words, rules)
    yield from _rest(words[:first])
    if words[first:]:
        yield Name(words[first:], "role")


def _role_begins(words: list[Word], rules: Rules) -> int:
    """Where the words of a role begin that the given words end in."""
    first = len(words)
    while first and _of_role(words, first - 1, rules):
        first -= 1
    return first


def _of_role(words: list[Word], at: int, rules: Rules) -> bool:
    word = words[at][2]
    post = at > 0 and rules.has("role_words", words[at - 1][2]) and _holds(word, rules)
    if strong([each[2] for each in words[: at + 1]], rules) and not post:
        return False
    if _holds(word, rules) or rules.has("role_words", word):
        return True
    named = rules.has("common", word) or rules.has("nationalities", word)
    return named and word not in rules.last


def _person_at(words: list[Word], at: int, rules: Rules) -> tuple[int, str | None]:
    end = at
    while end < len(words) and (rules.has("titles", words[end][2]) or _ranked(words, end, rules)):
        end += 1
    reach = end
    while reach < min(len(words), end + 4) and (
        _personal(words[reach][2], rules) or _surname(words, end, reach, rules)
    ):
        reach += 1
    if end == at or reach == end:
        return 0, None
    while reach < len(words) and rules.has("honours", words[reach][2]):
        reach += 1
    rest = words[reach : reach + 1]
    # "Sir Adam Holt School", "Lady Chapel Hospital": the name of a place, not of a person.
    return (0, None) if rest and rest[0][2] in rules.last else (reach, "title")


def _ranked(words: list[Word], at: int, rules: Rules) -> bool:
    """Whether a title follows what only tells its rank: "*Associate* Professor"."""
    after = words[at + 1 : at + 2]
    return rules.has("ranks", words[at][2]) and bool(after) and rules.has("titles", after[0][2])


def _surname(words: list[Word], first: int, at: int, rules: Rules) -> bool:
    """Whether a word that may end other names ends a person's: "Professor Nick Plant"."""
    ends = at + 1 == len(words) or words[at + 1][2] in LINKS
    given = at == first + 1 and rules.has("names", words[first][2])
    addressed = words[first - 1][2] in ("mr", "mrs", "ms", "miss", "dr", "professor", "cllr")
    return ends and rules.has("surnames", words[at][2]) and (given or (first == at and addressed))


def _given_at(words: list[Word], at: int, rules: Rules) -> tuple[int, str | None]:
    """Find who holds a role at the end of a chunk: "Mayor of East Calder Una Vask"."""
    rest = words[at + 1 :]
    fits = 1 <= len(rest) <= 2 and all(_personal(word[2], rules) for word in rest[:-1])
    last = bool(rest) and (
        _personal(rest[-1][2], rules) or _surname(words, at, len(words) - 1, rules)
    )
    named = rules.has("names", words[at][2]) or (at and _stranger(words, at, rules))
    return (len(words), "person") if fits and last and named else (0, None)


def _stranger(words: list[Word], at: int, rules: Rules) -> bool:
    """Whether two rare words right after a role name its holder: "Skills Secretary Vax Umbrel"."""
    rest = [word[2] for word in words[at:]]
    rare = not any(rules.has("common", word) or not _personal(word, rules) for word in rest)
    return rare and len(rest) == 2 and rules.has("offices", words[at - 1][2])


def _personal(word: str, rules: Rules) -> bool:
    return not (
        word in LINKS - PARTICLES
        or word in rules.last
        or word[0].isdigit()
        or rules.has("roles", word)
        or rules.has("honours", word)
    )


def _role_at(words: list[Word], at: int, rules: Rules) -> tuple[int, str | None]:
    reach = at
    while (
        reach < len(words)
        and not _titled(words, reach, rules)
        and (rules.has("roles", words[reach][2]) or rules.has("role_words", words[reach][2]))
    ):
        reach += 1
    while reach > at and not rules.has("roles", words[reach - 1][2]):
        reach -= 1
    if reach == at or (reach < len(words) and words[reach][2] in rules.last):
        return 0, None
    if "year" in [word[2] for word in words[reach + 1 : reach + 3]]:
        return 0, None  # "Apprentice of the Year Award"
    if reach < len(words) and words[reach][2] in ("of", "for"):
        return _field(words, reach, rules), "role"
    alone = reach == len(words) or words[reach][2] not in LINKS
    return (reach, "role") if alone or reach > at + 1 else (0, None)


def _titled(words: list[Word], at: int, rules: Rules) -> bool:
    follows = words[at + 1 : at + 2]
    return rules.has("titles", words[at][2]) and bool(follows) and _personal(follows[0][2], rules)


def _field(words: list[Word], at: int, rules: Rules) -> int:
    """How far a role reaches over "of Research and Skills"; not over "of the Northmoor Trust"."""
    reach = at
    while reach < len(words) and (words[reach][2] in LINKS or rules.has("common", words[reach][2])):
        reach += 1
    if reach < len(words) and reach - at > 2 and words[reach - 1][2] in ("and", "&"):
        return reach - 1  # "Head of Research & Strategy & Una Vask"
    if reach < len(words) or (words[at + 1 : at + 2] and words[at + 1][2] == "the"):
        return at
    return reach
