"""The whole import on lists of one invented province: files, ids, the reform, and what must not change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.unit.build.register_import.conftest import Unit, write_csv, write_snapshot

from kg.build.register_import import import_register
from kg.errors import FindingsError, InputError
from kg.records.register import read_register
from kg.records.units import Register

REFORM = date(2025, 7, 1)
PROVINCES: list[Unit] = [("20", "Tỉnh P", ""), ("04", "Tỉnh Q", "")]
DISTRICTS: list[Unit] = [("185", "Huyện D", "20"), ("051", "Huyện E", "04"), ("052", "Huyện Đảo", "04")]
A, B = ("06001", "Xã A", "185"), ("06002", "Xã B", "185")
C, TWIN = ("01001", "Xã C", "051"), ("01002", "Xã B", "051")
TODAY: list[Unit] = [
    ("20", "Tỉnh P", ""),
    ("06001", "Xã A", "20"),
    ("06009", "Phường Mới", "20"),
    ("01001", "Phường C", "20"),
    ("01052", "Đặc khu Đảo", "20"),
]
LINES = {
    "20": "tỉnh Q và tỉnh P",
    "06001": "giữ nguyên",
    "06009": "Xã B (huyện D), một phần diện tích TN của Xã B (huyện E)",
    "01001": "Xã C",
    "01052": "Huyện Đảo, phần còn lại của Xã B (huyện E), Thôn Lạ",
}


def raw_lists(folder: Path, *communes: Sequence[Unit]) -> Path:
    for month, units in enumerate(communes or ([A, B, C, TWIN],) * 2, start=1):
        write_snapshot(folder, f"2021-{month:02}-01", [*PROVINCES, *DISTRICTS, *units])
    write_snapshot(folder, "2026-07-25", TODAY)
    names = {code: name for code, name, _ in TODAY}
    write_csv(
        folder / "mergers-2025-07-01.csv",
        [
            {
                "code": code,
                "name": names[code],
                "province_code": "20" if len(code) > 2 else "",
                "merged_from": words,
            }
            for code, words in LINES.items()
        ],
    )
    point = {"level": "1", "lat": "21.5", "long": "106.5"}
    before = [{"code": "20", "name": "Tỉnh P", **point}, {"code": "185", "name": "Huyện khác", **point}]
    write_csv(folder / "points-before-2025-07.csv", before)
    write_csv(folder / "points-2026.csv", [{"code": "06001", "name": "Xã A", **point}])
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return raw_lists(tmp_path / "raw")


@pytest.fixture
def register(raw: Path, tmp_path: Path) -> Register:
    import_register(raw, tmp_path / "out")
    return read_register(tmp_path / "out")


def test_ids_say_where_a_unit_was_first_known(register: Register) -> None:
    assert {unit.id for unit in register.units} == {
        *("vn", "p", "q", "p.huyen.d", "q.huyen.e", "q.huyen.dao", "p.phuong.moi", "p.dac-khu.dao"),
        *("p.d.xa.a", "p.d.xa.b", "q.e.xa.c", "q.e.xa.b"),
    }


def test_provinces_districts_and_communes_of_the_reform(register: Register) -> None:
    assert [v.unit for v in register.today("q")] == ["p"]
    assert register.today("p.huyen.d") == ()
    unchanged = register.versions("p.d.xa.a")
    assert [(v.parent, v.parent_version) for v in unchanged] == [("p.huyen.d", 1), ("p", 2)]
    (moved,) = register.changes_starting(unchanged[1])
    assert (moved.kind, moved.legal_basis) == ("transfer", "Nghị quyết 1672/NQ-UBTVQH15")
    assert register.predecessors(unchanged[1]) == (unchanged[0],)
    ward = register.versions("q.e.xa.c")
    assert [(v.type, v.code) for v in ward] == [("xã", "01001"), ("phường", "01001")]
    (change,) = register.changes_starting(ward[1])
    assert (change.kind, change.legal_basis) == ("type-change", "Nghị quyết 1672/NQ-UBTVQH15")


def test_parts_are_parts_and_unknown_words_are_marked(register: Register) -> None:
    new = register.versions("p.phuong.moi")[0]
    (change,) = register.changes_starting(new)
    assert {(part.unit, part.extent) for part in change.before} == {
        ("p.d.xa.b", "whole"),
        ("q.e.xa.b", "part"),
    }
    assert change.decided
    (island,) = register.changes_starting(register.versions("p.dac-khu.dao")[0])
    assert {(part.unit, part.extent) for part in island.before} == {
        ("q.huyen.dao", "whole"),
        ("q.e.xa.b", "part"),
    }
    assert not island.decided
    assert "Thôn Lạ" in island.note


def test_a_point_needs_the_name_and_the_state_that_it_was_computed_for(register: Register) -> None:
    points = {version.key for version in register.all_versions if version.latitude}
    assert points == {("p", 1), ("p.d.xa.a", 2)}


def test_the_same_lists_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        import_register(raw, tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
    assert sorted(file.name for file in (tmp_path / "one").iterdir()) == [
        "change-parts.csv", "changes.csv", "units.csv", "versions.csv",
    ]  # fmt: skip


def test_ids_that_stand_are_kept_and_others_keep_clear_of_them(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    import_register(raw, out)
    for file in out.iterdir():
        text = file.read_text("utf-8").replace("p.d.xa.a", "p.d.xa.b-2").replace("in a list", "named")
        file.write_text(text, "utf-8")
    import_register(raw, tmp_path / "again", keep=out)
    again = read_register(tmp_path / "again")
    assert [v.name for v in again.versions("p.d.xa.b-2")] == ["A", "A"]
    assert {unit.why for unit in again.units} == {"named"}


def test_only_known_units_are_written_when_asked(raw: Path, tmp_path: Path) -> None:
    import_register(raw, tmp_path / "out")
    folder = tmp_path / "few"
    folder.mkdir()
    keep = {"vn", "p", "p.huyen.d"}
    for name in ("units.csv", "versions.csv", "changes.csv", "change-parts.csv"):
        lines = (tmp_path / "out" / name).read_text("utf-8").splitlines()
        column = 2 if name == "change-parts.csv" else 0
        kept = [
            line
            for line in lines[1:]
            if line.split(",")[column].partition("/")[0] in keep and "q" not in line.split(",")[0]
        ]
        (folder / name).write_text("\n".join([lines[0], *kept]) + "\n", "utf-8")
    parts = (folder / "change-parts.csv").read_text("utf-8").splitlines()
    (folder / "change-parts.csv").write_text(
        "\n".join(line for line in parts if "p/merge,before,q" not in line) + "\n", "utf-8"
    )
    import_register(raw, folder, keep=folder, only_kept=True)
    few = read_register(folder)
    assert {unit.id for unit in few.units} == keep
    # The province took in another that is left out: the change says so.
    (merge,) = (change for change in few.changes if change.id == "p/merge")
    assert [part.unit for part in (*merge.before, *merge.after)] == ["p", "p"]
    assert not merge.decided
    assert merge.note == "Units that took part are left out of this extract."


def test_a_version_that_would_be_lost_stops_the_import(tmp_path: Path) -> None:
    out = tmp_path / "out"
    import_register(raw_lists(tmp_path / "raw"), out)
    before = (out / "versions.csv").read_bytes()
    changed = raw_lists(tmp_path / "changed", [A, B, C, TWIN], [("06007", "Xã A", "185"), B, C, TWIN])
    with pytest.raises(FindingsError) as caught:
        import_register(changed, out, keep=out)
    assert {finding.value for finding in caught.value.findings} == {"p.d.xa.a"}
    assert all("versions.csv" in str(finding.position) for finding in caught.value.findings)
    assert (out / "versions.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("mergers-2025-07-01.csv", "code,name\n", "province_code"),
        ("snapshots/2021-01-01.csv", "code,level,name,parent\n20,1,P,\n", "type word"),
        ("snapshots/2021-01-01.csv", "code,level,name,parent\n185,2,Huyện D,20\n", "parent of 185"),
        ("snapshots/2021-13-01.csv", "code,level,name,parent\n", "no day|not named after a day"),
    ],
)
def test_lists_that_cannot_be_read_are_named(
    raw: Path, tmp_path: Path, file: str, text: str, says: str
) -> None:
    (raw / file).write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        import_register(raw, tmp_path / "out")


def test_a_folder_without_lists_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="snapshots"):
        import_register(tmp_path, tmp_path / "out")
