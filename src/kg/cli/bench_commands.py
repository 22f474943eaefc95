"""``kg synth`` and ``kg bench``: make records of any size, and measure what the program does with them."""

from __future__ import annotations

import json
import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.bench.http import measure, report
from kg.bench.http.bench import measure_http, run_as_the_service
from kg.bench.http.processor import descendants
from kg.bench.http.service import own_service
from kg.bench.http.virtuoso import filled_virtuoso
from kg.bench.records import measure_records
from kg.bench.register import measure_register
from kg.bench.synth import synthesise
from kg.bench.tables import records_table, register_table, validation_tables
from kg.bench.validation import Places, measure_validation
from kg.cli.graph_commands import BuildOption
from kg.cli.output import progress
from kg.errors import Finding, FindingsError, InputError, Severity, UsageError
from kg.records.dataset import read_dataset
from kg.settings import load_settings

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Records whose register and vocabularies are used (default: the project's)."),
]

JsonOption = Annotated[
    Path | None, typer.Option("--json", help="File for what was measured.", show_default=False)
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


def bench_http(
    build_folder: BuildOption = None,
    rounds: Annotated[int, typer.Option("--rounds", min=2, help="Queries of each question.")] = 100,
    clients: Annotated[int, typer.Option("--clients", min=1, max=2000, help="Clients at once.")] = 64,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="How long they ask.")] = 60.0,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Workers of the service.")] = 4,
    other: Annotated[
        list[str] | None, typer.Option("--other", help="A SPARQL endpoint with the same graph, to compare.")
    ] = None,
    virtuoso: Annotated[
        bool, typer.Option("--virtuoso", help="Start a Virtuoso 7, fill it with the snapshot, and compare.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Of the choice of things that are asked for.")] = 1,
    json_file: JsonOption = None,
) -> None:
    """Ask point questions over HTTP: one by one, from many clients, and without isolation."""
    _check_writable(json_file)
    snapshot = (build_folder or load_settings().build) / "current"
    command = (sys.executable, "-c", "from kg.cli.main import main; main()")
    with ExitStack() as stack:
        peers = [measure.Peer(url, url) for url in other or []]
        if virtuoso:
            progress("filling Virtuoso")
            server = stack.enter_context(filled_virtuoso(snapshot))
            peers.append(measure.Peer("Virtuoso", server.url, server.pid))
        service = stack.enter_context(own_service(command, snapshot.parent, workers))
        own = measure.Peer("diaban", f"{service.base}/sparql", service.pid, tuple(descendants(service.pid)))
        plan = measure.Plan([own, *peers], snapshot, rounds, clients, seconds, seed)
        found = run_as_the_service(measure_http(plan, progress))
    _write_json(json_file, found)
    typer.echo(report.http_tables(found), nl=False)


def bench_validation(
    size: Annotated[
        str,
        typer.Option("--size", help="Statements of the large graph, as 1M; the small one has a tenth."),
    ] = "0.1M",
    limit: Annotated[
        float, typer.Option("--limit", min=1, help="Processor seconds that pySHACL may take on one graph.")
    ] = 300,
    json_file: JsonOption = None,
    data: DataOption = None,
) -> None:
    """Measure making and checking the graph at two sizes, the growth of each shape, and both runners."""
    settings = load_settings()
    places = Places(data or settings.data_folder, settings.home)
    _check_writable(json_file)
    found = measure_validation(places, _statements(size), limit, progress)
    _write_json(json_file, found)
    typer.echo(validation_tables(found), nl=False)


def bench_register(json_file: JsonOption = None, data: DataOption = None) -> None:
    """Measure reading and checking the register, building, loading, and starting the service."""
    settings = load_settings()
    _check_writable(json_file)
    found = measure_register(Places(data or settings.data_folder, settings.home), progress)
    _write_json(json_file, found)
    typer.echo(register_table(found), nl=False)


def _check_writable(json_file: Path | None) -> None:
    if json_file is not None and not json_file.absolute().parent.is_dir():
        raise InputError(json_file, "cannot be written (no such folder); make the folder, or name another")


def _write_json(json_file: Path | None, found: dict[str, Any]) -> None:
    if json_file is not None:
        json_file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def bench_records(
    size: Annotated[str, typer.Option("--size", help="Statements of the graph, as 1M.")] = "0.1M",
    dossiers: Annotated[
        int, typer.Option("--dossiers", min=1, help="Dossiers that are changed, each saved twice.")
    ] = 30,
    json_file: JsonOption = None,
    data: DataOption = None,
) -> None:
    """Measure checking a dossier at each save, as `kg check --watch` does."""
    settings = load_settings()
    _check_writable(json_file)
    places = Places(data or settings.data_folder, settings.home)
    found = measure_records(places, _statements(size), dossiers, progress)
    _write_json(json_file, found)
    typer.echo(records_table(found), nl=False)


def _statements(size: str) -> int:
    """Read a size.

    Raises:
        UsageError: it is none.

    >>> _statements("0.1M"), _statements("20k")
    (100000, 20000)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([kM]?)", size)
    statements = round(float(match[1]) * {"": 1, "k": 1_000, "M": 1_000_000}[match[2]]) if match else 0
    if not 10_000 <= statements <= 100_000_000:
        raise UsageError(f"--size {size}: expected a number of statements from 10k to 100M, as 0.1M or 1M")
    return statements
