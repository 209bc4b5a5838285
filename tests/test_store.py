"""The graph folder: always one whole graph, whatever happens to a build."""

from __future__ import annotations

import errno
import io
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Variable

from medtechkg import store
from medtechkg.errors import GraphError, ViolationError
from medtechkg.iris import Base
from readings import document

BASE = Base()
NAME = NamedNode("http://example.org/name")
ONE, TWO = (NamedNode(f"http://example.org/graph/{number}") for number in (1, 2))
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def quads(*names: str, graph: NamedNode = ONE) -> list[Quad]:
    return [Quad(NamedNode(f"http://example.org/{n}"), NAME, Literal(n), graph) for n in names]


def names(found: store.Store) -> list[str]:
    return [row[0] for row in rows(found, "SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")]


def rows(found: store.Store, query: str, **values: Literal) -> list[list[str]]:
    solutions = found.query(query, {Variable(name): value for name, value in values.items()})
    assert isinstance(solutions, QuerySolutions)
    return [[str(term.value) for term in solution] for solution in solutions]


def build(folder: Path, *held: str) -> store.Manifest:
    return store.build(folder, store.memory(quads(*held), BASE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "graph"


# -- writing and reading --------------------------------------------------------------------------


def test_what_is_built_can_be_asked(folder: Path) -> None:
    build(folder, "a", "b")
    found = store.open(folder)
    assert names(found) == ["a", "b"]
    assert found.graph_names() == (ONE.value,)
    assert list(found.quads_for_pattern(None, None, Literal("a"))) == quads("a")
    assert rows(found, "SELECT ?s ?o { ?s ?p ?o }", o=Literal("b"))[0][0] == "http://example.org/b"


def test_a_triple_of_two_graphs_counts_once(folder: Path) -> None:
    both = quads("a") + quads("a", "b", graph=TWO)
    store.build(folder, store.memory(both, BASE))
    for found in (store.open(folder), store.memory(both)):
        assert rows(found, COUNT) == [["2"]]
        assert set(found.quads_for_pattern()) == set(both)
        assert found.graph_names() == (ONE.value, TWO.value)


def test_the_manifest_tells_what_the_graph_is_made_of(folder: Path) -> None:
    made_of = document("Tarn Ltd.", title="Tarn")
    written = store.build(
        folder, store.memory(quads("a", "b"), BASE), documents=[made_of], counts={"Statement": 3}
    )
    assert store.open(folder).manifest == written
    known = {"id": made_of.id, "name": "made-up", "title": "Tarn", "format": "text/plain"}
    assert written.documents == (known,)
    assert written.counts == {"quads": 2, "triples": 2, "Statement": 3}


def test_the_same_graph_has_the_same_bytes_in_any_folder_and_order(tmp_path: Path) -> None:
    for name, order in (("one", "abc"), ("other/deeper", "cabb")):
        build(tmp_path / name, *order)
    first, second = (
        {
            path.name: path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.name in ("dataset.nq", "manifest.json")
        }
        for name in ("one", "other/deeper")
    )
    assert first == second
    assert set(first) == {"dataset.nq", "manifest.json"}


def test_a_graph_is_dumped_in_any_format(folder: Path, tmp_path: Path) -> None:
    store.build(folder, store.memory(quads("b", "a") + quads("a", graph=TWO), BASE))
    found = store.open(folder)
    found.dump(tmp_path / "all.nq")
    written = ox.serialize(found.quads_for_pattern(), format=RdfFormat.N_QUADS) or b""
    assert found.canonical() == b"".join(sorted(written.splitlines(keepends=True)))
    assert (tmp_path / "all.nq").read_bytes() == next(folder.rglob("dataset.nq")).read_bytes()
    turtle = io.BytesIO()
    found.dump(turtle, RdfFormat.TURTLE)
    assert turtle.getvalue().count(b"http://example.org/name") == 2
    trig = io.BytesIO()
    found.dump(trig, RdfFormat.TRIG)
    assert trig.getvalue().count(b"http://example.org/name") == 3


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # of rdflib, by rdflib itself
def test_rdflib_opens_the_same_graph(folder: Path) -> None:
    build(folder, "a", "b")
    dataset = store.open(folder).dataset()
    found = dataset.query("SELECT ?o WHERE { ?s ?p ?o }")
    assert sorted(str(row[0]) for row in found) == ["a", "b"]  # type: ignore[index]


def test_the_folder_is_as_given_or_in_the_environment_or_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MEDTECHKG_GRAPH", raising=False)
    assert store.locate() == Path("graph")
    monkeypatch.setenv("MEDTECHKG_GRAPH", "elsewhere")
    assert store.locate() == Path("elsewhere")
    assert store.locate("here") == Path("here")


# -- replacing ------------------------------------------------------------------------------------


def versions(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {"CURRENT"}


def test_a_reader_goes_on_while_the_graph_is_replaced(folder: Path) -> None:
    build(folder, "old")
    reader = store.open(folder)
    build(folder, "new")
    assert names(reader) == ["old"]
    assert names(store.open(folder)) == ["new"]


def test_one_version_before_the_live_one_is_kept(folder: Path) -> None:
    for name in "abc":
        build(folder, name)
    live = (folder / "CURRENT").read_text().strip()
    assert len(versions(folder)) == 2
    assert live in versions(folder)


def test_building_the_same_again_writes_nothing(folder: Path) -> None:
    build(folder, "a")
    build(folder, "b")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    build(folder, "b")
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    del before[folder / ".lock"], after[folder / ".lock"]
    assert before == after


@pytest.mark.parametrize("damage", ["dataset.nq", "store/CURRENT", "manifest.json"])
def test_building_the_same_again_mends_a_damaged_graph(folder: Path, damage: str) -> None:
    build(folder, "a")
    live = folder / (folder / "CURRENT").read_text().strip()
    (live / damage).write_bytes(b"")
    build(folder, "a")
    assert names(store.open(folder)) == ["a"]
    assert (live / damage).read_bytes()


def test_a_graph_that_is_not_approved_is_not_put_in_place(folder: Path) -> None:
    build(folder, "good")

    def refuse() -> None:
        raise ViolationError("no")

    with pytest.raises(ViolationError):
        store.build(folder, store.memory(quads("bad"), BASE), approve=refuse)
    assert names(store.open(folder)) == ["good"]
    assert len(versions(folder)) == 1
    assert not list(folder.glob(".building-*"))


def test_builds_at_the_same_time_all_end_well(folder: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        built = list(threads.map(lambda name: build(folder, name), "abcd"))
    assert len({manifest.sha256 for manifest in built}) == 4
    assert names(store.open(folder))[0] in "abcd"
    assert len(versions(folder)) <= 2


# -- what can go wrong ----------------------------------------------------------------------------


def one_line(error: pytest.ExceptionInfo[GraphError], *words: str) -> None:
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_without_a_graph_is_an_error_that_says_what_to_do(
    folder: Path, there: bool
) -> None:
    if there:
        folder.mkdir()
    with pytest.raises(GraphError) as error:
        store.open(folder)
    one_line(error, str(folder), "medtechkg build")


def damage_current(root: Path, live: Path) -> None:
    (root / "CURRENT").write_text("../../etc\n")


def damage_pointer(root: Path, live: Path) -> None:
    (root / "CURRENT").write_text("0123456789abcdef\n")


def damage_manifest(root: Path, live: Path) -> None:
    (live / "manifest.json").write_text("{")


def damage_fields(root: Path, live: Path) -> None:
    (live / "manifest.json").write_text(json.dumps({"format": store.FORMAT}))


def damage_store(root: Path, live: Path) -> None:
    shutil.rmtree(live / "store")


@pytest.mark.parametrize(
    "damage", [damage_current, damage_pointer, damage_manifest, damage_fields, damage_store]
)
def test_half_a_graph_is_an_error_that_says_so(
    folder: Path, damage: Callable[[Path, Path], None]
) -> None:
    build(folder, "a")
    damage(folder, folder / (folder / "CURRENT").read_text().strip())
    with pytest.raises(GraphError) as error:
        store.open(folder)
    one_line(error, str(folder), "damaged", "build it again")


def test_a_graph_of_another_format_is_an_error_that_names_both(folder: Path) -> None:
    build(folder, "a")
    manifest = next(folder.rglob("manifest.json"))
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    with pytest.raises(GraphError) as error:
        store.open(folder)
    one_line(error, "format 99", f"format {store.FORMAT}", "build it again")


def test_a_file_in_place_of_the_folder_is_an_error(folder: Path) -> None:
    folder.write_text("")
    with pytest.raises(GraphError) as error:
        build(folder, "a")
    one_line(error, str(folder), "not a folder")


def as_child(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


BUILD = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from medtechkg.errors import GraphError
import test_store
"""
RUN = """
try:
    test_store.build(Path(sys.argv[1]), *(str(n) for n in range(int(sys.argv[2]))))
except GraphError as error:
    sys.exit(f"told: {error}")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A graph in a folder that everyone can pass through, unlike those of pytest."""
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    build(root / "graph", "old")
    yield root / "graph"
    shutil.rmtree(root)


def test_a_folder_that_may_not_be_written_is_an_error(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    nobody = "import os; os.geteuid() == 0 and os.setuid(65534)\n"
    told = as_child(BUILD + nobody + RUN, str(open_folder), "5")
    assert told.stderr.startswith("told: "), told.stderr
    assert "may not be written" in told.stderr
    assert "unharmed" in told.stderr
    assert names(store.open(open_folder)) == ["old"]


def test_a_full_disk_is_an_error_and_leaves_the_old_graph(folder: Path) -> None:
    build(folder, "old")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
    told = as_child(BUILD + limit + RUN, str(folder), "5000")
    assert told.stderr.strip().startswith("told: "), told.stderr
    assert "the disk is full" in told.stderr
    assert names(store.open(folder)) == ["old"]
    assert not list(folder.glob(".building-*"))


def test_a_killed_build_leaves_the_old_graph_and_is_cleared_by_the_next(folder: Path) -> None:
    build(folder, "old")
    wait = "import medtechkg.store as s, time; s._sync_ = s._sync; " + (
        "s._sync = lambda p, c: (s._sync_(p, c), p.name == 'manifest.json' and time.sleep(60))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", BUILD + wait + RUN, str(folder), "50"])
    try:
        deadline = time.monotonic() + 30
        while not list(folder.glob(".building-*/manifest.json")):
            assert time.monotonic() < deadline
            assert child.poll() is None
            time.sleep(0.01)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert list(folder.glob(".building-*"))
    assert names(store.open(folder)) == ["old"]
    build(folder, "new")
    assert names(store.open(folder)) == ["new"]
    assert not list(folder.glob(".building-*"))


def test_a_reader_that_comes_as_the_graph_is_replaced_gets_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, "new")
    live = (folder / "CURRENT").read_text().strip()
    seen = iter(["0123456789abcdef", live])
    monkeypatch.setattr(store, "_current", lambda _: next(seen))
    assert names(store.open(folder)) == ["new"]


def test_a_graph_that_cannot_be_read_is_an_error(folder: Path) -> None:
    (folder / "CURRENT").mkdir(parents=True)
    with pytest.raises(GraphError) as error:
        store.open(folder)
    one_line(error, str(folder), "cannot be read", "check the folder")


def test_any_other_failure_to_write_is_told(folder: Path) -> None:
    (folder / "CURRENT").mkdir(parents=True)
    with pytest.raises(GraphError) as error:
        build(folder, "a")
    one_line(error, str(folder), "cannot be written", "check the folder and the disk")


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (OSError(errno.ENOSPC, "x"), "the disk is full"),
        (OSError(errno.EDQUOT, "x"), "the disk is full"),
        (OSError("IO error: No space left on device: while appending"), "the disk is full"),
        (OSError(errno.EROFS, "x"), "may not be written"),
        (OSError(errno.EIO, "Input/output error"), "cannot be written (Input/output error)"),
    ],
)
def test_each_failure_to_write_is_told_in_its_own_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, words: str
) -> None:
    build(folder, "old")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(store, "_write", fail)
    with pytest.raises(GraphError) as error:
        build(folder, "new")
    one_line(error, str(folder), words, "the graph that was there is unharmed")
    assert names(store.open(folder)) == ["old"]
