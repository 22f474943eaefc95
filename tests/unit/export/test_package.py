"""The exported register, read back with the tools that other people use."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from geojson_pydantic import Feature, FeatureCollection
from geojson_pydantic.geometries import Geometry, Point, Polygon
from rdflib import Graph
from rdflib.namespace import GEO, RDF

from kg.errors import InputError
from kg.export.files import Exported, Format
from kg.export.package import DESCRIPTOR, export_register
from kg.export.tables import TABLES
from kg.rdf.lift_register import lift_register
from kg.records.outlines import read_outlines
from kg.records.register import read_register
from kg.vocab import KG

ROOT = Path(__file__).resolve().parents[3]
SMALL = ROOT / "tests" / "fixtures" / "small" / "register"

Export = Callable[[Format], Path]
Collection = FeatureCollection[Feature[Geometry, dict[str, Any]]]


def read(folder: Path) -> Exported:
    register = read_register(folder)
    outlines = read_outlines(folder, register, [])
    return Exported(register, outlines)


@pytest.fixture(scope="module")
def real() -> Exported:
    """The committed register."""
    return read(ROOT / "data" / "register")


@pytest.fixture(scope="module")
def export(real: Exported, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Writes the committed register in a format, once."""
    folder = tmp_path_factory.mktemp("export")

    def once(chosen: Format) -> Path:
        target = folder / chosen.value
        if not target.exists():
            export_register(real, chosen, target)
        return target

    return once


