"""The committed outlines are those of the raw lists, and the build puts them where maps look."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kg.build.register_import.outlines import take_outlines
from kg.records.register import read_register
from kg.views.outlines import read_outlines

COMMITTED = Path(__file__).resolve().parents[2] / "data" / "register"


def test_the_committed_outlines_come_out_again_to_the_byte(tmp_path: Path) -> None:
    folder = os.environ.get("KG_REGISTER")
    if not folder:
        pytest.skip("KG_REGISTER does not name the folder of the register snapshots")
    newest = max(path.stem for path in Path(folder, "snapshots").glob("*.csv"))
    take_outlines(Path(folder), tmp_path, read_register(COMMITTED), date.fromisoformat(newest))
    made, kept = (path / "outlines.geojson" for path in (tmp_path, COMMITTED))
    assert made.read_bytes() == kept.read_bytes()


def test_a_build_writes_them_into_the_snapshot_with_their_days(snapshot: Path) -> None:
    lands = {land.unit.rpartition("/")[2]: land for land in read_outlines(snapshot)}
    assert (lands["lang-son"].since, lands["lang-son"].until) == ("2019-10-25", "")
    register = read_register(COMMITTED)
    standing = {
        version.unit
        for version in register.all_versions
        if version.level == 1 and version.valid_until is None
    }
    assert set(lands) == standing
    points = {v.unit: v for v in register.all_versions if v.level == 1 and v.longitude and v.latitude}
    inside = [
        lands[unit].contains((float(version.longitude or 0), float(version.latitude or 0)))
        for unit, version in points.items()
        if unit in lands
    ]
    assert inside
    assert all(inside)
