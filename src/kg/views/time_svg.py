"""Draws rows along time as SVG: certain spans solid, possible ones hollow and dashed, days seen as marks.

A row without a bound on one side runs out of the frame there. Styled by classes only, with real links, like
``kg.views.svg``; all text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.views.svg import clean, shape

_SVG: Final = "http://www.w3.org/2000/svg"
WIDTH: Final = 760.0
_SIDE: Final = 14.0
_TOP: Final = 30.0
_ROW: Final = 46.0
_LANE: Final = 30.0
_BAR: Final = 12.0
_LABEL: Final = 64
"""Characters of a label; the whole label is in the title of its row."""
_CHARACTER: Final = 7.6
"""Width of a character of a label, in units of the drawing: a little more than the mean."""
_MOST_TICKS: Final = 9
_LEAST_DAYS: Final = 400
"""Days that the axis shows at least, so that a single day stands within its year."""


@dataclass(frozen=True)
class TimeRow:
    """One row.

    Attributes:
        label: what people read.
        told: the whole row in words, for its title.
        link: address behind it; empty for none.
        kind: name of a kind (``kg.views.kinds``), for the colour.
        shape: of the marks.
        lane: heading under which the row stands; rows of a lane follow one another.
        lang: language of the label where that is not the page's.
        seen: days on which it was observed, as ISO days.
        certain: first and last certain day; None where no day is certain.
        possible: first and last possible day; empty where nothing bounds it.
    """

    label: str
    told: str
    link: str
    kind: str
    shape: str
    lane: str = ""
    lang: str = ""
    seen: tuple[str, ...] = ()
    certain: tuple[str, str] | None = None
    possible: tuple[str, str] | None = None


def draw_time(rows: Sequence[TimeRow], title: str, identifier: str) -> str:
    """Return one ``<svg>`` element; empty where no row has a day.

    Args:
        rows: in their order.
        title: of the whole drawing, for screen readers.
        identifier: unique on the page.
    """
    days = sorted({_number(day) for row in rows for day in _days(row)})
    if not days:
        return ""
    axis = _Axis.around(days[0], days[-1])
    parts, y = [], _TOP + 8
    for lane, members in groupby(rows, key=lambda row: row.lane):
        if lane:
            parts.append(f'<text class="time-lane" x="{_SIDE}" y="{y + 17:.0f}">{escape(clean(lane))}</text>')
            y += _LANE
        for row in members:
            parts.append(_draw_row(row, axis, y))
            y += _ROW
    height = y + 6
    ticks = "".join(
        f'<path class="time-tick" d="M{x:.1f} {_TOP - 4:.0f}V{height:.0f}"/>'
        f'<text class="time-year" x="{x:.1f}" y="{_TOP - 10:.0f}" text-anchor="middle">{words}</text>'
        for x, words in ((axis.x(day), words) for day, words in axis.ticks())
    )
    return (
        f'<svg xmlns="{_SVG}" class="time" role="group" aria-labelledby="{identifier}-title" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}">'
        f'<title id="{identifier}-title">{escape(clean(title))}</title>'
        f'<g aria-hidden="true">{ticks}</g>{"".join(parts)}</svg>'
    )


def _days(row: TimeRow) -> Iterator[str]:
    yield from row.seen
    for bounds in (row.certain, row.possible):
        yield from (day for day in bounds or () if day)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@dataclass(frozen=True)
class _Axis:
    first: int
    last: int

    @staticmethod
    def around(first: int, last: int) -> _Axis:
        more = max(_LEAST_DAYS - (last - first), (last - first) // 8, 60)
        return _Axis(max(1, first - more // 2), min(date.max.toordinal(), last + more // 2))

    def x(self, day: int) -> float:
        return _SIDE + (WIDTH - 2 * _SIDE) * (day - self.first) / (self.last - self.first)

    def ticks(self) -> list[tuple[int, str]]:
        """First days of years, or of quarters where the axis is short; a few of them."""
        begin, end = date.fromordinal(self.first), date.fromordinal(self.last)
        years = end.year - begin.year
        if years <= 1:
            days = [date(year, month, 1) for year in (begin.year, end.year) for month in (1, 4, 7, 10)]
            return [
                (day.toordinal(), str(day.year) if day.month == 1 else f"{day.month:02}/{day.year}")
                for day in dict.fromkeys(days)
                if self.first < day.toordinal() < self.last
            ]
        step = -(-years // _MOST_TICKS)
        return [
            (date(year, 1, 1).toordinal(), str(year))
            for year in range(begin.year + 1, end.year + 1)
            if year % step == 0
        ]


def _draw_row(row: TimeRow, axis: _Axis, y: float) -> str:
    bar = y + 21
    parts = []
    if row.possible is not None:
        parts.append(_possible(row.possible, axis, bar))
    if row.certain is not None:
        left = axis.x(_number(row.certain[0]))
        right = max(left + 3, axis.x(_number(row.certain[1]) + 1))
        parts.append(
            f'<rect class="time-certain" x="{left:.1f}" y="{bar:.1f}" width="{right - left:.1f}" '
            f'height="{_BAR:.0f}" rx="2"/>'
        )
    middle = bar + _BAR / 2
    parts += [shape(row.shape, axis.x(_number(day)), middle, 6.5) for day in dict.fromkeys(row.seen)]
    language = f" lang={quoteattr(row.lang)}" if row.lang else ""
    words = clean(row.label, _LABEL)
    places = [axis.x(_number(day)) for day in _days(row)] or [_SIDE]
    most = WIDTH - _SIDE - _CHARACTER * len(words)
    at = max(_SIDE, min(min(places) - 7, most))
    label = f'<text class="time-label" x="{at:.1f}" y="{y + 14:.1f}"{language}>{escape(words)}</text>'
    inside = f"<title>{escape(clean(row.told))}</title>{label}{''.join(parts)}"
    name = f"time-row k-{row.kind}"
    if not row.link:
        return f'<g class="{name}">{inside}</g>'
    return f'<a class="{name}" href={quoteattr(row.link)}>{inside}</a>'


def _possible(bounds: tuple[str, str], axis: _Axis, bar: float) -> str:
    """A hollow dashed band; open where a bound is unknown."""
    first, last = bounds
    left = axis.x(_number(first)) if first else 0.0
    right = axis.x(_number(last) + 1) if last else WIDTH
    if right - left < 1:
        return ""
    top, bottom = bar + 1.5, bar + _BAR - 1.5
    sides = (f"M{left:.1f} {bottom:.1f}V{top:.1f}" if first else f"M{left:.1f} {top:.1f}", f"H{right:.1f}")
    end = f"V{bottom:.1f}" if last else f"M{right:.1f} {bottom:.1f}"
    return f'<path class="time-possible" d="{sides[0]}{sides[1]}{end}H{left:.1f}"/>'


def as_day(value: object, *, before: bool = False) -> str:
    """Return a value as an ISO day, or empty where it is none; or the day before, for exclusive bounds.

    >>> as_day("2024-03-01", before=True), as_day(None), as_day("0001-01-01", before=True)
    ('2024-02-29', '', '0001-01-01')
    """
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return ""
    return (day - timedelta(days=1) if before and day > date.min else day).isoformat()
