"""What one attestation tells of a tenure: who, which post, in which capacity, between which days."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Position
from kg.rdf.context import Days


@dataclass(frozen=True)
class TenureEvidence:
    """One set of attestations of one title at one occasion.

    Attributes:
        person, post: ids of the registries.
        capacity: value of the scheme ``capacity``.
        acting_for: id of the post acted for, or empty.
        spell: curated name of a return, or empty.
        observed: when the title was seen to be held.
        begins, ends: explicit appointment and end, half-open.
        attestations: IRIs of the attestations.
        position: where the title stands in its dossier.
        source: id of the source.
    """

    person: str
    post: str
    capacity: str
    acting_for: str
    spell: str
    observed: Days
    begins: Days
    ends: Days
    attestations: tuple[str, ...]
    position: Position
    source: str

    @property
    def inferred(self) -> bool:
        """Whether the day rests on an inference (a year, or bounds)."""
        return self.observed.status not in {"stated", "bounded"}
