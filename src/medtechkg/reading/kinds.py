"""How surely a name shows its class, and the kinds of thing it may turn out to be besides.

A body of which nothing says what kind it is may be a firm, a charity or a partnership; what its
last word makes a programme may be called a partnership by a sentence. A slot that asks for such a
kind takes the name, less surely; if nothing speaks against it, the name is of that kind from then
on, all through the document. Which kinds lie near each other is data (``kin`` of ``names.yaml``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from medtechkg.language.cues import Rules
from medtechkg.language.grammar import Slot
from medtechkg.language.masks import Alphabet, Mark
from medtechkg.language.patterns import Item
from medtechkg.model import Entity, Property, Statement

__all__ = ["LENT", "Lent", "lending", "lent_kinds", "retaken", "settled"]

#: How much surer a statement is of an end whose class is known than of one it only lends.
LENT = 0.9
#: How often each kind was asked of an entity of another class.
Lent = dict[Entity, Counter[str]]
#: Ways to read a name that settle what it is: beside them a slot asks in vain.
_SURE = ("apposition", "class-noun", "beside", "head", "title", "title-of", "qualification")


def lending(marks: Mapping[int, Sequence[Mark]], rules: Rules) -> dict[int, list[Mark]]:
    """Say of each name of weakly shown class which kinds it may be besides."""
    sure = {
        mark.senses[0].entity
        for index in marks
        for mark in marks[index]
        if mark.senses[0].entity.iri or mark.rule.removeprefix("name:") in _SURE
    }
    return {index: [_lending(mark, sure, rules) for mark in marks[index]] for index in marks}


def _lending(mark: Mark, sure: Collection[Entity], rules: Rules) -> Mark:
    first = mark.senses[0]
    if not mark.strong or len({sense.cls for sense in mark.senses}) > 1:
        return mark
    grade = "sure" if first.entity in sure else "faint"
    also = rules.kin["unknown" if first.cls == "Organisation" else grade].get(first.cls, ())
    return replace(mark, senses=(replace(first, also=tuple(also)),)) if also else mark


def lent_kinds(item: Item, slot: Slot, alphabet: Alphabet) -> list[str]:
    """The kinds a slot asked for, if none is the one its name shows."""
    if item.mark is None or not item.cls or alphabet.fits(item.cls, slot.classes):
        return []
    return [cls for cls in item.mark.senses[0].also if alphabet.fits(cls, slot.classes)]


def settled(
    statements: Sequence[Statement],
    lent: Lent,
    properties: Mapping[str, Property],
    alphabet: Alphabet,
) -> tuple[list[Statement], dict[Entity, Entity]]:
    """Give each entity the kind that was asked of it, where all that is said of it allows that.

    Elsewhere the class stays and what would need the other kind is dropped.
    """
    renamed: dict[Entity, Entity] = {}
    for entity in lent:
        for cls, _ in lent[entity].most_common():
            other = replace(entity, cls=cls)
            if _takes(entity, statements, properties, alphabet) and _allowed(
                statements, {entity: other}, properties, alphabet
            ):
                renamed[entity] = other
                break
    kept = [_renamed(statement, renamed) for statement in statements]
    doubtful = lent.keys() - renamed.keys()
    return [
        s for s in kept if not ({s.subject, s.object} & doubtful) or _fits(s, properties, alphabet)
    ], renamed


def _takes(
    entity: Entity,
    statements: Sequence[Statement],
    properties: Mapping[str, Property],
    alphabet: Alphabet,
) -> bool:
    """Whether a name is of no kind yet, or its own does not allow what is said of it."""
    unknown = entity.cls == "Organisation"
    same = {entity: entity}
    return entity.iri is None and (unknown or not _allowed(statements, same, properties, alphabet))


def retaken(marks: Iterable[Mark], taken: Mapping[Entity, Entity]) -> list[Mark]:
    """The marks of the entities that were given another kind, at every depth."""
    return [_retaken(mark, taken) for mark in marks]


def _retaken(mark: Mark, taken: Mapping[Entity, Entity]) -> Mark:
    senses = tuple(
        replace(sense, entity=taken.get(sense.entity, sense.entity)) for sense in mark.senses
    )
    inner = tuple((slot, _retaken(one, taken)) for slot, one in mark.inner)
    return replace(mark, senses=senses, inner=inner)


def _allowed(
    statements: Sequence[Statement],
    renamed: Mapping[Entity, Entity],
    properties: Mapping[str, Property],
    alphabet: Alphabet,
) -> bool:
    about = [s for s in statements if s.subject in renamed or s.object in renamed]
    return all(_fits(_renamed(s, renamed), properties, alphabet) for s in about)


def _renamed(statement: Statement, renamed: Mapping[Entity, Entity]) -> Statement:
    if statement.subject not in renamed and statement.object not in renamed:
        return statement
    return replace(
        statement,
        subject=renamed.get(statement.subject, statement.subject),
        object=renamed.get(statement.object, statement.object),
        speaker=renamed.get(statement.speaker, statement.speaker) if statement.speaker else None,
    )


def _fits(statement: Statement, properties: Mapping[str, Property], alphabet: Alphabet) -> bool:
    known = properties.get(statement.predicate)
    if known is None:
        return True
    ends = ((statement.subject, known.domain), (statement.object, known.range))
    return all(not classes or alphabet.fits(end.cls, classes) for end, classes in ends)
