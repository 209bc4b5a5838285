"""What an explanation costs beside the plain query, on an invented graph of any size.

    python benchmarks/explain.py [TRIPLES [ROWS [REPEAT]]]

The graph is invented, of the shape of ours. Each query is run plainly, for all its rows, and then
with its first ROWS rows explained down to the quotes; the figure to watch is how many times the
plain query that takes. It grows with the triples the rows rest on, which are counted, too.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from time import perf_counter

import shape

from medtechkg import answers, explain, questions, store

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
        'oa:hasSelector/oa:exact ?quote FILTER(CONTAINS(?quote, "Northmoor Implants 3 ")) }'
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
    graph = shape.memory(triples)
    print(f"{len(graph.inner) // 2:,} triples, made in {perf_counter() - begin:.0f} s")
    print(
        f"{'':26} {'rows':>7} {'plain':>9} {'why':>9}  times   a row triples  (median of {repeat})"
    )
    ratios = []
    for name, asked in QUERIES.items():
        number = _plain(graph, asked)
        plain = statistics.median(_seconds(lambda q=asked: _plain(graph, q), repeat))
        why = statistics.median(
            _seconds(lambda q=asked: explain.explain(graph, q, None, rows), repeat)
        )
        ratios.append(why / plain)
        each = why * 1000 / max(1, min(rows, number))
        reasons = explain.explain(graph, asked, None, rows)
        proofs = sum(len(support.proofs) for reason in reasons for support in reason.supports)
        print(
            f"{name:26} {number:7,} {plain * 1000:6.0f} ms {why * 1000:6.0f} ms "
            f"{why / plain:6.1f} {each:5.1f} ms {proofs:7,}"
        )
    print(f"{'median':26} {'':7} {'':9} {'':9} {statistics.median(ratios):6.1f}")
    print(f"{'most':26} {'':7} {'':9} {'':9} {max(ratios):6.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
