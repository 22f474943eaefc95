"""Typed records: what a field table makes of a node, with the position of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg.errors import Position
from kg.records.fields import Kind, RecordType


class Span(NamedTuple):
    """A passage: half-open range of Unicode code points of the stored text (RFC 5147)."""

    start: int
    end: int


class Label(NamedTuple):
    """The same words in Vietnamese and English."""

    vi: str
    en: str


@dataclass(frozen=True)
class Record:
    """A mapping of a record file, typed by its field table.

    Attributes:
        type: the field table.
        values: key → value; a tuple where the field may hold many, and for passages.
        position: where the mapping starts.
        positions: key → where its value starts; ``key[2]`` for items of a list.
        path: dotted path from the file's root, as ``events[0].date``.
    """

    type: RecordType
    values: Mapping[str, object]
    position: Position
    positions: Mapping[str, Position] = field(default_factory=dict, compare=False)
    path: str = ""

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> Position:
        """Position of a field's value, or of the record where the field is absent."""
        return self.positions.get(key, self.position)

    def field_path(self, key: str) -> str:
        """Dotted path of a field."""
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str) -> str:
        """The string of a field, empty if absent."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def label(self, key: str) -> Label | None:
        """The two-language label of a field."""
        value = self.values.get(key)
        return value if isinstance(value, Label) else None

    def day(self, key: str) -> date | None:
        """The calendar day of a field."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def number(self, key: str) -> Decimal | int | None:
        """The number of a field."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None

    def flag(self, key: str) -> bool | None:
        """The truth value of a field; ``None`` if absent or not stated."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """All strings of a field: ids, enumerated values, texts."""
        value = self.values.get(key, ())
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()

    def spans(self, key: str) -> tuple[Span, ...]:
        """All passages of a field."""
        value = self.values.get(key, ())
        return tuple(item for item in value if isinstance(item, Span)) if isinstance(value, tuple) else ()

    def part(self, key: str) -> Record | None:
        """The nested record of a field that holds one."""
        value = self.values.get(key)
        return value if isinstance(value, Record) else None

    def parts(self, key: str) -> tuple[Record, ...]:
        """The nested records of a field."""
        value = self.values.get(key, ())
        if isinstance(value, Record):
            return (value,)
        return tuple(item for item in value if isinstance(item, Record)) if isinstance(value, tuple) else ()

    def walk(self) -> Iterator[Record]:
        """Yield this record and every record inside it, in the order of the tables."""
        yield self
        for row in self.type.fields:
            if row.kind is Kind.PART:
                for inner in self.parts(row.key):
                    yield from inner.walk()
