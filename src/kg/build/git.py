"""What git knows of a folder: commits, and whether files differ from them."""

from __future__ import annotations

import subprocess
from pathlib import Path


def run_git(folder: Path, *arguments: str) -> str | None:
    """Return what a git command says, without spaces at its ends; None where it fails.

    Raises:
        FileNotFoundError: git is not installed.
    """
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def commit_of(folder: Path) -> str:
    """Return the full hash of the commit whose files a folder holds, with ``+`` if they were changed since.

    Empty where the folder is in no repository, has no file of the commit, or git is not installed.
    """
    try:
        if not run_git(folder, "ls-files", "--", "."):
            return ""
        commit = run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
        changed = run_git(folder, "status", "--porcelain", "--", ".")
    except FileNotFoundError:
        return ""
    return f"{commit}{'+' if changed else ''}" if commit else ""


def time_of(folder: Path, commit: str) -> str:
    """Return when a commit was made (RFC 3339, in the committer's zone).

    Empty where the files were changed since (``commit`` ends with ``+``), for then no commit says it.
    """
    if not commit or commit.endswith("+"):
        return ""
    return run_git(folder, "show", "--no-patch", "--format=%cI", commit) or ""
