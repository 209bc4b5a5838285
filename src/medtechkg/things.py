"""Things by name: from what a person types to an IRI, and from an IRI to all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from medtechkg import answers, memos
from medtechkg.errors import NotFoundError, QueryError
from medtechkg.iris import Base, expand, local_name

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["Fact", "Thing", "describe", "find"]

# Contextual labels are left out: they name a thing only inside a sentence.
_NAMES = """
SELECT ?thing ?name ?preferred ?class WHERE {
  { ?thing skos:prefLabel ?name BIND(true AS ?preferred) }
  UNION
  { ?thing skos:altLabel|skos:hiddenLabel|mtk:abbreviation|mtk:formerName|mtk:fullName|mtk:writtenAs
           |dcterms:title ?name BIND(false AS ?preferred) }
  FILTER EXISTS { ?thing a ?class }
}
"""
_IS = "SELECT ?thing ?class WHERE { ?thing a ?class } LIMIT 1"
_MENTIONED = "SELECT DISTINCT ?thing WHERE { ?thing mtk:fullName ?name }"

_IDENTITY = """
SELECT DISTINCT ?thing ?property ?value ?label WHERE {
  {
    ?thing ?property ?value .
    VALUES ?property { skos:prefLabel skos:altLabel mtk:abbreviation mtk:formerName mtk:writtenAs }
  } UNION {
    ?thing a ?value BIND(rdf:type AS ?property)
    FILTER NOT EXISTS { ?thing a ?narrower . ?narrower rdfs:subClassOf ?value }
  }
  OPTIONAL { ?value rdfs:label ?label }
}
"""
_KNOWN = """
SELECT DISTINCT ?thing ?property ?value ?label WHERE {
  GRAPH ?register { ?thing ?property ?value }
  FILTER(STRENDS(STR(?register), "/graph/reference"))
  FILTER(?property NOT IN (rdf:type, skos:prefLabel, skos:altLabel, skos:hiddenLabel,
    mtk:abbreviation, mtk:contextualLabel, mtk:formerName, skos:inScheme, skos:topConceptOf))
  OPTIONAL { ?value skos:prefLabel ?label }
}
"""
_FACTS = """
SELECT DISTINCT ?thing ?fact ?class ?property ?value ?label WHERE {
  ?fact ?role ?thing ; a ?kind ; mtk:evidencedBy ?evidence ; ?property ?value .
  FILTER(?kind IN (mtk:Statement, mtk:StatisticalObservation, mtk:Claim, mtk:SkillNeed,
    mtk:QualificationDemand, mtk:Collaboration, mtk:Affiliation, mtk:Funding, mtk:Event))
  FILTER(?property NOT IN (mtk:evidencedBy, mtk:conflictsWith, rdf:type))
  ?kind rdfs:label ?class .
  OPTIONAL { ?value skos:prefLabel ?name }
  OPTIONAL { ?value rdfs:label ?title }
  BIND(COALESCE(?name, ?title) AS ?label)
}
"""
# How a fact of several parts is said: its class, the verb, and what leads to either end.
_VERBS = """
SELECT DISTINCT ?class ?verb ?from ?to WHERE {
  ?property mtk:liftedTo/rdfs:label ?class ; rdfs:label ?verb ;
            mtk:subjectRole ?from ; mtk:objectRole ?to .
} ORDER BY ?class ?to
"""
_QUOTES = """
SELECT DISTINCT ?thing ?fact ?quote ?start ?document WHERE {
  ?fact ?role ?thing ; mtk:evidencedBy ?evidence .
  ?evidence oa:hasSelector/oa:exact ?quote ; oa:hasSelector/oa:start ?start ;
            oa:hasSource/mtk:snapshotOf/dcterms:title ?document ;
            mtk:evidenceRole/skos:notation ?kind .
  FILTER(?kind IN ("statement", "lead-in"))
} ORDER BY ?document ?start ?quote
"""
_KEPT_APART = frozenset(
    ("class", "status", "modality", "polarity", "statedBy", "subject", "predicate", "object")
)
_LAST = ("about", "verbatimValue", "asOfBasis", "indicator", "value", "unit", "qualifier")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said, in words, with its quotes; ``hedge`` is empty if it is plainly asserted."""

    group: str
    text: str
    quotes: tuple[tuple[str, str], ...]
    speaker: str = ""
    hedge: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its names, and every fact that involves it, each with quote and document."""

    iri: str
    name: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    known: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]


def find(store: Store, name: str, cls: str | None = None) -> str:
    """Return the IRI of the thing called ``name``, of class ``cls`` if one is given.

    The class ``Thing`` stands for any.

    Any name will do, in any case; an IRI, whole or with its prefix, stands for itself. A preferred
    name goes before other names, and what the documents speak of before what only a register has.

    Raises:
        NotFoundError: if nothing is called so; the message suggests what is.
        QueryError: if several things are; the message lists them.
    """
    base = Base.from_environment()
    cls = None if cls == "Thing" else cls
    given = expand(name.strip("<>"), base)
    index = _index(store) if memos.keeps(store) else _looked_up(store, name, given)
    if given in index.things and _is(store, given, cls):
        return given
    named = [each for each in index.names.get(_folded(name), ()) if _is(store, each[0], cls)]
    if not named:
        labels = [label for _, label, _ in _names(store, base, cls)]
        raise NotFoundError(_unknown(name, cls, labels))
    best = {iri for iri, preferred in named if preferred} or {iri for iri, _ in named}
    if len(best) > 1:
        best = best & _mentioned(store) or best
    if len(best) > 1:
        listed = ", ".join(sorted(best))
        raise QueryError(f"“{name}” may mean any of {listed}; give one of these IRIs")
    return best.pop()


def describe(store: Store, iri: str) -> Thing:
    """Gather everything the graph says of a thing.

    Raises:
        NotFoundError: if it says nothing.
    """
    bound = {"thing": answers.iri(iri)}
    identity = answers.rows(store, _IDENTITY, bound).rows
    if not identity:
        raise NotFoundError(
            f"nothing is known of {iri}; try a name instead, or `medtechkg questions`"
        )
    named = sorted({(_property(row), _shown(row)) for row in identity})
    names = [text for key, text in named if key in _NAMING]
    preferred = [text for key, text in named if key == "prefLabel"]
    name = preferred[0] if preferred else names[0] if names else iri
    return Thing(
        iri=iri,
        name=name,
        classes=tuple(text for key, text in named if key == "type"),
        names=tuple(dict.fromkeys(text for text in names if text != name)),
        known=_known(store, bound),
        facts=_facts(store, bound),
    )


_NAMING = ("abbreviation", "altLabel", "formerName", "prefLabel", "writtenAs")


def _known(store: Store, bound: answers.Bindings) -> tuple[tuple[str, str], ...]:
    found = answers.rows(store, _KNOWN, bound)
    return tuple(sorted({(_spaced(_property(row)), _shown(row)) for row in found}))


@dataclass(frozen=True, slots=True)
class _Index:
    """All that has a name, and by each name, folded, what is called so and if by preference."""

    things: frozenset[str]
    names: Mapping[str, Sequence[tuple[str, bool]]]


@memos.once
def _index(store: Store) -> _Index:
    return _indexed(answers.rows(store, _NAMES), Base.from_environment())


def _indexed(rows: Iterable[answers.Row], base: Base) -> _Index:
    names: dict[str, list[tuple[str, bool]]] = {}
    things = set()
    for iri, label, preferred in _named(rows, base):
        names.setdefault(_folded(label), []).append((iri, preferred))
        things.add(iri)
    return _Index(frozenset(things), names)


def _looked_up(store: Store, name: str, given: str) -> _Index:
    """The part of the index that a name may be found in, where fetching all of it would be long."""
    if "://" in given:
        known = answers.rows(store, _NAMES, {"thing": answers.iri(given)}).rows
        return _Index(frozenset((given,) if known else ()), {})
    words = set(re.findall("[a-z0-9]+", _folded(name))) - {"and"}  # which may be written as "&"
    word = max(sorted(words), key=len, default="")
    text = _NAMES.replace("FILTER", f'FILTER(CONTAINS(LCASE(STR(?name)), "{word}")) FILTER')
    return _indexed(answers.rows(store, text), Base.from_environment())


def _is(store: Store, iri: str, cls: str | None) -> bool:
    if cls is None:
        return True
    cls_iri = answers.iri(Base.from_environment().term(cls))
    return bool(answers.rows(store, _IS, {"thing": answers.iri(iri), "class": cls_iri}).rows)


def _names(store: Store, base: Base, cls: str | None) -> list[tuple[str, str, bool]]:
    bound = {"class": answers.iri(base.term(cls))} if cls else None
    return _named(answers.rows(store, _NAMES, bound), base)


def _named(rows: Iterable[answers.Row], base: Base) -> list[tuple[str, str, bool]]:
    """Thing, name and whether it is its preferred one; the terms of the ontology are no things."""
    ours = (f"{base.root}id/", f"{base.root}scheme/")
    return sorted(
        (str(row["thing"]), str(row["name"]), bool(row["preferred"]))
        for row in rows
        if str(row["thing"]).startswith(ours)
    )


def _mentioned(store: Store) -> set[str]:
    return {str(row["thing"]) for row in answers.rows(store, _MENTIONED)}


def _folded(name: str) -> str:
    plain = name.casefold().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"[-‐-–—]", " ", plain).split()).removeprefix("the ")


def _unknown(name: str, cls: str | None, labels: Iterable[str]) -> str:
    folded = {_folded(label): label for label in labels}
    close = [folded[match] for match in get_close_matches(_folded(name), folded, n=3, cutoff=0.6)]
    kind = f" of class {cls}" if cls else ""
    hint = f"did you mean {_either(close)}?" if close else "give another of its names, or its IRI"
    return f"nothing{kind} is called “{name}”; {hint}"


def _either(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _property(row: answers.Row) -> str:
    return local_name(str(row["property"]))


def _shown(row: answers.Row) -> str:
    label = row["label"]
    value = str(row["value"])
    return str(label) if label is not None else local_name(value) if "://" in value else value


def _facts(store: Store, bound: answers.Bindings) -> tuple[Fact, ...]:
    parts: dict[str, dict[str, set[str]]] = {}
    for row in answers.rows(store, _FACTS, bound):
        told = parts.setdefault(str(row["fact"]), {"class": {str(row["class"])}})
        told.setdefault(_property(row), set()).add(_shown(row))
    quotes: dict[str, dict[tuple[str, str], None]] = {}
    for row in answers.rows(store, _QUOTES, bound):
        found = quotes.setdefault(str(row["fact"]), {})
        found[" ".join(str(row["quote"]).split()), str(row["document"])] = None
    verbs = _verbs(store)
    for told in parts.values():
        _say(told, verbs)
    facts = (_fact(iri, told, tuple(quotes.get(iri, ()))) for iri, told in parts.items())
    return tuple(sorted(facts, key=lambda fact: (fact.group, fact.text, fact.iri)))


def _verbs(store: Store) -> dict[str, tuple[str, str, list[str]]]:
    verbs: dict[str, tuple[str, str, list[str]]] = {}
    for row in answers.rows(store, _VERBS):
        known = verbs.setdefault(
            str(row["class"]), (str(row["verb"]), local_name(str(row["from"])), [])
        )
        known[2].append(local_name(str(row["to"])))
    return verbs


def _say(told: dict[str, set[str]], verbs: Mapping[str, tuple[str, str, list[str]]]) -> None:
    """Put a fact of several parts into subject, predicate and object, as it would be said."""
    (cls,) = told["class"]
    if cls not in verbs:
        return
    verb, subject, objects = verbs[cls]
    ends = [sorted(told.pop(name, ())) for name in dict.fromkeys((subject, *objects))]
    if subject in objects:  # symmetric: of those who take part, each is either end
        ends = [ends[0][:1], ends[0][1:]]
    told["predicate"] = {verb}
    told["subject"] = set(ends[0])
    told["object"] = {name for end in ends[1:] for name in end}


def _fact(iri: str, told: Mapping[str, set[str]], quotes: tuple[tuple[str, str], ...]) -> Fact:
    said = {name: ", ".join(sorted(values)) for name, values in told.items()}
    hedges = (said.get("polarity", ""), said.get("modality", ""), said.get("status", ""))
    hedge = [text for text in hedges if text.casefold() not in _PLAIN]
    return Fact(_group(said), _words(said), quotes, said.get("statedBy", ""), ", ".join(hedge), iri)


_PLAIN = frozenset(("", "asserted", "affirmed", "accepted"))


def _group(said: Mapping[str, str]) -> str:
    return said.get("predicate") or said.get("indicator") or said.get("claimKind") or said["class"]


def _words(said: Mapping[str, str]) -> str:
    if "predicate" in said:
        words = f"{said.get('subject', '?')} — {said['predicate']} — {said.get('object', '?')}"
    elif "claimText" in said:
        return f"{said.get('about', '?')}: {said['claimText']}"
    elif "indicator" in said:
        amount = said.get("verbatimValue") or said.get("value", "?")
        hedge = said.get("qualifierText", "")
        words = f"{said.get('about', '?')}: {amount if hedge in amount else f'{hedge} {amount}'}"
    else:
        words = said.get("fullName", "")
    rest = [
        f"{_spaced(name)}: {value}"
        for name, value in sorted(said.items())
        if name not in _KEPT_APART and name not in _LAST and value not in words
    ]
    return " · ".join(filter(None, [words, *rest]))


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
