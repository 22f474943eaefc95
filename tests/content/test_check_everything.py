"""One bad record hides nothing: the real records with a defect for the shapes, and one that is unreadable.

The defect is X14 in one source: a part that no longer sums up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.records import copy_records

from kg.build import Inputs, build_snapshot
from kg.build.check import CheckedGraph, check_everything
from kg.errors import Finding, FindingsError, Severity

ROOT = Path(__file__).resolve().parents[2]
CAO_BANG = "sources/cao-bang-2021-06-10-hoa-an.yaml"
LAI_CHAU = "sources/lai-chau-2023-06-13-than-uyen.yaml"
MEETING = "sources/lang-son-2020-05-27-monthly-meeting.yaml"
NOTICE = "sources/lang-son-2024-04-23-loc-binh-notice.yaml"
Edit = tuple[str, str, str]
DEFECT: Edit = (CAO_BANG, "value: 37", "value: 38")
BREAKS: dict[str, tuple[Edit, list[tuple[str, str]]]] = {
    "a dossier that is no YAML": ((NOTICE, "events:", "events: [}"), [("syntax", NOTICE)]),
    "a dossier with a key twice": ((NOTICE, "events:", "source: {}\nevents:"), [("syntax", NOTICE)]),
    "a source without its kind": ((NOTICE, "  kind: ", "  kin: "), [("schema", NOTICE)] * 2),
    "a bad field in an event": (
        (CAO_BANG, "happened: held", "happened: perhaps"),
        [("schema", CAO_BANG)],
    ),
    "a bad field in a person's title": (
        (MEETING, "strength: exact", "strength: exactly"),
        [("schema", MEETING)],
    ),
    "a person that is not there": (
        (LAI_CHAU, "person: tong-thanh-hai", "person: tong-thanh-hay"),
        [("reference", LAI_CHAU)],
    ),
    "a registry entry without its name": (
        ("registry/people.yaml", "{id: ho-tien-thieu, name:", "{id: ho-tien-thieu, nam:"),
        [("schema", "registry/people.yaml")] * 2,
    ),
    "a registry that is no YAML": (
        ("registry/programmes.yaml", "programmes:", "programmes: ]"),
        [("schema", "registry/programmes.yaml"), ("syntax", "registry/programmes.yaml")],
    ),
    "a register with a bad code": (
        ("register/versions.csv", ",06355,", ",0635x,"),
        [("schema", "register/versions.csv")],
    ),
}


def copy_with(folder: Path, *edits: Edit) -> Path:
    data = folder / "data"
    copy_records(data)
    for file, old, new in edits:
        text = (data / file).read_text("utf-8")
        assert old in text
        (data / file).write_text(text.replace(old, new, 1), "utf-8")
    return data


def violations(found: CheckedGraph) -> list[Finding]:
    return [finding for finding in found.findings if finding.severity is Severity.VIOLATION]


@pytest.mark.parametrize("name", BREAKS)
def test_the_defect_is_told_beside_what_is_unreadable_and_nothing_is_made_up(
    name: str, tmp_path: Path
) -> None:
    edit, expected = BREAKS[name]
    found = check_everything(ROOT, copy_with(tmp_path, DEFECT, edit))
    told = [(item.rule, item.position.file.removeprefix("data/")) for item in violations(found)]
    assert sorted(told) == sorted([("X14", CAO_BANG), *expected])
    keys = [item.sort_key for item in found.findings]
    assert keys == sorted(keys)


def test_what_is_sound_has_nothing_that_waits() -> None:
    found = check_everything(ROOT, ROOT / "data")
    assert violations(found) == []
    assert found.waiting == ()


def test_what_waits_is_told_once_the_record_is_mended(tmp_path: Path) -> None:
    """X1-self says that no other source attests a post: the unreadable one may."""
    edit = (NOTICE, "events:", "events: [}")
    broken = check_everything(ROOT, copy_with(tmp_path, edit))
    sound = check_everything(ROOT, ROOT / "data")
    told = [item for item in broken.findings if item.shape]
    elsewhere = [item for item in sound.findings if item.position.file != f"data/{NOTICE}"]
    assert sorted([*told, *broken.waiting], key=lambda item: item.sort_key) == elsewhere
    assert {item.rule for item in broken.waiting} == {"X1-self"}
    assert told


def test_a_build_tells_the_same_and_keeps_the_last_snapshot(tmp_path: Path) -> None:
    data = copy_with(tmp_path, DEFECT, BREAKS["a dossier that is no YAML"][0])
    with pytest.raises(FindingsError, match="1 more may follow from them") as caught:
        build_snapshot(Inputs(ROOT, data, tmp_path / "build"))
    assert caught.value.findings == check_everything(ROOT, data).findings
    assert not (tmp_path / "build" / "current").exists()


@pytest.mark.parametrize("form", ["json", "sarif", "github", "turtle", "text"])
def test_every_form_holds_findings_of_records_and_of_shapes(form: str, tmp_path: Path) -> None:
    data = copy_with(tmp_path, DEFECT, BREAKS["a dossier that is no YAML"][0])
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    run = "from kg.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "check", "--data", str(data), "--format", form],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    text = done.stderr if form == "text" else done.stdout
    assert "did not find expected node content" in text
    assert "X14" in text
    if form == "json":
        rows = json.loads(text)["findings"]
        assert [(row["file"], row["line"]) for row in rows] == sorted(
            (row["file"], row["line"]) for row in rows
        )
    if form == "text":
        assert "violation(s), 0 warning(s)" in text
        assert "1 more may follow from these, and are told once they are mended" in text
