"""Whether a text is English, told by its small words.

The patterns know only English: what they would find in another language is noise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

__all__ = ["other"]

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000
_FEWEST = 40
_SCARCE = 0.03

# Frequent words of each language that are rare in the others.
_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "English": "the of and to is for that with as by are from be has have this will at which",
        "French": "le les des une est dans pour que qui sur par pas plus avec sont aux ce du et",
        "German": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als",
        "Spanish": "el los las una que en por con para del se es como más su al lo pero y",
        "Italian": "il di che è la per una sono con del della dei nel alla come più gli anche e",
        "Portuguese": "que do da em um uma para com não os as dos mais ao na no se por foi",
        "Dutch": "het een van en dat op te zijn voor met niet aan er ook als bij naar wordt",
        "Polish": "w i na z do się nie jest to że oraz dla od przez są po jak za",
        "Welsh": "y yr yn ar gyfer mae wedi gyda bod hwn sydd neu ei fel hyn ac nid drwy o",
        "Swedish": "och att det som en på är av för med den till inte har ett om",
    }.items()
}


def other(text: str) -> str:
    """Name the language of a text that is not English; nothing if it is, or is too short to tell.

    >>> other("The programme is for all of the firms.")
    ''
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _FEWEST:
        return ""
    if sum(1 for word in words if word[0] > "\u024f") > 0.5 * len(words):
        return "one in another script"
    counts = Counter(words)
    shares = {name: sum(counts[w] for w in known) / len(words) for name, known in _WORDS.items()}
    likeliest = max(sorted(shares), key=lambda name: shares[name])
    if likeliest == "English" or shares[likeliest] < _SCARCE:
        return ""
    return likeliest
