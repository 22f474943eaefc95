"""Outlines of units: what is wrong with a file, at its feature; and how long an outline holds."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from kg.build.register_import.outlines import take_outlines
from kg.errors import Finding, InputError
from kg.records.outlines import FILE, geometry_of, read_outlines, to_geojson, versions_of_outline
from kg.records.register import read_register

ROOT = Path(__file__).resolve().parents[3]
SMALL = read_register(ROOT / "tests" / "fixtures" / "small" / "register")
SQUARE = [[105.0, 21.0], [106.0, 21.0], [106.0, 22.0], [105.0, 21.0]]
RIGHT: dict[str, Any] = {
    "type": "Feature",
    "id": "bm",
    "properties": {"seen": "2026-07-25"},
    "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
}


def findings_of(folder: Path, *features: dict[str, Any]) -> list[Finding]:
    (folder / FILE).write_text(to_geojson(features), "utf-8")
    findings: list[Finding] = []
    read_outlines(folder, SMALL, findings, root=folder)
    return findings


def test_a_right_file_is_read_as_it_is(tmp_path: Path) -> None:
    assert findings_of(tmp_path, RIGHT) == []
    (outline,) = read_outlines(tmp_path, SMALL, [])
    assert geometry_of(outline.polygons) == RIGHT["geometry"]
    assert [version.key for version in versions_of_outline(SMALL, outline)] == [("bm", 1)]


def test_where_there_is_no_file_there_are_no_outlines(tmp_path: Path) -> None:
    assert read_outlines(tmp_path, SMALL, []) == ()


@pytest.mark.parametrize(
    ("path", "value", "field", "message"),
    [
        (("id",), "nowhere", "id", "names no unit"),
        (("id",), 5, "id", "names no unit"),
        (("properties", "seen"), "2026-02-30", "properties.seen", "expected a day"),
        (("properties", "seen"), "2001-01-01", "properties.seen", "did not stand"),
        (("properties",), None, "properties.seen", "expected a day"),
        (("geometry",), None, "geometry.type", "expected Polygon"),
        (("geometry", "type"), "Point", "geometry.type", "expected Polygon"),
        (("geometry", "coordinates"), [], "geometry.coordinates", "expected lists"),
        (("geometry", "coordinates"), [SQUARE[:3]], "geometry.coordinates", "a ring needs"),
        (("geometry", "coordinates"), [[*SQUARE[:3], [1, 1]]], "geometry.coordinates", "a ring needs"),
        (("geometry", "coordinates"), [[[200, 0], *SQUARE[1:3], [200, 0]]], "geometry.coordinates", "a ring"),
        (("geometry", "coordinates"), [[["a", 0], *SQUARE[1:3], ["a", 0]]], "geometry.coordinates", "a ring"),
    ],
)
def test_a_wrong_feature_is_found_at_its_line(
    tmp_path: Path, path: tuple[str, ...], value: object, field: str, message: str
) -> None:
    wrong = copy.deepcopy(RIGHT)
    place = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (finding,) = findings_of(tmp_path, wrong)
    assert finding.field == f"features[0].{field}"
    assert message in finding.message
    assert finding.message_vi
    assert str(finding.position).startswith(f"{FILE}:{2 if path != ('id',) or value == 'nowhere' else 1}:")


def test_a_unit_has_one_outline(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, RIGHT, RIGHT)
    assert (finding.field, finding.message) == ("features[1].id", "the unit has an outline already")


@pytest.mark.parametrize("text", ["{", "[]", '{"features": 1}', ""])
def test_a_file_that_is_no_collection_is_one_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    findings: list[Finding] = []
    assert read_outlines(tmp_path, SMALL, findings) == ()
    assert len(findings) == 1


def test_an_outline_holds_over_renames_but_not_over_merges() -> None:
    register = read_register(ROOT / "data" / "register")
    outlines = {outline.unit: outline for outline in read_outlines(ROOT / "data" / "register", register, [])}
    starts = {
        unit: versions_of_outline(register, each)[0].valid_from.isoformat() for unit, each in outlines.items()
    }
    assert starts["lang-son"] == starts["cao-bang"] == "2019-10-25"
    for unit, outline in outlines.items():
        kinds = {
            change.kind
            for version in versions_of_outline(register, outline)[1:]
            for change in register.changes_starting(version)
        }
        assert not kinds & {"merge", "split"}, unit


def test_the_import_takes_the_outlines_of_units_that_bear_the_code_that_day(tmp_path: Path) -> None:
    shown = {"type": "Feature", "properties": {"code": "90"}, "geometry": RIGHT["geometry"]}
    other = {"type": "Feature", "properties": {"code": "91"}, "geometry": RIGHT["geometry"]}
    (tmp_path / "provinces-2026.geojson").write_text(json.dumps({"features": [shown, other]}))
    newest = max(version.valid_from for version in SMALL.all_versions)
    assert take_outlines(tmp_path, tmp_path, SMALL, newest) == 1
    assert [outline.unit for outline in read_outlines(tmp_path, SMALL, [])] == ["bm"]


def test_the_import_does_without_outlines_but_not_with_spoilt_ones(tmp_path: Path) -> None:
    newest = max(version.valid_from for version in SMALL.all_versions)
    assert take_outlines(tmp_path, tmp_path, SMALL, newest) is None
    (tmp_path / "provinces-2026.geojson").write_text('{"features": [{}]}')
    with pytest.raises(InputError, match="take the file as it was published"):
        take_outlines(tmp_path, tmp_path, SMALL, newest)
    assert not (tmp_path / FILE).exists()
