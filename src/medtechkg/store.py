"""The graph on disk: a folder that always holds one whole graph, whatever happens to a build.

A build is written aside, renamed into place under a name that follows from its content, and made
live by replacing the one line of ``CURRENT``. Readers open the live version read-only and take no
lock; the version before it is kept for those who have it open.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from medtechkg import __version__
from medtechkg.errors import GraphError
from medtechkg.iris import Base, prefixes
from medtechkg.model import Document
from medtechkg.stores import FORMAT, Manifest, Results, Store, Substitutions, Term, dataset

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "FORMAT",
    "Embedded",
    "Manifest",
    "Store",
    "build",
    "exists",
    "locate",
    "memory",
    "open",
    "reopen",
]

_VERSION = re.compile(r"[0-9a-f]{16}")
_BUILDING = ".building-"
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: RocksDB reports its failures in words, without an error number.
_SAID = {
    "Permission denied": errno.EACCES,
    "Read-only file system": errno.EROFS,
    "No space left": errno.ENOSPC,
    "File too large": errno.EFBIG,
}

#: What is written: the named graphs, their union, and what is laid beside them.
_Content = tuple[bytes, bytes, Mapping[str, bytes]]


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Embedded:
    """A graph on this machine, on disk or in memory; it equals only itself.

    Queries see the union of its named graphs, each triple once however many documents say it: the
    default graph of the store holds that union.
    """

    manifest: Manifest
    inner: pyoxigraph.Store
    folder: Path | None = None

    @property
    def exact(self) -> bool:
        """Any pattern means here what the standard says."""
        return True

    def query(self, text: str, substitutions: Substitutions | None = None) -> Results:
        """Run a SPARQL query over the union of all graphs.

        Raises:
            SyntaxError: if it does not parse.
        """
        return self.inner.query(text, substitutions=dict(substitutions) if substitutions else None)

    def quads_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Find quads of the named graphs by any of their terms."""
        for quad in self.inner.quads_for_pattern(subject, predicate, object, graph):
            if not isinstance(quad.graph_name, DefaultGraph):
                yield quad

    def triples_for_pattern(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[Triple]:
        """Find triples of the union of all graphs by any of their terms, each once."""
        found = self.inner.quads_for_pattern(subject, predicate, object, DefaultGraph())
        yield from (quad.triple for quad in found)

    def graph_names(self) -> tuple[str, ...]:
        """Name the graphs, in order."""
        return tuple(sorted(str(graph.value) for graph in self.inner.named_graphs()))

    def canonical(self) -> bytes:
        """Serialise as sorted N-Quads, the canonical form: one dataset is always the same bytes."""
        lines: list[bytes] = []
        for name in self.inner.named_graphs():
            triples = self.inner.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b""
            end = f"{name} .\n".encode()
            lines += (line[:-1] + end for line in triples.split(b"\n") if line)
        return b"".join(sorted(lines))

    def dump(self, target: Path | str | IO[bytes], format: RdfFormat = RdfFormat.N_QUADS) -> None:
        """Write the whole graph, in canonical order; a format without graphs gets the union."""
        if isinstance(target, (str, Path)):
            with Path(target).open("wb") as file:
                return self.dump(file, format)
        ordered = self.canonical()
        if format == RdfFormat.N_QUADS:
            target.write(ordered)
            return None
        quads = pyoxigraph.parse(ordered, format=RdfFormat.N_QUADS)
        found = quads if format.supports_datasets else dict.fromkeys(q.triple for q in quads)
        names = prefixes(Base(self.manifest.base))
        pyoxigraph.serialize(found, target, format=format, prefixes=names)
        return None

    def dataset(self) -> rdflib.Dataset:
        """Open the same graph in rdflib, without copying it; its default graph is the union."""
        from oxrdflib import OxigraphStore

        return dataset(OxigraphStore(store=self.inner))


def locate(folder: Path | str | None = None) -> Path:
    """Tell the folder of the graph: as given, else ``$MEDTECHKG_GRAPH``, else ``./graph``."""
    return Path(folder or os.environ.get("MEDTECHKG_GRAPH") or "graph")


def exists(folder: Path | str | None = None) -> bool:
    """Tell whether there is a graph in a folder, whole or not."""
    return _is_graph(locate(folder))


def memory(
    quads: Iterable[Quad], base: Base | None = None, *, min_confidence: float = 0.0
) -> Embedded:
    """Hold quads in memory, to ask before or without writing them."""
    found = tuple(quads)
    inner = pyoxigraph.Store()
    inner.bulk_extend(found)
    inner.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)
    root = (base or Base.from_environment()).root
    return Embedded(Manifest(root, min_confidence=min_confidence), inner)


