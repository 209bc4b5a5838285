"""A network, worked out of the triples of any store.

A few plain joins, each answered as tab-separated text and put together here: the engine's sorting
and grouping, and a Python object a term, would each cost more than the joins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, product
from typing import TYPE_CHECKING, NamedTuple

from medtechkg import answers
from medtechkg.iris import Base, local_name
from medtechkg.networks.records import Node, Quotation, Row

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["above", "labels", "nodes", "quotation", "quotations", "rows", "symmetric"]

# What every fact of a network has; the codes are filled in, since the engine takes an IRI for a
# look-up and a notation for a search.
_STANDING = """
  ?said mtk:status {accepted} ; mtk:polarity {affirmed} ; mtk:modality ?modality ;
        mtk:evidencedBy ?evidence .
  ?evidence mtk:evidenceRole {statement} ; oa:hasSource ?snapshot .
"""
_BINARY = """
SELECT ?from ?predicate ?to ?said ?modality ?evidence ?snapshot WHERE {{
  ?said a mtk:Statement ; rdf:subject ?from ; rdf:predicate ?predicate ; rdf:object ?to .
  {narrowed}
  {standing}
}}
"""
_LIFTED = """
SELECT ?said ?modality ?evidence ?snapshot WHERE {{ ?said a {lifted} . {standing} }}
"""
_PARTS = "SELECT ?said ?part {{ ?said a {lifted} ; {role} ?part }}"
_LIFTINGS = """
SELECT DISTINCT ?predicate ?lifted ?one ?other WHERE {
  ?predicate mtk:liftedTo ?lifted ; mtk:subjectRole ?one ; mtk:objectRole ?other .
}
ORDER BY ?predicate ?lifted ?one ?other
"""
_DOCUMENTS = """
SELECT ?snapshot ?source ?title ?issued WHERE {
  ?snapshot mtk:snapshotOf ?source .
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:issued ?issued }
}
ORDER BY ?snapshot ?source ?title ?issued
"""
_QUOTATIONS = """
SELECT DISTINCT ?evidence ?quote ?document WHERE {
  ?evidence mtk:evidenceRole/skos:notation "statement" ; oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf/dcterms:title ?document .
}
ORDER BY ?evidence ?document
"""
_QUOTATION = """
SELECT ?evidence ?quote ?document WHERE {
  ?evidence oa:hasSelector/oa:exact ?quote ;
            oa:hasSource/mtk:snapshotOf/dcterms:title ?document .
}
ORDER BY ?quote ?document
"""
_SYMMETRIC = "SELECT DISTINCT ?one { ?one a owl:SymmetricProperty } ORDER BY ?one"
_LABELS = "SELECT ?one ?other { ?one skos:prefLabel ?other }"
_CLASSES = "SELECT ?one ?other { ?one a ?other ; skos:prefLabel ?name }"
_BROADER = "SELECT DISTINCT ?one ?other { ?one rdfs:subClassOf ?other }"


class _Document(NamedTuple):
    title: str
    id: str
    issued: tuple[str, ...]


def rows(store: Store, keep: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Give the facts that stand, by source, property, target and fact; each once.

    ``keep`` are the properties wanted, all if there are none.
    """
    named = frozenset(labels(store))
    documents, begins, ends = _documents(store), _dates(store, "start"), _dates(store, "end")
    found = sorted(set(_found(store, named, keep)))
    for (source, predicate, target, said), group in groupby(found, lambda row: row[:4]):
        parts = list(group)
        told = sorted((document, row[5]) for row in parts for document in documents.get(row[6], ()))
        if not told:
            continue
        sources = dict.fromkeys(document for document, _ in told)
        dates = [date for document in sources for date in document.issued]
        yield (
            f"{said} {predicate}",
            source,
            target,
            predicate,
            parts[0][4],
            tuple(dict.fromkeys(evidence for _, evidence in told)),
            tuple(document.title for document in sources),
            min(begins.get(said, ()), default=""),
            max(ends.get(said, ()), default=""),
            min(dates, default=""),
            max(dates, default=""),
        )


#: Source, property, target, fact, modality, evidence, snapshot.
_Found = tuple[str, str, str, str, str, str, str]


def _found(store: Store, named: frozenset[str], keep: frozenset[str]) -> Iterator[_Found]:
    """Give a row for each fact and piece of evidence, in no order, if both ends have a name."""
    known: dict[str, str] = {}
    same = known.setdefault  # one string for each thing, however many facts there are of it
    notations = _notations(store, "modality")
    for source, property_, target, said, modality, evidence, snapshot in chain(
        _binary(store, keep), _lifted(store, keep)
    ):
        if source in named and target in named and modality in notations:
            yield (
                same(source, source),
                same(property_, property_),
                same(target, target),
                said,
                notations[modality],
                evidence,
                same(snapshot, snapshot),
            )


def _binary(store: Store, keep: frozenset[str]) -> Iterator[_Found]:
    """Give the facts that are kept as a subject, a property and an object."""
    term = Base(store.manifest.base).term
    only = ", ".join(f"<{term(name)}>" for name in sorted(keep))
    narrowed = f"FILTER(?predicate IN ({only}))" if only else ""
    text = _BINARY.format(standing=_standing(store), narrowed=narrowed)
    for source, predicate, target, *rest in _cells(store, text):
        said, modality, evidence, snapshot = rest
        yield source, local_name(predicate), target, said, modality, evidence, snapshot


