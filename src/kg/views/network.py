"""Networks of entities: neighbourhoods with counts and expansion.

The data contract of every network view: nodes ``{id, label, kind, x, y}``, edges ``{source, target, kind}``.
Edges are relations that people mean (``kg.views.relations``), never raw triples.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import networkx as nx

from kg.store import Store
from kg.store.solutions import batches
from kg.views.names import Name, read_names
from kg.views.relations import RELATIONS, USUAL, Relation
from kg.views.rows import Row, ask_rows

MAX_NODES: Final = 500
"""Nodes of a network drawn as SVG."""

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
    """

    source: str
    target: str
    kind: str
    detail: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Network:
    """Entities and relations around one or more centres.

    Attributes:
        names: every node with its label and kind, by IRI.
        edges: sorted.
        centres: IRIs where the view began.
        counts: for each expanded node, how many neighbours each relation leads to, before any filter.
        groups: number of the group of each node, from 0, where the view parts its nodes into groups.
    """

    names: Mapping[str, Name]
    edges: tuple[Edge, ...]
    centres: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)

    @property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The network for networkx; nodes and edges in sorted order."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(sorted(self.names))
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, key=f"{edge.kind} {edge.detail}", kind=edge.kind)
        return graph

    def hidden(self, node: str) -> int:
        """How many neighbours of an expanded node are not drawn."""
        shown = {other for edge in self.edges for other in _other_end(edge, node)}
        return max(0, sum(self.counts.get(node, {}).values()) - len(shown))

    def to_data(self, positions: Mapping[str, tuple[float, float]], language: str) -> dict[str, Any]:
        """The data contract; coordinates are rounded so that equal networks give equal bytes."""
        nodes = [
            {
                "id": iri,
                "label": name.label(language).value,
                "kind": name.kind.name,
                "x": round(positions[iri][0], 1),
                "y": round(positions[iri][1], 1),
            }
            for iri, name in sorted(self.names.items())
        ]
        edges = [{"source": edge.source, "target": edge.target, "kind": edge.kind} for edge in self.edges]
        return {"nodes": nodes, "edges": edges}


def _other_end(edge: Edge, node: str) -> Iterable[str]:
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


async def read_network(
    store: Store,
    centre: str,
    *,
    expand: Iterable[str] = (),
    kinds: Collection[str] | None = None,
    per_relation: int = 12,
) -> Network:
    """Return the neighbourhood of a centre, and of every node that the reader expanded.

    Args:
        store: where to ask.
        centre: IRI.
        expand: IRIs of further nodes whose neighbours are shown; those that are not in view are left out.
        kinds: names of relations; None for the usual ones.
        per_relation: neighbours drawn for one node and relation, at most; the counts tell of the others.
    """
    nodes = {centre}
    kept: set[Edge] = set()
    counts: dict[str, Mapping[str, int]] = {}
    for node in (centre, *dict.fromkeys(item for item in expand if item != centre)):
        if node not in nodes:
            continue
        counts |= await count_relations(store, [node])
        present = [name for name in counts[node] if name in (USUAL if kinds is None else kinds)]
        for edge in _limited(await read_edges(store, [node], present), node, nodes, per_relation):
            if len(nodes | {edge.source, edge.target}) <= MAX_NODES:
                nodes |= {edge.source, edge.target}
                kept.add(edge)
    names = await read_names(store, nodes)
    return Network(names, tuple(sorted(kept)), (centre,), counts)


def _limited(edges: Iterable[Edge], node: str, known: Collection[str], most: int) -> Iterable[Edge]:
    """Yield edges to known nodes, and to at most ``most`` new ones for each relation."""
    new: dict[str, set[str]] = {}
    for edge in edges:
        other = next(iter(_other_end(edge, node)))
        reached = new.setdefault(edge.kind, set())
        if other in known or other in reached or len(reached) < most:
            if other not in known:
                reached.add(other)
            yield edge
