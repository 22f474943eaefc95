"""``kg check --watch`` as a process: files are saved, and what it says of them is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.records import copy_records

ROOT = Path(__file__).resolve().parents[3]
DOSSIER = "lang-son-2020-05-27-monthly-meeting.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    copy_records(folder)
    return folder


class Watching:
    """A running watch; its output is read line by line, which waits until a line is there."""

    def __init__(self, data: Path, *arguments: str) -> None:
        environment = {**os.environ, "KG_HOME": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
        environment.pop("KG_SOURCES", None)
        command = [
            str(Path(sys.executable).with_name("kg")),
            "check",
            "--watch",
            "--data",
            str(data),
            *arguments,
        ]
        self.process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=data.parent,
        )

    def until(self, words: str) -> list[str]:
        """Lines up to the first that has some words; what never comes ends the process, and so the test."""
        assert self.process.stderr is not None
        lines = []
        timer = threading.Timer(120, self.process.kill)
        timer.start()
        for line in self.process.stderr:
            lines.append(line.rstrip("\n"))
            if words in line:
                timer.cancel()
                return lines
        raise AssertionError(f"the watch ended before it said {words!r}: {lines}")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def watching(data: Path) -> Iterator[Watching]:
    watch = Watching(data)
    try:
        yield watch
    finally:
        watch.process.kill()
        watch.process.communicate()


def test_a_save_is_checked_and_an_interrupt_ends(data: Path, watching: Watching) -> None:
    dossier = data / "sources" / DOSSIER
    good = dossier.read_text("utf-8")
    started = watching.until("watching")
    assert "all records: 0 violation(s), 0 warning(s), 6 info(s)" in started[-2]
    dossier.write_text(good.replace("person: ho-tien-thieu", "person: ho-tien-thie", 1), "utf-8")
    said = watching.until(" ms)")
    assert any(f"data/sources/{DOSSIER}" in line and "there is no person" in line for line in said)
    assert said[-1].startswith(f"{DOSSIER}: 1 violation(s)")
    dossier.write_bytes(b"\xff\xfe")
    assert any("unreadable" in line and "not UTF-8" in line for line in watching.until(" ms)"))
    dossier.write_text(good, "utf-8")
    assert watching.until(" ms)")[-1].startswith(f"{DOSSIER}: 0 violation(s)")
    assert watching.end() == 130


def test_a_save_by_renaming(data: Path, watching: Watching) -> None:
    """As editors do that write a new file over the old one; their own files are none of ours."""
    dossier = data / "sources" / DOSSIER
    watching.until("watching")
    (dossier.parent / f".{DOSSIER}.swp").write_text("not ours", "utf-8")
    new = dossier.parent / f"{DOSSIER}~"
    new.write_text(dossier.read_text("utf-8").replace("happened: held", "happened: perhaps", 1), "utf-8")
    new.rename(dossier)
    assert watching.until(" ms)")[-1].startswith(f"{DOSSIER}: 1 violation(s)")
    dossier.unlink()
    assert "gone" in watching.until(" ms)")[-1]
    assert watching.end() == 130


def test_only_some_files(data: Path) -> None:
    dossier = data / "sources" / DOSSIER
    watch = Watching(data, str(dossier))
    try:
        assert str(dossier) in watch.until("watching")[-1]
        other = data / "registry" / "people.yaml"
        other.write_text("people: 1\n", "utf-8")
        dossier.write_text(dossier.read_text("utf-8") + "\n# seen\n", "utf-8")
        assert watch.until(" ms)")[-1].startswith(f"{DOSSIER}: ")
        assert watch.end() == 130
    finally:
        watch.process.kill()
        watch.process.communicate()


def test_strict_tells_that_warnings_fail(data: Path) -> None:
    dossier = data / "sources" / "cao-bang-2021-06-10-hoa-an.yaml"
    good = dossier.read_text("utf-8")
    place = good.index("status: requested", good.index("- project: cao-bang/hoa-an-stadium-repair"))
    watch = Watching(data, "--strict", "--all", str(dossier))
    try:
        assert "fails" not in watch.until("watching")[-2]
        wrong = good[:place] + good[place:].replace("requested", "approved", 1)
        dossier.write_text(wrong, "utf-8")
        last = watch.until(" ms)")[-1]
        assert "0 violation(s), 1 warning(s)" in last
        assert ", fails (" in last
        dossier.write_text(good, "utf-8")
        assert "fails" not in watch.until(" ms)")[-1]
        assert watch.end() == 130
    finally:
        watch.process.kill()
        watch.process.communicate()
