"""All named graphs of the records, kept right while records change.

What is derived falls into parts, each of which follows from little: the tenures of one post, the places and
relations of one source, the areas of one unit that something names. A changed dossier makes its own graph
and the parts that it speaks of anew. Together the parts are the graph that `kg.rdf.derive` makes as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.errors import Finding
from kg.rdf import iri
from kg.rdf.derive import singular_posts, state_source
from kg.rdf.derive_events import state_original_events
from kg.rdf.derive_places import areas_of, named_units, state_areas, state_seats, state_successors
from kg.rdf.derive_tenures import derive_tenures, state_tenures
from kg.rdf.graph import NamedGraph, Origin
from kg.rdf.graph_parts import GraphParts, Line, PartKey, PartOrigins
from kg.rdf.lift import lift_dossier
from kg.rdf.lift_register import lift_register
from kg.rdf.lift_registry import lift_registries
from kg.rdf.tenure_evidence import TenureEvidence
from kg.records.dataset import Dataset, Dossier

_REGISTRY, _REGISTER, _ONTOLOGY = ("registry", ""), ("register", ""), ("ontology", "")
_ORDER = {kind: kind == "source" for kind in ("source", "registry", "register", "ontology", "places", "post")}
"""Kinds of parts, as they are asked where something stands, and whether the last name is asked first."""
_EVENTS, _SUCCESSORS = ("events", ""), ("successors", "")


@dataclass(frozen=True)
class Difference:
    """Statements that a change of records took away and brought, whatever their graph."""

    removed: frozenset[Line]
    added: frozenset[Line]


class LiveGraphs:
    """The graphs of a dataset that changes."""

    def __init__(self, dataset: Dataset, ontology: NamedGraph) -> None:
        """Lift and derive everything.

        Args:
            dataset: the records.
            ontology: the graph of the terms, which does not change.
        """
        self._dataset = Dataset((), {}, dataset.register)
        self._parts = GraphParts()
        self._named: Counter[str] = Counter()
        self._recounted: set[str] = set()
        self._evidence: dict[str, list[TenureEvidence]] = {}
        self._speaking: defaultdict[str, set[str]] = defaultdict(set)
        self._returns: dict[str, list[Finding]] = {}
        self._singular: frozenset[str] = frozenset()
        self._parts.put(_ONTOLOGY, ontology)
        self._put_register(dataset)
        self.replace(dataset)

    @property
    def findings(self) -> list[Finding]:
        """What the derivation finds wrong: returns to a post that name no spell."""
        return [finding for found in self._returns.values() for finding in found]

    @property
    def origins(self) -> Mapping[tuple[str, str], Origin]:
        """(subject IRI, predicate IRI) → where it was written, as `kg.rdf.graph.NamedGraph.origins`."""
        return PartOrigins(self._parts, _ORDER)

    @property
    def statements(self) -> int:
        """How many statements there are, each counted once."""
        return len(self._parts)

    def statements_of(self, source: str) -> int:
        """How many statements the graph of a source has."""
        graph = self._parts.get(("source", source))
        return 0 if graph is None else len(graph.lines)

    def lines(self) -> Iterator[Line]:
        """Yield every statement once."""
        return self._parts.lines()

    def replace(self, dataset: Dataset) -> Difference:
        """Go over to other records; parts that are the same object as before count as unchanged.

        Args:
            dataset: the records; see `kg.records.dataset`.

        Returns:
            What this changed.
        """
        before, self._dataset = self._dataset, dataset
        old = {dossier.id: dossier for dossier in before.dossiers}
        new = {dossier.id: dossier for dossier in dataset.dossiers}
        relift = {name for name in old.keys() | new.keys() if old.get(name) is not new.get(name)}
        moved = dataset.register is not before.register
        shared = dataset.registries is not before.registries
        if moved:
            self._put_register(dataset)
        if shared:
            self._put(_REGISTRY, lift_registries(dataset))
            if _ids(dataset) != _ids(before):
                relift |= new.keys()
        singular = singular_posts(dataset) if shared else self._singular
        posts = set(self._singular ^ singular)
        self._singular = singular
        for name in sorted(relift):
            posts |= self._lift_source(name, new.get(name))
        for name in sorted(new if moved else relift):
            self._derive_places(name, new.get(name))
        if any(_same_as(old.get(name)) != _same_as(new.get(name)) for name in relift):
            events = NamedGraph(iri.GRAPH_DERIVED)
            state_original_events(events, dataset.dossiers)
            self._put(_EVENTS, events)
        self._derive_tenures(posts)
        self._derive_areas(everything=moved)
        self._derive_seats(new if moved else relift, shared=shared or moved)
        return self._difference()

    def _put(self, key: PartKey, graph: NamedGraph | None) -> None:
        """Replace a part, and count anew which units it names."""
        old = self._parts.get(key)
        for each, step in ((old, -1), (graph, 1)):
            units = list(named_units([each])) if each is not None else []
            self._recounted.update(units)
            for unit in units:
                self._named[unit] += step
        self._parts.put(key, graph)

    def _difference(self) -> Difference:
        changed = self._parts.take_changed()
        there = {line for line in changed if line in self._parts}
        return Difference(frozenset(changed - there), frozenset(there))

    def _put_register(self, dataset: Dataset) -> None:
        self._parts.put(_REGISTER, lift_register(dataset.register))
        successors = NamedGraph(iri.GRAPH_DERIVED)
        state_successors(successors, dataset.register)
        self._parts.put(_SUCCESSORS, successors)

    def _lift_source(self, name: str, dossier: Dossier | None) -> set[str]:
        """Lift a source, or take it away; the posts of which it spoke or speaks are returned."""
        evidence = self._evidence.pop(name, [])
        for item in evidence:
            self._speaking[item.post].discard(name)
        if dossier is None:
            self._put(("source", name), None)
            return {item.post for item in evidence}
        graph, found = lift_dossier(dossier, self._dataset.ids)
        self._put(("source", name), graph)
        self._evidence[name] = found
        for item in found:
            self._speaking[item.post].add(name)
        return {item.post for item in (*evidence, *found)}

    def _derive_places(self, name: str, dossier: Dossier | None) -> None:
        graph = NamedGraph(iri.GRAPH_DERIVED) if dossier is not None else None
        if graph is not None and dossier is not None:
            state_source(graph, self._dataset, dossier)
        self._put(("places", name), graph)

    def _derive_tenures(self, posts: set[str]) -> None:
        for post in sorted(posts):
            findings: list[Finding] = []
            names = sorted(self._speaking[post])
            evidence = [item for name in names for item in self._evidence[name] if item.post == post]
            tenures = derive_tenures(evidence, self._singular, findings)
            graph = NamedGraph(iri.GRAPH_DERIVED)
            state_tenures(graph, tenures)
            self._put(("post", post), graph if tenures else None)
            self._returns.pop(post, None)
            if findings:
                self._returns[post] = findings

    def _derive_areas(self, *, everything: bool) -> None:
        """State the areas of units that are named now, and no longer those of units that are not."""
        units = set(self._named) if everything else self._recounted
        self._recounted = set()
        for unit in sorted(units):
            key, graph = ("areas", unit), None
            if self._named[unit] > 0 and not everything and self._parts.get(key) is not None:
                continue
            if self._named[unit] > 0:
                graph = NamedGraph(iri.GRAPH_DERIVED)
                state_areas(graph, self._dataset.register, unit)
            else:
                del self._named[unit]
            self._parts.put(key, graph)

    def _derive_seats(self, names: Iterable[str], *, shared: bool) -> None:
        """State the areas of the bodies, groups and programmes that a source or the registries name."""
        for key in [*([_REGISTRY] if shared else []), *(("source", name) for name in sorted(names))]:
            graph, seats = self._parts.get(key), None
            if graph is not None:
                found = (self._parts.get(("areas", unit)) for unit in sorted(named_units([graph])))
                lines = (line for areas in found if areas is not None for line in areas.lines)
                seats = NamedGraph(iri.GRAPH_DERIVED)
                state_seats(seats, areas_of(lines), [graph])
            self._parts.put(("seats", "/".join(key)), seats)


def _ids(dataset: Dataset) -> dict[str, set[str]]:
    return {kind: set(items) for kind, items in dataset.ids.items()}


def _same_as(dossier: Dossier | None) -> list[tuple[str, str]]:
    """Events of a dossier, each with the one of another source that it is the same as."""
    events = dossier.record.parts("events") if dossier is not None else ()
    return [(event.text("id"), event.text("same-as")) for event in events]
