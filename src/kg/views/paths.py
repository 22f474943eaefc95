"""Shortest paths between two entities, found by widening from both ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import networkx as nx

from kg.store import Store
from kg.views.edges import Edge, read_edges
from kg.views.extents import days_of, keep_standing, read_extents
from kg.views.names import read_names
from kg.views.network import Network

MAX_NODES: Final = 5_000
"""Nodes beyond which a search gives up."""


@dataclass(frozen=True)
class Paths:
    """The shortest paths between two entities.

    Attributes:
        paths: each the IRIs from the one to the other; sorted, as many as were asked for.
        edges: all relations between two entities that follow one another on a path, sorted.
        complete: whether the search came to an end; if not, there may be a path that it did not reach.
    """

    paths: tuple[tuple[str, ...], ...]
    edges: tuple[Edge, ...]
    complete: bool

    @property
    def nodes(self) -> frozenset[str]:
        """All entities on the paths."""
        return frozenset(node for path in self.paths for node in path)


async def find_paths(
    store: Store,
    start: str,
    goal: str,
    *,
    kinds: Collection[str] | None = None,
    longest: int = 4,
    most: int = 8,
    on: str = "",
) -> Paths:
    """Return the shortest paths between two entities.

    The search widens from both ends in turn, the smaller side first, and gives up beyond 5 000 nodes.

    Args:
        store: where to ask.
        start: IRI where paths begin.
        goal: IRI where they end.
        kinds: names of relations; None for the usual ones.
        longest: edges of a path, at most.
        most: paths, at most; among equally short ones the first in order of IRIs.
        on: an ISO day: only over what certainly or possibly stood then; empty for all days.
    """
    edges: set[Edge] = set()
    sides = ({start}, {goal})
    fringes = ({start}, {goal})
    complete = True
    for _ in range(longest):
        if sides[0] & sides[1] or not (fringes[0] and fringes[1]):
            break
        if len(sides[0] | sides[1]) > MAX_NODES:
            complete = False
            break
        near = 0 if len(fringes[0]) <= len(fringes[1]) else 1
        found = await read_edges(store, fringes[near], kinds)
        if on:
            found = keep_standing(await read_extents(store, found), on)
        edges.update(found)
        reached = {end for edge in found for end in (edge.source, edge.target)} - sides[near]
        sides[near].update(reached)
        fringes[near].clear()
        fringes[near].update(reached)
    paths = _shortest(edges, start, goal, most)
    steps = {frozenset(step) for path in paths for step in pairwise(path)}
    kept = tuple(sorted(edge for edge in edges if {edge.source, edge.target} in steps))
    return Paths(paths, kept, complete)


async def read_paths(
    store: Store,
    start: str,
    goal: str,
    *,
    kinds: Collection[str] | None = None,
    longest: int = 4,
    most: int = 8,
    on: str = "",
) -> Network:
    """Return the shortest paths between two entities as a network; without edges when there is none.

    The arguments are those of ``find_paths``; both ends are centres of the network.
    """
    found = await find_paths(store, start, goal, kinds=kinds, longest=longest, most=most, on=on)
    names = await read_names(store, {start, goal} | found.nodes)
    return Network(
        names, found.edges, (start, goal), on=on, days=days_of(await read_extents(store, found.edges))
    )


def _shortest(edges: Iterable[Edge], start: str, goal: str, most: int) -> tuple[tuple[str, ...], ...]:
    graph: nx.Graph[str] = nx.Graph()
    for edge in sorted(edges):
        graph.add_edge(edge.source, edge.target)
    if start not in graph or goal not in graph or not nx.has_path(graph, start, goal):
        return ()
    paths = zip(range(most), nx.all_shortest_paths(graph, start, goal), strict=False)
    return tuple(sorted(tuple(path) for _, path in paths))
