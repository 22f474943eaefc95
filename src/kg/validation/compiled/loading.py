"""Read data and shapes from files, with the line of the file in every error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat

from kg.errors import ShapeError
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Shapes
from kg.validation.compiled.places import find_place, name_above
from kg.validation.compiled.reader import read_shapes
from kg.validation.rdf_files import parse_rdf, read_bytes, read_rdf
from kg.validation.short_names import ShortNames
from kg.validation.triples import Node, Triples


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
    known: dict[str, str] = {} if prefixes is None else prefixes
    for number, file in enumerate(files, start=1):
        for triple in read_rdf(file, f"s{number}", known):
            graph.add(*triple)
    origin = files[0] if len(files) == 1 else files[0].parent
    try:
        return read_shapes(graph, origin)
    except ShapeError as error:
        raise placed(error, files, graph, known) from error


def placed(
    error: ShapeError, files: Sequence[Path], graph: Triples, prefixes: Mapping[str, str]
) -> ShapeError:
    """Give an error with the place where the files speak of it, and with names in short.

    Args:
        error: as it was raised.
        files: the files of the shapes.
        graph: what they say.
        prefixes: prefix → namespace.
    """
    if not error.shape:
        return error
    names = ShortNames(prefixes)
    node: Node = BlankNode(error.shape[2:]) if error.shape.startswith("_:") else NamedNode(error.shape[1:-1])
    term = NamedNode(error.term[1:-1]) if error.term.startswith("<") else None
    place = find_place(files, graph, node, term, error.query_line)
    above = name_above(graph, node)
    shape = names.of(above or node)
    if above is not None and above != node:
        shape = f"a node without a name in {shape}"
    return ShapeError(
        str(place or error.path),
        error.reason,
        shape,
        names.of(term) if term is not None else error.term,
        unsupported=error.unsupported,
        query_line=error.query_line,
    )
