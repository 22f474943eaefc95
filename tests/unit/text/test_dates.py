"""Dates, periods, deadlines: every form that occurs, impossible ones, and round trips."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import TextError
from kg.text.dates import DateError, DateRange, format_date, parse_date, parse_deadline, parse_period

calm = settings(deadline=None)
days = st.dates(date(1800, 1, 1), date(2199, 12, 31))
ROMAN = ["I", "II", "III", "IV"]


def span(earliest: str, until: str) -> tuple[date, date]:
    return date.fromisoformat(earliest), date.fromisoformat(until)


@pytest.mark.parametrize(
    ("text", "earliest", "until"),
    [
        ("27/5/2020", "2020-05-27", "2020-05-28"),
        ("ngày 10/12/2019", "2019-12-10", "2019-12-11"),
        ("Ngày 23/4/2024", "2024-04-23", "2024-04-24"),
        ("ngày 09/01/2024", "2024-01-09", "2024-01-10"),
        ("ngày 5 tháng 6 năm 2020", "2020-06-05", "2020-06-06"),
        ("Thứ năm,\u00a0 26/11/2020", "2020-11-26", "2020-11-27"),
        ("Thứ 5, 10/06/2021", "2021-06-10", "2021-06-11"),
        ("31/12/2021", "2021-12-31", "2022-01-01"),
        ("29/2/2024", "2024-02-29", "2024-03-01"),
        ("2020-06-05", "2020-06-05", "2020-06-06"),
        ("tháng 4 năm 2024", "2024-04-01", "2024-05-01"),
        ("ngày tháng 4 năm 2024", "2024-04-01", "2024-05-01"),
        ("ngày … tháng 4 năm 2024", "2024-04-01", "2024-05-01"),
        ("tháng 6/2020", "2020-06-01", "2020-07-01"),
        ("tháng 12/2020", "2020-12-01", "2021-01-01"),
        ("6/2020", "2020-06-01", "2020-07-01"),
        ("2024-04", "2024-04-01", "2024-05-01"),
        ("năm 2021", "2021-01-01", "2022-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
    ],
)
def test_dates_with_a_year(text: str, earliest: str, until: str) -> None:
    for read in (parse_date, parse_period):
        found = read(text)
        assert (found.earliest, found.until) == span(earliest, until)
        assert found.has_year


@pytest.mark.parametrize(
    ("text", "earliest", "until"),
    [
        ("quý I/2024", "2024-01-01", "2024-04-01"),
        ("Quý III/2024", "2024-07-01", "2024-10-01"),
        ("quí 4 năm 2024", "2024-10-01", "2025-01-01"),
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-07-01"),
        ("6 tháng cuối năm 2020", "2020-07-01", "2021-01-01"),
        ("7 tháng cuối năm 2021", "2021-06-01", "2022-01-01"),
        ("giai đoạn 2021 – 2025", "2021-01-01", "2026-01-01"),
        ("giai đoạn 2020-2025", "2020-01-01", "2026-01-01"),
        ("nhiệm kỳ 2021 - 2026", "2021-01-01", "2027-01-01"),
        ("2016-2020", "2016-01-01", "2021-01-01"),
    ],
)
def test_periods_with_a_year(text: str, earliest: str, until: str) -> None:
    found = parse_period(text)
    assert (found.earliest, found.until, found.has_year) == (*span(earliest, until), True)
    with pytest.raises(DateError):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "earliest", "until"),
    [
        ("22/6", "2022-06-22", "2022-06-23"),
        ("Ngày 22/6", "2022-06-22", "2022-06-23"),
        ("13/6", "2022-06-13", "2022-06-14"),
        ("tháng 5", "2022-05-01", "2022-06-01"),
        ("quý II", "2022-04-01", "2022-07-01"),
        ("6 tháng cuối năm", "2022-07-01", "2023-01-01"),
        ("5 tháng đầu năm", "2022-01-01", "2022-06-01"),
    ],
)
def test_without_a_year_the_caller_gives_one(text: str, earliest: str, until: str) -> None:
    found = parse_period(text, year=2022)
    assert (found.earliest, found.until, found.has_year) == (*span(earliest, until), False)
    with pytest.raises(DateError, match="a year, as in"):
        parse_period(text)


def test_the_year_of_the_text_counts() -> None:
    assert parse_date("27/5/2020", year=2022) == parse_date("27/5/2020")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("trước ngày 5/6/2020", "2020-06-05"),
        ("thời hạn trước ngày 5/6/2020", "2020-06-05"),
        ("trước ngày\u00a010/6/2020", "2020-06-10"),
        ("trước tháng 6/2020", "2020-06-01"),
        ("trong Quý III/2024", "2024-10-01"),
        ("trong năm 2021", "2022-01-01"),
        ("hết tháng 6/2020", "2020-07-01"),
        ("đến hết tháng 6/2020", "2020-07-01"),
        ("đến hết ngày 30/6/2020", "2020-07-01"),
        ("chậm nhất là ngày 30/6/2020", "2020-07-01"),
        ("muộn nhất 30/6/2020", "2020-07-01"),
    ],
)
def test_deadlines_are_exclusive(text: str, before: str) -> None:
    deadline = parse_deadline(text)
    assert (deadline.before, deadline.has_year) == (date.fromisoformat(before), True)


def test_a_deadline_takes_the_year_of_the_caller() -> None:
    deadline = parse_deadline("trước ngày 5/6", year=2020)
    assert (deadline.before, deadline.has_year) == (date(2020, 6, 5), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/6/2020", "a day of 6/2020 from 1 to 30, not 31"),
        ("29/2/2023", "a day of 2/2023 from 1 to 28, not 29"),
        ("0/5/2020", "from 1 to 31, not 0"),
        ("5/13/2020", "a month from 1 to 12, not 13"),
        ("2020-13", "a month from 1 to 12, not 13"),
        ("tháng 0/2020", "a month from 1 to 12, not 0"),
        ("1/1/0001", "a year from 1800 to 2199, not 1"),
        ("thứ ba, 26/11/2020", "thứ năm, for that is the weekday"),
        ("5/6/20", "a date as"),
        ("6 tháng", "a date as"),
        ("những tháng đầu năm 2020", "a date as"),
        ("13 tháng đầu năm 2020", "a number of months from 1 to 12"),
        ("quý V/2024", "a period as"),
        ("giai đoạn 2025-2021", "a last year that is not before 2025"),
        ("", "a date as"),
    ],
)
def test_impossible_dates_say_what_was_expected(text: str, expected: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_period(text)
    assert caught.value.text == text
    assert expected in caught.value.expected
    assert str(caught.value) == f"{text!r}: expected {caught.value.expected}"
    assert isinstance(caught.value, TextError)


@pytest.mark.parametrize("text", ["5/6/2020", "trước", "sớm", "trước ngày", "trước ngày 31/6/2020"])
def test_what_is_no_deadline_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_deadline(text)


@calm
@given(days)
def test_every_way_to_write_a_day_reads_back(day: date) -> None:
    written = [format_date(day, "vi"), f"ngày {day.day}/{day.month}/{day.year}", day.isoformat()]
    written.append(f"ngày {day.day} tháng {day.month} năm {day.year}")
    expected = DateRange(day, day + timedelta(days=1))
    assert {parse_date(text) for text in written} == {expected}
    assert parse_date(f"{day.day}/{day.month}", year=day.year).earliest == day
    assert parse_deadline(f"trước ngày {day.day}/{day.month}/{day.year}").before == day
    assert parse_deadline(f"đến hết ngày {day.day}/{day.month}/{day.year}").before == expected.until


@calm
@given(st.integers(1800, 2199))
def test_quarters_and_months_tile_the_year(year: int) -> None:
    months = [parse_period(f"tháng {m}/{year}") for m in range(1, 13)]
    quarters = [parse_period(f"quý {q}/{year}") for q in ROMAN]
    whole = parse_period(f"năm {year}")
    for parts in (months, quarters):
        assert (parts[0].earliest, parts[-1].until) == (whole.earliest, whole.until)
        assert all(a.until == b.earliest for a, b in pairwise(parts))


@calm
@given(st.integers(1800, 2199), st.integers(1, 11))
def test_first_and_last_months_tile_the_year(year: int, n: int) -> None:
    first = parse_period(f"{n} tháng đầu năm {year}")
    last = parse_period(f"{12 - n} tháng cuối năm", year=year)
    whole = parse_period(str(year))
    assert (first.earliest, first.until, last.until) == (whole.earliest, last.earliest, whole.until)


@calm
@given(days, days)
def test_a_range_holds_its_days_and_no_others(first: date, other: date) -> None:
    earliest, latest = min(first, other), max(first, other)
    days_between = DateRange(earliest, latest + timedelta(days=1))
    assert earliest in days_between
    assert latest in days_between
    assert days_between.latest == latest
    assert days_between.until not in days_between
    assert earliest - timedelta(days=1) not in days_between


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(TextError, match="holds no day"):
        DateRange(date(2020, 6, 5), date(2020, 6, 5))


@calm
@given(
    st.text(max_size=20) | st.from_regex(r"(ngày )?[0-9]{1,2}[/-][0-9]{1,4}([/-][0-9]{2,4})?", fullmatch=True)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_date, parse_period):
        with suppress(DateError):
            found = read(text, 2020)
            assert found.earliest < found.until
            assert {found.earliest.year, found.latest.year} <= set(range(1800, 2200))


def test_dates_as_readers_see_them() -> None:
    assert format_date(date(2020, 6, 5), "vi") == "05/06/2020"
    assert format_date(date(2024, 12, 31), "en") == "31 Dec 2024"
