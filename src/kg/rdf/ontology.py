"""Read the ontology's Turtle files into the graph ``id:graph/ontology``."""

from __future__ import annotations

from pathlib import Path

from rdflib import BNode, Graph
from rdflib.exceptions import ParserError

from kg.errors import InputError
from kg.rdf import iri
from kg.rdf.graph import NamedGraph


def read_ontology(folder: Path) -> NamedGraph:
    """Read ``*.ttl`` and ``imports/*.ttl`` of a folder.

    Raises:
        InputError: a file is missing, is no Turtle, or has blank nodes.
    """
    files = [*sorted(folder.glob("*.ttl")), *sorted(folder.glob("imports/*.ttl"))]
    if not files:
        raise InputError(folder, "holds no *.ttl; name the folder that holds the ontology")
    graph = NamedGraph(iri.GRAPH_ONTOLOGY)
    for file in files:
        parsed = Graph()
        try:
            parsed.parse(data=file.read_bytes(), format="turtle")
        except (OSError, SyntaxError, ParserError, ValueError) as error:
            raise InputError(file, f"is no Turtle: {error}") from error
        for triple in parsed:
            if any(isinstance(term, BNode) for term in triple):
                raise InputError(file, "has blank nodes; give every node an IRI")
            subject, predicate, spelled = (term.n3() for term in triple)
            graph.lines.add((subject, predicate, spelled))
    return graph
