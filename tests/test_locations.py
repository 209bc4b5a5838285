"""Where documents are: files, patterns, addresses, standard input; never the real network."""

from __future__ import annotations

import gzip
import io
import sys
import urllib.error
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest

from medtechkg import locations
from medtechkg.errors import SourceError

SUFFIXES = (".txt", ".pdf")


def test_a_pattern_stands_for_the_files_it_matches(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "deep/c.txt", "deep/d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.")

    def names(pattern: str) -> list[str]:
        return [Path(each).name for each in locations.find(str(tmp_path / pattern), SUFFIXES)]

    assert names("*.txt") == ["a.txt", "b.txt"]
    assert names("**/*.txt") == ["a.txt", "b.txt", "c.txt"]
    assert sorted(names("d*")) == ["c.txt", "d.pdf"]
    with pytest.raises(SourceError, match="no file matches this pattern"):
        names("*.docx")


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plan [final].txt"
    path.write_text("Text.")
    assert locations.find(str(path), SUFFIXES) == [str(path)]
    assert locations.find(path.as_uri(), SUFFIXES) == [str(path)]
    assert locations.fetch(path.as_uri()).data == b"Text."


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Text.")))
    assert locations.find("-", SUFFIXES) == ["-"]
    assert locations.fetch("-").data == b"Text."
    assert locations.name("-") == "stdin"


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ten letter")
    assert len(locations.fetch(str(path), 10).data) == 10
    with pytest.raises(SourceError, match="larger than 9 bytes; split it"):
        locations.fetch(str(path), 9)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 3_000_000)))
    with pytest.raises(SourceError, match="larger than 2 MB"):
        locations.fetch("-", 2 << 20)


class Answer(io.BytesIO):
    """What a server answers."""

    def __init__(self, data: bytes, **headers: str) -> None:
        super().__init__(data)
        self.headers, self.url = Message(), "https://example.org/moved"
        for name, value in headers.items():
            self.headers[name.replace("_", "-")] = value


Serve = Callable[[Answer | Exception], None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    def answer(given: Answer | Exception) -> None:
        def urlopen(request: object, timeout: float) -> Answer:
            assert 0 < timeout <= 60
            if isinstance(given, Exception):
                raise given
            return given

        monkeypatch.setattr(locations, "urlopen", urlopen)

    return answer


def test_a_page_of_the_web_comes_with_its_kind(serve: Serve) -> None:
    serve(Answer(b"<p>", Content_Type="text/html; charset=Latin-1", Content_Length="3"))
    found = locations.fetch("https://example.org/a")
    assert (found.data, found.media_type, found.charset) == (b"<p>", "text/html", "latin-1")
    assert found.url == "https://example.org/moved"
    serve(Answer(b"%PDF-", Content_Type="application/octet-stream"))
    assert locations.fetch("https://example.org/a").media_type == ""
    serve(Answer(gzip.compress(b"Text."), Content_Encoding="gzip"))
    assert locations.fetch("https://example.org/a").data == b"Text."
    serve(Answer(b"Text."))
    assert locations.fetch("https://example.org/a").media_type == ""


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            urllib.error.HTTPError("u", 404, "Not Found", Message(), None),
            "the server answers 404 Not Found; check the address in a browser",
        ),
        (urllib.error.URLError(OSError("no route")), "cannot be reached (no route)"),
        (TimeoutError("timed out"), "cannot be reached (timed out)"),
        (Answer(b"", Content_Length="999"), "larger than 99 bytes"),
        (Answer(b"x" * 100), "larger than 99 bytes"),
        (Answer(gzip.compress(b"x" * 100), Content_Encoding="gzip"), "larger than 99 bytes"),
        (Answer(b"x", Content_Encoding="gzip"), "cannot be reached (Not a gzipped file"),
    ],
)
def test_an_address_that_gives_nothing_is_an_error(
    serve: Serve, given: Answer | Exception, problem: str
) -> None:
    serve(given)
    with pytest.raises(SourceError) as caught:
        locations.fetch("https://example.org/a", 99)
    assert str(caught.value).startswith(f"https://example.org/a: {problem}")


def test_other_addresses_go_through_fsspec() -> None:
    import fsspec

    with fsspec.open("memory://reports/a.txt", "wb") as file:
        file.write(b"Text.")
    found = locations.fetch("memory://reports/a.txt")
    assert (found.data, found.url) == (b"Text.", "memory://reports/a.txt")
    for address in ("memory://reports/none.txt", "nonsense://a/b.txt"):
        with pytest.raises(SourceError, match="cannot be reached"):
            locations.fetch(address)


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(SourceError, match=r"run `pip install 'medtechkg\[documents\]'`"):
        locations.fetch("memory://reports/a.txt")


def test_names_are_short() -> None:
    assert locations.name("https://example.org/") == "example.org"
    assert locations.name("https://example.org/a%20plan.html?x=1") == "a plan"
