"""All that is asked of a graph on disk, asked of the same graph behind an endpoint."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from commandline import Run, folder, run
from medtechkg import endpoints, explain, questions, store, things, uploads
from medtechkg.endpoints import Endpoint
from medtechkg.questions import Parameter, Question
from servers import Sparql, sparql

__all__ = ["folder", "run"]  # fixtures

#: The address of a Virtuoso that may be written to, with user and password in its own variables.
URL = os.environ.get("MEDTECHKG_TEST_VIRTUOSO", "")

pytestmark = pytest.mark.xdist_group("virtuoso")

#: What parameters are given, by their class; of some, by their question and name.
_VALUES = {
    "Agent": ("Dr Ada Marsh", "firms asked"),
    "Document": ("The Sundland mobility bulletin", "A diploma for orthotics technicians"),
    "Event": ("The Sundland Mobility Partnership is founded", "Brightlimb Ltd opens the Gait Hall"),
    "FieldOfActivity": ("Orthotics",),
    "Qualification": ("Level 4 Certificate in Orthotics", "Level 5 Diploma in Orthotics"),
    "Region": ("Sundland", "Westmarch", "Eastvale"),
    "University": ("University of Westmarch", "Northmoor University"),
    "below": ("0.9", "0.95"),
    "entity": ("University of Westmarch", "Limb Laboratory"),
    "facility": ("Limb Laboratory", "Gait Hall"),
    "highest": ("4", "6"),
    "lowest": ("5",),
    "object": ("Orthotics", "Eastvale"),
    "predicate": ("locatedIn", "hasSubSector"),
    "run": (),  # none has a name here
    "since": ("2033-01-01",),
    "subject": ("Limb Laboratory", "Brightlimb Ltd"),
    "until": ("2033-01-01",),
    "year": ("2040", "2035"),
}


def _values(parameter: Parameter) -> tuple[str, ...]:
    found = _VALUES.get(parameter.name)
    return _VALUES[parameter.cls] if found is None else found


def _given() -> Iterator[tuple[Question, dict[str, str]]]:
    """Every question plain, with each of its parameters, and with all of them."""
    for asked in questions.catalogue():
        yield asked, {}
        for each in asked.parameters:
            yield from ((asked, {each.name: value}) for value in _values(each))
        if len(asked.parameters) > 1:
            yield asked, {each.name: _values(each)[0] for each in asked.parameters if _values(each)}


ASKED = [
    pytest.param(asked.name, given, id=f"{asked.name}-{'-'.join(given.values())}")
    for asked, given in _given()
]

#: Every other command that reads a graph.
COMMANDS = [
    "links",
    "links --from College --to Organisation",
    "links --from College --to Business --kind cohort",
    "links --format json",
    "path Harebell~Gait~Ltd UWM --all --max 5 --limit 20",
    "path Brightlimb~Ltd Eastvale~Council --format json",
    "neighbours UWM",
    "gaps",
    "gaps --region Westmarch --format json",
    "compare Eastvale Westmarch",
    "compare Eastvale Westmarch Sundland --format json",
    "conflicts --format json",
    "conflicts --about Eastvale",
    "timeline --format json",
    "timeline --about Gait~Hall",
    "suggest",
    "suggest Harebell~Gait~Ltd --to University --format json",
    "brokers",
    "brokers --format json",
    "brokers --view everything --format csv",
    "communities --view everything --format json",
    "show Northmoor~University",
    "ask unaddressed-needs --region Westmarch --why",
    "ask facilities --region Westmarch --format json",
    "documents",
]
FORMATS = "ttl trig nq nt gexf graphml csv json dot svg html".split()


@pytest.fixture(scope="module", params=["plain", "virtuoso"])
def there(request: pytest.FixtureRequest, connected: store.Embedded) -> Iterator[Endpoint]:
    """The invented graph behind a server that does all as the standard says, and in Virtuoso.

    It is opened once: all names are fetched when the first is looked up.
    """
    if request.param == "virtuoso" and not URL:
        pytest.skip("there is no Virtuoso at $MEDTECHKG_TEST_VIRTUOSO")
    with pytest.MonkeyPatch.context() as patch, sparql(Sparql()) as url:
        patch.setattr(socket.socket, "connect", socket.socket.connect)
        for name in ("USER", "PASSWORD"):
            given = os.environ.get(f"MEDTECHKG_TEST_VIRTUOSO_{name}", "dba")
            patch.setenv(f"MEDTECHKG_ENDPOINT_{name}", given)
        address = URL if request.param == "virtuoso" else url
        uploads.push(connected, address)
        yield endpoints.open(address, timeout=300)  # Virtuoso may plan badly, and is right


@pytest.fixture
def address(there: Endpoint, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address by which commands find it."""
    monkeypatch.setattr(endpoints, "open", lambda *_: there)
    return there.service.url


