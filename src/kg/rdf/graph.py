"""Gather the statements of one named graph, with the record position that each came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib import RDF
from rdflib.namespace import GEO

from kg.errors import Position
from kg.rdf import terms
from kg.rdf.terms import Scalar
from kg.records.model import Label


class Origin(NamedTuple):
    """Where in the records a statement was written."""

    position: Position
    field: str


@dataclass
class NamedGraph:
    """A growing set of statements in N-Triples spelling.

    Attributes:
        name: IRI of the graph.
        lines: (subject, predicate, object), each spelled.
        origins: (subject IRI, predicate IRI) → origin; predicate empty for the node itself.
    """

    name: str
    lines: set[tuple[str, str, str]] = field(default_factory=set)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)

    def node(self, subject: str, classes: Iterable[str], origin: Origin | None = None) -> None:
        """State the classes of a node."""
        for cls in classes:
            self.link(subject, RDF.type, cls, None)
        if origin is not None:
            self.origins.setdefault((str(subject), ""), origin)

    def link(self, subject: str, predicate: str, target: str, origin: Origin | None) -> None:
        """State a relation to another node."""
        self._add(subject, predicate, terms.iri(target), origin)

    def value(self, subject: str, predicate: str, value: Scalar, origin: Origin | None) -> None:
        """State a typed value."""
        self._add(subject, predicate, terms.literal(value), origin)

    def string(
        self, subject: str, predicate: str, text: str, origin: Origin | None, language: str = ""
    ) -> None:
        """State a string."""
        self._add(subject, predicate, terms.string(text, language), origin)

    def point(self, subject: str, longitude: str, latitude: str, origin: Origin | None) -> None:
        """State where a place lies (GeoSPARQL 1.1 §8.5.1: WKT, longitude before latitude)."""
        spelled = terms.string(f"POINT({longitude} {latitude})", datatype=GEO.wktLiteral)
        self._add(subject, GEO.asWKT, spelled, origin)

    def label(self, subject: str, predicate: str, label: Label | None, origin: Origin | None) -> None:
        """State the same words in both languages."""
        if label is not None:
            self.string(subject, predicate, label.vi, origin, "vi")
            self.string(subject, predicate, label.en, origin, "en")

    def _add(self, subject: str, predicate: str, spelled: str, origin: Origin | None) -> None:
        self.lines.add((terms.iri(subject), terms.iri(predicate), spelled))
        if origin is not None:
            # plain strings: a URIRef is never equal to one, and results of validation name plain strings
            self.origins.setdefault((str(subject), str(predicate)), origin)

    def quads(self) -> Iterable[str]:
        """Yield the N-Quads lines, unsorted."""
        graph = terms.iri(self.name)
        for subject, predicate, spelled in self.lines:
            yield f"{subject} {predicate} {spelled} {graph} .\n"
