"""Find where words stand in a source, so that nobody counts code points by hand."""

from __future__ import annotations

from dataclasses import dataclass

from kg.records.model import Span
from kg.text.canonical import fold_space
from kg.text.spans import find_all, line_column

_AROUND = 48


@dataclass(frozen=True)
class Located:
    """One occurrence: its passage, its 1-based line and column, and the words around it on one line."""

    span: Span
    line: int
    column: int
    before: str
    words: str
    after: str


def locate(text: str, needle: str) -> list[Located]:
    r"""Give every occurrence of the needle, in reading order; white space may differ (rule R1).

    Raises:
        TextError: the needle holds nothing but white space.

    >>> found = locate("Sáng 5/6,\nUBND  tỉnh họp.", "UBND tỉnh")[0]
    >>> found.span, found.line, found.before, found.words, found.after
    (Span(start=10, end=20), 2, 'Sáng 5/6, ', 'UBND tỉnh', ' họp.')
    """
    return [_located(text, Span(*span)) for span in find_all(text, needle)]


def _located(text: str, span: Span) -> Located:
    line, column = line_column(text, span.start)
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    return Located(
        span, line, column, _one_line(before), fold_space(text[span.start : span.end]), _one_line(after)
    )


def _one_line(text: str) -> str:
    """Fold white space, but keep one space at an end that has some."""
    return fold_space(f"|{text}|")[1:-1]
