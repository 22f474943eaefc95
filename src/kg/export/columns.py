"""The tables of the exported register: every column with its type, its meaning and the source of its value.

This is the one place that says what a column is. The writers, ``datapackage.json`` and the documentation read
it. Types are those of the Frictionless Table Schema (specs.frictionlessdata.io, Table Schema 1.0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from kg.records.units import ChangePart, Register, Unit, UnitChange, UnitVersion
from kg.vocab.enumerations import SCHEMES

Value = str | int | float | bool | date | None
"""What a cell holds; None is the empty cell: unknown, or none."""

LIST_MARK: Final = "|"
"""Parts the values of a cell that holds several."""

R = TypeVar("R")


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: stable, in lower case with underscores.
        type: ``string``, ``integer``, ``number``, ``boolean`` or ``date``.
        meaning: one sentence in English.
        required: whether every row has a value.
    """

    name: str
    type: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Table(Generic[R]):
    """One table.

    Attributes:
        name: of the file, without its ending.
        meaning: one sentence in English.
        columns: in order.
        key: columns that name a row; empty where none do.
        references: (columns, table, columns there).
        rows: the records of a register, in the order of the table.
        values: the cells of a record, in the order of the columns.
    """

    name: str
    meaning: str
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


_BOUNDS: Final = (
    Column("valid_from_earliest", "date", "The true start is not before this day; empty: not known."),
    Column("valid_from", "date", "First day on which it is known to stand.", required=True),
    Column("valid_until_earliest", "date", "The true end is not before this day; empty: it stands."),
    Column("valid_until", "date", "First day on which it no longer stands; empty: it stands."),
)


def _part_columns(side: str, words: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_unit", "string", f"Unit {words} the change; empty: no source names one."),
        Column(f"{side}_version", "integer", "Its version."),
        Column(f"{side}_extent", "string", "How much of it takes part: whole, part or unknown."),
        Column(
            f"{side}_basis",
            "string",
            "What says so: list (of 2025), name, code, snapshot (shown in one list and not in the next), "
            "resolution.",
        ),
    )


UNITS: Final = Table(
    "units",
    "Administrative units as identities: what outlives a rename, a new code and the absorption of others.",
    (
        Column("unit", "string", "Id of the unit, made once.", required=True),
        Column("level", "integer", "0 country, 1 province, 2 district, 3 commune.", required=True),
        Column("type", "string", "Type word of its last version, in Vietnamese.", required=True),
        Column("name", "string", "Name of its last version, without the type.", required=True),
        Column("code", "string", "Code of its last version (text: leading zeros count)."),
        Column("versions", "integer", "How many versions it has.", required=True),
        *_BOUNDS,
        Column("today", "string", "Units that it is in the newest state, parted by |; empty: none is known."),
    ),
    ("unit",),
    (),
    lambda register: register.units,
    _unit,
)

VERSIONS: Final = Table(
    "versions",
    "What each unit was from one day to another.",
    (
        Column("unit", "string", "Id of the unit.", required=True),
        Column("version", "integer", "Counted from 1 within the unit, never renumbered.", required=True),
        Column("code", "string", "Code of the statistics office (text). Not an identity: codes are reused."),
        Column("level", "integer", "0 country, 1 province, 2 district, 3 commune.", required=True),
        Column("type", "string", "Type word in Vietnamese, in lower case: xã, phường, huyện.", required=True),
        Column("name", "string", "Name without the type, tone marks as people write them.", required=True),
        Column("register_name", "string", "Other spellings of the lists, parted by |."),
        Column("parent", "string", "Unit that it lies in; empty for the country."),
        Column("parent_version", "integer", "Version of that unit."),
        Column("parent_code", "string", "Code of that version."),
        Column("province", "string", "Type and name of the province that it lies in, or is."),
        Column("district", "string", "Type and name of the district that it lies in, or is."),
        *_BOUNDS,
        Column("legal_basis", "string", "Document that it began with, where one is known."),
        Column("lat", "number", "Latitude of a point inside, degrees WGS 84."),
        Column("long", "number", "Longitude of that point."),
        Column("evidence", "string", "Lists that show it, first..last, and lists that state it."),
    ),
    ("unit", "version"),
    ((("unit",), "units", ("unit",)), (("parent", "parent_version"), "versions", ("unit", "version"))),
    lambda register: register.all_versions,
    _version,
)

CHANGES: Final = Table(
    "changes",
    "How versions became others.",
    (
        Column("change", "string", "Id of the change.", required=True),
        Column("kind", "string", f"{', '.join(SCHEMES['changeKind'])}.", required=True),
        Column("date_earliest", "date", "Not before this day.", required=True),
        Column("date", "date", "Not after this day; the legal day where both are equal.", required=True),
        Column("legal_basis", "string", "Document that it rests on, where one is known."),
        Column("decided", "boolean", "false: the lists leave open what else took part.", required=True),
        Column("note", "string", "What is missing where it is not decided."),
    ),
    ("change",),
    (),
    lambda register: register.changes,
    _change,
)

LINKS: Final = Table(
    "links",
    "One line for each version before a change and each after it: the lineage as edges.",
    (
        Column("change", "string", "Id of the change.", required=True),
        Column("kind", "string", "Its kind.", required=True),
        Column("date", "date", "Its day.", required=True),
        Column("decided", "boolean", "false: the lists leave open what else took part.", required=True),
        *_part_columns("from", "before"),
        *_part_columns("to", "after"),
    ),
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
