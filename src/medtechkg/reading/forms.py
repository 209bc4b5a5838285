"""How a document returns to what it has named in full, and what one name is all through it.

"Calder" is short for "Calder Optics", "Vask" for "Una Vask"; a name that one sentence classes
is of that class where another only repeats it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from medtechkg.language import abbreviations, appositions
from medtechkg.language.cues import Rules
from medtechkg.language.lexicon import Sense, fold
from medtechkg.language.masks import Mark
from medtechkg.model import Entity, Passage

__all__ = ["Forms", "agreed", "in_series", "listed", "places_in_lists", "told_next"]

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:professor|prof|dr|sir|dame|lord|lady|baroness|baron|mr|mrs|ms|miss|cllr|councillor|"
    r"the|rt|hon)\.? )+",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|of|to)(?: the)? $")
_LOWER = re.compile(r"(?<![^\s(“‘])[a-z]+,? $")
_BETWEEN = re.compile(r", | and |, and | or |; | & ")
#: Rules for names, from the surest; what stands beside a name says more than a verb after it.
_RANKS = {
    **dict.fromkeys(("title", "person", "road", "qualification"), 0),
    **dict.fromkeys(("apposition", "class-noun", "beside", "head", "tail", "spanning"), 1),
    **dict.fromkeys(("inner", "shared"), 2),
    **dict.fromkeys(("list", "given", "companion"), 3),
    **dict.fromkeys(("phrase",), 4),
    **dict.fromkeys(("verb",), 5),
}
_FAINT = 3
_ROW = 3
#: A name goes on: "Deal Partners", "Reading-based", "Ware's Hall".
_LONGER = re.compile(r" [A-Z]|-|[’']s [A-Z]")
_STOP = re.compile(r"[.!?] ")
_NEXT = re.compile(
    r"[^.!?]{0,120}[.!?] (?:[A-Z][^.!?,]{0,60}, )?(?:[Tt]he|[Tt]his) ((?:[a-z-]+ )?[a-z-]+)"
    r"(?= (?:is|was|will|has|had|can|aims|brings|helps|makes|offers|employs|runs)\b)"
)
_INITIATIVES = ("Programme", "Project", "Partnership", "Policy", "Event")
_TOLD_NEXT = (*_INITIATIVES, "Business", "Charity")
#: Bodies among which a name of no known class is rather a firm's.
_BODIES = (
    *("University", "College", "HealthcareProvider", "PublicBody", "ResearchCentre"),
    *("Business", "Charity", "SectorBody", "LocalAuthority", "CombinedAuthority"),
)
_OWN = re.compile(r"(?<= )(?:the|its|with|by) $")
_DOUBTFUL = ("name:list", "name:phrase", "name:verb", "name:owner")


def agreed(
    found: Mapping[int, Sequence[Mark]], passages: Sequence[Passage]
) -> dict[int, list[Mark]]:
    """Give each name that no register knows the class its surest occurrence has."""
    texts = {passage.index: passage.text for passage in passages}
    best: dict[str, tuple[int, int, int, tuple[Sense, ...]]] = {}
    for index in sorted(found):
        for mark in found[index]:
            if mark.senses and _shape(mark) is not None:
                claim = (_shape(mark) or 0, mark.passage, mark.start, mark.senses)
                key = _written(mark, texts)
                best[key] = min(best.get(key, claim), claim, key=lambda each: each[:3])
    return {
        index: [_settled(mark, best.get(_written(mark, texts))) for mark in marks]
        for index, marks in found.items()
    }


def _shape(mark: Mark) -> int | None:
    """How sure a name by shape is of its class; None for other marks."""
    if not mark.rule.startswith("name:") or any(sense.entity.iri for sense in mark.senses):
        return None
    return _RANKS.get(mark.rule.removeprefix("name:"), _FAINT)


def _written(mark: Mark, texts: Mapping[int, str]) -> str:
    return fold(_ARTICLE.sub("", texts[mark.passage][mark.start : mark.end]))


def _settled(mark: Mark, best: tuple[int, int, int, tuple[Sense, ...]] | None) -> Mark:
    if best is None or not mark.rule.startswith("name:"):
        return mark
    if mark.senses and _shape(mark) is None:
        return mark
    return mark if mark.senses == best[3] else replace(mark, senses=best[3])


def listed(marks: Sequence[Mark], passage: Passage) -> Iterator[Mark]:
    """Class a name without a class by the names it stands among.

    After a firm or a place in a list ("in Bray, Holt and Calder"), before a place that holds it
    ("in Calder, Holtshire"), before its name in full ("CRM, the Centre for Robots in Medicine").
    Among bodies of other kinds, or as a place's own, it is rather a firm ("Holt’s Calder").
    """
    before: Mark | None = None
    for at, mark in enumerate(marks):
        if not mark.senses or _vague(mark):
            after = marks[at + 1] if at + 1 < len(marks) else None
            mark = _placed_among(before, mark, after, passage.text)
        before = mark if mark.strong and mark.senses else None
        yield mark


def places_in_lists(marks: Sequence[Mark], passage: Passage) -> list[Mark]:
    """Read a word that may be a place as one beside another place: "in Leeds, Bath and Reading"."""
    settled = list(marks)
    for order in (range(1, len(settled)), range(len(settled) - 2, -1, -1)):
        for at in order:
            other = settled[at - order.step]
            first, last = sorted((settled[at], other), key=lambda each: each.start)
            beside = _BETWEEN.fullmatch(passage.text, first.end, last.start)
            if beside and other.strong and _body(other) == "Region":
                settled[at] = _as_place(settled[at], passage.text)
    return settled


def _as_place(mark: Mark, text: str) -> Mark:
    places = [sense for sense in mark.senses if sense.cls == "Region"]
    if mark.strong or not places or _LONGER.match(text, mark.end):
        return mark
    return replace(mark, senses=(replace(places[0], weak=False),))


def _placed_among(before: Mark | None, mark: Mark, after: Mark | None, text: str) -> Mark:
    if before and not mark.senses and _next_in_list(before, mark, text):
        return _classed(mark, before.senses[0].cls, text)
    if before and not mark.senses and _beside_bodies(before, mark, after, text):
        return _classed(mark, "Business", text)
    if after is None or not after.strong or not after.senses:
        return mark
    between = text[mark.end : after.start]
    cls = after.senses[0].cls
    initials = abbreviations.fits(text[after.start : after.end], text[mark.start : mark.end])
    if between == ", the " and initials and cls not in ("Region", "Person", "Role"):
        return replace(mark, senses=after.senses, rule="name:apposition")
    if between == " and " and (cls == "Region" if mark.senses else cls == "Business"):
        return mark if _body(mark) == "Business" else _classed(mark, cls, text)
    if mark.senses:
        return mark
    if cls == "Region" and between in (", ", " in ") and _IN.search(text, 0, mark.start):
        return _classed(mark, cls, text)
    return mark


def _beside_bodies(before: Mark, mark: Mark, after: Mark | None, text: str) -> bool:
    """Whether a name is a place's own, or stands in a list between bodies."""
    between = text[before.end : mark.start]
    if _body(before) == "Region":
        return between in ("’s ", "'s ") and before.rule == "lexicon"
    if _body(before) not in _BODIES or not _BETWEEN.fullmatch(_OWN.sub("", between)):
        return False
    return between != ", " or bool(
        after
        and _body(after) in _BODIES
        and _BETWEEN.fullmatch(_OWN.sub("", text[mark.end : after.start]))
    )


