"""How firmly a figure is said: as a fact, a forecast, a plan, a doubt, or as what should be.

A cue holds for the numbers of its own part of the sentence: "It has 40 looms and aims to add nine"
says only of the nine that they are planned. A part without a verb goes on with the one before it:
"It should earn £2m, and £5m a year later".
"""

from __future__ import annotations

import re

from medtechkg.language.clauses import Setting
from medtechkg.language.measures import Measure
from medtechkg.language.verbs import BASES, FINITE
from medtechkg.model import Modality

__all__ = ["modality"]

#: Where another part of a sentence begins, which has a verb of its own or none.
_PARTS = re.compile(
    r"[;:]\s|\s[–—-]\s|,? (?:which|who|whose|while|whilst|whereas|although|though|but)\b"
    r"|, (?:and|with|where|so|as|after|by|once|if)\b| and (?=(?:also |now )?(?:plans?|hopes?|aims?|"
    r"expects?|intends?|will|could|may|might|should|is|are|has|have|had|was|were)\b)"
    r"| that (?=(?:will|would|could|may|might|should)\b)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
_AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might should".split()
)
_VERBS = BASES | FINITE | _AUXILIARIES
_ORDER = (
    ("recommended", Modality.RECOMMENDED),
    ("expected", Modality.EXPECTED),
    ("hedged", Modality.HEDGED),
    ("planned", Modality.PLANNED),
)


def modality(setting: Setting, measure: Measure) -> Modality:
    """How firmly the part of the sentence that holds a number says it."""
    start, end = _part(setting.text, measure.quantity.start)
    for name, found in _ORDER:
        if setting.grammar.cues[name].search(setting.text, start, end):
            return found
    return Modality.ASSERTED


def _part(text: str, at: int) -> tuple[int, int]:
    """The part of a sentence around a position, with those before it that it goes on with."""
    marks = [0, *(mark.start() for mark in _PARTS.finditer(text)), len(text)]
    within = max(number for number, mark in enumerate(marks[:-1]) if mark <= at)
    first = within
    while first and not _told(text[marks[first] : marks[first + 1]]):
        first -= 1
    return marks[first], marks[within + 1]


def _told(part: str) -> bool:
    """Whether a part of a sentence has a verb."""
    return any(word in _VERBS for word in _WORDS.findall(part.lower()))
