"""What the files of the ontology declare: each as facts in plain text, and the terms of ours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import RDF

from medtechkg import resources, vocabulary
from medtechkg.iris import Base, local_name

BASE = Base()
MTK = BASE.term("")
FOLDER = resources.ontology()
ROOT = FOLDER.parent
MODULES = sorted(FOLDER.glob("*.ttl"))
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


class Fact(NamedTuple):
    """A triple of a file, as text; an object is an ``iri``, a ``literal`` or ``blank``."""

    subject: str
    predicate: str
    object: str
    kind: str
    language: str


@cache
def read(path: Path) -> tuple[Fact, ...]:
    """The facts of a file."""
    found = []
    for quad in vocabulary.parse(path, BASE):
        assert isinstance(quad.subject, NamedNode | BlankNode)
        assert isinstance(quad.object, NamedNode | BlankNode | Literal)
        kind = {NamedNode: "iri", BlankNode: "blank", Literal: "literal"}[type(quad.object)]
        language = quad.object.language or "" if isinstance(quad.object, Literal) else ""
        subject = (
            f"_:{quad.subject.value}" if isinstance(quad.subject, BlankNode) else quad.subject.value
        )
        found.append(Fact(subject, quad.predicate.value, quad.object.value, kind, language))
    return tuple(found)


def read_all(*patterns: str) -> Iterator[Fact]:
    """The facts of all files of the ontology that a pattern finds."""
    for pattern in patterns:
        for path in sorted(FOLDER.glob(pattern)):
            yield from read(path)


@cache
def said() -> dict[str, dict[str, list[Fact]]]:
    """What the modules say: subject -> predicate -> facts."""
    found: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in read_all("*.ttl"):
        found[fact.subject][fact.predicate].append(fact)
    return found


def told(name: str, predicate: object) -> list[str]:
    """The values of a property of a term of ours."""
    return [fact.object for fact in said()[MTK + name][str(predicate)]]


@cache
def terms() -> dict[str, str]:
    """Local name of each term of ours -> its kind."""
    found = {}
    for iri, about in said().items():
        kinds = {local_name(fact.object) for fact in about[str(RDF.type)]} & set(KINDS)
        if iri.startswith(MTK) and kinds:
            assert len(kinds) == 1, f"{iri} is of two kinds"
            found[iri.removeprefix(MTK)] = kinds.pop()
    return found


def iris(found: Iterator[Fact]) -> set[str]:
    """All IRIs that facts use."""
    used = set()
    for fact in found:
        used |= {fact.subject, fact.predicate}
        if fact.kind == "iri":
            used.add(fact.object)
    return used


def names(text: str) -> set[str]:
    """Local names of ours that a query or a shape's query spells with the prefix."""
    return set(re.findall(r"(?<![\w/])mtk:([A-Za-z]\w*)", text))


def texts(*patterns: str, root: Path = ROOT) -> Iterator[str]:
    """The texts of all files that a pattern finds."""
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            yield path.read_text(encoding="utf-8")
