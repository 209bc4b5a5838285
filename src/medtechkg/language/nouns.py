"""The noun phrase that a number counts, by the shape of English words alone: no tagger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medtechkg.language.numerals import WORDS

__all__ = ["PLURALS", "is_plural", "noun"]

PLURALS = frozenset(
    re.findall(
        r"[a-z-]+",
        "people staff children men women alumni personnel crew workforce vacancies fte ftes",
    )
)
_STOPS = frozenset(
    re.findall(
        r"[a-z-]+",
        "of in at to for from by with within without across on over under into onto through "
        "throughout between among amongst since until per via as than that which who whom "
        "whose where when while if because so but or nor is are was were be been being has "
        "have had having will would can could may might must shall should do does did not the "
        "a an this these those each every both it its they their we our you your he she his "
        "her there here also already currently now today annually alongside including such "
        "about around more less towards during after before against off up down out work "
        "works worked employ employs say says said sit sits make makes take takes took use "
        "uses need needs needed come comes came go goes went turn turns turned study get gets "
        "benefit benefits operate operates live lives join joins joined report reports expect "
        "sell sells provide provides develop develops serve serves belong belongs include includes "
        "specialise specialises specialize specializes focus manufacture manufactures represent "
        "represents took take takes enjoy enjoys remain remains account accounts received receive "
        "expects believe felt thought told found made given won drawn see saw feel think want "
        "wanted planned struggled cited held",
    )
)
_TRAILING = frozenset(
    re.findall(
        r"[a-z-]+",
        "shortage shortages shortfall deficit gap gaps workforce turnover market team base",
    )
)
_NOMINAL = frozenset(
    re.findall(
        r"[a-z-]+",
        "funding training building engineering manufacturing marketing housing computing "
        "processing testing nursing learning teaching planning imaging consulting banking "
        "gaming backing added matching spending pricing saving seed",
    )
)
_TOKEN = re.compile(r"[ \u00a0]?(?:([A-Za-z&][\w&/-]*(?:[’'][a-z]+|(?<=s)[’'])?)|,(?= [a-z&]))")
_AREA = re.compile(
    r"[ -]?((?:sq(?:uare|\.)?[ -]?(?:ft|feet|foot|m|met(?:re|er)s?)\b|m²|m2\b"
    r"|(?:acre|hectare)s?\b))"
)
_MORE = re.compile(r" (?:more|extra|additional|further)(?= \w)")
_OF = re.compile(r" of (?:all |the |its |their |our |these |those )*")


def noun(text: str, end: int, *, many: bool = True) -> tuple[int, int, str]:
    """Find the noun phrase counted by what ends at ``end``: its span and its lower-case head.

    ``many`` says that a plural is expected; an amount of money or a single thing may go without.
    """
    area = _AREA.match(text, end)
    if area is not None:
        return area.start(1), area.end(), area[1].lower()
    words = list(_words(text, _noun_begin(text, end)))
    if not many:
        words = words[: _verb_at([word for _, _, word in words])]
    if not words:
        return end, end, ""
    _, stop, head = words[-1]
    for index, (_, last, word) in enumerate(words):
        if is_plural(word) and not _goes_on(word, [w[2] for w in words[index + 1 :]]):
            stop, head = last, word
            break
        if word in _TRAILING and index:
            stop, head = last, word
            break
    return words[0][0], stop, "" if head.endswith("ed") and words[0][2] == head else head.lower()


def _noun_begin(text: str, end: int) -> int:
    partitive = _OF.match(text, end)
    if partitive is not None:
        return partitive.end()
    more = _MORE.match(text, end)
    if more is not None:
        return more.end()
    if text.startswith("-strong ", end):
        return end + 8
    return end + 1 if text.startswith("-", end) else end


def _verb_at(words: list[str]) -> int:
    """Where a participle ends the noun phrase of an amount or a single thing."""
    for index, word in enumerate(words[1:], 1):
        ends = word.lower().endswith(("ing", "ed")) and word.lower() not in _NOMINAL
        if ends and not words[index - 1].endswith("ly"):
            return index
    return len(words)


def _words(text: str, position: int) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a noun phrase from ``position``, up to ten, passing commas."""
    begin = position
    for _ in range(10):
        token = _TOKEN.match(text, position)
        word = "" if token is None else (token[1] or ",").lower()
        if (
            token is None
            or (word in _STOPS and not (position == begin and word == "lives"))
            or word in WORDS
            or (position == begin and word in {",", "and", "&"})
        ):
            return
        position = token.end()
        if token[1]:
            yield token.start(1), token.end(1), token[1]


def is_plural(word: str) -> bool:
    """Whether ``word`` looks like a plural, or is one of the common irregular ones."""
    lower = word.lower().rstrip(".’'")
    if lower in PLURALS:
        return True
    return len(lower) > 3 and lower[-1] == "s" and lower[-2] not in "sui’'"


def _goes_on(word: str, following: list[str]) -> bool:
    """Whether the noun phrase runs on past a plural: "life sciences *companies*"."""
    if not following or following[0].lower().endswith(("ing", "ed")):
        return False
    following = [w for w in following if w.lower() not in _NOMINAL] or following
    if following[0].lower() in _TRAILING or (word[0].isupper() and following[0][0].isupper()):
        return True
    if following[0].lower() in {"and", "&"}:
        return not is_plural("".join(following[1:2])) and any(map(is_plural, following[2:4]))
    return any(map(is_plural, following[:2]))
