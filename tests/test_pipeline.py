"""The whole pipe: the same bytes whatever the order, and never a bad graph for a good one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from medtechkg import pipeline, resources, store
from medtechkg.errors import SourceError, ViolationError
from medtechkg.findings import Severity
from medtechkg.iris import Base
from medtechkg.model import Document, Entity, Evidence, Reading, Statement
from medtechkg.pipeline import Rules

TEXTS = {
    "calder.txt": "Calder Ltd is based in Tarnford.\n",
    "tarn.txt": "Tarn Ltd and Calder Ltd work together. Tarn Ltd is based in Tarnford.\n",
}
CALDER, TARN = (Entity("Business", f"{name} Ltd") for name in ("Calder", "Tarn"))
TARNFORD = Entity("Region", "Tarnford")
RELATIONS = (
    (CALDER, "locatedIn", TARNFORD, "Calder Ltd is based in Tarnford."),
    (TARN, "locatedIn", TARNFORD, "Tarn Ltd is based in Tarnford."),
    (TARN, "collaboratesWith", CALDER, "Tarn Ltd and Calder Ltd work together."),
)


def read(document: Document, rules: Rules) -> Reading:
    """Read what stands in a document word for word."""
    return replace(
        pipeline.read(document, rules),
        mentions=(),
        statements=tuple(
            Statement(subject, predicate, object_, (_quote(document, words),))
            for subject, predicate, object_, words in RELATIONS
            if words in document.text
        ),
    )


def _quote(document: Document, words: str) -> Evidence:
    start = document.text.index(words)
    return Evidence.of(document, start, start + len(words), "word-for-word")


def read_wrongly(document: Document, rules: Rules) -> Reading:
    """Read a property that the ontology does not have."""
    found = read(document, rules)
    wrong = tuple(replace(each, predicate="isNoProperty") for each in found.statements)
    return replace(found, statements=wrong)


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy without the registers: small, and nobody edits it meanwhile."""
    copy = tmp_path_factory.mktemp("pipeline") / "ontology"
    left_out = shutil.ignore_patterns("reference", "sub-sectors.ttl", "skills.ttl")
    shutil.copytree(resources.ontology(), copy, ignore=left_out)
    shutil.copy(resources.ontology() / "skills.ttl", copy)  # the module, not the code list
    return copy


@pytest.fixture(scope="module")
def rules(ontology: Path) -> Rules:
    return pipeline.load_rules(ontology, Base())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    return tmp_path


Build = Callable[..., pipeline.BuildReport]


@pytest.fixture
def build(folder: Path, rules: Rules) -> Build:
    def run(*paths: Path, **more: object) -> pipeline.BuildReport:
        settings = {"reader": read, "rules": rules, "folder": folder / "graph", **more}
        return pipeline.build(paths or (folder / "texts",), **settings)  # type: ignore[arg-type]

    return run


def test_documents_become_a_graph_that_answers(build: Build) -> None:
    report = build()
    graph = store.open(report.folder)
    ask = (
        "PREFIX mtk: <https://w3id.org/medtechkg/def/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?name ?other {"
        "?one mtk:collaboratesWith ?two ; skos:prefLabel ?name . ?two skos:prefLabel ?other }"
    )
    found = {tuple(term.value for term in row) for row in graph.query(ask)}  # type: ignore[union-attr]
    assert found == {("Calder Ltd", "Tarn Ltd"), ("Tarn Ltd", "Calder Ltd")}
    counts = {key: report.counts[key] for key in ("documents", "Entity", "Statement")}
    assert counts == {"documents": 2, "Entity": 3, "Statement": 2}
    assert report.manifest == graph.manifest
    assert [each for each in report.findings if each.severity is Severity.VIOLATION] == []


def test_a_good_graph_is_never_replaced_by_one_that_breaks_the_shapes(build: Build) -> None:
    good = build()
    with pytest.raises(ViolationError) as error:
        build(reader=read_wrongly)
    assert "what was there stays" in str(error.value)
    assert "\n" not in str(error.value)
    assert any(
        getattr(each, "rule", "").endswith("StatementPredicate") for each in error.value.findings
    )
    assert store.open(good.folder).manifest == good.manifest
    assert not list(good.folder.glob(".building-*"))


def test_the_graph_can_be_checked_again(build: Build) -> None:
    report = build()
    assert pipeline.check(report.folder) == report.findings


