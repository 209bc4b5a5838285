"""The RDF terms of one document: its IRIs, minted from content, and its literals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from medtechkg.iris import PREFIXES, Base, kebab, organisation_slug, slug
from medtechkg.model import Document, Entity, Evidence, Vocabulary

__all__ = [
    "Fact",
    "Scope",
    "amount",
    "decimal",
    "english",
    "iri_or_text",
    "moment",
    "plain",
    "text",
    "typed",
]

#: Subject, predicate and object: IRIs, but for literals as objects.
Fact = tuple[str, str, "str | Literal"]

_MOMENTS = (
    (re.compile(r"\d{4}"), "gYear"),
    (re.compile(r"\d{4}-\d{2}"), "gYearMonth"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "date"),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the IRIs of one document's graph are minted from."""

    document: Document
    vocabulary: Vocabulary
    base: Base

    @property
    def key(self) -> str:
        """Name the document in IRIs."""
        return self.document.id[:16]

    def own(self, kind: str) -> str:
        """Mint what a document has one of: itself, its snapshot."""
        return self.base.thing(kind, self.key)

    def entity(self, entity: Entity) -> str:
        """Mint or look up an entity; the same name and class are one thing in every document."""
        if entity.iri is not None:
            return entity.iri
        organisation = self.vocabulary.is_a(entity.cls, "Organisation")
        kind = "organisation" if organisation else kebab(entity.cls)
        name = organisation_slug(entity.name) if organisation else slug(entity.name)
        return self.base.thing(kind, f"{self.key}-{name}" if entity.local else name)

    def optional(self, entity: Entity | None) -> str:
        """Mint an entity, or nothing."""
        return "" if entity is None else self.entity(entity)

    def code(self, scheme: str, code: str) -> str:
        """Look a concept up by its notation."""
        known = self.vocabulary.codes.get(scheme, {})
        return known.get(code) or self.base.code(scheme, kebab(code))

    def evidence(self, evidence: Evidence) -> str:
        """Mint a piece of evidence from its place and the rule that read it."""
        parts = (evidence.document, str(evidence.start), str(evidence.end))
        return self.base.hashed("evidence", *parts, evidence.rule, evidence.role)

    def facts(self, subject: str, **values: str | Literal | None) -> Iterator[Fact]:
        """State values under properties of the ontology; what is unknown is no fact."""
        for name, value in values.items():
            if value:
                yield subject, self.base.term(name), value


def text(value: str | None) -> Literal | None:
    """Make a plain literal of what is there."""
    return Literal(value) if value else None


def english(value: str | None) -> Literal | None:
    """Make a literal in English."""
    return Literal(value, language="en") if value else None


def typed(value: str, datatype: str) -> Literal:
    """Make a literal of an XML Schema datatype."""
    return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))


def moment(value: str | None) -> Literal | None:
    """Type a year, a month or a day; any other wording stays as it stands.

    >>> moment("2035").datatype.value.rpartition("#")[2]
    'gYear'
    """
    for pattern, datatype in _MOMENTS:
        if value and pattern.fullmatch(value):
            return typed(value, datatype)
    return text(value)


def plain(number: Decimal) -> str:
    """Spell a number without exponent or trailing zeros: one number has one spelling.

    >>> plain(Decimal("6E+9")), plain(Decimal("2.50"))
    ('6000000000', '2.5')
    """
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def decimal(number: Decimal | None) -> Literal | None:
    """Make an xsd:decimal of a number that is known."""
    return None if number is None else typed(plain(number), "decimal")


def amount(value: str) -> Literal | None:
    """Make a number of what reads as one; any other wording stays as it stands."""
    try:
        return decimal(Decimal(value))
    except InvalidOperation:
        return text(value)


def iri_or_text(value: str) -> str | Literal:
    """Take an address for an IRI, anything else for words."""
    return value if re.match(r"https?://", value) else Literal(value)
