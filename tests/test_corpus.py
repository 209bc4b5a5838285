"""The documents of a graph: added, taken out and listed without the files they came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from medtechkg import corpus, pipeline, store
from medtechkg.errors import GraphError, NotFoundError, SourceError
from medtechkg.model import Document, Reading
from medtechkg.pipeline import BuildReport, Rules
from test_pipeline import TEXTS, ontology, read, rules

__all__ = ["ontology", "rules"]  # fixtures

MANIFEST = """
[[document]]
file = "tarn.txt"
title = "News from the Tarn"
publisher = "Tarn Board"
issued = "2031-03"
url = "https://example.org/tarn"
language = "en"
licence = "CC-BY-4.0"
"""

Call = Callable[..., BuildReport]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    (tmp_path / "texts" / "documents.toml").write_text(MANIFEST)
    return tmp_path / "texts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "graph"


@pytest.fixture
def seen() -> list[str]:
    """The names of the documents that were read."""
    return []


@pytest.fixture
def call(folder: Path, rules: Rules, seen: list[str]) -> Call:
    def reader(document: Document, rules: Rules) -> Reading:
        seen.append(document.name)
        return read(document, rules)

    def run(verb: Callable[..., BuildReport], *paths: object, **more: object) -> BuildReport:
        return verb(paths, **{"folder": folder, "rules": rules, "reader": reader, **more})

    return run


def test_documents_one_by_one_make_the_same_graph_as_all_at_once(
    call: Call, texts: Path, folder: Path, seen: list[str]
) -> None:
    at_once = call(pipeline.build, texts, folder=folder.with_name("all")).manifest
    seen.clear()
    call(pipeline.add, texts / "tarn.txt")
    (texts / "tarn.txt").rename(texts / "gone.txt")
    (texts / "documents.toml").unlink()
    assert call(pipeline.add, texts / "calder.txt").manifest == at_once
    assert seen == ["tarn", "calder"]
    (texts / "calder.txt").unlink()
    assert call(pipeline.remove, "News from the Tarn").counts["documents"] == 1
    assert seen == ["tarn", "calder"]


def test_what_changed_is_read_again(
    call: Call, texts: Path, rules: Rules, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call(pipeline.build, texts)
    seen.clear()
    call(pipeline.add, texts)
    assert seen == []
    (texts / "documents.toml").write_text(MANIFEST.replace("Tarn Board", "Board of the Tarn"))
    call(pipeline.add, texts)
    assert seen == ["tarn"]
    call(pipeline.add, texts / "calder.txt", rules=replace(rules, digest="other"))
    assert sorted(seen[1:]) == ["calder", "tarn"]
    seen.clear()
    monkeypatch.setattr(pipeline, "__version__", "9.9")
    call(pipeline.add, texts / "calder.txt", rules=replace(rules, digest="other"))
    assert sorted(seen) == ["calder", "tarn"]


def test_the_documents_of_a_graph_are_listed(call: Call, texts: Path, folder: Path) -> None:
    (texts / "calder.txt").write_bytes(b"Calder Ltd is based in Tarnford.\x0cMore.\x0c")
    call(pipeline.build, texts)
    calder, tarn = corpus.documents(store.open(folder))
    assert tarn.document.title == "News from the Tarn"
    assert tarn.document.metadata == {
        "title": "News from the Tarn",
        "publisher": "Tarn Board",
        "issued": "2031-03",
        "url": "https://example.org/tarn",
        "language": "en",
        "licence": "CC-BY-4.0",
    }
    assert tarn.document.text == TEXTS["tarn.txt"]
    assert (tarn.pages, tarn.statements, tarn.figures) == (None, 2, 0)
    assert (calder.pages, dict(calder.document.metadata)) == (2, {})


def test_a_document_goes_by_several_names(call: Call, texts: Path, folder: Path) -> None:
    call(pipeline.build, texts)
    held = corpus.documents(store.open(folder))
    tarn = held[1]
    for name in ("tarn", "TARN", "news from the tarn", tarn.document.id, tarn.document.id[:8]):
        assert corpus.find(held, name) is tarn
    with pytest.raises(NotFoundError, match="did you mean “News from the Tarn”"):
        corpus.find(held, "news of the tarn")
    with pytest.raises(NotFoundError, match="`medtechkg documents` lists"):
        corpus.find(held, "zzz")
    twin = replace(tarn, document=replace(tarn.document, id="f" * 64))
    with pytest.raises(NotFoundError, match=f"may be any of {tarn.document.id[:16]}, ffff"):
        corpus.find((*held, twin), "tarn")


def test_bad_documents_are_left_out_where_others_are_good(call: Call, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(b"caf\xe9")
    skipped: list[SourceError] = []
    assert call(pipeline.build, texts, skip=skipped.append).counts["documents"] == 2
    assert len(skipped) == 1
    with pytest.raises(SourceError, match="not UTF-8"):
        call(pipeline.build, texts)
    with pytest.raises(SourceError, match="not UTF-8"):
        call(pipeline.build, texts / "bad.txt", skip=skipped.append)
    with pytest.raises(SourceError, match="2 documents: nothing can be read"):
        call(pipeline.build, texts / "bad.txt", texts / "none.txt", skip=skipped.append)


def test_a_graph_that_changes_meanwhile_is_not_replaced(
    call: Call, texts: Path, folder: Path, rules: Rules
) -> None:
    call(pipeline.build, texts / "calder.txt")

    def slow(document: Document, rules: Rules) -> Reading:
        call(pipeline.build, texts)
        return read(document, rules)

    with pytest.raises(GraphError, match="the graph changed meanwhile; run this again"):
        call(pipeline.add, texts / "tarn.txt", reader=slow)
    assert len(store.open(folder).manifest.documents) == 2


def test_only_a_graph_that_is_there_can_lose_documents(call: Call) -> None:
    with pytest.raises(GraphError, match="run `medtechkg build` first"):
        call(pipeline.remove, "tarn")
