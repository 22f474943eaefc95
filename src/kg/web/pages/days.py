"""Days in addresses: read one, offer the nearest where it is none, and a slider over some of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.errors import TextError
from kg.views.unit_versions import NEWEST
from kg.web.pages.language import format_day

_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_day(text: str, language: str, address: Callable[[str], str], first: str = "", last: str = "") -> str:
    """Return the ISO day that an address names, ``NEWEST`` for none.

    Args:
        text: as the address has it.
        language: of the page.
        address: of the same page on another day.
        first: the earliest day to offer, where there is one.
        last: the day to offer where the text tells nothing; empty to offer none.

    Raises:
        TextError: it is no day; the nearest one is offered.
    """
    wanted = text.strip()
    if not wanted:
        return NEWEST
    try:
        return date.fromisoformat(wanted).isoformat()
    except ValueError:
        near = nearest_day(wanted) or last
        raise TextError(
            f"{wanted} is no day; write a day as 2022-06-22",
            [offer(address, max(near, first), language)] if near else [],
            vi=f"{wanted} không phải là ngày; hãy viết ngày dạng 2022-06-22",
        ) from None


def offer(address: Callable[[str], str], day: str, language: str) -> tuple[str, str]:
    """Return the address of a page on a day, and the day as readers write it."""
    return address(day), format_day(day, language)


def nearest_day(text: str) -> str:
    """Return the last day of the month that a day like 2022-02-30 means; empty where it means none.

    >>> nearest_day("2022-02-30"), nearest_day("2022-13-01"), nearest_day("spring")
    ('2022-02-28', '2022-12-01', '')
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    if year < date.min.year:
        return ""
    month = min(max(month, 1), 12)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1])).isoformat()


@dataclass(frozen=True)
class Slider:
    """A slider over the days on which something changed.

    Attributes:
        days: its stops.
        at: the stop whose state is shown.
        before, after: the days of the stops beside it; empty at the ends.
    """

    days: tuple[str, ...]
    at: int
    before: str
    after: str


def slider_of(days: Sequence[str], day: str) -> Slider:
    """Return the slider that stands at a day: at the last stop that is not after it.

    >>> slider_of(("2019-10-25", "2025-07-01"), "2022-06-22")
    Slider(days=('2019-10-25', '2025-07-01'), at=0, before='2019-10-25', after='2025-07-01')
    """
    at = max(sum(stop <= day for stop in days) - 1, 0)
    before = days[at] if days and days[at] < day != NEWEST else days[at - 1] if at > 0 else ""
    return Slider(tuple(days), at, before, days[at + 1] if at + 1 < len(days) else "")
