"""YAML text to a tree of nodes with positions, strictly: every scalar stays a string.

Read from the events of PyYAML's C parser (YAML 1.1), because ``safe_load`` turns ``NO``, ``013`` and
``2014-05`` into other things and forgets where a value stood. Duplicate keys, nulls, anchors, aliases, tags
and tabs are findings with a position; one of them does not hide the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass, field

import yaml

from kg.errors import Finding, Position


@dataclass
class Scalar:
    """A string with its position; `plain` says that it was not quoted."""

    text: str
    position: Position
    plain: bool = True


@dataclass
class Sequence:
    """A list of nodes."""

    position: Position
    items: list[Node] = field(default_factory=list)


@dataclass
class Mapping:
    """Keys with their nodes, in the order of the text; the first of duplicate keys counts."""

    position: Position
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping

_NOWHERE = Position("")
LONGEST = 5_000_000
"""So many characters are read at most; the longest dossier of a real source has 77 thousand."""
DEEPEST = 50
"""So deep nodes may be nested; the field tables need ten levels. Python's own limit lies near 300."""


class _TooDeepError(Exception):
    """A node lies deeper than `DEEPEST`."""

    def __init__(self, event: yaml.Event) -> None:
        super().__init__()
        self.event = event


def make_mapping(value: Values[str, object]) -> Mapping:
    """Make the node that a text with these keys and values would be read as.

    Values are mappings, lists (tuples too), and what a record holds: strings, numbers, days, truth values.

    >>> make_mapping({"value": 1654, "visited": True}).entries["visited"].text
    'true'
    """
    node = Mapping(_NOWHERE, {key: _make_node(item) for key, item in value.items()})
    node.keys = dict.fromkeys(node.entries, _NOWHERE)
    return node


def _make_node(value: object) -> Node:
    if isinstance(value, Values):
        return make_mapping(value)
    if isinstance(value, list | tuple):
        return Sequence(_NOWHERE, [_make_node(item) for item in value])
    return Scalar(("false", "true")[value] if isinstance(value, bool) else str(value), _NOWHERE)


def parse_yaml(text: str, file: str, findings: list[Finding]) -> Node | None:
    """Parse one YAML document; what is wrong goes to `findings`, what can be read is returned.

    >>> found = []
    >>> node = parse_yaml("code: 01654", "a.yaml", found)
    >>> node.entries["code"].text, found
    ('01654', [])
    """
    if len(text) > LONGEST:
        size = f"{len(text) / 1e6:.1f}"
        english = f"the file has {size} million characters, and {LONGEST // 10**6} are read; split it"
        vietnamese = f"tệp có {size} triệu ký tự, chỉ đọc {LONGEST // 10**6} triệu; hãy chia nhỏ"
        findings.append(_syntax(Position(file), english, vietnamese))
        return None
    _find_tabs(text, file, findings)
    composer = _Composer(file, findings)
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        return composer.document(iter(events))
    except _TooDeepError as error:
        english = f"nested deeper than {DEEPEST} levels; a record needs ten, so look for a bracket too many"
        composer.report(error.event, english, f"lồng sâu quá {DEEPEST} cấp; hãy xem có thừa dấu ngoặc không")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
        findings.append(
            _syntax(position, f"{error.problem}; mend the YAML", f"YAML sai cú pháp: {error.problem}")
        )
    except yaml.YAMLError as error:
        findings.append(_syntax(Position(file), f"{error}; mend the YAML", f"YAML sai cú pháp: {error}"))
    return None


def _syntax(position: Position, message: str, message_vi: str, value: str = "") -> Finding:
    return Finding(position, "syntax", message, message_vi, value=value)


def _find_tabs(text: str, file: str, findings: list[Finding]) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        column = line.find("\t")
        if column >= 0:
            position = Position(file, number, column + 1)
            findings.append(_syntax(position, "a tab; use spaces", "có ký tự tab; hãy dùng dấu cách"))


class _Composer:
    """Builds nodes from parser events."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self.file = file
        self.findings = findings
        self.depth = 0

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.AliasEvent):
                if root is not None:
                    self.report(event, "a second document; keep one a file", "tệp có nhiều hơn một tài liệu")
                root = self.node(event, events)
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
        if self.depth >= DEEPEST:
            raise _TooDeepError(event)
        self.depth += 1
        node = self._node(event, events)
        self.depth -= 1
        return node

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
        position = self.position(event)
        self.refuse_marks(event)
        if isinstance(event, yaml.SequenceStartEvent):
            sequence = Sequence(position)
            for item in self.until(events, yaml.SequenceEndEvent):
                sequence.items.append(self.node(item, events))
            return sequence
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(position, events)
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        plain = isinstance(event, yaml.ScalarEvent) and event.style in {None, ""}
        if plain and text in {"", "~", "null", "Null", "NULL"}:
            english = "an empty value; give one, or leave the key out (text with a comma needs quotes)"
            self.report(
                event, english, "giá trị trống; hãy điền hoặc bỏ khóa (có dấu phẩy thì đặt trong ngoặc kép)"
            )
        return Scalar(text, position, plain)

    def mapping(self, position: Position, events: Iterator[yaml.Event]) -> Mapping:
        mapping = Mapping(position)
        for event in self.until(events, yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else ""
            if not isinstance(event, yaml.ScalarEvent):
                self.report(event, "a key must be a word", "khóa phải là một từ")
                self.node(event, events)
            value = self.node(next(events), events)
            if key in mapping.entries:
                self.report(event, f"duplicate key {key!r}; keep one", f"khóa {key!r} bị lặp", key)
            else:
                mapping.entries[key] = value
                mapping.keys[key] = self.position(event)
        return mapping

    def until(self, events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in events:
            if isinstance(event, end):
                return
            yield event

    def refuse_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.report(
                event, "anchors and aliases are not allowed; write it out", "không được dùng neo (&, *)"
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.report(event, f"the tag {tag} is not allowed; remove it", f"không được dùng thẻ {tag}")

    def position(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1) if mark else Position(self.file)

    def report(self, event: yaml.Event, message: str, message_vi: str, value: str = "") -> None:
        self.findings.append(_syntax(self.position(event), message, message_vi, value))
