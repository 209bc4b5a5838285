"""Why a row is in an answer: the triples it rests on, and the sentences those come from.

For each row of a SELECT, every minimal set of triples that gives it (why-provenance); derived
triples are unfolded through their rules to asserted ones, and those carry their statements with
quote, document, place, speaker and confidence. Where a row rests on something not being there, it
says so, and how much was looked at.

    tokens, paths, patterns, sparql, writing    the query taken apart, and put together again
    routes, rows, solver, witnesses             the triples that give a row
    minimal                                     the smallest sets of them, all of them
    derivations, evidence, proofs, coverage     what stands behind a triple, and behind an absence
    gathering, excerpts                         what all that needs of a store that is elsewhere
    reports                                     an explanation in words, or as JSON
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from medtechkg import answers, questions
from medtechkg.answers import Bindings, Value
from medtechkg.errors import QueryError
from medtechkg.explain import coverage as coverages
from medtechkg.explain import minimal, proofs, sparql, witnesses
from medtechkg.explain.coverage import Coverage
from medtechkg.explain.evidence import Evidence, Said
from medtechkg.explain.excerpts import Excerpt
from medtechkg.explain.proofs import Proof
from medtechkg.explain.routes import Premise
from medtechkg.explain.rows import Absence
from medtechkg.iris import Base, rebase
from medtechkg.store import memory

if TYPE_CHECKING:
    import pyoxigraph

    from medtechkg.explain.rows import Row
    from medtechkg.store import Store

    #: A row as terms, and as the values that are shown of it.
    Shown: TypeAlias = tuple[Row, Mapping[str, Value]]

__all__ = [
    "Absence",
    "Coverage",
    "Evidence",
    "Explanation",
    "Premise",
    "Proof",
    "Reason",
    "Said",
    "Support",
    "explain",
]

#: How many rows are explained if nothing else is said, and how many supports of each are given.
ROWS = 20
SUPPORTS = 5
#: From so many rows on, the engine is to look for those asked about, not to go through all.
_MANY = 50_000


@dataclass(frozen=True, slots=True)
class Support:
    """Triples that together give a row; without any one of them it would not be there.

    ``absences`` are what must not be in the graph besides.
    """

    proofs: tuple[Proof, ...]
    absences: tuple[Absence, ...] = ()

    @property
    def triples(self) -> frozenset[Premise]:
        """The triples, as they stand in the graph."""
        return frozenset(proof.triple for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class Reason:
    """A row with its supports, smallest first.

    ``complete`` if there is no other support. ``minimal`` unless it could not be tried whether all
    of a support is needed: it has more than 60 triples, as the count of a large group may, or the
    row counts what is left after something else was taken away.
    """

    row: Mapping[str, Value]
    supports: tuple[Support, ...]
    complete: bool = True
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rows that were explained, in the order of the answer.

    ``complete`` unless a limit left rows out. ``coverage`` is given if any row rests on absence.
    """

    columns: tuple[str, ...]
    reasons: tuple[Reason, ...]
    complete: bool = True
    question: str = ""
    coverage: Coverage | None = None

    def __iter__(self) -> Iterator[Reason]:
        return iter(self.reasons)

    def __len__(self) -> int:
        return len(self.reasons)


def explain(
    store: Store,
    asked: str,
    row: int | Mapping[str, Value] | None = None,
    limit: int | None = ROWS,
    *,
    supports: int = SUPPORTS,
    **parameters: str,
) -> Explanation:
    """Explain the rows of a question or of a SPARQL SELECT.

    ``row`` picks one: its number, from 0, or the values of some of its columns. Otherwise the first
    ``limit`` rows are explained. At most ``supports`` alternatives are given for each. Of a
    question that rests on a graph algorithm, the edge in each row is explained, not its rank.
    Of a store that is not exact, what is needed is fetched and worked on here; if that does not
    account for a row, because the server took the query otherwise, all of it is.

    Raises:
        NotFoundError: if no question, thing or row is as named.
        QueryError: if the query is no SELECT, or does not parse.
    """
    text, question, bound = _asked(store, asked, parameters)
    solutions = answers.query(store, text, bound)
    here = store if store.exact else Excerpt(store)
    query = sparql.select(answers.with_prefixes(text)[0])
    columns = question.columns if question else tuple(name[1:] for name in query.select.columns)
    rows = _rows(solutions, query)
    if question and question.algorithm:
        rows = _ranked(rows, questions.ask(store, question.name, limit=None, **parameters))
    chosen, complete, many = _chosen(rows, columns, row, limit)
    given = {f"?{name}": term for name, term in bound.items()}
    many |= here is not store
    tracer = witnesses.Tracer(here, query.prologue, bound=given, most=5 * supports, narrow=many)
    judge = minimal.Judge(query, given)
    found = minimal.supports(
        query, judge, tracer.rows(query.select, {each for each, _ in chosen}), supports
    )
    if here is not store and not all(each.witnesses for each in found.values()):
        whole = memory(store.quads_for_pattern(), Base(store.manifest.base))
        return explain(whole, asked, row, limit, supports=supports, **parameters)
    known = proofs.prove(here, _premises(found.values()))
    reasons = tuple(
        _reason({name: values[name] for name in columns}, found[each], known)
        for each, values in chosen
    )
    absent = any(support.absences for reason in reasons for support in reason.supports)
    return Explanation(
        columns,
        reasons,
        complete,
        question.question if question else "",
        coverages.of(store) if absent else None,
    )