# -- reading ----------------------------------------------------------------------------------


def open(folder: Path | str | None = None) -> Embedded:
    """Open the live graph of a folder, read-only; a build meanwhile does not disturb it.

    Raises:
        GraphError: if there is none, or it is half there, or of another format.
    """
    root = locate(folder)
    version = _current(root)
    while True:
        try:
            manifest = _manifest(root, version)
            inner = pyoxigraph.Store.read_only(str(root / version / "store"))
            return Embedded(manifest, inner, root)
        except (OSError, RuntimeError) as error:  # the latter where RocksDB finds its files damaged
            # A build may have replaced the version since its name was read.
            latest = _current(root)
            if latest == version:
                raise _half(root, f"{version} cannot be opened ({_said(error)})") from error
            version = latest


def reopen(folder: Path, manifest: Manifest) -> Embedded:
    """Open once more the very graph that a manifest describes, whichever is live.

    Raises:
        GraphError: if it is no longer there.
    """
    version = _version(manifest)
    try:
        inner = pyoxigraph.Store.read_only(str(folder / version / "store"))
    except (OSError, RuntimeError) as error:
        problem = f"the graph that was opened is no longer there ({_said(error)})"
        raise GraphError(f"{folder}: {problem}; open it again") from error
    return Embedded(manifest, inner, folder)


