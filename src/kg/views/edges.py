"""Relations between entities, as people mean them: read from the graph around some nodes, and counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kg.store import Store
from kg.store.solutions import batches
from kg.views.relations import RELATIONS, USUAL, Relation
from kg.views.rows import Row, ask_rows

_BATCH: Final = 1_500
"""Characters of IRIs in one VALUES list: it is repeated in every branch of a query."""
_BRANCHES: Final = 12


@dataclass(frozen=True, order=True)
class Edge:
    """One relation between two entities.

    Attributes:
        source, target: IRIs.
        kind: name of the relation.
        detail: IRI of an enumerated value, or empty.
        claims: IRIs of the claims that say it, sorted; empty for relations of registry and register.
        certainty: ``certain`` or ``possible`` on the day of the view; empty where it asks for none.
    """

    source: str
    target: str
    kind: str
    detail: str = ""
    claims: tuple[str, ...] = ()
    certainty: str = ""


def other_ends(edge: Edge, node: str) -> Iterable[str]:
    """Yield the end of an edge that is not the node; nothing where the node is neither end."""
    if node == edge.source:
        yield edge.target
    elif node == edge.target:
        yield edge.source


def _branches(relations: Iterable[Relation], iris: str, ends: Iterable[str]) -> Iterable[str]:
    for relation in relations:
        for near in ends:
            yield f'{{ VALUES ?{near} {{ {iris} }} {relation.pattern} BIND("{relation.name}" AS ?kind) }}'


async def _ask(
    store: Store,
    clauses: tuple[str, str],
    relations: Collection[Relation],
    iris: Collection[str],
    ends: tuple[str, ...] = ("source", "target"),
) -> list[Row]:
    """Ask for relations that have one of some IRIs at one of some ends; ``clauses`` stand around WHERE."""
    head, tail = clauses
    rows: list[Row] = []
    for batch in batches(iris, _BATCH):
        branches = list(_branches(relations, batch, ends))
        for start in range(0, len(branches), _BRANCHES):
            body = " UNION ".join(branches[start : start + _BRANCHES])
            rows.extend(await ask_rows(store, f"{head} WHERE {{ {body} }} {tail}"))
    return rows


def _chosen(kinds: Collection[str] | None) -> list[Relation]:
    return [relation for name, relation in RELATIONS.items() if name in (USUAL if kinds is None else kinds)]


async def count_relations(store: Store, nodes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Count the neighbours of nodes by relation, over all relations; zero counts are left out."""
    found: dict[str, dict[str, int]] = {node: {} for node in sorted(nodes)}
    for near, far in (("source", "target"), ("target", "source")):
        head, tail = f"SELECT ?kind ?{near} (COUNT(DISTINCT ?{far}) AS ?n)", f"GROUP BY ?kind ?{near}"
        for row in await _ask(store, (head, tail), RELATIONS.values(), found, (near,)):
            counts, kind = found[row[near].value], row["kind"].value
            counts[kind] = counts.get(kind, 0) + int(row["n"].value)
    order = list(RELATIONS)
    return {
        node: dict(sorted(counts.items(), key=lambda item: order.index(item[0])))
        for node, counts in found.items()
    }


async def read_edges(
    store: Store, nodes: Iterable[str], kinds: Collection[str] | None = None
) -> tuple[Edge, ...]:
    """Return all edges that touch one of the nodes, sorted; those that join the same ends alike are one.

    Args:
        store: where to ask.
        nodes: IRIs.
        kinds: names of relations; None for the usual ones.
    """
    head = "SELECT DISTINCT ?kind ?source ?target ?claim ?detail"
    rows = await _ask(store, (head, ""), _chosen(kinds), set(nodes))
    claims: dict[tuple[str, str, str, str], set[str]] = {}
    for row in rows:
        source, target = row["source"].value, row["target"].value
        if source == target or not (row["source"].is_iri and row["target"].is_iri):
            continue
        detail = row["detail"].value if "detail" in row else ""
        said = claims.setdefault((source, target, row["kind"].value, detail), set())
        if "claim" in row:
            said.add(row["claim"].value)
    return tuple(sorted(Edge(*key, tuple(sorted(said))) for key, said in claims.items()))
