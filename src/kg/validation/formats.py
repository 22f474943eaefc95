"""Write findings for people and for programs: as text, JSON, SARIF, GitHub annotations or a SHACL report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from kg.errors import Finding
from kg.validation.formats_github import to_github
from kg.validation.formats_json import to_json
from kg.validation.formats_sarif import to_sarif
from kg.validation.formats_text import NO_LINES, SourceLines, to_text
from kg.validation.formats_turtle import to_turtle


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    TURTLE = "turtle"


def write_findings(
    findings: Sequence[Finding],
    form: ReportFormat,
    language: str = "en",
    lines: SourceLines = NO_LINES,
) -> str:
    """Write a report in a form.

    Args:
        findings: in the order in which they are written.
        form: which form.
        language: ``vi`` or ``en``, for the forms that hold one language.
        lines: reads the lines of the records, for the text.
    """
    writers: Mapping[ReportFormat, Callable[[], str]] = {
        ReportFormat.TEXT: lambda: to_text(findings, language, lines),
        ReportFormat.JSON: lambda: to_json(findings),
        ReportFormat.SARIF: lambda: to_sarif(findings, language),
        ReportFormat.GITHUB: lambda: to_github(findings, language),
        ReportFormat.TURTLE: lambda: to_turtle(findings),
    }
    return writers[form]()
