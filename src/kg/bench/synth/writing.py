"""Write synthetic records in canonical form, beside their place, and move them there when all is written."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.bench.synth.source import Fields
from kg.errors import InputError
from kg.records.dossier_types import DOSSIER
from kg.records.files import registry_file
from kg.records.fmt import format_node
from kg.records.register_columns import CHANGE_COLUMNS, PART_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS
from kg.records.units import Register, UnitVersion
from kg.records.yaml_nodes import make_mapping


class RecordsWriter:
    """A data folder that is written; nothing stands in its place before the end.

    Args:
        folder: its place: absent, or empty.

    Raises:
        InputError: there is something in the folder already, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(folder, "is not empty; name another folder, or remove what is there")
        self._place = folder
        try:
            folder.absolute().parent.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=".synth-", dir=folder.absolute().parent))
            for name in ("sources", "registry", "register", "texts"):
                (self._folder / name).mkdir()
        except OSError as error:
            raise InputError(folder, f"cannot be written ({error.strerror}); name another folder") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._folder.chmod(0o755)
            self._folder.replace(self._place)
        else:
            shutil.rmtree(self._folder, ignore_errors=True)

    def source(self, identifier: str, dossier: Fields, text: str) -> None:
        """Write a dossier and its text."""
        self._write(f"sources/{identifier}.yaml", format_node(make_mapping(dossier), DOSSIER))
        self._write(f"texts/{identifier}.txt", text)

    def registry(self, name: str, entries: list[Fields]) -> None:
        """Write a registry."""
        text = format_node(make_mapping({name: entries}), registry_file(name))
        self._write(f"registry/{name}.yaml", text)

    def register(self, register: Register, units: Collection[str]) -> None:
        """Write some units of a register with all their versions and the changes between them."""
        versions = [version for version in register.all_versions if version.unit in units]
        changes = [
            change
            for change in register.changes
            if all(part.unit in units for part in (*change.before, *change.after))
        ]
        self._table("units", UNIT_COLUMNS, [(u.id, u.why) for u in register.units if u.id in units])
        self._table("versions", VERSION_COLUMNS, [_version(version) for version in versions])
        self._table(
            "changes",
            CHANGE_COLUMNS,
            [
                (c.id, c.kind, c.day_earliest, c.day, c.legal_basis, "yes" if c.decided else "no", c.note)
                for c in changes
            ],
        )
        parts = (part for change in changes for part in (*change.before, *change.after))
        rows = [(p.change, p.side, p.unit, p.version, p.extent, p.basis) for p in parts]
        self._table("change-parts", PART_COLUMNS, rows)

    def _write(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _table(self, name: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
        with (self._folder / "register" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(["" if cell is None else str(cell) for cell in row] for row in rows)


def _version(version: UnitVersion) -> tuple[object, ...]:
    return (
        version.unit, version.number, version.code, version.level, version.type, version.name,
        "|".join(version.register_names), version.parent, version.parent_version,
        version.valid_from_earliest, version.valid_from, version.valid_until_earliest, version.valid_until,
        version.legal_basis, version.latitude, version.longitude, version.evidence,
    )  # fmt: skip
