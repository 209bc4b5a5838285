"""What "the programme", "that region" and "it" stand for.

A memory of the names read so far, nearest last, each with its part in its sentence. An anaphor
takes a name whose words hold its noun ("the Centre"), else the one of a fitting class that weighs
most: subjects more than objects, what stands near and is named often more than what was named
once. Where two weigh about the same it stands for neither. A pronoun takes the subject of its
clause, or of the sentence before, of its number; *they*, *both*, *the two firms* take all of a
subject.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from medtechkg.iris import local_name
from medtechkg.language.lexicon import fold
from medtechkg.language.masks import EACH, Mark
from medtechkg.model import Entity, Passage
from medtechkg.reading import anaphors
from medtechkg.reading.anaphors import Anaphor, Anaphora, load
from medtechkg.reading.descriptions import descriptions, introduced
from medtechkg.reading.prominence import (
    MODIFIER,
    OBJECT,
    OBLIQUE,
    SECOND,
    Entries,
    Entry,
    adjoins,
    begins_clause,
    last_words,
    named_in,
    position,
    weigh,
)
from medtechkg.reading.salience import either, heaviest, joined_with, named_together, several
from medtechkg.reading.topics import area_of, subject_of
from medtechkg.reading.voices import hear, host

__all__ = ["Anaphor", "Anaphora", "Memory", "host", "load"]

#: One thing each, whatever letter its name ends in.
_NAMED = ("Organisation", "Place", "Initiative", "Person", "Policy", "Event")
#: What "the Park" may be short for, whatever class its noun would have.
_SHORTENED = ("Organisation", "Facility", "Initiative", "Cluster", "Policy", "Event")
#: What may be the subject that "it" and "its" return to.
_NO_SUBJECT = ("Role", "OccupationGroup", "Skill", "SkillNeed", "QualificationLevel")
_BODIES = ("Organisation", "Facility", "Initiative", "Cluster", "Technology", "Region")
#: How many passages a document may speak of its topic in before it names it.
_OPENING = 4
_OTHER_CLASS, _UNLIKE = 0.85, 0.15
#: A noun that is told apart by more than its article must have been named near; so must be what
#: a verb is said to be done to.
_NEAR = 3
#: What stands after the noun that says how many a name means: "degree in Photonics".
_AFTER_HEAD = re.compile(r" (?:\(|(?:in|of|for|from|at) )")
_FRONTED = re.compile(r"(?:In|With|At|From|For|After|Since|Through|During|Under|Among|Despite) ")
_THEN = re.compile(r"[^.;,]{1,80}, (?:the )?|(?: [a-z]+){1,3} (?:years?|months?|weeks?) (?:the )?")


@dataclass(slots=True)
class Memory:
    """The names of a document in the order of reading."""

    anaphora: Anaphora
    ancestors: Mapping[str, frozenset[str]]
    entries: Entries = field(default_factory=Entries)
    sentence: int = 0
    host: Mark | None = None
    voice: Mark | None = None
    employers: dict[Entity, Mark] = field(default_factory=dict)
    topic: Mark | None = None
    area: Mark | None = None
    coming: frozenset[Entity] = frozenset()
    parties: tuple[Entry, ...] = ()
    ends: dict[str, set[Entity]] = field(default_factory=lambda: defaultdict(set))
    called: dict[str, set[Entity]] = field(default_factory=lambda: defaultdict(set))

    def settle(self, found: Mapping[int, Sequence[Mark]], passages: Sequence[Passage]) -> None:
        """Learn what a document is about and who speaks in it, before it is read."""
        table, texts = self.anaphora, {passage.index: passage for passage in passages}
        themes = {cls for each in table.nouns.values() for cls in each} - table.scope
        things = {n for n, each in table.nouns.items() if table.scope.isdisjoint(each)}
        self.topic = subject_of(texts, found, table, themes)
        self.area = area_of(texts, found, table)
        self.host = host(found, passages, self.ancestors, self.topic, self.area)
        first = [p.index for p in passages[:_OPENING]]
        marks = (mark for index in first for mark in found.get(index, ()) if mark.strong)
        self.coming = frozenset(mark.senses[0].entity for mark in marks)
        for at, of in found.items():
            bodies = [m for m in of if m.strong and self._fits(m.senses[0].cls, _BODIES)]
            for mark in bodies if at in texts else ():
                if mark.senses[0].entity.name.lower() not in table.general:
                    for noun in descriptions(things, texts[at].text, mark):
                        self.called[noun].add(mark.senses[0].entity)

    def remember(self, marks: Sequence[Mark], texts: Mapping[int, Passage]) -> None:
        """Take in the names of a sentence that has been read."""
        self.sentence += 1
        led = False
        group: Entry | None = None
        joined: Sequence[Mark] = ()
        for mark in marks:
            if mark.owner and mark.start < mark.end:
                self._add(mark, mark.senses[0].entity.name, OBLIQUE)
        strong = [mark for mark in marks if mark.strong]
        for at, mark in enumerate(strong):
            passage = texts[mark.passage]
            for inner in named_in(mark):
                within = texts[inner.passage].text[inner.start : inner.end]
                self._add(inner, within, MODIFIER, nested=True)
            after = strong[at + 1] if at + 1 < len(strong) else None
            before = strong[at - 1] if at else None
            weight = weigh(passage, before, mark, after)
            entry = self._add(mark, passage.text[mark.start : mark.end], weight)
            entry.first = at == 0
            if group is not None and mark in joined:
                group.together += (entry,)
                entry.weight = max(weight, group.weight)
                entry.subject, entry.leads = group.subject, group.leads
                continue
            if weight >= OBJECT and self._may_lead(entry) and begins_clause(passage, mark):
                entry.leads = not led
                led = True
                entry.subject, entry.weight = True, 1.0 if entry.leads else SECOND
            group, joined = entry, list(joined_with(strong[at:], passage, self._fits))
            if joined and not self.parties and self._fits(entry.sense.cls, ("Organisation",)):
                self.parties = (entry, *(self._entry(mark) for mark in joined))

    def _entry(self, mark: Mark) -> Entry:
        return Entry(mark, mark.senses[0], self.sentence, False, plural=False)

    def _may_lead(self, entry: Entry) -> bool:
        return not self._fits(entry.sense.cls, _NO_SUBJECT)

    def _add(self, mark: Mark, text: str, weight: float, *, nested: bool = False) -> Entry:
        sense = next((s for s in mark.senses if not s.weak), mark.senses[0])
        named = self._fits(sense.cls, _NAMED) and not sense.entity.local
        ends = _AFTER_HEAD.split(fold(text), maxsplit=1)[0].endswith("s")
        plural = sense.cls == "Cohort" or (ends and not named)
        entry = Entry(mark, sense, self.sentence, False, plural, nested, weight)
        each = [inner for slot, inner in mark.inner if slot == EACH]
        entry.together = tuple(
            replace(entry, mark=one, sense=one.senses[0], together=()) for one in each[1:]
        )
        self.entries.add(entry)
        if self._fits(sense.cls, _SHORTENED) and not sense.entity.local:
            for form in last_words(sense.entity.name):
                self.ends[form].add(sense.entity)
        return entry

    def anaphors(
        self, passage: Passage, start: int, end: int, here: Sequence[Mark] = ()
    ) -> Iterator[Anaphor]:
        """What stands for something named before, in a sentence; ``here`` are its names."""
        places = [m for m in here if m.strong and self._fits(m.senses[0].cls, ("Region",))]
        return anaphors.find(self.anaphora, passage, start, end, self.ends, places)

    def listen(self, passage: Passage, marks: Sequence[Mark]) -> None:
        """Learn for whom those speak whom a passage quotes."""
        self.voice = hear(passage.text, marks, self._fits, self.employers, self.voice)

    def resolve(self, passage: int, anaphor: Anaphor, text: str = "") -> Mark | None:
        """The mark of an anaphor, if something before it fits; ``text`` is what leads up to it."""
        entries = self._resolve(anaphor, text)
        if not entries:
            return None
        rule = f"anaphor:{anaphor.noun}"
        made = [_standing(passage, anaphor, entry, rule) for entry in entries]
        if len(made) == 1:
            return made[0]
        context = tuple(dict.fromkeys(span for mark in made for span in mark.context))
        senses = tuple({each.senses[0].cls: each.senses[0] for each in reversed(made)}.values())[
            ::-1
        ]
        inner = tuple((EACH, mark) for mark in made)
        return Mark(passage, anaphor.start, anaphor.end, senses, rule, context, inner)

    def ahead(
        self, passage: Passage, start: int, anaphor: Anaphor, here: Sequence[Mark]
    ) -> Mark | None:
        """What "its" stands for that is named only after it: "In its first year Calder grew"."""
        text = passage.text
        if anaphor.noun != "its" or not _FRONTED.fullmatch(text[start : anaphor.start]):
            return None
        after = next(
            (
                mark
                for mark in here
                if mark.strong
                and mark.start > anaphor.end
                and self._fits(mark.senses[0].cls, ("Organisation", "Facility", "Initiative"))
                and _THEN.fullmatch(text[anaphor.end : mark.start])
            ),
            None,
        )
        if after is None:
            return None
        entry = Entry(after, after.senses[0], self.sentence + 1, True, plural=False)
        return _standing(passage.index, anaphor, entry, f"anaphor:{anaphor.noun}")

    def employer(self, passage: Passage, person: Mark) -> Mark | None:
        """Whose post it is that stands beside a person's name without a body: a mark before it."""
        if not self._fits(person.senses[0].cls, ("Person",)):
            return None
        at = anaphors.bodiless(self.anaphora, passage.text, person.start, person.end)
        if at is None:
            return None
        bodies = [
            entry
            for entry in self.entries.since(self.sentence - _NEAR + 1)
            if self._fits(entry.sense.cls, ("Organisation",)) and not entry.nested
        ]
        entry = heaviest(bodies, self.sentence)
        post = Anaphor(at, at, "post")
        return _standing(passage.index, post, entry, "anaphor:post") if entry else None

    def _resolve(self, anaphor: Anaphor, text: str) -> Sequence[Entry]:
        one: Entry | None
        if anaphor.noun in ("we", "our"):
            who = self.voice if anaphors.quoted(text, len(text)) else self.host
            one = Entry(who, who.senses[0], 0, True, plural=False) if who else None
        elif anaphor.noun in ("its", "whose", "their"):
            return self._owner(anaphor, text)
        elif anaphor.noun.startswith("a "):
            one = self._introduced(anaphor.noun.removeprefix("a "))
        elif anaphor.noun in ("latter", "former"):
            return either(self._last(), self.sentence, anaphor.noun)
        elif anaphor.noun == "several":
            return self._together(anaphor, _BODIES)
        elif anaphor.noun in ("he", "she"):
            one = self._person(anaphor.noun)
        elif anaphor.noun in self.anaphora.pronouns:
            return self._pronoun(anaphor.noun, int(anaphor.near))
        elif anaphor.noun in self.anaphora.objects:
            one = self._taken(self.anaphora.objects[anaphor.noun])
        elif anaphor.noun in self.anaphora.nouns:
            if anaphor.many and (told := self._together(anaphor)):
                return told
            one = None if anaphor.many and anaphor.count else self._named(anaphor, text)
        else:
            entities = self.ends.get(anaphor.noun, ())
            one = heaviest(self.entries.naming(entities)[::-1], self.sentence)
        return [one] if one else []

    # -- nouns ----------------------------------------------------------------------------------

    def _named(self, anaphor: Anaphor, text: str) -> Entry | None:
        classes = self.anaphora.nouns[anaphor.noun]
        place = self.anaphora.places.get(anaphor.noun)
        wide = self.anaphora.too_wide if place is None else frozenset()
        if self.area and (about := local_name(self.area.senses[0].entity.iri or "")):
            wide -= {about} - self.anaphora.widest
        called = self.called.get(anaphor.noun, frozenset[Entity]())
        fitting = [
            entry
            for entry in self.entries.of(lambda cls: self._fits(cls, classes), called)
            if local_name(entry.entity.iri or "") not in wide
            and (place is None or place.search(entry.entity.name))
            and (entry.plural or not anaphor.many)
            and self._rank(entry, (), anaphor.noun) > _UNLIKE
        ]
        if anaphor.bare:
            fitting = [e for e in fitting if e.sentence > self.sentence - _NEAR]
        holding = [entry for entry in fitting if anaphor.noun in fold(entry.entity.name)]
        if not holding and not anaphor.many:
            entities = self.ends.get(anaphor.noun, ())
            holding = self.entries.naming(entities)
        if holding:
            return heaviest(holding, self.sentence)
        after = self.anaphora.only_after.get(anaphor.noun)
        if not anaphor.near and (
            anaphor.noun in self.anaphora.by_name or (after and not after.search(text))
        ):
            return None
        if not any(cls in self.anaphora.scope for cls in classes):
            if introduced(anaphor.noun, text):
                return None

            def ranked(entry: Entry) -> float:
                return self._rank(entry, classes, anaphor.noun)

            return heaviest(fitting, self.sentence, ranked) or self._subject(fitting)
        for cls in classes:
            nearest = [entry for entry in fitting if self._fits(entry.sense.cls, (cls,))]
            if nearest:
                returns = cls in self.anaphora.scope and not anaphor.near
                return self._returned_to(nearest) if returns else nearest[0]
        return None

    def _introduced(self, noun: str) -> Entry | None:
        """Who an opening speaks of before naming it: the page's topic, the only one of its kind."""
        classes = self.anaphora.nouns[noun][:1]
        topic = self.topic.senses[0] if self.topic else None
        if self.topic is None or topic is None or not self._fits(topic.cls, classes):
            return None
        if self.entries.naming((topic.entity,)):
            return None
        kind = {entity for entity in self.coming if self._fits(entity.cls, classes)}
        return self._entry(self.topic) if kind == {topic.entity} else None

    def _subject(self, fitting: Sequence[Entry]) -> Entry | None:
        """Of several that weigh about the same the one that the document is about."""
        topic = self.topic.senses[0].entity if self.topic else None
        return next((entry for entry in fitting if entry.entity == topic), None)

    def _returned_to(self, nearest: Sequence[Entry]) -> Entry:
        """The subject of the sentence before, else what the document names most, nearest first."""
        last = nearest[0]
        if last.first and last.sentence >= self.sentence:
            return last
        area = self.area.senses[0].entity if self.area else None
        about = next((entry for entry in nearest if entry.entity == area), None)
        if about is not None:
            return about
        counts = Counter(entry.entity for entry in nearest)
        best = max(counts.values())
        return next(entry for entry in nearest if counts[entry.entity] == best)

    def _together(self, anaphor: Anaphor, classes: Sequence[str] = ()) -> Sequence[Entry]:
        """Take "all three", "the two firms" for those that were named together."""
        find = named_together if classes else several
        of = classes or self.anaphora.nouns[anaphor.noun]

        def fits(entry: Entry) -> bool:
            return self._fits(entry.sense.cls, of)

        return find(self._last(), self.sentence, fits, anaphor.count, self.parties)

    def _rank(self, entry: Entry, classes: Sequence[str], noun: str) -> float:
        """Less for what a noun may mean but seldom does, or for what is called something else."""
        if anaphors.unlike(self.anaphora, noun, entry.entity.name):
            return _UNLIKE
        at = next((n for n, cls in enumerate(classes) if self._fits(entry.sense.cls, (cls,))), 0)
        return float(_OTHER_CLASS**at)

    def _taken(self, classes: Sequence[str]) -> Entry | None:
        """What a verb says of "it" tells what it is: "they can take it at the college"."""
        near = self.entries.since(self.sentence - _NEAR + 1)
        recent = [entry for entry in near if not entry.nested]
        for sentence in sorted({entry.sentence for entry in recent}, reverse=True):
            here = [entry for entry in recent if entry.sentence == sentence]
            for cls in classes:
                if fitting := [e for e in here if self._fits(e.sense.cls, (cls,))]:
                    return fitting[0]
        return None

    # -- pronouns -------------------------------------------------------------------------------

    def _person(self, noun: str) -> Entry | None:
        """The person named last, if that sentence names no other of fitting sex as prominently."""
        near = [e for e in self.entries.since(self.sentence - 1) if not e.nested]
        people = [e for e in near if self._fits(e.sense.cls, ("Person",))]
        people = [e for e in people if anaphors.may_be(noun, e.entity.name)]
        here = [entry for entry in people if entry.sentence == people[-1].sentence]
        if not here:
            return None
        if len({entry.entity for entry in here}) > 1:
            return next((entry for entry in here if entry.subject), None)
        return here[-1]

    def _owner(self, anaphor: Anaphor, text: str) -> Sequence[Entry]:
        """Whose something is: the subject's of its clause, else of the sentence before."""
        here = self._here(1)
        here = [e for e in here if self._fits(e.sense.cls, _BODIES) and e.weight > MODIFIER]
        owners = [e for e in here if e.mark.owner]
        here = [e for e in here if not e.mark.owner]
        if anaphor.noun == "whose":
            near = here[-1:] if re.search(r",? $", text) else []
            return [e for e in near if adjoins(e, text, ", ", " ")]
        leading = next((e for e in reversed(here) if e.subject), None)
        if anaphor.noun == "their":
            if not here:
                return self._pronoun("they")
            return (leading, *leading.together) if leading and leading.together else ()
        last = here[-1] if here else None
        if last and adjoins(last, text, " and ", ", and ", ", with ", " with ", ", ", " through "):
            return [] if last.plural else [last]
        if leading and not leading.together:
            return [] if leading.plural else [leading]
        if owners and not owners[-1].together:
            return owners[-1:]  # "its lab and its office"
        if here:
            return []
        told = self._here(0)
        before = sorted(told, key=position)
        if before and self._fits(before[0].sense.cls, ("Person",)):
            bodies = {e.entity: e for e in before if self._fits(e.sense.cls, ("Organisation",))}
            return list(bodies.values()) if len(bodies) == 1 else []
        again = before and before[0].mark.owner and not before[0].together
        return self._pronoun("it") or (before[:1] if again else [])

    def _pronoun(self, noun: str, ahead: int = 0) -> Sequence[Entry]:
        options = self.anaphora.pronouns[noun]
        here = self._here(ahead)
        last = [entry for entry in here if not self._fits(entry.sense.cls, ("Person",))]
        for cls in options.get("classes", ()):
            fitting = [entry for entry in last if self._fits(entry.sense.cls, (cls,))]
            if fitting:
                return fitting[:1]
        if "classes" in options:
            return ()
        plural = options["number"] == "plural"
        leading = next((entry for entry in last if entry.leads), None)
        if plural:
            return self._they(last, leading, options)
        if ahead and here and self._fits(here[0].sense.cls, ("Person",)):
            bodies = [e for e in last if self._fits(e.sense.cls, ("Organisation",))]
            return bodies[:1]  # "Una Vask, of Brayford Ltd, said it"
        if ahead and leading is None and not last:
            return self._pronoun(noun)
        if not ahead and (leading is None or not self._fits(leading.sense.cls, _BODIES)):
            about = self._subject([entry for entry in last if not entry.mark.owner])
            if about is not None:
                return (about,)
        return [leading] if leading and not leading.plural and not leading.together else ()

    def _they(
        self, last: Sequence[Entry], leading: Entry | None, options: Mapping[str, object]
    ) -> Sequence[Entry]:
        for entry in (leading, *last):
            if entry and entry.together:
                return (entry, *entry.together)
        if "all" in options:
            return ()
        plural = [entry for entry in last if entry.plural and self._may_lead(entry)]
        bodies = [e for e in last if e.leads and self._fits(e.sense.cls, ("Organisation",))]
        return (plural or bodies)[:1]  # "they" may be one body

    def _last(self) -> Sequence[Entry]:
        return self.entries.since(self.sentence)

    def _here(self, ahead: int) -> list[Entry]:
        """The names of the sentence read last, or of the one at hand, that stand by themselves."""
        at = self.sentence + ahead
        return [e for e in self.entries.since(at) if e.sentence == at and not e.nested]

    def _fits(self, cls: str, classes: Iterable[str]) -> bool:
        return any(want in self.ancestors.get(cls, frozenset((cls,))) for want in classes)


def _standing(passage: int, anaphor: Anaphor, entry: Entry, rule: str) -> Mark:
    origin = (entry.mark.passage, entry.mark.start, entry.mark.end)
    context = entry.mark.context or (origin,)
    sense = replace(entry.sense, weak=False)
    return Mark(passage, anaphor.start, anaphor.end, (sense,), rule, context=context)
