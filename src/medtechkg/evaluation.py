"""How well reading went: records compared with annotations made by hand.

Names are compared as a person would, without case, articles, punctuation and company suffixes. An
entity is found if a name, mention or alias agrees, its class is scored apart; a relation if
property and both ends agree; a statistic if property and number agree. Annotations of tier 2 (what
cannot be expected: generic groups, inferences) are neither missed nor is it wrong to find them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from medtechkg import agreement
from medtechkg.errors import SeedError
from medtechkg.records import Record

__all__ = ["KINDS", "Score", "Scores", "load", "score", "total"]

#: What is scored, in the order of the tables. The last two are only told.
KINDS = (
    "entity",
    "relation",
    "relation without hasSubSector",
    "statistic",
    "statistic, strict",
    "event",
    "claim",
)

_LOOSE = ("event", "claim")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind: annotations, those found, predictions, and those that are right."""

    gold: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold,
            self.found + other.found,
            self.predicted + other.predicted,
            self.right + other.right,
        )

    @property
    def recall(self) -> float:
        """The share of annotations that was found; 0 if there are none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        """The share of predictions that is right; 0 if there are none."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How one document, or several, compare with their annotations.

    ``classes`` counts entities that were found, and of them those of the right class. ``missed``
    are annotations, ``wrong`` predictions, of entities, relations and statistics; ``answered`` and
    ``unanswered`` are the annotated events and claims, which are compared loosely. ``judged`` has
    for each relation that was read its rule, its confidence, and whether it is right.
    """

    kinds: Mapping[str, Score]
    properties: Mapping[str, Score]
    classes: Score
    missed: tuple[Record, ...] = ()
    wrong: tuple[Record, ...] = ()
    answered: tuple[Record, ...] = ()
    unanswered: tuple[Record, ...] = ()
    judged: tuple[tuple[str, float, bool], ...] = ()


def load(path: Path) -> list[Record]:
    """Read records from a JSON array or from one JSON object a line.

    Raises:
        SeedError: if the file is not readable, not JSON, or a record has no kind or subject.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(path, f"cannot be read: {error}", "give a UTF-8 file of records") from error
    if text.lstrip().startswith("["):
        return [_checked(path, row, f"record {at}") for at, row in enumerate(_json(path, text), 1)]
    lines = enumerate(text.splitlines(), 1)
    return [
        _checked(path, _json(path, line, at), "the record", at)
        for at, line in lines
        if line.strip()
    ]


def score(gold: Iterable[Record], predicted: Iterable[Record], *, aliases: bool = True) -> Scores:
    """Compare what was read in one document with its annotations.

    ``aliases`` lets the end of a relation agree by any form the entity records give for it;
    without it the names in the relation records alone are compared.
    """
    gold, predicted = list(gold), _distinct(predicted)
    ours, theirs = (agreement.forms(rows if aliases else ()) for rows in (predicted, gold))
    matches = {
        "entity": _match(_of(gold, "entity"), _of(predicted, "entity"), agreement.entities),
        "relation": _match(
            _of(gold, "relation"),
            _of(predicted, "relation"),
            lambda g, p: agreement.relations(g, p, theirs, ours),
        ),
        "statistic": _pair_off(
            _of(gold, "statistic"), _of(predicted, "statistic"), agreement.statistics
        ),
        "statistic, strict": _pair_off(
            _of(gold, "statistic"), _of(predicted, "statistic"), agreement.strict_statistics
        ),
        "event": _match(
            _of(gold, "event"),
            _of(predicted, "event"),
            lambda g, p: agreement.events(g, p, theirs, ours),
        ),
        "claim": _match(
            _of(gold, "claim"),
            _of(predicted, "claim"),
            lambda g, p: agreement.claims(g, p, theirs, ours),
        ),
    }
    return _scores(matches)


def total(scores: Iterable[Scores]) -> Scores:
    """Add up the scores of several documents."""
    each = list(scores)
    return Scores(
        {kind: _sum(one.kinds.get(kind, Score()) for one in each) for kind in KINDS},
        {
            name: _sum(one.properties.get(name, Score()) for one in each)
            for name in sorted({name for one in each for name in one.properties})
        },
        _sum(one.classes for one in each),
        tuple(row for one in each for row in one.missed),
        tuple(row for one in each for row in one.wrong),
        tuple(row for one in each for row in one.answered),
        tuple(row for one in each for row in one.unanswered),
        tuple(row for one in each for row in one.judged),
    )


# -- loading ----------------------------------------------------------------------------------


def _json(path: Path, text: str, line: int | None = None) -> list[object]:
    try:
        found: list[object] = json.loads(text)
    except json.JSONDecodeError as error:
        place = line if line is not None else error.lineno
        raise SeedError(path, f"not JSON: {error.msg}", "mend that line", place) from error
    return found


def _checked(path: Path, row: object, where: str, line: int | None = None) -> Record:
    if isinstance(row, dict) and all(isinstance(row.get(name), str) for name in _REQUIRED):
        return row
    problem = f"{where} lacks {' or '.join(_REQUIRED)}"
    raise SeedError(path, problem, "write one object a record", line)


_REQUIRED = ("kind", "subject")


