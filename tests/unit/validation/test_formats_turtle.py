"""Turtle: what is written is a validation report as SHACL describes it (SHACL §3.6)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyshacl
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef

from kg.errors import Finding, Position, Severity
from kg.validation.formats_turtle import to_turtle

FULL = Finding(
    Position("data/sources/a.yaml", 3, 7),
    "X7",
    "Too early.",
    "Quá sớm.",
    Severity.WARNING,
    focus="https://example.org/a",
    shape="https://example.org/X7",
    component=str(SH.SPARQLConstraintComponent),
    path="https://example.org/due",
)
BARE = Finding(Position("data/sources/b.yaml"), "date-words", "does not fit")
REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
        [ sh:path sh:result ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
        [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:resultMessage ; sh:uniqueLang true ; sh:nodeKind sh:Literal ] .
"""


def read(findings: list[Finding]) -> Graph:
    """Read a written report back, and check its form."""
    graph = Graph().parse(data=to_turtle(findings), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(data=REPORT, format="turtle"))
    assert conforms, text
    assert len(list(graph.subjects(RDF.type, SH.ValidationReport))) == 1
    return graph


def test_a_report_without_findings_conforms() -> None:
    graph = read([])
    assert [*graph.objects(None, SH.conforms)] == [Literal(True)]
    assert [*graph.objects(None, SH.result)] == []


def test_a_finding_of_a_shape_keeps_its_nodes() -> None:
    graph = read([FULL])
    (result,) = graph.subjects(RDF.type, SH.ValidationResult)
    assert graph.value(result, SH.focusNode) == URIRef("https://example.org/a")
    assert graph.value(result, SH.sourceShape) == URIRef("https://example.org/X7")
    assert graph.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent
    assert graph.value(result, SH.resultPath) == URIRef("https://example.org/due")
    assert graph.value(result, SH.resultSeverity) == SH.Warning
    messages = {Literal("Too early.", lang="en"), Literal("Quá sớm.", lang="vi")}
    assert set(graph.objects(result, SH.resultMessage)) == messages
    place = URIRef("https://w3id.org/diaban/data/sources/a.yaml#line=2,3")
    assert graph.value(result, DCTERMS.source) == place
    assert [*graph.objects(None, SH.conforms)] == [Literal(False)]


def test_a_finding_of_a_record_is_about_its_file() -> None:
    graph = read([BARE])
    (result,) = graph.subjects(RDF.type, SH.ValidationResult)
    assert graph.value(result, SH.focusNode) == URIRef("https://w3id.org/diaban/data/sources/b.yaml")
    component = graph.value(result, SH.sourceConstraintComponent)
    assert component == URIRef("https://w3id.org/diaban/shapes#record-date-words")
    assert graph.value(result, SH.sourceShape) is None


def test_a_path_that_is_no_property_is_left_out() -> None:
    graph = read([replace(FULL, path="<https://example.org/a>/<https://example.org/b>")])
    assert [*graph.objects(None, SH.resultPath)] == []


def test_every_finding_is_a_result(tmp_path: Path) -> None:
    outside = replace(BARE, position=Position(str(tmp_path / "ô b.yaml"), 2, 1))
    findings = [
        outside,
        BARE,
        replace(BARE, rule='odd "rule"'),
        *[replace(FULL, value=str(n)) for n in range(9)],
    ]
    assert len(list(read(findings).objects(None, SH.result))) == len(findings)
