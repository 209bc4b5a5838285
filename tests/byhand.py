"""What a document says, stated by hand: short ways to make the values a reader would make."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from medtechkg.model import Document, Entity, Figure, Mention, Statement
from readings import BASE, mention, said


def thing(cls: str, name: str, iri: str | None = None, local: bool = False) -> Entity:
    return Entity(cls, name, BASE.root + iri if iri else None, local)


def relation(
    source: Document, subject: Entity, predicate: str, object_: Entity, quote: str, **more: Any
) -> Statement:
    return Statement(subject, predicate, object_, said(source, quote), **more)


def number(source: Document, indicator: str, quote: str, **more: Any) -> Figure:
    value = more.pop("value", None)
    amount = None if value is None else Decimal(value)
    more.setdefault("unit", "person")
    return Figure(indicator=indicator, value=amount, evidence=said(source, quote), **more)


def mentions(source: Document, **names: Entity) -> tuple[Mention, ...]:
    return tuple(mention(source, entity, written) for written, entity in names.items())
