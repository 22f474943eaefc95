"""Read canonical N-Quads into columns and N-Triples, without a Python object for each triple."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from kg.validation.compiled.columns import Columns, Numbers

AT_ONCE: Final = 1 << 22
"""Bytes cut up at once: the pieces of all lines would take several times the memory of the file."""
_SPACES: Final = 4
"""Spaces of a line at least: behind subject, predicate, object and graph."""
_NEW_LINE, _SPACE = b"\n "
_GRAPH: Final = re.compile(rb" <[^<> \n\\]*> \.")
_IRI: Final = re.compile(rb"<[^<>\"{}|^`\\\x00-\x20]*>")
_END: Final = re.compile(rb"|@[a-z0-9-]+|\^\^<[^<>\"{}|^`\\\x00-\x20]*>")
_SIGN: Final = re.compile(rb"[\\\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Lines:
    """What N-Quads say.

    Attributes:
        columns: the triples as numbers.
        literals: those that an engine may keep in another form: with a datatype, an escape or a control sign.
    """

    columns: Columns
    literals: Collection[bytes]


def read_lines(content: bytes, take: Callable[[bytes], object], at_once: int = AT_ONCE) -> Lines | None:
    """Read N-Quads; nothing where a line is not written canonically, has no graph name or a blank node.

    Whether each term is well-formed is left to a parser.

    Args:
        content: UTF-8.
        take: is given the triples piece by piece as N-Triples, also those before a line that cannot be read.
        at_once: bytes cut up at once.
    """
    numbers: defaultdict[bytes, int] = defaultdict(count().__next__)
    graphs: set[bytes] = set()
    rows = [np.empty((3, 0), dtype=np.int64)]
    for chunk in _chunks(content, at_once):
        places = _places(chunk)
        if places is None:
            return None
        starts, first, second, third, ends = places
        take(b" .\n".join([*_pieces(chunk, starts, third), b""]))
        graphs.update(_pieces(chunk, third, ends))
        terms = (starts, first), (first + 1, second), (second + 1, third)
        number = numbers.__getitem__
        rows.append(np.array([[*map(number, _pieces(chunk, *each))] for each in terms], dtype=np.int64))
    if not all(map(_GRAPH.fullmatch, graphs)) or not all(map(_is_canonical, numbers)):
        return None
    subjects, predicates, values = np.concatenate(rows, axis=1)
    literals = list(filter(_may_change, numbers))
    return Lines(Columns(tuple(numbers), (subjects, predicates, values)), literals)


def _chunks(content: bytes, at_once: int) -> Iterator[bytes]:
    """Cut between lines; the last line may lack its end."""
    start = 0
    while start < len(content):
        end = content.find(b"\n", min(start + at_once, len(content) - 1)) + 1
        yield content[start:end] if end else content[start:] + b"\n"
        start = end or len(content)


def _places(chunk: bytes) -> Sequence[Numbers] | None:
    """Give where each line starts, has its first, second and last but one space, and ends."""
    signs = np.frombuffer(chunk, dtype=np.uint8)
    ends, spaces = np.flatnonzero(signs == _NEW_LINE), np.flatnonzero(signs == _SPACE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    before, within = np.searchsorted(spaces, starts), np.searchsorted(spaces, ends)
    if (within - before < _SPACES).any():
        return None
    return starts, spaces[before], spaces[before + 1], spaces[within - 2], ends


def _pieces(chunk: bytes, starts: Numbers, ends: Numbers) -> list[bytes]:
    return [chunk[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _may_change(words: bytes) -> bool:
    return words[:1] == b'"' and (words[-1:] == b">" or _SIGN.search(words) is not None)


def _is_canonical(words: bytes) -> bool:
    """Tell whether what stands between spaces is one term in canonical N-Triples.

    Escapes in a literal are left to the engine, see `Lines.literals`.
    """
    if words.startswith(b'"'):
        return _END.fullmatch(words.rpartition(b'"')[2]) is not None
    return _IRI.fullmatch(words) is not None
