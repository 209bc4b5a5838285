"""The network as one page to look at and to send: it needs no server, no network and no files.

The page is a template, data as JSON, and the script that ``hatch_build.py`` bundles from ``web``
when the package is installed. All that documents say reaches the page as text, never as markup: the
JSON has no ``<``, the script sets text only, and the page runs no script but the one whose hash its
content security policy names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from medtechkg import answers, networks
from medtechkg.errors import GraphError
from medtechkg.export.colours import FAMILIES, OTHER, Family
from medtechkg.export.selection import Picture, Vertex, span, words

if TYPE_CHECKING:
    from medtechkg.networks import Edge
    from medtechkg.store import Store

__all__ = ["SCRIPT", "page"]

_TEMPLATES = Path(__file__).parent.parent / "templates"
#: The bundle of web, a product of the build.
SCRIPT = _TEMPLATES / "network.js"

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SPEAKERS = """
SELECT DISTINCT ?said ?name { ?said mtk:statedBy ?speaker . ?speaker skos:prefLabel ?name }
ORDER BY ?said ?name
"""
_DOCUMENTS = """
SELECT ?title ?issued ?publisher ?url WHERE {
  ?snapshot mtk:snapshotOf ?document . ?document dcterms:title ?title .
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?document dcterms:publisher/skos:prefLabel ?publisher }
  OPTIONAL { ?document schema:url ?url }
} ORDER BY ?title ?issued ?publisher ?url
"""


def page(store: Store, picture: Picture) -> Iterator[str]:
    """Write the page of a picture.

    Raises:
        GraphError: if the script was not bundled when the package was installed.
    """
    script = _script()
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        "title": escape(picture.title),
        "summary": escape(picture.summary),
        "sources": escape("; ".join(picture.documents)),
        "documents": f"Sources: {len(picture.documents):,}",
        "note": _NOTE,
        "hash": f"'sha256-{hashed}'",
        "data": _data(store, picture),
        "script": script,
    }
    template = (_TEMPLATES / "network.html").read_text(encoding="utf-8")
    yield _SLOT.sub(lambda slot: parts[slot[1]], template)


_NOTE = (
    "Every fact rests on the words quoted; size tells the number of facts. What no document says "
    "is not shown, which does not mean it is not so. Drawn by sigma and graphology (MIT)."
)


def _script() -> str:
    try:
        return SCRIPT.read_text(encoding="utf-8")
    except OSError as error:
        raise GraphError(
            f"{SCRIPT}: the script of the page is not there, because it could not be bundled when "
            "medtechkg was installed; install it again where the npm registry can be reached, or "
            "export gexf, svg or csv"
        ) from error


def _data(store: Store, picture: Picture) -> str:
    """Write all the page shows as JSON; without ``<``, so that nothing ends the tag around it."""
    told = _Told(store, picture)
    written = json.dumps(told.all(), ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written


class _Told:
    """Numbers the texts of a picture, so that each is in the page once."""

    def __init__(self, store: Store, picture: Picture) -> None:
        self.picture = picture
        self.quotations = networks.quotations(store)
        self.speakers = _speakers(store)
        self.about = _about(store)
        self.names: dict[str, dict[str, int]] = {}
        self.classes: dict[tuple[str, Family], int] = {}
        self.quotes: dict[tuple[str, int], int] = {}

    def all(self) -> Mapping[str, object]:
        nodes = self.picture.nodes
        index = {node.id: at for at, node in enumerate(nodes)}
        base = _common(index)
        things = [self._thing(node, base) for node in nodes]
        facts = [
            [index[edge.source], index[edge.target], *self._fact(edge)]
            for edge in self.picture.edges()
        ]
        families = (*FAMILIES, OTHER)
        return {
            "base": base,
            "families": [{"name": f.name, "light": f.light, "dark": f.dark} for f in families],
            "classes": [
                {"name": words(cls), "family": families.index(family)}
                for cls, family in self.classes
            ],
            "predicates": [words(name) for name in self.names.get("predicate", ())],
            "modalities": list(self.names.get("modality", ())),
            "speakers": list(self.names.get("speaker", ())),
            "quotes": list(self.quotes),
            "documents": [
                {"title": title, **self.about.get(title, {})}
                for title in self.names.get("document", ())
            ],
            "things": things,
            "facts": facts,
        }

    def _number(self, kind: str, name: str) -> int:
        known = self.names.setdefault(kind, {})
        return known.setdefault(name, len(known))

    def _thing(self, node: Vertex, base: str) -> list[object]:
        cls = self.classes.setdefault((node.cls, node.family), len(self.classes))
        place = node.size, node.x, node.y
        return [node.label, cls, node.degree, *place, node.id.removeprefix(base)]

    def _fact(self, edge: Edge) -> list[object]:
        start, end = span(edge)
        speaker = self.speakers.get(edge.id.partition(" ")[0])
        return [
            self._number("predicate", edge.predicate),
            self._number("modality", edge.modality),
            list(dict.fromkeys(self._quotes(edge))),
            [self._number("document", title) for title in edge.documents],
            start,
            end,
            int(bool(edge.start or edge.end)),
            -1 if speaker is None else self._number("speaker", speaker),
        ]

    def _quotes(self, edge: Edge) -> Iterator[int]:
        for evidence in edge.evidence:
            if evidence in self.quotations:
                quote = self.quotations[evidence]
                document = self._number("document", quote.document)
                words = " ".join(quote.text.split()), document
                yield self.quotes.setdefault(words, len(self.quotes))


def _speakers(store: Store) -> dict[str, str]:
    """Who says a fact, by its IRI; of several all are named."""
    found: dict[str, str] = {}
    for row in answers.rows(store, _SPEAKERS):
        said, name = str(row["said"]), str(row["name"])
        found[said] = f"{found[said]}, {name}" if said in found else name
    return found


def _about(store: Store) -> dict[str, dict[str, str]]:
    """What is known of the documents of a title."""
    found: dict[str, dict[str, str]] = {}
    for row in answers.rows(store, _DOCUMENTS):
        known = found.setdefault(str(row["title"]), {})
        for name in ("issued", "publisher", "url"):
            if row[name] is not None:
                known.setdefault(name, str(row[name]))
    return found


def _common(iris: Iterable[str]) -> str:
    """The beginning that all IRIs share, up to a slash."""
    every = list(iris)
    if not every:
        return ""
    letters = zip(min(every), max(every), strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return shared[: shared.rfind("/") + 1]