def test_a_document_that_goes_takes_only_what_it_said_with_it(build: Build, folder: Path) -> None:
    def said(report: pipeline.BuildReport) -> set[str]:
        quads = map(str, store.open(report.folder).quads_for_pattern())
        return {quad for quad in quads if "/graph/source/" in quad}

    both = said(build())
    one = said(build(folder / "texts" / "tarn.txt"))
    other = said(build(folder / "texts" / "calder.txt"))
    assert one | other == both
    assert not one & other


def test_progress_is_told_stage_by_stage(build: Build) -> None:
    told: list[tuple[str, int, int]] = []
    report = build(progress=lambda *what: told.append(what))
    assert [stage for stage, done, _ in told if done == 0] == [
        "rules",
        "documents",
        "read",
        "graph",
        "infer",
        "write",
        "check",
    ]
    assert ("read", 2, 2) in told
    assert set(report.seconds) == {stage for stage, _, _ in told}


def test_a_missing_document_is_an_error_and_nothing_is_built(build: Build, folder: Path) -> None:
    with pytest.raises(SourceError):
        build(folder / "nowhere.txt")
    assert not (folder / "graph").exists()


def test_a_document_whose_reading_fails_is_left_out_of_the_graph(
    build: Build, folder: Path, rules: Rules
) -> None:
    def faulty(document: Document, rules: Rules) -> Reading:
        if document.name == "tarn":
            raise SourceError(document.name, "reading it failed", "leave it out")
        return read(document, rules)

    skipped: list[SourceError] = []
    report = build(reader=faulty, skip=skipped.append)
    assert report.counts["documents"] == 1
    assert [str(each) for each in skipped] == ["tarn: reading it failed; leave it out"]
    with pytest.raises(SourceError, match="tarn: reading it failed"):
        build(reader=faulty)
    with pytest.raises(SourceError, match="tarn: nothing can be read"):
        build(folder / "texts" / "tarn.txt", reader=faulty, skip=skipped.append)
    assert len(store.open(folder / "graph").manifest.documents) == 1


def test_the_rules_are_named_by_their_content(rules: Rules, tmp_path: Path) -> None:
    copy = tmp_path / "ontology"
    shutil.copytree(rules.ontology, copy)
    assert pipeline.load_rules(copy, rules.base).digest == rules.digest
    with (copy / "medtechkg.ttl").open("a") as module:
        module.write("# changed\n")
    assert pipeline.load_rules(copy, rules.base).digest != rules.digest


# -- in a process of its own ----------------------------------------------------------------------

RUN = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from medtechkg import pipeline
import test_pipeline
ontology, folder, *paths = sys.argv[1:]
rules = pipeline.load_rules(Path(ontology))
paths = [Path(path) for path in paths]
report = pipeline.build(paths, folder, reader=test_pipeline.read, rules=rules)
print(report.manifest.sha256)
"""


def sha256(seed: str, ontology: Path, graph: Path, *paths: Path) -> str:
    environment = {"PYTHONHASHSEED": seed, "PATH": ""}
    command = [sys.executable, "-c", RUN, str(ontology), str(graph), *map(str, paths)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=120, check=True
    )
    return done.stdout.strip()


def test_the_same_documents_are_the_same_bytes_in_any_order_and_folder(
    folder: Path, ontology: Path
) -> None:
    texts = [folder / "texts" / name for name in TEXTS]
    (folder / "elsewhere").mkdir()
    moved = [Path(shutil.copy(path, folder / "elsewhere")) for path in texts]
    first = sha256("1", ontology, folder / "one", *texts)
    copied = Path(shutil.copytree(ontology, folder / "ontology"))
    second = sha256("2", copied, folder / "deep" / "er", *reversed(moved), texts[0])
    assert first == second
    one, other = (next((folder / name).rglob("dataset.nq")) for name in ("one", "deep"))
    assert one.read_bytes() == other.read_bytes()
    assert one.parent.name == other.parent.name
    assert str(folder).encode() not in one.read_bytes()


def test_a_build_killed_while_it_checks_leaves_the_old_graph(
    build: Build, folder: Path, ontology: Path
) -> None:
    report = build(folder / "texts" / "tarn.txt")
    stuck = "import time; pipeline.validation.check = lambda *_: time.sleep(60)\n"
    code = RUN.replace("ontology, folder", stuck + "ontology, folder")
    paths = [str(ontology), str(report.folder), str(folder / "texts")]
    child = subprocess.Popen([sys.executable, "-c", code, *paths])
    try:
        deadline = time.monotonic() + 60
        while not list(report.folder.glob(".building-*/manifest.json")):
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert store.open(report.folder).manifest == report.manifest
    assert build().counts["documents"] == 2
    assert not list(report.folder.glob(".building-*"))
