"""Read the results of a report that another processor wrote (SHACL §3.6), in an order of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import BlankNode, Literal
from rdflib import SH

from kg.validation.compiled.results import TermResult
from kg.validation.paths import read_path
from kg.validation.triples import Node, Term, Triples, as_node, named

_RESULT, _FOCUS, _PATH, _VALUE = map(named, (SH.result, SH.focusNode, SH.resultPath, SH.value))
_SHAPE, _COMPONENT, _CONSTRAINT = map(
    named, (SH.sourceShape, SH.sourceConstraintComponent, SH.sourceConstraint)
)
_SEVERITY, _MESSAGE = named(SH.resultSeverity), named(SH.resultMessage)


def read_results(report: Triples, known: Iterable[Term] = ()) -> tuple[TermResult, ...]:
    """Read all results, without the details below them, sorted.

    A report does not say which target led to a result: its own shape and focus node stand for it.

    Args:
        report: the triples of the report.
        known: blank nodes that keep their labels, those of the data. pySHACL copies the others into the
            report under labels that change from run to run; they are numbered in the order of the results.
    """
    results = [_read(report, as_node(node)) for node in report.all_objects(_RESULT)]
    kept = {term for term in known if isinstance(term, BlankNode)}
    return tuple(_relabelled(results, kept))


def _read(report: Triples, node: Node) -> TermResult:
    def value(predicate: object) -> Term | None:
        return report.value(node, predicate)  # type: ignore[arg-type]  # the terms above are IRIs

    path, constraint = value(_PATH), value(_CONSTRAINT)
    shape, focus = as_node(value(_SHAPE)), value(_FOCUS)
    if focus is None:
        raise TypeError("a result has a focus node")
    messages = [each for each in report.objects(node, _MESSAGE) if isinstance(each, Literal)]
    return TermResult(
        focus=focus,
        shape=shape,
        component=as_node(value(_COMPONENT)),
        path=None if path is None else read_path(report, path),
        value=value(_VALUE),
        severity=as_node(value(_SEVERITY)),
        messages=tuple(sorted(messages, key=str)),
        constraint=None if constraint is None else as_node(constraint),
        root=shape,
        start=focus,
    )


def _relabelled(results: Iterable[TermResult], kept: set[BlankNode]) -> Iterator[TermResult]:
    labels: dict[Term, BlankNode] = {}

    def label(term: Term) -> Term:
        if not isinstance(term, BlankNode) or term in kept:
            return term
        return labels.setdefault(term, BlankNode(f"r{len(labels) + 1}"))

    def unlabelled(result: TermResult) -> tuple[str, ...]:
        nodes = (result.focus, result.shape, result.component, result.value, result.constraint)
        texts = ("_:" if isinstance(node, BlankNode) and node not in kept else str(node) for node in nodes)
        return (*texts, str(result.path), str(result.severity), *map(str, result.messages))

    for result in sorted(results, key=unlabelled):
        yield replace(
            result,
            focus=label(result.focus),
            shape=as_node(label(result.shape)),
            value=None if result.value is None else label(result.value),
            constraint=None if result.constraint is None else as_node(label(result.constraint)),
            root=as_node(label(result.root)),
            start=label(result.start),
        )
