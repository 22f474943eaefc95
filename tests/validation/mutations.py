"""Plants a defect of every core constraint of the shapes into a copy of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode
from rdflib import XSD
from tests.validation.random_graphs import literal

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint, Shape, Shapes
from kg.validation.compiled.run_queries import Queries
from kg.validation.compiled.targets import nodes_of
from kg.validation.paths import Predicate, predicates_of
from kg.validation.triples import Node, Term, Triples, as_node, named

Triple = tuple[Node, NamedNode, Term]
NOWHERE = "https://w3id.org/diaban/id/planted/"
PLANTED = NamedNode("https://example.org/planted")
_BAD_VALUES = (
    "Class",
    "Node",
    "NodeKind",
    "In",
    "Datatype",
    "LanguageIn",
    "Pattern",
    "MaxLength",
    "MinInclusive",
)


@dataclass(frozen=True)
class Plant:
    """A defect: the focus node, shape and component of the result that must be found."""

    focus: Node
    shape: Node
    component: Node
    kind: str


@dataclass
class Garden:
    """A copy of a graph with defects in it; every defect has a node of its own, the copy of a real one."""

    triples: set[Triple]
    shapes: Shapes
    planted: list[Plant] = field(default_factory=list)
    barren: list[tuple[Node, str]] = field(default_factory=list)
    _number: int = 0

    def plant_all(self) -> None:
        """Plant one defect for each constraint of each shape that targets a class or a property."""
        data = DataGraph(self.triples)
        queries = Queries(data, Triples())
        index = Triples(self.triples)
        for shape in self.shapes.with_targets:
            targets = [target for target in shape.targets if target.query is None]
            nodes = sorted(
                {as_node(node) for target in targets for node in nodes_of(target, data, queries)}, key=str
            )
            for each in (shape, *self._properties(shape)):
                for constraint in each.constraints:
                    self._plant(each, constraint, nodes, index)

    def _properties(self, shape: Shape) -> Iterator[Shape]:
        for constraint in shape.constraints:
            if constraint.name == "Property":
                yield self.shapes.by_node[as_node(constraint.term)]

    def _plant(self, shape: Shape, constraint: Constraint, nodes: list[Node], index: Triples) -> None:
        if constraint.name in ("Property", "SPARQL"):
            return
        if not nodes:
            self.barren.append((shape.node, constraint.name))
            return
        original = nodes[len(self.planted) % len(nodes)]
        focus = self._fresh()
        copied = [
            (predicate, value)
            for predicate in index.predicates(original)
            for value in index.objects(original, predicate)
        ]
        self.triples.update((focus, predicate, value) for predicate, value in copied)
        for predicate, value in copied:
            index.add(focus, predicate, value)
        if self._spoil(shape, constraint, focus, index):
            self.planted.append(Plant(focus, shape.node, constraint.component, constraint.name))

    def _spoil(self, shape: Shape, constraint: Constraint, focus: Node, index: Triples) -> bool:
        predicate = shape.path.iri if isinstance(shape.path, Predicate) else None
        if constraint.name == "Closed":
            self.triples.add((focus, PLANTED, Literal("planted")))
        elif constraint.name == "Or" and predicate is None:
            for node in constraint.terms:
                path = self.shapes.by_node[as_node(node)].path
                for used in predicates_of(path) if path is not None else ():
                    self._remove(focus, used, index)
        elif predicate is None:
            return False
        elif constraint.name == "MinCount":
            self._remove(focus, predicate, index)
        elif constraint.name == "MaxCount":
            for _ in range(constraint.number + 1):
                self.triples.add((focus, predicate, self._fresh()))
        elif constraint.name == "UniqueLang":
            self.triples.add((focus, predicate, Literal("planted a", language="vi")))
            self.triples.add((focus, predicate, Literal("planted b", language="vi")))
        elif constraint.name in ("LessThan", "LessThanOrEquals"):
            self._reverse(constraint, focus, predicate, index)
        elif constraint.name in _BAD_VALUES:
            self.triples.add((focus, predicate, self._bad_value(constraint)))
        else:
            return False
        return True

    def _remove(self, focus: Node, predicate: NamedNode, index: Triples) -> None:
        for value in index.objects(focus, predicate):
            self.triples.discard((focus, predicate, value))

    def _fresh(self) -> NamedNode:
        self._number += 1
        return NamedNode(f"{NOWHERE}{self._number}")

    def _reverse(self, constraint: Constraint, focus: Node, predicate: NamedNode, index: Triples) -> None:
        """Let the value that should be less be the greatest there is."""
        other = constraint.term
        assert isinstance(other, NamedNode)
        values = [*index.objects(focus, predicate), *index.objects(focus, other)]
        is_date = any(isinstance(value, Literal) and value.datatype == named(XSD.date) for value in values)
        most, some = ("9999-12-31", "2000-01-01") if is_date else ("999999999", "1")
        kind = "date" if is_date else "integer"
        self._remove(focus, predicate, index)
        self.triples.add((focus, predicate, literal(most, kind)))
        if not index.objects(focus, other):
            self.triples.add((focus, other, literal(some, kind)))

    def _bad_value(self, constraint: Constraint) -> Term:
        match constraint.name:
            case "NodeKind" | "In":
                return Literal("planted")
            case "Datatype" if constraint.term == named(XSD.string):
                return literal("7", "integer")
            case "Datatype":
                return Literal("planted")
            case "LanguageIn":
                return Literal("gepflanzt", language="de")
            case "Pattern":
                return Literal("?!")
            case "MaxLength":
                return Literal("planted " * 1000, language="vi")
            case "MinInclusive":
                return literal("-5", "integer")
        return self._fresh()
