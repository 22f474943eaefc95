"""Find the nodes of a target that may be at fault, set by set, over the columns of the data.

What is found is a superset of the faulty nodes; `judge` decides about each of them. A constraint that is not
understood here (SPARQL, ``sh:not``, ``sh:xone``, qualified shapes, declared components) makes every node that
it is asked of a suspect; one of whose target is a query gives the whole target.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pyoxigraph import NamedNode

from kg.validation.compiled.column_paths import follow_all
from kg.validation.compiled.column_values import Values
from kg.validation.compiled.columns import NONE, Columns, Numbers, Pairs, TooManyPairsError, joined
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint, Shape, Shapes, Target, TargetKind
from kg.validation.triples import Term, as_node


class Sieve:
    """Sieves the nodes of one data graph by the shapes of one shapes graph."""

    def __init__(self, data: DataGraph, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes

    @cached_property
    def _columns(self) -> Columns:
        return self._data.columns

    @cached_property
    def _values(self) -> Values:
        return Values(self._data)

    def suspects(self, shape: Shape, target: Target) -> list[Term] | None:
        """Give the nodes of a target that may be at fault; nothing where all of them may be."""
        nodes = self._nodes(target)
        if nodes is None:
            return None
        faulty = self._faulty(shape, nodes)
        return [self._columns.term(number) for number in faulty.tolist()]

    def _nodes(self, target: Target) -> Numbers | None:
        if not isinstance(target.term, NamedNode):
            return None
        match target.kind:
            case TargetKind.CLASS:
                return self._columns.instances(self._data.classes_below(target.term))
            case TargetKind.SUBJECTS_OF:
                return self._columns.as_set(self._columns.pairs(target.term).subjects)
            case TargetKind.OBJECTS_OF:
                return self._columns.as_set(self._columns.pairs(target.term).values)
        return None

    def _faulty(self, shape: Shape, nodes: Numbers) -> Numbers:
        """Give those of some nodes that may break a shape."""
        if shape.deactivated or not len(nodes):
            return NONE
        try:
            pairs = (
                Pairs(nodes, nodes) if shape.path is None else follow_all(self._columns, shape.path, nodes)
            )
            found = [self._suspects(constraint, nodes, pairs) for constraint in shape.constraints]
        except TooManyPairsError:
            return nodes
        return self._columns.as_set(np.concatenate([NONE, *found]))

    def _suspects(self, constraint: Constraint, nodes: Numbers, pairs: Pairs) -> Numbers:
        values = self._columns.as_set(pairs.values)
        faulty = self._values.faulty(constraint, values)
        if faulty is None:
            faulty = self._faulty_values(constraint, values)
        if faulty is not None:
            return pairs.subjects[self._columns.marks(faulty)[pairs.values]]
        found = self._counted(constraint, nodes, pairs)
        if found is None:
            found = self._compared(constraint, nodes, pairs)
        return nodes if found is None else found

    def _faulty_values(self, constraint: Constraint, values: Numbers) -> Numbers | None:
        """Give the values that may break the shapes that a constraint leads to."""
        match constraint.name:
            case "Property" | "Node":
                return self._faulty(self._shape(constraint.term), values)
            case "And":
                return np.concatenate(
                    [NONE, *(self._faulty(self._shape(each), values) for each in constraint.terms)]
                )
            case "Or":
                for each in constraint.terms:
                    values = self._faulty(self._shape(each), values)
                return values
            case "Closed":
                allowed = set(self._columns.numbers(constraint.terms).tolist())
                others = [
                    self._columns.pairs(each).subjects
                    for each in self._columns.predicates()
                    if each not in allowed
                ]
                return np.concatenate([NONE, *others])
        return None

    def _counted(self, constraint: Constraint, nodes: Numbers, pairs: Pairs) -> Numbers | None:
        """Give the nodes that break a constraint about all values of a node together."""
        match constraint.name:
            case "MinCount":
                return nodes[_times(pairs, nodes) < constraint.number]
            case "MaxCount":
                return nodes[_times(pairs, nodes) > constraint.number]
            case "HasValue":
                number = self._columns.number(constraint.term)
                having = NONE if number is None else pairs.subjects[pairs.values == number]
                return nodes[~self._columns.marks(having)[nodes]]
            case "UniqueLang":
                languages = self._values.languages(pairs.values)
                tagged = languages > 0
                keys = pairs.subjects[tagged] * (languages.max(initial=0) + 1) + languages[tagged]
                found, times = np.unique(keys, return_counts=True)
                twice: Numbers = found[times > 1] // (languages.max(initial=0) + 1)
                return twice
        return None

    def _compared(self, constraint: Constraint, nodes: Numbers, pairs: Pairs) -> Numbers | None:
        """Give the nodes that break a constraint between two properties (SHACL §4.5)."""
        if constraint.name not in {"Equals", "Disjoint", "LessThan", "LessThanOrEquals"}:
            return None
        if not isinstance(constraint.term, NamedNode):
            return None
        others = self._columns.pairs(constraint.term)
        theirs = self._columns.marks(nodes)[others.subjects]
        others = Pairs(others.subjects[theirs], others.values[theirs])
        if constraint.name in {"Equals", "Disjoint"}:
            size = len(self._columns)
            mine, other = pairs.subjects * size + pairs.values, others.subjects * size + others.values
            keys = np.intersect1d(mine, other) if constraint.name == "Disjoint" else np.setxor1d(mine, other)
            return keys // size
        return self._unordered("<" if constraint.name == "LessThan" else "<=", pairs, others)

    def _unordered(self, sign: str, pairs: Pairs, others: Pairs) -> Numbers:
        mine, theirs = joined(pairs.subjects, others.subjects)
        unordered = self._values.unordered(sign, pairs.values[mine], others.values[theirs])
        return pairs.subjects[mine[unordered]]

    def _shape(self, node: Term | None) -> Shape:
        return self._shapes.by_node[as_node(node)]


def _times(pairs: Pairs, nodes: Numbers) -> Numbers:
    """How many values each node has."""
    return np.searchsorted(pairs.subjects, nodes, "right") - np.searchsorted(pairs.subjects, nodes, "left")
