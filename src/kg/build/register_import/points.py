"""Put points on versions: those of the lists belong to units of one state, known by code and name."""

from __future__ import annotations

from kg.build.register_import.draft import History
from kg.build.register_import.legal import REFORM
from kg.build.register_import.lists import RawLists
from kg.build.register_import.names import loose_key


def place_points(history: History, lists: RawLists) -> None:
    """Give a point to each version that a list of points means.

    The points before the reform are of provinces and districts, by code and name: a code alone is no
    identity. Those of today are of communes that stand.
    """
    for version in history.versions:
        entry = version.entry
        if entry.level == 3:
            point = lists.points_today.get(entry.code) if version.end is None else None
        else:
            point = lists.points_before.get(entry.code)
            if point is not None and (
                point.name != loose_key(f"{entry.type} {entry.name}") or version.start.day >= REFORM
            ):
                point = None
        if point is not None:
            version.point = (point.latitude, point.longitude)
