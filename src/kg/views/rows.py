"""Asks a store with our own SELECTs and gives rows of RDF terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.store import Store
from kg.store.solutions import Solution, batches, select
from kg.vocab import PREFIXES

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
"""All prefixes of the project, for the head of a query."""


Row = Solution
"""Variable name without ``?`` → its value; unbound variables are left out."""


async def ask_rows(store: Store, query: str) -> list[Row]:
    """Return the rows of a SELECT, to whose text the prologue is added."""
    return await select(store, PROLOGUE + query)


async def ask_about(store: Store, query: str, iris: Iterable[str]) -> list[Row]:
    """Return the rows of a SELECT that holds ``VALUES … { $iris }``; long lists are asked in batches."""
    rows: list[Row] = []
    for batch in batches(iris):
        rows.extend(await ask_rows(store, query.replace("$iris", batch)))
    return rows


def group_rows(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    """Group rows by the value of one variable, in the order of first appearance."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key].value, []).append(row)
    return found
