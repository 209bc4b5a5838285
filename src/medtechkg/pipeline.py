"""The whole story: documents are read, what they say becomes a graph, the graph is put in place.

The only module that knows the order of the stages. A graph that breaks the shapes never takes the
place of a good one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter

from pyoxigraph import DefaultGraph, NamedNode, Quad

from medtechkg import (
    __version__,
    corpus,
    documents,
    inference,
    networks,
    rdf,
    readers,
    resources,
    store,
    validation,
)
from medtechkg.errors import GraphError, SourceError, ViolationError
from medtechkg.findings import Finding, Severity
from medtechkg.iris import PREFIXES, Base
from medtechkg.model import Document, Reading
from medtechkg.readers import Rules, load_rules, read, read_all

__all__ = [
    "BuildReport",
    "Rules",
    "add",
    "build",
    "check",
    "load_rules",
    "read",
    "read_all",
    "remove",
]

#: Told of each stage: its name, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]

_Reader = Callable[[Sequence[Document], Rules], Iterable[Reading]]

_COUNTED = (
    *corpus.STATEMENTS,
    "StatisticalObservation",
    "Claim",
    "Event",
    "ConflictSet",
    "Evidence",
)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: where, how much of what, what a person should look at, and how long.

    ``readings`` are those of the documents that were read; what was in the graph is not among them.
    The seconds of ``check`` are among those of ``write``: the one runs during the other.
    """

    folder: Path
    manifest: store.Manifest
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    seconds: Mapping[str, float]

    @property
    def counts(self) -> Mapping[str, int]:
        """Count documents, things and facts of each kind."""
        return self.manifest.counts


def build(
    paths: Iterable[str | Path] = (),
    folder: str | Path | None = None,
    *,
    manifest: Path | None = None,
    rules: Rules | None = None,
    reader: Callable[[Document, Rules], Reading] = read,
    progress: Progress | None = None,
    any_language: bool = False,
    skip: documents.Skip | None = None,
    jobs: int | None = None,
    min_confidence: float = 0.0,
    weights: Path | None = None,
) -> BuildReport:
    """Read the documents at the paths, or the seeds, and put their graph in the folder.

    With ``skip``, which is told of each, documents that cannot be read are left out. They are read
    in ``jobs`` processes, by default one a core if there is enough to read; what is read with less
    than ``min_confidence`` is left out. ``weights`` is a file to weigh words by, if not that of the
    ontology.

    Raises:
        SourceError: if a document cannot be read, or none can.
        SeedError: if a file of the ontology or ``documents.toml`` is malformed.
        ViolationError: if the graph breaks the shapes; the one that was there stays.
        GraphError: if the folder cannot be written.
    """
    work = _Work(progress or _quiet, {})
    with work.timed("rules"):
        rules = (rules or load_rules(weights=weights)).confident(min_confidence)
    with work.timed("documents"):
        found = _documents(paths, manifest, any_language, skip)
    return _put(work, folder, rules, _reader(reader, jobs, skip), found)


def add(
    paths: Iterable[str | Path],
    folder: str | Path | None = None,
    *,
    manifest: Path | None = None,
    rules: Rules | None = None,
    reader: Callable[[Document, Rules], Reading] = read,
    progress: Progress | None = None,
    any_language: bool = False,
    skip: documents.Skip | None = None,
    jobs: int | None = None,
    min_confidence: float | None = None,
    weights: Path | None = None,
) -> BuildReport:
    """Add the documents at the paths to the graph in the folder; make it if there is none.

    The result is that of a build of all of them, with the ``min_confidence`` of the graph unless
    another is given. What was read by the same rules is not read again.

    Raises:
        SourceError: if a document cannot be read, or none can.
        GraphError: if the folder cannot be read or written, or changes meanwhile.
        ViolationError: if the graph breaks the shapes; the one that was there stays.
    """
    work = _Work(progress or _quiet, {})
    held = store.open(folder) if store.exists(folder) else None
    with work.timed("documents"):
        found = {each.id: each for each in _documents(paths, manifest, any_language, skip)}
        known = {each.document.id: each.document for each in corpus.documents(held)} if held else {}
    with work.timed("rules"):
        base = Base(held.manifest.base) if held else None
        rules = rules or load_rules(base=base, weights=weights)
        rules = rules.confident(_least(held) if min_confidence is None else min_confidence)
    every = tuple(document for _, document in sorted({**known, **found}.items()))
    return _put(work, folder, rules, _reader(reader, jobs, skip), every, held)


