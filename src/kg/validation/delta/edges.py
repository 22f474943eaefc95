"""Patterns as a graph of edges: what a check reads of the data, and how its reads hang on the focus node.

An `Edge` is a triple pattern or a property path between two slots. A `Scope` is a set of edges that all hold
of whatever a check reads by its own edges: those of a group of a query with those of the groups around it, or
the way from a focus node to the values of a nested shape. Conditions on values are left out, so a scope can
only admit too much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence
from kg.validation.triples import Term

Slot = str | Term
"""A variable, as a string, or a term."""

ROOT = "this"
"""The variable of the focus node."""


@dataclass(frozen=True)
class Edge:
    """A path from one slot to another; any property where there is no path."""

    subject: Slot
    path: Path | None
    object: Slot

    @cached_property
    def variables(self) -> frozenset[str]:
        """Variables at its ends."""
        return frozenset(slot for slot in (self.subject, self.object) if isinstance(slot, str))

    def renamed(self, names: Mapping[str, Slot]) -> Edge:
        """Put other slots in the place of variables."""
        ends = (names.get(slot, slot) if isinstance(slot, str) else slot for slot in self._ends)
        subject, value = ends
        return Edge(subject, self.path, value)

    @property
    def _ends(self) -> tuple[Slot, Slot]:
        return self.subject, self.object


@dataclass(frozen=True)
class Trigger:
    """A pattern of one triple, and the edges by which it hangs on the focus node.

    Attributes:
        subject, predicate, object: the pattern; any property where the predicate is missing.
        context: edges that hold as well, as far as they hang together with the pattern.
        reaches: whether they lead to the focus node.
    """

    subject: Slot
    predicate: NamedNode | None
    object: Slot
    context: tuple[Edge, ...]
    reaches: bool

    @cached_property
    def next_steps(self) -> tuple[tuple[NamedNode | None, Slot, Slot], ...]:
        """Edges of one property that begin at the pattern: property, subject, object."""
        here = {slot for slot in (self.subject, self.object) if isinstance(slot, str)}
        return tuple(
            (edge.path.iri if edge.path is not None else None, edge.subject, edge.object)
            for edge in self.context
            if (edge.path is None or isinstance(edge.path, Predicate)) and not here.isdisjoint(edge.variables)
        )

    @cached_property
    def needed(self) -> frozenset[str]:
        """Variables of the pattern that the way to the focus node begins with, or the focus node itself."""
        return frozenset({ROOT}.union(*(edge.variables for edge in self.context)))


@dataclass(frozen=True)
class Scope:
    """Edges that hold together.

    Attributes:
        own: edges whose matches a check looks at here.
        around: edges that hold as well, and lead to the focus node.
    """

    own: tuple[Edge, ...]
    around: tuple[Edge, ...] = ()

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, each once."""
        return tuple(dict.fromkeys((*self.around, *self.own)))

    def canonical(self) -> Scope:
        """Name the variables by the order in which they come, so that equal scopes are equal values."""
        names: dict[str, Slot] = {ROOT: ROOT}
        for edge in (*self.around, *self.own):
            for slot in (edge.subject, edge.object):
                if isinstance(slot, str):
                    names.setdefault(slot, f"v{len(names)}")
        own, around = (tuple(edge.renamed(names) for edge in edges) for edges in (self.own, self.around))
        return Scope(own, around)

    def triggers(self) -> Iterator[Trigger]:
        """Yield for every property that an own edge reads the pattern that a changed triple may match."""
        for number, edge in enumerate(self.own):
            others = (*self.around, *self.own[:number], *self.own[number + 1 :])
            for read, between in _reads(edge, str(number)):
                context, known = _connected(read, (*between, *others))
                predicate = read.path.iri if isinstance(read.path, Predicate) else None
                yield Trigger(read.subject, predicate, read.object, context, ROOT in known)


def _connected(start: Edge, edges: tuple[Edge, ...]) -> tuple[tuple[Edge, ...], set[str]]:
    """Give the edges that hang together with one, nearest first, and all their variables."""
    known, found, waiting = set(start.variables), [], list(dict.fromkeys(edges))
    while touching := [edge for edge in waiting if not known.isdisjoint(edge.variables)]:
        found += touching
        known.update(*(edge.variables for edge in touching))
        waiting = [edge for edge in waiting if edge not in touching]
    return tuple(found), known


def _reads(edge: Edge, name: str) -> Iterator[tuple[Edge, tuple[Edge, ...]]]:
    """Yield every single property that a path goes along, with what lies before and after it.

    Args:
        edge: the path between its slots.
        name: keeps the variables between its steps apart.
    """
    match edge.path:
        case None | Predicate():
            yield edge, ()
        case Inverse(inner):
            yield from _reads(Edge(edge.object, inner, edge.subject), name)
        case Alternative(parts):
            for number, part in enumerate(parts):
                yield from _reads(Edge(edge.subject, part, edge.object), f"{name}|{number}")
        case Sequence():
            steps = tuple(steps_of(edge, name))
            for number, step in enumerate(steps):
                for read, between in _reads(step, f"{name}/{number}"):
                    yield read, (*between, *steps[:number], *steps[number + 1 :])
        case Repeat(inner, _):
            before, after = f".{name}<", f".{name}>"
            ways = (
                Edge(edge.subject, Repeat(inner, "*"), before),
                Edge(after, Repeat(inner, "*"), edge.object),
            )
            for read, between in _reads(Edge(before, inner, after), f"{name}*"):
                yield read, (*between, *ways)


def steps_of(edge: Edge, name: str) -> Iterator[Edge]:
    """Yield the steps of a sequence path one by one, inverse ones turned round.

    Args:
        edge: the path between its slots.
        name: keeps the variables between its steps apart.
    """
    match edge.path:
        case Inverse(inner):
            yield from steps_of(Edge(edge.object, inner, edge.subject), name)
        case Sequence(parts):
            stops = [edge.subject, *(f".{name}/{number}" for number in range(len(parts) - 1)), edge.object]
            for number, part in enumerate(parts):
                yield from steps_of(Edge(stops[number], part, stops[number + 1]), f"{name}/{number}")
        case _:
            yield edge
