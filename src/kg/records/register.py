"""Read the register of administrative units from its four CSV files, with every problem at its position.

``units.csv`` names the identities, ``versions.csv`` what they were and when, ``changes.csv`` and
``change-parts.csv`` how versions became others. The columns are those of the tables below; what they mean
stands in `kg.records.units` and in the README beside the files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kg.errors import Finding, FindingsError
from kg.records.cells import CellReader
from kg.records.csv_table import Cell, Row, read_table
from kg.records.register_checks import check_register
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS
from kg.records.register_continuity import check_continuity
from kg.records.units import ChangePart, Register, Unit, UnitChange, UnitVersion
from kg.vocab.enumerations import SCHEMES

_UNIT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*")
_TYPE = re.compile(r"[a-zđà-ỹ]+( [a-zđà-ỹ]+)*")
_DIGITS = {
    "0": re.compile(""),
    "1": re.compile(r"\d{2}"),
    "2": re.compile(r"\d{3}"),
    "3": re.compile(r"\d{5}"),
}


def read_register(folder: Path, *, root: Path | None = None) -> Register:
    """Read ``units.csv``, ``versions.csv``, ``changes.csv`` and ``change-parts.csv`` of a folder.

    Args:
        folder: where the four files are.
        root: positions name files relative to this folder; default: the paths as given.

    Raises:
        FindingsError: with every problem of all four files: reading, form, dates, references, order,
            overlaps, gaps and ends without a change.
    """
    findings: list[Finding] = []
    reader = CellReader(findings)
    unit_rows = read_table(folder / "units.csv", UNIT_COLUMNS, findings, root=root)
    version_rows = read_table(folder / "versions.csv", VERSION_COLUMNS, findings, root=root)
    change_rows = read_table(folder / "changes.csv", CHANGE_COLUMNS, findings, root=root)
    part_rows = read_table(folder / "change-parts.csv", PART_COLUMNS, findings, root=root)
    units = reader.each(unit_rows, _unit)
    versions = reader.each(version_rows, _version)
    parts = reader.each(part_rows, _part)
    sides = _sides(part for part, _ in parts)
    changes = reader.each(change_rows, lambda reader, row: _change(reader, row, sides))
    # References into a row that was dropped would be false alarms: the form is mended first.
    if not findings:
        findings.extend(check_register(units, versions, changes, parts))
        findings.extend(check_continuity(versions, [part for part, _ in parts]))
    if findings:
        raise FindingsError(findings)
    return Register(
        tuple(unit for unit, _ in units),
        tuple(version for version, _ in versions),
        tuple(change for change, _ in changes),
    )


def _sides(parts: Iterable[ChangePart]) -> dict[tuple[str, str], tuple[ChangePart, ...]]:
    found: defaultdict[tuple[str, str], list[ChangePart]] = defaultdict(list)
    for part in parts:
        found[part.change, part.side].append(part)
    return {key: tuple(side) for key, side in found.items()}


def _starts(row: Row, columns: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(row[column].start for column in columns)


def _unit_id(reader: CellReader, cell: Cell) -> str:
    return reader.match(
        cell, _UNIT_ID, "a unit id, as lang-son.huyen.bac-son", "mã đơn vị, dạng lang-son.huyen.bac-son"
    )


def _unit(reader: CellReader, row: Row) -> Unit:
    return Unit(_unit_id(reader, row["unit"]), row["why"].text, row.position)


def _version(reader: CellReader, row: Row) -> UnitVersion:
    level = reader.choice(row["level"], tuple(_DIGITS))
    code = _DIGITS.get(level, re.compile(r"\d*"))
    has_parent = bool(row["parent"].text or row["parent_version"].text)
    return UnitVersion(
        unit=_unit_id(reader, row["unit"]),
        number=reader.number(row["version"]),
        code=reader.match(
            row["code"],
            code,
            "a code of 2, 3 or 5 digits for a province, district or commune (none for the country)",
            "mã 2, 3 hoặc 5 chữ số cho tỉnh, huyện, xã (không có cho quốc gia)",
        ),
        level=int(level) if level in _DIGITS else 0,
        type=reader.match(row["type"], _TYPE, "a type word in lower case", "từ chỉ loại viết thường"),
        name=reader.some_text(row["name"]),
        register_names=tuple(name for name in row["register_name"].text.split("|") if name),
        parent=_unit_id(reader, row["parent"]) if has_parent else None,
        parent_version=reader.number(row["parent_version"]) if has_parent else None,
        valid_from_earliest=reader.optional_day(row["valid_from_earliest"]),
        valid_from=reader.day(row["valid_from"]),
        valid_until_earliest=reader.optional_day(row["valid_until_earliest"]),
        valid_until=reader.optional_day(row["valid_until"]),
        legal_basis=row["legal_basis"].text,
        latitude=reader.degrees(row["lat"], 90),
        longitude=reader.degrees(row["long"], 180),
        evidence=row["evidence"].text,
        position=row.position,
        starts=_starts(row, VERSION_COLUMNS),
    )


def _part(reader: CellReader, row: Row) -> ChangePart:
    return ChangePart(
        change=reader.some_text(row["change"]),
        side=reader.choice(row["side"], ("before", "after")),
        unit=_unit_id(reader, row["unit"]),
        version=reader.number(row["version"]),
        extent=reader.choice(row["extent"], ("whole", "part", "unknown")),
        basis=reader.choice(row["basis"], ("list", "name", "code", "snapshot", "resolution")),
        position=row.position,
        starts=_starts(row, PART_COLUMNS),
    )


def _change(reader: CellReader, row: Row, sides: dict[tuple[str, str], tuple[ChangePart, ...]]) -> UnitChange:
    name = reader.some_text(row["change"])
    return UnitChange(
        id=name,
        kind=reader.choice(row["kind"], SCHEMES["changeKind"]),
        day_earliest=reader.day(row["date_earliest"]),
        day=reader.day(row["date"]),
        legal_basis=row["legal_basis"].text,
        decided=reader.choice(row["decided"], ("yes", "no")) == "yes",
        note=row["note"].text,
        before=sides.get((name, "before"), ()),
        after=sides.get((name, "after"), ()),
        position=row.position,
        starts=_starts(row, CHANGE_COLUMNS),
    )
