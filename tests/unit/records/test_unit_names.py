"""Names of units on a day: candidates, their order and the reasons, on the committed register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records import EXTRACT

from kg.records.register import read_register
from kg.records.unit_names import Reason, UnitName, UnitNames
from kg.records.units import UnitVersion
from kg.text.canonical import match_key

THEN, TODAY = date(2022, 6, 22), date(2026, 7, 25)
NAMES = UnitNames(read_register(EXTRACT))


def found(text: str, day: date = THEN, **given: str) -> list[str]:
    return [candidate.version.unit for candidate in NAMES.find(text, day, **given)]


def test_two_communes_of_one_name_and_the_district_decides() -> None:
    both = ["lang-son.bac-son.xa.chien-thang", "lang-son.chi-lang.xa.chien-thang"]
    assert found("xã Chiến Thắng, Lạng Sơn") == both
    assert found("xã Chiến Thắng, huyện Bắc Sơn, Lạng Sơn") == both[:1]
    assert found("Chiến Thắng", within="Chi Lăng") == both[1:]
    assert found("xã Chiến Thắng", TODAY) == both[1:]
    assert found("xã Vũ Lễ", TODAY) == ["lang-son.bac-son.xa.vu-le"]


@pytest.mark.parametrize("written", ["huyện Hòa An", "Huyện Hoà An", "huyen hoa an", "HUYỆN HÒA AN"])
def test_tone_placement_case_and_accents_are_optional(written: str) -> None:
    assert found(written) == ["cao-bang.huyen.hoa-an"]


def test_accents_that_were_typed_count() -> None:
    plain = NAMES.find("bac son, lang son", THEN)
    assert [c.version.type for c in plain] == ["huyện", "thị trấn"]
    assert all(Reason.WITHOUT_ACCENTS in c.reasons for c in plain)
    assert all(Reason.SAME_NAME in c.reasons for c in NAMES.find("Bắc Sơn", THEN))


def test_the_type_decides_and_another_type_is_said() -> None:
    assert found("huyện Bắc Sơn, Lạng Sơn") == ["lang-son.huyen.bac-son"]
    assert found("Bắc Sơn, Lạng Sơn", type_word="thị trấn") == ["lang-son.bac-son.thi-tran.bac-son"]
    other = NAMES.find("xã Bắc Sơn, Lạng Sơn", THEN)
    assert {c.version.type for c in other} == {"huyện", "thị trấn"}
    assert all(Reason.OTHER_TYPE in c.reasons for c in other)
    assert found("xã Bắc Sơn, Lạng Sơn", TODAY) == ["lang-son.xa.bac-son"]


def test_a_day_between_two_lists_leaves_it_possible() -> None:
    (candidate,) = NAMES.find("xã Bế Triều", date(2020, 2, 1))
    assert Reason.POSSIBLE in candidate.reasons
    assert found("xã Bế Triều", date(2020, 3, 1)) == []
    assert [version.valid_until for version in NAMES.on_any_day("xã Bế Triều")] == [date(2020, 3, 1)]


def test_a_name_is_taken_apart() -> None:
    assert NAMES.split("thị trấn Nước Hai, huyện Hòa An, Cao Bằng") == UnitName(
        "thị trấn", "Nước Hai", ("huyện Hòa An", "Cao Bằng")
    )
    assert NAMES.split("Xã") == UnitName("", "Xã", ())
    assert found("xã Chiến Thắng, Cao Bằng") == []
    assert found("") == []


VERSIONS = NAMES.register.all_versions
DAYS = st.integers(min_value=0, max_value=2500).map(lambda days: date(2019, 10, 25) + timedelta(days=days))


@settings(max_examples=200)
@given(st.sampled_from(VERSIONS), DAYS, st.booleans())
def test_whoever_stands_is_found_by_its_name(version: UnitVersion, day: date, accents: bool) -> None:
    full = f"{version.type} {version.name}"
    candidates = NAMES.find(full if accents else match_key(full), day)
    keys = {candidate.version.key for candidate in candidates}
    assert (version.key in keys) == (version.stands_on(day) is not None)
    assert all(candidate.version.stands_on(day) for candidate in candidates)
