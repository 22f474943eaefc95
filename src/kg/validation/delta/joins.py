"""Follow edges through the data from what is known, along the way with the fewest triples.

An engine that plans by the form of a pattern reads every observation in đồng to find those of one district.
Here each step lists the matches of all edges that can be followed by turns, and takes the edge whose list
ends first: the cost is that of the rarest, without statistics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.validation.compiled.data_graph import DEFAULT, DataGraph
from kg.validation.compiled.walk import follow
from kg.validation.delta.edges import ROOT, Edge, Slot, Trigger
from kg.validation.paths import Inverse, Predicate
from kg.validation.triples import Node, Term, as_node

Triple = tuple[Node, NamedNode, Term]
Binding = dict[str, Term]
_Question = tuple[tuple[Edge, ...], tuple[tuple[str, Term], ...]]
"""Edges, and what is known of their variables."""
_FIRST_TURN = 8


def triple_of(quad: Quad) -> Triple:
    """Give the triple of a quad of the data, whose subjects are nodes."""
    return as_node(quad.subject), quad.predicate, quad.object


def match(trigger: Trigger, triple: Triple) -> Binding | None:
    """Give what a trigger's variables are in a triple; nothing where it does not match."""
    binding: Binding = {}
    subject, predicate, value = triple
    if trigger.predicate not in (None, predicate):
        return None
    for slot, term in ((trigger.subject, subject), (trigger.object, value)):
        if isinstance(slot, str):
            if binding.setdefault(slot, term) != term:
                return None
        elif slot != term:
            return None
    return binding


class Search:
    """Searches in one state of the data; what was found once is not searched again.

    Edges whose unknown variables have nothing to do with each other are searched apart, so that no row is
    made for a combination that nobody asks for.
    """

    def __init__(self, data: DataGraph, reads: set[Triple] | None = None) -> None:
        """Take the data, and where all that is read is wanted, a set that receives it."""
        self._data = data
        self._reads = reads
        self._known_to_hold: dict[_Question, bool] = {}
        self._known_roots: dict[_Question, set[Term]] = {}

    def may_lead_on(self, trigger: Trigger, binding: Binding) -> bool:
        """Tell whether each edge that begins at a matched pattern has a match: most have none, soon told."""
        for predicate, subject, value in trigger.next_steps:
            start, end = self._known(subject, binding), self._known(value, binding)
            if isinstance(start, Literal):
                return False
            if next(self._data.store.quads_for_pattern(start, predicate, end, DEFAULT), None) is None:
                return False
        return True

    def roots(self, edges: tuple[Edge, ...], binding: Binding) -> set[Term]:
        """Give the focus nodes that fit what is known; the search of each ends as soon as it is known."""
        unknown = self._unknown(edges, binding)
        if unknown is None:
            return set()
        if ROOT in binding:
            return {binding[ROOT]}
        parts = _components(unknown, binding)
        way = next((part for part in parts if any(ROOT in edge.variables for edge in part)), None)
        if way is None or not all(self.holds(part, binding) for part in parts if part is not way):
            return set()
        question = _question(way, binding)
        if question not in self._known_roots:
            found: set[Term] = set()
            edge, name, values = self._choose(way, binding)
            rest = tuple(other for other in way if other is not edge)
            for value in values:
                found |= self.roots(rest, {**binding, name: value})
            self._known_roots[question] = found
        return self._known_roots[question]

    def holds(self, edges: tuple[Edge, ...], binding: Binding) -> bool:
        """Tell whether there are values so that all edges hold; reads all of them where reads are wanted."""
        unknown = self._unknown(edges, binding)
        return unknown is not None and all(
            self._component_holds(part, binding) for part in _components(unknown, binding)
        )

    def _component_holds(self, edges: tuple[Edge, ...], binding: Binding) -> bool:
        question = _question(edges, binding)
        known = self._known_to_hold.get(question)
        if known is not None:
            return known
        holds = False
        edge, name, values = self._choose(edges, binding)
        rest = tuple(other for other in edges if other is not edge)
        if rest and not any(name in other.variables for other in rest):
            values = values[:1]
        for value in values:
            holds = self.holds(rest, {**binding, name: value}) or holds
            if holds and self._reads is None:
                break
        self._known_to_hold[question] = holds
        return holds

    def _unknown(self, edges: tuple[Edge, ...], binding: Binding) -> tuple[Edge, ...] | None:
        """Give the edges that have an unknown end; nothing where one of the others does not hold."""
        unknown = []
        for edge in edges:
            start, end = self._known(edge.subject, binding), self._known(edge.object, binding)
            if start is None or end is None:
                unknown.append(edge)
            elif not self._holds(edge, start, end):
                return None
        return tuple(unknown)

    @staticmethod
    def _known(slot: Slot, binding: Binding) -> Term | None:
        return binding.get(slot) if isinstance(slot, str) else slot

    def _choose(self, edges: tuple[Edge, ...], binding: Binding) -> tuple[Edge, str, list[Term]]:
        """Choose the edge with the fewest matches; paths that repeat or branch only if there is no other."""
        runners: list[tuple[Edge, str, Iterator[Quad]]] = []
        paths: list[tuple[Edge, str]] = []
        for edge in edges:
            start, end = self._known(edge.subject, binding), self._known(edge.object, binding)
            if start is None and end is None:
                continue
            name = edge.object if start is not None else edge.subject
            if not isinstance(name, str):
                continue
            if edge.path is None or isinstance(edge.path, Predicate):
                runners.append((edge, name, self._matches(edge, start, end)))
            else:
                paths.append((edge, name))
        if runners:
            edge, name, quads = _shortest(runners)
            self._remember(quads)
            is_end = name == edge.object
            return edge, name, list(dict.fromkeys(quad.object if is_end else quad.subject for quad in quads))
        edge, name = paths[0]
        return edge, name, self._follow(edge, binding)

    def _matches(self, edge: Edge, start: Term | None, end: Term | None) -> Iterator[Quad]:
        if isinstance(start, Literal):
            return iter(())
        predicate = edge.path.iri if isinstance(edge.path, Predicate) else None
        return self._data.store.quads_for_pattern(start, predicate, end, DEFAULT)

    def _holds(self, edge: Edge, start: Term | None, end: Term | None) -> bool:
        if not isinstance(start, NamedNode | BlankNode) or end is None:
            return False
        if edge.path is None or isinstance(edge.path, Predicate):
            quads = list(self._matches(edge, start, end))
            self._remember(quads)
            return bool(quads)
        return end in self._reached(edge, start)

    def _follow(self, edge: Edge, binding: Binding) -> list[Term]:
        start, end = self._known(edge.subject, binding), self._known(edge.object, binding)
        if start is not None:
            return self._reached(edge, start)
        if end is None or edge.path is None:
            raise ValueError("a path is followed from one of its ends")
        return self._reached(Edge(edge.object, Inverse(edge.path), edge.subject), end)

    def _reached(self, edge: Edge, start: Term) -> list[Term]:
        if edge.path is None:
            raise ValueError("a path is followed along its properties")
        if self._reads is None:
            return follow(self._data, edge.path, start)
        return follow(_Recorder(self._data, self._reads), edge.path, start)

    def _remember(self, quads: list[Quad]) -> None:
        if self._reads is not None:
            self._reads.update(map(triple_of, quads))


