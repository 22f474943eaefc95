"""Write the drafted register as its four CSV files, in the order of ids."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from kg.build.register_import.draft import DraftChange, DraftVersion, History
from kg.errors import InputError
from kg.records.register import read_register
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS
from kg.records.units import Register

WHY = "in a list"
LIST_OF_2025 = "mergers-2025-07-01"
LEFT_OUT = "Units that took part are left out of this extract."

Rows = Iterable[Sequence[object]]


def write_tables(
    history: History, folder: Path, why: Mapping[str, str], only: Collection[str] | None = None
) -> Register:
    """Write ``units.csv``, ``versions.csv``, ``changes.csv`` and ``change-parts.csv``, and read them again.

    The files are written beside, read as every build reads them, and only then put in place.

    Args:
        history: with ids.
        folder: is made where it is not there; files of these names are replaced.
        why: unit id → why it is in the register; others get a common word.
        only: ids of the units to write, with their changes, which say where a unit of theirs is left out;
            all where it is None.

    Raises:
        InputError: the folder cannot be written.
        FindingsError: what was written is not sound; nothing was replaced.
    """
    tables = _tables(history, why, only)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=folder) as beside:
            for name, (columns, rows) in tables.items():
                _write(Path(beside, name), columns, rows)
            register = read_register(Path(beside))
            for name in tables:
                Path(beside, name).replace(folder / name)
    except OSError as error:
        raise InputError(
            folder, f"cannot be written ({error.strerror}); name another with --output"
        ) from error
    return register


def _tables(
    history: History, why: Mapping[str, str], only: Collection[str] | None
) -> dict[str, tuple[Sequence[str], Rows]]:
    chosen = (unit for unit in history.units if only is None or unit.id in only)
    units = sorted(chosen, key=lambda unit: unit.id)
    ids = {unit.id for unit in units}
    changes = sorted(
        (change for change in history.changes if _units_of(change) & ids),
        key=lambda change: (change.bounds.day, change.id),
    )
    stated = {id(change.after.version) for change in changes if change.after and change.after.basis == "list"}
    versions = [version for unit in units for version in unit.versions]
    return {
        "units.csv": (UNIT_COLUMNS, [(unit.id, why.get(unit.id, WHY)) for unit in units]),
        "versions.csv": (VERSION_COLUMNS, [_version(v, listed=id(v) in stated) for v in versions]),
        "changes.csv": (CHANGE_COLUMNS, [_change(change, ids) for change in changes]),
        "change-parts.csv": (PART_COLUMNS, [row for change in changes for row in _parts(change, ids)]),
    }


def _units_of(change: DraftChange) -> set[str]:
    after = [change.after] if change.after is not None else []
    return {part.version.unit.id for part in (*change.before, *after)}


def _version(version: DraftVersion, *, listed: bool) -> Sequence[object]:
    entry, start, end, parent = version.entry, version.start, version.end, version.parent
    spellings = "|".join(name for name in version.written if name != entry.name)
    shown = "..".join(dict.fromkeys(str(day) for day in (*version.seen[:1], *version.seen[-1:])))
    return (
        version.unit.id, version.number, entry.code, entry.level, entry.type, entry.name, spellings,
        parent.unit.id if parent else "", parent.number if parent else "",
        start.earliest, start.day, end.earliest if end else "", end.day if end else "", start.basis,
        *version.point, " ".join(filter(None, [shown, LIST_OF_2025 if listed else ""])),
    )  # fmt: skip


def _change(change: DraftChange, ids: set[str]) -> Sequence[object]:
    bounds, whole = change.bounds, _units_of(change) <= ids
    decided = "yes" if change.decided and whole else "no"
    note = " ".join(filter(None, [change.note, "" if whole else LEFT_OUT]))
    return change.id, change.kind, bounds.earliest, bounds.day, bounds.basis, decided, note


def _parts(change: DraftChange, ids: set[str]) -> Rows:
    """Yield the rows of the parts whose units are written."""
    for part in sorted(change.before, key=lambda part: (part.version.unit.id, part.version.number)):
        if part.version.unit.id in ids:
            yield change.id, "before", part.version.unit.id, part.version.number, part.extent, part.basis
    if change.after is not None and change.after.version.unit.id in ids:
        after = change.after.version
        yield change.id, "after", after.unit.id, after.number, change.after.extent, change.after.basis


def _write(path: Path, columns: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if cell is None else str(cell) for cell in row] for row in rows)
