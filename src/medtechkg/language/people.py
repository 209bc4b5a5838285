"""People written without a title: a given name, a role beside it, someone said to speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from medtechkg.language import parts
from medtechkg.language.appositions import BRACKET
from medtechkg.language.candidates import Candidate
from medtechkg.language.cues import Rules
from medtechkg.language.parts import Name

__all__ = ["beside", "companions", "given", "surnamed", "untitled"]

_SPEAKS = re.compile(r"(?:,[^,.]{1,60},|,)? (?:also |has )?([a-z]+)")
_ROLE_FOLLOWS = re.compile(
    r"(?:,| \(| ?[-–—]) ?(?:the |a |an |our |its |and )?((?:[\w’&'-]+,? ?){1,9})"
)
_CHOSEN = re.compile(r"\b(?:appointed|appoints|hired|recruited|named|promoted|elected|of) $")
_AS_OFFICE = re.compile(
    r"[^.;,]{0,20}? (?:as|to be) (?:its |the |a |an |their )?((?:[\w-]+ ?){1,4})"
)
_TOOK_OFFICE = re.compile(
    r" (?:(?:(?:has|have) )?(?:joined|joins|joining)\b[^.;]{0,60}? as"
    r"|(?:was|has been|is|became)(?: (?:appointed|named|promoted|elected|made))?(?: as| to)?)"
    r" (?:its |the |a |an |their )?((?:[\w-]+ ?){1,4})"
)
_QUOTES = ("said", "says", "added", "adds", "commented", "comments", "explained", "explains")
_SAID = re.compile(
    r"[”’\"] (?:said|says|adds|added|explains|explained|comments|commented|according to) $"
)
_HONOUR = re.compile(r",? ([A-Z][A-Za-z]{1,4})\b")
_OFFICE = re.compile(r"([\w-]+)(?:, (?:Mr |Ms |Mrs )?| )$")
_CODE = re.compile(r"\b[A-Z0-9]{2,}\b")
_AGED = re.compile(r",? (?:\(|aged )\d\d\b")
_BYLINE = re.compile(r"(?:By|Words by|Written by|Author|Posted by):? ")
_AND = re.compile(r",? and |, ")


def beside(text: str, name: Name, rules: Rules) -> bool:
    """Whether a role or a verb of saying beside "Firstname Lastname" makes it a person."""
    words = name.lower
    if not 2 <= len(words) <= 4 or parts.plain(words, rules) or _joined(words):
        return False
    if _BYLINE.fullmatch(text, 0, name.start) and not text[name.end :].strip(" ,|"):
        return True
    named = _is_given(words[0], rules)
    after = BRACKET.sub("", text[name.end : name.end + 110])
    if _honoured(after, rules):
        return _unusual(words, rules)
    if _role_follows(after, rules):
        return named or (len(words) < 4 and _unusual(words, rules))
    speaks = _SPEAKS.match(after)
    says = bool(speaks and rules.has("speech", speaks[1]))
    if named:
        return _introduced(text, name, after, rules, says=says)
    rare = len(words) < 4 and _unusual(words, rules)
    if rare and (_in_office(text, name, rules) or _takes_office(text, name, after, rules)):
        return True
    quoted = bool(speaks and speaks[1] in _QUOTES) or bool(_SAID.search(text, 0, name.start))
    shaped = any(parts.shaped(text[start:end]) for start, end, _ in name.words)
    return quoted and len(words) < 4 and _unusual(words, rules) and not shaped


def _introduced(text: str, name: Name, after: str, rules: Rules, *, says: bool) -> bool:
    before = re.findall(r"[\w-]+", text[max(0, name.start - 30) : name.start].lower())[-1:]
    told = before == ["to"] and "according to" in text[: name.start].lower()[-14:]
    held = before and (rules.has("speech", before[0]) or rules.has("roles", before[0]))
    return bool(says or held or told or after.startswith((" who ", ", who ")) or _AGED.match(after))


def _in_office(text: str, name: Name, rules: Rules) -> bool:
    """Whether an office right before the name is its holder's: "chairman Quor Vask"."""
    before = _OFFICE.search(text, max(0, name.start - 24), name.start)
    if before is None or not before[1].islower() or not rules.has("offices", before[1]):
        return False
    return "," not in before[0] or text.startswith((",", " said", " says"), name.end)


