"""Abbreviations a text defines itself, in brackets: the spans of the long and the short form."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Abbreviation", "brackets", "fits", "scan"]

Abbreviation = tuple[int, int, int, int]

_SHORT = re.compile(r"\(([A-Za-z][\w&-]{1,9})\)")
_KINDS = (" Consortium", " Programme", " Project", " Partnership", " Network", " Centre", " Fund")
_BRACKET = re.compile(
    r"\((?:the |or |now )?[‘“'\"]?([A-Za-z][\w&-]{1,9}|[A-Z]{2,5} [A-Z]\w{1,9})[’”'\"]?\)"
)
_LONG = re.compile(r"(?<!\w)([A-Z][A-Z&]{1,7})(?:[’']s)? \(([A-Z][^()]{5,80})\)")


def scan(text: str) -> list[Abbreviation]:
    """Find "Long Form (LF)" and "LF (Long Form)": the spans of the long and of the short form.

    >>> [(start, end)] = [pair[:2] for pair in scan("on computer aided design (CAD)")]
    >>> "on computer aided design (CAD)"[start:end]
    'computer aided design'
    """
    found = []
    for match in _SHORT.finditer(text):
        before = text[: match.start()].rstrip()
        start = _long_start(before, match[1])
        if start is None and before.endswith(_KINDS):
            start = _long_start(before.rpartition(" ")[0], match[1])
        if start is not None:
            found.append((start, len(text[: match.start()].rstrip()), *match.span(1)))
    for match in _LONG.finditer(text):
        if _long_start(match[2], match[1]) == 0:
            found.append((*match.span(2), *match.span(1)))
    return sorted(found)


def brackets(text: str) -> list[tuple[int, int, int]]:
    """Find single words in brackets: where what stands before ends, and their span."""
    found = []
    for match in _BRACKET.finditer(text):
        end = len(text[: match.start()].rstrip())
        found.append((end, *match.span(1)))
    return found


def fits(name: str, short: str) -> bool:
    """Whether a short form can be made of the letters of a name: "SaTH", "iREACH".

    >>> fits("Bray and Holt Hospital NHS Trust", "BaHH"), fits("Bray Hospital", "NHS")
    (True, False)
    """
    letters, rest = short.lower(), iter(name.lower())
    starts = {word[0] for word in _PART.findall(name.lower())}
    return (
        sum(letter.isupper() for letter in short) > 1
        and letters[0] in starts
        and all(letter in rest for letter in letters if letter.isalnum())
    )


def _long_start(before: str, short: str) -> int | None:
    """Where the long form ending here begins, if the letters of the short form are its initials."""
    letters = short[:-1] if short[-1] == "s" and short[:-1].isupper() else short
    if sum(letter.isupper() for letter in letters) < 2:
        return None
    letters = letters.lower()
    words = [(m.start(), m[0].lower()) for m in _PART.finditer(before)]
    for size in range(2, 2 * len(letters) + 3):
        if size > len(words):
            return None
        tail = words[-size:]
        if _spells([word for _, word in tail], letters, len(letters) > 2):
            return tail[0][0]
    return None


_PART = re.compile(r"[^\W_]+")
_SMALL = frozenset(("of", "and", "for", "the", "in", "on", "at", "to", "with", "a", "an", "de"))


def _spells(words: Sequence[str], letters: str, spare: bool) -> bool:
    """Whether the letters are initials of the words in order; small words may be passed over.

    A word may give several letters from its start ("UK" in "UKTI"); of a long abbreviation one
    word (``spare``) may be left out.
    """
    if not letters or not words:
        return False
    head, rest = words[0], words[1:]
    for size in range(min(3, len(head), len(letters)), 0, -1):
        if head[:size] == letters[:size] and _rest_spells(rest, letters[size:], spare):
            return True
    return False


def _rest_spells(words: Sequence[str], letters: str, spare: bool) -> bool:
    if not letters:
        return not words
    if _spells(words, letters, spare):
        return True
    if not words or len(words) == 1:
        return False
    if words[0] in _SMALL:
        return _rest_spells(words[1:], letters, spare)
    return spare and _rest_spells(words[1:], letters, False)
