"""The triples as columns of numbers: each term has a number, each property two arrays, subjects and values.

Whole sets are compared faster with numbers than by a query for each constraint
(``docs/decisions/0019-columns.md``). A term is known by its words in canonical N-Triples, so literals are as
they are written, not as the engine stores them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.validation.triples import TYPE, Term

Numbers = NDArray[np.int64]
"""Numbers of terms; as a set, each once and in order."""
Marks = NDArray[np.bool_]
"""Whether something is true of each term, by its number."""

_TRIPLE: Final = b"<urn:x:s> <urn:x:p> %s ."
MOST_PAIRS: Final = 20_000_000
"""Pairs that one path may make: 320 MB."""
NONE: Final[Numbers] = np.empty(0, dtype=np.int64)


class Pairs(NamedTuple):
    """Subjects and their values, in the order of the subjects, each pair once."""

    subjects: Numbers
    values: Numbers


class TooManyPairsError(Exception):
    """A path leads from so many nodes to so many values that they are not made into columns."""


def joined(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Give the places of all pairs of equal numbers.

    Args:
        left: in any order.
        right: in order.

    Raises:
        TooManyPairsError: there are more than `MOST_PAIRS`.

    >>> joined(np.array([5, 7]), np.array([5, 5, 6]))
    (array([0, 0]), array([0, 1]))
    """
    first = np.searchsorted(right, left, "left")
    times = np.searchsorted(right, left, "right") - first
    if times.sum() > MOST_PAIRS:
        raise TooManyPairsError
    places = np.repeat(np.arange(len(left)), times)
    offsets = np.arange(len(places)) - np.repeat(np.cumsum(times) - times, times)
    return places, first[places] + offsets


def words_of(term: Term) -> bytes:
    """Spell a term in canonical N-Triples.

    >>> words_of(NamedNode("urn:x:a"))
    b'<urn:x:a>'
    """
    return str(term).encode()


class Columns:
    """All triples of a graph.

    Args:
        words: each term once, in canonical N-Triples; its place is its number.
        rows: numbers of the subjects, predicates and objects of all triples; one may come several times.
    """

    def __init__(self, words: Sequence[bytes], rows: tuple[Numbers, Numbers, Numbers]) -> None:
        self.words = words
        subjects, predicates, values = rows
        order = np.argsort(predicates, kind="stable")
        self._rows = subjects[order], values[order]
        found, starts = np.unique(predicates[order], return_index=True)
        edges = [*starts.tolist(), len(order)]
        self._slices = dict(zip(found.tolist(), pairwise(edges), strict=True))
        self._pairs: dict[int, Pairs] = {}

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def _numbers(self) -> Mapping[bytes, int]:
        return {words: number for number, words in enumerate(self.words)}

    def number(self, term: Term | None) -> int | None:
        """Number of a term; nothing where no triple has it."""
        return None if term is None else self._numbers.get(words_of(term))

    def numbers(self, terms: Iterable[Term]) -> Numbers:
        """Numbers of those of some terms that any triple has."""
        found = {number for term in terms if (number := self.number(term)) is not None}
        return np.array(sorted(found), dtype=np.int64)

    def term(self, number: int) -> Term:
        """The term that has a number."""
        words = self.words[number]
        if words.startswith(b"<") and words[1:2] != b"<" and b"\\" not in words:
            return NamedNode(words[1:-1].decode())
        found: Term = next(iter(parse(_TRIPLE % words, RdfFormat.N_TRIPLES))).object
        return found

    def predicates(self) -> Iterator[int]:
        """Yield the number of each property."""
        yield from self._slices

    def pairs(self, predicate: NamedNode | int) -> Pairs:
        """Subjects and values of a property."""
        number = predicate if isinstance(predicate, int) else self.number(predicate)
        if number is None or number not in self._slices:
            return Pairs(NONE, NONE)
        if number not in self._pairs:
            start, end = self._slices[number]
            self._pairs[number] = self.distinct(self._rows[0][start:end], self._rows[1][start:end])
        return self._pairs[number]

    def distinct(self, subjects: Numbers, values: Numbers) -> Pairs:
        """Put pairs in order, each once."""
        keys = np.unique(subjects * len(self) + values)
        return Pairs(*np.divmod(keys, max(len(self), 1)))

    def marks(self, numbers: Numbers) -> Marks:
        """Mark some terms among all."""
        marked = np.zeros(len(self), dtype=np.bool_)
        marked[numbers] = True
        return marked

    def as_set(self, numbers: Numbers) -> Numbers:
        """Each of some numbers once, in order."""
        return np.flatnonzero(self.marks(numbers))

    def instances(self, classes: Iterable[NamedNode]) -> Numbers:
        """Nodes that have one of some classes as their type."""
        subjects, values = self.pairs(TYPE)
        return self.as_set(subjects[self.marks(self.numbers(classes))[values]])

    @cached_property
    def ends(self) -> tuple[Sequence[bytes], Numbers]:
        """What stands behind the words of literals (``@vi``, ``^^<…>``), each once, and by term its place.

        Other terms have their first sign instead: ``<``, ``_``, for a quoted triple ``<<``.
        """
        places: dict[bytes, int] = {}
        found = np.fromiter(
            (places.setdefault(_end(words), len(places)) for words in self.words), np.int64, len(self)
        )
        return tuple(places), found

    def by_end(self, is_wanted: Callable[[bytes], bool]) -> Marks:
        """Mark the terms whose end is wanted; see `ends`."""
        ends, places = self.ends
        return np.fromiter(map(is_wanted, ends), np.bool_, len(ends))[places]


def _end(words: bytes) -> bytes:
    if words.startswith(b'"'):
        return words.rpartition(b'"')[2]
    return words[:2] if words.startswith(b"<<") else words[:1]
