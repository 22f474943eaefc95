"""Tell which IRIs are things that readers know by name: what the search indexes of both graphs list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.rdf.iri import containers
from kg.store.search import SearchIndex


def read_things(indexes: Sequence[SearchIndex], iris: Iterable[str]) -> Mapping[str, str]:
    """Return the kind of each IRI that one of the indexes lists; the later index decides.

    Args:
        indexes: of the snapshots.
        iris: what to look up.
    """
    wanted = set(iris)
    found: dict[str, str] = {}
    for index in indexes:
        found |= index.kinds_of(wanted)
    return found


def path_of(iri: str) -> Iterator[str]:
    """Yield an IRI and what it stands inside, the nearest first."""
    yield iri
    yield from containers(iri)
