"""``kg build``: the graph from the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg.build import Inputs, build_snapshot
from kg.cli.ask import Tongue
from kg.cli.findings_report import AllOption, FormatOption, LangOption, write_report
from kg.cli.output import exit_code_of, progress, stderr
from kg.errors import FindingsError
from kg.settings import Settings, load_settings
from kg.validation import Runner
from kg.validation.formats import ReportFormat

BuildOption = Annotated[Path | None, typer.Option("--build", help="Folder of the snapshots.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the records.")]

RunnerOption = Annotated[
    Runner, typer.Option("--runner", help="Who checks: the compiled runner, or pySHACL as the reference.")
]


def _settings(data: Path | None = None, build: Path | None = None) -> Settings:
    settings = load_settings()
    changes = {key: value for key, value in {"data": data, "build": build}.items() if value is not None}
    return settings.model_copy(update=changes)


def build(
    data: DataOption = None,
    build_folder: BuildOption = None,
    report_format: FormatOption = ReportFormat.TEXT,
    lang: LangOption = Tongue.EN,
    runner: RunnerOption = Runner.COMPILED,
    everything: AllOption = False,
) -> None:
    """Make the graph from the records, validate it, and make it the current snapshot."""
    settings = _settings(data, build_folder)
    inputs = Inputs(settings.home, settings.data_folder, settings.build, settings.sources, runner)
    try:
        built = build_snapshot(inputs, progress)
    except FindingsError as error:
        write_report(error.findings, report_format, lang, settings.data_folder, everything=everything)
        stderr().print(f"[red]kg:[/red] {escape(str(error))}")
        raise typer.Exit(exit_code_of(error)) from error
    write_report(built.findings, report_format, lang, settings.data_folder, everything=everything)
    told = f"{built.quads} statements, data version {built.data_version}, in {built.folder}"
    typer.echo(told, err=report_format is not ReportFormat.TEXT)
