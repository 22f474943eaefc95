"""The project's own terms: complete, bilingual, sorted, and the same as what the code spells."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, SOSA, BNode, Graph, Literal, URIRef
from rdflib.namespace import GEO

from kg.vocab import CV, ELI, KG, OA, SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES, ORGANISATION_CLASSES, PROGRAMME_CLASSES

FOLDER = Path(__file__).parents[2] / "ontology"
FILES = [FOLDER / "kg.ttl", FOLDER / "align.ttl", *sorted((FOLDER / "imports").glob("*.ttl"))]
BASE = str(KG._NS)
ONTOLOGY = URIRef(BASE.rstrip("#"))
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty}
NAMES = [name for name in KG.__annotations__ if not name.startswith("_")]


def _own(name: str) -> URIRef:
    return URIRef(BASE + name)


def _read(*files: Path) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


OWN, ALL = _read(FILES[0]), _read(*FILES)


def _languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in graph.objects(term, predicate) if isinstance(text, Literal))


def _subjects(graph: Graph) -> list[URIRef]:
    return sorted({term for term in graph.subjects() if isinstance(term, URIRef)})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_parses_and_has_no_blank_nodes(file: Path) -> None:
    graph = _read(file)
    assert len(graph) > 0
    assert [term for triple in graph for term in triple if isinstance(term, BNode)] == []


def test_own_terms_are_those_of_the_code() -> None:
    declared = {str(term) for kind in (OWL.Class, *PROPERTY_KINDS) for term in OWN.subjects(RDF.type, kind)}
    assert sorted(declared) == sorted(BASE + name for name in NAMES)


def test_capital_letters_mark_classes() -> None:
    for name in NAMES:
        kinds = set(OWN.objects(_own(name), RDF.type))
        assert kinds == {OWL.Class} if name[0].isupper() else kinds < PROPERTY_KINDS, name


def test_schemes_and_values_are_those_of_the_code() -> None:
    assert set(OWN.subjects(RDF.type, SKOS.ConceptScheme)) == {_own(f"scheme-{name}") for name in SCHEMES}
    listed = {
        (term_of(name, value), _own(f"scheme-{name}"), Literal(value))
        for name, values in SCHEMES.items()
        for value in values
    }
    stated = {
        (term, OWN.value(term, SKOS.inScheme), OWN.value(term, SKOS.notation))
        for term in OWN.subjects(RDF.type, SKOS.Concept)
    }
    assert stated == listed


def test_every_own_term_is_labelled_and_defined_in_both_languages() -> None:
    terms = [term for term in _subjects(OWN) if term != ONTOLOGY]
    assert len(terms) == len(NAMES) + len(SCHEMES) + sum(map(len, SCHEMES.values()))
    for term in terms:
        assert _languages(OWN, term, RDFS.label) == ["en", "vi"], term
        assert _languages(OWN, term, SKOS.definition) == ["en", "vi"], term
        assert list(OWN.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY], term


def test_definitions_are_single_sentences() -> None:
    for term, text in OWN.subject_objects(SKOS.definition):
        assert re.fullmatch(r"[^.]*(?:\.[^ ][^.]*)*\.", str(text)), f"{term}: {text}"


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_no_two_terms_of_one_kind_share_a_definition(kind: URIRef, language: str) -> None:
    texts = [
        str(text)
        for term in OWN.subjects(RDF.type, kind)
        for text in OWN.objects(term, SKOS.definition)
        if isinstance(text, Literal) and text.language == language
    ]
    assert len(texts) > 50
    assert sorted(texts) == sorted(set(texts))


def test_a_term_has_one_label_in_a_language_over_all_files() -> None:
    for term in _subjects(ALL):
        languages = _languages(ALL, term, RDFS.label)
        assert len(languages) == len(set(languages)), term


def test_the_header_names_title_licence_and_version() -> None:
    assert _languages(OWN, ONTOLOGY, DCTERMS.title) == ["en", "vi"]
    assert _languages(OWN, ONTOLOGY, DCTERMS.description) == ["en", "vi"]
    assert OWN.value(ONTOLOGY, DCTERMS.license)
    assert OWN.value(ONTOLOGY, OWL.versionInfo)


@pytest.mark.parametrize("file", FILES[:2], ids=lambda file: file.stem)
def test_files_name_no_own_term_that_is_not_there(file: Path) -> None:
    named = {str(term) for triple in _read(file) for term in triple if str(term).startswith(BASE)}
    assert sorted(named - {str(term) for term in _subjects(OWN)}) == []


def test_domain_and_range_name_declared_classes() -> None:
    classes = {*ALL.subjects(RDF.type, OWL.Class), *ALL.subjects(RDF.type, RDFS.Datatype)}
    for predicate in (RDFS.domain, RDFS.range, SDO.domainIncludes, SDO.rangeIncludes, RDFS.subClassOf):
        for term, cls in OWN.subject_objects(predicate):
            assert cls in classes, (term, cls)


def test_several_classes_are_never_a_domain_or_range() -> None:
    for predicate in (RDFS.domain, RDFS.range):
        for term in OWN.subjects(predicate):
            assert len(list(OWN.objects(term, predicate))) == 1, term


@pytest.mark.parametrize(
    ("classes", "top"),
    [
        (ORGANISATION_CLASSES, KG.Organisation),
        (EVENT_CLASSES, KG.Event),
        (PROGRAMME_CLASSES, KG.Programme),
    ],
)
def test_kinds_are_classes_below_their_top(classes: dict[str, URIRef], top: URIRef) -> None:
    for kind, cls in classes.items():
        assert top in OWN.transitive_objects(cls, RDFS.subClassOf), kind


@pytest.mark.parametrize(
    ("cls", "reused"),
    [
        (KG.AdministrativeUnit, GEO.Feature),
        (KG.Attestation, PROV.Entity),
        (KG.Directive, PROV.Entity),
        (KG.Event, PROV.Activity),
        (KG.Event, SDO.Event),
        (KG.Finding, PROV.Entity),
        (KG.Group, FOAF.Group),
        (KG.LegalDocument, ELI.LegalResource),
        (KG.LegalDocument, KG.OfficialDocument),
        (KG.Mention, OA.Annotation),
        (KG.Observation, SOSA.Observation),
        (KG.Official, FOAF.Person),
        (KG.Organisation, ORG.Organization),
        (KG.Participation, CV.Participation),
        (KG.Passage, OA.TextPositionSelector),
        (KG.Petition, PROV.Entity),
        (KG.Post, ORG.Post),
        (KG.Programme, SKOS.Concept),
        (KG.Response, PROV.Entity),
        (KG.Role, ORG.Role),
        (KG.Site, GEO.Feature),
        (KG.SourceDocument, PROV.Entity),
        (KG.Tenure, ORG.Membership),
        (KG.UnitChange, ORG.ChangeEvent),
        (KG.UnitVersion, GEO.Feature),
    ],
)
def test_own_classes_stand_below_what_they_reuse(cls: URIRef, reused: URIRef) -> None:
    assert reused in OWN.transitive_objects(cls, RDFS.subClassOf)


def test_the_file_is_sorted() -> None:
    blocks = re.findall(r"^kg:(\S+) a (\S+) ;$", FILES[0].read_text("utf-8"), re.MULTILINE)
    classes = [name for name, kind in blocks if kind == "owl:Class"]
    properties = [name for name, kind in blocks if kind.endswith("Property")]
    values = [name for name, kind in blocks if kind.startswith("skos:")]
    wanted = chain.from_iterable(
        (f"scheme-{name}", *(str(term_of(name, value)).removeprefix(BASE) for value in SCHEMES[name]))
        for name in sorted(SCHEMES, key=str.casefold)
    )
    assert classes == sorted(classes, key=str.casefold)
    assert properties == sorted(properties, key=str.casefold)
    assert values == list(wanted)
    assert [name for name, _ in blocks] == [*classes, *properties, *values]
