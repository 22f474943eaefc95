"""Wide networks: everything within some steps of a centre, up to thousands of things, on all days or one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import networkx as nx

from kg.store import Store
from kg.views.edges import Edge, count_relations, read_edges
from kg.views.extents import Extents, days_of, keep_standing, read_extents
from kg.views.force import place
from kg.views.names import read_names
from kg.views.network import MAX_NODES, Network
from kg.views.relations import RELATIONS

MOST_STEPS: Final = 4
MOST_THINGS: Final = 10_000
"""Things of a wide network: what a browser still shows within seconds (explorer, tier 2)."""

Positions = Mapping[str, tuple[float, float]]

_ORDER: Final = {name: place for place, name in enumerate(RELATIONS)}


@dataclass(frozen=True)
class Wide:
    """A wide network on all days, and what it takes to show it on one of them.

    Attributes:
        network: all of it; placed by forces where it is too large for a drawing by branches.
        extents: when each of its relations held.
    """

    network: Network
    extents: Extents

    def on(self, day: str) -> Network:
        """The part that stood on an ISO day and hangs together with the centre, each thing where it was."""
        whole = self.network
        edges = keep_standing(self.extents, day)
        graph: nx.Graph[str] = nx.Graph([(edge.source, edge.target) for edge in edges])
        centre = whole.centres[0]
        reached = nx.node_connected_component(graph, centre) if centre in graph else {centre}
        names = {iri: name for iri, name in whole.names.items() if iri in reached}
        large = len(names) > MAX_NODES
        positions = {iri: spot for iri, spot in whole.positions.items() if iri in reached and large}
        kept = tuple(sorted(edge for edge in edges if edge.source in reached))
        return replace(whole, names=names, edges=kept, positions=positions, on=day)

    def placed(self, before: Positions | None = None) -> Wide:
        """The same with places for its nodes, if it is large; begun from those of an earlier version."""
        network = self.network
        if len(network.names) <= MAX_NODES:
            return self
        pairs = [(edge.source, edge.target) for edge in network.edges]
        return replace(self, network=replace(network, positions=place(list(network.names), pairs, before)))


async def read_wide(
    store: Store, centre: str, *, steps: int, kinds: Collection[str], most: int = MOST_THINGS
) -> Wide:
    """Return the things within some steps of a centre, and the relations that lead to them.

    The network grows step by step, in each by the order of relations and IRIs, until it holds ``most``
    things. Relations between two things of the last step are not asked for.

    Args:
        store: where to ask.
        centre: IRI.
        steps: how far, at least 1.
        kinds: names of relations.
        most: things, at most.
    """
    nodes: dict[str, None] = {centre: None}
    fringe: Sequence[str] = (centre,)
    kept: set[Edge] = set()
    complete = True
    for _ in range(steps):
        before = len(nodes)
        edges = await read_edges(store, fringe, kinds) if fringe else ()
        for end in _reached(edges):
            if end not in nodes and len(nodes) >= most:
                complete = False
                break
            nodes.setdefault(end)
        kept.update(edge for edge in edges if edge.source in nodes and edge.target in nodes)
        fringe = list(nodes)[before:]
        if not complete:
            break
    extents = await read_extents(store, kept)
    names = await read_names(store, nodes)
    network = Network(
        {iri: names[iri] for iri in nodes},
        tuple(sorted(kept)),
        (centre,),
        await count_relations(store, [centre]),
        days=days_of(extents),
        complete=complete,
    )
    return Wide(network, extents)


def _reached(edges: Iterable[Edge]) -> Iterable[str]:
    """The ends of relations in the order in which a network takes them in."""
    for edge in sorted(edges, key=lambda edge: (_ORDER[edge.kind], edge)):
        yield edge.source
        yield edge.target
