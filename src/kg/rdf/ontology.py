"""Read the ontology's Turtle files into the graph ``id:graph/ontology``."""

from __future__ import annotations

from pathlib import Path

from rdflib import SKOS, BNode, Graph, Literal
from rdflib.exceptions import ParserError
from rdflib.util import from_n3

from kg.errors import InputError
from kg.rdf import iri, terms
from kg.rdf.graph import NamedGraph
from kg.records.model import Label
from kg.vocab import SCHEMES, term_of


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


def value_definitions(folder: Path) -> dict[str, dict[str, Label]]:
    """Read what the values of closed lists mean: scheme → value as records write it → definition.

    Raises:
        InputError: the ontology cannot be read.
    """
    words: dict[tuple[str, str], str] = {}
    for subject, predicate, spelled in read_ontology(folder).lines:
        text = from_n3(spelled) if predicate == terms.iri(SKOS.definition) else None
        if isinstance(text, Literal) and text.language:
            words[subject, text.language] = str(text)
    found: dict[str, dict[str, Label]] = {}
    for scheme, values in SCHEMES.items():
        for value in values:
            subject = terms.iri(term_of(scheme, value))
            found.setdefault(scheme, {})[value] = Label(
                words.get((subject, "vi"), ""), words.get((subject, "en"), "")
            )
    return found
