"""Count what two graphs do not share, by named graph and thing, while their files are read once.

The memory that it needs grows with the things that are touched, never with the statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from kg.build.diff.statements import walk
from kg.build.diff.things import path_of, read_things
from kg.errors import InputError
from kg.store.search import SearchIndex

_BATCH: Final = 10_000
"""Statements whose things are looked up together."""


@dataclass
class Count:
    """Numbers of statements."""

    added: int = 0
    removed: int = 0

    def note(self, *, is_new: bool) -> None:
        """Count one more."""
        if is_new:
            self.added += 1
        else:
            self.removed += 1

    @property
    def all(self) -> int:
        """Both together."""
        return self.added + self.removed


@dataclass
class GraphCount(Count):
    """Numbers of statements of one named graph.

    Attributes:
        things: IRI → number of its statements: those that are about it, stand inside it, or name it as their
            value.
    """

    things: dict[str, Count] = field(default_factory=dict)


def count_changes(before: Path, after: Path, indexes: Sequence[SearchIndex]) -> dict[str, GraphCount]:
    """Return the counts of each named graph that differs, by IRI.

    Args:
        before: file of sorted canonical N-Quads.
        after: another.
        indexes: of both; they say what is a thing.

    Raises:
        InputError: a file cannot be read, is not in order, or holds a line that is no statement.
    """
    found: dict[str, GraphCount] = {}
    for batch in _batches(walk(before, after)):
        split = [(is_new, *_split(line, after if is_new else before)) for is_new, line in batch]
        subjects = {subject: tuple(path_of(subject)) for _, subject, _, _ in split}
        named = {node for path in subjects.values() for node in path}
        things = read_things(indexes, named.union(value for _, _, value, _ in split if value))
        nearest = {
            subject: next((node for node in path if node in things), "") for subject, path in subjects.items()
        }
        for is_new, subject, value, graph in split:
            count = found.setdefault(graph, GraphCount())
            count.note(is_new=is_new)
            # A source is told as the record that it is.
            for thing in {nearest[subject], value if value in things else ""} - {"", graph}:
                count.things.setdefault(thing, Count()).note(is_new=is_new)
    return found


def _batches(lines: Iterable[tuple[bool, bytes]]) -> Iterator[list[tuple[bool, bytes]]]:
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _split(line: bytes, path: Path) -> tuple[str, str, str]:
    """Return subject, value where it is an IRI, and graph of a canonical line.

    Raises:
        InputError: it has not enough parts; ``path`` is named.

    >>> _split(b'<urn:s> <urn:p> "a b" <urn:g> .', Path())
    ('urn:s', '', 'urn:g')
    """
    try:
        # Only an object may hold spaces.
        subject, _, rest = line.decode("utf-8").split(" ", 2)
        value, graph, _ = rest.rsplit(" ", 2)
    except ValueError as error:
        raise InputError(path, f"holds a line that is no statement: {line[:80]!r}") from error
    return subject[1:-1], value[1:-1] if value.startswith("<") else "", graph[1:-1]
