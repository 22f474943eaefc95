"""``kg synth`` and ``kg bench``: make records of any size, and measure what the program does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.bench.synth import synthesise
from kg.cli.output import progress
from kg.errors import Finding, FindingsError, Severity
from kg.records.dataset import read_dataset
from kg.settings import load_settings

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Records whose register and vocabularies are used (default: the project's)."),
]


def synth(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="Folder to make; empty or absent.")],
    events: Annotated[int, typer.Option("--events", min=1, help="Number of events.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Other seeds give other records.")] = 1,
    data: DataOption = None,
) -> None:
    """Write made-up records in the real units: sources, registries, register, and texts in OUT/texts."""
    findings: list[Finding] = []
    reference = read_dataset(data or load_settings().data_folder, findings)
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise FindingsError(findings)
    progress(f"read {len(reference.register.units)} units")
    made = synthesise(reference, events, seed, output)
    typer.echo(f"{made.events} events in {made.sources} sources, in {made.folder}")
