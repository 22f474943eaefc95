from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kg.build.git import commit_of, run_git, time_of


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_commit_of_a_folder_says_whether_its_files_were_changed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    git(tmp_path, "init", "-q")
    assert commit_of(data) == ""
    (data / "a.yaml").write_text("a: 1\n", "utf-8")
    (tmp_path / "other").write_text("x", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert commit_of(data) == commit
    (tmp_path / "other").write_text("y", "utf-8")
    assert commit_of(data) == commit
    (data / "a.yaml").write_text("a: 2\n", "utf-8")
    assert commit_of(data) == f"{commit}+"


def test_a_folder_of_no_commit_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert commit_of(tmp_path) == ""
    assert run_git(tmp_path, "rev-parse", "HEAD") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit_of(tmp_path) == ""


def test_a_commit_has_a_time_and_changed_files_have_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-01T10:00:00+07:00")
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "a", "--allow-empty")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert time_of(tmp_path, commit) == "2026-03-01T10:00:00+07:00"
    assert time_of(tmp_path, f"{commit}+") == time_of(tmp_path, "") == time_of(tmp_path, "0" * 40) == ""
