"""From a reading to RDF: the quads of one document, the ontology and the registers as graphs.

A document's graph follows from its reading alone, and every IRI in it from content, so merging
documents is set union: a fact of two documents is one node with evidence in both graphs. There are
no blank nodes anywhere, so sorted N-Quads are the canonical form of a dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
)

from medtechkg import facts, terms
from medtechkg import vocabulary as vocabularies
from medtechkg.errors import SeedError, ViolationError
from medtechkg.iris import PREFIXES, Base
from medtechkg.model import Document, Entity, Event, Evidence, Figure, Reading, Vocabulary
from medtechkg.terms import Fact, Scope

if TYPE_CHECKING:
    from medtechkg.facts import Said

__all__ = ["about_quads", "ontology_quads", "quads", "reference_quads"]

_TYPE = PREFIXES["rdf"] + "type"
_DCTERMS = PREFIXES["dcterms"]
_PROV = PREFIXES["prov"]
_OA = PREFIXES["oa"]

T = TypeVar("T")


def quads(reading: Reading, vocabulary: Vocabulary, base: Base, run: str = "") -> Iterator[Quad]:
    """Turn what was read in one document into its source graph; each quad comes once.

    ``run`` identifies the rule set that read it.

    Raises:
        ViolationError: if anything is said without evidence, or a quote is not in the text.
    """
    scope = Scope(reading.document, vocabulary, base)
    graph = NamedNode(base.graph(f"source/{scope.key}"))
    for subject, predicate, value in dict.fromkeys(_facts(scope, reading, run)):
        term = value if isinstance(value, Literal) else NamedNode(value)
        yield Quad(NamedNode(subject), NamedNode(predicate), term, graph)


def about_quads(
    documents: Iterable[Document], rules: Mapping[str, str], base: Base
) -> Iterator[Quad]:
    """Say of each named graph what it holds; ``rules`` are the summaries of the rules by name."""
    graph = NamedNode(base.graph("about"))
    label = NamedNode(PREFIXES["rdfs"] + "label")
    derived = NamedNode(_PROV + "wasDerivedFrom")
    titles = {"ontology": "The classes and properties"}
    titles["reference"] = "The code lists and the registers of known names"
    titles |= {f"inferred/{name}": summary for name, summary in rules.items()}
    for document in documents:
        name = f"source/{document.id[:16]}"
        titles[name] = f"What “{document.title}” says"
        snapshot = NamedNode(base.thing("snapshot", document.id[:16]))
        yield Quad(NamedNode(base.graph(name)), derived, snapshot, graph)
    for name, title in titles.items():
        yield Quad(NamedNode(base.graph(name)), label, Literal(title, language="en"), graph)


def ontology_quads(folder: Path, base: Base) -> Iterator[Quad]:
    """Read the OWL modules of the folder ``ontology/`` as one named graph.

    Raises:
        SeedError: if there are none, or one is not Turtle.
    """
    modules = sorted(folder.glob("*.ttl"))
    if not modules:
        raise SeedError(folder, "there is no OWL module", "point to the folder `ontology`")
    return _parsed(modules, base.graph("ontology"), base)


def reference_quads(folder: Path, base: Base) -> Iterator[Quad]:
    """Read the code lists and registers of the folder ``ontology/`` as one named graph.

    Raises:
        SeedError: if one is not Turtle.
    """
    files = sorted([*folder.glob("schemes/*.ttl"), *folder.glob("reference/*.ttl")])
    return _parsed(files, base.graph("reference"), base)


def _parsed(paths: Iterable[Path], name: str, base: Base) -> Iterator[Quad]:
    graph = NamedNode(name)
    for path in paths:
        for quad in _named(vocabularies.parse(path, base), path.stem, base):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _named(found: Iterable[Quad], module: str, base: Base) -> list[Quad]:
    """Give the blank nodes of a file (lists, anonymous classes) names that follow from content."""
    read = list(found)
    blank = {end for quad in read for end in (quad.subject, quad.object) if _is_blank(end)}
    if not blank:
        return read
    dataset = Dataset(read)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def name(term: T) -> T | NamedNode:
        if isinstance(term, BlankNode):
            return NamedNode(base.hashed("axiom", module, term.value))
        return term

    return [Quad(name(q.subject), q.predicate, name(q.object), q.graph_name) for q in dataset]


def _is_blank(term: object) -> bool:
    return isinstance(term, BlankNode)


# -- one document -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Naming:
    """An entity where the text names it; ``form`` is missing where a fact only implies it."""

    entity: Entity
    evidence: tuple[Evidence, ...]
    form: str | None = None


def _facts(scope: Scope, reading: Reading, run: str) -> Iterator[Fact]:
    namings = tuple(_namings(reading))
    dated = tuple(_dating(scope.document))
    quoted = [naming.evidence for naming in namings] + [said.evidence for said in reading.said]
    evidence = _verified(scope, quoted + [(found,) for found in dated])
    yield from _document(scope)
    yield from facts.quoted(scope, scope.own("document"), dated)
    yield from _run(scope, run)
    yield from chain.from_iterable(_evidence(scope, found, run) for found in evidence)
    yield from chain.from_iterable(_naming(scope, found) for found in namings)
    yield from facts.statements(scope, reading.statements)
    yield from facts.figures(scope, reading.figures)
    yield from facts.claims(scope, reading.claims)
    yield from facts.events(scope, reading.events)


def _document(scope: Scope) -> Iterator[Fact]:
    document, known = scope.document, scope.document.metadata
    iri, snapshot = scope.own("document"), scope.own("snapshot")
    yield iri, _TYPE, scope.base.term("Document")
    yield iri, _DCTERMS + "title", Literal(document.title)
    for name, value in _metadata(known):
        yield iri, _DCTERMS + name, value
    yield from scope.facts(
        iri,
        notAfter=terms.moment(known.get("not-after")),
        notAfterBecause=terms.text(known.get("not-after-because")),
        coversRegion=_region(scope, known["region"]) if "region" in known else None,
    )
    yield snapshot, _TYPE, scope.base.term("DocumentSnapshot")
    yield snapshot, _DCTERMS + "format", Literal(document.media_type)
    yield from scope.facts(
        snapshot, snapshotOf=iri, sha256=Literal(document.id), text=Literal(document.text)
    )


def _metadata(known: Mapping[str, str]) -> Iterator[tuple[str, str | Literal]]:
    for name in ("publisher", "language"):
        if name in known:
            yield name, Literal(known[name])
    issued = terms.moment(known.get("issued"))
    if issued is not None:
        yield "issued", issued
    if "url" in known:
        yield "source", terms.typed(known["url"], "anyURI")
    if "licence" in known:
        yield "license", terms.iri_or_text(known["licence"])


def _dating(document: Document) -> Iterator[Evidence]:
    """Quote the words from which it was inferred that a document is no later than a date."""
    for quote in document.metadata.get("not-after-quotes", "").splitlines():
        words = re.search(r"\s+".join(map(re.escape, quote.split())), document.text)
        if words is None:
            raise ViolationError(
                f"{document.name}: not-after-quotes has “{quote}”, which is not in the text; "
                "copy the exact words"
            )
        yield Evidence.of(document, words.start(), words.end(), "not-after")


def _region(scope: Scope, name: str) -> str:
    """Find the region the registers call so; a region is never made up from metadata."""
    for term in scope.vocabulary.terms:
        names = {term.name, *(label.text for label in term.labels)}
        if name in names and scope.vocabulary.is_a(term.cls, "Region"):
            return term.iri
    raise SeedError(
        scope.document.name,
        f"its metadata names the region “{name}”, which no register holds",
        "use a name of ontology/reference, or add the region there",
    )


def _run(scope: Scope, run: str) -> Iterator[Fact]:
    iri = scope.base.hashed("run", run)
    yield iri, _TYPE, scope.base.term("ExtractionRun")
    yield iri, _DCTERMS + "identifier", Literal(run)


# -- entities ---------------------------------------------------------------------------------


def _namings(reading: Reading) -> Iterator[_Naming]:
    passages = {passage.index: passage for passage in reading.passages}
    for mention in reading.mentions:
        passage = passages[mention.passage]
        start, end = passage.span(mention.start, mention.end)
        evidence = Evidence.of(
            reading.document, start, end, mention.rule, role="mention", page=passage.page
        )
        yield _Naming(mention.entity, (evidence,), mention.text)
    mentioned = {mention.entity for mention in reading.mentions}
    for said in reading.said:
        for entity in _ends(said):
            if entity not in mentioned:
                yield _Naming(entity, said.evidence)


def _ends(said: Said) -> Iterator[Entity]:
    found: tuple[Entity | None, ...]
    if isinstance(said, Event):
        found = (*said.agents, *said.objects, said.place)
    elif isinstance(said, Figure):
        found = (said.subject, said.area, said.sector, said.topic, said.speaker)
    else:
        found = (said.subject, getattr(said, "object", None), said.speaker)
    return (entity for entity in found if entity is not None)


def _naming(scope: Scope, naming: _Naming) -> Iterator[Fact]:
    node = scope.entity(naming.entity)
    yield node, _TYPE, scope.base.term(naming.entity.cls)
    yield from scope.facts(
        node, fullName=terms.english(naming.entity.name), writtenAs=terms.english(naming.form)
    )
    yield from facts.quoted(scope, node, naming.evidence)


# -- evidence ---------------------------------------------------------------------------------


def _verified(scope: Scope, found: Iterable[tuple[Evidence, ...]]) -> Iterable[Evidence]:
    """Give each piece of evidence once, checked against the text; of equals, the most confident."""
    best: dict[str, Evidence] = {}
    for group in found:
        if not group:
            raise ViolationError(
                f"{scope.document.name}: something is said without a quote; mend the rule"
            )
        for evidence in group:
            _verify(scope.document, evidence)
            iri = scope.evidence(evidence)
            best[iri] = max(evidence, best.get(iri, evidence), key=lambda each: each.confidence)
    return best.values()


def _verify(document: Document, evidence: Evidence) -> None:
    stands = document.text[evidence.start : evidence.end] == evidence.quote
    if not (stands and evidence.quote and evidence.document == document.id):
        raise ViolationError(
            f"{document.name}: rule {evidence.rule} quotes “{evidence.quote[:60]}” at "
            f"{evidence.start}-{evidence.end}, where the text does not say it; mend the rule"
        )


def _evidence(scope: Scope, evidence: Evidence, run: str) -> Iterator[Fact]:
    iri = scope.evidence(evidence)
    quote, position = f"{iri}/quote", f"{iri}/position"
    yield iri, _TYPE, scope.base.term("Evidence")
    yield iri, _OA + "hasSource", scope.own("snapshot")
    yield iri, _OA + "hasSelector", quote
    yield iri, _OA + "hasSelector", position
    yield iri, _PROV + "wasGeneratedBy", scope.base.hashed("run", run)
    yield from scope.facts(
        iri,
        evidenceRole=scope.code("evidence-role", evidence.role),
        byRule=Literal(evidence.rule),
        confidence=terms.decimal(Decimal(str(evidence.confidence))),
        page=None if evidence.page is None else Literal(evidence.page),
    )
    yield quote, _TYPE, _OA + "TextQuoteSelector"
    yield quote, _OA + "exact", Literal(evidence.quote)
    yield quote, _OA + "prefix", Literal(evidence.prefix)
    yield quote, _OA + "suffix", Literal(evidence.suffix)
    yield position, _TYPE, _OA + "TextPositionSelector"
    yield position, _OA + "start", Literal(evidence.start)
    yield position, _OA + "end", Literal(evidence.end)
