"""The overview of the days of an answer, over which a script lets the reader draw the window of days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 760
HEIGHT: Final = 44
_SIDE: Final = 14
_MOST: Final = 400
"""Days at which handles stop; of more the months are taken."""


@dataclass(frozen=True)
class Stop:
    """A day, or the month that begins with it, where it stands, and how high the bar of its rows is.

    Attributes:
        day: ISO day.
        period: what the form asks for: the day, or the month.
        x, height: in units of the drawing.
    """

    day: str
    period: str
    x: float
    height: float


@dataclass(frozen=True)
class Brush:
    """The overview.

    Attributes:
        stops: in order of time.
        first, last: numbers of the stops of the window.
    """

    stops: tuple[Stop, ...]
    first: int
    last: int


def brush_of(days: Iterable[str], start: str, end: str) -> Brush | None:
    """Return the overview of days; None where there are fewer than two.

    Args:
        days: of rows (ISO); empty ones are left out.
        start: first day of the window (ISO); empty for no bound.
        end: its last day; empty for no bound.

    >>> brush = brush_of(["2020-01-01", "2021-01-01", "2022-01-01"], "2020-06-01", "")
    >>> brush.first, brush.last
    (1, 2)
    """
    counts = Counter(day for day in days if day)
    by_month = len(counts) > _MOST
    if by_month:
        months: Counter[str] = Counter()
        for day, count in counts.items():
            months[f"{day[:7]}-01"] += count
        counts = months
    ordered = sorted(counts)
    if len(ordered) < 2:
        return None
    low, high = (date.fromisoformat(ordered[at]).toordinal() for at in (0, -1))
    most = max(counts.values())
    stops = tuple(
        Stop(
            day,
            day[:7] if by_month else day,
            round(
                _SIDE + (WIDTH - 2 * _SIDE) * (date.fromisoformat(day).toordinal() - low) / (high - low), 1
            ),
            round(4 + (HEIGHT - 12) * counts[day] / most, 1),
        )
        for day in ordered
    )
    first = min(bisect_left(ordered, start), len(ordered) - 1) if start else 0
    last = max(bisect_right(ordered, end) - 1, first) if end else len(ordered) - 1
    return Brush(stops, first, last)
