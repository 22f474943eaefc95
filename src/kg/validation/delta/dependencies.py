"""Which triples the verdict of a shape depends on: by its targets, paths, queries and inner shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint, Query, Shape, Shapes, Target, TargetKind
from kg.validation.compiled.reader import references
from kg.validation.delta.edges import ROOT, Edge, Scope, Slot, Trigger, steps_of
from kg.validation.delta.query_reader import read_patterns
from kg.validation.delta.query_scopes import scopes_of
from kg.validation.delta.query_terms import UnreadableQueryError
from kg.validation.paths import Path, Predicate
from kg.validation.triples import TYPE, Node

_PAIRED = frozenset({"Equals", "Disjoint", "LessThan", "LessThanOrEquals"})
_ANYTHING = Scope((Edge(".any", None, ".thing"),))
"""Stands for what is not understood: every triple may matter, and no edge leads to the focus node."""


@dataclass(frozen=True)
class Dependencies:
    """What one shape with targets reads.

    Attributes:
        scopes: edges from the focus node to all that is read.
        triggers: the same by single properties, each with its way back to the focus node.
        runs_queries: whether the shape asks queries of the data.
    """

    shape: Shape
    scopes: tuple[Scope, ...]
    triggers: tuple[Trigger, ...]
    runs_queries: bool

    @property
    def is_local(self) -> bool:
        """Whether every triple that is read leads back to the focus nodes that read it."""
        return all(trigger.reaches for trigger in self.triggers)


def dependencies_of(shape: Shape, shapes: Shapes, data: DataGraph) -> Dependencies:
    """Find what a shape reads.

    Args:
        shape: a shape with targets.
        shapes: those that it may lead to.
        data: tells the classes below a target class, which do not change.
    """
    walk = _Walk(shapes)
    scopes = [scope for target in shape.targets for scope in walk.target(target, data)]
    scopes += walk.shape(shape, ROOT, (), ())
    unique = tuple(dict.fromkeys(scope.canonical() for scope in scopes))
    triggers = dict.fromkeys(trigger for scope in unique for trigger in scope.triggers())
    return Dependencies(shape, unique, tuple(triggers), walk.asked)


class _Walk:
    """Goes through shapes; variables of each get names of their own."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._fresh = 0
        self.asked = False

    def target(self, target: Target, data: DataGraph) -> Iterator[Scope]:
        term = target.term
        match target.kind:
            case TargetKind.CLASS if isinstance(term, NamedNode):
                for cls in sorted(data.classes_below(term), key=str):
                    yield Scope((Edge(ROOT, Predicate(TYPE), cls),))
            case TargetKind.SUBJECTS_OF if isinstance(term, NamedNode):
                yield Scope((Edge(ROOT, Predicate(term), self._variable()),))
            case TargetKind.OBJECTS_OF if isinstance(term, NamedNode):
                yield Scope((Edge(self._variable(), Predicate(term), ROOT),))
            case TargetKind.QUERY if target.query is not None:
                yield from self._query(target.query, None, {}, ())

    def shape(
        self, shape: Shape, node: Slot, around: tuple[Edge, ...], above: tuple[Node, ...]
    ) -> Iterator[Scope]:
        """Yield what a shape reads of a node that some edges lead to."""
        if shape.deactivated:
            return
        if shape.node in above:
            yield _ANYTHING
            return
        value, inside = node, around
        if shape.path is not None:
            value = self._variable()
            steps = tuple(steps_of(Edge(node, shape.path, value), value))
            yield Scope(steps, around)
            inside = (*around, *steps)
        for constraint in shape.constraints:
            yield from self._constraint(constraint, shape.path, (node, around), (value, inside))
        for inner in references(shape):
            yield from self.shape(self._shapes.by_node[inner], value, inside, (*above, shape.node))

    def _constraint(
        self,
        constraint: Constraint,
        path: Path | None,
        focus: tuple[Slot, tuple[Edge, ...]],
        value: tuple[Slot, tuple[Edge, ...]],
    ) -> Iterator[Scope]:
        if constraint.name == "Class":
            yield Scope((Edge(value[0], Predicate(TYPE), self._variable()),), value[1])
        elif constraint.name in _PAIRED and isinstance(constraint.term, NamedNode):
            yield Scope((Edge(focus[0], Predicate(constraint.term), self._variable()),), focus[1])
        elif constraint.name == "Closed":
            yield Scope((Edge(value[0], None, self._variable()),), value[1])
        elif constraint.query is not None and constraint.query.ask:
            yield from self._query(constraint.query, path, {ROOT: focus[0], "value": value[0]}, value[1])
        elif constraint.query is not None:
            yield from self._query(constraint.query, path, {ROOT: focus[0]}, focus[1])

    def _query(
        self, query: Query, path: Path | None, given: dict[str, Slot], around: tuple[Edge, ...]
    ) -> Iterator[Scope]:
        self.asked = True
        try:
            scopes = list(scopes_of(read_patterns(query.text, path)))
        except UnreadableQueryError:
            yield _ANYTHING
            return
        self._fresh += 1
        for scope in scopes:
            names: dict[str, Slot] = {
                name: f"{name}.{self._fresh}" for edge in scope.edges for name in edge.variables
            }
            names |= {ROOT: ROOT, **given}
            own, outer = (
                [step for edge in edges for step in steps_of(edge.renamed(names), self._variable())]
                for edges in (scope.own, scope.around)
            )
            yield Scope(tuple(own), (*around, *outer))

    def _variable(self) -> str:
        self._fresh += 1
        return f".{self._fresh}"
