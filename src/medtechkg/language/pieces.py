"""What patterns are compiled of: pieces of regular expressions over masked sentences, by name.

A piece is written once in an expression and called where it is needed, as in ``(?&NOUNS)``: written
out each time, a pattern with two lists of names would be of tens of thousands of characters.
Expressions are those of `PCRE2 <https://www.pcre.org/current/doc/html/pcre2pattern.html>`_, which
compiles them some eighty times as fast as ``re`` and gives up where one would search for ever.
"""

from __future__ import annotations

import re
from functools import cache

import pcre2

from medtechkg.language.masks import CLOSE, HYPHEN, NAME, OPEN

__all__ = [
    "AND",
    "AND_ONLY",
    "ASIDE",
    "BARE_SEPARATOR",
    "BRACKET",
    "COMMA",
    "COMMA_ONLY",
    "DET",
    "GAPS",
    "IN_PLACE",
    "ITEM_ASIDE",
    "NOUNS",
    "NO_OWNER",
    "NUMBER",
    "OWNER",
    "POST",
    "PRE",
    "PRODUCT",
    "SEPARATOR",
    "SPECIAL",
    "STRONG_LAST",
    "SUCH_AS",
    "TAIL",
    "USE",
    "WORD",
    "compiled",
    "piece",
]

_CALL = re.compile(r"\(\?&([A-Z_]+)\)")
_PIECES: dict[str, str] = {}


def piece(name: str, regex: str) -> str:
    """Give a piece its name, in capitals; what is returned calls it."""
    _PIECES[name] = regex
    return f"(?&{name})"


