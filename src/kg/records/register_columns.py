"""The columns of the register's CSV files, and where the cells of a row begin."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from kg.errors import Position

UNIT_COLUMNS = ("unit", "why")
"""Columns of ``units.csv``."""
VERSION_COLUMNS = (
    "unit",
    "version",
    "code",
    "level",
    "type",
    "name",
    "register_name",
    "parent",
    "parent_version",
    "valid_from_earliest",
    "valid_from",
    "valid_until_earliest",
    "valid_until",
    "legal_basis",
    "lat",
    "long",
    "evidence",
)
"""Columns of ``versions.csv``."""
CHANGE_COLUMNS = ("change", "kind", "date_earliest", "date", "legal_basis", "decided", "note")
"""Columns of ``changes.csv``."""
PART_COLUMNS = ("change", "side", "unit", "version", "extent", "basis")
"""Columns of ``change-parts.csv``."""


class InRow:
    """A value that was made of a row.

    Attributes:
        position: of the row.
        starts: where its cells begin in their line, in the order of `columns`; empty outside a file.
        columns: of the file.
    """

    position: Position
    starts: tuple[int, ...]
    columns: ClassVar[tuple[str, ...]]

    def at(self, column: str) -> Position:
        """Where a cell begins; the row where the value was not read from a file."""
        if not self.starts:
            return self.position
        return replace(self.position, column=self.starts[self.columns.index(column)])