def _current(root: Path) -> str:
    try:
        version = (root / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        problem = "there is no graph in this folder" if root.is_dir() else "no such folder"
        raise GraphError(
            f"{root}: {problem}; run `medtechkg build` first, or name the folder of a graph"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        problem = f"the graph cannot be read ({_said(error)})"
        raise GraphError(f"{root}: {problem}; check the folder and its permissions") from error
    if not _VERSION.fullmatch(version):
        raise _half(root, "CURRENT does not name a version")
    return version


def _manifest(root: Path, version: str) -> Manifest:
    path = root / version / "manifest.json"
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise _half(root, f"{version}/manifest.json is not JSON") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        written = found.get("format") if isinstance(found, dict) else None
        raise GraphError(
            f"{root}: the graph has format {written}, and medtechkg {__version__} reads format "
            f"{FORMAT}; build it again"
        )
    try:
        return Manifest(**{**found, "documents": tuple(found["documents"])})
    except (KeyError, TypeError) as error:
        raise _half(root, f"{version}/manifest.json lacks something ({error})") from error


def _half(root: Path, problem: str) -> GraphError:
    return GraphError(f"{root}: the graph is damaged: {problem}; build it again")


# -- writing ----------------------------------------------------------------------------------


def build(
    folder: Path | str | None,
    graph: Embedded,
    *,
    documents: Iterable[Document] = (),
    counts: Mapping[str, int] | None = None,
    files: Mapping[str, bytes] | None = None,
    approve: Callable[[], None] | None = None,
) -> Manifest:
    """Write a graph held in `memory` aside and put it in place of the live one, all at once.

    ``files`` are laid down beside the store: what is worked out of the graph once and for all.
    ``approve`` is called while the graph is being written; if it raises, what was there stays.
    Builds of one folder wait for each other; what a killed build left behind is cleared.

    Raises:
        GraphError: if the folder cannot be written; the graph that was there goes on.
    """
    root = locate(folder)
    content = graph.canonical()
    union = graph.inner.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    manifest = Manifest(
        base=graph.manifest.base,
        sha256=hashlib.sha256(content).hexdigest(),
        documents=tuple(_entry(document) for document in sorted(documents, key=lambda d: d.id)),
        counts={
            "quads": content.count(b"\n"),
            "triples": union.count(b"\n"),
            **(counts or {}),
        },
        min_confidence=graph.manifest.min_confidence,
    )
    try:
        with _locked(root):
            _place(root, manifest, (content, union, files or {}), approve or _anything)
    except OSError as error:
        raise _unwritable(root, error) from error
    return manifest


def _entry(document: Document) -> dict[str, str]:
    """What is known of a document: with its text in the graph, enough to read it again."""
    known = {"id": document.id, "name": document.name, "format": document.media_type}
    return {**known, "title": document.title, **document.metadata}


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Let one build at a time into a folder; a lock goes with its process, however that ends."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("wb") as lock:
        with suppress(ImportError):  # where there is no flock, builds must take turns themselves
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _place(root: Path, manifest: Manifest, content: _Content, approve: Callable[[], None]) -> None:
    for leftover in root.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover)
    version = _version(manifest)
    before = _live(root)
    if _intact(root / version, manifest):
        approve()
    else:
        with _aside(root, version) as aside:
            _write_while(approve, aside, manifest, content)
    if version != before:
        _replace(root / "CURRENT", f"{version}\n".encode())
        _prune(root, keep={version, before})


def _version(manifest: Manifest) -> str:
    return hashlib.sha256(manifest.serialize()).hexdigest()[:16]


@contextmanager
def _aside(root: Path, version: str) -> Iterator[Path]:
    """Give a folder to write in that takes its place when done, and vanishes if that fails."""
    aside = root / f"{_BUILDING}{version}"
    try:
        yield aside
        if (root / version).exists():
            shutil.rmtree(root / version)
        aside.rename(root / version)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_while(
    approve: Callable[[], None], aside: Path, manifest: Manifest, content: _Content
) -> None:
    """Write in a second thread, which needs no interpreter, while the first asks for approval."""
    with ThreadPoolExecutor(max_workers=1) as second:
        written = second.submit(_write, aside, manifest, *content)
        approve()
        written.result()


def _anything() -> None:
    """Approve of anything."""


def _live(root: Path) -> str:
    path = root / "CURRENT"
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""


def _intact(version: Path, manifest: Manifest) -> bool:
    """Tell whether the very same graph is already there and can be read."""
    try:
        same = (version / "manifest.json").read_bytes() == manifest.serialize()
        content = (version / "dataset.nq").read_bytes() if same else b""
        found = hashlib.sha256(content).hexdigest() == manifest.sha256
        held = len(pyoxigraph.Store.read_only(str(version / "store"))) if found else 0
        return held == manifest.counts["quads"] + manifest.counts["triples"]
    except (OSError, RuntimeError):
        return False


def _write(
    aside: Path, manifest: Manifest, content: bytes, union: bytes, files: Mapping[str, bytes]
) -> None:
    aside.mkdir()
    for name, each in {"dataset.nq": content, **files}.items():
        _sync(aside / name, each)
    store = pyoxigraph.Store(str(aside / "store"))
    store.bulk_load(content + union, RdfFormat.N_QUADS)
    store.flush()
    del store  # closes it
    _sync(aside / "manifest.json", manifest.serialize())


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    _sync(temporary, content)
    temporary.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _prune(root: Path, keep: set[str]) -> None:
    for path in root.iterdir():
        if _VERSION.fullmatch(path.name) and path.name not in keep:
            shutil.rmtree(path)


# -- errors -----------------------------------------------------------------------------------


def _unwritable(root: Path, error: OSError) -> GraphError:
    number = error.errno or next((n for said, n in _SAID.items() if said in str(error)), 0)
    if number in _FULL:
        problem, remedy = "the disk is full", "free some space and build again"
    elif number in _DENIED:
        problem, remedy = "may not be written", "mend its permissions or choose another folder"
    elif number in (errno.EEXIST, errno.ENOTDIR):
        problem, remedy = "is not a folder", "choose another folder for the graph"
    else:
        problem, remedy = f"cannot be written ({_said(error)})", "check the folder and the disk"
    kept = "; the graph that was there is unharmed" if _is_graph(root) else ""
    return GraphError(f"{root}: {problem}; {remedy}{kept}")


def _is_graph(root: Path) -> bool:
    found = False
    with suppress(OSError):
        found = (root / "CURRENT").is_file()
    return found


def _said(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return " ".join(words.split())
