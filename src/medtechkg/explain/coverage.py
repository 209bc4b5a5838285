"""What was looked at: a row that rests on absence is only as good as the documents read."""

from __future__ import annotations

from dataclasses import dataclass

from medtechkg import answers
from medtechkg.store import Store

__all__ = ["Coverage", "of"]

_DOCUMENTS = """
SELECT ?document (MIN(STR(?date)) AS ?issued) WHERE {
  ?document a mtk:Document .
  OPTIONAL { ?document dcterms:issued ?date }
} GROUP BY ?document
"""
_REGIONS = """
SELECT DISTINCT ?region WHERE {
  ?document mtk:coversRegion ?place .
  OPTIONAL { ?place skos:prefLabel ?label }
  BIND(COALESCE(STR(?label), STR(?place)) AS ?region)
} ORDER BY ?region
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents there are, of which dates (ISO 8601, first and last) and regions."""

    documents: int
    undated: int
    first: str
    last: str
    regions: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in words.

        >>> print(Coverage(2, 1, "2031-03-05", "2031-03-05", ("Eastvale",)))
        2 documents, of 2031-03-05, 1 undated; on Eastvale
        """
        number = "1 document" if self.documents == 1 else f"{self.documents:,} documents"
        dates = self.first if self.first == self.last else f"{self.first} to {self.last}"
        told = [number]
        told += [f"of {dates}"] if dates else []
        told += [f"{self.undated:,} undated"] if self.undated else []
        where = ", ".join(self.regions) if self.regions else "no region named"
        return f"{', '.join(told)}; {f'on {where}' if self.regions else where}"


def of(store: Store) -> Coverage:
    """Take stock of the documents of a graph."""
    found = [row["issued"] for row in answers.rows(store, _DOCUMENTS)]
    dates = sorted(str(date) for date in found if date is not None)
    regions = tuple(str(row["region"]) for row in answers.rows(store, _REGIONS))
    first, last = (dates[0], dates[-1]) if dates else ("", "")
    return Coverage(len(found), len(found) - len(dates), first, last, regions)
