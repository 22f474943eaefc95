"""What the ontology says of domains and ranges is true of every statement that the records make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SDO, XSD, Graph, Literal, Node, URIRef

from kg.errors import Finding
from kg.rdf.derive import derive
from kg.rdf.lift import lift_dataset
from kg.records.dataset import read_dataset
from kg.vocab import KG

ROOT = Path(__file__).parents[2]
BASE = str(KG._NS)
Triple = tuple[Node, Node, Node]


def _ontology() -> Graph:
    graph = Graph()
    for file in sorted((ROOT / "ontology").rglob("*.ttl")):
        graph.parse(file)
    return graph


ONTOLOGY = _ontology()


@pytest.fixture(scope="module")
def data() -> Graph:
    findings: list[Finding] = []
    dataset = read_dataset(ROOT / "data", findings)
    lifted = lift_dataset(dataset)
    graph = Graph()
    for named in (*lifted.graphs.values(), derive(dataset, lifted, findings)):
        lines = (" ".join((*triple, ".")) for triple in sorted(named.lines))
        graph.parse(data="\n".join(lines), format="nt")
    return graph


@pytest.fixture(scope="module")
def kinds(data: Graph) -> Mapping[Node, set[Node]]:
    """Node of the data or the ontology → its classes and all that stand above them."""
    above: defaultdict[Node, set[Node]] = defaultdict(set)
    for graph in (data, ONTOLOGY):
        for node, cls in graph.subject_objects(RDF.type):
            above[node].update(filter(None, ONTOLOGY.transitive_objects(cls, RDFS.subClassOf)))
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ONTOLOGY.subjects(RDF.type, kind):
            above[term].add(RDF.Property)
    return above


def _datatype(value: Literal) -> URIRef:
    return RDF.langString if value.language else value.datatype or XSD.string


def _wrong(
    data: Graph, kinds: Mapping[Node, set[Node]], end: int, sayings: tuple[URIRef, URIRef]
) -> list[str]:
    """Own statements whose subject (0) or value (2) belongs to none of the classes that the term names."""
    wrong = set()
    for triple in data:
        wanted = {cls for saying in sayings for cls in ONTOLOGY.objects(triple[1], saying)}
        node = triple[end]
        found = {_datatype(node)} if isinstance(node, Literal) else kinds.get(node, set())
        if wanted and not wanted & found:
            classes = sorted(str(cls).rpartition("#")[2] for cls in found)
            wrong.add(f"{str(triple[1]).rpartition('#')[2]}: {classes}, e.g. {node}")
    return sorted(wrong)


def test_subjects_belong_to_the_domains(data: Graph, kinds: Mapping[Node, set[Node]]) -> None:
    assert _wrong(data, kinds, 0, (RDFS.domain, SDO.domainIncludes)) == []


def test_values_belong_to_the_ranges(data: Graph, kinds: Mapping[Node, set[Node]]) -> None:
    assert _wrong(data, kinds, 2, (RDFS.range, SDO.rangeIncludes)) == []


def test_enumerated_values_come_from_the_scheme_of_their_property(data: Graph) -> None:
    schemes = dict(ONTOLOGY.subject_objects(RDFS.seeAlso))
    found = 0
    for _, predicate, value in data:
        if predicate in schemes:
            found += 1
            assert str(value).startswith(str(schemes[predicate]).replace("scheme-", "") + "-"), (
                predicate,
                value,
            )
    assert found > 1000


def test_own_terms_of_the_data_are_declared(data: Graph, kinds: Mapping[Node, set[Node]]) -> None:
    named = {term for triple in data for term in triple[1:] if str(term).startswith(BASE)}
    assert len(named) > 200
    assert sorted(str(term) for term in named if term not in kinds) == []
