"""Read a CSV file into rows whose every cell knows its line and column.

The files of the register are RFC 4180 with commas, UTF-8, a header, and one record per line (no line break
inside a cell), so that an editor's line is the record's line. What breaks that is a finding; the other rows
are still read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import Finding, Position
from kg.records.text_files import file_name, read_record_text

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=,|$)')


class Cell(NamedTuple):
    """The text of one cell, without its quotes, and where it begins: file, line and column of the file."""

    column: str
    text: str
    file: str
    line: int
    start: int

    @property
    def position(self) -> Position:
        """Where the cell begins; made when asked for, as a register has half a million cells."""
        return Position(self.file, self.line, self.start)


@dataclass(frozen=True)
class Row:
    """One record: a cell for every column of the header."""

    cells: dict[str, Cell]
    position: Position

    def __getitem__(self, column: str) -> Cell:
        return self.cells[column]


def split_line(line: str) -> list[tuple[int, str]]:
    """Split one CSV line into (1-based column of the cell, its text).

    Raises:
        ValueError: a quote is not closed, or text follows a closing quote; its argument is the column.

    >>> split_line('a,"b ""c"", d",')
    [(1, 'a'), (3, 'b "c", d'), (16, '')]
    """
    cells: list[tuple[int, str]] = []
    start = 0
    while True:
        if line.startswith('"', start):
            quoted = _QUOTED.match(line, start)
            if quoted is None:
                raise ValueError(start + 1)
            cells.append((start + 1, quoted[1].replace('""', '"')))
            end = quoted.end()
        else:
            comma = line.find(",", start)
            end = len(line) if comma < 0 else comma
            cells.append((start + 1, line[start:end]))
        if end >= len(line):
            return cells
        start = end + 1


def read_table(
    path: Path, columns: Sequence[str], findings: list[Finding], *, root: Path | None = None
) -> list[Row]:
    """Read the file at ``path``; what is wrong with its form is appended to ``findings``.

    Args:
        path: the CSV file.
        columns: the columns that must be there; any order, no others.
        findings: grows by one entry per problem.
        root: positions name the file relative to this folder; default: the path as given.

    Returns:
        the rows that have a cell for every column; none when the file cannot be read or its header is wrong.
    """
    name = file_name(path, root)
    text = read_record_text(path, name, findings)
    if text is None:
        return []
    lines = text.removeprefix("\ufeff").split("\n")
    header = _cells(name, 1, lines[0], findings)
    if header is None or not _header_is_right(name, header, columns, findings):
        return []
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip("\r"):
            continue
        cells = _cells(name, number, line, findings)
        if cells is None:
            continue
        if len(cells) != len(header):
            findings.append(_wrong_count(Position(name, number, cells[-1][0]), len(cells), len(header)))
            continue
        row = {
            column: Cell(column, text, name, number, start)
            for (_, column), (start, text) in zip(header, cells, strict=True)
        }
        findings.extend(problem for cell in row.values() if (problem := _untidy(cell)) is not None)
        rows.append(Row(row, Position(name, number)))
    return rows


def _cells(name: str, number: int, line: str, findings: list[Finding]) -> list[tuple[int, str]] | None:
    try:
        return split_line(line.rstrip("\r"))
    except ValueError as error:
        findings.append(
            Finding(
                Position(name, number, int(error.args[0])),
                "syntax",
                "this quote does not end before a comma or the end of the line; "
                "close it, and write a quote inside a cell twice",
                "dấu ngoặc kép này không đóng trước dấu phẩy hoặc cuối dòng; "
                "hãy đóng lại, ngoặc kép trong ô viết hai lần",
            )
        )
        return None


def _header_is_right(
    name: str, header: list[tuple[int, str]], columns: Sequence[str], findings: list[Finding]
) -> bool:
    before = len(findings)
    seen: set[str] = set()
    for start, column in header:
        if column in seen or column not in columns:
            fault = "stands twice" if column in seen else "is not known here"
            fault_vi = "bị lặp" if column in seen else "không có ở đây"
            findings.append(
                Finding(
                    Position(name, 1, start),
                    "schema",
                    f"the column {column!r} {fault}; the columns are {', '.join(columns)}",
                    f"cột {column!r} {fault_vi}; các cột là {', '.join(columns)}",
                    value=column,
                )
            )
        seen.add(column)
    findings.extend(
        Finding(
            Position(name),
            "schema",
            f"the column {column!r} is missing; add it to the header and to every row",
            f"thiếu cột {column!r}; hãy thêm vào dòng đầu và mọi dòng",
            field=column,
        )
        for column in columns
        if column not in seen
    )
    return len(findings) == before


def _wrong_count(position: Position, count: int, wanted: int) -> Finding:
    return Finding(
        position,
        "syntax",
        f"this row has {count} cells and the header {wanted}; quote a cell that has a comma",
        f"dòng này có {count} ô, dòng đầu có {wanted}; ô có dấu phẩy phải đặt trong ngoặc kép",
    )


def _untidy(cell: Cell) -> Finding | None:
    text = cell.text
    if text == text.strip() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return None
    return Finding(
        cell.position,
        "schema",
        "write this cell in Unicode NFC and without white space around it",
        "hãy viết ô này theo Unicode NFC, không có khoảng trắng ở đầu và cuối",
        field=cell.column,
        value=cell.text,
    )
