"""Check that nothing in the register ends, begins or pauses without a change that says so.

Versions of one unit follow each other on the same day and within the same bounds; every end, and every start
that the lists show, is a side of a change. One case needs no change of its own: a version that differs from
the one before it only in the version of the unit around it, for then it happened to that unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kg.errors import Finding
from kg.records.csv_table import Cell, Row
from kg.records.units import ChangePart, UnitVersion

Rows = Sequence[tuple[UnitVersion, Row]]
Key = tuple[str, int]


def check_continuity(versions: Rows, parts: Sequence[ChangePart]) -> Iterator[Finding]:
    """Yield gaps between versions of a unit, and ends and starts without a change.

    Args:
        versions: of all units; overlaps and what stands twice are passed over: `check_register` tells them.
        parts: of all changes.
    """
    ending = {part.key for part in parts if part.side == "before"}
    starting = {part.key for part in parts if part.side == "after"}
    by_unit: defaultdict[str, dict[int, tuple[UnitVersion, Row]]] = defaultdict(dict)
    for version, row in versions:
        by_unit[version.unit].setdefault(version.number, (version, row))
    for numbered in by_unit.values():
        ordered = [numbered[number] for number in sorted(numbered)]
        first, first_row = ordered[0]
        if first.valid_from_earliest is not None and first.key not in starting:
            yield _start_unexplained(first, first_row)
        for (earlier, earlier_row), (later, row) in pairwise(ordered):
            yield from _between(earlier, earlier_row, later, row, ending, starting)
        last, last_row = ordered[-1]
        if last.valid_until is not None and last.key not in ending:
            yield _end_unexplained(last, last_row)


def _between(
    earlier: UnitVersion, earlier_row: Row, later: UnitVersion, row: Row, ending: set[Key], starting: set[Key]
) -> Iterator[Finding]:
    """Judge the end of a version and the start of the next one of the same unit."""
    ended, started = earlier.key in ending, later.key in starting
    if earlier.valid_until is None or earlier.valid_until > later.valid_from:
        return
    if earlier.valid_until < later.valid_from and not (ended and started):
        yield _gap(later, row, "valid_from", later.valid_from, earlier.valid_until)
        return
    together = earlier.valid_until == later.valid_from
    begins, ends = later.valid_from_earliest, earlier.valid_until_earliest
    if together and begins != ends and all(day is None or day <= later.valid_from for day in (begins, ends)):
        yield _gap(later, row, "valid_from_earliest", begins, ends)
    if together and not ended and not started:
        if not _only_the_unit_above_changed(earlier, later):
            yield _start_unexplained(later, row)
        return
    if not ended:
        yield _end_unexplained(earlier, earlier_row)
    if not started:
        yield _start_unexplained(later, row)


def _only_the_unit_above_changed(earlier: UnitVersion, later: UnitVersion) -> bool:
    def own(version: UnitVersion) -> tuple[object, ...]:
        return (version.code, version.level, version.type, version.name, version.parent)

    return own(earlier) == own(later) and earlier.parent_version != later.parent_version


def _gap(later: UnitVersion, row: Row, column: str, day: date | None, wanted: date | None) -> Finding:
    before, which = later.number - 1, _name(later)
    return _finding(
        row[column],
        "gap",
        f"{column} of {which[0]} is {day or 'empty'}, but version {before} ends on {wanted or 'no day'}; "
        "make them the same day, or add the changes that ended and restored the unit",
        f"{column} của {which[1]} là {day or 'trống'}, nhưng phiên bản {before} hết hiệu lực "
        f"{wanted or 'không rõ ngày'}; hãy ghi cùng một ngày, hoặc thêm các thay đổi làm đơn vị mất đi rồi "
        "có lại",
    )


def _end_unexplained(version: UnitVersion, row: Row) -> Finding:
    which = _name(version)
    return _finding(
        row["valid_until"],
        "no-change",
        f"{which[0]} ends on {version.valid_until} and no change says how; add one to changes.csv, with this "
        "version on its side before in change-parts.csv, or mend the day",
        f"{which[1]} hết hiệu lực {version.valid_until} mà không có thay đổi nào nêu lý do; hãy thêm vào "
        "changes.csv, với phiên bản này ở phía before trong change-parts.csv, hoặc sửa ngày",
    )


def _start_unexplained(version: UnitVersion, row: Row) -> Finding:
    which = _name(version)
    return _finding(
        row["valid_from"],
        "no-change",
        f"{which[0]} begins on {version.valid_from} and no change says how; add one to changes.csv, with "
        "this version on its side after in change-parts.csv, or empty valid_from_earliest where it stood "
        "before all lists",
        f"{which[1]} bắt đầu {version.valid_from} mà không có thay đổi nào nêu lý do; hãy thêm vào "
        "changes.csv, với phiên bản này ở phía after trong change-parts.csv, hoặc xoá valid_from_earliest "
        "nếu phiên bản có trước mọi danh sách",
    )


def _name(version: UnitVersion) -> tuple[str, str]:
    """What a version is called, in English and Vietnamese."""
    return f"{version.unit} version {version.number}", f"{version.unit} phiên bản {version.number}"


def _finding(cell: Cell, rule: str, message: str, message_vi: str) -> Finding:
    return Finding(cell.position, rule, message, message_vi, field=cell.column, value=cell.text)
