"""The forms in which Vietnamese texts write dates and periods: patterns, and how each becomes a range.

`kg.text.dates` says in words what is read; a form matches a whole phrase in the spelling of `normal`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.text.canonical import canonical_tone, fold_space
from kg.text.ranges import DateError, DateRange

FIRST_YEAR, LAST_YEAR = 1800, 2199
_WEEKDAYS = {
    "thứ hai": 0, "thứ 2": 0, "thứ ba": 1, "thứ 3": 1, "thứ tư": 2, "thứ 4": 2, "thứ năm": 3, "thứ 5": 3,
    "thứ sáu": 4, "thứ 6": 4, "thứ bảy": 5, "thứ 7": 5, "chủ nhật": 6,
}  # fmt: skip
_WEEKDAY_NAMES = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class _Reading:
    """One match of a form: its text, its named parts, and the year that stands or was given."""

    text: str
    parts: dict[str, str]
    given_year: int | None

    def year(self, name: str = "y") -> int:
        written = self.parts.get(name)
        if written is None and self.given_year is None:
            raise DateError(self.text, "a year, as in 22/6/2022: the text states none and none was given")
        value = int(written) if written is not None else self.given_year
        if value is None or not FIRST_YEAR <= value <= LAST_YEAR:
            raise DateError(self.text, f"a year from {FIRST_YEAR} to {LAST_YEAR}, not {value}")
        return value

    def number(self, name: str, last: int, what: str) -> int:
        value = int(self.parts[name])
        if not 1 <= value <= last:
            raise DateError(self.text, f"{what} from 1 to {last}, not {value}")
        return value

    def range(self, earliest: date, until: date) -> DateRange:
        return DateRange(earliest, until, has_year="y" in self.parts)


def _months(reading: _Reading, year: int, first: int, count: int) -> DateRange:
    end = first + count
    return reading.range(date(year, first, 1), date(year + (end > 12), (end - 1) % 12 + 1, 1))


def _day(reading: _Reading) -> DateRange:
    month = reading.number("m", 12, "a month")
    year = reading.year()
    last = calendar.monthrange(year, month)[1]
    day = date(year, month, reading.number("d", last, f"a day of {month}/{year}"))
    weekday = reading.parts.get("weekday")
    if weekday is not None and _WEEKDAYS[weekday] != day.weekday():
        raise DateError(
            reading.text, f"{_WEEKDAY_NAMES[day.weekday()]}, for that is the weekday of this date"
        )
    return reading.range(day, day + timedelta(days=1))


def _month(reading: _Reading) -> DateRange:
    return _months(reading, reading.year(), reading.number("m", 12, "a month"), 1)


def _quarter(reading: _Reading) -> DateRange:
    return _months(reading, reading.year(), 3 * _QUARTERS[reading.parts["q"]] - 2, 3)


def _part_of_year(reading: _Reading) -> DateRange:
    count = reading.number("n", 12, "a number of months")
    first = 1 if reading.parts["end"] == "đầu" else 13 - count
    return _months(reading, reading.year(), first, count)


def _year(reading: _Reading) -> DateRange:
    return _months(reading, reading.year(), 1, 12)


def _years(reading: _Reading) -> DateRange:
    first, last = reading.year(), reading.year("last")
    if last < first:
        raise DateError(reading.text, f"a last year that is not before {first}")
    return reading.range(date(first, 1, 1), date(last + 1, 1, 1))


Form = tuple[re.Pattern[str], Callable[[_Reading], DateRange]]
"""A pattern for a whole phrase, and what makes a range of its parts."""

_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}), ?)?"
_OF_YEAR = rf"(?:(?:/| năm | ){_Y})?"
DATES: list[Form] = [
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (rf"{_WEEKDAY}(?:ngày )?{_D}/{_M}(?:/{_Y})?", _day),
        (rf"{_WEEKDAY}ngày {_D} tháng {_M}{_OF_YEAR}", _day),
        (rf"{_Y}-{_M}-{_D}", _day),
        (rf"(?:ngày ?[.…]* ?)?tháng {_M}{_OF_YEAR}", _month),
        (rf"{_M}/{_Y}", _month),
        (rf"{_Y}-{_M}", _month),
        (rf"(?:năm )?{_Y}", _year),
    )
]
PERIODS: list[Form] = [
    *DATES,
    *(
        (re.compile(pattern, re.ASCII), build)
        for pattern, build in (
            (rf"qu[ýí] (?P<q>iv|i{{1,3}}|[1-4]){_OF_YEAR}", _quarter),
            (rf"(?P<n>\d{{1,2}}) tháng (?P<end>đầu|cuối) năm(?: {_Y})?", _part_of_year),
            (rf"(?:giai đoạn |nhiệm kỳ )?{_Y}-(?P<last>\d{{4}})", _years),
        )
    ),
]


def normal(text: str) -> str:
    """Bring a phrase to the spelling of the forms: lower case, one kind of dash, no space around / and -."""
    folded = fold_space(canonical_tone(text).lower())
    return re.sub(r" ?([/–—−-]) ?", lambda m: "/" if m.group(1) == "/" else "-", folded)


def read_form(text: str, phrase: str, year: int | None, forms: Sequence[Form], expected: str) -> DateRange:
    """Read a phrase by the one form that fits it; `text` is the original, for the error.

    Raises:
        DateError: no form fits, or the one that fits names what does not exist.
    """
    for pattern, build in forms:
        match = pattern.fullmatch(phrase)
        if match is not None:
            parts = {name: part for name, part in match.groupdict().items() if part is not None}
            return build(_Reading(text, parts, year))
    raise DateError(text, expected)
