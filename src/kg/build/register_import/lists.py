"""Read the raw lists: dated snapshots of all units, the merge list of 2025, points.

Files of a folder, CSV with a header, UTF-8: ``snapshots/YYYY-MM-DD.csv`` (code, level, type, name, parent),
``mergers-2025-07-01.csv`` (code, name, province_code, merged_from), ``points-before-2025-07.csv`` and
``points-2026.csv`` (code, level, name, lat, long).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.build.register_import.names import loose_key, people_name, split_type
from kg.errors import InputError
from kg.records.text_files import read_utf8
from kg.text.canonical import to_nfc

_LEVELS = {"1": 1, "2": 2, "3": 3}


@dataclass(frozen=True)
class Entry:
    """One unit of one list.

    Attributes:
        type, name: as people write them; ``written``: the name as the list spells it.
        parent: code of the unit above in the same list; empty for a province.
        province: code of the province that it lies in; its own code for a province.
    """

    code: str
    level: int
    type: str
    name: str
    written: str
    parent: str
    province: str


@dataclass(frozen=True)
class Snapshot:
    """All units that one list shows, by code."""

    day: date
    entries: Mapping[str, Entry]

    def of_level(self, level: int) -> list[Entry]:
        """Give the entries of a level, by code."""
        return [entry for _, entry in sorted(self.entries.items()) if entry.level == level]


@dataclass(frozen=True)
class MergeLine:
    """One line of the merge list: a unit of 2025 and, in words, what it was made of."""

    code: str
    type: str
    name: str
    province: str
    words: str


@dataclass(frozen=True)
class Point:
    """A place inside a unit, in degrees as written, and the name that the list gives the unit."""

    name: str
    latitude: str
    longitude: str


@dataclass(frozen=True)
class RawLists:
    """Everything that an import reads."""

    snapshots: tuple[Snapshot, ...]
    mergers: tuple[MergeLine, ...]
    points_before: Mapping[str, Point]
    points_today: Mapping[str, Point]


def read_lists(folder: Path) -> RawLists:
    """Read all raw lists of a folder.

    Raises:
        InputError: a file is not there, is no UTF-8, lacks a column, or names a parent that it does not list.
    """
    files = sorted((folder / "snapshots").glob("????-??-??.csv"))
    if len(files) < 3:
        raise InputError(folder / "snapshots", "holds fewer than three lists named YYYY-MM-DD.csv; add them")
    return RawLists(
        tuple(read_snapshot(file) for file in files),
        tuple(_merge_lines(folder / "mergers-2025-07-01.csv")),
        _points(folder / "points-before-2025-07.csv"),
        _points(folder / "points-2026.csv"),
    )


def read_snapshot(path: Path) -> Snapshot:
    """Read one dated list; the type word in the name counts, not the column of types, which has slips.

    Raises:
        InputError: as for `read_lists`.
    """
    try:
        day = date.fromisoformat(path.stem)
    except ValueError as error:
        raise InputError(
            path, "is not named after a day of the calendar; rename it YYYY-MM-DD.csv"
        ) from error
    rows = {row["code"]: row for row in _rows(path, ("code", "level", "name", "parent"))}
    entries = {}
    for code, row in rows.items():
        word, written = split_type(row["name"])
        if not word or row["level"] not in _LEVELS:
            raise InputError(
                path, f"has a unit {code} without a type word or level: {row['name']!r}; mend it"
            )
        entries[code] = Entry(
            code,
            _LEVELS[row["level"]],
            word,
            people_name(written),
            written,
            row["parent"],
            _top(path, rows, code),
        )
    return Snapshot(day, entries)


def _top(path: Path, rows: Mapping[str, Mapping[str, str]], code: str) -> str:
    while rows[code]["parent"]:
        parent = rows[code]["parent"]
        if parent not in rows:
            raise InputError(path, f"does not list {parent}, the parent of {code}; add it")
        code = parent
    return code


def _merge_lines(path: Path) -> list[MergeLine]:
    lines = []
    for row in _rows(path, ("code", "name", "province_code", "merged_from")):
        word, name = split_type(row["name"])
        lines.append(
            MergeLine(row["code"], word, people_name(name), row["province_code"], row["merged_from"])
        )
    return lines


def _points(path: Path) -> dict[str, Point]:
    rows = _rows(path, ("code", "name", "lat", "long"))
    return {row["code"]: Point(loose_key(row["name"]), row["lat"], row["long"]) for row in rows}


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    reader = csv.DictReader(to_nfc(read_utf8(path)).splitlines())
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(path, f"lacks the column {missing[0]!r}; add it to the header and to every row")
    return [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
