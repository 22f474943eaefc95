"""From documents to what happened on the ground, in lanes: document, programme, project, directive, event.

A lineage begins with a document, a programme or a project, follows what amends, rests on, sets up, funds or
lists the other, and then adds the directives and events that are about one of them, and the places of the
projects. Beginning with anything else, it begins with what that is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kg.store import Store
from kg.views.edges import Edge, read_edges
from kg.views.names import Name, read_names
from kg.views.network import Network

LANES: Final = (
    ("document",),
    ("programme",),
    ("project",),
    ("directive", "petition"),
    ("event",),
    ("unit", "site"),
)
"""Kinds of things from left to right; those of one lane stand below each other."""
STEPS: Final = 3
"""How far a lineage follows documents, programmes and projects from where it begins."""
MOST: Final = 150
"""Things of a lineage, at most."""

_CORE: Final = (
    "document-relation",
    "launched",
    "founded-on",
    "part-of-programme",
    "under-document",
    "listed-in",
)
_ABOUT: Final = ("about", "concerns")
_PLACES: Final = ("project-in",)
_GIVEN: Final = ("ordered-at",)
_LANE: Final = {kind: lane for lane, kinds in enumerate(LANES) for kind in kinds}
_BEGINNINGS: Final = frozenset({"document", "programme", "project"})


async def read_lineage(store: Store, start: str) -> Network:
    """Return the lineage of a thing, its nodes grouped by lane; without edges where it has none.

    Args:
        store: where to ask.
        start: IRI.
    """
    gathered = _Gathered({start})
    name = (await read_names(store, [start]))[start]
    fringe = {start}
    if name.kind.name not in _BEGINNINGS:
        fringe = gathered.take(await read_edges(store, fringe, _ABOUT + _GIVEN))
        fringe |= gathered.take(await read_edges(store, fringe, _ABOUT))
    for _ in range(STEPS):
        fringe = gathered.take(await read_edges(store, fringe, _CORE)) if fringe else set()
    core = set(gathered.nodes)
    about = await read_edges(store, core, _ABOUT)
    gathered.take(about)
    gathered.take(await read_edges(store, core, _PLACES))
    directives = {edge.source for edge in about if edge.kind == "concerns"} & gathered.nodes
    given = await read_edges(store, directives, _GIVEN)
    gathered.take(edge for edge in given if edge.source in directives)
    names = await read_names(store, gathered.nodes)
    kept = {iri: lane for iri in gathered.nodes if (lane := _LANE.get(names[iri].kind.name)) is not None}
    edges = tuple(sorted(edge for edge in gathered.edges if {edge.source, edge.target} <= set(kept)))
    joined = {start, *(end for edge in edges for end in (edge.source, edge.target))} & set(kept)
    ordered = sorted(joined, key=lambda iri: _order(names[iri]))
    used = sorted({kept[iri] for iri in ordered})
    return Network(
        {iri: names[iri] for iri in ordered},
        edges,
        (start,) if start in kept else (),
        groups={iri: used.index(kept[iri]) for iri in ordered},
        complete=gathered.complete,
    )


def lanes_of(network: Network) -> list[Name]:
    """One thing of each lane that a lineage uses, from left to right: its kind names the lane."""
    first: dict[int, Name] = {}
    for iri, lane in network.groups.items():
        first.setdefault(lane, network.names[iri])
    return [first[lane] for lane in sorted(first)]


def _order(name: Name) -> tuple[str, str, str]:
    return name.days.key, name.label("vi").value, name.iri


@dataclass
class _Gathered:
    """What a lineage has reached so far, and whether there was room for all of it."""

    nodes: set[str]
    edges: set[Edge] = field(default_factory=set)
    complete: bool = True

    def take(self, edges: Iterable[Edge]) -> set[str]:
        """Take edges in with the things that they reach, as long as there is room; return the new things."""
        new: set[str] = set()
        for edge in edges:
            reached = {edge.source, edge.target} - self.nodes
            if len(self.nodes) + len(reached) > MOST:
                self.complete = False
                continue
            self.nodes |= reached
            new |= reached
            self.edges.add(edge)
        return new
