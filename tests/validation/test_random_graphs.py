"""Random data under random shapes: the sieve loses nothing, and both runners agree.

pySHACL orders values of different kinds in its own way (``test_pyshacl_deviations``), so order is compared on
numbers.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from pyoxigraph import BlankNode, NamedNode
from rdflib import SH
from tests.validation.random_graphs import Triple, data_graphs, shapes_graphs
from tests.validation.w3c import to_graph

from kg.validation.compiled import DataGraph, check, check_nodes, read_shapes, to_report
from kg.validation.reference import run
from kg.validation.report import ValidationReport
from kg.validation.triples import TYPE, Term, Triples, named

ORIGIN = Path("random")
Key = tuple[str, ...]
_NODE, _BELOW = NamedNode("https://example.org/p"), NamedNode("https://example.org/below")
_ITSELF: list[Triple] = [(BlankNode("blank"), _NODE, BlankNode("blank"))]
_BELOW_ITSELF: list[Triple] = [
    (_BELOW, TYPE, named(SH.PropertyShape)),
    (_BELOW, named(SH.path), _NODE),
    (_BELOW, named(SH.lessThanOrEquals), _NODE),
    (_BELOW, named(SH.targetSubjectsOf), _NODE),
]
"""A blank node that has itself as a value: for the engine it is equal to itself, for SHACL not comparable."""


def keys(report: ValidationReport) -> set[Key]:
    """Results without their messages, which each runner words for itself where a shape has none."""
    return {
        (each.focus, each.shape, each.component, each.path, each.value, each.severity)
        for each in report.results
    }


def compiled(data: Iterable[Triple], shapes: Iterable[Triple]) -> set[Key]:
    return keys(to_report(check(DataGraph(data), read_shapes(Triples(shapes), ORIGIN))))


def reference(data: Iterable[Triple], shapes: Iterable[Triple]) -> set[Key]:
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return keys(run(to_graph(Triples(data)), to_graph(Triples(shapes)), origin=ORIGIN))
    finally:
        logging.disable(logging.NOTSET)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data_graphs(odd=True), shapes_graphs())
@example(data=_ITSELF, shapes=_BELOW_ITSELF)
def test_the_sieve_loses_no_result(data: list[Triple], shapes: list[Triple]) -> None:
    compiled_shapes = read_shapes(Triples(shapes), ORIGIN)
    terms: set[Term] = {term for triple in data for term in (triple[0], triple[2])}
    terms |= {
        target.term for shape in compiled_shapes.with_targets for target in shape.targets if target.term
    }
    everything = check_nodes(DataGraph(data), compiled_shapes, sorted(terms, key=str))
    assert check(DataGraph(data), compiled_shapes) == everything


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(data_graphs(odd=True), shapes_graphs(order=False))
def test_both_runners_agree(data: list[Triple], shapes: list[Triple]) -> None:
    assert compiled(data, shapes) == reference(data, shapes)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(data_graphs(numbers=True), shapes_graphs())
def test_both_runners_agree_on_the_order_of_numbers(data: list[Triple], shapes: list[Triple]) -> None:
    assert compiled(data, shapes) == reference(data, shapes)
