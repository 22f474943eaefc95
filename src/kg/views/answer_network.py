"""The network of an answer: the things that its rows name, and the relations of the graph between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.store import Store
from kg.views.answer_views import things_of
from kg.views.edges import read_edges
from kg.views.names import read_names
from kg.views.network import Network

MOST: Final = 150
"""Things of a network: those with the most rows; more than these no drawing shows apart."""


@dataclass(frozen=True)
class AnswerNetwork:
    """What the rows of an answer name, and how that hangs together.

    Attributes:
        network: the things that are joined with another; the one with most relations is its centre.
        alone: how many things no relation joins with another of them.
        left_out: how many things are not looked at, for there are too many.
    """

    network: Network
    alone: int
    left_out: int


async def read_answer_network(
    store: Store, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> AnswerNetwork:
    """Return the network of some rows.

    Args:
        store: where to ask.
        rows: of an answer.
        columns: names of those that hold things.
    """
    counts = Counter(iri for row in rows for column in columns for iri, _ in things_of(row, column))
    chosen = sorted(counts, key=lambda iri: (-counts[iri], iri))[:MOST]
    inside = set(chosen)
    found = await read_edges(store, chosen)
    edges = tuple(edge for edge in found if {edge.source, edge.target} <= inside)
    degrees = Counter(end for edge in edges for end in (edge.source, edge.target))
    names = await read_names(store, degrees)
    centre = min(degrees, key=lambda iri: (-degrees[iri], iri), default="")
    network = Network(names, edges, (centre,) if centre else ())
    return AnswerNetwork(network, len(chosen) - len(degrees), len(counts) - len(chosen))
