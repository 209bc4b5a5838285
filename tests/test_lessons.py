"""What annotated pages teach of which words name something."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import wording
from medtechkg import classing, lessons, reader
from medtechkg.classing import Example
from medtechkg.lessons import Lesson, Taught
from medtechkg.records import Record
from readings import document

pytest.importorskip("scipy")

FIELDS = ("wool grading", "loom repair", "cloth dyeing", "yarn testing", "felt pressing")
PLACES = ("early morning", "good weather", "plain sight", "warm water", "short order")


def text(number: int) -> str:
    field, place = FIELDS[number % 5], PLACES[number % 5]
    return f"Page {number} praises skills in {field}. Children play near {place} on day {number}.\n"


def gold(number: int) -> list[Record]:
    field = FIELDS[number % 5]
    return [{"kind": "entity", "subject": field, "subject_type": "Skill", "mention": field}]


def rules() -> reader.Rules:
    return reader.weighing(wording.wider(), None)


@cache
def pages(count: int = 120) -> tuple[Lesson, ...]:
    return tuple(
        lessons.lesson(f"page {at:03}", document(text(at)), gold(at), rules())
        for at in range(count)
    )


@cache
def taught() -> Taught:
    return lessons.learn(pages())


def test_words_have_the_class_they_are_annotated_with_and_their_parts_none() -> None:
    told = {cls for _, cls in pages()[0].told}
    assert told == {"Skill", None}
    assert sum(cls == "Skill" for _, cls in pages()[0].told) == 1


def test_what_is_learnt_reads_words_never_seen() -> None:
    model = taught().naming
    assert model is not None
    fresh = document("Page 9 praises skills in harness mending. Children play near tall trees.\n")
    found = reader.read(fresh, replace(rules(), naming=model))
    named = {m.text: m.entity.cls for m in found.mentions if m.rule.startswith("learnt:")}
    assert named == {"harness mending": "Skill"}


def test_no_page_is_read_by_what_it_taught() -> None:
    first = pages()[0]
    rest = [each for at, each in enumerate(pages()) if at % 5]
    assert taught().others[first] == lessons.learn(rest).naming


def test_the_order_of_pages_makes_no_difference() -> None:
    assert lessons.learn(reversed(pages())).naming == taught().naming


def test_too_few_names_teach_nothing() -> None:
    assert lessons.learn(pages()[:5]).naming is None


def test_what_is_there_is_gone_on_from() -> None:
    more = lessons.learn(pages()[:5], taught().naming).naming
    assert more is not None
    assert more.features["skill in _"] >= 0.5


def test_words_written_only_with_capitals_teach_nothing() -> None:
    examples = [
        Example(("^ … Tarn …".lower(), "^ … lasers …", "a name"), "Business", at)
        for at in range(200)
    ] + [Example(("a phrase",), None, at) for at in range(200)]
    model = classing.fit(examples, {"lasers"})
    assert model is not None
    assert "^ … lasers …" in model.features
    assert "^ … tarn …" not in model.features


def test_partly_annotated_pages_do_not_teach_what_is_no_name() -> None:
    examples = [Example(("in _",), "Skill", at) for at in range(150)]
    examples += [Example(("near _",), None, at) for at in range(150)]
    partial = [Example(("in _",), None, at, partial=True) for at in range(150)]
    assert classing.fit([*examples, *partial], {"in", "near"}) == classing.fit(
        examples, {"in", "near"}
    )
