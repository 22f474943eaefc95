"""The drawn map: lines are thinned and nothing vanishes; names attack in vain."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.views.map_svg import SIDE, Area, Frame, Spot, draw_map, thin
from kg.views.outlines import FILE, Land, read_outlines

SQUARE = ((105.0, 21.0), (106.0, 21.0), (106.0, 22.0), (105.0, 22.0), (105.0, 21.0))
LAND = Land("https://w3id.org/diaban/id/unit/a", "2019-10-25", "2025-07-01", (SQUARE,))
ATTACK = "</title><script>alert(1)</script>\"'<img src=x onerror=alert(1)>"

_NUMBER = st.floats(-1_000, 1_000).map(lambda value: round(value, 2))
_LINE = st.lists(st.tuples(_NUMBER, _NUMBER), min_size=2, max_size=40)


def distance(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    length = math.dist(a, b)
    if length == 0:
        return math.dist(point, a)
    return abs((b[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (b[1] - a[1])) / length


@given(_LINE, st.floats(0.01, 50))
def test_thinning_keeps_ends_and_order_and_leaves_out_only_what_lies_near(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    kept = thin(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    places = places_of(kept, line)
    for first, last in pairwise(places):
        for point in line[first + 1 : last]:
            assert distance(point, line[first], line[last]) <= tolerance + 1e-6


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-60, 60)), min_size=1, max_size=20))
def test_every_position_lies_inside_its_frame(positions: list[tuple[float, float]]) -> None:
    frame = Frame.around(positions)
    width, height = frame.size
    assert max(width, height) <= SIDE * 1.01 + 1
    for x, y in map(frame.place, positions):
        assert -1 <= x <= width + 1
        assert -1 <= y <= height + 1


def places_of(kept: list[tuple[float, float]], line: list[tuple[float, float]]) -> list[int]:
    """Where the kept positions stand in the line; identity tells equal ones apart."""
    return [number for number, point in enumerate(line) if any(point is other for other in kept)]


def draw(*areas: Area, spots: tuple[Spot, ...] = ()) -> ET.Element:
    frame = Frame.around([*SQUARE, *(spot.at for spot in spots)])
    return ET.fromstring(draw_map(areas, spots, frame, "Map"))  # noqa: S314 - our own drawing


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_names_are_escaped_and_scripts_stay_text() -> None:
    spot = Spot("urn:a", (105.5, 21.5), ATTACK, "/vi/places/a", here=True)
    root = draw(Area(LAND, ATTACK, "/vi/places/a"), spots=(spot,))
    assert {local(each) for each in root.iter()} == {"svg", "a", "title", "path", "circle"}
    assert [each.text for each in root.iter() if local(each) == "title"] == [ATTACK, ATTACK]


def test_the_drawing_is_for_eyes_only_and_no_stop_of_the_tab_key() -> None:
    root = draw(Area(LAND, "a", "/a"))
    assert root.attrib["aria-hidden"] == "true"
    assert [each.attrib["tabindex"] for each in root.iter() if local(each) == "a"] == ["-1"]


def test_a_land_without_an_address_is_lines_and_an_island_smaller_than_a_unit_stays_a_speck() -> None:
    island = tuple((105.2 + x / 1e6, 21.2 + y / 1e6) for x, y in ((0, 0), (1, 0), (1, 1), (0, 0)))
    root = draw(Area(Land("urn:b", "", "", (SQUARE, island)), "b"))
    (group,) = [each for each in root.iter() if local(each) == "g"]
    assert group.attrib["class"] == "map-context"
    (path,) = [each.attrib["d"] for each in root.iter() if local(each) == "path"]
    assert re.fullmatch(r"M\d+ \d+l[-\d ]+zM\d+ \d+h2v2h-2z", path)


def test_a_path_leads_back_to_the_corners() -> None:
    (path,) = [each.attrib["d"] for each in draw(Area(LAND, "a")).iter() if local(each) == "path"]
    x, y, *steps = map(int, re.findall(r"-?\d+", path))
    corners = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
    frame = Frame.around(SQUARE)
    assert corners == [tuple(map(round, frame.place(position))) for position in SQUARE[:-1]]


def test_lands_outside_the_frame_are_left_out() -> None:
    far = Land("urn:far", "", "", (tuple((x + 50, y) for x, y in SQUARE),))
    assert (
        len([each for each in draw(Area(LAND, "a"), Area(far, "far")).iter() if local(each) == "path"]) == 1
    )


@pytest.mark.parametrize(
    ("position", "inside"), [((105.5, 21.5), True), ((104.9, 21.5), False), ((105.5, 22.5), False)]
)
def test_a_land_knows_what_lies_in_it(position: tuple[float, float], *, inside: bool) -> None:
    assert LAND.contains(position) is inside


def test_a_land_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    days = ("2019-10-24", "2019-10-25", "2025-06-30", "2025-07-01")
    assert [LAND.holds_on(day) for day in days] == [False, True, True, False]


def test_a_snapshot_without_outlines_has_none_and_a_spoilt_file_is_named(tmp_path: Path) -> None:
    assert read_outlines(tmp_path) == ()
    (tmp_path / FILE).write_text('{"features": [{}]}')
    with pytest.raises(InputError, match="build the snapshot again"):
        read_outlines(tmp_path)
