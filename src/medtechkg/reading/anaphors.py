"""Where a sentence speaks of something by less than its name: the table, and what it finds.

"The firm", "the award-winning Fife-based spin-out", "the Park" for Aldmoor Park, "it", "she",
"its", "whose", "the latter", "all three". What each stands for is a matter of memory
(`coreference`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medtechkg.errors import SeedError
from medtechkg.iris import slug
from medtechkg.language.lexicon import fold
from medtechkg.language.masks import DETERMINERS, STOP, Mark
from medtechkg.language.verbs import BASES, FINITE, GERUNDS, PARTICIPLES, forms
from medtechkg.model import Passage

__all__ = ["Anaphor", "Anaphora", "bodiless", "find", "load", "may_be", "quoted", "unlike"]

_CAPITAL = re.compile(r"\s+[A-Z(]|[-/]|(?-i:[’']?\d)")
_NEXT = re.compile(r"\s+([a-z][\w’'-]*)(?:\s+([a-z]+)|([,.;]|$))?")
_NOUNS_TOO = frozenset(
    "plans needs works reports offers leads designs supplies markets tests results benefits costs "
    "returns links names moves starts visits exports views partners studies lists trains".split()
)
_AFTER_NOUN = frozenset("of are were and include".split())
_ADVERBS = "next last today yesterday too home again itself alike once first since now still ever"
_ALLOWED = STOP | DETERMINERS | FINITE | PARTICIPLES | GERUNDS | frozenset(_ADVERBS.split())
_FUNCTION = STOP | DETERMINERS | FINITE
_OPENING = re.compile(r"(?:(It|They|He|She)\b|(Both)(?= (?:are|were|have|had|will|can)\b))")
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4}
_INSIDE = re.compile(
    r"(?:,? (?:and|but|while|because|so|as|where|when|which|that|after|before|if|since|although"
    r"|said|says|added|once)|[:;]) (it|they|he|she) "
)
#: "Founded in 2010, it employs …": what the sentence before told of.
_FRONTED = re.compile(r"[A-Z][a-z]+(?:ed|ing|n|t|d)\b[^,;.]{3,80}, (it|they) ")
#: "A is the trade body for lasers" tells what A is; "the trade body" is nothing named before.
_BEING = re.compile(
    r"\b(?:is|are|was|were|be|been|becom(?:e|es|ing)|became|remains?)"
    r"(?: [a-z]+ly| now| also| still)?(?: (?:among|amongst|one of|some of))? $"
)
_WE = re.compile(r"\b[Ww]e\b(?= [a-z])")
_THESE = re.compile(r"\b(?:within|among|of) (these)\b(?=,)", re.IGNORECASE)
_OWNER = re.compile(
    r"(?<![\w-])(its|their|whose|our)\s(?!hundreds\b|thousands\b|dozens\b|droves\b)(?=[\w“‘£])",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b[Tt]he (latter|former)\b(?=[’'.,;]"
    r"| (?:is|was|has|had|will|would|can|also|and|to|in|at|by)\b| [a-z]+(?:s|ed)\b)"
)
_ALONE = r"(?=[.,;:]|$| (?:are|were|have|had|will|would|can|could|also|now|[a-z]+(?:ed|ly))\b)"
_THE = re.compile(r"\b(?:[Tt]h(?:e|is|at)|[Oo]ur)\s+")
_WORD = re.compile(r"[\w&’'-]+")
_LONGEST = 4
_BEFORE_POST = "said|says|added|adds|explained|explains|believes|commented|to|by|with|and|as|like"
_LOWER = (
    rf"(?!(?:the|an?|of|at|for|its|their|our|his|her|who|former|{_BEFORE_POST})\b)[a-z][\w&/-]*"
)
_AFTER_POST = "said|says|added|adds|commented|explained|believes|told|is|was|welcomed|will|hopes"
_AT_BODY = re.compile(r",? (?:of|from|at|for|with) (?:the |its |our )?[A-Z]| \(")
_OPEN, _CLOSE = "“", "”"


@dataclass(frozen=True, slots=True)
class Anaphora:
    """The nouns and pronouns of ``anaphora.yaml``, compiled.

    ``objects`` are the classes that "it" may be of as the object of a verb, by the two words
    ("teach it") that ``taken`` finds.
    """

    regex: re.Pattern[str]
    light: re.Pattern[str]
    nouns: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, Mapping[str, Any]]
    too_wide: frozenset[str]
    scope: frozenset[str]
    followed: frozenset[str]
    widest: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    kinds: re.Pattern[str] = re.compile("(?!)")
    unlike: tuple[frozenset[str], ...] = ()
    post_before: re.Pattern[str] = re.compile("(?!)")
    post_after: re.Pattern[str] = re.compile("(?!)")
    places: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    placed: re.Pattern[str] = re.compile("(?!)")
    told: frozenset[str] = frozenset()
    objects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taken: re.Pattern[str] = re.compile("(?!)")
    empty: re.Pattern[str] = re.compile("(?!)")
    by_name: frozenset[str] = frozenset()
    only_after: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    described: re.Pattern[str] = re.compile("(?!)")
    others: frozenset[str] = frozenset()
    groups: Mapping[str, int] = field(default_factory=dict)
    several: re.Pattern[str] = re.compile("(?!)")
    coming: re.Pattern[str] = re.compile("(?!)")


@dataclass(frozen=True, slots=True, order=True)
class Anaphor:
    """A span that stands for something named before: its noun, whether plural, and if "this".

    ``count`` is how many there are, if told; ``bare`` says that words between article and noun
    tell more of it: "the Fife-based firm".
    """

    start: int
    end: int
    noun: str
    many: bool = False
    near: bool = False
    bare: bool = False
    count: int = 0


def load(path: Path) -> Anaphora:
    """Read ``anaphora.yaml``.

    Raises:
        SeedError: if it is malformed.
    """
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        nouns = {noun: tuple(classes) for noun, classes in data["nouns"].items()}
        for noun, classes in data.get("also", {}).items():
            nouns[noun] += tuple(classes)
        light = _light(data)
        places = {noun: re.compile(shape) for noun, shape in data.get("places", {}).items()}
        objects = {
            f"{form} it": tuple(classes)
            for verb, classes in data.get("objects", {}).items()
            for form in forms(verb).all()
        }
        posts = "|".join(data.get("posts", ("(?!)",)))
        post = rf"(?P<post>(?:[A-Z]{{2,4}} |[A-Z][a-z]+ )?(?:(?:{_LOWER}|&) ){{0,4}}?(?i:{posts}))"
        return Anaphora(
            post_before=re.compile(rf"(?:^|[.;:”“] |\b(?:{_BEFORE_POST}) ){post},? $"),
            post_after=re.compile(
                rf", (?:the )?{post}(?=,? (?:{_AFTER_POST})\b|[.:;]|, [a-z]+(?:ed|s)\b)"
            ),
            regex=_compile(nouns, light),
            light=re.compile(light, re.IGNORECASE),
            nouns=nouns,
            pronouns=data["pronouns"],
            too_wide=frozenset(map(slug, data.get("too wide", ()))),
            widest=frozenset(map(slug, data.get("widest", ()))),
            general=frozenset(data.get("general", ())),
            scope=frozenset(data["scope"]),
            followed=frozenset(data["followed by"]),
            kinds=re.compile(rf"\b(?:{'|'.join(data.get('kinds', ('(?!)',)))})\b", re.IGNORECASE),
            unlike=tuple(frozenset(group) for group in data.get("unlike", ())),
            places=places,
            empty=re.compile("|".join(data.get("empty", ("(?!)",)))),
            placed=_compile_placed(nouns, data),
            told=frozenset(data.get("told by", ())),
            only_after={
                noun: re.compile(rf"\b(?:{'|'.join(words)})\b[^.;,]{{0,20}}$")
                for noun, words in data.get("only after", {}).items()
            },
            by_name=frozenset(data.get("by name", ())),
            described=_compile_described(data),
            others=frozenset(data.get("others", ())),
            groups=data.get("groups", {}),
            coming=_compile_coming(nouns),
            several=_compile_groups(data.get("groups", {})),
            objects=objects,
            taken=re.compile(rf"\b(?:{'|'.join(sorted(objects)) or '(?!)'})\b(?! (?:to|that)\b)"),
        )
    except (
        yaml.YAMLError,
        re.error,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise SeedError(path, f"not a table of anaphora: {error}", "mend the YAML", line) from error


def _light(data: Mapping[str, Any]) -> str:
    """One word that may stand between an article and a noun and names nothing by itself."""
    either = (*data["adjectives"], *data.get("kinds", ()))
    words = "|".join(sorted(map(re.escape, either), key=len, reverse=True))
    ends = "|".join(data.get("compounds", ("(?!)",)))
    amount = r"[£$€]?\d[\d,.]*(?:bn|m|k)?(?:\s(?:million|billion)\b)?"
    place = r"(?:(?-i:[A-Z])\w+\s(?:(?:upon|on|under|by|in)\s)?){0,2}"
    return rf"(?:(?:{words})\b|{place}[\w.]+[-–‑](?:{ends})\b|{amount}),?"


def _compile(nouns: Mapping[str, object], light: str) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    plurals = either.replace("y|", "(?:y|ies)|")
    return re.compile(
        rf"\b(?P<det>the|this|that|these|those|our|both)\s+(?P<between>(?:{light}\s+)*)"
        rf"(?P<noun>{plurals})(?P<many>s|es)?\b",
        re.IGNORECASE,
    )


def _compile_placed(nouns: Collection[str], data: Mapping[str, Any]) -> re.Pattern[str]:
    """What may follow "the" and a place: " biotech company"."""
    either = "|".join(sorted(map(re.escape, {*nouns} & {*data.get("placed", ())}), key=len)[::-1])
    return re.compile(
        rf"\s(?:headquartered\s|based\s)?(?:[a-z-]+\s){{0,2}}(?P<noun>{either or '(?!)'})\b(?![-/])"
    )


def _compile_described(data: Mapping[str, Any]) -> re.Pattern[str]:
    """What the article is parted from by words of its own: "the light therapy firm"."""
    either = "|".join(sorted(map(re.escape, data.get("described", ("(?!)",))), key=len)[::-1])
    return re.compile(
        rf"\b[Tt]he\s+(?P<between>(?:[a-z][a-z-]*\s+){{1,3}}?)(?P<noun>{either})\b(?![-/])"
    )


def _compile_coming(nouns: Collection[str]) -> re.Pattern[str]:
    """A sentence that begins with what it does not name yet: "A Fife-based laser firm has"."""
    either = "|".join(sorted(map(re.escape, nouns), key=len)[::-1])
    return re.compile(
        rf"An?\s+(?:[\w’'&/.-]+\s+){{0,5}}?(?P<noun>{either})\b"
        r"(?=,? (?:has|is|was|will|had|in|at|that)\b)"
    )


def _compile_groups(groups: Mapping[str, int]) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, groups), key=len)[::-1]) or "(?!)"
    return re.compile(rf"\b(?P<several>{either})\b{_ALONE}", re.IGNORECASE)


def find(
    table: Anaphora,
    passage: Passage,
    start: int,
    end: int,
    forms: Collection[str] = (),
    places: Sequence[Mark] = (),
) -> Iterator[Anaphor]:
    """What stands for something named before, in a sentence.

    ``forms`` are the last words of the names read so far, folded; ``places`` those of the sentence.
    """
    text = passage.text
    nouns = list(_nouns(table, text, start, end))
    for form in _ends_of_names(table, text, start, end, forms):
        if not any(noun.start <= form.start and form.end <= noun.end for noun in nouns):
            yield form
    yield from nouns
    yield from _placed(table, text, end, places)
    yield from _described(table, text, start, end, nouns)
    coming = table.coming.match(text, start, end)
    if coming:
        yield Anaphor(*coming.span("noun"), f"a {coming['noun']}")
    for found in _ONE_OF.finditer(text, start, end):
        yield Anaphor(*found.span(), found[1])
    for found in table.several.finditer(text, start, end):
        yield Anaphor(*found.span(), "several", many=True, count=table.groups[found[0].lower()])
    yield from _pronouns(table, text, start, end)
    for found in _THESE.finditer(text, start, end):
        yield Anaphor(*found.span(1), "these", many=True)
    for found in table.taken.finditer(text, start, end):
        yield Anaphor(found.end() - len("it"), found.end(), found[0])
    for found in _OWNER.finditer(text, start, end):
        if not any(noun.start == found.start() for noun in nouns):
            yield Anaphor(*found.span(1), found[1].lower())


def _nouns(table: Anaphora, text: str, start: int, end: int) -> Iterator[Anaphor]:
    for found in table.regex.finditer(text, start, end):
        det = found["det"].lower()
        noun = re.sub(r"\s+", " ", found["noun"].lower())
        if noun not in table.nouns:
            noun = re.sub("ies$", "y", noun)
        many = bool(found["many"]) or found["noun"].lower().endswith("ies")
        near = det in ("this", "that", "these", "those")
        if not _complete(table, text, found.end(), many=many, near=near):
            continue
        told = _BEING.search(text, max(0, found.start() - 30), found.start())
        if det == "the" and told and not text.startswith(("’", "'"), found.end()):
            continue
        if det == "our" and table.scope.isdisjoint(table.nouns[noun]):
            continue  # something of ours: "our new centre"
        qualified = bool(table.kinds.search(found["between"]))
        bare = "-" in found["between"] or bool(re.search(r"\d", found["between"]))
        at = found.start("noun") if bare else found.start()
        if qualified and not {"Sector", "Region"}.isdisjoint(table.nouns[noun]):
            continue  # "the private sector", "the life sciences cluster"
        words = (det, *found["between"].lower().split())
        count = next((_COUNTS[word] for word in words if word in _COUNTS), 0)
        yield Anaphor(at, found.end(), noun, many, near, bare, count)


def _placed(table: Anaphora, text: str, end: int, places: Sequence[Mark]) -> Iterator[Anaphor]:
    """The firm of "the Fife firm": something named just before, told of a place."""
    for place in places:
        found = table.placed.match(text, place.end, end)
        if found is None or not text[: place.start].lower().endswith("the "):
            continue
        if _complete(table, text, found.end(), many=False, near=False):
            yield Anaphor(*found.span("noun"), found["noun"], near=True, bare=True)


def _described(
    table: Anaphora, text: str, start: int, end: int, nouns: Sequence[Anaphor]
) -> Iterator[Anaphor]:
    """Find "the light therapy firm", which was named near; not what describes a name beside it."""
    for found in table.described.finditer(text, start, end):
        words = found["between"].split()
        known = any(noun.start < found.end() and found.start() < noun.end for noun in nouns)
        if known or not table.others.isdisjoint(words) or not _FUNCTION.isdisjoint(words):
            continue
        beside = text[: found.start()].endswith((", ", "– ", "(")) or _BEING.search(
            text, max(0, found.start() - 30), found.start()
        )
        if not beside and _complete(table, text, found.end(), many=False, near=False):
            yield Anaphor(*found.span(), found["noun"], bare=True)


def _complete(table: Anaphora, text: str, end: int, *, many: bool, near: bool) -> bool:
    """Whether a noun is the last of its phrase: not "the firm manager", "the firm that won"."""
    if _CAPITAL.match(text, end):
        return False
    after = _NEXT.match(text, end)
    if after is None:
        return True
    word = after[1]
    if word in table.followed or (word in table.told and not near):
        return False
    if word in _NOUNS_TOO:  # "the firm plans are late"
        return not (after[3] is not None or after[2] in _AFTER_NOUN) or word in STOP
    if many and word in BASES:
        return True
    return word in _ALLOWED or word.endswith(("ly", "ed"))


def _ends_of_names(
    table: Anaphora, text: str, start: int, end: int, forms: Collection[str]
) -> Iterator[Anaphor]:
    """Find "the science park", "the Alliance": how a name read before ends."""
    for article in _THE.finditer(text, start, end) if forms else ():
        at = article.end()
        while light := table.light.match(text, at, end):
            at = light.end() + len(text[light.end() : light.end() + 1].rstrip("\t\n")) or end
            if at >= end or text[at - 1] != " ":
                break
        words = list(_run(text, at, end))
        for length in range(min(_LONGEST, len(words)), 0, -1):
            last = words[length - 1][1]
            written = text[at:last].removesuffix("’s").removesuffix("'s")
            last = at + len(written)
            known = fold(written) in forms and (length > 1 or written[:1].isupper())
            if known and _complete(table, text, last, many=False, near=False):
                yield Anaphor(article.start(), last, fold(written))
                break


def _run(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The words from a position on that only a space parts."""
    while found := _WORD.match(text, at, end):
        yield found.span()
        at = found.end() + 1
        if text[found.end() : at] != " ":
            return


