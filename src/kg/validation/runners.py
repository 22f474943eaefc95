"""Check the graph of a build against the shapes, with one of two runners; both give the same report.

The compiled runner's report is what a build tells; pySHACL, the reference, checks again where it is asked to
(``docs/decisions/0012-compiled-runner.md``). pySHACL is imported only then.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kg.validation.compiled import check, compile_shapes, load_quads, to_report
from kg.validation.report import ValidationReport
from kg.validation.shapes import shape_files


class Runner(StrEnum):
    """Who checks the data."""

    COMPILED = "compiled"
    REFERENCE = "reference"


def validate(quads: bytes, shapes: Path, runner: Runner = Runner.COMPILED) -> ValidationReport:
    """Check a graph.

    Args:
        quads: canonical N-Quads, UTF-8, the class hierarchy of the ontology among them.
        shapes: folder of the shapes.
        runner: who checks.

    Raises:
        InputError: the quads or the shapes cannot be read.
        ShapeError: a shape is ill-formed or not understood.
    """
    if runner is Runner.REFERENCE:
        from kg.validation.reference import check_quads  # pySHACL takes half a second to import

        return check_quads(quads, shapes)
    compiled = compile_shapes(shape_files(shapes))
    return to_report(check(load_quads(quads), compiled))
