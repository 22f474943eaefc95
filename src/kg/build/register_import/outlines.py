"""Take over the outlines of the provinces of today, each for the unit that bears its code on that day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.records.outlines import FILE, to_geojson
from kg.records.text_files import read_utf8
from kg.records.units import Register

RAW: Final = "provinces-2026.geojson"
"""A GeoJSON file whose features have ``code``, of the newest list; the raw lists may come without it."""


def take_outlines(raw: Path, folder: Path, register: Register, seen: date) -> int | None:
    """Write ``outlines.geojson`` for the units of a register; None where the raw lists have no outlines.

    Args:
        raw: folder of the raw lists.
        folder: of the register; the file is written beside its name and moved there.
        register: as it was written.
        seen: day of the newest list.

    Returns:
        How many outlines were written.

    Raises:
        InputError: the file of outlines cannot be read, or the folder not written.
    """
    path = raw / RAW
    if not path.exists():
        return None
    try:
        features = json.loads(read_utf8(path))["features"]
        shapes = {feature["properties"]["code"]: feature["geometry"] for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        message = f"is no FeatureCollection whose features have code and geometry ({error!r})"
        raise InputError(path, f"{message}; take the file as it was published") from error
    chosen = list(_features(register, shapes, seen))
    try:
        beside = folder / f".{FILE}"
        beside.write_text(to_geojson(chosen), encoding="utf-8", newline="\n")
        beside.replace(folder / FILE)
    except OSError as error:
        raise InputError(
            folder, f"cannot be written ({error.strerror}); name another with --output"
        ) from error
    return len(chosen)


def _features(register: Register, shapes: dict[str, Any], seen: date) -> Iterator[dict[str, Any]]:
    for unit in register.units:
        version = register.version_on(unit.id, seen)
        if version is not None and version.level == 1 and version.code in shapes:
            properties = {"seen": seen.isoformat()}
            geometry = shapes[version.code]
            yield {"type": "Feature", "id": unit.id, "properties": properties, "geometry": geometry}
