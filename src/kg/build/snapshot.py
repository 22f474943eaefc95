"""Snapshot folders: written beside, checked, then switched in one step.

``{build}/snapshots/{data version}/`` holds ``graph.nq``, ``manifest.json``, ``search.sqlite``,
``findings.json``, ``overview.json``, ``redirects.json``, ``publication.json``, ``changes.json``, ``dumps/``
and, where there are outlines, ``outlines.geojson``. ``{build}/current`` is a symbolic link to the one that
is served, ``{build}/previous`` to the one before it.
A snapshot is never changed after the switch.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import InputError

_NEW: Final = ".new-"
"""How the names of folders begin that are being written."""


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

    The folder is locked as long as this process lives, so that ``remove_old`` of another build can tell it
    from one that a killed build left behind.

    Raises:
        InputError: the build folder cannot be written.
    """
    try:
        (build / "snapshots").mkdir(parents=True, exist_ok=True)
        folder, lock = _new_folder(build / "snapshots")
    except OSError as error:
        raise InputError(
            build, f"cannot be written ({error.strerror}); name another folder with --build"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _new_folder(parent: Path) -> tuple[Path, int]:
    """Make a folder and return it with the descriptor that locks it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=parent))
        try:
            lock = _lock(folder)
        except FileNotFoundError:
            continue
        # Before it was locked, another build may have taken it for one that was left behind.
        if folder.exists():
            return folder, lock
        os.close(lock)


def _lock(folder: Path, *, wait: bool = True) -> int:
    """Lock a folder (flock(2)) and return the descriptor that holds the lock, which a kill releases.

    Raises:
        BlockingIOError: another process holds it, and we do not wait.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _turn(build: Path) -> Iterator[None]:
    """Wait until no other build switches or removes snapshots, and keep others from it meanwhile."""
    lock = _lock(build / "snapshots")
    try:
        yield
    finally:
        os.close(lock)


def put_in_place(
    folder: Path, build: Path, version: str, finish: Callable[[Path | None], None] = lambda _before: None
) -> Path:
    """Move a folder to its name and switch ``current`` to it; both steps are atomic.

    A folder that is there already is never touched, for a service may read it: equal content is used as it
    is, other content of the same version gets a name with a number.

    Args:
        folder: the new snapshot.
        build: the build folder.
        version: its data version.
        finish: writes into the folder what depends on the snapshot that it replaces, which is given (None for
            the first); no other build can switch meanwhile.
    """
    with _turn(build):
        replaced = (build / "current").resolve()
        finish(replaced if replaced.is_dir() else None)
        content, name, number = fingerprint([folder]), version, 2
        while (target := build / "snapshots" / name).exists() and fingerprint([target]) != content:
            name, number = f"{version}-{number}", number + 1
        if not target.exists():
            folder.chmod(0o755)
            _flush(folder)
            folder.rename(target)
        if replaced.exists() and replaced != target.resolve():
            switch(build, replaced.name, "previous")
        switch(build, name)
    return target


def _flush(folder: Path) -> None:
    """Wait until a folder is on the disk: a power cut after the switch must not leave it empty."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def switch(build: Path, name: str, link: str = "current") -> None:
    """Point a link to a snapshot by renaming a new link over the old one."""
    new = build / f".{link}"
    # There is one when a build was killed between the next two steps.
    new.unlink(missing_ok=True)
    new.symlink_to(Path("snapshots") / name)
    new.replace(build / link)


def remove_old(build: Path, keep: set[str]) -> None:
    """Remove snapshots that nobody needs, and what killed builds left behind.

    The current one stays and the one before it, from which a service answers until it has gone over. A
    snapshot is moved away before it is taken to pieces, so none is ever half there.
    """
    with _turn(build), writing(build) as away:
        kept = keep | {(build / link).resolve().name for link in ("current", "previous")} | {away.name}
        for folder in (build / "snapshots").iterdir():
            if not folder.is_dir() or folder.name in kept:
                continue
            if not folder.name.startswith(_NEW):
                folder.rename(away / folder.name)
            elif _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Tell whether nobody writes a temporary folder any more."""
    try:
        os.close(_lock(folder, wait=False))
    except OSError:
        return False
    return True


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
