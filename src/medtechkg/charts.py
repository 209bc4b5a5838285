"""Charts as SVG: figures side by side, and what happened when.

Each is one text, the same to the byte for the same input. It names no font that has to be there,
says all it shows in its description, and is fit for paper and for a dark page.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from medtechkg.markup import escaped, width, wrapped

__all__ = ["STYLE", "Bar", "Moment", "bars", "period", "svg", "timeline"]

_WIDTH = 760.0
_MARGIN = 24.0
_TYPE, _SMALL, _TITLE = 13.0, 11.5, 18.0
_LINE = 1.3

#: How every drawing looks. The hues are those of Okabe and Ito (2008), which people with any common
#: colour blindness can tell apart; dark pages get lighter ones. No variables: not all programs that
#: draw SVG know them.
_HUES = (
    ("#0072b2", "#56a9e0"),
    ("#d55e00", "#f08d49"),
    ("#009e73", "#3cc29b"),
    ("#b0548a", "#dc9bc2"),
    ("#a67800", "#e6b23c"),
    ("#5b6c7d", "#9fb0c0"),
)


def _style() -> str:
    light = "".join(f".c{at}{{fill:{one};stroke:{one}}}" for at, (one, _) in enumerate(_HUES))
    dark = "".join(f".c{at}{{fill:{two};stroke:{two}}}" for at, (_, two) in enumerate(_HUES))
    return (
        "text{font-family:Helvetica,Arial,'Liberation Sans',sans-serif;fill:#1c1e22}"
        ".paper{fill:#fff}.soft{fill:#5b606a}.strong{font-weight:bold}.mid{text-anchor:middle}"
        ".end{text-anchor:end}.rule{stroke:#cfcbc3;stroke-width:1;fill:none}"
        ".range{stroke:#1c1e22;stroke-width:1.5;fill:none}.pale{fill-opacity:.3}"
        f"{light}@media screen and (prefers-color-scheme:dark){{"
        "text{fill:#e6e4df}.paper{fill:#16181c}.soft{fill:#a2a7b0}.rule{stroke:#3d434c}"
        f".range{{stroke:#e6e4df}}{dark}}}"
    )


STYLE = _style()


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure: what it counts (``group``), of whom (``label``), and how much.

    ``low`` and ``high`` bound it: both for a range, ``low`` alone for "at least", ``high`` for
    "at most". ``text`` is how it is written, ``note`` what goes with it: hedge, date, speaker.
    """

    group: str
    label: str
    value: float | Decimal
    low: float | Decimal | None = None
    high: float | Decimal | None = None
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was at a date, or from it to ``end``: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Moments of a ``kind`` share a colour, and ``note`` is told below the ``label``.
    """

    date: str
    label: str
    kind: str
    end: str = ""
    note: str = ""


def svg(
    across: float,
    down: float,
    title: str,
    description: str,
    parts: Iterable[str],
    style: str = "",
) -> str:
    """Put a drawing together: its size, what it is and shows, and its parts, lowest first.

    ``style`` is CSS of its own, after that of all drawings.
    """
    size = f"{_n(across)} {_n(down)}"
    wide, high = size.split()
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{wide}" '
            f'height="{high}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escaped(title)}</title>',
            f'<desc id="desc">{escaped(description)}</desc>',
            f"<style>{STYLE}{style}</style>",
            f'<rect class="paper" width="{wide}" height="{high}"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _n(number: float) -> str:
    """Write a number in hundredths, without what says nothing.

    >>> _n(2.5), _n(3.0), _n(-0.001)
    ('2.5', '3', '0')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0", number > -0.005)


def _text(x: float, y: float, text: str, size: float = _TYPE, cls: str = "") -> str:
    kind = f' class="{cls}"' if cls else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{kind}>{escaped(text)}</text>'


def _lines(
    x: float, y: float, lines: Sequence[str], size: float = _TYPE, cls: str = ""
) -> list[str]:
    return [_text(x, y + at * size * _LINE, line, size, cls) for at, line in enumerate(lines)]


