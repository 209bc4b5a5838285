"""What the text does with its words: who speaks, how it is meant, what is claimed, what happened.

The four readings are modules of their own; this is the door to them. Their words are data, in
``ontology/patterns/discourse.yaml``.
"""

from __future__ import annotations

from medtechkg.language.stances import Cues, Stance, cues, load, stance
from medtechkg.reading.claims import claims
from medtechkg.reading.events import Dated, dates, events
from medtechkg.reading.speeches import Speech, speech

__all__ = [
    "Cues",
    "Dated",
    "Speech",
    "Stance",
    "claims",
    "cues",
    "dates",
    "events",
    "load",
    "speech",
    "stance",
]
