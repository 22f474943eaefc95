"""The build: read, lift, derive, check, write, switch. The same records give the same bytes.

``build_snapshot`` is a pure function of the repository but for the source texts, which are only compared, and
the history (``kg.build.history``), which is a function of the snapshot that is replaced, too.
A build with violations leaves the current snapshot as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.build import snapshot as folders
from kg.build.check import check_graph, is_broken
from kg.build.git import commit_of, time_of
from kg.build.graphs import Graphs, Progress, make_graphs, read_records, silent
from kg.build.history import write_history
from kg.build.outlines import write_outlines
from kg.errors import Finding, FindingsError
from kg.records.dataset import Dataset
from kg.store import load_local
from kg.store.publication import write_publication
from kg.store.search_file import write_search_index
from kg.validation import Runner, relocate, to_findings, validate
from kg.validation.formats_json import finding_to_json, findings_from_json
from kg.views.overview import FILE as OVERVIEW
from kg.views.overview import Grouping, count_groups, write_tallies


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


def build_snapshot(inputs: Inputs, progress: Progress = silent) -> Built:
    """Build and validate a snapshot, and make it the current one.

    Args:
        inputs: folders.
        progress: takes one line for each stage.

    Raises:
        InputError: a file cannot be read or the build folder not written.
        FindingsError: a rule is broken; it holds the findings on records and graph. Nothing was replaced.
    """
    # Asked before anything is read: a process of this size would be forked with all that it holds.
    commit = commit_of(inputs.data)
    committed = time_of(inputs.data, commit)
    dataset, findings = read_records(inputs.data, inputs.sources, progress)
    if is_broken(findings):
        found = check_graph(dataset, findings, inputs.home, inputs.data, inputs.runner, progress)
        raise FindingsError(found.findings, waiting=len(found.waiting))
    graphs = make_graphs(dataset, inputs.home / "ontology", findings, progress)
    version = folders.version_of(graphs.lines)
    rules = folders.fingerprint([inputs.home / "shapes"])
    with folders.writing(inputs.build) as folder:
        content = "".join(graphs.lines).encode()
        (folder / "graph.nq").write_bytes(content)
        progress(f"wrote {len(graphs.lines)} statements, data version {version}")
        known = _already_validated(inputs, version, rules)
        if known is None:
            progress(f"validating with the {inputs.runner.value} runner")
            report = validate(content, inputs.home / "shapes", inputs.runner)
            findings.extend(to_findings(report, graphs.origins))
            progress(f"validated: {len(report.results)} finding(s)")
        else:
            findings.extend(relocate(finding, graphs.origins) for finding in known)
        if is_broken(findings):
            raise FindingsError(findings)
        ordered = sorted(findings, key=lambda finding: finding.sort_key)
        manifest = {
            "data_version": version,
            "commit": commit,
            "committed": committed,
            "graphs": graphs.names,
            "quads": len(graphs.lines),
            "shapes": rules,
            "sources": [dossier.id for dossier in dataset.dossiers],
        }
        folders.write_json(folder / "manifest.json", manifest)
        _write_beside(folder, dataset, graphs)
        folders.write_json(folder / "findings.json", [finding_to_json(finding) for finding in ordered])
        target = folders.put_in_place(folder, inputs.build, version, _tell_history(folder, progress))
    folders.remove_old(inputs.build, {version})
    progress(f"current snapshot: {target}")
    return Built(target, version, len(graphs.lines), tuple(ordered), known is None)


def _write_beside(folder: Path, dataset: Dataset, graphs: Graphs) -> None:
    """Write what is derived: search index, tallies, publication, outlines, redirects."""
    records = {
        node: (origin.position.file, origin.position.line)
        for (node, predicate), origin in graphs.origins.items()
        if not predicate
    }
    store = load_local(folder)
    write_search_index(store.engine, folder / "search.sqlite", records)
    tallies = {by: asyncio.run(count_groups(store, by)) for by in Grouping}
    write_tallies(folder / OVERVIEW, tallies)
    # The graph takes memory, and what follows does not need it.
    del store
    write_publication(folder, graphs.names)
    write_outlines(folder, dataset)
    folders.write_json(folder / "redirects.json", dict(dataset.redirects))


def _tell_history(folder: Path, progress: Progress) -> Callable[[Path | None], None]:
    """Return what writes the history of a snapshot once it is known which one it replaces."""
    return lambda before: write_history(folder, before, lambda line: progress(f"warning: {line}"))


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
