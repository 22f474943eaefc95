"""Tell which IRIs are things that readers know by name: what the search indexes of both graphs list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg.rdf.iri import containers
from kg.store.search import SearchIndex

_BATCH: Final = 500
"""Values of one SQL query; SQLite allows 999 in its older versions."""


def read_things(indexes: Sequence[SearchIndex], iris: Iterable[str]) -> Mapping[str, str]:
    """Return the kind of each IRI that one of the indexes lists; the later index decides.

    Args:
        indexes: of the snapshots.
        iris: what to look up.
    """
    wanted = sorted(set(iris))
    found: dict[str, str] = {}
    for index in indexes:
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            rows = index.rows(f"SELECT iri, kind FROM thing WHERE iri IN ({marks})", batch)  # noqa: S608 - marks
            found |= {row["iri"]: row["kind"] for row in rows}
    return found


def path_of(iri: str) -> Iterator[str]:
    """Yield an IRI and what it stands inside, the nearest first."""
    yield iri
    yield from containers(iri)
