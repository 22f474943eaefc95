"""Make the graph of a git revision: its records and ontology, lifted by the code that runs now.

Records and ontology are read from ``git archive`` into a folder of their own: no file of the reader's working
tree is looked at or changed. The shapes are not run: what is compared is what the records say.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kg.build.git import run_git
from kg.build.graphs import make_graphs, read_records
from kg.build.snapshot import version_of, write_json
from kg.errors import Finding, InputError, Severity, UsageError
from kg.store.manifest import GRAPH_FILE, MANIFEST_FILE
from kg.store.search_file import write_search_index

_LISTED: Final = 3
"""Findings that an error about a revision quotes."""


@dataclass(frozen=True)
class Revision:
    """A commit of a repository.

    Attributes:
        name: as the user called it.
        repository: top folder of its working tree.
        commit: full hash.
    """

    name: str
    repository: Path
    commit: str


def find_revision(folder: Path, name: str) -> Revision | None:
    """Return the revision that a name means in the repository of a folder; None where there is none.

    Raises:
        UsageError: git is not installed.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return Revision(name, Path(top), commit) if commit else None


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        return run_git(folder, *arguments)
    except FileNotFoundError as error:
        raise UsageError("git is not installed, so that revisions cannot be compared; install it") from error


def write_revision(revision: Revision, data: Path, ontology: Path, target: Path) -> None:
    """Write the graph of a revision as a snapshot folder: graph, manifest and search index.

    Args:
        revision: the commit.
        data: folder of the records in the working tree; the same folder of the commit is read.
        ontology: likewise; where it lies outside the repository, it is read as it is.
        target: an empty folder.

    Raises:
        InputError: the commit has no such folder, or its records cannot be lifted.
    """
    with tempfile.TemporaryDirectory(prefix="kg-revision-") as name:
        folder = Path(name)
        records = _extract(revision, data, folder)
        if records is None:
            raise InputError(data, f"lies outside {revision.repository}, so {revision.name!r} has no records")
        write_graph(records, _extract(revision, ontology, folder) or ontology, target, revision.name)


def write_graph(data: Path, ontology: Path, target: Path, name: str) -> None:
    """Write the graph of some records as a snapshot folder, without running the shapes.

    Args:
        data: folder of the records.
        ontology: folder of the ontology.
        target: an empty folder.
        name: what errors call the records.

    Raises:
        InputError: the records cannot be read, or have faults of form.
    """
    dataset, findings = read_records(data, None)
    _refuse(findings, name)
    graphs = make_graphs(dataset, ontology, findings)
    _refuse(findings, name)
    (target / GRAPH_FILE).write_text("".join(graphs.lines), encoding="utf-8", newline="\n")
    write_search_index(target / GRAPH_FILE, target / "search.sqlite")
    version = version_of(graphs.lines)
    manifest = {"data_version": version, "graphs": graphs.names, "quads": len(graphs.lines)}
    write_json(target / MANIFEST_FILE, manifest)


def _refuse(findings: list[Finding], name: str) -> None:
    """Refuse records that are not in form: half of their statements would be missing."""
    faults = [finding for finding in findings if finding.severity is Severity.VIOLATION]
    if faults:
        first = "; ".join(f"{fault.position}: {fault.message}" for fault in faults[:_LISTED])
        more = f"; and {len(faults) - _LISTED} more" if len(faults) > _LISTED else ""
        message = (
            f"its records have {len(faults)} fault(s) for the code of now, so it has no graph: {first}{more}"
        )
        raise InputError(name, message)


def _extract(revision: Revision, folder: Path, target: Path) -> Path | None:
    """Write a folder of a commit below ``target``; None where it lies outside the repository."""
    place = folder.resolve()
    if not place.is_relative_to(revision.repository.resolve()):
        return None
    inside = place.relative_to(revision.repository.resolve()).as_posix()
    command = [
        "git",
        "-C",
        str(revision.repository),
        "archive",
        "--format=tar",
        revision.commit,
        "--",
        inside,
    ]
    with tempfile.TemporaryFile() as complaints:
        unread = ""
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as process:  # noqa: S603
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            try:
                _unpack(process.stdout, revision, target)
                # An archive ends before its padding does; a git that cannot write that fails.
                while process.stdout.read(tarfile.RECORDSIZE):
                    pass
            except tarfile.TarError as error:
                unread = str(error)
        complaints.seek(0)
        # Where git fails it begins no archive, and says why.
        reason = complaints.read().decode("utf-8", "replace").strip() or unread
    if process.returncode or unread:
        raise InputError(revision.name, f"{inside} cannot be read from it: {reason}")
    return target / inside


def _unpack(archive: IO[bytes], revision: Revision, target: Path) -> None:
    with tarfile.open(fileobj=archive, mode="r|") as members:
        for member in members:
            if member.issym() or member.islnk():
                raise InputError(revision.name, f"{member.name} is a link; records must be files")
            content = members.extractfile(member) if member.isfile() else None
            if content is not None:
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
