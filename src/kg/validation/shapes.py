"""Read the shapes, which are Turtle files and the only source of what is checked.

``meta.ttl`` holds shapes about shapes: its focus nodes are shapes, so it is no part of what the data are
checked against. Nothing is fetched from the network: ``owl:imports`` is never followed.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph
from rdflib.exceptions import ParserError

from kg.errors import InputError

META = "meta.ttl"
"""File name of the shapes about shapes."""

COMMON = "common.ttl"
"""File name of what all shape files share: prefixes of queries, shapes that others refer to."""


def read_turtle(file: Path, graph: Graph | None = None) -> Graph:
    """Read one Turtle file, into `graph` if one is given.

    Raises:
        InputError: the file cannot be read, or is no Turtle; the message holds the parser's line.
    """
    target = Graph(bind_namespaces="none") if graph is None else graph
    try:
        target.parse(data=file.read_bytes(), format="turtle", publicID="urn:diaban:shapes")
    except OSError as error:
        raise InputError(file, f"cannot be read: {error.strerror}; check the name and the rights") from error
    except (SyntaxError, ParserError, ValueError) as error:
        raise InputError(file, f"is no Turtle; mend it: {error}") from error
    return target


def shape_files(folder: Path) -> tuple[Path, ...]:
    """Give the shape files of a folder, sorted, without the shapes about shapes and without examples.

    Raises:
        InputError: the folder holds none.
    """
    files = tuple(sorted(file for file in folder.glob("*.ttl") if file.name != META))
    if not files:
        raise InputError(folder, "holds no *.ttl; name the folder that holds the shapes")
    return files


def load_shapes(folder: Path) -> Graph:
    """Read all shapes that data are checked against into one graph.

    Raises:
        InputError: the folder holds none, or a file is no Turtle.
    """
    graph = Graph(bind_namespaces="none")
    for file in shape_files(folder):
        read_turtle(file, graph)
    return graph
