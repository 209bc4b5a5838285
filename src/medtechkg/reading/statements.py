"""What the sentences of a document state: patterns of the ontology's properties, with evidence.

A match yields a statement for each pair its slots name. Its evidence is the sentence; in a list
the item and the line that introduces it; where a pronoun is an end, also the sentence that names
what it stands for. So both ends of every statement stand in one of its quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from medtechkg.language.grammar import Rule, states
from medtechkg.language.lexicon import Sense
from medtechkg.language.masks import Alphabet, Mark, Masked, Piece, mask
from medtechkg.language.patterns import Item, Match, Patterns
from medtechkg.language.possessives import possessed
from medtechkg.language.rulebooks import CONFIDENCE
from medtechkg.language.simplify import clauses
from medtechkg.language.stances import over
from medtechkg.language.subjects import holder_alone, said_of_others
from medtechkg.language.units import TOPIC, JointWork, units
from medtechkg.model import (
    Entity,
    Evidence,
    Modality,
    Polarity,
    Statement,
)
from medtechkg.reading.kinds import LENT, Lent, lent_kinds
from medtechkg.reading.posts import begins, whole
from medtechkg.reading.topics import Scope, Text, all_marks, part_about, scope

__all__ = ["Found", "Scope", "Text", "extract", "merge", "scope", "stated"]

#: Modality and polarity of a stretch of text: (text, start, end) -> both.
Stance = Callable[[str, int, int], tuple[Modality, Polarity]]
#: Who speaks at a position of a passage, if anyone is quoted there.
Speaker = Callable[[int, int], Entity | None]
#: How a clause is meant, and who speaks.
Heard = tuple[Stance, Speaker]


@dataclass(slots=True)
class Found:
    """What was read: the statements, and the marks that a sentence asked for.

    ``said`` are the units it was read in, each masked as it stands and in plainer words.
    """

    statements: list[Statement] = field(default_factory=list)
    bound: list[Mark] = field(default_factory=list)
    lent: Lent = field(default_factory=dict)
    said: list[tuple[Sequence[Piece], Sequence[Masked]]] = field(default_factory=list)


def extract(
    text: Text,
    patterns: Patterns,
    phrases: Mapping[str, Rule],
    alphabet: Alphabet,
    about: Scope,
    stance: Stance,
    speaker: Speaker,
    joint: JointWork,
) -> Found:
    """Read every sentence and every list of a document."""
    reader = _Reader(text, alphabet, about, stance, speaker)
    for mark in all_marks(text):
        reader.read_phrase(mark, phrases)
    for pieces in units(text.passages, text.sentences, text.marks, joint):
        masked = mask(pieces, text.marks, alphabet)
        reader.told.clear()
        reader.topic = pieces[-1] if pieces[-1].joint == TOPIC else None
        exact: list[Match] = []
        ways = [masked, *(_restated(masked, alphabet) if len(pieces) == 1 else ())]
        reader.found.said.append((pieces, ways))
        for said in ways:
            for match in _kept(list(patterns.find(said))):
                within = said.part and any(_retold(match, by, masked) for by in exact)
                told = match.trigger[0] == pieces[0].passage.index and not within
                if told and not said_of_others(match, said):
                    reader.read(holder_alone(match, said), said)
                if not said.part and "consumes" in match.pattern.rule.options:
                    exact.append(match)
    named = _idle(reader.found.statements, phrases)
    kept = (s for s in reader.found.statements if s not in named and not reader.narrower(s))
    reader.found.statements = merge(kept)
    return reader.found


def stated(
    match: Match, masked: Masked, text: Text, about: Scope, heard: Heard, alphabet: Alphabet
) -> Found:
    """Turn one match into its statements, whatever found it."""
    reader = _Reader(text, alphabet, about, *heard)
    reader.read(match, masked)
    return reader.found


def _restated(masked: Masked, alphabet: Alphabet) -> Iterator[Masked]:
    """What a sentence says in plainer words: its clauses, and what "its" stands for."""
    yield from clauses(masked)
    for at in masked.owners:
        yield possessed(masked, at, alphabet)


def _idle(statements: Sequence[Statement], phrases: Mapping[str, Rule]) -> set[Statement]:
    """What only the wording of a name says ("employers in Fife") of a thing not told of besides."""
    idle = {key for key, rule in phrases.items() if rule.options.get("idle") is False}
    named = {s for s in statements if s.evidence[0].rule in idle}
    told = {end for s in statements if s not in named for end in (s.subject, s.object)}
    return {s for s in named if s.subject not in told}


def merge(statements: Iterable[Statement]) -> list[Statement]:
    """Join statements that say the same, keeping all their evidence."""
    joined: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        key = (
            statement.subject,
            statement.predicate,
            statement.object,
            statement.modality,
            statement.polarity,
            statement.speaker,
            statement.qualifiers,
        )
        known = joined.get(key)
        if known is None:
            joined[key] = statement
        else:
            evidence = tuple(dict.fromkeys(known.evidence + statement.evidence))
            joined[key] = replace(known, evidence=evidence)
    return list(joined.values())


# -- from matches to statements ----------------------------------------------------------------


def _kept(matches: list[Match]) -> list[Match]:
    """Drop what lies inside a match that says the same more exactly (``consumes``)."""
    exact = [match for match in matches if "consumes" in match.pattern.rule.options]
    return [m for m in matches if not any(_consumed(m, by) for by in exact)]


def _retold(match: Match, by: Match, masked: Masked) -> bool:
    """Whether a match in a clause says again what one in its whole sentence said more exactly."""
    start, end = masked.origins[by.first][1], masked.origins[by.last - 1][2]
    consumed = by.pattern.rule.options["consumes"]
    told = all(predicate in consumed for _, predicate, _ in states(match.pattern.rule))
    return told and start <= match.trigger[1] and match.trigger[2] <= end


def _consumed(match: Match, by: Match) -> bool:
    inside = by.first <= match.first and match.last <= by.last
    same = (by.first, by.last) == (match.first, match.last)
    if not inside or (same and "consumes" in match.pattern.rule.options):
        return False
    consumed = by.pattern.rule.options["consumes"]
    return all(predicate in consumed for _, predicate, _ in states(match.pattern.rule))


@dataclass(slots=True)
class _Reader:
    text: Text
    alphabet: Alphabet
    about: Scope
    stance: Stance
    speaker: Speaker
    found: Found = field(default_factory=Found)
    told: set[frozenset[object]] = field(default_factory=set)
    topic: Piece | None = None
    nearby: Mark | None = None
    objects: dict[tuple[Entity, str], dict[Entity, set[tuple[int, int, int]]]] = field(
        default_factory=dict
    )

    def narrower(self, statement: Statement) -> bool:
        """Whether an object is everywhere only part of one more exactly named: "lung sensor"."""
        named = self.objects.get((statement.subject, statement.predicate), {})
        spots = named.get(statement.object, set())
        wider = [spot for other in named if other != statement.object for spot in named[other]]
        return bool(spots) and all(any(_covers(one, spot) for one in wider) for spot in spots)

    def read(self, match: Match, masked: Masked) -> None:
        """Turn a match into its statements."""
        rule = match.pattern.rule
        slots = dict(match.slots)
        self.nearby = None
        for name in ("s", "o"):
            given = rule.options.get({"s": "subject", "o": "object"}[name])
            if given and name not in slots:
                whole, _, classes = given.removeprefix("scope.").partition(" ")
                self.nearby = part_about(self.text, *match.trigger[:2], whole)
                mark = self.nearby or self.about.get(whole)
                if mark is None or (classes and not self._is(mark.senses[0].entity, classes)):
                    return
                slots[name] = (Item(mark.passage, mark.start, mark.end, mark.senses[0].cls, mark),)
        group = f"{rule.id}:{match.trigger}" if rule.options.get("group", True) else None
        for subject, predicate, object_ in states(rule):
            for first, second in _pairs(rule, _filled(slots, subject), _filled(slots, object_)):
                self._state(match, masked, slots, (first, predicate, second), group)

    def read_phrase(self, mark: Mark, phrases: Mapping[str, Rule]) -> None:
        """What a composed name says by itself: a need is in its sector, a cohort in its place."""
        rule = phrases.get(mark.rule.removeprefix("phrase:"))
        if rule is None or not mark.rule.startswith("phrase:") or not mark.inner:
            return
        subject = mark.senses[0].entity
        for predicate, slot, *classes in rule.options.get("relates", ()):
            for name, inner in mark.inner:
                object_ = inner.senses[0].entity
                if name != slot or (classes and not self._is(object_, classes[0])):
                    continue
                evidence = self._evidence([mark, inner], mark.passage, mark.start, rule, 0.9)
                who = self.speaker(mark.passage, mark.start)
                ends = (subject, object_)
                if predicate.startswith("^"):
                    ends = (object_, subject)
                self.found.statements.append(
                    Statement(ends[0], predicate.lstrip("^"), ends[1], evidence, speaker=who)
                )

    def _is(self, entity: Entity, classes: str) -> bool:
        return self.alphabet.fits(entity.cls, classes.split("|"))

    def _state(
        self,
        match: Match,
        masked: Masked,
        slots: Mapping[str, tuple[Item, ...]],
        triple: tuple[Item, str, Item],
        group: str | None,
    ) -> None:
        rule = match.pattern.rule
        subject, object_ = self._entity(triple[0], rule), self._entity(triple[2], rule)
        told = frozenset((subject, triple[1], object_))
        if subject == object_ or (masked.part and told in self.told):
            return
        self.told.add(told)
        passage, start, end = _clause(match, masked)
        whole = self.text.passages[passage].text
        if object_.cls != "Role" and over(triple[1], whole, start, end):
            return
        if masked.part:
            said = _wording(masked, whole)
            modality, polarity = self.stance(said, 0, len(said))
        else:
            modality, polarity = self._stance(passage, start, end)
        if "modality" in rule.options:
            modality = Modality(rule.options["modality"])
        if "polarity" in rule.options:
            polarity = Polarity(rule.options["polarity"])
        of = self.objects.setdefault((subject, triple[1]), {})
        of.setdefault(object_, set()).add((triple[2].passage, triple[2].start, triple[2].end))
        marks = [item.mark for item in (triple[0], triple[2]) if item.mark]
        confidence = _confidence(rule, triple, match, self.nearby) * self._lends(triple, match)
        item = triple[0] if self._unsaid(triple[2]) else triple[2]
        at = (item.passage, item.start)
        evidence = self._evidence(marks, *match.trigger[:2], rule, confidence, item=at)
        self.found.statements.append(
            Statement(
                subject,
                triple[1],
                object_,
                evidence,
                modality=modality,
                polarity=polarity,
                speaker=self._speaker(rule, slots, passage, start),
                group=group,
                qualifiers=self._qualifiers(match),
            )
        )

    def _unsaid(self, item: Item) -> bool:
        """Whether an end stands only where the document names what it is about."""
        topic = self.topic
        return (
            topic is not None
            and item.passage == topic.passage.index
            and topic.start <= item.start < topic.end
        )

    def _lends(self, triple: tuple[Item, str, Item], match: Match) -> float:
        """Note the kind that a slot asked of a name of weakly shown class: it is less sure."""
        share = 1.0
        for name, items in match.slots.items():
            for item in items:
                asked = lent_kinds(item, match.pattern.slots[name], self.alphabet)
                if asked and item.mark and item in (triple[0], triple[2]):
                    counts = self.found.lent.setdefault(item.mark.senses[0].entity, Counter())
                    counts[asked[0]] += 1
                    share *= LENT
        return share

    def _stance(self, passage: int, start: int, end: int) -> tuple[Modality, Polarity]:
        """How the sentence that holds a clause puts it."""
        text = self.text.passages[passage].text
        sentence = self.text.sentence_at(passage, start)
        if sentence is not None:
            at = sentence.start
            return self.stance(text[at : sentence.end], start - at, min(end, sentence.end) - at)
        return self.stance(text, start, end)

    def _speaker(
        self, rule: Rule, slots: Mapping[str, tuple[Item, ...]], passage: int, start: int
    ) -> Entity | None:
        named = slots.get(rule.options.get("speaker", ""))
        return self._entity(named[0], rule) if named else self.speaker(passage, start)

    def _qualifiers(self, match: Match) -> tuple[tuple[str, str], ...]:
        rule, slots = match.pattern.rule, match.slots
        found = [(name, str(value)) for name, value in rule.options.get("sets", {}).items()]
        for name, slot in (rule.options.get("qualifiers") or {}).items():
            for item in slots.get(slot, ()):
                text = self.text.passages[item.passage].text
                start, end = item.start, item.end
                if not item.cls:
                    start, end = whole(text, item, slots, match.pattern.slots[slot].words)
                elif item.cls == "Role":
                    start = begins(text, item, slots)
                found.append((name, text[start:end]))
        return tuple(sorted(found))

    def _entity(self, item: Item, rule: Rule) -> Entity:
        """The entity that filled a slot; what had no mark becomes one."""
        if item.mark is None:
            name = _plain(self.text.passages[item.passage].text[item.start : item.end])
            entity = Entity(item.cls, name)
            senses = (Sense(entity),)
            self.found.bound.append(
                Mark(item.passage, item.start, item.end, senses, f"slot:{rule.id}", bound=True)
            )
            return entity
        sense = next(s for s in item.mark.senses if s.cls == item.cls)
        if not item.mark.strong or sense != item.mark.senses[0]:
            self.found.bound.append(replace(item.mark, senses=(sense,), bound=True))
        return sense.entity

    def _evidence(
        self,
        marks: Sequence[Mark],
        passage: int,
        position: int,
        rule: Rule,
        confidence: float,
        item: tuple[int, int] | None = None,
    ) -> tuple[Evidence, ...]:
        spots = [(passage, position, "statement")]
        if item is not None and item[0] != passage:
            spots = [(*item, "statement"), (passage, position, "lead-in")]
        for mark in marks:
            if all(mark.passage != spot[0] for spot in spots) or not self._same_sentence(
                mark, spots
            ):
                spots.append((mark.passage, mark.start, "scope"))
            spots += [(*span[:2], "antecedent") for span in mark.context]
        made = (
            self.text.evidence(where, at, rule.id, role, round(confidence, 2))
            for where, at, role in spots
        )
        unique: dict[tuple[int, int], Evidence] = {}
        for evidence in made:
            unique.setdefault((evidence.start, evidence.end), evidence)
        return tuple(unique.values())

    def _same_sentence(self, mark: Mark, spots: Sequence[tuple[int, int, str]]) -> bool:
        s = self.text.sentence_at(mark.passage, mark.start)
        return s is not None and any(p == s.passage and s.start <= at < s.end for p, at, _ in spots)


def _filled(slots: Mapping[str, tuple[Item, ...]], name: str) -> tuple[Item, ...]:
    """What filled a slot, or (``need.skill``) a slot of the composed name that filled it."""
    outer, dot, inner = name.partition(".")
    if not dot:
        return slots.get(name, ())
    return tuple(
        Item(mark.passage, mark.start, mark.end, mark.senses[0].cls, mark)
        for item in slots.get(outer, ())
        if item.mark is not None
        for slot, mark in item.mark.inner
        if slot == inner
    )


def _pairs(
    rule: Rule, subjects: Sequence[Item], objects: Sequence[Item]
) -> Iterator[tuple[Item, Item]]:
    if rule.options.get("mutual"):
        yield from combinations([*subjects, *objects], 2)
    else:
        yield from product(subjects, objects)


def _clause(match: Match, masked: Masked) -> tuple[int, int, int]:
    """The stretch of the trigger's passage that the match covers."""
    passage = match.trigger[0]
    spans = [masked.origins[at] for at in range(match.first, match.last)]
    inside = [(start, end) for where, start, end in spans if where == passage]
    return passage, min(s for s, _ in inside), max(e for _, e in inside)


