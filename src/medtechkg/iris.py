"""Every IRI of the project is minted here, and nowhere else is the base spelt.

An IRI is derived from content, so the same thing found twice, in two documents or in two builds,
has one IRI. Pure strings: no RDF library.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass

__all__ = [
    "PREFIXES",
    "Base",
    "contract",
    "digest",
    "expand",
    "kebab",
    "local_name",
    "organisation_slug",
    "prefixes",
    "rebase",
    "slug",
]

DEFAULT_BASE = "https://w3id.org/medtechkg/"

#: Prefixes of the vocabularies the graph uses; ``mtk:`` is added by `prefixes` from the base.
PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_SPELT = str.maketrans({"&": " and ", "’": "", "'": "", **dict.fromkeys("‐‑‒–—", "-")})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


#: Only at the end, and only after a name: "Holt Co Ltd", not "Limited Editions".
_LEGAL_FORM = re.compile(
    r"(?<=[a-z0-9])(?:-(?:ltd|limited|plc|llp|llc|inc|incorporated|corp|gmbh|co))+$"
)


def slug(name: str) -> str:
    """Reduce a name to lower-case ASCII words joined by hyphens.

    >>> slug("Café & Sons’ No.1 Campus")
    'cafe-and-sons-no-1-campus'
    """
    text = name.translate(_SPELT)
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", ascii_text.lower()).strip("-") or digest(name)[:12]


def organisation_slug(name: str) -> str:
    """Reduce the name of an organisation, without the legal form that one text adds, another not.

    >>> organisation_slug("Calder Instruments Ltd")
    'calder-instruments'
    """
    whole = slug(name)
    return _LEGAL_FORM.sub("", whole) or whole


def kebab(name: str) -> str:
    """Turn a class name into a path segment.

    >>> kebab("ResearchCentre")
    'research-centre'
    """
    return _CAMEL.sub("-", name).lower()


def digest(*parts: str) -> str:
    """Hash the parts, in order, to 64 hexadecimal digits (SHA-256)."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/``."""
    return re.split(r"[#/]", iri)[-1]


@dataclass(frozen=True, slots=True)
class Base:
    """The root under which everything is minted.

    >>> Base("https://example.org/kg/").thing("organisation", "Northmoor University")
    'https://example.org/kg/id/organisation/northmoor-university'
    """

    root: str = DEFAULT_BASE

    @classmethod
    def from_environment(cls) -> Base:
        """Take the root from ``MEDTECHKG_BASE``, else the default."""
        root = os.environ.get("MEDTECHKG_BASE", DEFAULT_BASE)
        return cls(root if root.endswith("/") else root + "/")

    def term(self, name: str) -> str:
        """A class or property of the ontology, by local name."""
        return f"{self.root}def/{name}"

    def thing(self, kind: str, name: str) -> str:
        """An individual, from its kind and its name."""
        return f"{self.root}id/{kind}/{slug(name)}"

    def hashed(self, kind: str, *parts: str) -> str:
        """An individual known only by what it says: its IRI is a hash of the parts."""
        return f"{self.root}id/{kind}/{digest(*parts)[:20]}"

    def code(self, scheme: str, name: str) -> str:
        """A concept of a code list."""
        return f"{self.root}scheme/{scheme}/{slug(name)}"

    def graph(self, name: str) -> str:
        """A named graph, such as ``source/{document}``, ``inferred/{rule}`` or ``ontology``."""
        return f"{self.root}graph/{name}"


def prefixes(base: Base) -> dict[str, str]:
    """All prefixes, ours included."""
    return {"mtk": base.term(""), **PREFIXES}


def contract(iri: str, base: Base) -> str:
    """Shorten an IRI by its prefix; leave it whole if none fits.

    >>> contract("http://www.w3.org/ns/org#Role", Base())
    'org:Role'
    """
    for prefix, namespace in prefixes(base).items():
        rest = iri.removeprefix(namespace)
        if rest != iri and rest and "/" not in rest and "#" not in rest:
            return f"{prefix}:{rest}"
    return iri


def expand(name: str, base: Base) -> str:
    """The inverse of `contract`; an absolute IRI stays as it is.

    >>> expand("org:Role", Base())
    'http://www.w3.org/ns/org#Role'
    """
    prefix, colon, rest = name.partition(":")
    namespace = prefixes(base).get(prefix) if colon else None
    return namespace + rest if namespace is not None and not rest.startswith("//") else name


def rebase(text: str, base: Base) -> str:
    """Move a file of the ontology or a query from the default base to ``base``."""
    return text if base.root == DEFAULT_BASE else text.replace(DEFAULT_BASE, base.root)
