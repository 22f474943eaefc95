"""Write what a check of any RDF found: as text, as JSON, or as a report of SHACL in Turtle."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from io import BytesIO

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from rdflib import SH, XSD
from rich.text import Text

from kg.validation.any_rdf import Checked
from kg.validation.compiled import TermResult, to_triples
from kg.validation.printable import printable
from kg.validation.short_names import ShortNames
from kg.validation.triples import Node, Term

SHOWN_OF_A_KIND = 10
"""So many results of one constraint are written in the text; the others are counted, to stay readable."""

_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}
_STRING = str(XSD.string)


class AnyRdfFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    TURTLE = "turtle"


def to_turtle(checked: Checked) -> str:
    """Write a ``sh:ValidationReport`` (SHACL §3.6); the same results give the same bytes."""
    by_subject: dict[object, list[Triple]] = defaultdict(list)
    for triple in to_triples(checked.results):
        by_subject[triple.subject].append(triple)
    triples = (triple for group in by_subject.values() for triple in group)
    target = BytesIO()
    serialize(triples, target, RdfFormat.TURTLE, prefixes={"sh": str(SH), **checked.prefixes})
    return target.getvalue().decode()


def to_json(checked: Checked) -> str:
    """Write an object with ``conforms`` and ``results``.

    The members of a result have the names of the properties of SHACL. Terms are spelled as in the SPARQL 1.1
    Query Results JSON Format (§3.2.2), paths as in SPARQL 1.1 (§9); what a result does not say is null.
    """
    rows = [_row(result) for result in checked.results]
    return json.dumps({"conforms": checked.conforms, "results": rows}, ensure_ascii=False, indent=2) + "\n"


def _row(result: TermResult) -> dict[str, object]:
    return {
        "focusNode": _term(result.focus),
        "resultPath": None if result.path is None else str(result.path),
        "value": _term(result.value),
        "resultSeverity": _term(result.severity),
        "sourceConstraintComponent": _term(result.component),
        "sourceShape": _term(result.shape),
        "sourceConstraint": _term(result.constraint),
        "resultMessage": [_term(message) for message in result.messages],
    }


def _term(term: Term | None) -> object:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal():
            found = {"type": "literal", "value": term.value}
            if term.language:
                return {**found, "xml:lang": term.language}
            return found if term.datatype.value == _STRING else {**found, "datatype": term.datatype.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    return None


def text_blocks(checked: Checked, language: str = "en", *, everything: bool = False) -> Iterator[Text]:
    """Yield styled text: results grouped by what they break, then how many there are.

    Args:
        checked: what a check found.
        language: which messages are preferred; one without a language comes next.
        everything: whether all results of a group are written, not `SHOWN_OF_A_KIND` at most.
    """
    groups: dict[tuple[Node, ...], list[TermResult]] = defaultdict(list)
    for result in checked.results:
        groups[result.severity, result.component, result.shape].append(result)
    names = ShortNames(checked.prefixes)
    for results in groups.values():
        yield _head(results[0], checked, names)
        shown = len(results) if everything else SHOWN_OF_A_KIND
        yield from _rows(results[:shown], names, language)
        if len(results) > shown:
            yield Text(f"    and {len(results) - shown} more of this kind; --all shows them", style="dim")
    yield _summary(checked, len(groups))


def _head(result: TermResult, checked: Checked, names: ShortNames) -> Text:
    severity = names.of(result.severity).removeprefix("sh:")
    colour = _COLOURS.get(severity, "magenta")
    shape, anonymous = result.shape, ""
    if isinstance(shape, BlankNode) and isinstance(result.root, NamedNode):
        shape, anonymous = result.root, "a shape without a name in "
    place = checked.place_of(shape)
    return Text.assemble(
        (severity.lower(), f"bold {colour}"),
        f" {names.of(result.component)} of {anonymous}{names.of(shape)}",
        (f"  {place}" if place else "", "dim"),
    )


def _rows(results: Sequence[TermResult], names: ShortNames, language: str) -> Iterator[Text]:
    said = ""
    for result in results:
        message = _message(result, language)
        if message != said:
            yield Text(f"  {printable(message)}")
            said = message
        path = "" if result.path is None else f"  {names.path(result.path)}"
        same = result.value is None or result.value == result.focus
        value = "" if same else f"  [found: {names.of(result.value)}]"
        yield Text(f"    {names.of(result.focus)}{path}{value}")


def _message(result: TermResult, language: str) -> str:
    by_language = {message.language or "": message.value for message in result.messages}
    found = by_language.get(language) or by_language.get("") or next(iter(by_language.values()), "")
    return found.strip()


def _summary(checked: Checked, kinds: int) -> Text:
    counted = f"{checked.statements} statement(s)"
    if checked.conforms:
        return Text.assemble(("conforms", "bold green"), f": {counted}, no result")
    told = f": {counted}, {len(checked.results)} result(s) of {kinds} constraint(s)"
    return Text.assemble(("does not conform", "bold red"), told)
