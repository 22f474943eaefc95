"""Compare two graphs statement by statement: both files are read once, side by side, in their order.

Only what differs is kept, so the memory that a comparison needs grows with the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Final

from kg.errors import InputError
from kg.rdf.terms import read_string
from kg.store.solutions import Term

_QUAD: Final = re.compile(
    r"<([^<>\s]+)> <([^<>\s]+)> "
    r'(?:<([^<>\s]+)>|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]+)>)?) '
    r"<([^<>\s]+)> \.\n"
)
"""A line of a snapshot: N-Quads in canonical spacing, without blank nodes (RDF 1.1 N-Quads §2)."""


@dataclass(frozen=True, order=True)
class Statement:
    """One statement of one named graph.

    Attributes:
        subject, predicate: IRIs.
        object: an IRI or a literal.
        graph: IRI of the named graph.
        line: as the graph file spells it, without the end of line.
    """

    subject: str
    predicate: str
    object: Term
    graph: str
    line: str


@dataclass(frozen=True)
class Changes:
    """What only one of two graphs says, each in the order of its file."""

    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]

    @property
    def all(self) -> tuple[Statement, ...]:
        """Both, the removed first."""
        return (*self.removed, *self.added)


def compare_graphs(before: Path, after: Path) -> Changes:
    """Return what two files of sorted N-Quads do not share.

    Raises:
        InputError: a file cannot be read, is not in order, or holds a line that is no statement.
    """
    removed: list[bytes] = []
    added: list[bytes] = []
    for is_new, line in walk(before, after):
        (added if is_new else removed).append(line)
    return Changes(
        tuple(read_statement(line, before) for line in removed),
        tuple(read_statement(line, after) for line in added),
    )


def walk(before: Path, after: Path) -> Iterator[tuple[bool, bytes]]:
    """Yield the lines that two files of sorted N-Quads do not share, in order; true for the second file.

    Raises:
        InputError: a file cannot be read, or is not in order.
    """
    try:
        with before.open("rb") as old, after.open("rb") as new:
            yield from _merge(_in_order(old, before), _in_order(new, after))
    except OSError as error:
        raise InputError(error.filename or before, f"cannot be read ({error.strerror})") from error


def _merge(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Walk through both at once: bytes of UTF-8 are in the order of the code points."""
    one, other = next(old, None), next(new, None)
    while one is not None and other is not None:
        if one == other:
            one, other = next(old, None), next(new, None)
        elif one < other:
            yield False, one
            one = next(old, None)
        else:
            yield True, other
            other = next(new, None)
    if one is not None:
        yield from ((False, line) for line in chain((one,), old))
    if other is not None:
        yield from ((True, line) for line in chain((other,), new))


def _in_order(file: IO[bytes], path: Path) -> Iterator[bytes]:
    last = b""
    for line in file:
        if line <= last:
            raise InputError(path, f"is not sorted at {line[:80]!r}; build the snapshot again")
        yield line
        last = line


def read_statement(line: bytes, path: Path) -> Statement:
    r"""Read a line of a graph file.

    Raises:
        InputError: it is no statement; ``path`` is named.

    >>> read_statement(b'<urn:s> <urn:p> "a \\"b\\""@vi <urn:g> .\n', Path("graph.nq")).object
    Term(value='a "b"', is_iri=False, lang='vi', datatype='')
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            path, f"holds a line that is not UTF-8 ({error}); build the snapshot again"
        ) from error
    match = _QUAD.fullmatch(text)
    if match is None:
        raise InputError(path, f"holds a line that is no statement: {text[:80]!r}; build the snapshot again")
    subject, predicate, iri, string, lang, datatype, graph = match.groups()
    if iri is not None:
        term = Term(iri, is_iri=True)
    else:
        term = Term(read_string(string), lang=lang or "", datatype=datatype or "")
    return Statement(subject, predicate, term, graph, text.rstrip("\n"))
