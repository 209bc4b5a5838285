"""The network as this package walks it: who is tied to whom, by which facts, in whose words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from medtechkg import answers, networks, things
from medtechkg.connections import strengths
from medtechkg.errors import NotFoundError
from medtechkg.iris import Base, local_name
from medtechkg.networks import Edge, Node, Quotation, triples

if TYPE_CHECKING:
    from medtechkg.answers import Value
    from medtechkg.store import Store

__all__ = ["QUOTES", "Path", "Web", "load", "name", "named", "quoted", "within"]

#: The things a path leads through, from one end to the other.
Path: TypeAlias = tuple[str, ...]

#: The columns of the quotes of the steps of a path, in their order.
QUOTES = tuple(
    (f"{place}quote", f"{place}document") for place in ("", "second_", "third_", "fourth_")
)

_CLASSES = """
SELECT DISTINCT ?thing ?class WHERE { ?thing mtk:fullName ?name ; a ?class }
"""
_DECLARED = "SELECT ?class ?label WHERE { ?class a owl:Class ; rdfs:label ?label }"
_VERBS = "SELECT ?property ?label WHERE { ?property a owl:ObjectProperty ; rdfs:label ?label }"
_CONFIDENCE = "SELECT ?evidence ?confidence WHERE { ?evidence mtk:confidence ?confidence }"
_SPEAKERS = """
SELECT ?said ?speaker WHERE { ?said mtk:statedBy/skos:prefLabel ?speaker } ORDER BY ?speaker
"""
_NAME = "SELECT ?thing ?name WHERE { ?thing skos:prefLabel ?name } ORDER BY ?name"
_WITHIN = """
SELECT DISTINCT ?thing ?region WHERE { ?thing (mtk:partOf|mtk:locatedIn)* ?region }
"""
_ABOUT = """
SELECT DISTINCT ?title ?region WHERE {
  ?document mtk:coversRegion/(mtk:partOf|mtk:locatedIn)* ?region ; dcterms:title ?title
}
"""


@dataclass(frozen=True, slots=True)
class Web:
    """Things and the facts between them, both ways.

    ``classes`` are all the classes of a thing, ``around`` its neighbours with the facts that tie it
    to each, ``verbs`` the words of each property and ``both`` those that hold both ways. The other
    three are by the IRI of a piece of evidence or of a fact.
    """

    things: Mapping[str, Node]
    classes: Mapping[str, frozenset[str]]
    around: Mapping[str, Mapping[str, tuple[Edge, ...]]]
    verbs: Mapping[str, str]
    both: frozenset[str]
    confidence: Mapping[str, float]
    speakers: Mapping[str, str]
    words: Mapping[str, Quotation]

    def label(self, thing: str) -> str:
        """The name of a thing."""
        return self.things[thing].label

    def is_a(self, thing: str, classes: Iterable[str]) -> bool:
        """Tell whether a thing is of one of the classes."""
        return not self.classes.get(thing, frozenset()).isdisjoint(classes)

    def ties(self, thing: str) -> int:
        """Count the things a thing is tied to."""
        return len(self.around.get(thing, ()))

    def strength(self, path: Path) -> float:
        """How strongly a path ties its ends, as `strengths` says."""
        found = 1.0
        for one, other in pairwise(path):
            found *= strengths.step(self.around[one][other], self.confidence)
        for between in path[1:-1]:
            found *= strengths.hub(self.ties(between))
        return found

    def best(self, one: str, other: str) -> Edge:
        """The strongest of the facts between two things."""
        edges = self.around[one][other]
        return max(edges, key=lambda edge: (strengths.fact(edge, self.confidence), edge.id))

    def relation(self, one: str, other: str) -> str:
        """Say what is between two things, seen from the first: an arrow tells the direction."""
        return ", ".join(dict.fromkeys(self._arrow(edge, one) for edge in self.around[one][other]))

    def verb(self, edge: Edge) -> str:
        """The words for the property of a fact."""
        return self.verbs.get(edge.predicate, edge.predicate)

    def _arrow(self, edge: Edge, one: str) -> str:
        if edge.predicate in self.both:
            return self.verb(edge)
        return f"{self.verb(edge)} →" if edge.source == one else f"← {self.verb(edge)}"

    def speaker(self, edge: Edge) -> str | None:
        """Who says it, if it is said of anybody."""
        return self.speakers.get(edge.id.split(" ")[0])

    def quotation(self, edge: Edge) -> Quotation:
        """The words that say it best: those of most confidence, then the first."""
        if not edge.evidence:
            return Quotation("", "")
        surest = max(edge.evidence, key=lambda each: self.confidence.get(each, 1.0))
        return self.words[surest]


def load(store: Store, view: str = "everything", keep: Callable[[Edge], bool] | None = None) -> Web:
    """Read the network of a view once, those of its facts for which ``keep`` holds."""
    verbs = answers.rows(store, _VERBS).rows
    confidence = answers.rows(store, _CONFIDENCE)
    speakers = answers.rows(store, _SPEAKERS)
    return Web(
        things={node.id: node for node in networks.nodes(store, view)},
        classes=_classes(store),
        around=_around(edge for edge in networks.edges(store, view) if keep is None or keep(edge)),
        verbs={local_name(str(row["property"])): str(row["label"]) for row in verbs},
        both=triples.symmetric(store),
        confidence={str(row["evidence"]): float(str(row["confidence"])) for row in confidence},
        speakers={str(row["said"]): str(row["speaker"]) for row in speakers},
        words=networks.quotations(store),
    )


def _around(edges: Iterable[Edge]) -> dict[str, dict[str, tuple[Edge, ...]]]:
    found: dict[str, dict[str, list[Edge]]] = {}
    for edge in edges:
        if edge.source != edge.target:
            found.setdefault(edge.source, {}).setdefault(edge.target, []).append(edge)
            found.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    return {
        one: {other: tuple(facts) for other, facts in sorted(others.items())}
        for one, others in sorted(found.items())
    }


def _classes(store: Store) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in answers.rows(store, _CLASSES):
        found.setdefault(str(row["thing"]), set()).add(local_name(str(row["class"])))
    return {thing: frozenset(classes) for thing, classes in found.items()}


def named(store: Store, web: Web, given: str) -> tuple[str, frozenset[str]]:
    """Find what a name stands for: all things of a class, by its name or label, or one thing.

    The first value is the name of the class, or empty.

    Raises:
        NotFoundError: if no class and no thing is called so.
        QueryError: if several things are.
    """
    base = Base.from_environment()
    classes: dict[str, str] = {}
    for row in answers.rows(store, _DECLARED):
        local = str(row["class"]).removeprefix(base.term(""))
        classes |= {spelt.casefold(): local for spelt in (local, str(row["label"]))}
    if (cls := classes.get(given.casefold().removeprefix("mtk:"))) is not None:
        return cls, frozenset(each for each in web.around if web.is_a(each, (cls,)))
    try:
        return "", frozenset((things.find(store, given),))
    except NotFoundError as error:
        close = get_close_matches(given.casefold(), classes, n=1)
        hint = f"; is the class {classes[close[0]]} meant?" if close else ""
        raise NotFoundError(f"{error}{hint}") from error


def within(store: Store, region: str) -> tuple[frozenset[str], frozenset[str]]:
    """Find what lies in a region, itself included, and the titles of the documents about it."""
    bound = {"region": answers.iri(region)}
    inside = frozenset(str(row["thing"]) for row in answers.rows(store, _WITHIN, bound))
    about = frozenset(str(row["title"]) for row in answers.rows(store, _ABOUT, bound))
    return inside, about


def quoted(web: Web, edges: Sequence[Edge]) -> Iterator[tuple[str, Value]]:
    """Give the columns of the quotes of the steps of a path, and all their evidence."""
    for at, (quote, document) in enumerate(QUOTES):
        said = web.quotation(edges[at]) if at < len(edges) else None
        yield quote, said.text if said else None
        yield document, said.document if said else None
    found = (each for edge in edges for each in edge.evidence)
    yield "evidence_iri", " ".join(dict.fromkeys(found))


def name(store: Store, thing: str) -> str:
    """The preferred name of a thing, else its IRI."""
    rows = answers.rows(store, _NAME, {"thing": answers.iri(thing)}).rows
    return str(rows[0]["name"]) if rows else thing
