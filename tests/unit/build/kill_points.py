"""Kills the switch to a new snapshot before each of its steps: ``python kill_points.py FOLDER``.

Every step is a call of the operating system. A child makes the switch and kills itself before the n-th one,
n = 0, 1, … until a child comes to its end. Prints, as JSON, what lay there after each kill and after the next
build.
"""

# ruff: noqa: T201 - it prints its result

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kg.build.snapshot import put_in_place, remove_old, writing

_STEPS: Final = ("mkdir", "rename", "replace", "symlink", "unlink", "rmdir", "chmod", "fsync")


def put(build: Path, content: str) -> None:
    """Do what a build does with its folder."""
    with writing(build) as folder:
        (folder / "graph.nq").write_text(content, "utf-8")
        (folder / "dumps").mkdir()
        (folder / "dumps" / "diaban.ttl").write_text(content, "utf-8")
        put_in_place(folder, build, content)
    remove_old(build, {content})


def die_before(number: int) -> None:
    """Let this process kill itself before its n-th step."""
    left = number

    def counted(step: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return step(*arguments, **options)

        return call

    for name in _STEPS:
        setattr(os, name, counted(getattr(os, name)))


def state(build: Path) -> dict[str, Any]:
    """What lies in a build folder: the versions that the links lead to, what is in each, and what else."""
    links = {
        link: (build / link).resolve().name for link in ("current", "previous") if (build / link).exists()
    }
    folders = [folder for folder in (build / "snapshots").iterdir() if not folder.name.startswith(".")]
    files = {
        folder.name: sorted(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
        for folder in folders
    }
    hidden = [
        path.name
        for path in (*build.iterdir(), *(build / "snapshots").iterdir())
        if path.name.startswith(".")
    ]
    return {"links": links, "files": files, "hidden": sorted(hidden)}


def main(folder: Path) -> None:
    """Kill at every point and print what was found."""
    found = []
    for number in range(1000):
        build = folder / str(number)
        for content in ("one", "two"):
            put(build, content)
        child = os.fork()
        if child == 0:
            # shutil chooses between ways to remove a tree; the plain one is counted.
            shutil.rmtree.avoids_symlink_attacks = False
            die_before(number)
            put(build, "three")
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        after = state(build)
        put(build, "three")
        found.append({"number": number, "after": after, "again": state(build)})
        if not killed:
            break
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
