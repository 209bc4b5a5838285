"""The nouns of the pipe, as values.

A *document* is read into *passages*; a *mention* is a span of a passage that names an *entity*;
a *statement* relates two entities, a *figure* measures one, a *claim* keeps what was said where no
relation of the ontology holds it, an *event* has a date and a place. Each of the four carries
*evidence*: a span of the document and the exact words in it.

Offsets are Unicode code points, end exclusive. No RDF here: `rdf` turns these values into quads.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

__all__ = [
    "Claim",
    "Document",
    "Entity",
    "Event",
    "Evidence",
    "Figure",
    "Label",
    "Mention",
    "Modality",
    "Passage",
    "PassageKind",
    "Polarity",
    "Property",
    "Reading",
    "Sentence",
    "Source",
    "Statement",
    "Term",
    "Vocabulary",
]


class PassageKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "table-row"


class Modality(StrEnum):
    """How far the source stands behind what it says."""

    ASSERTED = "asserted"
    HEDGED = "hedged"  # likely, around in the sense of doubt, is thought to
    EXPECTED = "expected"  # a forecast or an expectation
    PLANNED = "planned"  # an intention: will open, plans to
    RECOMMENDED = "recommended"
    PURPOSE = "purpose"  # to tackle, designed to


class Polarity(StrEnum):
    """Whether the source says that it is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


# -- what is read -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from, and what is known of it; nothing is guessed.

    ``metadata`` has the keys of ``seeds/documents.toml``: title, publisher, issued, url, region,
    licence, language, not-after (an inferred upper bound, with ``not-after-because``).
    """

    location: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its id is the SHA-256 of its bytes, its text is what offsets refer to."""

    id: str
    name: str
    text: str
    media_type: str = "text/plain"
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title if one is known, else the name."""
        return self.metadata.get("title", self.name)


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a document with its white space collapsed.

    ``breaks`` maps positions in ``text`` back to the document: pairs of (position in ``text``,
    position in the document) at which a new run of verbatim text begins, the first at 0.
    ``headings`` is the path of headings above it; ``lead_in`` is the index of the passage that
    introduces the list a bullet belongs to.
    """

    index: int
    kind: PassageKind
    start: int
    end: int
    text: str
    breaks: tuple[tuple[int, int], ...]
    headings: tuple[str, ...] = ()
    lead_in: int | None = None
    page: int | None = None

    def offset(self, position: int) -> int:
        """Where in the document the character at ``position`` of ``text`` stands."""
        at, origin = self.breaks[bisect_right(self.breaks, (position, 1 << 60)) - 1]
        return origin + position - at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the document that ``text[start:end]`` was read from."""
        return self.offset(start), self.offset(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing of one document, under its fullest name there.

    ``iri`` is set when a register or scheme knows it; otherwise it is minted from class and name.
    ``local`` marks what has meaning only inside its document ("one business", "the two new
    qualifications"): its IRI includes the document.
    """

    cls: str
    name: str
    iri: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a passage that names an entity. ``start``/``end`` are positions in its text.

    ``because`` says in words what it was weighed by, where no rule has read it.
    """

    passage: int
    start: int
    end: int
    text: str
    entity: Entity
    rule: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: positions in the passage's text."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The exact words of a document that support something, and the rule that read them.

    ``role`` is ``statement`` for the sentence that says it, ``lead-in`` for the line that
    introduces a list, ``antecedent`` for the sentence that names what a pronoun stands for,
    ``scope`` for words that set the topic or place of the whole document, ``mention`` for a name.
    ``because`` says in words what its confidence rests on, where that is more than the rule.
    """

    document: str
    start: int
    end: int
    quote: str
    rule: str
    role: str = "statement"
    confidence: float = 1.0
    prefix: str = ""
    suffix: str = ""
    page: int | None = None
    because: str = ""

    @staticmethod
    def surest(evidence: Sequence[Evidence], default: float = 0.0) -> float:
        """The confidence of the surest rule, each being as sure as its weakest evidence."""
        rules = {each.rule for each in evidence}
        sure = (min(e.confidence for e in evidence if e.rule == rule) for rule in rules)
        return max(sure, default=default)

    @classmethod
    def of(
        cls,
        document: Document,
        start: int,
        end: int,
        rule: str,
        *,
        role: str = "statement",
        confidence: float = 1.0,
        page: int | None = None,
    ) -> Evidence:
        """Quote ``document.text[start:end]``; the only way evidence is made.

        Raises:
            ValueError: if the span is empty or outside the text.
        """
        text = document.text
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}-{end} is outside {document.name} ({len(text)} long)")
        return cls(
            document=document.id,
            start=start,
            end=end,
            quote=text[start:end],
            rule=rule,
            role=role,
            confidence=confidence,
            prefix=text[max(0, start - 32) : start],
            suffix=text[end : end + 32],
            page=page,
        )


