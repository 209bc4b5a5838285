"""Where a document writes a name again and nothing beside it says so."""

from __future__ import annotations

import wording
from medtechkg.reading import mentions


def named(*texts: str) -> list[tuple[str, str]]:
    rules = wording.small()
    passages = [wording.passage(text, at) for at, text in enumerate(texts)]
    marks, _ = mentions.find(passages, rules.lexicon, rules.names)
    return [
        (texts[index][mark.start : mark.end], mark.senses[0].entity.name)
        for index in sorted(marks)
        for mark in marks[index]
    ]


def test_a_name_that_begins_a_sentence_is_read_where_another_sentence_classes_it() -> None:
    texts = ("Velbrant, a Holt-based maker of stents, has grown.", "Velbrant also won.")
    assert ("Velbrant", "Velbrant") in named(*texts)[1:]


def test_a_surname_and_the_first_word_of_a_firm_stand_for_the_whole() -> None:
    texts = ("Dr Una Tarnholt runs Halvorsen Prosthetics Ltd.", "Tarnholt grew; Halvorsen too.")
    assert named(*texts)[-2:] == [
        ("Tarnholt", "Una Tarnholt"),
        ("Halvorsen", "Halvorsen Prosthetics Ltd"),
    ]


def test_a_word_of_a_longer_name_is_not_the_shorter_one() -> None:
    texts = ("Velbrant, a maker of stents, has grown.", "It lies in Velbrant Vale Gardens.")
    assert [written for written, _ in named(*texts)].count("Velbrant") == 1


def test_a_campus_is_a_university_by_itself() -> None:
    (one,) = named("She studied at Northmoor University (NMU) Westmarch.")
    assert one == ("Northmoor University (NMU) Westmarch", "Northmoor University (NMU) Westmarch")
    assert len(named("She studied at Northmoor University, Westmarch.")) == 2


def test_a_peer_is_the_same_with_the_place_and_without() -> None:
    texts = ("Baroness Vask of Tarnbridge came.", "Lady Vask spoke.", "Baroness Vask left.")
    assert {name for _, name in named(*texts)} == {"Baroness Vask of Tarnbridge"}
