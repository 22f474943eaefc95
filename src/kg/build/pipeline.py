"""The build: read, lift, derive, check, write, switch. The same records give the same bytes.

``build_snapshot`` is a pure function of the repository but for the source texts, which are only compared.
A build with violations leaves the current snapshot as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.build import snapshot as folders
from kg.errors import Finding, FindingsError, Severity
from kg.rdf.derive import derive
from kg.rdf.graph import NamedGraph, Origin
from kg.rdf.lift import lift_dataset
from kg.rdf.ontology import read_ontology
from kg.records.dataset import Dataset, read_dataset
from kg.records.references import check_references
from kg.records.spans import check_spans, read_source_text
from kg.store.publication import write_publication
from kg.store.search import write_search_index
from kg.validation import Runner, relocate, to_findings, validate
from kg.validation.formats_json import finding_to_json, findings_from_json

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """Where a build reads from and writes to.

    Attributes:
        home: folder with ``ontology/`` and ``shapes/``.
        data: folder of the records.
        build: folder of the snapshots.
        sources: folder of the source texts, where the reader has them.
        runner: who checks the graph against the shapes.
    """

    home: Path
    data: Path
    build: Path
    sources: Path | None = None
    runner: Runner = Runner.COMPILED


@dataclass(frozen=True)
class Built:
    """What a build made: the folder, its version, counts and the findings that do not stop it."""

    folder: Path
    data_version: str
    quads: int
    findings: tuple[Finding, ...]
    validated: bool


@dataclass(frozen=True)
class Graphs:
    """All named graphs of a build with the origins of their statements."""

    lines: list[str]
    names: list[str]
    origins: dict[tuple[str, str], Origin]


def build_snapshot(inputs: Inputs, progress: Progress = lambda _message: None) -> Built:
    """Build and validate a snapshot, and make it the current one.

    Args:
        inputs: folders.
        progress: takes one line for each stage.

    Raises:
        InputError: a file cannot be read or the build folder not written.
        FindingsError: the records break a rule; nothing was replaced.
    """
    dataset, findings = read_records(inputs.data, inputs.sources, progress)
    _stop_on_violations(findings)
    graphs = make_graphs(dataset, inputs.home / "ontology", findings, progress)
    _stop_on_violations(findings)
    version = folders.version_of(graphs.lines)
    rules = folders.fingerprint([inputs.home / "shapes"])
    with folders.writing(inputs.build) as folder:
        content = "".join(graphs.lines).encode()
        (folder / "graph.nq").write_bytes(content)
        progress(f"wrote {len(graphs.lines)} statements, data version {version}")
        known = _already_validated(inputs, version, rules)
        if known is None:
            findings.extend(_validate(inputs, content, graphs.origins, progress))
        else:
            findings.extend(relocate(finding, graphs.origins) for finding in known)
        _stop_on_violations(findings)
        ordered = sorted(findings, key=lambda finding: finding.sort_key)
        write_search_index(folder / "graph.nq", folder / "search.sqlite")
        write_publication(folder, graphs.names)
        folders.write_json(folder / "findings.json", [finding_to_json(finding) for finding in ordered])
        folders.write_json(folder / "redirects.json", dict(dataset.redirects))
        manifest = {
            "data_version": version,
            "graphs": graphs.names,
            "quads": len(graphs.lines),
            "shapes": rules,
            "sources": [dossier.id for dossier in dataset.dossiers],
        }
        folders.write_json(folder / "manifest.json", manifest)
        target = folders.put_in_place(folder, inputs.build, version)
    folders.remove_old(inputs.build, {version})
    progress(f"current snapshot: {target}")
    return Built(target, version, len(graphs.lines), tuple(ordered), known is None)


def read_records(
    data: Path, sources: Path | None, progress: Progress = lambda _message: None
) -> tuple[Dataset, list[Finding]]:
    """Read and check all records: form, references, positions; all findings of all files.

    Raises:
        InputError: a file cannot be read, or is not UTF-8.
    """
    findings: list[Finding] = []
    dataset = read_dataset(data, findings)
    entries = sum(map(len, dataset.registries.values()))
    progress(f"read {len(dataset.dossiers)} dossiers and {entries} registry entries")
    findings.extend(check_references(dataset))
    for dossier in dataset.dossiers:
        text = read_source_text(sources, dossier) if sources is not None else None
        findings.extend(check_spans(dossier, text))
    return dataset, findings


def make_graphs(
    dataset: Dataset, ontology: Path, findings: list[Finding], progress: Progress = lambda _message: None
) -> Graphs:
    """Lift and derive all graphs; sorted N-Quads, each statement in exactly one graph.

    Raises:
        InputError: the ontology cannot be read.
        ValueError: a statement would stand in two graphs, which is a fault of the lift.
    """
    lifted = lift_dataset(dataset)
    graphs: dict[str, NamedGraph] = dict(lifted.graphs)
    for graph in (derive(dataset, lifted, findings), read_ontology(ontology)):
        graphs[graph.name] = graph
    progress(f"lifted {len(graphs)} named graphs")
    seen: dict[tuple[str, str, str], str] = {}
    origins: dict[tuple[str, str], Origin] = {}
    for name, graph in sorted(graphs.items()):
        for line in graph.lines:
            other = seen.setdefault(line, name)
            if other != name:
                raise ValueError(f"{' '.join(line)} stands in {other} and in {name}")
        origins.update(graph.origins)
    lines = sorted(line for graph in graphs.values() for line in graph.quads())
    return Graphs(lines, sorted(graphs), origins)


def _validate(
    inputs: Inputs, content: bytes, origins: Mapping[tuple[str, str], Origin], progress: Progress
) -> list[Finding]:
    progress(f"validating with the {inputs.runner.value} runner")
    report = validate(content, inputs.home / "shapes", inputs.runner)
    found = to_findings(report, origins)
    progress(f"validated: {len(found)} finding(s)")
    return found


def _already_validated(inputs: Inputs, version: str, rules: str) -> list[Finding] | None:
    """Findings of shapes in the current snapshot, if it holds the same graph checked by the same shapes.

    The reference runner is asked for in order to check again, so it always does.
    """
    manifest = folders.read_manifest(inputs.build)
    if inputs.runner is Runner.REFERENCE or manifest is None:
        return None
    if manifest.get("data_version") != version or manifest.get("shapes") != rules:
        return None
    stored = findings_from_json(folders.read_findings(inputs.build))
    return None if stored is None else [finding for finding in stored if finding.shape]


def _stop_on_violations(findings: list[Finding]) -> None:
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise FindingsError(findings)
