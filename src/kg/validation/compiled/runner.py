"""Run all shapes over all data: targets, sieve, judge."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.judge import Judge
from kg.validation.compiled.model import Shape, Shapes
from kg.validation.compiled.results import TermResult
from kg.validation.compiled.sieve import Sieve
from kg.validation.compiled.targets import is_node_of, nodes_of
from kg.validation.triples import Term


def check(data: DataGraph, shapes: Shapes, workers: int | None = None) -> tuple[TermResult, ...]:
    """Check a whole graph, set by set.

    Args:
        data: what is checked.
        shapes: the shapes.
        workers: threads that look for suspects, by default one for each processor; the engine lets Python go
            on while it runs a query. The results are the same for any number.

    Raises:
        ShapeError: a query of a shape cannot be evaluated.
    """
    judge, sieve = Judge(data, shapes), Sieve(data, shapes)
    found: list[TermResult] = []
    _ = data.columns  # made once, before threads ask for them
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        sifted = pool.map(lambda shape: list(_suspects(shape, judge, sieve)), shapes.with_targets)
        for shape, suspects in zip(shapes.with_targets, sifted, strict=True):
            found += _judge(shape, suspects, judge)
    return tuple(sorted(found, key=lambda result: result.sort_key))


def check_each(data: DataGraph, shapes: Shapes) -> Iterator[tuple[Shape, list[TermResult]]]:
    """Check a whole graph as `check` does, one shape after the other; yield each with its results.

    Raises:
        ShapeError: a query of a shape cannot be evaluated.
    """
    judge, sieve = Judge(data, shapes), Sieve(data, shapes)
    for shape in shapes.with_targets:
        yield shape, check_shape(shape, judge, sieve)


def check_shape(shape: Shape, judge: Judge, sieve: Sieve) -> list[TermResult]:
    """Check one shape at every node of its targets.

    Raises:
        ShapeError: a query of the shape cannot be evaluated.
    """
    return _judge(shape, list(_suspects(shape, judge, sieve)), judge)


def _judge(shape: Shape, suspects: list[Term], judge: Judge) -> list[TermResult]:
    _prepare(shape, suspects, judge)
    return [result for focus in suspects for result in judge.check(shape, focus)]


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
    """Check some nodes one by one, without the sieve.

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
