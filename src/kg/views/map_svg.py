"""Draws a small map as SVG: lands as areas, units as dots, most of them links; no tiles, no script.

Plate carrée, stretched at the middle latitude, so that shapes look right; lines are thinned to the scale
(Douglas and Peucker 1973). Styled by classes only. The drawing is for eyes: pages have a table of the same
units, so it is hidden from screen readers and its links are left out of the order of the tab key.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.views.outlines import Land, Position, box_of
from kg.views.svg import clean

_SVG: Final = "http://www.w3.org/2000/svg"
SIDE: Final = 1000
"""Longer side of the drawing, in its own units."""
_TOLERANCE: Final = 2.0
_MARGIN: Final = 0.04
_LEAST_DEGREES: Final = 0.5
"""A map of one point shows at least so much around it."""
_RADIUS: Final = 9

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """A land on the map; without ``href`` it is only lines.

    Attributes:
        here: whether the page is about it.
        around: whether what the page is about lies in it.
    """

    land: Land
    title: str
    href: str = ""
    here: bool = False
    around: bool = False

    @property
    def kind(self) -> str:
        """Class by which it is styled."""
        if self.here:
            return "map-here"
        return "map-land" if self.href else ("map-around" if self.around else "map-context")


@dataclass(frozen=True)
class Spot:
    """A unit at its point; ``size`` is its radius, as a share of that of other dots."""

    unit: str
    at: Position
    title: str
    href: str
    here: bool = False
    size: float = 1.0


@dataclass(frozen=True)
class Frame:
    """What part of the world is drawn, and how large.

    Attributes:
        box: west, south, east, north.
        scale: units of the drawing for a degree of latitude.
        stretch: units for a degree of longitude, as a share of that.
    """

    box: Box
    scale: float
    stretch: float

    @staticmethod
    def around(positions: Iterable[Position]) -> Frame:
        """Return the frame that shows some positions, with a margin."""
        west, south, east, north = box_of(positions)
        stretch = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * stretch, _LEAST_DEGREES), max(north - south, _LEAST_DEGREES)
        margin = max(wide, high) * _MARGIN
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        half_x, half_y = (wide / 2 + margin) / stretch, high / 2 + margin
        box = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
        return Frame(box, SIDE / (max(wide, high) + 2 * margin), stretch)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing."""
        west, south, east, north = self.box
        return math.ceil((east - west) * self.scale * self.stretch), math.ceil((north - south) * self.scale)

    def place(self, position: Position) -> Position:
        """Return where a position stands in the drawing."""
        x, y = position
        return (x - self.box[0]) * self.scale * self.stretch, (self.box[3] - y) * self.scale

    def meets(self, box: Box) -> bool:
        """Tell whether a box and the frame overlap."""
        west, south, east, north = self.box
        return box[0] < east and box[2] > west and box[1] < north and box[3] > south


def draw_map(areas: Sequence[Area], spots: Sequence[Spot], frame: Frame, name: str) -> str:
    """Return one ``<svg>`` element.

    Args:
        areas: lands; those outside the frame are left out.
        spots: units with points, drawn over the lands.
        frame: what is shown.
        name: of the map, for scripts that replace the drawing.
    """
    width, height = frame.size
    west, south, east, north = frame.box
    bounds = f"{south:.3f},{west:.3f},{north:.3f},{east:.3f}"
    shown = sorted(
        (area for area in areas if frame.meets(area.land.box)),
        key=lambda area: (area.here, bool(area.href), area.around),
    )
    shape = f'viewBox="0 0 {width} {height}" data-bounds="{bounds}" data-name={quoteattr(clean(name))}'
    parts = [
        f'<svg xmlns="{_SVG}" class="map" aria-hidden="true" focusable="false" {shape}>',
        *(_draw_area(area, frame) for area in shown),
        *(_draw_spot(spot, frame) for spot in sorted(spots, key=lambda spot: spot.here)),
        "</svg>",
    ]
    return "".join(parts)


def _draw_area(area: Area, frame: Frame) -> str:
    path = "".join(_draw_ring(ring, frame) for ring in area.land.rings)
    inside = f'<title>{escape(clean(area.title))}</title><path d="{path}"/>'
    return _linked(inside, area.kind, area.href, f"data-unit={quoteattr(area.land.unit)}")


def _draw_spot(spot: Spot, frame: Frame) -> str:
    x, y = frame.place(spot.at)
    kind = "map-spot map-here" if spot.here else "map-spot"
    radius = _RADIUS * (1.5 if spot.here else spot.size)
    inside = f'<title>{escape(clean(spot.title))}</title><circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:g}"/>'
    at = f'data-at="{spot.at[1]:g},{spot.at[0]:g}" data-unit={quoteattr(spot.unit)}'
    at += f' data-size="{spot.size:g}"' if spot.size != 1 else ""
    return _linked(inside, kind, spot.href, at)


def _linked(inside: str, kind: str, href: str, more: str) -> str:
    if not href:
        return f'<g class="{kind}" {more}>{inside}</g>'
    return f'<a class="{kind}" {more} href={quoteattr(href)} tabindex="-1">{inside}</a>'


def _draw_ring(ring: Sequence[Position], frame: Frame) -> str:
    """Spell a ring as a path of whole units; what is smaller than a unit stays as a speck."""
    thinned = thin([frame.place(position) for position in ring], _TOLERANCE)
    points = [(round(x), round(y)) for x, y in thinned]
    (x, y), *rest = points
    steps, moved = [f"M{x} {y}l"], False
    for next_x, next_y in rest[:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(
                f"{' ' if moved and next_x >= x else ''}{next_x - x}{'' if next_y < y else ' '}{next_y - y}"
            )
            x, y, moved = next_x, next_y, True
    return "".join([*steps, "z"]) if moved else f"M{x} {y}h2v2h-2z"


def thin(line: Sequence[Position], tolerance: float) -> list[Position]:
    """Leave out positions that lie closer to the line between their neighbours than the tolerance.

    >>> thin([(0, 0), (1, 0.1), (2, 0), (2, 2), (0, 0)], 0.5)
    [(0, 0), (2, 0), (2, 2), (0, 0)]
    """
    kept = [False] * len(line)
    kept[0] = kept[-1] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = 0.0, 0
        for number in range(first + 1, last):
            distance = _distance(line[number], line[first], line[last])
            if distance > far:
                far, at = distance, number
        if far > tolerance:
            kept[at] = True
            waiting += [(first, at), (at, last)]
    return [position for position, keep in zip(line, kept, strict=True) if keep]


def _distance(point: Position, start: Position, end: Position) -> float:
    across, up = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, up)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(across * (start[1] - point[1]) - (start[0] - point[0]) * up) / length
