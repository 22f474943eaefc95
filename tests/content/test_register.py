"""The committed register: what the sources need of it, and that it agrees with itself."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from kg.rdf.derive_places import areas_before
from kg.records.register import read_register
from kg.records.units import Certainty, Register, UnitVersion
from kg.text.canonical import canonical_tone, match_key, slug
from kg.vocab.enumerations import SCHEMES

FOLDER = Path(__file__).parents[2] / "data" / "register"
REFORM = date(2025, 7, 1)
NAMED = (
    "lang-son",
    "lai-chau",
    "cao-bang",
    "lang-son.thanh-pho.lang-son",
    "lang-son.huyen.binh-gia",
    "lang-son.huyen.bac-son",
    "lang-son.huyen.loc-binh",
    "lang-son.huyen.huu-lung",
    "lai-chau.huyen.than-uyen",
    "cao-bang.huyen.hoa-an",
    "lang-son.bac-son.xa.vu-lang",
    "lang-son.bac-son.xa.chien-thang",
    "lang-son.bac-son.xa.bac-quynh",
    "lang-son.binh-gia.xa.hoa-tham",
    "lang-son.loc-binh.xa.xuan-duong",
    "cao-bang.hoa-an.thi-tran.nuoc-hai",
)


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(FOLDER)


def standing(register: Register, day: date) -> list[UnitVersion]:
    found = (register.version_on(unit.id, day) for unit in register.units)
    return [version for version in found if version is not None]


def with_code(register: Register, code: str, day: date) -> list[str]:
    return [version.unit for version in standing(register, day) if version.code == code]


@pytest.mark.parametrize("unit", NAMED)
def test_every_named_unit_stood_for_certain_in_the_years_of_the_sources(
    register: Register, unit: str
) -> None:
    for day in (date(2020, 5, 27), date(2022, 6, 22), date(2024, 4, 23)):
        assert [certainty for _, certainty in register.standing_on(unit, day)] == [Certainty.CERTAIN]


def test_two_communes_were_called_chien_thang_and_became_different_ones(register: Register) -> None:
    day = date(2022, 6, 22)
    both = [
        v
        for v in standing(register, day)
        if (v.type, v.name, v.unit.split(".")[0]) == ("xã", "Chiến Thắng", "lang-son")
    ]
    assert [(v.unit, v.parent) for v in both] == [
        ("lang-son.bac-son.xa.chien-thang", "lang-son.huyen.bac-son"),
        ("lang-son.chi-lang.xa.chien-thang", "lang-son.huyen.chi-lang"),
    ]
    assert [v.name for v in register.today("lang-son.bac-son.xa.chien-thang")] == ["Vũ Lễ"]
    assert [v.key for v in register.today("lang-son.chi-lang.xa.chien-thang")] == [
        ("lang-son.chi-lang.xa.chien-thang", 2)
    ]


def test_a_code_is_not_an_identity(register: Register) -> None:
    assert with_code(register, "06364", date(2025, 6, 30)) == ["lang-son.bac-son.xa.chien-thang"]
    assert with_code(register, "06364", REFORM) == ["lang-son.bac-son.xa.vu-le"]
    assert with_code(register, "06343", date(2019, 12, 31)) == ["lang-son.bac-son.xa.bac-son"]
    assert with_code(register, "06343", date(2020, 1, 1)) == ["lang-son.bac-son.xa.bac-quynh"]
    assert with_code(register, "06343", REFORM) == []
    assert with_code(register, "01654", date(2021, 6, 10)) == ["cao-bang.hoa-an.thi-tran.nuoc-hai"]
    assert with_code(register, "01654", REFORM) == ["cao-bang.xa.hoa-an"]


def test_one_name_has_borne_four_units_of_bac_son(register: Register) -> None:
    named = {
        v.unit: v.type
        for v in register.all_versions
        if match_key(v.name) == match_key("Bắc Sơn") and v.unit.startswith("lang-son.")
    }
    assert named == {
        "lang-son.huyen.bac-son": "huyện",
        "lang-son.bac-son.thi-tran.bac-son": "thị trấn",
        "lang-son.bac-son.xa.bac-son": "xã",
        "lang-son.xa.bac-son": "xã",
    }


def test_absorbing_others_keeps_the_identity_and_a_new_name_does_not(register: Register) -> None:
    vu_le = register.versions("lang-son.bac-son.xa.vu-le")
    assert [v.code for v in vu_le] == ["06373", "06364"]
    assert {v.unit.rpartition(".")[2] for v in register.predecessors(vu_le[1])} == {
        "chien-thang",
        "vu-son",
        "vu-le",
    }
    vu_lang = register.versions("lang-son.bac-son.xa.vu-lang")[1]
    assert {v.unit.rpartition(".")[2] for v in register.predecessors(vu_lang)} == {
        "tan-lap",
        "tan-huong",
        "chieu-vu",
        "vu-lang",
    }
    hoa_an = register.versions("cao-bang.xa.hoa-an")
    assert [(v.number, v.valid_from, v.register_names) for v in hoa_an] == [(1, REFORM, ("Hoà An",))]
    assert {v.name for v in register.predecessors(hoa_an[0])} == {"Nước Hai", "Đại Tiến", "Hồng Việt"}


def test_no_district_outlives_the_reform_and_63_provinces_became_34(register: Register) -> None:
    districts = [v for v in register.all_versions if v.level == 2]
    last = [v for v in districts if v.valid_until == REFORM]
    assert len(last) == 696
    assert all(v.valid_until is not None and v.valid_until <= REFORM for v in districts)
    kinds = Counter(change.kind for v in last for change in register.changes_ending(v))
    # An island district became a special zone; no other district has a successor.
    assert kinds["abolition"] == 690
    provinces = [v for v in register.all_versions if v.level == 1]
    assert len([v for v in provinces if v.valid_from < REFORM and v.stands_on(date(2025, 6, 30))]) == 63
    assert len([v for v in provinces if v.valid_until is None]) == 34


def test_versions_of_a_unit_follow_each_other_without_a_gap(register: Register) -> None:
    for unit in register.units:
        for earlier, later in pairwise(register.versions(unit.id)):
            assert earlier.valid_until == later.valid_from, later.position
            assert earlier.valid_until_earliest == later.valid_from_earliest, later.position


def test_every_version_lies_inside_its_parent(register: Register) -> None:
    for version in register.all_versions:
        parent = register.parent_of(version)
        if parent is None:
            assert version.unit == "vn"
            continue
        assert parent.valid_from <= version.valid_from, version.position
        assert (version.valid_until or date.max) <= (parent.valid_until or date.max), version.position


def test_no_code_means_two_units_at_once(register: Register) -> None:
    bearers: defaultdict[str, list[UnitVersion]] = defaultdict(list)
    for version in register.all_versions:
        if version.code:
            bearers[version.code].append(version)
    for versions in bearers.values():
        for earlier, later in pairwise(sorted(versions, key=lambda v: v.valid_from)):
            assert earlier.valid_until is not None, later.position
            assert earlier.valid_until <= later.valid_from, later.position


def test_there_is_no_gap_without_a_change(register: Register) -> None:
    """Every end, and every start that is known, has its change, or is that of the unit around it."""
    for version in register.all_versions:
        for end, day, changes in (
            ("from", version.valid_from_earliest, register.changes_starting(version)),
            ("until", version.valid_until, register.changes_ending(version)),
        ):
            if day is None or changes:
                continue
            other = version.number - 1 if end == "from" else version.number + 1
            neighbour = register.by_key[version.unit, other]
            assert (neighbour.name, neighbour.type, neighbour.parent) == (
                version.name,
                version.type,
                version.parent,
            ), version.position
            assert neighbour.parent_version != version.parent_version, version.position
        for change in register.changes_starting(version):
            assert change.legal_basis == version.legal_basis, change.position
            assert change.day_earliest == version.valid_from_earliest, change.position
        for change in register.changes_ending(version):
            assert change.day_earliest == version.valid_until_earliest, change.position


def test_land_counts_as_formerly_in_a_unit_only_where_all_of_it_lay_there(register: Register) -> None:
    def before(unit: str) -> set[str]:
        return areas_before(register, register.versions(unit)[-1])

    # Made of three units of one district; the district, its province and the country, and nothing else.
    assert before("cao-bang.xa.hoa-an") == {"cao-bang.huyen.hoa-an", "cao-bang", "vn"}
    # Gone on as another commune, of which nothing says what else it was made: none.
    assert before("lang-son.bac-son.xa.bac-quynh") == set()
    # Made of communes of two districts of Bắc Giang, a province that was merged away: of no district.
    assert before("bac-giang.bac-giang.phuong.da-mai") == {"bac-giang", "vn"}
    # Its parts came from thị xã Chũ and huyện Lục Ngạn; what Chũ was made of had lain in Lục Ngạn too.
    assert before("bac-giang.luc-ngan.xa.nam-duong") == {"bac-giang.huyen.luc-ngan", "bac-giang", "vn"}
    # An island district that became a special zone lay in its former self.
    assert before("an-giang.dac-khu.kien-hai") == {"kien-giang.huyen.kien-hai", "kien-giang", "vn"}


# What texts of the National Assembly's Standing Committee say, read apart from the lists. With the six lines
# of the merge list in test_register_import these are the ten checks that the README of the register tells.

IN_818 = {  # district of Lạng Sơn → communes and townships from 2020-01-01
    "trang-dinh": (21, 1), "van-lang": (16, 1), "loc-binh": (19, 2), "huu-lung": (23, 1), "bac-son": (17, 1),
    "van-quan": (16, 1), "cao-loc": (20, 2), "chi-lang": (18, 2), "binh-gia": (18, 1),
}  # fmt: skip
NEW_IN_818 = {
    "van-lang": {"Bắc Hùng", "Bắc Việt"},
    "loc-binh": {"Khánh Xuân", "Minh Hiệp", "Thống Nhất"},
    "huu-lung": {"Thiện Tân"},
    "bac-son": {"Bắc Quỳnh"},
    "van-quan": {"An Sơn", "Liên Hội", "Điềm He"},
}
DISSOLVED_IN_818 = {
    "trang-dinh": {"Bắc Ái"},
    "van-lang": {"Tân Lang", "Tân Việt", "Trùng Quán"},
    "van-quan": {"Xuân Mai", "Vĩnh Lại"},
}
FROM_2020 = date(2020, 1, 1)


def test_resolution_818_leaves_each_district_of_lang_son_with_its_communes(register: Register) -> None:
    communes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for version in standing(register, FROM_2020):
        if version.level == 3 and (version.parent or "").startswith("lang-son.huyen."):
            communes[str(version.parent).rpartition(".")[2]][version.type] += 1
    found = {name: (types["xã"], types["thị trấn"]) for name, types in communes.items()}
    assert {name: found[name] for name in IN_818} == IN_818


def test_resolution_818_makes_ten_communes_and_dissolves_six_on_its_day(register: Register) -> None:
    def named(district: str, *, born: bool) -> set[str]:
        return {
            version.name
            for version in register.all_versions
            if version.parent == f"lang-son.huyen.{district}"
            and (version.valid_from if born else version.valid_until) == FROM_2020
            and (version.valid_from_earliest if born else version.valid_until_earliest) == FROM_2020
        }

    for district, names in NEW_IN_818.items():
        assert names <= named(district, born=True), district
    for district, names in DISSOLVED_IN_818.items():
        assert names <= named(district, born=False), district


def test_resolution_1672_makes_loc_binh_and_mau_son_of_the_named_communes(register: Register) -> None:
    for name, made_of in (
        (
            "Lộc Bình",
            {("thị trấn", "Lộc Bình"), ("xã", "Khánh Xuân"), ("xã", "Đồng Bục"), ("xã", "Hữu Khánh")},
        ),
        ("Mẫu Sơn", {("xã", "Mẫu Sơn"), ("xã", "Yên Khoái"), ("xã", "Tú Mịch")}),
    ):
        (version,) = (
            v for v in standing(register, REFORM) if (v.level, v.name, v.parent) == (3, name, "lang-son")
        )
        (change,) = register.changes_starting(version)
        assert change.legal_basis == "Nghị quyết 1672/NQ-UBTVQH15"
        before = [register.by_key[part.key] for part in change.before]
        assert {(v.type, v.name) for v in before} == made_of
        assert {v.parent for v in before} == {"lang-son.huyen.loc-binh"}
        assert {part.extent for part in change.before} == {"whole"}


def test_resolution_1672_leaves_lang_son_61_communes_and_4_wards(register: Register) -> None:
    types = Counter(v.type for v in standing(register, REFORM) if v.level == 3 and v.parent == "lang-son")
    assert types == {"xã": 61, "phường": 4}


def test_kinds_of_change(register: Register) -> None:
    kinds = Counter(change.kind for change in register.changes)
    assert set(kinds) == set(SCHEMES["changeKind"])
    moved = [change for change in register.changes if change.kind == "transfer"]
    assert len(moved) == 368
    for change in moved:
        (before,), (after,) = change.before, change.after
        old, new = register.by_key[before.key], register.by_key[after.key]
        assert (old.unit, old.type, old.code) == (new.unit, new.type, new.code), change.position
        assert old.parent != new.parent, change.position


def test_legal_days_are_exact_and_others_have_bounds(register: Register) -> None:
    for change in register.changes:
        if change.legal_basis:
            assert change.day_earliest == change.day, change.position
    in_2020 = [c for c in register.changes if c.id.startswith("lang-son.") and c.day == date(2020, 1, 1)]
    assert {c.legal_basis for c in in_2020} == {"Nghị quyết 818/NQ-UBTVQH14"}
    of_2025 = [c for c in register.changes if c.day == REFORM]
    assert all(c.legal_basis and c.day_earliest == REFORM for c in of_2025)


def test_what_is_undecided_is_marked_and_listed(register: Register) -> None:
    undecided = [change for change in register.changes if not change.decided]
    with (FOLDER / "undecided.csv").open(encoding="utf-8") as handle:
        listed = Counter(row["step"] for row in csv.DictReader(handle))
    assert listed == Counter(str(change.day) for change in undecided)
    assert all(change.note for change in undecided)
    quynh_son = register.versions("lang-son.bac-son.xa.quynh-son")[0]
    assert register.successors(quynh_son) == ()
    assert register.today("lang-son.bac-son.xa.quynh-son") == ()


def test_names_and_ids_are_in_their_form(register: Register) -> None:
    for unit in register.units:
        first = register.versions(unit.id)[0]
        parts = unit.id.split(".")
        assert len(parts) == {0: 1, 1: 1, 2: 3, 3: 4 if first.valid_from < REFORM else 3}[first.level]
        if first.level > 1:
            assert parts[-2] == slug(first.type)
    for version in register.all_versions:
        assert version.name == canonical_tone(version.name), version.position
        # Phường Đúc, a ward of Huế, is called so.
        typed = version.name.lower().startswith(version.type + " ")
        assert not typed or version.name == "Phường Đúc", version.position
        assert version.name not in version.register_names, version.position


def test_nearly_every_commune_of_today_has_a_point_in_vietnam(register: Register) -> None:
    communes = [v for v in register.all_versions if v.level == 3 and v.valid_until is None]
    assert len(communes) == 3321
    placed = [v for v in communes if v.latitude is not None and v.longitude is not None]
    assert len(placed) == 3245
    for version in placed:
        assert 6 < float(version.latitude or 0) < 23.5, version.position
        assert 102 < float(version.longitude or 0) < 118, version.position


def test_the_readme_counts_what_stands_and_what_is_open(register: Register) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\d+) \| (\d+) \| (\d+) \| (\d*) ?\|$", readme, re.MULTILINE)
    assert len(rows) == 21
    undecided = Counter(str(change.day) for change in register.changes if not change.decided)
    for day, *counted, open_ in rows:
        levels = Counter(version.level for version in standing(register, date.fromisoformat(day)))
        assert [str(levels[level]) for level in (1, 2, 3)] == counted, day
        assert undecided.pop(day, 0) == int(open_ or 0), day
    assert not undecided
    kinds = Counter(change.kind for change in register.changes)
    assert ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) in readme.replace(
        "\n", " "
    )
