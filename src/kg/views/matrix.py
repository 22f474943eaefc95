"""Counts the rows of an answer by the things of two columns, as officials by places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.text.collation import sort_key
from kg.views.answer_views import things_of

MOST: Final = 40
"""Things on each side that a matrix shows: those with most rows."""


@dataclass(frozen=True)
class Matrix:
    """Rows of an answer by the things of two columns.

    Attributes:
        rows: (IRI, label) down the side, in Vietnamese order.
        columns: (IRI, label) along the top, in Vietnamese order.
        counts: (IRI of a row, IRI of a column) → rows of the answer.
        left_out: things of both sides that are not shown.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    counts: Mapping[tuple[str, str], int]
    left_out: int


def matrix_of(rows: Sequence[Mapping[str, Any]], down: str, along: str) -> Matrix | None:
    """Return the matrix of an answer; None where no row has things in both columns.

    Args:
        rows: of the answer.
        down: column whose things are the rows of the matrix.
        along: column whose things are its columns.

    >>> row = {"person": "A", "person_id": "urn:a", "place": "X", "place_id": "urn:x"}
    >>> matrix_of([row, row], "person", "place").counts
    {('urn:a', 'urn:x'): 2}
    """
    counts: Counter[tuple[str, str]] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        ends = [dict(things_of(row, column)) for column in (down, along)]
        labels |= ends[0] | ends[1]
        counts.update((one, other) for one in ends[0] for other in ends[1])
    if not counts:
        return None
    sides = [_most(counts, end, labels) for end in (0, 1)]
    return Matrix(
        _in_order(sides[0][:MOST], labels),
        _in_order(sides[1][:MOST], labels),
        dict(counts),
        sum(max(0, len(side) - MOST) for side in sides),
    )


def _most(counts: Mapping[tuple[str, str], int], end: int, labels: Mapping[str, str]) -> list[str]:
    """Things of one side, those with most rows first."""
    sums: Counter[str] = Counter()
    for pair, count in counts.items():
        sums[pair[end]] += count
    return sorted(sums, key=lambda iri: (-sums[iri], labels[iri], iri))


def _in_order(iris: Sequence[str], labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    ordered = sorted(iris, key=lambda iri: (sort_key(labels[iri]), iri))
    return tuple((iri, labels[iri]) for iri in ordered)