def _lifted(store: Store, keep: frozenset[str]) -> Iterator[_Found]:
    """Give the facts that are kept as a node with a role for each end."""
    for row in answers.rows(store, _LIFTINGS):
        name = local_name(str(row["predicate"]))
        if keep and name not in keep:
            continue
        lifted, one, other = (f"<{row[column]}>" for column in ("lifted", "one", "other"))
        sources = _parts(store, lifted, one)
        targets = sources if one == other else _parts(store, lifted, other)
        text = _LIFTED.format(lifted=lifted, standing=_standing(store))
        for said, modality, evidence, snapshot in _cells(store, text):
            for source, target in product(sources.get(said, ()), targets.get(said, ())):
                # What holds either way round is one edge, from the end that is first.
                if source < target or (one != other and source != target):
                    yield source, name, target, said, modality, evidence, snapshot


def _parts(store: Store, lifted: str, role: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for said, part in _cells(store, _PARTS.format(lifted=lifted, role=role)):
        found.setdefault(said, []).append(part)
    return found


def _standing(store: Store) -> str:
    code = Base(store.manifest.base).code
    return _STANDING.format(
        accepted=f"<{code('status', 'accepted')}>",
        affirmed=f"<{code('polarity', 'affirmed')}>",
        statement=f"<{code('evidence-role', 'statement')}>",
    )


def _cells(store: Store, text: str) -> Iterator[list[str]]:
    """Give the rows of a query that are IRIs in all columns."""
    from pyoxigraph import QueryResultsFormat

    found = answers.query(store, text)
    written: bytes = found.serialize(format=QueryResultsFormat.TSV)  # type: ignore[assignment,arg-type]  # rows
    head, *lines = written.decode().split("\n")
    width = head.count("\t") + 1
    for line in lines:
        cells = line[1:-1].split(">\t<")
        if line and len(cells) == width:
            yield cells


def _notations(store: Store, scheme: str) -> dict[str, str]:
    """The notations of a code list, by IRI."""
    root = Base(store.manifest.base).code(scheme, "x").removesuffix("x")
    found = answers.rows(store, "SELECT ?one ?other { ?one skos:notation ?other }")
    pairs = ((str(row["one"]), str(row["other"])) for row in found)
    return {iri: notation for iri, notation in pairs if iri.startswith(root)}


def _documents(store: Store) -> dict[str, list[_Document]]:
    """The documents, by snapshot; of two titles of one document the first."""
    found: dict[str, list[_Document]] = {}
    rows = answers.rows(store, _DOCUMENTS)
    for (snapshot, source), group in groupby(rows, lambda row: (row["snapshot"], row["source"])):
        titled = list(group)
        dates = tuple(str(row["issued"]) for row in titled if row["issued"] is not None)
        document = _Document(str(titled[0]["title"]), str(source), dates)
        found.setdefault(str(snapshot), []).append(document)
    return found


def _dates(store: Store, end: str) -> Mapping[str, list[str]]:
    return _pairs(store, f"SELECT ?one ?other {{ ?one mtk:{end}Date ?other }}")


def _pairs(store: Store, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in answers.query(store, text):  # type: ignore[union-attr]  # rows
        found.setdefault(one.value, []).append(other.value)
    return found


# -- things -----------------------------------------------------------------------------------


def nodes(store: Store, ends: Iterable[str]) -> Iterator[Node]:
    """Give the things at the ends of facts, in the order of their IRIs.

    Of several classes none of which is wider than another, the last by name is given.
    """
    names, classes, wider = labels(store), _pairs(store, _CLASSES), above(store)
    for thing in sorted(ends):
        own = {local_name(cls) for cls in classes.get(thing, ())}
        narrowest = own.difference(*(wider.get(name, ()) for name in own))
        yield Node(thing, names[thing], max(narrowest, default="Thing"))


def labels(store: Store) -> dict[str, str]:
    """The name of each thing that has one."""
    return {thing: min(names) for thing, names in _pairs(store, _LABELS).items()}


def above(store: Store) -> dict[str, frozenset[str]]:
    """The classes above each class, near and far, by local name."""
    direct = {
        local_name(cls): {local_name(other) for other in others}
        for cls, others in _pairs(store, _BROADER).items()
    }
    return {cls: frozenset(_reached(direct, cls)) - {cls} for cls in direct}


def _reached(direct: Mapping[str, Iterable[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in direct.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def symmetric(store: Store) -> frozenset[str]:
    """The properties that hold either way round, by local name."""
    return frozenset(local_name(str(row["one"])) for row in answers.rows(store, _SYMMETRIC))


def quotations(store: Store) -> Mapping[str, Quotation]:
    """Give the words of each piece of evidence, by its IRI."""
    return {
        str(row["evidence"]): Quotation(str(row["quote"]), str(row["document"]))
        for row in answers.rows(store, _QUOTATIONS)
    }


def quotation(store: Store, evidence: str) -> Quotation:
    """Give the words of one piece of evidence."""
    bound = {"evidence": answers.iri(evidence)}
    row = next(iter(answers.rows(store, _QUOTATION, bound)))
    return Quotation(str(row["quote"]), str(row["document"]))
