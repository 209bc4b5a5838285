"""What a document says, stated by hand: short ways to make the values a reader would make."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any

from medtechkg.iris import Base
from medtechkg.model import (
    Document,
    Entity,
    Evidence,
    Figure,
    Mention,
    Passage,
    PassageKind,
    Statement,
)

BASE = Base()


def document(name: str, text: str, **metadata: str) -> Document:
    return Document(sha256(text.encode()).hexdigest(), name, text, metadata=metadata)


def thing(cls: str, name: str, iri: str | None = None, local: bool = False) -> Entity:
    return Entity(cls, name, BASE.root + iri if iri else None, local)


def said(source: Document, quote: str, role: str = "statement", **more: Any) -> Evidence:
    start = source.text.index(quote)
    return Evidence.of(source, start, start + len(quote), "by-hand", role=role, **more)


def within(source: Document, quote: str, **more: Any) -> tuple[Evidence, ...]:
    return (said(source, quote, **more),)


def relation(
    source: Document, subject: Entity, predicate: str, object_: Entity, quote: str, **more: Any
) -> Statement:
    return Statement(subject, predicate, object_, within(source, quote), **more)


def number(source: Document, indicator: str, quote: str, **more: Any) -> Figure:
    value = more.pop("value", None)
    amount = None if value is None else Decimal(value)
    more.setdefault("unit", "person")
    return Figure(indicator=indicator, value=amount, evidence=within(source, quote), **more)


def mentions(source: Document, **names: Entity) -> tuple[Mention, ...]:
    found = []
    for written, entity in names.items():
        start = source.text.index(written)
        found.append(Mention(0, start, start + len(written), written, entity, "by-hand"))
    return tuple(found)


def whole(source: Document) -> Passage:
    text = source.text
    return Passage(0, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),))
