"""``kg shacl``: check RDF files of any kind against shapes of any kind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.ask import Tongue
from kg.cli.findings_report import LangOption
from kg.cli.graph_commands import RunnerOption
from kg.cli.output import EXIT_VIOLATIONS, stderr, stdout, write_text
from kg.validation import Runner
from kg.validation.any_rdf import check_files
from kg.validation.any_rdf_formats import AnyRdfFormat, text_blocks, to_json, to_turtle


def shacl(
    data: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATA...", help="RDF files: *.ttl, *.nt, *.nq, *.trig, *.jsonld, *.json, *.rdf, *.xml."
        ),
    ],
    shapes: Annotated[
        list[Path],
        typer.Option("--shapes", help="RDF file with shapes, or folder of *.ttl; may be repeated."),
    ],
    runner: RunnerOption = Runner.COMPILED,
    report_format: Annotated[
        AnyRdfFormat, typer.Option("--format", help="Form of the report, on stdout.")
    ] = AnyRdfFormat.TEXT,
    lang: LangOption = Tongue.EN,
    everything: Annotated[
        bool, typer.Option("--all", help="Write every result in the text, however many say the same.")
    ] = False,
) -> None:
    """Check RDF files against SHACL shapes; exit 0 if they conform, 1 if not, 3 if a file cannot be read."""
    checked = check_files(data, shapes, runner)
    if not checked.has_targets:
        stderr().print(
            "[yellow]no shape has a target, so nothing was checked; add sh:targetClass or the like[/yellow]"
        )
    if report_format is AnyRdfFormat.TEXT:
        console = stdout()
        for block in text_blocks(checked, lang, everything=everything):
            console.print(block)
    else:
        write_text(to_json(checked) if report_format is AnyRdfFormat.JSON else to_turtle(checked))
    raise typer.Exit(0 if checked.conforms else EXIT_VIOLATIONS)
