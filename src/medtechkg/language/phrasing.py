"""Words and verb phrases of patterns, as regular expressions over masked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from medtechkg.language.masks import CLOSE, NAME, OPEN, coded, tokens
from medtechkg.language.pieces import piece
from medtechkg.language.verbs import forms

__all__ = ["either", "folded", "verb"]

#: A word may begin or end a weak name.
_OPENING, _CLOSING = f"(?:{OPEN}{NAME}+)?", f"{CLOSE}? "
_ADV = piece(
    "ADVERBS",
    "(?:[\x02\x03]?(?:also|now|already|recently|jointly|both|all|each|together|currently|further|"
    "first|still|not|never|just|newly|soon|then|again|long|always|today|[a-z]+ly) )?",
)
#: "Is expected to", "has begun to", "hopes to": what stands before the bare verb.
_WILLING = (
    "set|expected|due|able|likely|planning|hoping|aiming|looking|keen|ready|\x02about|going|proud|"
    "scheduled|working|seeking|preparing|poised|trying|planned|continuing"
)
_MODAL = piece(
    "MODAL",
    "(?:\x02(?:will|would|can|could|may|might|should|must|to|did|does|do)"
    "|(?:plans|planned|aims|aimed|hopes|hoped|intends|intended|expects|\x02wants|seeks|sought"
    "|agreed|decided|(?:\x02(?:has|have|had) )?(?:begun|started|agreed|decided)|began|starts|begins"
    "|continues|continued|managed|\x02(?:has|have|had|is|are|was|were)"
    "|\x02(?:is|are|was|were) (?:[a-z]+ly |\x02also )?"
    f"(?:{OPEN}{NAME}+)?(?:{_WILLING}){CLOSE}?) \x02to"
    "|(?:\x02(?:has|have|had|is|are|will) )?(?:\x02helps|helped|helping|\x02help)(?: \x02to)?)",
)
_START = "(?:\x02(?:has|have|had) )?(?:began|begun|begins|started|starts|continues|continued)"
_HAVE, _BE = "\x02(?:has|have|had|having)", "\x02(?:is|are|was|were|be)"
_FORMS_OF_BE = frozenset("is are was were be been being".split())
_BEING = "\x02(?:is|are|was|were|be|been|being)"
_HELPERS = "\x02(?:is|are|was|were|be|been|being|has|have|had|will|would|can|to|may|should)"


def either(phrases: Iterable[str]) -> str:
    """Any of some words or phrases, whether or not they begin or end a weak name."""
    return f"{_OPENING}(?:{'|'.join(map(_phrase, phrases))}){_CLOSING}"


@cache
def _phrase(written: str) -> str:
    return f"{_CLOSING}{_OPENING}".join(re.escape(coded(word)) for word in folded(written))


@cache
def folded(written: str) -> tuple[str, ...]:
    """The tokens of a word or phrase as they stand in a masked sentence, without codes."""
    return tuple(tokens(written))


@cache
def verb(written: str) -> tuple[str, frozenset[str]]:
    """Any form of some verbs, with its auxiliaries and adverbs; and the words of which one stands.

    ``be`` is any form of it; with ``!`` behind them the verbs are passive.
    """
    if written == "be":
        return f"(?:{_ADV}{_HELPERS} ){{0,2}}{_ADV}{_BEING} {_ADV}", _FORMS_OF_BE
    passive = written.endswith("!")
    verbs = [forms(lemma.strip()) for lemma in written.rstrip("!").split("|")]

    def every(name: str) -> str:
        return either(sorted({getattr(one, name) for one in verbs}))

    if passive:
        regex = f"(?:{_ADV}{_HELPERS} ){{0,4}}{_ADV}{every('participle')}{_ADV}"
        return regex, frozenset(folded(one.participle)[0] for one in verbs)
    ing, participle, base = every("ing"), every("participle"), every("base")
    simple = f"(?:{every('third')}|{every('past')}|{base}|{ing})"
    regex = (
        f"{_ADV}(?:{_HAVE} {_ADV}(?:\x02been {ing}|{participle})|{_BE} {_ADV}{ing}"
        f"|{_MODAL} {_ADV}(?:\x02be {ing}|\x02have {participle}|{base})"
        f"|{_START} {ing}|{simple}){_ADV}"
    )
    return regex, frozenset(folded(form)[0] for one in verbs for form in one.all())
