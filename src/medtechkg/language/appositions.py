"""What the words beside a name say it is: an apposition, a class noun, a list it stands in.

"Calder Optics, a maker of lenses", "the spin-out Calder", "firms such as Calder and Bray": each
gives a class to a name that does not show one itself, and overrules one that shows it faintly.
"""

from __future__ import annotations

import re

from medtechkg.language.cues import Rules

__all__ = ["ASIDE", "BRACKET", "apposed", "defined", "introduced", "listed", "noun"]

BRACKET = re.compile(r" \([^()]{1,60}\)")
#: "Bray, founded in 1990 by Una Vask, …", "Bray, a maker of lenses, …".
ASIDE = re.compile(r", (?=[a-z])(?!and |or |but )[^.;:]{3,110}?,(?= [a-z])")
_APPOSITION = re.compile(
    r"(?:, | ?[-–—] | (?:is|was|are|were|has become|became) )(?:also |now |both )?"
    r"(?:(?:one of|among) (?=[a-z]+ [a-z]))?"
    r"(?:an? |the |its |their |our |(?<=one of )|(?<=among )|(?=[A-Z][\w’' ]{0,40}[’']))"
    r"([^.;:]{3,120})"
)
_DEFINITION = re.compile(r"(?:, | (?:is|was|will be) )(?:a|an) ([^.;:]{3,120})")
_POSSESSOR = re.compile(
    r"^(?:(?! (?:for|that|which|who|in|at|by|from|on|with|and) )[^,]){0,60}[’']s? "
)
_ENDS_PHRASE = re.compile(
    r",| [-–—] |(?<![\w-])(?:of|for|that|which|who|whose|where|in|at|by|between|from|on|with|based"
    r"|to|as|led|run|founded|is|was|has|have|can|will|could|may|might|would|should|must|aimed|designed|dedicated)\b"
)
#: "a programme paid for by …", "a network run with …": the noun stands before the participle.
_PARTICIPLE = re.compile(
    r" (?:[a-z]{2,}ed|paid|built|held|made|born|bought|won|given|begun|set|kept|known)"
    r"(?= (?:for |up |out |off |in )?(?:by|in|with|at|under|through|from|for)\b)"
)
_QUOTED = re.compile(r"[“”‘\"]|’(?!s\b)")

#: Of these "the strategy, X" does not give the name.
_THINGS = ("Policy", "Region", "Facility", "Publication")
_QUOTES = " ‘“'\""
_CALLED = re.compile(
    r",?(?: (?:that|which) (?:is|was))?"
    r" (?:called|known as|named|entitled|titled|dubbed|branded(?: as)?|styled|by the name of)$"
)
_ONE_OF = re.compile(
    r"(?:^|\W)(?:[Oo]ne|[Aa]nother|[Aa]n example of)(?: such)?(?: an?)? "
    r"((?:[a-z-]+ )?[a-z-]+)(?: here| there)? (?:is|was)$"
)
_PLURAL = re.compile(r"(?:[\w-]+ )?([a-z]+s),? (?:[–—] )?$")
_IN_LIST = re.compile(r"[^.;:]{2,60}?(?:,| and | & )")
#: Names of these stand right after their plural; "colleges" and the like have their own way.
_OF_MANY = ("Business", "Charity", "Programme", "Project", "Technology", "ResearchCentre")
_WORD = re.compile(r"[\w-]+|[.;]")


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def noun(words: list[str], rules: Rules) -> str | None:
    """Find the class of the class noun the words end in."""
    if not words or words[-1][0].isupper():
        return None  # "…, the Lens Council": a name of its own
    last = _singular(words[-1].lower())
    two = f"{words[-2].lower()} {last}" if len(words) > 1 else last
    return rules.nouns.get(two) or rules.nouns.get(last) or rules.nouns.get(last.rpartition("-")[2])


