"""Read the records and make all named graphs of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Finding
from kg.rdf.derive import derive
from kg.rdf.graph import NamedGraph, Origin
from kg.rdf.lift import lift_dataset
from kg.rdf.ontology import read_ontology
from kg.records.dataset import Dataset, read_dataset
from kg.records.references import check_references
from kg.records.spans import check_spans, read_source_text

Progress = Callable[[str], None]


def silent(_message: str) -> None:
    """Tell nobody of the progress."""


@dataclass(frozen=True)
class Graphs:
    """All named graphs of a build with the origins of their statements."""

    lines: list[str]
    names: list[str]
    origins: dict[tuple[str, str], Origin]


def read_records(
    data: Path, sources: Path | None, progress: Progress = silent
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
    dataset: Dataset, ontology: Path, findings: list[Finding], progress: Progress = silent
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
