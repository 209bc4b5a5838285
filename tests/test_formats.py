"""Kinds of files: known by their content, refused by name with a way out."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest

import missing
from medtechkg import formats
from medtechkg.errors import SourceError
from medtechkg.locations import Content

PAGE = f"<!doctype html><html><body><p>{'The firms of Northmoor grow. ' * 10}</p></body></html>"


def packed(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return target.getvalue()


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as made:
        made.addfile(tarfile.TarInfo("a.txt"))
    return target.getvalue()


@pytest.mark.parametrize(
    ("location", "data", "told", "kind"),
    [
        ("a.txt", b"Text.", "", formats.TEXT),
        ("b.MD", b"# Text", "", formats.MARKDOWN),
        ("c.htm", b"<p>Text", "", formats.HTML),
        ("d.pdf", PAGE.encode(), "", formats.HTML),
        ("e.txt", b"%PDF-1.7", "", formats.PDF),
        ("f.docx", packed(word__document_xml="<w/>"), "", formats.DOCX),
        ("-", b"Text.", "", formats.TEXT),
        ("-", b"<?xml version='1.0'?>\n<!-- x --><html>", "", formats.HTML),
        ("https://example.org/news/", b"<p>Text", "text/html", formats.HTML),
        ("https://example.org/a", b"Text.", "", formats.TEXT),
        ("https://example.org/a", b"<p>", "application/xhtml+xml", formats.HTML),
    ],
)
def test_the_kind_of_a_file(location: str, data: bytes, told: str, kind: str) -> None:
    assert formats.media_type(Content(location, data, told)) == kind


@pytest.mark.parametrize(
    ("location", "data", "told", "problem"),
    [
        ("a.csv", b"a,b", "", "files of the kind .csv cannot be read; Word files (.docx), PDF"),
        ("a", b"Text", "", "files of the kind (no suffix) cannot be read"),
        ("a.zip", packed(a="x"), "", "an archive cannot be read; unpack it"),
        ("a.docx", packed(xl__workbook_xml="x"), "", "an Excel file cannot be read"),
        ("a.zip", packed(ppt__presentation_xml="x"), "", "a PowerPoint file cannot be read"),
        (
            "a.odt",
            packed(mimetype="application/vnd.oasis.opendocument.text"),
            "",
            "an OpenDocument",
        ),
        ("a.txt", gzip.compress(b"Text", mtime=0), "", "an archive cannot be read"),
        ("a.tar", tar(), "", "an archive cannot be read"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0....",
            "",
            "an old Office file, or a Word file with a password",
        ),
        ("a.rtf", b"{\\rtf1", "", "an RTF file cannot be read; save it as .docx or PDF"),
        ("a.rtf", b"rich", "", "an RTF file cannot be read"),
        ("a.txt", b"\x89PNG\r\n", "", "a picture cannot be read"),
        ("a.docx", b"PK\x03\x04cut off", "", "the file is damaged"),
        ("a.pdf", b"Some text", "", "it is not a PDF though it is said to be"),
        ("a.docx", b"", "", "the document is empty"),
        ("https://example.org/a", b"{}", "application/json", "application/json cannot be read"),
    ],
)
def test_other_kinds_are_refused_by_name(
    location: str, data: bytes, told: str, problem: str
) -> None:
    with pytest.raises(SourceError) as caught:
        formats.media_type(Content(location, data, told))
    assert str(caught.value).startswith(f"{location}: {problem}")


def test_a_word_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "LIMIT", 10)
    with pytest.raises(SourceError, match="unpacked it is too large"):
        formats.media_type(Content("a.docx", packed(word__document_xml="<w/>" * 99)))


@pytest.mark.parametrize(
    ("data", "package"),
    [
        (PAGE.encode(), "lxml"),
        (b"%PDF-1.7", "pypdfium2"),
        (packed(word__document_xml="<w/>"), "docx"),
    ],
)
def test_a_missing_package_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, data: bytes, package: str
) -> None:
    missing.hide(monkeypatch, package)
    with pytest.raises(SourceError) as caught:
        formats.read(Content("-", data))
    assert f"needs the package {package}; run `pip install 'medtechkg[documents]'`" in str(
        caught.value
    )
