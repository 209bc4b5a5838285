"""What the tests of reading share: the rules of the ontology, loaded once, and made-up ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from medtechkg import reader, resources
from medtechkg import vocabulary as vocabularies
from medtechkg.iris import Base
from medtechkg.language import grammar
from medtechkg.language.masks import Mark, Masked, Piece, mask
from medtechkg.language.patterns import Match, Patterns
from medtechkg.model import (
    Label,
    Passage,
    PassageKind,
    Property,
    Reading,
    Statement,
    Term,
    Vocabulary,
)
from readings import document

BASE = Base()

_PARENTS = {
    "Agent": (),
    "Organisation": ("Agent",),
    "University": ("Organisation", "Agent"),
    "Business": ("Organisation", "Agent"),
    "HealthcareProvider": ("Organisation", "Agent"),
    "Person": ("Agent",),
    "Cohort": ("Agent",),
    "Region": (),
    "Sector": (),
    "SkillNeed": (),
    "Skill": (),
    "OccupationGroup": (),
    "Qualification": (),
    "Programme": (),
    "Role": (),
}


def _thing(cls: str, name: str, *labels: Label) -> Term:
    kind = "organisation" if "Organisation" in _PARENTS[cls] else cls.lower()
    return Term(BASE.thing(kind, name), cls, name, (Label(name), *labels))


def _concept(scheme: str, cls: str, name: str, *labels: Label) -> Term:
    return Term(BASE.code(scheme, name), cls, name, (Label(name), *labels))


def _property(name: str, domain: str, range_: str, *, symmetric: bool = False) -> Property:
    return Property(name, BASE.term(name), (domain,), (range_,), symmetric=symmetric)


#: A small vocabulary: enough to try every element of the pattern language on.
WORDS = Vocabulary(
    ancestors={cls: frozenset((cls, *above)) for cls, above in _PARENTS.items()},
    properties={
        found.name: found
        for found in (
            _property("collaboratesWith", "Organisation", "Organisation", symmetric=True),
            _property("develops", "Organisation", "Qualification"),
            _property("hasActivity", "Organisation", "Sector"),
            _property("hasRole", "Person", "Organisation"),
            _property("inSector", "SkillNeed", "Sector"),
            _property("locatedIn", "Organisation", "Region"),
            _property("requiresSkill", "Sector", "Skill"),
        )
    },
    terms=(
        _thing("University", "Northmoor University", Label("Northmoor", contextual=True)),
        _thing("Region", "Northmoor"),
        _thing("Region", "Westmarch", Label("the West March")),
        _thing("Region", "Eastvale"),
        _thing("Business", "Calder Instruments", Label("CIL", exact=True)),
        _thing("Business", "Tarn & Sons"),
        _thing("HealthcareProvider", "Ayrford Infirmary", Label("Old Infirmary", former=True)),
        _concept("sectors", "Sector", "Photonics", Label("photonics sector")),
        _concept("sectors", "Sector", "Ceramics"),
        _concept("skills", "Skill", "Lens grinding"),
        _concept("skills", "Skill", "Costing"),
        _concept("skills", "Skill", "Glazing"),
        _concept("occupations", "OccupationGroup", "Welder"),
        _concept("qualifications", "Qualification", "Diploma in Optics"),
    ),
    codes={},
    weak=frozenset(("Skill", "OccupationGroup")),
)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the ontology."""
    return vocabularies.load(resources.ontology(), BASE)


@cache
def rules() -> reader.Rules:
    """The rules of the ontology, without what the words between two names weigh."""
    return reader.weighing(weighed(), None)


@cache
def weighed() -> reader.Rules:
    """The rules of the ontology, and what the words between two names weigh."""
    return reader.load(resources.ontology(), vocabulary())


@cache
def small() -> reader.Rules:
    """The small vocabulary, without rules of phrases and relations; the rest is the real thing."""
    return _loaded(WORDS)


@cache
def wider() -> reader.Rules:
    """The same, with classes that common words may be of."""
    common = ("Skill", "Sector", "SubSector", "Technology", "OccupationGroup")
    more = {cls: frozenset((cls,)) for cls in common}
    return _loaded(replace(WORDS, ancestors={**more, **WORDS.ancestors}))


def _loaded(words: Vocabulary) -> reader.Rules:
    with TemporaryDirectory() as folder:
        (Path(folder) / "patterns").mkdir()
        for path in (resources.ontology() / "patterns").glob("*.yaml"):
            if not path.stem.startswith(("relations", "phrases", "weights")):
                (Path(folder) / "patterns" / path.name).symlink_to(path)
        (Path(folder) / "patterns" / "phrases.yaml").write_text("[]", encoding="utf-8")
        return reader.load(Path(folder), words)


def written(folder: Path, *, phrases: str = "[]", relations: str = "[]") -> reader.Rules:
    """The small vocabulary with rules of phrases and relations given as YAML."""
    known = small()
    found = {}
    for name, text in (("phrases", phrases), ("relations", relations)):
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        found[name] = tuple(grammar.read_rules(path))
    return replace(
        known,
        phrases=Patterns(found["phrases"], WORDS, known.alphabet),
        phrase_rules={rule.id: rule for rule in found["phrases"]},
        relations=Patterns(found["relations"], WORDS, known.alphabet),
    )


def read(text: str, by: reader.Rules | None = None) -> Reading:
    """Read a text, by the rules of the ontology if none are given."""
    return reader.read(document(text), by or rules())


def triple(statement: Statement) -> tuple[str, str, str]:
    """What a statement says, by name."""
    return statement.subject.name, statement.predicate, statement.object.name


def triples(reading: Reading) -> set[tuple[str, str, str]]:
    """What a reading states, by name."""
    return {triple(statement) for statement in reading.statements}


# -- one sentence, one pattern ----------------------------------------------------------------


def passage(text: str, index: int = 0, **more: Any) -> Passage:
    """A passage that stands in its document as it is."""
    return Passage(index, PassageKind.PARAGRAPH, 0, len(text), text, ((0, 0),), **more)


def marks(found: Passage) -> list[Mark]:
    """The known names of a passage, the longest of those that overlap."""
    kept: list[Mark] = []
    hits = sorted(small().lexicon.find(found.text), key=lambda hit: hit.start - hit.end)
    for hit in hits:
        if all(hit.end <= mark.start or mark.end <= hit.start for mark in kept):
            kept.append(Mark(found.index, hit.start, hit.end, hit.senses, "lexicon"))
    return sorted(kept, key=lambda mark: mark.start)


def masked(*texts: str) -> Masked:
    """Mask texts as one sentence, each a passage of its own."""
    pieces = [Piece(passage(text, at), 0, len(text)) for at, text in enumerate(texts)]
    known = {piece.passage.index: marks(piece.passage) for piece in pieces}
    return mask(pieces, known, small().alphabet)


def rule(pattern: str, **options: object) -> grammar.Rule:
    """A rule of one pattern."""
    return grammar.Rule(Path("made-up.yaml"), 7, "made-up", (pattern,), options)


def matches(pattern: str, *texts: str, **options: object) -> list[Match]:
    """The matches of one pattern in a sentence."""
    patterns = Patterns([rule(pattern, **options)], WORDS, small().alphabet)
    return list(patterns.find(masked(*texts)))


def slots(pattern: str, *texts: str, **options: object) -> list[dict[str, list[str]]]:
    """What fills the slots of each match, as written."""
    return [
        {name: [texts[i.passage][i.start : i.end] for i in items] for name, items in found.items()}
        for found in (dict(match.slots) for match in matches(pattern, *texts, **options))
    ]