@pytest.fixture(scope="module")
def here(connected: store.Embedded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph on disk."""
    made = tmp_path_factory.mktemp("connected")
    store.build(made, connected)
    return made


@pytest.fixture
def named(connected: store.Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look names up here, where they are the same: a server is asked for all of them each time."""
    index = things._index(connected)
    monkeypatch.setattr(things, "_index", lambda _: index)


@pytest.mark.parametrize(("name", "given"), ASKED)
def test_questions(
    name: str, given: dict[str, str], connected: store.Embedded, there: Endpoint, named: None
) -> None:
    found = questions.ask(there, name, limit=None, **given)
    wanted = questions.ask(connected, name, limit=None, **given)
    assert repr(found) == repr(wanted)  # True is no 1


def test_each_parameter_finds_something(connected: store.Embedded) -> None:
    for asked in questions.catalogue():
        for each in asked.parameters:
            narrowed = [
                questions.ask(connected, asked.name, limit=None, **{each.name: value}).rows
                for value in _values(each)
            ]
            assert any(narrowed) or not narrowed, f"{asked.name} finds nothing for any {each.name}"


@pytest.mark.parametrize("asked", questions.catalogue(), ids=lambda asked: asked.name)
def test_why_rows_are_there(asked: Question, connected: store.Embedded, there: Endpoint) -> None:
    found = explain.explain(there, asked.name, limit=5)
    assert found == explain.explain(connected, asked.name, limit=5)
    assert all(reason.supports for reason in found)


@pytest.mark.parametrize("line", COMMANDS)
def test_commands(line: str, run: Run, here: Path, address: str) -> None:
    words = [word.replace("~", " ") for word in line.split()]
    wanted = run(*words, "--graph", str(here))
    found = run(*words, "--endpoint", address)
    assert (found.code, found.out) == (wanted.code, wanted.out)
    assert wanted.code == 0 and wanted.out
    assert found.err.replace(address, str(here)) == wanted.err


@pytest.mark.parametrize("format", FORMATS)
def test_exports(
    format: str, run: Run, here: Path, address: str, tmp_path: Path, bundled: None
) -> None:
    for name, store_of in (("wanted", ("--graph", str(here))), ("found", ("--endpoint", address))):
        target = tmp_path / name
        done = run("export", "--format", format, "--output", str(target), *store_of)
        assert done.code == 0, done.err
    for path in (tmp_path / "wanted").rglob("*") if format == "csv" else (tmp_path / "wanted",):
        other = tmp_path / "found" / path.relative_to(tmp_path / "wanted")
        assert other.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("command", ["compare Eastvale Westmarch", "timeline"])
def test_charts(command: str, run: Run, here: Path, address: str, tmp_path: Path) -> None:
    drawn: list[str] = []
    for store_of in (("--graph", str(here)), ("--endpoint", address)):
        target = tmp_path / f"{len(drawn)}.svg"
        assert run(*command.split(), "--chart", str(target), *store_of).code == 0
        drawn.append(target.read_text(encoding="utf-8"))
    assert drawn[0] == drawn[1]
