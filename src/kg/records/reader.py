"""Nodes to typed records: checks every value against its field table and reports all that is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from kg.errors import Finding, Position
from kg.records.fields import Field, Kind, RecordType
from kg.records.model import Label, Record, Span
from kg.records.yaml_nodes import Mapping, Node, Scalar, Sequence
from kg.vocab import SCHEMES

ID = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*(?:/v/[0-9]+)?")
"""What an id looks like: words of small letters and digits, joined by hyphens, points and slashes."""
_WORD = re.compile(r"[a-z][a-z0-9-]*")
_SHORT = 60


class RecordReader:
    """Reads the nodes of one file; findings gather in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def read(self, node: Node, record_type: RecordType, path: str = "") -> Record | None:
        """Type a node by a field table; ``None`` if it is no mapping at all."""
        if isinstance(node, Scalar) and record_type.shorthand:
            node = Mapping(
                node.position, {record_type.shorthand: node}, {record_type.shorthand: node.position}
            )
        if not isinstance(node, Mapping):
            self._report(
                node.position, path, f"expected the fields of a {record_type.name}", "cần các trường", node
            )
            return None
        values: dict[str, object] = {}
        positions: dict[str, Position] = {}
        for key, inner in node.entries.items():
            row = record_type.by_key.get(key)
            inner_path = f"{path}.{key}" if path else key
            if row is None:
                self._unknown(node.keys[key], inner_path, key, record_type)
                continue
            positions[key] = inner.position
            value = self._field(inner, row, inner_path, positions)
            if value is not None:
                values[key] = value
        self._complete(node, record_type, path)
        return Record(record_type, values, node.position, positions, path)

    def _complete(self, node: Mapping, record_type: RecordType, path: str) -> None:
        for row in record_type.fields:
            if row.required and row.key not in node.entries:
                english = f"{record_type.name} needs {row.key!r} ({row.en}); add it"
                self._report(node.position, path, english, f"thiếu {row.key!r} ({row.vi}); hãy thêm")
        for group in record_type.one_of:
            present = [key for key in group if key in node.entries]
            if len(present) != 1:
                found = ", ".join(present) or "none"
                english = f"exactly one of {', '.join(group)} is needed; found {found}"
                self._report(
                    node.position, path, english, f"cần đúng một trong {', '.join(group)}; có {found}"
                )

    def _unknown(self, position: Position, path: str, key: str, record_type: RecordType) -> None:
        if _WORD.fullmatch(key):
            near = difflib.get_close_matches(key, record_type.by_key, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(record_type.by_key)}"
            self._report(
                position, path, f"unknown field {key!r} of {record_type.name}; {hint}", f"trường lạ {key!r}"
            )
        else:
            english = f"unknown field {key[:_SHORT]!r}; quote the text that has a comma"
            self._report(position, path, english, "trường lạ; hãy đặt đoạn có dấu phẩy trong ngoặc kép")

    def _field(self, node: Node, row: Field, path: str, positions: dict[str, Position]) -> object | None:
        if row.kind is Kind.SPANS:
            return self._spans(node, path)
        read = _READERS[row.kind]
        if not row.many:
            if isinstance(node, Sequence):
                self._report(
                    node.position,
                    path,
                    "expected one value, not a list",
                    "cần một giá trị, không phải danh sách",
                )
                return None
            return read(self, node, row, path)
        items = node.items if isinstance(node, Sequence) else [node]
        if row.card == "+" and not items:
            self._report(node.position, path, "the list is empty; give at least one", "danh sách trống")
        values = []
        for index, item in enumerate(items):
            positions[f"{row.key}[{index}]"] = item.position
            inner_path = f"{path}[{index}]" if isinstance(node, Sequence) else path
            value = read(self, item, row, inner_path)
            if value is not None:
                values.append(value)
        return tuple(values)

    def _scalar(self, node: Node, path: str, expected: str) -> str | None:
        if isinstance(node, Scalar):
            return node.text
        self._report(node.position, path, f"expected {expected}", f"cần {expected}", node)
        return None

    def _text(self, node: Node, row: Field, path: str) -> str | None:
        return self._scalar(node, path, f"text ({row.en})")

    def _slug(self, node: Node, row: Field, path: str) -> str | None:
        value = self._scalar(node, path, f"an id ({row.en})")
        if value is None or ID.fullmatch(value) or value in row.also:
            return value
        self._report(
            node.position,
            path,
            f"{value[:_SHORT]!r} is no id; use a-z, 0-9, '-', '.' and '/'",
            "mã không hợp lệ",
            node,
        )
        return None

    def _ref(self, node: Node, row: Field, path: str) -> str | None:
        value = self._scalar(node, path, f"the id of a {row.target}")
        if value is None or row.target == "measure-unit":
            return value
        return self._slug(node, row, path)

    def _enum(self, node: Node, row: Field, path: str) -> str | None:
        allowed = (*(SCHEMES[row.scheme] if row.scheme else row.choices), *row.also)
        value = self._scalar(node, path, f"one of {', '.join(allowed)}")
        if value is None or value in allowed:
            return value
        near = difflib.get_close_matches(value, allowed, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        words = ", ".join(allowed)
        self._report(node.position, path, f"expected one of {words}{hint}", f"cần một trong {words}", node)
        return None

    def _boolean(self, node: Node, row: Field, path: str) -> bool | str | None:
        allowed = ("true", "false", *row.also)
        value = self._scalar(node, path, f"one of {', '.join(allowed)}")
        if value is None:
            return None
        if value not in allowed:
            words = ", ".join(allowed)
            self._report(node.position, path, f"expected one of {words}", f"cần một trong {words}", node)
            return None
        return value if value in row.also else value == "true"

    def _day(self, node: Node, row: Field, path: str) -> date | None:
        value = self._scalar(node, path, f"a day as 2024-04-23 ({row.en})")
        if value is None:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            self._report(
                node.position, path, "no such day in the calendar", "không có ngày này trong lịch", node
            )
            return None
        self._report(
            node.position, path, "expected a day as 2024-04-23", "cần một ngày dạng 2024-04-23", node
        )
        return None

    def _decimal(self, node: Node, row: Field, path: str) -> Decimal | None:
        value = self._scalar(node, path, f"a number ({row.en})")
        if value is None:
            return None
        try:
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
                return Decimal(value)
        except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
            pass
        self._report(node.position, path, "expected a number as 1234.5", "cần một số dạng 1234.5", node)
        return None

    def _integer(self, node: Node, row: Field, path: str) -> int | None:
        value = self._scalar(node, path, f"a whole number ({row.en})")
        if value is None:
            return None
        if value.isascii() and value.isdigit() and len(value) <= 18:
            return int(value)
        self._report(node.position, path, "expected a whole number", "cần một số nguyên", node)
        return None

    def _label(self, node: Node, row: Field, path: str) -> Label | None:
        if isinstance(node, Mapping):
            for key in node.entries:
                if key not in {"vi", "en"}:
                    english = f"unknown field {key[:_SHORT]!r} of {row.key}; quote the text that has a comma"
                    self._report(node.keys[key], path, english, "hãy đặt đoạn có dấu phẩy trong ngoặc kép")
            vi, en = node.entries.get("vi"), node.entries.get("en")
            if isinstance(vi, Scalar) and isinstance(en, Scalar):
                return Label(vi.text, en.text)
        self._report(node.position, path, "expected {vi: …, en: …}", "cần {vi: …, en: …}", node)
        return None

    def _part(self, node: Node, row: Field, path: str) -> Record | None:
        if row.part is None:
            raise TypeError(row.key)
        return self.read(node, row.part, path)

    def _spans(self, node: Node, path: str) -> tuple[Span, ...] | None:
        if isinstance(node, Sequence) and node.items:
            pairs = [node] if isinstance(node.items[0], Scalar) else node.items
            found = [self._span(pair, path) for pair in pairs]
            return tuple(span for span in found if span is not None)
        self._report(node.position, path, "expected a passage [start, end]", "cần đoạn [đầu, cuối]", node)
        return None

    def _span(self, node: Node, path: str) -> Span | None:
        if isinstance(node, Sequence) and len(node.items) == 2:
            numbers = [item.text for item in node.items if isinstance(item, Scalar) and item.text.isdigit()]
            if len(numbers) == 2 and int(numbers[0]) < int(numbers[1]):
                return Span(int(numbers[0]), int(numbers[1]))
        self._report(
            node.position,
            path,
            "expected a passage [start, end] with start < end",
            "cần đoạn [đầu, cuối]",
            node,
        )
        return None

    def _report(
        self, position: Position, path: str, english: str, vietnamese: str, node: Node | None = None
    ) -> None:
        value = node.text[:_SHORT] if isinstance(node, Scalar) else ""
        self.findings.append(Finding(position, "schema", english, vietnamese, field=path, value=value))


_READERS: dict[Kind, Callable[[RecordReader, Node, Field, str], object | None]] = {
    Kind.TEXT: RecordReader._text,  # noqa: SLF001
    Kind.SLUG: RecordReader._slug,  # noqa: SLF001
    Kind.REF: RecordReader._ref,  # noqa: SLF001
    Kind.ENUM: RecordReader._enum,  # noqa: SLF001
    Kind.BOOLEAN: RecordReader._boolean,  # noqa: SLF001
    Kind.DAY: RecordReader._day,  # noqa: SLF001
    Kind.DECIMAL: RecordReader._decimal,  # noqa: SLF001
    Kind.INTEGER: RecordReader._integer,  # noqa: SLF001
    Kind.LABEL: RecordReader._label,  # noqa: SLF001
    Kind.PART: RecordReader._part,  # noqa: SLF001
}
