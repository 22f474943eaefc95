"""Turn the cells of a CSV row into typed values; a cell that does not fit becomes a finding.

One `CellReader` serves one reading of a folder: a row with a wrong cell is dropped, and the others go on, so
that all findings of all files come in one run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar

from kg.errors import Finding
from kg.records.csv_table import Cell, Row

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[1-9]\d*")
_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?")


class CellReader:
    """Reads typed values from cells and collects what is wrong with them in ``findings``."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def each(self, rows: list[Row], make: Callable[[CellReader, Row], T]) -> list[tuple[T, Row]]:
        """Make a value of every row; rows in which a cell is wrong are left out."""
        made: list[tuple[T, Row]] = []
        for row in rows:
            before = len(self.findings)
            value = make(self, row)
            if len(self.findings) == before:
                made.append((value, row))
        return made

    def wrong(self, cell: Cell, wanted: str, wanted_vi: str) -> None:
        """Record that a cell does not hold what is wanted."""
        self.findings.append(
            Finding(
                cell.position,
                "schema",
                f"{cell.column}: {cell.text!r} is not {wanted}; write {wanted}",
                f"{cell.column}: {cell.text!r} không phải là {wanted_vi}; hãy viết {wanted_vi}",
                field=cell.column,
                value=cell.text,
            )
        )

    def match(self, cell: Cell, pattern: re.Pattern[str], wanted: str, wanted_vi: str) -> str:
        """Give the text of a cell that a pattern describes wholly."""
        if not pattern.fullmatch(cell.text):
            self.wrong(cell, wanted, wanted_vi)
        return cell.text

    def some_text(self, cell: Cell) -> str:
        """Give the text of a cell that must not be empty."""
        if not cell.text:
            self.wrong(cell, "a text", "một đoạn chữ")
        return cell.text

    def number(self, cell: Cell) -> int:
        """Give a whole number from 1."""
        if not _NUMBER.fullmatch(cell.text):
            self.wrong(cell, "a whole number from 1", "một số nguyên từ 1")
            return 0
        return int(cell.text)

    def choice(self, cell: Cell, choices: Collection[str]) -> str:
        """Give the text of a cell that must be one of some words."""
        if cell.text not in choices:
            listed = ", ".join(choices)
            self.wrong(cell, f"one of {listed}", f"một trong {listed}")
        return cell.text

    def day(self, cell: Cell) -> date:
        """Give a day written as in ISO 8601, with hyphens."""
        try:
            if _DAY.fullmatch(cell.text):
                return date.fromisoformat(cell.text)
        except ValueError:
            pass  # 2021-02-30 has the form and is no day: told below like any other wrong word
        self.wrong(cell, "a day of the calendar, as 2020-01-31", "một ngày có thật, dạng 2020-01-31")
        return date.min

    def optional_day(self, cell: Cell) -> date | None:
        """Give a day, or None for an empty cell."""
        return self.day(cell) if cell.text else None

    def degrees(self, cell: Cell, limit: int) -> str | None:
        """Give decimal degrees within ±limit as written, or None for an empty cell."""
        if not cell.text:
            return None
        if not _DEGREES.fullmatch(cell.text) or abs(float(cell.text)) > limit:
            wanted = f"degrees between -{limit} and {limit}"
            self.wrong(cell, wanted, f"số độ từ -{limit} đến {limit}")
        return cell.text
