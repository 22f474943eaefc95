"""Find the comments of a YAML text with their positions; the parser drops them.

A comment is a ``#`` in what lies between two tokens of the scanner, or behind the sign of a block scalar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")


@dataclass(frozen=True)
class Comment:
    """A comment with its sign; 1-based line and column; `alone` says that nothing stands before it."""

    text: str
    line: int
    column: int
    alone: bool


def find_comments(text: str) -> list[Comment]:
    r"""Give all comments of a well-formed YAML text, in order.

    Raises:
        yaml.YAMLError: the text is not well-formed.

    >>> [(c.text, c.line, c.alone) for c in find_comments('# one\na: "# no"  # two\n')]
    [('# one', 1, True), ('# two', 2, False)]
    """
    if "#" not in text:
        return []
    line_starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    comments = []
    for start, words in _between_tokens(text):
        line = bisect_right(line_starts, start)
        line_start = line_starts[line - 1]
        alone = not text[line_start:start].strip()
        comments.append(Comment(words, line, start - line_start + 1, alone))
    return comments


def _between_tokens(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        yield from _in_gap(text, end, token.start_mark.index)
        end = max(end, token.end_mark.index)
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            start = token.start_mark.index
            line_end = _BREAK.search(text, start)
            yield from _in_gap(text, start, line_end.start() if line_end else end)
    yield from _in_gap(text, end, len(text))


def _in_gap(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _COMMENT.finditer(text, start, max(start, end)):
        yield match.start(), match.group().rstrip()
