"""Results with their terms as they stand in the data; turned into the report's values, or into RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, Triple
from rdflib import XSD

from kg.errors import Severity
from kg.validation.compiled.vocabulary import sh
from kg.validation.paths import Path, path_text, write_path
from kg.validation.report import Result, ValidationReport
from kg.validation.triples import TYPE, Node, Term, named

_SEVERITIES: Final[dict[Node, Severity]] = {
    sh("Violation"): Severity.VIOLATION,
    sh("Warning"): Severity.WARNING,
    sh("Info"): Severity.INFO,
}
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_BOOLEAN: Final = named(XSD.boolean)


@dataclass(frozen=True)
class TermResult:
    """One result (SHACL §3.6.2).

    Attributes:
        focus: the focus node.
        shape: the shape; ``component`` its component; ``constraint`` the node of a SPARQL constraint.
        path: the property, or nothing.
        value: the value node, or nothing.
        severity: IRI of the severity.
        messages: what it says, by language.
        root: the shape whose target led here; ``start`` the node of that target.
    """

    focus: Term
    shape: Node
    component: Node
    path: Path | None
    value: Term | None
    severity: Node
    messages: tuple[Literal, ...]
    constraint: Node | None
    root: Node
    start: Term

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Order of a report."""
        parts = (self.focus, self.shape, self.component, self.path or "", self.value or "", self.severity)
        return (*map(str, parts), *map(str, self.messages), str(self.root), str(self.start))


def text_of(term: Term | None) -> str:
    """Spell a term as a report does: an IRI, a label or the literal's words.

    >>> text_of(Literal("Hòa An", language="vi"))
    'Hòa An'
    """
    return "" if term is None else str(term) if isinstance(term, Triple) else term.value


def fill(message: Literal, values: Iterable[tuple[str, Term]]) -> Literal:
    """Put values in the places of a message, written ``{?name}`` or ``{$name}``; unknown ones stay.

    >>> fill(Literal("{?a} và {$b}", language="vi"), [("a", Literal("An"))])
    <Literal value=An và {$b} language=vi>
    """
    known = dict(values)
    if not known:
        return message
    text = _PLACEHOLDER.sub(
        lambda match: text_of(known[match[1]]) if match[1] in known else match[0], message.value
    )
    return Literal(text, language=message.language) if message.language else Literal(text)


def to_report(results: Iterable[TermResult]) -> ValidationReport:
    """Turn results into the report that both runners give."""
    return ValidationReport(tuple(sorted({_to_result(result) for result in results})))


@lru_cache(maxsize=4096)
def _to_result(result: TermResult) -> Result:
    messages = {literal.language or "": literal.value for literal in sorted(result.messages, key=str)}
    component = text_of(result.component)
    return Result(
        focus=text_of(result.focus),
        shape=text_of(result.shape),
        component=component,
        path="" if result.path is None else path_text(result.path),
        value=text_of(result.value),
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        message=messages.get("en") or messages.get("") or component,
        message_vi=messages.get("vi", ""),
    )


def to_triples(results: Iterable[TermResult]) -> Iterator[Triple]:
    """Write results as a ``sh:ValidationReport``; blank nodes are numbered, so the same gives the same."""
    ordered = sorted(results, key=lambda result: result.sort_key)
    report = BlankNode("report")
    yield Triple(report, TYPE, sh("ValidationReport"))
    yield Triple(report, sh("conforms"), Literal("false" if ordered else "true", datatype=_BOOLEAN))
    for number, result in enumerate(ordered, start=1):
        node = BlankNode(f"result{number}")
        yield Triple(report, sh("result"), node)
        yield Triple(node, TYPE, sh("ValidationResult"))
        for predicate, value in _properties(result):
            yield Triple(node, sh(predicate), value)
        if result.path is not None:
            path, described = write_path(result.path, f"path{number}x")
            yield Triple(node, sh("resultPath"), path)
            for triple in described:
                yield Triple(*triple)


def _properties(result: TermResult) -> Iterator[tuple[str, Term]]:
    yield "focusNode", result.focus
    yield "resultSeverity", result.severity
    yield "sourceConstraintComponent", result.component
    yield "sourceShape", result.shape
    if result.value is not None:
        yield "value", result.value
    if result.constraint is not None:
        yield "sourceConstraint", result.constraint
    for message in result.messages:
        yield "resultMessage", message
