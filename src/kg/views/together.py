"""Who takes part in events together: pairs of participants, how central each is, and groups.

Measures are those of networkx over the graph whose nodes are participants, people and bodies, and whose edges
are pairs that took part in at least one event together. Betweenness (Freeman 1977) counts steps, not events;
groups maximise modularity greedily (Clauset, Newman and Moore 2004), weighted by the events of a pair. Both
are computed over all pairs that were asked for, so a view that draws few of them shows the same numbers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

from kg.store import Store
from kg.views.edges import Edge, read_edges
from kg.views.names import read_names
from kg.views.network import Network
from kg.views.relations import RELATIONS, TOGETHER
from kg.views.rows import ask_rows

MOST_PAIRS: Final = 2_000
"""Pairs that are asked for; those with the most events come first."""
MOST_LISTED: Final = 40
"""Pairs that a page lists; files hold all of the network."""
MOST_DRAWN: Final = 60
"""Participants that are drawn and listed: those who took part with others most often."""


@dataclass(frozen=True)
class Companion:
    """A participant among those with whom it took part in events.

    Attributes:
        iri: of the participant.
        others: how many participants took part in an event with this one.
        meetings: the events of all pairs, added up.
        between: share of the shortest ways between two others that lead over this one, 0 to 1.
        group: number of the group, from 0; the largest comes first.
    """

    iri: str
    others: int
    meetings: int
    between: float
    group: int


@dataclass(frozen=True)
class Together:
    """Who takes part in events together.

    Attributes:
        companions: those with most meetings first.
        pairs: (participant, participant) → events of both; the IRIs of a pair are sorted.
        groups: how many there are.
        complete: whether all pairs were asked for.
        network: the first companions with the pairs between them, and the claims that say so.
    """

    companions: tuple[Companion, ...]
    pairs: Mapping[tuple[str, str], int]
    groups: int
    complete: bool
    network: Network

    def strongest(self, most: int) -> list[Edge]:
        """The first edges of the network: those with the most events first."""
        return sorted(self.network.edges, key=lambda edge: (-self.pairs[edge.source, edge.target], edge))[
            :most
        ]


async def read_together(store: Store, least: int = 1) -> Together:
    """Read who took part in events together.

    Args:
        store: where to ask.
        least: events that a pair must share.
    """
    rows = await ask_rows(
        store,
        "SELECT ?source ?target (COUNT(DISTINCT ?event) AS ?n) "
        f"WHERE {{ {RELATIONS[TOGETHER].pattern} }} GROUP BY ?source ?target "
        f"HAVING(COUNT(DISTINCT ?event) >= {least}) ORDER BY DESC(?n) ?source ?target LIMIT {MOST_PAIRS + 1}",
    )
    pairs = {(row["source"].value, row["target"].value): int(row["n"].value) for row in rows[:MOST_PAIRS]}
    companions = await asyncio.to_thread(measure, pairs)
    network = await join_companions(store, companions[:MOST_DRAWN], pairs)
    groups = len({companion.group for companion in companions})
    return Together(companions, pairs, groups, len(rows) <= MOST_PAIRS, network)


def measure(pairs: Mapping[tuple[str, str], int]) -> tuple[Companion, ...]:
    """Measure each participant of some pairs; those with most meetings first, then by IRI.

    >>> [(each.iri, each.others, each.meetings) for each in measure({("a", "b"): 2, ("b", "c"): 1})]
    [('b', 2, 3), ('a', 1, 2), ('c', 1, 1)]
    """
    graph: nx.Graph[str] = nx.Graph()
    for (one, other), events in sorted(pairs.items()):
        graph.add_edge(one, other, weight=events)
    if not pairs:
        return ()
    between = nx.betweenness_centrality(graph)
    parts = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    group = {node: number for number, part in enumerate(ordered) for node in part}
    found = (
        Companion(node, graph.degree(node), graph.degree(node, weight="weight"), between[node], group[node])
        for node in graph
    )
    return tuple(sorted(found, key=lambda each: (-each.meetings, -each.others, each.iri)))


async def join_companions(
    store: Store, companions: tuple[Companion, ...], pairs: Mapping[tuple[str, str], int]
) -> Network:
    """Join the companions whose pairs are among those that were asked for; groups without gaps."""
    names = await read_names(store, [each.iri for each in companions])
    edges = await read_edges(store, names, [TOGETHER])
    drawn = [edge for edge in edges if edge.source in names and edge.target in names]
    kept = tuple(edge for edge in drawn if (edge.source, edge.target) in pairs)
    order = {group: number for number, group in enumerate(sorted({each.group for each in companions}))}
    groups = {each.iri: order[each.group] for each in companions}
    weights = {edge: pairs[edge.source, edge.target] for edge in kept}
    return Network({iri: names[iri] for iri in groups}, kept, groups=groups, weights=weights)
