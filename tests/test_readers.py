"""Documents read in one process, in several, or by any executor: the readings are the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import readings
from medtechkg import pipeline, reader, readers, resources
from medtechkg.errors import SeedError, SourceError
from medtechkg.model import Document, Reading

FIRMS = ("Calder", "Tarn", "Bright", "Acme", "Fenland")


@pytest.fixture(scope="module")
def rules() -> readers.Rules:
    return readers.load_rules()


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return list(_documents(24))


def _documents(number: int) -> Iterator[Document]:
    for at in range(number):
        firm = f"{FIRMS[at % len(FIRMS)]} Lasers Ltd"
        text = f"{firm} is based in Bristol. It employs {at + 20} people in the town.\n" * 60
        yield readings.document(text, f"{at}.txt")


def test_processes_read_what_one_process_reads_in_the_same_order(
    rules: readers.Rules, documents: list[Document]
) -> None:
    alone = list(readers.read_all(documents, rules))
    assert [each.document.name for each in alone] == [f"{at}.txt" for at in range(24)]
    assert all(each.statements and each.figures for each in alone)
    assert list(readers.read_in_processes(documents, rules, jobs=2)) == alone


def test_any_executor_will_do(rules: readers.Rules, documents: list[Document]) -> None:
    with ThreadPoolExecutor(2) as executor:
        found = list(readers.read_all(documents[:4], rules, executor))
    assert found == list(readers.read_all(documents[:4], rules))


def test_little_is_read_in_one_process_and_much_in_several(
    rules: readers.Rules, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def pool(jobs: int, **options: object) -> ThreadPoolExecutor:
        started.append(jobs)
        return ThreadPoolExecutor(jobs)

    monkeypatch.setattr(readers, "ProcessPoolExecutor", pool)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    list(readers.read_in_processes(documents[:2], rules))
    assert started == []
    monkeypatch.setattr(readers, "_WORTHWHILE", 1_000)
    list(readers.read_in_processes(documents[:2], rules))
    assert started == [2]


def test_a_document_that_the_reader_fails_on_is_left_out_and_told_of(
    rules: readers.Rules, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reader.read

    def faulty(document: Document, by: reader.Rules) -> Reading:
        if document.name == "1.txt":
            raise ValueError("no span of words")
        return whole(document, by)

    monkeypatch.setattr(reader, "read", faulty)
    with pytest.raises(SourceError, match=r"1\.txt: reading it failed \(ValueError: no span of"):
        list(readers.read_all(documents[:3], rules))
    with ThreadPoolExecutor(1) as executor:
        for there in (None, executor):
            skipped: list[SourceError] = []
            found = list(readers.read_all(documents[:3], rules, there, skipped.append))
            assert [each.document.name for each in found] == ["0.txt", "2.txt"]
            (told,) = skipped
            assert re.search(r"test_readers\.py:\d+\); leave the document out", str(told))
        with pytest.raises(SourceError, match="reading it failed"):
            list(readers.read_all(documents[:3], rules, executor))


def test_an_ontology_that_changed_meanwhile_is_an_error(
    documents: list[Document], tmp_path: Path
) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(resources.ontology(), folder)
    rules = readers.load_rules(folder)
    with (folder / "patterns" / "relations.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(SeedError, match="changed while documents were read"),
    ):
        list(readers.read_all(documents[:1], rules, executor))


def test_a_graph_is_the_same_to_the_byte_in_however_many_processes(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for document in _documents(4):
        (texts / document.name).write_text(document.text, encoding="utf-8")
    for jobs in (1, 2):
        pipeline.build([texts], tmp_path / str(jobs), jobs=jobs)
    one, two = (next((tmp_path / name).rglob("dataset.nq")).read_bytes() for name in ("1", "2"))
    assert one == two


def test_processes_get_by_with_what_is_sent_to_them(rules: readers.Rules) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        (found,) = readers.read_all(_documents(1), rules, executor)
    assert found.document.name == "0.txt"


def test_what_is_read_with_less_confidence_than_asked_for_is_left_out(
    rules: readers.Rules, documents: list[Document]
) -> None:
    whole = readers.read(documents[0], rules)
    best = max(each.confidence for one in whole.figures for each in one.evidence)
    assert readers.read(documents[0], rules.confident(best)).figures
    sure = readers.read(documents[0], rules.confident(best + 0.01))
    assert not sure.figures
    assert sure.mentions == whole.mentions
    assert rules.confident(0.9).digest != rules.digest == rules.confident(0.0).digest


def test_a_graph_keeps_the_confidence_it_was_made_with(tmp_path: Path) -> None:
    text, other = tmp_path / "calder.txt", tmp_path / "tarn.txt"
    text.write_text("Calder Lasers Ltd is based in Bristol.\n", encoding="utf-8")
    other.write_text("Tarn Lasers Ltd is based in Leeds.\n", encoding="utf-8")
    folder = tmp_path / "graph"
    assert pipeline.build([text], folder, min_confidence=0.99).counts["Statement"] == 0
    assert pipeline.add([other], folder).counts["Statement"] == 0
    assert pipeline.add([text], folder, min_confidence=0.0).counts["Statement"] == 2
    assert pipeline.remove(["tarn"], folder).counts["Statement"] == 1
