"""What the words right before or right after a bare name say it is.

"The acquisition of Bray", "Bray employs 40 people", "Bray, which has since moved to Holt", "Bray’s
factory": the words are data (``phrases``, ``verbs`` and ``possessed`` of ``names.yaml``); this
module knows what may stand between them and the name.
"""

from __future__ import annotations

import re

from medtechkg.language import appositions, parts
from medtechkg.language.cues import Rules
from medtechkg.language.parts import Name

__all__ = ["neighbour", "ordinary"]

_SHARED = re.compile(
    r"((?:(?:, | and |, and )[A-Z][\w-]+(?: [A-Z][\w-]+)?)*) ([a-z]+s|[a-z]+ies)\b"
)
_WORD = re.compile(r" ([a-z’'-]+|(?=[£$€]))([£$€])?")
_ASIDE = re.compile(r" ?[®™]| \([^()]{1,60}\)| ?[–—] [^–—]{3,60} [–—](?= )")
_RELATIVE = re.compile(r",? (?:which|that)(?= )")
_REDUCED = re.compile(r", (?=[a-z]+(?:ed|ght|un|ld) )")
_ADVERBS = frozenset(
    "also now currently recently already since then later first today again still soon both all"
    " subsequently initially originally previously formerly successfully proudly itself alone"
    " just once only jointly".split()
)
_OWNED = re.compile(r"[’']s? ([a-z][a-z-]*(?: [a-z][a-z-]*){0,4}|[A-Z]{2,4})\b")
_ENDS_OWNED = frozenset(
    "of to for in on at is was has had will can and that with which by from".split()
)
#: Offices of a place, not of a firm.
_CIVIC = frozenset("mayor leader minister councillor mp teacher student nurse".split())
_PEOPLE = 2
#: What is visited or lies somewhere may be a place as well as a firm.
_ANY_KIND = ("home to", "part of", "visited", "visit to", "visits to", "tour of", "support of")


def neighbour(text: str, name: Name, rules: Rules) -> tuple[str, str] | None:
    """Find the class that what stands beside a bare name shows, and by which rule."""
    if ordinary(name.lower, rules):
        return None
    shared = _SHARED.match(text, name.end)
    plural = rules.plurals.get(shared[2]) if shared else None
    joined = text[: name.start].endswith((" and ", ", ")) or (shared and shared[1])
    if plural and joined:
        return plural["cls"], f"shared:{plural['after']}"
    cls = _before(text, name, rules)
    if cls:
        return cls, "phrase"
    cls = _owner(text, name, rules)
    if cls:
        return cls, "owner"
    cls = _subject(text, name, rules)
    return (cls, "verb") if cls else None


def ordinary(words: list[str], rules: Rules) -> bool:
    """Tell whether all the words are ordinary in a title, names of nations and numbers included."""
    return all(
        word in parts.LINKS
        or word.isdigit()
        or any(rules.has(table, word) for table in ("common", "acronyms", "nationalities"))
        or (word.endswith("'s") and rules.has("common", word.removesuffix("'s")))
        for word in words
    )


def _before(text: str, name: Name, rules: Rules) -> str | None:
    before = text[max(0, name.start - 40) : name.start].rstrip().removesuffix(" the").lower()
    words = before.split(" ")
    for size in (1, 2, 3, 4):
        phrase = " ".join(words[-size:])
        cls = rules.phrases.get(phrase)
        if cls:
            return cls if phrase in _ANY_KIND else _firm(name, cls, rules)
    return "Business" if before.endswith("-based") else None


def _firm(name: Name, cls: str, rules: Rules) -> str:
    """Take a body for a firm if its name holds no ordinary word: "Bray", not "Bray Voice"."""
    own = [word for word in name.lower if word not in parts.LINKS]
    bare = not any(ordinary([word], rules) for word in own)
    return "Business" if cls == "Organisation" and bare else cls


def _owner(text: str, name: Name, rules: Rules) -> str | None:
    """Read what the name has: "Bray’s chief executive", "Bray’s new factory"."""
    match = _OWNED.match(text, name.end)
    words = match[1].split() if match else []
    words = words[: next((at for at, w in enumerate(words) if w in _ENDS_OWNED), len(words))]
    for at in range(len(words)):
        for size in (2, 1):
            cls = rules.possessed.get(" ".join(words[at : at + size]).lower())
            if cls and len(words[at:]) >= size:
                return cls
    if words and rules.has("roles", words[-1]) and words[-1] not in _CIVIC:
        return _firm(name, "Organisation", rules)
    return None


def _subject(text: str, name: Name, rules: Rules) -> str | None:
    """Read what the name does: past asides, "which" and adverbs."""
    after = _ASIDE.sub("", text[name.end : name.end + 160], count=2)
    verb = _verb(_RELATIVE.sub("", after, count=1) if _RELATIVE.match(after) else after, rules)
    if verb is None and (reduced := _REDUCED.match(after)):
        verb = _verb(f" is {after[reduced.end() :]}", rules)  # "Bray, based in Holt"
    if verb is None:
        aside = appositions.ASIDE.match(after)
        verb = _verb(after[aside.end() :], rules) if aside else None
    if verb == "Person" and not _PEOPLE <= len(name.words) <= _PEOPLE + 1:
        return None
    return _firm(name, verb, rules) if verb else None


def _verb(after: str, rules: Rules) -> str | None:
    words: list[str] = []
    at = 0
    while (match := _WORD.match(after, at)) and len(words) < 5:
        words += [word for word in match.groups() if word and word not in _ADVERBS]
        at = match.end() if match[2] is None else len(after)
    for size in range(len(words), 0, -1):
        cls = rules.verbs.get(" ".join(words[:size]))
        if cls:
            return cls
    return None