def _honoured(after: str, rules: Rules) -> bool:
    """Whether letters of honour follow: "Una Vask MBE", "Brin Holm, OBE"."""
    match = _HONOUR.match(after)
    return (
        match is not None
        and match[1] not in ("MS", "Ms")
        and rules.has("honours", match[1].lower())
    )


def _takes_office(text: str, name: Name, after: str, rules: Rules) -> bool:
    """Whether it is told that an office was given: "Quor Vask joined as finance director"."""
    given = _CHOSEN.search(text, max(0, name.start - 40), name.start)
    took = _AS_OFFICE.match(after) if given else _TOOK_OFFICE.match(after)
    words = took[1].lower().split() if took else []
    return any(word != "leader" and rules.has("offices", word) for word in words)


def _role_follows(after: str, rules: Rules) -> bool:
    match = _ROLE_FOLLOWS.match(after)
    if not match:
        return False
    for word in match[1].lower().split(" "):
        bare = word.rstrip(",").removesuffix("’s")
        if rules.has("roles", bare):
            return True
        if not bare or (bare in parts.LINKS and bare not in ("and", "&", "for", "of")):
            return False
        if rules.has("speech", bare) or (word.endswith(",") and not bare[0].isalpha()):
            return False
    return False


def surnamed(name: Name, cue: tuple[str, bool, str] | None, rules: Rules) -> bool:
    """Whether what looks like a cue may be a surname: "Faye Lane", "Oliver West"."""
    words = name.lower
    faint = cue is not None and len(words) == 2 and rules.has("surnames", words[1])
    return faint and _is_given(words[0], rules) and not rules.has("ambiguous", words[0])


def given(text: str, name: Name, rules: Rules) -> bool:
    """Whether a name begins with a given name and goes on as people's names do."""
    words = name.lower
    if not 2 <= len(words) <= 3 or not _is_given(words[0], rules) or _joined(words):
        return False
    rest = words[1:]
    if any(rules.has("acronyms", word) or not word[0].isalpha() for word in rest):
        return False
    doubtful = rules.has("ambiguous", words[0])
    ordinary = any(rules.has("common", word) or word in rules.last for word in rest)
    return not (ordinary and (doubtful or len(words) > 2))


def companions(text: str, found: Iterable[Candidate], rules: Rules) -> list[Candidate]:
    """Class a name that is listed with a person: "Una Vask, Brin Holm and Odd Tarn said"."""
    settled = list(found)
    for order in (range(1, len(settled)), range(len(settled) - 2, -1, -1)):
        for at in order:
            other = settled[at - 1 if order.step > 0 else at + 1]
            if _goes_with(text, settled[at], other, rules):
                settled[at] = replace(settled[at], cls="Person", rule="companion")
    return settled


def _goes_with(text: str, one: Candidate, other: Candidate, rules: Rules) -> bool:
    if one.cls is not None or other.cls != "Person":
        return False
    first, last = sorted((one, other), key=lambda each: each.start)
    words = one.name.lower().split()
    shape = 2 <= len(words) <= 3 and _unusual(words, rules) and not _CODE.search(one.name)
    between = text[first.end : last.start]
    follows = _AND.match(text, last.end)
    return shape and ("and" in between or bool(follows)) and bool(_AND.fullmatch(between))


def _unusual(words: Sequence[str], rules: Rules) -> bool:
    own = [word for word in words if word not in parts.PARTICLES]
    return not any(parts.plain([word], rules) or rules.has("acronyms", word) for word in own)


def _is_given(word: str, rules: Rules) -> bool:
    return rules.has("names", word) or rules.has("names", word.partition("-")[0])


def _joined(words: Iterable[str]) -> bool:
    return any(word in ("and", "&", "of", "for") for word in words)


def untitled(name: str, rules: Rules) -> str:
    """The name of a person without titles before it and letters after it.

    A title stays where it is needed to tell whom one means: "Lady Vask of Holt", "Sir Brin".
    """
    words = name.split()
    first, last = 0, len(words)
    while last - first > 2 and any(_told_of(words[first], k, rules) for k in ("ranks", "titles")):
        first += 1
    while last - first > 2 and _told_of(words[last - 1], "honours", rules):
        last -= 1
    bare = words[first:last]
    if "of" in bare or any(
        _told_of(word, kind, rules) for word in bare for kind in ("titles", "honours")
    ):
        return name
    return " ".join(bare).rstrip(",")


def _told_of(word: str, kind: str, rules: Rules) -> bool:
    return rules.has(kind, word.strip(".,()").lower())
