"""Read data and shapes from files, with the line of the file in every error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat

from kg.errors import ShapeError
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Shapes
from kg.validation.compiled.reader import read_shapes
from kg.validation.rdf_files import parse_rdf, read_bytes, read_rdf
from kg.validation.triples import Triples


def load_data(files: Iterable[Path], prefixes: dict[str, str] | None = None) -> DataGraph:
    """Read files into one graph to check; blank nodes of two files are never the same.

    Args:
        files: RDF files.
        prefixes: takes the prefixes that the files declare.

    Raises:
        InputError: as of `read_rdf`.
    """
    data = DataGraph()
    for number, file in enumerate(files, start=1):
        if file.suffix == ".nq" and _is_loaded(data, read_bytes(file)):
            continue
        data.extend(read_rdf(file, f"d{number}", prefixes))
    return data


def _is_loaded(data: DataGraph, content: bytes) -> bool:
    """Load lines natively, where that is possible and there are no blank nodes, whose labels would change."""
    return b"_:" not in content and data.load_lines(content)


def load_quads(content: bytes) -> DataGraph:
    """Read N-Quads into a graph to check.

    Raises:
        InputError: a line is no N-Quad.
    """
    data = DataGraph()
    if not _is_loaded(data, content):
        data.extend(parse_rdf(content, RdfFormat.N_QUADS, Path("quads")))
    return data


def compile_shapes(files: Sequence[Path], prefixes: dict[str, str] | None = None) -> Shapes:
    """Read shapes from files that together make one shapes graph.

    Args:
        files: RDF files.
        prefixes: takes the prefixes that the files declare.

    Raises:
        InputError: a file cannot be read.
        ShapeError: a shape is ill-formed or not understood; named with file and line where they are found.
    """
    graph = Triples()
    for number, file in enumerate(files, start=1):
        for triple in read_rdf(file, f"s{number}", prefixes):
            graph.add(*triple)
    origin = files[0] if len(files) == 1 else files[0].parent
    try:
        return read_shapes(graph, origin)
    except ShapeError as error:
        place = find_line(files, error.shape, error.term)
        raise ShapeError(place or origin, error.reason, error.shape, error.term) from error


def find_line(files: Iterable[Path], shape: str, term: str) -> str:
    """Find where a file speaks of a term of a shape: ``file:line``, or empty.

    The parser gives no positions, so the spelled names are looked for: the line that begins with the name of
    the shape, and from there, or in the whole file for a shape without a name, the first that has the term's.
    """
    for file in files:
        lines = file.read_text("utf-8", errors="replace").splitlines()
        start = _first(lines, _local(shape), 0, at_start=True) if shape.startswith("<") else None
        if start is None and shape.startswith("<"):
            continue
        found = _first(lines, _local(term), start or 0) if term.startswith("<") else None
        if found is not None or start is not None:
            return f"{file}:{(found if found is not None else start or 0) + 1}"
    return ""


def _local(iri: str) -> str:
    return re.split(r"[/#:]", iri.strip("<>"))[-1]


def _first(lines: Sequence[str], name: str, start: int, *, at_start: bool = False) -> int | None:
    head = r"^\s*(?:<[^>]*|[\w.-]*:)" if at_start else r"(?<![\w-])"
    pattern = re.compile(rf"{head}{re.escape(name)}(?![\w-])")
    numbers = (number for number in range(start, len(lines)) if pattern.search(lines[number]))
    return next(numbers, None)
