"""Check records while somebody writes them: after each change the findings of a check of everything.

Only what a change touches is made and checked again (`kg.records.live`, `kg.rdf.live_graphs`,
`kg.validation.delta`). All begins with the records on disk, not with a snapshot, so it is never out of date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.build.check import is_broken
from kg.build.doubt import Doubt
from kg.errors import Finding
from kg.rdf.live_graphs import LiveGraphs
from kg.rdf.ontology import read_ontology
from kg.records.dataset import Dataset
from kg.records.live import LiveFiles
from kg.validation import to_findings
from kg.validation.delta.report import LiveReport
from kg.validation.monotone import rules_on_absence


@dataclass(frozen=True)
class Update:
    """What a change of files gives.

    Attributes:
        findings: all findings in the changed files, and those elsewhere that the change brought; sorted.
        waiting: how many more may be consequences of records that are wrong.
        gone: how many findings the change took away, wherever they stood.
        checked: how many pairs of shape and focus node were checked; nothing where all were.
    """

    findings: tuple[Finding, ...]
    waiting: int
    gone: int
    checked: int | None


class LiveRecords:
    """A data folder whose findings follow its files."""

    def __init__(
        self, home: Path, data: Path, sources: Path | None = None, without: Collection[Path] = ()
    ) -> None:
        """Read and check everything once.

        Args:
            home: folder with ``ontology/`` and ``shapes/``.
            data: the data folder.
            sources: folder of the source texts, where the reader has them.
            without: dossiers that come later, with `update`.

        Raises:
            InputError: a folder is not there.
            ShapeError: a shape is ill-formed or not understood.
        """
        self._root = data.resolve().parent
        self._absence = rules_on_absence(home / "shapes")
        self._files = LiveFiles(data, sources, without)
        self._doubt = Doubt.of(self._files.findings, self._files.dataset, self._root)
        self._graphs = LiveGraphs(self._sound(), read_ontology(home / "ontology"))
        self._report = LiveReport(self._graphs.lines(), home / "shapes")

    @property
    def dataset(self) -> Dataset:
        """The records as they are now."""
        return self._files.dataset

    @property
    def statements(self) -> int:
        """How many statements the graph has."""
        return self._graphs.statements

    def statements_of(self, source: str) -> int:
        """How many statements the graph of a source has."""
        return self._graphs.statements_of(source)

    def knows(self, path: Path) -> bool:
        """Whether a file is one of those that were read."""
        return self._files.knows(path)

    def findings(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """All findings, and those that wait until records that are wrong are mended; both sorted."""
        told, waiting = self._split(to_findings(self._report.report, self._graphs.origins))
        return _sorted([*self._of_form(), *told]), _sorted(waiting)

    def update(self, paths: Collection[Path]) -> Update:
        """Take over files as they are on disk now; a dossier that is gone is taken away.

        Raises:
            InputError: a file is not there; nothing was taken over.
            UsageError: a path is no record file; nothing was taken over.
        """
        before = set(self._of_form())
        self._files.take(paths)
        self._doubt = Doubt.of(self._files.findings, self._files.dataset, self._root)
        difference = self._graphs.replace(self._sound())
        change = self._report.change(difference.removed, difference.added)
        names = {self._files.name_of(path) for path in paths}
        here, waiting = self._here(names)
        new, _waiting = self._split(to_findings(change.new, self._graphs.origins))
        form = set(self._of_form())
        brought = (finding for finding in {*new, *(form - before)} if finding.position.file not in names)
        lost = {_words(finding) for finding in before} - {_words(finding) for finding in form}
        gone = len(lost) + len(change.gone.results)
        return Update(_sorted([*here, *brought]), len(waiting), gone, change.checked)

    def _here(self, files: Collection[str]) -> tuple[list[Finding], list[Finding]]:
        """Findings in some files; and those anywhere that wait."""
        broken = is_broken(self._files.findings)
        found = to_findings(self._report.report, self._graphs.origins, None if broken else files)
        told, waiting = self._split(found)
        return [each for each in (*self._of_form(), *told) if each.position.file in files], waiting

    def _of_form(self) -> list[Finding]:
        return [*self._files.findings, *self._graphs.findings]

    def _sound(self) -> Dataset:
        """The records that can be lifted; those that nobody doubts are the same objects as before."""
        dataset = self._files.dataset
        if not self._doubt.left_out:
            return dataset
        reduced = {dossier.file: dossier for dossier in self._doubt.without(dataset).dossiers}
        doubted = {file for file, _item in self._doubt.left_out}
        kept = (
            dossier if dossier.file not in doubted else reduced[dossier.file]
            for dossier in dataset.dossiers
            if dossier.file in reduced
        )
        registries = (
            self._doubt.without(dataset).registries
            if any(item.position.file in doubted for items in dataset.registries.values() for item in items)
            else dataset.registries
        )
        if registries is dataset.registries:
            return dataset.exchanged(kept)
        return replace(dataset, dossiers=tuple(kept), registries=registries)

    def _split(self, found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        found = list(found)
        if not found or not is_broken(self._files.findings):
            return found, []
        lines = sorted(" ".join(line) for line in self._graphs.lines())
        return self._doubt.split(found, lines, self._absence)


def _words(finding: Finding) -> tuple[str, str, str]:
    """What tells a finding from others when its line moves."""
    return finding.position.file, finding.rule, finding.message


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))