def _head(title: str) -> tuple[list[str], float]:
    """Write the title; where what follows begins."""
    lines = wrapped(title, _TITLE, _WIDTH - 2 * _MARGIN, bold=True)
    written = _lines(_MARGIN, _MARGIN + _TITLE, lines, _TITLE, "strong")
    return written, _MARGIN + len(lines) * _TITLE * _LINE + 14


def _foot(y: float, told: Iterable[str]) -> tuple[list[str], float]:
    """Write the small print; where the drawing ends."""
    limit = _WIDTH - 2 * _MARGIN
    lines = [line for each in told if each for line in wrapped(each, _SMALL, limit)]
    written = _lines(_MARGIN, y + _SMALL, lines, _SMALL, "soft")
    return written, y + len(lines) * _SMALL * _LINE + _MARGIN


# -- figures side by side -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scale:
    """Lays numbers out on a line from ``left``, ``across`` long."""

    least: float
    most: float
    left: float
    across: float

    def at(self, value: float | Decimal) -> float:
        share = (float(value) - self.least) / ((self.most - self.least) or 1)
        return self.left + min(max(share, 0.0), 1.0) * self.across


def bars(title: str, found: Iterable[Bar], *, unit: str = "", source: str = "") -> str:
    """Draw figures as horizontal bars, group by group, in the order given.

    With a ``unit`` all bars have one scale; without, each group has its own, as figures of
    different kinds cannot be laid beside each other. Every bar begins at nought. A range is a line
    with ends, "at least" an arrow, "at most" a bar that fades.

    Raises:
        ValueError: if a number is not finite.
    """
    given = list(found)
    if not all(math.isfinite(number) for bar in given for number in _numbers(bar)):
        raise ValueError(f"{title}: a bar is as long as a finite number; leave out the others")
    groups = {name: [b for b in given if b.group == name] for name in _once(b.group for b in given)}
    labels = _once(bar.label for bar in given)
    parts, y = _head(title)
    if unit:
        parts.append(_text(_MARGIN, y, unit, _SMALL, "soft"))
        y += 10
    for name, members in groups.items():
        drawn, y = _group(name, members, given if unit else members, labels, y)
        parts += drawn
    written, end = _foot(y, (source, "" if given else "There are no figures."))
    told = "; ".join(map(_said, given)) or "There are no figures."
    described = f"{told}. {unit}".strip() if unit else told
    return svg(_WIDTH, end, title, described, [*parts, *written])


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _numbers(bar: Bar) -> list[float]:
    return [float(each) for each in (bar.value, bar.low, bar.high) if each is not None]


def _said(bar: Bar) -> str:
    told = f"{bar.group}, {bar.label}: {_written(bar)}" if bar.group else _short(bar)
    return f"{told} ({bar.note})" if bar.note else told


def _short(bar: Bar) -> str:
    return f"{bar.label}: {_written(bar)}"


def _written(bar: Bar) -> str:
    """How the figure is written, else its value with thousands apart."""
    return bar.text or f"{Decimal(str(bar.value)).normalize():,f}"


def _group(
    name: str, members: Sequence[Bar], scaled: Iterable[Bar], labels: Sequence[str], y: float
) -> tuple[list[str], float]:
    limit = min(190.0, max(width(bar.label, _TYPE) for bar in members) + 1)
    left, room = _MARGIN + 202, 214.0
    numbers = [0.0, *(number for bar in scaled for number in _numbers(bar))]
    scale = _Scale(min(numbers), max(numbers), left, _WIDTH - _MARGIN - left - room)
    parts: list[str] = []
    if name:
        heading = wrapped(name, _TYPE, _WIDTH - 2 * _MARGIN, bold=True)
        parts += _lines(_MARGIN, y + _TYPE, heading, _TYPE, "strong")
        y += len(heading) * _TYPE * _LINE + 6
    top = y
    for bar in members:
        drawn, y = _bar(bar, scale, labels.index(bar.label) % len(_HUES), limit, y)
        parts += drawn
    parts.append(_rule(scale.at(0), top, y - 4))
    return parts, y + 14


def _rule(x: float, top: float, bottom: float) -> str:
    return f'<path class="rule" d="M{_n(x)} {_n(top)}V{_n(bottom)}"/>'


