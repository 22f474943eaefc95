"""The hook before a commit, with pre-commit and git in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.records import copy_records

ROOT = Path(__file__).resolve().parents[2]
DOSSIER = "data/sources/lang-son-2020-05-27-monthly-meeting.yaml"


class Repository:
    """A git repository with the records and the hook installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        commands = str(Path(sys.executable).parent)
        self.environment = {
            **os.environ,
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{
                f"GIT_{who}_{what}": "a@example.org"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        self.environment.pop("KG_SOURCES", None)
        copy_records(folder / "data")
        shutil.copy(ROOT / ".pre-commit-config.yaml", folder)
        self.must("git", "init", "--quiet")
        self.must("git", "add", ".")
        self.must("git", "commit", "--quiet", "--no-verify", "-m", "Records")
        self.must("pre-commit", "install")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def must(self, *words: str) -> None:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr

    def commit(self, change: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        """Replace words in a dossier and commit that."""
        path = self.folder / DOSSIER
        text = path.read_text("utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change, 1), "utf-8")
        self.must("git", "add", ".")
        return self.run("git", "commit", "-m", "Change")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("hook") / "repository"
    folder.mkdir()
    return Repository(folder)


def test_a_bad_record_is_not_committed(repository: Repository) -> None:
    done = repository.commit(("person: ho-tien-thieu", "person: ho-tien-thie"))
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert f"{DOSSIER}:" in said
    assert "did you mean 'ho-tien-thieu'?" in said
    assert "canonical form" in said
    mended = repository.commit(("person: ho-tien-thie\n", "person: ho-tien-thieu\n"))
    assert mended.returncode == 1, "nothing is left to commit"


def test_a_record_that_is_not_formatted_is_not_committed(repository: Repository) -> None:
    done = repository.commit(("happened: held", "happened:   held"))
    assert done.returncode == 1
    assert "not canonical; run kg fmt" in done.stdout + done.stderr
    repository.must("git", "checkout", "--quiet", "HEAD", "--", "data")


def test_a_good_record_is_committed(repository: Repository) -> None:
    done = repository.commit(("\nevents:\n", "\n# read again\nevents:\n"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr
