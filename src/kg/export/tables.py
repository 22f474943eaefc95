"""The tables of the exported register: their columns, keys and references, and the cells of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from kg.export.columns import CHANGE_COLUMNS, LINK_COLUMNS, UNIT_COLUMNS, VERSION_COLUMNS, Column
from kg.records.units import ChangePart, Register, Unit, UnitChange, UnitVersion

Value = str | int | float | bool | date | None
"""What a cell holds; None is the empty cell: unknown, or none."""

LIST_MARK: Final = "|"
"""Parts the values of a cell that holds several."""

R = TypeVar("R")


@dataclass(frozen=True)
class Table(Generic[R]):
    """One table.

    Attributes:
        name: of the file, without its ending.
        meaning, meaning_vi: one sentence in English, the same in Vietnamese.
        columns: in order.
        key: columns that name a row; empty where none do.
        references: (columns, table, columns there).
        rows: the records of a register, in the order of the table.
        values: the cells of a record, in the order of the columns.
    """

    name: str
    meaning: str
    meaning_vi: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
    rows: Callable[[Register], Iterable[R]]
    values: Callable[[Register, R], Sequence[Value]]

    def cells(self, register: Register) -> Iterable[Sequence[Value]]:
        """Yield the rows of a register."""
        return (self.values(register, record) for record in self.rows(register))


@dataclass(frozen=True)
class Link:
    """How one version became another in a change; a side is None where no source names it."""

    change: UnitChange
    before: ChangePart | None
    after: ChangePart | None


def links_of(register: Register) -> Iterable[Link]:
    """Yield the links of every change: each version before it with each after it.

    A change has one version on one of its sides at most, so no link is made up.
    """
    for change in register.changes:
        for before in change.before or (None,):
            for after in change.after or (None,):
                yield Link(change, before, after)


def _unit(register: Register, unit: Unit) -> Sequence[Value]:
    versions = register.versions(unit.id)
    first, last = versions[0], versions[-1]
    today = dict.fromkeys(version.unit for version in register.today(unit.id))
    return (
        unit.id, last.level, last.type, last.name, last.code or None, len(versions),
        first.valid_from_earliest, first.valid_from, last.valid_until_earliest, last.valid_until,
        LIST_MARK.join(today) or None,
    )  # fmt: skip


def _version(register: Register, version: UnitVersion) -> Sequence[Value]:
    parent = register.parent_of(version)
    return (
        version.unit, version.number, version.code or None, version.level, version.type, version.name,
        LIST_MARK.join(version.register_names) or None,
        version.parent, version.parent_version, (parent.code or None) if parent else None,
        *(_ancestor(register, version, level) for level in (1, 2)),
        version.valid_from_earliest, version.valid_from, version.valid_until_earliest, version.valid_until,
        version.legal_basis or None, _degrees(version.latitude), _degrees(version.longitude),
        version.evidence or None,
    )  # fmt: skip


def _ancestor(register: Register, version: UnitVersion, level: int) -> str | None:
    """Name with type of the unit of a level that a version lies in, or is."""
    current: UnitVersion | None = version
    while current is not None and current.level != level:
        current = register.parent_of(current)
    return f"{current.type} {current.name}" if current is not None else None


def _degrees(text: str | None) -> float | None:
    return float(text) if text else None


def _change(_register: Register, change: UnitChange) -> Sequence[Value]:
    return (
        change.id, change.kind, change.day_earliest, change.day, change.legal_basis or None,
        change.decided, change.note or None,
    )  # fmt: skip


def _link(_register: Register, link: Link) -> Sequence[Value]:
    change, before, after = link.change, link.before, link.after
    return (change.id, change.kind, change.day, change.decided, *_side(before), *_side(after))


def _side(part: ChangePart | None) -> Sequence[Value]:
    return (None, None, None, None) if part is None else (part.unit, part.version, part.extent, part.basis)


UNITS: Final = Table(
    "units",
    "Administrative units as identities: what outlives a rename, a new code and the absorption of others.",
    "Đơn vị hành chính như những định danh: điều còn lại qua đổi tên, đổi mã và nhập thêm.",
    UNIT_COLUMNS,
    ("unit",),
    (),
    lambda register: register.units,
    _unit,
)

VERSIONS: Final = Table(
    "versions",
    "What each unit was from one day to another.",
    "Mỗi đơn vị là gì từ ngày này đến ngày khác.",
    VERSION_COLUMNS,
    ("unit", "version"),
    ((("unit",), "units", ("unit",)), (("parent", "parent_version"), "versions", ("unit", "version"))),
    lambda register: register.all_versions,
    _version,
)

CHANGES: Final = Table(
    "changes",
    "How versions became others.",
    "Các phiên bản đã trở thành phiên bản khác như thế nào.",
    CHANGE_COLUMNS,
    ("change",),
    (),
    lambda register: register.changes,
    _change,
)

LINKS: Final = Table(
    "links",
    "One line for each version before a change and each after it: the lineage as edges.",
    "Mỗi dòng một cặp phiên bản trước và sau một thay đổi: dòng dõi dưới dạng cạnh.",
    LINK_COLUMNS,
    (),
    (
        (("change",), "changes", ("change",)),
        (("from_unit", "from_version"), "versions", ("unit", "version")),
        (("to_unit", "to_version"), "versions", ("unit", "version")),
    ),
    links_of,
    _link,
)

TABLES: Final[Mapping[str, Table[Unit] | Table[UnitVersion] | Table[UnitChange] | Table[Link]]] = (
    MappingProxyType({"units": UNITS, "versions": VERSIONS, "changes": CHANGES, "links": LINKS})
)
"""Every table by its name."""