def _vague(mark: Mark) -> bool:
    return mark.rule in _DOUBTFUL and mark.senses[0].cls in ("Organisation", "Business")


def _body(mark: Mark) -> str:
    return mark.senses[0].cls if mark.senses else ""


def _classed(mark: Mark, cls: str, text: str) -> Mark:
    entity = Entity(cls, text[mark.start : mark.end])
    return replace(mark, senses=(Sense(entity),), rule="name:list")


def _next_in_list(before: Mark, mark: Mark, text: str) -> bool:
    cls = before.senses[0].cls
    among = cls == "Business" or (cls == "Region" and bool(_LOWER.search(text, 0, before.start)))
    return among and bool(_BETWEEN.fullmatch(text, before.end, mark.start))


def in_series(marks: Sequence[Mark], passage: Passage) -> list[Mark]:
    """Class the names of a row by the others in it: "Qarvo, Holt Ltd, Brintexa and Dune Ltd"."""
    settled = list(marks)
    for row in _rows(marks, passage.text):
        kinds = Counter(m.senses[0].cls for m in row if m.senses and m.strong and not _vague(m))
        cls = next(iter(kinds), "")
        placed = cls == "Region" and _LOWER.search(passage.text, 0, row[0].start)
        if len(kinds) == 1 and kinds[cls] > 1 and (cls == "Business" or placed):
            settled = [
                _classed(mark, cls, passage.text) if mark in row and not mark.senses else mark
                for mark in settled
            ]
    return settled


def _rows(marks: Sequence[Mark], text: str) -> Iterator[list[Mark]]:
    """Three names or more that stand in a list."""
    row: list[Mark] = []
    for mark in marks:
        if row and not _BETWEEN.fullmatch(text, row[-1].end, mark.start):
            if len(row) >= _ROW:
                yield row
            row = []
        row.append(mark)
    if len(row) >= _ROW:
        yield row


def told_next(marks: Sequence[Mark], passage: Passage, rules: Rules) -> list[Mark]:
    """Class a name by what the next sentence calls it: "… of Tarn Awel. The project will …"."""
    return [mark if mark.senses else _told_next(mark, marks, passage, rules) for mark in marks]


