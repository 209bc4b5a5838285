"""What the tests of figures share: an invented cast, and sentences read with it."""

from __future__ import annotations

from collections.abc import Mapping

from medtechkg import resources
from medtechkg.model import Document, Entity, Figure, Mention, Passage, PassageKind, Sentence
from medtechkg.reading import figures
from medtechkg.reading.attachment import Scope

GRAMMAR = figures.load(resources.ontology() / "patterns" / "figures.yaml")
NAMES = {
    "Ayrford": "Region",
    "UK": "Region",
    "Calder Valley": "Region",
    "Calder Cluster": "Cluster",
    "med-tech": "Sector",
    "med-tech sector": "Sector",
    "wound care": "SubSector",
    "Plexo": "Business",
    "Northmoor University": "University",
    "Imaging Unit": "ResearchCentre",
    "Research Office": "PublicBody",
    "Calder Hub": "Facility",
    "Calder Accelerator": "Programme",
    "Device Makers Association": "SectorBody",
    "Calder Diplomas": "Qualification",
    "welding": "Skill",
}


def passage_of(text: str, kind: PassageKind = PassageKind.PARAGRAPH, index: int = 0) -> Passage:
    return Passage(index, kind, 0, len(text), text, ((0, 0),))


def mentions_of(text: str, index: int = 0, names: Mapping[str, str] = NAMES) -> list[Mention]:
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(m.start < end and at < m.end for m in found):
                found.append(Mention(index, at, end, name, Entity(names[name], name), "test"))
            at = text.find(name, end)
    return sorted(found, key=lambda m: m.start)


def read(
    text: str,
    *,
    scope: Scope | None = None,
    kind: PassageKind = PassageKind.PARAGRAPH,
    before: str = "",
) -> list[Figure]:
    """The figures of ``text`` taken as one sentence, after the words ``before`` it."""
    whole = f"{before} {text}" if before else text
    document = Document("d" * 64, "test", whole)
    passage = passage_of(whole, kind)
    start = len(whole) - len(text)
    mentions = mentions_of(whole)
    return list(
        figures.extract(
            document,
            passage,
            Sentence(0, start, len(whole)),
            mentions,
            scope or Scope(),
            GRAMMAR,
            context=[m for m in mentions if m.end <= start],
        )
    )


def only(text: str, before: str = "", scope: Scope | None = None) -> Figure:
    (figure,) = read(text, before=before, scope=scope)
    return figure
