"""The import of the real lists: all of Vietnam, as it is committed, to the byte."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from kg.build.register_import import StepReport, make_history
from kg.build.register_import.identities import give_ids
from kg.build.register_import.lists import read_lists
from kg.build.register_import.tables import write_tables
from kg.records.register import read_register
from kg.records.units import Register
from kg.text.canonical import match_key

COMMITTED = Path(__file__).resolve().parents[2] / "data" / "register"
REFORM = date(2025, 7, 1)


@dataclass(frozen=True)
class Whole:
    """The register of all Vietnam, where it was written, and the reports of the import."""

    raw: Path
    register: Register
    folder: Path
    steps: dict[str, StepReport]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = os.environ.get("KG_REGISTER")
    if not folder:
        pytest.skip("KG_REGISTER does not name the folder of the register snapshots")
    history, steps = make_history(read_lists(Path(folder)))
    standing = read_register(COMMITTED)
    give_ids(history, standing)
    why = {unit.id: unit.why for unit in standing.units}
    target = tmp_path_factory.mktemp("register")
    register = write_tables(history, target, why)
    return Whole(Path(folder), register, target, {step.step: step for step in steps})


def test_the_committed_register_comes_out_again_to_the_byte(whole: Whole) -> None:
    for file in sorted(whole.folder.iterdir()):
        assert file.read_bytes() == (COMMITTED / file.name).read_bytes(), file.name


def test_ids_and_numbers_of_the_committed_register_stay(whole: Whole) -> None:
    for version in read_register(COMMITTED).all_versions:
        again = whole.register.by_key[version.key]
        assert (again.code, again.name, again.valid_from) == (version.code, version.name, version.valid_from)


def test_on_the_day_of_each_list_as_many_units_stand_as_it_shows(whole: Whole) -> None:
    for file in sorted((whole.raw / "snapshots").glob("*.csv")):
        day = date.fromisoformat(file.stem)
        with file.open(encoding="utf-8") as handle:
            shown = Counter(row["code"] for row in csv.DictReader(handle))
        standing = Counter(
            version.code
            for version in whole.register.all_versions
            if version.level and version.valid_from <= day and (version.valid_until or date.max) > day
        )
        assert standing == shown, file.name


def test_every_unit_of_today_has_predecessors_and_nearly_all_are_certain(whole: Whole) -> None:
    today = [v for v in whole.register.all_versions if v.level == 3 and v.valid_until is None]
    assert len(today) == 3321
    for version in today:
        current, earlier = version, whole.register.predecessors(version)
        if current.valid_from > REFORM:  # Đồng Nai became a city in 2026
            (current,) = earlier
            earlier = whole.register.predecessors(current)
        assert earlier, version.key
        assert current.valid_from == REFORM
        assert all(v.valid_until == REFORM for v in earlier), version.key
    share = whole.steps["2025-07-01"].share
    assert share is not None
    assert share[1] == 3321
    assert share[0] / share[1] >= 0.98


def test_what_is_undecided_is_reported_step_by_step(whole: Whole) -> None:
    open_changes = Counter(str(c.day) for c in whole.register.changes if not c.decided)
    reported = {step: len(report.undecided) for step, report in whole.steps.items() if report.undecided}
    assert reported == dict(open_changes)


def test_versions_follow_each_other_inside_their_parents(whole: Whole) -> None:
    register = whole.register
    for unit in register.units:
        for earlier, later in pairwise(register.versions(unit.id)):
            assert earlier.valid_until == later.valid_from, later.key
            assert earlier.valid_until_earliest == later.valid_from_earliest, later.key
            if not register.changes_starting(later):
                assert (earlier.type, match_key(earlier.name)) == (later.type, match_key(later.name)), (
                    later.key
                )
    for version in register.all_versions:
        parent = register.parent_of(version)
        if parent is not None:
            assert parent.valid_from <= version.valid_from, version.key
            assert (version.valid_until or date.max) <= (parent.valid_until or date.max), version.key
        if version.valid_until is not None:
            assert register.changes_ending(version) or register.successors(version), version.key


def test_no_code_means_two_units_at_once(whole: Whole) -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for version in whole.register.all_versions:
        if version.code:
            spans.setdefault(version.code, []).append((version.valid_from, version.valid_until or date.max))
    for code, found in spans.items():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(found))), code


PHU_QUOC = (
    *("phường An Thới", "phường Dương Đông", "xã Bãi Thơm", "xã Cửa Cạn", "xã Cửa Dương", "xã Dương Tơ"),
    *("xã Gành Dầu", "xã Hàm Ninh"),
)
SPOTS = [
    # unit, what it was made of (extent), number of the text
    ("lang-son.xa.bac-son", "thị trấn Bắc Sơn whole, xã Bắc Quỳnh whole, xã Long Đống whole", 1672),
    ("lang-son.bac-son.xa.vu-le", "xã Chiến Thắng whole, xã Vũ Lễ whole, xã Vũ Sơn whole", 1672),
    ("cao-bang.xa.hoa-an", "thị trấn Nước Hai whole, xã Hồng Việt whole, xã Đại Tiến whole", 1657),
    (
        "ho-chi-minh.phuong.sai-gon",
        "phường Bến Nghé whole, phường Nguyễn Thái Bình part, phường Đa Kao part",
        1685,
    ),
    (
        "an-giang.dac-khu.phu-quoc",
        ", ".join(f"{name} whole" for name in PHU_QUOC),
        1654,
    ),
    ("hai-phong.dac-khu.bach-long-vi", "huyện Bạch Long Vĩ whole", 1669),
]


@pytest.mark.parametrize(("unit", "made_of", "text"), SPOTS)
def test_a_unit_of_2025_is_made_of_what_its_line_says(
    whole: Whole, unit: str, made_of: str, text: int
) -> None:
    version = whole.register.versions(unit)[-1]
    (change,) = whole.register.changes_starting(version)
    parts = [(whole.register.by_key[part.key], part.extent) for part in change.before]
    assert ", ".join(sorted(f"{v.type} {v.name} {extent}" for v, extent in parts)) == made_of
    assert change.legal_basis == version.legal_basis == f"Nghị quyết {text}/NQ-UBTVQH15"


def test_districts_are_joined_as_their_communes_show(whole: Whole) -> None:
    thu_duc = next(
        v for v in whole.register.all_versions if (v.level, v.name, v.type) == (2, "Thủ Đức", "thành phố")
    )
    assert {(v.type, v.name) for v in whole.register.predecessors(thu_duc)} == {
        ("quận", "2"),
        ("quận", "9"),
        ("quận", "Thủ Đức"),
    }
    hoanh_bo = next(v for v in whole.register.all_versions if (v.level, v.name) == (2, "Hoành Bồ"))
    assert {v.name for v in whole.register.successors(hoanh_bo)} == {"Hạ Long"}


def test_dong_nai_is_a_city_with_ten_new_wards_since_2026(whole: Whole) -> None:
    dong_nai = whole.register.versions("dong-nai")
    assert [v.type for v in dong_nai] == ["tỉnh", "tỉnh", "thành phố"]
    assert {v.unit for v in whole.register.predecessors(dong_nai[1])} == {"dong-nai", "binh-phuoc"}
    wards = [
        c for c in whole.register.changes if c.day == date(2026, 4, 30) and c.id.endswith("/type-change")
    ]
    assert len([c for c in wards if not c.decided]) == 10
