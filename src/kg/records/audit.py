"""List everything that a dossier records in reading order, each with its slice of the text.

For a second reader, who checks a dossier against its text in minutes. The list quotes the source at length:
it is for reading, and never part of the project.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Position
from kg.records.dataset import Dossier
from kg.records.fields import Kind
from kg.records.model import Label, Record, Span
from kg.records.spans import spans_of
from kg.text.canonical import fold_space


@dataclass(frozen=True)
class AuditRow:
    """One passage of one record.

    Attributes:
        span: the passage. words: what the text has there, white space folded.
        field: dotted path of the passage, as ``events[0].at``; position: where it stands in the dossier.
        claim: the record's own values in a line, as ``summary=… due=…``.
    """

    span: Span
    words: str
    field: str
    position: Position
    claim: str


def audit(dossier: Dossier, text: str) -> list[AuditRow]:
    """Give a row for every passage of a dossier: first read first, of two that begin together the longer."""
    rows = [
        AuditRow(
            span,
            fold_space(text[span.start : span.end]),
            record.field_path(key),
            record.at(key),
            _claim(record),
        )
        for record in dossier.record.walk()
        for key, span in spans_of(record)
    ]
    return sorted(rows, key=lambda row: (row.span.start, -row.span.end, row.position, row.field))


def _claim(record: Record) -> str:
    """Tell the values of a record that are neither passages nor records themselves."""
    told = [
        f"{row.key}={_words(record.values[row.key])}"
        for row in record.type.fields
        if row.key in record and row.kind not in {Kind.SPANS, Kind.PART}
    ]
    return f"{record.type.name}: {' '.join(told)}".rstrip(": ")


def _words(value: object) -> str:
    if isinstance(value, Label):
        return repr(value.vi)
    if isinstance(value, tuple):
        return ",".join(_words(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str) and " " in value else str(value)
