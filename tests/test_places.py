"""Whether one place can lie in another."""

from __future__ import annotations

import pytest

from medtechkg.model import Entity, Statement
from medtechkg.reading.places import plausible

WITHIN = {
    "earth": frozenset[str](),
    "land": frozenset(("earth",)),
    "isle": frozenset(("earth",)),
    "shire": frozenset(("land", "earth")),
    "moor": frozenset(("land", "earth")),
    "vale": frozenset(("land", "earth")),
    "holt": frozenset(("shire", "land", "earth")),
    "bray": frozenset(("moor", "land", "earth")),
}


@pytest.mark.parametrize(
    ("inner", "outer", "may_be"),
    [
        ("holt", "shire", True),
        ("holt", "land", True),
        ("holt", "vale", True),  # a stretch of land that nothing is filed under
        ("shire", "vale", True),
        ("holt", "moor", True),  # at the border of two, for all that is known
        ("shire", "holt", False),
        ("holt", "bray", False),
        ("shire", "moor", False),
        ("land", "isle", False),
        ("holt", "holt", False),
        ("tarn", "holt", True),  # no register knows it
        ("land", "earth", True),
    ],
)
def test_registers_may_speak_against_where_a_place_lies(
    inner: str, outer: str, may_be: bool
) -> None:
    ends = [Entity("Region", each.title(), each) for each in (inner, outer)]
    for name in ("locatedIn", "partOf"):
        assert plausible(Statement(ends[0], name, ends[1], ()), WITHIN) is may_be
    assert plausible(Statement(ends[0], "collaboratesWith", ends[1], ()), WITHIN)
