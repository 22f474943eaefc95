"""The class hierarchy of the ontology, for data that do not hold it: examples and planted defects."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDFS, Graph

from kg.validation.shapes import read_turtle


def class_hierarchy(ontology: Path) -> Graph:
    """Give the subclass statements of an ontology's own files; imports are extracts, and say nothing more."""
    whole = Graph(bind_namespaces="none")
    for file in sorted(ontology.glob("*.ttl")):
        read_turtle(file, whole)
    hierarchy = Graph(bind_namespaces="none")
    for triple in whole.triples((None, RDFS.subClassOf, None)):
        hierarchy.add(triple)
    return hierarchy
