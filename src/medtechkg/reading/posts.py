"""The post a person holds, with all its words: "Finance and Estates Director"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from medtechkg.language.matches import Item

__all__ = ["begins", "whole"]

_POST = re.compile(
    r"(?:[,;(] |\b(?:the|a|an|its|their|as|was|is|of) )((?:[A-Z][\w’'-]*(?:,? (?:and|&) | ))+)$"
)

#: The words of a post before its last one, and what it is about before its body.
_LEADING = re.compile(
    r"(?:^|[^\w]|\b(?:the|an?|its|their|our|new|former|as|is|was|of)\s)"
    r"((?:(?!(?:the|an?|its|their|our|new|former|as|is|was|who|also|now|by|and|named|appointed)\b)"
    r"[\w&/’-]+ (?:& )?){1,4})$"
)
_GOES_ON = re.compile(r"(?: (?!(?:and|of|for|at|in|to|who|is|was)\b)[\w&-]+){1,3}")
_WORD = re.compile(r"[\w-]+")
_ABOUT = re.compile(
    r"((?: (?:of|for|in) [\w&,’' -]+?)?),? (?:at|of|for|with|in|from|to)(?: the| our| its)? ?"
)


def begins(text: str, post: Item, slots: Mapping[str, tuple[Item, ...]]) -> int:
    """Where a post begins with all its words: "Finance and Estates Director"."""
    found = _POST.search(text, 0, post.start)
    if not found:
        return post.start
    others = [item for items in slots.values() for item in items if item != post]
    apart = all(item.end <= found.start(1) or item.start >= post.start for item in others)
    return found.start(1) if apart else post.start


def whole(
    text: str, word: Item, slots: Mapping[str, tuple[Item, ...]], posts: Sequence[str]
) -> tuple[int, int]:
    """A post in full, by a word of it: "UK sales manager", "head of design"."""
    others = [item for items in slots.values() for item in items if item.passage == word.passage]
    before = max((item.end for item in others if item.end <= word.start), default=0)
    after = min((item.start for item in others if item.start >= word.end), default=0)
    lead = _LEADING.search(text, before, word.start)
    about = _ABOUT.fullmatch(text, word.end, after) if after else None
    end = about.end(1) if about else word.end
    if not about and (rest := _GOES_ON.match(text, end)):
        ends = [found.end() for found in _WORD.finditer(text, *rest.span())]
        words = [found[0].lower() for found in _WORD.finditer(text, *rest.span())]
        end = max((at for at, one in zip(ends, words, strict=True) if one in posts), default=end)
    return lead.start(1) if lead else word.start, end