# -- what is said -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """One entity related to another, as a document says it.

    ``predicate`` is the local name of a property of the ontology. ``group`` joins statements that
    one match yields about one collaboration of several partners. ``qualifiers`` keeps what else
    the sentence says of the relation, by local name: role, period, degree, purpose, date.
    """

    subject: Entity
    predicate: str
    object: Entity
    evidence: tuple[Evidence, ...]
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    speaker: Entity | None = None
    group: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number a document gives, kept as it was said.

    ``value`` is in base units (6000000000, not "6bn"); a range has ``low`` and ``high`` and no
    ``value``. ``unit`` is a code of the scheme ``unit`` (GBP, percent, business, job, person ...),
    ``qualifier`` of the scheme ``qualifier`` (exact, about, more-than, at-least, up-to ...), and
    ``qualifier_text`` and ``verbatim`` are the words themselves. ``as_of`` and ``horizon`` are
    ISO dates, months or years; ``as_of_basis`` is ``stated`` or ``document-date``.
    """

    subject: Entity
    indicator: str
    unit: str
    evidence: tuple[Evidence, ...]
    verbatim: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: str = "exact"
    qualifier_text: str = ""
    counted: str = ""
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    speaker: Entity | None = None
    area: Entity | None = None
    sector: Entity | None = None
    topic: Entity | None = None
    as_of: str | None = None
    as_of_basis: str | None = None
    horizon: str | None = None
    period: str | None = None
    base: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says of an entity where no property of the ontology holds it.

    ``kind`` is a code of the scheme ``claim-kind``: superlative, prediction, expectation, praise,
    criticism, benefit, recommendation, cause, importance, finding. ``text`` is the clause claimed.
    """

    subject: Entity
    kind: str
    text: str
    evidence: tuple[Evidence, ...]
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    speaker: Entity | None = None
    quantifier: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or will happen, with whoever took part and where and when.

    ``kind`` is a code of the scheme ``event-kind``: visit, announcement, launch, opening, ...
    """

    kind: str
    name: str
    agents: tuple[Entity, ...]
    objects: tuple[Entity, ...]
    evidence: tuple[Evidence, ...]
    place: Entity | None = None
    date: str | None = None
    date_basis: str | None = None
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document.

    ``unlinked`` are names no register holds and no cue classes: for review, never in the graph.
    """

    document: Document
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    unlinked: tuple[Mention, ...] = ()

    @property
    def said(self) -> tuple[Statement | Figure | Claim | Event, ...]:
        """All it says, of whatever kind."""
        return (*self.statements, *self.figures, *self.claims, *self.events)

    def confident(self, least: float) -> Reading:
        """The same reading without what has no evidence of at least that confidence."""

        def sure(each: Statement | Figure | Claim | Event) -> bool:
            return Evidence.surest(each.evidence) >= least

        return replace(
            self,
            statements=tuple(filter(sure, self.statements)),
            figures=tuple(filter(sure, self.figures)),
            claims=tuple(filter(sure, self.claims)),
            events=tuple(filter(sure, self.events)),
        )


# -- what the ontology says -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A way to write a term.

    ``contextual`` labels name the term only where the sentence asks for its class ("Leeds" for the
    university in "the universities of York and Leeds"). ``exact`` labels match in their case only.
    """

    text: str
    contextual: bool = False
    exact: bool = False
    former: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing of a register, or a concept of a scheme."""

    iri: str
    cls: str
    name: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the ontology: which classes it relates, and how the graph keeps it.

    ``lifted_to`` names the class whose nodes carry it when it is n-ary by nature, with the
    properties that lead from the node to subject and object (of several for the object, the one
    whose range fits).
    """

    name: str
    iri: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool = False
    lifted_to: str | None = None
    subject_role: str | None = None
    object_role: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the reader needs of the ontology.

    ``ancestors`` gives for each class its superclasses, itself included. ``codes`` gives for each
    code list its concepts by notation. ``weak`` are the classes whose labels are common words
    (skills, occupations): they name something only where the sentence asks for it. ``within``
    gives for each place what holds it, near or far, as the registers have it.
    """

    ancestors: Mapping[str, frozenset[str]]
    properties: Mapping[str, Property]
    terms: tuple[Term, ...]
    codes: Mapping[str, Mapping[str, str]]
    weak: frozenset[str] = frozenset()
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_a(self, cls: str, other: str) -> bool:
        """Whether ``cls`` is ``other`` or a subclass of it."""
        return other in self.ancestors.get(cls, frozenset((cls,)))
