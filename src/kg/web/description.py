"""Describes the SPARQL service in RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rdflib import RDF, VOID, Graph, Literal, URIRef

from kg.vocab.service import FORMATS, SD

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/ld+json": "json-ld",
        "application/rdf+xml": "pretty-xml",
    }
)
"""Media types of the description, and rdflib's names for them."""

_RESULT_FORMATS: Final = (
    FORMATS.SPARQL_Results_JSON,
    FORMATS.SPARQL_Results_XML,
    FORMATS.SPARQL_Results_CSV,
    FORMATS.SPARQL_Results_TSV,
    FORMATS.Turtle,
    FORMATS.N_Triples,
    FORMATS.N_Quads,
    FORMATS.TriG,
    FORMATS["JSON-LD"],
    FORMATS.RDF_XML,
)


def describe_service(endpoint: str, graphs: Iterable[str], quads: int, media_type: str) -> bytes:
    """Return the description of an endpoint.

    Args:
        endpoint: its absolute URL; the nodes of the description are fragments of it.
        graphs: IRIs of the named graphs.
        quads: number of statements.
        media_type: one of ``MEDIA_TYPES``.
    """
    service, dataset = URIRef(f"{endpoint}#service"), URIRef(f"{endpoint}#dataset")
    default = URIRef(f"{endpoint}#default")
    graph = Graph()
    graph.bind("sd", SD._NS)  # noqa: SLF001 - rdflib offers no public name for it
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, URIRef(endpoint)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for result_format in _RESULT_FORMATS:
        graph.add((service, SD.resultFormat, result_format))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, Literal(quads)))
    for number, name in enumerate(sorted(graphs)):
        node = URIRef(f"{endpoint}#graph-{number}")
        graph.add((dataset, SD.namedGraph, node))
        graph.add((node, RDF.type, SD.NamedGraph))
        graph.add((node, SD.name, URIRef(name)))
    return graph.serialize(format=MEDIA_TYPES[media_type], encoding="utf-8")
