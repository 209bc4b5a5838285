"""Weights learnt from annotated pages, and how well they do on pages they were not learnt from.

Each property has a logistic regression over the features of two names (`language.contexts`), with
an L2 penalty, from the weights there are, if any: what pages show moves them. How far a sum of
weights can be trusted is fitted on pages held out, and only on those whose phrases no rule was
written for. The same pages give the same weights in whatever order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from medtechkg import agreement, evaluation, reader, records, regression
from medtechkg.errors import SeedError
from medtechkg.evaluation import Score
from medtechkg.language.weights import Trust, Weights, logit
from medtechkg.model import Document, Reading, Statement
from medtechkg.reading.weighed import Pair
from medtechkg.records import Record

__all__ = ["KINDS", "Learnt", "Page", "learn", "page", "require", "widened"]

#: The kinds that weights learnt afresh tell apart, if no others are given.
KINDS = ("Person", "Organisation", "Region", "Facility", "Initiative", "FieldOfActivity")
_FOLDS = 5
#: How many readings it takes to say how far they can be trusted.
_JUDGED = 60
#: What is looked at, likely or not, to say how far words can be trusted.
_FAINT = 0.1
#: The bias of a property that nothing is known of.
_NEVER = -5.0


@dataclass(frozen=True, eq=False)
class Page:
    """An annotated page as the rules read it.

    ``told`` says of each pair which properties the annotations give it: true where the unit is
    what they quote, false where they quote another. ``alone`` is what rules alone read. ``known``
    are pages that rules were written on: they teach words, but not how far rules can be trusted.
    """

    name: str
    seen: reader.Examined
    alone: Reading
    gold: tuple[Record, ...]
    told: tuple[Mapping[str, bool], ...]
    known: bool = False

    @cached_property
    def right(self) -> Callable[[Record], bool]:
        """Whether a relation that was read is annotated."""
        ours = agreement.forms(records.of(self.alone))
        theirs = agreement.forms(self.gold)
        related = [row for row in self.gold if row["kind"] == "relation"]
        return lambda row: any(agreement.relations(g, row, theirs, ours) for g in related)


@dataclass(frozen=True, slots=True)
class Learnt:
    """New weights, and the scores of relations on pages held out.

    ``rules``, ``words`` and ``both`` are what the rules read alone, the words alone, and both.
    """

    weights: Weights
    pages: int
    rules: Score
    words: Score
    both: Score


def widened(rules: reader.Rules, base: Weights | None, gold: Iterable[Record]) -> reader.Rules:
    """The rules, with pairs also of what annotations relate by properties not weighed so far."""
    told = {agreement.text(row, "predicate") for row in gold if row["kind"] == "relation"}
    fresh = sorted(told & rules.vocabulary.properties.keys())
    blank = base or regression.blank(KINDS)
    return reader.weighing(
        rules, replace(blank, biases={**dict.fromkeys(fresh, _NEVER), **blank.biases})
    )


# -- pages ------------------------------------------------------------------------------------


def page(
    name: str,
    document: Document,
    gold: Sequence[Record],
    rules: reader.Rules,
    *,
    known: bool = False,
) -> Page:
    """Read an annotated page, and say which of its pairs the annotations relate."""
    seen = reader.examine(document, rules)
    alone = reader.judge(seen, reader.weighing(rules, None))
    ours = agreement.forms(records.of(alone))
    theirs = agreement.forms(gold)
    related = [row for row in gold if row["kind"] == "relation"]
    ends = {agreement.text(row, end) for row in related for end in ("subject", "object")}
    named = {each.name for pair in seen.pairs for each in (pair.subject, pair.object)}
    alike = {
        each: {end for end in ends if agreement.same(end, each, theirs, ours)} for each in named
    }
    told: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in related:
        told[agreement.text(row, "subject"), agreement.text(row, "object")].append(row)
    return Page(
        name,
        seen,
        alone,
        tuple(gold),
        tuple(_told(pair, seen, alike, told) for pair in seen.pairs),
        known,
    )


def _told(
    pair: Pair,
    seen: reader.Examined,
    alike: Mapping[str, set[str]],
    related: Mapping[tuple[str, str], Sequence[Record]],
) -> Mapping[str, bool]:
    """The properties that annotations give a pair, and whether they quote its unit for it."""
    found: dict[str, bool] = {}
    for one in alike[pair.subject.name]:
        for other in alike[pair.object.name]:
            turned = related.get((other, one), ())
            both_ways = [r for r in turned if r["predicate"] in agreement.SYMMETRIC]
            for row in (*related.get((one, other), ()), *both_ways):
                name = agreement.text(row, "predicate")
                found[name] = found.get(name, False) or _quotes(row, pair, seen)
    return found


def _quotes(row: Record, pair: Pair, seen: reader.Examined) -> bool:
    """Whether an annotation quotes the unit of a pair, or part of it."""
    quote = agreement.key(agreement.text(row, "quote"))
    pieces = [agreement.key(seen.text.passages[at].text[start:end]) for at, start, end in pair.spot]
    whole = " ".join(pieces)
    return bool(quote) and (quote in whole or any(each and each in quote for each in pieces))


# -- how far they can be trusted --------------------------------------------------------------


#: What rules and words read on a page by weights it was not learnt for, and whether it is right.
_Tried = tuple[list[regression.Case], list[regression.Case]]


def _tried(page_: Page, model: Weights, rules: reader.Rules) -> _Tried:
    """How a page comes out, if rules were not written on it."""
    if page_.known:
        return [], []
    return list(_read(page_, model)), list(_only_told(page_, model, rules))


def _trusts(tried: Iterable[_Tried]) -> tuple[Trust, Trust] | None:
    """Fit how far what is read can be trusted, if enough has been read."""
    pages = list(tried)
    read = [case for page_ in pages for case in page_[0]]
    told = [case for page_ in pages for case in page_[1]]
    if min(len(read), len(told)) < _JUDGED:
        return None
    return regression.trusts(read, told)


def _read(page_: Page, model: Weights) -> Iterator[regression.Case]:
    """What rules read on a page: confidence, what the words weigh, whether they are apart."""
    best = _sums(page_, model)
    for row in records.of(page_.alone):
        if row["kind"] == "relation" and row["predicate"] in model.biases:
            ends = (agreement.text(row, each) for each in ("subject", "predicate", "object"))
            total = best.get(_ends(*ends))
            sure = min(float(str(row["confidence"])), 0.98)
            yield (logit(sure), _held(total), float(total is None)), page_.right(row)


def _only_told(page_: Page, model: Weights, rules: reader.Rules) -> Iterator[regression.Case]:
    """What the words alone tell on a page, likely or not."""
    every = replace(model, weighed=Trust(0.0, 1.0, _FAINT))
    sums = _sums(page_, model)
    read = {frozenset((s.subject, s.object)) for s in page_.alone.statements}
    told, _ = reader.weigh(replace(page_.seen, told=()), reader.weighing(rules, every))
    for each in told:
        if frozenset((each.subject, each.object)) not in read:
            total = sums[_ends(each.subject.name, each.predicate, each.object.name)]
            yield (0.0, _held(total), 0.0), page_.right(_row(each))


def _held(total: float | None) -> float:
    return max(-5.0, min(5.0, total)) if total is not None else 0.0


def _sums(page_: Page, model: Weights) -> dict[tuple[str, str, str], float]:
    """The most that the words of any unit weigh for each statement."""
    best: dict[tuple[str, str, str], float] = {}
    for pair in page_.seen.pairs:
        for name, total in model.totals(pair.features, pair.properties).items():
            key = _ends(pair.subject.name, name, pair.object.name)
            best[key] = max(total, best.get(key, total))
    return best


def _ends(subject: str, name: str, object_: str) -> tuple[str, str, str]:
    if name in agreement.SYMMETRIC:
        subject, object_ = sorted((subject, object_))
    return subject, name, object_


def _row(statement: Statement) -> Record:
    return {
        "kind": "relation",
        "subject": statement.subject.name,
        "predicate": statement.predicate,
        "object": statement.object.name,
        "polarity": statement.polarity.value,
    }


# -- all of it --------------------------------------------------------------------------------


def learn(
    pages: Iterable[Page],
    rules: reader.Rules,
    base: Weights | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    common: Container[str] = (),
    least: int = regression.LEAST_TOLD,
) -> Learnt:
    """Learn weights from pages, from those of ``base`` on, and try them on pages held out.

    Of the words that names consist of, only ``common`` ones are weighed; of properties, those that
    the pages give ``least`` pairs or more.

    Raises:
        SeedError: if NumPy and SciPy are not installed.
    """
    require()
    order = sorted(pages, key=lambda each: (each.name, each.seen.text.document.id))
    rows = [
        regression.Row(pair, told, at)
        for at, each in enumerate(order)
        for pair, told in zip(each.seen.pairs, each.told, strict=True)
    ]
    table = regression.table(rows, base, common)
    kinds = base.kinds if base else KINDS
    folds = min(_FOLDS, len(order))
    models: dict[int, Weights] = {}
    for fold in range(folds):
        progress("learning", fold, folds + 1)
        chosen = {at for at in range(len(order)) if at % folds != fold}
        model = regression.weights(table, chosen, base, kinds, least)
        models.update(dict.fromkeys(range(fold, len(order), folds), model))
    tried = [_tried(each, models[at], rules) for at, each in enumerate(order)]
    scores = [_scored(order, models, tried, rules, fold, folds) for fold in range(folds)]
    progress("learning", folds, folds + 1)
    final = regression.weights(table, set(range(len(order))), base, kinds, least)
    trusts = _trusts(tried)
    if trusts is not None:
        final = replace(final, read=trusts[0], weighed=trusts[1])
    progress("learning", folds + 1, folds + 1)
    empty = Score()
    rules_, words, both = (sum((each[at] for each in scores), empty) for at in range(3))
    return Learnt(final, sum(not each.known for each in order), rules_, words, both)


def _scored(
    pages: Sequence[Page],
    models: Mapping[int, Weights],
    tried: Sequence[_Tried],
    rules: reader.Rules,
    fold: int,
    folds: int,
) -> tuple[Score, Score, Score]:
    """How rules, words and both do on the pages of a fold, trusted as other pages show."""
    trusts = _trusts(each for at, each in enumerate(tried) if at % folds != fold)
    counted = [Score(), Score(), Score()]
    for at in range(fold, len(pages), folds):
        page_, model = pages[at], models[at]
        if page_.known:
            continue
        if trusts is not None:
            model = replace(model, read=trusts[0], weighed=trusts[1])
        by = reader.weighing(rules, model)
        words = reader.judge(replace(page_.seen, told=()), by)
        for number, got in enumerate((page_.alone, words, reader.judge(page_.seen, by))):
            counted[number] += evaluation.score(page_.gold, records.of(got)).kinds["relation"]
    return counted[0], counted[1], counted[2]


def require() -> None:
    """Make sure that what learning takes is installed.

    Raises:
        SeedError: if NumPy or SciPy is not.
    """
    try:
        import numpy  # noqa: F401
        import scipy  # noqa: F401
    except ImportError as error:
        remedy = "run `pip install 'medtechkg[learn]'`"
        raise SeedError("learn", f"{error.name} is not installed", remedy) from error
