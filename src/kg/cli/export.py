"""``kg export``: the data in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import progress
from kg.errors import Finding, FindingsError, UsageError
from kg.export.files import Exported, Format
from kg.export.package import DESCRIPTOR, export_register
from kg.records.outlines import read_outlines
from kg.records.register import read_register
from kg.settings import load_settings


def register(
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder for the package; new, or empty.", show_default=False)
    ],
    chosen: Annotated[Format, typer.Option("--format", help="Format of the files.")] = Format.CSV,
    byte_order_mark: Annotated[
        bool,
        typer.Option("--bom", help="Begin CSV files with a byte order mark, for Excel."),
    ] = False,
    data: Annotated[Path | None, typer.Option("--data", help="Folder of the records.")] = None,
) -> None:
    """Write the register of administrative units as a data package: files and what their columns mean."""
    if byte_order_mark and chosen is not Format.CSV:
        raise UsageError(f"--bom is for CSV; leave it out with --format {chosen.value}")
    folder = (data if data is not None else load_settings().data_folder) / "register"
    units = read_register(folder)
    findings: list[Finding] = []
    outlines = read_outlines(folder, units, findings)
    if findings:
        raise FindingsError(findings)
    files = export_register(Exported(units, outlines, byte_order_mark), chosen, output)
    progress(f"{len(units.units)} units, {len(units.all_versions)} versions, {len(units.changes)} changes")
    for file in (*(file.name for file in files), DESCRIPTOR):
        typer.echo(output / file)
