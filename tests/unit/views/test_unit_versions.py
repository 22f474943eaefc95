"""Versions of units on a day: what bounds allow, and the order of names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.unit_versions import COMMUNE, NEWEST, Standing, Version, newest_of

VERSION = Version(
    iri="https://w3id.org/diaban/id/unit/a/v/1",
    unit="https://w3id.org/diaban/id/unit/a",
    label="xã Hòa An",
    type="xã",
    level=COMMUNE,
    above="",
    code="00001",
    since="2020-03-01",
    since_earliest="2020-01-02",
    until="2025-03-01",
    until_earliest="2025-01-02",
    basis="",
    point=None,
)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2020-01-01", None),
        ("2020-01-02", Standing.BEGINNING),
        ("2020-02-29", Standing.BEGINNING),
        ("2020-03-01", Standing.CERTAIN),
        ("2025-01-01", Standing.CERTAIN),
        ("2025-01-02", Standing.ENDING),
        ("2025-02-28", Standing.ENDING),
        ("2025-03-01", None),
        (NEWEST, None),
    ],
)
def test_bounds_say_how_sure_it_is_that_a_version_stands(day: str, standing: Standing | None) -> None:
    assert VERSION.standing(day) is standing


def test_what_stood_in_the_first_list_is_not_said_to_have_stood_before() -> None:
    first = replace(VERSION, since="2019-10-25", since_earliest="")
    assert first.standing("2019-10-24") is None
    assert first.standing("2019-10-25") is Standing.CERTAIN


def test_a_version_without_an_end_stands_in_the_newest_state_and_has_no_last_day() -> None:
    standing = replace(VERSION, until="", until_earliest="")
    assert standing.standing(NEWEST) is Standing.CERTAIN
    assert standing.last_day == ""


def test_the_last_day_is_one_on_which_it_surely_stood() -> None:
    assert VERSION.last_day == "2025-01-01"
    assert VERSION.standing(VERSION.last_day) is Standing.CERTAIN
    short = replace(VERSION, since="2025-02-01", until_earliest="2025-01-02")
    assert short.last_day == "2025-02-01"


_DAYS = st.dates().map(lambda day: day.isoformat())


@given(st.lists(_DAYS, min_size=5, max_size=5), _DAYS)
def test_no_two_versions_in_a_row_are_both_certain(days: list[str], asked: str) -> None:
    since, least, most, later, end = sorted(days)
    one = replace(VERSION, since=since, since_earliest=since, until=most, until_earliest=least)
    two = replace(VERSION, iri="b", since=most, since_earliest=least, until=end, until_earliest=later)
    sure = [version for version in (one, two) if version.standing(asked) is Standing.CERTAIN]
    assert len(sure) <= 1
    if since <= asked < end:
        assert newest_of([one, two], asked) is (one if asked < most else two)


def test_names_are_ordered_as_dictionaries_do_whatever_their_type() -> None:
    labels = ["xã Đồng", "thành phố Dĩ An", "phường Ắng", "xã An", "xã Áng"]
    versions = [
        replace(VERSION, label=label, type=label.rpartition(" ")[0].split(" Dĩ")[0]) for label in labels
    ]
    names = [version.name for version in sorted(versions, key=lambda version: version.order)]
    assert names == ["An", "Áng", "Ắng", "Dĩ An", "Đồng"]
