"""Options and output that commands with findings share: form, language, where they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.ask import Tongue
from kg.cli.output import print_findings, write_text
from kg.errors import Finding
from kg.validation.formats import ReportFormat, write_findings

FormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", help="Form of the findings; text goes to stderr, the others to stdout."),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Write every finding in the text, however many are of one kind.")
]
LangOption = Annotated[Tongue, typer.Option("--lang", help="Language of the messages.")]


def write_report(
    findings: Sequence[Finding], form: ReportFormat, lang: Tongue, data: Path, *, everything: bool = False
) -> None:
    """Write findings in a form.

    Args:
        findings: in the order in which they are written.
        form: text goes to stderr, where people look; the others to stdout, for programs.
        lang: language of the messages.
        data: the data folder, for the source lines of the text.
        everything: whether the text holds all findings, however many are of one kind.
    """
    if form is ReportFormat.TEXT:
        print_findings(findings, lang, data.resolve().parent, everything=everything)
    else:
        write_text(write_findings(findings, form, lang))
