"""Counts the rows of an answer by official and place, for answers that have both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 40
"""Officials, and places, that a matrix shows: those with most rows."""


@dataclass(frozen=True)
class Matrix:
    """Rows of an answer by official and place.

    Attributes:
        people: (IRI, label), most rows first.
        places: (IRI, label), most rows first.
        counts: (IRI of the official, IRI of the place) → rows.
        left_out: officials and places that are not shown.
    """

    people: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    counts: Mapping[tuple[str, str], int]
    left_out: int


def matrix_of(rows: Sequence[Mapping[str, Any]]) -> Matrix | None:
    """Return the matrix of an answer; None where its rows name no official or no place.

    Args:
        rows: of the answer, with ``person`` and ``place`` and their ids.

    >>> row = {"person": "A", "person_id": "urn:a", "place": "X", "place_id": "urn:x"}
    >>> matrix_of([row, row]).counts
    {('urn:a', 'urn:x'): 2}
    """
    counts: Counter[tuple[str, str]] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        person, place = row.get("person_id"), row.get("place_id")
        if isinstance(person, str) and isinstance(place, str):
            counts[person, place] += 1
            labels[person] = str(row.get("person") or person)
            labels[place] = str(row.get("place") or place)
    if not counts:
        return None
    people, places = (_most(counts, end, labels) for end in (0, 1))
    return Matrix(
        people[:MOST],
        places[:MOST],
        dict(counts),
        max(0, len(people) - MOST) + max(0, len(places) - MOST),
    )


def _most(
    counts: Mapping[tuple[str, str], int], end: int, labels: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    sums: Counter[str] = Counter()
    for pair, count in counts.items():
        sums[pair[end]] += count
    return tuple((iri, labels[iri]) for iri in sorted(sums, key=lambda iri: (-sums[iri], labels[iri], iri)))
