"""Runs of capitalised words, cut into names.

One scan finds the runs. A run is cut where one name ends and the next begins: at a possessive, at a
date, before a title, after a role, and at an "and" that joins two names rather than the words of
one ("Northmoor University and Calder Ltd", but "Department for Trade and Industry").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from medtechkg.cues import Rules

__all__ = ["LINKS", "Name", "Span", "ending", "enumerations", "find", "plain", "shaped"]

Span = tuple[int, int]

_WORD = (
    r"(?:No\. ?\d+|(?:St|Dr|Prof|Mr|Mrs|Ms|Rt|Hon|Cllr|Rev)\.|(?:[A-Z]\.)+(?= [A-Z])"
    r"|[A-ZÀ-ÖØ-Þ][^\W_]*(?:[-–‑&+'’.](?=[^\W_])[^\W_]+)*"
    r"|[a-z]{1,2}[A-Z][a-z][^\W_]+|[a-z]\d[a-z]\b|\d{1,3}[A-Z][a-z]*)"
)
_LINK = r"(?:(?:of|for|in|on)(?: the)?|and|&|upon|de la|de|van|von|du|le|der|\+)"
_RUN = re.compile(
    rf"(?<![\w'’@./-])(?<!\w–){_WORD}"
    rf"(?: (?:{_LINK} )?{_WORD}| \d{{1,4}}\b(?![,.]?\d|%|[-–]\d| (?:million|billion|bn|m|per)\b))*"
)
_TITLED = r"[A-Z][\w-]+(?: [A-Z][\w-]+)*"
_ENUMERATION = re.compile(
    rf"\b([A-Z][a-z]+) (?:of|for)(?: the)? ({_TITLED}(?:, {_TITLED})+,? and {_TITLED})"
)
LINKS = frozenset(
    (
        "of",
        "for",
        "in",
        "on",
        "and",
        "&",
        "upon",
        "de",
        "la",
        "van",
        "von",
        "du",
        "le",
        "der",
        "+",
        "the",
    )
)
_OPENING = "“‘\"'([ •*·–-"
_STOPS = frozenset(".!?:;…")
_SHAPED = re.compile(r"[^\W\d_]*(?:[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d)|[A-Z]{3,}|[A-Z]&[A-Z]")

Word = tuple[int, int, str]  # start, end, lower case


@dataclass(slots=True)
class Name:
    """A name being built: its words, links between them included."""

    words: list[Word]
    kind: str | None = None
    initial: bool = False
    listed: bool = False

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1][1]

    @property
    def lower(self) -> list[str]:
        """Its words in lower case."""
        return [word[2] for word in self.words]


def find(
    text: str, rules: Rules, known: Collection[Span] = (), whole: Collection[Span] = ()
) -> Iterator[Name]:
    """Yield the names of a text in order.

    ``known`` are spans of names recognised by other means: they settle whether "and" joins.
    ``whole`` are spans that are one name for certain, as an abbreviation in brackets shows.
    """
    pending = [Name(_words(text, *span), initial=_initial(text, span[0])) for span in whole]
    for start, end in whole:
        text = f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"
    for match in _RUN.finditer(text):
        start, end = match.span()
        while pending and pending[0].start < start:
            yield pending.pop(0)
        initial = _initial(text, start)
        if " " not in match[0] and initial and _starts(match[0].lower(), rules, initial):
            continue
        listed = text[:start].endswith((", ", "including ", "such as "))
        for name in _cut(_words(text, start, end), rules, initial, listed):
            yield from (name,) if name.kind else _folded(name, rules, known)
    yield from pending


def enumerations(text: str, rules: Rules) -> Iterator[Span]:
    """Find names with commas in them: "Department for Ports, Rivers and Trade"."""
    for match in _ENUMERATION.finditer(text):
        words = re.findall(r"[\w-]+", match[2].lower())
        if rules.has("enumerating", match[1].lower()) and plain(words, rules):
            yield match.span()


def _cut(words: list[Word], rules: Rules, initial: bool, listed: bool) -> Iterator[Name]:
    for chunk in _chunks(words, rules):
        pared = _pared(chunk, rules, initial)
        initial = initial and len(pared) == len(chunk) and chunk[:1] == words[:1]
        for part in _persons(pared, rules):
            if part.kind:
                yield part
                continue
            part.words = _pared(part.words, rules, initial)
            part.initial = initial and part.words[:1] == words[:1]
            part.listed = listed
            if part.words:
                yield part


def _initial(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(_OPENING)
    return (not before and start < 6) or before[-1:] in _STOPS


def _words(text: str, start: int, end: int) -> list[Word]:
    found = []
    for part in text[start:end].split(" "):
        stop = start + len(part)
        found.append((start, stop, part.lower().replace("’", "'").rstrip(".,")))
        start = stop + 1
    return found


def _chunks(words: list[Word], rules: Rules) -> Iterator[list[Word]]:
    """Cut at possessives, dates, and words such as "Leeds-based"."""
    chunk: list[Word] = []
    for start, end, lower in words:
        stem, hyphen, last = lower.rpartition("-")
        dated = rules.has("months", lower) and not (chunk and rules.has("names", chunk[-1][2]))
        if dated or (hyphen and stem and rules.has("based", last)):
            if chunk and hyphen and not dated:
                chunk.append((start, start + len(stem), stem))  # "the City Deal-funded centre"
            yield chunk
            chunk = []
        elif rules.has("headline", lower) and chunk:
            yield chunk
            chunk = []
        elif lower.endswith("'s") and not rules.has("possessives", lower):
            if chunk and chunk[-1][2] == "st":
                chunk.append((start, end, lower))
                continue
            yield [*chunk, (start, end - 2, lower[:-2])]
            chunk = []
        else:
            chunk.append((start, end, lower))
    yield chunk


def _pared(words: list[Word], rules: Rules, initial: bool) -> list[Word]:
    """Drop links and sentence starts at the front, links at the back."""
    first, last = 0, len(words)
    while first < last and (
        words[first][2].isdigit()
        or words[first][2] in LINKS
        or _starts(words[first][2], rules, initial)
    ):
        first += 1
    while last > first and (words[last - 1][2] in LINKS or _figure(words, last - 1)):
        last -= 1
    return words[first:last]


def _figure(words: list[Word], at: int) -> bool:
    """Tell a number that follows a name from the number of a name ("Level 3", "Horizon 2020")."""
    return words[at][2].isdigit() and (at == 0 or (at > 1 and len(words[at][2]) < 4))


def _starts(word: str, rules: Rules, initial: bool) -> bool:
    if word in ("the", "a", "an"):
        return True
    return initial and (rules.has("starters", word) or word.endswith("ly"))


# -- people and roles ---------------------------------------------------------------------------


def _persons(words: list[Word], rules: Rules) -> Iterator[Name]:
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
            yield from _before(words[begun:at], rules) if kind != "role" else _rest(words[begun:at])
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
    own = len(rest) > 2 and not rules.has("common", rest[0]) and _strong(rest, rules)
    return (at + 1, "role") if own else (0, None)


def _rest(words: list[Word]) -> Iterator[Name]:
    if words:
        yield Name(words)


def _before(words: list[Word], rules: Rules) -> Iterator[Name]:
    """Cut "Calder Trust Skills Minister" into the body and the role at its end."""
    first = len(words)
    if not words or not _holds(words[-1][2], rules):
        yield from _rest(words)
        return
    while first and _of_role(words, first - 1, rules):
        first -= 1
    yield from _rest(words[:first])
    if words[first:]:
        yield Name(words[first:], "role")


def _of_role(words: list[Word], at: int, rules: Rules) -> bool:
    word = words[at][2]
    if _strong([each[2] for each in words[: at + 1]], rules):
        return False
    named = any(rules.has(table, word) for table in ("role_words", "common", "nationalities"))
    return named or _holds(word, rules)


def _person_at(words: list[Word], at: int, rules: Rules) -> tuple[int, str | None]:
    end = at
    while end < len(words) and rules.has("titles", words[end][2]):
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
    named = rules.has("names", words[at][2])
    return (len(words), "person") if fits and last and named else (0, None)


def _personal(word: str, rules: Rules) -> bool:
    return not (
        word in LINKS - {"de", "van", "von", "der", "du", "le", "la"}
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


# -- one name or two ----------------------------------------------------------------------------


def _folded(name: Name, rules: Rules, known: Collection[Span]) -> Iterator[Name]:
    """Cut a run at the links that join two names rather than the words of one."""
    pieces = _pieces(name.words)
    current, first = (pieces[0][1], True) if pieces else ([], False)
    for index, (links, right) in enumerate(pieces[1:], 1):
        link = _link(name, current, links[0][2], first, rules)
        follows = pieces[index + 1][0][0][2] if index + 1 < len(pieces) else ""
        if link and _joins(current, link, right, follows, rules, known):
            current = [*current, *links, *right]
        else:
            yield Name(current, initial=name.initial and first)
            current, first = right, False
    if current:
        yield Name(current, initial=name.initial and first)


def _pieces(words: list[Word]) -> list[tuple[list[Word], list[Word]]]:
    """Group the words between links, each group with the links before it."""
    pieces: list[tuple[list[Word], list[Word]]] = []
    links: list[Word] = []
    for word in words:
        if word[2] in LINKS:
            links.append(word)
        elif links or not pieces:
            pieces.append((links, [word]))
            links = []
        else:
            pieces[-1][1].append(word)
    return pieces


def _link(name: Name, left: list[Word], link: str, first: bool, rules: Rules) -> str:
    """Say how a link may join: not at all after "Leaders of ...", weakly inside a list."""
    if len(left) > 1:
        return link
    word = left[0][2]
    if link == "and" and name.listed:
        return ","
    head = f"{word} {link}" in rules.heads or word in rules.last
    ordinary = rules.has("common", word) or (word.endswith("s") and len(word) > 3)
    return "" if name.initial and first and ordinary and not head else link


def _joins(
    left: list[Word],
    link: str,
    right: list[Word],
    follows: str,
    rules: Rules,
    known: Collection[Span],
) -> bool:
    span = (right[0][0], right[-1][1])
    if (left[0][0], span[1]) in known:
        return True
    if span in known and link in ("and", "&"):
        return False
    lefts, rights = [word[2] for word in left], [word[2] for word in right]
    if link == "of":
        tail = ending(lefts, rules)
        if span in known and tail and tail[0] == "Business":
            return False  # "Calder International of North Carolina"
        return not (len(lefts) == 1 and rules.has("starters", lefts[0]))
    if link == "for":
        return lefts[-1] in rules.last or f"{lefts[-1]} for" in rules.heads
    if link in ("in", "on"):
        return _opens(lefts, rules) and plain(rights, rules)
    if link == "&":
        return not (_strong(lefts, rules) and _strong(rights, rules))
    return link not in ("and", ",") or _one(lefts, rights, follows, link, rules)


def _one(lefts: list[str], rights: list[str], follows: str, link: str, rules: Rules) -> bool:
    """Whether "left and right" is one name."""
    tail = ending(rights, rules)
    if _opens(lefts, rules):
        own = tail is not None and tail[1] and len(rights) > 1 and follows in ("in", "of", "for")
        field = tail is None or tail[0] == "Business"
        if own:
            return False  # "Institute of Optics and Doctoral Training Centre in Lenses"
        fits = plain(rights, rules) or (rules.has("common", rights[0]) and field)
        return fits and follows not in ("of", "for")
    if ending(lefts, rules) and not plain(lefts[:-1] or lefts, rules):
        return False
    if plain(lefts, rules):
        return tail is not None or plain(rights, rules)
    if tail is None:
        return False
    if rules.has("common", lefts[-1]) and plain(rights, rules):
        return True  # "the Calder Technical and Professional Skills Centre"
    whole = " ".join(rights) in rules.tails or rules.has("generic", " ".join(rights))
    areal = rights[-1] in rules.words["areal"] and not whole
    return areal and len(lefts) <= 2 and link == "and"


def _opens(words: list[str], rules: Rules) -> bool:
    """Whether a head such as "Institute of" still takes in what follows."""
    for index, word in enumerate(words[1:], 1):
        if word in ("of", "for", "in", "on") and rules.has("enumerating", words[index - 1]):
            return True
    return False


def plain(words: Iterable[str], rules: Rules) -> bool:
    """Whether all the words are ordinary title words."""
    return all(word in LINKS or _common(word, rules) for word in words)


def _common(word: str, rules: Rules) -> bool:
    if rules.has("common", word):
        return True
    return "-" in word and all(rules.has("common", part) for part in word.split("-"))


# -- what the words of a name say ---------------------------------------------------------------


def ending(words: list[str], rules: Rules) -> tuple[str, bool] | None:
    """Find the class the last words show, and whether they show it for certain."""
    if not words or words[-1] not in rules.last:
        return None
    for size in range(min(5, len(words)), 0, -1):
        hit = rules.tails.get(" ".join(words[-size:]))
        if hit:
            return hit
    return None


def _strong(words: list[str], rules: Rules) -> bool:
    tail = ending(words, rules)
    return tail is not None and tail[1] and len(words) > 1


def shaped(name: str) -> bool:
    """Whether a word is written as only a name is: "e2v", "FutureLab", "ACME"."""
    return _SHAPED.search(name) is not None
