"""Write findings for a terminal: each with its source line and a mark below the characters at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from kg.errors import Finding, Position, Severity
from kg.validation.formats_help import GUIDE, help_anchor, message_in
from kg.validation.printable import printable

SHOWN = 200
"""So many findings are written in full, unless all are asked for."""
SHOWN_OF_A_KIND = 20
"""So many of them of one rule in one file; the others are counted, to stay readable."""

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_BEFORE, _WIDTH = 40, 100
_CUT = "…"


class SourceLines:
    """Reads single lines of record files, by the names that positions use.

    Attributes:
        root: folder that the names are relative to; None for a reader that knows no file.
    """

    def __init__(self, root: Path | None) -> None:
        self.root = root
        self._read = lru_cache(maxsize=8)(self._lines)

    def line(self, position: Position) -> str:
        """Give the line of a position, empty where the file cannot be read or has no such line."""
        lines = self._read(position.file)
        return lines[position.line - 1] if 0 < position.line <= len(lines) else ""

    def _lines(self, file: str) -> tuple[str, ...]:
        if self.root is None:
            return ()
        try:
            text = (self.root / file).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ()
        return tuple(text.split("\n"))


NO_LINES = SourceLines(None)
"""Reads nothing: findings are written without their source lines."""


def to_text(
    findings: Sequence[Finding],
    language: str = "en",
    lines: SourceLines = NO_LINES,
    *,
    everything: bool = False,
) -> str:
    r"""Write findings as plain text.

    Args:
        findings: in the order in which they are written.
        language: ``vi`` or ``en``.
        lines: reads the source lines.
        everything: whether all are written in full, however many there are.

    >>> to_text([Finding(Position("a.yaml", 3, 7), "X7", "too early", "quá sớm")], "vi").splitlines()[0]
    'a.yaml:3:7: violation X7: quá sớm'
    """
    blocks = text_blocks(findings, language, lines, everything=everything)
    return "".join(f"{block.plain}\n" for block in blocks)


def text_blocks(
    findings: Sequence[Finding], language: str, lines: SourceLines, *, everything: bool = False
) -> Iterator[Text]:
    """Yield findings as styled text, then what was left out and where help stands; see `to_text`."""
    left_out: Counter[tuple[str, Severity, str]] = Counter()
    shown: Counter[tuple[str, Severity, str]] = Counter()
    for finding in findings:
        kind = (finding.position.file, finding.severity, finding.rule)
        if not everything and (shown[kind] >= SHOWN_OF_A_KIND or shown.total() >= SHOWN):
            left_out[kind] += 1
            continue
        shown[kind] += 1
        yield _headline(finding, language)
        source = printable(lines.line(finding.position))
        if source.strip():
            yield from _excerpt(finding, source)
    for (file, severity, rule), count in sorted(left_out.items()):
        many = f"{count:_}".replace("_", " ")
        yield Text(f"{file}: and {many} more of this kind: {severity.value} {rule}; --all shows them")
    for anchor in sorted({help_anchor(finding.rule) for finding in findings}):
        yield Text(f"help: {GUIDE}#{anchor}", style="dim")


def _headline(finding: Finding, language: str) -> Text:
    field = f" {finding.field}" if finding.field else ""
    value = f" [found: {printable(finding.value)}]" if finding.value else ""
    return Text.assemble(
        f"{finding.position}: ",
        (finding.severity.value, f"bold {_COLOURS[finding.severity]}"),
        (" conflict" if finding.kind == "conflict" else "", "bold magenta"),
        f" {finding.rule}{field}: {printable(message_in(finding, language))}{value}",
    )


def _excerpt(finding: Finding, source: str) -> Iterator[Text]:
    """Yield the line around the position, and a mark below the value, or below one character."""
    at = min(finding.position.column - 1, len(source))
    start = max(0, at - _BEFORE) if len(source) > _WIDTH else 0
    shown = source[start : start + _WIDTH]
    lead = _CUT if start else ""
    tail = _CUT if start + _WIDTH < len(source) else ""
    marked = finding.value if finding.value and source.startswith(finding.value, at) else source[at : at + 1]
    marked = marked[: max(1, start + _WIDTH - at)]
    number = str(finding.position.line)
    yield Text.assemble((f"  {number} │ ", "dim"), f"{lead}{shown}{tail}")
    indent = " " * cell_len(lead + source[start:at])
    mark = "^" * max(1, cell_len(marked))
    yield Text.assemble((f"  {' ' * len(number)} │ ", "dim"), indent, (mark, _COLOURS[finding.severity]))
