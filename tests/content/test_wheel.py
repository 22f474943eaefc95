"""The installed wheel does the main job alone, in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = "from kg.cli.main import main; main()"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel: what `pip install` puts into site-packages, without the checkout."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = target.glob("diaban-*.whl")
    site = target / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def kg(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    environment["PYTHONPATH"] = str(installed)
    command = [sys.executable, "-P", "-c", RUN, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_carries_what_the_main_job_needs(installed: Path) -> None:
    for folder in ("ontology", "shapes", "queries", "data/sources", "data/registry", "data/register"):
        assert any((installed / "kg" / "_home" / folder).iterdir()), folder
    assert (installed / "kg" / "py.typed").exists()
    assert not list(installed.rglob("*.txt.orig"))


def test_demo_builds_and_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    result = kg(installed, tmp_path, "demo", "here", "--only-build")
    assert result.returncode == 0, result.stderr
    manifest = json.loads((tmp_path / "here/build/current/manifest.json").read_text("utf-8"))
    assert manifest["quads"] > 20_000
    snapshot = str(tmp_path / "here/build/current")
    answer = kg(
        installed, tmp_path, "ask", "holder-on", "--snapshot", snapshot, "--format", "json",
        "--param", "post=Chủ tịch UBND tỉnh Lai Châu", "--param", "date=2023-06-13",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["rows"][0]["person"] == "Tống Thanh Hải"


def test_demo_does_not_write_into_a_folder_that_is_in_use(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", "utf-8")
    result = kg(installed, tmp_path, "demo", "mine", "--only-build")
    assert result.returncode == 2
    assert "is not empty" in result.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