def committed(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "register" / f"{name}.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    return found


@pytest.mark.parametrize("chosen", Format)
def test_the_descriptor_names_every_file_with_its_size_and_hash(export: Export, chosen: Format) -> None:
    folder = export(chosen)
    described = {item["path"]: (item["bytes"], item["hash"]) for item in descriptor(folder)["resources"]}
    assert described == {
        path.name: (path.stat().st_size, f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")
        for path in folder.iterdir()
        if path.name != DESCRIPTOR
    }


@pytest.mark.parametrize("chosen", Format)
def test_the_same_register_gives_the_same_bytes(tmp_path: Path, chosen: Format) -> None:
    for name in ("one", "two"):
        export_register(read(SMALL), chosen, tmp_path / name)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_csv_has_the_columns_of_the_descriptor_and_every_row_of_the_register(export: Export) -> None:
    folder = export(Format.CSV)
    frames = {}
    for item in descriptor(folder)["resources"]:
        frame = pd.read_csv(folder / item["path"], dtype=str, keep_default_na=False)
        assert list(frame.columns) == [column["name"] for column in item["schema"]["fields"]]
        frames[item["name"]] = frame
    assert list(frames["units"]["unit"]) == [row["unit"] for row in committed("units")]
    assert len(frames["changes"]) == len(committed("changes"))
    shared = list(set(frames["versions"].columns) & set(committed("versions")[0]))
    assert len(shared) == len(committed("versions")[0])
    for name in (
        "code",
        "name",
        "parent_version",
        "valid_from",
        "valid_until_earliest",
        "legal_basis",
        "evidence",
    ):
        assert list(frames["versions"][name]) == [row[name] for row in committed("versions")], name
    sides = {
        (row["change"], row["side"], row["unit"], row["version"], row["extent"], row["basis"])
        for row in committed("change-parts")
    }
    links = frames["links"].to_dict("records")
    exported = {
        (row["change"], side, *(row[f"{word}_{name}"] for name in ("unit", "version", "extent", "basis")))
        for row in links
        for side, word in (("before", "from"), ("after", "to"))
        if row[f"{word}_unit"]
    }
    assert exported == sides


def test_keys_are_unique_references_lead_somewhere_and_required_cells_are_filled(export: Export) -> None:
    folder = export(Format.CSV)
    frames = {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in TABLES}
    for item in descriptor(folder)["resources"]:
        frame, schema = frames[item["name"]], item["schema"]
        if "primaryKey" in schema:
            assert not frame.duplicated(schema["primaryKey"]).any()
        for column in schema["fields"]:
            assert "constraints" not in column or (frame[column["name"]] != "").all(), column
        for key in schema["foreignKeys"]:
            other = frames[key["reference"]["resource"] or item["name"]]
            known = set(other[key["reference"]["fields"]].itertuples(index=False, name=None))
            used = set(frame[key["fields"]].itertuples(index=False, name=None))
            assert used - known <= {("",) * len(key["fields"])}


def test_a_unit_that_ended_says_what_it_is_today(export: Export) -> None:
    with (export(Format.CSV) / "units.csv").open(encoding="utf-8") as handle:
        units = {row["unit"]: row for row in csv.DictReader(handle)}
    ended = units["lang-son.bac-son.xa.chien-thang"]
    assert ended["valid_until"] == "2025-07-01"
    assert ended["today"] == "lang-son.bac-son.xa.vu-le"


def test_a_byte_order_mark_stands_only_where_it_is_asked_for(tmp_path: Path) -> None:
    data = read(SMALL)
    export_register(Exported(data.register, byte_order_mark=True), Format.CSV, tmp_path / "with")
    export_register(data, Format.CSV, tmp_path / "without")
    for name in TABLES:
        marked = (tmp_path / "with" / f"{name}.csv").read_bytes()
        assert marked == b"\xef\xbb\xbf" + (tmp_path / "without" / f"{name}.csv").read_bytes()


def test_geojson_is_geojson_and_holds_every_version(export: Export, real: Exported) -> None:
    text = (export(Format.GEOJSON) / "versions.geojson").read_text("utf-8")
    found = Collection.model_validate_json(text).features
    assert [feature.id for feature in found] == [f"{v.unit}/v/{v.number}" for v in real.register.all_versions]
    for feature, version in zip(found, real.register.all_versions, strict=True):
        assert feature.properties is not None
        assert feature.properties["valid_from"] == version.valid_from.isoformat()
        assert isinstance(feature.geometry, Point) is (version.longitude is not None)
        if isinstance(feature.geometry, Point) and version.longitude and version.latitude:
            assert tuple(feature.geometry.coordinates) == (float(version.longitude), float(version.latitude))


def test_outlines_hold_as_long_as_the_land_stays(export: Export, real: Exported) -> None:
    text = (export(Format.GEOJSON) / "outlines.geojson").read_text("utf-8")
    found = {str(feature.id): feature for feature in Collection.model_validate_json(text).features}
    assert set(found) == {outline.unit for outline in real.outlines}
    properties = found["lang-son"].properties
    assert properties is not None
    assert (properties["valid_from"], properties["valid_until"]) == ("2019-10-25", None)
    polygon = found["lang-son"].geometry
    assert isinstance(polygon, Polygon)
    longitudes = [position[0] for position in polygon.coordinates[0]]
    assert 106 < min(longitudes) < max(longitudes) < 108


def test_parquet_has_types_and_the_same_cells_as_the_tables(export: Export, real: Exported) -> None:
    folder = export(Format.PARQUET)
    with duckdb.connect() as connection:
        for name, table in TABLES.items():
            answer = connection.execute(f"SELECT * FROM '{folder / name}.parquet'")  # noqa: S608 - our own folder
            rows = answer.fetchall()
            assert rows == [tuple(cells) for cells in table.cells(real.register)], name
        answer = connection.execute(
            f"SELECT count(*) FROM '{folder}/versions.parquet' "  # noqa: S608 - our own folder
            "WHERE valid_from <= DATE '2022-06-22' "
            "AND (valid_until IS NULL OR valid_until > DATE '2022-06-22')"
        )
        (count,) = answer.fetchone() or (0,)
    day = date(2022, 6, 22)
    standing = [unit for unit in real.register.units if real.register.version_on(unit.id, day)]
    assert count == len(standing)


def test_turtle_says_what_the_graph_of_the_register_says(tmp_path: Path) -> None:
    data = read(SMALL)
    export_register(data, Format.TURTLE, tmp_path / "ttl")
    graph = Graph().parse(tmp_path / "ttl" / "register.ttl")
    lifted = Graph().parse(
        data="".join(f"{s} {p} {o} .\n" for s, p, o in lift_register(data.register).lines), format="nt"
    )
    assert set(graph) == set(lifted)
    assert len(set(graph.subjects(RDF.type, KG.UnitVersion))) == len(data.register.all_versions)


def test_turtle_of_the_whole_register_has_every_point(export: Export, real: Exported) -> None:
    text = (export(Format.TURTLE) / "register.ttl").read_text("utf-8")
    points = sum(version.longitude is not None for version in real.register.all_versions)
    assert f"@prefix geo: <{GEO}> ." in text
    assert text.count("geo:asWKT") == points


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty; name a new folder"):
        export_register(read(SMALL), Format.CSV, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled_and_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export_register(read(SMALL), Format.CSV, tmp_path / "empty")
    assert (tmp_path / "empty" / DESCRIPTOR).exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file; name a folder"):
        export_register(read(SMALL), Format.CSV, tmp_path / "file")


def test_a_folder_that_cannot_be_written_is_named() -> None:
    if not os.access("/proc", os.R_OK):
        pytest.skip("no /proc here: a folder in which even root cannot write")
    with pytest.raises(InputError, match=r"cannot be written .*; name another folder"):
        export_register(read(SMALL), Format.CSV, Path("/proc/export/package"))
