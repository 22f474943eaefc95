from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kg.build.snapshot import put_in_place, remove_old, writing


def put(build: Path, version: str, content: str) -> Path:
    with writing(build) as folder:
        (folder / "graph.nq").write_text(content, "utf-8")
        target = put_in_place(folder, build, version)
    remove_old(build, {version})
    return target


def names(build: Path) -> list[str]:
    return sorted(path.name for path in (build / "snapshots").iterdir())


def test_the_current_and_the_previous_snapshot_stay(tmp_path: Path) -> None:
    for version in ("a", "b", "c"):
        put(tmp_path, version, version)
    assert names(tmp_path) == ["b", "c"]
    assert (tmp_path / "current" / "graph.nq").read_text("utf-8") == "c"
    assert (tmp_path / "previous" / "graph.nq").read_text("utf-8") == "b"


def test_equal_content_is_left_as_it_is(tmp_path: Path) -> None:
    first = put(tmp_path, "a", "x")
    inode = first.stat().st_ino
    again = put(tmp_path, "a", "x")
    assert (again, again.stat().st_ino) == (first, inode)
    assert names(tmp_path) == ["a"]
    assert not (tmp_path / "previous").exists()


def test_other_content_of_the_same_version_gets_a_number(tmp_path: Path) -> None:
    first = put(tmp_path, "a", "x")
    second = put(tmp_path, "a", "y")
    assert (second.name, first.exists()) == ("a-2", True)
    third = put(tmp_path, "a", "z")
    assert third.name == "a-3"
    assert names(tmp_path) == ["a", "a-2", "a-3"]
    assert (tmp_path / "current").resolve() == third.resolve()


def test_what_a_killed_build_left_behind_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / ".new-killed").mkdir(parents=True)
    (tmp_path / "snapshots" / ".new-killed" / "graph.nq").touch()
    (tmp_path / ".current").symlink_to("nowhere")
    with writing(tmp_path) as other:
        put(tmp_path, "a", "x")
        assert names(tmp_path) == [other.name, "a"]
    assert names(tmp_path) == ["a"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "snapshots"]


def test_a_kill_before_any_step_of_the_switch_leaves_whole_snapshots_and_the_next_build_mends_all(
    tmp_path: Path,
) -> None:
    command = [sys.executable, str(Path(__file__).with_name("kill_points.py")), str(tmp_path)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(found) > 15, "the steps were not counted"
    for item in found:
        after, again = item["after"], item["again"]
        assert after["links"]["current"] in {"two", "three"}, item
        assert after["links"]["previous"] in {"one", "two"}, item
        assert {"two"} <= after["files"].keys(), item
        assert all(texts == [name, name] for name, texts in after["files"].items()), item
        assert again["links"] == {"current": "three", "previous": "two"}, item
        assert again["files"].keys() == {"two", "three"}, item
        assert again["hidden"] == [], item