def _components(edges: tuple[Edge, ...], binding: Binding) -> list[tuple[Edge, ...]]:
    """Part edges so that no two parts share an unknown variable."""
    parts: list[tuple[set[str], list[Edge]]] = []
    for edge in edges:
        names, together = {name for name in edge.variables if name not in binding}, [edge]
        apart = []
        for part in parts:
            if names.isdisjoint(part[0]):
                apart.append(part)
            else:
                names |= part[0]
                together = [*part[1], *together]
        parts = [*apart, (names, together)]
    return [tuple(together) for names, together in parts if _is_anchored(together, binding)]


def _is_anchored(edges: Iterable[Edge], binding: Binding) -> bool:
    """Tell whether edges hang on anything known; those that do not are left out, which only admits more."""
    return any(
        not isinstance(slot, str) or slot in binding for edge in edges for slot in (edge.subject, edge.object)
    )


def _question(edges: tuple[Edge, ...], binding: Binding) -> _Question:
    names = sorted({name for edge in edges for name in edge.variables if name in binding})
    return edges, tuple((name, binding[name]) for name in names)


def _shortest(runners: list[tuple[Edge, str, Iterator[Quad]]]) -> tuple[Edge, str, list[Quad]]:
    """Read from all by turns, each twice as long; the first that ends is the shortest but for one turn."""
    lists: list[list[Quad]] = [[] for _ in runners]
    turn = _FIRST_TURN
    while True:
        for number, (edge, name, quads) in enumerate(runners):
            more = list(islice(quads, turn))
            lists[number] += more
            if len(more) < turn:
                return edge, name, lists[number]
        turn *= 2


class _Recorder:
    """Reads of a graph, remembered."""

    def __init__(self, data: DataGraph, reads: set[Triple]) -> None:
        self._data = data
        self._reads = reads

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Values of a property."""
        found = self._data.objects(subject, predicate)
        if isinstance(subject, NamedNode | BlankNode):
            self._reads.update((subject, predicate, value) for value in found)
        return found

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Subjects that have a value."""
        found = self._data.subjects(predicate, value)
        self._reads.update((subject, predicate, value) for subject in found)
        return found
