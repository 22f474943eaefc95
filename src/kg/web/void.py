"""Describes the data set in RDF: VoID (W3C note, 2011-03-03) and DCAT, with counts, files and checksums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.store import Manifest
from kg.store.publication import Publication
from kg.vocab import DATA, PREFIXES
from kg.vocab.service import SPDX
from kg.web.description import MEDIA_TYPES

_LICENSE: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_TITLES: Final = (
    Literal("Đồ thị tri thức về cán bộ, chức vụ và địa bàn", lang="vi"),
    Literal("Knowledge graph of officials, posts and places", lang="en"),
)
_COUNTS: Final[Mapping[str, URIRef]] = {
    "triples": VOID.triples,
    "subjects": VOID.distinctSubjects,
    "objects": VOID.distinctObjects,
    "properties": VOID.properties,
    "entities": VOID.entities,
}


@dataclass(frozen=True)
class _Writer:
    """Adds statements about fragments of one document; ``base`` is the service's address, with a slash."""

    base: str
    graph: Graph = field(default_factory=Graph)

    @property
    def document(self) -> URIRef:
        return URIRef(f"{self.base}.well-known/void")

    def node(self, name: str) -> URIRef:
        return URIRef(f"{self.document}#{name}")

    def add(self, subject: Node, *pairs: tuple[URIRef, Node]) -> None:
        for predicate, value in pairs:
            self.graph.add((subject, predicate, value))

    def count(self, subject: Node, counts: Mapping[str, int]) -> None:
        self.add(subject, *((_COUNTS[name], Literal(number)) for name, number in counts.items()))


def describe_dataset(base: str, manifest: Manifest, publication: Publication, media_type: str) -> bytes:
    """Return the description of the data set that a service has; its nodes are fragments of its address.

    Args:
        base: address of the service, with its last slash.
        manifest: of the snapshot.
        publication: of the snapshot.
        media_type: one of ``kg.web.description.MEDIA_TYPES``.
    """
    out = _Writer(base)
    for prefix in ("dcat", "dct", "foaf", "owl", "void", "xsd"):
        out.graph.bind(prefix, PREFIXES[prefix])
    out.graph.bind("spdx", SPDX._NS)  # noqa: SLF001 - rdflib offers no public name for it
    dataset = out.node("dataset")
    out.add(out.document, (RDF.type, VOID.DatasetDescription), (FOAF.primaryTopic, dataset))
    _describe_whole(out, dataset, manifest)
    out.count(dataset, publication.counts)
    _describe_partitions(out, dataset, publication)
    _describe_graphs(out, dataset, publication)
    _describe_files(out, dataset, publication)
    return out.graph.serialize(format=MEDIA_TYPES[media_type], encoding="utf-8")


def _describe_whole(out: _Writer, dataset: URIRef, manifest: Manifest) -> None:
    catalog, service, endpoint = out.node("catalog"), out.node("service"), URIRef(f"{out.base}sparql")
    out.add(catalog, (RDF.type, DCAT.Catalog), (DCAT.dataset, dataset), (DCAT.service, service))
    out.add(
        service,
        (RDF.type, DCAT.DataService),
        (DCAT.endpointURL, endpoint),
        (DCAT.endpointDescription, endpoint),
        (DCAT.servesDataset, dataset),
    )
    out.add(
        dataset,
        (RDF.type, VOID.Dataset),
        (RDF.type, DCAT.Dataset),
        (VOID.sparqlEndpoint, endpoint),
        (OWL.versionInfo, Literal(manifest.data_version)),
    )
    if any(graph.startswith(str(DATA)) for graph in manifest.graphs):
        out.add(
            dataset,
            *((DCTERMS.title, title) for title in _TITLES),
            (DCTERMS.license, _LICENSE),
            (VOID.uriSpace, Literal(str(DATA))),
        )
        out.add(dataset, *((VOID.vocabulary, URIRef(space)) for space in PREFIXES.values()))


def _describe_partitions(out: _Writer, dataset: URIRef, publication: Publication) -> None:
    for number, (iri, entities) in enumerate(sorted(publication.classes.items())):
        part = out.node(f"class-{number}")
        out.add(dataset, (VOID.classPartition, part))
        out.add(part, (RDF.type, VOID.Dataset), (VOID["class"], URIRef(iri)))
        out.count(part, {"entities": entities})
    for number, (iri, counts) in enumerate(sorted(publication.properties.items())):
        part = out.node(f"property-{number}")
        out.add(dataset, (VOID.propertyPartition, part))
        out.add(part, (RDF.type, VOID.Dataset), (VOID.property, URIRef(iri)))
        out.count(part, counts)


def _describe_graphs(out: _Writer, dataset: URIRef, publication: Publication) -> None:
    """Each named graph is a data set of its own, a part of the whole, described at its own IRI."""
    for iri, triples in sorted(publication.graphs.items()):
        graph = URIRef(iri)
        out.add(dataset, (VOID.subset, graph))
        out.add(out.node("catalog"), (DCAT.dataset, graph))
        out.add(graph, (RDF.type, VOID.Dataset), (RDF.type, DCAT.Dataset), (DCTERMS.isPartOf, dataset))
        out.count(graph, {"triples": triples})


def _describe_files(out: _Writer, dataset: URIRef, publication: Publication) -> None:
    for dump in publication.dumps:
        subject = URIRef(dump.graph) if dump.graph else dataset
        address, node = URIRef(f"{out.base}dump/{dump.name}"), out.node(f"file-{dump.name}")
        checksum = out.node(f"sha256-{dump.name}")
        out.add(subject, (VOID.dataDump, address), (DCAT.distribution, node))
        out.add(
            node,
            (RDF.type, DCAT.Distribution),
            (DCAT.downloadURL, address),
            (DCAT.mediaType, URIRef(f"{_MEDIA_TYPES}{dump.media_type}")),
            (DCAT.byteSize, Literal(str(dump.size), datatype=XSD.nonNegativeInteger)),
            (SPDX.checksum, checksum),
        )
        out.add(
            checksum,
            (RDF.type, SPDX.Checksum),
            (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
            (SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)),
        )
