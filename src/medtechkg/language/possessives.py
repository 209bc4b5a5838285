"""Whose something is, spelled out: "its lab" is "A's lab" for the patterns."""

from __future__ import annotations

from medtechkg.language.masks import Alphabet, Masked, rearranged

__all__ = ["possessed"]


def possessed(masked: Masked, at: int, alphabet: Alphabet) -> Masked:
    """Spell out whose something is: "its lab in Fife" becomes "A's lab in Fife".

    A name right before it is kept: "Ada Bell, its director". A mark without width stands before
    what no word says the owner of: "sales manager Ada Bell".
    """
    mark = masked.owners[at]
    codes = alphabet.codes(cls for sense in mark.senses for cls in (sense.cls, *sense.also))
    first = at if mark.start == mark.end else at + 1
    made = rearranged(masked, (), range(first, len(masked.origins)), "'s")
    kept = [at - 2, at - 1] if at > 1 and at - 2 in masked.marks else []
    kept = kept if kept and masked.text.startswith(", ", masked.starts[at - 1]) else []
    lead = rearranged(masked, kept, ()) if kept else Masked()
    origin = masked.origins[at]
    shift = len(lead.text) + len(codes) + 1
    made.starts = [*lead.starts, len(lead.text), *(start + shift for start in made.starts)]
    made.text = f"{lead.text}{codes} {made.text}"
    made.origins = [*lead.origins, origin, *made.origins]
    moved = {where + len(kept) + 1: one for where, one in made.marks.items()}
    made.marks = {**lead.marks, len(kept): mark, **moved}
    made.plain = [*lead.plain, "", *made.plain]
    return made
