from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from medtechkg import documents, manifests, resources
from medtechkg.errors import MedtechkgError, SeedError, SourceError
from medtechkg.model import Document, Source


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def only(path: Path) -> Document:
    (document,) = documents.read(documents.sources([path]))
    return document


def test_the_id_is_the_hash_of_the_bytes_and_the_text_is_normalised(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfOne\r\ntwo\rthree \xc2\xa35\x0cfour\n"
    document = only(write(tmp_path / "a note.txt", data))
    assert document.id == hashlib.sha256(data).hexdigest()
    assert document.text == "One\ntwo\nthree £5\ffour\n"
    assert (document.name, document.title) == ("a note", "a note")


def test_the_kind_of_file_gives_the_media_type(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.txt", "Text.")).media_type == "text/plain"
    assert only(write(tmp_path / "b.MD", "# Text")).media_type == "text/markdown"


def test_a_folder_stands_for_the_documents_under_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.txt", ".hidden.txt", "data.csv"):
        write(tmp_path / name, f"Text of {name}.")
    found = documents.sources([tmp_path])
    assert [Path(source.location).name for source in found] == ["a.md", "b.txt", "c.txt"]


def test_documents_come_in_the_order_of_their_ids_each_once(tmp_path: Path) -> None:
    for name, text in (("a.txt", "One."), ("b.txt", "Two."), ("c.txt", "One."), ("d.txt", "Four.")):
        write(tmp_path / name, text)
    found = list(documents.read(documents.sources([tmp_path / "d.txt", tmp_path])))
    assert [document.id for document in found] == sorted({document.id for document in found})
    assert {document.name for document in found} == {"a", "b", "d"}


def test_of_two_copies_the_one_that_is_described_is_kept(tmp_path: Path) -> None:
    plain, described = write(tmp_path / "a.txt", "One."), write(tmp_path / "b.txt", "One.")
    sources = [Source(str(plain)), Source(str(described), {"title": "The first"})]
    assert [document.title for document in documents.read(sources)] == ["The first"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the document is empty"),
        (b" \r\n\t\x0c ", "the document is empty"),
        (b"A\nbinary \x00 file", "control character 0x00 at byte 9, line 2"),
        (b"caf\xe9 society", "not UTF-8 at byte 3, line 1"),
        (b"one\r\ntwo\rthree \xff", "not UTF-8 at byte 15, line 3"),
        ("Ein Text".encode("utf-16"), "the text is UTF-16, not UTF-8"),
    ],
)
def test_what_is_not_a_text_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    path = write(tmp_path / "odd.txt", data)
    with pytest.raises(SourceError) as caught:
        only(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_paths_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder; check the path"):
        documents.sources([tmp_path / "nothing.txt"])
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SourceError, match=r"no document in this folder; put a file there: \.7z"):
        documents.sources([empty])
    with pytest.raises(SourceError, match="there is no such file"):
        list(documents.read([Source(str(tmp_path / "gone.txt"))]))


def test_a_source_of_an_unsupported_kind_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a,b")
    with pytest.raises(SourceError, match=r"kind \.csv cannot be read"):
        list(documents.read([Source(str(path))]))


def test_a_folder_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError, match=r"cannot be read \(Permission denied\); check the perm"):
        documents.sources([tmp_path])


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", "Text.")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=r"cannot be read \(Permission denied\)"):
        only(path)


GERMAN = "Die Firmen der Region sind mit dem Plan nicht zufrieden, und das wird so gesagt. "


def test_one_bad_document_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "The plan.")
    write(tmp_path / "b.txt", b"caf\xe9")
    write(tmp_path / "c.zip", b"PK\x03\x04")
    write(tmp_path / "d.txt", GERMAN * 4)
    skipped: list[str] = []

    def skip(error: SourceError) -> None:
        skipped.append(str(error).removeprefix(f"{tmp_path}/").partition(" at ")[0])

    found = documents.sources([tmp_path, tmp_path / "none.txt"], skip=skip)
    assert [document.name for document in documents.read(found, skip=skip)] == ["a"]
    assert [each.partition(";")[0] for each in skipped] == [
        "none.txt: there is no such file or folder",
        "b.txt: not UTF-8",
        "c.zip: the file is damaged (File is not a zip file)",
        "d.txt: the language looks like German, and only English is understood",
    ]


def test_another_language_is_read_if_that_is_wanted(tmp_path: Path) -> None:
    path = write(tmp_path / "d.txt", GERMAN * 4)
    (source,) = documents.sources([path])
    assert [document.name for document in documents.read([source], any_language=True)] == ["d"]
    assert list(documents.read([Source(str(path), {"language": "en"})]))


PAGE = f"""<html lang="en"><head><title>The plan</title>
<meta name="date" content="2031-03-04"></head>
<body><p>{"The board of Northmoor has a plan. " * 10}</p></body></html>"""


def test_what_people_say_goes_before_what_the_document_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)
    assert only(path).metadata == {"title": "The plan", "issued": "2031-03-04", "language": "en"}
    write(tmp_path / "documents.toml", '[[document]]\nfile = "a.html"\ntitle = "A plan"\n')
    assert only(path).title == "A plan"
    assert only(path).metadata["issued"] == "2031-03-04"


