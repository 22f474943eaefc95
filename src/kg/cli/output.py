"""How the command speaks: findings and progress to stderr, results to stdout, exit codes in one place.

Exit codes: 0 ok; 1 violations; 2 usage; 3 input or I/O; 4 limit or network; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from kg.errors import UNREADABLE, Finding, FindingsError, InputError, KgError, LimitError
from kg.records.check import fails
from kg.validation.formats_text import SourceLines, text_blocks

EXIT_VIOLATIONS = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_LIMIT = 4

_PLAIN_WIDTH = 200
"""Columns of a table that is written to a file or a pipe."""


def stdout() -> Console:
    """Console for results; plain where the output is no terminal."""
    return Console(soft_wrap=True, highlight=False)


def table_console() -> Console:
    """Console for tables: as wide as the terminal, or wide enough for a file or a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PLAIN_WIDTH)


def stderr() -> Console:
    """Console for progress and errors."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def progress(message: str) -> None:
    """Show one line of progress."""
    stderr().print(f"[dim]{escape(message)}[/dim]")


def print_findings(
    findings: Sequence[Finding], language: str = "en", root: Path | None = None, *, everything: bool = False
) -> None:
    """Show findings: ``file:line:column: severity rule field: message``, the source line and a mark below it.

    Args:
        findings: in the order in which they are shown.
        language: ``vi`` or ``en``.
        root: folder that the files of the positions are relative to; None shows no source lines.
        everything: whether all are shown, however many are of one kind.
    """
    console = stderr()
    for block in text_blocks(findings, language, SourceLines(root), everything=everything):
        console.print(block)


def exit_code_of(error: KgError) -> int:
    """Exit code of an error, by its class."""
    if isinstance(error, FindingsError):
        return exit_code_of_findings(error.findings)
    if isinstance(error, InputError):
        return EXIT_INPUT
    if isinstance(error, LimitError):
        return EXIT_LIMIT
    return EXIT_USAGE


def exit_code_of_findings(findings: Iterable[Finding], *, strict: bool = False) -> int:
    """Exit code of a report: 3 where a record file could not be read, else 1 where anything fails."""
    told = list(findings)
    if any(finding.rule == UNREADABLE for finding in told):
        return EXIT_INPUT
    return EXIT_VIOLATIONS if fails(told, strict=strict) else 0


def report(error: KgError) -> int:
    """Show an error of ours and give its exit code."""
    if isinstance(error, FindingsError):
        print_findings(error.findings)
    stderr().print(f"[red]kg:[/red] {escape(str(error))}")
    for iri, label in getattr(error, "candidates", ()):
        stderr().print(f"  {escape(label)}  {escape(iri)}")
    return exit_code_of(error)


def write_text(text: str) -> None:
    """Write a result as it is, in UTF-8."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()
