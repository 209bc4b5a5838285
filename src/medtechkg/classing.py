"""Logistic regression over words that may name something: whether they do, and what kind of thing.

Two steps, each from the weights there are, if any: one regression tells names from other words, and
one for each class, over names only, tells it from the other classes. No word is weighed that the
pages write only with a capital: names teach nothing but the ordinary words in them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medtechkg import regression
from medtechkg.language.naming import Naming

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Numbers = NDArray[np.float64]

__all__ = ["Example", "fit"]

#: In how many documents a feature must occur, and how often a class, to be weighed at all.
_DOCUMENTS, _TOLD = 3, 5
#: How many names it takes to begin.
_ENOUGH = 100
_LIGHTEST = 0.1
#: The bias of a class that nothing is known of.
_NEVER = -8.0
#: How likely a name must be, and below what a reading of rules is left out; set where pages held
#: out have no more wrong names than the rules alone.
_LEAST = {"name": 0.6, "concept": 0.6, "phrase": 0.5}
_DROP = {"name": 0.15, "concept": 0.05}
#: The words of a feature: not endings ("-ology") and not classes ("<Region>").
_WORDS = re.compile(r"(?<![-<\w])[^\W\d_]{2,}(?:[-/.'’&][^\W_]+)*(?!>)")


@dataclass(frozen=True, slots=True)
class Example:
    """Words of a page: what shows whether they name something, and the class annotated, if any.

    Of a ``partial`` page, which tells only of some names, words without a class teach nothing.
    """

    features: tuple[str, ...]
    cls: str | None
    page: int
    partial: bool = False


def _blank() -> Naming:
    """A model that names nothing yet."""
    return Naming(dict(_LEAST), dict(_DROP), _NEVER, {}, {}, {})


def fit(
    examples: Sequence[Example], common: Collection[str], base: Naming | None = None
) -> Naming | None:
    """Fit the model; ``common`` are the words that pages also write in lower case.

    Without a model to go on from, nothing is learnt from too few names.
    """
    if base is None and sum(each.cls is not None for each in examples) < _ENOUGH:
        return None
    before = base or _blank()
    whole = [each for each in examples if not each.partial]
    bias, features = _presence(whole, common, before, known=base is not None)
    names = [each for each in examples if each.cls is not None]
    biases, classes = _classes(names, common, before)
    return Naming(before.least, before.drop, bias, features, biases, classes)


def _presence(
    examples: Sequence[Example], common: Collection[str], base: Naming, *, known: bool
) -> tuple[float, dict[str, float]]:
    import numpy as np

    told = np.array([each.cls is not None for each in examples])
    if told.sum() < _TOLD:
        return base.bias, dict(base.features)
    names, has = _matrix(examples, common)
    sums = np.array([base.total(each.features) if known else 0.0 for each in examples])
    bias, moved = regression.regressed(has, told, sums, penalised=known)
    features = dict(base.features)
    _move(features, names, moved)
    return round(bias + (base.bias if known else 0.0), 2), _kept(features)


def _classes(
    examples: Sequence[Example], common: Collection[str], base: Naming
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    import numpy as np

    biases = dict(base.biases)
    by_class = {cls: _of(base, cls) for cls in biases}
    names, has = _matrix(examples, common)
    sums = [base.totals(each.features) for each in examples]
    for cls, count in sorted(Counter(each.cls for each in examples).items(), key=str):
        if cls is None or count < _TOLD:
            continue
        told = np.array([each.cls == cls for each in examples])
        before = np.array([each.get(cls, 0.0) for each in sums])
        bias, moved = regression.regressed(has, told, before, penalised=cls in biases)
        biases[cls] = round(biases.get(cls, 0.0) + bias, 2)
        _move(by_class.setdefault(cls, {}), names, moved)
    features: dict[str, dict[str, float]] = defaultdict(dict)
    for cls in sorted(by_class):
        for feature, weight in _kept(by_class[cls]).items():
            features[feature][cls] = weight
    return biases, {feature: features[feature] for feature in sorted(features)}


def _of(base: Naming, cls: str) -> dict[str, float]:
    return {feature: by[cls] for feature, by in base.classes.items() if cls in by}


def _move(weights: dict[str, float], names: Sequence[str], moved: Numbers) -> None:
    for name, weight in zip(names, moved.tolist(), strict=True):
        weights[name] = weights.get(name, 0.0) + weight


def _kept(weights: Mapping[str, float]) -> dict[str, float]:
    """Rounded weights, without those too light to matter."""
    rounded = {name: round(weight, 2) for name, weight in sorted(weights.items())}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= _LIGHTEST}


def _matrix(examples: Sequence[Example], common: Collection[str]) -> tuple[list[str], csr_matrix]:
    """The features that occur in documents enough, and which example has which."""
    import numpy as np
    from scipy.sparse import csr_matrix

    documents: Counter[str] = Counter()
    by_page: dict[int, set[str]] = defaultdict(set)
    for each in examples:
        by_page[each.page].update(each.features)
    for features in by_page.values():
        documents.update(features)
    names = sorted(f for f, n in documents.items() if n >= _DOCUMENTS and _plain(f, common))
    column = {name: at for at, name in enumerate(names)}
    columns: list[int] = []
    starts = [0]
    for each in examples:
        columns += [column[f] for f in each.features if f in column]
        starts.append(len(columns))
    shape = len(examples), len(names)
    ones = np.ones(len(columns))
    return names, csr_matrix((ones, np.array(columns, np.int32), np.array(starts)), shape=shape)


def _plain(feature: str, common: Collection[str]) -> bool:
    """Whether a feature holds no word that is only ever written with a capital."""
    if not any(sign in feature for sign in ("…", "_", "=")):
        return True
    return all(word in common for word in _words(feature))


def _words(feature: str) -> Iterable[str]:
    return _WORDS.findall(feature.removeprefix("a name ").removeprefix("a concept "))
