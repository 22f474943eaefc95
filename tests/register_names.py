"""Asks the search index for names of units without accents."""

from __future__ import annotations

from kg.store.names import keys
from kg.store.search import SearchIndex


def missed_names(index: SearchIndex, every: int = 1) -> tuple[int, list[str]]:
    """Search each nth name of the register without accents; return how many, and which missed units."""
    named: dict[str, set[str]] = {}
    for row in index.rows(
        "SELECT t.iri, n.text FROM name n JOIN thing t ON t.id = n.thing "
        "WHERE t.kind = 'unit' AND n.full AND n.text NOT LIKE '%, %'"
    ):
        named.setdefault(keys(row["text"])[1], set()).add(row["iri"])
    asked = sorted(named)[::every]
    missed = []
    for plain in asked:
        page = index.search(plain, kinds=["unit"], limit=len(named[plain]))
        if page.near or {hit.iri for hit in page.hits} != named[plain]:
            missed.append(plain)
    return len(asked), missed
