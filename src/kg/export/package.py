"""Writes the register as a data package: files of one format, and ``datapackage.json`` about them.

Frictionless Data Package 1.0 (specs.frictionlessdata.io): name, licence, sources, and for each file its size,
its SHA-256 and, for tables, the columns with types, keys and references. No clock: the same register gives
the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.export.columns import Column
from kg.export.files import WRITERS, Exported, File, Format
from kg.export.tables import Table

DESCRIPTOR: Final = "datapackage.json"
LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
SOURCES: Final = (
    {
        "title": "Lists of codes, types, names and parents, 2019-10-25 to 2025-03-01, as the General "
        "Statistics Office of Vietnam publishes them; points of provinces and districts before 2025-07-01",
        "path": "https://github.com/daohoangson/dvhcvn",
    },
    {
        "title": "List of 2026-07-25, merge list of 2025-07-01, points of the communes and outlines of the "
        "provinces of today (MIT)",
        "path": "https://github.com/thanglequoc/vietnamese-provinces-database",
    },
    {
        "title": "Nghị quyết 818/NQ-UBTVQH14, 1657, 1670 and 1672/NQ-UBTVQH15, 203/2025/QH15: legal days",
        "path": "https://datafiles.chinhphu.vn",
    },
)
_ABOUT: Final = (
    "Every administrative unit of Vietnam as versions with days of validity, from the list of 2019-10-25 on, "
    "and how they became one another. A day is exact where both of its bounds are equal; else the lists show "
    "that it lies between them. valid_until is the first day on which a version no longer stands. Compiled "
    "from public lists; no official register."
)


def export_register(exported: Exported, chosen: Format, target: Path) -> tuple[File, ...]:
    """Write a package into a folder that is not there yet, or is empty.

    Args:
        exported: the data.
        chosen: the format of the files.
        target: the folder; it appears whole or not at all.

    Returns:
        The files beside ``datapackage.json``.

    Raises:
        InputError: the folder is not empty or cannot be written.
        UsageError: the format needs a library that is not installed.
    """
    _require_free(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as beside:
            folder = Path(beside, "package")
            folder.mkdir()
            files = tuple(WRITERS[chosen](exported, folder))
            described = json.dumps(describe(files, folder), ensure_ascii=False, indent=1)
            (folder / DESCRIPTOR).write_text(described + "\n", encoding="utf-8", newline="\n")
            folder.replace(target)
    except OSError as error:
        raise InputError(target, f"cannot be written ({error.strerror}); name another folder") from error
    return files


def _require_free(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        raise InputError(target, "is not empty; name a new folder, or empty this one")
    if target.exists() and not target.is_dir():
        raise InputError(target, "is a file; name a folder for the package")


def describe(files: tuple[File, ...], folder: Path) -> dict[str, Any]:
    """Give the descriptor of the files of a folder."""
    tables = all(file.table is not None for file in files) and all(
        file.name.endswith(".csv") for file in files
    )
    return {
        "profile": "tabular-data-package" if tables else "data-package",
        "name": "vietnam-administrative-units",
        "title": "Administrative units of Vietnam through time",
        "description": _ABOUT,
        "licenses": [LICENCE],
        "sources": list(SOURCES),
        "resources": [_resource(file, folder / file.name) for file in files],
    }


def _resource(file: File, path: Path) -> dict[str, Any]:
    stem, _, ending = file.name.rpartition(".")
    content = path.read_bytes()
    described: dict[str, Any] = {
        "name": stem,
        "path": file.name,
        "description": file.meaning,
        "format": ending,
        "mediatype": file.media_type,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if ending == "csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
    if file.columns:
        described["schema"] = _schema(file.columns, file.table)
    return described


def _schema(columns: tuple[Column, ...], table: Table[Any] | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if table is not None:
        if table.key:
            schema["primaryKey"] = list(table.key)
        schema["foreignKeys"] = [
            {
                "fields": list(own),
                # A table that names itself is spelled as the empty name (Table Schema, foreign keys).
                "reference": {"resource": "" if other == table.name else other, "fields": list(theirs)},
            }
            for own, other, theirs in table.references
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
        "description_vi": column.meaning_vi,
    }
    if column.required:
        described["constraints"] = {"required": True}
    return described
