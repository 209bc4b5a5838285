"""How the words of a page are set: into lines, columns, tables and paragraphs, by place alone.

A page of a PDF is words with their boxes. Read across, two columns would be one nonsense; so a page
falls into bands where a gutter runs between lines of text, and each column is read to its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

__all__ = ["Line", "Word", "lines", "rows"]

# Room between two words, in sizes of their letters: more than any in a sentence, than most, and
# than those in a row that surely is one of a table.
_CELL_GAP = 1.6
_GUTTER_GAP = 0.9
_TABLE_GAP = 0.7

_SAME_LINE = 0.5  # of the height: how much two words overlap that stand on one line
_FEWEST_ROWS = 3
_FEWEST_LETTERS = 18  # a line of a column is longer than a cell of a table
_NARROWEST = 60.0  # of a column, in points


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, from the left and from the top of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Line:
    """Words on one line of one column; cells, where it is a row of a table.

    ``column`` numbers the columns of a page in the order they are read; ``edge`` is how far to the
    right lines of the column reach, and ``start`` where they begin.
    """

    cells: list[list[Word]]
    column: int = 0
    start: float = 0.0
    edge: float = 0.0

    @property
    def words(self) -> list[Word]:
        """All its words, from left to right."""
        return [word for cell in self.cells for word in cell]

    @property
    def text(self) -> str:
        """What it says, with a tab between cells."""
        return "\t".join(" ".join(word.text for word in cell) for cell in self.cells)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.cells[0][0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.cells[-1][-1].right

    @property
    def top(self) -> float:
        """The top of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes = Counter[float]()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)


def lines(words: Iterable[Word]) -> list[Line]:
    """Set the words of a page in lines, in the order they are read."""
    found: list[Line] = []
    for column, rows in enumerate(_columns(list(words))):
        cut = [_groups(row, _CELL_GAP) for row in rows]
        made = [Line(_cells(cut, at), column) for at in range(len(cut))]
        start = min(line.left for line in made)
        edge = _edge(made)
        for line in made:
            line.start, line.edge = start, edge
        found += made
    return found


def rows(words: Iterable[Word]) -> list[list[Word]]:
    """Gather words that stand at one height, from the top down, each row from left to right."""
    found: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda each: ((each.top + each.bottom) / 2, each.left)):
        shared = min(bottom, word.bottom) - max(top, word.top)
        if not found or shared < _SAME_LINE * min(bottom - top, word.bottom - word.top):
            found.append([])
            top, bottom = word.top, word.bottom
        found[-1].append(word)
    return [sorted(row, key=lambda each: (each.left, each.text)) for row in found]


def _groups(row: Sequence[Word], gap: float) -> list[list[Word]]:
    """Part a row where there is more room between two words than ``gap`` times their size."""
    groups = [[row[0]]]
    for before, word in pairwise(row):
        if word.left - before.right > gap * max(before.size, word.size):
            groups.append([])
        groups[-1].append(word)
    return groups


def _cells(cut: Sequence[list[list[Word]]], at: int) -> list[list[Word]]:
    """Part the row of a table more finely: its neighbours show that it is one."""
    around = [cut[n] for n in (at - 1, at + 1) if 0 <= n < len(cut)]
    if len(cut[at]) > 1 and any(len(row) > 1 for row in around):
        return _groups([word for group in cut[at] for word in group], _TABLE_GAP)
    return cut[at]


def _edge(made: Sequence[Line]) -> float:
    """How far lines of running text reach; a few that reach further do not count."""
    rights = sorted(line.right for line in made if len(line.cells) == 1)
    return rights[(len(rights) - 1) * 4 // 5] if rights else 0.0


# -- columns ----------------------------------------------------------------------------------


def _columns(words: list[Word]) -> Iterator[list[list[Word]]]:
    """Read rows band by band, and in a band with a gutter the left side before the right."""
    found = rows(words)
    gutter = _gutter(found)
    if gutter is None:
        if found:
            yield found
        return
    for band in _bands(found, gutter):
        if _is_set_in_columns(band, gutter):
            for side in _sides(band, gutter):
                yield from _columns(side)
        else:
            yield band


def _gutter(found: Sequence[list[Word]]) -> float | None:
    """Find the place left of which a column ends, and right of which many lines begin."""
    starts = Counter(round(g[0].left) for row in found for g in _groups(row, _GUTTER_GAP))
    first = min(starts, default=0)
    likely = [at for at, count in sorted(starts.items()) if count >= 2 and at > first + _NARROWEST]
    scores = {at - 1.5: _score(found, at - 1.5) for at in likely}
    best = max(scores, key=lambda at: (scores[at], -at), default=None)
    return best if best is not None and scores[best] else None


def _score(found: Sequence[list[Word]], gutter: float) -> int:
    """How many rows a gutter sets in columns."""
    return sum(len(b) for b in _bands(found, gutter) if _is_set_in_columns(b, gutter))


def _bands(found: Sequence[list[Word]], gutter: float) -> list[list[list[Word]]]:
    """Part rows where one that runs across a gutter meets one that does not."""
    return [list(band) for _, band in groupby(found, lambda row: _crosses(row, gutter))]


def _crosses(row: Sequence[Word], gutter: float) -> bool:
    """Whether a word, or no more than the room between two words, stands in the gutter."""
    left = max((word.right for word in row if word.left < gutter), default=None)
    right = min((word.left for word in row if word.left >= gutter), default=None)
    if left is None:
        return False
    if right is None:
        return left > gutter
    return right - left < _GUTTER_GAP * row[0].size


def _sides(band: Iterable[list[Word]], gutter: float) -> tuple[list[Word], list[Word]]:
    words = [word for row in band for word in row]
    return [w for w in words if w.left < gutter], [w for w in words if w.left >= gutter]


def _is_set_in_columns(band: Sequence[list[Word]], gutter: float) -> bool:
    """Whether both sides of a gutter are running text, and not the cells of a table."""
    if any(_crosses(row, gutter) for row in band):
        return False
    left, right = (rows(side) for side in _sides(band, gutter))
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    apart = left[-1][0].bottom < right[0][0].top or right[-1][0].bottom < left[0][0].top
    return not apart and _runs(left) and _runs(right)


def _runs(side: Sequence[list[Word]]) -> bool:
    """Whether lines are those of a text: long, and many of them full."""
    lengths = [sum(len(word.text) + 1 for word in row) for row in side]
    start, edge = min(row[0].left for row in side), max(row[-1].right for row in side)
    full = sum(1 for row in side if row[-1].right - start >= 0.75 * (edge - start))
    return median(lengths) >= _FEWEST_LETTERS and full >= 0.4 * len(side)
