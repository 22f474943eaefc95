"""Check everything in one run: form, references and positions of the records, and the graph by the shapes.

One bad record hides nothing: it is left out, and the rest is lifted and checked. Findings that may be mere
consequences of what was left out wait until it is mended (`kg.build.doubt`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build.doubt import Doubt
from kg.build.graphs import Progress, make_graphs, silent
from kg.errors import Finding, Severity
from kg.records.check import check_records
from kg.records.dataset import Dataset
from kg.validation import Runner, to_findings, validate
from kg.validation.monotone import rules_on_absence


@dataclass(frozen=True)
class CheckedGraph:
    """What is wrong with records and graph, in the order of a report.

    Attributes:
        dataset: what could be read.
        findings: everything that can be told.
        waiting: findings of shapes that may be consequences of records that are wrong.
    """

    dataset: Dataset
    findings: tuple[Finding, ...]
    waiting: tuple[Finding, ...] = ()


def check_everything(
    home: Path,
    data: Path,
    sources: Path | None = None,
    runner: Runner = Runner.COMPILED,
    progress: Progress = silent,
) -> CheckedGraph:
    """Check a data folder as a build would, and make nothing.

    Args:
        home: folder with ``ontology/`` and ``shapes/``.
        data: the data folder.
        sources: folder of the source texts, where the reader has them.
        runner: who checks the graph.
        progress: takes one line for each stage.

    Raises:
        InputError: a folder is not there.
        ShapeError: a shape is ill-formed or not understood.
    """
    checked = check_records(data, sources)
    return check_graph(checked.dataset, checked.findings, home, data, runner, progress)


def check_graph(
    dataset: Dataset,
    findings: Sequence[Finding],
    home: Path,
    data: Path,
    runner: Runner = Runner.COMPILED,
    progress: Progress = silent,
) -> CheckedGraph:
    """Lift what could be read, check it by the shapes, and join the findings with those on the records.

    Args:
        dataset: what could be read.
        findings: what is wrong with the records.
        home: folder with ``ontology/`` and ``shapes/``.
        data: the data folder.
        runner: who checks the graph.
        progress: takes one line for each stage.

    Raises:
        InputError: the ontology or the shapes cannot be read.
        ShapeError: a shape is ill-formed or not understood.
    """
    doubt = Doubt.of(findings, dataset, data.resolve().parent)
    every = list(findings)
    graphs = make_graphs(doubt.without(dataset), home / "ontology", every, progress)
    report = validate("".join(graphs.lines).encode(), home / "shapes", runner)
    found = to_findings(report, graphs.origins)
    waiting: list[Finding] = []
    if is_broken(findings):
        found, waiting = doubt.split(found, graphs.lines, rules_on_absence(home / "shapes"))
    every += found
    ordered = sorted(every, key=lambda finding: finding.sort_key)
    return CheckedGraph(dataset, tuple(ordered), tuple(waiting))


def is_broken(findings: Iterable[Finding]) -> bool:
    """Whether there is a violation among findings."""
    return any(finding.severity is Severity.VIOLATION for finding in findings)
