"""Shortest paths between two entities, found by widening from both ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import networkx as nx

from kg.store import Store
from kg.views.names import read_names
from kg.views.network import Edge, Network, read_edges

_PATH_NODES: Final = 5_000


async def read_paths(
    store: Store,
    start: str,
    goal: str,
    *,
    kinds: Collection[str] | None = None,
    longest: int = 4,
    most: int = 8,
) -> Network:
    """Return the shortest paths between two entities, as a network; without edges when there is none.

    The search widens from both ends in turn, the smaller side first, and gives up beyond 5 000 nodes.

    Args:
        store: where to ask.
        start: IRI where paths begin.
        goal: IRI where they end; both are centres of the answer.
        kinds: names of relations; None for the usual ones.
        longest: edges of a path, at most.
        most: paths, at most; among equally short ones the first in order of IRIs.
    """
    edges: set[Edge] = set()
    sides = ({start}, {goal})
    fringes = ({start}, {goal})
    for _ in range(longest):
        if sides[0] & sides[1] or not (fringes[0] and fringes[1]):
            break
        if len(sides[0] | sides[1]) > _PATH_NODES:
            break
        near = 0 if len(fringes[0]) <= len(fringes[1]) else 1
        found = await read_edges(store, fringes[near], kinds)
        edges.update(found)
        reached = {end for edge in found for end in (edge.source, edge.target)} - sides[near]
        sides[near].update(reached)
        fringes[near].clear()
        fringes[near].update(reached)
    nodes = {start, goal} | _nodes_between(edges, start, goal, most)
    kept = tuple(sorted(edge for edge in edges if {edge.source, edge.target} <= nodes))
    names = await read_names(store, nodes)
    return Network(names, kept, (start, goal))


def _nodes_between(edges: Iterable[Edge], start: str, goal: str, most: int) -> set[str]:
    graph: nx.Graph[str] = nx.Graph()
    for edge in sorted(edges):
        graph.add_edge(edge.source, edge.target)
    if start not in graph or goal not in graph or not nx.has_path(graph, start, goal):
        return set()
    found: set[str] = set()
    paths = nx.all_shortest_paths(graph, start, goal)
    for _, path in zip(range(most), paths, strict=False):
        found.update(path)
    return found
