"""The whole story: documents are read, what they say becomes a graph, the graph is put in place.

The only module that knows the order of the stages. A graph that breaks the shapes never takes the
place of a good one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from time import perf_counter

from pyoxigraph import DefaultGraph, NamedNode, Quad

from medtechkg import (
    documents,
    inference,
    rdf,
    reader,
    resources,
    store,
    validation,
    vocabulary,
)
from medtechkg.errors import ViolationError
from medtechkg.iris import PREFIXES, Base
from medtechkg.model import Document, Finding, Reading, Severity, Vocabulary

__all__ = ["BuildReport", "Rules", "build", "check", "load_rules", "read"]

#: Told of each stage: its name, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]

_COUNTED = (
    "Affiliation",
    "Claim",
    "Collaboration",
    "ConflictSet",
    "Event",
    "Evidence",
    "Funding",
    "QualificationDemand",
    "SkillNeed",
    "Statement",
    "StatisticalObservation",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """All that reading and concluding depend on; ``digest`` names it and stands in the graph."""

    ontology: Path
    base: Base
    vocabulary: Vocabulary
    reading: reader.Rules
    inference: tuple[inference.Rule, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: where, how much of what, what a person should look at, and how long.

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


def load_rules(ontology: Path | None = None, base: Base | None = None) -> Rules:
    """Load the ontology and everything around it.

    Raises:
        SeedError: if a file is malformed.
    """
    folder, base = ontology or resources.ontology(), base or Base.from_environment()
    words = vocabulary.load(folder, base)
    return Rules(
        ontology=folder,
        base=base,
        vocabulary=words,
        reading=reader.load(folder, words),
        inference=inference.load(folder, base),
        digest=_digest(folder),
    )


def read(document: Document, rules: Rules) -> Reading:
    """Read one document; it depends on nothing but the document and the rules."""
    return reader.read(document, rules.reading)


def build(
    paths: Iterable[str | Path] = (),
    folder: str | Path | None = None,
    *,
    manifest: Path | None = None,
    rules: Rules | None = None,
    reader: Callable[[Document, Rules], Reading] = read,
    progress: Progress | None = None,
) -> BuildReport:
    """Read the documents at the paths, or the seeds, and put their graph in the folder.

    Raises:
        SourceError: if a document cannot be read.
        SeedError: if a file of the ontology or ``documents.toml`` is malformed.
        ViolationError: if the graph breaks the shapes; the one that was there stays.
        GraphError: if the folder cannot be written.
    """
    tell, seconds = progress or _quiet, dict[str, float]()
    with _timed("rules", seconds, tell):
        rules = rules or load_rules()
    with _timed("documents", seconds, tell):
        found = tuple(documents.read(documents.sources(paths, manifest)))
    with _timed("read", seconds, tell):
        readings = tuple(_read_all(found, rules, reader, tell))
    with _timed("graph", seconds, tell):
        graph = store.memory(_quads(readings, rules), rules.base)
    with _timed("infer", seconds, tell):
        inference.infer(graph.inner, rules.inference, rules.base)
    findings: list[Finding] = []

    def approve() -> None:
        with _timed("check", seconds, tell):
            findings.extend(validation.check(graph.inner, rules.ontology, rules.base))
        _refuse(findings, store.locate(folder))

    with _timed("write", seconds, tell):
        written = store.build(
            folder,
            graph,
            documents=found,
            counts=_counts(graph, len(found), rules.base),
            approve=approve,
        )
    return BuildReport(store.locate(folder), written, readings, tuple(findings), seconds)


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


def _quads(readings: Iterable[Reading], rules: Rules) -> Iterator[Quad]:
    known = tuple(readings)
    summaries = {rule.name: rule.summary for rule in rules.inference}
    return chain(
        rdf.ontology_quads(rules.ontology, rules.base),
        rdf.reference_quads(rules.ontology, rules.base),
        rdf.about_quads((reading.document for reading in known), summaries, rules.base),
        chain.from_iterable(
            rdf.quads(reading, rules.vocabulary, rules.base, rules.digest) for reading in known
        ),
    )


def _read_all(
    found: tuple[Document, ...],
    rules: Rules,
    reader: Callable[[Document, Rules], Reading],
    tell: Progress,
) -> Iterator[Reading]:
    for number, document in enumerate(found, 1):
        yield reader(document, rules)
        tell("read", number, len(found))


def _refuse(findings: Iterable[Finding], folder: Path) -> None:
    grave = tuple(each for each in findings if each.severity is Severity.VIOLATION)
    if grave:
        number = "a violation" if len(grave) == 1 else f"{len(grave)} violations"
        raise ViolationError(
            f"{folder}: {number} in what was read, such as {grave[0].subject}: "
            f"{grave[0].message}; what was there stays",
            tuple(findings),
        )


def _counts(graph: store.Store, number: int, base: Base) -> dict[str, int]:
    counts = {cls: _instances(graph, base.term(cls), base) for cls in _COUNTED}
    named = graph.quads_for_pattern(None, NamedNode(base.term("fullName")))
    return {"documents": number, "Entity": len({quad.subject for quad in named}), **counts}


def _instances(graph: store.Store, cls: str, base: Base) -> int:
    """Count what documents say and what follows, not what registers hold."""
    kind, register = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(base.graph("reference"))
    found = graph.inner.quads_for_pattern(None, kind, NamedNode(cls), None)
    aside = (register, DefaultGraph())
    return len({quad.subject for quad in found if quad.graph_name not in aside})


def _digest(folder: Path) -> str:
    """Hash whatever in the ontology can change what is read."""
    paths = [*vocabulary.files(folder), *folder.glob("patterns/*.yaml")]
    hashed = sha256()
    for path in sorted(paths, key=lambda each: each.relative_to(folder).as_posix()):
        hashed.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


@contextmanager
def _timed(stage: str, seconds: dict[str, float], tell: Progress) -> Iterator[None]:
    tell(stage, 0, 1)
    begin = perf_counter()
    yield
    seconds[stage] = perf_counter() - begin
    tell(stage, 1, 1)


def _quiet(stage: str, done: int, total: int) -> None:
    """Say nothing."""
