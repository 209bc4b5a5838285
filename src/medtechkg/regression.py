"""Logistic regression over pairs of names: weights for each property, and how far to trust them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medtechkg.language.contexts import plain
from medtechkg.language.weights import Trust, Weights
from medtechkg.reading.weighed import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Numbers = NDArray[np.float64]

__all__ = ["LEAST_TOLD", "Case", "Row", "Table", "blank", "regressed", "table", "trusts", "weights"]

#: In how many documents a feature must occur to be weighed.
_DOCUMENTS = 3
#: How often a property must be annotated, if nothing else is said.
LEAST_TOLD = 5
#: The strength of the penalty (the inverse of C), and what is too light to be kept.
_PENALTY, _LIGHTEST = 5.0, 0.1
#: What has less chance to be right is left out: of what rules read, of what words tell.
_LEAST_READ, _LEAST_WEIGHED = 0.3, 0.3
#: How far readings are trusted until enough of them have been judged.
_UNTRIED = (
    Trust(0.23, 0.41, _LEAST_READ, rule=0.82, apart=-0.74),
    Trust(-0.61, 0.82, _LEAST_WEIGHED),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of a page, and the properties it is annotated with: quoted there, or elsewhere."""

    pair: Pair
    told: Mapping[str, bool]
    page: int


@dataclass(frozen=True, slots=True)
class Table:
    """Pairs, a row each, and the features they have, a column each.

    ``prior`` is what each pair weighs already for each property.
    """

    rows: tuple[Row, ...]
    names: tuple[str, ...]
    has: csr_matrix
    prior: Mapping[str, Numbers]


def table(rows: Sequence[Row], base: Weights | None, common: Container[str] = ()) -> Table:
    """Number the features of all pairs; of names, those that have ``common`` words only."""
    import numpy as np
    from scipy.sparse import csr_matrix

    every = {feature for row in rows for feature in row.pair.features}
    names = tuple(sorted(each for each in every if plain(each, common)))
    column = {name: at for at, name in enumerate(names)}
    found = [[column[each] for each in row.pair.features if each in column] for row in rows]
    columns = [at for each in found for at in each]
    starts = np.cumsum([0, *map(len, found)])
    has = csr_matrix(
        (np.ones(len(columns)), np.array(columns, dtype=np.int32), starts.astype(np.int32)),
        shape=(len(rows), len(names)),
    )
    pairs = (row.pair for row in rows)
    totals = [base.totals(p.features, p.properties) if base else {} for p in pairs]
    known = base.biases if base else ()
    prior = {name: np.array([each.get(name, 0.0) for each in totals]) for name in known}
    return Table(tuple(rows), names, has, prior)


def weights(
    table: Table,
    chosen: set[int],
    base: Weights | None,
    kinds: Sequence[str],
    least: int = LEAST_TOLD,
) -> Weights:
    """Fit each property that the pages chosen give ``least`` pairs or more."""
    rows = [at for at, row in enumerate(table.rows) if row.page in chosen]
    common = _common(table, rows)
    has = table.has[:, common]
    biases = dict(base.biases) if base else {}
    features: dict[str, dict[str, float]] = defaultdict(dict)
    for feature, by in base.features.items() if base else ():
        features[feature] = dict(by)
    for name in sorted({each for at in rows for each in table.rows[at].told}):
        fitted = _fitted(table, has, rows, name, least)
        if fitted is None:
            continue
        bias, moved = fitted
        biases[name] = round(biases.get(name, 0.0) + bias, 2)
        for at, weight in moved.items():
            feature = table.names[common[at]]
            features[feature][name] = round(features[feature].get(name, 0.0) + weight, 2)
    kept = {
        feature: told
        for feature in sorted(features)
        if (told := {n: w for n, w in sorted(features[feature].items()) if abs(w) >= _LIGHTEST})
    }
    known = base or blank(kinds)
    return Weights(tuple(kinds), known.read, known.weighed, biases, kept)


def blank(kinds: Sequence[str]) -> Weights:
    """Weights that weigh nothing yet."""
    return Weights(tuple(kinds), *_UNTRIED, {}, {})


def _common(table: Table, rows: Sequence[int]) -> Numbers:
    """The columns of the features that occur in documents enough."""
    import numpy as np

    documents: Counter[int] = Counter()
    by_page: dict[int, list[int]] = defaultdict(list)
    for at in rows:
        by_page[table.rows[at].page].append(at)
    for each in by_page.values():
        documents.update(np.unique(table.has[each].indices).tolist())
    return np.array(sorted(at for at, n in documents.items() if n >= _DOCUMENTS), dtype=np.int32)


def _fitted(
    table: Table, has: csr_matrix, rows: Sequence[int], name: str, least: int
) -> tuple[float, dict[int, float]] | None:
    """Fit one property by the columns of common features; nothing if too few pages tell of it.

    A pair that the annotations relate, but quote elsewhere, is no example either way.
    """
    import numpy as np

    fit = [at for at in rows if name in table.rows[at].pair.properties]
    fit = [at for at in fit if table.rows[at].told.get(name, True)]
    related = np.array([name in table.rows[at].told for at in fit])
    if related.sum() < least:
        return None
    before = table.prior[name][fit] if name in table.prior else np.zeros(len(fit))
    bias, moved = regressed(has[fit], related, before, penalised=name in table.prior)
    return bias, {int(at): float(moved[at]) for at in np.flatnonzero(moved)}


def regressed(
    has: csr_matrix, related: Numbers, before: Numbers, *, penalised: bool
) -> tuple[float, Numbers]:
    """Logistic regression with an L2 penalty, beside sums that are given, by L-BFGS."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    sign = np.where(related, 1.0, -1.0)
    across = has.T.tocsr()
    weigh = np.full(has.shape[1] + 1, _PENALTY)
    weigh[-1] = _PENALTY if penalised else 0.01 * _PENALTY

    def loss(at: Numbers) -> tuple[float, Numbers]:
        margin = sign * (has @ at[:-1] + at[-1] + before)
        slope = -sign * expit(-margin)
        value = np.logaddexp(0, -margin).sum() + 0.5 * (weigh * at * at).sum()
        return float(value), np.append(across @ slope, slope.sum()) + weigh * at

    found = minimize(
        loss,
        np.zeros(has.shape[1] + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 1000, "ftol": 1e-8, "gtol": 1e-3},
    )
    return float(found.x[-1]), found.x[:-1]


#: What is known of a reading (the logarithm of the odds its rule gives it, what its words weigh,
#: whether no unit joins its ends) and whether it is right.
Case = tuple[tuple[float, float, float], bool]


def trusts(read: Sequence[Case], told: Sequence[Case]) -> tuple[Trust, Trust]:
    """Fit how far readings of rules, and of words alone, can be trusted."""
    bias, rule, words, apart = _line(read)
    one = Trust(bias, words, _LEAST_READ, rule, apart)
    bias, _, words, _ = _line(told)
    return one, Trust(bias, words, _LEAST_WEIGHED)


def _line(rows: Sequence[Case]) -> tuple[float, ...]:
    """Fit a plane to the logarithm of the odds of being right."""
    import numpy as np
    from scipy.sparse import csr_matrix

    right = np.array([each for _, each in rows])
    bias, slopes = regressed(
        csr_matrix([each for each, _ in rows]), right, np.zeros(len(rows)), penalised=False
    )
    return tuple(round(each, 2) for each in (bias, *slopes.tolist()))
