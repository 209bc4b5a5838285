"""One document read: the order of the reading stages, and the rules they work by.

Reading depends on nothing but the document and the rules, so documents can be read in one process,
in many, or not at all when neither has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medtechkg import coreference, grammar, mentions, names, passages, phrases, statements
from medtechkg.coreference import Anaphora, Memory
from medtechkg.grammar import Rule
from medtechkg.lexicon import Lexicon
from medtechkg.masks import Alphabet, Mark
from medtechkg.model import Document, Entity, Mention, Modality, Polarity, Reading, Vocabulary
from medtechkg.patterns import Patterns
from medtechkg.stances import stance

__all__ = ["Rules", "load", "read"]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that reading works by, loaded once."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    alphabet: Alphabet
    names: names.Rules
    anaphora: Anaphora
    phrases: Patterns
    phrase_rules: Mapping[str, Rule]
    relations: Patterns


def load(folder: Path, vocabulary: Vocabulary) -> Rules:
    """Load the pattern files of the ontology folder.

    Raises:
        SeedError: if one is malformed or names what the ontology lacks.
    """
    lexicon = Lexicon(vocabulary)
    alphabet = Alphabet(vocabulary.ancestors, lexicon.sense_sets())
    patterns = folder / "patterns"
    built = tuple(grammar.read_rules(patterns / "phrases.yaml"))
    related = [
        rule for path in sorted(patterns.glob("relations*.yaml")) for rule in grammar.read_rules(path)
    ]
    return Rules(
        vocabulary=vocabulary,
        lexicon=lexicon,
        alphabet=alphabet,
        names=names.load(patterns / "names.yaml"),
        anaphora=coreference.load(patterns / "anaphora.yaml"),
        phrases=Patterns(built, vocabulary, alphabet),
        phrase_rules={rule.id: rule for rule in built},
        relations=Patterns(related, vocabulary, alphabet),
    )


def read(document: Document, rules: Rules) -> Reading:
    """Read a document: passages, names, what they stand for, and what is said of them."""
    split = passages.split(document)
    sentences = tuple(sentence for passage in split for sentence in passages.sentences(passage))
    named, unlinked = mentions.find(split, rules.lexicon, rules.names)
    memory = Memory(rules.anaphora, rules.vocabulary.ancestors)
    marks = phrases.compose(split, sentences, named, rules.phrases, rules.alphabet, memory)
    text = statements.Text(document, {p.index: p for p in split}, sentences, marks)
    about = statements.scope(text)
    found = statements.extract(
        text, rules.relations, rules.phrase_rules, rules.alphabet, about, _stance, lambda p, a: None
    )
    final = _mentions(text, marks, found.bound)
    return Reading(
        document=document,
        passages=split,
        mentions=final,
        statements=tuple(found.statements),
        unlinked=tuple(_mention(text, mark, Entity("", "")) for mark in unlinked),
    )


def _stance(text: str, start: int, end: int) -> tuple[Modality, Polarity]:
    found = stance(text, start, end)
    return found.modality, found.polarity


def _mentions(
    text: statements.Text, marks: Mapping[int, Sequence[Mark]], bound: Iterable[Mark]
) -> tuple[Mention, ...]:
    """Every span that names something: by itself, inside a longer name, or asked for."""
    found: dict[tuple[int, int, int, Entity], Mention] = {}
    for mark in [*_named(marks), *bound]:
        if mark.rule.startswith("anaphor"):
            continue
        entity = mark.senses[0].entity
        found.setdefault(
            (mark.passage, mark.start, mark.end, entity), _mention(text, mark, entity)
        )
    return tuple(found[key] for key in sorted(found, key=lambda key: key[:3]))


def _named(marks: Mapping[int, Sequence[Mark]]) -> Iterator[Mark]:
    for index in sorted(marks):
        for mark in marks[index]:
            if mark.strong:
                yield mark
            yield from mark.parts()


def _mention(text: statements.Text, mark: Mark, entity: Entity) -> Mention:
    written = text.passages[mark.passage].text[mark.start : mark.end]
    return Mention(mark.passage, mark.start, mark.end, written, entity, mark.rule)


