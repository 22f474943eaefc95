"""Derive which tellings are one event: several sources may tell it, and one of them is the event counted.

A record declares that its event is the same as one of another source. The link to the one that is the same as
no other is stated for every event, the event itself included: a query then needs no path of any length,
whose ends an engine may look for among all the nodes there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.rdf import iri
from kg.rdf.graph import NamedGraph
from kg.records.dataset import Dossier
from kg.vocab import KG


def state_original_events(graph: NamedGraph, dossiers: Iterable[Dossier]) -> None:
    """State for each event the one that it is the same as in the end."""
    same: dict[str, str] = {}
    for dossier in dossiers:
        source = iri.source(dossier.id)
        for event in dossier.record.parts("events"):
            node = iri.nested(source, "event", event.text("id"))
            same[node] = iri.source(event.text("same-as")) if "same-as" in event else node
    for node in same:
        graph.link(node, KG.originalEvent, original_of(same, node), None)


def original_of(same: dict[str, str], node: str) -> str:
    """Follow the declarations from an event; where they run in a circle, the least IRI of it counts.

    >>> original_of({"c": "b", "b": "a", "a": "a"}, "c"), original_of({"a": "b", "b": "a"}, "b")
    ('a', 'a')
    """
    seen: list[str] = []
    while node not in seen:
        seen.append(node)
        node = same.get(node, node)
    return min(seen[seen.index(node) :])
