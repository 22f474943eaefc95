"""Lift the registries: identity and labels of shared entities, in the graph ``id:graph/registry``."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDFS, SKOS, URIRef

from kg.rdf import iri
from kg.rdf.context import bound_days
from kg.rdf.graph import NamedGraph, Origin
from kg.records.dataset import Dataset
from kg.records.fields import Field, Kind
from kg.records.model import Record
from kg.records.registry_types import KIND_OF_REGISTRY
from kg.text.canonical import match_key
from kg.vocab import KG, QUDT_UNITS, term_of
from kg.vocab.kinds import ORGANISATION_CLASSES, PROGRAMME_CLASSES

_CLASSES: dict[str, URIRef] = {
    "people": KG.Official,
    "posts": KG.Post,
    "terms": KG.Term,
    "documents": KG.OfficialDocument,
    "indicators": KG.Indicator,
    "roles": KG.Role,
    "topics": KG.Topic,
    "sites": KG.Site,
    "funding": KG.FundingSource,
    "measure-units": KG.MeasureUnit,
}
_CONCEPTS = {"programmes", "indicators", "roles", "topics", "funding", "terms", "measure-units"}
_LEGAL_TYPES = {"resolution", "decision", "plan", "directive", "scheme", "programme"}


def lift_registries(dataset: Dataset) -> NamedGraph:
    """State every entry of every registry."""
    graph = NamedGraph(iri.GRAPH_REGISTRY)
    for name, items in dataset.registries.items():
        for item in items:
            node = iri.of_kind(KIND_OF_REGISTRY[name], item.text("id"))
            graph.node(node, _classes(name, item), Origin(item.position, item.path))
            for row in item.type.fields:
                if row.predicate is not None and row.key in item:
                    _lift_field(graph, node, item, row)
            _lift_names(graph, node, name, item)
    return graph


def _classes(name: str, item: Record) -> set[URIRef]:
    classes = {SKOS.Concept} if name in _CONCEPTS else set()
    if name == "organisations":
        return {KG.Organisation, ORGANISATION_CLASSES.get(item.text("kind"), KG.Organisation)}
    if name == "programmes":
        return classes | {KG.Programme, PROGRAMME_CLASSES.get(item.text("kind"), KG.Programme)}
    if name == "projects":
        return {KG.ProjectSet if item.flag("set") else KG.Project}
    if name == "documents" and item.text("type") in _LEGAL_TYPES:
        return {KG.OfficialDocument, KG.LegalDocument}
    return classes | {_CLASSES[name]}


def _lift_field(graph: NamedGraph, node: str, item: Record, row: Field) -> None:
    predicate, origin = str(row.predicate), Origin(item.at(row.key), item.field_path(row.key))
    if row.kind is Kind.REF:
        for text in item.texts(row.key):
            graph.link(node, predicate, iri.of_kind(row.target, text), origin)
    elif row.kind is Kind.ENUM:
        graph.link(node, predicate, term_of(row.scheme, item.text(row.key)), origin)
    elif row.kind is Kind.LABEL:
        graph.label(node, predicate, item.label(row.key), origin)
    elif row.key == "qudt":
        graph.link(node, predicate, QUDT_UNITS[item.text(row.key)], origin)
    elif row.kind is Kind.TEXT:
        for text in item.texts(row.key):
            language = "" if row.key in {"number", "abbreviation"} else "vi"
            graph.string(node, predicate, text, origin, language)
    else:
        for scalar in (item.flag(row.key), item.number(row.key), item.day(row.key)):
            if scalar is not None:
                graph.value(node, predicate, scalar, origin)


def _lift_names(graph: NamedGraph, node: str, name: str, item: Record) -> None:
    origin = Origin(item.at("name" if name == "people" else "label"), item.field_path("name"))
    if name == "people":
        graph.string(node, RDFS.label, item.text("name"), origin, "vi")
        for text in (item.text("name"), *item.texts("variants")):
            graph.string(node, KG.matchKey, match_key(text), origin)
    if name == "terms":
        bounds: Mapping[str, tuple[URIRef, URIRef]] = {
            "from": (KG.earliestStart, KG.latestStart),
            "until": (KG.earliestEnd, KG.latestEnd),
        }
        for key, predicates in bounds.items():
            days = bound_days(item.part(key))
            for predicate, day in zip(predicates, (days.earliest, days.latest), strict=True):
                if day is not None:
                    graph.value(node, predicate, day, Origin(item.at(key), item.field_path(key)))