def _bar(bar: Bar, scale: _Scale, hue: int, limit: float, y: float) -> tuple[list[str], float]:
    """Draw a bar with its label before and its figure and note behind it."""
    zero, end = scale.at(0), scale.at(bar.value)
    reach = max(scale.at(each) for each in (0, *_numbers(bar)))
    behind = reach + (16 if bar.low is not None and bar.high is None else 8)
    label = wrapped(bar.label, _TYPE, limit)
    figure = wrapped(_written(bar), _TYPE, _WIDTH - _MARGIN - behind, bold=True)
    note = wrapped(bar.note, _SMALL, _WIDTH - _MARGIN - behind) if bar.note else []
    high = max(len(label) * _TYPE * _LINE, len(figure) * _TYPE * _LINE + len(note) * 15, 20)
    start = y + _TYPE
    kind = f"c{hue} pale" if bar.high is not None and bar.low is None else f"c{hue}"
    shape = (
        f'<rect class="{kind}" x="{_n(min(zero, end))}" y="{_n(y + 1)}" '
        f'width="{_n(abs(end - zero))}" height="15" rx="1.5"/>'
    )
    inner = [
        f"<title>{escaped(_said(bar))}</title>",
        *_lines(scale.left - 12, start, label, _TYPE, "end"),
        shape,
        *_bounds(bar, scale, y + 8.5),
        *_lines(behind, start, figure, _TYPE, "strong"),
        *_lines(behind, start + len(figure) * _TYPE * _LINE, note, _SMALL, "soft"),
    ]
    return ["<g>", *inner, "</g>"], y + high + 8


def _bounds(bar: Bar, scale: _Scale, y: float) -> Iterator[str]:
    if bar.low is not None and bar.high is not None:
        one, other = _n(scale.at(bar.low)), _n(scale.at(bar.high))
        ends = f"M{one} {_n(y - 4)}v8M{other} {_n(y - 4)}v8"
        yield f'<path class="range" d="M{one} {_n(y)}H{other}{ends}"/>'
    elif bar.low is not None:
        end = scale.at(bar.value)
        yield f'<path class="range" d="M{_n(end + 3)} {_n(y)}h7m-4 -4l4 4l-4 4"/>'


# -- what was when ------------------------------------------------------------------------------

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def period(text: str) -> tuple[date, date] | None:
    """The first and the last day of a year, a month or a day; none if it is no date.

    >>> period("2021-02")
    (datetime.date(2021, 2, 1), datetime.date(2021, 2, 28))
    """
    found = _DATE.fullmatch(text.strip()[:10])
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        last_month = month or 12
        last = day or monthrange(year or 0, last_month)[1]
        return date(year or 0, month or 1, day or 1), date(year or 0, last_month, last)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Placed:
    moment: Moment
    first: date
    last: date


def timeline(title: str, found: Iterable[Moment], *, source: str = "") -> str:
    """Draw moments in a column, earliest first, each at its place on an axis of years.

    A day is a dot; a month, a year or a stretch of time a bar from its first to its last day. What
    has no date that can be read is told below.
    """
    given = list(found)
    placed = sorted(_placed(given), key=lambda each: (each.first, each.last, each.moment.label))
    kinds = _once(sorted({moment.kind for moment in given}))
    hues = {kind: at % len(_HUES) for at, kind in enumerate(kinds)}
    parts, y = _head(title)
    legend, y = _legend(hues, y)
    drawn, y = _rows(placed, hues, y) if placed else ([], y)
    undated = [moment for moment in given if all(moment is not each.moment for each in placed)]
    left_out = "; ".join(_when(moment) for moment in undated)
    written, end = _foot(y, (left_out and f"Without a date: {left_out}.", source))
    told = "; ".join(_when(moment) for moment in (*(e.moment for e in placed), *undated))
    described = told or "Nothing happened."
    return svg(_WIDTH, end, title, described, [*parts, *legend, *drawn, *written])


def _placed(given: Iterable[Moment]) -> Iterator[_Placed]:
    for moment in given:
        start, stop = period(moment.date), period(moment.end)
        if start or stop:
            days = [day for each in (start, stop) if each for day in each]
            yield _Placed(moment, min(days), max(days))


