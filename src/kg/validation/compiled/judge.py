"""Check one node against one shape, exactly as SHACL says (§3.4, §4): the check bound to a focus node.

The sieve finds the nodes that may be at fault, set by set; this decides about each of them, and about every
node of a target that no query can sieve.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.validation.compiled.checks import CHECKS
from kg.validation.compiled.checks_shapes import SHAPE_CHECKS
from kg.validation.compiled.checks_sparql import SPARQL_CHECKS
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.finding import Check, Found, Item
from kg.validation.compiled.messages import default_message
from kg.validation.compiled.model import Shape, Shapes
from kg.validation.compiled.results import TermResult
from kg.validation.compiled.run_queries import Queries
from kg.validation.compiled.walk import follow
from kg.validation.triples import Node, Term, as_node

_ALL: Final[dict[str, Check]] = {**CHECKS, **SHAPE_CHECKS, **SPARQL_CHECKS}


class Judge:
    """Checks nodes of one graph against the shapes of another; remembers what conformed to which shape."""

    def __init__(self, data: DataGraph, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        self.queries = Queries(data, shapes.graph)
        self._conforming: dict[tuple[Node, Term], bool] = {}

    def check(self, shape: Shape, focus: Term) -> Iterator[TermResult]:
        """Yield the results of a node that a target of the shape names."""
        yield from self._check(shape, focus, shape.node, focus)

    def conforms(self, node: Node, focus: Term) -> bool:
        """Tell whether a node conforms to a shape: whether it has no result of any severity."""
        key = (node, focus)
        known = self._conforming.get(key)
        if known is None:
            shape = self.shapes.by_node[node]
            known = next(self._check(shape, focus, node, focus), None) is None
            self._conforming[key] = known
        return known

    def _check(self, shape: Shape, focus: Term, root: Node, start: Term) -> Iterator[TermResult]:
        if shape.deactivated:
            return
        values = (focus,) if shape.path is None else tuple(follow(self.data, shape.path, focus))
        for constraint in shape.constraints:
            if constraint.name == "Property":
                inner = self.shapes.by_node[as_node(constraint.term)]
                for value in values:
                    yield from self._check(inner, value, root, start)
                continue
            item = Item(shape, constraint, focus, values)
            for found in _ALL[constraint.name](self, item):
                yield self._result(item, found, root, start)

    @staticmethod
    def _result(item: Item, found: Found, root: Node, start: Term) -> TermResult:
        shape, constraint = item.shape, item.constraint
        messages = found.messages or shape.messages or (default_message(constraint, found.language),)
        return TermResult(
            focus=item.focus,
            shape=shape.node,
            component=constraint.component,
            path=found.path or shape.path,
            value=found.value,
            severity=shape.severity,
            messages=messages,
            constraint=found.constraint,
            root=root,
            start=start,
        )
