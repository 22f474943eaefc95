"""Run all shapes over all data: targets, sieve, judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.judge import Judge
from kg.validation.compiled.model import Shape, Shapes
from kg.validation.compiled.results import TermResult
from kg.validation.compiled.sieve import Sieve
from kg.validation.compiled.targets import is_node_of, nodes_of
from kg.validation.triples import Term


def check(data: DataGraph, shapes: Shapes) -> tuple[TermResult, ...]:
    """Check a whole graph, set by set.

    Raises:
        ShapeError: a query of a shape cannot be evaluated.
    """
    judge, sieve = Judge(data, shapes), Sieve(data, shapes)
    found: list[TermResult] = []
    for shape in shapes.with_targets:
        suspects = list(_suspects(shape, judge, sieve))
        _prepare(shape, suspects, judge)
        for focus in suspects:
            found += judge.check(shape, focus)
    return tuple(sorted(found, key=lambda result: result.sort_key))


def _suspects(shape: Shape, judge: Judge, sieve: Sieve) -> Iterator[Term]:
    """Yield the nodes of a shape's targets that may be at fault, each once."""
    seen: set[Term] = set()
    for target in shape.targets:
        sieved = sieve.suspects(shape, target)
        nodes = nodes_of(target, judge.data, judge.queries) if sieved is None else sieved
        for node in nodes:
            if node not in seen:
                seen.add(node)
                yield node


def _prepare(shape: Shape, suspects: list[Term], judge: Judge) -> None:
    """Run the shape's own SPARQL constraints for all suspects at once."""
    for constraint in shape.constraints:
        if constraint.name == "SPARQL" and constraint.query is not None:
            judge.queries.prepare(constraint.query, suspects, {"currentShape": shape.node}, shape.path)


def check_nodes(data: DataGraph, shapes: Shapes, nodes: Iterable[Term]) -> tuple[TermResult, ...]:
    """Check some nodes against every shape that targets them: the form for one changed record.

    Raises:
        ShapeError: a query of a shape cannot be evaluated.
    """
    judge = Judge(data, shapes)
    found = [
        result
        for node in dict.fromkeys(nodes)
        for shape in shapes.with_targets
        if any(is_node_of(target, node, data, judge.queries) for target in shape.targets)
        for result in judge.check(shape, node)
    ]
    return tuple(sorted(found, key=lambda result: result.sort_key))
