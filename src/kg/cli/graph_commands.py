"""``kg build``: the graph from the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.build import Inputs, build_snapshot
from kg.cli.output import print_findings, progress
from kg.settings import Settings, load_settings

BuildOption = Annotated[Path | None, typer.Option("--build", help="Folder of the snapshots.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the records.")]


def _settings(data: Path | None = None, build: Path | None = None) -> Settings:
    settings = load_settings()
    changes = {key: value for key, value in {"data": data, "build": build}.items() if value is not None}
    return settings.model_copy(update=changes)


def _inputs(settings: Settings) -> Inputs:
    return Inputs(settings.home, settings.data_folder, settings.build, settings.sources)


def build(data: DataOption = None, build_folder: BuildOption = None) -> None:
    """Make the graph from the records, validate it, and make it the current snapshot."""
    built = build_snapshot(_inputs(_settings(data, build_folder)), progress)
    print_findings(built.findings)
    typer.echo(f"{built.quads} statements, data version {built.data_version}, in {built.folder}")
