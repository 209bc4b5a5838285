"""Names no register holds, recognised by shape and by the words beside them.

One scan finds runs of capitalised words; each run is cut into names (a possessive, a title, a role,
"and" between two whole names), and each name is classed by the word it ends in, by an apposition,
by a class noun beside it or by the list it stands in. What the cues are is data:
``ontology/patterns/names.yaml``. A name without any cue keeps the class ``None`` and is for review.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from medtechkg.language import appositions, courses, parts, people, runs, shapes, titles
from medtechkg.language.abbreviations import scan as scan_abbreviations
from medtechkg.language.candidates import Candidate
from medtechkg.language.completions import AFTER, Verdict, beside, quoted
from medtechkg.language.cues import Rules, load
from medtechkg.language.neighbours import neighbour, ordinary
from medtechkg.language.parts import Name, Span
from medtechkg.language.shapes import Cue

__all__ = ["Candidate", "Rules", "load", "scan", "scan_abbreviations"]

_KIND = re.compile(r" (?:companies|firms|businesses|start-?ups|industry|sector|SMEs|company)\b")
_ROAD = re.compile(r"[MA]\d{1,3}")
_CLOSED = re.compile(r"(?<!s)[’'] |[”®™] ")
_SPANNING = re.compile(r"(?:[’']s?)? ((?:[A-Za-z][a-z-]+ ){0,5})(cluster|corridor)\b")
_SITE = re.compile(
    r"\b(?:at|(?:based|housed|located|situated) (?:in|within)|inside|moved (?:in)?to|home in"
    r"|space in|(?:tenants?|opening|construction|building) of)(?: the)?(?: new)? $"
)
_SIGNED = re.compile(r"[A-Z][\w&,’ –-]{0,80}?([\w-]+)(?: (?:of|for) [a-z ]{3,40})?, ")
#: Single words of these lists name nothing; what numbers a part of something, in words or not.
_NAMELESS = ("acronyms", "nationalities", "honours", "months")
_NUMBER = re.compile(
    r"\d{1,3}[a-z]?|[a-z]|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten"
)
_MANY = re.compile(r"[A-Z]{2,}s")
_GOES_ON = re.compile(r", (?:and )?[A-Z]")
#: "Mind over Matter Lasers, a start-up": a name with a small word in it, at the start of a line.
_OPENS = re.compile(
    r"(?:[•*–-] )?(?=[A-Z])((?![A-Za-z]+(?:ed|ing|ly) )[A-Z][a-z]+ (?:over|under|by|to|on|in|with"
    r"|without|before|behind|beyond|above|into|after) (?:the )?)"
)
#: What a whole heading names if it ends in such a word: "Lens Makers Skills Partnership".
_HEADED = ("Partnership", "Programme", "Project")
_MANY_WORDS = 5
#: What "is a programme" may correct, and what it may say.
_REDEFINED = ("ResearchCentre", "Facility", "Partnership", "Programme", "Project", "Cluster")
_DEFINING = ("Programme", "Project", "Partnership", "Charity", "Event", "Technology")
_SEAT = re.compile(
    r" of ([A-Z][a-z]+(?:[ -](?:upon|under|on|in|the|le|[A-Z][a-z]+)){0,3})(?=[,.;:)]|$| [a-z])"
)
_TRADE_MARK = re.compile(r" ?[®™]")
_SEPARATOR = re.compile(
    r"(?:[’']s?)?(?: \([^()]{1,60}\))?(?:, and |, or |, | and | or |; | & | ?/ ?)(?:the )?"
)


def scan(
    text: str, rules: Rules, known: Collection[Span] = (), places: Collection[Span] = ()
) -> list[Candidate]:
    """Find the names of one passage, in order and without overlaps.

    ``known`` are the spans other means have found a name in; such a span is not given again, but
    it settles whether an "and" beside it joins two names or the words of one, as do ``places``,
    those of them that are places.
    """
    text = titles.curled(text)
    whole, short = _bracketed(text, rules)
    title = _headline(text, rules)
    found: list[Candidate] = []
    listed: tuple[str, str] | None = None
    last = -1
    headed = list(titles.find(text, rules))
    for name in runs.find(text, rules, known, whole, places):
        if any(_cross((name.start, name.end), (each.start, each.end)) for each in headed):
            continue
        if not (listed and last >= 0 and _SEPARATOR.fullmatch(text, last, name.start)):
            listed = appositions.listed(text, name.start, rules)
        _undate(text, name, rules)
        last = name.end
        if (name.start, name.end) in known or (name.start, name.end) in short:
            continue
        verdict = _verdict(text, name, listed, rules)
        heads = bool(verdict) and _heads(text, name, verdict[0] if verdict else None)
        if verdict and (heads or not (title and _only_title(name, verdict, rules))):
            found.append(_candidate(text, name, verdict, listed))
            last = max(last, verdict[2])
            if verdict[1] == "phrase" and verdict[0] not in (None, "Region"):
                listed = (verdict[0] or "", "{}")
    found = [_opened(text, one, rules) for one in found]
    found = sorted([*found, *headed], key=lambda each: each.start)
    found = people.companions(text, _merged(text, found), rules)
    return courses.among(text, found, rules)


def _heads(text: str, name: Name, cls: str | None) -> bool:
    """Whether a heading is nothing but the name of a partnership or a programme."""
    whole = text.strip() == text[name.start : name.end]
    return whole and cls in _HEADED and len(name.words) >= _MANY_WORDS


def _opened(text: str, one: Candidate, rules: Rules) -> Candidate:
    """Take in the words before a firm's name that open the line with it."""
    opening = _OPENS.fullmatch(text, 0, one.start)
    if one.cls != "Business" or one.rule != "apposition" or opening is None:
        return one
    if rules.has("starters", opening[1].split()[0].lower()):
        return one
    return replace(one, start=opening.start(1), name=f"{opening[1]}{one.name}")