def remove(
    names: Iterable[str],
    folder: str | Path | None = None,
    *,
    rules: Rules | None = None,
    reader: Callable[[Document, Rules], Reading] = read,
    progress: Progress | None = None,
) -> BuildReport:
    """Take documents out of the graph in the folder, by name, title or id, with what they say.

    Raises:
        NotFoundError: if there is no such document.
        GraphError: if there is no graph, or it changes meanwhile.
    """
    work = _Work(progress or _quiet, {})
    held = store.open(folder)
    known = corpus.documents(held)
    gone = {corpus.find(known, name).document.id for name in names}
    with work.timed("rules"):
        rules = (rules or load_rules(base=Base(held.manifest.base))).confident(_least(held))
    kept = (each.document for each in known if each.document.id not in gone)
    every = tuple(sorted(kept, key=lambda each: each.id))
    return _put(work, folder, rules, _reader(reader, 1, None), every, held)


def _least(held: store.Embedded | None) -> float:
    return held.manifest.min_confidence if held else 0.0


def check(folder: str | Path | None = None, ontology: Path | None = None) -> tuple[Finding, ...]:
    """Check the graph in a folder again, against the shapes as they are now.

    Raises:
        GraphError: if there is no graph.
        SeedError: if a shape is malformed.
    """
    graph = store.open(folder)
    base = Base(graph.manifest.base)
    held = store.memory(graph.quads_for_pattern(), base)
    return validation.check(held.inner, ontology or resources.ontology(), base)


def _documents(
    paths: Iterable[str | Path],
    manifest: Path | None,
    any_language: bool,
    skip: documents.Skip | None,
) -> tuple[Document, ...]:
    """Read the documents at the paths; if none can be read, that is an error all the same."""
    skipped: list[SourceError] = []

    def note(error: SourceError) -> None:
        skipped.append(error)
        if skip is not None:
            skip(error)

    pass_over = note if skip is not None else None
    sources = documents.sources(paths, manifest, pass_over)
    found = tuple(documents.read(sources, any_language=any_language, skip=pass_over))
    if len(skipped) == 1 and not found:
        raise skipped[0]
    if skipped and not found:
        raise _none(f"{len(skipped)} documents")
    return found


def _none(what: str) -> SourceError:
    return SourceError(what, "nothing can be read", "give other documents")


def _put(
    work: _Work,
    folder: str | Path | None,
    rules: Rules,
    reader: _Reader,
    found: tuple[Document, ...],
    held: store.Embedded | None = None,
) -> BuildReport:
    """Make the graph of the documents and put it in place; what ``held`` says need not be read."""
    kept = _unchanged(found, held, rules)
    with work.timed("read"):
        ready = {each.id for each in kept}
        fresh = tuple(each for each in found if each.id not in ready)
        readings = tuple(_told(reader(fresh, rules), len(fresh), work.tell))
        found = _remaining(found, fresh, readings)
    with work.timed("graph"):
        quads = _quads(found, readings, kept, held, rules)
        graph = store.memory(quads, rules.base, min_confidence=rules.least)
    with work.timed("infer"):
        inference.infer(graph.inner, rules.inference, rules.base)
    findings: list[Finding] = []

    def approve() -> None:
        _refuse_stale(folder, held)
        with work.timed("check"):
            findings.extend(validation.check(graph.inner, rules.ontology, rules.base))
        _refuse(findings, store.locate(folder))

    with work.timed("write"):
        written = store.build(
            folder,
            graph,
            documents=found,
            counts=_counts(graph, len(found), rules.base),
            files=networks.packed(graph),
            approve=approve,
        )
    return BuildReport(store.locate(folder), written, readings, tuple(findings), work.seconds)


