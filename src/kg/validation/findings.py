"""Lead every result back to the character of the record that must change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.errors import Finding, Position
from kg.rdf.graph import Origin
from kg.validation.report import Result, ValidationReport
from kg.vocab import DATA, SHAPES

_LONGEST_VALUE = 80
NOWHERE = Position("data")
"""Position of a result whose node no record wrote: the data folder as a whole."""


def to_findings(report: ValidationReport, origins: Mapping[tuple[str, str], Origin]) -> list[Finding]:
    """Turn results into findings, in the order of a report.

    Args:
        report: the results.
        origins: (subject IRI, predicate IRI) → where it was written; predicate empty for the node itself
            (`kg.rdf.graph.NamedGraph.origins`, of all graphs together).
    """
    findings = (_finding(result, origins) for result in report.results)
    return sorted(findings, key=lambda finding: finding.sort_key)


def _finding(result: Result, origins: Mapping[tuple[str, str], Origin]) -> Finding:
    origin = find_origin(result, origins)
    return Finding(
        position=origin.position if origin is not None else NOWHERE,
        rule=result.shape.removeprefix(str(SHAPES)),
        message=result.message,
        message_vi=result.message_vi,
        severity=result.severity,
        field=origin.field if origin is not None else "",
        value=_short(result.value if result.value != result.focus else ""),
        focus=result.focus,
        shape=result.shape,
    )


def find_origin(result: Result, origins: Mapping[tuple[str, str], Origin]) -> Origin | None:
    """Find where a result's fault was written, from the closest place to the farthest.

    That is: the property of the focus node; the node itself; the value, if it is a node of a record (a rule
    about something derived names the claim that it rests on); then the records that the node stands in, found
    by cutting steps off its IRI.
    """
    return next((origins[key] for key in _places(result) if key in origins), None)


def _places(result: Result) -> Iterator[tuple[str, str]]:
    if result.path:
        yield result.focus, result.path
    yield result.focus, ""
    if result.value.startswith(str(DATA)):
        yield result.value, ""
    for node in _parents(result.focus):
        yield node, result.path
        yield node, ""


def _parents(iri: str) -> Iterator[str]:
    head, _, fragment = iri.partition("#")
    if fragment:
        yield head
    while head.startswith(str(DATA)) and "/" in head.removeprefix(str(DATA)):
        head = head.rpartition("/")[0]
        yield head


def _short(value: str) -> str:
    local = value.removeprefix(str(DATA))
    return local if len(local) <= _LONGEST_VALUE else local[: _LONGEST_VALUE - 1] + "…"
