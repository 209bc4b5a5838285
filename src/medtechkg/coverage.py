"""What an answer rests on, and what no rows mean: nothing asked for, or nothing known at all.

A graph made of a few documents cannot tell "no" from "not known". So every answer names the
documents, and an empty one says whether the graph has anything of the classes and about the things
that were asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from medtechkg import answers, memos
from medtechkg.answers import Answer
from medtechkg.iris import Base, expand

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["documents", "explain", "explain_query", "looked_at"]

_DOCUMENTS = """
SELECT ?title ?issued ?latest WHERE {
  ?document a mtk:Document ; dcterms:title ?title .
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?document mtk:notAfter ?latest }
} ORDER BY ?title ?issued ?latest
"""
_CLASSES = "SELECT ?class ?label WHERE { ?class a owl:Class ; rdfs:label ?label }"
_MEMBERS = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) { ?thing a ?class } GROUP BY ?class"
# What documents speak of has evidence; what only a register holds has none.
_READ = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) WHERE {
  ?thing a ?class ; mtk:evidencedBy ?evidence
} GROUP BY ?class
"""
_LABEL = """
SELECT ?thing ?name ?place WHERE {
  ?thing skos:prefLabel ?name
  OPTIONAL { ?thing a ?place FILTER(?place = mtk:Region) }
} ORDER BY ?name LIMIT 1
"""
_NAMED_IN = """
SELECT DISTINCT ?thing ?document WHERE {
  ?thing mtk:evidencedBy/oa:hasSource/mtk:snapshotOf ?document
}
"""
_ABOUT_PLACE = """
SELECT DISTINCT ?place ?document WHERE {
  ?place a mtk:Region . ?document mtk:coversRegion/(mtk:partOf|mtk:locatedIn)* ?place
}
"""
# What lies there comes first, and each document once: a thing has evidence without number.
_NAMED_THERE = """
SELECT DISTINCT ?place ?document WHERE {
  {
    SELECT DISTINCT ?place ?source WHERE {
      {
        SELECT DISTINCT ?place ?thing WHERE {
          ?place a mtk:Region . ?thing (mtk:partOf|mtk:locatedIn)* ?place
        }
      }
      ?thing mtk:evidencedBy/oa:hasSource ?source
    }
  }
  ?source mtk:snapshotOf ?document
}
"""
_IRREGULAR = {"person": "people", "field of activity": "fields of activity"}


@memos.once
def documents(store: Store) -> tuple[str, ...]:
    """Name the documents the graph was made of, each with its date as far as it is known."""
    return tuple(f"{row['title']} ({_date(row)})" for row in answers.rows(store, _DOCUMENTS))


def explain(
    store: Store, found: Answer, classes: Iterable[str] = (), things: Iterable[str] = ()
) -> Answer:
    """Add to an answer the documents it rests on and, if it is empty, what is known at all.

    ``classes`` are local names of classes whose members were looked through, ``things`` the IRIs
    of what was asked about.
    """
    known = found.known
    if not found.rows:
        known = (*known, *_members(store, tuple(classes)), *_asked_about(store, things))
    return replace(found, coverage=documents(store), known=known)


def explain_query(store: Store, found: Answer, text: str) -> Answer:
    """Do the same for a query in SPARQL: the classes and things are those that its text names."""
    base = Base.from_environment()
    plain = re.sub(r"(?m)#[^<>\n]*$", "", text)
    named = re.findall(r"<([^<>\s]+)>", plain) + re.findall(r"\bmtk:[A-Z]\w*", plain)
    iris = list(dict.fromkeys(expand(name, base) for name in named))
    term = base.term("")
    classes = [iri.removeprefix(term) for iri in iris if re.fullmatch(f"{term}[A-Z]\\w*", iri)]
    return explain(
        store, found, classes, [iri for iri in iris if iri.startswith(f"{base.root}id/")]
    )


def _date(row: answers.Row) -> str:
    latest = f"undated, not after {row['latest']}" if row["latest"] else "undated"
    return str(row["issued"] or latest)


# -- classes ----------------------------------------------------------------------------------


