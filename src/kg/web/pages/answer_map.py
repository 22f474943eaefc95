"""The map of an answer: each place of its rows at the point that the graph knows, as large as it has rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from kg.store import Store
from kg.views.answer_views import things_of
from kg.views.map_svg import Area, Frame, Spot, draw_map
from kg.views.outlines import Land
from kg.views.unit_versions import read_points_of
from kg.web.pages.language import Tongue
from kg.web.pages.maps import Map

MOST: Final = 300
"""Places that a map shows: those with most rows."""
_LARGEST: Final = 4.0


@dataclass(frozen=True)
class Counted:
    """A place of an answer: its IRI, what it is called, how many rows hold it."""

    iri: str
    label: str
    count: int


@dataclass(frozen=True)
class PlacesMap:
    """The map of an answer.

    Attributes:
        map: the drawing; None where no place has a known point.
        pointless: places without a known point, those with most rows first.
        left_out: places that are not looked at, for there are too many.
    """

    map: Map | None
    pointless: tuple[Counted, ...]
    left_out: int


def count_places(rows: Sequence[Mapping[str, Any]], column: str) -> list[Counted]:
    """Return the places of a column with their rows, those with most rows first."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        held = dict(things_of(row, column))
        counts.update(held.keys())
        labels |= held
    ordered = sorted(counts, key=lambda iri: (-counts[iri], labels[iri], iri))
    return [Counted(iri, labels[iri], counts[iri]) for iri in ordered]


async def map_places(
    store: Store, lands: Sequence[Land], places: Sequence[Counted], tongue: Tongue, link: Callable[[str], str]
) -> PlacesMap:
    """Return the map of places, which are never put where no point is known.

    Args:
        store: knows their points.
        lands: outlines, for orientation.
        places: with their rows (`count_places`).
        tongue: language of the titles.
        link: where a place leads, by its IRI: to its rows.
    """
    shown = places[:MOST]
    points = await read_points_of(store, [place.iri for place in shown])
    most = max((place.count for place in shown), default=1)
    spots = [
        Spot(place.iri, points[place.iri], f"{place.label}: {place.count}", link(place.iri), size=size)
        for place in reversed(shown)
        if place.iri in points and (size := round(1 + _LARGEST * math.sqrt((place.count - 1) / most), 2))
    ]
    drawn = None
    if spots:
        frame = Frame.around([spot.at for spot in spots])
        areas = [Area(land, tongue.say("outline of a province of today")) for land in lands]
        svg = Markup(draw_map(areas, spots, frame, tongue.say("Map")))  # noqa: S704 - escaped there
        drawn = Map(svg, any(frame.meets(land.box) for land in lands))
    pointless = tuple(place for place in shown if place.iri not in points)
    return PlacesMap(drawn, pointless, len(places) - len(shown))
