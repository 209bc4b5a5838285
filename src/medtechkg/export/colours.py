"""Which classes share a colour, and which colour that is.

The colours are Paul Tol's schemes "muted", for light pages, and "light", for dark ones, made so
that people with any common colour blindness can tell them apart (P. Tol, Colour Schemes,
SRON/EPS/TN/09-002, issue 3.2, 2021). A class goes to the first family that has it or a wider one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medtechkg import answers
from medtechkg.iris import local_name

if TYPE_CHECKING:
    from medtechkg.store import Store

__all__ = ["FAMILIES", "OTHER", "Family", "classes", "family"]


@dataclass(frozen=True, slots=True)
class Family:
    """Classes that are drawn alike: their name, colours as ``#rrggbb``, and widest classes."""

    name: str
    light: str
    dark: str
    roots: tuple[str, ...] = ()

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255, as on a light page."""
        value = bytes.fromhex(self.light[1:])
        return value[0], value[1], value[2]


FAMILIES = (
    Family("Education", "#332288", "#77aadd", ("University", "College", "School")),
    Family("Business", "#cc6677", "#ee8866", ("Business",)),
    Family("Health care", "#44aa99", "#44bb99", ("HealthcareProvider",)),
    Family("Research", "#88ccee", "#99ddff", ("ResearchCentre", "Facility", "Technology")),
    Family("Other organisations", "#882255", "#ffaabb", ("Organisation", "Cluster")),
    Family("People and groups", "#999933", "#bbcc33", ("Agent", "Role", "OccupationGroup")),
    Family("Places", "#117733", "#aaaa00", ("Place",)),
    Family(
        "Skills and qualifications",
        "#ddcc77",
        "#eedd88",
        (
            "Skill",
            "SkillNeed",
            "Qualification",
            "QualificationDemand",
            "QualificationLevel",
            "QualificationType",
            "Provision",
            "TrainingRoute",
        ),
    ),
    Family("Programmes and policies", "#aa4499", "#d28ad0", ("Initiative", "Policy")),
)
#: Whatever has no family, fields of activity for the most part.
OTHER = Family("Fields and other", "#b4b8bf", "#c4c8ce")

_CLASSES = "SELECT ?class ?wider { ?class a owl:Class ; rdfs:subClassOf* ?wider }"


def classes(store: Store) -> dict[str, frozenset[str]]:
    """Give each class of the ontology, by local name, with all wider ones and itself."""
    found: dict[str, set[str]] = {}
    for row in answers.rows(store, _CLASSES):
        name = local_name(str(row["class"]))
        found.setdefault(name, {name}).add(local_name(str(row["wider"])))
    return {name: frozenset(found[name]) for name in sorted(found)}


def family(cls: str, known: Mapping[str, frozenset[str]]) -> Family:
    """Tell which family a class belongs to."""
    wider = known.get(cls, frozenset((cls,)))
    return next((each for each in FAMILIES if not wider.isdisjoint(each.roots)), OTHER)
