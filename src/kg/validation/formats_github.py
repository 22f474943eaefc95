"""Write findings as workflow commands of GitHub Actions, which shows them on the changed lines.

Commands and their escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Finding, Severity
from kg.validation.formats_help import message_in

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(findings: Iterable[Finding], language: str = "en") -> str:
    r"""Write one command for each finding.

    >>> from kg.errors import Position
    >>> to_github([Finding(Position("a.yaml", 3, 7), "X7", "50% too early")])
    '::error file=a.yaml,line=3,col=7,title=X7::50%25 too early\n'
    """
    return "".join(_command(finding, language) for finding in findings)


def _command(finding: Finding, language: str) -> str:
    position = finding.position
    place = f"file={_property(position.file)},line={position.line},col={position.column}"
    kind = "conflict" if finding.kind == "conflict" else ""
    title = " ".join(part for part in (kind, finding.rule, finding.field) if part)
    message = _data(message_in(finding, language))
    return f"::{_COMMANDS[finding.severity]} {place},title={_property(title)}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
