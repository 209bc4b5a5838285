"""How an evaluation is told: tables for people, plain values for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medtechkg import agreement
from medtechkg.evaluation import KINDS, Score, Scores, total
from medtechkg.records import Record

__all__ = ["described", "errors", "report", "table"]

_ERRORS = ("missed", "wrong", "unanswered")
# -- tables -----------------------------------------------------------------------------------


def table(scores: Scores) -> str:
    """Lay out the scores of a document, kinds first and properties below, as plain text."""
    rows = [*scores.kinds.items(), ("", None), *scores.properties.items()]
    width = max(len(name) for name, _ in rows)
    head = f"{'':{width}}  recall  precision     F1  found/annotated  right/read"
    lines = [head, *(_row(name, width, each) for name, each in rows)]
    right, found = scores.classes.found, scores.classes.gold
    return "\n".join([*lines, "", f"right class: {right} of {found} entities found", ""])


def report(documents: Mapping[str, Scores]) -> str:
    """Lay out a row a document, and the totals below, as plain text: recall, precision, F1."""
    width = max(map(len, (*documents, "all documents")))
    kinds = KINDS[:4]
    lines = [f"{'':{width}}  " + "  ".join(f"{_SHORT[kind]:^17}" for kind in kinds)]
    lines.append(f"{'':{width}}  " + "  ".join(f"{'R':>5} {'P':>5} {'F1':>5}" for _ in kinds))
    for name, scores in (*documents.items(), ("all documents", total(documents.values()))):
        cells = (_cell(scores.kinds.get(kind, Score())) for kind in kinds)
        lines.append(f"{name:{width}}  " + "  ".join(cells))
    return "\n".join([*lines, ""])


def errors(scores: Scores) -> Iterator[tuple[str, str, str]]:
    """List what was missed or is wrong, and events and claims unanswered: which, what, its quote.

    What is wrong has the rule that read it. Events and claims are compared too loosely to be wrong.
    """
    for name in _ERRORS:
        for row in getattr(scores, name):
            yield name, _wording(row), " ".join(agreement.text(row, "quote").split())


def _wording(row: Record) -> str:
    parts = [agreement.text(row, name) for name in _WORDING[str(row["kind"])]]
    number = [agreement.text(row, name) for name in ("qualifier", "value", "unit")]
    if row["kind"] == "statistic":
        parts.append(" ".join(filter(None, number)))
    rule = agreement.text(row, "rule")
    marks = ("negated" if agreement.negated(row) else "", f"rule {rule}" if rule else "")
    told = " | ".join(filter(None, parts)) + "".join(f"  [{mark}]" for mark in marks if mark)
    return f"{row['kind']:9}  {told}"


#: What tells records of a kind apart.
_WORDING = {
    "entity": ("subject", "subject_type"),
    "relation": ("subject", "predicate", "object"),
    "statistic": ("subject", "predicate"),
    "event": ("subject", "predicate", "object"),
    "claim": ("subject", "claim_kind"),
}

_SHORT = {
    "entity": "entities",
    "relation": "relations",
    "relation without hasSubSector": "no hasSubSector",
    "statistic": "statistics",
}


def _cell(score: Score) -> str:
    return f"{_share(score, 5)} {_share(score, 5, precision=True)} {score.f1:5.2f}"


def _share(score: Score, width: int, *, precision: bool = False) -> str:
    """Give a share, or a dash where there is nothing to have a share of."""
    share, base = (score.precision, score.predicted) if precision else (score.recall, score.gold)
    return f"{share:{width}.2f}" if base else f"{'-':>{width}}"


def _row(name: str, width: int, score: Score | None) -> str:
    if score is None:
        return ""
    counts = f"{score.found:>9}/{score.gold:<5}  {score.right:>5}/{score.predicted}"
    shares = f"{_share(score, 6)}  {_share(score, 9, precision=True)}  {score.f1:5.2f}"
    return f"{name:{width}}  {shares}  {counts}"


# -- for programs -----------------------------------------------------------------------------


def described(scores: Scores, *, errors: bool = False) -> dict[str, object]:
    """Put scores, and with ``errors`` the records behind them, in values that JSON can hold."""
    classes = scores.classes
    told: dict[str, object] = {
        "kinds": {name: _described(score) for name, score in scores.kinds.items()},
        "properties": {name: _described(score) for name, score in scores.properties.items()},
        "classes": {
            "accuracy": _rounded(classes.recall, classes.gold),
            "found": classes.gold,
            "right": classes.found,
        },
    }
    if errors:
        told |= {name: list(getattr(scores, name)) for name in _ERRORS}
    return told


def _described(score: Score) -> dict[str, object]:
    return {
        "recall": _rounded(score.recall, score.gold),
        "precision": _rounded(score.precision, score.predicted),
        "f1": _rounded(score.f1, score.gold + score.predicted),
        "annotated": score.gold,
        "found": score.found,
        "read": score.predicted,
        "right": score.right,
    }


def _rounded(share: float, base: int) -> float | None:
    """Round a share; of nothing there is none."""
    return round(share, 4) if base else None
