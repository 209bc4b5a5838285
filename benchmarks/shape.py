"""An invented graph of the shape of ours, of any size: the same for the same number of triples.

Invented reports of UK regions name universities of the registers and invented firms, colleges,
facilities, projects and people; they say of them all that the competency questions ask about. A few
names come up often and most seldom; the universities are some 160 however many reports there are,
firms grow with them. Every fact has its quote, and the rules of the ontology have been run.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sentences
from pyoxigraph import Quad, RdfFormat, parse
from sentences import BASE, KINDS, Cast, Sentence

from medtechkg import facts, inference, rdf, resources, store, terms, vocabulary
from medtechkg.facts import Said
from medtechkg.iris import digest
from medtechkg.model import (
    Claim,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Statement,
)

__all__ = ["BASE", "built", "dump", "memory"]

SENTENCES = 40
#: Documents there are in a graph of so many triples, about; things are counted by them.
_TRIPLES_A_DOCUMENT = 2_100
#: These documents say what even a small graph is to hold.
_PLANTED = frozenset((0, 4, 8))


def built(triples: int) -> Path:
    """Give the folder of a graph of at least so many triples; it is made once and kept.

    It stands in the folder for temporary files, under a name that changes with what makes it.
    """
    folder = Path(tempfile.gettempdir()) / f"medtechkg-invented-{triples}-{_made_by()}"
    if not store.exists(folder):
        store.build(folder, invented(triples))
    return folder


def dump(triples: int) -> Path:
    """The same graph as a file of N-Quads."""
    folder = built(triples)
    return folder / (folder / "CURRENT").read_text(encoding="utf-8").strip() / "dataset.nq"


def memory(triples: int) -> store.Embedded:
    """Hold the same graph in memory."""
    return store.memory(parse(path=str(dump(triples)), format=RdfFormat.N_QUADS), BASE)


def invented(triples: int, *, inferred: bool = True) -> store.Embedded:
    """Make the graph, with or without what follows from it."""
    folder = resources.ontology()
    found = store.memory(_quads(triples), BASE)
    if inferred:
        inference.infer(found.inner, inference.load(folder, BASE), BASE)
    return found


def _made_by() -> str:
    folder = resources.ontology()
    made = (sentences, rdf, facts, terms, inference)
    ours = (Path(__file__), *(Path(str(module.__file__)) for module in made))
    files = (*ours, *vocabulary.files(folder), *sorted((folder / "rules").glob("*.rq")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def _quads(triples: int) -> list[Quad]:
    folder = resources.ontology()
    known = vocabulary.load(folder, BASE)
    reference = list(rdf.reference_quads(folder, BASE))
    quads = [*rdf.ontology_quads(folder, BASE), *reference]
    cast = sentences.cast(max(12, triples // _TRIPLES_A_DOCUMENT), known, reference)
    number, documents = 0, []
    while len(quads) < triples:
        reading = _reading(number, cast)
        quads += rdf.quads(reading, known, BASE, f"run {number % 3}")
        documents.append(reading.document)
        number += 1
    return [*quads, *rdf.about_quads(documents, {}, BASE)]


# -- reports -------------------------------------------------------------------------------


def _reading(number: int, cast: Cast) -> Reading:
    kinds = cast.chance.choices(tuple(KINDS), tuple(KINDS.values()), k=SENTENCES)
    lines = [_renamed(kind(cast), cast) for kind in kinds]
    if number in _PLANTED:
        lines += _planted(cast)
    text = f"Report {number}\n" + "\n".join(text for text, _, _ in lines) + "\n"
    document = Document(digest(text), f"{number}.txt", text, metadata=_metadata(number, cast))
    said: list[Said] = []
    mentions: list[Mention] = []
    start = text.index("\n") + 1
    for sentence, names, makers in lines:
        quote = Evidence.of(
            document, start, start + len(sentence), "invented", confidence=_confidence(cast)
        )
        said += (make((quote,)) for make in makers)
        mentions += _mentions(sentence, names, start, cast)
        start += len(sentence) + 1
    whole = Passage(0, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),))
    return Reading(
        document,
        (whole,),
        tuple(mentions),
        tuple(each for each in said if isinstance(each, Statement)),
        tuple(each for each in said if isinstance(each, Figure)),
        tuple(each for each in said if isinstance(each, Claim)),
        tuple(each for each in said if isinstance(each, Event)),
    )


def _planted(cast: Cast) -> tuple[Sentence, ...]:
    """What even a small graph is to hold: a need that lasts, and a firm and a university apart."""
    skill, trade = cast.things["Skill"][0], cast.things["OccupationGroup"][0]
    firm, university = cast.things["Business"][-1], cast.things["University"][-1]
    field, seat = cast.fields[university], cast.seats[university]
    said = (
        (trade, "lacksSkill", skill, "lacks"),
        (firm, "locatedIn", seat, "is based in"),
        (firm, "inSubSector", field, "works in"),
        (university, "hasSectorStrength", field, "is strong in"),
    )
    return tuple(
        Sentence(f"{a.name} {words} {b.name}.", (a, b), (partial(Statement, a, property_, b),))
        for a, property_, b, words in said
    )


def _metadata(number: int, cast: Cast) -> dict[str, str]:
    """Most reports have a date, of a day, a month or a year; some are only known to be old."""
    chance = cast.chance
    known = {"title": f"Report {number}", "publisher": "Northmoor Press"}
    if chance.random() < 0.8:
        planted = number in _PLANTED
        known["region"] = (cast.things["Region"][0] if planted else cast.one("Region")).name
    day = f"20{chance.randrange(10, 32)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    if number % 10 == 0:
        return known | {"not-after": "2014", "not-after-because": "It uses old names."}
    return known | {"issued": day[: chance.choice((4, 7, 10, 10))]}


def _renamed(sentence: Sentence, cast: Cast) -> Sentence:
    """Write an old name where there is one, now and then."""
    text = sentence.text
    for thing in sentence.names:
        if thing.iri in cast.former and cast.chance.random() < 0.2:
            text = text.replace(thing.name, cast.former[thing.iri])
    return sentence._replace(text=text)


def _mentions(
    sentence: str, names: tuple[Entity, ...], start: int, cast: Cast
) -> Iterator[Mention]:
    for thing in names:
        former = cast.former.get(thing.iri, thing.name)
        written = thing.name if thing.name in sentence else former
        at = start + sentence.index(written)
        yield Mention(0, at, at + len(written), written, thing, "invented")


def _confidence(cast: Cast) -> float:
    return cast.chance.choices((0.95, 0.9, 0.8, 0.65, 0.45), (40, 30, 20, 7, 3))[0]
