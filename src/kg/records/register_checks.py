"""Check that the rows of the register fit together: references, numbers, order of days, sides of changes.

Whether the facts are right (parents that outlive children, one code for two units on one day) is asked of the
graph by the shapes; here is only what the reader's own answers rest on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kg.errors import Finding
from kg.records.csv_table import Cell, Row
from kg.records.units import ChangePart, Unit, UnitChange, UnitVersion

Rows = Sequence[tuple[UnitVersion, Row]]


def check_register(
    units: Sequence[tuple[Unit, Row]],
    versions: Rows,
    changes: Sequence[tuple[UnitChange, Row]],
    parts: Sequence[tuple[ChangePart, Row]],
) -> Iterator[Finding]:
    """Yield what does not fit together in well-formed rows."""
    known = {unit.id for unit, _ in units}
    keys = {version.key: version for version, _ in versions}
    yield from _twice([row["unit"] for _, row in units], [unit.id for unit, _ in units], "unit")
    yield from _twice(
        [row["version"] for _, row in versions], [_name(version.key) for version, _ in versions], "version"
    )
    yield from _twice([row["change"] for _, row in changes], [change.id for change, _ in changes], "change")
    yield from _units_without_versions(units, versions)
    for version, row in versions:
        yield from _references(version, row, known, keys)
        yield from _order_of_days(version, row)
    yield from _numbering_and_overlap(versions)
    yield from _changes(changes)
    yield from _parts(parts, {change.id: change for change, _ in changes}, keys)


def _finding(cell: Cell, rule: str, message: str, message_vi: str) -> Finding:
    return Finding(cell.position, rule, message, message_vi, field=cell.column, value=cell.text)


def _name(key: tuple[str, int]) -> str:
    return f"{key[0]} version {key[1]}"


def _twice(cells: Sequence[Cell], names: Sequence[str], what: str) -> Iterator[Finding]:
    first: dict[str, Cell] = {}
    for cell, name in zip(cells, names, strict=True):
        if name in first:
            yield _finding(
                cell,
                "duplicate",
                f"the {what} {name} stands already at {first[name].position}; remove one of the two rows",
                f"{name} đã có ở {first[name].position}; hãy bỏ một trong hai dòng",
            )
        first.setdefault(name, cell)


def _units_without_versions(units: Sequence[tuple[Unit, Row]], versions: Rows) -> Iterator[Finding]:
    used = {version.unit for version, _ in versions}
    for unit, row in units:
        if unit.id not in used:
            yield _finding(
                row["unit"],
                "reference",
                f"the unit {unit.id} has no version; add one to versions.csv",
                f"đơn vị {unit.id} chưa có phiên bản; hãy thêm vào versions.csv",
            )


def _references(
    version: UnitVersion, row: Row, known: set[str], keys: dict[tuple[str, int], UnitVersion]
) -> Iterator[Finding]:
    if version.unit not in known:
        yield _finding(
            row["unit"],
            "reference",
            f"units.csv has no unit {version.unit}; add it there or mend the id",
            f"units.csv không có đơn vị {version.unit}; hãy thêm vào hoặc sửa mã",
        )
    if version.parent is None or version.parent_version is None:
        if version.level > 0:
            yield _finding(
                row["parent"],
                "reference",
                "only the country has no parent; write the id and the version of the unit that it lies in",
                "chỉ quốc gia không có đơn vị cha; hãy viết mã và phiên bản của đơn vị chứa nó",
            )
        return
    parent = keys.get((version.parent, version.parent_version))
    if parent is None:
        yield _finding(
            row["parent"],
            "reference",
            f"there is no {_name((version.parent, version.parent_version))}; add it or mend the parent",
            f"không có {version.parent} phiên bản {version.parent_version}; hãy thêm hoặc sửa đơn vị cha",
        )
    elif parent.level >= version.level:
        yield _finding(
            row["parent"],
            "reference",
            f"the parent {parent.unit} has level {parent.level}, not above {version.level}; mend one of them",
            f"đơn vị cha {parent.unit} ở cấp {parent.level}, không trên cấp {version.level}; hãy sửa",
        )


def _order_of_days(version: UnitVersion, row: Row) -> Iterator[Finding]:
    pairs: tuple[tuple[str, date | None, str, date | None], ...] = (
        ("valid_from", version.valid_from, "valid_from_earliest", version.valid_from_earliest),
        ("valid_until", version.valid_until, "valid_until_earliest", version.valid_until_earliest),
    )
    for late_column, late, early_column, early in pairs:
        if late is not None and early is not None and early > late:
            yield _finding(
                row[early_column],
                "order",
                f"{early_column} {early} is after {late_column} {late}; exchange them or mend one",
                f"{early_column} {early} sau {late_column} {late}; hãy đổi chỗ hoặc sửa",
            )
    if (version.valid_until is None) != (version.valid_until_earliest is None):
        yield _finding(
            row["valid_until"],
            "order",
            "valid_until and valid_until_earliest are both given or both empty; fill or empty the other",
            "valid_until và valid_until_earliest phải cùng có hoặc cùng trống; hãy điền hoặc xoá ô kia",
        )
    if version.valid_until is not None and version.valid_until <= version.valid_from:
        yield _finding(
            row["valid_until"],
            "order",
            f"valid_until {version.valid_until} is not after valid_from {version.valid_from}; mend one",
            f"valid_until {version.valid_until} không sau valid_from {version.valid_from}; hãy sửa",
        )
    if (version.latitude is None) != (version.longitude is None):
        yield _finding(
            row["lat"],
            "schema",
            "a point has lat and long or neither; fill or empty the other",
            "một điểm có cả lat và long hoặc không có; hãy điền hoặc xoá ô kia",
        )


def _numbering_and_overlap(versions: Rows) -> Iterator[Finding]:
    by_unit: defaultdict[str, dict[int, tuple[UnitVersion, Row]]] = defaultdict(dict)
    for version, row in versions:
        by_unit[version.unit].setdefault(version.number, (version, row))
    for unit, numbered in by_unit.items():
        ordered = [numbered[number] for number in sorted(numbered)]
        for wanted, (version, row) in enumerate(ordered, start=1):
            if version.number != wanted:
                yield _finding(
                    row["version"],
                    "order",
                    f"the versions of {unit} are numbered 1, 2, 3 …; number {wanted} is missing, add it",
                    f"các phiên bản của {unit} đánh số 1, 2, 3 …; thiếu số {wanted}, hãy thêm",
                )
                break
        for (earlier, _), (later, row) in pairwise(ordered):
            if earlier.valid_until is None or later.valid_from < earlier.valid_until:
                yield _finding(
                    row["valid_from"],
                    "overlap",
                    f"version {later.number} begins before version {earlier.number} of {unit} has ended; "
                    "give the earlier one a valid_until that is not later",
                    f"phiên bản {later.number} bắt đầu khi phiên bản {earlier.number} của {unit} chưa hết; "
                    "hãy sửa valid_until của phiên bản trước",
                )


def _changes(changes: Sequence[tuple[UnitChange, Row]]) -> Iterator[Finding]:
    for change, row in changes:
        if not change.before and not change.after:
            yield _finding(
                row["change"],
                "reference",
                f"the change {change.id} has no row in change-parts.csv; add the versions that it concerns",
                f"thay đổi {change.id} không có dòng nào trong change-parts.csv; hãy thêm các phiên bản",
            )
        if change.day_earliest > change.day:
            yield _finding(
                row["date_earliest"],
                "order",
                f"date_earliest {change.day_earliest} is after date {change.day}; exchange them or mend one",
                f"date_earliest {change.day_earliest} sau date {change.day}; hãy đổi chỗ hoặc sửa",
            )
        if not change.decided and not change.note:
            yield _finding(
                row["note"],
                "schema",
                "a change that is not decided says in its note what is missing; write it",
                "thay đổi chưa xác định phải ghi chú điều còn thiếu; hãy viết",
            )


def _parts(
    parts: Sequence[tuple[ChangePart, Row]],
    changes: dict[str, UnitChange],
    versions: dict[tuple[str, int], UnitVersion],
) -> Iterator[Finding]:
    yield from _twice(
        [row["version"] for _, row in parts],
        [f"{part.change} {part.side} {_name(part.key)}" for part, _ in parts],
        "part",
    )
    for part, row in parts:
        change, version = changes.get(part.change), versions.get(part.key)
        if change is None:
            yield _finding(
                row["change"],
                "reference",
                f"changes.csv has no change {part.change}; add it there or mend the id",
                f"changes.csv không có thay đổi {part.change}; hãy thêm vào hoặc sửa mã",
            )
        if version is None:
            yield _finding(
                row["version"],
                "reference",
                f"versions.csv has no {_name(part.key)}; add it there or mend the part",
                f"versions.csv không có {part.unit} phiên bản {part.version}; hãy thêm vào hoặc sửa",
            )
        if change is not None and version is not None:
            yield from _day_of_part(part, row, change, version)


def _day_of_part(part: ChangePart, row: Row, change: UnitChange, version: UnitVersion) -> Iterator[Finding]:
    column = "valid_until" if part.side == "before" else "valid_from"
    day = version.valid_until if part.side == "before" else version.valid_from
    if day != change.day:
        yield _finding(
            row["change"],
            "order",
            f"the change is dated {change.day}, but {column} of {_name(part.key)} is {day or 'empty'}; "
            "make them the same day",
            f"thay đổi ghi ngày {change.day}, nhưng {column} của {part.unit} phiên bản {part.version} là "
            f"{day or 'trống'}; hãy ghi cùng một ngày",
        )