def _remaining(
    found: tuple[Document, ...], fresh: Iterable[Document], readings: Iterable[Reading]
) -> tuple[Document, ...]:
    """All documents but those whose reading failed; if none is left, that is an error."""
    failed = {each.id for each in fresh} - {each.document.id for each in readings}
    if failed and len(failed) == len(found):
        raise _none(found[0].name if len(found) == 1 else f"{len(found)} documents")
    return tuple(each for each in found if each.id not in failed)


def _unchanged(
    found: Iterable[Document], held: store.Embedded | None, rules: Rules
) -> tuple[Document, ...]:
    """The documents that a graph holds as they are, read by the very same rules and version."""
    if held is None or held.manifest.version != __version__:
        return ()
    known = {each.document.id: each for each in corpus.documents(held)}
    return tuple(
        each
        for each in found
        if each.id in known
        and known[each.id].rules == rules.digest
        and _same(each, known[each.id].document)
    )


def _same(one: Document, other: Document) -> bool:
    return one.title == other.title and replace(
        one, metadata={**one.metadata, "title": ""}
    ) == replace(other, metadata={**other.metadata, "title": ""})


def _refuse_stale(folder: str | Path | None, held: store.Embedded | None) -> None:
    """Refuse to replace a graph that somebody else has put in place meanwhile."""
    if held is not None and store.open(folder).manifest != held.manifest:
        raise GraphError(f"{store.locate(folder)}: the graph changed meanwhile; run this again")


def _quads(
    found: Sequence[Document],
    readings: Iterable[Reading],
    kept: Iterable[Document],
    held: store.Embedded | None,
    rules: Rules,
) -> Iterator[Quad]:
    summaries = {rule.name: rule.summary for rule in rules.inference}
    return chain(
        rdf.ontology_quads(rules.ontology, rules.base),
        rdf.reference_quads(rules.ontology, rules.base),
        rdf.about_quads(found, summaries, rules.base),
        chain.from_iterable(corpus.quads(held, each) for each in kept if held is not None),
        chain.from_iterable(
            rdf.quads(reading, rules.vocabulary, rules.base, rules.digest) for reading in readings
        ),
    )


def _reader(
    one: Callable[[Document, Rules], Reading], jobs: int | None, skip: documents.Skip | None
) -> _Reader:
    """How documents are read: in several processes, unless by something of the caller's own."""
    if one is read:
        return partial(readers.read_in_processes, jobs=jobs, skip=skip)
    return partial(readers.read_each, skip=skip, one=one)


def _told(readings: Iterable[Reading], total: int, tell: Progress) -> Iterator[Reading]:
    for number, reading in enumerate(readings, 1):
        yield reading
        tell("read", number, total)


def _refuse(findings: Iterable[Finding], folder: Path) -> None:
    grave = tuple(each for each in findings if each.severity is Severity.VIOLATION)
    if grave:
        number = "a violation" if len(grave) == 1 else f"{len(grave)} violations"
        raise ViolationError(
            f"{folder}: {number} in what was read, such as {grave[0].subject}: "
            f"{grave[0].message}; what was there stays",
            tuple(findings),
        )


def _counts(graph: store.Embedded, number: int, base: Base) -> dict[str, int]:
    counts = {cls: _instances(graph, base.term(cls), base) for cls in _COUNTED}
    named = graph.quads_for_pattern(None, NamedNode(base.term("fullName")))
    return {"documents": number, "Entity": len({quad.subject for quad in named}), **counts}


def _instances(graph: store.Embedded, cls: str, base: Base) -> int:
    """Count what documents say and what follows, not what registers hold."""
    kind, register = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(base.graph("reference"))
    found = graph.inner.quads_for_pattern(None, kind, NamedNode(cls), None)
    aside = (register, DefaultGraph())
    return len({quad.subject for quad in found if quad.graph_name not in aside})


@dataclass(frozen=True, slots=True)
class _Work:
    """Who is told of the stages, and how long each takes."""

    tell: Progress
    seconds: dict[str, float]

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Tell when a stage begins and ends, and time it."""
        self.tell(stage, 0, 1)
        begin = perf_counter()
        yield
        self.seconds[stage] = perf_counter() - begin
        self.tell(stage, 1, 1)


def _quiet(stage: str, done: int, total: int) -> None:
    """Say nothing."""
