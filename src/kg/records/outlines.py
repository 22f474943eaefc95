"""Read the outlines of units from ``outlines.geojson`` (RFC 7946) beside the tables of the register.

A feature names its unit as ``id`` and, in ``seen``, the day of the list that showed the unit so. An outline
holds as long as the unit took nothing in and gave nothing away, as far as the changes of the register tell.
Outlines are no statements of the graph: nothing asks for them but maps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kg.errors import Finding, Position
from kg.records.text_files import file_name, read_record_text
from kg.records.units import Register, UnitVersion

FILE: Final = "outlines.geojson"
_OTHER_LAND: Final = frozenset({"merge", "split"})
"""Kinds of change after which a unit that stays itself has more land, or less."""

Ring = tuple[tuple[float, float], ...]
Polygon = tuple[Ring, ...]


@dataclass(frozen=True)
class Outline:
    """The land of a unit.

    Attributes:
        unit: id of the unit.
        seen: day of the list that showed it.
        polygons: rings of (longitude, latitude) in degrees WGS 84; the first ring of each is the outer one.
    """

    unit: str
    seen: date
    polygons: tuple[Polygon, ...]


def read_outlines(
    folder: Path, register: Register, findings: list[Finding], *, root: Path | None = None
) -> tuple[Outline, ...]:
    """Read the outlines of a register folder; none where the file is not there.

    Args:
        folder: that holds the file.
        register: whose units the outlines belong to.
        findings: takes what is wrong with the file, feature by feature.
        root: positions name the file relative to this folder.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    file = file_name(path, root)
    text = read_record_text(path, file, findings)
    if text is None:
        return ()
    try:
        document = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        findings.append(
            _finding(Position(file, line, column), "", f"is no JSON ({error})", f"không phải JSON ({error})")
        )
        return ()
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        english, vietnamese = (
            "expected a FeatureCollection with features",
            "cần một FeatureCollection có features",
        )
        findings.append(_finding(Position(file), "features", english, vietnamese))
        return ()
    found: list[Outline] = []
    for number, feature in enumerate(features):
        try:
            found.append(_outline(feature, register, {outline.unit for outline in found}))
        except _Wrong as error:
            position = Position(file, _line_of(text, feature))
            field = f"features[{number}]{error.field}"
            findings.append(_finding(position, field, error.english, error.vietnamese, error.value))
    return tuple(found)


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, field: str, english: str, vietnamese: str, value: object = "") -> None:
        super().__init__(english)
        self.field, self.english, self.vietnamese = field, english, vietnamese
        self.value = str(value)[:60]


def _outline(feature: Any, register: Register, before: set[str]) -> Outline:
    if not isinstance(feature, dict):
        raise _Wrong("", "expected a feature", "cần một feature", feature)
    unit = feature.get("id")
    if not isinstance(unit, str) or unit not in register:
        raise _Wrong(".id", "names no unit of versions.csv", "không phải mã đơn vị trong versions.csv", unit)
    if unit in before:
        raise _Wrong(".id", "the unit has an outline already", "đơn vị đã có đường ranh", unit)
    properties = feature.get("properties")
    seen = properties.get("seen") if isinstance(properties, dict) else None
    try:
        day = date.fromisoformat(str(seen))
    except ValueError:
        raise _Wrong(
            ".properties.seen", "expected a day YYYY-MM-DD", "cần ngày dạng YYYY-MM-DD", seen
        ) from None
    if register.version_on(unit, day) is None:
        raise _Wrong(
            ".properties.seen", "the unit did not stand on that day", "đơn vị không tồn tại ngày đó", seen
        )
    return Outline(unit, day, _polygons(feature.get("geometry")))


def _polygons(geometry: Any) -> tuple[Polygon, ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong(
            ".geometry.type", "expected Polygon or MultiPolygon", "cần Polygon hoặc MultiPolygon", kind
        )
    listed = geometry.get("coordinates")
    polygons = [listed] if kind == "Polygon" else listed
    if not _is_list(polygons) or not all(_is_list(polygon) for polygon in polygons):
        raise _Wrong(".geometry.coordinates", "expected lists of rings", "cần danh sách các vòng")
    return tuple(tuple(_ring(ring) for ring in polygon) for polygon in polygons)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value)


def _ring(ring: Any) -> Ring:
    """Check a linear ring: closed, four positions or more (RFC 7946 §3.1.6), inside the world."""
    wrong = _Wrong(
        ".geometry.coordinates",
        "a ring needs four positions [longitude, latitude] in degrees or more, the last equal to the first",
        "mỗi vòng cần ít nhất bốn điểm [kinh độ, vĩ độ], điểm cuối trùng điểm đầu",
    )
    if not _is_list(ring) or len(ring) < 4 or ring[0] != ring[-1]:
        raise wrong
    for point in ring:
        numbers = (
            isinstance(point, list) and len(point) == 2 and all(type(each) in (int, float) for each in point)
        )
        if not numbers or abs(point[0]) > 180 or abs(point[1]) > 90:
            raise wrong
    return tuple((float(x), float(y)) for x, y in ring)


def _line_of(text: str, feature: object) -> int:
    """Give the line on which a feature's id stands; 1 where it has none."""
    name = feature.get("id") if isinstance(feature, dict) else None
    place = text.find(json.dumps(name, ensure_ascii=False)) if isinstance(name, str) else -1
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _finding(position: Position, field: str, english: str, vietnamese: str, value: str = "") -> Finding:
    return Finding(position, "outline", english, vietnamese, field=field, value=value)


def versions_of_outline(register: Register, outline: Outline) -> tuple[UnitVersion, ...]:
    """Give the versions of a unit to which its outline belongs, oldest first.

    That is the version of the day on which it was seen, and those before and after it of the same land: no
    merge and no split lies between.
    """
    shown = register.version_on(outline.unit, outline.seen)
    if shown is None:
        return ()
    earlier = tuple(_same_land(register, shown, -1))
    return (*reversed(earlier), shown, *_same_land(register, shown, 1))


def _same_land(register: Register, version: UnitVersion, step: int) -> Iterator[UnitVersion]:
    while True:
        beside = register.by_key.get((version.unit, version.number + step))
        if beside is None:
            return
        older, newer = (beside, version) if step < 0 else (version, beside)
        kinds = {
            change.kind for change in (*register.changes_ending(older), *register.changes_starting(newer))
        }
        if older.valid_until != newer.valid_from or kinds & _OTHER_LAND:
            return
        yield beside
        version = beside


def to_geojson(features: Iterable[dict[str, Any]]) -> str:
    """Spell a FeatureCollection with one feature on each line."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def geometry_of(polygons: Sequence[Polygon]) -> dict[str, Any]:
    """Give the GeoJSON geometry of polygons."""
    listed = [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
    if len(listed) == 1:
        return {"type": "Polygon", "coordinates": listed[0]}
    return {"type": "MultiPolygon", "coordinates": listed}
