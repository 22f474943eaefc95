"""Write findings as SARIF 2.1.0 (OASIS Standard), which code hosts and editors show on the lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from kg.errors import Finding, Severity
from kg.validation.formats_help import GUIDE_URI, help_anchor, message_in

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(findings: Sequence[Finding], language: str = "en") -> str:
    """Write a log of one run; columns count code points, files are relative to the root of the project."""
    rules = sorted({finding.rule for finding in findings})
    driver = {
        "name": "kg",
        "version": version("diaban"),
        "informationUri": GUIDE_URI,
        "rules": [_rule(rule) for rule in rules],
    }
    root = {"description": {"text": "The folder that holds the data folder."}}
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": root},
        "results": [_result(finding, rules.index(finding.rule), language) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str) -> dict[str, object]:
    guide = f"{GUIDE_URI}#{help_anchor(rule)}"
    return {
        "id": rule,
        "shortDescription": {"text": f"rule {rule} of the records or shapes"},
        "help": {"text": f"How to read and mend it: {guide}"},
        "helpUri": guide,
    }


def _result(finding: Finding, index: int, language: str) -> dict[str, object]:
    position = finding.position
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": _artifact(position.file),
            "region": {"startLine": position.line, "startColumn": position.column},
        }
    }
    if finding.field:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.field, "kind": "member"}]
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message_in(finding, language)},
        "locations": [location],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
    }
    said = {
        "kind": finding.kind,
        "messageEn": finding.message,
        "messageVi": finding.message_vi,
        "value": finding.value,
        "focus": finding.focus,
        "shape": finding.shape,
    }
    result["properties"] = {key: value for key, value in said.items() if value}
    return result


def _artifact(file: str) -> dict[str, str]:
    """Locate a file: by its name below the root, or absolutely where it lies outside the project."""
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(file), "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: Finding) -> str:
    """Tell a finding from others by what it says, not by its line, which moves when lines are added above."""
    parts = (finding.position.file, finding.rule, finding.focus or finding.field, finding.message)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
