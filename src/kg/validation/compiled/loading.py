"""Read RDF files of any common form, and shapes from files, with the line of the file in every error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.errors import InputError, ShapeError
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Shapes
from kg.validation.compiled.reader import read_shapes
from kg.validation.triples import Node, Term, Triples

_LINES = frozenset({".nq", ".nt"})


def read_rdf(file: Path) -> Iterator[tuple[Node, NamedNode, Term]]:
    """Yield the triples of a file, without graph names; its name tells the format.

    Raises:
        InputError: it cannot be read, has an unknown ending or is ill-formed; the message holds the line.
    """
    form = _format_of(file)
    try:
        for quad in parse(file.read_bytes(), form, base_iri=file.resolve().as_uri()):
            if not isinstance(quad.subject, NamedNode | BlankNode):
                raise InputError(file, f"{quad.subject} is a quoted triple as a subject; write plain triples")
            yield quad.subject, quad.predicate, quad.object
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror}; check the name and the rights") from error
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else file
        raise InputError(place, f"is no {form.name}; mend it: {error.msg}") from error
    except ValueError as error:
        raise InputError(file, f"is no {form.name}; mend it: {error}") from error


def _format_of(file: Path) -> RdfFormat:
    found = RdfFormat.from_extension(file.suffix.removeprefix(".").lower())
    if found is None:
        endings = ".ttl, .nt, .nq, .trig, .jsonld, .rdf"
        raise InputError(file, f"the ending {file.suffix!r} names no RDF format; use one of {endings}")
    return found


def load_data(files: Iterable[Path]) -> DataGraph:
    """Read files into one graph to check.

    Raises:
        InputError: as of `read_rdf`.
    """
    data = DataGraph()
    for file in files:
        if file.suffix == ".nq" and data.load_lines(_content(file)):
            continue
        data.extend(read_rdf(file))
    return data


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror}; check the name and the rights") from error


def compile_shapes(files: Sequence[Path]) -> Shapes:
    """Read shapes from files that together make one shapes graph.

    Raises:
        InputError: a file cannot be read.
        ShapeError: a shape is ill-formed or not understood; named with file and line where they are found.
    """
    graph = Triples()
    for file in files:
        for triple in read_rdf(file):
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
