"""How near a number is meant: "more than", "up to", "about", and whether it adds ("a further").

The code of a hedge is that of the code list `qualifier`.
"""

from __future__ import annotations

import re

__all__ = ["hedge", "word_before"]

_HEDGES = {
    "more-than": "more than|well over|just over|over|upwards of|in excess of|exceeding|above|"
    "greater than|north of|topping|surpassing",
    "at-least": "at least|a minimum of|minimum of|no fewer than|no less than|not less than",
    "up-to": "up to|up to a maximum of|up to a maximum value of|up to a maximum amount of|"
    "up to a total of|as many as|as much as",
    "at-most": "at most|a maximum of|maximum of|no more than|not more than",
    "less-than": "less than|fewer than|just under|under|below",
    "nearly": "nearly|almost|close to|approaching|virtually",
    "about": "about|around|approximately|approx.|approx|some|circa|c.|ca.|roughly|broadly|"
    "in the region of|in the order of|an estimated|estimated at|estimated to be|estimated|~|≈",
    "forecast": "on course for|on track for|on course to reach|on track to reach|"
    "a projected|projected|a forecast|a predicted|predicted|an expected",
    "target": "a target of|target of|a targeted|targeted",
    "exact": "exactly|precisely|a total of|totalling|total of|a combined|a record",
}
_CODES = {form: code for code, forms in _HEDGES.items() for form in forms.split("|")}
_INCREMENT = "an extra|extra|another|a further|further|an additional|additional"
_FORM_LIST = sorted((*_CODES, *_INCREMENT.split("|")), key=len, reverse=True)
_FORMS = "|".join(re.escape(form) for form in _FORM_LIST)
_FORM = re.compile(_FORMS, re.IGNORECASE)
_HEDGED = re.compile(rf"(?:(?<![\w-])(?:{_FORMS})\s*)+(?:an?\s+)?$", re.IGNORECASE)
_LAST = frozenset(form.split()[-1] for form in _FORM_LIST) | {"a", "an"}
_LAST_DOTTED = frozenset(word for word in _LAST if word.endswith("."))
#: "Brings the total up to 40": "up to" belongs to the verb.
_RAISED = re.compile(
    r"\b(?:bring|brought|tak|took|rais|driv|drove|push|lift)\w*\b[^.;:]{1,60}$", re.IGNORECASE
)
_PREVIOUS = re.compile(r"([\w’'.~≈-]+)[\s(“\"‘]*$")


def hedge(text: str, at: int) -> tuple[int, str, str, bool]:
    """Where the hedges before ``at`` begin, their code and words, and whether they add."""
    match = None
    if word_before(text, at) in _LAST:
        match = _HEDGED.search(text, max(0, at - 48), at)
    if match is not None and word_before(text, match.start()).startswith("turn"):
        match = _HEDGED.search(text, match.start() + 4, at)  # "over" belongs to the verb
    if (
        match is not None
        and match[0].lower().startswith("up to")
        and _RAISED.search(text, max(0, match.start() - 70), match.start())
    ):
        match = _HEDGED.search(text, match.start() + 5, at)
    if match is None:
        return at, "exact", "", False
    forms = [form[0].lower() for form in _FORM.finditer(match[0])]
    hedges = [form for form in forms if form in _CODES]
    code = next((_CODES[form] for form in hedges if _CODES[form] != "exact"), "exact")
    return match.start(), code, " ".join(hedges), len(hedges) < len(forms)


def word_before(text: str, at: int) -> str:
    """The word before a place, in lower case; none if it ends its sentence."""
    match = _PREVIOUS.search(text, max(0, at - 24), at)
    word = match[1].lower() if match else ""
    return "" if word.endswith(".") and word not in _LAST_DOTTED else word
