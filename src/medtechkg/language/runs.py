"""Runs of capitalised words, cut into names.

One scan finds the runs. A run is cut where one name ends and the next begins: at a possessive, at a
date, before a title, after a role, and at an "and" that joins two names rather than the words of
one ("Northmoor University and Calder Ltd", but "Department for Trade and Industry").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from medtechkg.language import posts
from medtechkg.language.appositions import introduced
from medtechkg.language.cues import Rules
from medtechkg.language.parts import LINKS, PARTICLES, Name, Span, Word, ending, plain, strong

__all__ = ["enumerations", "find"]


_WORD = (
    r"(?:No\. ?\d+|(?:St|Dr|Prof|Mr|Mrs|Ms|Rt|Hon|Cllr|Rev)\.|(?:[A-Z]\.)+(?= [A-Z])"
    r"|[A-ZÀ-ÖØ-Þ][^\W_]*(?:[-–‑&+'’.](?=[^\W_])[^\W_]+)*(?:(?<=s)[’'](?= [A-Z]))?"
    r"|[a-z]{1,2}[A-Z][a-z][^\W_]+|[a-z]\d[a-z]\b|\d{1,3}[A-Z][a-z]*(?![A-Za-z]))"
)
_LINK = (
    r"(?:(?:of|for|in|on)(?: the)?|and|&|upon|de la|de|van der|van den|van de|van|von|du|le|der|\+"
    r"|ap|ab|ferch|bin|bint|ibn|al|el|da|das|dos|di|del|della|ten|ter|zu|y)"
)
#: Links that no surname is, even with a capital.
_JOINING = LINKS - PARTICLES
_OF_FIRM = (
    r" \((?:UK|GB|NI|Ireland|Europe|Scotland|Wales|Holdings|International|Services|Manufacturing)\)"
    r"(?= (?:Ltd|Limited|plc|PLC|LLP)\b)"
)
_RUN = re.compile(
    rf"(?<![\w'’@./-])(?<!\w–)(?:(?:da|van|von|di) )?{_WORD}"
    rf"(?: (?:{_LINK} )?{_WORD}|{_OF_FIRM}"
    r"| \d{1,4}\b(?![,.]?\d|%|[-–]\d| (?:million|billion|bn|m|per)\b))*"
)
_TITLED = r"[A-Z][\w-]+(?: [A-Z][\w-]+)*"
_ENUMERATION = re.compile(
    rf"\b([A-Z][a-z]+) (?:of|for)(?: the)? ({_TITLED}(?:, {_TITLED})+,? and {_TITLED})"
)
_BEFORE = re.compile(r"\b([A-Z][a-z]+) $")
_ARTICLES = ("the", "a", "an")
#: "In Vitro" are two words of a name.
_LATIN = ("silico", "situ", "vitro", "vivo")
_OPENING = "“‘\"'([ •*·–-"
_MONEY = re.compile(r"(?:gbp|usd|eur)\d")
#: What another body may belong to: "the Skills Panel of Fenland Enterprise Partnership".
_OWNING = ("Partnership", "LocalAuthority", "CombinedAuthority", "HealthcareProvider", "University")
_STOPS = frozenset(".!?:;…")
#: What another body stands beside rather than in.
_BODIES = ("Business", "University", "College", "School", "HealthcareProvider", "LocalAuthority")


def find(
    text: str,
    rules: Rules,
    known: Collection[Span] = (),
    whole: Collection[Span] = (),
    places: Collection[Span] = (),
) -> Iterator[Name]:
    """Yield the names of a text in order.

    ``known`` are spans of names recognised by other means: they settle whether "and" joins.
    ``whole`` are spans that are one name for certain, as an abbreviation in brackets shows,
    ``places`` those of known places.
    """
    pending = [_whole(_words(text, *span), _initial(text, span[0]), rules) for span in whole]
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
            name.led = name.start == start and introduced(text, start, rules) is not None
            yield from (name,) if name.kind else _folded(name, rules, known, {*places})
    yield from pending


def _whole(words: list[Word], initial: bool, rules: Rules) -> Name:
    """What is one name for certain: a post ("Minister for Ports, Rivers and Trade") or a thing."""
    told = [word[2] for word in words]
    at = next((at for at, word in enumerate(told) if word in ("of", "for")), 0)
    office = at > 0 and rules.has("offices", told[at - 1])
    return Name(words, "role" if office else None, initial=initial)


_SERIES = re.compile(
    r"\b([A-Z][\w-]+(?: [A-Z][\w-]+){0,3})((?:, [A-Z][\w-]+(?: [A-Z][\w-]+)?){1,3})"
    r",? (?:and|&) ([A-Z][\w-]+(?: [A-Z][\w-]+){0,3})"
)


def enumerations(text: str, rules: Rules) -> Iterator[Span]:
    """Find names with commas in them: "Department for Ports, Rivers and Trade"."""
    end = 0
    for span in sorted([*_headed(text, rules), *_series(text, rules)]):
        if span[0] >= end:
            yield span
            end = span[1]


def _headed(text: str, rules: Rules) -> Iterator[Span]:
    for match in _ENUMERATION.finditer(text):
        words = re.findall(r"[\w-]+", match[2].lower())
        if rules.has("enumerating", match[1].lower()) and plain(words, rules):
            yield _office(text, match.start(), rules), match.end()


def _office(text: str, start: int, rules: Rules) -> int:
    """Where a post begins that is told of more exactly: "Welsh Minister", "Cabinet Secretary"."""
    while (before := _BEFORE.search(text, 0, start)) and (
        rules.has("role_words", before[1].lower()) or rules.has("nationalities", before[1].lower())
    ):
        start = before.start()
    return start


def _series(text: str, rules: Rules) -> Iterator[Span]:
    """Find fields before the noun they share: "the Calder Health, Care and Science Strategy"."""
    for match in _SERIES.finditer(text):
        first, last = match[1].lower().split(), match[3].lower().split()
        fields = re.findall(r"[\w-]+", match[2].lower())
        ordinary = plain([*fields, *last[:-1], first[-1]], rules)
        if rules.has("enumerated", last[-1]) and ordinary and len(last) > 1:
            yield match.span()


def _cut(words: list[Word], rules: Rules, initial: bool, listed: bool) -> Iterator[Name]:
    for chunk in _chunks(words, rules):
        pared = _pared(chunk, rules, initial)
        initial = initial and len(pared) == len(chunk) and chunk[:1] == words[:1]
        for part in posts.cut(pared, rules):
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
            if hyphen and not dated and _pared(chunk, rules, initial=True):
                chunk.append((start, start + len(stem), stem))  # "the City Deal-funded centre"
            yield chunk
            chunk = []
        elif rules.has("headline", lower) and chunk:
            yield chunk
            chunk = []
        elif lower.endswith("s'") and not rules.has("possessives", lower):
            yield [*chunk, (start, end - 1, lower[:-1])]
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
    """Drop links and sentence starts at the front, links at the back: "Das" there is a surname."""
    first, last = 0, len(words)
    while first < last and (
        words[first][2].isdigit()
        or words[first][2] in LINKS
        or _MONEY.match(words[first][2])
        or _starts(words[first][2], rules, initial)
    ):
        initial = initial and words[first][2] not in _ARTICLES  # "The Local Skills Plan"
        first += 1
    while last > first and (words[last - 1][2] in _JOINING or _figure(words, last - 1)):
        last -= 1
    return words[first:last]


def _figure(words: list[Word], at: int) -> bool:
    """Tell a number that follows a name from the number of a name ("Level 3", "Horizon 2020")."""
    return words[at][2].isdigit() and (at == 0 or (at > 1 and len(words[at][2]) < 4))


def _starts(word: str, rules: Rules, initial: bool) -> bool:
    if word in _ARTICLES:
        return True
    adverb = word.endswith("ly") and not rules.has("names", word)
    return initial and (rules.has("starters", word) or adverb)


# -- one name or two ----------------------------------------------------------------------------


def _folded(
    name: Name, rules: Rules, known: Collection[Span], places: Collection[Span]
) -> Iterator[Name]:
    """Cut a run at the links that join two names rather than the words of one."""
    pieces = _pieces(name.words)
    current, first = (pieces[0][1], True) if pieces else ([], False)
    for index, (links, right) in enumerate(pieces[1:], 1):
        link = _link(name, current, links[0][2], first, rules)
        follows = pieces[index + 1][0][0][2] if index + 1 < len(pieces) else ""
        shared = link in ("and", "&") and _of_places(current, right, rules, places)
        if shared or (link and _joins(current, link, right, follows, rules, known)):
            current = [*current, *links, *right]
        else:
            yield Name(current, initial=name.initial and first)
            current, first = right, False
    if current:
        yield Name(current, initial=name.initial and first)


def _pieces(words: list[Word]) -> list[tuple[list[Word], list[Word]]]:
    """Group the words between links, each group with the links before it.

    What stands before a link or at the end is none: "Das" in "Una Das and Brin Holt".
    """
    pieces: list[tuple[list[Word], list[Word]]] = []
    links: list[Word] = []
    for word, after in zip(words, [*words[1:], None], strict=True):
        surname = word[2] in PARTICLES and (after is None or after[2] in _JOINING)
        latin = word[2] == "in" and after is not None and after[2] in _LATIN
        if word[2] in LINKS and not surname and not latin:
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
    if name.led and first and link in ("for", "of"):
        return "&c"
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
    if link == "&c":
        return True  # "the charity Limbs for Life"
    if link in ("and", "&") and (span in known or _begins_known(right, known)):
        return False
    lefts, rights = [word[2] for word in left], [word[2] for word in right]
    if link == "of":
        person = 1 < len(lefts) < 4 and rules.has("names", lefts[0])
        if person and not any(rules.has("common", word) or word in rules.last for word in lefts):
            return False  # "Megan Tarn of Holt Park"
        tail = ending(lefts, rules)
        if span in known and tail and tail[0] == "Business":
            return False  # "Calder International of North Carolina"
        if _two_bodies(lefts, rights, rules):
            return False
        return not (len(lefts) == 1 and rules.has("starters", lefts[0]))
    if link == "for":
        return ending(lefts, rules) is not None or f"{lefts[-1]} for" in rules.heads
    if link in ("in", "on"):
        return _opens(lefts, rules) and plain(rights, rules)
    if link == "&":
        return not (strong(lefts, rules) and strong(rights, rules))
    return link not in ("and", ",") or _one(lefts, rights, follows, link, rules)


def _two_bodies(lefts: list[str], rights: list[str], rules: Rules) -> bool:
    """Whether "of" joins two bodies with names of their own."""
    if not (len(rights) > 2 and strong(lefts, rules) and strong(rights, rules)):
        return False
    owner = ending(rights, rules)
    return owner is not None and owner[0] in _OWNING and not _opens(lefts, rules)


def _of_places(left: list[Word], right: list[Word], rules: Rules, places: Collection[Span]) -> bool:
    """Whether two places share what follows them: "the Holt and Corvel Skills Plan"."""
    if (left[0][0], left[-1][1]) not in places:
        return False
    second = any((right[0][0], word[1]) in places for word in right[:-1])
    tail = ending([word[2] for word in right], rules)
    return second and tail is not None and tail[0] not in _BODIES


def _begins_known(right: list[Word], known: Collection[Span]) -> bool:
    """Whether a known name of several words begins what "and" adds."""
    ends = {word[1] for word in right[2:]}
    return any(start == right[0][0] and end in ends for start, end in known)


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
    if _fields(lefts, rights, rules):
        return True
    if ending(lefts, rules) and not plain(lefts[:-1] or lefts, rules):
        return False
    if plain(lefts, rules):
        return tail is not None or plain(rights, rules)
    if tail is None:
        return False
    if rules.has("common", lefts[-1]) and plain(rights, rules):
        return True  # "the Calder Technical and Vocational Skills Centre"
    whole = " ".join(rights) in rules.tails or rules.has("generic", " ".join(rights))
    areal = rights[-1] in rules.words["areal"] and not whole
    return areal and len(lefts) <= 2 and link == "and"


def _fields(lefts: list[str], rights: list[str], rules: Rules) -> bool:
    """Whether "and" joins two fields inside a name: "the Calder Life and Health Sciences Hub"."""
    tail = ending(rights, rules)
    if tail is None or tail[0] in _BODIES or strong(lefts, rules):
        return False
    apart = len(rights) > 1 and plain(rights[:-1], rules)
    return apart and len(lefts) > 1 and rules.has("common", lefts[-1])


def _opens(words: list[str], rules: Rules) -> bool:
    """Whether a head such as "Institute of" still takes in what follows."""
    for index, word in enumerate(words[1:], 1):
        if word in ("of", "for", "in", "on") and rules.has("enumerating", words[index - 1]):
            return True
    return False