def _merged(text: str, found: list[Candidate]) -> list[Candidate]:
    """Put "A and B" together where a list goes on after it: "Apex, Holt and Bray, Dune"."""
    merged: list[Candidate] = []
    for one in found:
        before = merged[-1] if merged else None
        if (
            before
            and before.rule == one.rule == "list"
            and text[before.end : one.start] == " and "
            and _GOES_ON.match(text, one.end)
            and text[: before.start].endswith(", ")
        ):
            name = text[before.start : one.end]
            merged[-1] = replace(before, end=one.end, name=name)
        else:
            merged.append(one)
    return merged


def _undate(text: str, name: Name, rules: Rules) -> None:
    """Leave a year off, unless it belongs to the name: "Maker of the Year 2015 award"."""
    if len(name.words) > 2 and name.words[-1][2].isdigit():
        noun = AFTER.match(text, name.end)
        if not (noun and noun[1] in rules.after):
            name.year = name.end
            name.words = name.words[:-1]


def _bracketed(text: str, rules: Rules) -> tuple[list[Span], set[Span]]:
    """Find the long forms that are one name, and the spans of the abbreviations."""
    enumerated = list(runs.enumerations(text, rules)) if ", " in text else []
    if "(" not in text:
        return enumerated, set()
    pairs = scan_abbreviations(text)
    whole = [
        (start, end)
        for start, end, _, _ in pairs
        if text[start].isupper() and len(re.findall(r"(?:^| )[A-Z]", text[start:end])) > 1
    ]
    whole += [one for one in enumerated if not any(_cross(one, other) for other in whole)]
    return sorted(whole), {(start, end) for _, _, start, end in pairs}


def _cross(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _candidate(
    text: str, name: Name, verdict: Verdict, listed: tuple[str, str] | None
) -> Candidate:
    cls, rule, end = verdict
    written = _CLOSED.sub(" ", text[name.start : end])
    if end == name.end and name.year and cls in ("Event", "Publication", "Policy"):
        end = name.year
    if rule == "make":
        rule, written = "beside", text[name.start : name.end]
    if rule == "list" and listed:
        written = listed[1].format(written)
    if rule.startswith("shared:"):
        rule, written = "shared", rule.removeprefix("shared:").format(written)
    return Candidate(name.start, end, cls, written, rule)


def _headline(text: str, rules: Rules) -> bool:
    """Whether the words are capitalised because they stand in a title."""
    if len(text) > 160 or text.rstrip()[-1:] in ".!?;”":
        return False
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word.lower() not in parts.LINKS]
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capital > 0.7 * len(words)


def _seated(text: str, name: Name, rules: Rules) -> int:
    """Where the name of a peer ends, with the place in it: "Baroness Vask of Tarnbridge"."""
    seat = _SEAT.match(text, name.end) if rules.has("peers", name.lower[0]) else None
    if seat is None or shapes.cue(seat[1].lower().split(), rules):
        return name.end
    return seat.end()


def _only_title(name: Name, verdict: Verdict, rules: Rules) -> bool:
    """Whether, in a title, nothing but capitals speaks for the name."""
    cls, rule, _ = verdict
    return cls is None or (rule != "head" and parts.plain(name.lower, rules))


def _verdict(text: str, name: Name, listed: tuple[str, str] | None, rules: Rules) -> Verdict | None:
    """Say what the name is, by which rule, and where it ends; None if it is no name."""
    words, end = name.lower, name.end
    if name.kind == "title":
        surname = sum(not rules.has("titles", word) for word in words) == 1
        return "Person", "title-surname" if surname else "title", _seated(text, name, rules)
    if name.kind == "person":
        return "Person", "person", end
    if name.kind == "role":
        honour = all(rules.has("honours", word) for word in words)
        return None if honour else ("Role", "role", end)
    if _idle(text, name, rules):
        return None
    cue = shapes.cue(words, rules) or shapes.fused(text[slice(*name.words[-1][:2])], rules)
    if cue and cue[0] == "Programme" and _sited(text, name, rules):
        cue = ("Facility", *cue[1:])
    if cue is None and _signs(text, name, rules):
        return "Organisation", "signature", end
    if people.surnamed(name, cue, rules):
        cue = None
    if cue and cue[0] == "Business" and _KIND.match(text, end):
        cue = None
    if _ROAD.fullmatch(text, name.start, end):
        return "Facility", "road", end
    if cue is None and people.beside(text, name, rules):
        return "Person", "person", end
    given = cue is None and people.given(text, name, rules)
    if given and listed and listed[0] == "Organisation":
        listed = None
    return (
        _spanning(text, name, rules)
        or _defined(text, name, cue, rules)
        or _certain(text, name, cue, rules)
        or beside(text, name, cue, rules)
        or _noun_rules(text, name, rules)
        or (cue and (cue[0], cue[2], end))
        or (listed and (listed[0], "list", end))
        or (("Person", "given", end) if given else None)
        or _neighbour(text, name, rules)
        or _partners(name, rules)
        or (("Technology", "trade-mark", end) if _TRADE_MARK.match(text, end) else None)
        or _unclassed(text, name, rules)
    )