DET = "(?:\x03[^ ]+ )"
WORD = "(?:[^\x02\x03 ,;:.()\xa1-\xff][^ ,;:.()]* |[\xa1-\xff]+ )"
_GROUP = f"(?:(?:{OPEN}{NAME}+)?(?:universities|colleges|cities|towns|counties){CLOSE}? \x02of )?"
PRE = piece("PRE", f"{DET}*{_GROUP}(?:[a-z\x05][^ ,;:.()]* ){{0,3}}?")
BRACKET = r"\( (?:[^ ()]+ ){1,8}\) "
POST = f"(?:{BRACKET})?"
_STRONG = "[\xa1-\xff]+ "
#: What was just read ends in a name that holds by itself (or in a bracket after it).
STRONG_LAST = r"(?<=[\xa1-\xff)] )"
IN_PLACE = piece("IN_PLACE", f"(?:\x02(?:in|at|from|near|of) {DET}*{_STRONG})?")
#: "Of Fife Council's new plan", "the firm's works": what has an owner is meant, not the owner.
OWNER = piece("OWNER", f"(?:{DET}*(?:{_STRONG}|(?:[a-z][^ ,;:.()]* ){{1,2}})'s )?")
#: "Firms such as", before an item of a list.
SUCH_AS = piece(
    "SUCH_AS",
    f"{OWNER}{DET}*(?:{WORD}){{1,6}}(?:(?:, )?(?:\x02including|\x03such \x02as|-|:) )",
)
NO_OWNER = "(?!'s )"
_NOUNS = f"{DET}*{WORD}{{1,6}}(?:\x02of {DET}*{WORD}{{1,4}})?"
NOUNS = piece("NOUNS", _NOUNS)
#: What a product is used for, as far as it belongs to its name: "equipment used in surgery".
USE = piece("USE", f"(?:used \x02(?:in|for|by|to) {DET}*{WORD}{{1,4}})?")
PRODUCT = piece("PRODUCT", _NOUNS.replace(WORD, f"(?:(?!used ){WORD})"))
_LEAD_OUT = "(?:\x02(?:via|through|with|including|at|by) )?"
_AND = (
    "(?:[,;] (?:\x02(?:and|or|plus|also|but also|as well as) |& |\x02as well \x02as )"
    f"{_LEAD_OUT}"
    "|(?:\x02and|\x02or|&|/|\x02plus|\x02as well \x02as|along \x02with|\x02together \x02with"
    "|\x02alongside) (?:\x02(?:in|across|throughout) )?"
    "(?:, (?:[a-z]+ ){1,3}?, )?"  # "at A and, further south, at B"
    f"{_LEAD_OUT})"
)
_COMMA = f"[,;] {_LEAD_OUT}"
_SEPARATOR = f"(?:{_AND}|{_COMMA})"
#: The last joint of a list, any other, either; COMMA_ONLY where a semicolon ends the list.
AND, COMMA, SEPARATOR = piece("AND", _AND), piece("COMMA", _COMMA), piece("SEPARATOR", _SEPARATOR)
AND_ONLY = piece("AND_ONLY", _AND.replace("[,;]", ","))
COMMA_ONLY = piece("COMMA_ONLY", _COMMA.replace("[,;]", ","))
#: Between phrases, which no preposition leads out.
BARE_SEPARATOR = piece("BARE_SEPARATOR", _SEPARATOR.replace(_LEAD_OUT, ""))
#: What may be told of one item of a list before the next: "A, a spin-out from Y, and B".
ITEM_ASIDE = piece(
    "ITEM_ASIDE",
    "(?:, (?:\x03[^ ]+ |\x02who |\x02which |\x02where |\x02as (?!\x02well )|"
    f"(?:{OPEN}{NAME}+)?(?:specialists|makers|producing|part){CLOSE}? )"
    "(?:(?![,;:.()] )[^ ]+ ){1,14}(?=[,;] )|- (?:(?![;:.-] )[^ ]+ ){1,14}- )?",
)
#: What else is told of an item of a list under its lead-in: "engineers who know robots".
TAIL = piece("TAIL", "(?:(?:\x02|\x03)(?:(?![,;:.()] )[^ ]+ ){1,12}?(?=; ))?")
NUMBER = (
    r"(?:\$?[0-9][^ ]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    "hundreds?|thousands?|\x03several|\x03many) (?:(?:hundred|thousand|million|billion) )?"
)
SPECIAL = {
    "dash": "(?:- )",
    "dots": r"(?:(?:\.) )+",
    "open": r"(?:\( )",
    "joined": f"(?:{HYPHEN} )",
    "end": "(?=[^a-z\x05]|$)(?!\x02and [a-z\x05])",
    "sum": (
        r"(?:\$ ?[0-9][^ ]* (?:(?:thousand|million|billion|bn|m|k) )?"
        r"|[0-9][^ ]* (?:(?:thousand|million|billion|bn|m) )?"
        r"(?:gbp|eur|usd|pounds?|euros?|dollars) )"
    ),
}
GAPS = {
    "..": "(?:(?![,;:.] )[^ \xa1-\xff][^ ]* ){0,3}?",
    "...": "(?:(?!\x03that |[;:.] )[^ \xa1-\xff][^ ]* ){0,10}?",
    "....": "(?:(?!\x03that |[;:.] )[^ ]+ ){0,18}?",
}
ASIDE = piece(
    "ASIDE",
    f"{IN_PLACE}"
    "(?:, (?:[^ ,;:]+ ){1,24}?, |, (?:\x03[^ ]+|\x02wh[^ ]+|\x02with) "
    "(?:(?!\x03such |\x02incl)[^ ;:]+ ){1,24}?, "
    r"|\( (?:[^ ()]+ ){1,12}\) |- (?:[^ -][^ ]* ){1,24}?- )?"
    f"(?:,? ?\x02and \x03[^ ]+ {WORD}{{1,5}})?"
    "(?:,? ?(?:\x02which|\x03that|\x02who) )?",
)


@cache
def compiled(source: str) -> pcre2.Pattern:
    """An expression with the pieces it calls, compiled once."""
    needed: dict[str, str] = {}
    waiting = [source]
    while waiting:
        for name in _CALL.findall(waiting.pop()):
            if name not in needed:
                needed[name] = _PIECES[name]
                waiting.append(needed[name])
    pieces = "".join(f"(?<{name}>{regex})" for name, regex in needed.items())
    return pcre2.compile(f"{source}(?(DEFINE){pieces})" if pieces else source, jit=False)
