"""Writes anybody's RDF files as a snapshot, so that they can be served like the project's own graph.

Formats by the end of the name: ``.nt``, ``.ttl``, ``.nq``, ``.trig``, ``.rdf``, ``.owl``, ``.xml``,
``.jsonld``. Statements of a named graph stay in it; others go into the graph of their file, which is
``file:///NAME`` unless the caller names it. Its IRI is also the base of relative IRIs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.store.manifest import GRAPH_FILE, MANIFEST_FILE
from kg.store.publication import write_publication
from kg.store.search_file import write_search_index

RDF_FORMATS: Final = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_NAMED: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*:[^\s=<>\"{}|^`\\]*)=(.+)")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class RdfFile:
    """A file of statements.

    Attributes:
        path: where it lies; the end of its name tells its format.
        graph: IRI of the graph for statements that name none, and base of relative IRIs.
    """

    path: Path
    graph: str


def read_file_argument(argument: str) -> RdfFile:
    """Return what ``FILE`` or ``IRI=FILE`` means.

    >>> read_file_argument("data/a b.ttl").graph
    'file:///a%20b.ttl'
    >>> read_file_argument("http://example.org/g=data/a.ttl").graph
    'http://example.org/g'
    """
    named = _NAMED.fullmatch(argument)
    if named is not None:
        return RdfFile(Path(named[2]), named[1])
    path = Path(argument)
    return RdfFile(path, f"file:///{quote(path.name)}")


def write_foreign(files: Sequence[RdfFile], folder: Path) -> None:
    """Write a snapshot of some files into an empty folder.

    Raises:
        UsageError: two files would share a graph, or a file has an unknown kind of name.
        InputError: a file cannot be read, or is not what its name says.
    """
    graphs: set[str] = set()
    lines: set[str] = set()
    for number, file in enumerate(files):
        if file.graph in graphs:
            message = f"{file.path}: another file has the graph <{file.graph}>; name one with IRI=FILE"
            raise UsageError(message)
        graphs.add(file.graph)
        for quad in _read(file, number):
            if isinstance(quad.graph_name, ox.NamedNode):
                graphs.add(quad.graph_name.value)
            lines.add(f"{quad} .\n")
    ordered = sorted(lines)
    digest = hashlib.sha256("".join([*ordered, *sorted(graphs)]).encode()).hexdigest()
    manifest = {"data_version": digest[:16], "graphs": sorted(graphs), "quads": len(ordered)}
    (folder / GRAPH_FILE).write_text("".join(ordered), "utf-8", newline="\n")
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    write_search_index(folder / GRAPH_FILE, folder / "search.sqlite")
    write_publication(folder, graphs)


def _read(file: RdfFile, number: int) -> Iterator[ox.Quad]:
    """Yield the statements of a file; blank nodes get names that no other file has."""
    kind = RDF_FORMATS.get(file.path.suffix.lower())
    if kind is None:
        raise UsageError(f"{file.path}: unknown kind of file; its name must end in {', '.join(RDF_FORMATS)}")
    names: dict[str, ox.BlankNode] = {}

    def own(term: Term | ox.DefaultGraph) -> Term | ox.DefaultGraph:
        if isinstance(term, ox.BlankNode):
            # The parser makes names up at random; ours follow the order in the file.
            return names.setdefault(term.value, ox.BlankNode(f"f{number}b{len(names)}"))
        if isinstance(term, ox.Triple):
            return ox.Triple(own(term.subject), term.predicate, own(term.object))  # type: ignore[arg-type]
        return term

    home = ox.NamedNode(file.graph)
    try:
        for quad in ox.parse(path=str(file.path), format=kind, base_iri=file.graph):
            graph = home if isinstance(quad.graph_name, ox.DefaultGraph) else own(quad.graph_name)
            yield ox.Quad(own(quad.subject), quad.predicate, own(quad.object), graph)  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(file.path, f"cannot be read: {error.strerror or error}") from error
    except (SyntaxError, ValueError) as error:
        raise InputError(file.path, f"{error}; mend the file, or name it by what it holds") from error