def _members(store: Store, classes: Sequence[str]) -> Iterator[str]:
    """Say how many members each class has, and which class is none."""
    base = Base.from_environment()
    labels = {str(row["class"]): str(row["label"]) for row in answers.rows(store, _CLASSES)}
    declared = [name for name in classes if base.term(name) in labels]
    for name in classes:
        if name not in declared:
            yield _undeclared(name, [iri.removeprefix(base.term("")) for iri in labels])
    counts = {labels[base.term(name)]: _counted(store, base.term(name)) for name in declared}
    told = [_number(label, *count) for label, count in counts.items()]
    if told:
        some = any(read for read, _ in counts.values())
        yield f"The graph knows {_listed(told)}{', none with what is asked' if some else ''}."


def _undeclared(name: str, declared: Iterable[str]) -> str:
    close = get_close_matches(name, list(declared), n=1)
    return (
        f"mtk:{name} is no class of the ontology{f'; is mtk:{close[0]} meant?' if close else '.'}"
    )


def _counted(store: Store, cls: str) -> tuple[int, int]:
    """Count the members of a class: those that documents speak of, and all others."""
    found = [answers.rows(store, text, {"class": answers.iri(cls)}) for text in (_READ, _MEMBERS)]
    read, members = (sum(int(str(row["number"])) for row in rows) for rows in found)
    return read, members - read


def _number(label: str, read: int, others: int) -> str:
    if read:
        return f"{read:,} {label if read == 1 else _plural(label)}"
    return f"no {label}{f' ({others:,} in the registers alone)' if others else ''}"


def _plural(label: str) -> str:
    if label in _IRREGULAR:
        return _IRREGULAR[label]
    if re.search(r"[^aeiou]y$", label):
        return f"{label[:-1]}ies"
    return f"{label}es" if re.search(r"(s|x|ch|sh)$", label) else f"{label}s"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


# -- things and places ------------------------------------------------------------------------


def _asked_about(store: Store, things: Iterable[str]) -> Iterator[str]:
    """Say of each thing asked about how many documents name it; of a place, also what is in it."""
    for thing in things:
        for row in answers.rows(store, _LABEL, {"thing": answers.iri(thing)}):
            say = _place if row["place"] else _thing
            yield say(store, thing, str(row["name"]))


def _thing(store: Store, iri: str, name: str) -> str:
    number = len(answers.rows(store, _NAMED_IN, {"thing": answers.iri(iri)}))
    return f"{_documents(number)} {_verb(number, 'name')} {name}."


def looked_at(store: Store, place: str = "") -> dict[str, tuple[int, int]]:
    """Count the documents about a region, and the others that name it or something there.

    Gives both numbers by the IRI of the region: of one, or of each that any document is about or
    names.
    """
    bound = {"place": answers.iri(place)} if place else None
    about, naming = (_by_place(store, text, bound) for text in (_ABOUT_PLACE, _NAMED_THERE))
    return {
        each: (len(about[each]), len(naming[each] - about[each]))
        for each in sorted({*about, *naming, *filter(None, [place])})
    }


def _by_place(
    store: Store, text: str, bound: answers.Bindings | None
) -> defaultdict[str, set[answers.Value]]:
    found: defaultdict[str, set[answers.Value]] = defaultdict(set)
    for row in answers.rows(store, text, bound):
        found[str(row["place"])].add(row["document"])
    return found


def _place(store: Store, iri: str, name: str) -> str:
    about, naming = looked_at(store, iri)[iri]
    words = f"{_documents(about)} {'are' if about > 1 else 'is'} about {name}"
    if not naming:
        return f"{words}." if about else f"{words} or {_verb(0, 'name')} anything there."
    more = f"{naming} {'more ' if about else ''}{_verb(naming, 'name')}"
    return f"{words}; {more} it or something there."


def _documents(number: int) -> str:
    if number == 0:
        return "No document read"
    return f"{number:,} document{'s' if number > 1 else ''} read"


def _verb(number: int, verb: str) -> str:
    return verb if number > 1 else f"{verb}s"
