"""Common words that name something by the company they keep.

"Stents" names nothing for sure by itself; in "stents, catheters and heart valves" each is named for
what it is, and so is what a word before it asks for: "recruits midwives". Which words ask is data
(``asking`` in ``names.yaml``); such names count as entities and are no surer ends of relations.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from medtechkg.language import names, nouns
from medtechkg.language.lexicon import fold
from medtechkg.language.masks import DETERMINERS, STOP, Mark
from medtechkg.model import Passage

__all__ = ["GROUP", "named"]

#: The rule of a mark that names a thing and takes part in relations only where they ask for it.
GROUP = "group"
_GAP = re.compile(
    r"(?: ?(?:,|;|/|\|)(?: ?(?:and|or|&))?| (?:and|or|&|as well as)) ?"
    r"(?:the |a |an |both |also |even |other |two |three |four |five |six |some |\d+ )?"
)
_AFTER = re.compile(r"\s*(?:$|[.,;:!?)\]|/–—”’\"]|- |([A-Za-z][\w’'-]*))")
_BEFORE = re.compile(r"(?:^|[\s(“‘\"/|])$")
_WORD = re.compile(r"[\w’'-]+")
_COUNT = re.compile(
    r"(?:\b[\d,.]+|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of)) $"
)
_SENTENCE = re.compile(r"[.!?] ")
_FIELDS = ("Sector", "SubSector")
_KINDS = (("OccupationGroup",), ("Skill",), ("Technology",), _FIELDS, ("University",))
_REACH = 3
_ENOUGH = {"OccupationGroup": 2, "Technology": 2, "Skill": 2, "Sector": 3, "University": 2}
_FOLLOWING = frozenset(
    "which who that when as at is are was were will would can could may might must should has have "
    "had remain remains ranging rather sector sectors industry industries".split()
)


def named(marks: Sequence[Mark], passage: Passage, rules: names.Rules) -> list[Mark]:
    """Let the common words of a passage that its wording makes names count as such."""
    chosen: dict[int, Mark] = {}
    for classes in _KINDS:
        for chain in _chains(marks, passage.text, classes):
            for at in _meant(chain, marks, passage.text, classes[0], rules):
                chosen.setdefault(at, _grouped(marks[at], classes))
    for at, mark in enumerate(marks):
        if not mark.strong and at not in chosen:
            cls = _certain(mark, passage.text, rules)
            if cls:
                chosen[at] = _grouped(mark, (cls,))
    return [chosen.get(at, mark) for at, mark in enumerate(marks)]


def _grouped(mark: Mark, classes: Collection[str]) -> Mark:
    """The mark with the sense asked for first."""
    wanted = [sense for sense in mark.senses if sense.cls in classes]
    rest = [sense for sense in mark.senses if sense.cls not in classes]
    return replace(mark, senses=(*wanted, *rest), rule=GROUP)


def _certain(mark: Mark, text: str, rules: names.Rules) -> str | None:
    """The class in which a common word always counts: "STEM", "the government"."""
    written = fold(text[mark.start : mark.end])
    owned = text.startswith(("’s", "'s"), mark.end)
    for sense in mark.senses:
        sure = rules.certain.get(sense.cls, ())
        if (written in sure and (owned or _closes(text, mark.end))) or (
            owned and f"{written}'s" in sure and text[mark.start].isupper()
        ):
            return sense.cls
    return None


def _chains(marks: Sequence[Mark], text: str, classes: Collection[str]) -> Iterator[list[int]]:
    """The names of some classes that stand in a row, by their place in ``marks``."""
    chain: list[int] = []
    for at, mark in enumerate(marks):
        if not any(sense.cls in classes for sense in mark.senses):
            continue
        if chain and not _GAP.fullmatch(text, marks[chain[-1]].end, mark.start):
            yield chain
            chain = []
        chain.append(at)
    if chain:
        yield chain


def _meant(
    chain: Sequence[int], marks: Sequence[Mark], text: str, kind: str, rules: names.Rules
) -> list[int]:
    """Those of a row that its length or the words before it make names."""
    first, last = marks[chain[0]], marks[chain[-1]]
    if not _BEFORE.search(text, 0, first.start):
        return []
    common = [at for at in chain if not marks[at].strong]
    if kind == "OccupationGroup":
        common = [at for at in common if _many(text, marks[at])]
    if not common:
        return []
    asked = _asked(text, first, "FieldOfActivity" if kind == "Sector" else kind, rules)
    if kind == "Skill":
        asked = asked or any(_written(text, marks[at]).endswith(" skills") for at in chain)
    if kind == "OccupationGroup":
        asked = asked or bool(_COUNT.search(text, 0, first.start))
    long = len(chain) >= _ENOUGH[kind]
    row = _many(text, last) and (
        (len(chain) > 1 and kind == "Technology")
        or ((len(chain) > 1 or asked) and kind == "OccupationGroup")
    )
    if not (row or _closes(text, last.end, listed=len(chain) > 2 and asked)):
        return []
    if kind in ("Skill", "University"):
        return common if asked and long else []
    if kind == "Sector":
        sure = long and len(common) < len(chain)
        return common if (asked and len(chain) > 1) or sure else []
    if kind == "Technology":
        return common if long or asked else []
    special = [at for at in common if not rules.has("broad", _written(text, marks[at]))]
    return special if special and (asked or (long and (len(special) > 1 or len(chain) > 2))) else []


def _written(text: str, mark: Mark) -> str:
    return text[mark.start : mark.end].lower()


def _many(text: str, mark: Mark) -> bool:
    word = _written(text, mark).rpartition(" ")[2]
    return nouns.is_plural(word) or word in ("staff", "workforce")


def _closes(text: str, end: int, *, listed: bool = False) -> bool:
    """Whether no further noun follows: "nurses", but "nurse" in "nurse training" is half a name.

    After a list a word that is no plural is a verb: "maths, physics and biology open the door".
    """
    after = _AFTER.match(text, end)
    word = after[1].lower() if after and after[1] else ""
    if listed and word and not nouns.is_plural(word):
        return True
    return bool(after) and (not word or word in STOP or word in DETERMINERS or word in _FOLLOWING)


def _asked(text: str, first: Mark, kind: str, rules: names.Rules) -> bool:
    """Whether a word before asks for a name of that kind."""
    begin = max((end.end() for end in _SENTENCE.finditer(text, 0, first.start)), default=0)
    before = text[begin : first.start].lower()
    near, far = _cues(rules.asking[kind])
    if far is not None and far.search(before):
        return True
    words = _WORD.findall(before)
    return near is not None and bool(near.search(" ".join(words) + " "))


@cache
def _cues(cues: tuple[str, ...]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    near = [re.escape(cue) for cue in cues if not cue.endswith(":")]
    far = [re.escape(cue[:-1]) for cue in cues if cue.endswith(":")]
    stops = "|".join(sorted(STOP - {"its", "the"}))
    gap = rf"(?: (?!(?:{stops})\b)[\w’'-]+){{0,{_REACH}}} $"
    return (
        re.compile(rf"\b(?:{'|'.join(near)}){gap}") if near else None,
        re.compile(rf"\b(?:{'|'.join(far)})(?![\w-])") if far else None,
    )