def _when(moment: Moment) -> str:
    days = f"{moment.date} to {moment.end}" if moment.end else moment.date
    told = f"{days}: {moment.label}" if days else moment.label
    return f"{told} ({moment.note})" if moment.note else told


def _legend(hues: Mapping[str, int], y: float) -> tuple[list[str], float]:
    """Name the kinds, in as many lines as it takes; one kind needs none."""
    if len(hues) < 2:
        return [], y
    parts: list[str] = []
    x = _MARGIN
    for kind, hue in hues.items():
        needed = width(kind, _SMALL) + 34
        if x > _MARGIN and x + needed > _WIDTH - _MARGIN:
            x, y = _MARGIN, y + 18
        parts.append(f'<circle class="c{hue}" cx="{_n(x + 5)}" cy="{_n(y + 4)}" r="5"/>')
        parts.append(_text(x + 15, y + 8, kind, _SMALL))
        x += needed
    return parts, y + 26


def _rows(placed: Sequence[_Placed], hues: Mapping[str, int], y: float) -> tuple[list[str], float]:
    first, last = min(each.first for each in placed).year, max(each.last for each in placed)
    ends = _day(date(first, 1, 1)), _day(date(last.year, 12, 31)) + 1
    scale = _Scale(*ends, _MARGIN + 172, _WIDTH - 2 * _MARGIN - 180)
    parts: list[str] = []
    end = y + 26
    for each in placed:
        drawn, end = _row(each, scale, hues[each.moment.kind], end)
        parts += drawn
    return [*_axis(scale, range(first, last.year + 1), y + 18, end), *parts], end + 12


def _day(day: date) -> float:
    return float(day.toordinal())


def _axis(scale: _Scale, years: range, top: float, bottom: float) -> Iterator[str]:
    """Rule and name the years, as many as there is room for."""
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10000) if len(years) / n <= 12)
    for year in years:
        if year % step == 0 or len(years) == 1:
            x = scale.at(_day(date(year, 1, 1)))
            yield _rule(x, top, bottom)
            yield _text(x, top - 6, str(year), _SMALL, "soft mid")


def _row(each: _Placed, scale: _Scale, hue: int, y: float) -> tuple[list[str], float]:
    """Draw a moment: its date before the axis, its mark on it, its words beside the mark."""
    moment = each.moment
    start, stop = scale.at(_day(each.first)), scale.at(_day(each.last) + 1)
    days = f"{moment.date or '?'} – {moment.end}" if moment.end else moment.date
    words, high = _beside(moment, scale, start, stop, y)
    mark = (
        f'<circle class="c{hue}" cx="{_n(start)}" cy="{_n(y + 8)}" r="5"/>'
        if each.first == each.last
        else f'<rect class="c{hue}" x="{_n(start)}" y="{_n(y + 4)}" '
        f'width="{_n(max(stop - start, 3))}" height="8" rx="2"/>'
    )
    told = f"<title>{escaped(_when(moment))}</title>"
    return ["<g>", told, _text(_MARGIN, y + 12, days, _SMALL, "soft"), mark, *words, "</g>"], (
        y + high + 10
    )


def _beside(
    moment: Moment, scale: _Scale, start: float, stop: float, y: float
) -> tuple[list[str], float]:
    """Write the words after the mark if they fit there, else before it, else below; how high."""
    needed = max(width(moment.label, _TYPE), width(moment.note, _SMALL)) + 12
    right = scale.left + scale.across + 8
    if stop + needed > right and start - needed < scale.left:
        limit = right - scale.left
        label = wrapped(moment.label, _TYPE, limit)
        note = wrapped(moment.note, _SMALL, limit) if moment.note else []
        x, top, kind = scale.left, y + 28, ""
    else:
        label, note = [moment.label], [moment.note] if moment.note else []
        x, kind = (stop + 10, "") if stop + needed <= right else (start - 10, "end")
        top = y + 12.5
    high = len(label) * _TYPE * _LINE
    small = f"soft {kind}".strip()
    words = [*_lines(x, top, label, _TYPE, kind), *_lines(x, top + high, note, _SMALL, small)]
    return words, top - y - 12 + high + len(note) * _SMALL * _LINE
