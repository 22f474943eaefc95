"""``kg register``: units by name and day, and the import on a folder that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import InputError, UnknownError

DATA = Path(__file__).resolve().parents[3] / "data"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["register", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_find_lists_what_a_name_may_mean_and_what_it_is_today() -> None:
    lines = run("find", "xã Chiến Thắng, Lạng Sơn", "--date", "2022-06-22", "--data", str(DATA)).splitlines()
    validity = "2019-10-25 … 2025-07-01"
    assert [line for line in lines if not line.startswith(" ")] == [
        f"xã Chiến Thắng, huyện {name}, tỉnh Lạng Sơn  lang-son.{slug}.xa.chien-thang/v/1  {validity}"
        for name, slug in (("Bắc Sơn", "bac-son"), ("Chi Lăng", "chi-lang"))
    ]
    assert "  today: xã Vũ Lễ, tỉnh Lạng Sơn" in lines
    assert "  because: same name, same type, lies in the unit named, stood on that day" in lines


def test_find_takes_the_newest_state_without_a_day_and_a_unit_around() -> None:
    assert "lang-son.chi-lang.xa.chien-thang/v/2" in run("find", "chien thang", "--data", str(DATA))
    found = run(
        "find",
        "Chiến Thắng",
        "--within",
        "Bắc Sơn",
        "--type",
        "xã",
        "--date",
        "2020-01-01",
        "--data",
        str(DATA),
    )
    assert found.count("/v/") == 1


def test_a_former_name_is_answered_with_when_it_stood() -> None:
    with pytest.raises(UnknownError) as caught:
        run("find", "xã Vũ Sơn, Bắc Sơn", "--data", str(DATA))
    assert caught.value.candidates == (
        (
            "lang-son.bac-son.xa.vu-son/v/1",
            "xã Vũ Sơn, huyện Bắc Sơn, tỉnh Lạng Sơn, 2019-10-25 … 2025-07-01",
        ),
    )


def test_import_says_which_lists_are_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="snapshots"):
        run("import", str(tmp_path), "--data", str(tmp_path))
