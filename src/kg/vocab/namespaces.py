"""Namespaces that rdflib does not declare, closed where the terms are fixed.

The extracts under ``ontology/imports`` declare the same terms; a test compares them one by one. rdflib's
own closed namespaces (ORG, PROV, SKOS, DCTERMS, FOAF, SOSA, GEO, SDO, VOID, DCAT) are used as they are.
"""

from __future__ import annotations

from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    SOSA,
    VOID,
    XSD,
    Namespace,
    URIRef,
)
from rdflib.namespace import GEO, DefinedNamespace

DATA = Namespace("https://w3id.org/diaban/id/")
"""Base of everything that records speak of (prefix ``id:``)."""

SHAPES = Namespace("https://w3id.org/diaban/shapes#")
"""Shapes and their rules (prefix ``kgsh:``)."""


QUDT_UNITS = Namespace("http://qudt.org/vocab/unit/")
"""Units of measure of QUDT, which ours match exactly."""


class OA(DefinedNamespace):
    """Web Annotation Vocabulary (W3C Recommendation, 2017-02-23): the terms that we use."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    end: URIRef
    hasBody: URIRef
    hasSource: URIRef
    hasTarget: URIRef
    start: URIRef


class CV(DefinedNamespace):
    """EU Core Public Event Vocabulary: participation in an event, and its role."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/m8g/")

    Participation: URIRef
    role: URIRef


class ELI(DefinedNamespace):
    """European Legislation Identifier ontology: relations between legal resources."""

    _fail = True
    _NS = Namespace("http://data.europa.eu/eli/ontology#")

    LegalResource: URIRef
    amends: URIRef
    based_on: URIRef
    cites: URIRef
    date_document: URIRef
    ensures_implementation_of: URIRef
    number: URIRef
    passed_by: URIRef
    repeals: URIRef
    type_document: URIRef


class QUDT(DefinedNamespace):
    """QUDT schema: a value with its unit of measure."""

    _fail = True
    _NS = Namespace("http://qudt.org/schema/qudt/")

    Unit: URIRef
    unit: URIRef


PREFIXES: dict[str, str] = {
    "cv": str(CV._NS),
    "dcat": str(DCAT._NS),
    "dct": str(DCTERMS._NS),
    "eli": str(ELI._NS),
    "foaf": str(FOAF._NS),
    "geo": str(GEO._NS),
    "id": str(DATA),
    "kg": "https://w3id.org/diaban/ontology#",
    "kgsh": str(SHAPES),
    "oa": str(OA._NS),
    "org": str(ORG._NS),
    "owl": str(OWL._NS),
    "prov": str(PROV._NS),
    "qudt": str(QUDT._NS),
    "rdf": str(RDF._NS),
    "rdfs": str(RDFS._NS),
    "schema": str(SDO._NS),
    "sh": str(SH._NS),
    "skos": str(SKOS._NS),
    "sosa": str(SOSA._NS),
    "void": str(VOID._NS),
    "xsd": str(XSD._NS),
}
"""Prefix to namespace, as in published Turtle, the SPARQL page and the examples."""
