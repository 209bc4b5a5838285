"""What words name something, and of what class, learnt from annotated pages.

Every page is then read by a model that it has not taught, so that what is learnt of its pairs
(`learning`) rests on entities as they will be on pages nobody has annotated. The same pages give
the same model in whatever order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from medtechkg import agreement, classing, evaluation, reader, records
from medtechkg.classing import Example
from medtechkg.evaluation import Score
from medtechkg.language.naming import Naming
from medtechkg.language.verbs import lemma
from medtechkg.model import Document, Reading
from medtechkg.reading.decided import Candidate
from medtechkg.records import Record

__all__ = ["Lesson", "Taught", "learn", "lesson", "scored"]

_FOLDS = 5
#: In how many pages a word must stand in lower case to be weighed.
_PAGES = 3
_LOWER = re.compile(r"(?<![^\W_])[a-z][^\W_]*(?:[-/.'’&][^\W_]+)*")


@dataclass(frozen=True, eq=False)
class Lesson:
    """An annotated page: the words that may name something, with their classes, and its own words.

    ``partial`` pages are annotated with some of their names only. ``alone`` is how rules alone
    find its entities, and how many of those found have their class.
    """

    name: str
    document: Document
    gold: tuple[Record, ...]
    told: tuple[tuple[tuple[str, ...], str | None], ...]
    words: frozenset[str]
    alone: tuple[Score, Score]
    known: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Taught:
    """The model that all pages teach, and for each page the one that it has not taught.

    None stands for what too few names would have taught. ``common`` are the words that several
    pages write in lower case, so no names.
    """

    naming: Naming | None
    others: Mapping[Lesson, Naming | None]
    common: frozenset[str] = frozenset()


def lesson(
    name: str,
    document: Document,
    gold: Sequence[Record],
    rules: reader.Rules,
    *,
    known: bool = False,
    partial: bool = False,
) -> Lesson:
    """Say of all words of a page that may name something what they are annotated as."""
    found = reader.candidates(document, rules)
    classes = _labelled(found, _annotated(gold))
    told = tuple((one.features, cls) for one, cls in zip(found, classes, strict=True))
    lower = set(_LOWER.findall(document.text))
    words = frozenset(lower | {lemma(word) for word in lower})
    alone = scored(gold, reader.read(document, reader.weighing(rules, None)))
    return Lesson(name, document, tuple(gold), told, words, alone, known, partial)


def scored(gold: Sequence[Record], reading: Reading) -> tuple[Score, Score]:
    """How entities were found, and how many of those found have their class."""
    scores = evaluation.score(gold, records.of(reading))
    return scores.kinds["entity"], scores.classes


def _annotated(gold: Iterable[Record]) -> dict[str, str]:
    """The class of each name, by the key of every form it has."""
    found: dict[str, str] = {}
    for row in gold:
        if row["kind"] == "entity":
            others = row.get("aliases")
            forms = [row["subject"], row.get("mention")]
            for form in (*forms, *(others if isinstance(others, list) else ())):
                if isinstance(form, str):
                    found.setdefault(agreement.key(form), agreement.text(row, "subject_type"))
    return found


def _labelled(found: Sequence[Candidate], classes: Mapping[str, str]) -> list[str | None]:
    """The class of each candidate; part of a longer annotated name is none by itself."""
    told = [classes.get(agreement.key(one.name)) for one in found]
    names: dict[int, list[Candidate]] = defaultdict(list)
    for one, cls in zip(found, told, strict=True):
        if cls:
            names[one.passage].append(one)
    return [
        cls if cls and not any(_within(one, other) for other in names[one.passage]) else None
        for one, cls in zip(found, told, strict=True)
    ]


def _within(one: Candidate, other: Candidate) -> bool:
    longer = other.end - other.start > one.end - one.start
    return longer and other.start <= one.start and one.end <= other.end


def learn(
    lessons: Iterable[Lesson],
    base: Naming | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Taught:
    """Learn from all pages, and for each page from those of the other folds."""
    order = sorted(lessons, key=lambda each: (each.name, each.document.id))
    folds = min(_FOLDS, len(order))
    others: dict[Lesson, Naming | None] = {}
    for fold in range(folds):
        progress("learning names", fold, folds + 1)
        model = _fitted([at for at in range(len(order)) if at % folds != fold], order, base)
        others.update(dict.fromkeys(order[fold::folds], model))
    progress("learning names", folds, folds + 1)
    final = _fitted(range(len(order)), order, base)
    progress("learning names", folds + 1, folds + 1)
    return Taught(final, others, _common(order))


def _fitted(chosen: Iterable[int], order: Sequence[Lesson], base: Naming | None) -> Naming | None:
    pages = [(at, order[at]) for at in chosen]
    common = _common(each for _, each in pages)
    examples = [
        Example(features, cls, at, each.partial)
        for at, each in pages
        for features, cls in each.told
    ]
    return classing.fit(examples, common, base)


def _common(pages: Iterable[Lesson]) -> frozenset[str]:
    counts = Counter(word for each in pages for word in each.words)
    return frozenset(word for word, count in counts.items() if count >= _PAGES)
