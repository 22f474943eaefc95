"""Check records as one whole: form, references, rules, positions; every finding of every file in one run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import Finding, InputError, Severity, UsageError
from kg.records.dataset import Dataset, Dossier, read_dataset, read_dossier
from kg.records.references import check_references
from kg.records.report import report
from kg.records.spans import check_spans, read_source_text
from kg.records.text_files import file_name


@dataclass(frozen=True)
class Checked:
    """What was read and what is wrong with it, in the order of files and lines."""

    dataset: Dataset
    findings: tuple[Finding, ...]


def fails(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Whether anything is wrong that must be mended: violations, and warnings where `strict` is set."""
    failing = {Severity.VIOLATION, Severity.WARNING} if strict else {Severity.VIOLATION}
    return any(finding.severity in failing for finding in findings)


def check_records(data: Path, sources: Path | None = None, files: Sequence[Path] = ()) -> Checked:
    """Read a data folder and find what is wrong.

    Args:
        data: the data folder.
        sources: folder of the source texts, where the reader has them.
        files: report only on these; a dossier outside the data folder is checked as if it lay inside.

    Raises:
        InputError: a folder or file is not there.
        UsageError: a file is no dossier and no part of the data folder.
    """
    if sources is not None and not sources.is_dir():
        raise InputError(sources, "is no folder; name the folder that holds the texts of the sources")
    findings: list[Finding] = []
    root = data.resolve().parent
    dataset = read_dataset(data, findings, root=root)
    for path in files:
        if not path.resolve().is_relative_to(data.resolve()):
            dataset = _with_guest(dataset, path, root, findings)
        elif not path.is_file():
            raise InputError(path, "cannot be read (no such file); check the path")
    findings.extend(check_references(dataset))
    for dossier in dataset.dossiers:
        findings.extend(check_positions(dossier, sources))
    wanted = {file_name(path, root) for path in files}
    kept = (finding for finding in findings if not wanted or finding.position.file in wanted)
    return Checked(dataset, tuple(sorted(kept, key=lambda finding: finding.sort_key)))


def _with_guest(dataset: Dataset, path: Path, root: Path, findings: list[Finding]) -> Dataset:
    if path.suffix != ".yaml":
        raise UsageError(f"{path} is no dossier; name a file *.yaml")
    guest = read_dossier(path, findings, root=root)
    if guest is None:
        return dataset
    others = tuple(dossier for dossier in dataset.dossiers if dossier.id != guest.id)
    return replace(dataset, dossiers=(*others, guest))


def check_positions(dossier: Dossier, sources: Path | None) -> list[Finding]:
    """Check the positions of a dossier, against the words of its text where the reader has it."""
    text = read_source_text(sources, dossier) if sources is not None else None
    findings = check_spans(dossier, text)
    if sources is not None and text is None:
        name = dossier.source.text("file")
        message = f"the folder of texts has no {name!r}, so the words at the positions were not compared"
        message_vi = f"thư mục văn bản không có {name!r} nên chưa đối chiếu được lời văn tại các vị trí"
        findings.append(
            report(dossier.source, "file", "source-file", message, message_vi, severity=Severity.INFO)
        )
    return findings
