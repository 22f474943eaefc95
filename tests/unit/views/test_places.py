"""What lies in a unit on a day, and the history of a unit, on the small register and the real one."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kg.records.register import read_register
from kg.store import LocalStore, load_local
from kg.views.names import Days
from kg.views.places import Places, read_all_days, read_days, read_places, read_root
from kg.views.unit_history import UnitHistory, read_unit_history
from kg.views.unit_versions import COMMUNE, DISTRICT, NEWEST, PROVINCE, Standing
from kg.vocab import DATA

ROOT = Path(__file__).resolve().parents[3]
UNIT = f"{DATA}unit/"


@pytest.fixture(scope="module")
def small(small_snapshot: Path) -> LocalStore:
    return load_local(small_snapshot)


@pytest.fixture(scope="module")
def real(snapshot: Path) -> LocalStore:
    return load_local(snapshot)


def places(store: LocalStore, unit: str, day: str) -> Places:
    async def read() -> Places:
        return await read_places(store, UNIT + unit, day, await read_days(store, UNIT + unit))

    return asyncio.run(read())


def history(store: LocalStore, unit: str, day: str = "") -> UnitHistory:
    found = asyncio.run(read_unit_history(store, UNIT + unit, day))
    assert found is not None
    return found


def labels(found: Places) -> list[str]:
    return [row.version.label for row in found.rows]


def test_the_country_is_found_and_counts_all_below(small: LocalStore) -> None:
    assert asyncio.run(read_root(small)) == f"{UNIT}vn"
    assert asyncio.run(read_all_days(small)) == ("2019-10-25", "2025-07-01")
    before, after = places(small, "vn", "2022-06-22"), places(small, "vn", NEWEST)
    assert labels(before) == labels(after) == ["tỉnh Bình Minh"]
    assert before.totals == {PROVINCE: 1, DISTRICT: 2, COMMUNE: 3}
    assert after.totals == {PROVINCE: 1, COMMUNE: 1}


def test_a_province_shows_its_districts_then_and_its_communes_now(small: LocalStore) -> None:
    then = places(small, "bm", "2025-06-30")
    assert labels(then) == ["huyện Núi Cao", "huyện Sông Xanh"]
    assert [row.inside for row in then.rows] == [{COMMUNE: 1}, {COMMUNE: 2}]
    assert labels(places(small, "bm", "2025-07-01")) == ["xã Đồng Mới"]
    assert then.days == ("2019-10-25", "2025-07-01")


def test_the_way_up_begins_with_the_country(small: LocalStore) -> None:
    found = places(small, "bm.huyen.song-xanh", "2022-06-22")
    assert [each.label for each in found.above] == ["quốc gia Việt Nam", "tỉnh Bình Minh"]


def test_on_a_day_on_which_a_unit_did_not_stand_there_is_its_history_and_nothing_else(
    small: LocalStore,
) -> None:
    found = places(small, "bm.huyen.song-xanh", NEWEST)
    assert (found.version, found.rows, len(found.history)) == (None, (), 1)


def test_an_unknown_unit_has_no_history(small: LocalStore) -> None:
    assert places(small, "nowhere", NEWEST).history == ()
    assert asyncio.run(read_unit_history(small, f"{UNIT}nowhere")) is None


def test_events_are_counted_in_the_geography_of_their_day_and_of_today(real: LocalStore) -> None:
    event = f"{DATA.replace('id/', 'ontology#')}Event"
    found = places(real, "lang-son", "2022-06-22")
    counts = {row.version.label: row.happened.get(event, 0) for row in found.rows}
    assert counts["huyện Bắc Sơn"] >= 2
    today = {row.version.unit: row.happened.get(event, 0) for row in places(real, "lang-son", NEWEST).rows}
    # The survey in the commune Vũ Lăng of 2022 counts for the commune of today that it went into.
    assert today[f"{UNIT}lang-son.bac-son.xa.vu-lang"] >= 1


@pytest.mark.parametrize("day", ["2019-10-25", "2022-06-22", "2025-06-30", "2025-07-01"])
def test_the_country_counts_what_the_register_has_on_that_day(real: LocalStore, day: str) -> None:
    register = read_register(ROOT / "data" / "register")
    on = date.fromisoformat(day)
    standing = (register.version_on(unit.id, on) for unit in register.units)
    levels = Counter(version.level for version in standing if version is not None)
    wanted = {
        level: levels[number]
        for number, level in ((1, PROVINCE), (2, DISTRICT), (3, COMMUNE))
        if levels[number]
    }
    assert places(real, "vn", day).totals == wanted


def test_a_merger_is_told_from_both_sides(small: LocalStore) -> None:
    before = history(small, "bm.song-xanh.xa.doi-gio")
    assert [version.label for version in before.today] == ["xã Đồng Mới"]
    (change,) = before.later
    assert before.earlier == ()
    assert change.days == Days("2025-07-01", "2025-07-01")
    assert change.basis == "Nghị quyết 1/NQ-MAU"
    after = history(small, "bm.xa.dong-moi")
    assert after.earlier == (change,)
    assert len(change.before) == 2
    assert all(part.extent.endswith("#wholePart-whole") for part in (*change.before, *change.after))
    assert after.stands
    assert not before.stands


def test_a_district_that_became_nothing_leaves_its_parts(small: LocalStore) -> None:
    found = history(small, "bm.huyen.song-xanh")
    assert found.today == ()
    assert [version.label for version in found.heirs] == ["xã Đồng Mới"]
    assert found.day == "2025-06-30"
    assert [(child.label, sure) for child, sure in found.children] == [
        ("xã Đồi Gió", Standing.CERTAIN),
        ("xã Rừng Thông", Standing.CERTAIN),
    ]


def test_a_chain_is_followed_over_several_changes(real: LocalStore) -> None:
    """Xã Bắc Sơn went on as xã Bắc Quỳnh in 2020, which went into another commune in 2025."""
    found = history(real, "lang-son.bac-son.xa.bac-son")
    assert [change.days.latest for change in found.later] == ["2020-01-01", "2025-07-01"]
    assert [change.decided for change in found.later] == [False, True]
    assert found.undecided
    (today,) = found.today
    back = history(real, today.unit.removeprefix(UNIT))
    assert {change.iri for change in found.later} <= {change.iri for change in back.earlier}


def test_events_say_where_and_whether_that_was_then_or_is_today(real: LocalStore) -> None:
    found = history(real, "lang-son.huyen.bac-son")
    assert found.total_events == len({event.event for event in found.events}) >= 2
    assert {event.geography for event in found.events} == {"then"}
    assert all(event.place in found.known for event in found.events)
    days = [event.days.latest for event in found.events]
    assert days == sorted(days, reverse=True)
