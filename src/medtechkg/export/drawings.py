"""The network as a picture for a report: SVG with names, a legend and its sources.

The names of the best connected things come first; a name that finds no room is left out of the
picture, but is there as the title of its disc, which browsers show when it is pointed at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from medtechkg import charts
from medtechkg.export.colours import FAMILIES, OTHER
from medtechkg.export.selection import Picture, Vertex, words
from medtechkg.markup import escaped, width, wrapped

__all__ = ["drawing"]

_WIDTH, _MARGIN = 1100.0, 28.0
_TYPE, _TITLE, _SMALL = 11.0, 20.0, 11.0
_NAMES = 160
#: So many of the best connected have their names even where these cover a disc.
_FIRM = 24

Box = tuple[float, float, float, float]


def drawing(picture: Picture) -> str:
    """Draw a picture; the same bytes for the same picture."""
    families = [each for each in (*FAMILIES, OTHER) if any(n.family == each for n in picture.nodes)]
    legend, top = _legend([each.name for each in families], _MARGIN + 2 * _TITLE + 22)
    spots, bottom = _spots(picture.nodes, top + 10)
    parts = [
        _text(_MARGIN, _MARGIN + _TITLE, picture.title, _TITLE, "strong"),
        _text(_MARGIN, _MARGIN + 2 * _TITLE, picture.summary, _SMALL, "soft"),
        *legend,
        *_lines(picture, spots),
        *(_disc(spot, families.index(spot.node.family)) for spot in spots.values()),
        *_names(list(spots.values())),
    ]
    sources = f"Sources: {'; '.join(picture.documents)}." if picture.documents else "No facts."
    for line in wrapped(sources, _SMALL, _WIDTH - 2 * _MARGIN):
        bottom += _SMALL * 1.35
        parts.append(_text(_MARGIN, bottom, line, _SMALL, "soft"))
    described = f"{picture.summary}. {_best(picture.nodes)}"
    return charts.svg(_WIDTH, bottom + _MARGIN, picture.title, described, parts, _style(families))


def _style(families: Sequence[object]) -> str:
    known = [each for each in (*FAMILIES, OTHER) if each in families]
    light = "".join(f".f{at}{{fill:{each.light}}}" for at, each in enumerate(known))
    dark = "".join(f".f{at}{{fill:{each.dark}}}" for at, each in enumerate(known))
    return (
        f"{light}.line{{stroke:#c3beb5;fill:none}}"
        ".rim{stroke:#fff;stroke-width:3.5;stroke-linejoin:round;fill:#fff}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}.line{{stroke:#4a505a}}"
        ".rim{stroke:#16181c;fill:#16181c}}"
    )


def _text(x: float, y: float, text: str, size: float, cls: str = "") -> str:
    kind = f' class="{cls}"' if cls else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{kind}>{escaped(text)}</text>'


def _best(nodes: Iterable[Vertex]) -> str:
    """Name the best connected, for who cannot see them."""
    first = sorted(nodes, key=lambda node: (-node.degree, node.id))[:10]
    told = ", ".join(f"{node.label} ({node.degree})" for node in first)
    return f"Most facts: {told}." if told else ""


def _legend(names: Sequence[str], y: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x = _MARGIN
    for at, name in enumerate(names):
        needed = width(name, _TYPE) + 34
        if x > _MARGIN and x + needed > _WIDTH - _MARGIN:
            x, y = _MARGIN, y + 19
        parts.append(f'<circle class="f{at}" cx="{x + 5:.1f}" cy="{y - 4:.1f}" r="5"/>')
        parts.append(_text(x + 15, y, name, _TYPE))
        x += needed
    return parts, y + 12


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node on the page."""

    node: Vertex
    x: float
    y: float
    radius: float


def _spots(nodes: Sequence[Vertex], top: float) -> tuple[dict[str, _Spot], float]:
    """Fit the layout to the width of the page; the nodes by IRI, and where the page goes on."""
    if not nodes:
        return {}, top
    left, right = min(n.x for n in nodes), max(n.x for n in nodes)
    low, high = min(n.y for n in nodes), max(n.y for n in nodes)
    room = _WIDTH - 2 * _MARGIN - 190
    scale = min(room / ((right - left) or 1), 1500 / ((high - low) or 1), 1.6)
    middle = (left + right) / 2
    found = {
        node.id: _Spot(
            node,
            _WIDTH / 2 + (node.x - middle) * scale,
            top + 26 + (node.y - low) * scale,
            max(node.size * scale * 0.85, 1.6),
        )
        for node in nodes
    }
    return found, top + 58 + (high - low) * scale


def _lines(picture: Picture, spots: dict[str, _Spot]) -> Iterator[str]:
    """Draw one line for all facts between two things, the thicker the more there are."""
    facts: dict[tuple[str, str], int] = defaultdict(int)
    for edge in picture.edges():
        facts[min(edge.source, edge.target), max(edge.source, edge.target)] += 1
    for (one, other), number in sorted(facts.items()):
        a, b = spots[one], spots[other]
        thick = 0.8 + 0.4 * min(number - 1, 4)
        yield (
            f'<path class="line" stroke-width="{thick:g}" '
            f'd="M{a.x:.1f} {a.y:.1f}L{b.x:.1f} {b.y:.1f}"/>'
        )


def _disc(spot: _Spot, family: int) -> str:
    node = spot.node
    facts = "1 fact" if node.degree == 1 else f"{node.degree:,} facts"
    title = escaped(f"{node.label} ({words(node.cls)}, {facts})")
    return (
        f'<circle class="f{family}" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.radius:.1f}">'
        f"<title>{title}</title></circle>"
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The room that is taken, by the cells of a grid, so that few boxes are compared."""

    cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def add(self, box: Box) -> None:
        for key in _cells(box):
            self.cells[key].append(box)

    def free(self, box: Box) -> bool:
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for key in _cells(box)
            for other in self.cells.get(key, ())
        )


def _cells(box: Box, size: float = 60.0) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // size), int(box[2] // size) + 1):
        for row in range(int(box[1] // size), int(box[3] // size) + 1):
            yield column, row


def _names(spots: Sequence[_Spot]) -> Iterator[str]:
    """Write names beside their discs, none over another: right, left, below or above."""
    discs, names = _Taken(), _Taken()
    for spot in spots:
        r = spot.radius - 1
        discs.add((spot.x - r, spot.y - r, spot.x + r, spot.y + r))
    order = sorted(spots, key=lambda spot: (-spot.node.degree, spot.node.id))
    written = 0
    for rank, spot in enumerate(order):
        boxes = [box for box in _boxes(spot) if box[0] > 4 and box[2] < _WIDTH - 4]
        free = [box for box in boxes if names.free(box)]
        clear = [box for box in free if discs.free(box)]
        chosen = clear or (free if rank < _FIRM else [])
        if chosen and written < _NAMES:
            box = chosen[0]
            names.add(box)
            written += 1
            x, y = box[0] + 2, box[3] - 4
            yield _text(x, y, spot.node.label, _TYPE, "rim")
            yield _text(x, y, spot.node.label, _TYPE)


def _boxes(spot: _Spot) -> Iterator[Box]:
    wide, half = width(spot.node.label, _TYPE) + 4, _TYPE * 0.65
    gap = spot.radius + 3
    right, left = spot.x + gap, spot.x - gap - wide
    yield right, spot.y - half, right + wide, spot.y + half
    yield left, spot.y - half, left + wide, spot.y + half
    middle = spot.x - wide / 2
    for y in (spot.y + gap + half, spot.y - gap - half):
        yield middle, y - half, middle + wide, y + half
