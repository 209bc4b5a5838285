"""How fast documents are read, beside what else one would use, on the same text in one run.

    pip install 'medtechkg[bench]'
    python benchmarks/reading.py [COPIES] [DOCUMENTS]

The text is that of the seed documents, COPIES times over (20). On one core, in CPU seconds:
reading (passages to statements and figures) and a blank spaCy pipeline that only splits sentences
and marks the same labels. Then, by the clock: reading in one and in two processes; building a graph
again of documents it holds; how much longer one document takes, or odd texts take, that are eight
times as long. Last, memory: DOCUMENTS short documents (10,000), read one by one.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from medtechkg import documents, pipeline, resources
from medtechkg.model import Document
from medtechkg.reading import layout


def seeds(copies: int) -> list[Document]:
    found = list(documents.read(documents.sources([resources.seeds() / "documents"])))
    return [
        replace(each, id=sha256(f"{each.id} {copy}".encode()).hexdigest())
        for copy in range(copies)
        for each in found
    ]


def short(number: int) -> Iterator[Document]:
    for at in range(number):
        text = f"Tarn {at} Ltd is based in Leeds. It employs {at + 10} people and makes lasers.\n"
        yield Document(sha256(text.encode()).hexdigest(), f"{at}.txt", text)


def megabytes(found: list[Document]) -> float:
    return sum(len(each.text.encode()) for each in found) / 1e6


def ours(found: list[Document], rules: pipeline.Rules) -> float:
    for document in found[:4]:
        pipeline.read(document, rules)  # regular expressions are compiled on first use
    begin = process_time()
    for document in found:
        pipeline.read(document, rules)
    return process_time() - begin


def spacy_ruler(found: list[Document], rules: pipeline.Rules) -> float:
    import spacy

    pipe: Any = spacy.blank("en")
    pipe.add_pipe("sentencizer")
    ruler = pipe.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    labels = {(label.text, term.cls) for term in rules.vocabulary.terms for label in term.labels}
    ruler.add_patterns([{"label": cls, "pattern": text} for text, cls in sorted(labels)])
    pipe(found[0].text)
    begin = process_time()
    for document in found:
        list(pipe(document.text).sents)
    return process_time() - begin


def processes(found: list[Document], rules: pipeline.Rules) -> tuple[float, float]:
    begin = perf_counter()
    for _ in pipeline.read_all(found, rules):
        pass
    one = perf_counter() - begin
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        for _ in pipeline.read_all(found, rules, executor):
            pass  # the processes load the rules
        begin = perf_counter()
        for _ in pipeline.read_all(found, rules, executor):
            pass
        two = perf_counter() - begin
    return one, two


def again(rules: pipeline.Rules) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        first = pipeline.build([], Path(folder) / "graph", rules=rules, jobs=1)
        paths = [resources.seeds() / "documents"]
        second = pipeline.add(paths, Path(folder) / "graph", rules=rules, jobs=1)
    return first.seconds["read"], second.seconds["read"]


def memory(number: int, rules: pipeline.Rules) -> list[tuple[int, float]]:
    peaks = []
    for at, _ in enumerate(pipeline.read_all(short(number), rules), 1):
        if at in (number // 10, number):
            peaks.append((at, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    return peaks


def odd() -> float:
    """How many times as long a text of one odd line takes that is eight times as long."""

    def seconds(piece: str, times: int) -> float:
        begin = process_time()
        layout.blocks(piece * times)
        return process_time() - begin

    pieces = ("A\n\n", "A b\n\nC d\n\n", "a:\n", "12\n\f", "x:\n\ny\n\n")
    return max(seconds(piece, 16_000) / seconds(piece, 2_000) for piece in pieces)


def long(rules: pipeline.Rules) -> float:
    """How many times as long one document takes that is eight times as long: a whole plan."""

    def seconds(times: int) -> float:
        text = "\n\n".join(each.text for each in seeds(times))
        document = Document(sha256(text.encode()).hexdigest(), "long.txt", text)
        begin = process_time()
        pipeline.read(document, rules)
        return process_time() - begin

    seconds(1)
    short_, long_ = seconds(2), seconds(16)
    return long_ / short_


def main(copies: int = 20, number: int = 10_000) -> None:
    rules = pipeline.load_rules()
    found = seeds(copies)
    size = megabytes(found)
    own = ours(found, rules)
    print(f"{len(found)} documents, {size:.2f} MB")
    print(f"reading               {own:7.2f} s of CPU  {size / own:5.2f} MB/s")
    try:
        other = spacy_ruler(found, rules)
    except ImportError:
        print("spaCy is not installed: pip install 'medtechkg[bench]'")
    else:
        print(f"spaCy, entity ruler   {other:7.2f} s of CPU  {size / other:5.2f} MB/s")
        print(f"reading / spaCy       {own / other:7.2f}")
    one, two = processes(found, rules)
    print(f"one process           {one:7.2f} s")
    print(f"two processes         {two:7.2f} s           {one / two:5.2f} times one")
    first, second = again(rules)
    print(f"first build, reading  {first:7.3f} s")
    print(f"built again, reading  {second:7.3f} s")
    print(f"one document, 8 times as long      {long(rules):5.1f} times the time")
    print(f"odd texts, 8 times as long at most {odd():5.1f} times the time")
    for at, peak in memory(number, rules):
        print(f"peak after {at:>6} short documents  {peak:6.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