def _sited(text: str, name: Name, rules: Rules) -> bool:
    """Whether a programme is a place: "laboratories at the Calder Accelerator"."""
    return rules.has("sited", name.lower[-1]) and bool(_SITE.search(text, 0, name.start))


def _signs(text: str, name: Name, rules: Rules) -> bool:
    """Whether a line is a role and where it is held: "Chief technical officer, Bray"."""
    held = _SIGNED.fullmatch(text, 0, name.start)
    ends = not text[name.end :].strip()
    return bool(held) and ends and rules.has("roles", held[1].lower() if held else "")


def _defined(text: str, name: Name, cue: Cue | None, rules: Rules) -> Verdict | None:
    """Believe "is a programme that …" rather than the last word of "Calder Laboratory"."""
    shown = cue and cue[1] and cue[0] in _REDEFINED and name.lower[-1] not in rules.words["legal"]
    cls = appositions.defined(text, name.end, rules) if shown else None
    if cls == "Partnership" and cue and cue[0] == "ResearchCentre":
        return None  # "the Calder Institute is a consortium of …": it is both
    return (cls, "apposition", name.end) if cls in _DEFINING else None


def _certain(text: str, name: Name, cue: Cue | None, rules: Rules) -> Verdict | None:
    """Take a cue that decides, but not "medtech" in "the Calder Medtech partnership"."""
    if not cue or not cue[1]:
        return None
    noun = AFTER.match(text, name.end)
    named = cue[0] == "Business" and noun and rules.after.get(noun[1])
    joint = named in ("Partnership", "Programme", "Project", "Event", "Cluster")
    if joint and name.lower[-1] not in rules.words["legal"]:
        return None
    return cue[0], cue[2], name.end


def _idle(text: str, name: Name, rules: Rules) -> bool:
    """Whether the words name nothing: a bare cue, a nationality, an everyday abbreviation."""
    words = name.lower
    if len(words) == 1:
        word = words[0]
        if _MANY.fullmatch(text, name.start, name.end):
            return True
        return (
            word in rules.tails
            or any(rules.has(table, word) for table in _NAMELESS)
            or (rules.has("roles", word))
            or len(word) < 2
        ) and not quoted(text, name)
    if len(words) == 2 and rules.has("numbered", words[0]) and _NUMBER.fullmatch(words[1]):
        return True
    phrase = " ".join(words)
    tail = rules.tails.get(phrase) or rules.tails.get(phrase.removesuffix("s"))
    generic = len(words) == 2 and tail is not None and tail[0] not in ("Programme", "Policy")
    return (generic or rules.has("generic", phrase)) and not quoted(text, name)


def _spanning(text: str, name: Name, rules: Rules) -> Verdict | None:
    """Read a name with lower-case words inside it: "the Calder textile machinery cluster"."""
    match = _SPANNING.match(text, name.end)
    if not match:
        return None
    middle = match[1].split()
    if any(rules.has("starters", word) and word != "and" for word in middle):
        return None
    if ordinary(name.lower, rules):
        return None  # "Life Sciences research cluster" is a kind of cluster
    return rules.spanning[match[2]], "spanning", match.end()


def _noun_rules(text: str, name: Name, rules: Rules) -> Verdict | None:
    cls = appositions.apposed(text, name.end, rules)
    if cls:
        return cls, "apposition", name.end
    cls = appositions.introduced(text, name.start, rules)
    return (cls, "class-noun", name.end) if cls else None


def _neighbour(text: str, name: Name, rules: Rules) -> Verdict | None:
    found = neighbour(text, name, rules)
    return (*found, name.end) if found else None


def _partners(name: Name, rules: Rules) -> Verdict | None:
    """Take "Vask & Holt" for a firm."""
    words = name.lower
    own = [word for word in words if word not in parts.LINKS]
    firm = words[1:-1] == ["&"] and not any(ordinary([word], rules) for word in own)
    return ("Business", "list", name.end) if firm else None


def _unclassed(text: str, name: Name, rules: Rules) -> Verdict | None:
    """Keep a name for review, unless its capital comes from where it stands."""
    written = text[name.start : name.end]
    if _KIND.match(text, name.end):
        return None
    if ordinary(name.lower, rules) or (text.isupper() and len(text) > 12):
        return None
    if len(name.words) == 1 and name.initial and not parts.shaped(written):
        return None
    return None, "capitals", name.end
