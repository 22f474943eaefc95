"""Which nodes a shape is checked against (SHACL §2.1.3, SHACL-AF §3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Target, TargetKind
from kg.validation.compiled.run_queries import Queries
from kg.validation.triples import TYPE, Term


def nodes_of(target: Target, data: DataGraph, queries: Queries) -> Iterator[Term]:
    """Yield the nodes of a target, some perhaps several times.

    Raises:
        ShapeError: its query cannot be evaluated.
    """
    match target.kind:
        case TargetKind.NODE if target.term is not None:
            yield target.term
        case TargetKind.QUERY if target.query is not None:
            for solution in queries.solutions(target.query, {}):
                if "this" in solution:
                    yield solution["this"]
        case TargetKind.CLASS if isinstance(target.term, NamedNode):
            for cls in data.classes_below(target.term):
                yield from data.subjects(TYPE, cls)
        case TargetKind.SUBJECTS_OF if isinstance(target.term, NamedNode):
            for subject, _value in data.pairs(target.term):
                yield subject
        case TargetKind.OBJECTS_OF if isinstance(target.term, NamedNode):
            for _subject, value in data.pairs(target.term):
                yield value


def is_node_of(target: Target, node: Term, data: DataGraph, queries: Queries) -> bool:
    """Tell whether a target names a node, without looking for its other nodes.

    Raises:
        ShapeError: its query cannot be evaluated.
    """
    match target.kind:
        case TargetKind.QUERY if target.query is not None:
            solutions = queries.solutions(target.query, {"this": node})
            return any(solution.get("this") == node for solution in solutions)
        case TargetKind.CLASS if isinstance(target.term, NamedNode):
            return data.is_instance(node, target.term)
        case TargetKind.SUBJECTS_OF if isinstance(target.term, NamedNode):
            return bool(data.objects(node, target.term))
        case TargetKind.OBJECTS_OF if isinstance(target.term, NamedNode):
            return bool(data.subjects(target.term, node))
    return target.term == node
