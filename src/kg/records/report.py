"""Make a finding about a field of a typed record: position, dotted path and value come from the record."""

from __future__ import annotations

from kg.errors import Finding, Severity
from kg.records.model import Record

_SHORT = 60


def report(
    record: Record,
    key: str,
    rule: str,
    message: str,
    message_vi: str,
    *,
    index: int | None = None,
    value: str = "",
    severity: Severity = Severity.VIOLATION,
) -> Finding:
    """Give a finding at a field, at one item of a field (`index`, from 0), or at the record (empty `key`)."""
    position = record.position
    path = record.path
    if key:
        position = record.at(key)
        path = record.field_path(key)
    if index is not None:
        position = record.positions.get(f"{key}[{index}]", position)
        path = f"{path}[{index}]"
    return Finding(position, rule, message, message_vi, severity, path, value[:_SHORT])


def warn(record: Record, key: str, rule: str, message: str, message_vi: str) -> Finding:
    """Give a finding that does not stop a build."""
    return report(record, key, rule, message, message_vi, severity=Severity.WARNING)
