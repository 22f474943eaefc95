"""The work of each stage of a measurement, as functions that a new process can run."""

from __future__ import annotations

import time
from pathlib import Path

from kg.bench.synth import synthesise
from kg.build.graphs import make_graphs, read_records
from kg.errors import Finding, FindingsError, Severity
from kg.records.dataset import read_dataset
from kg.validation import Runner, validate
from kg.validation.compiled import check_each, compile_shapes, load_quads
from kg.validation.compiled.results import text_of
from kg.validation.shapes import shape_files


def synth(data: Path, events: int, seed: int, folder: Path) -> int:
    """Make synthetic records; give the number of sources."""
    findings: list[Finding] = []
    reference = read_dataset(data, findings)
    _stop(findings)
    return synthesise(reference, events, seed, folder).sources


def lift(records: Path, ontology: Path, quads: Path) -> int:
    """Read and check records, lift and derive, write canonical N-Quads; give the number of statements."""
    dataset, findings = read_records(records, None)
    lines = make_graphs(dataset, ontology, findings).lines
    _stop(findings)
    quads.write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(lines)


def check_all(quads: Path, shapes: Path) -> int:
    """Check a graph as the build does; give the number of results."""
    return len(validate(quads.read_bytes(), shapes).results)


def check_by_reference(quads: Path, shapes: Path) -> int:
    """Check a graph with pySHACL; give the number of results."""
    return len(validate(quads.read_bytes(), shapes, Runner.REFERENCE).results)


def check_each_shape(quads: Path, shapes: Path) -> dict[str, float]:
    """Check a graph in one thread; give the processor seconds of each shape by its local name."""
    data = load_quads(quads.read_bytes())
    compiled = compile_shapes(shape_files(shapes))
    seconds: dict[str, float] = {}
    before = time.process_time()
    for shape, _results in check_each(data, compiled):
        now = time.process_time()
        seconds[text_of(shape.node).rpartition("#")[2]] = now - before
        before = now
    return seconds


def _stop(findings: list[Finding]) -> None:
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise FindingsError(findings)
