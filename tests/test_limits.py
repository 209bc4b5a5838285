from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commandline import folder
from medtechkg import graphs, store
from medtechkg.errors import GraphError, LimitError, NotFoundError, QueryError
from medtechkg.limits import Limits

__all__ = ["folder"]

#: Goes through all triples, with all triples, with all triples.
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def sleeping(graph: store.Store, seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def process(graph: store.Store) -> int:
    return os.getpid()


def leaving(graph: store.Store) -> None:
    os._exit(3)


def failing(graph: store.Store, error: Exception) -> None:
    raise error


@pytest.fixture
def limits(folder: Path) -> Limits:
    return Limits(store.open(folder))


def test_what_runs_for_ever_is_ended_and_the_graph_unharmed(folder: Path) -> None:
    graph = graphs.open(folder)
    before = sorted(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with pytest.raises(LimitError, match=r"the query was ended after 0\.5 s; narrow it, add LIMIT"):
        graph.query(FOREVER, timeout=0.5)
    assert len(graph.query("SELECT ?s { ?s a mtk:University }")) > 1
    assert sorted(p.stat().st_size for p in folder.rglob("*") if p.is_file()) == before


def test_answers_are_the_same_with_a_limit_and_without(folder: Path) -> None:
    graph = graphs.open(folder)
    text = "SELECT ?s ?n { ?s skos:prefLabel ?n } ORDER BY ?s ?n LIMIT 50"
    assert graph.query(text) == graph.query(text, timeout=None)
    assert graph.ask("university-links") == graph.ask("university-links", timeout=None)
    why = graph.explain("university-links", row=0)
    assert why == graph.explain("university-links", row=0, timeout=None)


def test_errors_come_through(limits: Limits, folder: Path) -> None:
    graph = graphs.open(folder)
    with pytest.raises(QueryError, match="line 1"):
        graph.query("SELECT ?s {")
    with pytest.raises(NotFoundError, match="did you mean"):
        graph.ask("skill-shortage")
    for error in (ValueError("of Python"), QueryError("of ours")):
        with pytest.raises(type(error), match=str(error)):
            limits.call(30, failing, error)


def test_a_process_is_kept_and_after_an_end_replaced(limits: Limits) -> None:
    first = limits.call(30, process)
    assert limits.call(30, process) == first != os.getpid()
    with pytest.raises(LimitError):
        limits.call(0.2, sleeping, 60)
    assert limits.call(30, process) not in (first, os.getpid())


def test_a_process_that_dies_is_told_from_one_that_is_ended(limits: Limits) -> None:
    with pytest.raises(GraphError, match="came to an end; ask again"):
        limits.call(30, leaving)
    assert limits.call(30, sleeping, 0) == 0


def test_a_graph_in_memory_is_asked_here(graph: store.Embedded) -> None:
    assert len(graphs.Graph(graph).query("SELECT ?s { ?s a mtk:University } LIMIT 1")) == 1


def test_the_command_ends_too(folder: Path, tmp_path: Path) -> None:
    query = tmp_path / "forever.rq"
    query.write_text(FOREVER, encoding="utf-8")
    words = [sys.executable, "-m", "medtechkg", "--graph", str(folder), "query", str(query)]
    done = subprocess.run(
        [*words, "--timeout", "0.5"], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: the query was ended after 0.5 s; narrow it, add LIMIT, or raise --timeout\n"
    )
