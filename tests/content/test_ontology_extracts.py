"""Reused terms: what code, field tables and own files name is declared in a dated extract, and labelled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib.namespace
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import SH, DefinedNamespace

import kg.vocab.namespaces
import kg.vocab.service
from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field, RecordType
from kg.records.registry_types import REGISTRIES
from kg.vocab import CV, ELI, KG, OA, PREFIXES, QUDT
from kg.vocab.service import FORMATS, SD

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology"
EXTRACTS = sorted((FOLDER / "imports").glob("*.ttl"))
BASE = str(KG._NS)
CLOSED: tuple[type[DefinedNamespace], ...] = (OA, CV, ELI, QUDT, SD, FORMATS)
ADDRESSES = {RDFS.isDefinedBy, DCTERMS.license, DCTERMS.source}
"""Properties whose values are addresses, not terms."""


def _read(*files: Path) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


OWN, ALIGN, REUSED = _read(FOLDER / "kg.ttl"), _read(FOLDER / "align.ttl"), _read(*EXTRACTS)
HEADERS = set(REUSED.subjects(RDF.type, OWL.Ontology))
DECLARED = {str(term) for term in REUSED.subjects(RDF.type) if term not in HEADERS}


def _record_types(root: RecordType) -> Iterator[RecordType]:
    yield root
    for inner in root.parts():
        yield from _record_types(inner)


FIELDS: list[Field] = [
    field
    for root in (DOSSIER, *REGISTRIES.values())
    for record_type in _record_types(root)
    for field in record_type.fields
    if field.predicate is not None
]
PREDICATES = sorted({str(field.predicate) for field in FIELDS})


def _named_in(graph: Graph, *, as_subject: bool = True) -> set[str]:
    """Reused terms that a file names as predicate, value or datatype, and perhaps as subject."""
    found: set[str] = set()
    for subject, predicate, value in graph:
        found.add(str(predicate))
        if as_subject:
            found.add(str(subject))
        if isinstance(value, URIRef) and predicate not in ADDRESSES:
            found.add(str(value))
        if isinstance(value, Literal) and value.datatype is not None:
            found.add(str(value.datatype))
    return {term for term in found if not term.startswith(BASE.rstrip("#"))}


def _terms_of(namespace: type[DefinedNamespace]) -> set[str]:
    names = [name for name in namespace.__annotations__ if not name.startswith("_")]
    return {str(namespace[name]) for name in (*names, *namespace._extras)}


def _namespaces() -> dict[str, type[DefinedNamespace]]:
    modules = (rdflib.namespace, kg.vocab.namespaces, kg.vocab.service)
    return {
        name: item
        for module in modules
        for name, item in vars(module).items()
        if isinstance(item, type)
        and issubclass(item, DefinedNamespace)
        and item not in {DefinedNamespace, SH}
    }


def _named_in_code() -> set[str]:
    """Every ``ORG.postIn`` of the code, as an IRI.

    SHACL is no part of the data and is left out, and so is validation, which reads anybody's graphs.
    """
    namespaces, found = _namespaces(), set()
    for module in sorted((ROOT / "src").rglob("*.py")):
        if (ROOT / "src" / "kg" / "validation") in module.parents:
            continue
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr != "_NS":
                namespace = namespaces.get(node.value.id)
                if namespace is not None:
                    found.add(str(namespace[node.attr]))
    return found


@pytest.mark.parametrize("file", EXTRACTS, ids=lambda file: file.stem)
def test_an_extract_names_its_source_dates_and_licence(file: Path) -> None:
    graph = _read(file)
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    namespace = str(graph.value(header, DCTERMS.source))
    terms = {str(term) for term in graph.subjects() if term != header}
    assert terms
    assert all(term.startswith(namespace) for term in terms)
    assert PREFIXES.get(file.stem, namespace) == namespace
    assert graph.value(header, DCTERMS.created)
    assert graph.value(header, DCTERMS.license)
    assert graph.value(header, DCTERMS.issued) or "bears no date" in str(graph.value(header, RDFS.comment))


def test_declared_terms_have_one_label_and_one_definition() -> None:
    assert len(DECLARED) > 80
    for term in DECLARED:
        assert len(list(REUSED.objects(URIRef(term), RDFS.label))) == 1, term
        assert len(list(REUSED.objects(URIRef(term), SKOS.definition))) == 1, term


def test_terms_that_the_files_name_are_declared() -> None:
    named = _named_in(OWN) | _named_in(ALIGN) | _named_in(REUSED, as_subject=False)
    assert sorted(named - DECLARED) == []


def test_terms_that_the_code_names_are_declared() -> None:
    named = _named_in_code()
    assert len(named) > 40
    assert sorted(named - DECLARED) == []


@pytest.mark.parametrize("namespace", CLOSED, ids=lambda namespace: namespace.__name__)
def test_our_closed_namespaces_are_declared_term_by_term(namespace: type[DefinedNamespace]) -> None:
    assert sorted(_terms_of(namespace) - DECLARED) == []


def test_extracts_declare_nothing_that_nobody_uses() -> None:
    used = _named_in_code() | set(PREDICATES) | {term for space in CLOSED for term in _terms_of(space)}
    used |= _named_in(OWN) | _named_in(ALIGN) | _named_in(REUSED, as_subject=False)
    assert sorted(DECLARED - used) == []


@pytest.mark.parametrize("predicate", PREDICATES)
def test_predicates_of_field_tables_are_declared_and_labelled(predicate: str) -> None:
    term = URIRef(predicate)
    home = OWN if predicate.startswith(BASE) else ALIGN
    assert (term, RDF.type, None) in OWN or predicate in DECLARED
    assert {text.language for text in home.objects(term, RDFS.label) if isinstance(text, Literal)} == {
        "en",
        "vi",
    }


def test_enumerated_fields_point_to_their_scheme() -> None:
    pairs = {(field.predicate, field.scheme) for field in FIELDS if field.scheme}
    assert len(pairs) > 30
    for predicate, scheme in pairs:
        home = OWN if str(predicate).startswith(BASE) else ALIGN
        assert (predicate, RDFS.seeAlso, URIRef(f"{BASE}scheme-{scheme}")) in home, (predicate, scheme)