def _told_next(mark: Mark, marks: Sequence[Mark], passage: Passage, rules: Rules) -> Mark:
    text = passage.text
    match = _NEXT.match(text, mark.end)
    cls = appositions.noun(match[1].split(), rules) if match else None
    if match is None or cls not in _TOLD_NEXT:
        return mark
    begin = max((stop.end() for stop in _STOP.finditer(text, 0, mark.start)), default=0)
    rivals = [m for m in marks if begin <= m.start < match.start(1) and m != mark]
    if any(not m.senses or (m.strong and m.senses[0].cls in _rivals(cls)) for m in rivals):
        return mark
    return _classed(mark, cls, text)


def _rivals(cls: str) -> tuple[str, ...]:
    return (cls, "Organisation", *(_INITIATIVES if cls in _INITIATIVES else ()))


class Forms:
    """The shorter forms under which a document returns to what it has named in full."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._forms: dict[str, set[Sense]] = defaultdict(set)
        for mark in marks:
            if mark.strong and mark.senses and mark.senses[0].cls != "Region":
                for form in _short_forms(mark.senses[0].entity):
                    self._forms[form].add(mark.senses[0])

    def resolve(self, mark: Mark, passage: Passage) -> Mark:
        """Read a short form as the name it is short for, if only one will do."""
        written = fold(_TITLE.sub("", passage.text[mark.start : mark.end]))
        if mark.senses and mark.senses[0].cls == "Region" and not _placed(mark, passage):
            mark = replace(mark, rule="surname") if mark.rule == "lexicon" else mark
        fuller = {
            sense
            for sense in self._forms.get(written, ())
            if _may_be(mark, sense, written) and sense.entity not in _entities(mark)
        }
        fuller = _plainest(fuller)
        if len({sense.entity for sense in fuller}) != 1:
            return replace(mark, rule="lexicon") if mark.rule == "surname" else mark
        best = min(fuller, key=lambda sense: (sense.weak, sense.also))
        return replace(mark, senses=(best,), rule="short-form")


def _plainest(senses: set[Sense]) -> set[Sense]:
    """Of "Bray Optics", "Bray Optics Ltd" and "Bray Optics GmbH" the one the others begin with."""
    shortest = min(
        senses, key=lambda each: (len(each.entity.name), each.weak, each.entity.name), default=None
    )
    if shortest is None:
        return senses
    begins = fold(shortest.entity.name)
    same = all(
        sense.cls == shortest.cls and f"{fold(sense.entity.name)} ".startswith(f"{begins} ")
        for sense in senses
    )
    return {sense for sense in senses if sense.entity == shortest.entity} if same else senses


def _placed(mark: Mark, passage: Passage) -> bool:
    """Whether a preposition says that a name is a place's, not a person's."""
    before = passage.text[max(0, mark.start - 12) : mark.start].rstrip().rpartition(" ")[2].lower()
    return (
        before not in ("", "and", "but", "says", "said", "added", "that", ",")
        and before[-1:] != "."
    )


def _entities(mark: Mark) -> set[Entity]:
    return {sense.entity for sense in mark.senses}


def _may_be(mark: Mark, sense: Sense, written: str) -> bool:
    """Whether a mark may be short for a name of this sense."""
    if not mark.senses:
        return sense.cls != "Person" or " " not in written
    own = mark.senses[0]
    if own.cls == "Person" or sense.cls == "Person":
        plain = mark.rule == "surname" or _shape(mark) not in (None, 0)
        surname = sense.cls == "Person" and plain
        return own.cls == sense.cls or (surname and " " not in written)
    if fold(sense.entity.name) == written:
        return False
    rank = _shape(mark)
    if rank is None:
        return _is_code(mark, written) and _names_own(sense, written)
    return own.cls == sense.cls or rank >= _FAINT


def _is_code(mark: Mark, written: str) -> bool:
    """Whether it is an abbreviation the register knows, which the document may use otherwise."""
    short = mark.rule == "lexicon" and " " not in written and len(written) < 6
    return short and all(len(sense.entity.name) > len(written) for sense in mark.senses)


def _names_own(sense: Sense, written: str) -> bool:
    """Whether the document itself gives a longer name that begins with the abbreviation.

    A firm may be meant; a laboratory or a programme is only one of the body's.
    """
    own = sense.entity.iri is None and sense.cls in ("Business", "Charity", "Organisation")
    return own and fold(sense.entity.name).startswith(written + " ")


def _short_forms(entity: Entity) -> Iterator[str]:
    if entity.cls == "Person":
        called, seat, _ = entity.name.partition(" of ")
        words = fold(_TITLE.sub("", called)).split()
        if seat:  # "Lady Vask" is short for "Baroness Vask of Holt"
            yield words[-1]
        elif len(words) > 1 and not _TITLE.match(entity.name):
            yield words[-1]
            yield words[0]
        return
    words = fold(_ARTICLE.sub("", entity.name)).split()
    for length in range(1, len(words) + 1):
        form = " ".join(words[:length])
        joined = words[length : length + 1] in (["and"], ["&"])
        if len(form) > 2 and not joined:
            yield form
    for begin in range(1, len(words) - 1):
        yield " ".join(words[begin:])
