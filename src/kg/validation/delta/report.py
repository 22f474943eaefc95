"""The report of a graph that changes, from statements as N-Triples text to results as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.validation.compiled import compile_shapes, load_quads, to_report
from kg.validation.delta.joins import Triple
from kg.validation.delta.live import LiveCheck
from kg.validation.report import ValidationReport
from kg.validation.shapes import shape_files

Line = tuple[str, str, str]
"""Subject, predicate and object, each spelled as in N-Triples."""
_GRAPH = "<urn:x-diaban:data>"


@dataclass(frozen=True)
class ReportChange:
    """What a change did to a report.

    Attributes:
        new: results that were not there before.
        gone: results that are no longer there.
        checked: how many pairs of shape and focus node were checked; nothing where all were.
    """

    new: ValidationReport
    gone: ValidationReport
    checked: int | None


class LiveReport:
    """The validation report of statements that come and go."""

    def __init__(self, lines: Iterable[Line], shapes: Path) -> None:
        """Check everything once.

        Args:
            lines: the statements, canonical, the class hierarchy of the ontology among them.
            shapes: folder of the shapes.

        Raises:
            InputError: the shapes cannot be read.
            ShapeError: a shape is ill-formed or not understood.
        """
        quads = "".join(f"{' '.join(line)} {_GRAPH} .\n" for line in lines)
        self._live = LiveCheck(load_quads(quads.encode()), compile_shapes(shape_files(shapes)))

    @property
    def report(self) -> ValidationReport:
        """All results as they are now."""
        return to_report(self._live.results)

    def change(self, removed: Iterable[Line], added: Iterable[Line]) -> ReportChange:
        """Remove and add statements, and check what that may have changed.

        Args:
            removed: statements that are there.
            added: statements that are not there.
        """
        outcome = self._live.change(_triples(removed), _triples(added))
        return ReportChange(to_report(outcome.new), to_report(outcome.gone), outcome.checked)


def _triples(lines: Iterable[Line]) -> list[Triple]:
    text = "".join(f"{' '.join(line)} .\n" for line in lines)
    return [
        (quad.subject, quad.predicate, quad.object)
        for quad in parse(text.encode(), RdfFormat.N_TRIPLES)
        if isinstance(quad.subject, NamedNode | BlankNode)
    ]
