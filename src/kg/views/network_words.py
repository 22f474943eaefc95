"""What is said beside a network: the words of its relations, and the sources of its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.store import Store
from kg.text.dates import format_date
from kg.views.edges import Edge
from kg.views.evidence import NONE, Evidence, Passage, join_evidence, read_evidence
from kg.views.names import read_names
from kg.views.network import Network
from kg.views.relations import RELATIONS


@dataclass(frozen=True)
class Words:
    """What a file of a network says beside it.

    Attributes:
        language: ``vi`` or ``en``.
        title: heading, and title of the page.
        evidence: sources of claims, by IRI of the claim.
        sources: titles of sources, by IRI.
        details: words of enumerated values on edges, by IRI.
        data_version: of the graph.
    """

    language: str = "vi"
    title: str = "diaban"
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    data_version: str = ""

    def relation(self, edge: Edge) -> str:
        """Name of the relation of an edge, with what is said more closely.

        >>> Words("en").relation(Edge("urn:a", "urn:b", "holds"))
        'holds'
        """
        label = RELATIONS[edge.kind].label(self.language)
        detail = self.details.get(edge.detail, "")
        return f"{label}: {detail}" if detail else label

    def proof(self, edge: Edge) -> Evidence:
        """Evidence of all claims of an edge together."""
        return join_evidence(self.evidence.get(claim, NONE) for claim in edge.claims)

    def source_title(self, passage: Passage) -> str:
        """Title of the source of a passage, or its IRI."""
        return self.sources.get(passage.source, passage.source)


async def read_words(store: Store, network: Network, language: str, data_version: str = "") -> Words:
    """Read what is said beside a network.

    Args:
        store: where to ask.
        network: with one centre, or more.
        language: of labels.
        data_version: of the graph.
    """
    evidence = await read_evidence(store, {claim for edge in network.edges for claim in edge.claims})
    sources = {passage.source for proof in evidence.values() for passage in proof.passages}
    details = {edge.detail for edge in network.edges if edge.detail}
    names = await read_names(store, sources | details)
    labels = {iri: name.label(language).value for iri, name in names.items()}
    return Words(
        language=language,
        title=_title(network, language),
        evidence=evidence,
        sources={iri: labels[iri] for iri in sources},
        details={iri: labels[iri] for iri in details},
        data_version=data_version,
    )


def _title(network: Network, language: str) -> str:
    """The names of the centres, and the day as of which the network is."""
    names = " – ".join(network.names[iri].label(language).value for iri in network.centres) or Words.title
    if not network.on:
        return names
    return f"{names} ({format_date(date.fromisoformat(network.on), 'en' if language == 'en' else 'vi')})"
