"""Lead every result back to the character of the record that must change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.errors import Finding, Position
from kg.rdf.graph import Origin
from kg.rdf.iri import containers
from kg.validation.report import Result, ValidationReport
from kg.vocab import DATA, SHAPES

_LONGEST_VALUE = 80
NOWHERE = Position("data")
"""Position of a result whose node no record wrote: the data folder as a whole."""


def to_findings(
    report: ValidationReport,
    origins: Mapping[tuple[str, str], Origin],
    files: Collection[str] | None = None,
) -> list[Finding]:
    """Turn results into findings, in the order of a report.

    Args:
        report: the results.
        origins: (subject IRI, predicate IRI) → where it was written; predicate empty for the node itself
            (`kg.rdf.graph.NamedGraph.origins`, of all graphs together).
        files: the files whose findings are wanted, as positions name them; by default all.
    """
    placed = ((result, find_origin(result, origins)) for result in report.results)
    if files is not None:
        placed = ((result, origin) for result, origin in placed if origin and origin.position.file in files)
    return sorted((_finding(*each) for each in placed), key=lambda finding: finding.sort_key)


def _finding(result: Result, origin: Origin | None) -> Finding:
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
        component=result.component,
        path=result.path,
    )


def relocate(finding: Finding, origins: Mapping[tuple[str, str], Origin]) -> Finding:
    """Give a stored finding the position that its node has now: records move without changing the graph."""
    value = f"{DATA}{finding.value}"
    origin = _first(_places(finding.focus, finding.path, value), origins)
    if origin is None:
        return replace(finding, position=NOWHERE, field="")
    return replace(finding, position=origin.position, field=origin.field)


def find_origin(result: Result, origins: Mapping[tuple[str, str], Origin]) -> Origin | None:
    """Find where a result's fault was written, from the closest place to the farthest.

    That is: the property of the focus node; the node itself; the value, if it is a node of a record (a rule
    about something derived names the claim that it rests on); then the records that the node stands in, found
    by cutting steps off its IRI.
    """
    return _first(_places(result.focus, result.path, result.value), origins)


def _first(places: Iterable[tuple[str, str]], origins: Mapping[tuple[str, str], Origin]) -> Origin | None:
    return next((origins[key] for key in places if key in origins), None)


def _places(focus: str, path: str, value: str) -> Iterator[tuple[str, str]]:
    if path:
        yield focus, path
    yield focus, ""
    if value.startswith(str(DATA)):
        yield value, ""
    for node in containers(focus):
        yield node, path
        yield node, ""


def _short(value: str) -> str:
    local = value.removeprefix(str(DATA))
    return local if len(local) <= _LONGEST_VALUE else local[: _LONGEST_VALUE - 1] + "…"
