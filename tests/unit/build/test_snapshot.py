from __future__ import annotations

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
