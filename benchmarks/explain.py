"""What an explanation costs beside the plain query, on an invented graph of any size.

    python benchmarks/explain.py [TRIPLES [ROWS [REPEAT]]]

Invented reports name universities, firms, skills and qualifications; the rules of the ontology run
over them. Each query is run plainly, for all its rows, and then with its first ROWS rows explained
down to the quotes; the figure to watch is how many times the plain query that takes.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Iterator
from decimal import Decimal
from time import perf_counter

from medtechkg import answers, explain, inference, questions, rdf, resources, store, vocabulary
from medtechkg.iris import Base, digest
from medtechkg.model import (
    Document,
    Entity,
    Evidence,
    Figure,
    Mention,
    Passage,
    PassageKind,
    Polarity,
    Reading,
    Statement,
)

BASE = Base()
QUERIES = {
    name: name
    for name in (
        "skill-shortages",
        "qualifications-sought",
        "qualification-developers",
        "negative-findings",
        "who-said-what",
        "evidence",
    )
} | {
    "what is lacked": (
        "SELECT ?name ?skill { ?one mtk:lacksSkill ?it ; skos:prefLabel ?name . "
        "?it skos:prefLabel ?skill }"
    ),
    "partner or developer": (
        "SELECT DISTINCT ?name ?other { { ?one mtk:collaboratesWith ?it } UNION "
        "{ ?one mtk:develops ?it } ?one skos:prefLabel ?name . ?it skos:prefLabel ?other }"
    ),
    "words": (
        "SELECT ?title ?quote { ?said oa:hasSource/mtk:snapshotOf/dcterms:title ?title ; "
        'oa:hasSelector/oa:exact ?quote FILTER(CONTAINS(?quote, "Northmoor 1 ")) }'
    ),
    "partners by count": (
        "SELECT ?name (COUNT(DISTINCT ?other) AS ?partners) "
        "{ ?one mtk:collaboratesWith ?other ; skos:prefLabel ?name } "
        "GROUP BY ?name ORDER BY DESC(?partners) ?name"
    ),
    "places within": (
        "SELECT ?name ?place { ?one mtk:partOf+ ?whole . ?whole mtk:locatedIn* ?area . "
        "?one skos:prefLabel ?name . ?area skos:prefLabel ?place }"
    ),
    "firms without a partner": (
        "SELECT ?name { ?firm a mtk:Business ; skos:prefLabel ?name "
        "FILTER NOT EXISTS { ?firm mtk:collaboratesWith ?other } }"
    ),
    "partners of universities": (
        "SELECT ?name ?partner { ?link a mtk:Collaboration ; mtk:participant ?one , ?it . "
        "?one a mtk:University ; skos:prefLabel ?name . ?it a mtk:Business ; "
        "skos:prefLabel ?partner OPTIONAL { ?link mtk:statedBy/skos:prefLabel ?speaker } }"
    ),
    "figures": (
        "SELECT ?name ?value ?unit { ?figure mtk:about ?firm ; mtk:value ?value . "
        "?firm skos:prefLabel ?name OPTIONAL { ?figure mtk:unit/skos:prefLabel ?unit } "
        "FILTER(?value > 500) }"
    ),
}
#: What is said in a report, by property; negated ones make the negative findings.
SAID = (
    ("University", "collaboratesWith", "Business"),
    ("Business", "lacksSkill", "Skill"),
    ("Business", "seeksQualification", "Qualification"),
    ("University", "develops", "Qualification"),
    ("Facility", "partOf", "University"),
    ("University", "locatedIn", "Place"),
    ("Qualification", "requiresSkill", "Skill"),
    ("Business", "collaboratesWith", "Cohort"),
)
SENTENCES = 40


def _things(documents: int) -> dict[str, list[Entity]]:
    numbers = {
        "University": documents // 8,
        "Business": documents * 4,
        "Skill": documents // 2,
        "Qualification": documents // 2,
        "Facility": documents // 4,
        "Place": documents // 8,
        "Cohort": documents // 4,
    }
    return {
        cls: [Entity(cls, f"{cls} of Northmoor {at}") for at in range(max(3, number))]
        for cls, number in numbers.items()
    }


def _reading(number: int, things: dict[str, list[Entity]], chance: random.Random) -> Reading:
    sayings = []
    for _ in range(SENTENCES):
        one, property_, other = chance.choice(SAID)
        subject, object_ = chance.choice(things[one]), chance.choice(things[other])
        sayings.append((subject, property_, object_, chance.randrange(1, 1000)))
    sentences = [f"{s.name} {p} {o.name}, {n} people." for s, p, o, n in sayings]
    text = f"Report {number}\n" + "\n".join(sentences)
    metadata = {"title": f"Report {number}", "issued": f"20{number % 30 + 10}-03-05"}
    document = Document(digest(text), f"{number}.txt", text, metadata=metadata)
    statements, figures, mentions, start = [], [], [], text.index("\n") + 1
    for sentence, (subject, property_, object_, value) in zip(sentences, sayings, strict=True):
        quote = (Evidence.of(document, start, start + len(sentence), "invented"),)
        polarity = Polarity.NEGATED if value % 20 == 0 else Polarity.AFFIRMED
        speaker = subject if value % 3 == 0 else None
        statements.append(
            Statement(subject, property_, object_, quote, polarity=polarity, speaker=speaker)
        )
        if subject.cls == "Business":
            amount, digits = Decimal(value), str(value)
            figures.append(Figure(subject, "employeeCount", "employee", quote, digits, amount))
        for thing in (subject, object_):
            at = start + sentence.index(thing.name)
            end = at + len(thing.name)
            mentions.append(Mention(0, at, end, thing.name, thing, "invented"))
        start += len(sentence) + 1
    whole = Passage(0, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),))
    return Reading(document, (whole,), tuple(mentions), tuple(statements), tuple(figures))


def invented(triples: int) -> store.Embedded:
    """A graph of at least so many triples, with what follows from them."""
    folder = resources.ontology()
    known = vocabulary.load(folder)
    chance = random.Random(20310305)
    things = _things(max(8, triples // 2_500))
    quads = [*rdf.ontology_quads(folder, BASE), *rdf.reference_quads(folder, BASE)]
    number = 0
    while len(quads) < triples:
        quads += rdf.quads(_reading(number, things, chance), known, BASE, "invented")
        number += 1
    found = store.memory(quads, BASE)
    inference.infer(found.inner, inference.load(folder, BASE), BASE)
    return found


def _plain(graph: store.Store, asked: str) -> int:
    text = asked if "{" in asked else questions.question(asked).text
    return len(list(answers.query(graph, text)))  # type: ignore[arg-type]  # rows


def _seconds(run: object, repeat: int) -> Iterator[float]:
    for _ in range(repeat):
        begin = perf_counter()
        run()  # type: ignore[operator]
        yield perf_counter() - begin


def main(triples: int = 100_000, rows: int = 20, repeat: int = 3) -> None:
    begin = perf_counter()
    graph = invented(triples)
    print(f"{len(graph.inner) // 2:,} triples, made in {perf_counter() - begin:.0f} s")
    print(f"{'':26} {'rows':>7} {'plain':>9} {'why':>9}  times   a row  (median of {repeat})")
    ratios = []
    for name, asked in QUERIES.items():
        number = _plain(graph, asked)
        plain = statistics.median(_seconds(lambda q=asked: _plain(graph, q), repeat))
        why = statistics.median(
            _seconds(lambda q=asked: explain.explain(graph, q, None, rows), repeat)
        )
        ratios.append(why / plain)
        each = why * 1000 / max(1, min(rows, number))
        print(
            f"{name:26} {number:7,} {plain * 1000:6.0f} ms {why * 1000:6.0f} ms "
            f"{why / plain:6.1f} {each:5.1f} ms"
        )
    print(f"{'median':26} {'':7} {'':9} {'':9} {statistics.median(ratios):6.1f}")
    print(f"{'most':26} {'':7} {'':9} {'':9} {max(ratios):6.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
