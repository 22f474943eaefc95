"""Writes the tables of the register as files of one format each; every file is a resource of the package."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kg.errors import UsageError
from kg.export.columns import BOUND_COLUMNS, UNIT_COLUMNS, Column
from kg.export.tables import TABLES, VERSIONS, Table, Value
from kg.rdf.lift_register import lift_register
from kg.rdf.turtle import write_graph
from kg.records.outlines import Outline, geometry_of, to_geojson, versions_of_outline
from kg.records.units import Register, UnitVersion
from kg.store.answer_formats import BYTE_ORDER_MARK
from kg.vocab import PREFIXES


@dataclass(frozen=True)
class Exported:
    """The data of an export.

    Attributes:
        register: units, versions and changes.
        outlines: of units, for GeoJSON.
        byte_order_mark: whether CSV files begin with one, by which Excel knows UTF-8.
    """

    register: Register
    outlines: tuple[Outline, ...] = ()
    byte_order_mark: bool = False


@dataclass(frozen=True)
class File:
    """One file of a package.

    Attributes:
        name: with its ending.
        meaning: one sentence.
        media_type: without parameters.
        columns: of a table, or the properties of GeoJSON features; empty for RDF.
        table: whose rows the file holds; None where it is no table.
    """

    name: str
    meaning: str
    media_type: str
    columns: tuple[Column, ...] = ()
    table: Table[Any] | None = None


class Format(StrEnum):
    """What the tables can be written as."""

    CSV = "csv"
    GEOJSON = "geojson"
    PARQUET = "parquet"
    TURTLE = "ttl"


Writer = Callable[[Exported, Path], Sequence[File]]


def write_csv(exported: Exported, folder: Path) -> Sequence[File]:
    """Write each table as CSV (RFC 4180, but lines end with LF): the empty cell is none or unknown."""
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            handle.write(BYTE_ORDER_MARK if exported.byte_order_mark else "")
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(column.name for column in table.columns)
            for cells in table.cells(exported.register):
                writer.writerow([_spell(cell) for cell in cells])
    return _tables("csv", "text/csv")


def _tables(ending: str, media_type: str) -> Sequence[File]:
    return [
        File(f"{name}.{ending}", table.meaning, media_type, table.columns, table)
        for name, table in TABLES.items()
    ]


def _spell(cell: Value) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


_POINT: Final = ("lat", "long")
"""Columns that a GeoJSON feature has as its geometry."""


def write_geojson(exported: Exported, folder: Path) -> Sequence[File]:
    """Write each version as a feature with its point (null where none is known), and the outlines.

    RFC 7946: longitude before latitude, WGS 84; §3.2 a feature without a place has the geometry null.
    """
    register = exported.register
    versions = (_feature(register, version) for version in register.all_versions)
    (folder / "versions.geojson").write_text(to_geojson(versions), encoding="utf-8", newline="\n")
    outlines = (_outline(register, outline) for outline in exported.outlines)
    (folder / "outlines.geojson").write_text(to_geojson(outlines), encoding="utf-8", newline="\n")
    kept = tuple(column for column in VERSIONS.columns if column.name not in _POINT)
    media_type = "application/geo+json"
    return [
        File("versions.geojson", f"{VERSIONS.meaning} Points; null where none is known.", media_type, kept),
        File("outlines.geojson", "Outlines of the provinces of today.", media_type, OUTLINE_COLUMNS),
    ]


OUTLINE_COLUMNS: Final = (
    *(column for column in UNIT_COLUMNS if column.name in ("unit", "level", "type", "name", "code")),
    *BOUND_COLUMNS,
    Column(
        "seen",
        "date",
        "Day of the list that showed it so.",
        "Ngày của danh sách cho thấy như vậy.",
        required=True,
    ),
)
"""Properties of an outline; its bounds are those of all versions with this land."""


def _feature(register: Register, version: UnitVersion) -> dict[str, Any]:
    cells = dict(
        zip((column.name for column in VERSIONS.columns), VERSIONS.values(register, version), strict=True)
    )
    latitude, longitude = (cells.pop(name) for name in _POINT)
    point = None if longitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    return _as_feature(f"{version.unit}/v/{version.number}", cells, point)


def _outline(register: Register, outline: Outline) -> dict[str, Any]:
    versions = versions_of_outline(register, outline)
    shown = register.version_on(outline.unit, outline.seen) or versions[0]
    first, last = versions[0], versions[-1]
    cells: dict[str, Value] = {
        "unit": shown.unit,
        "level": shown.level,
        "type": shown.type,
        "name": shown.name,
        "code": shown.code,
        "valid_from_earliest": first.valid_from_earliest,
        "valid_from": first.valid_from,
        "valid_until_earliest": last.valid_until_earliest,
        "valid_until": last.valid_until,
        "seen": outline.seen,
    }
    return _as_feature(outline.unit, cells, geometry_of(outline.polygons))


def _as_feature(name: str, cells: Mapping[str, Value], geometry: dict[str, Any] | None) -> dict[str, Any]:
    properties = {key: cell.isoformat() if isinstance(cell, date) else cell for key, cell in cells.items()}
    return {"type": "Feature", "id": name, "properties": properties, "geometry": geometry}


_SQL_TYPES: Final = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def write_parquet(exported: Exported, folder: Path) -> Sequence[File]:
    """Write each table as Parquet, by DuckDB from the CSV files.

    One thread writes, so the same rows give the same bytes with the same version of DuckDB.

    Raises:
        UsageError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        message = "Parquet needs DuckDB: pip install 'diaban[parquet]', or choose --format csv"
        raise UsageError(message) from error
    write_csv(Exported(exported.register), folder)
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
        for name, table in TABLES.items():
            source, target = folder / f"{name}.csv", folder / f"{name}.parquet"
            types = {column.name: _SQL_TYPES[column.type] for column in table.columns}
            rows = connection.read_csv(str(source), header=True, columns=types, na_values="", delimiter=",")
            rows.write_parquet(str(target), compression="zstd")
            source.unlink()
    return _tables("parquet", "application/vnd.apache.parquet")


def write_rdf(exported: Exported, folder: Path) -> Sequence[File]:
    """Write the graph of the register in the project's own vocabulary as Turtle."""
    graph = lift_register(exported.register)
    with (folder / "register.ttl").open("wb") as output:
        write_graph(graph.lines, output, PREFIXES)
    meaning = "Units, versions and changes in the vocabulary https://w3id.org/diaban/ontology#."
    return [File("register.ttl", meaning, "text/turtle")]


WRITERS: Final[Mapping[Format, Writer]] = MappingProxyType(
    {
        Format.CSV: write_csv,
        Format.GEOJSON: write_geojson,
        Format.PARQUET: write_parquet,
        Format.TURTLE: write_rdf,
    }
)
"""The writer of each format."""
