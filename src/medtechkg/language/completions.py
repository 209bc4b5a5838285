"""A class noun right after a name, which completes it: "the Calder programme", "Vask patches"."""

from __future__ import annotations

import re

from medtechkg.language import parts
from medtechkg.language.appositions import BRACKET
from medtechkg.language.cues import Rules
from medtechkg.language.neighbours import ordinary
from medtechkg.language.parts import Name
from medtechkg.language.shapes import Cue

__all__ = ["AFTER", "Verdict", "beside", "quoted"]

Verdict = tuple[str | None, str, int]  # class, rule, where the name ends

AFTER = re.compile(r"[’'”\"]?[®™]? ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?")
_HYPHENED = re.compile(r"(?:[A-Z][\w’]+[-–])+[A-Z]\w+")
_TITLED = re.compile(r" ([A-Z][a-z]+)\b(?! [A-Z])")
_QUALIFIES = re.compile(r"pilot|research|training|skills|funding|[a-z]+(?:ical|ic|ial|ional)")


def quoted(text: str, name: Name) -> bool:
    """Whether quotation marks enclose a name."""
    return text[name.start - 1 : name.start] in ("‘", "“") and text[name.end : name.end + 1] in (
        "’",
        "”",
    )


def beside(text: str, name: Name, cue: Cue | None, rules: Rules) -> Verdict | None:
    """Read a class noun right after the name, which becomes part of a name without a cue."""
    at = name.end
    bracket = BRACKET.match(text, at)
    closes = text.startswith(")", at)
    match = AFTER.match(text, bracket.end() if bracket else at + closes)
    if bracket and (title := _TITLED.match(text, bracket.end())):
        return _titled(title, rules)
    if match is None:
        return None
    noun = 2 if match[2] and _QUALIFIES.fullmatch(match[1]) else 1
    cls = rules.after.get(match[noun])
    if match[2] and (pair := rules.after.get(f"{match[1]} {match[2]}")):
        noun, cls = 2, pair
    if cls is None:
        return None
    marked = quoted(text, name)
    if cue and not marked:
        return cls, "beside", at
    product = rules.has("products", match[noun]) and not _mark_of(text, name, rules)
    firm = (
        len(name.words) > 1
        or marked
        or product
        or _HYPHENED.match(text, name.start)
        or parts.shaped(text[name.start : at])
    )
    if not firm or (parts.plain(name.lower, rules) and name.initial):
        return None
    if cls == "Technology" and not closes:
        return cls, "product" if rules.has("products", match[noun]) else "make", match.end(noun)
    return cls, "beside", at if closes else match.end(noun)


def _mark_of(text: str, name: Name, rules: Rules) -> bool:
    """Whether a single word is an everyday one, a person's or a place's rather than a brand."""
    word = name.lower[0]
    return (
        ordinary(name.lower, rules)
        or name.initial
        or any(rules.has(table, word) for table in ("names", "surnames", "months", "possessives"))
        or text.startswith(("’", "'"), name.end)
    )


def _titled(title: re.Match[str], rules: Rules) -> Verdict | None:
    """Read "Lens Science Interface (LSI) Programme" as one name."""
    cls = rules.after.get(title[1].lower())
    return (cls, "beside", title.end()) if cls else None
