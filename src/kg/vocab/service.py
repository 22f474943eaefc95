"""Terms that describe the service and its files: SPARQL 1.1 Service Description, format names, checksums."""

from __future__ import annotations

from typing import ClassVar

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class SD(DefinedNamespace):
    """SPARQL 1.1 Service Description (W3C Recommendation, 2013-03-21): the terms that we use."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/sparql-service-description#")

    Dataset: URIRef
    Graph: URIRef
    NamedGraph: URIRef
    SPARQL11Query: URIRef
    Service: URIRef
    UnionDefaultGraph: URIRef
    defaultDataset: URIRef
    defaultGraph: URIRef
    endpoint: URIRef
    feature: URIRef
    name: URIRef
    namedGraph: URIRef
    resultFormat: URIRef
    supportedLanguage: URIRef


class FORMATS(DefinedNamespace):
    """Unique URIs for file formats (W3C, https://www.w3.org/ns/formats/)."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/formats/")

    N_Quads: URIRef
    N_Triples: URIRef
    RDF_XML: URIRef
    SPARQL_Results_CSV: URIRef
    SPARQL_Results_JSON: URIRef
    SPARQL_Results_TSV: URIRef
    SPARQL_Results_XML: URIRef
    TriG: URIRef
    Turtle: URIRef

    _extras: ClassVar[list[str]] = ["JSON-LD"]


class SPDX(DefinedNamespace):
    """Software Package Data Exchange 2.3, as DCAT uses it for checksums of files."""

    _fail = True
    _NS = Namespace("http://spdx.org/rdf/terms#")

    Checksum: URIRef
    algorithm: URIRef
    checksum: URIRef
    checksumAlgorithm_sha256: URIRef
    checksumValue: URIRef
