"""The first stage: files, pages and streams become documents, with what is known of each.

A document's id is the SHA-256 of its bytes, so the same file has the same id on every machine and
a changed file is another document. What is known of a document (title, publisher, date ...) stands
in a ``documents.toml`` beside it or in the folder above, or in the document itself; nothing is
guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from medtechkg import formats, locations, manifests, resources
from medtechkg.errors import SourceError
from medtechkg.formats import SUPPORTED, languages
from medtechkg.locations import Content
from medtechkg.model import Document, Source

__all__ = ["Skip", "read", "sources"]

#: Told of each document that cannot be read; the others go on.
Skip = Callable[[SourceError], None]

#: The longest text that is read, in characters: some three thousand pages.
_LONGEST = 10_000_000

# In a folder these are documents, too: each is told of, not passed over.
_FOUND = frozenset((*SUPPORTED, *formats.REFUSED))


def sources(
    paths: Iterable[str | Path] = (), manifest: Path | None = None, skip: Skip | None = None
) -> tuple[Source, ...]:
    """Find the documents at the paths, with what is known of each; the seeds if none is given.

    A path may be a file, a folder, a pattern (``reports/*.pdf``), an address or ``-`` for standard
    input. ``manifest`` takes the place of the ``documents.toml`` beside a document or above.

    Raises:
        SourceError: if a path is missing or a folder has no documents, unless it is skipped.
        SeedError: if a ``documents.toml`` is malformed or names a missing file.
    """
    roots = [str(path) for path in paths] or [str(resources.seeds() / "documents")]
    found: set[str] = set()
    for root in roots:
        with _skipping(skip):
            found.update(locations.find(root, _FOUND))
    known: dict[Path, dict[Path, dict[str, str]]] = {}
    return tuple(Source(each, _metadata(each, manifest, known)) for each in sorted(found))


def read(
    sources: Iterable[Source], *, any_language: bool = False, skip: Skip | None = None
) -> Iterator[Document]:
    """Read each source once, in the order of the documents' ids.

    Of several sources with the same bytes the one with the most metadata is kept.

    Raises:
        SourceError: if a source cannot be read or is not in English, unless it is skipped.
    """
    found: dict[str, Document] = {}
    for source in sorted(sources, key=lambda each: (-len(each.metadata), each.location)):
        with _skipping(skip):
            content = locations.fetch(source.location)
            key = hashlib.sha256(content.data).hexdigest()
            if key not in found:
                document = _document(source, content, key)
                _check_language(source, document, any_language)
                found[key] = document
    for _, document in sorted(found.items()):
        yield document


@contextmanager
def _skipping(skip: Skip | None) -> Iterator[None]:
    try:
        yield
    except SourceError as error:
        if skip is None:
            raise
        skip(error)


def _metadata(
    location: str, manifest: Path | None, known: dict[Path, dict[Path, dict[str, str]]]
) -> Mapping[str, str]:
    if location == locations.STDIN or locations.address(location):
        return {}
    file = Path(location)
    name = manifests.NAME
    places = [manifest] if manifest else [file.parent / name, file.parent.parent / name]
    for place in places:
        if place not in known:
            known[place] = manifests.read(place) if manifest or place.is_file() else {}
        if file.resolve() in known[place]:
            return known[place][file.resolve()]
    return {}


def _document(source: Source, content: Content, key: str) -> Document:
    """Make a document; what people say of it goes before what it says of itself."""
    media_type, text, told = formats.read(content)
    if len(text) > _LONGEST:
        problem = f"{len(text) // 1_000_000} million characters are more than one document has"
        raise SourceError(source.location, problem, "split it into its parts")
    _check_quotes(source, text)
    if "issued" in source.metadata or "not-after" in source.metadata:
        told = {name: value for name, value in told.items() if not name.startswith("not-after")}
    known = {**told, **source.metadata}
    return Document(key, locations.name(source.location), text, media_type, known)


def _check_quotes(source: Source, text: str) -> None:
    flat = " ".join(text.split())
    for quote in source.metadata.get("not-after-quotes", "").splitlines():
        if " ".join(quote.split()) not in flat:
            problem = f"not-after-quotes has words the document has not: {quote}"
            raise SourceError(source.location, problem, "copy the exact words")


def _check_language(source: Source, document: Document, any_language: bool) -> None:
    if any_language or source.metadata.get("language", "").lower().startswith("en"):
        return
    if language := languages.other(document.text):
        problem = f"the language looks like {language}, and only English is understood"
        raise SourceError(source.location, problem, "give --any-language to read it all the same")
