"""Vietnamese dates, periods and deadlines as half-open ranges of days; dates written out for readers.

What is read (case, white space and tone placement do not count; the year may be missing where the caller
gives a year, as the source's context tells it):

* days: ``22/6``, ``27/5/2020``, ``ngày 10/12/2019``, ``ngày 5 tháng 6 năm 2020``, ISO ``2020-06-05``;
  a weekday before it ("Thứ năm, 26/11/2020") must be the right one;
* months: ``tháng 4 năm 2024``, ``tháng 6/2020``, ``6/2020``, ISO ``2024-04``; a notice's blank day
  ("ngày … tháng 4 năm 2024") is its month;
* quarters: ``quý I/2024``, ``quý 3 năm 2024``;
* parts of a year: ``6 tháng đầu năm 2022``, ``7 tháng cuối năm``;
* years: ``năm 2021``, ``2024``; spans of years: ``giai đoạn 2021 – 2025``, ``nhiệm kỳ 2021 - 2026``,
  whole calendar years, the last one included;
* deadlines: ``trước`` + any of these = before its first day; ``trong``, ``hết``, ``đến hết``, ``chậm nhất``,
  ``muộn nhất`` = before the day after its last.

A year that the text states counts, whatever year the caller gives.
"""

from __future__ import annotations

import re
from datetime import date

from kg.text.date_forms import DATES, PERIODS, normal, read_form
from kg.text.language import Language, choose
from kg.text.ranges import DateError, DateRange, Deadline

__all__ = [
    "DateError",
    "DateRange",
    "Deadline",
    "format_date",
    "parse_date",
    "parse_deadline",
    "parse_period",
]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEFORE = re.compile(r"(?:thời hạn )?trước (.+)")
_WITHIN = re.compile(r"(?:thời hạn )?(?:(?:chậm|muộn) nhất(?: là)?|đến hết|hết|trong) (.+)")
_A_DATE = "a date as 27/5/2020, ngày 22/6, tháng 4 năm 2024, năm 2021 or 2020-05-27"
_A_PERIOD = f"{_A_DATE}, or a period as quý I/2024, 6 tháng đầu năm 2022 or giai đoạn 2021-2025"
_A_DEADLINE = "a deadline as trước ngày 5/6/2020, trong quý III/2024 or đến hết tháng 6/2020"


def parse_date(text: str, year: int | None = None) -> DateRange:
    """Read a day, month or year; `year` serves where the text states none.

    Raises:
        DateError: the text is no date, no calendar has it, its weekday is wrong, or no year is known.

    >>> parse_date("22/6", year=2022)
    DateRange(earliest=datetime.date(2022, 6, 22), until=datetime.date(2022, 6, 23), has_year=False)
    >>> str(parse_date("tháng 4 năm 2024").latest)
    '2024-04-30'
    """
    return read_form(text, normal(text), year, DATES, _A_DATE)


def parse_period(text: str, year: int | None = None) -> DateRange:
    """Read a period: what `parse_date` reads, a quarter, the first or last months of a year, or some years.

    Raises:
        DateError: as `parse_date`.

    >>> period = parse_period("6 tháng đầu năm 2022")
    >>> str(period.earliest), str(period.until), period.has_year
    ('2022-01-01', '2022-07-01', True)
    """
    return read_form(text, normal(text), year, PERIODS, _A_PERIOD)


def parse_deadline(text: str, year: int | None = None) -> Deadline:
    """Read until when something is due.

    Raises:
        DateError: the text is no deadline; otherwise as `parse_date`.

    >>> str(parse_deadline("trước ngày 5/6/2020").before), str(parse_deadline("trong Quý III/2024").before)
    ('2020-06-05', '2024-10-01')
    """
    phrase = normal(text)
    if match := _BEFORE.fullmatch(phrase):
        period = read_form(text, match.group(1), year, PERIODS, _A_DEADLINE)
        return Deadline(period.earliest, period.has_year)
    if match := _WITHIN.fullmatch(phrase):
        period = read_form(text, match.group(1), year, PERIODS, _A_DEADLINE)
        return Deadline(period.until, period.has_year)
    raise DateError(text, _A_DEADLINE)


def format_date(day: date, lang: Language) -> str:
    """Write a day for readers.

    Raises:
        TextError: the language is neither vi nor en.

    >>> format_date(date(2020, 6, 5), "vi"), format_date(date(2020, 6, 5), "en")
    ('05/06/2020', '5 Jun 2020')
    """
    vi = f"{day.day:02}/{day.month:02}/{day.year:04}"
    return choose(lang, vi=vi, en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
