"""The tree that the formatter prints: entries in the order of their field table, with their comments.

An entry is a key with its value, or an item of a list. A comment that stands alone belongs to the first entry
that begins after it; one behind something belongs to the first entry that begins on its line, or else to the
last one that began before it. Passages are one value: comments inside them belong to their entry.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from kg.errors import Position
from kg.records.comments import Comment
from kg.records.fields import Field, Kind, RecordType
from kg.records.yaml_nodes import Mapping, Node, Scalar, Sequence

_LABEL_KEYS = ("vi", "en")
_BARE_KINDS = {Kind.DAY, Kind.DECIMAL, Kind.INTEGER, Kind.BOOLEAN, Kind.SPANS}


@dataclass
class Entry:
    """A key with its value, or an item of a list.

    Attributes:
        key: the key; ``None`` for an item.
        position: where the entry begins.
        node: the value. inner: its entries in canonical order.
        bare: numbers, days and truth values, which need no quotes to keep their meaning.
        passages: the value is a list of passages.
        comments: lines that stand above.
    """

    key: str | None
    position: Position
    node: Node
    inner: list[Entry] = field(default_factory=list)
    bare: bool = False
    passages: bool = False
    comments: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The key as a text: empty for an item."""
        return self.key or ""

    @property
    def is_list(self) -> bool:
        """Whether the value is a list of entries."""
        return isinstance(self.node, Sequence)

    @property
    def has_comment_inside(self) -> bool:
        """Whether a comment stands above something inside the value."""
        return any(entry.comments or entry.has_comment_inside for entry in self.inner)


def arrange(root: Mapping, record_type: RecordType) -> list[Entry]:
    """Give the entries of a file in the order of its field table; unknown keys come last."""
    return _of_mapping(root, record_type, None)


def _of_mapping(node: Mapping, record_type: RecordType | None, row: Field | None) -> list[Entry]:
    if record_type is not None:
        order = list(record_type.by_key)
    else:
        order = list(_LABEL_KEYS) if row is not None and row.kind is Kind.LABEL else []
    known = [key for key in order if key in node.entries]
    entries = []
    for key in [*known, *(key for key in node.entries if key not in order)]:
        own = record_type.by_key.get(key) if record_type is not None else None
        entries.append(_entry(key, node.keys[key], node.entries[key], own))
    return entries


def _entry(key: str | None, position: Position, node: Node, row: Field | None) -> Entry:
    entry = Entry(key, position, node, bare=_is_bare(row))
    if isinstance(node, Mapping):
        entry.inner = _of_mapping(node, row.part if row is not None else None, row)
    elif isinstance(node, Sequence):
        entry.inner = [_entry(None, item.position, item, row) for item in node.items]
        entry.passages = row is not None and row.kind is Kind.SPANS and _is_passages(entry)
    return entry


def _is_bare(row: Field | None) -> bool:
    if row is None:
        return False
    if row.part is not None and row.part.shorthand:
        row = row.part.by_key[row.part.shorthand]
    return row.kind in _BARE_KINDS


def _is_passages(entry: Entry) -> bool:
    """Whether a list is ``[s, e]`` or ``[[s, e], …]``: only then may it be filled."""
    pairs = [item.inner for item in entry.inner] if entry.inner and entry.inner[0].inner else [entry.inner]
    return all(pair and all(isinstance(item.node, Scalar) for item in pair) for pair in pairs)


def place_comments(entries: list[Entry], comments: list[Comment]) -> list[str]:
    """Hang comments above their entries; give those that no entry follows."""
    if not comments:
        return []
    ordered = sorted(_flatten(entries), key=lambda placed: placed[0])
    starts = [(line, column) for (line, column, _), _ in ordered]
    after_all: list[str] = []
    for comment in comments:
        following = bisect_right(starts, (comment.line, comment.column))
        if comment.alone:
            if following == len(ordered):
                after_all.append(comment.text)
                continue
            chosen = following
        else:
            on_line = bisect_right(starts, (comment.line, 0))
            chosen = on_line if on_line < following else following - 1
        ordered[max(chosen, 0)][1].comments.append(comment.text)
    for entry in entries:
        _lift(entry)
    return after_all


def _flatten(entries: list[Entry], depth: int = 0) -> list[tuple[tuple[int, int, int], Entry]]:
    """Give all entries with (line, column, depth), so that of two at one place the outer comes first."""
    placed = []
    for entry in entries:
        placed.append(((entry.position.line, entry.position.column, depth), entry))
        placed.extend(_flatten(entry.inner, depth + 1))
    return placed


def _lift(entry: Entry) -> None:
    """Move comments up that would stand between a dash and its first word, or inside what has one line."""
    for inner in entry.inner:
        _lift(inner)
    if entry.passages or (entry.key is None and entry.is_list):
        for inner in entry.inner:
            entry.comments.extend(_take(inner, whole=True))
    elif entry.key is None and entry.inner:
        entry.comments.extend(_take(entry.inner[0], whole=False))


def _take(entry: Entry, *, whole: bool) -> list[str]:
    comments, entry.comments = entry.comments, []
    if whole:
        for inner in entry.inner:
            comments.extend(_take(inner, whole=True))
    return comments
