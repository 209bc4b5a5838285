"""How long a build takes, stage by stage, for documents of ordinary length.

    python benchmarks/build.py [DOCUMENTS] [SENTENCES]

The documents are made up, and so is the reading of them: each sentence relates two names and
gives a figure. What is measured is everything after reading: graph, rules, checks and writing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from time import perf_counter

BEGIN = perf_counter()

from medtechkg import pipeline  # noqa: E402  # the import is part of what is measured
from medtechkg.model import (  # noqa: E402
    Document,
    Entity,
    Evidence,
    Figure,
    Mention,
    Reading,
    Statement,
)

IMPORTED = perf_counter()
TOWNS = ("Ashwick", "Brennock", "Calderly", "Dunmarsh", "Eastvale", "Farrowby", "Glenholm")
TRADES = ("Optics", "Splints", "Imaging", "Implants", "Sensors", "Dressings", "Robotics", "Labs")


def texts(documents: int, sentences: int) -> Iterator[str]:
    for number in range(documents):
        lines = []
        for at in range(sentences):
            town = TOWNS[(at + number) % len(TOWNS)]
            firm = f"{town} {TRADES[(at * 3 + number) % len(TRADES)]} Ltd"
            jobs = 1000 + 7 * at + number
            lines.append(f"{firm} is based in {town} and employs more than {jobs:,} people.")
        yield "\n".join(lines) + "\n"


def read(document: Document, rules: pipeline.Rules) -> Reading:
    """Read the made-up sentences, which are all alike."""
    begun = pipeline.read(document, rules)
    mentions, statements, figures = [], [], []
    for passage in begun.passages:
        at = 0
        while (end := passage.text.find(" people.", at)) >= 0:
            start, at = at, end + len(" people.")
            sentence = passage.text[start:at].strip()
            start = passage.text.index(sentence, start)
            name, rest = sentence.split(" is based in ")
            town, number = rest.split(" and employs more than ")
            firm, place = Entity("Business", name), Entity("Region", town)
            whole = (Evidence.of(document, *passage.span(start, at), "made-up"),)
            for entity in (firm, place):
                where = passage.text.index(entity.name, start)
                stop = where + len(entity.name)
                mentions.append(Mention(passage.index, where, stop, entity.name, entity, "made-up"))
            statements.append(Statement(firm, "locatedIn", place, whole))
            digits = number.removesuffix(" people.")
            value = Decimal(digits.replace(",", ""))
            figures.append(
                Figure(
                    firm, "employeeCount", "employee", whole, digits, value, qualifier="more-than"
                )
            )
    return Reading(document, begun.passages, tuple(mentions), tuple(statements), tuple(figures))


def main(documents: int = 2, sentences: int = 150) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "texts").mkdir()
        for number, text in enumerate(texts(documents, sentences)):
            (root / "texts" / f"{number}.txt").write_text(text, encoding="utf-8")
        begin = perf_counter()
        report = pipeline.build([root / "texts"], root / "graph", reader=read)
        whole = perf_counter() - begin
    print(f"{documents} documents, {sentences} sentences each: {dict(report.counts)}")
    print(f"{'import':10} {IMPORTED - BEGIN:6.2f} s")
    for stage, seconds in report.seconds.items():
        print(f"{stage:10} {seconds:6.2f} s")
    print(f"{'whole':10} {whole:6.2f} s (check runs while writing)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
