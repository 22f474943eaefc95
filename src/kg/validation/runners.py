"""Check the graph of a build against the shapes, with one of two runners; both give the same report.

The compiled runner's report is what a build tells; pySHACL, the reference, checks again where it is asked to
(``docs/decisions/0012-compiled-runner.md``). pySHACL is imported only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from kg.errors import ShapeError
from kg.validation.compiled import check, compile_shapes, load_quads, to_report
from kg.validation.compiled.loading import placed
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
    files = shape_files(shapes)
    if runner is Runner.REFERENCE:
        refuse_ill_formed(files)
        from kg.validation.reference import check_quads  # pySHACL takes half a second to import

        return check_quads(quads, shapes)
    prefixes: dict[str, str] = {}
    compiled = compile_shapes(files, prefixes)
    try:
        return to_report(check(load_quads(quads), compiled))
    except ShapeError as error:
        raise placed(error, files, compiled.graph, prefixes) from error


def refuse_ill_formed(files: Sequence[Path], prefixes: dict[str, str] | None = None) -> None:
    """Refuse shapes that are ill-formed before pySHACL sees them.

    pySHACL names no place, and passes over some faults, a misspelt term or a list without an end, in silence.

    Args:
        files: the files of the shapes.
        prefixes: takes the prefixes that the files declare.

    Raises:
        InputError: a file cannot be read.
        ShapeError: a shape is ill-formed; not for what only the compiled runner does not understand.
    """
    try:
        compile_shapes(files, prefixes)
    except ShapeError as error:
        if not error.unsupported:
            raise