def _pronouns(table: Anaphora, text: str, start: int, end: int) -> Iterator[Anaphor]:
    opening = _OPENING.match(text, start, end)
    if opening and opening[0].lower() in table.pronouns and not table.empty.match(text, start):
        yield Anaphor(*opening.span(), opening[0].lower())
    fronted = _FRONTED.match(text, start, end)
    if fronted and fronted[1] in table.pronouns:
        yield Anaphor(*fronted.span(1), fronted[1])
    if "we" in table.pronouns:
        for found in _WE.finditer(text, start, end):
            yield Anaphor(*found.span(), "we")
    for found in _INSIDE.finditer(text, start, end):
        known = found[1] in table.pronouns
        if known and not table.empty.match(text, found.start(1)):
            yield Anaphor(*found.span(1), found[1], near=True)


def bodiless(table: Anaphora, text: str, start: int, end: int) -> int | None:
    """Where a post begins that stands beside a person's name and names no body.

    "Sales manager Ada Bell said", "Ada Bell, managing director, said"; not an office of state.
    """
    if _AT_BODY.match(text, end):
        return None
    before = table.post_before.search(text, max(0, start - 90), start)
    if before:
        return before.start("post")
    after = table.post_after.match(text, end)
    return after.start("post") if after else None


def quoted(text: str, at: int) -> bool:
    """Whether a position of a passage is inside quotation marks."""
    before = text[:at]
    if _OPEN in before or _CLOSE in before:
        return before.rfind(_OPEN) > before.rfind(_CLOSE)
    return before.count('"') % 2 == 1


def unlike(table: Anaphora, noun: str, name: str) -> bool:
    """Whether a name is called something else than a noun: no "park" is "the hospital"."""
    own = next((group for group in table.unlike if noun.split(" ")[-1] in group), None)
    if own is None:
        return False
    head = fold(name).split()[-1]
    return any(head in group for group in table.unlike if group is not own)


def may_be(noun: str, name: str) -> bool:
    """Whether "he" or "she" may stand for a person whose title may tell."""
    title = name.lower().partition(" ")[0].rstrip(".")
    men, women = ("mr", "sir", "lord", "baron"), ("mrs", "ms", "miss", "dame", "lady", "baroness")
    return title not in (women if noun == "he" else men)
