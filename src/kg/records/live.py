"""Record files that change: each is read again when it does, and checked with all that refers to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Finding, InputError, UsageError
from kg.records.check import check_positions
from kg.records.dataset import Dataset, Dossier, read_dossier, read_shared, with_dossiers
from kg.records.references import check_dossiers, check_shared, events_named_by
from kg.records.text_files import file_name


@dataclass(frozen=True)
class _File:
    """A dossier's file as it was last read.

    Attributes:
        dossier: what it holds; nothing where its YAML holds no mapping.
        findings: on its form and its positions.
        names: events of other sources that it names.
    """

    dossier: Dossier | None
    findings: tuple[Finding, ...]
    names: frozenset[str] = frozenset()


class LiveFiles:
    """All files of a data folder, read once and then one by one as they change."""

    def __init__(self, data: Path, sources: Path | None = None, without: Collection[Path] = ()) -> None:
        """Read and check all files.

        Args:
            data: the data folder.
            sources: folder of the source texts, where the reader has them.
            without: dossiers that are taken over later.

        Raises:
            InputError: a folder is not there.
        """
        if sources is not None and not sources.is_dir():
            raise InputError(sources, "is no folder; name the folder that holds the texts of the sources")
        self._data, self._sources, self._root = data, sources, data.resolve().parent
        self._shared, self._shared_findings = self._read_shared()
        later = {path.resolve() for path in without}
        paths = [path for path in sorted(data.glob("sources/*.yaml")) if path.resolve() not in later]
        self._files = {self.name_of(path): self._read(path) for path in paths}
        self._of_dossiers: dict[str, list[Finding]] = {}
        self._of_shared: list[Finding] = []
        self._twins: list[Finding] = []
        self.dataset = self._shared
        """The records as they are now."""
        self._check(set(self._files), shared=True)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with form, references and positions."""
        of_dossiers = (finding for found in self._of_dossiers.values() for finding in found)
        return [*self._of_shared, *self._twins, *of_dossiers]

    def knows(self, path: Path) -> bool:
        """Whether a dossier is one of those that were read."""
        return self.name_of(path) in self._files

    def name_of(self, path: Path) -> str:
        """Name a file as positions do."""
        return file_name(path, self._root)

    def take(self, paths: Collection[Path]) -> None:
        """Take over files as they are on disk now; a dossier of the folder that is gone goes.

        Raises:
            InputError: a file is not there; nothing was taken over.
            UsageError: a path is no record file; nothing was taken over.
        """
        dossiers = [path for path in paths if self._is_dossier(path)]
        read = {self.name_of(path): self._read(path) for path in dossiers if self._is_there(path)}
        shared = len(dossiers) < len(paths)
        if shared:
            self._shared, self._shared_findings = self._read_shared()
        names = {self.name_of(path) for path in dossiers}
        events = self._events(names)
        for name in names - read.keys():
            self._files.pop(name, None)
            self._of_dossiers.pop(name, None)
        for name, file in read.items():
            self._make_room(name, file)
            self._files[name] = file
        events ^= self._events(names)
        named = {name for name, file in self._files.items() if not file.names.isdisjoint(events)}
        self._check(names | named, shared=shared)

    def _make_room(self, name: str, file: _File) -> None:
        """Take away the dossier of the folder that one from elsewhere stands for."""
        if file.dossier is None or not Path(name).is_absolute():
            return
        for other, old in list(self._files.items()):
            if other != name and old.dossier is not None and old.dossier.id == file.dossier.id:
                del self._files[other], self._of_dossiers[other]

    def _is_dossier(self, path: Path) -> bool:
        """Tell a dossier from a registry or register file.

        Raises:
            UsageError: it is neither.
        """
        folder, whole = path.resolve().parent, path.resolve()
        inside = whole.is_relative_to(self._data.resolve())
        if inside and folder.name in ("registry", "register") and folder.parent == self._data.resolve():
            return False
        if path.suffix == ".yaml" and (folder.name == "sources" or not inside):
            return True
        raise UsageError(
            f"{path} is no record file; name a dossier *.yaml, or a file of registry/ or register/"
        )

    def _is_there(self, path: Path) -> bool:
        if path.is_file():
            return True
        if self.name_of(path) in self._files:
            return False
        raise InputError(path, "cannot be read (no such file); check the path")

    def _read_shared(self) -> tuple[Dataset, list[Finding]]:
        findings: list[Finding] = []
        return read_shared(self._data, findings, root=self._root), findings

    def _read(self, path: Path) -> _File:
        findings: list[Finding] = []
        dossier = read_dossier(path, findings, root=self._root)
        if dossier is None:
            return _File(None, tuple(findings))
        findings += check_positions(dossier, self._sources)
        return _File(dossier, tuple(findings), frozenset(events_named_by(dossier.record)))

    def _events(self, names: Iterable[str]) -> set[str]:
        files = (self._files[name] for name in names if name in self._files)
        return {event for file in files if file.dossier is not None for event in file.dossier.events}

    def _check(self, names: set[str], *, shared: bool) -> None:
        """Check some dossiers; with the shared records all, for any may name one of them."""
        self._twins = []
        self.dataset = with_dossiers(
            self._shared, (file.dossier for file in self._files.values()), self._twins
        )
        if shared:
            names = set(self._files)
            self._of_shared = [*self._shared_findings, *check_shared(self.dataset)]
        again = [name for name in self._files if name in names]
        dossiers = [file.dossier for name in again if (file := self._files[name]).dossier is not None]
        found = check_dossiers(self.dataset, [dossier for dossier in dossiers if dossier is not None])
        for name in again:
            own = [finding for finding in found if finding.position.file == name]
            self._of_dossiers[name] = [*self._files[name].findings, *own]
