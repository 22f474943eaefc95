"""The canonical form of record files (records format, section 4): one way to write what a file says.

A node stands on one line if it fits in 120 columns, else as a block with one key per line in table order;
passages are always flow, and filled; one empty line between the sections of a dossier; comments stay above
their node; quotes only where YAML needs them. The sections themselves are always blocks. Formatting changes
neither what is read nor, a second time, anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Finding, FindingsError, Position
from kg.records.comments import Comment, find_comments
from kg.records.fields import RecordType
from kg.records.layout import Entry, arrange, place_comments
from kg.records.scalars import write_bare, write_key, write_text
from kg.records.yaml_nodes import Mapping, Scalar, Sequence, parse_yaml

WIDTH = 120
"""Columns of a line; only a single scalar may be longer."""
_STEP = 2


def format_text(text: str, record_type: RecordType, file: str) -> str:
    r"""Give the canonical form of a record file's text.

    Unknown fields stay, behind the known ones: the reader reports them, the formatter loses nothing.

    Args:
        text: the file's text.
        record_type: field table of the file's top-level mapping (`kg.records.files`).
        file: name of the file in findings.

    Raises:
        FindingsError: the text is no well-formed YAML mapping as records need it.

    >>> from kg.records.dossier_types import DOSSIER
    >>> text = "source: {file: a.txt, id: 'a'}\nperiods: [{from: 2020-01-01, id: p}]"
    >>> print(format_text(text, DOSSIER, "data/sources/a.yaml"))
    source:
      id: a
      file: a.txt
    <BLANKLINE>
    periods:
      - {id: p, from: 2020-01-01}
    <BLANKLINE>
    """
    findings: list[Finding] = []
    text = text.removeprefix("\ufeff")
    root = parse_yaml(text, file, findings)
    if not findings and not (isinstance(root, Mapping) and root.entries):
        message = "expected the sections of a record file; write them, then format"
        findings.append(Finding(Position(file), "syntax", message, "cần các mục của tệp; hãy viết trước"))
    if findings or not isinstance(root, Mapping):
        raise FindingsError(findings)
    return format_node(root, record_type, find_comments(text))


def format_node(root: Mapping, record_type: RecordType, comments: Iterable[Comment] = ()) -> str:
    r"""Give the canonical form of what a record file is to hold.

    Args:
        root: the top-level mapping.
        record_type: its field table.
        comments: of the text that `root` was read from.

    >>> from kg.records.dossier_types import DOSSIER
    >>> from kg.records.yaml_nodes import make_mapping
    >>> print(format_node(make_mapping({"source": {"file": "a.txt", "id": "a"}}), DOSSIER), end="")
    source:
      id: a
      file: a.txt
    """
    entries = arrange(root, record_type)
    footer = place_comments(entries, list(comments))
    sections = ["\n".join(_section(entry)) for entry in entries]
    if footer:
        sections.append("\n".join(footer))
    return "\n\n".join(sections) + "\n"


def _section(entry: Entry) -> list[str]:
    if not entry.inner or entry.passages:
        return _lines(entry, 0)
    return [*entry.comments, f"{write_key(entry.name)}:", *_block(entry, _STEP)]


def _lines(entry: Entry, indent: int) -> list[str]:
    """Write an entry with the comments above it."""
    space = " " * indent
    return [*(f"{space}{comment}" for comment in entry.comments), *_body(entry, indent)]


def _body(entry: Entry, indent: int) -> list[str]:
    space = " " * indent
    head = "- " if entry.key is None else f"{write_key(entry.name)}: "
    whole = f"{space}{head}{_flow(entry) if entry.inner else _leaf(entry, flow=False)}"
    if not entry.inner or (len(whole) <= WIDTH and not entry.has_comment_inside):
        return [whole]
    if entry.passages:
        return _filled(entry, f"{space}{head}")
    if entry.key is not None:
        return [f"{space}{head.rstrip()}", *_block(entry, indent + _STEP)]
    if entry.is_list:
        return [whole]  # a list inside a list: nothing that records hold
    first, *others = _block(entry, indent + _STEP)
    return [f"{space}{head}{first.lstrip(' ')}", *others]


def _block(entry: Entry, indent: int) -> list[str]:
    return [line for inner in entry.inner for line in _lines(inner, indent)]


def _filled(entry: Entry, head: str) -> list[str]:
    """Write passages in as few lines as they need, one under the other; a passage is never broken."""
    lines = [f"{head}["]
    indent = " " * len(lines[0])
    passages = [_flow(item) for item in entry.inner]
    for passage, follow in zip(passages, [","] * (len(passages) - 1) + ["]"], strict=True):
        starts = lines[-1].endswith("[") or not lines[-1].strip()
        longer = f"{lines[-1]}{'' if starts else ' '}{passage}{follow}"
        if starts or len(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(f"{indent}{passage}{follow}")
    return lines


def _flow(entry: Entry) -> str:
    if not entry.inner:
        return _leaf(entry, flow=True)
    if entry.is_list:
        return f"[{', '.join(_flow(item) for item in entry.inner)}]"
    return f"{{{', '.join(f'{write_key(inner.name)}: {_flow(inner)}' for inner in entry.inner)}}}"


def _leaf(entry: Entry, *, flow: bool) -> str:
    if isinstance(entry.node, Scalar):
        write = write_bare if entry.bare else write_text
        return write(entry.node.text, flow=flow)
    return "[]" if isinstance(entry.node, Sequence) else "{}"
