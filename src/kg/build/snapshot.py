"""Snapshot folders: written beside, checked, then switched in one step.

``{build}/snapshots/{data version}/`` holds ``graph.nq``, ``manifest.json``, ``search.sqlite``,
``findings.json``, ``redirects.json``, ``publication.json`` and ``dumps/``. ``{build}/current`` is a symbolic
link to the one that is served, ``{build}/previous`` to the one before it.
A snapshot is never changed after the switch.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import InputError


def version_of(lines: Iterable[str]) -> str:
    """Data version: the first 16 hexadecimal digits of the SHA-256 of the canonical N-Quads."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def version_of_file(path: Path) -> str:
    """Data version of a graph file that is written already; the same as ``version_of`` of its lines.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror}); build the snapshot again") from error


def fingerprint(folders: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of all files of some folders, in order."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def writing(build: Path) -> Iterator[Path]:
    """Give a temporary folder inside the build folder; it is gone afterwards unless it was moved.

    Raises:
        InputError: the build folder cannot be written.
    """
    try:
        (build / "snapshots").mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=build / "snapshots"))
    except OSError as error:
        raise InputError(
            build, f"cannot be written ({error.strerror}); name another folder with --build"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, build: Path, version: str) -> Path:
    """Move a finished folder to its name and switch ``current`` to it; both steps are atomic.

    A folder that is there already is never touched, for a service may read it: equal content is used as it
    is, other content of the same version gets a name with a number.
    """
    content, name, number = fingerprint([folder]), version, 2
    while (target := build / "snapshots" / name).exists() and fingerprint([target]) != content:
        name, number = f"{version}-{number}", number + 1
    if not target.exists():
        folder.chmod(0o755)
        folder.rename(target)
    before = (build / "current").resolve()
    if before.exists() and before != target.resolve():
        switch(build, before.name, "previous")
    switch(build, name)
    return target


def switch(build: Path, name: str, link: str = "current") -> None:
    """Point a link to a snapshot by renaming a new link over the old one."""
    new = build / f".{link}-{os.getpid()}"
    new.unlink(missing_ok=True)
    new.symlink_to(Path("snapshots") / name)
    new.replace(build / link)


def remove_old(build: Path, keep: set[str]) -> None:
    """Remove snapshots that nobody needs.

    The current one stays and the one before it, from which a service answers until it has gone over.
    """
    kept = keep | {(build / link).resolve().name for link in ("current", "previous")}
    for folder in (build / "snapshots").iterdir():
        if folder.is_dir() and folder.name not in kept and not folder.name.startswith(".new-"):
            shutil.rmtree(folder, ignore_errors=True)


def write_json(path: Path, value: object) -> None:
    """Write JSON with sorted keys and an end of line."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def read_manifest(build: Path) -> dict[str, object] | None:
    """Read the manifest of the current snapshot; ``None`` where there is none."""
    path = build / "current" / "manifest.json"
    try:
        found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def read_findings(build: Path) -> list[object] | None:
    """Read the findings of the current snapshot; ``None`` where there are none to read."""
    try:
        found: list[object] = json.loads((build / "current" / "findings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
