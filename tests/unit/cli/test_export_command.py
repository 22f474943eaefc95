"""``kg export``: the package on the disk, and wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import FindingsError, UsageError

SMALL = Path(__file__).resolve().parents[2] / "fixtures" / "small"


def test_it_names_the_files_that_it_wrote(tmp_path: Path) -> None:
    target = tmp_path / "package"
    arguments = ["export", "register", "--format", "csv", "--data", str(SMALL), str(target)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert sorted(result.stdout.split()) == sorted(str(path) for path in target.iterdir())


def test_an_unknown_format_is_wrong_use_and_the_message_lists_the_formats(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "register", "--format", "xlsx", str(tmp_path / "package")])
    assert result.exit_code == 2
    assert all(name in result.output for name in ("csv", "geojson", "parquet", "ttl"))
    assert not (tmp_path / "package").exists()


def test_a_byte_order_mark_is_for_csv(tmp_path: Path) -> None:
    arguments = ["export", "register", "--bom", "--format", "ttl", "--data", str(SMALL), str(tmp_path / "x")]
    with pytest.raises(UsageError, match="--bom is for CSV; leave it out with --format ttl"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_register_with_faults_is_not_exported(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "register"
    folder.mkdir(parents=True)
    for path in (SMALL / "register").iterdir():
        folder.joinpath(path.name).write_text(path.read_text("utf-8").replace("2019-10-25,", "2019-13-25,"))
    arguments = ["export", "register", "--data", str(tmp_path / "data"), str(tmp_path / "package")]
    with pytest.raises(FindingsError):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert not (tmp_path / "package").exists()
