"""A validation report as values: what SHACL calls ``sh:ValidationReport`` (SHACL §3.6), typed and sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import SH, BNode, Graph, Literal
from rdflib.term import Node

from kg.errors import Severity
from kg.validation.paths import path_text, read_path
from kg.validation.triples import from_rdflib, to_engine

_SEVERITIES: Mapping[Node, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")


@dataclass(frozen=True, order=True)
class Result:
    """One result of one shape at one focus node.

    Attributes:
        focus: IRI of the focus node.
        shape: IRI of the shape.
        component: IRI of the constraint component.
        path: IRI of the property, or empty.
        value: the value node as IRI or text, or empty.
        severity: how much it weighs.
        message: in English; ``message_vi`` in Vietnamese.
    """

    focus: str
    shape: str
    component: str
    path: str
    value: str
    severity: Severity
    message: str
    message_vi: str


@dataclass(frozen=True)
class ValidationReport:
    """All results, sorted; ``conforms`` as SHACL means it: no result at all."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no result of any severity."""
        return not self.results

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that refuse a build."""
        return tuple(result for result in self.results if result.severity is Severity.VIOLATION)

    @classmethod
    def from_graph(cls, report: Graph, shapes: Graph) -> ValidationReport:
        """Read the results of a report graph, without the details below them.

        Args:
            report: what a SHACL processor made.
            shapes: the shapes that it ran; they tell in which language a message with values is.
        """
        nodes = report.objects(None, SH.result)
        return cls(tuple(sorted({_read_result(report, shapes, node) for node in nodes})))


def _read_result(report: Graph, shapes: Graph, node: Node) -> Result:
    shape = report.value(node, SH.sourceShape)
    component = report.value(node, SH.sourceConstraintComponent)
    value = report.value(node, SH.value)
    severity = report.value(node, SH.resultSeverity)
    constraint = report.value(node, SH.sourceConstraint)
    templates = [
        text
        for source in (constraint, shape)
        if source is not None
        for text in shapes.objects(source, SH.message)
        if isinstance(text, Literal)
    ]
    messages = dict(_by_language(report.objects(node, SH.resultMessage), templates))
    english = messages.get("en") or messages.get("") or str(component)
    return Result(
        focus=str(report.value(node, SH.focusNode)),
        shape=str(shape),
        component=str(component),
        path=_path(report, node),
        value=str(value) if value is not None else "",
        severity=_SEVERITIES.get(severity, Severity.VIOLATION)
        if severity is not None
        else Severity.VIOLATION,
        message=english,
        message_vi=messages.get("vi", ""),
    )


def _path(report: Graph, node: Node) -> str:
    path = report.value(node, SH.resultPath)
    if path is None:
        return ""
    return (
        path_text(read_path(from_rdflib(report), to_engine(path))) if isinstance(path, BNode) else str(path)
    )


def _by_language(messages: Iterable[Node], templates: Iterable[Literal]) -> Iterator[tuple[str, str]]:
    """Give (language, message); pySHACL drops the language of a message once it has put values into it."""
    known = [(template.language or "", _pattern(str(template))) for template in templates]
    for message in sorted(messages, key=str):
        text = str(message)
        language = message.language if isinstance(message, Literal) else None
        if not language:
            language = next((tag for tag, pattern in known if pattern.fullmatch(text)), "")
        yield language, text


def _pattern(template: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in _PLACEHOLDER.split(template))
    return re.compile(".*".join(parts), re.DOTALL)
