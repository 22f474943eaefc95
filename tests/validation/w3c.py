"""Reads the W3C SHACL test suite, and compares a whole report with what a case expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from rdflib import SH, Graph, Namespace

from kg.validation.paths import read_path
from kg.validation.triples import Node, Term, Triples, as_iri, as_node, named, to_rdflib

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT: Final = Namespace("http://www.w3.org/ns/shacl-test#")
FAILURE: Final = named(SHT.Failure)
_TERMS: Final = (
    SH.focusNode,
    SH.resultSeverity,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.value,
    SH.sourceConstraint,
)

Row = tuple[Hashable, ...]
"""One result: its terms, its path as SPARQL, and its messages where a case asks for them."""


@dataclass(frozen=True)
class Case:
    """One test: graphs, and the expected report; no report where a processor must fail."""

    name: str
    file: Path
    data: Triples
    shapes: Triples
    conforms: str
    expected: Counter[Row] | None
    with_messages: bool


def read_cases(suite: Path) -> list[Case]:
    return [case for file in sorted(suite.rglob("*.ttl")) for case in _read_file(file, suite)]


def _load(file: Path) -> Triples:
    quads = parse(path=str(file), base_iri=file.as_uri(), format=RdfFormat.TURTLE)
    return Triples((as_node(quad.subject), quad.predicate, quad.object) for quad in quads)


def _read_file(file: Path, suite: Path) -> Iterator[Case]:
    manifest = _load(file)
    for entry in manifest.subjects(named(MF.action)):
        action = manifest.value(entry, named(MF.action))
        result = manifest.value(entry, named(MF.result))
        assert action is not None
        assert result is not None
        parts = [
            as_iri(manifest.value(action, named(part))).value for part in (SHT.dataGraph, SHT.shapesGraph)
        ]
        graphs = [
            manifest if part == file.as_uri() else _load(file.parent / part.rsplit("/", 1)[1])
            for part in parts
        ]
        everything = Triples([*manifest, *graphs[1]])
        messages = bool(manifest.all_objects(named(SH.resultMessage)))
        failure = result == FAILURE
        yield Case(
            name=file.relative_to(suite).with_suffix("").as_posix(),
            file=file,
            data=graphs[0],
            shapes=graphs[1],
            conforms="" if failure else conforms_of(manifest, as_node(result)),
            expected=None if failure else rows_of(everything, as_node(result), with_messages=messages),
            with_messages=messages,
        )


def conforms_of(graph: Triples, report: Node) -> str:
    return str(graph.value(report, named(SH.conforms)))


def rows_of(graph: Triples, report: Node, *, with_messages: bool) -> Counter[Row]:
    """All results of a report, as often as they stand in it; a blank node is what is said of it."""
    rows: Counter[Row] = Counter()
    for result in graph.objects(report, named(SH.result)):
        path = graph.value(result, named(SH.resultPath))
        row: list[Hashable] = [_described(graph, graph.value(result, named(term))) for term in _TERMS]
        row.append(str(read_path(graph, path)) if path is not None else "")
        if with_messages:
            row.append(frozenset(map(str, graph.objects(result, named(SH.resultMessage)))))
        rows[tuple(row)] += 1
    return rows


def _described(graph: Triples, node: Term | None, above: tuple[Node, ...] = ()) -> Hashable:
    if not isinstance(node, BlankNode):
        return str(node)
    if node in above:
        return "cycle"
    inner = (*above, node)
    return frozenset(
        (str(predicate), _described(graph, value, inner))
        for predicate in graph.predicates(node)
        for value in graph.objects(node, predicate)
    )


def report_of(graph: Triples) -> Node:
    (report,) = graph.subjects(named(SH.conforms))
    return report


def to_graph(triples: Triples) -> Graph:
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in triples:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    return graph


def iri(local: str) -> NamedNode:
    return NamedNode(f"https://example.org/{local}")
