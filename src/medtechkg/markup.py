"""Text as XML and HTML can hold it, and as wide as it will be."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["escaped", "width", "wrapped"]

#: What XML 1.0 gives a meaning, changes on reading, or cannot say at all (its section 2.2).
_SPECIAL = re.compile('[\x00-\x1f"&<>\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]')
_NAMES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
    "\r": "&#13;",
    "\t": "&#9;",
}

#: The widths of Helvetica, in thousandths of its size, as Adobe published them; those that are not
#: listed are as wide as a figure. Arial and Liberation Sans have the same.
_WIDTHS = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft",
        333: "()-`r“”",
        389: "*",
        500: "Jcksvxyz",
        584: "+<=>~",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "—…",
        1015: "@",
    }.items()
    for letter in letters
}
_FIGURE, _FULL = 556, 1000


def escaped(text: str) -> str:
    r"""Write a text for the content of an element, or an attribute in double quotes.

    What XML cannot hold, such as most control characters, becomes U+FFFD.

    >>> escaped('R&D "now"\x0c')
    'R&amp;D &quot;now&quot;�'
    """
    # Most texts need nothing, and these tests tell so much sooner than the pattern.
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text or '"' in text):
        return text
    return _SPECIAL.sub(_named, text)


def _named(found: re.Match[str]) -> str:
    return _NAMES.get(found[0], "\N{REPLACEMENT CHARACTER}")


def width(text: str, size: float, bold: bool = False) -> float:
    """Estimate how wide a line of text is at a size of type, in the same unit."""
    units = sum(_WIDTHS.get(letter) or _unlisted(letter) for letter in text)
    return units * size / 1000 * (1.07 if bold else 1.0)


def _unlisted(letter: str) -> int:
    if ord(letter) < 0x300:
        return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _FIGURE)
    if unicodedata.combining(letter):
        return 0
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else 600


def wrapped(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than ``limit``; a longer word is cut, nothing is left out.

    >>> wrapped("University of Eastvale", 10, 60)
    ['University of', 'Eastvale']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold) <= limit:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter, size, bold) > limit:
                lines.append("")
            lines[-1] += letter
    return lines or [""]
