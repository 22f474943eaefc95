"""What the bench of the register measures, on the units that the sources name, and what it says of errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.records import copy_records
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import FindingsError, InputError

STAGES = [
    "read and check the register",
    "make the graph",
    "check the graph",
    "kg build, all of it",
    "load the snapshot",
    "start and stop the service",
]


def test_every_stage_from_the_files_to_a_ready_service_is_measured(tmp_path: Path) -> None:
    data, found = copy_records(tmp_path / "data"), tmp_path / "found.json"
    run = ["bench", "register", "--data", str(data), "--json", str(found)]
    result = CliRunner().invoke(app, run, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    measured = json.loads(found.read_text("utf-8"))
    assert measured["counts"] == {"units": 81, "versions": 89, "changes": 46}
    assert [stage["stage"] for stage in measured["stages"]] == STAGES
    assert all(stage["cpu"] > 0 and stage["peak_mib"] > 0 for stage in measured["stages"])
    assert "81 units, 89 versions, 46 changes" in result.stdout
    assert all(f"| {stage} | " in result.stdout for stage in STAGES)


def test_records_that_are_wrong_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    data, found = copy_records(tmp_path / "data"), tmp_path / "found.json"
    versions = data / "register" / "versions.csv"
    versions.write_text(versions.read_text("utf-8").replace(",06355,", ",0635x,"), "utf-8")
    with pytest.raises(FindingsError):
        CliRunner().invoke(
            app, ["bench", "register", "--data", str(data), "--json", str(found)], catch_exceptions=False
        )
    assert not found.exists()


def test_a_folder_that_is_not_there_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        CliRunner().invoke(
            app, ["bench", "register", "--json", str(tmp_path / "no" / "found.json")], catch_exceptions=False
        )
