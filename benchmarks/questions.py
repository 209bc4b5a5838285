"""What the competency questions cost, beside the engine alone and beside rdflib.

    python benchmarks/questions.py [TRIPLES [REPEAT [CAP]]]

An invented graph of our shape is asked every question with its default parameters, three ways: by
`medtechkg.questions.ask` over the embedded store; the same query and parameters given to the same
store by pyoxigraph alone, its rows looped over; and by rdflib's own engine over a dataset in
memory. The first two take turns. A query of rdflib is stopped after CAP seconds; what is told of it
then is a lower bound. To watch: times rdflib (at least 8, 40 in the median) and times the engine
(1.2 at most). Times are those of the processor.
"""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import shape

from medtechkg import answers, questions, store

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Literal, NamedNode

#: rdflib is timed once if a query takes longer than this, else as often as the others.
LONG = 2.0


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU seconds of a question each time, the three ways; ``capped`` if rdflib was stopped."""

    name: str
    rows: int
    ours: Sequence[float]
    engine: Sequence[float]
    rdflib: Sequence[float]
    capped: bool
    same: bool

    @property
    def over_engine(self) -> float:
        """How many times what the engine takes."""
        return min(self.ours) / min(self.engine)

    @property
    def under_rdflib(self) -> float:
        """How many times faster than rdflib."""
        return statistics.median(self.rdflib) / statistics.median(self.ours)


def seconds(run: Callable[[], object]) -> float:
    """How long it takes the processor, which other work on the machine changes less."""
    gc.collect()
    begin = process_time()
    run()
    return process_time() - begin


def timed(
    graph: store.Store, dataset: rdflib.Dataset, asked: questions.Question, repeat: int, cap: float
) -> Timing:
    bound = questions.bindings(graph, asked, {})
    rows = len(questions.ask(graph, asked.name).rows)
    ours, engine = [], []
    for _ in range(repeat):
        ours.append(seconds(lambda: questions.ask(graph, asked.name)))
        engine.append(seconds(lambda: loop(graph, asked.text, bound)))
    found, times = capped(dataset, asked, bound, repeat, cap)
    edges = loop(graph, asked.text, bound)
    return Timing(asked.name, rows, ours, engine, times or [cap], not times, found in (edges, -1))


def loop(graph: store.Store, text: str, bound: answers.Bindings) -> int:
    """Run a query by the engine alone, and count its rows."""
    from pyoxigraph import QuerySolutions, Variable

    found = graph.query(text, {Variable(name): term for name, term in bound.items()})
    assert isinstance(found, QuerySolutions)
    return sum(1 for _ in found)


def capped(
    dataset: rdflib.Dataset,
    asked: questions.Question,
    bound: answers.Bindings,
    repeat: int,
    cap: float,
) -> tuple[int, list[float]]:
    """Run a query by rdflib in a process of its own, and stop it after so many seconds."""
    here, there = multiprocessing.Pipe(duplex=False)
    other = multiprocessing.get_context("fork").Process(
        target=_answer, args=(dataset, asked.text, bound, repeat, there)
    )
    other.start()
    number, times = here.recv() if here.poll(cap) else (-1, [])
    other.kill()
    other.join()
    return number, times


def _answer(
    dataset: rdflib.Dataset,
    text: str,
    bound: answers.Bindings,
    repeat: int,
    there: multiprocessing.connection.Connection,
) -> None:
    given = {name: _term(term) for name, term in bound.items()}
    begin = process_time()
    number = len(list(dataset.query(text, initBindings=given)))
    times = [process_time() - begin]
    if times[0] < LONG:
        times = [
            seconds(lambda: list(dataset.query(text, initBindings=given))) for _ in range(repeat)
        ]
    there.send((number, times))


def _term(term: NamedNode | Literal) -> rdflib.term.Identifier:
    import rdflib

    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return rdflib.URIRef(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype.value))


def in_rdflib(triples: int) -> rdflib.Dataset:
    """Load the same graph into rdflib's memory; its default graph is the union."""
    import rdflib

    found = rdflib.Dataset(default_union=True)
    found.parse(str(shape.dump(triples)), format="nquads")
    return found


def line(timing: Timing) -> str:
    """One row of the table, in milliseconds."""
    middle, worst = _ms(statistics.median(timing.ours)), _ms(percentile(timing.ours))
    rival = ("> " if timing.capped else "") + _ms(statistics.median(timing.rdflib))
    under = ("> " if timing.capped else "") + f"{timing.under_rdflib:.0f}"
    return (
        f"{timing.name:34} {timing.rows:7,} {middle:>8} {worst:>8} "
        f"{_ms(statistics.median(timing.engine)):>8} {timing.over_engine:6.2f} "
        f"{rival:>10} {under:>8}{'' if timing.same else '  other rows'}"
    )


def percentile(times: Sequence[float]) -> float:
    """The 95th of a hundred; of few, the longest."""
    return sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]


def _ms(value: float) -> str:
    return f"{value * 1000:,.1f}" if value < 0.1 else f"{value * 1000:,.0f}"


def main(triples: int = 100_000, repeat: int = 5, cap: int = 60) -> None:
    graph = store.open(shape.built(triples))
    begin = perf_counter()
    dataset = in_rdflib(triples)
    print(f"$ python benchmarks/questions.py {triples} {repeat} {cap}")
    count = graph.manifest.counts["triples"]
    print(f"{count:,} triples; rdflib read them in {perf_counter() - begin:.0f} s")
    print(f"{'':34} {'':7} {'ours':>8} {'ours':>8} {'engine':>8} {'times':>6} {'rdflib':>10} times")
    print(f"{'ms':34} {'rows':>7} {'median':>8} {'p95':>8} {'median':>8} {'engine':>6}", flush=True)
    found = []
    for asked in questions.catalogue():
        found.append(timed(graph, dataset, asked, repeat, cap))
        print(line(found[-1]), flush=True)
    under = [timing.under_rdflib for timing in found]
    over = [timing.over_engine for timing in found]
    print(f"times rdflib: {min(under):.0f} at least, {statistics.median(under):.0f} in the median")
    print(f"times engine: {max(over):.2f} at most, {statistics.median(over):.2f} in the median")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
