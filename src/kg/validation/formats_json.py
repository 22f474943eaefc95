"""Write findings as JSON, and read back what a snapshot holds of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kg.errors import Finding, Position, Severity

_TEXTS = ("field", "value", "focus", "shape", "component", "path")


def to_json(findings: Sequence[Finding]) -> str:
    """Write an object whose ``findings`` is an array of objects (`finding_to_json`)."""
    rows = [finding_to_json(finding) for finding in findings]
    return json.dumps({"findings": rows}, ensure_ascii=False, indent=2) + "\n"


def finding_to_json(finding: Finding) -> dict[str, object]:
    """Spell a finding as JSON; what it does not say is an empty string."""
    return {
        "file": finding.position.file,
        "line": finding.position.line,
        "column": finding.position.column,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "kind": finding.kind,
        "message": {"en": finding.message, "vi": finding.message_vi},
        **{name: getattr(finding, name) for name in _TEXTS},
    }


def findings_from_json(rows: object) -> list[Finding] | None:
    """Read a list of what `finding_to_json` wrote; None for anything else, as of an earlier version."""
    if not isinstance(rows, list):
        return None
    found = [_finding(row) for row in rows if isinstance(row, Mapping)]
    complete = [finding for finding in found if finding is not None]
    return complete if len(complete) == len(rows) else None


def _finding(row: Mapping[str, object]) -> Finding | None:
    message, line, column = row.get("message"), row.get("line"), row.get("column")
    texts = {name: row.get(name) for name in ("file", "rule", "severity", *_TEXTS)}
    words = {name: text for name, text in texts.items() if isinstance(text, str)}
    if not isinstance(message, Mapping) or not isinstance(line, int) or not isinstance(column, int):
        return None
    if len(words) < len(texts) or words["severity"] not in set(Severity):
        return None
    return Finding(
        position=Position(words["file"], line, column),
        rule=words["rule"],
        message=str(message.get("en", "")),
        message_vi=str(message.get("vi", "")),
        severity=Severity(words["severity"]),
        **{name: words[name] for name in _TEXTS},
    )
