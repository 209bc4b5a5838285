"""The ontology as the reader needs it: classes, properties, named things and their labels.

Everything domain-specific the reader knows comes through here, from Turtle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg.errors import SeedError
from medtechkg.iris import PREFIXES, Base, local_name, rebase
from medtechkg.model import Label, Property, Term, Vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["files", "load", "parse"]

_RDF_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_SKOS = PREFIXES["skos"]
_SCHEMA = PREFIXES["schema"]

#: Property of a label -> (contextual, exact, former)
_LABELS = {
    _SKOS + "prefLabel": (False, False, False),
    _SKOS + "altLabel": (False, False, False),
    _SKOS + "hiddenLabel": (False, False, False),
    "abbreviation": (False, True, False),
    "contextualLabel": (True, False, False),
    "formerName": (False, False, True),
}

_Values = dict[str, dict[str, list[str]]]


def files(folder: Path) -> tuple[Path, ...]:
    """The Turtle files that make up the ontology, its schemes and its registers, in order."""
    found = [*folder.glob("*.ttl"), *folder.glob("schemes/*.ttl"), *folder.glob("reference/*.ttl")]
    return tuple(sorted(found))


def parse(path: Path, base: Base) -> tuple[Quad, ...]:
    """Read one Turtle file, moved to ``base``; a file is parsed once while it stays the same.

    Raises:
        SeedError: if it is not Turtle, with the line.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise SeedError(path, f"cannot be read: {error.strerror}", "check the file") from error
    return _parsed(path, base, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _parsed(path: Path, base: Base, changed: int, size: int) -> tuple[Quad, ...]:
    del changed, size  # they make a file that was changed another key
    from pyoxigraph import RdfFormat
    from pyoxigraph import parse as read

    try:
        text = rebase(path.read_text(encoding="utf-8"), base)
        return tuple(read(text, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        said = str(error).rpartition(": ")[2].removesuffix(f" (line {error.lineno})")
        problem = f"not Turtle, column {error.offset}: {said}"
        raise SeedError(path, problem, "mend the file", error.lineno) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(path, f"cannot be read: {error}", "check the file") from error


def load(folder: Path, base: Base | None = None) -> Vocabulary:
    """Load the vocabulary from the folder ``ontology/``."""
    base = base or Base.from_environment()
    values = _values((quad for path in files(folder) for quad in parse(path, base)), base)
    ancestors = _ancestors(values, base)
    return Vocabulary(
        ancestors=ancestors,
        properties=_properties(values, base),
        terms=tuple(_terms(values, ancestors, base)),
        codes=_codes(values),
        weak=frozenset(
            local_name(iri)
            for iri, found in values.items()
            if "true" in found.get("weakLabels", ())
        ),
        within=_within(values, base.term("Region")),
    )


def _values(quads: Iterable[Quad], base: Base) -> _Values:
    """Subject -> property -> values; our own properties go by local name."""
    ours = base.term("")
    values: _Values = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for quad in quads:
        iri = quad.predicate.value
        predicate = names.get(iri) or names.setdefault(iri, iri.removeprefix(ours))
        values[quad.subject.value][predicate].append(quad.object.value)  # type: ignore[union-attr]
    return values


def _ours(iris: Iterable[str], base: Base) -> list[str]:
    ours = base.term("")
    return [iri.removeprefix(ours) for iri in iris if iri.startswith(ours)]


def _ancestors(values: _Values, base: Base) -> dict[str, frozenset[str]]:
    parents = {
        _ours([iri], base)[0]: _ours(found.get(_SUBCLASS, ()), base)
        for iri, found in values.items()
        if iri.startswith(base.term("")) and PREFIXES["owl"] + "Class" in found.get(_RDF_TYPE, ())
    }

    return _upwards(parents)


def _upwards(parents: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Each with all that is above it, itself included."""

    def climb(one: str, seen: frozenset[str]) -> frozenset[str]:
        if one in seen:
            return seen
        seen |= {one}
        for parent in parents.get(one, ()):
            seen = climb(parent, seen)
        return seen

    return {one: climb(one, frozenset()) for one in sorted(parents)}


def _within(values: _Values, region: str) -> dict[str, frozenset[str]]:
    """What holds each place, near or far."""
    parents = {
        iri: found.get("partOf", ())
        for iri, found in values.items()
        if region in found.get(_RDF_TYPE, ())
    }
    return {iri: above - {iri} for iri, above in _upwards(parents).items()}


def _properties(values: _Values, base: Base) -> dict[str, Property]:
    found = {}
    for iri, facts in values.items():
        domain = tuple(sorted(_ours(facts.get(_SCHEMA + "domainIncludes", ()), base)))
        range_ = tuple(sorted(_ours(facts.get(_SCHEMA + "rangeIncludes", ()), base)))
        types = facts.get(_RDF_TYPE, ())
        if PREFIXES["owl"] + "ObjectProperty" not in types or not iri.startswith(base.term("")):
            continue
        lifted = _ours(facts.get("liftedTo", ()), base)
        subject_role = _ours(facts.get("subjectRole", ()), base)
        object_role = sorted(_ours(facts.get("objectRole", ()), base))
        name = iri.removeprefix(base.term(""))
        found[name] = Property(
            name=name,
            iri=iri,
            domain=domain,
            range=range_,
            symmetric=PREFIXES["owl"] + "SymmetricProperty" in types,
            lifted_to=lifted[0] if lifted else None,
            subject_role=subject_role[0] if subject_role else None,
            object_role=tuple(object_role),
        )
    return dict(sorted(found.items()))


def _terms(values: _Values, ancestors: dict[str, frozenset[str]], base: Base) -> Iterator[Term]:
    ours = base.term("")
    for iri in sorted(values):
        facts = values[iri]
        if iri.startswith(ours) or _SKOS + "prefLabel" not in facts:
            continue
        classes = [cls for cls in _ours(facts.get(_RDF_TYPE, ()), base) if cls in ancestors]
        if classes:
            name = min(facts[_SKOS + "prefLabel"])
            yield Term(iri, _narrowest(classes, ancestors), name, _labels(facts))


def _narrowest(classes: list[str], ancestors: dict[str, frozenset[str]]) -> str:
    return max(sorted(classes), key=lambda cls: len(ancestors[cls]))


def _labels(facts: dict[str, list[str]]) -> tuple[Label, ...]:
    """All labels of a term.

    A common word may be the name of a field (*wound care*): what is preferred and contextual at
    once is the term's name, but names it only where a sentence asks for its class.
    """
    common = {text.lower() for text in facts.get("contextualLabel", ())}
    return tuple(
        Label(text, contextual=contextual, exact=exact, former=former)
        for key, (contextual, exact, former) in _LABELS.items()
        if key in facts
        for text in sorted(facts[key])
        if key != _SKOS + "prefLabel" or text.lower() not in common
    )


def _codes(values: _Values) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for iri, facts in sorted(values.items()):
        for scheme in facts.get(_SKOS + "inScheme", ()):
            for notation in facts.get(_SKOS + "notation", ()):
                codes[local_name(scheme.rstrip("/"))][notation] = iri
    return dict(codes)
