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
from kg.views.edges import Edge, count_relations, other_ends, read_edges
from kg.views.extents import days_of, keep_standing, read_extents
from kg.views.names import Name, read_names
from kg.views.relations import USUAL

MAX_NODES: Final = 500
"""Nodes of a network drawn as SVG."""


@dataclass(frozen=True)
class Wanted:
    """What a reader chose of a neighbourhood.

    Attributes:
        expand: IRIs of further nodes whose neighbours are shown; those that are not in view are left out.
        pinned: IRIs that stay in view whatever else is chosen, with the relations between them and the rest;
            those that the graph does not know are left out.
        kinds: names of relations.
        per_relation: neighbours drawn for one node and relation, at most; the counts tell of the others.
        on: an ISO day: only what certainly or possibly stood then; empty for all days.
    """

    expand: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    kinds: tuple[str, ...] = USUAL
    per_relation: int = 12
    on: str = ""


@dataclass(frozen=True)
class Network:
    """Entities and relations around one or more centres.

    Attributes:
        names: every node with its label and kind, by IRI.
        edges: sorted.
        centres: IRIs where the view began.
        counts: for each expanded node, how many neighbours each relation leads to, before any filter.
        groups: number of the group of each node, from 0, where the view parts its nodes into groups.
        pinned: IRIs that the reader keeps in view, beside the centres.
        on: the ISO day as of which it is; empty for all days.
        days: the ISO days on which something in view begins or ends, sorted.
        positions: where a layout made before puts each node; empty where the view lays it out by its kind.
        complete: whether nothing was left out for want of room.
        sizes: how many things each node stands for, where it stands for a group.
        weights: how much each edge stands for, where it stands for more than one relation.
    """

    names: Mapping[str, Name]
    edges: tuple[Edge, ...]
    centres: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    on: str = ""
    days: tuple[str, ...] = ()
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    complete: bool = True
    sizes: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[Edge, int] = field(default_factory=dict)

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
        shown = {other for edge in self.edges for other in other_ends(edge, node)}
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


async def read_network(store: Store, centre: str, wanted: Wanted | None = None) -> Network:
    """Return the neighbourhood of a centre, of every node that the reader expanded, and what is pinned.

    Args:
        store: where to ask.
        centre: IRI.
        wanted: what the reader chose.
    """
    chosen = wanted or Wanted()
    known = await read_names(store, chosen.pinned)
    pinned = tuple(node for node in dict.fromkeys(chosen.pinned) if node != centre and known[node].classes)
    nodes = {centre, *pinned}
    kept: set[Edge] = set()
    counts: dict[str, Mapping[str, int]] = {}
    stops: set[str] = set()
    for node in (centre, *dict.fromkeys(item for item in chosen.expand if item != centre)):
        if node not in nodes:
            continue
        counts |= await count_relations(store, [node])
        present = [name for name in counts[node] if name in chosen.kinds]
        edges = await _standing(store, await read_edges(store, [node], present), chosen.on, stops)
        for edge in _limited(edges, node, nodes, chosen.per_relation):
            if len(nodes | {edge.source, edge.target}) <= MAX_NODES:
                nodes |= {edge.source, edge.target}
                kept.add(edge)
    touching = await read_edges(store, pinned, chosen.kinds)
    between = [edge for edge in touching if {edge.source, edge.target} <= nodes]
    kept.update(await _standing(store, between, chosen.on, stops))
    names = await read_names(store, nodes)
    return Network(
        names,
        tuple(sorted(kept)),
        (centre,),
        counts,
        pinned=pinned,
        on=chosen.on,
        days=tuple(sorted(stops)),
    )


async def _standing(store: Store, edges: Collection[Edge], on: str, stops: set[str]) -> tuple[Edge, ...]:
    """Keep what stood on the day of the view, if it has one, and note the days on which that changes."""
    extents = await read_extents(store, edges)
    stops.update(days_of(extents))
    return keep_standing(extents, on) if on else tuple(extents)


def _limited(edges: Iterable[Edge], node: str, known: Collection[str], most: int) -> Iterable[Edge]:
    """Yield edges to known nodes, and to at most ``most`` new ones for each relation."""
    new: dict[str, set[str]] = {}
    for edge in edges:
        other = next(iter(other_ends(edge, node)))
        reached = new.setdefault(edge.kind, set())
        if other in known or other in reached or len(reached) < most:
            if other not in known:
                reached.add(other)
            yield edge
