"""What the tests share: an invented graph, and the rule that nothing is skipped where it counts."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pyoxigraph import Quad

import connecting
import corpus
import hatch_build
import sequel
from medtechkg import inference, pipeline, rdf, resources, store
from medtechkg.export import pages
from readings import BASE

#: A skip is a failure in continuous integration unless its reason begins so; none does.
ALLOWED_SKIPS: tuple[str, ...] = ()

#: No test is timed: a busy machine is no fault.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite tests/golden from the answers")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several processes one runs a whole file; the files that share a server go to the same.

    Those are slow: they come first, so that all processes end at about the same time.
    """
    first: dict[pytest.Item, bool] = {}
    for item in items:
        marker = item.get_closest_marker("xdist_group")
        if marker is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        first[item] = marker is not None
    items.sort(key=lambda item: not first[item])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]  # pluggy's result
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not reason.removeprefix("Skipped: ").startswith(ALLOWED_SKIPS or ("\0",)):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, which CI does not allow: {reason}"


@pytest.fixture(autouse=True)
def _no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """No endpoint or user of whoever runs the tests may matter."""
    for name in ("", "_USER", "_PASSWORD"):
        monkeypatch.delenv(f"MEDTECHKG_ENDPOINT{name}", raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach out: what a server answers is played, or comes from this machine."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


def _quads() -> Iterator[Quad]:
    folder = resources.ontology()
    known = corpus.words()
    yield from rdf.ontology_quads(folder, BASE)
    yield from rdf._parsed(
        [*sorted(folder.glob("schemes/*.ttl")), corpus.REGISTER],
        BASE.graph("reference"),
        BASE,
    )
    for reading in (*corpus.readings(), *sequel.readings()):
        yield from rdf.quads(reading, known, BASE, "by-hand")
    documents = (corpus.release, corpus.report, sequel.survey, sequel.bulletin)
    yield from rdf.about_quads(documents, {}, BASE)


@pytest.fixture(scope="session")
def graph() -> store.Embedded:
    found = store.memory(_quads())
    rules = inference.load(resources.ontology(), BASE)
    inference.infer(found.inner, rules, BASE)
    return found


@pytest.fixture(scope="session")
def bundled() -> None:
    """The script of the page, bundled from what the sources are now."""
    try:
        hatch_build.bundle()
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        if not pages.SCRIPT.is_file():
            pytest.skip(f"the page cannot be bundled: {hatch_build.said(error)}")


@pytest.fixture(scope="session")
def connected() -> store.Embedded:
    """The invented graph with one more document, made for what lies between things."""
    reading = connecting.reading()
    more = rdf.quads(reading, corpus.words(), BASE, "by-hand")
    about = rdf.about_quads((connecting.review,), {}, BASE)
    found = store.memory((*_quads(), *more, *about))
    inference.infer(found.inner, inference.load(resources.ontology(), BASE), BASE)
    return found


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seed documents, built by the whole pipe."""
    folder = tmp_path_factory.mktemp("seeds")
    pipeline.build(folder=folder)
    return folder
