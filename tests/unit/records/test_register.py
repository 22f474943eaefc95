"""The reader of the register: values, answers, and every problem with its place in the file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UNREADABLE, FindingsError, Position, UnknownError
from kg.records.csv_table import split_line
from kg.records.register import read_register
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS
from kg.records.units import Certainty, Register, UnitVersion

UNITS = [
    "vn,root",
    "p,named",
    "p.huyen.d,named",
    "p.d.xa.a,named",
    "p.d.xa.b,predecessor",
    "p.xa.c,successor",
]
VERSIONS = [
    "vn,1,,0,quốc gia,Việt Nam,,,,,2019-10-25,,,,,,",
    "p,1,20,1,tỉnh,P,,vn,1,,2019-10-25,,,,21.5,106.5,",
    "p.huyen.d,1,185,2,huyện,D,,p,1,,2019-10-25,2025-07-01,2025-07-01,,,,",
    "p.d.xa.a,1,06001,3,xã,Hòa A,Hoà A|Hòa a,p.huyen.d,1,,2019-10-25,2020-01-02,2020-03-01,,,,",
    "p.d.xa.a,2,06002,3,xã,Hòa A,,p.huyen.d,1,2020-01-02,2020-03-01,2025-07-01,2025-07-01,,,,",
    "p.d.xa.b,1,06003,3,xã,B,,p.huyen.d,1,,2019-10-25,2025-07-01,2025-07-01,,,,",
    'p.xa.c,1,06002,3,xã,C,,p,1,2025-07-01,2025-07-01,,,"Nghị quyết 1, 2",21.6,106.6,2026-07-25',
]
CHANGES = [
    "p.d.xa.a/re-code,re-code,2020-01-02,2020-03-01,,yes,",
    "p.huyen.d/abolition,abolition,2025-07-01,2025-07-01,,yes,",
    "p.xa.c/merge,merge,2025-07-01,2025-07-01,,yes,",
]
PARTS = [
    "p.d.xa.a/re-code,before,p.d.xa.a,1,whole,name",
    "p.d.xa.a/re-code,after,p.d.xa.a,2,whole,name",
    "p.huyen.d/abolition,before,p.huyen.d,1,whole,snapshot",
    "p.xa.c/merge,before,p.d.xa.a,2,whole,list",
    "p.xa.c/merge,before,p.d.xa.b,1,part,list",
    "p.xa.c/merge,after,p.xa.c,1,whole,list",
]
FILES = {
    "units.csv": (UNIT_COLUMNS, UNITS),
    "versions.csv": (VERSION_COLUMNS, VERSIONS),
    "changes.csv": (CHANGE_COLUMNS, CHANGES),
    "change-parts.csv": (PART_COLUMNS, PARTS),
}


def write(folder: Path, **rows: list[str]) -> Path:
    """Write a register; a keyword such as ``versions`` or ``change_parts`` replaces the rows of that file."""
    for name, (columns, default) in FILES.items():
        lines = rows.get(name.removesuffix(".csv").replace("-", "_"), default)
        (folder / name).write_text("\n".join([",".join(columns), *lines, ""]), encoding="utf-8")
    return folder


def swap(rows: list[str], number: int, old: str, new: str) -> list[str]:
    """Give the rows with ``old`` replaced in one of them; it must be there."""
    assert old in rows[number]
    return [row.replace(old, new, 1) if index == number else row for index, row in enumerate(rows)]


def faults(folder: Path) -> list[tuple[str, int, int, str]]:
    """Read a faulty register and give (file name, line, column, rule) of each finding."""
    with pytest.raises(FindingsError) as caught:
        read_register(folder)
    for finding in caught.value.findings:
        assert finding.message
        assert finding.message_vi
    return [
        (Path(f.position.file).name, f.position.line, f.position.column, f.rule)
        for f in caught.value.findings
    ]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read_register(write(tmp_path))


def test_rows_become_values_with_their_positions(register: Register, tmp_path: Path) -> None:
    version = register.by_key["p.d.xa.a", 1]
    assert (version.code, version.level, version.type, version.name) == ("06001", 3, "xã", "Hòa A")
    assert version.register_names == ("Hoà A", "Hòa a")
    assert (version.parent, version.parent_version) == ("p.huyen.d", 1)
    assert version.valid_from_earliest is None
    assert version.valid_until == date(2020, 3, 1)
    assert version.position == Position((tmp_path / "versions.csv").as_posix(), 5)
    today = register.by_key["p.xa.c", 1]
    assert today.legal_basis == "Nghị quyết 1, 2"
    assert (today.latitude, today.longitude) == ("21.6", "106.6")
    change = register.changes[2]
    assert [(part.unit, part.version, part.extent) for part in change.before] == [
        ("p.d.xa.a", 2, "whole"),
        ("p.d.xa.b", 1, "part"),
    ]


def test_a_version_is_found_by_day_half_open(register: Register) -> None:
    def number(day: date) -> int | None:
        version = register.version_on("p.d.xa.a", day)
        return None if version is None else version.number

    assert number(date(2019, 10, 24)) is None
    assert number(date(2019, 10, 25)) == 1
    assert number(date(2020, 2, 29)) == 1
    assert number(date(2020, 3, 1)) == 2
    assert number(date(2025, 6, 30)) == 2
    assert number(date(2025, 7, 1)) is None


def test_bounds_make_a_day_certain_or_only_possible(register: Register) -> None:
    def standing(day: date) -> list[tuple[int, str]]:
        return [
            (version.number, certainty.value) for version, certainty in register.standing_on("p.d.xa.a", day)
        ]

    assert standing(date(1990, 1, 1)) == [(1, "possible")]  # nothing shows when it began
    assert standing(date(2020, 1, 1)) == [(1, "certain")]
    assert standing(date(2020, 1, 2)) == [(1, "possible"), (2, "possible")]
    assert standing(date(2020, 2, 29)) == [(1, "possible"), (2, "possible")]
    assert standing(date(2020, 3, 1)) == [(2, "certain")]
    assert standing(date(2025, 7, 1)) == []


def test_lineage_and_today(register: Register) -> None:
    def keys(versions: tuple[UnitVersion, ...]) -> list[tuple[str, int]]:
        return [version.key for version in versions]

    assert keys(register.successors(register.by_key["p.d.xa.a", 1])) == [("p.d.xa.a", 2)]
    assert keys(register.predecessors(register.by_key["p.xa.c", 1])) == [("p.d.xa.a", 2), ("p.d.xa.b", 1)]
    assert keys(register.today("p.d.xa.a")) == [("p.xa.c", 1)]
    assert keys(register.today("p.xa.c")) == [("p.xa.c", 1)]
    assert register.today("p.huyen.d") == ()
    assert [c.id for c in register.changes_ending(register.by_key["p.d.xa.b", 1])] == ["p.xa.c/merge"]
    assert register.changes_starting(register.by_key["p.d.xa.b", 1]) == ()
    parent = register.parent_of(register.by_key["p.xa.c", 1])
    assert parent is not None
    assert parent.unit == "p"
    assert register.parent_of(register.by_key["vn", 1]) is None


def test_an_unknown_unit_is_an_error_that_says_so(register: Register) -> None:
    with pytest.raises(UnknownError, match=r"no unit 'p\.xa\.z'"):
        register.versions("p.xa.z")


def place(rows: list[str], number: int, columns: tuple[str, ...], column: str) -> tuple[int, int]:
    """Give (line, column) of a cell of rows without quotes."""
    cells_before = rows[number].split(",")[: columns.index(column)]
    return (number + 2, len("".join(cells_before)) + len(cells_before) + 1)


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    versions = swap(VERSIONS, 3, "06001", "6001")
    versions = swap(versions, 4, "2020-03-01", "2020-02-30")
    changes = swap(CHANGES, 0, "re-code,re-code", "re-code,recode")
    write(tmp_path, versions=versions, changes=changes)
    (tmp_path / "units.csv").write_text("unit\nvn\n", encoding="utf-8")
    assert faults(tmp_path) == [
        ("changes.csv", *place(changes, 0, CHANGE_COLUMNS, "kind"), "schema"),
        ("units.csv", 1, 1, "schema"),
        ("versions.csv", *place(versions, 3, VERSION_COLUMNS, "code"), "schema"),
        ("versions.csv", *place(versions, 4, VERSION_COLUMNS, "valid_from"), "schema"),
    ]


@pytest.mark.parametrize(
    ("number", "old", "new", "column", "rule"),
    [
        (4, ",2020-03-01,", ",2020-03-01T00,", "valid_from", "schema"),
        (4, "p.d.xa.a,2", "p.d.xa.a,two", "version", "schema"),
        (4, "xã", "Xã", "type", "schema"),
        (4, "Hòa A", "Ho\u0300a A", "name", "schema"),
        (4, "Hòa A", "", "name", "schema"),
        (4, ",3,", ",4,", "level", "schema"),
        (4, "p.d.xa.a", "p.d.xa.A", "unit", "schema"),
        (4, "p.huyen.d,1", ",1", "parent", "schema"),
        (4, "p.huyen.d,1", "p.huyen.d,", "parent_version", "schema"),
        (1, "106.5", "1065", "long", "schema"),
        (1, "21.5", "90.5", "lat", "schema"),
        (1, ",21.5,", ",,", "lat", "schema"),
        (4, "p.huyen.d,1", "p.huyen.d,2", "parent", "reference"),
        (4, "p.huyen.d,1", ",", "parent", "reference"),
        (4, "p.huyen.d,1", "p.d.xa.b,1", "parent", "reference"),
        (4, "2020-01-02", "2020-04-01", "valid_from_earliest", "order"),
        (4, "2025-07-01,2025-07-01", ",2025-07-01", "valid_until", "order"),
    ],
)
def test_a_wrong_cell_is_found_where_it_stands(
    tmp_path: Path, number: int, old: str, new: str, column: str, rule: str
) -> None:
    versions = swap(VERSIONS, number, old, new)
    write(tmp_path, versions=versions)
    assert faults(tmp_path) == [("versions.csv", *place(versions, number, VERSION_COLUMNS, column), rule)]


def test_a_row_that_is_no_csv_is_found_where_it_breaks(tmp_path: Path) -> None:
    line = VERSIONS[4]
    write(tmp_path, versions=swap(VERSIONS, 4, "Hòa A", '"Hòa A'))
    assert faults(tmp_path) == [("versions.csv", 6, line.index("Hòa A") + 1, "syntax")]
    write(tmp_path, versions=swap(VERSIONS, 4, "Hòa A", "Hòa A,"))
    assert faults(tmp_path) == [("versions.csv", 6, len(line) + 2, "syntax")]


def test_what_does_not_fit_together_is_found(tmp_path: Path) -> None:
    versions = swap(VERSIONS, 4, "2020-01-02,2020-03-01", "2020-01-02,2020-02-01")
    versions = [*versions, VERSIONS[5], "p.d.xa.e,1,06009,3,xã,E,,p,1,,2019-10-25,,,,,,"]
    changes = [*CHANGES, "x/merge,merge,2025-07-02,2025-07-01,,no,"]
    parts = [*PARTS, "y/merge,after,p.xa.c,2,whole,list"]
    write(
        tmp_path,
        units=[*UNITS, "p.xa.f,none", "vn,again"],
        versions=versions,
        changes=changes,
        change_parts=parts,
    )
    assert faults(tmp_path) == [
        ("change-parts.csv", 3, 1, "order"),  # the change is dated in March, the version begins in February
        ("change-parts.csv", *place(parts, 6, PART_COLUMNS, "change"), "reference"),
        ("change-parts.csv", *place(parts, 6, PART_COLUMNS, "version"), "reference"),
        ("changes.csv", *place(changes, 3, CHANGE_COLUMNS, "change"), "reference"),
        ("changes.csv", *place(changes, 3, CHANGE_COLUMNS, "date_earliest"), "order"),
        ("changes.csv", *place(changes, 3, CHANGE_COLUMNS, "note"), "schema"),
        ("units.csv", 8, 1, "reference"),
        ("units.csv", 9, 1, "duplicate"),
        ("versions.csv", *place(versions, 4, VERSION_COLUMNS, "valid_from"), "overlap"),
        ("versions.csv", *place(versions, 7, VERSION_COLUMNS, "version"), "duplicate"),
        ("versions.csv", *place(versions, 8, VERSION_COLUMNS, "unit"), "reference"),
    ]


def test_version_numbers_have_no_gap(tmp_path: Path) -> None:
    write(
        tmp_path,
        versions=swap(VERSIONS, 4, "p.d.xa.a,2", "p.d.xa.a,3"),
        change_parts=[part.replace("p.d.xa.a,2", "p.d.xa.a,3") for part in PARTS],
    )
    assert faults(tmp_path) == [("versions.csv", 6, 10, "order")]


@pytest.mark.parametrize(
    ("number", "old", "new", "column"),
    [
        # The next version begins later than this one ends, and nothing says that the unit was gone between.
        (4, "2020-01-02,2020-03-01", "2020-01-02,2020-03-02", "valid_from"),
        # It may have ended at another time than the next may have begun.
        (4, "2020-01-02,2020-03-01", "2020-02-02,2020-03-01", "valid_from_earliest"),
    ],
)
def test_a_gap_between_versions_is_found(
    tmp_path: Path, number: int, old: str, new: str, column: str
) -> None:
    versions = swap(VERSIONS, number, old, new)
    write(tmp_path, versions=versions, changes=CHANGES[1:], change_parts=PARTS[2:])
    found = [("versions.csv", *place(versions, number, VERSION_COLUMNS, column), "gap")]
    if column == "valid_from_earliest":
        found.append(("versions.csv", *place(versions, number, VERSION_COLUMNS, "valid_from"), "no-change"))
    assert sorted(faults(tmp_path)) == sorted(found)


def test_a_unit_that_ended_and_came_back_by_changes_has_no_gap(tmp_path: Path) -> None:
    again = "p.d.xa.a/back,split,2020-04-02,2020-05-01,,yes,"
    end = "p.d.xa.a/re-code,abolition,2020-01-02,2020-03-01,,yes,"
    versions = swap(VERSIONS, 4, "2020-01-02,2020-03-01", "2020-04-02,2020-05-01")
    parts = swap(PARTS, 1, "p.d.xa.a/re-code", "p.d.xa.a/back")
    write(tmp_path, versions=versions, changes=[end, again, *CHANGES[1:]], change_parts=parts)
    assert len(read_register(tmp_path).changes) == 4


@pytest.mark.parametrize(
    ("gone", "number", "column"),
    [
        (0, 3, "valid_until"),  # version 1 of p.d.xa.a ends by nothing
        (1, 4, "valid_from"),  # its version 2 begins by nothing
        (4, 5, "valid_until"),  # p.d.xa.b merges into nothing
        (5, 6, "valid_from"),  # p.xa.c is made by nothing
    ],
)
def test_an_end_or_a_start_without_a_change_is_found(
    tmp_path: Path, gone: int, number: int, column: str
) -> None:
    write(tmp_path, change_parts=[part for index, part in enumerate(PARTS) if index != gone])
    line = VERSIONS[number]
    assert faults(tmp_path) == [
        ("versions.csv", *place([*VERSIONS[:number], line], number, VERSION_COLUMNS, column), "no-change")
    ]


def test_what_happened_to_the_unit_above_needs_no_change_of_its_own(tmp_path: Path) -> None:
    versions = [
        *swap(VERSIONS, 1, "2019-10-25,,,", "2019-10-25,2024-01-01,2024-01-01,"),
        "p,2,21,1,tỉnh,P,,vn,1,2024-01-01,2024-01-01,,,,,,",
        "p.xa.e,1,06009,3,xã,E,,p,1,,2019-10-25,2024-01-01,2024-01-01,,,,",
        "p.xa.e,2,06009,3,xã,E,,p,2,2024-01-01,2024-01-01,,,,,,",
    ]
    changes = [*CHANGES, "p/re-code,re-code,2024-01-01,2024-01-01,,yes,"]
    parts = [*PARTS, "p/re-code,before,p,1,whole,name", "p/re-code,after,p,2,whole,name"]
    units = [*UNITS, "p.xa.e,named"]
    write(tmp_path, units=units, versions=versions, changes=changes, change_parts=parts)
    assert len(read_register(tmp_path).versions("p.xa.e")) == 2
    # Another name is a change of the unit itself.
    write(
        tmp_path,
        units=units,
        versions=swap(versions, 9, "xã,E", "xã,F"),
        changes=changes,
        change_parts=parts,
    )
    assert faults(tmp_path) == [
        ("versions.csv", *place(versions, 9, VERSION_COLUMNS, "valid_from"), "no-change")
    ]


def test_header_faults_name_the_column(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "units.csv").write_text("unit,unit,born\nvn,vn,1\n", encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        read_register(tmp_path)
    assert [(f.position.column, f.value or f.field) for f in caught.value.findings] == [
        (1, "why"),
        (6, "unit"),
        (11, "born"),
    ]


def test_a_missing_or_undecodable_file_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "changes.csv").write_bytes(b"change\xff")
    with pytest.raises(FindingsError) as caught:
        read_register(tmp_path)
    [found] = caught.value.findings
    assert (found.rule, found.position.column) == (UNREADABLE, 7)
    (tmp_path / "changes.csv").unlink()
    with pytest.raises(FindingsError) as caught:
        read_register(tmp_path)
    assert "cannot be read" in caught.value.findings[0].message


def test_line_ends_and_byte_order_mark_of_other_editors_are_read(tmp_path: Path, register: Register) -> None:
    for name in FILES:
        text = (tmp_path / name).read_text(encoding="utf-8")
        (tmp_path / name).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert read_register(tmp_path) == register


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")), min_size=1))
def test_any_quoted_line_splits_into_its_cells(cells: list[str]) -> None:
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    split = split_line(line)
    assert [text for _, text in split] == cells
    assert all(line[column - 1] == '"' for column, _ in split)


DAYS = st.dates(date(2019, 1, 1), date(2022, 1, 1))


@given(st.lists(DAYS, min_size=4, max_size=4, unique=True).map(sorted), DAYS)
def test_certain_days_lie_between_the_inner_bounds(bounds: list[date], day: date) -> None:
    version = UnitVersion(
        unit="u",
        number=1,
        code="",
        level=0,
        type="t",
        name="n",
        register_names=(),
        parent=None,
        parent_version=None,
        valid_from_earliest=bounds[0],
        valid_from=bounds[1],
        valid_until_earliest=bounds[2],
        valid_until=bounds[3],
        legal_basis="",
        latitude=None,
        longitude=None,
        evidence="",
        position=Position("f"),
    )
    certain = bounds[1] <= day <= bounds[2] - timedelta(days=1)
    possible = bounds[0] <= day <= bounds[3] - timedelta(days=1)
    expected = Certainty.CERTAIN if certain else Certainty.POSSIBLE if possible else None
    assert version.stands_on(day) is expected
