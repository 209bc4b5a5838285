"""One document read: the order of the reading stages, and the rules they work by.

Reading depends on nothing but the document and the rules, so documents can be read in one process,
in many, or not at all when neither has changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medtechkg.language import fields, grammar, measurebook, names, rulebooks, units, weights
from medtechkg.language.grammar import Rule
from medtechkg.language.lexicon import Lexicon
from medtechkg.language.masks import Alphabet, Mark, Masked
from medtechkg.language.matches import Match
from medtechkg.language.naming import Naming
from medtechkg.language.patterns import Patterns
from medtechkg.language.stances import stance
from medtechkg.language.weights import Weights
from medtechkg.model import (
    Document,
    Entity,
    Figure,
    Mention,
    Modality,
    Passage,
    Polarity,
    Reading,
    Sentence,
    Statement,
    Vocabulary,
)
from medtechkg.reading import (
    coreference,
    decided,
    figures,
    kinds,
    mentions,
    passages,
    phrases,
    places,
    restated,
    statements,
    weighed,
)
from medtechkg.reading.attachment import Scope
from medtechkg.reading.claims import claims
from medtechkg.reading.coreference import Anaphora, Memory
from medtechkg.reading.events import events
from medtechkg.reading.speeches import Speech, speech

__all__ = [
    "Examined",
    "Rules",
    "candidates",
    "examine",
    "judge",
    "load",
    "read",
    "weigh",
    "weighing",
]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that reading works by, loaded once."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    alphabet: Alphabet
    names: names.Rules
    anaphora: Anaphora
    fields: fields.Rules
    phrases: Patterns
    phrase_rules: Mapping[str, Rule]
    relations: Patterns
    figures: measurebook.Grammar
    joint: units.JointWork
    weights: Weights | None = None
    fits: weighed.Fits | None = None
    naming: Naming | None = None


def load(folder: Path, vocabulary: Vocabulary, model: Path | None = None) -> Rules:
    """Load the pattern files of the ontology folder, and the weights there or in another file.

    Raises:
        SeedError: if one is malformed or names what the ontology lacks.
    """
    lexicon = Lexicon(vocabulary)
    alphabet = Alphabet(vocabulary.ancestors)
    patterns = folder / "patterns"
    built = tuple(grammar.read_rules(patterns / "phrases.yaml"))
    counts = rulebooks.read_counts(patterns / "calibration.yaml")
    related = [
        rulebooks.calibrated(rule, counts)
        for path in sorted(patterns.glob("relations*.yaml"))
        for rule in grammar.read_rules(path)
    ]
    rules = Rules(
        vocabulary=vocabulary,
        lexicon=lexicon,
        alphabet=alphabet,
        names=names.load(patterns / "names.yaml"),
        anaphora=coreference.load(patterns / "anaphora.yaml"),
        fields=fields.load(patterns / "fields.yaml"),
        phrases=Patterns(built, vocabulary, alphabet),
        phrase_rules={rule.id: rule for rule in built},
        relations=Patterns(related, vocabulary, alphabet),
        figures=measurebook.load(patterns / "figures.yaml"),
        joint=units.load(patterns / "words.yaml"),
    )
    own = patterns / "weights.yaml"
    model = model or (own if own.exists() else None)
    return weighing(rules, weights.load(model, vocabulary) if model else None)


def weighing(rules: Rules, model: Weights | None) -> Rules:
    """The same rules with other weights; with none, rules alone read."""
    fits = weighed.fitting(model.biases, rules.vocabulary) if model else None
    return replace(rules, weights=model, fits=fits, naming=model.naming if model else None)


def read(document: Document, rules: Rules) -> Reading:
    """Read a document: passages, names, what they stand for, and what is said of them."""
    return judge(examine(document, rules), rules)


@dataclass(frozen=True, slots=True)
class Examined:
    """A document as its rules read it, and the pairs of names that are still to be weighed.

    ``taken`` are the entities that a sentence gave another class.
    """

    text: statements.Text
    passages: tuple[Passage, ...]
    about: statements.Scope
    told: tuple[Statement, ...]
    bound: tuple[Mark, ...]
    taken: Mapping[Entity, Entity]
    pairs: tuple[weighed.Pair, ...]
    unlinked: tuple[Mark, ...]
    speeches: tuple[Speech, ...]


def examine(document: Document, rules: Rules) -> Examined:
    """Read what the rules of a language of patterns tell, and pair the names of every unit."""
    split, sentences, named, unlinked = _found(document, rules)
    if rules.naming is not None:
        tried = decided.named(split, sentences, named, unlinked)
        named, unlinked = decided.settle_names(named, unlinked, tried, rules.naming)
    marks = _composed(split, sentences, named, rules)
    if rules.naming is not None:
        words = decided.common(split, sentences, marks)
        marks = decided.settle_common(marks, words, rules.naming)
    text = statements.Text(document, {p.index: p for p in split}, sentences, marks)
    themes = rules.figures.subjects["themes"]
    about = statements.scope(text, rules.anaphora, themes)
    speeches = speech(split, _references(text, marks))
    found = statements.extract(
        text,
        rules.relations,
        rules.phrase_rules,
        rules.alphabet,
        about,
        _stance,
        _speaker(speeches),
        rules.joint,
    )
    told, taken = kinds.settled(
        found.statements, found.lent, rules.vocabulary.properties, rules.alphabet
    )
    paired = _paired(found, text, about, taken, rules)
    bound: Sequence[Mark] = found.bound
    if taken:
        bound = kinds.retaken(bound, taken)
        text = replace(text, marks={index: kinds.retaken(marks[index], taken) for index in marks})
        speeches = speech(split, _references(text, text.marks))
    return Examined(
        text,
        split,
        about,
        tuple(told),
        tuple(bound),
        taken,
        paired,
        tuple(unlinked),
        tuple(speeches),
    )


def candidates(document: Document, rules: Rules) -> list[decided.Candidate]:
    """All words of a document that may name something, as rules alone read it."""
    split, sentences, named, unlinked = _found(document, rules)
    marks = _composed(split, sentences, named, rules)
    return [
        *decided.named(split, sentences, named, unlinked),
        *decided.common(split, sentences, marks),
    ]


def _found(
    document: Document, rules: Rules
) -> tuple[tuple[Passage, ...], tuple[Sentence, ...], dict[int, list[Mark]], tuple[Mark, ...]]:
    """The passages and sentences of a document, its names, and those that nothing classes."""
    split = passages.split(document)
    sentences = tuple(sentence for passage in split for sentence in passages.sentences(passage))
    return split, sentences, *mentions.find(split, rules.lexicon, rules.names)


def _composed(
    split: Sequence[Passage],
    sentences: Sequence[Sentence],
    named: Mapping[int, Sequence[Mark]],
    rules: Rules,
) -> dict[int, list[Mark]]:
    memory = Memory(rules.anaphora, rules.vocabulary.ancestors)
    return phrases.compose(
        split, sentences, named, rules.phrases, rules.alphabet, memory, rules.fields
    )


def _paired(
    found: statements.Found,
    text: statements.Text,
    about: statements.Scope,
    taken: Mapping[Entity, Entity],
    rules: Rules,
) -> tuple[weighed.Pair, ...]:
    if rules.weights is None or rules.fits is None:
        return ()
    sorts = rules.weights.kinds_of(rules.vocabulary.ancestors)
    return tuple(weighed.pairs(found, text, about, taken, sorts, rules.fits))


def judge(seen: Examined, rules: Rules) -> Reading:
    """Weigh what the rules told and what no rule told, and put the reading together."""
    text, about, speeches = seen.text, seen.about, seen.speeches
    told, more = weigh(seen, rules)
    told = [one for one in told if places.plausible(one, rules.vocabulary.within)]
    bound = [*seen.bound, *more]
    hidden = {f"phrase:{key}" for key, rule in rules.phrase_rules.items() if _hides(rule)}
    heard = _references(text, text.marks)
    final = _mentions(text, _named(text.marks, hidden), bound)
    asked = [_mention(text, mark, mark.senses[0].entity) for mark in bound]
    # A post stands for its body where no word does: there is nothing to quote.
    known = sorted({m for m in (*heard, *asked) if m.start < m.end}, key=_position)
    measured = sorted({*known, *_places_of_cohorts(text, text.marks)}, key=_position)
    sector = about.sector.senses[0].entity if about.sector else None
    split, sentences = seen.passages, text.sentences
    return Reading(
        document=text.document,
        passages=split,
        mentions=final,
        statements=tuple(told),
        figures=tuple(
            restated.merged(
                text.document,
                _figures(text, measured, _scope(text.document, about), rules, speeches),
            )
        ),
        claims=tuple(claims(text.document, split, sentences, known, speeches, sector)),
        events=tuple(events(text.document, split, sentences, known)),
        unlinked=tuple(_mention(text, mark, Entity("", "")) for mark in seen.unlinked),
    )


def weigh(seen: Examined, rules: Rules) -> tuple[list[Statement], list[Mark]]:
    """What rules and words tell together, and the marks that words alone rest on."""
    if rules.weights is None:
        return list(seen.told), []
    tell, words = _teller(seen, rules), rules.vocabulary
    return weighed.judged(seen.told, seen.pairs, rules.weights, words, tell, seen.taken)


def _teller(seen: Examined, rules: Rules) -> weighed.Tell:
    """How a pair becomes statements: with the evidence and the stance that a rule would give."""
    heard = _stance, _speaker(seen.speeches)

    def tell(match: Match, masked: Masked) -> statements.Found:
        return statements.stated(match, masked, seen.text, seen.about, heard, rules.alphabet)

    return tell


def _references(text: statements.Text, marks: Mapping[int, Sequence[Mark]]) -> list[Mention]:
    """Every span that names or stands for something, anaphors included."""
    return [
        _mention(text, mark, mark.senses[0].entity)
        for index in sorted(marks)
        for mark in marks[index]
        if mark.strong and not _describes(text.passages[index].text, mark)
    ]


def _describes(text: str, mark: Mark) -> bool:
    """Whether a name is only half of a word that describes another: "the Fife-based firm"."""
    return (
        text[mark.end : mark.end + 1] in ("-", "–") and text[mark.end + 1 : mark.end + 2].islower()
    )


def _places_of_cohorts(text: statements.Text, marks: Mapping[int, Sequence[Mark]]) -> list[Mention]:
    """The places that bound a cohort: "firms across that region, which has 200 of them"."""
    return [
        _mention(text, inner, inner.senses[0].entity)
        for index in sorted(marks)
        for mark in marks[index]
        if mark.senses[0].cls == "Cohort"
        for inner in mark.parts()
        if inner.senses[0].cls == "Region"
    ]


def _position(mention: Mention) -> tuple[int, int, int, str]:
    return mention.passage, mention.start, mention.end, mention.entity.name


def _speaker(speeches: Sequence[Speech]) -> statements.Speaker:
    """Who speaks at a position; of nested speech the inner one."""

    def who(passage: int, position: int) -> Entity | None:
        said = [s for s in speeches if s.passage == passage and s.start <= position < s.end]
        return min(said, key=lambda s: s.end - s.start).speaker if said else None

    return who


def _scope(document: Document, about: statements.Scope) -> Scope:
    return Scope(
        subject=about.subject.senses[0].entity if about.subject else None,
        sector=about.sector.senses[0].entity if about.sector else None,
        area=about.area.senses[0].entity if about.area else None,
        issued=document.metadata.get("issued"),
    )


def _figures(
    text: statements.Text,
    known: Sequence[Mention],
    scope: Scope,
    rules: Rules,
    speeches: Sequence[Speech],
) -> Iterator[Figure]:
    """The figures of every sentence; names before it are its context, nearest last."""
    who = _speaker(speeches)
    last: tuple[Passage, Figure] | None = None
    starts = [(m.passage, m.start) for m in known]  # in order, as ``known`` is
    for sentence in text.sentences:
        passage = text.passages[sentence.passage]
        first, end = (bisect_left(starts, (passage.index + more, 0)) for more in (0, 1))
        here = known[first:end]
        earlier = known[: bisect_left(starts, (sentence.passage, sentence.start))]
        for figure in figures.extract(
            text.document,
            passage,
            sentence,
            here,
            scope,
            rules.figures,
            context=earlier,
            passages=text.passages,
            told=last[1] if last and figures.continues(last[0], passage) else None,
        ):
            last = passage, figure
            at = passage.text.find(figure.verbatim, sentence.start, sentence.end)
            yield replace(figure, speaker=who(passage.index, max(at, sentence.start)))


def _stance(text: str, start: int, end: int) -> tuple[Modality, Polarity]:
    found = stance(text, start, end)
    return found.modality, found.polarity


def _hides(rule: Rule) -> bool:
    return rule.options.get("parts") is False


def _mentions(
    text: statements.Text, named: Iterable[Mark], bound: Sequence[Mark]
) -> tuple[Mention, ...]:
    """Every span that names something: by itself, inside a longer name, or asked for."""
    found: dict[tuple[int, int, int, Entity], Mention] = {}
    phrases = [mark for mark in bound if mark.rule.startswith("slot:")]
    for mark in [*named, *bound]:
        if mark.rule.startswith("anaphor") or any(_inside(mark, phrase) for phrase in phrases):
            continue
        entity = mark.senses[0].entity
        key = (mark.passage, mark.start, mark.end, entity)
        found.setdefault(key, _mention(text, mark, entity))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[:3]))


def _inside(mark: Mark, other: Mark) -> bool:
    """Whether a name is only part of a phrase that was read as one name, or is read as it."""
    same = (mark.start, mark.end) == (other.start, other.end)
    return (
        mark.passage == other.passage
        and other.start <= mark.start
        and mark.end <= other.end
        and not (same and mark.rule.startswith("slot:"))
    )


def _named(marks: Mapping[int, Sequence[Mark]], hidden: Collection[str]) -> Iterator[Mark]:
    for index in sorted(marks):
        for mark in marks[index]:
            if mark.strong or mark.rule == "group" or mark.rule.startswith(decided.LEARNT):
                yield mark
            if mark.rule not in hidden:
                yield from mark.parts()


def _mention(text: statements.Text, mark: Mark, entity: Entity) -> Mention:
    written = text.passages[mark.passage].text[mark.start : mark.end]
    return Mention(mark.passage, mark.start, mark.end, written, entity, mark.rule, mark.because)
