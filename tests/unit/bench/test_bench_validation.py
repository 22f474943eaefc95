"""``kg bench validation`` on tiny graphs: what it writes, and that its numbers are numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.unit.bench.conftest import DATA
from typer.testing import CliRunner

from kg.bench import validation
from kg.bench.growth import Growth
from kg.bench.tables import validation_tables
from kg.cli.bench_commands import _statements
from kg.cli.main import app
from kg.errors import InputError, UsageError


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """Output and JSON of one run; pySHACL is given so little time that it ends none."""
    patched = pytest.MonkeyPatch()
    patched.setattr(validation, "FIRST_EVENTS", 1)
    file = tmp_path_factory.mktemp("bench") / "found.json"
    arguments = [
        "bench",
        "validation",
        "--size",
        "10k",
        "--limit",
        "1",
        "--json",
        str(file),
        "--data",
        str(DATA),
    ]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    patched.undo()
    assert result.exit_code == 0, result.output
    return result.stdout, json.loads(file.read_text("utf-8"))


def test_the_table_has_every_stage_with_numbers(run: tuple[str, dict[str, Any]]) -> None:
    rows = [line.strip("|").split("|") for line in run[0].splitlines() if line.startswith("|")]
    stages = {row[0].strip(): row[1:] for row in rows}
    for stage in ("synth", "lift", "check", "check, one thread"):
        assert all(float(cell) >= 0 for cell in stages[stage]), stage
        assert len(stages[stage]) == 6


def test_the_json_says_the_same_and_more(run: tuple[str, dict[str, Any]]) -> None:
    found = run[1]
    small, large = found["sizes"]
    assert small["statements"] < large["statements"]
    assert small["shapes"].keys() == large["shapes"].keys() == {each["shape"] for each in found["growth"]}
    assert {"X1", "X25-none", "Passage"} <= small["shapes"].keys()
    assert all(stage["peak_mib"] > 0 for at in found["sizes"] for stage in at["stages"])
    assert "reference" not in found["compared"][-1]
    assert validation_tables(found) == run[0]


def test_growth_is_told_of_shapes_that_take_long_enough() -> None:
    growth = [_growth("Passage", 0.1, 1.1), _growth("X1", 0.1, 9.0), _growth("X9", 0.001, 0.04)]
    stage = {"stage": "check", "cpu": 1.0, "wall": 1.0, "peak_mib": 9}
    sizes = [{"statements": 100_000, "stages": [stage]}, {"statements": 1_000_000, "stages": [stage]}]
    pair = {
        "statements": 40_000,
        "compiled": {"cpu": 0.5},
        "reference": {"cpu": 100.0},
        "ratio": 200.0,
        "results": [3, 3],
    }
    told = validation_tables({"sizes": sizes, "growth": growth, "compared": [pair], "limit": 300})
    assert (
        "3 shapes; 2 take 0.05 s or more at 1 000 000 statements, of which 1 grow faster than n log n" in told
    )
    assert re.search(r"^\| X1 \| 0.100 \| 9.000 \| 1.95 \| 7.50 \|$", told, re.MULTILINE)
    assert "X9" not in told
    assert "| 40 000 | 0.50 | 100.00 | 200 | 3, the same number |" in told


def _growth(name: str, small: float, large: float) -> dict[str, Any]:
    growth = Growth(name, (100_000, 1_000_000), small, large)
    return {
        "shape": name,
        "small": small,
        "large": large,
        "exponent": round(growth.exponent, 3),
        "against_n_log_n": round(growth.against_n_log_n, 3),
    }


@pytest.mark.parametrize("size", ["1", "1MB", "-1M", "many", "1000M"])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    with pytest.raises(UsageError, match="expected a number of statements from 10k to 100M"):
        _statements(size)


def test_a_folder_that_is_not_there_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    arguments = ["bench", "validation", "--size", "10k", "--json", str(tmp_path / "no" / "found.json")]
    with pytest.raises(InputError, match="no such folder"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
