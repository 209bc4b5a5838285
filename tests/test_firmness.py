"""How firmly a figure is said: by its own part of the sentence."""

from __future__ import annotations

import pytest

from measuring import read

SAID = [
    ("Plexo employs 90 people and plans to take on 30 more people.", ["asserted", "planned"]),
    ("Plexo won £4m, which could lead to 200 jobs.", ["asserted", "hedged"]),
    ("The Calder Hub should create 90 jobs and £5m a year.", ["recommended", "recommended"]),
    ("The Calder Hub is expected to bring £9m, and 40 jobs.", ["expected", "expected"]),
    ("Some £8m supports the Calder Hub, and £20m is expected to follow.", ["asserted", "expected"]),
    ("Plexo employs 90 people; Northmoor University could add 40 jobs.", ["asserted", "hedged"]),
    ("The Calder Hub has won £6m for lasers that could mend bones.", ["asserted"]),
    ("Some 90 firms in Ayrford employ 7,000 people, with an estimated turnover of £3bn.",
     ["asserted", "asserted", "hedged"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_a_cue_holds_for_its_own_part_of_the_sentence(text: str, expected: list[str]) -> None:
    assert [figure.modality.value for figure in read(text)] == expected