def _covers(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    inside = one[0] == other[0] and one[1] <= other[1] and other[2] <= one[2]
    return inside and one != other


def _wording(masked: Masked, text: str) -> str:
    """A clause in the words of its passage, in the order in which they were put together."""
    spans = dict.fromkeys((start, end) for _, start, end in masked.origins)
    return " ".join(text[start:end] for start, end in spans)


def _confidence(
    rule: Rule, triple: tuple[Item, str, Item], match: Match, nearby: Mark | None
) -> float:
    """A rule's confidence, less where an end was a pronoun, a bare phrase or the scope.

    What the part is about to which a sentence belongs is surer than what its document is about.
    """
    confidence = float(rule.options.get("confidence", CONFIDENCE))
    for item in (triple[0], triple[2]):
        pronoun = item.mark is not None and item.mark.rule.startswith("anaphor")
        if item.mark is None or pronoun or item.mark is nearby:
            confidence *= 0.9
        elif not any(item in items for items in match.slots.values()):
            confidence *= 0.75
    return confidence


def _plain(text: str) -> str:
    """A noun phrase without its article and quotation marks."""
    stripped = re.sub(r"\s*\([^)]*\)", "", text).strip(" ‘’“”'\"`,;:")
    return re.sub(r"^(?:the|a|an|its|their|our)\s+", "", stripped, flags=re.IGNORECASE)
