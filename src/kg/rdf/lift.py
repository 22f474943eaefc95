"""Records to named graphs: one graph for each source, one for the registries, one for the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.rdf import iri
from kg.rdf.context import Lift
from kg.rdf.graph import NamedGraph
from kg.rdf.lift_documents import (
    lift_documents,
    lift_mentions,
    lift_petitions,
    lift_programmes,
    lift_projects,
)
from kg.rdf.lift_events import lift_events
from kg.rdf.lift_register import lift_register
from kg.rdf.lift_registry import lift_registries
from kg.rdf.lift_source import (
    lift_document_itself,
    lift_groups,
    lift_organisations,
    lift_people,
    lift_periods,
    lift_places_named,
    lift_posts,
)
from kg.rdf.lift_statements import lift_directives, lift_figures, lift_findings
from kg.rdf.tenure_evidence import TenureEvidence
from kg.records.dataset import Dataset, Dossier
from kg.records.fields import Kind
from kg.records.model import Record, Span
from kg.vocab import KG, OA


@dataclass(frozen=True)
class Lifted:
    """All graphs that records make, and what they tell of tenures."""

    graphs: Mapping[str, NamedGraph]
    evidence: tuple[TenureEvidence, ...]


def lift_dataset(dataset: Dataset) -> Lifted:
    """Lift everything that is curated; conclusions are added by `kg.rdf.derive`."""
    graphs = {
        iri.GRAPH_REGISTRY: lift_registries(dataset),
        iri.GRAPH_REGISTER: lift_register(dataset.register),
    }
    evidence: list[TenureEvidence] = []
    for dossier in dataset.dossiers:
        graph, found = lift_dossier(dossier, dataset.ids)
        graphs[graph.name] = graph
        evidence.extend(found)
    return Lifted(graphs, tuple(evidence))


def lift_dossier(
    dossier: Dossier, ids: Mapping[str, Collection[str]] | None = None
) -> tuple[NamedGraph, list[TenureEvidence]]:
    """Lift one source into its graph.

    Args:
        dossier: the source.
        ids: kind → ids of the registries and the register, for members of counts, whose field names no kind.
    """
    lift = Lift(dossier, NamedGraph(iri.source(dossier.id)), ids or {})
    lift_document_itself(lift)
    evidence = lift_people(lift)
    for step in (
        lift_posts,
        lift_organisations,
        lift_groups,
        lift_places_named,
        lift_periods,
        lift_events,
        lift_findings,
        lift_figures,
        lift_directives,
        lift_documents,
        lift_programmes,
        lift_projects,
        lift_petitions,
        lift_mentions,
    ):
        step(lift)
    _lift_passages(lift)
    return lift.graph, evidence


def _lift_passages(lift: Lift) -> None:
    for span in sorted(set(_spans(lift.dossier.record.walk()))):
        node = lift.passage(span)
        lift.graph.node(node, (KG.Passage, OA.SpecificResource, OA.TextPositionSelector))
        lift.graph.link(node, OA.hasSource, lift.source, None)
        lift.graph.value(node, OA.start, span.start, None)
        lift.graph.value(node, OA.end, span.end, None)


def _spans(records: Iterable[Record]) -> Iterable[Span]:
    for record in records:
        if record.type.name == "no-claim":
            continue
        for row in record.type.fields:
            if row.kind is Kind.SPANS and row.predicate is not None:
                yield from record.spans(row.key)