# -- counting ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Matches:
    """Annotations and predictions of one kind, and which of the other side each agrees with."""

    gold: Sequence[Record]
    predicted: Sequence[Record]
    found: Mapping[int, Sequence[Record]]
    right: Mapping[int, Sequence[Record]]

    def score(self, include: Callable[[Record], bool] = lambda row: True) -> Score:
        """Count; a prediction that only agrees with annotations of tier 2 does not count."""
        gold = [at for at, row in enumerate(self.gold) if _expected(row) and include(row)]
        ours = [at for at in range(len(self.predicted)) if self._counts(at, include)]
        found = sum(1 for at in gold if at in self.found)
        return Score(len(gold), found, len(ours), sum(1 for at in ours if at in self.right))

    def missed(self) -> Iterator[Record]:
        """Yield the annotations that no prediction agrees with."""
        return (row for at, row in enumerate(self.gold) if at not in self.found)

    def wrong(self) -> Iterator[Record]:
        """Yield the predictions that agree with no annotation."""
        return (row for at, row in enumerate(self.predicted) if at not in self.right)

    def judged(self) -> Iterator[tuple[str, float, bool]]:
        """Yield the rule and the confidence of each prediction, and whether it is right."""
        for at, row in enumerate(self.predicted):
            sure = row.get("confidence")
            yield str(row.get("rule")), float(str(sure or 0)), at in self.right

    def _counts(self, at: int, include: Callable[[Record], bool]) -> bool:
        """Whether a prediction counts, under the property of the annotation it agrees with."""
        agreed = self.right.get(at)
        if agreed is None:
            return include(self.predicted[at])
        return any(_expected(row) and include(row) for row in agreed)


def _expected(row: Record) -> bool:
    """Whether an annotation must be found; events and claims are only listed, so all of them."""
    return row.get("tier", 1) == 1 or row["kind"] in _LOOSE


def _of(rows: Iterable[Record], kind: str) -> list[Record]:
    return [row for row in rows if row["kind"] == kind]


def _distinct(rows: Iterable[Record]) -> list[Record]:
    """Leave out relations that another record states already, whichever way round."""
    seen: set[object] = set()
    kept = []
    for row in rows:
        ends: object = tuple(
            agreement.key(agreement.text(row, end)) for end in ("subject", "object")
        )
        if row.get("predicate") in agreement.SYMMETRIC:
            ends = frozenset(ends) if isinstance(ends, tuple) else ends
        same = (row.get("predicate"), ends, agreement.negated(row))
        if row["kind"] != "relation" or same not in seen:
            kept.append(row)
        if row["kind"] == "relation":
            seen.add(same)
    return kept


def _match(
    gold: Sequence[Record], ours: Sequence[Record], same: Callable[[Record, Record], bool]
) -> _Matches:
    """Say what agrees with what, each with as many as it may."""
    found: dict[int, list[Record]] = {}
    right: dict[int, list[Record]] = {}
    for at, row in enumerate(gold):
        for number, each in enumerate(ours):
            if same(row, each):
                found.setdefault(at, []).append(each)
                right.setdefault(number, []).append(row)
    return _Matches(gold, ours, found, right)


def _pair_off(
    gold: Sequence[Record], ours: Sequence[Record], likeness: Callable[[Record, Record], int]
) -> _Matches:
    """Pair annotations with predictions, the most alike first, each once."""
    pairs = sorted(
        (-likeness(row, each), not _expected(row), at, number)
        for at, row in enumerate(gold)
        for number, each in enumerate(ours)
        if likeness(row, each)
    )
    found: dict[int, list[Record]] = {}
    right: dict[int, list[Record]] = {}
    for *_, at, number in pairs:
        if at not in found and number not in right:
            found[at], right[number] = [ours[number]], [gold[at]]
    return _Matches(gold, ours, found, right)


def _scores(matches: Mapping[str, _Matches]) -> Scores:
    kinds = {kind: each.score() for kind, each in matches.items()}
    relations = matches["relation"]
    kinds[KINDS[2]] = relations.score(lambda row: row.get("predicate") != "hasSubSector")
    firm = [matches[kind] for kind in ("entity", "relation", "statistic")]
    loose = [matches[kind] for kind in _LOOSE]
    return Scores(
        {kind: kinds[kind] for kind in KINDS},
        _properties(matches),
        _classes(matches["entity"]),
        missed=tuple(row for each in firm for row in each.missed() if _expected(row)),
        wrong=tuple(row for each in firm for row in each.wrong()),
        answered=tuple(each.gold[at] for each in loose for at in each.found),
        unanswered=tuple(row for each in loose for row in each.missed()),
        judged=tuple(relations.judged()),
    )


def _properties(matches: Mapping[str, _Matches]) -> dict[str, Score]:
    """Score each property, under the name that the annotation has."""
    scores: dict[str, Score] = {}
    for kind in ("relation", "statistic"):
        rows = (*matches[kind].gold, *matches[kind].predicted)
        for name in sorted({agreement.text(row, "predicate") for row in rows}):
            scores[name] = matches[kind].score(partial(_is, name))
    return scores


def _is(predicate: str, row: Record) -> bool:
    return row.get("predicate", "") == predicate


def _classes(entities: _Matches) -> Score:
    """Count how many of the annotated entities that were found have the right class."""
    found = [
        any(each.get("subject_type") == entities.gold[at].get("subject_type") for each in ours)
        for at, ours in entities.found.items()
        if _expected(entities.gold[at])
    ]
    return Score(gold=len(found), found=sum(found))


def _sum(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())
