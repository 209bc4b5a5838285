"""The documents a graph was made of, as they are held in it.

A graph keeps the text of each document and what is known of it, so that it can be read again, or
left out, without the files it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from medtechkg.errors import NotFoundError
from medtechkg.iris import PREFIXES, Base
from medtechkg.model import Document

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["STATEMENTS", "Held", "documents", "find", "quads"]

#: The classes of the nodes that relations are kept as.
STATEMENTS = (
    "Statement",
    "Affiliation",
    "Collaboration",
    "Funding",
    "QualificationDemand",
    "SkillNeed",
)
_FEWEST_LETTERS = 6  # of an id that is given in part


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a graph, by which rules it was read, and how much it says."""

    document: Document
    rules: str
    statements: int
    figures: int

    @property
    def pages(self) -> int | None:
        """How many pages it has, if it has pages."""
        text = self.document.text.rstrip("\n").removesuffix("\f")
        return text.count("\f") + 1 if "\f" in self.document.text else None


def documents(store: Store) -> tuple[Held, ...]:
    """List the documents of a graph, in the order of their names."""
    held = (_held(store, dict(entry)) for entry in store.manifest.documents)
    return tuple(sorted(held, key=lambda each: (each.document.name, each.document.id)))


def quads(store: Store, document: Document) -> Iterable[Quad]:
    """Give what a document says, as it stands in the graph."""
    return store.quads_for_pattern(graph=_graph(store, document.id))


def find(held: Iterable[Held], name: str) -> Held:
    """Return the document called so: by name, title, or id, which may be cut short.

    Raises:
        NotFoundError: if there is none, or several; the message names what is there.
    """
    known = tuple(held)
    wanted = name.casefold()
    found = [each for each in known if wanted in _names(each)]
    if not found and len(wanted) >= _FEWEST_LETTERS:
        found = [each for each in known if each.document.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(each.document.id[:16] for each in found)
        raise NotFoundError(f"“{name}” may be any of {ids}; give one of these ids")
    spelt = {each.casefold(): each for one in known for each in _spelt(one)}
    close = get_close_matches(wanted, spelt, n=3, cutoff=0.5)
    meant = " or ".join(f"“{spelt[each]}”" for each in close)
    hint = f"did you mean {meant}?" if meant else "`medtechkg documents` lists those there are"
    raise NotFoundError(f"there is no document “{name}” in this graph; {hint}")


def _spelt(held: Held) -> tuple[str, ...]:
    return held.document.name, held.document.title


def _names(held: Held) -> set[str]:
    return {each.casefold() for each in (*_spelt(held), held.document.id)}


def _held(store: Store, entry: dict[str, str]) -> Held:
    key, name = entry.pop("id"), entry.pop("name")
    media_type = entry.pop("format", "text/plain")
    if entry.get("title") == name:  # the title it is given where it has none
        del entry["title"]
    base = Base(store.manifest.base)
    text = _value(store, key, base.term("text"))
    counts = {cls: _instances(store, key, base.term(cls)) for cls in (*STATEMENTS, _FIGURE)}
    return Held(
        Document(key, name, text, media_type, entry),
        rules=_value(store, key, PREFIXES["dcterms"] + "identifier"),
        statements=sum(counts[cls] for cls in STATEMENTS),
        figures=counts[_FIGURE],
    )


_FIGURE = "StatisticalObservation"


def _graph(store: Store, key: str) -> NamedNode:
    return NamedNode(Base(store.manifest.base).graph(f"source/{key[:16]}"))


def _value(store: Store, key: str, predicate: str) -> str:
    """Read the one literal of a property in the graph of a document."""
    found = store.quads_for_pattern(predicate=NamedNode(predicate), graph=_graph(store, key))
    return next((q.object.value for q in found if isinstance(q.object, Literal)), "")


def _instances(store: Store, key: str, cls: str) -> int:
    kind = NamedNode(PREFIXES["rdf"] + "type")
    return sum(1 for _ in store.quads_for_pattern(None, kind, NamedNode(cls), _graph(store, key)))
