"""Write findings for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.errors import Finding


def to_text(findings: Iterable[Finding], language: str = "en") -> str:
    r"""Write one line for each finding: ``file:line:column: severity rule message``.

    Args:
        findings: in the order in which they are written.
        language: ``vi`` or ``en``; a finding without a Vietnamese message is written in English.

    >>> from kg.errors import Position
    >>> to_text([Finding(Position("a.yaml", 3, 7), "X7", "too early", "quá sớm")], "vi")
    'a.yaml:3:7: violation X7 quá sớm\n'
    """
    return "".join(
        f"{finding.position}: {finding.severity} {finding.rule} {_message(finding, language)}\n"
        for finding in findings
    )


def to_json(findings: Iterable[Finding]) -> str:
    """Write a JSON array of objects; keys that have nothing to say are left out."""
    return json.dumps([_as_object(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def _message(finding: Finding, language: str) -> str:
    return finding.message_vi if language == "vi" and finding.message_vi else finding.message


def _as_object(finding: Finding) -> dict[str, object]:
    position = finding.position
    messages = {"en": finding.message, "vi": finding.message_vi}
    record: dict[str, object] = {
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "severity": str(finding.severity),
        "rule": finding.rule,
        "message": {language: text for language, text in messages.items() if text},
        "field": finding.field,
        "value": finding.value,
        "focus": finding.focus,
        "shape": finding.shape,
    }
    return {key: value for key, value in record.items() if value != ""}
