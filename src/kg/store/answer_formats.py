"""Writes answers: CSV for programs, and the words of each cell for readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from kg.rdf import iri
from kg.store.questions import Answer
from kg.text.dates import format_date
from kg.text.language import Language

BYTE_ORDER_MARK: Final = "\ufeff"
"""Excel reads a CSV file as UTF-8 only where it begins with this."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN: Final = " | "


def to_csv(answer: Answer) -> str:
    """Write an answer as CSV (RFC 4180, CRLF): values, IRIs and bounds of dates, and the sources of each row.

    Lists are parted by ``|``. A text that a spreadsheet could take for a formula gets an apostrophe first.
    """
    names = []
    for column in (*answer.columns, *answer.extra):
        if column["kind"] != "sources":
            names += _fields(column, answer.rows)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*names, "sources"])
    for row in answer.rows:
        writer.writerow([*(_csv_cell(row.get(name)) for name in names), _csv_sources(row["sources"])])
    return stream.getvalue()


def _fields(column: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    name, kind = column["name"], column["kind"]
    if kind == "date":
        return [name, f"{name}_earliest", f"{name}_latest"]
    if kind in {"entity", "local"} or any(f"{name}_id" in row for row in rows):
        return [name, f"{name}_id"]
    return [name]


def _csv_cell(value: object) -> str:
    if isinstance(value, list):
        return escape_formula(_BETWEEN.join("" if item is None else str(item) for item in value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return escape_formula(value)
    return "" if value is None else str(value)


def _csv_sources(sources: Sequence[Mapping[str, Any]]) -> str:
    return _BETWEEN.join(f"{place_of(source)} ({source['status']})" for source in sources)


def place_of(source: Mapping[str, Any]) -> str:
    """Give the IRI of a passage, or of a version of the register.

    >>> place_of({"source": "https://example.org/s", "start": 3, "end": 9, "status": "stated"})
    'https://example.org/s#char=3,9'
    """
    if "version" in source:
        basis = f"; {source['legal_basis']}" if source["legal_basis"] else ""
        return f"{source['version']}{basis}"
    return f"{source['source']}#char={source['start']},{source['end']}"


def escape_formula(text: str) -> str:
    """Keep a spreadsheet from running a cell.

    >>> escape_formula("=1+1"), escape_formula("xã")
    ("'=1+1", 'xã')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def words_of(row: Mapping[str, Any], column: Mapping[str, str], lang: Language) -> str:
    """Give the words of a cell for a reader: labels instead of codes, dates as people write them.

    Args:
        row: of an answer.
        column: one of its columns.
        lang: of the reader.
    """
    name, kind = column["name"], column["kind"]
    if kind == "sources":
        return "; ".join(dict.fromkeys(iri.local(source["source"]) for source in row["sources"]))
    if kind in {"date", "day"}:
        return _days(row.get(name), row.get(f"{name}_earliest"), row.get(f"{name}_latest"), lang)
    value = row.get(f"{name}_label", row.get(name))
    if isinstance(value, bool):
        return {"vi": ("không", "có"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(str(item) for item in value))
    return "" if value is None else str(value)


def _days(day: str | None, first: str | None, last: str | None, lang: Language) -> str:
    if day:
        return format_date(date.fromisoformat(day), lang)
    start = format_date(date.fromisoformat(first), lang) if first else ""
    end = format_date(date.fromisoformat(last), lang) if last else ""
    if start and end:
        return f"{start} – {end}"
    return f"≥ {start}" if start else f"≤ {end}" if end else ""


def sources_in_words(sources: Sequence[Mapping[str, Any]]) -> str:
    """Give the sources of a row in short: each source once, with its passages.

    >>> source = "https://w3id.org/diaban/id/source/a"
    >>> sources_in_words([{"source": source, "start": s, "end": s + 2, "status": "stated"} for s in (1, 5)])
    'a 1–3, 5–7'
    """
    grouped: dict[str, list[str]] = {}
    for source in sources:
        if "version" in source:
            basis = f" ({source['legal_basis']})" if source["legal_basis"] else ""
            grouped.setdefault(iri.local(source["version"]) + basis, [])
        else:
            name = iri.local(source["source"]).removeprefix("source/")
            grouped.setdefault(name, []).append(f"{source['start']}–{source['end']}")
    return "; ".join(f"{name} {', '.join(places)}".strip() for name, places in grouped.items())
