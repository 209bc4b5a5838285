"""What a phrase, and the words around it, show of what it names, as features of a linear model.

A feature is written as a person would tell it, with "_" for the phrase: "skill in _" has the two
words before it, "_ .. use" a word soon after it, "such as [list] _" what opens the list it stands
in, "… care" its last word, "clinical …" its first, "… -ology" how it ends, "= robotics" all of it.
Of a name with capitals, features begin with "^". Names around stand as their class, figures as "#".

Words, endings, capitals and company of a name are what named entities have long been classed by:
M. Collins and Y. Singer, "Unsupervised models for named entity classification", 1999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from medtechkg.language.nounphrases import Line
from medtechkg.language.verbs import lemma

__all__ = ["LIST", "around", "capitalised", "inside"]

#: What stands between the items of a list.
LIST = frozenset((",", ";", "and", "or", "&", "/"))
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[a-z][A-Z]")
_FIGURE = re.compile(r"\d")
#: How many words count before and after a phrase, and how far back a list may open.
_REACH, _FAR = 3, 40
_MANY = 4
_EDGE = "|"


def inside(line: Line, first: int, stop: int) -> Iterator[str]:
    """Yield what the words of a phrase show."""
    words = line.words[first:stop]
    last = words[-1]
    head = lemma(last)
    yield from (f"… {head}", f"… -{last[-4:]}", f"… -{last[-3:]}")
    if last.endswith("s") and not last.endswith("ss"):
        yield "… -s"
    if len(words) == 1:
        yield f"= {last}"
    else:
        yield from (f"{lemma(words[0])} …", f"… {lemma(words[-2])} {head}", f"-{words[0][-3:]} …")
        for word in words[:-1]:
            yield f"… {lemma(word)} …"
    yield f"{min(len(words), _MANY)} words"


def capitalised(written: str) -> Iterator[str]:
    """Yield what the words and the letters of a name with capitals show."""
    words = _WORD.findall(written.lower())
    last = words[-1]
    yield from (f"^ … {last}", f"^ {words[0]} …", f"^ … -{last[-4:]}", f"^ … -{last[-3:]}")
    for word in words:
        yield f"^ … {word} …"
    yield f"^ {min(len(words), _MANY)} words"
    if written.isupper():
        yield "^ in capitals"
    if _CAMEL.search(written):
        yield "^ with a capital inside"
    if _FIGURE.search(written):
        yield "^ with a figure"


def around(line: Line, first: int, stop: int) -> Iterator[str]:
    """Yield what stands before and after a phrase."""
    before = [lemma(word) for word in line.words[max(0, first - _REACH) : first]]
    after = [lemma(word) for word in line.words[stop : stop + _REACH]]
    one, other = before[-1] if before else _EDGE, after[0] if after else _EDGE
    yield from (f"{one} _", f"_ {other}", f"{one} _ {other}")
    if before:
        yield f"{before[-2] if len(before) > 1 else _EDGE} {one} _"
    if len(after) > 1:
        yield f"_ {other} {after[1]}"
    for word in before:
        yield f"{word} .. _"
    for word in after:
        yield f"_ .. {word}"
    if before and line.words[first - 1] in LIST:
        yield from _opening(line, first)


def _opening(line: Line, first: int) -> Iterator[str]:
    """The words that open a list, the way back from one of its later items."""
    words, at = line.words, first - 1
    least = max(-1, first - _FAR)
    while at > least and (words[at] in LIST or _item(line, at)):
        at -= 1
    one = lemma(words[at]) if at >= 0 else _EDGE
    yield f"{one} [list] _"
    if at > 0:
        yield f"{lemma(words[at - 1])} {one} [list] _"


def _item(line: Line, at: int) -> bool:
    return line.plain[at] or line.words[at][0] in "<^"
