"""Reads the outlines of a snapshot (``outlines.geojson``): the land of units and the days of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kg.store.manifest import damaged

FILE: Final = "outlines.geojson"

Position = tuple[float, float]


@dataclass(frozen=True)
class Land:
    """The land of one unit.

    Attributes:
        unit: IRI.
        since, until: first day for which the outline holds, first for which it no longer does (ISO; empty: it
            holds).
        rings: outer rings of (longitude, latitude).
    """

    unit: str
    since: str
    until: str
    rings: tuple[tuple[Position, ...], ...]

    def holds_on(self, day: str) -> bool:
        """Tell whether the unit had this land on a day."""
        return self.since <= day and (not self.until or day < self.until)

    def contains(self, position: Position) -> bool:
        """Tell whether a position lies inside (even-odd rule)."""
        return sum(_crosses(ring, position) for ring in self.rings) % 2 == 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return box_of(position for ring in self.rings for position in ring)


def _crosses(ring: Sequence[Position], position: Position) -> int:
    """Count how often a ring crosses the line from a position to the east."""
    x, y = position
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def box_of(positions: Iterable[Position]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of some positions, of which there is at least one."""
    listed = list(positions)
    xs, ys = [x for x, _ in listed], [y for _, y in listed]
    return min(xs), min(ys), max(xs), max(ys)


def read_outlines(snapshot: Path) -> tuple[Land, ...]:
    """Return the outlines of a snapshot; none where it has none.

    Raises:
        InputError: the file cannot be read, or is not what a build writes.
    """
    path = snapshot / FILE
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return tuple(
            Land(
                feature["id"],
                feature["properties"]["since"],
                feature["properties"]["until"] or "",
                _rings(feature["geometry"]),
            )
            for feature in features
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path, error) from error


def _rings(geometry: Mapping[str, Any]) -> tuple[tuple[Position, ...], ...]:
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return tuple(tuple((point[0], point[1]) for point in polygon[0]) for polygon in polygons)