def apposed(text: str, end: int, rules: Rules) -> str | None:
    """Find the class an apposition or "is a" after the name gives it."""
    after = BRACKET.sub("", text[end : end + 200])
    match = _APPOSITION.match(after)
    if not match:
        return None
    phrase = _plain(match[1])
    for part in re.split(r" and | & ", phrase):
        cls = _told(part.split(), rules)
        if cls:
            return cls
        if part[:1].isupper():
            return None  # a list: "Calder, the Lens Council and the older network"
    return None


def defined(text: str, end: int, rules: Rules) -> str | None:
    """Find the class that "is a" or ", a" after the name defines it to be of."""
    match = _DEFINITION.match(BRACKET.sub("", text[end : end + 200]))
    return _told(re.split(r" and | & ", _plain(match[1]))[0].split(), rules) if match else None


def _plain(phrase: str) -> str:
    """The noun phrase at the front of an explanation, without an owner and quotation marks."""
    whole = _PARTICIPLE.split(_POSSESSOR.sub("", _QUOTED.sub("", phrase)), maxsplit=1)[0]
    return _ENDS_PHRASE.split(whole, maxsplit=1)[0]


def _told(words: list[str], rules: Rules) -> str | None:
    """Find the class noun of a phrase: its last word, or what stands before a participle."""
    for at in range(1, len(words)):
        if words[at].endswith("ing") and words[at].islower() and noun(words[:at], rules):
            goes_on = words[at + 1 :] and noun(words[at + 1 : at + 2], rules)
            if not goes_on or _plural(words[at + 1]):
                return noun(words[:at], rules)
    return noun(words, rules)


def _plural(word: str) -> bool:
    return _singular(word.lower()) != word.lower()


def introduced(text: str, start: int, rules: Rules, *, things: bool = False) -> str | None:
    """Find the class a class noun right before the name gives it: "the spin-out X".

    A strategy, a place or a report that only a comma parts from a name need not be what it names
    ("in its strategy, Holt City Council …"), unless the name looks like that of such ``things``.
    """
    before = text[max(0, start - 60) : start].rstrip(_QUOTES)
    before = before.rstrip(",-–— ").removesuffix(" the").removesuffix(" The").rstrip(",-–— ")
    before = _CALLED.sub("", before)
    one = _ONE_OF.search(before)
    words = (one[1] if one else before).rsplit(" ", 2)[-2:]
    last = words[-1]
    if not last[-1:].isalpha() or last != _singular(last):
        return None
    cls = noun(words, rules)
    aside = text[:start].rstrip(_QUOTES).endswith(",")
    return None if aside and cls in _THINGS and not things else cls


def _many(text: str, start: int, rules: Rules) -> str | None:
    """Find the class of class nouns right before a list: "the firms Bray, Holt and Calder"."""
    match = _PLURAL.search(text, max(0, start - 60), start)
    if match is None or match.end() != start:
        return None
    cls = noun(match[0].strip(" ,–—").split()[-2:], rules)
    plural = _singular(match[1]) != match[1]
    return cls if plural and cls in _OF_MANY and _IN_LIST.match(text, start) else None


def listed(text: str, start: int, rules: Rules) -> tuple[str, str] | None:
    """Find the class a list gives its members, and how it names them: "firms such as X and Y"."""
    before = text[max(0, start - 110) : start].rstrip(_QUOTES)
    before = before.removesuffix(" the").removesuffix(" both")
    if before.endswith(" of"):
        plural = rules.plurals.get(before[:-3].rpartition(" ")[2].lower())
        if plural:
            return plural["cls"], plural["before"]
    many = _many(text, start, rules)
    if many:
        return many, "{}"
    before = before.rstrip(",;:")
    if not before.endswith(rules.lists):
        return None
    for word in reversed(_WORD.findall(before)[-11:]):
        singular = _singular(word.lower())
        if singular != word.lower() and singular in rules.nouns:
            return rules.nouns[singular], "{}"
        if word == ".":
            return None
    return None
