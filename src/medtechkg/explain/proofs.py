"""A support spelt out: each triple with what says it, or the rule and the triples behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from medtechkg import answers
from medtechkg.explain.derivations import Derivations
from medtechkg.explain.evidence import Said, Sources
from medtechkg.explain.routes import Node, Premise
from medtechkg.iris import PREFIXES, Base, contract, local_name
from medtechkg.store import Store

__all__ = ["Proof", "prove"]

_LABELS = """
SELECT ?node (MIN(?text) AS ?label) WHERE {
  VALUES ?node { %s }
  ?node skos:prefLabel|rdfs:label|dcterms:title|mtk:claimText ?name
  BIND(STR(?name) AS ?text)
} GROUP BY ?node
"""
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Proof:
    """A triple, asserted or derived.

    An asserted one has what ``said`` it; nobody says what stands in a register, so ``graphs`` names
    where it stands. A derived one has its ``rule``, the ``summary`` of that in words, and the
    ``ways`` to derive it, each from triples that are in turn asserted or derived.
    """

    triple: Premise
    text: str
    graphs: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    rule: str = ""
    summary: str = ""
    ways: tuple[tuple[Proof, ...], ...] = ()

    def asserted(self) -> frozenset[Premise]:
        """The asserted triples it rests on, by any of its ways."""
        if not self.rule:
            return frozenset((self.triple,))
        return frozenset(each for way in self.ways for proof in way for each in proof.asserted())


def prove(store: Store, premises: Collection[Premise]) -> dict[Premise, Proof]:
    """Unfold triples to what is asserted, and that to what is said."""
    derivations = Derivations(store)
    steps = _unfolded(derivations, premises)
    every = {*premises, *(each for sets in steps.values() for step in sets for each in step)}
    asserted = {each: derivations.graphs(each) for each in every if not derivations.rule(each)}
    said = Sources(store).said(asserted)
    labels = _labels(store, every)
    done: dict[Premise, Proof] = {}

    def proof(premise: Premise) -> Proof:
        if premise not in done:
            rule = derivations.rule(premise)
            done[premise] = Proof(
                triple=premise,
                text=" — ".join(labels[end] for end in premise[:3]),
                graphs=derivations.graphs(premise),
                said=said.get(premise, ()),
                rule=rule,
                summary=derivations.summary(rule) if rule else "",
                ways=tuple(
                    tuple(proof(each) for each in sorted(step, key=str))
                    for step in steps.get(premise._replace(graph=None), ())
                ),
            )
        return done[premise]

    return {each: proof(each) for each in premises}


def _unfolded(
    derivations: Derivations, premises: Iterable[Premise]
) -> dict[Premise, list[frozenset[Premise]]]:
    """The steps behind every derived triple, generation by generation."""
    steps: dict[Premise, list[frozenset[Premise]]] = {}
    new = {each._replace(graph=None) for each in premises if derivations.rule(each)}
    while new:
        found = derivations.steps(new)
        steps.update({each: found.get(each, []) for each in new})
        behind = {each for each in new for step in steps[each] for each in step}
        new = {each for each in behind if each not in steps and derivations.rule(each)}
    return steps


def _labels(store: Store, premises: Iterable[Premise]) -> Mapping[Node, str]:
    nodes = {end for premise in premises for end in premise[:3]}
    named = [node for node in nodes if isinstance(node, NamedNode)]
    base = Base(store.manifest.base)
    found = {node: _plain(node, base) for node in nodes}
    listed = " ".join(sorted(str(node) for node in named))
    for row in answers.rows(store, _LABELS % listed):
        found[NamedNode(str(row["node"]))] = str(row["label"])
    return found


#: How people say what the vocabularies abbreviate.
_SAID = {
    PREFIXES["rdf"] + "type": "is a",
    PREFIXES["rdf"] + "subject": "subject",
    PREFIXES["rdf"] + "predicate": "property",
    PREFIXES["rdf"] + "object": "object",
    PREFIXES["skos"] + "prefLabel": "is called",
    PREFIXES["dcterms"] + "title": "has the title",
}


def _plain(node: Node, base: Base) -> str:
    if isinstance(node, Literal):
        text = " ".join(node.value.split())
        return f"“{text if len(text) <= _SHORT else f'{text[:_SHORT]}…'}”"
    if node.value in _SAID:
        return _SAID[node.value]
    short = contract(node.value, base)
    return local_name(short) if short == node.value and "/" in short else short
