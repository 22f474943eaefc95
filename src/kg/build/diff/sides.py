"""Find the two graphs that a user means: snapshots by folder, link or data version, or git revisions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.build.diff.revisions import Revision, find_revision, write_revision
from kg.build.snapshot import version_of_file
from kg.errors import InputError, UnknownError
from kg.store.manifest import GRAPH_FILE, MANIFEST_FILE, Manifest, read_manifest

LINKS: Final = ("current", "previous")
"""Links of a build folder to snapshots."""


@dataclass(frozen=True)
class Places:
    """Where sides are looked for.

    Attributes:
        build: folder of the snapshots.
        data: folder of the records; its repository is asked for revisions.
        ontology: folder of the ontology.
    """

    build: Path
    data: Path
    ontology: Path


@dataclass(frozen=True)
class Side:
    """One of two graphs that are compared.

    Attributes:
        name: as the user called it.
        folder: of the snapshot.
        manifest: what it holds.
        commit: full hash, for a revision; else empty.
    """

    name: str
    folder: Path
    manifest: Manifest
    commit: str = ""

    @property
    def graph(self) -> Path:
        """The file of the statements."""
        return self.folder / GRAPH_FILE

    @property
    def index(self) -> Path:
        """The file of the search index."""
        return self.folder / "search.sqlite"


@contextmanager
def open_side(name: str, places: Places) -> Iterator[Side]:
    """Give the graph that a name means; that of a revision is gone after the ``with`` block.

    Args:
        name: ``current`` or ``previous``, a folder, a data version, or a git revision: the first that fits.
        places: where to look.

    Raises:
        UsageError: the name means nothing here (UnknownError), or git is not installed.
        InputError: it means a folder that is no whole snapshot, or a revision whose records have faults.
    """
    found = _find(name, places)
    if isinstance(found, Path):
        yield _read(name, found)
        return
    with tempfile.TemporaryDirectory(prefix="kg-diff-") as folder:
        write_revision(found, places.data, places.ontology, Path(folder))
        yield Side(name, Path(folder), read_manifest(Path(folder)), found.commit)


def _find(name: str, places: Places) -> Path | Revision:
    if name in LINKS:
        link = places.build / name
        if not link.exists():
            raise InputError(link, f"there is no {name} snapshot; make one with kg build")
        return link.resolve()
    snapshot = places.build / "snapshots" / name
    if name and "/" not in name and not name.startswith(".") and snapshot.is_dir():
        return snapshot
    folder = Path(name)
    if (folder / MANIFEST_FILE).is_file():
        return folder.resolve()
    revision = find_revision(places.data, name) if name else None
    if revision is not None:
        return revision
    if folder.exists():
        raise InputError(
            folder, f"is no snapshot: it holds no {MANIFEST_FILE}; name a folder that kg build made"
        )
    known = [(version, "data version") for version in _versions(places.build)]
    message = f"{name!r} is no folder, no snapshot of {places.build} and no git revision; name one of these"
    raise UnknownError(
        message, [*((link, "link") for link in LINKS if (places.build / link).exists()), *known]
    )


def _versions(build: Path) -> list[str]:
    folder = build / "snapshots"
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _read(name: str, folder: Path) -> Side:
    """Read a snapshot, and make sure that its graph is whole and the one that its manifest describes."""
    side = Side(name, folder, read_manifest(folder))
    found = version_of_file(side.graph)
    if found != side.manifest.data_version:
        message = f"is not the graph of data version {side.manifest.data_version}: it was changed or cut off"
        raise InputError(side.graph, f"{message}; build the snapshot again")
    if not side.index.is_file():
        raise InputError(side.index, "is missing; build the snapshot again")
    return side
