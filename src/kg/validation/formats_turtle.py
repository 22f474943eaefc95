"""Write findings as a validation report of SHACL (SHACL §3.6), in Turtle.

Findings of shapes keep their focus node, shape, component and path. Findings of records have no node in the
graph: their focus node is the file, their component a term of the shapes namespace with the rule's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from rdflib import DCTERMS, RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from kg.errors import Finding, Severity
from kg.vocab import PREFIXES, SHAPES

FILES = "https://w3id.org/diaban/"
"""Base of the IRIs of the project's files."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\s]+")
_SEVERITIES = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}


def to_turtle(findings: Sequence[Finding]) -> str:
    """Write a report with one result for each finding; it conforms if there is none."""
    graph = Graph(bind_namespaces="none")
    for prefix in ("dct", "kg", "kgsh", "rdfs", "sh", "xsd"):
        graph.bind(prefix, PREFIXES[prefix])
    report = BNode("report")
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(not findings)))
    for number, finding in enumerate(findings):
        # numbered labels keep the order of the findings, and the same findings give the same bytes
        node = BNode(f"r{number:08d}")
        graph.add((report, SH.result, node))
        _add_result(graph, node, finding)
    return graph.serialize(format="turtle")


def _add_result(graph: Graph, node: BNode, finding: Finding) -> None:
    position = finding.position
    outside = Path(position.file).is_absolute()
    file = Path(position.file).as_uri() if outside else FILES + quote(position.file)
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.focusNode, URIRef(finding.focus or file)))
    graph.add((node, SH.resultSeverity, _SEVERITIES[finding.severity]))
    component = finding.component or f"{SHAPES}record-{quote(finding.rule)}"
    graph.add((node, SH.sourceConstraintComponent, URIRef(component)))
    graph.add((node, SH.resultMessage, Literal(finding.message, lang="en")))
    if finding.message_vi:
        graph.add((node, SH.resultMessage, Literal(finding.message_vi, lang="vi")))
    if finding.shape:
        graph.add((node, SH.sourceShape, URIRef(finding.shape)))
    if _IRI.fullmatch(finding.path):
        graph.add((node, SH.resultPath, URIRef(finding.path)))
    # RFC 5147 counts the gaps between lines: the first line lies between 0 and 1
    graph.add((node, DCTERMS.source, URIRef(f"{file}#line={position.line - 1},{position.line}")))
    graph.add((node, RDFS.comment, Literal(str(position))))
