from __future__ import annotations

from rdflib import Graph

from kg.errors import Severity
from kg.validation.report import ValidationReport

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:Rule sh:message "vô nghĩa"@vi .
ex:constraint sh:message "{?a} và {$b} trùng nhau."@vi, "{?a} and {$b} are (the) same."@en .
"""

REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
[] a sh:ValidationReport ; sh:conforms false ; sh:result [
    a sh:ValidationResult ;
    sh:focusNode ex:b ;
    sh:sourceShape ex:Rule ;
    sh:sourceConstraint ex:constraint ;
    sh:sourceConstraintComponent sh:SPARQLConstraintComponent ;
    sh:resultSeverity sh:Warning ;
    sh:resultMessage "An and Bình are (the) same.", "An và Bình trùng nhau." ;
    sh:value ex:c
] , [
    a sh:ValidationResult ;
    sh:focusNode ex:a ;
    sh:sourceShape ex:Shape ;
    sh:sourceConstraintComponent sh:NodeConstraintComponent ;
    sh:resultSeverity sh:Violation ;
    sh:resultPath ex:p ;
    sh:resultMessage "Sai."@vi, "Wrong."@en ;
    sh:detail [ a sh:ValidationResult ; sh:focusNode ex:deep ; sh:resultSeverity sh:Violation ]
] .
"""


def read(text: str) -> ValidationReport:
    return ValidationReport.from_graph(Graph().parse(data=text), Graph().parse(data=SHAPES))


def test_results_are_sorted_and_typed_and_details_are_left_out() -> None:
    first, second = read(REPORT).results
    assert (first.focus, first.path, first.value) == ("https://example.org/a", "https://example.org/p", "")
    assert (first.severity, first.message, first.message_vi) == (Severity.VIOLATION, "Wrong.", "Sai.")
    assert second.value == "https://example.org/c"
    assert second.severity is Severity.WARNING


def test_a_message_with_values_finds_its_language_by_its_template() -> None:
    second = read(REPORT).results[1]
    assert second.message == "An and Bình are (the) same."
    assert second.message_vi == "An và Bình trùng nhau."


def test_only_violations_refuse_and_any_result_keeps_from_conforming() -> None:
    report = read(REPORT)
    assert not report.conforms
    assert [result.focus for result in report.violations] == ["https://example.org/a"]
    assert read("").conforms