def _asked(
    store: Store, asked: str, parameters: Mapping[str, str]
) -> tuple[str, questions.Question | None, Bindings]:
    """The text of a query, the question it belongs to, and its parameters as terms."""
    if "{" not in asked:
        question = questions.question(asked)
        bound = questions.bindings(store, question, parameters)
        return rebase(question.text, Base.from_environment()), question, bound
    if parameters:
        raise QueryError(
            f"a query of your own has no parameter “{next(iter(parameters))}”; "
            "write its value into the query, or ask a question by name"
        )
    return asked, None, {}


def _rows(found: answers.Results, query: sparql.Query) -> Iterator[Shown]:
    """The rows of a query, as terms and as the values that are shown."""
    names = [name[1:] for name in query.select.columns]
    for solution in _solutions(found):
        row = tuple(solution[name] for name in names)
        yield row, dict(zip(names, map(answers.value, row), strict=True))


def _ranked(edges: Iterable[Shown], answer: answers.Answer) -> Iterator[Shown]:
    """The edges a graph algorithm ran over, in its order and with the columns it adds."""
    known: dict[tuple[Value, ...], Row] = {}
    names: list[str] = []
    for row, values in edges:
        names = [name for name in answer.columns if name in values]
        known.setdefault(tuple(values[name] for name in names), row)
    for told in answer.rows:
        yield known[tuple(told[name] for name in names)], told


def _chosen(
    rows: Iterator[Shown],
    columns: tuple[str, ...],
    row: int | Mapping[str, Value] | None,
    limit: int | None,
) -> tuple[list[Shown], bool, bool]:
    """The rows to explain; whether they are all there are; whether there are many."""
    if row is None:
        taken = list(islice(rows, None if limit is None else limit + 1))
        many = sum(1 for _ in islice(rows, _MANY)) == _MANY
        return taken[:limit], limit is None or len(taken) <= limit, many
    if isinstance(row, int):
        picked = list(islice(rows, row, row + 1)) if row >= 0 else []
    else:
        picked = list(islice((each for each in rows if _is(each[1], row)), 1))
    if not picked:
        raise _missing(row, columns)
    return picked, True, sum(1 for _ in islice(rows, _MANY)) == _MANY


def _solutions(found: answers.Results) -> pyoxigraph.QuerySolutions:
    return found  # type: ignore[return-value]  # only a SELECT comes here


def _is(values: Mapping[str, Value], wanted: Mapping[str, Value]) -> bool:
    return all(name in values and values[name] == value for name, value in wanted.items())


def _missing(row: int | Mapping[str, Value], columns: tuple[str, ...]) -> Exception:
    from medtechkg.errors import NotFoundError

    told = f"number {row}" if isinstance(row, int) else f"with {dict(row)}"
    return NotFoundError(
        f"the answer has no row {told}; rows are counted from 0, columns are {', '.join(columns)}"
    )


def _premises(found: Iterable[minimal.Supports]) -> set[Premise]:
    sets = (witness.premises for each in found for witness in each.witnesses)
    return set().union(*sets)


def _reason(
    row: Mapping[str, Value], found: minimal.Supports, known: Mapping[Premise, Proof]
) -> Reason:
    return Reason(
        row,
        tuple(
            Support(
                tuple(known[each] for each in sorted(witness.premises, key=str)),
                tuple(sorted(witness.absences)),
            )
            for witness in found.witnesses
        ),
        found.complete,
        found.minimal,
    )
