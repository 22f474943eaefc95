"""Conclusions from the records, in the graph ``id:graph/derived``; recomputed, never written by hand."""

from __future__ import annotations

from rdflib import URIRef

from kg.errors import Finding
from kg.rdf import iri
from kg.rdf.derive_events import state_original_events
from kg.rdf.derive_places import areas_of, named_units, state_closures, state_places, state_seats
from kg.rdf.derive_tenures import derive_tenures, state_tenures
from kg.rdf.graph import NamedGraph, Origin
from kg.rdf.lift import Lifted
from kg.records.dataset import Dataset, Dossier
from kg.vocab import ELI, KG

RELATION_PROPERTIES: dict[str, URIRef] = {
    "amends": ELI.amends,
    "supplements": KG.supplements,
    "implements": ELI.ensures_implementation_of,
    "based-on": ELI.based_on,
    "repeals": ELI.repeals,
    "cites": ELI.cites,
    "approves": KG.approves,
    "launches": KG.launches,
    "reports-on": KG.reportsOn,
    "proposes": KG.proposes,
}
"""Relation of records → the property between the two documents."""


def derive(dataset: Dataset, lifted: Lifted, findings: list[Finding]) -> NamedGraph:
    """Derive tenures, places and direct relations; returns without a spell go to `findings`."""
    graph = NamedGraph(iri.GRAPH_DERIVED)
    state_tenures(graph, derive_tenures(lifted.evidence, singular_posts(dataset), findings))
    state_original_events(graph, dataset.dossiers)
    for dossier in dataset.dossiers:
        state_source(graph, dataset, dossier)
    naming = [lifted_graph for name, lifted_graph in lifted.graphs.items() if name != iri.GRAPH_REGISTER]
    state_closures(graph, dataset.register, named_units([*naming, graph]))
    state_seats(graph, areas_of(graph.lines), naming)
    return graph


def singular_posts(dataset: Dataset) -> frozenset[str]:
    """Give the ids of the posts that only one person holds at a time."""
    return frozenset(key for key, post in dataset.ids.get("post", {}).items() if post.flag("singular"))


def state_source(graph: NamedGraph, dataset: Dataset, dossier: Dossier) -> None:
    """State what follows from one source alone: its places in both geographies, and direct relations."""
    state_places(graph, dataset, dossier)
    _state_relations(graph, dossier)


def _state_relations(graph: NamedGraph, dossier: Dossier) -> None:
    for record in dossier.record.parts("documents"):
        document = iri.of_kind("document", record.text("document"))
        for relation in record.parts("relations"):
            kind = "document" if "document" in relation else "programme"
            predicate = RELATION_PROPERTIES.get(relation.text("relation"))
            if predicate is not None and kind in relation:
                origin = Origin(relation.position, relation.path)
                graph.link(document, predicate, iri.of_kind(kind, relation.text(kind)), origin)
    for use in dossier.record.parts("posts"):
        for implied in use.parts("implies"):
            post = iri.of_kind("post", use.text("post"))
            graph.link(post, KG.impliesPost, iri.of_kind("post", implied.text("post")), None)
