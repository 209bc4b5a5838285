"""How firmly a figure is said: by its own part of the sentence."""

from __future__ import annotations

import pytest

from measuring import read

SAID = [
    ("Plexo has 90 staff and hopes to hire 30 people.", ["asserted", "planned"]),
    ("Plexo spent £4m, which may earn it £7m.", ["asserted", "hedged"]),
    ("The Calder Hub should create 90 jobs and £5m a year.", ["recommended", "recommended"]),
    ("The Calder Hub is set to get £9m, and 40 jobs.", ["expected", "expected"]),
    ("The Calder Hub cost £8m, and £3m is forecast for 2040.", ["asserted", "expected"]),
    ("Plexo employs 90 people; Northmoor University could add 40 jobs.", ["asserted", "hedged"]),
    ("Plexo got £6m for a loom that might weave glass.", ["asserted"]),
    ("Some 90 firms in Ayrford have 7,000 staff, with sales estimated at £3bn.",
     ["asserted", "asserted", "hedged"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_a_cue_holds_for_its_own_part_of_the_sentence(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in read(text)] == expected