MANIFEST = """
[[document]]
file = "texts/a.txt"
title = "Widgets of the north"
issued = 2024-02-29
region = "Northmoor"

[[document]]
file = "texts/b.txt"
not-after = "2019-03"
not-after-because = "It names a body that was closed then."
not-after-quotes = ["Widget  Board"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "texts/a.txt", "All about widgets.")
    write(tmp_path / "texts/b.txt", "The Widget\nBoard met.")
    write(tmp_path / "texts/c.txt", "Nothing is known of this.")
    write(tmp_path / "documents.toml", MANIFEST)
    return tmp_path


def test_metadata_is_read_from_the_folder_above(folder: Path) -> None:
    known = {document.name: document for document in documents.read(documents.sources([folder]))}
    assert known["a"].title == "Widgets of the north"
    assert known["a"].metadata["issued"] == "2024-02-29"
    assert known["b"].metadata["not-after"] == "2019-03"
    assert known["b"].metadata["not-after-quotes"].splitlines() == ["Widget  Board"]
    assert not known["c"].metadata


def test_metadata_beside_the_document_goes_first(folder: Path) -> None:
    write(folder / "texts/documents.toml", '[[document]]\nfile = "a.txt"\ntitle = "Near"\n')
    assert only(folder / "texts/a.txt").title == "Near"


def test_a_manifest_that_is_given_takes_the_place_of_the_others(folder: Path) -> None:
    other = write(folder / "other.toml", '[[document]]\nfile = "texts/a.txt"\ntitle = "Other"\n')
    (source,) = documents.sources([folder / "texts/a.txt"], other)
    assert source.metadata == {"title": "Other"}
    with pytest.raises(SeedError, match="cannot be read"):
        documents.sources([folder], folder / "none.toml")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('[[document]]\nfile = "texts/b', '[[document]\nfile = "texts/b', 8, "not TOML"),
        ("texts/b.txt", "texts/z.txt", 9, "there is no file texts/z.txt"),
        ("region", "county", 6, "unknown key county; use title, publisher"),
        ("2024-02-29", '"29 February"', 5, "issued is not a date: 29 February"),
        ("2024-02-29", '"2023-02-29"', 5, "issued is not a date: 2023-02-29"),
        ("2024-02-29", "2024", 5, "issued is not a text; put it in quotes"),
        ('title = "Widgets of the north"', "title = '  '", 4, "title is not a text"),
        ("not-after-quotes", "# quotes", 10, "not-after without its basis"),
        ('file = "texts/a.txt"', "", 2, "a document without file"),
    ],
)
def test_a_malformed_manifest_is_refused_with_its_line(
    folder: Path, old: str, new: str, line: int, problem: str
) -> None:
    path = write(folder / "documents.toml", MANIFEST.replace(old, new, 1))
    with pytest.raises(SeedError) as caught:
        documents.sources([folder])
    assert str(caught.value).startswith(f"{path}:{line}: {problem}")


@pytest.mark.parametrize("text", ['title = "Stray"', "[document]\nfile = 1", "document = [1]"])
def test_a_manifest_has_documents_and_nothing_else(folder: Path, text: str) -> None:
    write(folder / "documents.toml", text)
    with pytest.raises(SeedError, match=r"write one \[\[document\]\] for each document"):
        documents.sources([folder])


def test_the_line_is_left_out_where_it_cannot_be_told(folder: Path) -> None:
    path = write(folder / "documents.toml", 'document = [{ file = "texts/z.txt" }]')
    with pytest.raises(SeedError) as caught:
        documents.sources([folder])
    assert str(caught.value).startswith(f"{path}: there is no file texts/z.txt")


def test_a_manifest_that_is_not_utf8_is_refused(folder: Path) -> None:
    write(folder / "documents.toml", b"# caf\xe9\n")
    with pytest.raises(SeedError, match="not UTF-8"):
        documents.sources([folder])


def test_an_inferred_date_rests_on_words_of_the_document(folder: Path) -> None:
    write(folder / "documents.toml", MANIFEST.replace("Widget  Board", "Gadget Board"))
    with pytest.raises(SourceError, match="has words the document has not: Gadget Board"):
        list(documents.read(documents.sources([folder])))


def test_the_seeds_are_read_when_no_path_is_given() -> None:
    found = list(documents.read(documents.sources()))
    assert len(found) == 2
    assert {Path(source.location).parent for source in documents.sources()} == {
        resources.seeds() / "documents"
    }
    for document in found:
        assert set(document.metadata) <= set(manifests.KEYS)
        assert ("issued" in document.metadata) != ("not-after" in document.metadata)


def test_the_errors_are_of_the_tree() -> None:
    assert issubclass(SourceError, MedtechkgError)
    assert issubclass(SeedError, MedtechkgError)


def test_a_text_longer_than_any_document_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_LONGEST", 2_000_000)
    path = write(tmp_path / "all.txt", "Calder Instruments makes lasers.\n" * 70_000)
    with pytest.raises(SourceError, match=r"2 million characters are more .*; split it"):
        only(path)
